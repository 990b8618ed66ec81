//! The forecast against what came after, beside its two rivals: the last value, and least squares.

use std::collections::BTreeMap;

use seatkeeper_core::seats::forecast::{DayCount, Forecast};

use super::histories::{History, Kind};

/// The distances that are judged, in days.
pub(crate) const DISTANCES: [usize; 3] = [7, 30, 90];
/// Each history is forecast on four days, a month apart.
const STARTS: [usize; 4] = [0, 30, 60, 90];

/// How the forecasts of some histories came out. Errors are in percent of a history's mean count, so that a large
/// deployment weighs no more than a small one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    forecasts: f64,
    ours: f64,
    last: f64,
    squares: f64,
    held: f64,
}

impl Score {
    fn add(&mut self, other: [f64; 4]) {
        self.forecasts += 1.0;
        self.ours += other[0];
        self.last += other[1];
        self.squares += other[2];
        self.held += other[3];
    }

    pub(crate) fn ours(&self) -> f64 {
        self.ours / self.forecasts
    }

    pub(crate) fn last(&self) -> f64 {
        self.last / self.forecasts
    }

    pub(crate) fn squares(&self) -> f64 {
        self.squares / self.forecasts
    }

    /// The share of counts that the band held, in percent.
    pub(crate) fn held(&self) -> f64 {
        100.0 * self.held / self.forecasts
    }
}

/// The scores by distance (`None`: all together) and kind (`None`: all together).
pub(crate) type Scores = BTreeMap<(Option<usize>, Option<Kind>), Score>;

/// Forecasts the histories of these seeds.
pub(crate) fn scores(seeds: std::ops::Range<u64>) -> Scores {
    let mut scores = Scores::new();
    for history in seeds.map(History::of_seed) {
        for start in STARTS {
            let known = &history.counts[start..start + history.known];
            let size = known.iter().map(|count| f64::from(*count)).sum::<f64>() / known.len() as f64;
            let counts = day_counts(known);
            let today = i32::try_from(known.len()).expect("a year or two");
            let forecast = Forecast::of(&counts, today).expect("60 days are enough");
            let (level, slope) = least_squares(&counts[counts.len() - 60..]);
            for distance in DISTANCES {
                let came = f64::from(history.counts[start + history.known - 1 + distance]);
                let far = i32::try_from(distance).expect("90 at most");
                let foretold = forecast.on(today - 1 + far);
                let error = |value: f64| 100.0 * (value - came).abs() / size;
                let held = foretold.low.max(0.0) <= came && came <= foretold.high;
                let last = f64::from(known[known.len() - 1]);
                let scored = [
                    error(foretold.middle.max(0.0)),
                    error(last),
                    error(level + slope * f64::from(far)),
                    f64::from(u8::from(held)),
                ];
                for key in [Some(distance), None] {
                    scores.entry((key, Some(history.kind))).or_default().add(scored);
                    scores.entry((key, None)).or_default().add(scored);
                }
            }
        }
    }
    scores
}

/// The counts, numbered from 0.
pub(crate) fn day_counts(counts: &[u32]) -> Vec<DayCount> {
    (0..).zip(counts).map(|(day, count)| DayCount { day, count: f64::from(*count) }).collect()
}

/// The value on the last day and the slope.
fn least_squares(counts: &[DayCount]) -> (f64, f64) {
    let number = counts.len() as f64;
    let day = counts.iter().map(|count| f64::from(count.day)).sum::<f64>() / number;
    let mean = counts.iter().map(|count| count.count).sum::<f64>() / number;
    let (mut with, mut square) = (0.0, 0.0);
    for count in counts {
        let off = f64::from(count.day) - day;
        with += off * (count.count - mean);
        square += off * off;
    }
    let slope = with / square;
    (mean + slope * (f64::from(counts[counts.len() - 1].day) - day), slope)
}

/// The table of `docs/seats.md`.
pub(crate) fn table(scores: &Scores) -> String {
    let mut table = String::from(
        "| Histories | Days ahead | Forecast | Last value | Least squares | Held by the band |\n|---|---|---|---|---|---|\n",
    );
    let kinds = Kind::ALL.into_iter().map(Some).chain([None]);
    for kind in kinds {
        for distance in DISTANCES.into_iter().map(Some).chain([None]) {
            let Some(score) = scores.get(&(distance, kind)) else { continue };
            let best = score.ours().min(score.last()).min(score.squares());
            let error = |error: f64| {
                if error <= best { format!("**{error:.2} %**") } else { format!("{error:.2} %") }
            };
            table.push_str(&format!(
                "| {} | {} | {} | {} | {} | {:.1} % |\n",
                kind.map_or("all", Kind::name),
                distance.map_or("all".to_owned(), |distance| distance.to_string()),
                error(score.ours()),
                error(score.last()),
                error(score.squares()),
                score.held(),
            ));
        }
    }
    table
}
