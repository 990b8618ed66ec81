//! What single acts change: renewals, trials, locks, telemetry, and which license wins.

use seatkeeper_core::entitlement::Installed;
use seatkeeper_core::feature::FeatureName;
use seatkeeper_core::license::Claims;
use seatkeeper_core::outlook::{ChangeKind, Guess, Named};
use seatkeeper_core::what_if::{Act, WhatIf};

use super::world::*;

fn renewal(seats: i64) -> Claims {
    premium(["2027-03-12", "2028-03-12", "2028-03-26"], seats)
}

fn governed(claims: Claims) -> Claims {
    Claims { addons: Some(vec!["ai_governance".to_owned()]), ..with(claims, "ai_governance_user_limit", 50) }
}

#[test]
fn a_renewal_with_more_shows_it_from_its_start() {
    let claims = Claims { require_telemetry: true, ..governed(renewal(600)) };
    let install = production().install("renewal-2027.jwt", &claims);
    assert_eq!(
        lines(&install.changes),
        [
            "loss Telemetry: not required → required from 12 Mar 2027",
            "gain Coverage: to 12 Mar 2027 → to 12 Mar 2028, no gap",
            "gain Seats: 500 → 600 from 12 Mar 2027",
            "gain AI Governance seats: none → 50 from 12 Mar 2027",
            "change First warning: 11 Feb 2027 → 12 Feb 2028",
        ]
    );
    assert_eq!(
        plain(&install.effect),
        "Production is covered until 12 Mar 2028 instead of 12 Mar 2027 and seats rise from 500 to 600 from 12 Mar \
         2027; telemetry is required from 12 Mar 2027."
    );
    assert_eq!(
        cautions(&install),
        [
            "telemetry_required: renewal-2027.jwt requires telemetry from 12 Mar 2027; Production has it on, and may not \
          switch it off any more."
        ]
    );
    assert_eq!(install.before, install.after, "today nothing changes");
}

#[test]
fn a_renewal_that_adds_nothing_but_time_says_so() {
    let install = production().install("renewal.jwt", &renewal(500));
    assert_eq!(plain(&install.effect), "Production is covered until 12 Mar 2028 instead of 12 Mar 2027.");
    let seats = install.changes.iter().find(|change| change.topic.label() == "Seats").expect("a main line");
    assert_eq!((seats.kind, plain(&seats.after)), (ChangeKind::Same, "500".to_owned()));
}

#[test]
fn fewer_seats_are_called_out_where_coder_is_silent() {
    let install = production().install("renewal.jwt", &renewal(450));
    assert_eq!(lines(&install.changes)[0], "loss Seats: 500 → 450 from 12 Mar 2027");
    assert_eq!(cautions(&install), ["fewer_seats: Seats fall from 500 to 450 from 12 Mar 2027."]);
    let short = production().install("renewal.jwt", &renewal(400));
    assert_eq!(
        cautions(&short),
        ["fewer_seats: Seats fall from 500 to 400 from 26 Mar 2027; 412 users are active."]
    );
    assert_eq!(
        plain(&short.effect),
        "Production is covered until 12 Mar 2028 instead of 12 Mar 2027; seats fall from 500 to 400 from 26 Mar 2027; \
         412 users are active."
    );
}

#[test]
fn fewer_features_are_called_out() {
    let smaller = Claims { feature_set: "enterprise".to_owned(), ..renewal(500) };
    let install = production().install("renewal.jwt", &smaller);
    assert_eq!(
        cautions(&install),
        [
            "fewer_of: Managed agents change from 1,000 to none from 26 Mar 2027.",
            "fewer_features: 3 features go off from 26 Mar 2027: Custom Roles, Multiple Organizations and Service \
             Accounts.",
        ]
    );
}

#[test]
fn removing_one_of_two_tells_what_is_left() {
    let mut world = production();
    world.licenses.push(("#8", premium(["2026-03-12", "2027-03-12", "2027-03-26"], 600)));
    assert_eq!(plain(&world.remove("#8").effect), "Seats fall from 600 to 500.");
    assert_eq!(plain(&world.remove("#4").effect), "Nothing changes: #8 covers the same term.");
    world.facts = users(512);
    assert_eq!(plain(&world.remove("#8").effect), "Seats fall from 600 to 500; 512 users are active.");
}

#[test]
fn removing_what_follows_ends_the_coverage() {
    let mut world = production();
    world.licenses.push(("#8", renewal(600)));
    let removal = world.remove("#8");
    assert_eq!(
        plain(&removal.effect),
        "Production will have no license from 26 Mar 2027 and seats are 500 instead of 600 from 12 Mar 2027."
    );
    assert_eq!(removal.before, removal.after);
    assert!(removal.loses(), "though nothing changes today");
}

