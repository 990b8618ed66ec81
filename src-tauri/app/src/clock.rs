//! The clock of the verdicts: the system's, which a test build can set to another time, ticking on.

use jiff::tz::TimeZone;
use seatkeeper_adapters::SystemClock;
use seatkeeper_core::{Instant, ports};

/// Tells the time, and the zone in which dates are named.
#[derive(Clone)]
pub struct Clock {
    offset: i64,
    zone: TimeZone,
}

impl Clock {
    /// The system's clock and zone, set off by `SEATKEEPER_TEST_NOW` in a test build.
    #[must_use]
    pub fn start() -> Self {
        let offset = asked_time().map_or(0, |asked| asked.since(SystemClock.now()));
        Self { offset, zone: SystemClock.zone() }
    }

    /// A clock that shows `now` and ticks on, for tests.
    #[must_use]
    pub fn set_to(now: Instant, zone: TimeZone) -> Self {
        Self { offset: now.since(SystemClock.now()), zone }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        SystemClock.now().plus(self.offset)
    }

    /// The zone.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        self.zone.clone()
    }

    /// The zone's IANA name, for the page's own dates.
    #[must_use]
    pub fn zone_name(&self) -> String {
        self.zone.iana_name().unwrap_or("UTC").to_owned()
    }
}

impl ports::Clock for Clock {
    fn now(&self) -> Instant {
        Self::now(self)
    }

    fn zone(&self) -> TimeZone {
        Self::zone(self)
    }
}

fn asked_time() -> Option<Instant> {
    #[cfg(feature = "test-hooks")]
    return std::env::var("SEATKEEPER_TEST_NOW").ok().and_then(|text| Instant::parse(&text));
    #[cfg(not(feature = "test-hooks"))]
    None
}
