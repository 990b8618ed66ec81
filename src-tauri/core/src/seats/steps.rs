//! How the limit came about and how it goes on: what the licenses give from day to day.
//!
//! Which license wins is worked out as Coder does ([`crate::entitlement`]). A license counts here from the day on which
//! it was installed. Of licenses that were removed nothing is known, so before the oldest installed one only our own
//! record tells the limit, and where that differs from the licenses that are there, it is right.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Instant;
use crate::entitlement::{DeploymentFacts, Entitlement, Installed, evaluate};
use crate::feature::FeatureName;
use crate::sentence::grouped;
use crate::view::LimitStepView;

use super::calendar;
use super::history::History;

/// A license with the name it has in sentences ("#4"), and when it was installed.
#[derive(Debug, Clone)]
pub struct Licensed<'a> {
    /// "#4".
    pub name: String,
    /// The license.
    pub license: Installed<'a>,
    /// Since when Coder has it; `None` where it does not say.
    pub installed_at: Option<Instant>,
    /// The instants at which it begins and ends to count, and its term ends.
    pub turns: Vec<Instant>,
}

/// The limit from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The first day.
    pub day: Date,
    /// What holds from then on.
    pub limit: Limit,
}

/// A limit of seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// So many.
    Seats {
        /// How many.
        count: u32,
        /// The license that gives them; `None` where only the record tells.
        license: Option<String>,
        /// Whether that is in its grace period.
        grace: bool,
    },
    /// A license counts, and sets no limit.
    NoLimit,
    /// No license counts.
    NoLicense,
    /// Nothing tells.
    Unknown,
}

/// The limit over time, oldest first; no two alike in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps(Vec<Step>);

