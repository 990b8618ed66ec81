//! From what was sighted to the texts that are worth a try, each with what was done to it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::encoding::{self, Decoded};
use super::markup::{self, View};
use super::scan::{self, Reach, Sighting, Span};
use super::surroundings::{Around, around};
use super::units::{self, is_blank};
use super::{Candidate, Cleaning, TokenFound};
use crate::license::LicenseText;

/// Distinct licenses listed for one text; 1 MiB has room for fewer good ones.
const MOST_TOKENS: usize = 4096;
/// Texts tried for one license.
const MOST_CANDIDATES: usize = 12;
/// Longer texts are tried in one reading only, as the candidates of two would take much memory.
const LONGEST_READ_TWICE: usize = 1 << 18;
/// Sightings that are fragments, listed only where nothing better was found.
const MOST_FRAGMENTS: usize = 8;

/// The raw text alone: what it needs is not cleaning.
pub(super) fn raw_only(raw: &[u8]) -> TokenFound {
    TokenFound { candidates: vec![raw_candidate(raw)], copies: 1 }
}

/// A text that Coder may take as it is; tried so first, whatever it holds.
pub(super) fn of_coders_shape(raw: &[u8]) -> TokenFound {
    let mut candidates = vec![raw_candidate(raw)];
    let is_break = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let start = raw.iter().take_while(|byte| is_break(byte)).count();
    let end = raw.len() - raw.iter().rev().take_while(|byte| is_break(byte)).count();
    let inner = raw.get(start..end).unwrap_or_default();
    let trimmed = inner.len() < raw.len();
    let around = if trimmed { vec![Cleaning::Surroundings] } else { Vec::new() };
    push(&mut candidates, inner.to_vec(), around.clone());
    let text: String = inner.iter().map(|byte| char::from(*byte)).collect();
    let span = scan::read(&text, 0, Reach::All, &mut usize::MAX.clone());
    let cleaning = around.into_iter().chain(of_span(&span)).collect();
    push(&mut candidates, span.clean, cleaning);
    // Words may follow on lines of their own.
    if let Some(token) =
        (span.breaks > 0).then(|| in_text(raw, &encoding::decode(raw))).and_then(|mut tokens| tokens.pop())
    {
        for candidate in token.candidates {
            push(&mut candidates, candidate.text.as_bytes().to_vec(), candidate.cleaning);
        }
    }
    TokenFound { candidates, copies: 1 }
}

/// A text of one word that no header was found in: the raw text, and what it is without its wrapping.
pub(super) fn of_one_word(raw: &[u8], decoded: &Decoded<'_>) -> Option<TokenFound> {
    // The JSON form of a signed text is named by the shape it lacks.
    if is_json_form(&decoded.text) {
        return Some(raw_only(raw));
    }
    let Some(span) = scan::one_word(&decoded.text) else {
        return scan::is_unbroken_fragment(&decoded.text).then(|| raw_only(raw));
    };
    let mut candidates = vec![raw_candidate(raw)];
    if span.has_three_segments() && !span.dot_follows {
        let mut cleaning: Vec<Cleaning> =
            decoded.from.map(|from| Cleaning::Encoding { from }).into_iter().collect();
        let (before, after) = outside(&decoded.text, &span);
        if around(before, after) != Around::Nothing {
            cleaning.push(Cleaning::Surroundings);
        }
        cleaning.extend(of_span(&span));
        push(&mut candidates, span.clean, cleaning);
    }
    Some(TokenFound { candidates, copies: 1 })
}

/// Every license in a text that has a header, by the most undone reading of the text that holds one.
pub(super) fn in_text(raw: &[u8], decoded: &Decoded<'_>) -> Vec<TokenFound> {
    let mut tokens: Vec<TokenFound> = Vec::new();
    for view in &markup::views(&decoded.text) {
        let sightings = scan::sightings(&view.text, usize::MAX, |sighting| sighting.sure);
        let more = distinct(raw, decoded, view, sightings);
        match (tokens.as_mut_slice(), more.as_slice()) {
            ([], _) => tokens = more,
            // Where one license is all there is, the other reading of the text is worth a try too.
            ([token], [_]) if raw.len() <= LONGEST_READ_TWICE => {
                for candidate in more.into_iter().flat_map(|token| token.candidates) {
                    push(&mut token.candidates, candidate.text.as_bytes().to_vec(), candidate.cleaning);
                }
            }
            _ => {}
        }
    }
    tokens
}

/// Every license in a text that is base64 as a whole, as a secret of a cluster or a variable of a pipeline holds it.
pub(super) fn in_base64(raw: &[u8], decoded: &Decoded<'_>) -> Vec<TokenFound> {
    let Some(text) = markup::whole_base64(&decoded.text) else { return Vec::new() };
    let view = View { text: Cow::Owned(text), from: vec!["base64"] };
    let sightings = scan::sightings(&view.text, usize::MAX, |sighting| sighting.sure);
    distinct(raw, decoded, &view, sightings)
}

/// Pieces of licenses in a text: no header that reads as one, or not three segments.
pub(super) fn fragments(raw: &[u8], decoded: &Decoded<'_>) -> Vec<TokenFound> {
    let view = View { text: Cow::Borrowed(&decoded.text), from: Vec::new() };
    let sightings = scan::sightings(&view.text, MOST_FRAGMENTS, |sighting| !sighting.sure);
    distinct(raw, decoded, &view, sightings)
}

