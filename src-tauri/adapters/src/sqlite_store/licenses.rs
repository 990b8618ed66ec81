//! The library: licenses by the fingerprint of what was signed, and taking back that one was forgotten.

use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, Transaction, params};
use seatkeeper_core::Instant;
use seatkeeper_core::license::LicenseText;

use super::schema::sum;
use super::{SqliteStore, StoreError};

/// A license of the library.
#[derive(Debug, Clone)]
pub struct KeptLicense {
    /// SHA-256 of the bytes of header and payload, hex.
    pub fingerprint: String,
    /// The text as kept.
    pub text: LicenseText,
    /// The names under which it was seen, oldest first.
    pub names: Vec<String>,
    /// When it was first kept.
    pub kept_at: Instant,
}

impl SqliteStore {
    /// Keeps a license, or adds names to one that is kept already; tells whether it is new.
    ///
    /// # Errors
    /// [`StoreError`] where it was not saved.
    pub fn keep_license(
        &self,
        fingerprint: &str,
        text: &LicenseText,
        names: &[String],
        now: Instant,
    ) -> Result<bool, StoreError> {
        self.write(|store| {
            let seen = "SELECT 1 FROM license WHERE fingerprint = ?1 AND forgotten_by IS NULL";
            let known = store.query_row(seen, [fingerprint], |_| Ok(())).optional()?.is_some();
            let keep = "INSERT INTO license (fingerprint, text, sum, kept_at) VALUES (?1, ?2, ?3, ?4)
                        ON CONFLICT (fingerprint) DO UPDATE SET forgotten_by = NULL";
            let sum = sum([ValueRef::from(fingerprint), ValueRef::Blob(text.as_bytes())]);
            store.execute(keep, params![fingerprint, text.as_bytes(), sum, now.unix()])?;
            let name_it =
                "INSERT OR IGNORE INTO license_name (fingerprint, name, seen_at) VALUES (?1, ?2, ?3)";
            for name in names {
                store.execute(name_it, params![fingerprint, name, now.unix()])?;
            }
            Ok(!known)
        })
    }

    /// Lists the library, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn licenses(&self) -> Result<Vec<KeptLicense>, StoreError> {
        self.read(|store| {
            let sql = "SELECT fingerprint, text, kept_at FROM license
                       WHERE forgotten_by IS NULL ORDER BY kept_at, rowid";
            let mut statement = store.prepare(sql)?;
            let license = |row: &rusqlite::Row<'_>| {
                Ok(KeptLicense {
                    fingerprint: row.get(0)?,
                    text: LicenseText::new(row.get::<_, Vec<u8>>(1)?),
                    names: Vec::new(),
                    kept_at: Instant::from_unix(row.get(2)?),
                })
            };
            let mut licenses: Vec<KeptLicense> =
                statement.query_map([], license)?.collect::<Result<_, _>>()?;
            let sql = "SELECT name FROM license_name WHERE fingerprint = ?1 ORDER BY seen_at, rowid";
            let mut names = store.prepare(sql)?;
            for license in &mut licenses {
                license.names =
                    names.query_map([&license.fingerprint], |row| row.get(0))?.collect::<Result<_, _>>()?;
            }
            Ok(licenses)
        })
    }

    /// Forgets licenses until the undo has passed, then for good; the undo's number takes them back.
    ///
    /// # Errors
    /// [`StoreError`] where that was not saved.
    pub fn forget_licenses(
        &self,
        fingerprints: &[String],
        sentence: &str,
        until: Instant,
    ) -> Result<u32, StoreError> {
        self.write(|store| {
            let id = undo_until(store, sentence, until)?;
            let hide = "UPDATE license SET forgotten_by = ?1 WHERE fingerprint = ?2 AND forgotten_by IS NULL";
            for fingerprint in fingerprints {
                store.execute(hide, params![id, fingerprint])?;
            }
            Ok(id)
        })
    }

    /// Takes back what was forgotten, while that is possible; gives the fingerprints that are back.
    ///
    /// # Errors
    /// [`StoreError`] where that was not saved.
    pub fn undo(&self, id: u32, now: Instant) -> Result<Vec<String>, StoreError> {
        self.write(|store| {
            erase_past(store, now)?;
            let back = "UPDATE license SET forgotten_by = NULL WHERE forgotten_by = ?1 RETURNING fingerprint";
            let fingerprints =
                store.prepare(back)?.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
            let done = "DELETE FROM undo WHERE id = ?1
                        AND NOT EXISTS (SELECT 1 FROM deployment WHERE forgotten_by = ?1)
                        AND NOT EXISTS (SELECT 1 FROM plan WHERE forgotten_by = ?1)";
            store.execute(done, [id])?;
            Ok(fingerprints)
        })
    }

    /// Erases for good what was forgotten and can no longer be taken back. Of a deployment, its answers and plans; the rest is
    /// erased once the keychain has erased its secrets.
    ///
    /// # Errors
    /// [`StoreError`] where that was not saved.
    pub fn erase_past_undo(&self, now: Instant) -> Result<(), StoreError> {
        let due = "SELECT count(*) FROM undo WHERE until <= ?1";
        let due: u32 = self.read(|store| store.query_row(due, [now.unix()], |row| row.get(0)))?;
        if due == 0 { Ok(()) } else { self.write(|store| erase_past(store, now)) }
    }
}

/// Begins an undo; gives its number.
pub(super) fn undo_until(store: &Transaction<'_>, sentence: &str, until: Instant) -> rusqlite::Result<u32> {
    store.execute("INSERT INTO undo (sentence, until) VALUES (?1, ?2)", params![sentence, until.unix()])?;
    let id = store.last_insert_rowid();
    u32::try_from(id).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, id))
}

/// See [`SqliteStore::erase_past_undo`].
pub(super) fn erase_past(store: &Transaction<'_>, now: Instant) -> rusqlite::Result<()> {
    let answers = "DELETE FROM answer
                   WHERE deployment IN (SELECT id FROM deployment WHERE forgotten_until <= ?1)";
    store.execute(answers, [now.unix()])?;
    super::plans::erase_of_forgotten(store, now)?;
    store.execute("DELETE FROM undo WHERE until <= ?1", [now.unix()]).map(drop)
}
