//! Plans to reclaim seats, their steps, and whom they leave alone.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use seatkeeper_core::Instant;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::{ReclaimPlan, ReclaimStep, StepState};

use super::deployments::{is_listed, unknown};
use super::schema::{PROTECTED, RECLAIM, RECLAIM_STEP, places};
use super::seat_days::summed;
use super::{SqliteStore, StoreError};

impl SqliteStore {
    pub(super) fn protected(&self, deployment: u32) -> Result<Vec<String>, StoreError> {
        self.read(|store| {
            let sql = "SELECT who FROM protected_person WHERE deployment = ?1 ORDER BY place";
            store.prepare(sql)?.query_map([deployment], |row| row.get(0))?.collect()
        })
    }

    pub(super) fn replace_protected(&self, id: u32, people: &[String]) -> Result<(), Error> {
        let all = format!("{PROTECTED}, sum");
        let sql = format!("INSERT INTO protected_person ({all}) VALUES ({})", places(&all));
        self.write(|store| {
            if !is_listed(store, id)? {
                return Ok(Err(unknown(&id.to_string())));
            }
            store.execute("DELETE FROM protected_person WHERE deployment = ?1", [id])?;
            let mut insert = store.prepare(&sql)?;
            for (place, who) in (1..).zip(people) {
                let values = vec![Value::Integer(id.into()), Value::Integer(place), Value::Text(who.clone())];
                insert.execute(params_from_iter(summed(values)))?;
            }
            Ok(Ok(()))
        })?
    }

    pub(super) fn insert_reclaim(&self, deployment: u32, plan: &ReclaimPlan) -> Result<u32, Error> {
        let (head, step) = (format!("{RECLAIM}, sum"), format!("{RECLAIM_STEP}, sum"));
        let insert_head = format!("INSERT INTO reclaim ({head}) VALUES ({})", places(&head));
        let insert_step = format!("INSERT INTO reclaim_step ({step}) VALUES ({})", places(&step));
        self.write(|store| {
            if !is_listed(store, deployment)? {
                return Ok(Err(unknown(&deployment.to_string())));
            }
            let next = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'reclaim'";
            let id: u32 = store.query_row(next, [], |row| row.get(0))?;
            let values = vec![
                Value::Integer(id.into()),
                Value::Integer(deployment.into()),
                Value::Integer(plan.made_at.unix()),
                Value::Text(plan.sentence.clone()),
            ];
            store.execute(&insert_head, params_from_iter(summed(values)))?;
            let mut insert = store.prepare(&insert_step)?;
            for (place, step) in (1..).zip(&plan.steps) {
                insert.execute(params_from_iter(summed(step_values(id, place, step))))?;
            }
            Ok(Ok(id))
        })?
    }

    pub(super) fn reclaim_plans(&self, deployment: u32) -> Result<Vec<ReclaimPlan>, StoreError> {
        self.read(|store| {
            let sql = "SELECT id, made_at, sentence FROM reclaim WHERE deployment = ?1 ORDER BY id DESC";
            let mut heads = store.prepare(sql)?;
            let sql = format!("SELECT {RECLAIM_STEP} FROM reclaim_step WHERE plan = ?1 ORDER BY place");
            let mut steps = store.prepare(&sql)?;
            let plan = |row: &Row<'_>| {
                let id = row.get(0)?;
                let steps = steps.query_map([id], step)?.collect::<rusqlite::Result<Vec<_>>>()?;
                Ok(ReclaimPlan {
                    id,
                    made_at: Instant::from_unix(row.get(1)?),
                    sentence: row.get(2)?,
                    steps: steps.into_iter().flatten().collect(),
                })
            };
            heads.query_map([deployment], plan)?.collect()
        })
    }

    pub(super) fn move_step(
        &self,
        plan: u32,
        from: StepState,
        step: &ReclaimStep,
    ) -> Result<bool, StoreError> {
        let all = format!("{RECLAIM_STEP}, sum");
        let sql =
            format!("UPDATE reclaim_step SET ({all}) = ({}) WHERE plan = ?1 AND user = ?2", places(&all));
        self.write(|store| {
            let there = "SELECT place FROM reclaim_step WHERE plan = ?1 AND user = ?2 AND state = ?3";
            let there = store.query_row(there, params![plan, step.user, from.code()], |row| row.get(0));
            let Some(place) = there.optional()? else { return Ok(false) };
            store.execute(&sql, params_from_iter(summed(step_values(plan, place, step)))).map(|_| true)
        })
    }

    pub(super) fn delete_reclaim(&self, plan: u32) -> Result<(), StoreError> {
        self.write(|store| store.execute("DELETE FROM reclaim WHERE id = ?1", [plan]).map(drop))
    }
}

/// The values of [`RECLAIM_STEP`] in its order.
fn step_values(plan: u32, place: i64, step: &ReclaimStep) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        Value::Integer(plan.into()),
        text(&step.user),
        Value::Integer(place),
        text(&step.username),
        text(&step.email),
        Value::from(step.last_seen.map(Instant::unix)),
        text(step.state.code()),
        Value::Integer(step.changed_at.unix()),
        text(&step.words),
    ]
}

/// A row of [`RECLAIM_STEP`]; `None` where this version does not know its state.
fn step(row: &Row<'_>) -> rusqlite::Result<Option<ReclaimStep>> {
    let state: String = row.get(6)?;
    let Some(state) = StepState::of_code(&state) else { return Ok(None) };
    Ok(Some(ReclaimStep {
        user: row.get(1)?,
        username: row.get(3)?,
        email: row.get(4)?,
        last_seen: row.get::<_, Option<i64>>(5)?.map(Instant::from_unix),
        state,
        changed_at: Instant::from_unix(row.get(7)?),
        words: row.get(8)?,
    }))
}
