//! The schema, as numbered steps that only go forward and are never edited after a release.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};

/// Each step brings a store from the version of its place in the list to the next.
const MIGRATIONS: [&str; 4] = [
    include_str!("migrations/0001_first_tables.sql"),
    include_str!("migrations/0002_deployments.sql"),
    include_str!("migrations/0003_people.sql"),
    include_str!("migrations/0004_plans.sql"),
];

/// Each table with the version that brought it, so that a store that lost one is recognised.
pub(super) const TABLES: [(&str, u32); 15] = [
    ("setting", 1),
    ("undo", 1),
    ("license", 1),
    ("license_name", 1),
    ("trusted_key", 1),
    ("deployment", 2),
    ("answer", 2),
    ("seat_day", 3),
    ("person_list", 3),
    ("person_day", 3),
    ("protected_person", 3),
    ("reclaim", 3),
    ("reclaim_step", 3),
    ("plan", 4),
    ("plan_step", 4),
];

/// Tables that may grow long, whose sums are tested when a row is read and not at the start. They have no index beside
/// themselves that could differ from them.
const TESTED_WHEN_READ: [&str; 3] = ["seat_day", "person_list", "person_day"];

/// The tables whose rows must not change unnoticed, with the version that brought them and the columns of the sum.
pub(super) const SUMMED: [(&str, u32, &str); 11] = [
    ("license", 1, "fingerprint, text"),
    ("trusted_key", 1, "key_id, bytes"),
    ("deployment", 2, DEPLOYMENT),
    ("answer", 2, ANSWER),
    ("seat_day", 3, SEAT_DAY),
    ("person_day", 3, PERSON_DAY),
    ("protected_person", 3, PROTECTED),
    ("reclaim", 3, RECLAIM),
    ("reclaim_step", 3, RECLAIM_STEP),
    ("plan", 4, PLAN),
    ("plan_step", 4, PLAN_STEP),
];

/// The columns of a deployment that its sum is over.
pub(super) const DEPLOYMENT: &str = "id, name, name_folded, hue, origin, deployment_id, added_at, session, ca_file, \
     client_certificate, client_key, proxy, headers, secret_headers";

/// The columns of an answer that its sum is over.
pub(super) const ANSWER: &str = "deployment, kind, json, received_at";

/// The columns of a day of the seat history that its sum is over.
pub(super) const SEAT_DAY: &str = "deployment, day, active, dormant, suspended, seat_limit, source, taken_at";

/// The columns of a person from a day on that its sum is over.
pub(super) const PERSON_DAY: &str = "deployment, user, day, username, email, status, service_account";

/// The columns of somebody to be left alone that its sum is over.
pub(super) const PROTECTED: &str = "deployment, place, who";

/// The columns of a plan to reclaim seats that its sum is over.
pub(super) const RECLAIM: &str = "id, deployment, made_at, sentence";

/// The columns of a step of such a plan that its sum is over.
pub(super) const RECLAIM_STEP: &str =
    "plan, user, place, username, email, last_seen, state, changed_at, words";

/// The columns of a plan of several steps that its sum is over.
pub(super) const PLAN: &str = "id, deployment, name, changed_at";

/// The columns of a step of such a plan that its sum is over.
pub(super) const PLAN_STEP: &str = "plan, place, day, act, license, fingerprint, name, uuid";

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

/// Finds what is wrong with the pages or the tables of a store of this version, if anything.
pub(super) fn fault(connection: &Connection, version: u32) -> rusqlite::Result<Option<String>> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Ok(Some(found));
    }
    for (table, _) in TABLES.iter().filter(|(_, since)| *since <= version) {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        let there: u32 = connection.query_row(sql, [table], |row| row.get(0))?;
        if there == 0 {
            return Ok(Some(format!("table {table} is missing")));
        }
    }
    // The quick check leaves indices out, and rows of these tables are also read from theirs.
    let tested_now = |table: &&str| !TESTED_WHEN_READ.contains(table);
    let since = TABLES.iter().filter(|(_, since)| (2..=version).contains(since));
    for table in since.map(|(table, _)| table).filter(|table| tested_now(table)) {
        let found: String =
            connection.query_row(&format!("PRAGMA integrity_check({table})"), [], |row| row.get(0))?;
        if found != "ok" {
            return Ok(Some(found));
        }
    }
    let summed = SUMMED.iter().filter(|(_, since, _)| *since <= version);
    for (table, _, columns) in summed.filter(|(table, _, _)| tested_now(table)) {
        let count = columns.split(',').count();
        let mut statement = connection.prepare(&format!("SELECT {columns}, sum FROM {table} NOT INDEXED"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..count).map(|at| row.get_ref(at)).collect::<rusqlite::Result<Vec<_>>>()?;
            if row.get_ref(count)? != ValueRef::Blob(&sum(values)) {
                return Ok(Some(format!("a row of table {table} was changed")));
            }
        }
    }
    Ok(None)
}

/// The sum kept beside what must not change unnoticed: over the columns in their order, parted by a zero byte, numbers
/// in decimal.
pub(super) fn sum<'a>(columns: impl IntoIterator<Item = ValueRef<'a>>) -> [u8; 32] {
    let mut digest = Sha256::new();
    for (at, column) in columns.into_iter().enumerate() {
        if at > 0 {
            digest.update([0]);
        }
        match column {
            // A byte that no text begins with, so that nothing and an empty text differ.
            ValueRef::Null => digest.update([0xFF]),
            ValueRef::Integer(number) => digest.update(number.to_string()),
            ValueRef::Real(number) => digest.update(number.to_string()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => digest.update(bytes),
        }
    }
    digest.finalize().into()
}

/// [`sum`] of values that are about to be written.
pub(super) fn sum_of(columns: &[Value]) -> [u8; 32] {
    sum(columns.iter().map(ValueRef::from))
}

/// "?1, ?2, …" for so many columns.
pub(super) fn places(columns: &str) -> String {
    let place = |(at, _)| format!("?{}", at + 1);
    columns.split(',').enumerate().map(place).collect::<Vec<_>>().join(", ")
}
