//! The fake's instants: microseconds, as Coder's database keeps them, and the ways in which Coder prints them.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use seatkeeper_core::Instant;

/// Microseconds since the Unix epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(i64);

const SECOND: i64 = 1_000_000;

impl Moment {
    pub(super) const EPOCH: Self = Self(0);

    pub(super) fn of(instant: Instant) -> Self {
        Self(instant.unix().saturating_mul(SECOND))
    }

    pub(super) fn instant(self) -> Instant {
        Instant::from_unix(self.0.div_euclid(SECOND))
    }

    pub(super) fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }

    pub(super) fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(SECOND)))
    }

    /// Microseconds from `earlier` to this moment.
    pub(super) fn micros_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Whole seconds from `earlier` to this moment, cut.
    pub(super) fn seconds_since(self, earlier: Self) -> i64 {
        self.micros_since(earlier).div_euclid(SECOND)
    }

    /// RFC 3339 in `zone` as Go prints it: no zeros at the end of the fraction, `Z` for UTC.
    pub(super) fn rfc3339(self, zone: &TimeZone) -> String {
        let offset = zone.to_offset(self.timestamp()).seconds();
        let local = Self(self.0 + i64::from(offset) * SECOND);
        let mut text = local.instant().rfc3339().trim_end_matches('Z').to_owned();
        let fraction = format!("{:06}", self.0.rem_euclid(SECOND));
        let fraction = fraction.trim_end_matches('0');
        if !fraction.is_empty() {
            text = format!("{text}.{fraction}");
        }
        if offset == 0 {
            return format!("{text}Z");
        }
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
        format!("{text}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The moment whose time in UTC reads as this one's in `zone`.
    ///
    /// Coder's database writes a woken user's `last_seen_at` into a column without a zone, so that the local time
    /// comes back as if it were UTC.
    pub(super) fn local_read_as_utc(self, zone: &TimeZone) -> Self {
        self.plus_seconds(i64::from(zone.to_offset(self.timestamp()).seconds()))
    }

    /// The first moments of the last `days` days of `zone` and of today, oldest first.
    pub(super) fn day_starts(self, zone: &TimeZone, days: u32) -> Vec<Self> {
        let mut day = self.timestamp().to_zoned_datetime(zone.clone()).date();
        let mut starts = Vec::new();
        for _ in 0..=days {
            if let Ok(start) = day.to_zoned_datetime(zone.clone()) {
                starts.push(Self(start.timestamp().as_microsecond()));
            }
            let Ok(before) = day.yesterday() else { break };
            day = before;
        }
        starts.reverse();
        starts
    }

    /// The calendar day in `zone`: `2026-11-23`.
    pub(super) fn day(self, zone: &TimeZone) -> String {
        self.timestamp().to_zoned_datetime(zone.clone()).date().to_string()
    }

    /// As HTTP's `Date` header wants it: `Mon, 23 Nov 2026 12:00:00 GMT`.
    pub(super) fn http_date(self) -> String {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let text = self.instant().rfc3339();
        let weekday = self.instant().unix().div_euclid(86_400).rem_euclid(7);
        let weekday = usize::try_from(weekday).map_or("Thu", |day| DAYS[day]);
        let month: usize = text.get(5..7).and_then(|month| month.parse().ok()).unwrap_or(1);
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        format!("{weekday}, {} {} {} {} GMT", part(8, 10), MONTHS[month - 1], part(0, 4), part(11, 19))
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_printed_with_the_offset_of_its_zone_on_that_day() {
        let zone = TimeZone::get("America/St_Johns").expect("in the database");
        let winter = Moment::of(Instant::parse("2026-11-24T00:15:41Z").expect("a time"));
        assert_eq!(winter.rfc3339(&zone), "2026-11-23T20:45:41-03:30");
        assert_eq!(winter.plus_seconds(-40 * 86_400).rfc3339(&zone), "2026-10-14T21:45:41-02:30");
        assert_eq!(
            winter.plus(Duration::from_micros(1_500)).rfc3339(&TimeZone::UTC),
            "2026-11-24T00:15:41.0015Z"
        );
    }

    #[test]
    fn the_date_header_names_the_day_of_the_week() {
        let moment = Moment::of(Instant::parse("2026-11-23T12:00:00Z").expect("a time"));
        assert_eq!(moment.http_date(), "Mon, 23 Nov 2026 12:00:00 GMT");
    }
}
