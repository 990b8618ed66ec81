//! Cleaning never hides what Coder says: whatever it takes is judged as it is, and a text that counts only once
//! cleaned says so.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use seatkeeper_core::Instant;
use seatkeeper_core::check::{Context, check_bytes};
use seatkeeper_core::finding::{Found, find};
use seatkeeper_core::license::{KeyRing, TrustedKey};
use seatkeeper_testkit::mint;
use serde_json::Value;

use crate::judged::codes;

#[test]
fn every_text_that_coder_takes_is_tried_first_as_it_is() {
    for (id, raw, taken) in cases() {
        if taken {
            let Found::Tokens(tokens) = find(&raw) else { panic!("{id}: no license found") };
            assert_eq!(tokens.len(), 1, "{id}");
            assert_eq!(tokens[0].candidates[0].text.as_bytes(), raw, "{id}");
            assert_eq!(tokens[0].candidates[0].cleaning, [], "{id}");
        }
    }
}

#[test]
fn a_text_that_coder_refuses_is_taken_only_cleaned_and_says_so() {
    let ring = ring();
    let context = Context {
        now: Instant::from_unix(mint::NOW),
        zone: jiff::tz::TimeZone::UTC,
        ring: &ring,
        deployment: None,
        exact: false,
        built_at: Instant::from_unix(0),
        expiring_days: 30,
    };
    let exact = Context { exact: true, ..context.clone() };
    let mut cleaned = 0;
    for (id, raw, taken) in cases() {
        let uploads = |context: &Context<'_>| {
            let judged = codes(&check_bytes(&raw, context)[0], context);
            (judged.uploads == Some(true), judged.notes)
        };
        assert_eq!(uploads(&exact).0, taken, "{id}, exactly");
        let (ours, notes) = uploads(&context);
        let said = notes.iter().any(|code| code.starts_with("cleaned_") || code == "taken_from_text");
        assert!(ours == taken || (ours && said), "{id}: {notes:?}");
        assert!(!(taken && said), "{id}: {notes:?}");
        cleaned += u32::from(ours != taken);
    }
    assert!(cleaned >= 30, "{cleaned} texts were cleaned");
}

/// ID, text, and whether Coder takes it as an upload.
fn cases() -> Vec<(String, Vec<u8>, bool)> {
    let data = data();
    let case = |line: &str| {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let raw = STANDARD.decode(case["token_base64"].as_str().expect("a text")).expect("base64");
        (case["id"].to_string(), raw, case["upload"]["ok"] == true)
    };
    data.lines().skip(1).map(case).collect()
}

fn ring() -> KeyRing {
    let head: Value = serde_json::from_str(data().lines().next().expect("a first line")).expect("JSON");
    let mut ring = KeyRing::empty();
    for (id, key) in head["public_keys_hex"].as_object().expect("keys") {
        ring.add(TrustedKey::parse(id, key.as_str().expect("hex")).expect("a sound key")).expect("a new key");
    }
    ring
}

fn data() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/conformance/verify.jsonl");
    fs::read_to_string(path).expect("the conformance data")
}
