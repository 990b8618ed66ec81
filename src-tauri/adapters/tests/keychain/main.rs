//! The keychain against a real GNOME Keyring on a private bus: open, locked, silent, absent, dead, damaged.
//!
//! Each test runs another one of this file, the child, beside a keyring of its own; see `scripts/keyring-session`.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "in a test, a failure is a panic")]

mod children;
mod daemon;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use seatkeeper_adapters::SystemClock;

/// Says to a child that it is meant to run, and what its parent is called.
const MEANT: &str = "KEYCHAIN_CHILD";

/// The command that runs a child beside a keyring in this state.
fn beside(state: &str, children: &[&str]) -> Command {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/keyring-session");
    let mut command = Command::new(script);
    // One process after another, in one session.
    command.args([state, "sh", "-c"]);
    let run = |child: &&str| format!("\"$0\" --exact children::{child} --nocapture --test-threads=1");
    command.arg(children.iter().map(run).collect::<Vec<_>>().join(" && ") + " && echo ended");
    command.arg(std::env::current_exe().unwrap()).env(MEANT, "1");
    command.env_remove("KEYRING_SESSION");
    command
}

fn passes(state: &str, children: &[&str]) {
    let done = beside(state, children).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success() && said.contains("ended") && said.matches("1 passed").count() == children.len(),
        "{said}\n{}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(!said.contains(children::CANARY), "a secret was printed");
}

#[test]
fn what_an_open_keychain_is_given_it_gives_back_until_it_is_erased() {
    passes("unlocked", &["keeps_and_gives_back"]);
}

#[test]
fn what_one_process_writes_another_one_reads() {
    passes("unlocked", &["writes_for_another", "reads_of_another"]);
}

#[test]
fn origins_that_differ_by_scheme_or_port_share_nothing() {
    passes("unlocked", &["keeps_origins_apart"]);
}

#[test]
fn a_locked_keychain_is_said_to_be_locked_whatever_is_asked() {
    passes("unlocked", &["finds_it_locked"]);
}

#[test]
fn a_keychain_that_was_never_unlocked_is_said_to_be_locked_and_never_empty() {
    passes("never-unlocked", &["finds_it_never_unlocked"]);
}

#[test]
fn a_bus_without_a_keychain_is_said_to_have_none() {
    passes("absent", &["finds_none"]);
}

#[test]
fn a_computer_without_a_bus_is_said_to_have_none() {
    let room = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "children::finds_none"]).env(MEANT, "1");
    child.env_remove("DBUS_SESSION_BUS_ADDRESS").env("XDG_RUNTIME_DIR", room.path());
    let done = child.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

#[test]
fn a_silent_keychain_is_given_up_after_five_seconds_and_keeps_no_program_from_ending() {
    let mut session = beside("unlocked", &["gives_up"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut since_given_up = None;
    let mut said = String::new();
    for line in BufReader::new(session.stdout.take().unwrap()).lines().map_while(Result::ok) {
        if line == "gave up" {
            since_given_up = Some(SystemClock.stopwatch());
        }
        if line == "ended" {
            let took = since_given_up.take().expect("it gave up first").elapsed();
            assert!(took < Duration::from_secs(2), "the process ended only after {took:?}");
            said.push_str("ended in time\n");
        }
        said.push_str(&line);
        said.push('\n');
    }
    assert!(session.wait().unwrap().success() && said.contains("ended in time"), "{said}");
}

#[test]
fn a_keychain_that_speaks_again_makes_no_call_that_nobody_waits_for() {
    passes("unlocked", &["is_heard_again"]);
}

#[test]
fn a_keychain_that_died_and_came_back_is_found_again_locked_or_open() {
    passes("unlocked", &["finds_it_again"]);
}

#[test]
fn a_damaged_entry_is_denied_and_can_be_written_anew() {
    passes("unlocked", &["finds_damage"]);
}

#[test]
fn an_entry_that_is_there_twice_is_denied_and_can_be_written_anew_or_erased() {
    passes("unlocked", &["finds_two"]);
}
