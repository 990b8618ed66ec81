//! Base64 as Go's `RawURLEncoding` reads it.

/// A decoded segment, and whether its spelling was odd.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Line breaks were skipped, or the last character held spare bits.
    pub odd: bool,
}

/// Why a segment does not decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base64Fault {
    /// A `=` stands in it.
    Padded,
    /// Another character that is not in the URL alphabet, or a lone last one.
    Invalid,
}

const INVALID: u8 = 0xff;

const VALUES: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut values = [INVALID; 256];
    let mut place = 0;
    while place < alphabet.len() {
        values[alphabet[place] as usize] = place as u8;
        place += 1;
    }
    values
};

/// Decodes a segment: URL alphabet, no padding, CR and LF skipped wherever they stand, spare bits ignored.
///
/// # Errors
/// [`Base64Fault`] for any other byte, and for a length no encoder makes.
pub fn decode(segment: &[u8]) -> Result<Decoded, Base64Fault> {
    let mut bytes = Vec::with_capacity(segment.len() / 4 * 3 + 3);
    let mut odd = false;
    let mut rest = segment;
    // Four characters at a time while the text is plain.
    while let [a, b, c, d, tail @ ..] = rest {
        let values = [*a, *b, *c, *d].map(|byte| VALUES[usize::from(byte)]);
        if values.contains(&INVALID) {
            break;
        }
        push_group(&mut bytes, values);
        rest = tail;
    }
    let mut group = [0_u8; 4];
    let mut filled = 0;
    for byte in rest {
        match VALUES[usize::from(*byte)] {
            INVALID if matches!(byte, b'\r' | b'\n') => odd = true,
            INVALID if *byte == b'=' => return Err(Base64Fault::Padded),
            INVALID => return Err(Base64Fault::Invalid),
            value => {
                group[filled] = value;
                filled += 1;
                if filled == group.len() {
                    push_group(&mut bytes, group);
                    filled = 0;
                }
            }
        }
    }
    match filled {
        0 => {}
        2 => {
            bytes.push(group[0] << 2 | group[1] >> 4);
            odd |= group[1] & 0x0f != 0;
        }
        3 => {
            bytes.extend([group[0] << 2 | group[1] >> 4, group[1] << 4 | group[2] >> 2]);
            odd |= group[2] & 0x03 != 0;
        }
        _ => return Err(Base64Fault::Invalid),
    }
    Ok(Decoded { bytes, odd })
}

fn push_group(bytes: &mut Vec<u8>, [a, b, c, d]: [u8; 4]) {
    bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        decode(text.as_bytes()).expect("decodes").bytes
    }

    #[test]
    fn line_breaks_are_skipped_and_said() {
        let decoded = decode(b"aGVs\r\nbG\n8").expect("decodes");
        assert_eq!((decoded.bytes.as_slice(), decoded.odd), (b"hello".as_slice(), true));
    }

    #[test]
    fn spare_bits_are_ignored_and_said() {
        assert_eq!(bytes("_w"), bytes("_x"));
        assert!(decode(b"_x").expect("decodes").odd);
        assert!(!decode(b"_w").expect("decodes").odd);
    }

    #[test]
    fn padding_and_the_standard_alphabet_are_refused() {
        assert_eq!(decode(b"_w=="), Err(Base64Fault::Padded));
        assert_eq!(decode(b"/w"), Err(Base64Fault::Invalid));
        assert_eq!(decode(b"_w "), Err(Base64Fault::Invalid));
    }

    #[test]
    fn a_lone_last_character_is_refused() {
        assert_eq!(decode(b"aGVsb"), Err(Base64Fault::Invalid));
    }
}
