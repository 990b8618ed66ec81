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
use super::issuer::Issuer;

/// A certificate that was refused: why, and who issued it.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) fault: CertificateError,
    pub(super) issuer: Issuer,
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
