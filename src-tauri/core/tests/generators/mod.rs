//! Licenses and facts of every kind, for tests of what holds for all of them.

use std::collections::BTreeMap;

use proptest::prelude::*;
use seatkeeper_core::Instant;
use seatkeeper_core::entitlement::DeploymentFacts;
use seatkeeper_core::feature::FeatureName;
use seatkeeper_core::license::Claims;

pub(crate) const NOW: Instant = Instant::from_unix(1_795_435_200);
pub(crate) const DAY: i64 = 86_400;

/// Values of features that the rules treat in different ways.
fn features() -> impl Strategy<Value = BTreeMap<String, i64>> {
    let known = FeatureName::known().map(|name| name.as_str().to_owned());
    let more = [
        "managed_agent_limit_soft",
        "managed_agent_limit_hard",
        "agent_runtime_hours_allocation",
        "agent_runtime_hours_limit_soft",
        "agent_runtime_hours_limit_hard",
        "not_a_feature",
    ];
    let names: Vec<_> = known.chain(more.map(str::to_owned)).collect();
    let values = prop_oneof![Just(-1), Just(0), Just(1), 2_i64..300, any::<i64>()];
    proptest::collection::btree_map(proptest::sample::select(names), values, 0..6)
}

/// Claims that break no rule; each license is in its term, in grace, not started, or over.
fn ordinary_claims() -> impl Strategy<Value = Claims> {
    let dates = (-400_i64..20, -30_i64..300, 0_i64..40, 0_i64..400);
    let sets = proptest::sample::select(vec!["", "enterprise", "premium", "Premium", "gold"]);
    let addons = proptest::option::of(proptest::sample::select(vec!["ai_governance", "unknown"]));
    (dates, sets, any::<(bool, bool, bool)>(), features(), addons).prop_map(
        |((starts, ends, grace, age), set, (trial, all_features, telemetry), features, addon)| Claims {
            version: 3,
            issued_at: Some(NOW.plus((starts.min(0) - age) * DAY)),
            not_before: Some(NOW.plus(starts * DAY)),
            license_expires: Some(NOW.plus(ends * DAY)),
            expires_at: Some(NOW.plus((ends + grace) * DAY)),
            account_type: "salesforce".to_owned(),
            account_id: "account".to_owned(),
            feature_set: set.to_owned(),
            all_features,
            trial,
            require_telemetry: telemetry,
            features: Some(features),
            addons: addon.map(|addon| vec![addon.to_owned()]),
            ..Claims::default()
        },
    )
}

/// The same, and some with a claim missing or a date that no calendar holds.
pub(crate) fn any_claims() -> impl Strategy<Value = Claims> {
    (ordinary_claims(), 0_u8..12, any::<i64>()).prop_map(|(mut claims, fault, date)| {
        let odd = Some(Instant::from_unix(date));
        match fault {
            0 => claims.version = 2,
            1 => claims.account_id.clear(),
            2 => claims.license_expires = None,
            3 => claims.issued_at = odd,
            4 => claims.not_before = odd,
            5 => claims.expires_at = odd,
            6 => claims.license_expires = odd,
            _ => {}
        }
        claims
    })
}

pub(crate) fn any_licenses() -> impl Strategy<Value = Vec<Claims>> {
    proptest::collection::vec(any_claims(), 0..5)
}

pub(crate) fn any_facts() -> impl Strategy<Value = DeploymentFacts> {
    let counts = || prop_oneof![0_i64..300, any::<i64>()];
    let few = || 0_i64..4;
    let names: Vec<_> = FeatureName::known().collect();
    let enablements = proptest::collection::btree_map(proptest::sample::select(names), any::<bool>(), 0..28);
    let options = (proptest::option::of(counts()), proptest::option::of(counts()));
    (counts(), counts(), (few(), few(), few()), options, enablements).prop_map(
        |(active_users, active_ai_seats, few, options, enablements)| DeploymentFacts {
            active_users,
            active_ai_seats,
            replicas: few.0,
            external_auth_providers: few.1,
            external_agent_templates: few.2,
            workspace_capable_users: options.0,
            managed_agents: options.1,
            enablements,
        },
    )
}
