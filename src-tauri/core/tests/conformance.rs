//! Agreement with Coder's own code, case by case.
//!
//! Judges the files in the folder that `SEATKEEPER_CONFORMANCE_DIR` names, else the committed copies, and prints
//! what it found: a harness of its own, so that its lines are always seen.

#![expect(clippy::print_stdout, reason = "the harness prints its own counts")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use seatkeeper_core::Instant;
use seatkeeper_core::license::{KeyRing, TrustedKey, coder_answer, verify};
use serde_json::Value;

/// How many disagreements are shown for each file.
const SHOWN: usize = 25;

fn main() -> ExitCode {
    let folder = std::env::var_os("SEATKEEPER_CONFORMANCE_DIR").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/conformance")),
        PathBuf::from,
    );
    let (mut passed, mut failed) = (0, 0);
    for (name, judge) in FILES {
        let path = folder.join(name);
        if !path.exists() {
            continue;
        }
        match judge_file(&path, *judge) {
            Ok((cases, disagreements)) => {
                println!("{name}: {cases} cases, {} disagreements", disagreements.len());
                for line in disagreements.iter().take(SHOWN) {
                    println!("  {line}");
                }
                passed += cases - disagreements.len();
                failed += disagreements.len();
            }
            Err(fault) => {
                println!("{name}: cannot be read: {fault}");
                failed += 1;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    // A folder without a single case proves nothing.
    if failed == 0 && passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

type Judge = fn(&Value, &Value) -> Result<Option<String>, Box<dyn Error>>;

/// The files that are judged here.
const FILES: &[(&str, Judge)] = &[("verify.jsonl", judge_text)];

fn judge_file(path: &Path, judge: Judge) -> Result<(usize, Vec<String>), Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines();
    let header: Value = serde_json::from_str(lines.next().ok_or("the file is empty")?)?;
    let (mut cases, mut disagreements) = (0, Vec::new());
    for line in lines.filter(|line| !line.is_empty()) {
        let case: Value = serde_json::from_str(line)?;
        cases += 1;
        if let Some(difference) = judge(&header, &case)? {
            disagreements.push(format!("{} {}: {difference}", case["id"], case["what"]));
        }
    }
    Ok((cases, disagreements))
}

/// One text: does it count now, and would an upload be taken?
fn judge_text(header: &Value, case: &Value) -> Result<Option<String>, Box<dyn Error>> {
    let now = Instant::parse(header["now"].as_str().ok_or("no clock")?).ok_or("the clock is no date")?;
    let text = STANDARD.decode(case["token_base64"].as_str().ok_or("no text")?)?;
    let outcome = verify(&text, &ring(header)?);
    let answer = coder_answer(outcome.as_ref().map(|license| license.claims()), now, None);
    let claims = outcome.as_ref().map(|license| license.claims().to_json()).ok();

    let mut differences = Vec::new();
    for (place, ok) in [("valid_now", answer.counts_now()), ("upload", answer.accepts_upload())] {
        let expected = &case[place];
        if expected["ok"].as_bool() != Some(ok) {
            differences.push(format!("{place}: Coder says {}, we say {ok} ({outcome:?})", expected["ok"]));
        } else if ok && claims.as_ref() != Some(&expected["claims"]) {
            differences.push(format!("{place}: Coder reads {}, we read {claims:?}", expected["claims"]));
        }
    }
    let (theirs, ours) =
        (case["upload"]["error"].as_str(), answer.refusal.as_ref().map(|refusal| refusal.words()));
    if theirs != ours {
        differences.push(format!("refusal: Coder says {theirs:?}, we say {ours:?}"));
    }
    Ok((!differences.is_empty()).then(|| differences.join("; ")))
}

fn ring(header: &Value) -> Result<KeyRing, Box<dyn Error>> {
    let mut ring = KeyRing::empty();
    for (key_id, hex) in header["public_keys_hex"].as_object().ok_or("no keys")? {
        ring.add(TrustedKey::parse(key_id, hex.as_str().ok_or("a key is no text")?)?)?;
    }
    Ok(ring)
}
