//! Plans of several steps, and forgetting one until its undo has passed.

use rusqlite::types::{Type, Value};
use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};
use seatkeeper_core::Instant;
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::ports::{SavedAct, SavedPlan, SavedStep};

use super::deployments::{is_listed, unknown as unknown_deployment};
use super::licenses::{erase_past, undo_until};
use super::schema::{PLAN, PLAN_STEP, places};
use super::seat_days::summed;
use super::{SqliteStore, StoreError};

impl SqliteStore {
    pub(super) fn listed_plans(&self) -> Result<Vec<SavedPlan>, StoreError> {
        self.read(|store| {
            let sql = format!(
                "SELECT {PLAN} FROM plan WHERE forgotten_by IS NULL AND deployment IN
                     (SELECT id FROM deployment WHERE forgotten_until IS NULL) ORDER BY id"
            );
            let mut heads = store.prepare(&sql)?;
            let sql = format!("SELECT {PLAN_STEP} FROM plan_step WHERE plan = ?1 ORDER BY place");
            let mut steps = store.prepare(&sql)?;
            let plan = |row: &Row<'_>| {
                let id = row.get(0)?;
                Ok(SavedPlan {
                    id,
                    deployment: row.get(1)?,
                    name: row.get(2)?,
                    changed_at: Instant::from_unix(row.get(3)?),
                    steps: steps.query_map([id], step)?.collect::<rusqlite::Result<_>>()?,
                })
            };
            heads.query_map([], plan)?.collect()
        })
    }

    pub(super) fn write_plan(&self, plan: &SavedPlan) -> Result<u32, Error> {
        let (head, step) = (format!("{PLAN}, sum"), format!("{PLAN_STEP}, sum"));
        let insert_step = format!("INSERT INTO plan_step ({step}) VALUES ({})", places(&step));
        self.write(|store| {
            if !is_listed(store, plan.deployment)? {
                return Ok(Err(unknown_deployment(&plan.deployment.to_string())));
            }
            let (id, sql) = if plan.id == 0 {
                let next = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'plan'";
                let id = store.query_row(next, [], |row| row.get(0))?;
                (id, format!("INSERT INTO plan ({head}) VALUES ({})", places(&head)))
            } else {
                let there = "WHERE id = ?1 AND forgotten_by IS NULL";
                (plan.id, format!("UPDATE plan SET ({head}) = ({}) {there}", places(&head)))
            };
            let values = vec![
                Value::Integer(i64::from(id)),
                Value::Integer(plan.deployment.into()),
                Value::Text(plan.name.clone()),
                Value::Integer(plan.changed_at.unix()),
            ];
            if store.execute(&sql, params_from_iter(summed(values)))? == 0 {
                return Ok(Err(unknown(id)));
            }
            store.execute("DELETE FROM plan_step WHERE plan = ?1", [id])?;
            let mut insert = store.prepare(&insert_step)?;
            for (place, step) in (1..).zip(&plan.steps) {
                insert.execute(params_from_iter(summed(values_of(id, place, step))))?;
            }
            Ok(Ok(id))
        })?
    }

    pub(super) fn put_plan_aside(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error> {
        self.write(|store| {
            let there = "SELECT 1 FROM plan WHERE id = ?1 AND forgotten_by IS NULL";
            if store.query_row(there, [id], |_| Ok(())).optional()?.is_none() {
                return Ok(Err(unknown(id)));
            }
            let undo = undo_until(store, sentence, until)?;
            store.execute("UPDATE plan SET forgotten_by = ?2 WHERE id = ?1", params![id, undo])?;
            Ok(Ok(undo))
        })?
    }

    pub(super) fn take_plan_back(&self, undo: u32, now: Instant) -> Result<bool, StoreError> {
        self.write(|store| {
            erase_past(store, now)?;
            let back = "UPDATE plan SET forgotten_by = NULL WHERE forgotten_by = ?1";
            let found = store.execute(back, [undo])? > 0;
            if found {
                store.execute("DELETE FROM undo WHERE id = ?1", [undo])?;
            }
            Ok(found)
        })
    }
}

/// Erases the plans of deployments that were forgotten and can no longer be taken back.
pub(super) fn erase_of_forgotten(store: &Transaction<'_>, now: Instant) -> rusqlite::Result<()> {
    let plans =
        "DELETE FROM plan WHERE deployment IN (SELECT id FROM deployment WHERE forgotten_until <= ?1)";
    store.execute(plans, [now.unix()]).map(drop)
}

fn unknown(id: u32) -> Error {
    Error::new(ErrorCode::PlanUnknown, id.to_string())
}

/// The values of [`PLAN_STEP`] in its order.
fn values_of(plan: u32, place: i64, step: &SavedStep) -> Vec<Value> {
    let (act, license, fingerprint, name, uuid) = match &step.act {
        SavedAct::Install { fingerprint, name } => ("install", None, fingerprint.as_str(), name.as_str(), ""),
        SavedAct::Remove { license, uuid } => ("remove", Some(i64::from(*license)), "", "", uuid.as_str()),
    };
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        Value::Integer(plan.into()),
        Value::Integer(place),
        Value::Text(step.day.to_string()),
        text(act),
        Value::from(license),
        text(fingerprint),
        text(name),
        text(uuid),
    ]
}

/// Reads a row of [`PLAN_STEP`].
fn step(row: &Row<'_>) -> rusqlite::Result<SavedStep> {
    let unreadable = |column: usize, what: String| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, what.into())
    };
    let (day, act): (String, String) = (row.get(2)?, row.get(3)?);
    Ok(SavedStep {
        day: day.parse().map_err(|_| unreadable(2, format!("no day: {day}")))?,
        act: match act.as_str() {
            "install" => SavedAct::Install { fingerprint: row.get(5)?, name: row.get(6)? },
            "remove" => SavedAct::Remove { license: row.get(4)?, uuid: row.get(7)? },
            other => return Err(unreadable(3, format!("no act of a plan: {other}"))),
        },
    })
}
