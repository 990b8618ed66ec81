//! Sentences in pieces, so that the window can show a date in the reader's locale and the terminal as plain text.

use jiff::tz::TimeZone;

use crate::instant::Instant;
use crate::view::{PartView, SentenceView};

/// One piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// A calendar day.
    Day(Instant),
    /// A time of day.
    Clock(Instant),
    /// A count, grouped when shown.
    Count(i128),
}

/// A sentence, or an empty one where there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence(Vec<Part>);

impl Sentence {
    /// An empty sentence.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words.
    pub fn text(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        match self.0.last_mut() {
            Some(Part::Text(before)) => before.push_str(&words),
            Some(Part::Day(_) | Part::Clock(_) | Part::Count(_)) | None if !words.is_empty() => {
                self.0.push(Part::Text(words));
            }
            Some(Part::Day(_) | Part::Clock(_) | Part::Count(_)) | None => {}
        }
        self
    }

    /// Adds a day.
    pub fn day(mut self, at: Instant) -> Self {
        self.0.push(Part::Day(at));
        self
    }

    /// Adds a time of day.
    pub fn clock(mut self, at: Instant) -> Self {
        self.0.push(Part::Clock(at));
        self
    }

    /// Adds a count.
    pub fn count(mut self, count: impl Into<i128>) -> Self {
        self.0.push(Part::Count(count.into()));
        self
    }

    /// Adds the pieces of another sentence.
    pub fn then(mut self, other: Self) -> Self {
        for part in other.0 {
            match part {
                Part::Text(words) => self = self.text(words),
                Part::Day(_) | Part::Clock(_) | Part::Count(_) => self.0.push(part),
            }
        }
        self
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sentence in one piece, its dates in `zone`.
    pub fn plain(&self, zone: &TimeZone) -> String {
        self.0
            .iter()
            .map(|part| match part {
                Part::Text(words) => words.clone(),
                Part::Day(at) => at.day(zone),
                Part::Clock(at) => at.clock(zone),
                Part::Count(count) => grouped(*count),
            })
            .collect()
    }

    /// The sentence as it crosses to the window.
    pub fn view(&self, zone: &TimeZone) -> SentenceView {
        self.0
            .iter()
            .map(|part| match part {
                Part::Text(text) => PartView::Text { text: text.clone() },
                Part::Day(at) => PartView::Day { at: at.rfc3339(), text: at.day(zone) },
                Part::Clock(at) => PartView::Clock { at: at.rfc3339(), text: at.clock(zone) },
                Part::Count(count) => PartView::Count { digits: count.to_string(), text: grouped(*count) },
            })
            .collect()
    }
}

impl From<&str> for Sentence {
    fn from(words: &str) -> Self {
        Self::new().text(words)
    }
}

impl From<String> for Sentence {
    fn from(words: String) -> Self {
        Self::new().text(words)
    }
}

/// A sentence that was made for the window, as the terminal prints it.
pub fn plain(parts: &[PartView]) -> String {
    let text = |part: &PartView| match part {
        PartView::Text { text }
        | PartView::Day { text, .. }
        | PartView::Clock { text, .. }
        | PartView::Count { text, .. } => text.clone(),
    };
    parts.iter().map(text).collect()
}

/// A count with commas between groups of three: "1,000".
pub fn grouped(count: i128) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut out = String::from(if count < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 day", "2 days": English has two forms.
pub fn counted(count: i64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(i128::from(count)), if count == 1 { one } else { many })
}

/// Text that others wrote, made harmless to show: control, bidirectional and invisible characters become
/// `\u{…}` marks, and what passes `limit` characters is cut with "…".
pub fn visible(text: &str, limit: usize) -> String {
    let mut out = String::with_capacity(text.len().min(limit.saturating_mul(4)));
    for (place, character) in text.chars().enumerate() {
        if place == limit {
            out.push('…');
            break;
        }
        if is_hidden(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

/// Whether a character would act on the screen instead of standing on it, or stand there unseen: controls, marks
/// of direction, blanks without width, fillers, tags.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_three() {
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(-12_345_678), "-12,345,678");
        assert_eq!(grouped(500), "500");
    }

    #[test]
    fn characters_that_act_on_the_screen_are_shown_as_marks() {
        assert_eq!(visible("a\u{202e}b\u{1b}[31m", 200), "a\\u{202e}b\\u{1b}[31m");
        assert_eq!(visible("abcdef", 3), "abc…");
        assert_eq!(visible("prod\u{202e}txt.jwt\n", usize::MAX), "prod\\u{202e}txt.jwt\\u{a}");
        assert_eq!(visible("ünï 1.jwt", usize::MAX), "ünï 1.jwt");
    }
}
