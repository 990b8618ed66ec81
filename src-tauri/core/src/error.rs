//! The codes of what can go wrong outside the verdicts, and the one table of all codes.
//!
//! A license that expired is no error: it is a verdict (see [`crate::check`]).

use crate::check::{CodeRow, Note, Reason, Verdict, codes};
use crate::view::ErrorView;

codes! {
    /// What can go wrong with keys, the store, files that are written, and the program itself.
    ErrorCode, "error":
    KeyInvalid = "key_invalid", 2, "{}", "Copy the key anew from where Coder or your administrator published it.";
    KeyIdTaken = "key_id_taken", 2, "There is already a key with the ID \"{}\".", "Remove that key first; Coder's own cannot be replaced.";
    TimeInvalid = "time_invalid", 2, "\"{}\" is no time.", "Write it as 2026-11-23 or 2026-11-23T18:06:27Z.";
    DurationInvalid = "duration_invalid", 2, "\"{}\" is no length of time.", "Write it as 30d, 12h or 2w.";
    LicenseUnknown = "license_unknown", 2, "There is no license \"{}\" in the library.", "Look at the list; the first letters of a fingerprint are enough.";
    LicenseNotKept = "license_not_kept", 1, "{} was not kept: only a text with a good signature, or one of an unknown key, is.", "Check the file first.";
    StoreDamaged = "store_damaged", 3, "The store was damaged. It was set aside as {}.", "What could be read is here; keep the damaged file if you miss something.";
    StoreFromNewerVersion = "store_from_newer_version", 3, "The store was written by a newer version of Seatkeeper.", "Install that version; nothing was changed.";
    StoreWriteFailed = "store_write_failed", 3, "The store could not be written: {}.", "Check that the data folder is yours and that the disk has space; then try again.";
    StoreBusy = "store_busy", 3, "Another Seatkeeper is writing to the store.", "Try again in a moment.";
    ExportFailed = "export_failed", 3, "The file could not be written: {}.", "Choose another folder, or make space.";
    ClipboardFailed = "clipboard_failed", 3, "The clipboard does not answer: {}.", "Select the text and copy it by hand.";
    EntryUnknown = "entry_unknown", 2, "This entry is no longer in the list.", "Check the file again.";
    UndoOver = "undo_over", 2, "It is too late to take this back.", "Check the file again.";
    SettingInvalid = "setting_invalid", 2, "\"{}\" is not among the values of this setting.", "Choose one of those offered.";
    Internal = "internal", 3, "Seatkeeper met a fault of its own: {}.", "Please report it with what you did; nothing was lost.";
}

/// An error: its code and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct Error {
    /// The code.
    pub code: ErrorCode,
    /// What fills the `{}` of the message; empty where there is none.
    pub about: String,
}

impl Error {
    /// An error about `about`.
    pub fn new(code: ErrorCode, about: impl Into<String>) -> Self {
        Self { code, about: about.into() }
    }

    /// What happened, to whom.
    pub fn message(&self) -> String {
        filled(self.code.row().message, &self.about)
    }

    /// What to do.
    pub fn hint(&self) -> &'static str {
        self.code.row().hint
    }

    /// The terminal's exit status.
    pub fn exit_status(&self) -> u8 {
        self.code.row().exit
    }

    /// The error as it crosses to the window.
    pub fn view(&self) -> ErrorView {
        ErrorView {
            code: self.code.code().to_owned(),
            message: self.message(),
            hint: self.hint().to_owned(),
            subject: (!self.about.is_empty()).then(|| self.about.clone()),
        }
    }
}

/// A message with its gap filled.
pub fn filled(message: &str, about: &str) -> String {
    message.replacen("{}", about, 1)
}

/// Every code of the program, in the order of the documentation.
pub fn table() -> Vec<CodeRow> {
    let verdicts = Verdict::ALL.iter().map(|verdict| verdict.row());
    let reasons = Reason::ALL.iter().map(|reason| reason.row());
    let notes = Note::ALL.iter().map(|note| note.row());
    verdicts.chain(reasons).chain(notes).chain(ErrorCode::ALL.iter().map(|code| code.row())).collect()
}

impl From<crate::license::KeyError> for Error {
    fn from(fault: crate::license::KeyError) -> Self {
        match fault {
            crate::license::KeyError::IdTaken(key_id) => Self::new(ErrorCode::KeyIdTaken, key_id),
            fault @ (crate::license::KeyError::IdMissing
            | crate::license::KeyError::Encoding
            | crate::license::KeyError::Length(_)
            | crate::license::KeyError::NotCanonical
            | crate::license::KeyError::LowOrder) => Self::new(ErrorCode::KeyInvalid, fault.to_string()),
        }
    }
}
