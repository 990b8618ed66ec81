//! The forecast: pooled over 200 histories it is nearer than its rivals, and four laws hold of it.

use proptest::prelude::*;
use seatkeeper_core::seats::forecast::{DayCount, Forecast};

use crate::back_test::{DISTANCES, day_counts, scores, table};
use crate::histories::History;

#[test]
fn over_200_histories_the_forecast_is_nearer_than_last_value_and_least_squares_and_its_band_is_true() {
    let scores = scores(0..200);
    let pooled = &scores[&(None, None)];
    assert!(pooled.ours() < pooled.last() && pooled.ours() < pooled.squares(), "{pooled:?}");
    for distance in DISTANCES.into_iter().map(Some).chain([None]) {
        let score = &scores[&(distance, None)];
        assert!((75.0..=85.0).contains(&score.held()), "{distance:?} {score:?}");
    }
    // Elsewhere the last digit of a sine may be another.
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        let told = include_str!("../../../../docs/seats.md");
        let table = table(&scores);
        assert!(told.contains(&table), "docs/seats.md is to have this table:\n{table}");
    }
}

fn history() -> impl Strategy<Value = Vec<DayCount>> {
    (0..5_000_u64, 28_usize..240).prop_map(|(seed, days)| {
        let counts = History::of_seed(seed).counts;
        day_counts(&counts[..days.min(counts.len())])
    })
}

fn forecast(counts: &[DayCount]) -> Forecast {
    let last = counts.iter().map(|count| count.day).max().unwrap_or(0);
    Forecast::of(counts, last + 1).expect("enough counts")
}

fn near(left: f64, right: f64, size: f64) -> bool {
    (left - right).abs() <= 1e-6 * size.abs().max(1.0)
}

fn same(left: &Forecast, right: &Forecast, what: impl Fn(f64) -> f64, size: f64) -> bool {
    [1, 7, 30, 90, 180].into_iter().all(|distance| {
        let (one, other) = (left.on(left.from + distance), right.on(right.from + distance));
        near(what(one.middle), other.middle, size)
            && near(what(one.low), other.low, size)
            && near(what(one.high), other.high, size)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn more_users_on_every_day_are_as_many_more_in_the_forecast(counts in history(), more in 0_u32..100_000) {
        let more = f64::from(more);
        let moved: Vec<_> = counts.iter().map(|c| DayCount { count: c.count + more, ..*c }).collect();
        prop_assert!(same(&forecast(&counts), &forecast(&moved), |value| value + more, more + 10_000.0));
    }

    #[test]
    fn later_days_are_as_much_later_in_the_forecast(counts in history(), later in -20_000_i32..20_000) {
        // Whole weeks, as the week has a rhythm.
        let moved: Vec<_> = counts.iter().map(|c| DayCount { day: c.day + 7 * later, ..*c }).collect();
        let (one, other) = (forecast(&counts), forecast(&moved));
        prop_assert_eq!(other.from, one.from + 7 * later);
        prop_assert!(same(&one, &other, |value| value, 10_000.0));
    }

    #[test]
    fn times_as_many_users_are_times_as_many_in_the_forecast(counts in history(), times in 1_u32..1_000) {
        let times = f64::from(times);
        let scaled: Vec<_> = counts.iter().map(|c| DayCount { count: c.count * times, ..*c }).collect();
        prop_assert!(same(&forecast(&counts), &forecast(&scaled), |value| value * times, times * 10_000.0));
    }

    #[test]
    fn the_order_of_counts_changes_nothing(counts in history(), turn in 0_usize..240) {
        let mut turned = counts.clone();
        turned.rotate_left(turn % counts.len());
        turned.reverse();
        prop_assert_eq!(forecast(&counts), forecast(&turned));
    }

    #[test]
    fn gaps_are_not_bridged_and_a_line_stays_a_line(
        slope in -5_i32..5,
        holes in proptest::collection::btree_set(0_i32..59, 0..30),
    ) {
        let line = |day: i32| 1_000.0 + f64::from(slope * day);
        let counts: Vec<_> =
            (0..60).filter(|day| !holes.contains(day)).map(|day| DayCount { day, count: line(day) }).collect();
        let forecast = forecast(&counts);
        for distance in [1, 30, 180] {
            let there = forecast.on(59 + distance);
            prop_assert!(near(there.middle, line(59 + distance), 1_000.0), "{:?}", there);
            prop_assert!(there.low <= there.middle && there.middle <= there.high);
        }
    }

    #[test]
    fn no_counts_make_it_panic_or_turn_its_band_inside_out(
        counts in proptest::collection::vec((any::<i32>(), any::<f64>()), 0..80),
        near_days in proptest::collection::vec((-200_i32..200, -1e12_f64..1e12), 0..300),
        today in any::<i32>(),
    ) {
        for (counts, today) in [(counts, today), (near_days, 200)] {
            let counts: Vec<_> = counts.into_iter().map(|(day, count)| DayCount { day, count }).collect();
            if let Ok(forecast) = Forecast::of(&counts, today) {
                for distance in [0, 1, 180] {
                    let there = forecast.on(forecast.from.saturating_add(distance));
                    prop_assert!(there.low <= there.high);
                }
            }
        }
    }
}
