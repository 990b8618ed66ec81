//! The public keys, by key ID: Coder's own, and those an admin adds.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use curve25519_dalek::edwards::CompressedEdwardsY;
use jsonwebtoken::DecodingKey;

/// Coder's signing key (coder/coder, `enterprise/coderd/keys/2022-08-12`).
const CODER_KEY_ID: &str = "2022-08-12";
const CODER_KEY: [u8; 32] = [
    0x67, 0x18, 0x6a, 0xde, 0x9d, 0x22, 0x2c, 0x21, 0xb1, 0xbe, 0x11, 0x20, 0x09, 0xb7, 0xc4, 0x36, 0x76,
    0xaa, 0xb1, 0x7f, 0x1b, 0x87, 0x96, 0x68, 0x2f, 0x88, 0xc8, 0x63, 0x6d, 0xce, 0xaf, 0x2f,
];

/// Who vouches for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyOrigin {
    /// Built in: Coder's own.
    Coder,
    /// Added by the admin.
    Added,
}

impl KeyOrigin {
    /// The word of the JSON: `coder`, `added`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Coder => "coder",
            Self::Added => "added",
        }
    }
}

/// An Ed25519 public key under its key ID.
#[derive(Clone)]
pub struct TrustedKey {
    key_id: String,
    bytes: [u8; 32],
    origin: KeyOrigin,
    decoding: DecodingKey,
}

/// Why a key is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No key ID was given.
    #[error("The key has no ID.")]
    IdMissing,
    /// The key ID is that of a built-in key, or of another key in the ring.
    #[error("There is already a key with the ID \"{0}\".")]
    IdTaken(String),
    /// Neither hex nor base64.
    #[error("The key is neither hex nor base64.")]
    Encoding,
    /// Not 32 bytes.
    #[error("The key has {0} bytes; an Ed25519 public key has 32.")]
    Length(usize),
    /// No point of the curve, or not in its one canonical form.
    #[error("These 32 bytes are not a canonical Ed25519 public key.")]
    NotCanonical,
    /// A point of low order, under which anyone can sign.
    #[error("This key is of low order: anyone could sign with it.")]
    LowOrder,
}

impl TrustedKey {
    /// A key that the admin vouches for.
    ///
    /// # Errors
    /// [`KeyError`] for an empty ID, for other than 32 bytes, and for points that are not canonical or of low
    /// order: on those, libraries disagree about what is a good signature.
    pub fn added(key_id: &str, bytes: &[u8]) -> Result<Self, KeyError> {
        if key_id.trim().is_empty() {
            return Err(KeyError::IdMissing);
        }
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| KeyError::Length(bytes.len()))?;
        let compressed = CompressedEdwardsY(bytes);
        let point = compressed.decompress().ok_or(KeyError::NotCanonical)?;
        if point.is_small_order() {
            return Err(KeyError::LowOrder);
        }
        if point.compress() != compressed {
            return Err(KeyError::NotCanonical);
        }
        Ok(Self::new(key_id, bytes, KeyOrigin::Added))
    }

    /// Reads a key from hex or base64 (either alphabet, with or without padding); blanks around it are ignored.
    ///
    /// # Errors
    /// As [`TrustedKey::added`], and [`KeyError::Encoding`].
    pub fn parse(key_id: &str, text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let bytes = match hex_bytes(text) {
            Some(bytes) => bytes,
            None => {
                let bare = text.trim_end_matches('=');
                URL_SAFE_NO_PAD
                    .decode(bare)
                    .or_else(|_| STANDARD_NO_PAD.decode(bare))
                    .map_err(|_| KeyError::Encoding)?
            }
        };
        Self::added(key_id.trim(), &bytes)
    }

    /// The key ID that a license's header names.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The 32 bytes in hex.
    pub fn hex(&self) -> String {
        self.bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Who vouches for it.
    pub fn origin(&self) -> KeyOrigin {
        self.origin
    }

    /// The key in the form of the library that checks signatures.
    pub(super) fn decoding(&self) -> &DecodingKey {
        &self.decoding
    }

    fn new(key_id: &str, bytes: [u8; 32], origin: KeyOrigin) -> Self {
        // The name notwithstanding, the library wants the raw 32 bytes.
        Self { key_id: key_id.to_owned(), bytes, origin, decoding: DecodingKey::from_ed_der(&bytes) }
    }
}

