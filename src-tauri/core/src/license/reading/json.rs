//! JSON as Go's `encoding/json` scans it: without recursion, byte by byte.

use std::borrow::Cow;

/// Where nesting ends: at 10,000 objects and arrays, the outermost counted.
const DEEPEST: usize = 10_000;

/// The text is not JSON as Go reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyntaxFault;

/// A reader over JSON text that hands out the texts of values.
pub struct Scanner<'t> {
    text: &'t [u8],
    place: usize,
}

impl<'t> Scanner<'t> {
    /// Begins at the first byte.
    pub fn new(text: &'t [u8]) -> Self {
        Self { text, place: 0 }
    }

    /// Passes white space and shows the next byte.
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.text.get(self.place) {
            self.place += 1;
        }
        self.text.get(self.place).copied()
    }

    /// Passes white space and this byte.
    ///
    /// # Errors
    /// [`SyntaxFault`] where another byte stands there.
    pub fn expect(&mut self, byte: u8) -> Result<(), SyntaxFault> {
        if self.peek() == Some(byte) {
            self.place += 1;
            Ok(())
        } else {
            Err(SyntaxFault)
        }
    }

    /// Passes white space and this byte, if it stands there.
    pub fn accept(&mut self, byte: u8) -> bool {
        self.expect(byte).is_ok()
    }

    /// The text that was not read.
    pub fn rest(&self) -> &'t [u8] {
        &self.text[self.place..]
    }

    /// The text of a string, with its quotes.
    ///
    /// # Errors
    /// [`SyntaxFault`] where no well-formed string stands: control characters and unknown escapes are refused,
    /// bytes that are no UTF-8 are not.
    pub fn string(&mut self) -> Result<&'t [u8], SyntaxFault> {
        if self.peek() != Some(b'"') {
            return Err(SyntaxFault);
        }
        let start = self.place;
        self.place += 1;
        self.pass_string()?;
        Ok(&self.text[start..self.place])
    }

    /// The text of any value, `depth` objects and arrays standing around it.
    ///
    /// # Errors
    /// [`SyntaxFault`] where no well-formed value stands, or one nested too deep.
    pub fn value(&mut self, depth: usize) -> Result<&'t [u8], SyntaxFault> {
        self.peek();
        let start = self.place;
        let mut open: Vec<u8> = Vec::new();
        loop {
            let first = self.peek().ok_or(SyntaxFault)?;
            self.place += 1;
            match first {
                b'{' | b'[' => {
                    if depth + open.len() >= DEEPEST {
                        return Err(SyntaxFault);
                    }
                    let closing = if first == b'{' { b'}' } else { b']' };
                    if self.accept(closing) {
                        // An empty one is a value already.
                    } else {
                        open.push(closing);
                        if closing == b'}' {
                            self.name()?;
                        }
                        continue;
                    }
                }
                b'"' => self.pass_string()?,
                b't' => self.word(b"rue")?,
                b'f' => self.word(b"alse")?,
                b'n' => self.word(b"ull")?,
                b'-' | b'0'..=b'9' => self.pass_number(first)?,
                _ => return Err(SyntaxFault),
            }
            // A value is complete: close what ends here, and go on behind a comma.
            loop {
                let Some(closing) = open.last().copied() else {
                    return Ok(&self.text[start..self.place]);
                };
                if self.accept(b',') {
                    if closing == b'}' {
                        self.name()?;
                    }
                    break;
                }
                self.expect(closing)?;
                open.pop();
            }
        }
    }

    fn name(&mut self) -> Result<(), SyntaxFault> {
        self.string()?;
        self.expect(b':')
    }

    fn word(&mut self, rest: &[u8]) -> Result<(), SyntaxFault> {
        if self.rest().starts_with(rest) {
            self.place += rest.len();
            Ok(())
        } else {
            Err(SyntaxFault)
        }
    }

    /// The part of a string behind its opening quote.
    fn pass_string(&mut self) -> Result<(), SyntaxFault> {
        loop {
            let byte = *self.text.get(self.place).ok_or(SyntaxFault)?;
            self.place += 1;
            match byte {
                b'"' => return Ok(()),
                b'\\' => {
                    let escaped = *self.text.get(self.place).ok_or(SyntaxFault)?;
                    self.place += 1;
                    match escaped {
                        b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => {}
                        b'u' => {
                            let digits = self.text.get(self.place..self.place + 4).ok_or(SyntaxFault)?;
                            if !digits.iter().all(u8::is_ascii_hexdigit) {
                                return Err(SyntaxFault);
                            }
                            self.place += 4;
                        }
                        _ => return Err(SyntaxFault),
                    }
                }
                0..0x20 => return Err(SyntaxFault),
                _ => {}
            }
        }
    }

    /// The part of a number behind its first byte.
    fn pass_number(&mut self, first: u8) -> Result<(), SyntaxFault> {
        let mut leading = first;
        if first == b'-' {
            leading = *self.text.get(self.place).ok_or(SyntaxFault)?;
            self.place += 1;
        }
        match leading {
            // A zero stands alone; a digit behind it ends the number, and then the value does not go on.
            b'0' => {}
            b'1'..=b'9' => self.pass_digits(),
            _ => return Err(SyntaxFault),
        }
        if self.text.get(self.place) == Some(&b'.') {
            self.place += 1;
            self.some_digits()?;
        }
        if let Some(b'e' | b'E') = self.text.get(self.place) {
            self.place += 1;
            if let Some(b'+' | b'-') = self.text.get(self.place) {
                self.place += 1;
            }
            self.some_digits()?;
        }
        Ok(())
    }

    fn some_digits(&mut self) -> Result<(), SyntaxFault> {
        let before = self.place;
        self.pass_digits();
        if self.place > before { Ok(()) } else { Err(SyntaxFault) }
    }

    fn pass_digits(&mut self) {
        while self.text.get(self.place).is_some_and(u8::is_ascii_digit) {
            self.place += 1;
        }
    }
}

