//! The list of deployments, and putting one aside until its undo has passed and its secrets are erased.
//!
//! What is forgotten goes in this order: its undo passes, the keychain erases its secrets, its row is erased. Whoever
//! adds the same origin anew takes its place at once, so that no erasing finds the new secrets.

use rusqlite::types::{Type, Value};
use rusqlite::{Connection as Sqlite, OptionalExtension, Row, Transaction, params, params_from_iter};
use seatkeeper_core::Instant;
use seatkeeper_core::deployment::{AccessUrl, Connection, Deployment, SessionKind};
use seatkeeper_core::error::{Error, ErrorCode};

use super::licenses::{erase_past, undo_until};
use super::schema::{DEPLOYMENT, places, sum_of};
use super::{SqliteStore, StoreError};

impl SqliteStore {
    pub(super) fn listed_deployments(&self) -> Result<Vec<Deployment>, StoreError> {
        self.read(|store| {
            let sql = format!(
                "SELECT {DEPLOYMENT} FROM deployment WHERE forgotten_until IS NULL ORDER BY place, id"
            );
            store.prepare(&sql)?.query_map([], deployment)?.collect()
        })
    }

    pub(super) fn insert_deployment(&self, new: &Deployment) -> Result<u32, Error> {
        let details = details(new)?;
        self.write(|store| {
            let next = "SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'deployment'";
            let id = store.query_row(next, [], |row| row.get(0))?;
            if let Some(taken) = taken(store, id, new)? {
                return Ok(Err(taken));
            }
            // What was put aside for this origin can no longer come back, and its secrets are no longer its own.
            store.execute("DELETE FROM deployment WHERE origin = ?1", [new.address.origin()])?;
            let insert = format!(
                "INSERT INTO deployment ({DEPLOYMENT}, sum, place)
                 VALUES ({}, (SELECT coalesce(max(place), 0) + 1 FROM deployment))",
                places(&format!("{DEPLOYMENT}, sum"))
            );
            store.execute(&insert, params_from_iter(summed(id, details)))?;
            Ok(Ok(id))
        })?
    }

    pub(super) fn update_deployment(&self, changed: &Deployment) -> Result<(), Error> {
        let values = summed(changed.id, details(changed)?);
        self.write(|store| {
            if let Some(taken) = taken(store, changed.id, changed)? {
                return Ok(Err(taken));
            }
            let all = format!("{DEPLOYMENT}, sum");
            let update = format!(
                "UPDATE deployment SET ({all}) = ({}) WHERE id = ?1 AND forgotten_until IS NULL",
                places(&all)
            );
            Ok(match store.execute(&update, params_from_iter(values))? {
                0 => Err(unknown(&changed.name)),
                _ => Ok(()),
            })
        })?
    }

    /// The ones that are named change places among themselves; others keep theirs.
    pub(super) fn reorder_deployments(&self, ids: &[u32]) -> Result<(), StoreError> {
        self.write(|store| {
            let mut named = Vec::new();
            for id in ids {
                let place = "SELECT place FROM deployment WHERE id = ?1 AND forgotten_until IS NULL";
                let place: Option<i64> = store.query_row(place, [id], |row| row.get(0)).optional()?;
                if let Some(place) = place.filter(|_| named.iter().all(|(other, _)| other != id)) {
                    named.push((*id, place));
                }
            }
            let mut free: Vec<i64> = named.iter().map(|(_, place)| *place).collect();
            free.sort_unstable();
            for ((id, _), place) in named.into_iter().zip(free) {
                store.execute("UPDATE deployment SET place = ?2 WHERE id = ?1", params![id, place])?;
            }
            Ok(())
        })
    }