/// One entry for each distinct license of a view.
fn distinct(raw: &[u8], decoded: &Decoded<'_>, view: &View<'_>, sightings: Vec<Sighting>) -> Vec<TokenFound> {
    let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut groups: Vec<(Sighting, u32)> = Vec::new();
    for sighting in sightings {
        if let Some(place) = places.get(&sighting.best.clean).and_then(|place| groups.get_mut(*place)) {
            place.1 = place.1.saturating_add(1);
        } else if groups.len() < MOST_TOKENS {
            places.insert(sighting.best.clean.clone(), groups.len());
            groups.push((sighting, 1));
        }
    }
    drop(places);
    let alone = matches!(groups.as_slice(), [(_, 1)]);
    let mut lines = Lines::new(&view.text);
    let mut tokens = Vec::with_capacity(groups.len());
    for (sighting, copies) in groups {
        let line = lines.of(sighting.best.start);
        let candidates = of_sighting(raw, decoded, view, &sighting, alone, line);
        tokens.push(TokenFound { candidates, copies });
    }
    tokens
}

fn of_sighting(
    raw: &[u8],
    decoded: &Decoded<'_>,
    view: &View<'_>,
    sighting: &Sighting,
    alone: bool,
    line: u32,
) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let (before, after) = outside(&view.text, &sighting.best);
    // A byte order mark inside is a sign of two files glued together.
    if alone && scan::is_glued(after) {
        return vec![raw_candidate(raw)];
    }
    let outside = if alone { around(before, after) } else { Around::Text };
    if outside != Around::Text {
        candidates.push(raw_candidate(raw));
        // A dot behind a license that stands alone is part of what was given, and one too many.
        if sighting.best.dot_follows || after.trim_matches(is_blank).starts_with('.') {
            return candidates;
        }
    }
    let mut cleaning: Vec<Cleaning> =
        decoded.from.map(|from| Cleaning::Encoding { from }).into_iter().collect();
    cleaning.extend(view.from.iter().map(|from| Cleaning::Encoding { from }));
    match outside {
        Around::Text => cleaning.push(Cleaning::TakenFromText { line }),
        Around::Wrapping => cleaning.push(Cleaning::Surroundings),
        Around::Nothing if sighting.best.quote_marks > 0 => cleaning.push(Cleaning::Surroundings),
        Around::Nothing => {}
    }
    // A license may have been signed with a line break in it: then the break must stay.
    let slice = view.text.get(sighting.best.start..sighting.best.end).unwrap_or_default();
    if sighting.best.breaks > 0 && scan::has_coders_shape(slice.as_bytes()) {
        push(&mut candidates, slice.as_bytes().to_vec(), cleaning.clone());
    }
    for span in [Some(&sighting.best), sighting.other.as_ref()].into_iter().flatten() {
        let done: Vec<Cleaning> = cleaning.iter().copied().chain(of_span(span)).collect();
        push(&mut candidates, span.clean.clone(), done.clone());
        if !span.dashes.is_empty() {
            push(&mut candidates, with_double_hyphens(span), done);
        }
    }
    candidates
}

/// Some programs make one dash of two hyphens.
fn with_double_hyphens(span: &Span) -> Vec<u8> {
    let mut text = Vec::with_capacity(span.clean.len() + span.dashes.len());
    let mut dashes = span.dashes.iter().peekable();
    for (at, byte) in span.clean.iter().enumerate() {
        text.push(*byte);
        if dashes.next_if_eq(&&at).is_some() {
            text.push(b'-');
        }
    }
    text
}

fn of_span(span: &Span) -> impl Iterator<Item = Cleaning> + use<> {
    let Span { breaks, spaces, replaced, removed, padding, standard, .. } = *span;
    [
        (breaks + spaces > 0).then_some(Cleaning::LineBreaks { breaks, spaces }),
        (replaced + removed > 0).then_some(Cleaning::Characters { replaced, removed }),
        (padding > 0).then_some(Cleaning::Encoding { from: "padded base64" }),
        (standard > 0).then_some(Cleaning::Encoding { from: "standard base64" }),
    ]
    .into_iter()
    .flatten()
}

fn raw_candidate(raw: &[u8]) -> Candidate {
    Candidate { text: LicenseText::new(raw), cleaning: Vec::new() }
}

fn push(candidates: &mut Vec<Candidate>, text: Vec<u8>, cleaning: Vec<Cleaning>) {
    let known = candidates.iter().any(|candidate| candidate.text.as_bytes() == text);
    if !known && candidates.len() < MOST_CANDIDATES {
        candidates.push(Candidate { text: LicenseText::new(text), cleaning });
    }
}

fn outside<'a>(text: &'a str, span: &Span) -> (&'a str, &'a str) {
    (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default())
}

/// RFC 7515, section 7.2: the parts as members of a JSON object.
fn is_json_form(text: &str) -> bool {
    text.trim_start().starts_with('{') && text.contains("\"payload\"") && text.contains("\"signature")
}

/// Counts lines in one pass, for places that only grow.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    fn of(&mut self, place: usize) -> u32 {
        let mut chars = self.text.get(self.at..place).unwrap_or_default().chars().peekable();
        while let Some(char) = chars.next() {
            let ends = match char {
                '\r' => chars.peek() != Some(&'\n'),
                '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | units::SOFT_BREAK => true,
                _ => false,
            };
            self.line = self.line.saturating_add(u32::from(ends));
        }
        self.at = place.max(self.at);
        self.line
    }
}
