use proptest::prelude::*;

use super::*;
use crate::license::Claims;

fn at(seconds: i64) -> Instant {
    Instant::from_unix(seconds)
}

fn term(starts: i64, ends: i64, grace_until: i64) -> Term {
    Term::new(at(starts), at(ends), at(grace_until)).expect("it counts at some instant")
}

fn timeline(now: i64, terms: &[(i64, i64, i64)]) -> ValidityTimeline {
    let terms: Vec<_> = terms.iter().map(|(starts, ends, grace)| term(*starts, *ends, *grace)).collect();
    ValidityTimeline::of(&terms, at(now))
}

/// Blocks as text: `T` a stretch of term, `g` one of grace, `|` between blocks.
fn drawn(timeline: &ValidityTimeline) -> String {
    let block = |block: &Block| {
        let stretch = |stretch: &Stretch| {
            let letter = match stretch.cover {
                Cover::Term => 'T',
                Cover::Grace => 'g',
            };
            format!("{letter}{}-{}", stretch.starts.unix(), stretch.ends.unix())
        };
        block.stretches.iter().map(stretch).collect::<Vec<_>>().join(" ")
    };
    timeline.blocks().iter().map(block).collect::<Vec<_>>().join(" | ")
}

#[test]
fn without_a_license_nothing_is_covered() {
    let none = timeline(5, &[]);
    assert_eq!(none.coverage(), Coverage::NotCovered { since: None, until: None });
    assert_eq!((none.covered_until(), none.grace_until(), none.next_gap()), (None, None, None));
    assert_eq!(drawn(&none), "");
}

#[test]
fn terms_that_touch_or_overlap_are_one_stretch() {
    let merged = timeline(5, &[(10, 20, 20), (0, 10, 10), (15, 30, 40)]);
    assert_eq!(drawn(&merged), "T0-30 g30-40");
    assert_eq!(merged.coverage(), Coverage::Covered { until: at(30) });
    assert_eq!((merged.covered_until(), merged.grace_until()), (Some(at(30)), Some(at(40))));
    assert_eq!(merged.gaps().count() + merged.bridges().count(), 0);
}

#[test]
fn grace_bridges_what_would_be_a_gap() {
    let bridged = timeline(5, &[(0, 10, 15), (12, 30, 30)]);
    assert_eq!(drawn(&bridged), "T0-10 g10-12 T12-30");
    assert_eq!(bridged.covered_until(), Some(at(10)));
    assert_eq!(bridged.grace_until(), Some(at(30)));
    assert_eq!(bridged.next_gap(), None);
    let bridge = Stretch { starts: at(10), ends: at(12), cover: Cover::Grace };
    assert_eq!(bridged.bridges().collect::<Vec<_>>(), [bridge]);
    let inside = timeline(11, &[(0, 10, 15), (12, 30, 30)]);
    assert_eq!(inside.coverage(), Coverage::InGrace { until: at(12), bridged: true });
}

#[test]
fn a_gap_is_known_before_and_while_it_lasts_and_is_over_after() {
    let licenses = [(0, 10, 15), (20, 30, 35), (50, 60, 60)];
    let gaps = [Gap { starts: at(15), ends: at(20) }, Gap { starts: at(35), ends: at(50) }];
    let seen = timeline(5, &licenses);
    assert_eq!(seen.gaps().collect::<Vec<_>>(), gaps);
    assert_eq!(seen.next_gap(), Some(gaps[0]));
    assert_eq!(timeline(17, &licenses).next_gap(), Some(gaps[0]));
    let inside = Coverage::NotCovered { since: Some(at(15)), until: Some(at(20)) };
    assert_eq!(timeline(17, &licenses).coverage(), inside);
    assert_eq!(timeline(20, &licenses).next_gap(), Some(gaps[1]));
    assert_eq!(timeline(50, &licenses).next_gap(), None);
    assert_eq!(timeline(90, &licenses).coverage(), Coverage::NotCovered { since: Some(at(60)), until: None });
    assert_eq!(timeline(-5, &licenses).coverage(), Coverage::NotCovered { since: None, until: Some(at(0)) });
}

#[test]
fn the_last_second_of_the_term_counts_and_that_of_grace_does_not() {
    let license = [(0, 10, 15)];
    assert_eq!(timeline(10, &license).coverage(), Coverage::Covered { until: at(10) });
    assert_eq!(timeline(11, &license).coverage(), Coverage::InGrace { until: at(15), bridged: false });
    assert_eq!(timeline(14, &license).grace_until(), Some(at(15)));
    let over = Coverage::NotCovered { since: Some(at(15)), until: None };
    assert_eq!(timeline(15, &license).coverage(), over);
    assert_eq!(
        timeline(10, &[(0, 10, 10)]).coverage(),
        Coverage::NotCovered { since: Some(at(10)), until: None }
    );
}

