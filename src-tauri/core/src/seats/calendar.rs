//! Days of a zone. A day begins when its first instant comes there, which is not always midnight.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::Instant;
use crate::sentence::Sentence;

/// The day in `zone` on which an instant falls; `None` beyond the calendar.
pub fn day_of(at: Instant, zone: &TimeZone) -> Option<Date> {
    Some(Timestamp::from_second(at.unix()).ok()?.to_zoned_datetime(zone.clone()).date())
}

/// The first instant of a day in `zone`.
pub fn start_of(day: Date, zone: &TimeZone) -> Instant {
    let start = day.to_zoned_datetime(zone.clone()).and_then(|noon| noon.start_of_day());
    let second =
        start.map_or_else(|_| i64::from(number(day)) * 86_400, |start| start.timestamp().as_second());
    Instant::from_unix(second)
}

/// The days from 1 January 1970 to a day.
pub fn number(day: Date) -> i32 {
    const EPOCH: Date = date(1970, 1, 1);
    EPOCH.until(day).map_or(0, |span| span.get_days())
}

/// The day of a number; stays within the calendar.
pub fn of_number(number: i32) -> Date {
    let within = number.clamp(self::number(Date::MIN), self::number(Date::MAX));
    let days = jiff::Span::new().try_days(within).unwrap_or_default();
    date(1970, 1, 1).saturating_add(days)
}

/// `days` later; stays within the calendar.
pub fn plus(day: Date, days: i32) -> Date {
    of_number(number(day).saturating_add(days))
}

/// The day as a piece of a sentence.
pub(crate) fn words(day: Date, zone: &TimeZone) -> Sentence {
    Sentence::new().day(start_of(day, zone))
}

/// "on 3 Oct 2026", "from 3 to 9 Oct 2026".
pub(crate) fn range(from: Date, to: Date, zone: &TimeZone) -> Sentence {
    crate::outlook::range(start_of(from, zone), start_of(to, zone), zone)
}

/// "From 1 to 23 Nov 2026", to begin a sentence.
pub(crate) fn from_to(from: Date, to: Date, zone: &TimeZone) -> Sentence {
    let first = start_of(from, zone).day(zone);
    let mut parts = first.splitn(3, ' ');
    let (day, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let start = match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => Sentence::from(day.to_owned()),
        (true, false) => Sentence::from(format!("{day} {month}")),
        (false, _) => words(from, zone),
    };
    Sentence::from("From ").then(start).text(" to ").then(words(to, zone))
}

/// "between 20 Feb and 22 May 2027": what two days share is said once.
pub(crate) fn between(from: Date, to: Date, zone: &TimeZone) -> Sentence {
    let first = start_of(from, zone).day(zone);
    let start = match first.rsplit_once(' ') {
        Some((day, _)) if from.year() == to.year() => Sentence::from(day),
        Some(_) | None => words(from, zone),
    };
    Sentence::from("between ").then(start).text(" and ").then(words(to, zone))
}

/// "today at 18:02", "yesterday at 18:02", "23 Nov 2026": when something was, as a sentence goes on.
pub(crate) fn when(at: Instant, now: Instant, zone: &TimeZone) -> Sentence {
    let days = day_of(now, zone).zip(day_of(at, zone)).map(|(now, at)| number(now) - number(at));
    match days {
        Some(0) => Sentence::from("today at ").clock(at),
        Some(1) => Sentence::from("yesterday at ").clock(at),
        Some(_) | None => Sentence::from("on ").day(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(rule: &str) -> TimeZone {
        TimeZone::posix(rule).expect("a rule")
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("a time")
    }

    #[test]
    fn days_are_counted_without_a_gap_and_back() {
        assert_eq!(number(date(1970, 1, 2)), 1);
        for day in [date(2024, 2, 29), date(2026, 12, 31), date(1969, 12, 31)] {
            assert_eq!(of_number(number(day)), day);
        }
        assert_eq!(plus(date(2026, 2, 28), 1), date(2026, 3, 1));
        assert_eq!(plus(date(2026, 1, 1), i32::MAX), Date::MAX);
    }

    #[test]
    fn the_days_of_a_change_of_clocks_are_each_one_day() {
        let berlin = zone("CET-1CEST,M3.5.0,M10.5.0/3");
        // 25 hours, then 23.
        for (first, hours) in [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23)] {
            let (start, end) = (start_of(first, &berlin), start_of(plus(first, 1), &berlin));
            assert_eq!(end.since(start), hours * 3600);
            assert_eq!((day_of(start, &berlin), day_of(end.plus(-1), &berlin)), (Some(first), Some(first)));
        }
    }

    #[test]
    fn a_zone_of_half_hours_has_its_own_midnight() {
        let india = zone("IST-5:30");
        assert_eq!(day_of(at("2026-11-23T18:29:59Z"), &india), Some(date(2026, 11, 23)));
        assert_eq!(start_of(date(2026, 11, 24), &india), at("2026-11-23T18:30:00Z"));
    }

    #[test]
    fn what_two_days_share_is_said_once() {
        let utc = TimeZone::UTC;
        let said = |from, to| between(from, to, &utc).plain(&utc);
        assert_eq!(said(date(2027, 2, 20), date(2027, 5, 22)), "between 20 Feb and 22 May 2027");
        assert_eq!(said(date(2026, 12, 20), date(2027, 1, 3)), "between 20 Dec 2026 and 3 Jan 2027");
    }

    #[test]
    fn instants_beyond_the_calendar_have_no_day() {
        assert_eq!(day_of(Instant::from_unix(i64::MAX), &TimeZone::UTC), None);
    }
}
