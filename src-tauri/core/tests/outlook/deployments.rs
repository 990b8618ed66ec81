//! The four deployments of the design on 23 November 2026: what comes, and what a removal would do.

use super::world::*;

/// What Coder says in a grace period, with the sentences about single features as one line.
fn grace_messages(users: i64, seats: i64) -> [String; 2] {
    [
        format!(
            "change Coder says: – → \"Your deployment has {users} active users but the license with the limit {seats} \
             is expired.\""
        ),
        "change Coder says: – → \"Audit Log is enabled but your license for this feature is expired.\", and 11 sentences \
         like it"
            .to_owned(),
    ]
}

#[test]
fn production_is_fine_until_march() {
    let outlook = production().outlook();
    assert_eq!(
        coverage(&outlook),
        ["Covered from 12 Mar 2026 to 12 Mar 2027, then in grace until 26 Mar 2027."]
    );
    let [users, features] = grace_messages(412, 500);
    let lines = boundaries(&outlook);
    assert_eq!(
        lines[..12],
        [
            "11 Feb 2027: Coder begins to warn that the term ends.",
            "change Coder says: – → how many days are left, each day",
            "12 Mar 2027: #4's term ends and its grace period begins.",
            "loss Seats: 500 → 500, in grace",
            "loss Features: 14 on, 10 not switched on → 14 on in grace, 10 not switched on (in grace)",
            "loss Managed agents: 1,000 → 1,000, in grace",
            &users,
            &features,
            "change Coder says: how many days are left, each day → –",
            "26 Mar 2027: #4's grace period ends.",
            "loss Seats: 500 licensed, in grace → none licensed; 412 users are active",
            "loss Features: 14 on in grace, 10 not switched on (in grace) → 24 off: Audit Log, Template RBAC, High \
             Availability and 21 more",
        ]
    );
    assert_eq!(lines.len(), 15);
}

#[test]
fn removing_productions_only_license_ends_it_all() {
    let removal = production().remove("#4");
    assert_eq!(plain(&removal.effect), "Production will have no license from now.");
    assert_eq!(
        lines(&removal.changes),
        [
            "loss Coverage: to 12 Mar 2027 → none",
            "loss Seats: 500 licensed → none licensed; 412 users are active",
            "loss Features: 14 on, 10 not switched on → 24 off: Audit Log, Template RBAC, High Availability and 21 more",
            "loss Managed agents: 1,000 → none",
            "change First warning: 11 Feb 2027 → none in sight",
        ]
    );
    assert!(removal.loses() && removal.winners.is_empty() && removal.cautions.is_empty());
}

#[test]
fn stagings_grace_period_is_live() {
    let staging = staging();
    let outlook = staging.outlook();
    assert_eq!(
        coverage(&outlook),
        ["Covered from 9 Nov 2025 to 9 Nov 2026, then in grace until 30 Nov 2026."]
    );
    assert_eq!(
        boundaries(&outlook)[..2],
        [
            "30 Nov 2026: #2's grace period ends.",
            "loss Seats: 100 licensed, in grace → none licensed; 31 users are active",
        ]
    );
    let removal = staging.remove("#2");
    assert_eq!(
        plain(&removal.effect),
        "Staging will have no license from now: it is in grace, and its features stop."
    );
    assert_eq!(lines(&removal.changes)[0], "loss Coverage: in grace to 30 Nov 2026 → none");
}

