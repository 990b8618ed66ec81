//! Coverage over time as rows of stretches, of one deployment and of all.

use seatkeeper_core::view::{DeploymentTermsView, StretchView, TermRowView, TermsView};
use serde_json::{Value, json};

use crate::kit::{Manager, NOW, World, at, claims, done, listed, plain};

fn license(dates: [&str; 3], seats: i64, id: u32) -> Value {
    claims(dates, seats, json!({ "jti": format!("1f0c0000-0000-4000-8000-{id:012}") }))
}

/// EU of the design: a term to 5 Dec, grace to 8 Dec, nothing until 18 Dec; and a trial that is over.
fn eu() -> Vec<Value> {
    vec![
        listed(2, &license(["2026-02-01", "2026-03-01", "2026-03-08"], 50, 2)),
        listed(9, &license(["2026-03-01", "2026-12-05", "2026-12-08"], 120, 9)),
        listed(12, &license(["2026-12-18", "2027-12-18", "2028-01-01"], 160, 12)),
    ]
}

fn world(deployments: &[(&str, Vec<Value>)]) -> (World, Manager) {
    let world = World::new();
    for (name, licenses) in deployments {
        world.add(name);
        let host = format!("{}.example.com", name.to_lowercase());
        world.answer(&host, "licenses", json!(licenses));
        world.answer(&host, "permissions", json!({ "read_licenses": true, "add_licenses": true }));
    }
    let manager = world.manager();
    done(manager.check(None));
    (world, manager)
}

fn drawn(row: &TermRowView) -> Vec<String> {
    let drawn = row.stretches.iter().filter(|stretch| stretch.kind != "none");
    drawn.map(|stretch| format!("{}: {}", stretch.kind, plain(&stretch.sentence))).collect()
}

fn named<'v>(terms: &'v DeploymentTermsView, label: &str) -> &'v TermRowView {
    terms.rows.iter().find(|row| plain(&row.label).starts_with(label)).expect("the row")
}

fn labels(terms: &DeploymentTermsView) -> Vec<String> {
    terms.rows.iter().map(|row| plain(&row.label)).collect()
}

#[test]
fn coverage_comes_first_then_the_gap_then_each_license() {
    let (_, manager) = world(&[("EU", eu())]);
    let view = manager.deployment(1).expect("listed");
    let terms = &view.terms.deployments[0];
    assert_eq!(
        labels(terms),
        ["Coverage", "Gap", "#9 Premium · 120", "#12 Premium · 160", "#2 Premium · 50"]
    );
    assert_eq!(plain(&terms.sentence), plain(&view.coverage));
    assert_eq!(
        drawn(&terms.rows[0]),
        [
            "term: Covered from 1 Feb to 5 Dec 2026.",
            "grace: In grace from 5 to 8 Dec 2026.",
            "gap: Gap: no license from 8 to 18 Dec 2026 (10 days).",
            "ahead: Not started: covered from 18 Dec 2026 to 18 Dec 2027.",
            "grace: In grace from 18 Dec 2027 to 1 Jan 2028.",
        ]
    );
    assert_eq!(plain(&terms.rows[1].note), "from 8 to 18 Dec 2026 (10 days)");
    assert_eq!(
        drawn(named(terms, "#12")),
        [
            "ahead: Not started: its term runs from 18 Dec 2026 to 18 Dec 2027.",
            "grace: In grace from 18 Dec 2027 to 1 Jan 2028.",
        ]
    );
    assert_eq!(plain(&named(terms, "#2").note), "ended");
}

