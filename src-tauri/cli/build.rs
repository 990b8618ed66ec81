//! Stamps the build with its day, before which a clock is doubtful.

use std::env;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=SEATKEEPER_BUILT_AT={}", built_at());
}

/// Unix seconds: `SOURCE_DATE_EPOCH`, else the last commit, so that builds of one source are the same.
fn built_at() -> i64 {
    let last_commit = || {
        let output = Command::new("git").args(["log", "-1", "--format=%ct"]).output().ok()?;
        String::from_utf8(output.stdout).ok()
    };
    let stamp = env::var("SOURCE_DATE_EPOCH").ok().or_else(last_commit);
    stamp.and_then(|stamp| stamp.trim().parse().ok()).unwrap_or(0)
}
