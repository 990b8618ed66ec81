//! Seats and their forecast on the terminal.

use seatkeeper_adapters::SystemClock;
use seatkeeper_core::Instant;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, PlannedUser, Role, Status};
use serde_json::json;

use crate::kit::{Terminal, license, plan};

fn ago(days: i64) -> Instant {
    SystemClock.now().plus(-days * 86_400)
}

/// An owner and five more: two of them idle, one dormant, one never seen, one a service account.
fn fake() -> FakeDeployment {
    let user = |name: &str| PlannedUser::new(name, Role::Member);
    let plan = plan()
        .license(license(-30, 200, 10))
        .user("member", Role::Member)
        .planned(user("idle").last_seen(ago(70)))
        .planned(user("leaving").last_seen(ago(88)))
        .planned(user("away").last_seen(ago(200)).status(Status::Dormant))
        .planned(user("bot").service_account());
    FakeDeployment::start(plan)
}

#[test]
fn seats_are_shown_with_who_holds_them_and_which_come_free() {
    let fake = fake();
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let said = terminal.run(&["seats", "-d", "Production"]).ends(0);
    said.says("✓ 4 of 10 seats are used. 6 are free.")
        .says("Counted by Coder today at ")
        .says("The user list says the same: 4.")
        .says("1 seat comes free by ");
    let soon = ago(-3).rfc3339()[..10].to_owned();
    let people = terminal.run(&["seats", "--people", "--frees-by", &soon]).ends(0);
    people.says("1 of 4 users who hold a seat.").says("leaving@example.com");
    let record = &terminal.run(&["seats", "--people", "--json"]).ends(0).records()[0];
    assert_eq!((&record["schema"], &record["name"]), (&json!(1), &json!("Production")));
    assert_eq!(record["figures"]["actual"], json!(4));
    let names: Vec<_> = record["people"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["username"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["leaving", "idle", "member", "owner"]);
    let csv = terminal.run(&["seats", "--people", "--csv"]).ends(0);
    assert!(csv.out.starts_with('\u{feff}'), "{csv:?}");
    assert_eq!(csv.out.matches("\r\n").count(), 5, "a head and four rows");
    let history = terminal.run(&["seats", "--history"]).ends(0);
    history.says("Counted by").says("Seatkeeper, today so far");
    terminal.run(&["seats", "--frees-by", "soon"]).ends(2).warns("write it as 2026-12-31");
    terminal.leaked_nothing();
}

#[test]
fn who_may_not_list_users_sees_the_figures_and_is_told_where_people_were_asked_for() {
    let fake = fake();
    let terminal = Terminal::new();
    terminal.login(&fake, "member", "Production").ends(0);
    terminal.run(&["seats"]).says("4 of 10 seats are used.").says("This token may not list users.");
    terminal.run(&["seats", "--people"]).ends(6).warns("This token may not list users.");
}

#[test]
fn a_forecast_says_what_it_lacks_or_gives_a_range_and_what_to_order() {
    let fake = fake();
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let record = &terminal.run(&["forecast", "--json"]).records()[0];
    let enough = record["forecast"]["enough"].as_bool().unwrap();
    let said = terminal.run(&["forecast"]).ends(i32::from(!enough));
    said.says("What to order").says("How is this worked out?").says("Theil–Sen");
    let until = ago(-30).rfc3339()[..10].to_owned();
    let record = &terminal.run(&["forecast", "--until", &until, "--json"]).records()[0];
    assert_eq!(record["order"]["day"], json!(until));
    let rows = terminal.run(&["forecast", "--csv"]).out.matches("\r\n").count();
    assert_eq!(rows, record["forecast"]["points"].as_array().unwrap().len() + 1);
}
