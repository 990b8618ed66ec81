//! Finds the license in whatever a mail program, a ticket or a terminal made of it.
//!
//! Nothing here decides: each finding is a *candidate*, and the caller takes the first one whose signature is
//! good, the raw text before all others. So this module is generous, yet bounded: linear in the length of the
//! text, at most 1 MiB of it, a dozen candidates for a license.
//!
//! The way of a text: bytes → `encoding` → text → `markup` (mail and HTML undone) → `scan` (spans of token
//! characters, read unit by unit, `units`) → `candidates`. What holds no license is named by `other`.

use std::fmt;

use crate::file::TEXT_LIMIT;
use crate::license::LicenseText;

mod candidates;
mod encoding;
mod markup;
mod other;
mod scan;
mod surroundings;
mod units;

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Blanks or dots only, or nothing at all.
    Empty,
    /// Longer than [`TEXT_LIMIT`]; not looked at.
    TooLarge {
        /// Length in bytes.
        size: u64,
    },
    /// Something that is known not to be a license.
    Other(OtherKind),
    /// One entry for each distinct license, in the order of the text.
    Tokens(Vec<TokenFound>),
}

/// One license found in a text, good or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFound {
    /// Texts to try, in this order; never empty.
    pub candidates: Vec<Candidate>,
    /// How often the text holds it, at least 1.
    pub copies: u32,
}

/// A text that may be the license, and what was done to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The text to verify.
    pub text: LicenseText,
    /// What was changed, in the order in which it was done; empty for the raw text itself.
    pub cleaning: Vec<Cleaning>,
}

/// One thing that was done to a text before it was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cleaning {
    /// Line breaks and blanks inside the license were removed.
    LineBreaks {
        /// Line breaks removed.
        breaks: u32,
        /// Other blanks removed.
        spaces: u32,
    },
    /// Blanks, quotes, brackets, a fence or a word like `Bearer` around the license were removed.
    Surroundings,
    /// The text came in another writing ("UTF-16", "HTML", "padded base64").
    Encoding {
        /// The writing it came in.
        from: &'static str,
    },
    /// Single characters were put right: dashes, escaped or wide dots, invisible characters.
    Characters {
        /// Characters replaced by the one that was meant.
        replaced: u32,
        /// Invisible characters removed.
        removed: u32,
    },
    /// The license was picked out of a longer text.
    TakenFromText {
        /// Line on which it begins, from 1.
        line: u32,
    },
}

/// What a text is instead of a license.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OtherKind {
    /// A session token of Coder's; never shown, kept or logged.
    SessionToken,
    /// A private key, PEM or OpenSSH; never shown, kept or logged.
    PrivateKey,
    /// A PEM certificate or certificate request.
    Certificate,
    /// An image; its format ("PNG").
    Image(&'static str),
    /// Another kind of file or text ("PDF document", "SSH public key").
    Document(&'static str),
    /// An archive; its format ("ZIP archive").
    Archive(&'static str),
    /// Words without a license in them.
    PlainText,
}

impl fmt::Display for OtherKind {
    /// Writes the kind as it stands after "This looks like …".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SessionToken => f.write_str("a session token"),
            Self::PrivateKey => f.write_str("a private key"),
            Self::Certificate => f.write_str("a certificate"),
            Self::Image(format) => write!(f, "a {format} image"),
            Self::Document(what) | Self::Archive(what) => write!(f, "a {what}"),
            Self::PlainText => f.write_str("plain text"),
        }
    }
}

/// Finds every license in `raw`, or says what it is instead.
///
/// ```
/// use seatkeeper_core::finding::{find, Found, OtherKind};
///
/// assert_eq!(find(b" \r\n"), Found::Empty);
/// assert_eq!(find(b"Dear all, see you on Monday!"), Found::Other(OtherKind::PlainText));
/// ```
pub fn find(raw: &[u8]) -> Found {
    let size = u64::try_from(raw.len()).unwrap_or(u64::MAX);
    if size > TEXT_LIMIT {
        return Found::TooLarge { size };
    }
    if let Some(kind) = other::by_magic(raw) {
        return Found::Other(kind);
    }
    let decoded = encoding::decode(raw);
    if units::only_blanks_and_dots(&decoded.text) {
        return Found::Empty;
    }
    if scan::has_coders_shape(raw) {
        return Found::Tokens(vec![candidates::of_coders_shape(raw)]);
    }
    // A NUL is never cleaned away: Coder refuses it, and nothing that wraps a license puts one there.
    if decoded.text.contains('\0') {
        return match scan::is_one_word_with_nul(&decoded.text) {
            true => Found::Tokens(vec![candidates::raw_only(raw)]),
            false => Found::Other(OtherKind::Document("binary file")),
        };
    }
    let tokens = candidates::in_text(raw, &decoded);
    if !tokens.is_empty() {
        return Found::Tokens(tokens);
    }
    if let Some(kind) = other::by_words(&decoded.text) {
        return Found::Other(kind);
    }
    let tokens = candidates::in_base64(raw, &decoded);
    if !tokens.is_empty() {
        return Found::Tokens(tokens);
    }
    if let Some(token) = candidates::of_one_word(raw, &decoded) {
        return Found::Tokens(vec![token]);
    }
    let fragments = candidates::fragments(raw, &decoded);
    match fragments.is_empty() {
        true => Found::Other(OtherKind::PlainText),
        false => Found::Tokens(fragments),
    }
}

#[cfg(test)]
#[path = "finding/tests.rs"]
mod tests;
