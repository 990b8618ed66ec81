//! Certificates that are wrong in one way each: refused before one byte of a request is sent.
//!
//! `weak/` holds a certificate that was signed by way of SHA-1, which no library here will do; its authority is
//! named as trusted, so that the weakness alone is what is wrong with it.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, GeneralSubtree,
    IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
};
use seatkeeper_core::api::ApiError;
use seatkeeper_core::ports::DeploymentApi;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Plan, Tls};
use tempfile::TempDir;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::{CertifiedKey, SingleCertAndKey};
use tokio_rustls::rustls::{ServerConfig, crypto::aws_lc_rs};

use crate::hostile::{Hostile, Step, json};
use crate::setup::{At, STRAY_TOKEN, api, impatient, within};

/// A certificate authority whose file is named as trusted.
pub(crate) struct Authority {
    folder: TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let (pem, issuer) = authority("Trusted test CA", |_| {});
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("ca.pem"), pem).expect("the file");
        Self { folder, issuer }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// A server with a certificate for `localhost` that is changed before it is signed.
    pub(crate) fn server(&self, change: impl FnOnce(&mut CertificateParams)) -> ServerConfig {
        let (mut params, key) = leaf(&["localhost"]);
        change(&mut params);
        config(
            vec![params.signed_by(&key, &self.issuer).expect("signed").der().clone()],
            &key.serialize_der(),
        )
    }
}

fn authority(name: &str, change: impl FnOnce(&mut CertificateParams)) -> (String, Issuer<'static, KeyPair>) {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    change(&mut params);
    let key = KeyPair::generate().expect("a key");
    let pem = params.self_signed(&key).expect("signed").pem();
    (pem, Issuer::new(params, key))
}

fn leaf(names: &[&str]) -> (CertificateParams, KeyPair) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("parameters");
    params.distinguished_name.push(DnType::CommonName, "Hostile test server");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    (params, KeyPair::generate().expect("a key"))
}

/// A server that shows this chain without looking at it first.
fn config(chain: Vec<CertificateDer<'static>>, key: &[u8]) -> ServerConfig {
    let provider = aws_lc_rs::default_provider();
    let key =
        provider.key_provider.load_private_key(PrivateKeyDer::Pkcs8(key.to_vec().into())).expect("a key");
    let shown = SingleCertAndKey::from(CertifiedKey::new(chain, key));
    ServerConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(shown))
}

