//! Which state is shown, in which words.

use seatkeeper_core::api::ApiError;
use seatkeeper_core::ports::KeychainError;
use seatkeeper_core::view::LicenseListView;
use serde_json::json;

use crate::kit::{Manager, World, claims, done, listed, plain, row, words};

const PRODUCTION: [&str; 3] = ["2026-03-12T00:00:00Z", "2027-03-12T00:00:00Z", "2027-03-26T00:00:00Z"];
const STAGING: [&str; 3] = ["2025-11-09T00:00:00Z", "2026-11-09T00:00:00Z", "2026-11-30T12:00:00Z"];
const EU: [&str; 3] = ["2025-12-05T00:00:00Z", "2026-12-05T12:00:00Z", "2026-12-08T12:00:00Z"];
const EU_NEXT: [&str; 3] = ["2026-12-18T12:00:00Z", "2027-12-18T12:00:00Z", "2028-01-01T00:00:00Z"];

/// The four deployments of the example day, checked once; then Lab falls silent.
fn example() -> (World, Manager, [u32; 4]) {
    let world = World::new();
    let ids = ["EU", "Lab", "Production", "Staging"].map(|name| world.add(name));
    let list = |host: &str, licenses: serde_json::Value| world.answer(host, "licenses", licenses);
    list("production.example.com", json!([listed(4, &claims(PRODUCTION, 500, json!({})))]));
    list("staging.example.com", json!([listed(2, &claims(STAGING, 100, json!({})))]));
    list(
        "eu.example.com",
        json!([listed(9, &claims(EU, 120, json!({}))), listed(12, &claims(EU_NEXT, 160, json!({})))]),
    );
    let lab = ["2026-07-01T00:00:00Z", "2027-07-01T00:00:00Z", "2027-07-15T00:00:00Z"];
    list("lab.example.com", json!([listed(1, &claims(lab, 50, json!({})))]));
    for (host, used, limit) in
        [("production", 412, 500), ("staging", 31, 100), ("eu", 128, 120), ("lab", 14, 50)]
    {
        world.seats(&format!("{host}.example.com"), used, Some(limit));
    }
    let manager = world.manager();
    done(manager.check(None));
    world.fail("lab.example.com", "build_info", ApiError::TimedOut { seconds: 10 });
    done(manager.check(Some(&[ids[1]])));
    (world, manager, ids)
}

#[test]
fn the_example_day_reads_as_designed() {
    let (_, manager, [eu, lab, production, staging]) = example();
    let overview = manager.overview();
    assert_eq!(plain(&overview.headline), "Three things need attention.");
    assert_eq!(overview.reachable, "3 of 4 deployments reachable");
    let attention: Vec<_> = overview.attention.iter().map(|line| plain(&line.sentence)).collect();
    assert_eq!(
        attention,
        [
            "Staging is in its grace period. Features stop on 30 Nov 2026 (7 days).",
            "EU is over its limit by 8 seats (128 of 120).",
            "EU has a gap: no license from 8 to 18 Dec 2026 (10 days).",
        ]
    );
    let cells = |id: u32| {
        let row = row(&manager, id);
        [row.state, plain(&row.word), plain(&row.license), plain(&row.covered_until), plain(&row.seats)]
    };
    assert_eq!(cells(eu), ["over", "Over by 8", "Over by 8", "5 Dec 2026, gap", "128 / 120"]);
    assert_eq!(cells(lab), ["not_reachable", "Not reachable", "Not reachable", "1 Jul 2027", "14 / 50"]);
    assert_eq!(cells(production), ["covered", "Covered", "Valid, 109 d", "12 Mar 2027", "412 / 500"]);
    assert_eq!(
        cells(staging),
        ["grace", "In grace, 7 days", "In grace, 7 d", "ended 9 Nov 2026", "31 / 100"]
    );
    let lab = row(&manager, lab);
    assert!(lab.stale && lab.known_at.is_some());
    let failure = lab.failure.expect("said");
    assert_eq!(failure.message, "lab.example.com did not answer within 10 s.");
}

#[test]
fn the_pages_of_the_example_day_open_with_their_sentences() {
    let (_, manager, [eu, _, production, staging]) = example();
    let says = |id: u32| {
        let view = manager.deployment(id).expect("in the list");
        [plain(&view.verdict), plain(&view.seats_sentence), plain(&view.coverage)]
    };
    assert_eq!(
        says(production),
        [
            "Covered until 12 Mar 2027 (109 days), then a 14-day grace period.",
            "412 of 500 seats are used.",
            "Covered until 12 Mar 2027. Nothing follows it yet.",
        ]
    );
    assert_eq!(says(staging)[2], "In grace until 30 Nov 2026 (7 days). Install a renewal before then.");
    assert_eq!(says(eu)[1], "Over by 8: 128 active users, 120 licensed.");
    assert_eq!(says(eu)[2], "Gap: no license from 8 to 18 Dec 2026 (10 days).");
    let view = manager.deployment(production).expect("in the list");
    assert_eq!(view.limits.iter().map(|limit| limit.label.as_str()).collect::<Vec<_>>(), ["Novel Thing"]);
    let LicenseListView::Listed { licenses, .. } = view.licenses else { panic!("listed") };
    assert_eq!((licenses[0].id, licenses[0].word.as_str()), (4, "Valid, 109 days"));
    assert!(licenses[0].provenance.starts_with("Reported by Production.") && licenses[0].held.is_none());
}

