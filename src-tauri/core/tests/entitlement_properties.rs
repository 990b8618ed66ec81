//! Properties of entitlements that hold for any set of licenses.

mod generators;

use generators::{NOW, any_claims, any_facts, any_licenses};
use proptest::prelude::*;
use seatkeeper_core::entitlement::texts::ServerText;
use seatkeeper_core::entitlement::{DeploymentFacts, Entitlements, Evaluation, Installed, evaluate};
use seatkeeper_core::feature::{FeatureName, Kind};
use seatkeeper_core::license::Claims;

fn outcome(claims: &[Claims], facts: &DeploymentFacts) -> Evaluation {
    let uuids: Vec<_> = (0..claims.len()).map(|place| format!("license {place}")).collect();
    let installed: Vec<_> =
        claims.iter().zip(&uuids).map(|(claims, uuid)| Installed::new(uuid, claims)).collect();
    evaluate(&installed, facts, NOW)
}

/// What does not depend on the order: features that no license gives singly, and no addon gives.
fn without_order(claims: &[Claims]) -> Vec<Claims> {
    let mut claims = claims.to_vec();
    for claims in &mut claims {
        claims.addons = None;
        claims.trial = false;
        if let Some(features) = &mut claims.features {
            features.retain(|name, _| FeatureName::of(name).kind() != Kind::Switch);
        }
    }
    claims
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// No licenses and no numbers are too odd, and the answer survives the wire.
    #[test]
    fn any_licenses_get_an_answer(claims in any_licenses(), facts in any_facts()) {
        let Evaluation { entitlements, winners } = outcome(&claims, &facts);
        for sentence in entitlements.warnings.iter().chain(&entitlements.errors) {
            prop_assert!(ServerText::recognise(sentence).is_some(), "{sentence}");
        }
        for (name, feature) in &entitlements.features {
            prop_assert!(name.is_known());
            prop_assert!(!feature.enabled || feature.entitlement.allows_use(), "{name} is on and not licensed");
            let licensed = feature.entitlement.allows_use();
            prop_assert_eq!(licensed, winners.contains_key(name), "{} has a winner where it is licensed", name);
            prop_assert!(licensed || feature.limit.is_none(), "{name} has a limit and no license");
        }
        prop_assert_eq!(entitlements.features.len(), FeatureName::known().count());
        prop_assert!(winners.values().all(|place| *place < claims.len()));
        let ordinary_dates = claims.iter().all(|claims| {
            [claims.issued_at, claims.not_before, claims.expires_at].iter().flatten().all(|at| at.unix().abs() < 100_000_000_000)
        });
        if ordinary_dates {
            let text = serde_json::to_string(&entitlements).expect("writes");
            prop_assert_eq!(Entitlements::read(&text), Ok(entitlements));
        }
    }

    /// Without features given singly, addons and trials, licenses may come in any order.
    #[test]
    fn the_order_matters_only_where_it_is_said_to(
        claims in any_licenses(), facts in any_facts(), turn in any::<prop::sample::Index>(), back in any::<bool>(),
    ) {
        let claims = without_order(&claims);
        let mut turned = claims.clone();
        if !turned.is_empty() {
            let by = turn.index(turned.len());
            turned.rotate_left(by);
        }
        if back {
            turned.reverse();
        }
        let (one, mut other) = (outcome(&claims, &facts).entitlements, outcome(&turned, &facts).entitlements);
        prop_assert_eq!(&one.features, &other.features);
        prop_assert_eq!(&one.warnings, &other.warnings);
        // Errors of single licenses stand in the order of the licenses, and name them.
        let invalid = |answer: &Entitlements| {
            answer.errors.iter().filter(|error| error.starts_with("Invalid license")).count()
        };
        prop_assert_eq!(invalid(&one), invalid(&other));
        other.features.clone_from(&one.features);
        other.errors.clone_from(&one.errors);
        prop_assert_eq!(one, other);
    }

    /// One license more never takes a feature away, nor lowers it from term to grace. But a feature given singly
    /// replaces what was there, so that a license in grace may lower one; of seats and amounts the license that
    /// wins may be the one in grace (enough seats, or issued later).
    #[test]
    fn one_license_more_takes_nothing_away(claims in any_licenses(), more in any_claims(), facts in any_facts()) {
        let before = outcome(&claims, &facts).entitlements;
        let singly = more.features.clone().unwrap_or_default();
        let mut claims = claims;
        claims.push(more);
        let after = outcome(&claims, &facts).entitlements;
        for (name, feature) in &before.features {
            let now = after.feature(name);
            prop_assert!(
                now.entitlement.allows_use() || !feature.entitlement.allows_use(),
                "{name} was taken away"
            );
            let replaced = singly.get(name.as_str()).is_some_and(|value| *value > 0);
            if name.kind() == Kind::Switch && !replaced {
                prop_assert!(now.entitlement >= feature.entitlement, "{name} was lowered");
                prop_assert!(now.enabled || !feature.enabled, "{name} was switched off");
            }
        }
        prop_assert!(after.has_license || !before.has_license);
        prop_assert!(after.require_telemetry || !before.require_telemetry);
    }

    /// Seats are those of one license, never a sum, and enough of them are found where one license has enough.
    #[test]
    fn seats_are_those_of_one_license(claims in any_licenses(), facts in any_facts()) {
        let facts = DeploymentFacts { workspace_capable_users: None, ..facts };
        let Evaluation { entitlements, winners } = outcome(&claims, &facts);
        let seats = entitlements.feature(&FeatureName::UserLimit);
        prop_assert_eq!(seats.actual, Some(facts.active_users));
        match winners.get(&FeatureName::UserLimit) {
            None => prop_assert_eq!(seats.limit, None),
            Some(place) => {
                let winner = &claims[*place];
                prop_assert_eq!(seats.limit, winner.feature("user_limit"));
                let alone = outcome(std::slice::from_ref(winner), &facts).entitlements;
                prop_assert_eq!(seats.entitlement, alone.feature(&FeatureName::UserLimit).entitlement);
                let enough = |seats: i64| facts.active_users <= seats;
                for claims in &claims {
                    let alone = outcome(std::slice::from_ref(claims), &facts).entitlements;
                    let offered = alone.feature(&FeatureName::UserLimit);
                    if let Some(limit) = offered.limit {
                        let chosen = (seats.limit.is_some_and(enough), seats.entitlement, seats.limit);
                        prop_assert!(chosen >= (enough(limit), offered.entitlement, Some(limit)));
                    }
                }
            }
        }
    }
}
