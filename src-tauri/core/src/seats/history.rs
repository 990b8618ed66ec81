//! How the count came about, day by day: Coder's own history of 60 days, and our daily record of Coder's count.
//!
//! A day's point is Coder's where its history has the day (the count at the day's start: coder/coder,
//! `coderd/insights.go`), else that of our record. Today's is of the last check, and not whole. Nothing is put between
//! days that nobody counted.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::api::{StatusCounts, UserStatus};
use crate::ports::{SeatDay, SeatSource};
use crate::sentence::Sentence;
use crate::view::{BreakView, PeakView, PointSource, RangeView, SeatPointView};

use super::calendar;

/// Our record is kept for five years.
pub const KEPT_DAYS: i32 = 5 * 366;
/// What may be looked at.
const RANGES: [(u32, &str); 4] = [(30, "30 d"), (60, "60 d"), (90, "90 d"), (365, "1 y")];

/// A day of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub day: Date,
    /// Users that held a seat.
    pub active: u32,
    /// Dormant users, where known.
    pub dormant: Option<u32>,
    /// Suspended users, where known.
    pub suspended: Option<u32>,
    /// Seats licensed, where our record has it.
    pub limit: Option<u32>,
    /// Who counted.
    pub source: PointSource,
    /// Whether the day was over.
    pub whole: bool,
}

/// The days that are known, oldest first, each once, none after today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The days.
    pub points: Vec<Point>,
}

impl History {
    /// Puts Coder's history and our record together, in whatever order they come.
    pub fn merge(coder: Option<&StatusCounts>, own: &[SeatDay], today: Date) -> Self {
        let oldest = calendar::plus(today, -KEPT_DAYS);
        let mut points: BTreeMap<Date, Point> = own
            .iter()
            .filter(|row| (oldest..=today).contains(&row.day))
            .filter_map(|row| Some((row.day, of_record(row, today)?)))
            .collect();
        for point in coder.map(|coder| of_coder(coder, today)).unwrap_or_default() {
            let recorded = points.get(&point.day).copied();
            if point.day == today && recorded.is_some() {
                continue;
            }
            let limit = recorded.and_then(|recorded| recorded.limit);
            points.insert(point.day, Point { limit, ..point });
        }
        Self { points: points.into_values().collect() }
    }

    /// The point of a day.
    pub fn on(&self, day: Date) -> Option<&Point> {
        self.points.binary_search_by_key(&day, |point| point.day).ok().map(|place| &self.points[place])
    }

    /// The highest count from a day on, on the first day that had it.
    pub fn peak_since(&self, start: Date) -> Option<Peak> {
        let since = self.points.iter().filter(|point| point.day >= start);
        let highest = since.clone().map(|point| point.active).max()?;
        let mut since = since;
        let first_known = self.points.first()?.day;
        let day = since.find(|point| point.active == highest)?.day;
        Some(Peak { count: highest, day, since: start.max(first_known), whole: first_known <= start })
    }

    /// Stretches without a point between two points: the first and the last day without one.
    pub fn breaks(&self) -> impl Iterator<Item = (Date, Date)> + '_ {
        self.points.windows(2).filter_map(|pair| {
            let (from, to) = (calendar::plus(pair[0].day, 1), calendar::plus(pair[1].day, -1));
            (from <= to).then_some((from, to))
        })
    }

    /// Points from `days` ago on, today included.
    pub fn last_days(&self, days: u32, today: Date) -> &[Point] {
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        let from = calendar::plus(today, days.saturating_neg().saturating_add(1));
        let start = self.points.partition_point(|point| point.day < from);
        &self.points[start..]
    }

    /// The counts of the last 90 days, oldest first.
    pub fn sparkline(&self, today: Date) -> Vec<Option<u32>> {
        (0..90).map(|back| self.on(calendar::plus(today, back - 89)).map(|point| point.active)).collect()
    }

    /// "In the last 60 days the count rose by 40.": from the first to the last point of so many days.
    pub(crate) fn trend(&self, days: u32, today: Date, zone: &TimeZone) -> Sentence {
        let points = self.last_days(days, today);
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return "No history so far.".into();
        };
        let span = calendar::number(last.day) - calendar::number(first.day) + 1;
        if points.len() < 2 {
            return Sentence::from("One day of history so far: ")
                .count(last.active)
                .text(" on ")
                .then(calendar::words(last.day, zone).text("."));
        }
        let whole = i64::from(span) >= i64::from(days) - 1;
        let when = if whole {
            Sentence::from(format!("In the last {days} days"))
        } else {
            Sentence::from("Since ").then(calendar::words(first.day, zone))
        };
        let change = i64::from(last.active) - i64::from(first.active);
        match change {
            0 => when.text(" the count stayed at ").count(last.active).text("."),
            more if more > 0 => when.text(" the count rose by ").count(more).text("."),
            fewer => when.text(" the count fell by ").count(fewer.abs()).text("."),
        }
    }

    /// The points as the chart and the table have them; `limit` is asked for the limit of a day.
    pub(crate) fn views(&self, limit: impl Fn(Date) -> Option<u32>, zone: &TimeZone) -> Vec<SeatPointView> {
        self.points
            .iter()
            .map(|point| SeatPointView {
                day: point.day.to_string(),
                active: point.active,
                dormant: point.dormant,
                suspended: point.suspended,
                limit: point.limit.or_else(|| limit(point.day)),
                source: point.source,
                whole: point.whole,
                sentence: point.sentence(zone).view(zone),
            })
            .collect()
    }

    pub(crate) fn break_views(&self, zone: &TimeZone) -> Vec<BreakView> {
        self.breaks()
            .map(|(from, to)| BreakView {
                from: from.to_string(),
                to: to.to_string(),
                sentence: Sentence::from("No data ")
                    .then(calendar::range(from, to, zone))
                    .text(".")
                    .view(zone),
            })
            .collect()
    }

    pub(crate) fn ranges(&self, today: Date) -> Vec<RangeView> {
        RANGES
            .into_iter()
            .map(|(days, label)| RangeView {
                days,
                label: label.to_owned(),
                from: calendar::plus(today, 1 - i32::try_from(days).unwrap_or(0)).to_string(),
                points: u32::try_from(self.last_days(days, today).len()).unwrap_or(u32::MAX),
            })
            .collect()
    }
}

