//! Coder's way of reading a token, quirk by quirk.
//!
//! The server reads with Go: `golang-jwt` v4 for the token, `encoding/json` and `encoding/base64` for its parts.
//! Each place where that differs from what a careful reader would do is a named test beside the code:
//!
//! | Quirk | Module |
//! |---|---|
//! | line breaks inside a segment are skipped, spare bits ignored, padding refused | [`base64`] |
//! | any byte above 0x7F may stand in a string; nesting ends at 10,000; only the first value of a payload counts | [`json`] |
//! | header names are exact, its numbers must fit a 64-bit float, nothing may follow it | [`header`] |
//! | claim names fold case (`ſ` is an `s`), the last of several wins, `null` empties some and leaves others | [`payload`] |
//! | dates are floats, in quotes or not, cut to the second, and wrap | [`date`] |

pub mod base64;
pub mod date;
pub mod header;
pub mod json;
mod list;
pub mod payload;

/// Something that Coder takes, though no tool that makes licenses writes it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Oddity {
    /// Line breaks inside a segment, or spare bits that are not zero.
    TextForm,
    /// A header field that asks for something Coder does not do, or one that stands twice.
    HeaderField,
    /// A claim's name in another case, or with escapes.
    ClaimName,
    /// A claim that stands twice.
    ClaimRepeated,
    /// A date that is not a plain whole number.
    NumberForm,
    /// Text after the payload.
    TrailingText,
    /// Characters that do not show, or bytes that are no UTF-8.
    Characters,
    /// Dates out of order, or absurd.
    Dates,
    /// A feature below 0.
    FeatureValue,
}

/// A small set of [`Oddity`], in the order found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Oddities(Vec<Oddity>);

impl Oddities {
    /// Adds one, once.
    pub fn note(&mut self, oddity: Oddity) {
        if !self.0.contains(&oddity) {
            self.0.push(oddity);
        }
    }

    /// Adds one where `odd` holds.
    pub fn note_if(&mut self, odd: bool, oddity: Oddity) {
        if odd {
            self.note(oddity);
        }
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Oddity> + '_ {
        self.0.iter().copied()
    }

    /// Whether this one was found.
    pub fn contains(&self, oddity: Oddity) -> bool {
        self.0.contains(&oddity)
    }
}
