//! Which license's limit wins, and why.

use std::cmp::Ordering;

use crate::entitlement::{Entitlement, Feature};
use crate::feature::{FeatureName, Kind};
use crate::instant::Instant;
use crate::outlook::{Named, Setting, State, words};
use crate::sentence::Sentence;

/// The license whose terms win for a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Winner {
    /// The limit.
    pub feature: FeatureName,
    /// The license.
    pub license: String,
    /// "#4 wins: 412 users fit its 500; #9 holds more seats but is in grace."
    pub why: Sentence,
}

/// The winners of all limits at `at`.
pub(super) fn all(setting: &Setting<'_>, licenses: &[Named<'_>], state: &State, at: Instant) -> Vec<Winner> {
    let limited = state.winners.iter().filter(|(feature, _)| feature.uses_limit());
    limited
        .map(|(feature, license)| {
            let offers = offers(setting, licenses, feature, at);
            let why = match offers.iter().find(|offer| offer.name == *license) {
                Some(winner) if !state.stopped => words(feature, winner, &offers),
                Some(_) | None => format!("{license} wins.").into(),
            };
            Winner { feature: feature.clone(), license: license.clone(), why }
        })
        .collect()
}

/// What one license alone would give of a limit.
struct Offer<'n> {
    name: &'n str,
    feature: Feature,
    limit: i64,
}

impl Offer<'_> {
    fn in_grace(&self) -> bool {
        self.feature.entitlement == Entitlement::GracePeriod
    }

    fn fits(&self) -> bool {
        self.feature.actual.is_none_or(|actual| actual <= self.limit)
    }
}

fn offers<'n>(
    setting: &Setting<'_>,
    licenses: &'n [Named<'_>],
    feature: &FeatureName,
    at: Instant,
) -> Vec<Offer<'n>> {
    licenses
        .iter()
        .filter_map(|named| {
            let feature = State::of(setting, &[named], at).feature(feature);
            Some(Offer { name: &named.name, limit: feature.limit?, feature })
        })
        .collect()
}

fn words(feature: &FeatureName, winner: &Offer<'_>, offers: &[Offer<'_>]) -> Sentence {
    let others: Vec<_> = offers.iter().filter(|offer| offer.name != winner.name).collect();
    match feature.kind() {
        Kind::UsagePeriod => amount_words(feature, winner, &others),
        Kind::Seats | Kind::Switch => seat_words(feature, winner, &others),
    }
}

/// Enough seats come first, then the term before grace, then the higher number.
fn seat_words(feature: &FeatureName, winner: &Offer<'_>, others: &[&Offer<'_>]) -> Sentence {
    let noun = words::noun(feature);
    let used = winner.feature.actual.unwrap_or_default();
    if others.is_empty() {
        let given = Sentence::from(format!("{} alone gives {noun}: ", winner.name)).count(winner.limit);
        return if winner.in_grace() { given.text(", in grace.") } else { given.text(".") };
    }
    let mut sentence = if winner.fits() {
        let users = match (feature == &FeatureName::UserLimit, used) {
            (true, 1) => " user fits its ",
            (true, _) => " users fit its ",
            (false, _) => " in use fit its ",
        };
        Sentence::from(format!("{} wins: ", winner.name)).count(used).text(users).count(winner.limit)
    } else {
        Sentence::from(format!("{} wins, though its ", winner.name))
            .count(winner.limit)
            .text(format!(" {noun} are too few for "))
            .count(used)
    };
    if winner.in_grace() {
        sentence = sentence.text(", though it is in grace");
    }
    for other in others {
        if let Some(reason) = passed_over(winner, other, &noun) {
            sentence = sentence.text("; ").text(format!("{} {reason}", other.name));
        }
    }
    sentence.text(".")
}

/// Why another license does not win, where that is not plain.
fn passed_over(winner: &Offer<'_>, other: &Offer<'_>, noun: &str) -> Option<String> {
    let holds = match other.limit.cmp(&winner.limit) {
        Ordering::Greater => format!("holds more {noun}"),
        Ordering::Equal => format!("holds as many {noun}"),
        Ordering::Less => format!("holds fewer {noun}"),
    };
    if winner.fits() && !other.fits() {
        return Some(if winner.in_grace() && !other.in_grace() {
            format!("is in its term but {holds}, too few")
        } else {
            format!("{holds}, too few")
        });
    }
    if other.in_grace() && !winner.in_grace() {
        return (other.limit >= winner.limit).then(|| format!("{holds} but is in grace"));
    }
    match other.limit.cmp(&winner.limit) {
        Ordering::Less => Some(holds),
        Ordering::Equal => Some(format!("{holds} and comes second")),
        // It would have won; another way of counting its users stands in between.
        Ordering::Greater => None,
    }
}

/// The license issued last comes first, then the one that lasts longest, then the higher number.
fn amount_words(feature: &FeatureName, winner: &Offer<'_>, others: &[&Offer<'_>]) -> Sentence {
    let noun = words::noun(feature);
    if others.is_empty() {
        return Sentence::from(format!("{} alone gives {noun}: ", winner.name)).count(winner.limit).text(".");
    }
    let period = |offer: &Offer<'_>| offer.feature.usage_period.map(|period| (period.issued_at, period.end));
    let newest = others.iter().all(|other| {
        matches!((period(winner), period(other)), (Some(winner), Some(other)) if other.0.is_before(winner.0))
    });
    let mut sentence = Sentence::from(format!("{} wins with ", winner.name)).count(winner.limit);
    sentence = if newest {
        match winner.feature.usage_period {
            Some(period) => sentence.text(": it was issued last, on ").day(period.issued_at),
            None => sentence,
        }
    } else {
        sentence.text(": of those issued last it lasts longest or allows most")
    };
    for other in others.iter().filter(|other| other.limit > winner.limit) {
        sentence = sentence.text(format!("; {} allows more, but was issued before", other.name));
    }
    sentence.text(".")
}
