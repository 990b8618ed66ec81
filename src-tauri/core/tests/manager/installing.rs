//! Installing and removing: foretold, done, refused, and with an outcome that is not known.

use seatkeeper_core::api::{ApiError, CoderWords};
use seatkeeper_core::view::{InstalledView, RemoveRequest, SourceView};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

use crate::kit::{Manager, World, check, claims, done, listed, plain, words};

const NOW_TERM: [&str; 3] = ["2026-03-12T00:00:00Z", "2027-03-12T00:00:00Z", "2027-03-26T00:00:00Z"];
const NEXT_TERM: [&str; 3] = ["2027-03-12T00:00:00Z", "2028-03-12T00:00:00Z", "2028-03-26T00:00:00Z"];
const GRACE: [&str; 3] = ["2025-11-09T00:00:00Z", "2026-11-09T00:00:00Z", "2026-11-30T12:00:00Z"];
const HOST: &str = "solo.example.com";

fn renewal() -> Value {
    claims(NEXT_TERM, 600, json!({ "jti": "2f0c0000-0000-4000-8000-000000000078", "iat": 1_790_000_000 }))
}

fn solo(licenses: Value) -> (World, Manager, u32) {
    let world = World::new();
    let id = world.add("Solo");
    world.answer(HOST, "licenses", licenses);
    world.seats(HOST, 412, Some(500));
    let manager = world.manager();
    done(manager.check(None));
    (world, manager, id)
}

fn source() -> SourceView {
    SourceView { label: "a.jwt".to_owned(), path: None, index: None, also: Vec::new() }
}

#[test]
fn a_renewal_shows_before_and_after() {
    let (_, manager, id) = solo(json!([listed(4, &claims(NOW_TERM, 500, json!({})))]));
    let plan = manager.plan_install(id, &check(&mint::license(&renewal())), source()).expect("plans");
    let lines: Vec<_> = plan
        .changes
        .iter()
        .map(|line| {
            format!("{}: {} → {} ({})", line.label, plain(&line.before), plain(&line.after), line.kind)
        })
        .collect();
    assert!(
        lines.contains(&"Coverage: to 12 Mar 2027 → to 12 Mar 2028, no gap (gain)".to_owned()),
        "{lines:?}"
    );
    assert!(lines.contains(&"Seats: 500 → 600 from 12 Mar 2027 (gain)".to_owned()), "{lines:?}");
    assert!(plan.may.allowed);
    assert_eq!(plan.button, "Install on Solo");
    assert_eq!(plan.sends, "The license text is sent to solo.example.com and nowhere else.");
}

#[test]
fn a_first_license_that_starts_later_says_from_when_it_covers() {
    let (_, manager, id) = solo(json!([]));
    let plan = manager.plan_install(id, &check(&mint::license(&renewal())), source()).expect("plans");
    let coverage = plan.changes.iter().find(|line| line.label == "Coverage").expect("a line of coverage");
    assert_eq!(
        (plain(&coverage.before), plain(&coverage.after), coverage.kind.as_str()),
        ("none".to_owned(), "not until 12 Mar 2027, then to 12 Mar 2028".to_owned(), "gain")
    );
}

#[test]
fn what_must_not_be_sent_is_not() {
    let (world, manager, id) = solo(json!([]));
    let mut changed = mint::license(&renewal()).into_bytes();
    let middle = changed.len() / 2;
    changed[middle] = if changed[middle] == b'A' { b'B' } else { b'A' };
    let bad = check(&String::from_utf8(changed).expect("ASCII"));
    assert!(!manager.plan_install(id, &bad, source()).expect("plans").may.allowed);
    let locked = check(&mint::license(&mint::changed(renewal(), json!({ "deployment_ids": ["ffff"] }))));
    let plan = manager.plan_install(id, &locked, source()).expect("plans");
    assert_eq!(plain(&plan.license.headline), "Not for Solo. It is locked to another deployment.");
    world.log();
    for refused in [bad, locked] {
        assert_eq!(
            done(manager.install(id, &refused, &[])).expect_err("refused").code.code(),
            "license_not_installable"
        );
    }
    assert!(world.log().is_empty());
}

#[test]
fn a_lock_that_cannot_be_tested_is_said() {
    let world = World::new();
    let id = world.add("Solo");
    world.answer(HOST, "build_info", json!({ "version": "v2.10.0" }));
    let manager = world.manager();
    done(manager.check(None));
    let locked = check(&mint::license(&mint::changed(renewal(), json!({ "deployment_ids": ["a", "b"] }))));
    let plan = manager.plan_install(id, &locked, source()).expect("plans");
    assert!(plan.warnings.iter().any(|warning| warning.code == "lock_unknown") && plan.may.allowed);
}

