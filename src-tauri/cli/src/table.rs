//! Verdicts as rows for people: a mark, the name, the word, and why where it matters. Color only adds to them.

use seatkeeper_core::check::{Check, CodeRow, Context, Verdict};
use seatkeeper_core::error::filled;

use crate::escape::visible;

/// Names longer than this do not push the words of all other rows away.
const WIDEST_NAME: usize = 48;

/// How rows are laid out and painted.
pub(crate) struct Table {
    color: bool,
    width: usize,
}

impl Table {
    /// A table for sources of these names.
    pub(crate) fn new(color: bool, labels: impl Iterator<Item = String>) -> Self {
        let width = labels.map(|label| label.chars().count()).filter(|width| *width <= WIDEST_NAME).max();
        Self { color, width: width.unwrap_or(0) }
    }

    /// One row; `explained` adds the sentences under it.
    pub(crate) fn row(&self, check: &Check, context: &Context<'_>, label: &str, explained: bool) -> String {
        let (mark, paint) = look(check.verdict);
        let word = visible(&check.word(context));
        let gap = " ".repeat(self.width.saturating_sub(label.chars().count()));
        let mut row = format!("{} {label}{gap}  {}\n", self.painted(mark, paint), self.painted(&word, paint));
        if explained {
            for sentence in [check.headline(context, label), check.detail()] {
                let sentence = sentence.plain(&context.zone);
                if !sentence.is_empty() {
                    row.push_str(&format!("  {}\n", visible(&sentence)));
                }
            }
        }
        row
    }

    /// Every reason that the sentences of the row did not say, with what to do.
    pub(crate) fn reasons(&self, check: &Check, context: &Context<'_>, label: &str) -> String {
        let sentences = [check.headline(context, label), check.detail()];
        let said = sentences.map(|sentence| sentence.plain(&context.zone)).join(" ");
        let reason = |row: CodeRow, about: &str| {
            let message = filled(row.message, about);
            let new: Vec<_> =
                [message.as_str(), row.hint].into_iter().filter(|words| !said.contains(words)).collect();
            (!new.is_empty()).then(|| format!("  Reason: {}\n", visible(&new.join(" "))))
        };
        check.reasons.iter().filter_map(|remark| reason(remark.code.row(), &remark.about)).collect()
    }

    /// Every note, with what to do.
    pub(crate) fn notes(&self, check: &Check) -> String {
        let note = |row: CodeRow, about: &str| {
            let message = filled(row.message, about);
            let gap = if row.hint.is_empty() { "" } else { " " };
            format!("  Note: {}{gap}{}\n", visible(&message), visible(row.hint))
        };
        check.notes.iter().map(|remark| note(remark.code.row(), &remark.about)).collect()
    }

    /// Paints text where color is wanted.
    pub(crate) fn painted(&self, text: &str, paint: Paint) -> String {
        if self.color { format!("\x1b[{}m{text}\x1b[0m", paint.code()) } else { text.to_owned() }
    }
}

/// Colors of a terminal, by their meaning.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Paint {
    Good,
    Warn,
    Bad,
    Info,
    Strong,
}

impl Paint {
    fn code(self) -> &'static str {
        match self {
            Self::Good => "32",
            Self::Warn => "33",
            Self::Bad => "31",
            Self::Info => "36",
            Self::Strong => "1",
        }
    }
}

/// The mark of a verdict, which tells it without its color.
fn look(verdict: Verdict) -> (&'static str, Paint) {
    match verdict {
        Verdict::Valid => ("✓", Paint::Good),
        Verdict::Expiring | Verdict::Grace => ("!", Paint::Warn),
        Verdict::NotYetValid => ("→", Paint::Info),
        Verdict::UnknownKey => ("?", Paint::Info),
        Verdict::BadSignature
        | Verdict::Unsigned
        | Verdict::Refused
        | Verdict::Malformed
        | Verdict::NotALicense
        | Verdict::Unreadable
        | Verdict::WrongDeployment
        | Verdict::Expired => ("✕", Paint::Bad),
    }
}

/// The place of a license among several of one source, counted from 1; `None` where there is one.
pub(crate) fn index(at: usize, count: usize) -> Option<u32> {
    if count > 1 { u32::try_from(at + 1).ok() } else { None }
}

/// A source's name, with the place of the license where there are several.
pub(crate) fn label(source: &str, index: Option<u32>) -> String {
    index.map_or_else(|| source.to_owned(), |index| format!("{source} #{index}"))
}