fn one(licenses: serde_json::Value, used: i64, limit: Option<i64>) -> (World, Manager, u32) {
    let world = World::new();
    let id = world.add("Solo");
    world.answer("solo.example.com", "licenses", licenses);
    world.seats("solo.example.com", used, limit);
    let manager = world.manager();
    done(manager.check(None));
    (world, manager, id)
}

#[test]
fn a_license_that_takes_over_the_same_day_leaves_no_gap() {
    let next = ["2026-12-05T12:00:00Z", "2027-12-05T12:00:00Z", "2027-12-19T12:00:00Z"];
    let list = json!([listed(9, &claims(EU, 120, json!({}))), listed(12, &claims(next, 160, json!({})))]);
    let (_, manager, id) = one(list, 100, Some(120));
    let view = manager.deployment(id).expect("in the list");
    assert_eq!(plain(&view.coverage), "Covered until 5 Dec 2026; #12 takes over the same day.");
    assert_eq!(view.row.state, "covered");
    assert_eq!(plain(&manager.overview().headline), "Solo is covered until 5 Dec 2027.");
}

#[test]
fn terms_bridged_by_grace_are_no_gap() {
    let first = [EU[0], EU[1], "2026-12-18T12:00:00Z"];
    let list =
        json!([listed(9, &claims(first, 120, json!({}))), listed(12, &claims(EU_NEXT, 160, json!({})))]);
    let (_, manager, id) = one(list, 100, Some(120));
    let view = manager.deployment(id).expect("in the list");
    assert_eq!(plain(&view.coverage), "Bridged by grace from 5 to 18 Dec 2026.");
    assert_eq!(plain(&view.row.word), "Ends in 12 days");
}

#[test]
fn the_other_states_have_their_words() {
    let state = |licenses: serde_json::Value, used: i64, limit: Option<i64>| {
        let (_, manager, id) = one(licenses, used, limit);
        let row = row(&manager, id);
        (row.state.clone(), plain(&row.word), row.attention)
    };
    let valid = || json!([listed(4, &claims(PRODUCTION, 500, json!({})))]);
    let known = |code: &str, word: &str, attention: bool| (code.to_owned(), word.to_owned(), attention);
    assert_eq!(state(valid(), 450, Some(500)), known("nearly_full", "Nearly full", true));
    assert_eq!(state(valid(), 449, Some(500)), known("covered", "Covered", false));
    assert_eq!(state(json!(null), 3, None), known("no_license", "No license", false));
    assert_eq!(
        state(json!([listed(9, &claims(EU, 120, json!({})))]), 3, Some(120)),
        known("ends", "Ends in 12 days", true)
    );
    let old = ["2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-15T00:00:00Z"];
    assert_eq!(
        state(json!([listed(1, &claims(old, 5, json!({})))]), 3, None),
        known("not_covered", "Not covered", true)
    );
    // By the claims it counts; Coder counts none, and Coder is right.
    assert_eq!(state(valid(), 3, None), known("not_covered", "Not covered", true));
}

#[test]
fn what_was_never_asked_is_said_so() {
    let world = World::new();
    let id = world.add("Solo");
    let manager = world.manager();
    assert_eq!(plain(&row(&manager, id).word), "Never checked");
    assert_eq!(world.with(|things| things.keychain_reads), 0);
    assert!(world.log().is_empty());
}

#[test]
fn a_session_that_is_over_keeps_its_figures() {
    let (world, manager, [_, _, production, _]) = example();
    let over = ApiError::SessionRejected(words("You are signed out."));
    world.fail("production.example.com", "permissions", over);
    world.seats("production.example.com", 413, Some(500));
    done(manager.check(Some(&[production])));
    let view = manager.deployment(production).expect("in the list");
    assert_eq!((view.row.state.as_str(), plain(&view.row.seats).as_str()), ("sign_in_again", "413 / 500"));
    assert!(!view.row.stale && !view.may.install.allowed);
    assert!(matches!(view.licenses, LicenseListView::Listed { .. }));
    let attention = manager.overview().attention;
    let line = attention.iter().find(|line| line.deployment == production).expect("it asks for an act");
    assert_eq!(
        (line.place.as_str(), plain(&line.sentence).as_str()),
        ("sign_in", "The session on Production has ended. Sign in again.")
    );
}

#[test]
fn an_empty_list_for_someone_who_may_not_read_is_not_no_license() {
    let (world, manager, id) = one(json!([]), 14, Some(50));
    world.answer("solo.example.com", "permissions", json!({ "read_licenses": false, "add_licenses": false }));
    done(manager.check(None));
    let view = manager.deployment(id).expect("in the list");
    let cells =
        [view.row.state, plain(&view.row.license), plain(&view.row.covered_until), plain(&view.row.seats)];
    assert_eq!(cells, ["not_permitted", "Not permitted", "Not permitted", "14 / 50"]);
    let LicenseListView::NotPermitted { sentence } = view.licenses else { panic!("not permitted") };
    assert_eq!(sentence, "This token may not list licenses. An Owner can.");
    assert_eq!(view.may.install.reason, "This token may not add licenses. An Owner can.");
}