#[test]
fn telemetry_that_is_off_is_warned_of() {
    let (world, manager, id) = solo(json!([]));
    world.answer(
        HOST,
        "build_info",
        json!({ "version": "v2.29.3", "deployment_id": "7c1e", "telemetry": false }),
    );
    done(manager.check(None));
    let demanding = check(&mint::license(&mint::changed(renewal(), json!({ "require_telemetry": true }))));
    let plan = manager.plan_install(id, &demanding, source()).expect("plans");
    assert!(plan.warnings.iter().any(|warning| warning.code == "telemetry_off"));
}

#[test]
fn an_installed_license_is_kept_here_and_listed() {
    let (world, manager, id) = solo(json!([]));
    let renewal = renewal();
    world.answer(HOST, "install", listed(8, &renewal));
    world.answer(HOST, "licenses", json!([listed(8, &renewal)]));
    let text = mint::license(&renewal);
    let view = done(manager.install(id, &check(&text), &["renewal-2027.jwt".to_owned()])).expect("sent");
    let sentence = "Installed on Solo as #8.".to_owned();
    assert_eq!(view, InstalledView::Installed { license: 8, sentence });
    let page = serde_json::to_value(manager.deployment(id).expect("in the list")).expect("JSON");
    let held = &page["licenses"]["licenses"][0]["held"];
    assert_eq!(
        held["sentence"],
        "The file renewal-2027.jwt on this computer is the same license: signature checked here."
    );
    let plan = manager.plan_install(id, &check(&text), source()).expect("plans");
    assert_eq!((plan.already, plan.may.allowed), (Some(8), false));
    let notes: Vec<_> = plan.license.notes.iter().map(|note| note.code.as_str()).collect();
    assert!(notes.contains(&"already_installed") && notes.contains(&"already_kept"));
}

#[test]
fn a_refusal_quotes_coder_and_adds_our_finding() {
    let (world, manager, id) = solo(json!([]));
    let detail = "license has multiple issues; contact support".to_owned();
    let refusal = CoderWords { message: "Invalid license".to_owned(), detail, validations: Vec::new() };
    world.fail(HOST, "install", ApiError::Refused(400, refusal));
    let view = done(manager.install(id, &check(&mint::license(&renewal())), &[])).expect("an answer");
    let InstalledView::Refused { error, coder, finding } = view else { panic!("refused") };
    assert_eq!(
        (error.code.as_str(), error.message.as_str(), coder.as_str()),
        (
            "api_refused",
            "Solo refused the license.",
            "Invalid license: license has multiple issues; contact support"
        )
    );
    assert!(
        plain(&finding).starts_with("Seatkeeper's own check found: Not valid yet. It starts on 12 Mar 2027")
    );
}

#[test]
fn a_session_that_ended_or_may_not_is_said_in_one_sentence() {
    let (world, manager, id) = solo(json!([]));
    let text = check(&mint::license(&renewal()));
    let said = |fault: ApiError| {
        world.fail(HOST, "install", fault);
        match done(manager.install(id, &text, &[])).expect("an answer") {
            InstalledView::Refused { error, .. } => error.message,
            InstalledView::Installed { .. } | InstalledView::Unknown { .. } => String::new(),
        }
    };
    assert_eq!(
        said(ApiError::NotPermitted(words("Forbidden."))),
        "This token may not add licenses. An Owner can."
    );
    assert_eq!(said(ApiError::SessionRejected(words("out"))), "The session on Solo has ended.");
    assert_eq!(manager.overview().deployments[0].state, "sign_in_again");
}

#[test]
fn an_unknown_outcome_is_looked_up_before_anything_is_sent_again() {
    let (world, manager, id) = solo(json!([]));
    let (renewal, text) = (renewal(), check(&mint::license(&renewal())));
    world.fail(HOST, "install", ApiError::TimedOut { seconds: 30 });
    let view = done(manager.install(id, &text, &[])).expect("an answer");
    let InstalledView::Unknown { error } = view else { panic!("not known") };
    assert_eq!(error.message, "No answer after 30 s. The license may or may not be installed.");
    assert_eq!(done(manager.look_after(id, &text)).expect("looks"), None);
    world.answer(HOST, "licenses", json!([listed(8, &renewal)]));
    assert_eq!(done(manager.look_after(id, &text)).expect("looks"), Some(8));
    world.fail(HOST, "licenses", ApiError::TimedOut { seconds: 10 });
    assert_eq!(done(manager.look_after(id, &text)).expect_err("blind").code.code(), "outcome_unknown");
    assert_eq!(world.log().iter().filter(|call| call.contains(" install ")).count(), 1);
}