/// Calls a server that would answer rightly; it must have seen no byte of the application.
async fn refused(server: ServerConfig, ca_file: PathBuf, url: impl Fn(&Hostile) -> String) -> ApiError {
    let hostile = Hostile::tls(server, vec![Step::Read, json("200 OK", r#"{"version":"v2.34.0"}"#)]).await;
    let at = At::url(&url(&hostile)).with_ca(&ca_file).with_token(STRAY_TOKEN);
    let fault = within(10, api().who_am_i(at.target())).await.expect_err("refused");
    let seen = hostile.over(1).await;
    assert_eq!(seen.received, [Vec::<u8>::new()], "nothing of the request was sent");
    assert!(seen.over[0].is_some(), "the handshake failed for the server as well");
    fault
}

fn by_name(hostile: &Hostile) -> String {
    hostile.tls_url()
}

#[tokio::test]
async fn a_good_certificate_is_taken() {
    let authority = Authority::new();
    let script = vec![Step::Read, json("200 OK", r#"{"username":"ana"}"#)];
    let hostile = Hostile::tls(authority.server(|_| {}), script).await;
    let at = At::url(&hostile.tls_url()).with_ca(&authority.file()).with_token(STRAY_TOKEN);
    api().who_am_i(at.target()).await.expect("an answer");
    assert!(hostile.seen().text().contains(STRAY_TOKEN));
}

#[tokio::test]
async fn one_that_ended_is_refused() {
    let authority = Authority::new();
    let server = authority.server(|params| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    });
    let fault = refused(server, authority.file(), by_name).await;
    assert_eq!(fault, ApiError::CertificateExpired("it ended on 1 Jan 2021".to_owned()));
}

#[tokio::test]
async fn one_that_has_not_begun_is_refused() {
    let authority = Authority::new();
    let server = authority.server(|params| params.not_before = date_time_ymd(2200, 1, 1));
    let fault = refused(server, authority.file(), by_name).await;
    assert_eq!(fault, ApiError::CertificateExpired("it begins only on 1 Jan 2200".to_owned()));
}

#[tokio::test]
async fn one_that_signed_itself_is_refused() {
    let (params, key) = leaf(&["localhost"]);
    let server = config(vec![params.self_signed(&key).expect("signed").der().clone()], &key.serialize_der());
    let trusted = Authority::new();
    let fault = refused(server, trusted.file(), by_name).await;
    assert_eq!(fault, ApiError::CertificateUntrusted("it is signed by itself".to_owned()));
}

#[tokio::test]
async fn an_authority_that_stands_there_for_a_server_is_refused() {
    let (mut params, key) = leaf(&["localhost"]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let server = config(vec![params.self_signed(&key).expect("signed").der().clone()], &key.serialize_der());
    let trusted = Authority::new();
    let fault = refused(server, trusted.file(), by_name).await;
    assert_eq!(fault, ApiError::CertificateUntrusted("it is signed by itself".to_owned()));
}

#[tokio::test]
async fn one_for_another_name_is_refused_and_its_names_are_told() {
    let authority = Authority::new();
    let server = authority.server(|params| {
        params.subject_alt_names =
            CertificateParams::new(vec!["other.example".to_owned(), "10.0.0.1".to_owned()])
                .expect("parameters")
                .subject_alt_names;
    });
    let fault = refused(server, authority.file(), by_name).await;
    assert_eq!(fault, ApiError::NameMismatch("it is for other.example, 10.0.0.1".to_owned()));
}

#[tokio::test]
async fn one_whose_name_stands_in_the_subject_alone_is_refused() {
    let authority = Authority::new();
    let server = authority.server(|params| {
        params.subject_alt_names = Vec::new();
        params.distinguished_name.push(DnType::CommonName, "localhost");
    });
    let fault = refused(server, authority.file(), by_name).await;
    assert_eq!(fault, ApiError::NameMismatch("it is for no name at all".to_owned()));
}

#[tokio::test]
async fn one_of_an_authority_that_is_not_trusted_is_refused_and_its_name_is_told() {
    let (_, other) = authority("Some other CA", |_| {});
    let (params, key) = leaf(&["localhost"]);
    let server =
        config(vec![params.signed_by(&key, &other).expect("signed").der().clone()], &key.serialize_der());
    let trusted = Authority::new();
    let fault = refused(server, trusted.file(), by_name).await;
    assert_eq!(fault, ApiError::CertificateUntrusted("it was issued by Some other CA".to_owned()));
}

#[tokio::test]
async fn one_for_a_name_does_not_hold_for_an_address() {
    let authority = Authority::new();
    let fault =
        refused(authority.server(|_| {}), authority.file(), |hostile| format!("https://{}", hostile.address))
            .await;
    assert_eq!(fault, ApiError::NameMismatch("it is for localhost".to_owned()));
}

#[tokio::test]
async fn one_that_is_signed_weakly_is_refused() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/contract/weak"));
    let chain = vec![CertificateDer::from_pem_file(folder.join("leaf.pem")).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_file(folder.join("leaf-key.pem")).expect("a key");
    let fault = refused(config(chain, key.secret_der()), folder.join("ca.pem"), by_name).await;
    assert!(matches!(fault, ApiError::TlsFailed(_)), "{fault:?}");
}

#[tokio::test]
async fn one_whose_signature_is_wrong_is_refused() {
    let authority = Authority::new();
    let (params, key) = leaf(&["localhost"]);
    let mut der = params.signed_by(&key, &authority.issuer).expect("signed").der().to_vec();
    *der.last_mut().expect("a byte") ^= 1;
    let fault = refused(config(vec![der.into()], &key.serialize_der()), authority.file(), by_name).await;
    assert!(matches!(fault, ApiError::CertificateUntrusted(_)), "{fault:?}");
}

#[tokio::test]
async fn one_for_clients_is_refused() {
    let authority = Authority::new();
    let server =
        authority.server(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]);
    let fault = refused(server, authority.file(), by_name).await;
    assert!(matches!(fault, ApiError::TlsFailed(_)), "{fault:?}");
}

#[tokio::test]
async fn one_with_a_demand_that_nobody_knows_is_refused() {
    let authority = Authority::new();
    let server = authority.server(|params| {
        let mut extension = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99_999, 1], vec![5, 0]);
        extension.set_criticality(true);
        params.custom_extensions.push(extension);
    });
    let fault = refused(server, authority.file(), by_name).await;
    assert!(matches!(fault, ApiError::TlsFailed(_)), "{fault:?}");
}

#[tokio::test]
async fn one_that_another_server_signed_is_refused() {
    let authority = Authority::new();
    let (params, key) = leaf(&["someone.example"]);
    let middle = params.signed_by(&key, &authority.issuer).expect("signed");
    let middle_issuer = Issuer::new(params, key);
    let (params, key) = leaf(&["localhost"]);
    let end = params.signed_by(&key, &middle_issuer).expect("signed");
    let chain = vec![end.der().clone(), middle.der().clone()];
    let fault = refused(config(chain, &key.serialize_der()), authority.file(), by_name).await;
    assert!(matches!(fault, ApiError::TlsFailed(_) | ApiError::CertificateUntrusted(_)), "{fault:?}");
}

#[tokio::test]
async fn one_whose_chain_has_a_gap_is_refused() {
    let authority = Authority::new();
    let (mut params, key) = leaf(&[]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, "Test CA in between");
    params.signed_by(&key, &authority.issuer).expect("signed");
    let between = Issuer::new(params, key);
    let (params, key) = leaf(&["localhost"]);
    let server =
        config(vec![params.signed_by(&key, &between).expect("signed").der().clone()], &key.serialize_der());
    let fault = refused(server, authority.file(), by_name).await;
    assert_eq!(fault, ApiError::CertificateUntrusted("it was issued by Test CA in between".to_owned()));
}

#[tokio::test]
async fn one_outside_of_what_its_authority_may_sign_is_refused() {
    let (pem, issuer) = authority("Narrow test CA", |params| {
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![GeneralSubtree::DnsName("corp.example".to_owned())],
            excluded_subtrees: Vec::new(),
        });
    });
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, pem).expect("the file");
    let (params, key) = leaf(&["localhost"]);
    let server =
        config(vec![params.signed_by(&key, &issuer).expect("signed").der().clone()], &key.serialize_der());
    let fault = refused(server, file, by_name).await;
    assert!(matches!(fault, ApiError::TlsFailed(_) | ApiError::CertificateUntrusted(_)), "{fault:?}");
}

