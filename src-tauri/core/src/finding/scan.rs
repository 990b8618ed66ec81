//! Reads spans of token characters out of a text, strictly or across the line breaks that mail programs add.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::units::{self, Plain, Unit, is_blank};

/// Length of an Ed25519 signature in base64: where a license ends, even when words follow.
const SIGNATURE_LENGTH: usize = 86;

/// A stretch of token characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Span {
    /// Where it begins in the text, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Its characters as Coder writes them.
    pub(super) clean: Vec<u8>,
    /// Places in `clean` of hyphens that may have been two.
    pub(super) dashes: Vec<usize>,
    pub(super) breaks: u32,
    pub(super) spaces: u32,
    pub(super) removed: u32,
    pub(super) replaced: u32,
    pub(super) padding: u32,
    pub(super) standard: u32,
    /// Marks of quoting (`> `) at the starts of its lines.
    pub(super) quote_marks: u32,
    /// A dot follows that may end a sentence.
    pub(super) dot_follows: bool,
    /// Where its second dot ends.
    second_dot: usize,
    dots: usize,
    since_dot: usize,
}

impl Span {
    pub(super) fn has_three_segments(&self) -> bool {
        self.dots == 2
    }

    /// True where the third segment is as long as a signature of Coder's.
    pub(super) fn is_whole(&self) -> bool {
        self.dots == 2 && self.since_dot == SIGNATURE_LENGTH
    }

    /// True where the first segment is base64 of a JSON object, as far as its ends show.
    pub(super) fn has_header(&self) -> bool {
        let header = self.clean.split(|byte| *byte == b'.').next().unwrap_or_default();
        self.dots > 0 && is_object(header)
    }

    fn push(&mut self, plain: Plain) {
        match plain {
            Plain::Core(byte) => self.clean.push(byte),
            Plain::Standard(byte) => {
                self.clean.push(byte);
                self.standard += 1;
            }
            Plain::Dot => {
                self.clean.push(b'.');
                self.dots += 1;
                self.since_dot = 0;
            }
            Plain::Pad => self.padding += 1,
        }
        if matches!(plain, Plain::Core(_) | Plain::Standard(_)) {
            self.since_dot += 1;
        }
    }
}

/// The spans of one text that look like a license.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sighting {
    /// What it is most likely.
    pub(super) best: Span,
    /// What else it may be.
    pub(super) other: Option<Span>,
    /// Whether it has three segments and a header: else it is a fragment, or nothing.
    pub(super) sure: bool,
}

/// The wanted sightings in a text, in its order, at most so many.
pub(super) fn sightings(text: &str, most: usize, wanted: impl Fn(&Sighting) -> bool) -> Vec<Sighting> {
    let mut found = Vec::new();
    // Reading on across blanks may fail and be tried again a little later; the sum of it is bounded.
    let mut budget = 3 * text.len() + 4096;
    let mut at = 0;
    while let Some(start) = next_start(text, at) {
        let sighting = sighting(text, start, &mut budget);
        at = match sighting.sure {
            true => sighting.best.end.max(start + 1),
            false => read(text, start, Reach::Word, &mut budget).end.max(start + 1),
        };
        if sighting.best.clean.len() >= SHORTEST && wanted(&sighting) {
            found.push(sighting);
            if found.len() == most {
                break;
            }
        }
    }
    found
}

/// Shorter ones are words that happen to begin like a header.
const SHORTEST: usize = 20;

fn sighting(text: &str, start: usize, budget: &mut usize) -> Sighting {
    let word = read(text, start, Reach::Word, &mut usize::MAX.clone());
    let header = word.has_header();
    if header && word.is_whole() || word.dots > 2 {
        return Sighting { sure: header, best: word, other: None };
    }
    let lines = read(text, start, Reach::Lines, budget);
    if lines.has_header() && lines.is_whole() {
        let other = (word.has_three_segments() && word.clean != lines.clean).then_some(word);
        return Sighting { sure: true, best: lines, other };
    }
    if header && word.has_three_segments() {
        let other = lines.has_three_segments().then_some(lines).filter(|lines| lines.clean != word.clean);
        return Sighting { sure: true, best: word, other };
    }
    if lines.has_header() && lines.has_three_segments() {
        // Words of the text may have been read as a signature: only up to the second dot is it sure.
        let best = Span { end: lines.second_dot, ..lines };
        return Sighting { sure: true, best, other: None };
    }
    Sighting { sure: false, best: word, other: None }
}

/// How far a span reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// To the first blank.
    Word,
    /// Across blanks and marks of quoting, to the end of a signature.
    Lines,
    /// Across blanks to the end, whatever the length.
    All,
}