#[test]
fn a_row_says_something_of_every_second_of_the_range() {
    let (_, manager) = world(&[("EU", eu()), ("Empty", Vec::new())]);
    let terms = manager.terms();
    let joined = |stretches: &[StretchView]| stretches.windows(2).all(|two| two[0].to_at == two[1].from_at);
    for row in terms.deployments.iter().flat_map(|each| &each.rows) {
        let (first, last) = (row.stretches.first().expect("some"), row.stretches.last().expect("some"));
        assert_eq!((&first.from_at, &last.to_at), (&terms.from_at, &terms.to_at), "{row:?}");
        assert!(joined(&row.stretches), "{row:?}");
        assert!(row.stretches.iter().all(|stretch| !stretch.sentence.is_empty()), "{row:?}");
    }
    let empty = &terms.deployments[1];
    assert!(empty.rows.is_empty());
    assert_eq!(plain(&empty.sentence), "Empty has no license. It runs on the free features.");
}

#[test]
fn all_deployments_stand_over_one_range_without_what_is_over() {
    let solo = vec![listed(4, &license(["2026-03-12", "2027-03-12", "2027-03-26"], 500, 4))];
    let (_, manager) = world(&[("Production", solo), ("EU", eu())]);
    let terms = manager.terms();
    assert_eq!(labels(&terms.deployments[0]), ["#4 Premium · 500"], "one license is all there is to cover");
    assert_eq!(labels(&terms.deployments[1]), ["Coverage", "Gap", "#9 Premium · 120", "#12 Premium · 160"]);
    // Midnight in Berlin, in winter.
    assert_eq!((terms.today_at.as_str(), terms.from_at.as_str()), (NOW, "2026-01-31T23:00:00Z"));
    assert_eq!(terms.to_at, "2028-01-31T23:00:00Z");
    assert_eq!(
        plain(&terms.caption),
        "From 1 Feb 2026 to 1 Feb 2028; the line is today, 23 Nov 2026. Solid: term. Hatched: grace period. Outlined: \
         not started. Dotted: no license counts."
    );
}

#[test]
fn grace_between_two_terms_is_a_bridge_and_no_gap() {
    let bridged = vec![
        listed(1, &license(["2026-01-01", "2026-12-05", "2026-12-20"], 10, 1)),
        listed(2, &license(["2026-12-18", "2027-12-18", "2028-01-01"], 10, 2)),
    ];
    let (_, manager) = world(&[("Solo", bridged)]);
    let terms = manager.deployment(1).expect("listed").terms;
    assert_eq!(labels(&terms.deployments[0]), ["Coverage", "#1 Premium · 10", "#2 Premium · 10"]);
    assert_eq!(
        drawn(&terms.deployments[0].rows[0])[..2],
        ["term: Covered from 1 Jan to 5 Dec 2026.", "bridge: Bridged by grace from 5 to 18 Dec 2026."]
    );
}

#[test]
fn dates_of_no_calendar_stay_within_the_range() {
    let wild = |claim: &str, value: i64, id: u32| {
        listed(id.try_into().expect("small"), &{
            let mut claims = license(["2026-01-01", "2027-01-01", "2027-01-15"], 10, id);
            claims[claim] = json!(value);
            claims
        })
    };
    let all = vec![
        wild("nbf", i64::MIN, 1),
        wild("exp", i64::MAX, 2),
        wild("license_expires", i64::MAX, 3),
        wild("nbf", i64::MAX, 4),
        wild("license_expires", i64::MIN, 5),
    ];
    let (_, manager) = world(&[("Wild", all)]);
    let within = |view: &TermsView| {
        let (from, to) = (at(&view.from_at), at(&view.to_at));
        assert!(to.since(from) < 5 * 366 * 86_400, "{from} to {to}");
        for row in view.deployments.iter().flat_map(|each| &each.rows) {
            for stretch in &row.stretches {
                let (starts, ends) = (at(&stretch.from_at), at(&stretch.to_at));
                assert!(from <= starts && starts <= ends && ends <= to, "{row:?}");
            }
        }
    };
    within(&manager.terms());
    let view = manager.deployment(1).expect("listed").terms;
    within(&view);
    let rows = view.deployments[0].rows.iter().filter(|row| row.license.is_some());
    assert_eq!(rows.count(), 5, "what does not count has a row too");
}