#[test]
fn removing_what_does_not_count_changes_nothing() {
    let mut world = production();
    world.licenses.push(("#2", premium(["2025-02-01", "2026-03-01", "2026-03-08"], 50)));
    world.licenses.push(("#3", Claims { version: 2, ..renewal(900) }));
    assert_eq!(plain(&world.remove("#2").effect), "Nothing changes: #2 has expired.");
    assert!(!world.remove("#2").changes_anything());
    let unread = world.remove("#3");
    assert_eq!(plain(&unread.effect), "Nothing changes: Coder does not count #3.");
}

#[test]
fn enough_seats_win_over_more_seats_in_grace() {
    let mut world = production();
    world.licenses.push(("#9", premium(["2025-11-09", "2026-11-09", "2026-11-30"], 700)));
    let install = world.install("small.jwt", &premium(["2026-11-01", "2027-11-01", "2027-11-15"], 300));
    assert_eq!(
        winners(&install)[0],
        "#4 wins: 412 users fit its 500; #9 holds more seats but is in grace; small.jwt holds fewer seats, too few."
    );
    world.facts = users(600);
    let install = world.install("small.jwt", &premium(["2026-11-01", "2027-11-01", "2027-11-15"], 300));
    assert_eq!(
        winners(&install)[0],
        "#9 wins: 600 users fit its 700, though it is in grace; #4 is in its term but holds fewer seats, too few; \
         small.jwt is in its term but holds fewer seats, too few."
    );
    world.facts = users(900);
    assert_eq!(
        winners(&world.remove("none"))[0],
        "#4 wins, though its 500 seats are too few for 900; #9 holds more seats but is in grace."
    );
    world.licenses[1].1 = premium(["2026-03-12", "2027-03-12", "2027-03-26"], 500);
    world.facts = users(412);
    assert_eq!(
        winners(&world.remove("none"))[0],
        "#4 wins: 412 users fit its 500; #9 holds as many seats and comes second."
    );
}

#[test]
fn the_license_issued_last_wins_in_amounts_though_it_allows_less() {
    let mut world = production();
    world.licenses[0].1 = with(world.licenses[0].1.clone(), "managed_agent_limit", 5_000);
    let newer = with(premium(["2026-11-01", "2027-11-01", "2027-11-15"], 500), "managed_agent_limit", 2_000);
    let install = world.install("newer.jwt", &newer);
    assert_eq!(
        winners(&install)[1],
        "newer.jwt wins with 2,000: it was issued last, on 22 Oct 2026; #4 allows more, but was issued before."
    );
    assert_eq!(cautions(&install), ["fewer_of: Managed agents fall from 5,000 to 2,000."]);
}

#[test]
fn a_lock_that_excludes_the_deployment_changes_nothing() {
    let locked = |ids: &[&str]| Claims {
        deployment_ids: Some(ids.iter().map(|id| (*id).to_owned()).collect()),
        ..renewal(900)
    };
    let install = production().install("eu.jwt", &locked(&["aaaa", "bbbb"]));
    assert_eq!(
        cautions(&install),
        [
            "locked: eu.jwt is locked to 2 other deployments, so Coder would refuse it on Production: nothing changes."
        ]
    );
    assert_eq!(plain(&install.effect), "Nothing changes: Coder would refuse eu.jwt.");
    assert!(!install.changes_anything());
    assert!(production().install("own.jwt", &locked(&["7c1e"])).changes_anything());
    let unknown = World { id: None, ..production() }.install("eu.jwt", &locked(&["aaaa"]));
    assert_eq!(
        cautions(&unknown),
        ["lock_unknown: eu.jwt is locked to 1 deployment; whether Production is one of them is not known."]
    );
}

#[test]
fn what_coder_would_refuse_is_not_installed() {
    let over = premium(["2025-02-01", "2026-03-01", "2026-03-08"], 900);
    let install = production().install("old.jwt", &over);
    assert_eq!(cautions(&install), ["refused: old.jwt has expired, so Coder would refuse it."]);
    assert!(!install.changes_anything());
    let nameless = production().install("odd.jwt", &Claims { account_id: String::new(), ..renewal(900) });
    assert_eq!(
        cautions(&nameless),
        ["refused: Coder would refuse odd.jwt: \"license must contain valid account ID\"."]
    );
}

