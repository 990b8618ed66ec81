//! The smallest pieces of a text, as a license reader sees them: a character of a token, however it is written,
//! a blank, or the end.

/// Stands for a line break of the source that is no blank of the text (within a tag, after a soft break).
///
/// A noncharacter: Unicode keeps it for use inside a program, so no text that means anything holds it.
pub(super) const SOFT_BREAK: char = '\u{FDD0}';
/// Stands for a line break of the text that is no line of the source (`<br>`).
pub(super) const ADDED_BREAK: char = '\u{FDD1}';
/// Stands for a tag that breaks no line: nothing within a license, yet the end of one.
pub(super) const SEAM: char = '\u{FDD2}';

/// One piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// A character of the base64 alphabet for URLs, as it is written.
    Core(u8),
    /// `+` or `/` of the standard alphabet, given as the character of the alphabet for URLs.
    Standard(u8),
    /// A dash that may stand for one hyphen or for two.
    Dash,
    /// A character of a token in another writing: `%2E`, `\u002e`, a wide letter.
    Written(Plain),
    /// `=`
    Pad,
    /// `.`
    Dot,
    /// Not seen on any screen.
    Invisible,
    /// Ends a line.
    Break,
    /// Any other blank.
    Space,
    /// Nothing that a token may hold.
    Other,
}

/// What a written character stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    Core(u8),
    Standard(u8),
    Pad,
    Dot,
}

/// Reads the unit at byte `at` and its length; `None` at the end of the text.
pub(super) fn read(text: &str, at: usize) -> Option<(Unit, usize)> {
    let rest = text.get(at..)?;
    let first = *rest.as_bytes().first()?;
    if let Some(plain) = plain(first) {
        let unit = match plain {
            Plain::Core(byte) => Unit::Core(byte),
            Plain::Standard(byte) => Unit::Standard(byte),
            Plain::Pad => Unit::Pad,
            Plain::Dot => Unit::Dot,
        };
        return Some((unit, 1));
    }
    match first {
        b'\n' | 0x0B | 0x0C => Some((Unit::Break, 1)),
        b'\r' => Some((Unit::Break, if rest.as_bytes().get(1) == Some(&b'\n') { 2 } else { 1 })),
        b' ' | b'\t' => Some((Unit::Space, 1)),
        b'%' => Some(percent(rest)),
        b'\\' => Some(backslash(rest)),
        0..=0x7F => Some((Unit::Other, 1)),
        _ => rest.chars().next().map(|char| (beyond_ascii(char), char.len_utf8())),
    }
}

/// True for what may stand before or after a license without being part of a text.
pub(super) fn is_blank(char: char) -> bool {
    char.is_whitespace() || is_invisible(char) || matches!(char, '\u{FEFF}' | ADDED_BREAK)
}

/// True for a text that holds nothing: blanks and dots.
pub(super) fn only_blanks_and_dots(text: &str) -> bool {
    text.chars().all(|char| char == '.' || is_blank(char))
}

/// The byte order mark is not here: inside a text it is a sign of two files glued together, and Coder refuses it.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | SOFT_BREAK | SEAM
    )
}

fn plain(byte: u8) -> Option<Plain> {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => Some(Plain::Core(byte)),
        b'+' => Some(Plain::Standard(b'-')),
        b'/' => Some(Plain::Standard(b'_')),
        b'=' => Some(Plain::Pad),
        b'.' => Some(Plain::Dot),
        _ => None,
    }
}

fn written(byte: u8) -> Option<Unit> {
    match byte {
        b'\n' | b'\r' => Some(Unit::Break),
        b' ' | b'\t' => Some(Unit::Space),
        _ => plain(byte).map(Unit::Written),
    }
}

/// `%2E` and its like.
fn percent(rest: &str) -> (Unit, usize) {
    let byte = rest.get(1..3).and_then(hex);
    byte.and_then(written).map_or((Unit::Other, 1), |unit| (unit, 3))
}

/// `\n` and `\u002e` as in JSON, `\_` as in Markdown, a backslash at the end of a line as in a shell.
fn backslash(rest: &str) -> (Unit, usize) {
    match rest.as_bytes().get(1) {
        Some(b'n' | b'r') => (Unit::Break, 2),
        Some(b't') => (Unit::Space, 2),
        Some(b'\n' | b'\r') => (Unit::Space, 1),
        Some(b'/') => (Unit::Standard(b'_'), 2),
        Some(b'-') => (Unit::Written(Plain::Core(b'-')), 2),
        Some(b'_') => (Unit::Written(Plain::Core(b'_')), 2),
        Some(b'.') => (Unit::Written(Plain::Dot), 2),
        Some(b'=') => (Unit::Written(Plain::Pad), 2),
        Some(b'+') => (Unit::Written(Plain::Standard(b'-')), 2),
        Some(b'u') => {
            let byte =
                rest.get(2..6).filter(|digits| digits.starts_with("00")).and_then(|digits| digits.get(2..));
            byte.and_then(hex).and_then(written).map_or((Unit::Other, 1), |unit| (unit, 6))
        }
        _ => (Unit::Other, 1),
    }
}

fn hex(digits: &str) -> Option<u8> {
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok()).flatten()
}

fn beyond_ascii(char: char) -> Unit {
    match char {
        '\u{85}' | '\u{2028}' | '\u{2029}' | ADDED_BREAK => Unit::Break,
        _ if is_invisible(char) => Unit::Invisible,
        _ if char.is_whitespace() => Unit::Space,
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}' | '\u{FE63}' => Unit::Written(Plain::Core(b'-')),
        '\u{2013}' | '\u{2014}' | '\u{2015}' => Unit::Dash,
        '\u{2024}' | '\u{3002}' | '\u{FE52}' | '\u{FF61}' => Unit::Written(Plain::Dot),
        '\u{FF01}'..='\u{FF5E}' => {
            u8::try_from(u32::from(char) - 0xFEE0).ok().and_then(written).unwrap_or(Unit::Other)
        }
        _ => Unit::Other,
    }
}
