//! When those who hold a seat were last seen, and which seats come free by themselves.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Instant;
use crate::api::{LastSeen, Person};
use crate::sentence::{Sentence, grouped};
use crate::view::{AgeBucketView, FreesDayView, LastSeenView};

use super::calendar;
use super::rule::{Dormancy, holds_seat, idle_days};

/// The sentence looks so many days ahead.
const AHEAD: i32 = 7;
/// Whoever was not seen for so long may be asked for the seat.
pub const IDLE: u32 = 60;

/// The five ages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// 0 to 7 days.
    Week,
    /// 8 to 30 days.
    Month,
    /// 31 to 60 days.
    TwoMonths,
    /// 61 to 83 days.
    Idle,
    /// 84 to 90 days, and longer.
    Leaving,
}

impl Age {
    /// Youngest first.
    pub const ALL: [Self; 5] = [Self::Week, Self::Month, Self::TwoMonths, Self::Idle, Self::Leaving];

    /// The age of so many days.
    pub const fn of(days: u32) -> Self {
        match days {
            0..=7 => Self::Week,
            8..=30 => Self::Month,
            31..=60 => Self::TwoMonths,
            61..=83 => Self::Idle,
            84.. => Self::Leaving,
        }
    }

    /// Its code in views and requests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Week => "d0_7",
            Self::Month => "d8_30",
            Self::TwoMonths => "d31_60",
            Self::Idle => "d61_83",
            Self::Leaving => "d84_90",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Week => "0-7 days",
            Self::Month => "8-30 days",
            Self::TwoMonths => "31-60 days",
            Self::Idle => "61-83 days",
            Self::Leaving => "84-90 days",
        }
    }
}

/// Those who hold a seat, by when they were last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSeenStrip {
    /// By whole days since, 0 to 90.
    pub days: Vec<u32>,
    /// By the day on which the seat comes free if nobody comes back.
    pub frees: BTreeMap<Date, u32>,
    /// Of whom never was seen.
    pub never: u32,
}

impl LastSeenStrip {
    /// Counts those of the list who hold a seat. Who was never seen, or of whom the server does not say, counts with
    /// the 90 days.
    pub fn of(people: &[Person], now: Instant, zone: &TimeZone) -> Self {
        let mut strip = Self { days: vec![0; 91], frees: BTreeMap::new(), never: 0 };
        for person in people.iter().filter(|person| holds_seat(person)) {
            let days = idle_days(person, now).unwrap_or(90);
            if let Some(count) = usize::try_from(days).ok().and_then(|days| strip.days.get_mut(days)) {
                *count += 1;
            }
            strip.never += u32::from(person.last_seen == LastSeen::Never);
            let free = Dormancy::of(person, now).earliest(now).and_then(|at| calendar::day_of(at, zone));
            if let Some(day) = free {
                *strip.frees.entry(day).or_default() += 1;
            }
        }
        strip
    }

    /// How many seats come free on or before a day.
    pub fn frees_by(&self, day: Date) -> u32 {
        self.frees.range(..=day).map(|(_, count)| count).sum()
    }

    pub(crate) fn view(&self, today: Date, zone: &TimeZone) -> LastSeenView {
        let by = calendar::plus(today, AHEAD);
        let frees = self.frees_by(by);
        let mut total = 0;
        LastSeenView {
            days: self.days.clone(),
            buckets: Age::ALL
                .into_iter()
                .map(|age| AgeBucketView {
                    code: age.code().to_owned(),
                    label: age.label().to_owned(),
                    count: (0..)
                        .zip(&self.days)
                        .filter(|(days, _)| Age::of(*days) == age)
                        .map(|(_, n)| n)
                        .sum(),
                })
                .collect(),
            sentence: frees_sentence(frees, by, zone).view(zone),
            by: by.to_string(),
            frees,
            frees_by_day: self
                .frees
                .iter()
                .map(|(day, count)| {
                    total += count;
                    let seats = if *count == 1 {
                        "1 seat on ".to_owned()
                    } else {
                        format!("{} seats on ", grouped(i128::from(*count)))
                    };
                    FreesDayView {
                        day: day.to_string(),
                        count: *count,
                        total,
                        sentence: Sentence::from(seats)
                            .then(calendar::words(*day, zone))
                            .text(", ")
                            .count(total)
                            .text(" by then")
                            .view(zone),
                    }
                })
                .collect(),
            never_seen: self.never,
        }
    }
}

