//! Errors of the host as they cross to the page. Codes, messages and hints are the core's; see `docs/errors.md`.

use std::path::Path;

use seatkeeper_adapters::{ExportError, StoreError, StoreNotice};
use seatkeeper_core::{
    error::{Error, ErrorCode},
    license::KeyError,
    view::ErrorView,
};

/// A fault of the program's own.
#[must_use]
pub fn internal(what: &str) -> ErrorView {
    Error::new(ErrorCode::Internal, what).view()
}

/// The entry that is meant is gone.
#[must_use]
pub fn entry_unknown() -> ErrorView {
    Error::new(ErrorCode::EntryUnknown, "").view()
}

/// A forgotten entry cannot be taken back any more.
#[must_use]
pub fn undo_over() -> ErrorView {
    Error::new(ErrorCode::UndoOver, "").view()
}

/// The clipboard did not answer.
#[must_use]
pub fn of_clipboard(what: &str) -> ErrorView {
    Error::new(ErrorCode::ClipboardFailed, what).view()
}

/// A text that is no license to keep.
#[must_use]
pub fn not_kept(label: &str) -> ErrorView {
    Error::new(ErrorCode::LicenseNotKept, label).view()
}

/// The store cannot be used, or did not take a change.
#[must_use]
pub fn of_store(error: &StoreError) -> ErrorView {
    match error {
        StoreError::Damaged { file, .. } => {
            about_file(ErrorCode::StoreDamaged, &file.display().to_string(), file)
        }
        StoreError::FromNewerVersion { file, .. } => about_file(ErrorCode::StoreFromNewerVersion, "", file),
        StoreError::WriteFailed { file, what } => about_file(ErrorCode::StoreWriteFailed, what, file),
        StoreError::Busy { file } => about_file(ErrorCode::StoreBusy, "", file),
    }
}

/// The store opened, but not as it should.
#[must_use]
pub fn of_notice(notice: &StoreNotice) -> ErrorView {
    match notice {
        StoreNotice::Damaged { set_aside, .. } => {
            about_file(ErrorCode::StoreDamaged, &set_aside.display().to_string(), set_aside)
        }
        StoreNotice::ReadOnly { file, what } => about_file(ErrorCode::StoreWriteFailed, what, file),
    }
}

/// A key that is not taken.
#[must_use]
pub fn of_key(error: KeyError) -> ErrorView {
    Error::from(error).view()
}

/// A file that could not be written.
#[must_use]
pub fn of_export(error: &ExportError) -> ErrorView {
    let what = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    about_file(ErrorCode::ExportFailed, &what, error.path())
}

fn about_file(code: ErrorCode, about: &str, file: &Path) -> ErrorView {
    ErrorView { subject: Some(file.display().to_string()), ..Error::new(code, about).view() }
}
