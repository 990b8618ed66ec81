//! From text to a license: shape, base64, header, payload, key, signature. No clock.

use ::base64::Engine;
use ::base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;

use crate::instant::Instant;
use crate::license::claims::Claims;
use crate::license::fingerprint::Fingerprint;
use crate::license::reading::base64::{self, Base64Fault};
use crate::license::reading::header::{self, Header};
use crate::license::reading::payload::{self, PayloadFault};
use crate::license::reading::{Oddities, Oddity};
use crate::license::standing::Standing;
use crate::license::text::LicenseText;
use crate::license::trusted_keys::{KeyOrigin, KeyRing, TrustedKey};

/// A license whose signature is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    text: LicenseText,
    signed_length: usize,
    claims: Claims,
    key_id: String,
    key_origin: KeyOrigin,
    oddities: Oddities,
}

impl License {
    /// The claims.
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// The ID of the key that signed it.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Who vouches for that key.
    pub fn key_origin(&self) -> KeyOrigin {
        self.key_origin
    }

    /// The text that was verified, byte by byte.
    pub fn text(&self) -> &LicenseText {
        &self.text
    }

    /// What Coder takes, though it is odd.
    pub fn oddities(&self) -> &Oddities {
        &self.oddities
    }

    /// The license's name.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.text.as_bytes()[..self.signed_length])
    }

    /// Where it stands at `now`; `None` where a date is missing.
    pub fn standing(&self, now: Instant) -> Option<Standing> {
        Standing::of(&self.claims, now)
    }
}

/// The first fault that Coder's reader meets.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyFault {
    /// Not three segments; their number.
    #[error("{0} segments instead of three")]
    SegmentCount(usize),
    /// A segment is not base64 of the URL alphabet.
    #[error("a segment is not base64")]
    Base64,
    /// A segment is padded with `=`.
    #[error("a segment is padded")]
    Base64Padded,
    /// The header is not one JSON object.
    #[error("the header cannot be read")]
    Header,
    /// The payload does not begin with a JSON object.
    #[error("the payload cannot be read")]
    Payload,
    /// Claims of another type than Coder wants.
    #[error("claims of the wrong type: {0:?}")]
    ClaimTypes(Vec<&'static str>),
    /// `alg` is another, or missing.
    #[error("algorithm {0:?} instead of EdDSA")]
    Algorithm(Option<String>),
    /// `kid` is missing or no string.
    #[error("no key ID")]
    KeyIdMissing,
    /// No key with this ID.
    #[error("unknown key {0:?}")]
    KeyUnknown(String),
    /// The third segment is empty.
    #[error("no signature")]
    SignatureMissing,
    /// The signature is not the key's over these bytes.
    #[error("bad signature")]
    SignatureInvalid,
}

impl From<PayloadFault> for VerifyFault {
    fn from(fault: PayloadFault) -> Self {
        match fault {
            PayloadFault::Invalid => Self::Payload,
            PayloadFault::Types(names) => Self::ClaimTypes(names),
        }
    }
}

/// Verifies a text as Coder's server does (coder/coder, `enterprise/coderd/license/license.go`, `ParseClaims`;
/// golang-jwt v4, `Parser.ParseWithClaims`), without its tests of time and without cleaning it first.
///
/// # Errors
/// The first fault in the server's order.
pub fn verify(text: &[u8], ring: &KeyRing) -> Result<License, VerifyFault> {
    let mut oddities = Oddities::default();
    let [header_text, payload_text, signature_text] = segments(text)?;
    let header_bytes = decode(header_text, &mut oddities)?;
    let header = header::read(&header_bytes, &mut oddities).map_err(|_| VerifyFault::Header)?;
    let payload_bytes = decode(payload_text, &mut oddities)?;
    let claims = payload::read(&payload_bytes, &mut oddities)?;
    if header.algorithm.as_deref() != Some("EdDSA") {
        return Err(VerifyFault::Algorithm(header.algorithm));
    }
    let key_id = header.key_id.ok_or(VerifyFault::KeyIdMissing)?;
    let Some(key) = ring.get(&key_id) else { return Err(VerifyFault::KeyUnknown(key_id)) };
    if signature_text.is_empty() {
        return Err(VerifyFault::SignatureMissing);
    }
    let signature = decode(signature_text, &mut oddities).map_err(|_| VerifyFault::SignatureInvalid)?;
    let signed_length = header_text.len() + 1 + payload_text.len();
    if !signature_is_good(&text[..signed_length], &signature, key) {
        return Err(VerifyFault::SignatureInvalid);
    }
    Ok(License {
        text: LicenseText::new(text),
        signed_length,
        claims,
        key_id,
        key_origin: key.origin(),
        oddities,
    })
}

