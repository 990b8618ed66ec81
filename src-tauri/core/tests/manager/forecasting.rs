//! What changes by itself, what an act would change, and whether Coder answers what its licenses give.

use seatkeeper_core::api::ApiError;
use seatkeeper_core::check::Check;
use seatkeeper_core::entitlement::{DeploymentFacts, Installed, evaluate};
use seatkeeper_core::license::{KeyRing, TrustedKey, verify};
use seatkeeper_core::view::{PresentView, SourceView, WhatIfView};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

use crate::kit::{Manager, NOW, World, at, check, claims, done, listed, plain, words};

const NOW_TERM: [&str; 3] = ["2026-03-12T00:00:00Z", "2027-03-12T00:00:00Z", "2027-03-26T00:00:00Z"];
const NEXT_TERM: [&str; 3] = ["2027-03-12T00:00:00Z", "2028-03-12T00:00:00Z", "2028-03-26T00:00:00Z"];
const HOST: &str = "solo.example.com";

fn license(seats: i64) -> Value {
    claims(NOW_TERM, seats, json!({}))
}

fn renewal(seats: i64) -> Check {
    let more = json!({ "jti": "2f0c0000-0000-4000-8000-000000000078" });
    check(&mint::license(&claims(NEXT_TERM, seats, more)))
}

/// What Coder answers where this license is installed.
fn answer(license: &Value, active_users: i64) -> Value {
    let mut ring = KeyRing::built_in();
    ring.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("canonical")).expect("free");
    let verified = verify(mint::license(license).as_bytes(), &ring).expect("it is signed");
    let facts = DeploymentFacts { active_users, replicas: 1, ..DeploymentFacts::default() };
    let evaluation = evaluate(&[Installed::new("4", verified.claims())], &facts, at(NOW));
    serde_json::to_value(evaluation.entitlements).expect("JSON")
}

fn solo(licenses: Value, entitlements: Value) -> (World, Manager, u32) {
    let world = World::new();
    let id = world.add("Solo");
    world.answer(HOST, "licenses", licenses);
    world.answer(HOST, "entitlements", entitlements);
    let manager = world.manager();
    done(manager.check(None));
    (world, manager, id)
}

fn production() -> (World, Manager, u32) {
    let license = license(500);
    solo(json!([listed(4, &license)]), answer(&license, 412))
}

fn losses(view: &WhatIfView) -> Vec<String> {
    let lost = view.changes.iter().filter(|change| change.kind == "loss");
    lost.map(|change| format!("{}: {} → {}", change.label, plain(&change.before), plain(&change.after)))
        .collect()
}

#[test]
fn the_outlook_says_what_changes_when() {
    let (_, manager, id) = production();
    let outlook = manager.outlook(id).expect("listed");
    let lines: Vec<_> = outlook
        .boundaries
        .iter()
        .map(|boundary| format!("{}: {}", plain(&boundary.day), boundary.sentence))
        .collect();
    assert_eq!(
        lines,
        [
            "11 Feb 2027: Coder begins to warn that the term ends.",
            "12 Mar 2027: #4's term ends and its grace period begins.",
            "26 Mar 2027: #4's grace period ends.",
        ]
    );
    let end = outlook.boundaries.last().expect("the end");
    let seats = end.changes.iter().find(|change| change.label == "Seats").expect("a line");
    assert_eq!(
        (plain(&seats.after).as_str(), seats.kind.as_str()),
        ("none licensed; 412 users are active", "loss")
    );
    assert_eq!(outlook.coverage.len(), 1);
}

