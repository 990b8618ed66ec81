//! Rows of several columns for people: a mark before each, a head over each column, figures to the right.

use crate::escape::visible;
use crate::table::{Paint, Table};

/// On which side the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Rows under heads.
pub(crate) struct Grid {
    columns: Vec<(&'static str, Side)>,
    rows: Vec<Row>,
}

struct Row {
    mark: (&'static str, Paint),
    cells: Vec<String>,
}

impl Grid {
    /// A grid of these columns.
    pub(crate) fn new(columns: &[(&'static str, Side)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row: a cell for each column.
    pub(crate) fn row(&mut self, mark: (&'static str, Paint), cells: impl IntoIterator<Item = String>) {
        self.rows.push(Row { mark, cells: cells.into_iter().map(|cell| visible(&cell)).collect() });
    }

    /// The rows as text, what others wrote made safe to print.
    pub(crate) fn text(&self, table: &Table) -> String {
        let width = |column: usize| {
            let cells =
                self.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.chars().count());
            let head = self.columns.get(column).map_or(0, |(head, _)| head.chars().count());
            cells.max().unwrap_or(0).max(head)
        };
        let widths: Vec<_> = (0..self.columns.len()).map(width).collect();
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let mut line = String::new();
            for ((cell, (_, side)), width) in cells.zip(&self.columns).zip(&widths) {
                let gap = " ".repeat(width - cell.chars().count());
                line.push_str(&match side {
                    Side::Left => format!("  {cell}{gap}"),
                    Side::Right => format!("  {gap}{cell}"),
                });
            }
            line.trim_end().to_owned()
        };
        let heads = line(&mut self.columns.iter().map(|(head, _)| *head));
        let mut text = format!("{}\n", table.painted(&heads, Paint::Strong));
        for row in &self.rows {
            let (mark, paint) = row.mark;
            let cells = line(&mut row.cells.iter().map(String::as_str));
            // One blank is enough behind the mark.
            text.push_str(&format!("{}{}\n", table.painted(mark, paint), cells.get(1..).unwrap_or_default()));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_and_no_line_ends_in_blanks() {
        let mut grid = Grid::new(&[("Name", Side::Left), ("Seats", Side::Right), ("Until", Side::Left)]);
        grid.row(("✓", Paint::Good), ["Production", "412 / 500", ""].map(str::to_owned));
        grid.row(("!", Paint::Warn), ["EU", "9", "5 Dec\u{1b}"].map(str::to_owned));
        let text = grid.text(&Table::new(false, std::iter::empty()));
        let expected = "  Name            Seats  Until\n✓ Production  412 / 500\n! EU                  9  5 Dec\\u{1b}\n";
        assert_eq!(text, expected);
    }
}