#[test]
fn a_403_on_the_list_is_not_permitted_and_seats_show() {
    let (world, manager, id) = one(json!([]), 14, Some(50));
    world.fail("solo.example.com", "permissions", ApiError::RouteMissing);
    world.fail("solo.example.com", "licenses", ApiError::NotPermitted(words("Forbidden.")));
    done(manager.check(None));
    let row = row(&manager, id);
    assert_eq!(
        (row.state.as_str(), plain(&row.seats).as_str(), row.failure),
        ("not_permitted", "14 / 50", None)
    );
}

#[test]
fn a_keychain_fault_stands_in_the_row_and_stops_nothing_else() {
    let world = World::new();
    let ids = ["One", "Two", "Three"].map(|name| world.add(name));
    world.with(|things| things.keychain_fault = Some(KeychainError::Locked("it is locked".to_owned())));
    let manager = world.manager();
    done(manager.check(None));
    for id in ids {
        let row = row(&manager, id);
        assert_eq!(row.failure.expect("said").code, "keychain_locked");
        assert_eq!((plain(&row.seats).as_str(), row.stale), ("14, no limit", false));
    }
    assert_eq!(world.with(|things| things.keychain_reads), 1, "asked once a round");
    assert!(world.log().iter().all(|call| call.ends_with('-')));
    assert!(manager.keychain_view().fault.is_some());
}

#[test]
fn after_a_restart_without_a_network_everything_known_is_shown() {
    let (world, manager, [_, _, production, _]) = example();
    drop(manager);
    for host in ["production", "staging", "eu", "lab"] {
        world.fail(
            &format!("{host}.example.com"),
            "build_info",
            ApiError::Unreachable("no route".to_owned()),
        );
    }
    let manager = world.manager();
    assert_eq!(plain(&row(&manager, production).seats), "412 / 500");
    done(manager.check(None));
    let overview = manager.overview();
    assert_eq!(
        plain(&overview.offline),
        "This computer seems to be offline. Showing what was known at 19:06."
    );
    assert_eq!(overview.reachable, "0 of 4 deployments reachable");
    assert_eq!(overview.checking, None);
}

#[test]
fn words_change_by_themselves_at_the_second_that_is_foretold() {
    let (world, manager, id) = one(json!([listed(4, &claims(PRODUCTION, 500, json!({})))]), 3, Some(500));
    let change = manager.next_change().expect("a day is counted");
    let before = plain(&row(&manager, id).license);
    world.turn_clock(&change.plus(-1).rfc3339());
    assert_eq!(plain(&row(&manager, id).license), before);
    world.turn_clock(&change.rfc3339());
    assert_ne!(plain(&row(&manager, id).license), before);
}

#[test]
fn who_only_watches_sees_what_everybody_may() {
    let world = World::new();
    let id = world.add("Solo");
    world.with(|things| {
        things.deployments[0].session = seatkeeper_core::deployment::SessionKind::Watching;
        things.vault.clear();
    });
    world.answer("solo.example.com", "entitlements", json!({
        "features": { "user_limit": { "entitlement": "entitled", "enabled": true, "limit": 50, "actual": 14 } },
        "warnings": ["Your license expires in 12 days."], "has_license": true, "refreshed_at": "2026-11-23T18:00:00Z",
    }));
    let manager = world.manager();
    done(manager.check(None));
    let row = row(&manager, id);
    assert_eq!(
        [row.state.as_str(), &plain(&row.word), &plain(&row.seats)],
        ["ends", "Ends in 12 days", "14 / 50"]
    );
    assert_eq!(world.with(|things| things.keychain_reads), 0);
    assert!(!world.log().iter().any(|call| call.contains("licenses")));
}

/// Coder tests a lock when a license is installed and never again (`enterprise/coderd/license/license.go` does not
/// read it), so one that is there counts.
#[test]
fn an_installed_license_counts_whatever_its_lock() {
    let world = World::new();
    let id = world.add("Production");
    let locked = claims(PRODUCTION, 500, json!({ "deployment_ids": ["another"] }));
    world.answer("production.example.com", "licenses", json!([listed(4, &locked)]));
    world.seats("production.example.com", 412, Some(500));
    let manager = world.manager();
    done(manager.check(None));
    assert_eq!(row(&manager, id).state, "covered");
    let LicenseListView::Listed { licenses, .. } = manager.deployment(id).expect("listed").licenses else {
        panic!("the licenses are listed")
    };
    assert_eq!(licenses[0].state, "valid");
    assert_eq!(
        plain(&licenses[0].lock),
        "Locked to 1 deployment; this is none of them. Coder tests the lock only when a license is installed, and \
         counts this one."
    );
}
