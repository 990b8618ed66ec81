//! Public keys that the user trusts beside the built-in ones.

use rusqlite::params;
use rusqlite::types::ValueRef;
use seatkeeper_core::Instant;

use super::schema::sum;
use super::{SqliteStore, StoreError};

/// A trusted key as it was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// The key ID in a license's header.
    pub key_id: String,
    /// The Ed25519 public key.
    pub bytes: [u8; 32],
    /// Where it comes from, in the user's words.
    pub label: String,
    /// When it was added.
    pub added_at: Instant,
}

impl SqliteStore {
    /// Lists the added keys by key ID.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn keys(&self) -> Result<Vec<StoredKey>, StoreError> {
        self.read(|store| {
            let sql = "SELECT key_id, bytes, label, added_at FROM trusted_key ORDER BY key_id";
            let mut statement = store.prepare(sql)?;
            let key = |row: &rusqlite::Row<'_>| {
                Ok(StoredKey {
                    key_id: row.get(0)?,
                    bytes: row.get(1)?,
                    label: row.get(2)?,
                    added_at: Instant::from_unix(row.get(3)?),
                })
            };
            statement.query_map([], key)?.collect()
        })
    }

    /// Adds a key, in place of one with the same key ID.
    ///
    /// # Errors
    /// [`StoreError`] where it was not saved.
    pub fn add_key(&self, key: &StoredKey) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO trusted_key (key_id, bytes, sum, label, added_at)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let sum = sum([ValueRef::from(key.key_id.as_str()), ValueRef::Blob(&key.bytes)]);
        self.write(|store| {
            store.execute(sql, params![key.key_id, key.bytes, sum, key.label, key.added_at.unix()]).map(drop)
        })
    }

    /// Removes a key; tells whether it was there.
    ///
    /// # Errors
    /// [`StoreError`] where that was not saved.
    pub fn remove_key(&self, key_id: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM trusted_key WHERE key_id = ?1";
        self.write(|store| store.execute(sql, [key_id]).map(|removed| removed > 0))
    }
}
