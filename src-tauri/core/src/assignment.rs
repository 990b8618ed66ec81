//! Which of many licenses belongs on which of many deployments.
//!
//! A license belongs where its lock lets it, unless it is there already, or another license that fits the same
//! deployment gives all that it gives and more. The lock is compared as Coder compares it when a license is installed
//! (coder/coder, `enterprise/coderd/licenses.go`).

use crate::advisory::same_claims;
use crate::compare::{Aspect, compare};
use crate::instant::Instant;
use crate::license::Claims;
use crate::outlook::ChangeKind;

/// A deployment of the list.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// Its ID, which locks are compared with; `None` where it is not known.
    pub deployment_id: Option<&'a str>,
    /// What is installed there, by number, as far as it can be read.
    pub installed: Vec<(i32, &'a Claims)>,
}

/// What becomes of one license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is the same license as an earlier one of the batch, by its place there.
    Duplicate(usize),
    /// It is locked, and to none of the deployments.
    LockedElsewhere,
    /// What it is on each deployment that it fits, or may fit, by their places; empty where there is no deployment.
    Fits(Vec<(usize, Fit)>),
}

/// What a license is on a deployment that its lock lets it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is to be installed there.
    Installs,
    /// It is there already, under this number.
    Already(i32),
    /// Another of the batch, by its place there, gives all of it and more.
    Superseded(usize),
    /// A license that is there, by its number, gives all of it and more.
    SupersededThere(i32),
    /// It is locked, and the deployment's ID is not known.
    LockUnknown,
}

/// What becomes of each license, in the order of the batch. Only those that could be installed somewhere are asked.
pub fn assign(licenses: &[&Claims], places: &[Place<'_>], now: Instant) -> Vec<Fate> {
    let fate = |(at, claims): (usize, &&Claims)| {
        if let Some(earlier) = licenses[..at].iter().position(|other| same(other, claims)) {
            return Fate::Duplicate(earlier);
        }
        let fits: Vec<_> = places
            .iter()
            .enumerate()
            .filter_map(|(place, known)| Some((place, fit(at, licenses, known, now)?)))
            .collect();
        if fits.is_empty() && !claims.locked_to().is_empty() && !places.is_empty() {
            return Fate::LockedElsewhere;
        }
        Fate::Fits(fits)
    };
    licenses.iter().enumerate().map(fate).collect()
}

/// What a license of the batch is on a deployment; `None` where it is locked to others.
fn fit(at: usize, licenses: &[&Claims], place: &Place<'_>, now: Instant) -> Option<Fit> {
    let claims = *licenses.get(at)?;
    let there = |known: &Claims| {
        place.installed.iter().find(|(_, claims)| same(claims, known)).map(|(number, _)| *number)
    };
    if let Some(number) = there(claims) {
        return Some(Fit::Already(number));
    }
    if !claims.locked_to().is_empty() {
        match place.deployment_id {
            None => return Some(Fit::LockUnknown),
            Some(id) if !claims.fits(id) => return None,
            Some(_) => {}
        }
    }
    let fits =
        |other: &Claims| other.locked_to().is_empty() || place.deployment_id.is_some_and(|id| other.fits(id));
    let better = |other: &Claims| supersedes(other, claims, now);
    if let Some((number, _)) = place.installed.iter().find(|(_, other)| better(other)) {
        return Some(Fit::SupersededThere(*number));
    }
    // The best of the batch is named, not one that is superseded itself.
    let rivals = licenses.iter().enumerate().filter(|(_, other)| fits(other) && better(other));
    let best = rivals.reduce(|one, other| if supersedes(other.1, one.1, now) { other } else { one });
    Some(best.map_or(Fit::Installs, |(place, _)| Fit::Superseded(place)))
}

/// Whether two are one license; the ID is looked at first, as most differ there.
fn same(left: &Claims, right: &Claims) -> bool {
    left.id == right.id && same_claims(left, right)
}

/// All that a comparison can find better or worse: where it is equal, none is needed.
fn grants(claims: &Claims) -> impl PartialEq + use<'_> {
    let ends = (claims.license_expires, claims.expires_at);
    let sets = (&claims.feature_set, claims.all_features, &claims.features, &claims.addons);
    (ends, sets, claims.trial, claims.require_telemetry, claims.publish_usage_data)
}

