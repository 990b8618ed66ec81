//! Tells a mere wrapping (quotes, a fence, `Bearer`) from a text that a license was picked out of.

use super::units::is_blank;

/// Words that say "here comes a license" and nothing more.
const WRAPPING: [&str; 12] = [
    "authorization",
    "bearer",
    "coder",
    "coder_license",
    "export",
    "jwt",
    "license",
    "licence",
    "set",
    "text",
    "token",
    "value",
];
/// Longest wrapping, in characters that are not blank; a longer one is a text.
const LONGEST: usize = 80;

/// What stands around a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Nothing,
    Wrapping,
    Text,
}

pub(super) fn around(before: &str, after: &str) -> Around {
    if before.is_empty() && after.is_empty() {
        return Around::Nothing;
    }
    let visible =
        before.chars().chain(after.chars()).filter(|char| !is_blank(*char)).take(LONGEST + 1).count();
    if visible > LONGEST {
        return Around::Text;
    }
    // The word after a fence names a language, whatever it is.
    let fenced = before.trim_start().strip_prefix("```").or_else(|| before.trim_start().strip_prefix("~~~"));
    let before = fenced.map_or(before, |rest| rest.split_once('\n').map_or(rest, |(_, below)| below));
    match is_wrapping(before) && is_wrapping(after) {
        true => Around::Wrapping,
        false => Around::Text,
    }
}

fn is_wrapping(text: &str) -> bool {
    let mut words =
        text.split(|char: char| !(char.is_alphanumeric() || char == '_')).filter(|word| !word.is_empty());
    words.all(|word| WRAPPING.contains(&word.to_ascii_lowercase().as_str()))
}
