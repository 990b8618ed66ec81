//! The line is drawn from every past day on, and held against what came.

use super::line::{Days, Line, median};
use super::{LEAST_DAYS, MOST_AHEAD};

/// How much of the slope may be believed.
const SHARES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// What is believed where the record does not tell; a share further from it must foretell better by this much a unit.
const PRIOR: f64 = 0.25;
const PRIOR_WEIGHT: f64 = 0.1;
/// The distances at which lines are compared.
const COMPARED: [i32; 5] = [7, 14, 30, 60, 90];
/// So few errors at a distance say nothing.
const LEAST_ERRORS: usize = 5;
/// Errors at distances within this share of each other are taken together.
const NEAR: f64 = 0.3;
/// The share of errors that the band holds.
const HELD: f64 = 0.8;
/// Errors that overlap are not independent: the fewer times a distance fits into the record, the wider the band.
/// Tuned on histories of other seeds than those of the back-test.
const FEW: f64 = 1.6;
/// So many past days are enough to judge by.
const ENOUGH: i32 = 100;

/// The lines of the past.
pub(super) struct Errors {
    window: i32,
    lines: Vec<(i32, Line)>,
}

impl Errors {
    /// The lines from every day on that has enough before it; from every second or third where there are many.
    pub(super) fn of(days: &Days, window: i32) -> Self {
        let last = days.last().unwrap_or_default();
        let start = days.first() + i32::try_from(LEAST_DAYS).unwrap_or(0) - 1;
        let step = 1 + (last - start).max(0) / ENOUGH;
        // Counted back from the last day, so that a day more at the start changes nothing.
        let mut lines: Vec<_> = (1..)
            .map(|back| last - back * step)
            .take_while(|day| *day >= start)
            .filter(|day| days.on(*day).is_some())
            .map(|day| (day, Line::of(days, day, window)))
            .collect();
        lines.reverse();
        Self { window, lines }
    }

    /// The absolute errors at a distance with a share of the slope.
    fn at<'a>(&'a self, days: &'a Days, distance: i32, share: f64) -> impl Iterator<Item = f64> + 'a {
        self.lines.iter().filter_map(move |(day, line)| {
            let came = days.on(day + distance)?;
            Some((came - line.level - share * line.slope * f64::from(distance)).abs())
        })
    }

    /// The errors of a share over the distances that the record reaches, the mean of their medians, so that days that
    /// went wrong choose nothing; `None` where it reaches none.
    fn size(&self, days: &Days, share: f64) -> Option<f64> {
        let sizes: Vec<f64> = COMPARED
            .iter()
            .filter_map(|distance| {
                let mut errors: Vec<f64> = self.at(days, *distance, share).collect();
                if errors.len() < LEAST_ERRORS { None } else { median(&mut errors) }
            })
            .collect();
        let count = u32::try_from(sizes.len()).ok().filter(|count| *count > 0)?;
        Some(sizes.iter().sum::<f64>() / f64::from(count))
    }
}

/// What the record says of the line.
pub(super) struct Judged {
    pub(super) window: i32,
    pub(super) believed: f64,
    pub(super) band: Band,
}

impl Judged {
    /// Chooses the window and the share of the slope that foretold the record best.
    pub(super) fn best(candidates: impl Iterator<Item = Errors>, days: &Days) -> Self {
        let mut best: Option<(f64, Errors, f64)> = None;
        for errors in candidates {
            let mut chosen: Option<(f64, f64)> = None;
            for share in SHARES.into_iter().rev() {
                let Some(size) = errors.size(days, share) else { continue };
                let score = size * (1.0 + PRIOR_WEIGHT * (share - PRIOR).abs());
                // Equal to the last digit is equal: rounding chooses nothing.
                if chosen.is_none_or(|(least, _)| score < least * (1.0 - 1e-9)) {
                    chosen = Some((score, share));
                }
            }
            let (score, share) = chosen.unwrap_or((f64::INFINITY, PRIOR));
            if best.as_ref().is_none_or(|(least, ..)| score < least * (1.0 - 1e-9)) {
                best = Some((score, errors, share));
            }
        }
        match best {
            Some((_, errors, believed)) => {
                Self { window: errors.window, believed, band: Band::of(&errors, days, believed) }
            }
            None => Self { window: super::SHORT, believed: PRIOR, band: Band::none() },
        }
    }
}

/// Half the width of the band by distance.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Band {
    /// Distance and half width, both rising; straight between them.
    knots: Vec<(f64, f64)>,
    pub(super) measured: i32,
}

impl Band {
    fn none() -> Self {
        Self { knots: Vec::new(), measured: 0 }
    }

    fn of(errors: &Errors, days: &Days, share: f64) -> Self {
        let longest = days.reach().min(MOST_AHEAD);
        let by_distance: Vec<Vec<f64>> =
            (0..=longest).map(|distance| errors.at(days, distance, share).collect()).collect();
        let measured = (1..=longest)
            .rev()
            .find(|distance| {
                usize::try_from(*distance).is_ok_and(|place| by_distance[place].len() >= LEAST_ERRORS)
            })
            .unwrap_or(0);
        let room = f64::from((days.reach() - i32::try_from(LEAST_DAYS).unwrap_or(0) + 1).max(1));
        let mut knots: Vec<(f64, f64)> = Vec::new();
        for distance in knots_up_to(measured) {
            let far = f64::from(distance);
            let low = (far / (1.0 + NEAR)).floor().max(1.0);
            let high = (far * (1.0 + NEAR)).ceil().min(f64::from(measured));
            let mut near: Vec<f64> = by_distance
                .iter()
                .zip(0_u32..)
                .filter(|(_, other)| (low..=high).contains(&f64::from(*other)))
                .flat_map(|(found, other)| {
                    let scale = (far / f64::from(other)).sqrt();
                    found.iter().map(move |error| error * scale)
                })
                .collect();
            let Some(held) = quantile(&mut near) else { continue };
            let half = held * (1.0 + FEW * (far / room).min(1.0).powi(2));
            let before = knots.last().map_or(0.0, |(_, half)| *half);
            knots.push((far, half.max(before)));
        }
        Self { knots, measured }
    }

    /// Half the width at a distance.
    pub(super) fn half(&self, distance: f64) -> f64 {
        let Some((last, widest)) = self.knots.last() else { return 0.0 };
        if distance >= *last {
            return widest * (distance / last).sqrt();
        }
        let mut before = (0.0, 0.0);
        for knot in &self.knots {
            if distance <= knot.0 {
                let share = (distance - before.0) / (knot.0 - before.0);
                return before.1 + share * (knot.1 - before.1);
            }
            before = *knot;
        }
        *widest
    }
}

/// Every distance of the first two weeks, then wider apart, the last one in any case.
fn knots_up_to(measured: i32) -> Vec<i32> {
    let mut knots = Vec::new();
    let mut distance = 1;
    while distance < measured {
        knots.push(distance);
        distance += if distance < 14 { 1 } else { distance / 8 };
    }
    if measured > 0 {
        knots.push(measured);
    }
    knots
}

/// The error that [`HELD`] of them do not pass.
fn quantile(errors: &mut [f64]) -> Option<f64> {
    let count = u32::try_from(errors.len()).ok().filter(|count| *count > 0)?;
    let place = (HELD * f64::from(count)).ceil().clamp(1.0, f64::from(count)) as usize - 1;
    let (_, held, _) = errors.select_nth_unstable_by(place, f64::total_cmp);
    Some(*held)
}
