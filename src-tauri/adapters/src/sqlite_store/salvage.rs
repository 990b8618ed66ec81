//! Taking over what a damaged store still gives.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row, ToSql, types::Value};

use super::schema::sum;

/// The tables worth saving, with their columns, those first that others refer to.
const TABLES: [(&str, &str); 4] = [
    ("setting", "name, value"),
    ("license", "fingerprint, text, sum, kept_at"),
    ("license_name", "fingerprint, name, seen_at"),
    ("trusted_key", "key_id, bytes, sum, label, added_at"),
];

/// Copies every row that can still be read; counts them, names of licenses apart.
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
    let mut recovered = 0;
    for (table, columns) in TABLES {
        let places = columns
            .split(',')
            .enumerate()
            .map(|(at, _)| format!("?{}", at + 1))
            .collect::<Vec<_>>()
            .join(", ");
        let insert = format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})");
        for row in
            rows(&old, table, columns).into_iter().filter(|row| !columns.contains("sum") || is_whole(row))
        {
            let values: Vec<&dyn ToSql> = row.iter().map(|value| value as &dyn ToSql).collect();
            // A row that the new store's rules refuse was damaged itself.
            let taken = transaction.execute(&insert, values.as_slice()).unwrap_or(0);
            recovered += if table == "license_name" { 0 } else { taken as u32 };
        }
    }
    transaction.commit()?;
    Ok(recovered)
}

/// Whether a license or a key is the one that was kept.
fn is_whole(row: &[Value]) -> bool {
    matches!(row, [Value::Text(name), Value::Blob(bytes), Value::Blob(kept), ..] if sum(name, bytes) == kept.as_slice())
}

/// Reads rows up to the first that cannot be read.
fn rows(old: &Connection, table: &str, columns: &str) -> Vec<Vec<Value>> {
    let count = columns.split(',').count();
    let read = |row: &Row<'_>| (0..count).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>();
    let hidden = if table == "license" { "WHERE forgotten_by IS NULL" } else { "" };
    let Ok(mut statement) = old.prepare(&format!("SELECT {columns} FROM {table} NOT INDEXED {hidden}"))
    else {
        return Vec::new();
    };
    let Ok(found) = statement.query_map([], read) else { return Vec::new() };
    found.map_while(Result::ok).collect()
}