/// Whether `new` gives all that `old` gives, from the same time on, and something more. Whom they are for is another
/// question.
fn supersedes(new: &Claims, old: &Claims, now: Instant) -> bool {
    let (Some(new_start), Some(old_start)) = (new.not_before, old.not_before) else { return false };
    if old_start.max(now) < new_start
        || new.license_expires < old.license_expires
        || grants(new) == grants(old)
    {
        return false;
    }
    let comparison = compare(old, new);
    let mut gains = false;
    for row in &comparison.rows {
        match row.aspect {
            Aspect::Deployments | Aspect::Account | Aspect::Other => continue,
            Aspect::Term
            | Aspect::Grace
            | Aspect::Seats
            | Aspect::AddOn
            | Aspect::FeatureSet
            | Aspect::Limit
            | Aspect::Feature
            | Aspect::Trial
            | Aspect::Telemetry
            | Aspect::UsageData => {}
        }
        match row.kind {
            ChangeKind::Loss | ChangeKind::Change => return false,
            ChangeKind::Gain => gains = true,
            ChangeKind::Same => {}
        }
    }
    gains
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-23";

    fn license(id: &str, start: &str, end: &str, seats: i64) -> Claims {
        let at = |text: &str| Instant::parse(text).expect("a date");
        Claims {
            id: id.to_owned(),
            version: 3,
            not_before: Some(at(start)),
            license_expires: Some(at(end)),
            expires_at: Some(at(end).plus(14 * 86_400)),
            feature_set: "premium".to_owned(),
            features: Some([("user_limit".to_owned(), seats)].into()),
            ..Claims::default()
        }
    }

    fn locked(claims: Claims, to: &str) -> Claims {
        Claims { deployment_ids: Some(vec![to.to_owned()]), ..claims }
    }

    fn place<'a>(id: &'a str, installed: &[(i32, &'a Claims)]) -> Place<'a> {
        Place { deployment_id: Some(id), installed: installed.to_vec() }
    }

    fn fates(licenses: &[&Claims], places: &[Place<'_>]) -> Vec<Fate> {
        assign(licenses, places, Instant::parse(NOW).expect("a date"))
    }

    #[test]
    fn each_license_goes_where_its_lock_lets_it() {
        let a = locked(license("1", "2027-03-12", "2028-03-12", 500), "aaaa");
        let b = locked(license("2", "2027-03-12", "2028-03-12", 50), "bbbb");
        let found = fates(&[&a, &b], &[place("aaaa", &[]), place("bbbb", &[])]);
        assert_eq!(found, [Fate::Fits(vec![(0, Fit::Installs)]), Fate::Fits(vec![(1, Fit::Installs)])]);
    }

    #[test]
    fn a_license_without_a_lock_fits_every_deployment() {
        let any = license("1", "2027-03-12", "2028-03-12", 500);
        let found = fates(&[&any], &[place("aaaa", &[]), place("bbbb", &[])]);
        assert_eq!(found, [Fate::Fits(vec![(0, Fit::Installs), (1, Fit::Installs)])]);
        assert_eq!(fates(&[&any], &[]), [Fate::Fits(Vec::new())], "none is known");
    }

    #[test]
    fn a_lock_to_others_is_told_from_one_that_cannot_be_tested() {
        let other = locked(license("1", "2027-03-12", "2028-03-12", 500), "ffff");
        assert_eq!(fates(&[&other], &[place("aaaa", &[])]), [Fate::LockedElsewhere]);
        let unknown = Place { deployment_id: None, installed: Vec::new() };
        assert_eq!(fates(&[&other], &[unknown]), [Fate::Fits(vec![(0, Fit::LockUnknown)])]);
    }

    #[test]
    fn what_is_there_already_is_found_even_where_the_lock_cannot_be_tested() {
        let there = locked(license("1", "2026-03-12", "2027-03-12", 500), "aaaa");
        let place = Place { deployment_id: None, installed: vec![(4, &there)] };
        assert_eq!(fates(&[&there], &[place]), [Fate::Fits(vec![(0, Fit::Already(4))])]);
    }

    #[test]
    fn the_same_license_twice_is_one() {
        let one = license("1", "2027-03-12", "2028-03-12", 500);
        let found = fates(&[&one, &one.clone()], &[place("aaaa", &[])]);
        assert_eq!(found[1], Fate::Duplicate(0));
    }

    #[test]
    fn a_license_that_another_one_holds_and_more_is_superseded() {
        let less = license("1", "2026-12-01", "2027-12-01", 500);
        let more = license("2", "2026-12-01", "2027-12-01", 600);
        let most = license("3", "2026-12-01", "2028-12-01", 700);
        let found = fates(&[&less, &more, &most], &[place("aaaa", &[])]);
        let expected = [Fit::Superseded(2), Fit::Superseded(2), Fit::Installs];
        assert_eq!(found, expected.map(|fit| Fate::Fits(vec![(0, fit)])));
        let found = fates(&[&less], &[place("aaaa", &[(8, &most)])]);
        assert_eq!(found, [Fate::Fits(vec![(0, Fit::SupersededThere(8))])]);
    }

    #[test]
    fn a_better_license_that_starts_later_or_lacks_anything_supersedes_nothing() {
        let now = license("1", "2026-03-12", "2027-03-12", 500);
        let later = license("2", "2027-03-12", "2028-03-12", 600);
        let fewer = license("3", "2026-03-12", "2028-03-12", 400);
        let found = fates(&[&now, &later, &fewer], &[place("aaaa", &[])]);
        assert!(found.iter().all(|fate| *fate == Fate::Fits(vec![(0, Fit::Installs)])), "{found:?}");
    }

    #[test]
    fn a_rival_that_is_locked_to_another_deployment_supersedes_nothing_here() {
        let less = license("1", "2026-12-01", "2027-12-01", 500);
        let more = locked(license("2", "2026-12-01", "2027-12-01", 600), "bbbb");
        let found = fates(&[&less, &more], &[place("aaaa", &[]), place("bbbb", &[])]);
        assert_eq!(found[0], Fate::Fits(vec![(0, Fit::Installs), (1, Fit::Superseded(1))]));
    }
}