#[test]
fn an_act_is_foretold_on_its_day() {
    let (_, manager, id) = production();
    let add = [("renewal.jwt".to_owned(), renewal(400))];
    let view = manager.what_if(id, &add, &[], at(NOW)).expect("plans");
    assert_eq!(
        plain(&view.effect),
        "Solo is covered until 12 Mar 2028 instead of 12 Mar 2027; seats fall from 500 to 400 from 26 Mar 2027; 412 \
         users are active."
    );
    assert!(view.loses && view.cautions.iter().any(|caution| caution.code == "fewer_seats"));
    let swap = manager.what_if(id, &add, &[4], at("2027-03-20T00:00:00Z")).expect("plans");
    assert_eq!(
        losses(&swap).first().map(String::as_str),
        Some("Seats: 500, in grace → 400; 412 users are active")
    );
    let past = manager.what_if(id, &[], &[4], at("2020-01-01")).expect("plans");
    assert_eq!(
        plain(&past.effect),
        "Solo will have no license from now.",
        "an act of the past is one of now"
    );
}

#[test]
fn an_act_that_cannot_be_is_refused() {
    let (_, manager, id) = production();
    let code = |add: &[(String, Check)], remove: &[i32]| {
        manager.what_if(id, add, remove, at(NOW)).expect_err("refused").code.code()
    };
    assert_eq!(code(&[], &[5]), "license_not_installed");
    let same = [("again.jwt".to_owned(), check(&mint::license(&license(500))))];
    assert_eq!(code(&same, &[]), "license_already_installed");
    assert_eq!(code(&[("notes.txt".to_owned(), check("Hello."))], &[]), "license_not_readable");
    let back = manager.what_if(id, &same, &[4], at(NOW)).expect("it may come back");
    assert!(!back.loses, "{:?}", losses(&back));
}

#[test]
fn a_license_of_an_unknown_key_is_foretold_with_a_caution() {
    let (_, manager, id) = production();
    let header = json!({ "alg": "EdDSA", "kid": "2027-01-15", "typ": "JWT" }).to_string();
    let text = mint::sign(&header, &claims(NEXT_TERM, 600, json!({})).to_string());
    let view = manager.what_if(id, &[("new.jwt".to_owned(), check(&text))], &[], at(NOW)).expect("plans");
    assert_eq!(view.cautions[0].code, "signature_not_checked");
}

#[test]
fn files_of_one_name_are_told_apart() {
    let (_, manager, id) = production();
    let more = json!({ "jti": "3f0c0000-0000-4000-8000-000000000079" });
    let other = check(&mint::license(&claims(NOW_TERM, 700, more)));
    let add = [("a.jwt".to_owned(), renewal(600)), ("a.jwt".to_owned(), other)];
    let view = manager.what_if(id, &add, &[], at(NOW)).expect("plans");
    assert_eq!(view.winners[0].license, "a.jwt (2)");
}

#[test]
fn without_the_list_nothing_is_foretold() {
    let (world, manager, id) = production();
    let refused = |expected: &str| {
        for error in [
            manager.outlook(id).map(drop),
            manager.what_if(id, &[], &[4], at(NOW)).map(drop),
            manager.present(id).map(drop),
        ] {
            assert_eq!(error.expect_err("not listed").code.code(), expected);
        }
    };
    world.answer(HOST, "licenses", json!([]));
    world.answer(HOST, "permissions", json!({ "read_licenses": false, "add_licenses": true }));
    world.answer(HOST, "who_am_i", json!({ "id": "u", "username": "mia", "roles": [] }));
    done(manager.check(None));
    refused("session_not_permitted");
    world.fail(HOST, "build_info", ApiError::TimedOut { seconds: 10 });
    world.fail(HOST, "licenses", ApiError::SessionRejected(words("out")));
    done(manager.sign_out(id)).expect("out");
    refused("session_missing");
}

