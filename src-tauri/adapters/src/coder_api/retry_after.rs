//! `Retry-After` and `Date` (RFC 9110, sections 5.6.7 and 10.2.3).

use jiff::fmt::rfc2822::DateTimeParser;
use seatkeeper_core::Instant;

/// Nobody is kept waiting for longer, whatever a server says.
const LONGEST: i64 = 600;
/// Where it says nothing that can be read: Coder counts calls by the minute.
const UNSAID: i64 = 60;

/// When to try again: never in the past, and within ten minutes. A date is read by the server's own clock.
pub(super) fn until(retry_after: Option<&str>, server_time: Option<Instant>, now: Instant) -> Instant {
    let said = retry_after.map(str::trim).unwrap_or_default();
    let seconds = seconds(said)
        .or_else(|| http_date(said).map(|date| date.since(server_time.unwrap_or(now))))
        .unwrap_or(UNSAID);
    now.plus(seconds.clamp(0, LONGEST))
}

/// Whole seconds; more digits than a number holds are a long time.
fn seconds(said: &str) -> Option<i64> {
    let digits = said.strip_prefix('-').unwrap_or(said);
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| said.parse().unwrap_or(if said == digits { i64::MAX } else { 0 }))
}

/// An HTTP date: "Sun, 06 Nov 1994 08:49:37 GMT".
pub(super) fn http_date(text: &str) -> Option<Instant> {
    let timestamp = DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()?;
    Some(Instant::from_unix(timestamp.as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_unix(1_795_435_200);

    fn wait(said: &str) -> i64 {
        until(Some(said), None, NOW).since(NOW)
    }

    #[test]
    fn seconds_are_waited_within_ten_minutes() {
        assert_eq!(wait("5"), 5);
        assert_eq!(wait(" 0 "), 0);
        assert_eq!(wait("-1"), 0);
        assert_eq!(wait("1000000000"), 600);
        assert_eq!(wait("99999999999999999999999"), 600);
        assert_eq!(wait("-99999999999999999999999"), 0);
    }

    #[test]
    fn a_date_is_read_by_the_servers_clock() {
        assert_eq!(http_date("Mon, 23 Nov 2026 12:00:00 GMT"), Some(NOW));
        assert_eq!(wait("Mon, 23 Nov 2026 12:01:30 GMT"), 90);
        assert_eq!(wait("Mon, 23 Nov 2020 12:00:00 GMT"), 0);
        assert_eq!(wait("Mon, 23 Nov 2099 12:00:00 GMT"), 600);
        let ahead = NOW.plus(3600);
        assert_eq!(until(Some("Mon, 23 Nov 2026 13:00:05 GMT"), Some(ahead), NOW).since(NOW), 5);
    }

    #[test]
    fn rubbish_is_a_minute() {
        for said in ["", "soon", "1e9", "5.5", "Mon, 99 Nov 2026 12:00:00 GMT", "--5"] {
            assert_eq!(wait(said), 60, "{said}");
        }
        assert_eq!(until(None, None, NOW).since(NOW), 60);
    }
}