/// Whether a text, as a whole, is a number of JSON.
pub fn is_number(text: &[u8]) -> bool {
    let mut scanner = Scanner::new(text);
    let Some(first @ (b'-' | b'0'..=b'9')) = text.first().copied() else { return false };
    scanner.place = 1;
    scanner.pass_number(first).is_ok() && scanner.rest().is_empty()
}

/// What a string, given with its quotes, stands for.
///
/// A byte that is no UTF-8 and a lone surrogate become U+FFFD, each on its own.
pub fn unquote(quoted: &[u8]) -> Cow<'_, str> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains(&b'\\')
        && let Ok(plain) = std::str::from_utf8(inner)
    {
        return Cow::Borrowed(plain);
    }
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(byte) = rest.first() {
        if *byte == b'\\' {
            rest = push_escape(&mut out, rest);
        } else {
            let end = rest.iter().position(|byte| *byte == b'\\').unwrap_or(rest.len());
            push_lossy(&mut out, &rest[..end]);
            rest = &rest[end..];
        }
    }
    Cow::Owned(out)
}

/// Adds bytes, every one that belongs to no character as a U+FFFD of its own, as Go does. (Rust's own lossy
/// reading makes one of several.)
fn push_lossy(out: &mut String, mut bytes: &[u8]) {
    loop {
        match std::str::from_utf8(bytes) {
            Ok(good) => return out.push_str(good),
            Err(fault) => {
                let (good, bad) = bytes.split_at(fault.valid_up_to());
                out.push_str(std::str::from_utf8(good).unwrap_or_default());
                out.push(char::REPLACEMENT_CHARACTER);
                bytes = bad.get(1..).unwrap_or_default();
            }
        }
    }
}

/// Adds what the escape at the start of `text` stands for; gives what follows it.
fn push_escape<'t>(out: &mut String, text: &'t [u8]) -> &'t [u8] {
    let plain = match text.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return push_unicode(out, text),
        Some(other) => char::from(*other),
        None => return &[],
    };
    out.push(plain);
    &text[2..]
}

fn push_unicode<'t>(out: &mut String, text: &'t [u8]) -> &'t [u8] {
    let unit = hex_unit(text);
    let after = text.get(6..).unwrap_or_default();
    if let Some(character) = unit.and_then(|unit| char::from_u32(u32::from(unit))) {
        out.push(character);
        return after;
    }
    // A high surrogate needs its low half right behind it; alone, either is no character.
    let pair = [unit.unwrap_or_default(), hex_unit(after).unwrap_or_default()];
    match char::decode_utf16(pair).next() {
        Some(Ok(character)) => {
            out.push(character);
            after.get(6..).unwrap_or_default()
        }
        Some(Err(_)) | None => {
            out.push(char::REPLACEMENT_CHARACTER);
            after
        }
    }
}

fn hex_unit(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> bool {
        let mut scanner = Scanner::new(text.as_bytes());
        scanner.value(0).is_ok() && scanner.peek().is_none()
    }

    #[test]
    fn json_is_json() {
        for good in ["{}", "[]", " [1, {\"a\":[null,true,false,\"x\\u00e9\"]}] ", "-0.5e+10", "\"\u{7f}é\""]
        {
            assert!(reads(good), "{good}");
        }
        for bad in
            ["", "{", "[1,]", "{\"a\"}", "{a:1}", "01", "1.", "+1", ".5", "\"\u{1}\"", "\"\\x\"", "nul", "1e"]
        {
            assert!(!reads(bad), "{bad}");
        }
    }

    #[test]
    fn nesting_ends_at_ten_thousand() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(reads(&nested(10_000)));
        assert!(!reads(&nested(10_001)));
        assert!(!reads(&"[".repeat(1_000_000)));
    }

    #[test]
    fn every_byte_that_is_no_utf8_becomes_one_mark() {
        assert_eq!(unquote(b"\"a\xe2\x82z\xff\""), "a\u{fffd}\u{fffd}z\u{fffd}");
        assert_eq!(unquote(b"\"\xed\xa0\x80\""), "\u{fffd}\u{fffd}\u{fffd}");
    }

    #[test]
    fn surrogates_pair_or_become_a_mark() {
        assert_eq!(unquote(br#""\ud83d\ude00""#), "😀");
        assert_eq!(unquote(br#""\ud83dA""#), "\u{fffd}A");
        assert_eq!(unquote(br#""\ud83d\ud83d\ude00""#), "\u{fffd}😀");
    }

    #[test]
    fn escapes_stand_for_their_characters() {
        assert_eq!(unquote(br#""\u006bid\n\/""#), "kid\n/");
    }
}
