//! The text of a license. It is a bearer text: whoever holds it can install it.

use std::fmt;

/// A license's exact bytes; `Debug` shows only their number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LicenseText(Vec<u8>);

impl LicenseText {
    /// Takes the bytes as they are.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The exact bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text for showing or installing; bytes that are no UTF-8 become U+FFFD.
    pub fn to_text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

impl fmt::Debug for LicenseText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "LicenseText({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_text() {
        assert_eq!(format!("{:?}", LicenseText::new("eyJhbGciOi")), "LicenseText(10 bytes)");
    }
}