impl fmt::Debug for TrustedKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TrustedKey({:?}, {}, {:?})", self.key_id, self.hex(), self.origin)
    }
}

/// The keys by which signatures are judged.
#[derive(Debug, Clone, Default)]
pub struct KeyRing(Vec<TrustedKey>);

impl KeyRing {
    /// Coder's own key.
    pub fn built_in() -> Self {
        Self(vec![TrustedKey::new(CODER_KEY_ID, CODER_KEY, KeyOrigin::Coder)])
    }

    /// No key at all.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A ring whose built-in keys are others than Coder's, to test with what is "signed by Coder".
    ///
    /// # Errors
    /// As [`TrustedKey::added`].
    #[cfg(feature = "test-hooks")]
    pub fn with_built_in(key_id: &str, bytes: &[u8]) -> Result<Self, KeyError> {
        let mut key = TrustedKey::added(key_id, bytes)?;
        key.origin = KeyOrigin::Coder;
        Ok(Self(vec![key]))
    }

    /// Adds a key.
    ///
    /// # Errors
    /// [`KeyError::IdTaken`]: a key in the ring is never replaced, Coder's least of all.
    pub fn add(&mut self, key: TrustedKey) -> Result<(), KeyError> {
        if self.get(key.key_id()).is_some() {
            return Err(KeyError::IdTaken(key.key_id));
        }
        self.0.push(key);
        Ok(())
    }

    /// The key with this ID, compared byte by byte.
    pub fn get(&self, key_id: &str) -> Option<&TrustedKey> {
        self.0.iter().find(|key| key.key_id == key_id)
    }

    /// All keys, built-in ones first.
    pub fn keys(&self) -> &[TrustedKey] {
        &self.0
    }
}

fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coders_key_is_built_in_and_cannot_be_replaced() {
        let mut ring = KeyRing::built_in();
        let coder = ring.get("2022-08-12").expect("built in").clone();
        assert_eq!(coder.hex(), "67186ade9d222c21b1be112009b7c43676aab17f1b8796682f88c8636dceaf2f");
        let twin = TrustedKey::added("2022-08-12", coder.bytes()).expect("canonical");
        assert_eq!(ring.add(twin), Err(KeyError::IdTaken("2022-08-12".into())));
    }

    #[test]
    fn keys_of_low_order_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(TrustedKey::added("k", &identity).err(), Some(KeyError::LowOrder));
        assert_eq!(TrustedKey::added("k", &[0; 32]).err(), Some(KeyError::LowOrder));
    }

    #[test]
    fn keys_that_are_not_canonical_are_refused() {
        // y = p + 3: the same point as y = 3, spelled otherwise.
        let mut spelled_otherwise = [0xff; 32];
        spelled_otherwise[0] = 0xf0;
        spelled_otherwise[31] = 0x7f;
        assert_eq!(TrustedKey::added("k", &spelled_otherwise).err(), Some(KeyError::NotCanonical));
    }

    #[test]
    fn a_key_reads_from_hex_and_both_base64_alphabets() {
        let hex = "67186ade9d222c21b1be112009b7c43676aab17f1b8796682f88c8636dceaf2f";
        let key = TrustedKey::parse("k", hex).expect("hex");
        for text in [STANDARD_NO_PAD.encode(key.bytes()) + "=", URL_SAFE_NO_PAD.encode(key.bytes())] {
            assert_eq!(TrustedKey::parse("k", &text).expect("base64").bytes(), key.bytes());
        }
        assert_eq!(TrustedKey::parse("k", "zz!").err(), Some(KeyError::Encoding));
        assert_eq!(TrustedKey::parse("k", "AAAA").err(), Some(KeyError::Length(3)));
    }
}
