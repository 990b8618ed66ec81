//! A certificate authority of the fake's own, and certificates that are right or wrong in one way.

use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::fake_deployment::plan::Tls;

pub(super) const CA_FILE: &str = "ca.pem";
pub(super) const CLIENT_CERTIFICATE_FILE: &str = "client.pem";
pub(super) const CLIENT_KEY_FILE: &str = "client-key.pem";

/// What happens before HTTP.
#[derive(Clone)]
pub(super) enum Handshake {
    None,
    Tls(Arc<ServerConfig>),
    Stall,
    Alert,
}

type Fault = Box<dyn std::error::Error>;

/// The handshake of a plan; the files a client needs are written to `folder`.
pub(super) fn handshake(tls: Tls, folder: &Path) -> Result<Handshake, Fault> {
    let (ca_pem, ca) = authority("Seatkeeper test CA")?;
    std::fs::write(folder.join(CA_FILE), &ca_pem)?;
    let (client_key, client) = (KeyPair::generate()?, client()?);
    std::fs::write(folder.join(CLIENT_CERTIFICATE_FILE), client.signed_by(&client_key, &ca)?.pem())?;
    std::fs::write(folder.join(CLIENT_KEY_FILE), client_key.serialize_pem())?;

    let mut verifier = None;
    let mut params = host(&["localhost", "127.0.0.1", "::1"])?;
    let mut issuer = Some(ca);
    match tls {
        Tls::Off => return Ok(Handshake::None),
        Tls::HandshakeStall => return Ok(Handshake::Stall),
        Tls::Alert => return Ok(Handshake::Alert),
        Tls::Good => {}
        Tls::Expired => {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        }
        Tls::NotYetValid => params.not_before = date_time_ymd(2200, 1, 1),
        Tls::SelfSigned => issuer = None,
        Tls::WrongHost => params = host(&["other.example"])?,
        Tls::UnknownCa => issuer = Some(authority("Some other CA")?.1),
        Tls::IpWithoutName => params = host(&["localhost"])?,
        Tls::ClientCertificate => verifier = Some(verifier_of(&ca_pem)?),
    }
    let key = KeyPair::generate()?;
    let certificate = match &issuer {
        Some(issuer) => params.signed_by(&key, issuer)?,
        None => params.self_signed(&key)?,
    };
    Ok(Handshake::Tls(Arc::new(config(certificate.der().clone(), &key, verifier)?)))
}

fn authority(name: &str) -> Result<(String, Issuer<'static, KeyPair>), Fault> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate()?;
    let pem = params.self_signed(&key)?.pem();
    Ok((pem, Issuer::new(params, key)))
}

fn host(names: &[&str]) -> Result<CertificateParams, Fault> {
    let mut params =
        CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>())?;
    params.distinguished_name.push(DnType::CommonName, "Seatkeeper fake deployment");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

fn client() -> Result<CertificateParams, Fault> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, "Seatkeeper test client");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    Ok(params)
}

fn verifier_of(ca_pem: &str) -> Result<Arc<dyn ClientCertVerifier>, Fault> {
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(ca_pem.as_bytes())?)?;
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider()));
    Ok(builder.build()?)
}

fn config(
    certificate: CertificateDer<'static>,
    key: &KeyPair,
    verifier: Option<Arc<dyn ClientCertVerifier>>,
) -> Result<ServerConfig, Fault> {
    let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()?;
    let builder = match verifier {
        Some(verifier) => builder.with_client_cert_verifier(verifier),
        None => builder.with_no_client_auth(),
    };
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = builder.with_single_cert(vec![certificate], key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
