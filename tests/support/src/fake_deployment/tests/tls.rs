use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::fake_deployment::{FakeDeployment, Plan, Tls};

#[test]
fn a_good_certificate_is_that_of_localhost_and_its_ca() {
    let fake = start(Tls::Good);
    let answer = get(&fake, false).expect("it is trusted");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert_eq!(fake.calls().len(), 1);
}

#[test]
fn each_bad_certificate_is_bad_in_its_own_way() {
    for (tls, fault) in [
        (Tls::Expired, "certificate expired"),
        (Tls::NotYetValid, "certificate not valid yet"),
        (Tls::SelfSigned, "UnknownIssuer"),
        (Tls::UnknownCa, "UnknownIssuer"),
        (Tls::WrongHost, "certificate not valid for name \"localhost\""),
        (Tls::IpWithoutName, "certificate not valid for name \"127.0.0.1\""),
        (Tls::Alert, "ProtocolVersion"),
    ] {
        let fake = start(tls);
        let said = get(&fake, false).expect_err("it is not trusted");
        assert!(said.contains(fault), "{tls:?}: {said}");
        assert!(fake.calls().is_empty(), "{tls:?}");
    }
}

#[test]
fn a_stalled_handshake_never_ends() {
    assert_eq!(get(&start(Tls::HandshakeStall), false), Err("no answer".to_owned()));
}

#[test]
fn a_client_without_its_certificate_is_turned_away() {
    let fake = start(Tls::ClientCertificate);
    assert!(get(&fake, false).is_err());
    assert!(fake.calls().is_empty());
    assert!(get(&fake, true).expect("it is known").starts_with("HTTP/1.1 200 OK"));
}

fn start(tls: Tls) -> FakeDeployment {
    FakeDeployment::start(Plan::with_owner().tls(tls))
}

/// What the fake says, or the fault in the client's words, to a client that trusts its CA file and nothing else.
#[expect(clippy::unwrap_in_result, reason = "without a runtime nothing can be asked")]
fn get(fake: &FakeDeployment, with_certificate: bool) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let limit = Duration::from_millis(if fake.url().contains("localhost") { 2000 } else { 5000 });
    runtime.block_on(async {
        tokio::time::timeout(limit, talk(fake, with_certificate)).await.unwrap_or(Err("no answer".to_owned()))
    })
}

async fn talk(fake: &FakeDeployment, with_certificate: bool) -> Result<String, String> {
    let (host, port) = fake
        .url()
        .strip_prefix("https://")
        .and_then(|url| url.split_once(':'))
        .map(|(host, port)| (host.to_owned(), port.parse::<u16>().expect("a port")))
        .expect("TLS");
    let mut roots = RootCertStore::empty();
    roots.add(pem(fake.ca_file())).expect("a CA");
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots);
    let config = if with_certificate {
        let key = PrivateKeyDer::from_pem_file(fake.client_key_file()).expect("a key");
        builder.with_client_auth_cert(vec![pem(&fake.client_certificate_file())], key).expect("a pair")
    } else {
        builder.with_no_client_auth()
    };
    let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("it listens");
    let name = ServerName::try_from(host).expect("a name");
    let connector = TlsConnector::from(Arc::new(config));
    let mut stream = connector.connect(name, stream).await.map_err(|fault| fault.to_string())?;
    let request = b"GET /api/v2/buildinfo HTTP/1.1\r\nHost: fake\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.map_err(|fault| fault.to_string())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.map_err(|fault| fault.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn pem(file: &Path) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(file).expect("a certificate")
}