/// Whether `signature` is the key's over `message`: Ed25519 as Go checks it, for every canonical key.
pub fn signature_is_good(message: &[u8], signature: &[u8], key: &TrustedKey) -> bool {
    // The library's base64 is stricter than Coder's, so it is handed the decoded bytes in its own spelling.
    let spelled = URL_SAFE_NO_PAD.encode(signature);
    signature.len() == 64
        && jsonwebtoken::crypto::verify(&spelled, message, key.decoding(), Algorithm::EdDSA).unwrap_or(false)
}

/// What can be read of a text whose signature is not good. Nobody vouches for any of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnverifiedLicense {
    /// The key ID it names.
    pub key_id: Option<String>,
    /// The algorithm it names.
    pub algorithm: Option<String>,
    /// The claims, where all have the right type.
    pub claims: Option<Claims>,
    /// The fingerprint, where there are three segments.
    pub fingerprint: Option<Fingerprint>,
}

/// Everything that can be said of a text: the license, or every fault with what can be read all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Examination {
    /// The signature is good.
    Verified(Box<License>),
    /// It is not, or could not be tested.
    Faulty {
        /// The first in the server's order, then the others.
        faults: Vec<VerifyFault>,
        /// What can be read all the same.
        unverified: Box<UnverifiedLicense>,
    },
}

/// [`verify`], and where it fails, the other faults too.
pub fn examine(text: &[u8], ring: &KeyRing) -> Examination {
    let first = match verify(text, ring) {
        Ok(license) => return Examination::Verified(Box::new(license)),
        Err(fault) => fault,
    };
    let mut faults = vec![first];
    let mut unverified = UnverifiedLicense::default();
    if let Ok([header_text, payload_text, signature_text]) = segments(text) {
        unverified.fingerprint = Some(Fingerprint::of(&text[..header_text.len() + 1 + payload_text.len()]));
        let mut oddities = Oddities::default();
        let header = decode(header_text, &mut oddities)
            .and_then(|bytes| header::read(&bytes, &mut oddities).map_err(|_| VerifyFault::Header));
        let claims = decode(payload_text, &mut oddities)
            .and_then(|bytes| payload::read(&bytes, &mut oddities).map_err(VerifyFault::from));
        match header {
            Ok(header) => {
                add_header_faults(&mut faults, &header, ring);
                unverified.key_id = header.key_id;
                unverified.algorithm = header.algorithm;
            }
            Err(fault) => add(&mut faults, fault),
        }
        match claims {
            Ok(claims) => unverified.claims = Some(claims),
            Err(fault) => add(&mut faults, fault),
        }
        if signature_text.is_empty() {
            add(&mut faults, VerifyFault::SignatureMissing);
        } else if decode(signature_text, &mut oddities) == Err(VerifyFault::Base64Padded) {
            add(&mut faults, VerifyFault::Base64Padded);
        }
    }
    Examination::Faulty { faults, unverified: Box::new(unverified) }
}

fn add_header_faults(faults: &mut Vec<VerifyFault>, header: &Header, ring: &KeyRing) {
    if header.algorithm.as_deref() != Some("EdDSA") {
        add(faults, VerifyFault::Algorithm(header.algorithm.clone()));
    }
    match header.key_id.as_deref() {
        None => add(faults, VerifyFault::KeyIdMissing),
        Some(key_id) if ring.get(key_id).is_none() => add(faults, VerifyFault::KeyUnknown(key_id.to_owned())),
        Some(_) => {}
    }
}

fn add(faults: &mut Vec<VerifyFault>, fault: VerifyFault) {
    if !faults.contains(&fault) {
        faults.push(fault);
    }
}

/// The three segments. Dots are counted without splitting, since a hostile text may hold a million of them.
fn segments(text: &[u8]) -> Result<[&[u8]; 3], VerifyFault> {
    let mut parts = text.splitn(3, |byte| *byte == b'.');
    if let (Some(header), Some(payload), Some(signature)) = (parts.next(), parts.next(), parts.next())
        && !signature.contains(&b'.')
    {
        return Ok([header, payload, signature]);
    }
    Err(VerifyFault::SegmentCount(1 + text.iter().filter(|byte| **byte == b'.').count()))
}

fn decode(segment: &[u8], oddities: &mut Oddities) -> Result<Vec<u8>, VerifyFault> {
    let decoded = base64::decode(segment).map_err(|fault| match fault {
        Base64Fault::Padded => VerifyFault::Base64Padded,
        Base64Fault::Invalid => VerifyFault::Base64,
    })?;
    oddities.note_if(decoded.odd, Oddity::TextForm);
    Ok(decoded.bytes)
}