impl Point {
    fn sentence(&self, zone: &TimeZone) -> Sentence {
        let noun = if self.active == 1 { " active user on " } else { " active users on " };
        let who = match (self.source, self.whole) {
            (PointSource::Coder, true) => ", by Coder's history",
            (PointSource::Coder, false) => " so far, by Coder's history",
            (PointSource::Own, true) => ", taken down here",
            (PointSource::Own, false) => " so far, taken down here",
        };
        Sentence::new().count(self.active).text(noun).then(calendar::words(self.day, zone)).text(who)
    }
}

fn of_record(row: &SeatDay, today: Date) -> Option<Point> {
    Some(Point {
        day: row.day,
        active: row.active?,
        dormant: row.dormant,
        suspended: row.suspended,
        limit: row.limit,
        source: match row.source {
            SeatSource::Insights => PointSource::Coder,
            SeatSource::Entitlements | SeatSource::UserList => PointSource::Own,
        },
        whole: row.day < today,
    })
}

/// The days of Coder's history. It begins with zeros where the server, or the feature, is younger than 60 days: what
/// comes before the first user of any status is no data.
fn of_coder(counts: &StatusCounts, today: Date) -> Vec<Point> {
    let by_day = |status: &UserStatus| -> BTreeMap<Date, u32> {
        counts.of(status).iter().filter_map(|count| Some((count.day, count.count?))).collect()
    };
    let (active, dormant, suspended) =
        (by_day(&UserStatus::Active), by_day(&UserStatus::Dormant), by_day(&UserStatus::Suspended));
    let somebody = |day: &Date| {
        [&active, &dormant, &suspended].into_iter().any(|days| days.get(day).is_some_and(|count| *count > 0))
    };
    active
        .iter()
        .filter(|(day, _)| **day <= today)
        .skip_while(|(day, _)| !somebody(day))
        .map(|(day, count)| Point {
            day: *day,
            active: *count,
            dormant: dormant.get(day).copied(),
            suspended: suspended.get(day).copied(),
            limit: None,
            source: PointSource::Coder,
            whole: *day < today,
        })
        .collect()
}

/// The highest count of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak {
    /// How many.
    pub count: u32,
    /// The first day that had as many.
    pub day: Date,
    /// Since when counts are looked at.
    pub since: Date,
    /// Whether that is the beginning of the term.
    pub whole: bool,
}

impl Peak {
    /// "Peak since the term began: 431 (14 Jun 2026)."
    pub(crate) fn sentence(&self, zone: &TimeZone) -> Sentence {
        let since = if self.whole {
            Sentence::from("Peak since the term began: ")
        } else {
            Sentence::from("Peak since ")
                .then(calendar::words(self.since, zone))
                .text(", as far as counts go: ")
        };
        since.count(self.count).text(" (").then(calendar::words(self.day, zone)).text(").")
    }