#[test]
fn a_term_inside_a_grace_period_splits_it() {
    assert_eq!(drawn(&timeline(0, &[(0, 10, 50), (20, 30, 30)])), "T0-10 g10-20 T20-30 g30-50");
}

#[test]
fn dates_out_of_order_are_read_as_coder_reads_them() {
    assert_eq!(Term::new(at(10), at(20), at(10)), None);
    assert_eq!(Term::new(at(10), at(5), at(20)), Some(term(10, 10, 20)));
    assert_eq!(drawn(&timeline(0, &[(10, 5, 20)])), "g10-20");
    assert_eq!(Term::new(at(0), at(90), at(20)), Some(term(0, 20, 20)));
    assert_eq!(Term::new(at(0), at(10), at(i64::MAX)), None, "lies in the far past for Coder");
}

#[test]
fn a_license_without_a_date_has_no_term() {
    let mut claims = Claims {
        not_before: Some(at(0)),
        license_expires: Some(at(10)),
        expires_at: Some(at(15)),
        ..Claims::default()
    };
    assert_eq!(Term::of(&claims), Some(term(0, 10, 15)));
    claims.license_expires = None;
    assert_eq!(Term::of(&claims), None);
}

fn any_term() -> impl Strategy<Value = Term> {
    (0_i64..60, -5_i64..30, 1_i64..40).prop_filter_map("never counts", |(starts, length, life)| {
        Term::new(at(starts), at(starts + length), at(starts + life))
    })
}

fn any_terms() -> impl Strategy<Value = Vec<Term>> {
    proptest::collection::vec(any_term(), 0..8)
}

/// What covers an instant, asked of each license alone.
fn cover_at(terms: &[Term], now: Instant) -> Option<Cover> {
    let in_term = |term: &Term| term.starts <= now && now < term.grace_until && now <= term.ends;
    let counts = |term: &Term| term.starts <= now && now < term.grace_until;
    if terms.iter().any(in_term) {
        Some(Cover::Term)
    } else {
        terms.iter().any(counts).then_some(Cover::Grace)
    }
}

proptest! {
    #[test]
    fn the_order_of_licenses_does_not_matter(terms in any_terms(), swap in any::<prop::sample::Index>(), now in -5_i64..110) {
        let mut shuffled = terms.clone();
        shuffled.reverse();
        if !shuffled.is_empty() {
            let place = swap.index(shuffled.len());
            shuffled.rotate_left(place);
        }
        prop_assert_eq!(ValidityTimeline::of(&terms, at(now)), ValidityTimeline::of(&shuffled, at(now)));
    }

    #[test]
    fn adding_a_license_and_removing_it_changes_nothing(terms in any_terms(), extra in any_term(), now in -5_i64..110) {
        let before = ValidityTimeline::of(&terms, at(now));
        prop_assert_eq!(before.with(extra).without(&extra), before);
    }

    #[test]
    fn adding_a_license_never_uncovers_an_instant(terms in any_terms(), extra in any_term(), now in -5_i64..110) {
        let before = ValidityTimeline::of(&terms, at(now));
        let after = before.with(extra);
        prop_assert!(after.covered_until() >= before.covered_until());
        prop_assert!(after.grace_until() >= before.grace_until());
    }

    /// The merged timeline and the licenses one by one say the same of every instant, but for the one second at
    /// which one license's `exp` meets another's grace.
    #[test]
    fn every_instant_is_covered_as_its_licenses_cover_it(terms in any_terms(), now in -5_i64..110) {
        let now = at(now);
        let seen = ValidityTimeline::of(&terms, now);
        let cut_short = terms.iter().any(|term| term.ends == now && term.grace_until == now);
        let said = match seen.coverage() {
            Coverage::Covered { until } => { prop_assert!(until >= now); Some(Cover::Term) }
            Coverage::InGrace { until, .. } => { prop_assert!(until > now); Some(Cover::Grace) }
            Coverage::NotCovered { since, until } => {
                prop_assert!(since.is_none_or(|since| since <= now) && until.is_none_or(|until| until > now));
                None
            }
        };
        if !cut_short {
            // A term of a single second is no stretch of the timeline.
            let grace_alone = terms.iter().any(|term| term.ends == now && term.starts == now);
            prop_assert!(grace_alone || said == cover_at(&terms, now), "{said:?}");
        }
    }

    #[test]
    fn blocks_and_gaps_alternate(terms in any_terms()) {
        let seen = ValidityTimeline::of(&terms, at(0));
        prop_assert_eq!(seen.gaps().count() + 1, seen.blocks().len().max(1));
        for gap in seen.gaps() {
            prop_assert!(gap.starts < gap.ends);
        }
        for block in seen.blocks() {
            prop_assert!(!block.stretches.is_empty());
            for pair in block.stretches.windows(2) {
                prop_assert!(pair[0].ends == pair[1].starts && pair[0].cover != pair[1].cover);
            }
            prop_assert!(block.stretches.iter().all(|stretch| stretch.starts < stretch.ends));
        }
    }
}