#[tokio::test]
async fn a_server_of_old_tls_is_named() {
    let fake = FakeDeployment::start(Plan::with_owner().tls(Tls::Alert));
    let fault = within(10, api().build_info(At::fake(&fake).target())).await.expect_err("too old");
    let ApiError::TlsFailed(words) = fault else { panic!("{fault:?}") };
    assert!(words.contains("1.2"), "{words}");
    // A ServerHello of TLS 1.1 with the first suite of those days.
    let mut hello = vec![0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
    hello.extend([7; 32]);
    hello.extend([0, 0, 0x2f, 0]);
    let hostile = Hostile::plain(vec![Step::Write(hello), Step::Wait]).await;
    let fault =
        within(10, api().build_info(At::url(&hostile.tls_url()).target())).await.expect_err("too old");
    assert!(matches!(fault, ApiError::TlsFailed(_)), "{fault:?}");
}

#[tokio::test]
async fn a_handshake_that_is_never_answered_ends_with_the_deadline() {
    let fake = FakeDeployment::start(Plan::with_owner().tls(Tls::HandshakeStall));
    let at = At::fake(&fake).with_token(STRAY_TOKEN);
    let fault = within(5, impatient().who_am_i(at.target())).await.expect_err("silence");
    assert_eq!(fault, ApiError::TimedOut { seconds: 1 });
    assert!(fake.calls().is_empty());
}

#[tokio::test]
async fn what_speaks_no_tls_is_named() {
    let hostile = Hostile::plain(vec![json("200 OK", "{}"), Step::Wait]).await;
    let fault = within(10, api().build_info(At::url(&hostile.tls_url()).target())).await.expect_err("no TLS");
    assert_eq!(fault, ApiError::TlsFailed("what answers there does not speak TLS".to_owned()));
}

#[tokio::test]
async fn the_fake_deployments_certificates_are_judged_alike() {
    let judged = async |tls: Tls| {
        let fake = FakeDeployment::start(Plan::with_owner().tls(tls));
        let at = At::fake(&fake).with_token(STRAY_TOKEN);
        let fault = within(10, api().who_am_i(at.target())).await.expect_err("refused");
        assert_eq!(fake.connections(), 0, "no handshake came to its end");
        fault
    };
    assert!(matches!(judged(Tls::Expired).await, ApiError::CertificateExpired(_)));
    assert!(matches!(judged(Tls::NotYetValid).await, ApiError::CertificateExpired(_)));
    assert!(matches!(judged(Tls::SelfSigned).await, ApiError::CertificateUntrusted(_)));
    assert!(matches!(judged(Tls::UnknownCa).await, ApiError::CertificateUntrusted(_)));
    assert!(matches!(judged(Tls::WrongHost).await, ApiError::NameMismatch(_)));
    assert!(matches!(judged(Tls::IpWithoutName).await, ApiError::NameMismatch(_)));
}