    pub(crate) fn view(&self, zone: &TimeZone) -> PeakView {
        PeakView {
            count: self.count,
            day: self.day.to_string(),
            sentence: self.sentence(zone).view(zone),
            whole_term: self.whole,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::Instant;

    pub(crate) const TODAY: Date = date(2026, 11, 23);

    pub(crate) fn row(day: Date, active: u32) -> SeatDay {
        SeatDay {
            day,
            active: Some(active),
            dormant: None,
            suspended: None,
            limit: Some(500),
            source: SeatSource::Entitlements,
            taken_at: Instant::from_unix(0),
        }
    }

    pub(crate) fn coder(days: &[(Date, u64)]) -> StatusCounts {
        let points: Vec<_> = days
            .iter()
            .map(|(day, count)| serde_json::json!({ "date": format!("{day}T00:00:00Z"), "count": count }))
            .collect();
        let json = serde_json::json!({ "status_counts": { "active": points } });
        StatusCounts::read(&json.to_string(), 0).expect("counts")
    }

    #[test]
    fn coders_days_are_its_own_and_ours_stand_before_and_between() {
        let days = [(date(2026, 11, 20), 410), (date(2026, 11, 22), 411), (TODAY, 412)];
        let own = [row(date(2026, 1, 5), 300), row(date(2026, 11, 20), 1), row(date(2026, 11, 21), 409)];
        let history = History::merge(Some(&coder(&days)), &own, TODAY);
        let found: Vec<_> = history.points.iter().map(|point| (point.active, point.source)).collect();
        let (coder, ours) = (PointSource::Coder, PointSource::Own);
        assert_eq!(found, [(300, ours), (410, coder), (409, ours), (411, coder), (412, coder)]);
        assert_eq!(history.points[1].limit, Some(500), "the limit of that day is kept");
        assert_eq!(
            history.points.iter().map(|p| p.whole).collect::<Vec<_>>(),
            [true, true, true, true, false]
        );
        assert_eq!(history.breaks().collect::<Vec<_>>(), [(date(2026, 1, 6), date(2026, 11, 19))]);
    }

    #[test]
    fn todays_point_is_that_of_the_last_check() {
        let history = History::merge(Some(&coder(&[(TODAY, 400)])), &[row(TODAY, 412)], TODAY);
        assert_eq!(history.points.len(), 1);
        assert_eq!((history.points[0].active, history.points[0].whole), (412, false));
    }

    #[test]
    fn zeros_before_the_first_user_are_no_data() {
        let days = [(date(2026, 11, 20), 0), (date(2026, 11, 21), 0), (date(2026, 11, 22), 3), (TODAY, 0)];
        let history = History::merge(Some(&coder(&days)), &[], TODAY);
        assert_eq!(history.points.iter().map(|point| point.active).collect::<Vec<_>>(), [3, 0]);
        let never = History::merge(Some(&coder(&[(date(2026, 11, 20), 0), (TODAY, 0)])), &[], TODAY);
        assert_eq!(never.points, []);
    }

    #[test]
    fn days_to_come_and_counts_that_are_missing_are_left_out() {
        let own = [
            row(date(2026, 11, 24), 9),
            row(date(9999, 12, 31), 9),
            row(date(2000, 1, 1), 9),
            SeatDay { active: None, ..row(date(2026, 11, 1), 0) },
        ];
        assert_eq!(History::merge(Some(&coder(&[(date(2027, 1, 1), 5)])), &own, TODAY).points, []);
    }

    #[test]
    fn the_peak_is_the_highest_since_the_term_began_on_its_first_day() {
        let days: Vec<_> =
            (0..10).map(|back| (calendar::plus(TODAY, back - 9), [5, 9, 7][back as usize % 3])).collect();
        let history = History::merge(Some(&coder(&days)), &[], TODAY);
        let peak = history.peak_since(calendar::plus(TODAY, -7)).expect("a peak");
        assert_eq!((peak.count, peak.day, peak.whole), (9, calendar::plus(TODAY, -5), true));
        let early = history.peak_since(date(2026, 1, 1)).expect("a peak");
        assert!(
            !early.whole
                && early.sentence(&TimeZone::UTC).plain(&TimeZone::UTC).starts_with("Peak since 14 Nov")
        );
        assert_eq!(History::default().peak_since(TODAY), None);
    }

    #[test]
    fn ranges_count_the_points_in_them() {
        let own: Vec<_> = (0..100).map(|back| row(calendar::plus(TODAY, -back), 5)).collect();
        let ranges = History::merge(None, &own, TODAY).ranges(TODAY);
        assert_eq!(ranges.iter().map(|range| range.points).collect::<Vec<_>>(), [30, 60, 90, 100]);
        assert_eq!(ranges[0].from, "2026-10-25");
    }

    proptest! {
        #[test]
        fn whatever_comes_each_day_stands_once_in_order_and_the_breaks_fill_the_rest(
            own in proptest::collection::vec((-2_000_i32..40, 0_u32..1_000), 0..60),
            theirs in proptest::collection::vec((-90_i32..10, 0_u64..1_000), 0..60),
        ) {
            let own: Vec<_> = own.into_iter().map(|(day, count)| row(calendar::plus(TODAY, day), count)).collect();
            let theirs: Vec<_> = theirs.into_iter().map(|(day, n)| (calendar::plus(TODAY, day), n)).collect();
            let history = History::merge(Some(&coder(&theirs)), &own, TODAY);
            let days: Vec<_> = history.points.iter().map(|point| point.day).collect();
            prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(days.last().is_none_or(|last| *last <= TODAY));
            let missing: i32 = history.breaks().map(|(from, to)| calendar::number(to) - calendar::number(from) + 1).sum();
            if let (Some(first), Some(last)) = (days.first(), days.last()) {
                let span = calendar::number(*last) - calendar::number(*first) + 1;
                prop_assert_eq!(span - missing, i32::try_from(days.len()).unwrap());
            }
        }
    }
}
