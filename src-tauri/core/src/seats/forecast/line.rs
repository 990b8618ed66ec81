//! The line through the counts of some days.

use super::DayCount;

/// Half a week on both sides: a day's own week.
const HALF_WEEK: i32 = 3;
/// The level is taken from so many of the last counts, freed of the weekday.
const LAST: usize = 3;

/// Daily counts, oldest first, one a day.
#[derive(Debug, Clone)]
pub(super) struct Days {
    /// Place `day - first`; `None` on a day without a count.
    counts: Vec<Option<f64>>,
    first: i32,
    known: usize,
}

impl Days {
    /// Puts counts in order; only the last `most` days are kept.
    pub(super) fn of(counts: &[DayCount], most: i32) -> Self {
        let sound = || counts.iter().filter(|count| count.count.is_finite());
        let last = sound().map(|count| count.day).max().unwrap_or(0);
        let kept = || sound().filter(|count| last.saturating_sub(count.day) < most);
        let first = kept().map(|count| count.day).min().unwrap_or(0);
        let length = usize::try_from(last.saturating_sub(first)).unwrap_or(0) + 1;
        let mut days = vec![None; if counts.is_empty() { 0 } else { length }];
        for count in kept() {
            if let Some(place) = usize::try_from(count.day - first).ok().and_then(|place| days.get_mut(place))
            {
                *place = Some(count.count);
            }
        }
        let known = days.iter().flatten().count();
        Self { counts: if known == 0 { Vec::new() } else { days }, first, known }
    }

    /// How many days have a count.
    pub(super) fn len(&self) -> usize {
        self.known
    }

    /// The first day with a count.
    pub(super) fn first(&self) -> i32 {
        self.first
    }

    /// The last day with a count.
    pub(super) fn last(&self) -> Option<i32> {
        let length = i32::try_from(self.counts.len()).ok()?;
        (length > 0).then(|| self.first + length - 1)
    }

    /// Days from the first count to the last one.
    pub(super) fn reach(&self) -> i32 {
        i32::try_from(self.counts.len()).unwrap_or(i32::MAX)
    }

    /// The count of a day.
    pub(super) fn on(&self, day: i32) -> Option<f64> {
        let place = usize::try_from(day.checked_sub(self.first)?).ok()?;
        self.counts.get(place).copied().flatten()
    }

    /// The counts from one day to another, both included, as day and count.
    pub(super) fn within(&self, from: i32, to: i32) -> Vec<(i32, f64)> {
        (from.max(self.first)..=to).filter_map(|day| Some((day, self.on(day)?))).collect()
    }
}

/// A straight line: `level` on the last day, `slope` a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) level: f64,
    pub(super) slope: f64,
}

impl Line {
    /// The line through the counts of the `window` days that end with `last`.
    pub(super) fn of(days: &Days, last: i32, window: i32) -> Self {
        let first = (last - window + 1).max(days.first());
        let points = days.within(first, last);
        let mut slopes = Vec::with_capacity(points.len() * points.len() / 14 + 1);
        for (day, count) in &points {
            let mut later = day + 7;
            while later <= last {
                if let Some(after) = days.on(later) {
                    slopes.push((after - count) / f64::from(later - day));
                }
                later += 7;
            }
        }
        let slope = median(&mut slopes).unwrap_or(0.0);
        let flat: Vec<(i32, f64)> =
            points.iter().map(|(day, count)| (*day, count - slope * f64::from(day - last))).collect();
        let rhythm = rhythm(&flat, first, last);
        let mut level: Vec<f64> = flat
            .iter()
            .rev()
            .take(LAST)
            .map(|(day, count)| count - rhythm[usize::try_from(day.rem_euclid(7)).unwrap_or(0)])
            .collect();
        Self { level: median(&mut level).unwrap_or(0.0), slope }
    }
}

/// By how much each day of the week lies above the others; nothing where the weeks are not whole. Each is compared with
/// the median of the week around it, which a day that went wrong does not move.
fn rhythm(flat: &[(i32, f64)], first: i32, last: i32) -> [f64; 7] {
    let length = usize::try_from(last - first + 1).unwrap_or(0);
    let mut by_day = vec![None; length];
    for (day, count) in flat {
        if let Some(place) = usize::try_from(day - first).ok().and_then(|place| by_day.get_mut(place)) {
            *place = Some(*count);
        }
    }
    let mut above: [Vec<f64>; 7] = Default::default();
    for (start, week) in by_day.windows(7).enumerate() {
        let week: Option<Vec<f64>> = week.iter().copied().collect();
        let Some(mut week) = week else { continue };
        let day = week[3];
        let Some(common) = median(&mut week) else { continue };
        let middle = first + i32::try_from(start).unwrap_or(0) + HALF_WEEK;
        above[usize::try_from(middle.rem_euclid(7)).unwrap_or(0)].push(day - common);
    }
    if above.iter().any(Vec::is_empty) {
        return [0.0; 7];
    }
    let mut rhythm = above.map(|mut above| median(&mut above).unwrap_or(0.0));
    let mean = rhythm.iter().sum::<f64>() / 7.0;
    for day in &mut rhythm {
        *day -= mean;
    }
    rhythm
}

/// The median; the mean of the two in the middle where there are two.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    let half = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let odd = values.len() % 2 == 1;
    let (below, upper, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let upper = *upper;
    if odd {
        return Some(upper);
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_one_in_the_middle_or_half_way_between_two() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn counts_are_put_in_order_and_the_last_one_of_a_day_counts() {
        let count = |day, count| DayCount { day, count };
        let days = Days::of(&[count(9, 1.0), count(7, 2.0), count(9, 3.0), count(8, f64::NAN)], 400);
        assert_eq!((days.len(), days.reach(), days.last()), (2, 3, Some(9)));
        assert_eq!((days.on(9), days.on(8), days.on(6)), (Some(3.0), None, None));
        assert_eq!(Days::of(&[count(i32::MIN, 1.0), count(i32::MAX, 2.0)], 400).len(), 1);
    }
}