#[test]
fn a_duplicate_and_a_stored_license_are_recognised_in_their_500s() {
    let (world, manager, id) = solo(json!([]));
    let (renewal, text) = (renewal(), check(&mint::license(&renewal())));
    world.answer(HOST, "licenses", json!([listed(8, &renewal)]));
    let failed = |message: &str, detail: &str| {
        let words =
            CoderWords { message: message.to_owned(), detail: detail.to_owned(), validations: Vec::new() };
        ApiError::ServerFault(500, words)
    };
    world.fail(HOST, "install", failed("Failed to update entitlements", "boom"));
    let InstalledView::Installed { license: 8, sentence } =
        done(manager.install(id, &text, &[])).expect("sent")
    else {
        panic!("it is stored")
    };
    assert!(sentence.starts_with("Installed on Solo as #8. Coder could not work out its entitlements anew"));

    let (world, manager, id) = solo(json!([]));
    world.answer(HOST, "licenses", json!([listed(8, &renewal)]));
    let duplicate = "duplicate key value violates unique constraint \"licenses_jwt_key\"";
    world.fail(HOST, "install", failed("Unable to add license to database", duplicate));
    let InstalledView::Refused { error, .. } = done(manager.install(id, &text, &[])).expect("sent") else {
        panic!("a duplicate")
    };
    assert_eq!(error.message, "It is installed on Solo as #8 already.");
}

fn request(id: u32, license: i32, typed_name: &str) -> RemoveRequest {
    RemoveRequest { deployment: id, license, typed_name: typed_name.to_owned() }
}

#[test]
fn removing_the_last_license_needs_the_name() {
    let (world, manager, id) = solo(json!([listed(4, &claims(NOW_TERM, 500, json!({})))]));
    let plan = manager.plan_removal(id, 4).expect("plans");
    assert_eq!(plain(&plan.effect), "Solo will have no license from now.");
    assert!(plan.type_name && !plan.held);
    assert!(
        plan.copy.starts_with("Seatkeeper has no copy of this license, and Coder does not give it back.")
    );
    let seats = plan.changes.iter().find(|line| line.label == "Seats").expect("a line");
    assert_eq!(
        [plain(&seats.before), plain(&seats.after)],
        ["500 licensed", "none licensed; 412 users are active"]
    );
    assert_eq!(
        done(manager.remove(request(id, 4, "solo"))).expect_err("another name").code.code(),
        "name_not_typed"
    );
    world.answer(HOST, "remove", json!({}));
    world.answer(HOST, "licenses", json!([]));
    let view = done(manager.remove(request(id, 4, "Solo"))).expect("removed");
    assert_eq!(view.sentence, "Removed #4 from Solo.");
}

#[test]
fn removing_one_of_two_says_the_true_effect() {
    let twin = claims(NOW_TERM, 500, json!({ "jti": "3f0c0000-0000-4000-8000-000000000079" }));
    let (_, manager, id) = solo(json!([listed(4, &claims(NOW_TERM, 500, json!({}))), listed(8, &twin)]));
    let plan = manager.plan_removal(id, 4).expect("plans");
    assert_eq!(
        (plain(&plan.effect).as_str(), plan.type_name),
        ("Nothing changes: #8 covers the same term.", false)
    );
    let more = claims(NOW_TERM, 600, json!({}));
    let (_, manager, id) = solo(json!([listed(4, &more), listed(8, &twin)]));
    let plan = manager.plan_removal(id, 4).expect("plans");
    assert_eq!((plain(&plan.effect).as_str(), plan.type_name), ("Seats fall from 600 to 500.", true));
}

#[test]
fn a_license_in_grace_is_live() {
    let (_, manager, id) = solo(json!([listed(2, &claims(GRACE, 100, json!({})))]));
    let plan = manager.plan_removal(id, 2).expect("plans");
    assert!(plain(&plan.effect).contains("its features stop") && plan.type_name);
}

#[test]
fn what_is_gone_already_is_removed() {
    let (world, manager, id) = solo(json!([listed(4, &claims(NOW_TERM, 500, json!({})))]));
    world.fail(HOST, "remove", ApiError::NotFound(words("Unknown license ID")));
    world.answer(HOST, "licenses", json!([]));
    let view = done(manager.remove(request(id, 4, "Solo"))).expect("done");
    assert_eq!(view.sentence, "#4 was gone from Solo already.");
}

#[test]
fn a_refresh_too_soon_is_not_asked_twice() {
    let (world, manager, id) = solo(json!([]));
    let until = crate::kit::at("2026-11-23T18:07:00Z");
    world.fail(HOST, "refresh", ApiError::RateLimited { until, words: words("wait") });
    for _ in 0..2 {
        let error = done(manager.refresh_entitlements(id)).expect_err("too soon");
        assert_eq!(error.message(), "Coder allows the next refresh at 19:07.");
    }
    assert_eq!(world.log().iter().filter(|call| call.contains("refresh")).count(), 1);
}
