//! Licenses for the examples of `docs/entitlements.md`, which run as tests of the documentation.

use crate::instant::Instant;
use crate::license::Claims;

use super::{DeploymentFacts, Entitlements, Installed, evaluate};

/// A premium license: start, end of the term, end of the grace period ("2026-03-12"), and its seats. It was issued 60
/// days before its start.
pub fn premium(dates: [&str; 3], seats: i64) -> Claims {
    let [starts, ends, grace_until] = dates.map(Instant::parse);
    Claims {
        version: 3,
        issued_at: starts.map(|at| at.plus(-60 * 86_400)),
        not_before: starts,
        license_expires: ends,
        expires_at: grace_until,
        account_type: "salesforce".to_owned(),
        account_id: "example".to_owned(),
        feature_set: "premium".to_owned(),
        features: Some([("user_limit".to_owned(), seats)].into()),
        ..Claims::default()
    }
}

/// The same with one more feature.
pub fn with(mut claims: Claims, feature: &str, value: i64) -> Claims {
    claims.features.get_or_insert_default().insert(feature.to_owned(), value);
    claims
}

/// What a server of so many active users answers on a day.
pub fn given(licenses: &[Claims], active_users: i64, day: &str) -> Entitlements {
    let facts = DeploymentFacts { active_users, replicas: 1, ..DeploymentFacts::default() };
    let installed: Vec<_> = licenses.iter().map(|claims| Installed::new("example", claims)).collect();
    evaluate(&installed, &facts, Instant::parse(day).unwrap_or(Instant::from_unix(0))).entitlements
}
