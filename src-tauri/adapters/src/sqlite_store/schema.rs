//! The schema, as numbered steps that only go forward and are never edited after a release.

use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};

/// Each step brings a store from the version of its place in the list to the next.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_first_tables.sql")];

/// Each table, so that a store that lost one is recognised.
const TABLES: [&str; 5] = ["setting", "undo", "license", "license_name", "trusted_key"];

/// The version this program writes.
pub(super) const VERSION: u32 = MIGRATIONS.len() as u32;

/// Reads the version of a store; 0 where it has no schema.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings a store to this program's version, all steps or none.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again inside: another process may have migrated since.
    let from = version(&transaction)? as usize;
    for step in MIGRATIONS.iter().skip(from) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// Finds what is wrong with the pages or the tables of a store, if anything.
pub(super) fn fault(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Ok(Some(found));
    }
    for table in TABLES {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        let there: u32 = connection.query_row(sql, [table], |row| row.get(0))?;
        if there == 0 {
            return Ok(Some(format!("table {table} is missing")));
        }
    }
    for (table, name, bytes) in [("license", "fingerprint", "text"), ("trusted_key", "key_id", "bytes")] {
        let mut statement =
            connection.prepare(&format!("SELECT {name}, {bytes}, sum FROM {table} NOT INDEXED"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (name, bytes, kept) =
                (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_blob()?, row.get_ref(2)?.as_blob()?);
            if sum(name, bytes) != kept {
                return Ok(Some(format!("a row of table {table} was changed")));
            }
        }
    }
    Ok(None)
}

/// The sum kept beside what must not change unnoticed.
pub(super) fn sum(name: &str, bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(name).chain_update([0]).chain_update(bytes).finalize().into()
}
