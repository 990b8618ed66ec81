//! Which certificates are trusted: the system's rules and authorities, and those of the connection's CA file.
//!
//! The system decides. What is added is the memory of whom it refused, so that people can be told.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;
use seatkeeper_core::api::ApiError;

use super::connection_files::ConnectionFiles;

/// A certificate that was refused: why, and who issued it.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) fault: CertificateError,
    pub(super) issuer: Issuer,
}

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

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(out)
    }
}

impl std::error::Error for Refused {}

/// TLS for calls to deployments.
///
/// # Errors
/// [`ApiError::ConnectionFile`] names the file that cannot be used; [`ApiError::TlsFailed`] where this computer has
/// no authorities.
pub(super) fn tls_config(files: &ConnectionFiles) -> Result<ClientConfig, ApiError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let broken = |fault: Error| ApiError::TlsFailed(fault.to_string());
    let authorities = files.authorities()?;
    let verifier = if authorities.is_empty() {
        Verifier::new(Arc::clone(&provider)).map_err(broken)?
    } else {
        Verifier::new_with_extra_roots(authorities, Arc::clone(&provider))
            .map_err(|_| files.not_an_authority())?
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(broken)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Witness(verifier)));
    let mut config = match files.identity()? {
        Some((certificates, key)) => {
            builder.with_client_auth_cert(certificates, key).map_err(|fault| files.mismatch(&fault))?
        }
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Lets the system decide, and remembers whom it refused.
#[derive(Debug)]
struct Witness(Verifier);

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.0.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        verified.map_err(|fault| {
            let Error::InvalidCertificate(fault) = fault else { return fault };
            let refused = Refused { fault, issuer: Issuer::of(end_entity) };
            Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refused))))
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// Tags of DER (ITU-T X.690) that stand before the issuer.
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OBJECT: u8 = 0x06;
const VERSION: u8 = 0xa0;
const TEXTS: [u8; 3] = [0x0c, 0x13, 0x16];
/// commonName and organizationName (ITU-T X.520).
const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const ORGANIZATION: &[u8] = &[0x55, 4, 10];

impl Issuer {
    fn of(certificate: &[u8]) -> Self {
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