/// "9 seats come free by 30 Nov 2026 if these users stay away."
pub(crate) fn frees_sentence(frees: u32, by: Date, zone: &TimeZone) -> Sentence {
    let day = calendar::words(by, zone);
    match frees {
        0 => Sentence::from("No seat comes free by itself by ").then(day).text("."),
        1 => Sentence::from("1 seat comes free by ").then(day).text(" if this user stays away."),
        many => Sentence::new()
            .count(many)
            .text(" seats come free by ")
            .then(day)
            .text(" if these users stay away."),
    }
}

/// How many seats could be given to others: held by people who were not seen for 60 days, owners and `me` left out.
pub fn reclaimable(people: &[Person], me: &str, now: Instant) -> u32 {
    let idle = people.iter().filter(|person| {
        holds_seat(person)
            && !person.is_owner()
            && !(person.id.eq_ignore_ascii_case(me) || person.username == me)
            && idle_days(person, now).is_some_and(|days| days > IDLE)
    });
    u32::try_from(idle.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::rule::tests::{NOW, person};
    use super::*;
    use crate::api::UserStatus;

    #[test]
    fn seats_come_free_on_the_day_of_the_zone() {
        let people = [person("ana", 88), person("bob", 83), person("cid", 10), person("dora", 200)];
        let strip = LastSeenStrip::of(&people, NOW, &TimeZone::UTC);
        let today = date(2026, 11, 23);
        assert_eq!((strip.frees_by(today), strip.frees_by(date(2026, 11, 25))), (1, 2));
        let view = strip.view(today, &TimeZone::UTC);
        assert_eq!((view.by.as_str(), view.frees), ("2026-11-30", 3));
        assert_eq!(view.frees_by_day.iter().map(|day| day.total).collect::<Vec<_>>(), [1, 2, 3, 4]);
        // 18:06 in London is the next day in Auckland.
        let auckland = TimeZone::fixed(jiff::tz::offset(13));
        assert_eq!(LastSeenStrip::of(&people[..1], NOW, &auckland).frees_by(date(2026, 11, 25)), 0);
    }

    #[test]
    fn owners_and_oneself_are_not_reclaimed() {
        let owner = Person { roles: vec!["owner".to_owned()], ..person("root", 80) };
        let people = [owner, person("me", 80), person("ana", 61), person("bob", 60)];
        assert_eq!(reclaimable(&people, "me", NOW), 1);
    }

    proptest! {
        #[test]
        fn the_five_ages_and_the_ninety_one_days_add_up_to_those_who_hold_a_seat(
            list in proptest::collection::vec((-10_i64..200, 0_u8..5), 0..80)
        ) {
            let people: Vec<_> = list.into_iter().map(|(days, kind)| {
                let one = person("x", days);
                match kind {
                    0 => Person { last_seen: LastSeen::Never, ..one },
                    1 => Person { last_seen: LastSeen::Unknown, ..one },
                    2 => Person { status: UserStatus::Suspended, ..one },
                    3 => Person { service_account: Some(true), ..one },
                    _ => one,
                }
            }).collect();
            let held = u32::try_from(people.iter().filter(|person| holds_seat(person)).count()).unwrap();
            let view = LastSeenStrip::of(&people, NOW, &TimeZone::UTC).view(date(2026, 11, 23), &TimeZone::UTC);
            prop_assert_eq!(view.buckets.iter().map(|bucket| bucket.count).sum::<u32>(), held);
            prop_assert_eq!(view.days.iter().sum::<u32>(), held);
            prop_assert!(view.frees_by_day.last().map_or(0, |day| day.total) <= held);
        }
    }
}