#[test]
fn eu_has_a_gap_in_december() {
    let eu = eu();
    let outlook = eu.outlook();
    assert_eq!(
        coverage(&outlook),
        [
            "Covered from 5 Dec 2025 to 5 Dec 2026, then in grace until 8 Dec 2026.",
            "Gap: no license from 8 to 18 Dec 2026 (10 days).",
            "Covered from 18 Dec 2026 to 18 Dec 2027, then in grace until 1 Jan 2028.",
        ]
    );
    let heads: Vec<_> = boundaries(&outlook).into_iter().filter(|line| line.contains(" 20")).collect();
    assert_eq!(
        heads.iter().filter(|line| !line.contains('→')).collect::<Vec<_>>(),
        [
            "5 Dec 2026: #9's term ends and its grace period begins.",
            "8 Dec 2026: #9's grace period ends.",
            "18 Dec 2026: #12 starts.",
            "19 Nov 2027: Coder begins to warn that the term ends.",
            "18 Dec 2027: #12's term ends and its grace period begins.",
            "1 Jan 2028: #12's grace period ends.",
        ]
    );
    assert_eq!(plain(&eu.remove("#9").effect), "EU will have no license from now until 18 Dec 2026.");
    let removal = eu.remove("#12");
    assert_eq!(plain(&removal.effect), "EU will have no license from 8 Dec 2026.");
    assert_eq!(
        lines(&removal.changes)[..2],
        [
            "loss Coverage: to 5 Dec 2026, gap from 8 to 18 Dec 2026, then to 18 Dec 2027 → to 5 Dec 2026",
            "loss Seats: 160 licensed from 18 Dec 2026 → none licensed from 18 Dec 2026; 128 users are active",
        ]
    );
}

#[test]
fn a_license_can_close_the_gap_of_eu() {
    let bridge = premium(["2026-12-01", "2026-12-20", "2026-12-20"], 130);
    let install = eu().install("bridge.jwt", &bridge);
    assert_eq!(
        plain(&install.effect),
        "The gap from 8 to 18 Dec 2026 is closed and seats rise from 120 to 130 from 1 Dec 2026."
    );
    assert_eq!(
        lines(&install.changes)[0],
        "gain Coverage: to 5 Dec 2026, gap from 8 to 18 Dec 2026, then to 18 Dec 2027 → to 18 Dec 2027, no gap"
    );
}

#[test]
fn a_longer_grace_period_bridges() {
    let licenses = vec![
        ("#9", premium(["2025-12-05", "2026-12-05", "2026-12-18"], 120)),
        ("#12", premium(["2026-12-18", "2027-12-18", "2027-12-18"], 160)),
    ];
    let outlook = World::new("EU", 128, licenses).outlook();
    assert_eq!(
        coverage(&outlook),
        ["Covered from 5 Dec 2025 to 18 Dec 2027.", "Bridged by grace from 5 to 18 Dec 2026.",]
    );
    let lines = boundaries(&outlook);
    assert!(lines.contains(&"18 Dec 2026: #12 starts; #9's grace period ends.".to_owned()), "{lines:#?}");
    assert!(
        lines.contains(&"18 Dec 2027: #12's term ends; it has no grace period.".to_owned()),
        "{lines:#?}"
    );
}

#[test]
fn lab_is_covered_and_runs_free_without_its_license() {
    let lab = lab();
    assert_eq!(
        coverage(&lab.outlook()),
        ["Covered from 1 Jul 2026 to 1 Jul 2027, then in grace until 15 Jul 2027."]
    );
    assert_eq!(plain(&lab.remove("#1").effect), "Lab will have no license from now.");
    let bare = World::new("Lab", 14, Vec::new());
    assert!(bare.outlook().boundaries.is_empty() && bare.outlook().coverage.is_empty());
}

#[test]
fn a_term_of_more_than_five_years_counts_once_the_rest_is_short_enough() {
    let long = World::new("Lab", 14, vec![("#1", premium(["2026-01-01", "2032-06-01", "2032-06-15"], 50))]);
    let outlook = long.outlook();
    assert_eq!(
        boundaries(&outlook)[..2],
        ["3 Jun 2027: Coder begins to count #1.", "gain Seats: none licensed → 50 licensed"]
    );
    assert_eq!(
        coverage(&outlook),
        ["Covered from 3 Jun 2027 to 1 Jun 2032, then in grace until 15 Jun 2032."]
    );
}
