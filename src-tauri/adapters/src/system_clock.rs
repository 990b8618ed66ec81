//! The only reader of the clock and of the machine's time zone.

use std::path::{Path, PathBuf};
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

    /// Reads the machine's time zone with its name, UTC where it has none.
    ///
    /// A name that stands in `TZ` or in the link `/etc/localtime` leads to the zone's one file; only where
    /// neither names it is the whole database walked.
    pub fn zone(self) -> jiff::tz::TimeZone {
        let set = std::env::var_os("TZ").filter(|value| !value.is_empty());
        let name = match &set {
            Some(value) => value.to_str().map(|name| name.trim_start_matches(':').to_owned()),
            None => std::fs::read_link("/etc/localtime").ok().and_then(|link| name_in(&link)),
        };
        let read = || {
            let name = name?;
            jiff::tz::TimeZone::tzif(&name, &std::fs::read(zone_file(&name)?).ok()?).ok()
        };
        read().unwrap_or_else(|| jiff::tz::TimeZone::try_system().unwrap_or(jiff::tz::TimeZone::UTC))
    }

    /// Reads the machine's time zone from its one file, without its name.
    ///
    /// Finding the name means walking the whole database of zones, which takes longer than checking a license.
    pub fn local_days(self) -> jiff::tz::TimeZone {
        let set = std::env::var_os("TZ").filter(|value| !value.is_empty());
        let file = match &set {
            None => Some(PathBuf::from("/etc/localtime")),
            Some(value) => value.to_str().map(|name| name.trim_start_matches(':')).and_then(zone_file),
        };
        let read = || jiff::tz::TimeZone::tzif("local", &std::fs::read(file?).ok()?).ok();
        read().unwrap_or_else(|| self.zone())
    }

    /// Starts measuring a span that no change of the time of day disturbs.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn stopwatch(self) -> Stopwatch {
        Stopwatch { started: std::time::Instant::now() }
    }
}

impl seatkeeper_core::ports::Clock for SystemClock {
    fn now(&self) -> Instant {
        Self::now(*self)
    }

    fn zone(&self) -> jiff::tz::TimeZone {
        Self::zone(*self)
    }
}

/// The zone's name in the path of its file: "Europe/Berlin" of "/usr/share/zoneinfo/Europe/Berlin".
fn name_in(link: &Path) -> Option<String> {
    link.to_str()?.split_once("zoneinfo/").map(|(_, name)| name.to_owned())
}

/// The file of a zone's name; `None` for what is no name.
fn zone_file(name: &str) -> Option<PathBuf> {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
    };
    name.split('/').all(part).then(|| Path::new("/usr/share/zoneinfo").join(name))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_looked_for_in_the_database_and_nowhere_else() {
        assert_eq!(zone_file("Europe/Berlin"), Some("/usr/share/zoneinfo/Europe/Berlin".into()));
        assert_eq!(zone_file("Etc/GMT+5"), Some("/usr/share/zoneinfo/Etc/GMT+5".into()));
        for refused in ["", "/etc/passwd", "../../etc/passwd", "Europe//Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"]
        {
            assert_eq!(zone_file(refused), None, "{refused}");
        }
    }

    #[test]
    fn a_link_to_a_zone_names_it() {
        assert_eq!(
            name_in(Path::new("../usr/share/zoneinfo/Europe/Berlin")),
            Some("Europe/Berlin".to_owned())
        );
        assert_eq!(name_in(Path::new("/etc/zone")), None);
    }

    #[test]
    fn the_quick_zone_is_the_machines_zone() {
        let quick = SystemClock.local_days();
        let named = SystemClock.zone();
        for day in 0..730 {
            let at = jiff::Timestamp::from_second(1_760_000_000 + day * 86_400).unwrap();
            assert_eq!(quick.to_offset(at), named.to_offset(at));
        }
    }
}
