//! What this program says of itself.

use std::fmt::Write as _;

use seatkeeper_core::{
    Instant,
    view::{AboutView, TrustedKeyView},
};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const COMMIT: &str = env!("SEATKEEPER_COMMIT");
const DAY: i64 = 86_400;
/// A version this old may not know keys and claims that Coder uses by then.
const OLD_AFTER_DAYS: i64 = 365;

/// The parts this program is made of, with their licenses.
const PARTS: &[&str] = &[
    "Tauri (MIT OR Apache-2.0)",
    "wry, tao, muda (MIT OR Apache-2.0)",
    "jsonwebtoken (MIT)",
    "aws-lc-rs (ISC AND (Apache-2.0 OR ISC))",
    "curve25519-dalek (BSD-3-Clause)",
    "rusqlite (MIT), SQLite (public domain)",
    "jiff (Unlicense OR MIT)",
    "serde, serde_json, thiserror (MIT OR Apache-2.0)",
    "rfd (MIT)",
    "arboard (MIT OR Apache-2.0)",
    "specta, tauri-specta (MIT)",
    "Svelte, bits-ui (MIT)",
    "Lucide icons (ISC)",
    "Geist typeface (OFL-1.1)",
];

/// When the program was built: no clock that is right stands before that.
#[must_use]
pub fn built_at() -> Instant {
    // A test sets its clock to days that this build may not have seen yet; it says when the build counts as made.
    #[cfg(feature = "test-hooks")]
    if let Some(built) = std::env::var("SEATKEEPER_TEST_BUILT").ok().and_then(|text| Instant::parse(&text)) {
        return built;
    }
    Instant::from_unix(env!("SEATKEEPER_BUILT_AT").parse().unwrap_or(0))
}

/// The About page.
#[must_use]
pub fn view(now: Instant) -> AboutView {
    AboutView {
        version: VERSION.to_owned(),
        commit: COMMIT.to_owned(),
        built_at: built_at().rfc3339(),
        advice: advice(now.since(built_at()) / DAY),
        parts: PARTS.iter().map(|part| (*part).to_owned()).collect(),
    }
}

/// The About page as text, for a report.
#[must_use]
pub fn text(now: Instant, keys: &[TrustedKeyView]) -> String {
    let view = view(now);
    let mut text = format!("Seatkeeper {}", view.version);
    // Writing to a string cannot fail.
    if !view.commit.is_empty() {
        let _ = write!(text, " ({})", view.commit);
    }
    let _ = writeln!(
        text,
        "\nBuilt {}\nSystem: {} {}",
        view.built_at,
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    for key in keys {
        let origin = if key.built_in { "built in" } else { "added" };
        let _ = writeln!(text, "Trusted key: {} ({origin}) {}", key.key_id, key.hex);
    }
    text
}

fn advice(age_in_days: i64) -> String {
    if age_in_days < OLD_AFTER_DAYS || built_at().unix() == 0 {
        return String::new();
    }
    format!(
        "This version is {age_in_days} days old. A newer one may know keys and claims that this one does not."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_of_this_year_gives_no_advice() {
        assert_eq!(advice(364), "");
    }

    #[test]
    fn the_text_names_the_keys() {
        let key = TrustedKeyView {
            key_id: "k1".to_owned(),
            built_in: true,
            label: String::new(),
            hex: "00ff".to_owned(),
            added_at: None,
        };
        assert!(text(built_at(), &[key]).contains("Trusted key: k1 (built in) 00ff"));
    }
}
