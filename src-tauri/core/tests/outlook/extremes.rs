//! Dates at the ends of all time, out of order, and overlapping many times over.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use seatkeeper_core::Instant;
use seatkeeper_core::entitlement::{DeploymentFacts, Installed, evaluate};
use seatkeeper_core::license::Claims;
use seatkeeper_core::outlook::{Facts, Named, Outlook, Setting};
use seatkeeper_core::what_if::{Act, Plan, Step, WhatIf};

use crate::generators::{DAY, NOW, any_claims};

/// The year 1, from which Coder's clock counts, in seconds before the epoch.
const YEAR_ONE: i64 = 62_135_596_800;

/// Dates at which a sum may overflow or a comparison turn round, and some between which order is lost.
fn edge() -> impl Strategy<Value = Option<Instant>> {
    let dates = [
        i64::MIN,
        i64::MIN + 1,
        i64::MIN + 5 * 365 * DAY,
        -YEAR_ONE - 1,
        -YEAR_ONE,
        -1,
        0,
        NOW.unix() - 1,
        NOW.unix(),
        NOW.unix() + 1,
        NOW.unix() + 29 * DAY,
        253_402_300_800,
        i64::MAX - YEAR_ONE,
        i64::MAX - YEAR_ONE + 1,
        i64::MAX - 1,
        i64::MAX,
    ];
    proptest::option::weighted(0.97, proptest::sample::select(dates.to_vec()).prop_map(Instant::from_unix))
}

fn extreme_claims() -> impl Strategy<Value = Claims> {
    (any_claims(), edge(), edge(), edge(), edge()).prop_map(|(claims, issued, starts, ends, last)| Claims {
        version: 3,
        account_id: "account".to_owned(),
        issued_at: issued,
        not_before: starts,
        license_expires: ends,
        expires_at: last,
        ..claims
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn no_date_is_too_far_and_no_pile_too_high(
        claims in proptest::collection::vec(extreme_claims(), 0..24), clock in edge(), times in 1_usize..5,
    ) {
        let now = clock.unwrap_or(NOW);
        let piled: Vec<_> = std::iter::repeat_n(&claims, times).flatten().collect();
        let licenses: Vec<_> = piled
            .iter()
            .enumerate()
            .map(|(place, claims)| Named::new(format!("#{place}"), Installed::new("6e3c", claims)))
            .collect();
        let installed: Vec<_> = licenses.iter().map(|named| named.license).collect();
        let facts = Facts::from(DeploymentFacts { active_users: i64::MAX, ..DeploymentFacts::default() });
        let zone = TimeZone::UTC;
        let setting = Setting { name: "Lab", deployment_id: None, facts: &facts, telemetry: None, zone: &zone };
        let outlook = Outlook::of(&setting, &licenses, now);
        prop_assert_eq!(&outlook.now.features, &evaluate(&installed, &facts.known, now).entitlements.features);
        prop_assert!(outlook.boundaries.is_sorted_by_key(|boundary| boundary.at));
        for line in &outlook.coverage {
            prop_assert!(line.starts < line.ends && !line.sentence.is_empty(), "{:?}", line);
        }
        for boundary in &outlook.boundaries {
            prop_assert!(!boundary.sentence().is_empty());
        }
        let act = Act::remove("#0");
        prop_assert!(!WhatIf::of(&setting, &licenses, &act, now, now).effect.is_empty());
        let steps = [Step { at: now.plus(DAY), act }];
        Plan::of(&setting, &licenses, &steps, now).view(&zone);
    }
}
