//! Which of two licenses gives more of a feature (coder/coder, `codersdk/deployment.go`, `Feature.Compare` and
//! `Entitlements.AddFeature`). Terms are never mixed: one license's feature replaces the other's as a whole.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::feature::FeatureName;
use crate::instant::Instant;

use super::Feature;

/// The features found so far, and which license each comes from.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) features: BTreeMap<FeatureName, Feature>,
    pub(super) winners: BTreeMap<FeatureName, usize>,
}

impl Merged {
    /// Takes the feature if it is more than what is there; of equals the first stays.
    pub(super) fn add(&mut self, name: FeatureName, feature: Feature, license: usize) {
        let better = self.features.get(&name).is_none_or(|present| compare(&feature, present).is_gt());
        if better {
            self.replace(name, feature, license);
        }
    }

    /// Takes the feature whatever is there.
    pub(super) fn replace(&mut self, name: FeatureName, feature: Feature, license: usize) {
        self.winners.insert(name.clone(), license);
        self.features.insert(name, feature);
    }
}

fn compare(left: &Feature, right: &Feature) -> Ordering {
    // Amounts in a period: the license issued last, then the one that lasts longest.
    if let (Some(one), Some(other)) = (&left.usage_period, &right.usage_period) {
        let newer = order(one.issued_at, other.issued_at).then(order(one.end, other.end));
        if newer.is_ne() {
            return newer;
        }
    }
    // A limit that suffices is better than one that does not, even in its grace period.
    if left.entitlement.allows_use() && right.entitlement.allows_use() {
        let enough = suffices(left).cmp(&suffices(right));
        if enough.is_ne() {
            return enough;
        }
    }
    // `None` sorts before every limit, as in Coder. Coder goes on to `enabled` and `actual`, in which two licenses
    // of one deployment cannot differ where all else is the same.
    left.entitlement.cmp(&right.entitlement).then(left.limit.cmp(&right.limit))
}

fn suffices(feature: &Feature) -> bool {
    match (feature.limit, feature.actual) {
        (Some(limit), Some(actual)) => limit >= actual,
        (None, _) | (_, None) => true,
    }
}

/// The order of two instants for Coder's clock.
pub(super) fn order(left: Instant, right: Instant) -> Ordering {
    if left.is_before(right) {
        Ordering::Less
    } else if right.is_before(left) {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entitlement::{Entitlement, UsagePeriod};

    fn seats(entitlement: Entitlement, limit: i64, actual: i64) -> Feature {
        Feature { entitlement, enabled: true, limit: Some(limit), actual: Some(actual), ..Feature::default() }
    }

    #[test]
    fn a_limit_that_suffices_beats_a_better_entitlement() {
        let (grace, term) = (seats(Entitlement::GracePeriod, 100, 70), seats(Entitlement::Entitled, 50, 70));
        assert_eq!(compare(&grace, &term), Ordering::Greater);
        let (grace, term) = (seats(Entitlement::GracePeriod, 100, 40), seats(Entitlement::Entitled, 50, 40));
        assert_eq!(compare(&grace, &term), Ordering::Less);
    }

    #[test]
    fn of_amounts_in_a_period_the_newest_wins_though_it_be_smaller() {
        let amount = |issued_at, end, limit| Feature {
            usage_period: Some(UsagePeriod {
                issued_at: Instant::from_unix(issued_at),
                start: Instant::from_unix(0),
                end: Instant::from_unix(end),
            }),
            ..seats(Entitlement::Entitled, limit, 0)
        };
        assert_eq!(compare(&amount(9, 50, 1), &amount(8, 60, 100)), Ordering::Greater);
        assert_eq!(compare(&amount(8, 60, 1), &amount(8, 50, 100)), Ordering::Greater, "the later end");
        assert_eq!(compare(&amount(8, 50, 1), &amount(8, 50, 100)), Ordering::Less, "the higher limit");
    }

    #[test]
    fn of_equals_the_first_stays() {
        let mut merged = Merged::default();
        for license in [4, 2] {
            merged.add(FeatureName::UserLimit, seats(Entitlement::Entitled, 5, 5), license);
        }
        assert_eq!(merged.winners[&FeatureName::UserLimit], 4);
    }
}