    pub(super) fn put_aside(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error> {
        self.write(|store| {
            let undo = undo_until(store, sentence, until)?;
            let hide = "UPDATE deployment SET forgotten_until = ?2, forgotten_by = ?3
                        WHERE id = ?1 AND forgotten_until IS NULL";
            if store.execute(hide, params![id, until.unix(), undo])? == 0 {
                store.execute("DELETE FROM undo WHERE id = ?1", [undo])?;
                return Ok(Err(unknown(&id.to_string())));
            }
            Ok(Ok(undo))
        })?
    }

    pub(super) fn take_back(&self, undo: u32, now: Instant) -> Result<Option<Deployment>, Error> {
        self.write(|store| {
            erase_past(store, now)?;
            let sql = format!("SELECT {DEPLOYMENT} FROM deployment WHERE forgotten_by = ?1");
            let Some(back) = store.query_row(&sql, [undo], deployment).optional()? else {
                return Ok(Ok(None));
            };
            if let Some(taken) = taken(store, back.id, &back)? {
                return Ok(Err(taken));
            }
            let show = "UPDATE deployment SET forgotten_until = NULL, forgotten_by = NULL WHERE id = ?1";
            store.execute(show, [back.id])?;
            store.execute("DELETE FROM undo WHERE id = ?1", [undo])?;
            Ok(Ok(Some(back)))
        })?
    }

    pub(super) fn origins_to_erase(&self, now: Instant) -> Result<Vec<AccessUrl>, StoreError> {
        self.read(|store| {
            let sql = "SELECT DISTINCT origin FROM deployment WHERE forgotten_until <= ?1 AND origin NOT IN
                           (SELECT origin FROM deployment WHERE forgotten_until IS NULL)";
            store.prepare(sql)?.query_map([now.unix()], |row| address(row, 0))?.collect()
        })
    }

    pub(super) fn erase_put_aside(&self, origin: &AccessUrl) -> Result<(), StoreError> {
        let sql = "DELETE FROM deployment WHERE origin = ?1 AND forgotten_until IS NOT NULL";
        self.write(|store| store.execute(sql, [origin.origin()]).map(drop))
    }
}

/// The deployment that is not in the list.
pub(super) fn unknown(about: &str) -> Error {
    Error::new(ErrorCode::DeploymentUnknown, about)
}

/// What forbids this name or this origin: another deployment of the list that has it.
fn taken(store: &Transaction<'_>, id: u32, wanted: &Deployment) -> rusqlite::Result<Option<Error>> {
    let other = |column: &str, value: &str| {
        let sql = format!(
            "SELECT name FROM deployment WHERE {column} = ?1 AND id <> ?2 AND forgotten_until IS NULL"
        );
        store.query_row(&sql, params![value, id], |row| row.get::<_, String>(0)).optional()
    };
    if other("origin", &wanted.address.origin())?.is_some() {
        return Ok(Some(Error::new(ErrorCode::DeploymentAlreadyAdded, wanted.address.origin())));
    }
    let same_name = other("name_folded", &wanted.name.to_lowercase())?;
    Ok(same_name.map(|name| Error::new(ErrorCode::DeploymentNameTaken, name)))
}

/// The values of [`DEPLOYMENT`] in its order, and their sum.
fn summed(id: u32, details: Vec<Value>) -> Vec<Value> {
    let mut values = vec![Value::Integer(id.into())];
    values.extend(details);
    values.push(Value::Blob(sum_of(&values).to_vec()));
    values
}

/// The values of [`DEPLOYMENT`] after the id.
fn details(deployment: &Deployment) -> Result<Vec<Value>, Error> {
    let text = |text: &str| Value::Text(text.to_owned());
    let optional = |text: Option<&str>| Value::from(text.map(str::to_owned));
    let connection = &deployment.connection;
    let path = |path: &Option<std::path::PathBuf>| match path {
        Some(path) => match path.to_str() {
            Some(path) => Ok(text(path)),
            None => {
                let what = format!("the name {} is not written in UTF-8", path.display());
                Err(Error::new(ErrorCode::ConnectionInvalid, what))
            }
        },
        None => Ok(Value::Null),
    };
    let json = |result: serde_json::Result<String>| {
        result.map(Value::Text).map_err(|fault| Error::new(ErrorCode::Internal, fault.to_string()))
    };
    Ok(vec![
        text(&deployment.name),
        text(&deployment.name.to_lowercase()),
        Value::Integer(deployment.hue.into()),
        text(&deployment.address.origin()),
        optional(deployment.deployment_id.as_deref()),
        Value::Integer(deployment.added_at.unix()),
        text(deployment.session.code()),
        path(&connection.ca_file)?,
        path(&connection.client_certificate)?,
        path(&connection.client_key)?,
        optional(connection.proxy.as_deref()),
        json(serde_json::to_string(&connection.headers))?,
        json(serde_json::to_string(&connection.secret_headers))?,
    ])
}

/// Reads a row of [`DEPLOYMENT`].
fn deployment(row: &Row<'_>) -> rusqlite::Result<Deployment> {
    let path = |column| row.get::<_, Option<String>>(column).map(|path| path.map(Into::into));
    let session: String = row.get(7)?;
    Ok(Deployment {
        id: row.get(0)?,
        name: row.get(1)?,
        hue: row.get(3)?,
        address: address(row, 4)?,
        deployment_id: row.get(5)?,
        added_at: Instant::from_unix(row.get(6)?),
        session: SessionKind::of_code(&session)
            .ok_or_else(|| unreadable(7, format!("no kind of session: {session}")))?,
        connection: Connection {
            ca_file: path(8)?,
            client_certificate: path(9)?,
            client_key: path(10)?,
            proxy: row.get(11)?,
            headers: json(row, 12)?,
            secret_headers: json(row, 13)?,
        },
    })
}

fn address(row: &Row<'_>, column: usize) -> rusqlite::Result<AccessUrl> {
    let origin: String = row.get(column)?;
    AccessUrl::read(&origin).map(|read| read.url).map_err(|fault| unreadable(column, fault))
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|fault| unreadable(column, fault))
}

fn unreadable(column: usize, fault: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, fault.into())
}

/// Whether a deployment is in the list.
pub(super) fn is_listed(store: &Sqlite, id: u32) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM deployment WHERE id = ?1 AND forgotten_until IS NULL";
    Ok(store.query_row(sql, [id], |_| Ok(())).optional()?.is_some())
}
