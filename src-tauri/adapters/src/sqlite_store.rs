//! What Seatkeeper keeps: preferences, deployments with their last answers, their seats and plans to reclaim some, the
//! library of licenses, trusted keys, and acts that can be taken back; people only where the admin wants names kept.
//! No token is among it.
//!
//! One SQLite file serves the window and the terminal at once. A save that was answered survives a kill and a power
//! cut; a damaged file is set aside and said, never silently replaced.

mod answers;
mod deployments;
mod erasing;
mod error;
mod guard;
mod identity;
mod keys;
mod licenses;
mod opening;
mod people;
mod plans;
mod port;
mod reclaims;
mod salvage;
mod schema;
mod seat_days;
mod settings;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use seatkeeper_core::Instant;

pub use error::{StoreError, StoreNotice};
pub use keys::StoredKey;
pub use licenses::KeptLicense;

use crate::Paths;
use identity::FileIdentity;

/// An open store. Its methods may be called from any thread, one runs at a time.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Mutex<Connection>,
    file: PathBuf,
    identity: Option<FileIdentity>,
    read_only: bool,
}

impl SqliteStore {
    /// Opens the store of these paths, making it where there is none.
    ///
    /// The notice says what the user must know: a damaged file was set aside, or nothing can be saved.
    ///
    /// # Errors
    /// [`StoreError`] where there is no store to work with; nothing was changed then.
    pub fn open(paths: &Paths, now: Instant) -> Result<(Self, Option<StoreNotice>), StoreError> {
        let opened = opening::open(paths, now)?;
        let store = Self {
            identity: FileIdentity::of(&opened.file),
            connection: Mutex::new(opened.connection),
            file: opened.file,
            read_only: opened.read_only,
        };
        if !store.read_only {
            store.erase_past_undo(now)?;
        }
        Ok((store, opened.notice))
    }

    /// Whether a store is there already; looking makes none.
    pub fn exists(paths: &Paths) -> bool {
        paths.database().symlink_metadata().is_ok()
    }

    /// The store's file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Whether nothing can be saved, as the file or its folder may not be written.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Runs queries that change nothing.
    fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        query(&self.connection()).map_err(|error| StoreError::of(&self.file, &error))
    }

    /// Runs changes that are saved all together or not at all; once this returns, they are on the disk.
    fn write<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        if self.read_only {
            return Err(self.failed("it may only be read"));
        }
        // SQLite would go on writing into a file that was deleted, and lose it without a word.
        if FileIdentity::of(&self.file) != self.identity {
            return Err(self.failed("it was moved or removed while this program was running"));
        }
        let mut connection = self.connection();
        let save = || {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = change(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        };
        save().map_err(|error| StoreError::of(&self.file, &error))
    }

    fn failed(&self, what: &str) -> StoreError {
        StoreError::WriteFailed { file: self.file.clone(), what: what.to_owned() }
    }

    /// A panic elsewhere leaves no half change behind, as its transaction was rolled back.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
