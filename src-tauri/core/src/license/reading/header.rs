//! The header: `golang-jwt` v4 reads it with `json.Unmarshal` into a map.

use crate::license::reading::json::{Scanner, SyntaxFault, unquote};
use crate::license::reading::{Oddities, Oddity};

/// What Coder looks at in a header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// `alg`, the last one, where it is a string.
    pub algorithm: Option<String>,
    /// `kid`, the last one, where it is a string.
    pub key_id: Option<String>,
}

/// Reads a header: one JSON object, or `null` (which then lacks everything), and nothing behind it but white
/// space. Names are exact, the last of several counts, and a number must fit a 64-bit float.
///
/// # Errors
/// [`SyntaxFault`] for anything else.
pub fn read(text: &[u8], oddities: &mut Oddities) -> Result<Header, SyntaxFault> {
    let mut header = Header::default();
    let mut scanner = Scanner::new(text);
    match scanner.peek() {
        Some(b'{') => read_fields(&mut scanner, &mut header, oddities)?,
        Some(b'n') => {
            scanner.value(0)?;
        }
        Some(_) | None => return Err(SyntaxFault),
    }
    if scanner.peek().is_some() {
        return Err(SyntaxFault);
    }
    Ok(header)
}

fn read_fields(
    scanner: &mut Scanner<'_>,
    header: &mut Header,
    oddities: &mut Oddities,
) -> Result<(), SyntaxFault> {
    scanner.expect(b'{')?;
    if scanner.accept(b'}') {
        return Ok(());
    }
    let (mut algorithms, mut key_ids) = (0, 0);
    loop {
        let name = unquote(scanner.string()?);
        scanner.expect(b':')?;
        let value = scanner.value(1)?;
        if !numbers_fit(value) {
            return Err(SyntaxFault);
        }
        let words = value.starts_with(b"\"").then(|| unquote(value));
        match name.as_ref() {
            "alg" => {
                algorithms += 1;
                header.algorithm = words.map(Into::into);
            }
            "kid" => {
                key_ids += 1;
                header.key_id = words.map(Into::into);
            }
            "typ" => oddities.note_if(words.is_none(), Oddity::HeaderField),
            _ => oddities.note(Oddity::HeaderField),
        }
        if !scanner.accept(b',') {
            break;
        }
    }
    oddities.note_if(algorithms > 1 || key_ids > 1, Oddity::HeaderField);
    scanner.expect(b'}')
}

/// Go makes a float of every number here, and one beyond its range is a fault of the whole.
fn numbers_fit(value: &[u8]) -> bool {
    let mut rest = value;
    while let Some(byte) = rest.first() {
        rest = match byte {
            b'"' => match Scanner::new(rest).string() {
                Ok(string) => &rest[string.len()..],
                Err(SyntaxFault) => return false,
            },
            b'-' | b'0'..=b'9' => {
                let end = rest
                    .iter()
                    .position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
                    .unwrap_or(rest.len());
                let number = std::str::from_utf8(&rest[..end]).unwrap_or_default();
                if !number.parse::<f64>().is_ok_and(f64::is_finite) {
                    return false;
                }
                &rest[end..]
            }
            _ => &rest[1..],
        };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Result<Header, SyntaxFault> {
        read(text.as_bytes(), &mut Oddities::default())
    }

    #[test]
    fn the_last_of_several_counts_even_where_it_is_no_string() {
        let twice = header(r#"{"alg":"EdDSA","alg":5,"kid":"a","kid":"b"}"#).expect("reads");
        assert_eq!(twice, Header { algorithm: None, key_id: Some("b".into()) });
    }

    #[test]
    fn names_are_exact_but_may_be_escaped() {
        assert_eq!(header(r#"{"ALG":"EdDSA"}"#).expect("reads").algorithm, None);
        assert_eq!(header(r#"{"\u0061lg":"EdDSA"}"#).expect("reads").algorithm.as_deref(), Some("EdDSA"));
    }

    #[test]
    fn null_is_a_header_without_fields() {
        assert_eq!(header(" null "), Ok(Header::default()));
    }

    #[test]
    fn nothing_may_follow_and_nothing_else_will_do() {
        for bad in ["{} x", "{}{}", "[]", "5", "\"x\"", "", "{\"a\":1,}", "\u{feff}{}"] {
            assert_eq!(header(bad), Err(SyntaxFault), "{bad}");
        }
    }

    #[test]
    fn a_number_beyond_a_float_is_a_fault_of_the_whole() {
        assert_eq!(header(r#"{"x":[{"y":1e400}]}"#), Err(SyntaxFault));
        assert!(header(r#"{"x":[{"y":"1e400"},1e-400]}"#).is_ok());
    }
}
