//! The seat history: a row a deployment and day.

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use seatkeeper_core::Instant;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::{SeatDay, SeatSource};

use super::deployments::{is_listed, unknown};
use super::schema::{SEAT_DAY, places, sum, sum_of};
use super::{SqliteStore, StoreError};

impl SqliteStore {
    /// A row that was changed by another than this program is left out, as a day that is not known: the next check
    /// may fill it again, and a gap in a chart misleads nobody.
    pub(super) fn seat_history(&self, deployment: u32, from: Date) -> Result<Vec<SeatDay>, StoreError> {
        self.read(|store| {
            let sql = format!(
                "SELECT {SEAT_DAY}, sum FROM seat_day WHERE deployment = ?1 AND day >= ?2 ORDER BY day"
            );
            let mut statement = store.prepare(&sql)?;
            let mut rows = statement.query(params![deployment, from.to_string()])?;
            let mut days = Vec::new();
            while let Some(row) = rows.next()? {
                if is_whole(row, SEAT_DAY)? {
                    days.extend(seat_day(row)?);
                }
            }
            Ok(days)
        })
    }

    pub(super) fn replace_seat_days(&self, id: u32, days: &[SeatDay], oldest: Date) -> Result<(), Error> {
        let all = format!("{SEAT_DAY}, sum");
        let sql = format!("INSERT OR REPLACE INTO seat_day ({all}) VALUES ({})", places(&all));
        self.write(|store| {
            // It may have been forgotten while it was asked.
            if !is_listed(store, id)? {
                return Ok(Err(unknown(&id.to_string())));
            }
            let mut insert = store.prepare(&sql)?;
            for day in days.iter().filter(|day| day.day >= oldest) {
                insert.execute(params_from_iter(summed(values(id, day))))?;
            }
            let prune = "DELETE FROM seat_day WHERE deployment = ?1 AND day < ?2";
            store.execute(prune, params![id, oldest.to_string()])?;
            Ok(Ok(()))
        })?
    }
}

/// Whether the sum that follows these columns is that of the row.
pub(super) fn is_whole(row: &Row<'_>, columns: &str) -> rusqlite::Result<bool> {
    let count = columns.split(',').count();
    let values = (0..count).map(|at| row.get_ref(at)).collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(row.get_ref(count)? == rusqlite::types::ValueRef::Blob(&sum(values)))
}

/// Values with their sum at the end.
pub(super) fn summed(mut values: Vec<Value>) -> Vec<Value> {
    values.push(Value::Blob(sum_of(&values).to_vec()));
    values
}

/// The values of [`SEAT_DAY`] in its order.
fn values(deployment: u32, day: &SeatDay) -> Vec<Value> {
    let count = |count: Option<u32>| Value::from(count.map(i64::from));
    vec![
        Value::Integer(deployment.into()),
        Value::Text(day.day.to_string()),
        count(day.active),
        count(day.dormant),
        count(day.suspended),
        count(day.limit),
        Value::Text(day.source.code().to_owned()),
        Value::Integer(day.taken_at.unix()),
    ]
}

/// A row of [`SEAT_DAY`]; `None` where this version cannot read it.
fn seat_day(row: &Row<'_>) -> rusqlite::Result<Option<SeatDay>> {
    let (day, source): (String, String) = (row.get(1)?, row.get(6)?);
    let (Ok(day), Some(source)) = (day.parse(), SeatSource::of_code(&source)) else { return Ok(None) };
    Ok(Some(SeatDay {
        day,
        active: row.get(2)?,
        dormant: row.get(3)?,
        suspended: row.get(4)?,
        limit: row.get(5)?,
        source,
        taken_at: Instant::from_unix(row.get(7)?),
    }))
}
