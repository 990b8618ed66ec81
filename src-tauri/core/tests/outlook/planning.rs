//! Plans of several steps.

use seatkeeper_core::outlook::CoverageKind;
use seatkeeper_core::what_if::{Act, Plan, Step};

use super::world::*;

#[test]
fn installing_in_march_and_removing_in_april_is_seen_over_time() {
    let production = production();
    let renewal = premium(["2027-03-12", "2028-03-12", "2028-03-26"], 600);
    let steps = [
        Step { at: at("2027-04-10"), act: Act::remove("#4") },
        Step { at: at("2027-03-01"), act: Act::install(named("renewal.jwt", &renewal)) },
    ];
    let plan = production.see(|setting, licenses| Plan::of(setting, licenses, &steps, now()));
    let effects: Vec<_> = plan.steps.iter().map(|step| (step.at, plain(&step.what_if.effect))).collect();
    assert_eq!(
        effects,
        [
            (
                at("2027-03-01"),
                "Production is covered until 12 Mar 2028 instead of 12 Mar 2027 and seats rise from 500 to 600 from 12 \
                 Mar 2027."
                    .to_owned()
            ),
            (at("2027-04-10"), "Nothing changes: #4 has expired.".to_owned()),
        ]
    );
    let zone = berlin();
    let heads: Vec<_> = plan
        .boundaries
        .iter()
        .map(|boundary| format!("{}: {}", boundary.at.day(&zone), boundary.sentence()))
        .collect();
    assert_eq!(
        heads,
        [
            "11 Feb 2027: Coder begins to warn that the term ends.",
            "1 Mar 2027: renewal.jwt is installed.",
            "12 Mar 2027: renewal.jwt starts; #4's term ends and its grace period begins.",
            "26 Mar 2027: #4's grace period ends.",
            "10 Apr 2027: #4 is removed.",
            "12 Feb 2028: Coder begins to warn that the term ends.",
            "12 Mar 2028: renewal.jwt's term ends and its grace period begins.",
            "26 Mar 2028: renewal.jwt's grace period ends.",
        ]
    );
    let installed = &plan.boundaries[1];
    assert_eq!(lines(&installed.changes), ["change Coder says: how many days are left, each day → –"]);
    assert_eq!(lines(&plan.boundaries[2].changes)[0], "gain Seats: 500 → 600");
}

#[test]
fn a_renewal_installed_too_late_leaves_a_gap() {
    let production = production();
    let renewal = premium(["2027-03-12", "2028-03-12", "2028-03-26"], 600);
    let steps = [Step { at: at("2027-04-05"), act: Act::install(named("renewal.jwt", &renewal)) }];
    let plan = production.see(|setting, licenses| Plan::of(setting, licenses, &steps, now()));
    let gap = plan.coverage.iter().find(|line| line.kind == CoverageKind::Gap).expect("a gap");
    assert_eq!(plain(&gap.sentence), "Gap: no license from 26 Mar to 5 Apr 2027 (10 days).");
    assert_eq!(
        plain(&plan.steps[0].what_if.effect),
        "Production is covered until 12 Mar 2028 and seats change from none licensed to 600."
    );
}

#[test]
fn a_license_that_is_over_by_its_day_is_not_installed() {
    let production = production();
    let short = premium(["2026-11-01", "2027-01-01", "2027-01-08"], 900);
    let steps = [Step { at: at("2027-02-01"), act: Act::install(named("short.jwt", &short)) }];
    let plan = production.see(|setting, licenses| Plan::of(setting, licenses, &steps, now()));
    assert_eq!(
        cautions(&plan.steps[0].what_if),
        ["refused: short.jwt has expired, so Coder would refuse it."]
    );
    assert!(plan.boundaries.iter().all(|boundary| !boundary.sentence().contains("short.jwt")));
}

#[test]
fn a_stopped_server_stays_stopped_until_the_license_goes() {
    let world = World { telemetry: Some(false), ..production() };
    let mut asking = premium(["2026-11-01", "2027-11-01", "2027-11-15"], 900);
    asking.require_telemetry = true;
    let steps = [
        Step { at: at("2026-12-01"), act: Act::install(named("new.jwt", &asking)) },
        Step { at: at("2027-05-01"), act: Act::remove("new.jwt") },
    ];
    let plan = world.see(|setting, licenses| Plan::of(setting, licenses, &steps, now()));
    assert_eq!(
        plan.steps.iter().map(|step| plain(&step.what_if.effect)).collect::<Vec<_>>(),
        [
            "Nothing changes: telemetry is off on Production, and a license requires it.",
            "Coder works out what Production may use again.",
        ]
    );
    // #4 ends in March, and Coder goes on showing its seats.
    let during = plan.boundaries.iter().rfind(|boundary| boundary.at < at("2027-05-01")).expect("a boundary");
    assert!(during.state.stopped && during.state.has_license);
    let after = plan.boundaries.iter().find(|boundary| boundary.at == at("2027-05-01")).expect("the step");
    assert!(!after.state.has_license && !after.state.stopped);
}
