//! `GET /insights/user-status-counts`: how many users had which status on each of the last 60 days (coder/coder,
//! `coderd/insights.go`, `codersdk/insights.go`, `GetUserStatusCountsResponse`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;

use super::UnexpectedAnswer;
use super::answers::object;
use super::people::UserStatus;
use crate::Instant;

/// The whole hours that the API can be told of a zone at an instant, east of Greenwich positive. It takes no minutes:
/// a zone of 5:30 is asked as 5, so that a count is of half an hour after midnight there, and of the same day.
pub fn tz_offset(zone: &TimeZone, now: Instant) -> i8 {
    let seconds = Timestamp::from_second(now.unix()).map_or(0, |now| zone.to_offset(now).seconds());
    i8::try_from(seconds.div_euclid(3600)).unwrap_or(0)
}

/// How many users had a status at the start of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The day, in the zone that was asked for.
    pub day: Date,
    /// The instant of the count.
    pub at: Instant,
    /// How many; `None` where the server says none, or none that can be (negative, no number).
    pub count: Option<u32>,
}

/// The counts by status. A status that no user ever had is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusCounts {
    /// By status; the days of each in rising order, each day once (of several counts the last one given).
    pub days: BTreeMap<UserStatus, Vec<DayCount>>,
    /// How many points had no date that can be read.
    pub unreadable: u32,
}

impl StatusCounts {
    /// Reads the answer to a question with [`tz_offset`] `hours`.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it has no counts; `null` is none.
    pub fn read(json: &str, hours: i8) -> Result<Self, UnexpectedAnswer> {
        let answer: Value = object("seat history", json)?;
        let zone = Offset::from_hours(hours).unwrap_or(Offset::UTC);
        let counts = match answer.get("status_counts") {
            Some(Value::Object(counts)) => counts.clone(),
            Some(Value::Null) => serde_json::Map::new(),
            Some(_) | None => {
                let fault = "it has no counts by status".to_owned();
                return Err(UnexpectedAnswer { what: "seat history", fault });
            }
        };
        let mut read = Self::default();
        for (status, points) in counts {
            let mut days = BTreeMap::new();
            for point in points.as_array().into_iter().flatten() {
                match day_count(point, zone) {
                    Some(count) => drop(days.insert(count.day, count)),
                    None => read.unreadable += 1,
                }
            }
            read.days.insert(UserStatus::of_word(&status), days.into_values().collect());
        }
        Ok(read)
    }

    /// The days of one status; none where no user ever had it.
    pub fn of(&self, status: &UserStatus) -> &[DayCount] {
        self.days.get(status).map_or(&[], Vec::as_slice)
    }
}

fn day_count(point: &Value, zone: Offset) -> Option<DayCount> {
    let at = Instant::parse(point["date"].as_str()?)?;
    let day = zone.to_datetime(Timestamp::from_second(at.unix()).ok()?).date();
    let count = point["count"].as_u64().and_then(|count| u32::try_from(count).ok());
    Some(DayCount { day, at, count })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn zone(seconds: i32) -> TimeZone {
        TimeZone::fixed(Offset::from_seconds(seconds).expect("an offset"))
    }

    #[test]
    fn a_zone_is_told_in_whole_hours_also_west_and_with_minutes() {
        let now = Instant::parse("2026-11-23T18:06:27Z").expect("a time");
        let cases = [(0, 0), (3600, 1), (-7200, -2), (19_800, 5), (-12_600, -4), (20_700, 5), (-34_200, -10)];
        for (seconds, hours) in cases {
            assert_eq!(tz_offset(&zone(seconds), now), hours, "{seconds} s");
        }
        let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a rule");
        let summer = Instant::parse("2026-07-01T12:00:00Z").expect("a time");
        assert_eq!((tz_offset(&berlin, now), tz_offset(&berlin, summer)), (1, 2));
        assert_eq!(tz_offset(&berlin, Instant::from_unix(i64::MAX)), 0);
    }

    #[test]
    fn recorded_days_are_named_in_the_zone_that_was_asked_whatever_zone_they_are_written_in() {
        let json = r#"{"status_counts":{"active":[{"date":"2026-10-31T21:30:00-02:30","count":0},
            {"date":"2026-11-01T20:30:00-03:30","count":0},{"date":"2026-11-23T20:30:00-03:30","count":12}],
            "dormant":[{"date":"2026-11-23T20:30:00-03:30","count":2}]}}"#;
        let counts = StatusCounts::read(json, 0).expect("counts");
        let days: Vec<Date> = counts.of(&UserStatus::Active).iter().map(|count| count.day).collect();
        assert_eq!(days, [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 24)]);
        assert_eq!(counts.of(&UserStatus::Active)[2].count, Some(12));
        assert_eq!(counts.of(&UserStatus::Dormant).len(), 1);
        assert_eq!(counts.of(&UserStatus::Suspended), []);
    }

    #[test]
    fn a_half_hour_zone_keeps_its_days() {
        // What a server answers to tz_offset=5, which is asked for a zone of 5:30.
        let asked = tz_offset(&zone(19_800), Instant::parse("2026-11-23T00:00:00Z").expect("a time"));
        let json = r#"{"status_counts":{"active":[{"date":"2026-11-22T19:00:00Z","count":4}]}}"#;
        let counts = StatusCounts::read(json, asked).expect("counts");
        assert_eq!(counts.of(&UserStatus::Active)[0].day, date(2026, 11, 23));
        let there = Timestamp::from_second(counts.of(&UserStatus::Active)[0].at.unix()).expect("a time");
        assert_eq!(there.to_zoned_datetime(zone(19_800)).date(), date(2026, 11, 23));
    }

    #[test]
    fn absurd_counts_are_unknown_and_never_zero() {
        let json = r#"{"status_counts":{"active":[{"date":"2026-11-20T00:00:00Z","count":-3},
            {"date":"2026-11-21T00:00:00Z"},{"date":"2026-11-22T00:00:00Z","count":null},
            {"date":"2026-11-23T00:00:00Z","count":1e300},{"date":"2026-11-24T00:00:00Z","count":"7"},
            {"date":"2026-11-25T00:00:00Z","count":0}]}}"#;
        let counts = StatusCounts::read(json, 0).expect("counts");
        let found: Vec<_> = counts.of(&UserStatus::Active).iter().map(|count| count.count).collect();
        assert_eq!(found, [None, None, None, None, None, Some(0)]);
    }

    #[test]
    fn unordered_and_repeated_days_are_put_in_order_and_points_without_a_day_are_counted() {
        let json = r#"{"status_counts":{"active":[{"date":"2026-11-22T00:00:00Z","count":2},{"date":"2026-11-20T00:00:00Z","count":1},
            {"date":"2026-11-22T00:00:00Z","count":3},{"date":"never","count":9},7],"on_leave":null}}"#;
        let counts = StatusCounts::read(json, 0).expect("counts");
        let found: Vec<_> =
            counts.of(&UserStatus::Active).iter().map(|count| (count.day.day(), count.count)).collect();
        assert_eq!((found, counts.unreadable), (vec![(20, Some(1)), (22, Some(3))], 2));
        assert!(counts.days.contains_key(&UserStatus::Other("on_leave".to_owned())));
    }

    #[test]
    fn what_has_no_counts_is_no_history() {
        assert!(StatusCounts::read("{}", 0).is_err() && StatusCounts::read("[]", 0).is_err());
        assert_eq!(StatusCounts::read(r#"{"status_counts":null}"#, 0), Ok(StatusCounts::default()));
    }
}
