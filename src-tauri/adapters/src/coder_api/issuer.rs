//! Who issued a certificate, read off its bytes, so that people can be told whom this computer does not trust.
//!
//! Nothing is decided by it.

/// Tags of DER (ITU-T X.690).
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OBJECT: u8 = 0x06;
const VERSION: u8 = 0xa0;
const TEXTS: [u8; 3] = [0x0c, 0x13, 0x16];
/// commonName and organizationName (ITU-T X.520).
const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const ORGANIZATION: &[u8] = &[0x55, 4, 10];

/// Who issued a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Issuer {
    /// The certificate names itself.
    Itself,
    /// This authority.
    Named(String),
    /// It does not say, or not in a form that can be read.
    Unknown,
}

impl Issuer {
    /// Reads it off a certificate in DER.
    pub(super) fn of(certificate: &[u8]) -> Self {
        Self::read(certificate).unwrap_or(Self::Unknown)
    }

    /// RFC 5280, section 4.1: version, serial number, algorithm, issuer, validity, subject.
    fn read(certificate: &[u8]) -> Option<Self> {
        let (outer, _) = element(certificate, SEQUENCE)?;
        let (fields, _) = element(outer, SEQUENCE)?;
        let fields = element(fields, VERSION).map_or(fields, |(_, rest)| rest);
        let (_, fields) = element(fields, INTEGER)?;
        let (_, fields) = element(fields, SEQUENCE)?;
        let (issuer, fields) = element(fields, SEQUENCE)?;
        let (_, fields) = element(fields, SEQUENCE)?;
        let (subject, _) = element(fields, SEQUENCE)?;
        if issuer == subject {
            return Some(Self::Itself);
        }
        attribute(issuer, COMMON_NAME).or_else(|| attribute(issuer, ORGANIZATION)).map(Self::Named)
    }
}

/// The first text of a name under this identifier.
fn attribute(mut name: &[u8], wanted: &[u8]) -> Option<String> {
    while let Some((set, rest)) = element(name, SET) {
        name = rest;
        let Some((pair, _)) = element(set, SEQUENCE) else { continue };
        let Some((identifier, value)) = element(pair, OBJECT) else { continue };
        if identifier == wanted {
            let (text, _) = TEXTS.iter().find_map(|tag| element(value, *tag))?;
            return Some(seatkeeper_core::sentence::visible(&String::from_utf8_lossy(text), 100));
        }
    }
    None
}

/// The content of a leading element with this tag, and what follows it.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    (found == tag).then(|| rest.split_at_checked(length))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, DnType, Issuer as Signer, KeyPair};

    fn params(name: &str) -> CertificateParams {
        let mut params = CertificateParams::new(vec!["coder.example".to_owned()]).expect("parameters");
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, name);
        params
    }

    #[test]
    fn the_issuer_of_a_certificate_is_read() {
        let (authority, key) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
        let signer = Signer::new(params("Example \u{202e}Root"), authority);
        let signed = params("leaf").signed_by(&key, &signer).expect("a certificate");
        assert_eq!(Issuer::of(signed.der()), Issuer::Named("Example \\u{202e}Root".to_owned()));
        let own = params("leaf").self_signed(&key).expect("a certificate");
        assert_eq!(Issuer::of(own.der()), Issuer::Itself);
    }

    #[test]
    fn a_certificate_that_is_cut_anywhere_is_read_without_harm() {
        let key = KeyPair::generate().expect("a key");
        let der = params("leaf").self_signed(&key).expect("a certificate").der().to_vec();
        for end in 0..200 {
            assert_eq!(Issuer::of(&der[..end]), Issuer::Unknown, "{end}");
        }
        assert_eq!(Issuer::of(&[SEQUENCE, 0x84, 0xff, 0xff, 0xff, 0xff]), Issuer::Unknown);
    }
}
