//! Opening the store: making it, bringing it up to date, setting a damaged one aside.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use seatkeeper_core::Instant;

use super::error::{StoreError, StoreNotice, is_damage};
use super::{guard, salvage, schema};
use crate::Paths;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);
/// The size of a page of the store.
const PAGE: u16 = 4096;
/// Names of folders in which a store is being built; one that stays behind is litter of a killed process.
pub(super) const BUILDING: &str = ".new-";

/// A store ready for use.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) file: PathBuf,
    pub(super) read_only: bool,
    pub(super) notice: Option<StoreNotice>,
}

/// Why a file could not simply be opened.
enum Obstacle {
    Absent,
    Damaged(String),
    Error(StoreError),
}

/// See [`super::SqliteStore::open`].
pub(super) fn open(paths: &Paths, now: Instant) -> Result<Opened, StoreError> {
    let failed =
        |error: io::Error| StoreError::WriteFailed { file: paths.database(), what: error.to_string() };
    guard::prepare_folder(paths.data_folder()).map_err(failed)?;
    // SQLite is told to follow no link, and means it for every part of the path.
    let folder = fs::canonicalize(paths.data_folder()).map_err(failed)?;
    let file = folder.join("seatkeeper.db");
    let (connection, notice) = match connect(&file) {
        Ok(connection) => (connection, None),
        Err(Obstacle::Error(error)) => return read_only(file, error),
        Err(Obstacle::Absent | Obstacle::Damaged(_)) => repair(&folder, &file, now)?,
    };
    remove_litter(&folder);
    Ok(Opened { connection, file, read_only: false, notice })
}

/// Opens an existing store and makes sure that it is whole and current.
fn connect(file: &Path) -> Result<Connection, Obstacle> {
    // The statements below are right, so a complaint about one of them is about the file.
    let error = |error: rusqlite::Error| match error.sqlite_error_code() {
        None | Some(rusqlite::ErrorCode::Unknown) => Obstacle::Damaged(error.to_string()),
        Some(_) if is_damage(&error) => Obstacle::Damaged(error.to_string()),
        Some(_) => Obstacle::Error(StoreError::of(file, &error)),
    };
    match guard::check_file(file) {
        // A store is put in its place whole, so an empty file was emptied by someone else.
        Ok(0) => return Err(Obstacle::Damaged("the file is empty".to_owned())),
        // What a cut page lost reads as zeros; while there is a log, a checkpoint may be on its way.
        Ok(size) if size % u64::from(PAGE) != 0 && !with_suffix(file, "-wal").exists() => {
            return Err(Obstacle::Damaged("its end is missing".to_owned()));
        }
        Ok(_) => {}
        Err(missing) if missing.kind() == io::ErrorKind::NotFound => return Err(Obstacle::Absent),
        Err(other) => {
            let what = other.to_string();
            return Err(Obstacle::Error(StoreError::WriteFailed { file: file.to_owned(), what }));
        }
    }
    let mut connection = Connection::open_with_flags(file, flags()).map_err(error)?;
    connection.busy_timeout(PATIENCE).map_err(error)?;
    let version = schema::version(&connection).map_err(error)?;
    if version == 0 {
        return Err(Obstacle::Damaged("it has no tables".to_owned()));
    }
    if version > schema::VERSION {
        let found = version;
        return Err(Obstacle::Error(StoreError::FromNewerVersion { file: file.to_owned(), found }));
    }
    // Looked through before anything is written, so that a damaged store is set aside as it was found.
    if let Some(fault) = schema::fault(&connection, version).map_err(error)? {
        return Err(Obstacle::Damaged(fault));
    }
    if version < schema::VERSION {
        schema::migrate(&mut connection).map_err(error)?;
    }
    if connection.is_readonly("main").map_err(error)? {
        // Either the file may not be written, or its header forbids it, which ours never does.
        let what = "it may only be read".to_owned();
        return Err(match guard::is_unwritable(file) {
            true => Obstacle::Error(StoreError::WriteFailed { file: file.to_owned(), what }),
            false => Obstacle::Damaged(what),
        });
    }
    set_up(&connection).map_err(error)?;
    Ok(connection)
}