#[test]
fn where_licenses_are_not_listed_a_plan_tells_what_the_license_itself_gives() {
    let (world, manager, id) = production();
    world.answer(HOST, "licenses", json!([]));
    world.answer(HOST, "permissions", json!({ "read_licenses": false, "add_licenses": true }));
    world.answer(HOST, "who_am_i", json!({ "id": "u", "username": "mia", "roles": [] }));
    done(manager.check(None));
    let source = SourceView { label: "a.jwt".to_owned(), path: None, index: None, also: Vec::new() };
    let plan = manager.plan_install(id, &renewal(600), source).expect("plans");
    let seats = plan.changes.iter().find(|change| change.label == "Seats").expect("a line");
    assert_eq!(
        [plain(&seats.before), plain(&seats.after)],
        ["not known", "600 licensed from 12 Mar 2027 by this license"]
    );
    assert!(plan.changes.iter().all(|change| change.kind == "change"), "{:?}", plan.changes);
    assert!(plan.warnings.iter().all(|warning| warning.code == "signed_by_added_key"), "{:?}", plan.warnings);
}

fn differences(present: &PresentView) -> Vec<String> {
    present.differences.iter().map(|difference| plain(&difference.sentence)).collect()
}

#[test]
fn coders_answer_is_what_its_licenses_give() {
    let (_, manager, id) = production();
    let present = manager.present(id).expect("listed");
    assert_eq!((present.fits, differences(&present)), (true, Vec::<String>::new()));
    assert_eq!(plain(&present.sentence), "Coder reports what these licenses give by our reading.");
}

#[test]
fn a_server_that_follows_other_rules_is_found_out() {
    let license = license(200);
    let mut other = answer(&license, 150);
    other["features"]["user_limit"]["limit"] = json!(250);
    other["features"]["scim"]["entitlement"] = json!("not_entitled");
    other["features"]["audit_log"]["entitlement"] = json!("not_entitled");
    other["features"]["novel_thing"] = json!({ "entitlement": "entitled", "enabled": true });
    let (_, manager, id) = solo(json!([listed(4, &license)]), other);
    let present = manager.present(id).expect("listed");
    assert_eq!(
        differences(&present),
        [
            "Seats: Coder reports 250, by our reading 200.",
            "Audit Log and SCIM: Coder reports off, by our reading on.",
            "Novel Thing: Coder reports on, by our reading not known.",
        ]
    );
    assert_eq!(
        plain(&present.sentence),
        "Three things that Coder reports are not what these licenses give by our reading: this server may follow other \
         rules."
    );
}

#[test]
fn a_difference_can_be_sent_without_saying_whose_it_is() {
    let license = claims(NOW_TERM, 200, json!({ "account_id": "0015f00000AbCdE", "support_tier": "gold" }));
    let mut other = answer(&license, 150);
    other["features"]["user_limit"]["limit"] = json!(250);
    let (_, manager, id) = solo(json!([listed(4, &license)]), other);
    let report = manager.present_report(id, "0.1.0").expect("listed");
    assert!(report.contains("- Seats: Coder reports 250, by our reading 200.\n"), "{report}");
    assert!(report.contains("- active users: 150\n"), "{report}");
    assert!(report.contains("license_expires 2027-03-12T00:00:00Z, exp 2027-03-26T00:00:00Z"), "{report}");
    assert!(report.contains("user_limit 200") && report.contains("Read by Seatkeeper 0.1.0."), "{report}");
    let uuid = license["jti"].as_str().expect("an ID");
    for private in ["Solo", "example.com", "0015f00000AbCdE", uuid, crate::kit::TOKEN] {
        assert!(!report.contains(private), "{private} in {report}");
    }
}

#[test]
fn a_server_that_counts_none_and_one_that_stands_still_are_said_so() {
    let license = license(200);
    let mut none = answer(&license, 150);
    none["has_license"] = json!(false);
    let (world, manager, id) = solo(json!([listed(4, &license)]), none.clone());
    let present = manager.present(id).expect("listed");
    assert_eq!(differences(&present), ["Licenses that count: Coder reports none, by our reading one."]);
    none["errors"] = json!(["License requires telemetry but telemetry is disabled"]);
    world.answer(HOST, "entitlements", none);
    done(manager.check(None));
    let present = manager.present(id).expect("listed");
    assert_eq!((present.fits, present.differences.len()), (false, 0));
    assert_eq!(
        plain(&present.sentence),
        "Coder works nothing out while telemetry is off, so its answer is one from before."
    );
}
