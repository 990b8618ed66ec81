//! The store on a real SQLite file: kills, several writers, damage, newer schemas, rights, a full disk.

#![expect(clippy::unwrap_used, reason = "in a test, a failure is a panic")]

mod damage;
mod faults;
mod keeping;
mod kill;
mod rights;
mod writers;

use std::path::Path;
use std::process::{Command, Stdio};

use seatkeeper_adapters::{Paths, SqliteStore, StoreNotice};
use seatkeeper_core::Instant;
use seatkeeper_core::license::LicenseText;

const NOW: Instant = Instant::from_unix(1_795_457_187);

/// Opens a store that must be fine.
fn open(home: &Path) -> SqliteStore {
    let (store, notice) = open_with_notice(home);
    assert_eq!(notice, None);
    store
}

fn open_with_notice(home: &Path) -> (SqliteStore, Option<StoreNotice>) {
    SqliteStore::open(&Paths::at(home), NOW).unwrap()
}

/// Keeps the license of a number, whose text tells it.
fn keep(store: &SqliteStore, number: usize) -> Result<bool, seatkeeper_adapters::StoreError> {
    store.keep_license(&name(number), &text(number), &[format!("{number}.jwt")], NOW)
}

fn name(number: usize) -> String {
    format!("{number:064x}")
}

fn text(number: usize) -> LicenseText {
    LicenseText::new(format!("{number} ").repeat(200))
}

/// Runs one test of this file in a process of its own, which does as its environment says.
fn child(test: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).stdout(Stdio::piped());
    command.envs(variables.iter().copied());
    command
}

fn file_names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}
