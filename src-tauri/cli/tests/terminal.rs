//! What a recorded output cannot show: terminals, closed pipes, the store, many files.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "in a test, a failure is a panic")]

#[path = "../examples/fixtures/set.rs"]
mod set;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use seatkeeper_adapters::{Paths, SqliteStore, StoredKey};
use seatkeeper_core::Instant;
use seatkeeper_testkit::mint;

fn licenses() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/licenses").canonicalize().unwrap()
}

fn seatkeeper(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seatkeeper"));
    command.args(arguments).current_dir(licenses()).env("SEATKEEPER_HOME", home).env("TZ", "UTC");
    command.env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn key() -> String {
    format!("{}={}", mint::KEY_ID, mint::PUBLIC_KEY_HEX)
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_sample_licenses_are_those_that_are_committed() {
    for (name, bytes) in set::files() {
        let committed = std::fs::read(licenses().join(&name)).unwrap();
        assert!(committed == bytes, "{name} differs: cargo run -p seatkeeper-cli --example fixtures");
    }
}

#[test]
fn every_sample_license_has_its_verdict() {
    let home = tempfile::tempdir().unwrap();
    for sample in set::samples() {
        let arguments = [
            "verify",
            "--json",
            "--at",
            set::AT,
            "--deployment",
            set::DEPLOYMENT,
            "--key",
            &key(),
            sample.name,
        ];
        let output = seatkeeper(home.path(), &arguments).output().unwrap();
        for line in out(&output).lines() {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(record["verdict"], sample.verdict, "{}: {line}", sample.name);
        }
        let fine = matches!(sample.verdict, "valid" | "expiring" | "grace");
        assert_eq!(output.status.code(), Some(if fine { 0 } else { 1 }), "{}", sample.name);
    }
}

#[test]
fn a_key_that_is_given_leaves_the_store_alone() {
    let home = tempfile::tempdir().unwrap();
    let output = seatkeeper(home.path(), &["verify", "--key", &key(), "prod-500.jwt"]).output().unwrap();
    assert!(output.stderr.is_empty());
    let output = seatkeeper(home.path(), &["verify", "unknown-key.jwt"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(home.path().read_dir().unwrap().count(), 0, "looking for keys made a store");
}

#[test]
fn a_key_added_in_the_window_counts_here_too() {
    let home = tempfile::tempdir().unwrap();
    let now = Instant::parse(set::AT).unwrap();
    let (store, _) = SqliteStore::open(&Paths::at(home.path()), now).unwrap();
    let bytes = mint::public_key().try_into().unwrap();
    store
        .add_key(&StoredKey { key_id: mint::KEY_ID.into(), bytes, label: String::new(), added_at: now })
        .unwrap();
    let output = seatkeeper(home.path(), &["verify", "--at", set::AT, "prod-500.jwt"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert!(out(&output).contains("a key you added"), "{}", out(&output));
}

#[test]
fn a_store_that_cannot_be_read_is_said_when_a_key_is_missed() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("seatkeeper.db")).unwrap();
    let output = seatkeeper(home.path(), &["verify", "--at", set::AT, "unknown-key.jwt"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(out(&output).contains("Cannot tell"));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("seatkeeper: The store could not be"));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let home = tempfile::tempdir().unwrap();
    let tree = tempfile::tempdir().unwrap();
    for number in 0..3000 {
        std::fs::copy(licenses().join("prod-500.jwt"), tree.path().join(format!("{number}.jwt"))).unwrap();
    }
    let folder = tree.path().to_str().unwrap();
    for arguments in [
        vec!["verify", "--json", "--at", set::AT, folder],
        vec!["verify", "--at", set::AT, folder],
        vec!["--help"],
    ] {
        let mut command = seatkeeper(home.path(), &arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert!(output.status.code().is_some_and(|code| code <= 1), "{arguments:?}: {}", output.status);
    }
}

#[test]
fn ten_thousand_files_come_out_in_the_order_of_their_names() {
    let home = tempfile::tempdir().unwrap();
    let tree = tempfile::tempdir().unwrap();
    for number in 0..10_000 {
        std::fs::hard_link(licenses().join("prod-500.jwt"), tree.path().join(format!("{number:05}.jwt")))
            .or_else(|_| {
                std::fs::copy(licenses().join("prod-500.jwt"), tree.path().join(format!("{number:05}.jwt")))
                    .map(drop)
            })
            .unwrap();
    }
    let arguments = ["verify", "--json", "--at", set::AT, "--key", &key(), tree.path().to_str().unwrap()];
    let output = seatkeeper(home.path(), &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let text = out(&output);
    assert_eq!(text.lines().count(), 10_000);
    for (number, line) in text.lines().enumerate() {
        assert!(line.contains(&format!("/{number:05}.jwt\"")), "{number}: {line}");
    }
}

/// Runs the program on a terminal of its own, if this machine has `script` to make one.
fn on_terminal(no_color: Option<&str>) -> Option<String> {
    let home = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_seatkeeper");
    let line = format!("'{program}' verify --at {} --key {} prod-500.jwt changed.jwt", set::AT, key());
    let mut command = Command::new("script");
    command.args(["-qec", &line, "/dev/null"]).current_dir(licenses()).env("SEATKEEPER_HOME", home.path());
    command.env("TZ", "UTC").env("TERM", "xterm").env_remove("NO_COLOR").stdin(Stdio::null());
    if let Some(value) = no_color {
        command.env("NO_COLOR", value);
    }
    Some(out(&command.output().ok()?))
}

#[test]
fn a_terminal_gets_color_beside_the_marks_and_no_color_means_none() {
    let Some(colored) = on_terminal(None) else { return };
    assert!(colored.contains("\x1b[32m✓\x1b[0m prod-500.jwt"), "{colored:?}");
    assert!(colored.contains("\x1b[31m✕\x1b[0m changed.jwt"), "{colored:?}");
    let plain = on_terminal(Some("1")).unwrap();
    assert!(!plain.contains('\x1b') && plain.contains("✓ prod-500.jwt"), "{plain:?}");
}