#[test]
fn telemetry_that_is_off_stops_coder() {
    let asking =
        Claims { require_telemetry: true, ..premium(["2026-11-01", "2027-11-01", "2027-11-15"], 900) };
    let world = World { telemetry: Some(false), ..production() };
    let install = world.install("new.jwt", &asking);
    assert_eq!(
        cautions(&install),
        [
            "telemetry_off: new.jwt requires telemetry, and Production has it off: Coder then changes nothing at all. \
          Switch telemetry on before."
        ]
    );
    assert_eq!(
        plain(&install.effect),
        "Nothing changes: telemetry is off on Production, and a license requires it."
    );
    assert_eq!(install.after.features, install.before.features);
    assert_eq!(
        lines(&install.changes),
        [
            "loss Entitlements: worked out by Coder → no longer worked out",
            "loss Telemetry: not required → required",
            "loss Coder says: – → \"License requires telemetry but telemetry is disabled\"",
        ]
    );
    let mut stopped = World { telemetry: Some(false), ..production() };
    stopped.licenses.push(("#8", asking.clone()));
    assert_eq!(plain(&stopped.remove("#8").effect), "Coder works out what Production may use again.");
    let unknown = World { telemetry: None, ..production() }.install("new.jwt", &asking);
    assert_eq!(
        cautions(&unknown),
        [
            "telemetry_unknown: new.jwt requires telemetry. Where Production has it off, Coder changes nothing at all."
        ]
    );
    assert!(unknown.changes_anything());
}

#[test]
fn a_trial_moves_the_warning() {
    let trial = Claims { trial: true, ..premium(["2026-11-20", "2026-12-20", "2026-12-27"], 900) };
    let install = production().install("trial.jwt", &trial);
    assert_eq!(
        cautions(&install),
        ["trial: Coder takes Production for a trial then, and warns 6 days before the end, not 29."]
    );
    assert!(lines(&install.changes).contains(&"loss Trial: no → yes".to_owned()));
    let bare = World::new("Lab", 14, Vec::new());
    let first = |claims: &Claims| {
        let install = bare.install("first.jwt", claims);
        lines(&install.changes).into_iter().find(|line| line.contains("First warning"))
    };
    assert_eq!(first(&trial).as_deref(), Some("change First warning: none in sight → 14 Dec 2026"));
    let full = Claims { trial: false, ..trial };
    assert_eq!(first(&full).as_deref(), Some("change First warning: none in sight → now"));
}

#[test]
fn features_of_unknown_switches_matter_only_if_switched_on() {
    let mut world = World::new("Lab", 14, Vec::new());
    world.facts.guesses.insert(Guess::Enablement(FeatureName::Scim));
    world.facts.guesses.insert(Guess::Enablement(FeatureName::BrowserOnly));
    let install = world.install("new.jwt", &premium(["2026-11-01", "2027-11-01", "2027-11-15"], 20));
    assert_eq!(
        lines(&install.changes)[2],
        "gain Features: all off → 14 on, 2 more if switched on, 8 not switched on (+ Audit Log, Template RBAC, High \
         Availability and 21 more)"
    );
    assert_eq!(
        cautions(&install),
        [
            "if_switched_on: Browser Only and SCIM matter only if switched on in the server's settings, which is not \
          known."
        ]
    );
    assert_eq!(
        plain(&install.effect),
        "Lab is covered until 1 Nov 2027 and seats change from none licensed to 20."
    );
}

#[test]
fn an_act_of_several_parts_is_one() {
    let production = production();
    let (next, small) = (renewal(600), premium(["2026-11-01", "2027-11-01", "2027-11-15"], 450));
    let swap = Act {
        install: vec![named("small.jwt", &small), named("next.jwt", &next)],
        remove: vec!["#4".into()],
    };
    let what_if = production.see(|setting, licenses| WhatIf::of(setting, licenses, &swap, now(), now()));
    assert_eq!(
        plain(&what_if.effect),
        "Seats fall from 500 to 450; Production is covered until 12 Mar 2028 instead of 12 Mar 2027."
    );
    let later = production
        .see(|setting, licenses| WhatIf::of(setting, licenses, &Act::remove("#4"), at("2027-01-01"), now()));
    assert_eq!(plain(&later.effect), "Production will have no license from 1 Jan 2027.");
    let fault = seatkeeper_core::license::VerifyFault::SignatureInvalid;
    let foreign = Named::new("#5", Installed::unreadable("6e3c", None, &fault));
    let odd = production
        .see(|setting, licenses| WhatIf::of(setting, licenses, &Act::install(foreign), now(), now()));
    assert_eq!(plain(&odd.effect), "Nothing changes: Coder would refuse #5.");
}

#[test]
fn who_counts_may_change_with_the_license() {
    let mut world = World::new("EU", 120, Vec::new());
    world.facts.known.workspace_capable_users = Some(40);
    world.licenses.push(("#1", premium(["2026-03-12", "2027-03-12", "2027-03-26"], 100)));
    world.licenses.push(("#2", governed(premium(["2026-03-12", "2027-03-12", "2027-03-26"], 50))));
    let removal = world.remove("#2");
    assert_eq!(
        cautions(&removal),
        [
            "all_users_count: All 120 active users count then, not only the 40 who may create workspaces.",
            "fewer_of: AI Governance seats change from 50 to none.",
        ]
    );
    assert_eq!(lines(&removal.changes)[1], "gain Seats: 50 → 100; 120 users are active");
    assert_eq!(
        winners(&world.remove("none"))[0],
        "#2 wins: 40 users fit its 50; #1 holds more seats, too few."
    );
}

