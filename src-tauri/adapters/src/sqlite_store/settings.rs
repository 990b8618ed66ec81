//! Preferences, by name.

use rusqlite::OptionalExtension;

use super::{SqliteStore, StoreError};

impl SqliteStore {
    /// Reads one preference; `None` where the user never chose.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        self.read(|store| store.query_row(sql, [name], |row| row.get(0)).optional())
    }

    /// Reads every preference the user chose, by name.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn settings(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.read(|store| {
            let mut statement = store.prepare("SELECT name, value FROM setting ORDER BY name")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// Saves one preference.
    ///
    /// # Errors
    /// [`StoreError`] where it was not saved.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO setting (name, value) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.write(|store| store.execute(sql, [name, value]).map(drop))
    }
}
