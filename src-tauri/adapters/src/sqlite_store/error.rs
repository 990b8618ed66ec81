//! What can go wrong with the store, in words and codes.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode as Sqlite;
use seatkeeper_core::error::{Error, ErrorCode};

/// The store cannot be used, or a save did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file is damaged and could not be replaced.
    #[error("The store {} is damaged: {what}.", file.display())]
    Damaged {
        /// The store's file.
        file: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A newer Seatkeeper wrote it; this one would not understand it.
    #[error("The store {} was written by a newer Seatkeeper (schema {found}).", file.display())]
    FromNewerVersion {
        /// The store's file.
        file: PathBuf,
        /// Its schema's version.
        found: u32,
    },
    /// The disk is full, the folder may not be written, or the file is not where it was.
    #[error("The store {} could not be written: {what}.", file.display())]
    WriteFailed {
        /// The store's file.
        file: PathBuf,
        /// The system's words.
        what: String,
    },
    /// Another process kept it longer than one waits.
    #[error("The store {} is in use by another program.", file.display())]
    Busy {
        /// The store's file.
        file: PathBuf,
    },
}

impl StoreError {
    /// Says what SQLite's error means for the user.
    pub(super) fn of(file: &Path, error: &rusqlite::Error) -> Self {
        let file = file.to_owned();
        match error.sqlite_error_code() {
            Some(Sqlite::DatabaseBusy | Sqlite::DatabaseLocked) => Self::Busy { file },
            _ if is_damage(error) => Self::Damaged { file, what: error.to_string() },
            Some(Sqlite::DiskFull) => Self::WriteFailed { file, what: "the disk is full".to_owned() },
            _ => Self::WriteFailed { file, what: error.to_string() },
        }
    }
}

/// Whether an error says that the file itself is no longer a store.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(Sqlite::DatabaseCorrupt | Sqlite::NotADatabase))
}

/// What the user must know of a store that opened all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreNotice {
    /// The file was damaged; it was renamed and a new one made.
    Damaged {
        /// Where the damaged file is now.
        set_aside: PathBuf,
        /// What was wrong with it.
        reason: String,
        /// How many licenses, keys, preferences and deployments could be taken over.
        recovered: u32,
    },
    /// Nothing can be saved.
    ReadOnly {
        /// The store's file.
        file: PathBuf,
        /// The system's words.
        what: String,
    },
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged { file, what } => {
                Self::new(ErrorCode::StoreWriteFailed, format!("{} is damaged ({what})", file.display()))
            }
            StoreError::FromNewerVersion { .. } => Self::new(ErrorCode::StoreFromNewerVersion, ""),
            StoreError::WriteFailed { file, what } => {
                Self::new(ErrorCode::StoreWriteFailed, format!("{}: {what}", file.display()))
            }
            StoreError::Busy { .. } => Self::new(ErrorCode::StoreBusy, ""),
        }
    }
}

impl From<&StoreNotice> for Error {
    fn from(notice: &StoreNotice) -> Self {
        match notice {
            StoreNotice::Damaged { set_aside, .. } => {
                Self::new(ErrorCode::StoreDamaged, set_aside.display().to_string())
            }
            StoreNotice::ReadOnly { file, what } => {
                Self::new(ErrorCode::StoreWriteFailed, format!("{}: {what}", file.display()))
            }
        }
    }
}
