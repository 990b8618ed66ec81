//! From bytes to text: UTF-8, UTF-16 and UTF-32 with or without a mark, else what old Windows programs wrote.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and the writing it came in.
pub(super) struct Decoded<'a> {
    /// The text, without a byte order mark at its start.
    pub(super) text: Cow<'a, str>,
    /// The writing it came in, where that is not plain UTF-8.
    pub(super) from: Option<&'static str>,
}

pub(super) fn decode(raw: &[u8]) -> Decoded<'_> {
    // First, since the mark of one UTF-32 begins with the mark of one UTF-16.
    if let Some(text) = utf32(raw) {
        return Decoded { text: Cow::Owned(text), from: Some("UTF-32") };
    }
    if let Some((encoding, length)) = Encoding::for_bom(raw) {
        let rest = raw.get(length..).unwrap_or_default();
        let from = if encoding == UTF_8 { "UTF-8 with a byte order mark" } else { "UTF-16" };
        return Decoded { text: lossy(encoding, rest), from: Some(from) };
    }
    if let Some(encoding) = unmarked_utf16(raw) {
        return Decoded { text: lossy(encoding, raw), from: Some("UTF-16") };
    }
    match std::str::from_utf8(raw) {
        Ok(text) => Decoded { text: Cow::Borrowed(text), from: None },
        Err(_) => Decoded { text: lossy(WINDOWS_1252, raw), from: Some("Windows-1252") },
    }
}

fn lossy<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    encoding.decode_without_bom_handling(bytes).0
}

/// Four bytes a character, of which an ASCII text leaves three empty; a text around it may hold some others.
fn utf32(raw: &[u8]) -> Option<String> {
    let (units, rest) = raw.as_chunks::<4>();
    if units.len() < 2 || !rest.is_empty() {
        return None;
    }
    let little = units.iter().filter(|unit| matches!(unit, [_, 0, 0, 0])).count();
    let big = units.iter().filter(|unit| matches!(unit, [0, 0, 0, _])).count();
    let read: fn([u8; 4]) -> u32 = if little >= big { u32::from_le_bytes } else { u32::from_be_bytes };
    let most = units.len() - units.len() / 8;
    // One more than the text may be the mark.
    if little.max(big) + 1 < most || units.contains(&[0; 4]) {
        return None;
    }
    let text: String = units.iter().map(|unit| char::from_u32(read(*unit))).collect::<Option<_>>()?;
    Some(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

/// License text is ASCII, so in UTF-16 every second byte is zero; a text around it may hold some others.
fn unmarked_utf16(raw: &[u8]) -> Option<&'static Encoding> {
    let pairs = raw.len() / 2;
    if pairs < 2 {
        return None;
    }
    let (mut high_zero, mut low_zero) = (0_usize, 0_usize);
    for pair in raw.chunks_exact(2) {
        match pair {
            [0, 0] => return None,
            [_, 0] => high_zero += 1,
            [0, _] => low_zero += 1,
            _ => {}
        }
    }
    let most = pairs - pairs / 8;
    if high_zero >= most {
        Some(UTF_16LE)
    } else if low_zero >= most {
        Some(UTF_16BE)
    } else {
        None
    }
}
