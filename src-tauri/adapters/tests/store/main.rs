//! The store on a real SQLite file: kills, several writers, damage, newer schemas, rights, a full disk.

#![expect(clippy::unwrap_used, reason = "in a test, a failure is a panic")]

mod damage;
mod deployments;
mod erasing;
mod faults;
mod keeping;
mod kill;
mod old_schema;
mod people;
mod plans;
mod rights;
mod writers;

use std::path::Path;
use std::process::{Command, Stdio};

use seatkeeper_adapters::{Paths, SqliteStore, StoreNotice};
use seatkeeper_core::Instant;
use seatkeeper_core::api::AnswerKind;
use seatkeeper_core::deployment::{AccessUrl, Connection, Deployment, SessionKind};
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::{Store, StoredAnswer};

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

/// Adds the deployment of a number, with an answer that tells it.
fn add(store: &SqliteStore, number: usize) -> u32 {
    let id = store.add_deployment(&deployment(number)).unwrap();
    store.keep_answers(id, &[(AnswerKind::Entitlements, answer(number))].into()).unwrap();
    id
}

/// The deployment of a number, with everything that one can have.
fn deployment(number: usize) -> Deployment {
    Deployment {
        id: 0,
        name: format!("Étage {number}"),
        hue: (number % 8) as u32,
        address: address(&format!("https://d{number}.example.com")),
        deployment_id: Some(format!("00000000-0000-4000-8000-{number:012}")),
        added_at: NOW,
        connection: Connection {
            ca_file: Some("/etc/ssl/ours.pem".into()),
            client_certificate: Some("/home/ana/ana.pem".into()),
            client_key: Some("/home/ana/ana.key".into()),
            proxy: Some("http://proxy.example.com:3128".into()),
            headers: [("X-Team".into(), "platform".into())].into(),
            secret_headers: vec!["CF-Access-Client-Secret".into()],
        },
        session: SessionKind::Begun,
    }
}

fn address(typed: &str) -> AccessUrl {
    AccessUrl::read(typed).unwrap().url
}

fn answer(number: usize) -> StoredAnswer {
    let json = format!("{{\"number\":{number},\"text\":\"{}\"}}", "answer ".repeat(50));
    StoredAnswer { json, received_at: NOW.plus(number as i64) }
}

/// Makes sure that every listed deployment is as it was added, with its answer; gives the numbers.
fn added(store: &SqliteStore) -> Vec<usize> {
    let number = |listed: &Deployment| -> usize { listed.name.rsplit(' ').next().unwrap().parse().unwrap() };
    let listed = store.deployments().unwrap();
    for deployment in &listed {
        let number = number(deployment);
        assert_eq!(*deployment, Deployment { id: deployment.id, ..self::deployment(number) });
    }
    listed.iter().map(number).collect()
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
