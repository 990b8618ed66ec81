//! Reclaiming seats: simulated, applied, stopped by a kill, resumed and taken back.

use std::time::Duration;

use seatkeeper_adapters::SystemClock;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, PlannedUser, Role, Status};
use serde_json::json;

use crate::kit::{Terminal, license, plan};

const DAY: i64 = 86_400;

/// An owner who is signed in, another owner, a bot, and `count` members not seen for 61 days and more.
fn idle(count: u32) -> FakeDeployment {
    let ago = |days: i64| SystemClock.now().plus(-days * DAY);
    let unseen = |name: &str, role: Role, days: i64| {
        PlannedUser::new(name, role).created(ago(300)).last_seen(ago(days))
    };
    let plan = plan()
        .license(license(-30, 200, 5))
        .planned(unseen("boss", Role::Owner, 80))
        .planned(unseen("bot", Role::Member, 80).service_account())
        .planned(unseen("busy", Role::Member, 2));
    let member = |number: u32| unseen(&format!("idle{number:02}"), Role::Member, 60 + i64::from(number));
    FakeDeployment::start((1..=count).fold(plan, |plan, number| plan.planned(member(number))))
}

fn suspended(fake: &FakeDeployment, count: u32) -> usize {
    (1..=count)
        .filter(|number| fake.control().status(&format!("idle{number:02}")) == Some(Status::Suspended))
        .count()
}

fn sent(fake: &FakeDeployment, verb: &str) -> usize {
    fake.calls().iter().filter(|call| call.route().ends_with(verb)).count()
}

#[test]
fn a_simulation_says_who_and_suspends_nobody() {
    let fake = idle(5);
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let said = terminal.run(&["reclaim", "-d", "production", "--idle", "60d"]).ends(0);
    said.says("8 of 5 seats becomes 3 of 5.")
        .says("→ idle05  idle05@example.com  last seen ")
        .says("Left alone: 2")
        .says("Owners are never suspended.")
        .says("Nobody was suspended. Give --apply to suspend them.");
    let keep = terminal.file("keep.txt", "idle05  # on leave\nIDLE04@example.com\n");
    terminal.run(&["reclaim", "--idle", "60d", "--keep", &keep]).ends(0).says("8 of 5 seats becomes 5 of 5.");
    let record = &terminal.run(&["reclaim", "--idle", "60d", "--json"]).ends(0).records()[0];
    assert_eq!(
        (&record["schema"], &record["act"], &record["count"]),
        (&json!(1), &json!("simulate"), &json!(5))
    );
    let csv = terminal.run(&["reclaim", "--idle", "60d", "--csv"]).ends(0);
    assert!(csv.out.starts_with("\u{feff}User name,") && csv.out.lines().count() == 6);
    terminal.run(&["reclaim", "--idle", "60d", "--keep", "nowhere.txt"]).ends(3).warns("nowhere.txt");
    terminal.run(&["reclaim"]).ends(2);
    terminal.run(&["reclaim", "--idle", "1h"]).ends(2);
    terminal.run(&["reclaim", "--undo"]).ends(2).warns("There is no plan to reclaim seats of Production.");
    assert_eq!(suspended(&fake, 5) + sent(&fake, "/suspend"), 0);
    terminal.leaked_nothing();
}

#[test]
fn a_plan_is_applied_with_yes_confirmed_by_the_server_and_taken_back() {
    let fake = idle(5);
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let asked = terminal.run(&["reclaim", "--idle", "60d", "--apply"]).ends(2);
    asked.warns("nobody on Production was changed").warns("Give --yes");
    assert_eq!(suspended(&fake, 5), 0);
    fake.control().advance(Duration::from_secs(120));
    let said = terminal.run(&["reclaim", "--idle", "60d", "--apply", "--yes"]).ends(0);
    said.says("✓ idle05  suspended").says("5 of 5 are suspended.").says("Coder counts 3 of 5 seats.");
    assert_eq!(suspended(&fake, 5), 5);
    fake.control().advance(Duration::from_secs(120));
    let undone = terminal.run(&["reclaim", "--undo", "--yes", "--json"]).ends(0);
    let record = &undone.records()[0];
    assert_eq!((&record["act"], &record["state"]), (&json!("undo"), &json!("undone")));
    assert_eq!((suspended(&fake, 5), sent(&fake, "/activate")), (0, 5));
    terminal.run(&["reclaim", "--undo", "--yes"]).ends(2);
    terminal.leaked_nothing();
}

