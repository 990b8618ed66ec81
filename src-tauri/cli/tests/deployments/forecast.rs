//! What would change, what changes by itself, and a server that answers otherwise than its licenses say.

use seatkeeper_core::Instant;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, Role};
use serde_json::json;

use crate::kit::{Terminal, license, plan};

#[test]
fn a_preview_says_what_would_be_lost_and_changes_nothing() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let more = terminal.file("more.jwt", &license(-1, 300, 300));
    let preview = terminal.run(&["preview", "--add", &more, "--fail-on-loss"]).ends(0);
    preview.says("Seats          250 → 300").says("Nothing was changed on Production.");
    let removal = terminal.run(&["preview", "-d", "production", "--remove", "1"]).ends(0);
    removal.says("! Production will have no license from now.");
    terminal.run(&["preview", "--remove", "1", "--fail-on-loss"]).ends(1);
    // One takes the other's place, with more seats.
    let swap = terminal.run(&["preview", "--add", &more, "--remove", "1", "--fail-on-loss"]).ends(0);
    swap.says("seats rise from 250 to 300");
    let records = terminal.run(&["preview", "--remove", "1", "--json"]).ends(0).records();
    let record = &records[0];
    assert_eq!((&record["schema"], &record["deployment"]), (&json!(1), &json!("Production")));
    assert_eq!(record["loses"], json!(true));
    assert!(record["changes"].as_array().unwrap().iter().any(|change| change["kind"] == "loss"));
    terminal.run(&["preview", "--remove", "7"]).ends(2).warns("There is no license #7 there.");
    assert_eq!(fake.control().licenses().len(), 1);
    let sent = fake.calls().into_iter().map(|call| call.route()).filter(|route| !route.starts_with("GET "));
    assert!(sent.clone().all(|route| route.contains("authcheck")), "{:?}", sent.collect::<Vec<_>>());
    terminal.leaked_nothing();
}

#[test]
fn a_preview_of_a_later_day_is_one_of_that_day() {
    let fake = FakeDeployment::start(plan().license(license(-30, 20, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let later = seatkeeper_adapters::SystemClock.now().plus(60 * 86_400).rfc3339();
    let removal = terminal.run(&["preview", "--remove", "1", "--at", &later, "--fail-on-loss"]).ends(0);
    removal.says("Nothing changes: #1 has expired.");
    let record = &terminal.run(&["preview", "--remove", "1", "--at", &later, "--json"]).ends(0).records()[0];
    assert_eq!(record["at"], json!(later));
}

#[test]
fn changes_are_listed_by_their_day() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let said = terminal.run(&["changes"]).ends(0);
    said.says("Production  https://")
        .says("Coder begins to warn that the term ends.")
        .says("#1's term ends and its grace period begins.")
        .says("#1's grace period ends.")
        .says("none licensed; 1 user is active");
    let record = &terminal.run(&["changes", "--json"]).ends(0).records()[0];
    let boundaries = record["boundaries"].as_array().unwrap();
    assert_eq!((boundaries.len(), &record["present"]["fits"]), (3, &json!(true)), "{record:#}");
    let first = Instant::parse(boundaries[0]["at"].as_str().unwrap()).unwrap();
    let until = |at: Instant| {
        let record = &terminal.run(&["changes", "--json", "--until", &at.rfc3339()]).ends(0).records()[0];
        record["boundaries"].as_array().unwrap().len()
    };
    assert_eq!([until(first.plus(-1)), until(first)], [0, 1]);
    terminal.run(&["changes", "-d", "Nowhere"]).ends(2);
}

#[test]
fn a_server_that_answers_otherwise_than_its_licenses_say_is_found_out() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 200)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let record = &terminal.run(&["changes", "--json"]).ends(0).records()[0];
    assert_eq!(record["present"]["differences"], json!([]));
    let users = json!({ "entitlement": "entitled", "enabled": true, "limit": 250, "actual": 1 });
    let other = json!({ "features": { "user_limit": users }, "has_license": true });
    fake.control().fail("GET /api/v2/entitlements", Fault::Status(200, other));
    let said = terminal.run(&["changes"]).ends(0);
    said.says(
        "things that Coder reports are not what these licenses give by our reading: this server may follow",
    )
    .says("Seats: Coder reports 250, by our reading 200.");
}

#[test]
fn who_may_not_list_licenses_is_foretold_nothing() {
    let fake = FakeDeployment::start(plan().user("mia", Role::Member).license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "mia", "Production").ends(0);
    terminal.run(&["changes"]).ends(6).says("This token may not list the licenses of Production.");
    let json = terminal.run(&["changes", "--json"]).ends(6).warns("may not list the licenses");
    assert_eq!(json.out, "");
    terminal.run(&["preview", "--remove", "1"]).ends(6).warns("may not list the licenses");
}

#[test]
fn a_deployment_that_is_gone_keeps_its_outlook() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    terminal.run(&["status"]).ends(0);
    fake.control().refuse_connections(true);
    terminal.run(&["changes"]).ends(4).says("* last known, ").says("#1's grace period ends.");
    terminal.run(&["preview", "--remove", "1"]).ends(4);
}
