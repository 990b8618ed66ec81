//! Two licenses side by side.

use seatkeeper_core::compare::compare;
use seatkeeper_core::license::Claims;

use super::world::*;

fn last_year() -> Claims {
    with(premium(["2026-03-12", "2027-03-12", "2027-03-26"], 500), "agent_runtime_hours_allocation", 1_000)
}

fn rows(a: &Claims, b: &Claims) -> Vec<String> {
    compare(a, b)
        .differences()
        .map(|row| {
            let words = (plain(&row.a), plain(&row.b), plain(&row.change));
            format!("{} {}: {} | {} | {}", row.kind.code(), row.label, words.0, words.1, words.2)
        })
        .collect()
}

fn sentence(a: &Claims, b: &Claims) -> String {
    plain(&compare(a, b).sentence)
}

#[test]
fn a_renewal_beside_its_forerunner() {
    let next =
        with(premium(["2027-03-12", "2028-03-12", "2028-03-26"], 600), "agent_runtime_hours_allocation", 800);
    let next = Claims { addons: Some(vec!["ai_governance".to_owned()]), ..next };
    assert_eq!(
        sentence(&last_year(), &next),
        "B runs a year longer, adds 100 seats and AI Governance; it has 200 agent hours less."
    );
    assert_eq!(
        rows(&last_year(), &next),
        [
            "loss Agent hours: 1,000 | 800 | − 200",
            "gain Term: to 12 Mar 2027 | to 12 Mar 2028 | + 366 days",
            "gain Seats: 500 | 600 | + 100",
            "gain Add-ons: – | AI Governance | new",
            "change Starts: 12 Mar 2026 | 12 Mar 2027 | different",
            "change Issued: 2 Mar 2026 | 10 Nov 2026 | different",
        ]
    );
    assert_eq!(
        sentence(&next, &last_year()),
        "B adds 200 agent hours; it ends a year earlier, has 100 seats less, lacks AI Governance."
    );
}

#[test]
fn a_license_that_is_worse_throughout_leaves_the_word_to_the_other() {
    let less = Claims {
        feature_set: "enterprise".to_owned(),
        trial: true,
        deployment_ids: Some(vec!["a".to_owned(), "b".to_owned()]),
        ..premium(["2026-03-12", "2027-02-10", "2027-02-17"], 500)
    };
    assert_eq!(
        sentence(&last_year(), &less),
        "A runs 30 days longer, fits every deployment, is no trial, adds 7 days of grace, 1,000 agent hours, Custom \
         Roles, Multiple Organizations and Service Accounts."
    );
    assert_eq!(
        rows(&last_year(), &less)[..5],
        [
            "loss Term: to 12 Mar 2027 | to 10 Feb 2027 | − 30 days",
            "loss Grace: 14 days | 7 days | − 7 days",
            "loss Feature set: Premium | Enterprise | less",
            "loss Agent hours: 1,000 | – | gone",
            "loss Custom Roles: on | – | gone",
        ]
    );
    assert!(rows(&last_year(), &less).contains(&"loss Deployments: any | 2 | less".to_owned()));
    assert!(rows(&last_year(), &less).contains(&"change Managed agents: 1,000 | – | gone".to_owned()));
}

#[test]
fn no_limit_of_seats_is_more_than_any() {
    let mut free = last_year();
    free.features = Some([("agent_runtime_hours_allocation".to_owned(), 1_000)].into());
    assert_eq!(rows(&last_year(), &free), ["gain Seats: 500 | no limit | no limit"]);
    assert_eq!(sentence(&last_year(), &free), "B has no limit of seats.");
    assert_eq!(sentence(&free, &last_year()), "A has no limit of seats.");
}

#[test]
fn what_is_neither_better_nor_worse_is_named() {
    let other = Claims { account_id: "another".to_owned(), id: "1f0c".to_owned(), ..last_year() };
    assert_eq!(sentence(&last_year(), &other), "Neither is better. They differ in: Account and License ID.");
    assert_eq!(sentence(&other, &other), "A and B say the same.");
    let locked = |id: &str| Claims { deployment_ids: Some(vec![id.to_owned()]), ..last_year() };
    assert_eq!(rows(&locked("7c1e"), &locked("8d2f")), ["change Deployments: 1: 7c1e | 1: 8d2f | different"]);
}

#[test]
fn a_set_by_name_or_one_by_one_is_the_same() {
    let enterprise = Claims { feature_set: "enterprise".to_owned(), ..last_year() };
    let older = Claims { feature_set: String::new(), all_features: true, ..last_year() };
    assert_eq!(rows(&enterprise, &older), Vec::<String>::new());
    let single = with(enterprise.clone(), "custom_roles", 1);
    assert_eq!(sentence(&enterprise, &single), "B adds Custom Roles.");
    let novel = with(with(enterprise.clone(), "novel_thing", 3), "boundary", 0);
    assert_eq!(rows(&enterprise, &novel), ["change novel_thing: – | 3 | different"]);
}

#[test]
fn telemetry_and_usage_data_are_duties() {
    let asking = Claims { require_telemetry: true, publish_usage_data: true, ..last_year() };
    assert_eq!(
        rows(&last_year(), &asking),
        ["loss Telemetry: not required | required | new", "loss Usage data: not required | required | new"]
    );
    assert_eq!(sentence(&last_year(), &asking), "A does not require telemetry, does not ask for usage data.");
}
