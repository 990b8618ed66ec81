//! What the pages of several commands are made of: sentences as text, marks, and lines of names and values.

use seatkeeper_core::view::{Mark, SentenceView};

use crate::escape::visible;
use crate::table::{Paint, Table};

/// Adds a title, and lines of a name and a value, aligned; nothing where there are none.
pub(crate) fn section(page: &mut String, table: &Table, title: &str, lines: Vec<(String, String)>) {
    if lines.is_empty() {
        return;
    }
    page.push_str(&format!("\n{}\n", table.painted(title, Paint::Strong)));
    let lines: Vec<_> = lines.iter().map(|(name, value)| (visible(name), visible(value))).collect();
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, value) in lines {
        let gap = " ".repeat(width - name.chars().count());
        page.push_str(&format!("{}\n", format!("  {name}{gap}  {value}").trim_end()));
    }
}

/// A sentence in one piece, its days in the zone of this computer.
pub(crate) fn plain(sentence: &SentenceView) -> String {
    use seatkeeper_core::view::PartView::{Clock, Count, Day, Text};
    let text = |part: &_| match part {
        Text { text } | Day { text, .. } | Clock { text, .. } | Count { text, .. } => String::clone(text),
    };
    sentence.iter().map(text).collect()
}

/// A sentence for a program: its days and times as instants, its counts as digits.
pub(crate) fn exact(sentence: &SentenceView) -> String {
    use seatkeeper_core::view::PartView::{Clock, Count, Day, Text};
    let text = |part: &_| match part {
        Text { text } => String::clone(text),
        Day { at, .. } | Clock { at, .. } => String::clone(at),
        Count { digits, .. } => String::clone(digits),
    };
    sentence.iter().map(text).collect()
}

/// The mark of a line of evidence.
pub(crate) fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "✓",
        Mark::Bad => "✕",
        Mark::Unknown => "?",
        Mark::Info => "→",
    }
}
