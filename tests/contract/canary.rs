//! Reads along what every library writes into the log, at its most talkative, through all tests of this program.

use std::io::Write;
use std::sync::Once;

use log::{LevelFilter, Log, Metadata, Record};

/// Parts of the tokens, passwords and headers that tests send; no other text of a test holds one.
pub(crate) const SECRETS: [&str; 5] =
    ["MarkerMarker", "gate-secret-9", "hunter-12345", "proxy-secret-1", "correct horse battery staple"];

struct Canary;

impl Log for Canary {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let line = format!("{} {}", record.target(), record.args());
        if SECRETS.iter().any(|secret| line.contains(secret)) {
            // A panic would end one task of one library; this ends the tests.
            let words = format!("a secret stands in the log of {}\n", record.target());
            // Not by `eprintln`, which the harness keeps to itself.
            std::io::stderr().write_all(words.as_bytes()).ok();
            std::process::exit(101);
        }
    }

    fn flush(&self) {}
}

/// Begins to read along.
pub(crate) fn watch() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        log::set_logger(&Canary).expect("nobody else reads along");
        log::set_max_level(LevelFilter::Trace);
    });
}

/// Without this, a canary that hears nothing would pass for one that sings.
#[test]
fn the_canary_ends_the_program() {
    let run = crate::setup::child_command("canary::child_that_logs_a_secret", &[]).output().expect("it runs");
    assert_eq!(run.status.code(), Some(101));
    assert!(String::from_utf8_lossy(&run.stderr).contains("a secret stands in the log of"));
}

#[test]
#[ignore = "run by the test above"]
fn child_that_logs_a_secret() {
    watch();
    log::trace!("the token is {}", crate::setup::STRAY_TOKEN);
}
