//! Instants, to the second, as wide as a license can name them.

use std::fmt;

use jiff::{Timestamp, tz::TimeZone};

/// Seconds from the Unix epoch to the year 1, the zero that Go's `time.Time` counts from.
const UNIX_TO_YEAR_ONE: i64 = 62_135_596_800;
/// Seconds from the first day that Go's calendar can name to the Unix epoch; dates before it wrap around.
const CALENDAR_START_TO_UNIX: i128 = UNIX_TO_YEAR_ONE as i128 + (730_692_556 * 146_097 + 306) * 86_400;

/// An instant in whole seconds since the Unix epoch.
///
/// A license may name years far past 9999, so this is no calendar type; see [`Instant::rfc3339`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(i64);

impl Instant {
    /// The instant `seconds` after the Unix epoch.
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since the Unix epoch.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 ("2026-11-23T18:06:27Z"), or a day ("2026-11-23", its first second in UTC).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let timestamp = match text.len() {
            10 => text.parse::<jiff::civil::Date>().ok()?.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp(),
            _ => text.parse::<Timestamp>().ok()?,
        };
        Some(Self(timestamp.as_second()))
    }

    /// The instant in UTC, as Coder prints it: `2027-03-12T00:00:00Z`, with as many digits of year as it takes.
    pub fn rfc3339(self) -> String {
        let (year, month, day) = self.civil_day();
        let second = self.wrapped_unix().rem_euclid(86_400);
        format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
            second / 3600,
            second / 60 % 60,
            second % 60
        )
    }

    /// Whether this instant comes before `other` *for Coder*, whose clock counts from the year 1 in 64 bits, so
    /// that dates near the end of that range fall into the far past (Go, `time.Time.Before`).
    pub fn is_before(self, other: Self) -> bool {
        self.0.wrapping_add(UNIX_TO_YEAR_ONE) < other.0.wrapping_add(UNIX_TO_YEAR_ONE)
    }

    /// The instant `seconds` later; stays at the end of the range.
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to this instant; stays at the end of the range.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day in `zone`: "12 Mar 2027".
    pub fn day(self, zone: &TimeZone) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day) = match self.zoned(zone) {
            Some(local) => {
                (i128::from(local.year()), local.month().unsigned_abs(), local.day().unsigned_abs())
            }
            None => self.civil_day(),
        };
        let name = MONTHS.get(usize::from(month.saturating_sub(1))).copied().unwrap_or("");
        format!("{day} {name} {year}")
    }

    /// The time of day in `zone`: "18:00".
    pub fn clock(self, zone: &TimeZone) -> String {
        match self.zoned(zone) {
            Some(local) => format!("{:02}:{:02}", local.hour(), local.minute()),
            None => format!("{:02}:{:02}", self.0.rem_euclid(86_400) / 3600, self.0.rem_euclid(3600) / 60),
        }
    }

    /// Whether two instants fall on one day of `zone`.
    pub fn same_day(self, other: Self, zone: &TimeZone) -> bool {
        match (self.zoned(zone), other.zoned(zone)) {
            (Some(left), Some(right)) => left.date() == right.date(),
            (None, _) | (_, None) => self.civil_day() == other.civil_day(),
        }
    }

    /// The first instant of its day in `zone`.
    pub fn start_of_day(self, zone: &TimeZone) -> Self {
        match self.zoned(zone).and_then(|local| local.start_of_day().ok()) {
            Some(start) => Self(start.timestamp().as_second()),
            None => self.plus(-self.0.rem_euclid(86_400)),
        }
    }

    /// The first instant of its month in `zone`; past what a calendar names, the instant itself.
    pub fn start_of_month(self, zone: &TimeZone) -> Self {
        let start = |local: jiff::ZonedDateTime| local.first_of_month().ok()?.start_of_day().ok();
        self.zoned(zone).and_then(start).map_or(self, |start| Self(start.timestamp().as_second()))
    }

    fn zoned(self, zone: &TimeZone) -> Option<jiff::ZonedDateTime> {
        Some(Timestamp::from_second(self.0).ok()?.to_zoned_datetime(zone.clone()))
    }

    /// The seconds that Go's calendar shows: the 64-bit count wraps at the first day it can name.
    fn wrapped_unix(self) -> i128 {
        let since_start = (i128::from(self.0) + CALENDAR_START_TO_UNIX).rem_euclid(1 << 64);
        since_start - CALENDAR_START_TO_UNIX
    }

    /// Year, month and day in UTC, by the proleptic Gregorian calendar.
    fn civil_day(self) -> (i128, u8, u8) {
        // Counted from 1 March of the year 0, so that the leap day ends a cycle of 400 years (146,097 days).
        let days = self.wrapped_unix().div_euclid(86_400) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = era * 400 + year_of_era + i128::from(month <= 2);
        (year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.rfc3339())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_date_prints_as_rfc_3339() {
        assert_eq!(Instant::from_unix(1_795_435_200).rfc3339(), "2026-11-23T12:00:00Z");
    }

    #[test]
    fn the_smallest_instant_prints_as_go_prints_it() {
        assert_eq!(Instant::from_unix(i64::MIN).rfc3339(), "292277026596-12-04T15:30:08Z");
    }

    #[test]
    fn the_largest_instants_lie_in_coders_far_past() {
        let now = Instant::from_unix(1_795_435_200);
        assert!(Instant::from_unix(i64::MAX).is_before(now));
    }

    #[test]
    fn a_day_is_named_in_its_zone() {
        let new_york = TimeZone::fixed(jiff::tz::offset(-5));
        let midnight = Instant::parse("2027-03-12").expect("a date");
        assert_eq!(midnight.day(&TimeZone::UTC), "12 Mar 2027");
        assert_eq!(midnight.day(&new_york), "11 Mar 2027");
        assert_eq!(midnight.start_of_day(&TimeZone::UTC), midnight);
        assert_eq!(midnight.start_of_day(&new_york).rfc3339(), "2027-03-11T05:00:00Z");
    }
}
