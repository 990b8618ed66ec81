//! Names, where the admin chose to keep them. Of each list only what changed since the one before is written.

use std::collections::HashMap;

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, params, params_from_iter};
use seatkeeper_core::api::UserStatus;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::KeptPerson;

use super::deployments::{is_listed, unknown};
use super::schema::{PERSON_DAY, places};
use super::seat_days::{is_whole, summed};
use super::{SqliteStore, StoreError};

const KEEP_NAMES: &str = "keep_names";

impl SqliteStore {
    pub(super) fn are_names_kept(&self) -> Result<bool, StoreError> {
        self.read(names_are_kept)
    }

    pub(super) fn choose_names(&self, keep: bool) -> Result<(), StoreError> {
        self.write(|store| {
            let sql = "INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)";
            store.execute(sql, params![KEEP_NAMES, if keep { "true" } else { "false" }])?;
            if !keep {
                store.execute("DELETE FROM person_day", [])?;
                store.execute("DELETE FROM person_list", [])?;
            }
            Ok(())
        })?;
        // The rows' bytes go as well.
        if keep { Ok(()) } else { self.scrub() }
    }

    pub(super) fn replace_people(
        &self,
        id: u32,
        day: Date,
        people: &[KeptPerson],
        oldest: Date,
    ) -> Result<(), Error> {
        self.write(|store| {
            if !names_are_kept(store)? {
                return Ok(Ok(()));
            }
            if !is_listed(store, id)? {
                return Ok(Err(unknown(&id.to_string())));
            }
            let day_text = day.to_string();
            let last = "SELECT max(day) FROM person_list WHERE deployment = ?1";
            let last: Option<String> = store.query_row(last, [id], |row| row.get(0))?;
            // A clock that went back rewrites no past.
            if last.is_some_and(|last| last > day_text) {
                return Ok(Ok(()));
            }
            store.execute(
                "DELETE FROM person_day WHERE deployment = ?1 AND day = ?2",
                params![id, day_text],
            )?;
            write_changes(store, id, &day_text, people)?;
            let list = "INSERT OR IGNORE INTO person_list (deployment, day) VALUES (?1, ?2)";
            store.execute(list, params![id, day_text])?;
            prune(store, id, &oldest.to_string())?;
            Ok(Ok(()))
        })?
    }

    pub(super) fn list_days(&self, deployment: u32) -> Result<Vec<Date>, StoreError> {
        self.read(|store| {
            let sql = "SELECT day FROM person_list WHERE deployment = ?1 ORDER BY day";
            let mut statement = store.prepare(sql)?;
            let days = statement.query_map([deployment], |row| row.get::<_, String>(0))?;
            Ok(days
                .collect::<rusqlite::Result<Vec<_>>>()?
                .iter()
                .filter_map(|day| day.parse().ok())
                .collect())
        })
    }

    /// A list of which a row was changed by another than this program is no list.
    pub(super) fn list_of(&self, deployment: u32, day: Date) -> Result<Vec<KeptPerson>, StoreError> {
        let list = self.read(|store| {
            let there = "SELECT 1 FROM person_list WHERE deployment = ?1 AND day = ?2";
            let there = store.query_row(there, params![deployment, day.to_string()], |_| Ok(()));
            match there.optional()? {
                Some(()) => latest(store, deployment, &day.to_string()),
                None => Ok(Some(HashMap::new())),
            }
        })?;
        let Some(list) = list else {
            let what = "the people of that day were changed by another program".to_owned();
            return Err(StoreError::Damaged { file: self.file.clone(), what });
        };
        let mut people: Vec<KeptPerson> = list.into_values().flatten().collect();
        people.sort_by(|one, other| (&one.username, &one.user).cmp(&(&other.username, &other.user)));
        Ok(people)
    }
}

fn names_are_kept(store: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT value FROM setting WHERE name = ?1";
    let value: Option<String> = store.query_row(sql, [KEEP_NAMES], |row| row.get(0)).optional()?;
    Ok(value.as_deref() == Some("true"))
}

/// What was known of each user up to a day; `None` for those no longer listed then. Nothing where a row is damaged.
fn latest(
    store: &Connection,
    deployment: u32,
    day: &str,
) -> rusqlite::Result<Option<HashMap<String, Option<KeptPerson>>>> {
    let sql = format!(
        "SELECT {PERSON_DAY}, sum FROM person_day WHERE deployment = ?1 AND day <= ?2 ORDER BY user, day"
    );
    let mut statement = store.prepare(&sql)?;
    let mut rows = statement.query(params![deployment, day])?;
    let mut people = HashMap::new();
    while let Some(row) = rows.next()? {
        if !is_whole(row, PERSON_DAY)? {
            return Ok(None);
        }
        let user: String = row.get(1)?;
        let person = match row.get::<_, Option<String>>(5)? {
            Some(status) => Some(KeptPerson {
                user: user.clone(),
                username: row.get(3)?,
                email: row.get(4)?,
                status: UserStatus::of_word(&status),
                service_account: row.get(6)?,
            }),
            None => None,
        };
        people.insert(user, person);
    }
    Ok(Some(people))
}

fn write_changes(store: &Transaction<'_>, id: u32, day: &str, people: &[KeptPerson]) -> rusqlite::Result<()> {
    // Where a row before is damaged, everything is written anew.
    let mut before = match latest(store, id, day)? {
        Some(before) => before,
        None => {
            store.execute("DELETE FROM person_day WHERE deployment = ?1", [id])?;
            store.execute("DELETE FROM person_list WHERE deployment = ?1", [id])?;
            HashMap::new()
        }
    };
    let all = format!("{PERSON_DAY}, sum");
    let sql = format!("INSERT OR REPLACE INTO person_day ({all}) VALUES ({})", places(&all));
    let mut insert = store.prepare(&sql)?;
    for person in people {
        if before.remove(&person.user).flatten().as_ref() != Some(person) {
            insert.execute(params_from_iter(summed(values(id, day, &person.user, Some(person)))))?;
        }
    }
    for user in before.into_iter().filter_map(|(user, was)| was.map(|_| user)) {
        insert.execute(params_from_iter(summed(values(id, day, &user, None))))?;
    }
    Ok(())
}

/// The values of [`PERSON_DAY`] in its order.
fn values(deployment: u32, day: &str, user: &str, person: Option<&KeptPerson>) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        Value::Integer(deployment.into()),
        text(user),
        text(day),
        text(person.map_or("", |person| &person.username)),
        text(person.map_or("", |person| &person.email)),
        Value::from(person.map(|person| person.status.word().to_owned())),
        Value::Integer(person.is_some_and(|person| person.service_account).into()),
    ]
}

/// Erases lists before a day, and rows that no later list needs.
fn prune(store: &Transaction<'_>, id: u32, oldest: &str) -> rusqlite::Result<()> {
    let lists = "DELETE FROM person_list WHERE deployment = ?1 AND day < ?2";
    if store.execute(lists, params![id, oldest])? == 0 {
        return Ok(());
    }
    let rows = "DELETE FROM person_day WHERE deployment = ?1 AND day < ?2 AND (status IS NULL OR EXISTS
                    (SELECT 1 FROM person_day AS later WHERE later.deployment = person_day.deployment
                         AND later.user = person_day.user AND later.day > person_day.day AND later.day <= ?2))";
    store.execute(rows, params![id, oldest]).map(drop)
}
