//! The name of a license.

use std::fmt;

use sha2::{Digest, Sha256};

/// SHA-256 of the signed bytes: header and payload as they stand in the text, with the dot between them.
///
/// Two spellings of one signature (spare bits, line breaks in its segment) give one fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of `header.payload`.
    pub fn of(signed: &[u8]) -> Self {
        Self(Sha256::digest(signed).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}