/// Reads one span from `start` on, using up `budget` by each unit read beyond the first word.
pub(super) fn read(text: &str, start: usize, reach: Reach, budget: &mut usize) -> Span {
    let mut span = Span { start, end: start, ..Span::default() };
    let mut at = start;
    // Blanks count only once something follows them.
    let mut pending = Span::default();
    let mut blank = false;
    let mut line_start = false;
    let marked = follows_diff_mark(text, start);
    while let Some((unit, length)) = units::read(text, at) {
        if reach == Reach::Lines {
            if *budget == 0 || span.dots > 2 {
                break;
            }
            *budget -= 1;
        }
        let plain = match unit {
            Unit::Core(byte) => Plain::Core(byte),
            Unit::Standard(byte) => Plain::Standard(byte),
            Unit::Dash => Plain::Core(b'-'),
            Unit::Written(plain) => plain,
            Unit::Pad => Plain::Pad,
            Unit::Dot => Plain::Dot,
            Unit::Invisible => {
                pending.removed += 1;
                at += length;
                continue;
            }
            Unit::Break | Unit::Space if reach != Reach::Word => {
                // The blank after a mark of quoting belongs to the mark.
                match unit == Unit::Break {
                    true => pending.breaks += 1,
                    false => pending.spaces += u32::from(pending.quote_marks == 0),
                }
                line_start |= unit == Unit::Break;
                blank = true;
                at += length;
                continue;
            }
            Unit::Other if line_start && text.get(at..).is_some_and(|rest| rest.starts_with(['>', '|'])) => {
                pending.quote_marks += 1;
                at += length;
                continue;
            }
            Unit::Break | Unit::Space | Unit::Other => break,
        };
        // The mark of an added line is one character, and a `+` behind it is the text's own.
        if marked && line_start && text.as_bytes().get(at) == Some(&b'+') {
            pending.quote_marks += 1;
            line_start = false;
            at += length;
            continue;
        }
        let whole = span.is_whole();
        if whole && (blank || pending.removed > 0) && reach == Reach::Lines {
            break;
        }
        // `=` ends a segment; where a name or value follows, it is not ours.
        if plain == Plain::Pad && !pads(text, at + length) {
            break;
        }
        if plain == Plain::Dot && span.dots == 2 && ends_sentence(text, at + length) {
            span.dot_follows = true;
            break;
        }
        span.breaks += std::mem::take(&mut pending.breaks);
        span.spaces += std::mem::take(&mut pending.spaces);
        span.removed += std::mem::take(&mut pending.removed);
        span.quote_marks += std::mem::take(&mut pending.quote_marks);
        if unit == Unit::Dash {
            span.dashes.push(span.clean.len());
        }
        span.replaced += u32::from(matches!(unit, Unit::Dash | Unit::Written(_)));
        span.push(plain);
        at += length;
        span.end = at;
        (blank, line_start) = (false, false);
        if span.dots == 2 && span.since_dot == 0 {
            span.second_dot = at;
        }
    }
    span
}

/// True where a line begins with the `+` of a diff and the span right behind it.
fn follows_diff_mark(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.strip_suffix('+'));
    before.is_some_and(|before| before.is_empty() || before.ends_with(['\n', '\r']))
}

/// True where padding, a dot or the end of the word follows.
fn pads(text: &str, at: usize) -> bool {
    let next = units::read(text, at).map_or(Unit::Other, |(unit, _)| unit);
    !matches!(next, Unit::Core(_) | Unit::Standard(_) | Unit::Dash | Unit::Written(Plain::Core(_)))
}

fn ends_sentence(text: &str, at: usize) -> bool {
    let next = units::read(text, at).map_or(Unit::Other, |(unit, _)| unit);
    matches!(next, Unit::Break | Unit::Space | Unit::Other)
}

/// The next place where base64 of `{` stands at the beginning of a word.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|&at| {
        bytes.get(at) == Some(&b'e') && begins_word(bytes.get(..at).unwrap_or_default()) && {
            let mut next = at + 1;
            while let Some((Unit::Invisible, length)) = units::read(text, next) {
                next += length;
            }
            matches!(bytes.get(next), Some(b'y' | b'w' | b'3'))
        }
    })
}

/// True unless the character before belongs to the same word; the letter of an escape (`\n`, `%3D`) does not.
fn begins_word(before: &[u8]) -> bool {
    match before {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => true,
        [.., b'\\', b'u', b'0', b'0', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
            true
        }
        [.., last] => !(last.is_ascii_alphanumeric() || matches!(last, b'-' | b'_' | b'.')),
        [] => true,
    }
}

/// True for a text that Coder would take apart without complaint: its alphabet, line breaks, two dots.
pub(super) fn has_coders_shape(raw: &[u8]) -> bool {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'\r' | b'\n');
    raw.iter().all(fits) && raw.iter().filter(|byte| **byte == b'.').count() == 2
}

/// A text of one word, good or not: token characters and dots, perhaps wrapped, long enough to be meant as one.
pub(super) fn one_word(text: &str) -> Option<Span> {
    let text_start = text.find(|char: char| !is_blank(char) && !"\"'`<“”‘’".contains(char))?;
    let span = read(text, text_start, Reach::All, &mut usize::MAX.clone());
    let rest = text.get(span.end..).unwrap_or_default();
    let alone = rest.chars().all(|char| is_blank(char) || "\"'`>“”‘’.".contains(char));
    let meant = span.dots > 0 || span.dot_follows || span.clean.len() >= SHORTEST;
    let unbroken = span.spaces == 0 || span.has_three_segments() && span.has_header();
    (alone && meant && unbroken).then_some(span)
}

/// A text without a blank that begins like a license and holds something that no license does.
pub(super) fn is_unbroken_fragment(text: &str) -> bool {
    let bare = text.trim_matches(is_blank);
    bare.len() >= SHORTEST && !bare.contains(char::is_whitespace) && next_start(bare, 0) == Some(0)
}

/// True where a byte order mark follows, and after it the rest of a word.
pub(super) fn is_glued(after: &str) -> bool {
    after
        .strip_prefix('\u{FEFF}')
        .is_some_and(|rest| matches!(units::read(rest, 0), Some((Unit::Core(_), _))))
}

/// As [`one_word`], with a NUL somewhere.
pub(super) fn is_one_word_with_nul(text: &str) -> bool {
    let fits = |char: char| {
        char == '\0' || is_blank(char) || char.is_ascii_alphanumeric() || "-_.+/=".contains(char)
    };
    text.contains('.') && text.chars().all(fits)
}

fn is_object(segment: &[u8]) -> bool {
    const FORGIVING: GeneralPurpose = GeneralPurpose::new(
        &URL_SAFE,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let Ok(json) = FORGIVING.decode(segment) else { return false };
    json.trim_ascii().starts_with(b"{") && json.trim_ascii().ends_with(b"}")
}
