//! Taking over what a damaged store still gives.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row, ToSql, types::Value};

use super::schema::{
    ANSWER, DEPLOYMENT, PLAN, PLAN_STEP, PROTECTED, RECLAIM, RECLAIM_STEP, SEAT_DAY, SUMMED, places, sum_of,
};

/// A table worth saving.
struct Rescued {
    name: &'static str,
    /// Its columns; where the table has sums, those under the sum first, then `sum`.
    columns: String,
    /// Which rows; all where it is empty.
    those: &'static str,
}

/// The tables worth saving, those first that others refer to.
///
/// Lists of people are not: half a list would make people come and go who did not.
/// A deployment that was put aside is taken over too, without its undo: else nobody would erase its token.
fn tables() -> [Rescued; 12] {
    let table = |name, columns: &str, those| Rescued { name, columns: columns.to_owned(), those };
    [
        table("setting", "name, value", ""),
        table("license", "fingerprint, text, sum, kept_at", "WHERE forgotten_by IS NULL"),
        table("license_name", "fingerprint, name, seen_at", ""),
        table("trusted_key", "key_id, bytes, sum, label, added_at", ""),
        table("deployment", &format!("{DEPLOYMENT}, sum, place, forgotten_until"), ""),
        table("answer", &format!("{ANSWER}, sum"), ""),
        table("seat_day", &format!("{SEAT_DAY}, sum"), ""),
        table("protected_person", &format!("{PROTECTED}, sum"), ""),
        table("reclaim", &format!("{RECLAIM}, sum"), ""),
        table("reclaim_step", &format!("{RECLAIM_STEP}, sum"), ""),
        table("plan", &format!("{PLAN}, sum"), "WHERE forgotten_by IS NULL"),
        table("plan_step", &format!("{PLAN_STEP}, sum"), ""),
    ]
}

/// Copies every row that can still be read; counts the preferences, licenses, keys and deployments.
///
/// Only the new store's own errors are errors: what the old one does not give is lost.
pub(super) fn salvage(old: &Path, new: &mut Connection) -> rusqlite::Result<u32> {
    // Read from a copy, so that the file set aside stays as it was found.
    let Ok(room) = tempfile::tempdir_in(old.parent().unwrap_or(Path::new("."))) else { return Ok(0) };
    let copy = room.path().join("damaged.db");
    let wal =
        |path: &Path| path.with_extension(format!("{}-wal", path.extension().unwrap_or_default().display()));
    if std::fs::copy(old, &copy).is_err() {
        return Ok(0);
    }
    drop(std::fs::copy(wal(old), wal(&copy)));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(old) = Connection::open_with_flags(&copy, flags) else { return Ok(0) };
    let transaction = new.transaction()?;
    for table in tables() {
        let Rescued { name, columns, .. } = &table;
        let insert = format!("INSERT OR IGNORE INTO {name} ({columns}) VALUES ({})", places(columns));
        for row in rows(&old, &table).into_iter().filter(|row| is_whole(name, row)) {
            let values: Vec<&dyn ToSql> = row.iter().map(|value| value as &dyn ToSql).collect();
            // A row that the new store's rules refuse was damaged itself.
            drop(transaction.execute(&insert, values.as_slice()));
        }
    }
    let recovered = "SELECT (SELECT count(*) FROM setting) + (SELECT count(*) FROM license)
        + (SELECT count(*) FROM trusted_key)
        + (SELECT count(*) FROM deployment WHERE forgotten_until IS NULL)";
    let recovered = transaction.query_row(recovered, [], |row| row.get(0))?;
    transaction.commit()?;
    Ok(recovered)
}

/// Whether a row is the one that was kept, as far as its table has sums.
fn is_whole(table: &str, row: &[Value]) -> bool {
    let Some((_, _, columns)) = SUMMED.iter().find(|(name, _, _)| *name == table) else { return true };
    let count = columns.split(',').count();
    match (row.get(..count), row.get(count)) {
        (Some(columns), Some(Value::Blob(kept))) => sum_of(columns) == kept.as_slice(),
        (Some(_) | None, _) => false,
    }
}

/// Reads rows up to the first that cannot be read.
fn rows(old: &Connection, table: &Rescued) -> Vec<Vec<Value>> {
    let Rescued { name, columns, those } = table;
    let count = columns.split(',').count();
    let read = |row: &Row<'_>| (0..count).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>();
    let Ok(mut statement) = old.prepare(&format!("SELECT {columns} FROM {name} NOT INDEXED {those}")) else {
        return Vec::new();
    };
    let Ok(found) = statement.query_map([], read) else { return Vec::new() };
    found.map_while(Result::ok).collect()
}
