//! Runs fake deployments, for people to play with and for the window's tests.

use std::fs;
use std::path::Path;

use seatkeeper_adapters::{Paths, SqliteStore, SystemClock};
use seatkeeper_core::Instant;
use seatkeeper_core::deployment::{AccessUrl, Connection, Deployment, SessionKind};
use seatkeeper_core::ports::Store;
use seatkeeper_testkit::fake_deployment::demo::{self, Demo};
use seatkeeper_testkit::fake_deployment::{Clock, FakeDeployment, PASSWORD, Plan, Role, Tls};

use crate::demo::option;

/// `fake-deployment [--port N] [--demo] [--at TIME] [--profile FOLDER] [--control]`: one without a license, or with
/// `--demo` the four of the demo, at N and up. With `--profile` they are put into the list of that profile, and the
/// tokens of their owners are printed for the demo window; with `--control` they obey standard input.
pub(crate) fn run(arguments: &[String]) -> Result<String, String> {
    let asked = |name: &str| arguments.iter().any(|argument| argument == name);
    let now = option(arguments, "--at").and_then(Instant::parse).unwrap_or_else(|| SystemClock.now());
    let deployments = if asked("--demo") {
        demo::deployments(now)
    } else {
        let plan = Plan::with_owner()
            .user("auditor", Role::Auditor)
            .user("member", Role::Member)
            .tls(Tls::Good)
            .clock(Clock::Ticking(now));
        vec![Demo { name: "Fake", about: "no license yet", plan }]
    };
    let first = port(arguments)?;
    let mut running = Vec::new();
    for (place, Demo { name, about, plan }) in (0..).zip(deployments) {
        let port = if first == 0 { 0 } else { first.checked_add(place).ok_or("The port is too high.")? };
        let fake = FakeDeployment::start(plan.port(port));
        println!("{name} ({about})\n  address  {}\n  CA file  {}", fake.url(), fake.ca_file().display());
        running.push((name, fake));
    }
    println!("\nSign in as owner@example.com or auditor@example.com with the password\n  {PASSWORD}");
    println!("Licenses are good when the test key signed them. Stop with Ctrl+C.");
    if let Some(folder) = option(arguments, "--profile") {
        enlist(Path::new(folder), &running, now)?;
    }
    println!("ready");
    if asked("--control") {
        let mut fakes: Vec<_> = running.into_iter().map(|(_, fake)| Some(fake)).collect();
        crate::fake_control::serve(&mut fakes)?;
        return Ok(String::new());
    }
    demo::until_interrupted().map_err(|error| error.to_string())?;
    drop(running);
    Ok("Stopped.".to_owned())
}

/// Puts the deployments into the profile's list in place of those of an earlier run, whose ports are gone, and writes
/// a session of each one's owner to `demo-sessions` beside it: sessions of the fakes alone, good for nothing else.
fn enlist(folder: &Path, running: &[(&str, FakeDeployment)], now: Instant) -> Result<(), String> {
    let (store, _notice) = SqliteStore::open(&Paths::at(folder), now).map_err(|error| error.to_string())?;
    for old in store.deployments().map_err(|error| error.to_string())? {
        store.forget_deployment(old.id, "", now).map_err(|error| error.to_string())?;
        store.erase_forgotten(&old.address).map_err(|error| error.to_string())?;
    }
    let mut sessions = String::new();
    for (hue, (name, fake)) in (0..).zip(running) {
        let address = AccessUrl::read(&fake.url()).map_err(|fault| fault.to_string())?.url;
        sessions.push_str(&format!("{} {}\n", address.origin(), fake.token_of("owner")));
        let deployment = Deployment {
            id: 0,
            name: (*name).to_owned(),
            hue,
            address,
            deployment_id: None,
            added_at: now,
            connection: Connection { ca_file: Some(fake.ca_file().to_owned()), ..Connection::default() },
            session: SessionKind::Watching,
        };
        store.add_deployment(&deployment).map_err(|error| error.to_string())?;
    }
    let file = folder.join("demo-sessions");
    fs::write(&file, sessions).map_err(|error| format!("{}: {error}", file.display()))
}

fn port(arguments: &[String]) -> Result<u16, String> {
    let Some(number) = option(arguments, "--port") else { return Ok(0) };
    number.parse().map_err(|_| "--port needs a number from 1 to 65535".to_owned())
}