#[test]
fn a_gap_that_an_act_opens_has_two_ends() {
    let mut world = production();
    world.licenses.push(("#8", premium(["2027-03-12", "2027-09-12", "2027-09-26"], 500)));
    world.licenses.push(("#9", premium(["2027-09-12", "2028-09-12", "2028-09-26"], 500)));
    assert_eq!(
        plain(&world.remove("#8").effect),
        "Production will have no license from 26 Mar 2027 until 12 Sep 2027."
    );
    let mut eu = eu();
    eu.licenses.remove(0);
    assert_eq!(plain(&eu.remove("#12").effect), "EU stays without a license.");
    let mut staging = staging();
    staging.licenses.push(("#5", premium(["2026-11-01", "2027-11-01", "2027-11-15"], 20)));
    assert_eq!(
        plain(&staging.remove("#5").effect),
        "Staging will be in grace from now and have no license from 30 Nov 2026."
    );
}

#[test]
fn features_that_fall_into_grace_are_counted() {
    let mut world = production();
    world.licenses[0].1.feature_set.clear();
    world
        .licenses
        .push(("#5", Claims { features: None, ..premium(["2026-03-12", "2027-03-12", "2027-03-26"], 0) }));
    world.licenses.push(("#6", premium(["2025-11-09", "2026-11-09", "2026-11-30"], 500)));
    let removal = world.remove("#5");
    assert_eq!(plain(&removal.effect), "24 features are in grace and managed agents are in grace.");
    assert_eq!(
        lines(&removal.changes)[0],
        "loss Features: 14 on, 10 not switched on → 14 on in grace, 10 not switched on (in grace)"
    );
    let swap =
        world.install("custom.jwt", &with(Claims { feature_set: String::new(), ..renewal(500) }, "scim", 1));
    assert_eq!(
        plain(&swap.effect),
        "Production is covered until 12 Mar 2028 instead of 12 Mar 2027; 23 features go \
                                     off from 26 Mar 2027: Audit Log, Template RBAC, High Availability and 20 more and \
                                     managed agents change from 1,000 to none from 26 Mar 2027."
    );
}

#[test]
fn a_removal_may_leave_grace_where_a_term_was_to_follow() {
    let mut world = production();
    world.licenses[0].1.expires_at = Some(at("2027-12-31"));
    world.licenses.push(("#8", premium(["2027-03-12", "2027-09-12", "2027-09-26"], 500)));
    assert_eq!(plain(&world.remove("#8").effect), "Production will be in grace from 12 Mar 2027.");
}

#[test]
fn what_crosses_to_the_window_is_what_was_worked_out() {
    let mut world = production();
    world.licenses.push(("#8", premium(["2026-03-12", "2027-03-12", "2027-03-26"], 600)));
    let view = serde_json::to_value(world.remove("#8").view(&berlin())).expect("writes");
    let count = |digits: &str| serde_json::json!([{ "kind": "count", "digits": digits, "text": digits }]);
    assert_eq!(
        view["changes"][0],
        serde_json::json!({ "label": "Seats", "before": count("600"), "after": count("500"), "kind": "loss" })
    );
    assert_eq!((&view["loses"], &view["cautions"][0]["code"]), (&true.into(), &"fewer_seats".into()));
    assert_eq!(view["winners"][0]["license"], "#4");
    let mut eu = eu();
    eu.facts.guesses.insert(Guess::Replicas);
    let outlook = serde_json::to_value(eu.outlook().view(&eu.facts, &berlin())).expect("writes");
    assert_eq!(outlook["coverage"][1]["kind"], "gap");
    assert_eq!(outlook["coverage"][1]["starts_at"], "2026-12-08T00:00:00Z");
    assert_eq!(outlook["boundaries"][2]["sentence"], "#12 starts.");
    assert_eq!(outlook["guesses"][0], "Whether several servers run is not reported; one is assumed.");
}

#[test]
fn a_full_license_ends_a_trial() {
    let trial = Claims { trial: true, ..premium(["2026-11-20", "2026-12-20", "2026-12-27"], 500) };
    let world = World::new("Lab", 14, vec![("#1", trial)]);
    let install = world.install("full.jwt", &premium(["2026-11-01", "2027-11-01", "2027-11-15"], 500));
    assert_eq!(
        plain(&install.effect),
        "Lab is covered until 1 Nov 2027 instead of 20 Dec 2026 and Coder no longer takes Lab for a trial."
    );
    assert!(lines(&install.changes).contains(&"change First warning: 14 Dec 2026 → 3 Oct 2027".to_owned()));
    assert!(!install.loses());
}