#[test]
fn on_a_terminal_it_asks_with_number_and_name() {
    let fake = idle(3);
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let no = terminal.talk("reclaim --idle 60d --apply", &[("Suspend 3 users on Production? [y/N] ", "n")]);
    no.ends(2);
    assert_eq!(suspended(&fake, 3), 0);
    let yes = terminal.talk("reclaim --idle 60d --apply", &[("Suspend 3 users on Production? [y/N] ", "y")]);
    yes.ends(0).says("3 of 3 are suspended.");
    assert_eq!(suspended(&fake, 3), 3);
}

#[test]
fn a_kill_in_the_middle_is_known_afterwards_resumed_without_a_second_call_and_taken_back() {
    let fake = idle(6);
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    // The third suspension is done, and its answer does not come before the program is killed.
    let victim = fake.control().id_of("idle04").unwrap();
    fake.control().fail(&format!("PUT /api/v2/users/{victim}/status/suspend"), Fault::DelayMs(60_000));
    let mut running = terminal.command(&["reclaim", "--idle", "60d", "--apply", "--yes"]).spawn().unwrap();
    let third = |calls: &[seatkeeper_testkit::fake_deployment::Call]| {
        calls.iter().filter(|call| call.route().ends_with("/suspend")).count() == 3
    };
    assert!(fake.wait_for_calls(Duration::from_secs(60), third), "the third was sent");
    running.kill().unwrap();
    running.wait().unwrap();
    fake.control().heal();

    let busy = terminal.run(&["reclaim", "--idle", "60d", "--apply", "--yes"]).ends(2);
    busy.warns("A plan to reclaim seats of Production is not finished.").warns("--resume goes on with it");
    let resumed = terminal.run(&["reclaim", "--resume", "--yes"]).ends(0);
    resumed.says("2 of 6 are suspended; 3 wait; of 1 it is not known.").says("6 of 6 are suspended.");
    assert_eq!(suspended(&fake, 6), 6);
    let mut each: Vec<String> =
        fake.calls().iter().map(|call| call.route()).filter(|route| route.ends_with("/suspend")).collect();
    let all = each.len();
    each.sort();
    each.dedup();
    assert!(each.len() == 6 && all <= 7, "{all} calls for {} people", each.len());
    terminal.run(&["reclaim", "--undo", "--yes"]).ends(0).says("6 are active again");
    assert_eq!(suspended(&fake, 6), 0);
}

#[test]
fn who_may_not_suspend_gets_the_list_and_never_tries() {
    let fake = FakeDeployment::start(
        plan().user("ana", Role::Auditor).planned(
            PlannedUser::new("idle", Role::Member)
                .created(SystemClock.now().plus(-300 * DAY))
                .last_seen(SystemClock.now().plus(-70 * DAY)),
        ),
    );
    let terminal = Terminal::new();
    terminal.login(&fake, "ana", "Production").ends(0);
    let said = terminal.run(&["reclaim", "--idle", "60d"]).ends(0);
    said.says("→ idle  idle@example.com").says("This token may not suspend users.");
    let refused = terminal.run(&["reclaim", "--idle", "60d", "--apply", "--yes"]).ends(6);
    refused.warns("A User Admin or an Owner can").warns("--csv prints the list");
    terminal.run(&["reclaim", "--idle", "60d", "--csv"]).ends(0).says("idle@example.com");
    assert_eq!(sent(&fake, "/suspend"), 0);
}

#[test]
fn a_list_that_breaks_off_proposes_nobody() {
    let fake = FakeDeployment::start(plan().crowd(300));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    fake.control().fail("GET /api/v2/users", Fault::CutBody);
    let broken = terminal.run(&["reclaim", "--idle", "60d", "--apply", "--yes"]).ends(4);
    assert!(broken.out.is_empty(), "{broken:?}");
    assert_eq!(sent(&fake, "/suspend"), 0);
}
