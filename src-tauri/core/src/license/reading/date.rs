//! Dates as `golang-jwt` v4 reads them (`NumericDate`).

use crate::instant::Instant;
use crate::license::reading::json;

/// A date and whether its spelling was odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The instant, cut to the second.
    pub at: Instant,
    /// Not written as a plain whole number.
    pub odd: bool,
}

/// Reads a date from the text of a JSON value: a number, or a string of a number; `None` for anything else and
/// for a number that a 64-bit float cannot hold.
pub fn read(value: &[u8]) -> Option<Date> {
    if let Some(at) = plain_seconds(value) {
        return Some(Date { at, odd: false });
    }
    let unquoted;
    let number = match value.first()? {
        b'"' => {
            unquoted = json::unquote(value);
            unquoted.as_bytes()
        }
        _ => value,
    };
    if !json::is_number(number) {
        return None;
    }
    let seconds: f64 = std::str::from_utf8(number).ok()?.parse().ok()?;
    seconds.is_finite().then(|| Date { at: cut(seconds), odd: true })
}

/// The usual case without a float: digits that a float holds exactly.
fn plain_seconds(value: &[u8]) -> Option<Instant> {
    if value.len() > 15 || !value.first()?.is_ascii_digit() || (value[0] == b'0' && value.len() > 1) {
        return None;
    }
    value
        .iter()
        .try_fold(0_i64, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
        .map(Instant::from_unix)
}

/// Splits a float into whole seconds and nanoseconds, both cut towards zero, and then goes down to the second:
/// -0.5 is one second before the epoch, and -1e-10 is the epoch.
fn cut(seconds: f64) -> Instant {
    let whole = to_integer(seconds.trunc());
    let nanoseconds = to_integer(seconds.fract() * 1e9);
    Instant::from_unix(if nanoseconds < 0 { whole.wrapping_sub(1) } else { whole })
}

/// Beyond 64 bits the processor's answer is the smallest integer, whichever the sign (amd64, `CVTTSD2SI`).
#[expect(clippy::cast_possible_truncation, reason = "the range is tested first")]
fn to_integer(float: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&float) { float as i64 } else { i64::MIN }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(value: &str) -> Option<i64> {
        read(value.as_bytes()).map(|date| date.at.unix())
    }

    #[test]
    fn a_plain_number_is_not_odd() {
        assert_eq!(read(b"1800000000"), Some(Date { at: Instant::from_unix(1_800_000_000), odd: false }));
    }

    #[test]
    fn quotes_points_and_exponents_are_read_and_said() {
        for odd in ["\"1800000000\"", "1800000000.9", "1.8e9", "\"\\u0031800000000\""] {
            assert_eq!(unix(odd), Some(1_800_000_000), "{odd}");
            assert!(read(odd.as_bytes()).is_some_and(|date| date.odd));
        }
    }

    #[test]
    fn fractions_go_down_to_the_second() {
        assert_eq!(unix("-0.5"), Some(-1));
        assert_eq!(unix("-0.0000000001"), Some(0));
        assert_eq!(unix("1795435199.9999999999"), Some(1_795_435_200));
    }

    #[test]
    fn beyond_64_bits_lies_the_far_past() {
        for far in ["1e30", "-1e30", "9223372036854775807", "1e308"] {
            assert_eq!(unix(far), Some(i64::MIN), "{far}");
        }
    }

    #[test]
    fn what_is_no_number_is_no_date() {
        for bad in ["\"\"", "\"soon\"", "true", "[]", "{}", "1e400", "\"0x10\"", "\" 1\"", "\"01\""] {
            assert_eq!(unix(bad), None, "{bad}");
        }
    }
}
