//! The last answers of the deployments, as received.

use std::collections::BTreeMap;

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use seatkeeper_core::Instant;
use seatkeeper_core::api::AnswerKind;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::StoredAnswer;

use super::deployments::{is_listed, unknown};
use super::schema::{ANSWER, places, sum_of};
use super::{SqliteStore, StoreError};

impl SqliteStore {
    pub(super) fn last_answers(&self, id: u32) -> Result<BTreeMap<AnswerKind, StoredAnswer>, StoreError> {
        self.read(|store| {
            let mut statement =
                store.prepare("SELECT kind, json, received_at FROM answer WHERE deployment = ?1")?;
            let mut rows = statement.query([id])?;
            let mut answers = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let kind: String = row.get(0)?;
                // A kind of answer that is no longer asked for is of no use.
                if let Some(kind) = AnswerKind::of_code(&kind) {
                    let received_at = Instant::from_unix(row.get(2)?);
                    answers.insert(kind, StoredAnswer { json: row.get(1)?, received_at });
                }
            }
            Ok(answers)
        })
    }

    pub(super) fn replace_answers(
        &self,
        id: u32,
        answers: &BTreeMap<AnswerKind, StoredAnswer>,
    ) -> Result<(), Error> {
        let all = format!("{ANSWER}, sum");
        let sql = format!("INSERT OR REPLACE INTO answer ({all}) VALUES ({})", places(&all));
        self.write(|store| {
            // It may have been forgotten while it was asked.
            if !is_listed(store, id)? {
                return Ok(Err(unknown(&id.to_string())));
            }
            let mut insert = store.prepare(&sql)?;
            for (kind, answer) in answers {
                let mut values = vec![
                    Value::Integer(id.into()),
                    Value::Text(kind.code().to_owned()),
                    Value::Text(answer.json.clone()),
                    Value::Integer(answer.received_at.unix()),
                ];
                values.push(Value::Blob(sum_of(&values).to_vec()));
                insert.execute(params_from_iter(values))?;
            }
            Ok(Ok(()))
        })?
    }

    pub(super) fn erase_answers(&self, id: u32, kinds: &[AnswerKind]) -> Result<(), StoreError> {
        self.write(|store| {
            let mut delete = store.prepare("DELETE FROM answer WHERE deployment = ?1 AND kind = ?2")?;
            for kind in kinds {
                delete.execute((id, kind.code()))?;
            }
            Ok(())
        })
    }
}