/// Makes a store where there is none or only a damaged one, with one process at a time doing so.
fn repair(folder: &Path, file: &Path, now: Instant) -> Result<(Connection, Option<StoreNotice>), StoreError> {
    let failed =
        |error: io::Error| StoreError::WriteFailed { file: file.to_owned(), what: error.to_string() };
    let _turn = guard::take_turn(&folder.join("seatkeeper.lock")).map_err(failed)?;
    // Asked again: another process may have been faster.
    let reason = match connect(file) {
        Ok(connection) => return Ok((connection, None)),
        Err(Obstacle::Error(error)) => return Err(error),
        Err(Obstacle::Absent) => None,
        Err(Obstacle::Damaged(reason)) => Some(reason),
    };
    let aside = set_aside(file, now).map_err(failed)?;
    let building = tempfile::Builder::new().prefix(BUILDING).tempdir_in(folder).map_err(failed)?;
    let draft = building.path().join("seatkeeper.db");
    let recovered = build(&draft, aside.as_deref()).map_err(|error| StoreError::of(file, &error))?;
    File::open(&draft).and_then(|draft| draft.sync_all()).map_err(failed)?;
    fs::rename(&draft, file).map_err(failed)?;
    guard::sync_folder(folder).map_err(failed)?;
    let connection = connect(file).map_err(|obstacle| match obstacle {
        Obstacle::Error(error) => error,
        Obstacle::Absent => failed(io::ErrorKind::NotFound.into()),
        Obstacle::Damaged(what) => StoreError::Damaged { file: file.to_owned(), what },
    })?;
    let notice =
        reason.zip(aside).map(|(reason, set_aside)| StoreNotice::Damaged { set_aside, reason, recovered });
    Ok((connection, notice))
}

/// Writes a new store, with whatever the old one still gives.
fn build(draft: &Path, old: Option<&Path>) -> rusqlite::Result<u32> {
    let mut connection = Connection::open_with_flags(draft, flags() | OpenFlags::SQLITE_OPEN_CREATE)?;
    guard::restrict_file(draft);
    connection.pragma_update(None, "page_size", PAGE)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    set_up(&connection)?;
    schema::migrate(&mut connection)?;
    let recovered = old.map_or(Ok(0), |old| salvage::salvage(old, &mut connection))?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(recovered)
}

/// Renames a damaged store, so that its bytes are kept; tells its new name if there was one.
fn set_aside(file: &Path, now: Instant) -> io::Result<Option<PathBuf>> {
    let time: String = now.rfc3339().chars().filter(|letter| !matches!(letter, '-' | ':')).collect();
    let name = |turn: u32| match turn {
        0 => with_suffix(file, &format!(".damaged-{time}")),
        _ => with_suffix(file, &format!(".damaged-{time}-{turn}")),
    };
    let free = (0..u32::MAX).map(name).find(|path| path.symlink_metadata().is_err());
    let target = free.unwrap_or_else(|| name(u32::MAX));
    // The log goes first: beside a new store it would be taken for that store's own.
    for (part, required) in [("-wal", false), ("-shm", false), ("", true)] {
        match fs::rename(with_suffix(file, part), with_suffix(&target, part)) {
            Ok(()) if required => return Ok(Some(target)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(None)
}

/// Opens a store that may not be written, where reading it is safe; else gives back why writing failed.
fn read_only(file: PathBuf, error: StoreError) -> Result<Opened, StoreError> {
    let StoreError::WriteFailed { what, .. } = &error else { return Err(error) };
    let pending = with_suffix(&file, "-wal").metadata().map_or(0, |log| log.len());
    if pending > 0 || !guard::is_unwritable(&file) {
        return Err(error);
    }
    let uri = format!("file:{}?immutable=1", percent_encoded(&file));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let whole = |connection: &Connection| {
        schema::version(connection).is_ok_and(|version| version == schema::VERSION)
            && schema::fault(connection, schema::VERSION).is_ok_and(|fault| fault.is_none())
    };
    match Connection::open_with_flags(uri, flags) {
        Ok(connection) if whole(&connection) => {
            let notice = Some(StoreNotice::ReadOnly { file: file.clone(), what: what.clone() });
            Ok(Opened { connection, file, read_only: true, notice })
        }
        Ok(_) | Err(_) => Err(error),
    }
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW
}

/// What a connection must be told each time; the log's mode stays with the file.
fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Forgotten means that its bytes are gone from the file too.
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))
}

/// Removes what a process killed while building left behind. Failing to is no reason not to start.
fn remove_litter(folder: &Path) {
    let is_litter = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(BUILDING);
    let litter: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().filter(is_litter).collect();
    if litter.is_empty() {
        return;
    }
    if let Ok(_turn) = guard::take_turn(&folder.join("seatkeeper.lock")) {
        for entry in litter {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn percent_encoded(path: &Path) -> String {
    let escape = |byte: &u8| match byte {
        b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    path.as_os_str().as_encoded_bytes().iter().map(escape).collect()
}
