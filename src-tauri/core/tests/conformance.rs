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
use seatkeeper_core::entitlement::{DeploymentFacts, Entitlements, Installed, evaluate};
use seatkeeper_core::feature::{Addon, FeatureName, FeatureSet};
use seatkeeper_core::license::{KeyRing, TrustedKey, coder_answer, verify};
use serde_json::{Value, json};

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
const FILES: &[(&str, Judge)] = &[("verify.jsonl", judge_text), ("entitlements.jsonl", judge_entitlements)];

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

/// One deployment: the whole answer of `GET /api/v2/entitlements`, foretold, and read without loss.
fn judge_entitlements(header: &Value, case: &Value) -> Result<Option<String>, Box<dyn Error>> {
    if let Some(difference) = judge_tables(header) {
        return Ok(Some(difference));
    }
    let now = Instant::parse(case["now"].as_str().ok_or("no clock")?).ok_or("the clock is no date")?;
    let ring = ring(header)?;
    let mut read = Vec::new();
    for license in case["licenses"].as_array().ok_or("no licenses")? {
        let text = license["token"].as_str().ok_or("no text")?;
        let expires = Instant::from_unix(license["exp"].as_i64().ok_or("no exp")?);
        read.push((license["uuid"].as_str().ok_or("no uuid")?, expires, verify(text.as_bytes(), &ring)));
    }
    let installed: Vec<_> = read
        .iter()
        .map(|(uuid, expires, outcome)| match outcome {
            Ok(license) => Installed { expires_at: Some(*expires), ..Installed::new(uuid, license.claims()) },
            Err(fault) => Installed::unreadable(uuid, Some(*expires), fault),
        })
        .collect();
    let facts: DeploymentFacts = serde_json::from_value(case["deployment"].clone())?;

    let ours = serde_json::to_value(&evaluate(&installed, &facts, now).entitlements)?;
    let mut differences = Vec::new();
    compare("", &shortened(&case["entitlements"]), &shortened(&ours), &mut differences);
    let read = serde_json::to_value(Entitlements::read_value(&case["entitlements"])?)?;
    compare("read and written", &case["entitlements"], &read, &mut differences);
    Ok((!differences.is_empty()).then(|| differences.join("; ")))
}

/// Coder's tables stand in the first line of the file.
fn judge_tables(header: &Value) -> Option<String> {
    let names = |features: &mut dyn Iterator<Item = FeatureName>| -> Value {
        features.map(|feature| Value::from(feature.as_str())).collect()
    };
    let known = |keep: fn(&FeatureName) -> bool| names(&mut FeatureName::known().filter(keep));
    let set = |name: &str| names(&mut FeatureSet::of(name).features());
    let displayed: serde_json::Map<_, _> = FeatureName::known()
        .map(|feature| (feature.as_str().to_owned(), Value::from(feature.display())))
        .collect();
    let ours = json!({
        "feature_names": known(|_| true),
        "feature_display_names": displayed,
        "feature_sets": { "enterprise": set("enterprise"), "premium": set("premium") },
        "always_enabled": known(FeatureName::always_enabled),
        "limit_features": known(FeatureName::uses_limit),
        "usage_period_features": known(FeatureName::uses_usage_period),
        "addons": {
            "ai_governance": names(&mut Addon::of("ai_governance").features().iter().cloned()),
        },
    });
    let mut differences = Vec::new();
    for (name, ours) in ours.as_object().into_iter().flatten() {
        compare(name, &header[name], ours, &mut differences);
    }
    (!differences.is_empty()).then(|| differences.join("; "))
}

/// Of an error that a license cannot be read, only the beginning counts.
fn shortened(answer: &Value) -> Value {
    let mut answer = answer.clone();
    for error in answer["errors"].as_array_mut().into_iter().flatten() {
        let head =
            error.as_str().and_then(|text| text.find(" parsing claims:").map(|at| text[..at].to_owned()));
        if let Some(head) = head.filter(|head| head.starts_with("Invalid license (")) {
            *error = Value::from(head);
        }
    }
    answer
}

/// Each place where two values differ.
fn compare(place: &str, theirs: &Value, ours: &Value, differences: &mut Vec<String>) {
    match (theirs, ours) {
        (Value::Object(left), Value::Object(right)) => {
            let names: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
            for name in names {
                let (left, right) = (left.get(name), right.get(name));
                match (left, right) {
                    (Some(left), Some(right)) => {
                        compare(&format!("{place}.{name}"), left, right, differences);
                    }
                    (None, _) | (_, None) => {
                        differences.push(format!("{place}.{name}: Coder says {left:?}, we say {right:?}"))
                    }
                }
            }
        }
        (left, right) if left == right => {}
        (left, right) => differences.push(format!("{place}: Coder says {left}, we say {right}")),
    }
}

fn ring(header: &Value) -> Result<KeyRing, Box<dyn Error>> {
    let mut ring = KeyRing::empty();
    for (key_id, hex) in header["public_keys_hex"].as_object().ok_or("no keys")? {
        ring.add(TrustedKey::parse(key_id, hex.as_str().ok_or("a key is no text")?)?)?;
    }
    Ok(ring)
}
