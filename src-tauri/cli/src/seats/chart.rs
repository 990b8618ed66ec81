//! Charts of block characters: a column a day, y from 0, the limit as a dashed line, a blank where nobody counted.

use seatkeeper_core::view::SeatsView;

/// As many columns as fit a common terminal beside the axis.
pub(super) const WIDTH: usize = 70;
const HEIGHT: u32 = 8;
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A column of a chart.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    /// Filled up to here.
    value: Option<f64>,
    /// A band from here up to there, and its middle.
    band: Option<(f64, f64, f64)>,
    limit: Option<u32>,
}

/// The last days of the history.
pub(super) fn of_history(view: &SeatsView, width: usize) -> String {
    let points = &view.history.points;
    let (Some(last), Some(_)) = (points.last(), points.first()) else { return String::new() };
    let Some(last_day) = number(&last.day) else { return String::new() };
    let mut columns = vec![Column::default(); width];
    for point in points {
        let back = number(&point.day).map(|day| last_day - day);
        let place = back.and_then(|back| usize::try_from(back).ok()).filter(|back| *back < width);
        if let Some(place) = place {
            columns[width - 1 - place] =
                Column { value: Some(f64::from(point.active)), limit: point.limit, ..Column::default() };
        }
    }
    // A chart of two weeks is no wider than two weeks.
    let blank = columns.iter().take_while(|column| column.value.is_none()).count();
    let first =
        points.iter().find(|point| number(&point.day).is_some_and(|day| last_day - day < as_days(width)));
    let names = format!("{} to {}", first.map_or("", |point| point.day.as_str()), last.day);
    drawn(&columns[blank.min(width - 1)..], &names)
}

/// The forecast, every third day or so.
pub(super) fn of_forecast(view: &SeatsView, width: usize) -> String {
    let points = &view.forecast.points;
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let step = points.len().div_ceil(width).max(1);
    let columns: Vec<Column> = points
        .iter()
        .step_by(step)
        .map(|point| Column {
            value: None,
            band: Some((point.low, point.high, point.middle)),
            limit: limit_on(view, &point.day),
        })
        .collect();
    drawn(&columns, &format!("forecast from {} to {}, the band holds 80 %", first.day, last.day))
}

/// The limit that holds on a day. ISO days are in order as texts are.
fn limit_on(view: &SeatsView, day: &str) -> Option<u32> {
    view.history.steps.iter().rev().find(|step| step.day.as_str() <= day).and_then(|step| step.limit)
}

fn drawn(columns: &[Column], names: &str) -> String {
    let top = columns
        .iter()
        .flat_map(|column| [column.value, column.band.map(|(_, high, _)| high), column.limit.map(f64::from)])
        .flatten()
        .fold(1.0_f64, f64::max);
    let axis = format!("{top:.0}").len().max(4);
    let step = top / f64::from(HEIGHT);
    let mut chart = String::from("\n");
    for row in (0..HEIGHT).rev() {
        let (low, high) = (f64::from(row) * step, f64::from(row + 1) * step);
        let label = if row == HEIGHT - 1 { format!("{top:.0}") } else { String::new() };
        let cells: String = columns.iter().map(|column| cell(column, low, high, row == HEIGHT - 1)).collect();
        chart.push_str(&format!("  {label:>axis$} {}\n", cells.trim_end()));
    }
    chart.push_str(&format!("  {:>axis$} {names}\n\n", 0));
    chart
}

/// What stands in a row between two values.
fn cell(column: &Column, low: f64, high: f64, is_top: bool) -> char {
    let within = |value: f64| value >= low && (value < high || is_top && value <= high);
    if let Some(value) = column.value.filter(|value| *value > low) {
        let share = ((value - low) / (high - low)).min(1.0);
        let place = BLOCKS.iter().zip(1_u32..).find(|(_, eighth)| share <= f64::from(*eighth) / 8.0);
        return place.map_or('█', |(block, _)| *block);
    }
    if let Some((from, to, middle)) = column.band {
        if within(middle) {
            return '━';
        }
        if to > low && from < high {
            return '░';
        }
    }
    if column.limit.is_some_and(|limit| within(f64::from(limit))) { '┄' } else { ' ' }
}

/// A day's number; `None` where it is no day.
fn number(day: &str) -> Option<i32> {
    day.parse().ok().map(seatkeeper_core::seats::calendar::number)
}

fn as_days(width: usize) -> i32 {
    i32::try_from(width).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_on_nought_and_the_limit_is_a_line_above_them() {
        let column = |value: Option<f64>| Column { value, limit: Some(8), ..Column::default() };
        let chart = drawn(&[column(Some(4.0)), column(None), column(Some(8.0))], "three days");
        let lines: Vec<&str> = chart.lines().collect();
        assert_eq!(lines[1], "     8 ┄┄█");
        assert_eq!(lines[4], "         █");
        assert_eq!(lines[5], "       █ █");
        assert_eq!(lines[8], "       █ █");
        assert_eq!(lines[9], "     0 three days");
    }

    #[test]
    fn a_band_is_shaded_around_its_middle() {
        let column = Column { band: Some((2.0, 6.0, 4.5)), limit: Some(8), ..Column::default() };
        let chart = drawn(&[column], "a day");
        let cells: String =
            chart.lines().skip(1).take(8).map(|line| line.chars().nth(7).unwrap_or(' ')).collect();
        assert_eq!(cells, "┄ ░━░░  ");
    }
}
