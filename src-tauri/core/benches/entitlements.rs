//! What the engine of entitlements costs: one merge of ten licenses, and three years of a hundred.

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use seatkeeper_core::Instant;
use seatkeeper_core::entitlement::{DeploymentFacts, Installed, evaluate};
use seatkeeper_core::feature::FeatureName;
use seatkeeper_core::license::Claims;
use seatkeeper_core::outlook::{Facts, Named, Outlook, Setting};

const NOW: Instant = Instant::from_unix(1_795_435_200);
const DAY: i64 = 86_400;

/// Licenses of one year each, of every kind, whose terms lie five days apart.
fn licenses(count: i64) -> Vec<Claims> {
    let license = |number: i64| {
        let starts = NOW.plus((number * 5 - 200) * DAY);
        let mut features: BTreeMap<String, i64> = [("user_limit".to_owned(), 100 + number)].into();
        if number % 3 == 0 {
            features.insert("managed_agent_limit".to_owned(), 500 + number);
            features.insert("scim".to_owned(), 1);
        }
        Claims {
            version: 3,
            issued_at: Some(starts.min(NOW.plus(-number))),
            not_before: Some(starts),
            license_expires: Some(starts.plus(365 * DAY)),
            expires_at: Some(starts.plus(379 * DAY)),
            account_type: "salesforce".to_owned(),
            account_id: "example".to_owned(),
            feature_set: if number % 2 == 0 { "premium" } else { "enterprise" }.to_owned(),
            features: Some(features),
            ..Claims::default()
        }
    };
    (0..count).map(license).collect()
}

fn facts() -> DeploymentFacts {
    let switched = [FeatureName::AuditLog, FeatureName::TemplateRbac];
    DeploymentFacts {
        active_users: 120,
        replicas: 1,
        managed_agents: Some(40),
        enablements: switched.into_iter().map(|name| (name, true)).collect(),
        ..DeploymentFacts::default()
    }
}

fn benches(criterion: &mut Criterion) {
    let (ten, hundred) = (licenses(10), licenses(100));
    let installed: Vec<_> = ten.iter().map(|claims| Installed::new("6e3c", claims)).collect();
    let known = facts();
    let mut group = criterion.benchmark_group("forecast");
    group.bench_function("merge of 10 licenses", |bencher| {
        bencher.iter(|| evaluate(black_box(&installed), &known, NOW));
    });
    let named: Vec<_> = hundred
        .iter()
        .enumerate()
        .map(|(number, claims)| Named::new(format!("#{number}"), Installed::new("6e3c", claims)))
        .collect();
    let facts = Facts::from(known.clone());
    let zone = TimeZone::UTC;
    let setting =
        Setting { name: "Lab", deployment_id: None, facts: &facts, telemetry: Some(true), zone: &zone };
    group.bench_function("three years of 100 licenses", |bencher| {
        bencher.iter(|| Outlook::of(&setting, black_box(&named), NOW));
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
