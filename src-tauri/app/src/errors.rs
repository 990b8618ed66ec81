//! Errors of the host as they cross to the page. Codes and hints are the core's; see `docs/errors.md`.

use seatkeeper_adapters::{ExportError, StoreError, StoreNotice};
use seatkeeper_core::{license::KeyError, view::ErrorView};

/// An error that no act of the reader's explains.
#[must_use]
pub fn internal(message: &str) -> ErrorView {
    view("internal", message.to_owned(), None)
}

/// The store cannot be used, or did not take a change.
#[must_use]
pub fn of_store(error: &StoreError) -> ErrorView {
    let (code, file) = match error {
        StoreError::Damaged { file, .. } => ("store_damaged", file),
        StoreError::FromNewerVersion { file, .. } => ("store_from_newer_version", file),
        StoreError::WriteFailed { file, .. } => ("store_write_failed", file),
        StoreError::Busy { file } => ("store_busy", file),
    };
    view(code, error.to_string(), Some(file.display().to_string()))
}

/// The store opened, but not as it should.
#[must_use]
pub fn of_notice(notice: &StoreNotice) -> ErrorView {
    match notice {
        StoreNotice::Damaged { set_aside, reason, recovered } => {
            let message = format!(
                "The store was damaged ({reason}). It is now {}, and {recovered} of its entries were taken over.",
                set_aside.display()
            );
            view("store_damaged", message, Some(set_aside.display().to_string()))
        }
        StoreNotice::ReadOnly { file, what } => {
            let message = format!("Nothing can be saved in {}: {what}.", file.display());
            view("store_write_failed", message, Some(file.display().to_string()))
        }
    }
}

/// A key that is not taken.
#[must_use]
pub fn of_key(error: &KeyError, key_id: &str) -> ErrorView {
    view("key_invalid", error.to_string(), Some(key_id.to_owned()))
}

/// A file that could not be written.
#[must_use]
pub fn of_export(error: &ExportError) -> ErrorView {
    let mut view = view("export_failed", error.to_string(), Some(error.path().display().to_string()));
    error.hint().clone_into(&mut view.hint);
    view
}

fn view(code: &str, message: String, subject: Option<String>) -> ErrorView {
    let known = seatkeeper_core::error::table().into_iter().find(|row| row.0 == code);
    let hint = known.map(|row| row.3.to_string()).unwrap_or_default();
    ErrorView { code: code.to_owned(), message, hint, subject }
}