impl Steps {
    /// From the first day of the history (or today) to `until`. `licenses` is `None` where they cannot be listed;
    /// `present` is the limit that Coder reports now, `None` where it reports none.
    pub fn of(
        licenses: Option<&[Licensed<'_>]>,
        facts: &DeploymentFacts,
        history: &History,
        present: Option<&Limit>,
        [today, until]: [Date; 2],
        zone: &TimeZone,
    ) -> Self {
        let first = history.points.first().map_or(today, |point| point.day.min(today));
        let mut limits: BTreeMap<Date, Limit> = BTreeMap::from([(first, Limit::Unknown)]);
        for day in turns(licenses, first, until, zone) {
            limits.insert(day, of_licenses(licenses, facts, day, zone));
        }
        // What was recorded on a day was so; from the next day on the licenses tell again.
        let recorded = history.points.iter().filter_map(|point| Some((point.day, point.limit?)));
        for (day, count) in recorded.filter(|(day, _)| *day < today) {
            let told = at(&limits, day);
            if !matches!(&told, Limit::Seats { count: known, .. } if *known == count) {
                let after = calendar::plus(day, 1);
                let next = at(&limits, after);
                limits.insert(day, Limit::Seats { count, license: None, grace: false });
                // Where nothing else is known it goes on until something tells otherwise.
                if next != Limit::Unknown {
                    limits.entry(after).or_insert(next);
                }
            }
        }
        if let Some(present) = present {
            let told = at(&limits, today);
            let same = match (&told, present) {
                (Limit::Seats { count, .. }, Limit::Seats { count: reported, .. }) => count == reported,
                (told, present) => told == present,
            };
            if !same {
                limits.insert(today, present.clone());
            }
        }
        let mut steps: Vec<Step> = Vec::new();
        for (day, limit) in limits.range(..=until) {
            if steps.last().is_none_or(|last| last.limit != *limit) {
                steps.push(Step { day: *day, limit: limit.clone() });
            }
        }
        Self(steps)
    }

    /// The steps.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The limit of a day.
    pub fn on(&self, day: Date) -> &Limit {
        let before = self.0.partition_point(|step| step.day <= day);
        before.checked_sub(1).map_or(&Limit::Unknown, |place| &self.0[place].limit)
    }

    pub(crate) fn views(&self) -> Vec<LimitStepView> {
        self.0
            .iter()
            .map(|step| {
                let (kind, limit, label, grace) = match &step.limit {
                    Limit::Seats { count, license, grace } => {
                        let by = license.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
                        ("limit", Some(*count), format!("limit {}{by}", grouped(i128::from(*count))), *grace)
                    }
                    Limit::NoLimit => ("no_limit", None, "no limit".to_owned(), false),
                    Limit::NoLicense => ("no_license", None, "no license".to_owned(), false),
                    Limit::Unknown => ("unknown", None, "limit not known".to_owned(), false),
                };
                LimitStepView { day: step.day.to_string(), limit, kind: kind.to_owned(), label, grace }
            })
            .collect()
    }
}

impl Limit {
    /// How many seats it gives; `None` where there is no number.
    pub fn seats(&self) -> Option<u32> {
        match self {
            Self::Seats { count, .. } => Some(*count),
            Self::NoLimit | Self::NoLicense | Self::Unknown => None,
        }
    }
}

fn at(limits: &BTreeMap<Date, Limit>, day: Date) -> Limit {
    limits.range(..=day).next_back().map_or(Limit::Unknown, |(_, limit)| limit.clone())
}

/// The days on which the licenses may change the limit.
fn turns(licenses: Option<&[Licensed<'_>]>, first: Date, until: Date, zone: &TimeZone) -> Vec<Date> {
    let Some(licenses) = licenses else { return Vec::new() };
    let instants = licenses.iter().flat_map(|one| one.turns.iter().copied().chain(one.installed_at));
    let days = instants.filter_map(|at| calendar::day_of(at, zone));
    // The day of a change is drawn as it ends; what holds at its end begins on it.
    let mut days: Vec<Date> = days.filter(|day| (first..=until).contains(day)).chain([first]).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// What the licenses give in the last second of a day.
fn of_licenses(
    licenses: Option<&[Licensed<'_>]>,
    facts: &DeploymentFacts,
    day: Date,
    zone: &TimeZone,
) -> Limit {
    let Some(licenses) = licenses else { return Limit::Unknown };
    let end = calendar::start_of(calendar::plus(day, 1), zone).plus(-1);
    let there = |one: &&Licensed<'_>| one.installed_at.is_none_or(|at| at <= end);
    let present: Vec<&Licensed<'_>> = licenses.iter().filter(there).collect();
    if present.is_empty() && !licenses.is_empty() {
        // Others may have been there, and were removed.
        return Limit::Unknown;
    }
    let installed: Vec<Installed<'_>> = present.iter().map(|one| one.license).collect();
    let given = evaluate(&installed, facts, end);
    if !given.entitlements.has_license {
        return Limit::NoLicense;
    }
    let users = given.entitlements.feature(&FeatureName::UserLimit);
    match users.limit.filter(|limit| *limit > 0).and_then(|limit| u32::try_from(limit).ok()) {
        Some(count) => Limit::Seats {
            count,
            license: given
                .winners
                .get(&FeatureName::UserLimit)
                .and_then(|place| present.get(*place))
                .map(|one| one.name.clone()),
            grace: users.entitlement == Entitlement::GracePeriod,
        },
        None => Limit::NoLimit,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::history::tests::{TODAY, row};
    use super::*;
    use crate::license::Claims;

    fn claims(starts: &str, ends: &str, last: &str, seats: i64) -> Claims {
        let at = |text: &str| Instant::parse(text);
        Claims {
            version: 3,
            issued_at: at(starts),
            not_before: at(starts),
            license_expires: at(ends),
            expires_at: at(last),
            account_type: "salesforce".to_owned(),
            account_id: "account".to_owned(),
            features: Some([("user_limit".to_owned(), seats)].into()),
            ..Claims::default()
        }
    }

    fn licensed<'a>(name: &'a str, claims: &'a Claims, installed: &str) -> Licensed<'a> {
        let turns = [claims.not_before, claims.license_expires, claims.expires_at];
        Licensed {
            name: name.to_owned(),
            license: Installed::new(name, claims),
            installed_at: Instant::parse(installed),
            turns: turns.into_iter().flatten().collect(),
        }
    }

    fn found(steps: &Steps) -> Vec<(String, Option<u32>)> {
        steps.steps().iter().map(|step| (step.day.to_string(), step.limit.seats())).collect()
    }

    #[test]
    fn the_limit_steps_on_the_day_on_which_the_licenses_change() {
        let old = claims("2026-01-01", "2026-12-05", "2026-12-08", 120);
        let new = claims("2026-12-18", "2027-12-18", "2028-01-01", 160);
        let licenses = [licensed("#9", &old, "2026-01-01"), licensed("#12", &new, "2026-11-01")];
        let history = History::merge(None, &[row(date(2026, 10, 1), 100)], TODAY);
        let history = History {
            points: history
                .points
                .into_iter()
                .map(|point| super::super::history::Point { limit: None, ..point })
                .collect(),
        };
        let until = date(2027, 5, 22);
        let utc = TimeZone::UTC;
        let facts = DeploymentFacts { active_users: 100, ..DeploymentFacts::default() };
        let steps = Steps::of(Some(&licenses), &facts, &history, None, [TODAY, until], &utc);
        let day = |text: &str, limit| (text.to_owned(), limit);
        assert_eq!(
            found(&steps),
            [
                day("2026-10-01", Some(120)),
                // In grace from the end of the term on, with the same limit.
                day("2026-12-05", Some(120)),
                day("2026-12-08", None),
                day("2026-12-18", Some(160)),
            ]
        );
        assert!(
            matches!(&steps.steps()[1].limit, Limit::Seats { grace: true, license: Some(by), .. } if by == "#9")
        );
        assert_eq!(steps.on(date(2026, 12, 10)), &Limit::NoLicense);
        assert_eq!(steps.on(date(2020, 1, 1)), &Limit::Unknown);
        assert_eq!(steps.views()[3].label, "limit 160 (#12)");
    }

    #[test]
    fn before_the_oldest_license_was_installed_only_the_record_tells() {
        let license = claims("2026-01-01", "2027-12-05", "2027-12-08", 200);
        let licenses = [licensed("#4", &license, "2026-11-10")];
        let own = [row(date(2026, 10, 1), 90), row(date(2026, 10, 2), 90), row(date(2026, 11, 12), 90)];
        let own = own.map(|row| crate::ports::SeatDay {
            limit: if row.day.month() == 10 { Some(100) } else { None },
            ..row
        });
        let history = History::merge(None, &own, TODAY);
        let facts = DeploymentFacts::default();
        let steps = Steps::of(Some(&licenses), &facts, &history, None, [TODAY, TODAY], &TimeZone::UTC);
        assert_eq!(found(&steps)[0], ("2026-10-01".to_owned(), Some(100)));
        assert_eq!(found(&steps)[1], ("2026-11-10".to_owned(), Some(200)));
        assert_eq!(found(&steps).len(), 2);
    }

    #[test]
    fn where_licenses_cannot_be_listed_the_present_limit_stands_from_today_on() {
        let present = Limit::Seats { count: 50, license: None, grace: false };
        let steps = Steps::of(
            None,
            &DeploymentFacts::default(),
            &History::default(),
            Some(&present),
            [TODAY, calendar::plus(TODAY, 180)],
            &TimeZone::UTC,
        );
        assert_eq!(found(&steps), [(TODAY.to_string(), Some(50))]);
    }
}
