//! The only reader of the clock and of the machine's time zone.

use std::time::Duration;

use seatkeeper_core::Instant;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl SystemClock {
    /// Reads the time of day, to the second.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(self) -> Instant {
        Instant::from_unix(jiff::Timestamp::now().as_second())
    }

    /// Reads the machine's time zone, UTC where it has none.
    pub fn zone(self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::try_system().unwrap_or(jiff::tz::TimeZone::UTC)
    }

    /// Starts measuring a span that no change of the time of day disturbs.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn stopwatch(self) -> Stopwatch {
        Stopwatch { started: std::time::Instant::now() }
    }
}

/// A running measurement.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch {
    started: std::time::Instant,
}

impl Stopwatch {
    /// Tells how long it has been running.
    pub fn elapsed(self) -> Duration {
        self.started.elapsed()
    }
}
