//! Erasing all that is kept, down to the bytes of the file.

use std::{fs, io};

use super::{SqliteStore, StoreError, schema};

impl SqliteStore {
    /// Erases every row, then the bytes that rows leave behind, then stores that were set aside as damaged. Only the
    /// numbers already given stay, so that none is given twice.
    pub(super) fn erase_all(&self) -> Result<(), StoreError> {
        self.write(|store| {
            for (table, _) in schema::TABLES.iter().rev() {
                store.execute(&format!("DELETE FROM {table}"), [])?;
            }
            Ok(())
        })?;
        self.scrub()?;
        self.remove_set_aside().map_err(|error| self.failed(&error.to_string()))
    }

    /// Rewrites the file, so that the bytes of erased rows are gone as well.
    pub(super) fn scrub(&self) -> Result<(), StoreError> {
        let rewrite = || {
            let connection = self.connection();
            connection.execute_batch("VACUUM")?;
            // The log holds what was erased until it is cut; another program may be reading it.
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))
        };
        if rewrite().map_err(|error| StoreError::of(&self.file, &error))? {
            return Err(StoreError::Busy { file: self.file.clone() });
        }
        Ok(())
    }

    fn remove_set_aside(&self) -> io::Result<()> {
        let (Some(folder), Some(name)) = (self.file.parent(), self.file.file_name()) else { return Ok(()) };
        let prefix = format!("{}.damaged-", name.display());
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}
