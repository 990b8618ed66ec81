//! Where the count of seats goes, if it goes on as it did.
//!
//! A robust straight line (Theil–Sen: the median of the slopes between counts, Sen 1968) over the last 60 daily counts,
//! or 120 where the record reaches that far and they foretold it better. Only counts that lie whole weeks apart are
//! compared, and the level is freed of the weekday, so that a weekly rhythm tilts nothing. The record itself then
//! judges the line: it is drawn from every past day on, and what came after says how much of the slope to believe and
//! how wide the band must be.
//!
//! | Part | Module |
//! |---|---|
//! | slope and level | `line` |
//! | past errors, what they choose and how wide they make the band | `errors` |

mod errors;
mod line;

use errors::{Errors, Judged};
use line::{Days, Line};

/// Fewer daily counts than this foretell nothing.
pub const LEAST_DAYS: usize = 28;
/// No line is drawn further than this.
pub const MOST_AHEAD: i32 = 180;
/// The daily counts that a line rests on, as many as Coder keeps.
pub const SHORT: i32 = 60;
/// The same where our own record has them.
pub const LONG: i32 = 120;
/// Nothing older is looked at.
const RECORD: i32 = 400;
/// A last count older than this says nothing of today.
const STALE: i32 = 14;

/// A count of one day. Days are numbered without a gap, from wherever.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayCount {
    /// The day's number.
    pub day: i32,
    /// Users that held a seat.
    pub count: f64,
}

/// Why there is no forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    /// So many daily counts in the last 60 days are too few.
    Few(usize),
    /// The last count is this many days old.
    Old(i32),
}

/// A straight line with its band.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The day of the last count, from which distances are measured.
    pub from: i32,
    /// The line's value on that day.
    pub level: f64,
    /// Users more a day.
    pub slope: f64,
    /// How much of the line's own slope the record bore out: 0 to 1.
    pub believed: f64,
    /// The daily counts that the line rests on: [`SHORT`] or [`LONG`] days of them.
    pub window: i32,
    /// The daily counts that were looked at in all.
    pub counts: usize,
    /// Up to this distance the band rests on errors that were measured.
    pub measured: i32,
    band: errors::Band,
}

/// The forecast of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foretold {
    /// The line.
    pub middle: f64,
    /// Lower end of the band that holds 80 % of past errors.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Forecast {
    /// The forecast from daily counts in any order; of several for one day the last one given counts. Counts after
    /// `today`, and today's own where it is not over, are for the caller to leave out.
    ///
    /// # Errors
    /// [`Lacking`].
    pub fn of(counts: &[DayCount], today: i32) -> Result<Self, Lacking> {
        let days = Days::of(counts, RECORD);
        let Some(last) = days.last() else { return Err(Lacking::Few(0)) };
        let recent = days.within(last - SHORT + 1, last).len();
        if recent < LEAST_DAYS {
            return Err(Lacking::Few(recent));
        }
        if today.saturating_sub(last) > STALE {
            return Err(Lacking::Old(today - last));
        }
        let windows = if days.reach() >= SHORT + LONG { &[SHORT, LONG][..] } else { &[SHORT] };
        let judged = Judged::best(windows.iter().map(|window| Errors::of(&days, *window)), &days);
        let line = Line::of(&days, last, judged.window);
        Ok(Self {
            from: last,
            level: line.level,
            slope: line.slope * judged.believed,
            believed: judged.believed,
            window: judged.window,
            counts: days.len(),
            measured: judged.band.measured,
            band: judged.band,
        })
    }

    /// The forecast of a day.
    pub fn on(&self, day: i32) -> Foretold {
        let distance = f64::from(day.saturating_sub(self.from));
        let middle = self.level + self.slope * distance;
        let half = self.band.half(distance);
        Foretold { middle, low: middle - half, high: middle + half }
    }

    /// The first day after the last count, within [`MOST_AHEAD`], on which `is_it` is true of the forecast.
    pub fn first(&self, is_it: impl Fn(Foretold) -> bool) -> Option<i32> {
        (self.from + 1..=self.from + MOST_AHEAD).find(|day| is_it(self.on(*day)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: impl Fn(i32) -> f64, days: std::ops::Range<i32>) -> Vec<DayCount> {
        days.map(|day| DayCount { day, count: of(day) }).collect()
    }

    #[test]
    fn a_straight_line_goes_straight_on() {
        let forecast = Forecast::of(&counts(|day| 400.0 + 0.5 * f64::from(day), 0..60), 60).expect("enough");
        assert_eq!((forecast.slope, forecast.believed), (0.5, 1.0));
        let there = forecast.on(149);
        assert!((there.middle - 474.5).abs() < 1e-9 && there.high - there.low < 1e-9, "{there:?}");
        assert_eq!(forecast.first(|foretold| foretold.middle >= 450.0 - 1e-9), Some(100));
    }

    #[test]
    fn a_weekly_rhythm_tilts_nothing() {
        let quiet = counts(|day| 400.0 + f64::from(day), 0..57);
        let rhythm = |day: i32| f64::from([0, 3, 5, 4, 2, -40, -60][usize::try_from(day % 7).unwrap_or(0)]);
        let loud = counts(|day| 400.0 + f64::from(day) + rhythm(day), 0..57);
        let (quiet, loud) = (Forecast::of(&quiet, 57).unwrap(), Forecast::of(&loud, 57).unwrap());
        assert_eq!(quiet.slope, loud.slope);
        let mean = f64::from(3 + 5 + 4 + 2 - 40 - 60) / 7.0;
        assert!((loud.level - quiet.level - mean).abs() < 1.0, "{} {}", loud.level, quiet.level);
    }

    #[test]
    fn days_that_went_wrong_tilt_nothing() {
        let mut days = counts(|day| 100.0 + f64::from(day), 0..60);
        for wrong in [3, 20, 41] {
            days[wrong].count = 100_000.0;
        }
        assert!((Forecast::of(&days, 60).unwrap().slope - 1.0).abs() < 1e-9);
    }

    #[test]
    fn twenty_eight_days_are_needed_and_enough() {
        assert_eq!(Forecast::of(&counts(f64::from, 0..14), 14), Err(Lacking::Few(14)));
        assert_eq!(Forecast::of(&counts(f64::from, 0..27), 27), Err(Lacking::Few(27)));
        assert!(Forecast::of(&counts(f64::from, 0..28), 28).is_ok());
        assert_eq!(Forecast::of(&[], 0), Err(Lacking::Few(0)));
    }

    #[test]
    fn old_counts_foretell_nothing() {
        assert_eq!(Forecast::of(&counts(f64::from, 0..60), 100), Err(Lacking::Old(41)));
    }

    #[test]
    fn beyond_the_measured_distance_the_band_widens_with_the_square_root() {
        let noise = |day: i32| f64::from((day * 7919) % 23);
        let forecast = Forecast::of(&counts(|day| 300.0 + noise(day), 0..60), 60).unwrap();
        let half = |distance| {
            let there = forecast.on(forecast.from + distance);
            (there.high - there.low) / 2.0
        };
        let reach = forecast.measured;
        assert!((20..=32).contains(&reach), "{reach}");
        assert!((half(4 * reach) / half(reach) - 2.0).abs() < 1e-9);
        assert!((1..180).all(|distance| half(distance) <= half(distance + 1)));
    }
}
