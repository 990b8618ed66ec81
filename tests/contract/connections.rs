//! Deployments that are reached in their own way: authorities, client certificates, headers.

use std::path::{Path, PathBuf};

use seatkeeper_core::api::ApiError;
use seatkeeper_core::ports::DeploymentApi;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Plan, Tls};
use secrecy::SecretString;

use crate::certificates::Authority;
use crate::hostile::{Hostile, Step, json};
use crate::setup::{At, STRAY_TOKEN, api, owned, within};

/// The words about a file or header that cannot be used.
async fn unusable(at: &At) -> String {
    match within(10, api().build_info(at.target())).await {
        Err(ApiError::ConnectionFile(words)) => words,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_authority_is_trusted_only_where_it_is_named() {
    let fake = FakeDeployment::start(Plan::with_owner().tls(Tls::Good));
    let (named, not_named) = (At::fake(&fake), At::url(&fake.url()));
    let api = api();
    api.build_info(named.target()).await.expect("an answer");
    let fault = api.build_info(not_named.target()).await.expect_err("not trusted");
    assert_eq!(fault, ApiError::CertificateUntrusted("it was issued by Seatkeeper test CA".to_owned()));
}

#[tokio::test]
async fn a_bundle_of_authorities_is_trusted_whole() {
    let (first, second) = (Authority::new(), Authority::new());
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.pem");
    let texts = [first.file(), second.file()].map(|file| std::fs::read_to_string(file).expect("the file"));
    std::fs::write(&bundle, format!("# ours\n{}\n\r\n# and theirs\r\n{}", texts[0], texts[1]))
        .expect("the file");
    let api = api();
    for authority in [&first, &second] {
        let hostile = Hostile::tls(authority.server(|_| {}), vec![Step::Read, json("200 OK", "{}")]).await;
        api.build_info(At::url(&hostile.tls_url()).with_ca(&bundle).target()).await.expect("an answer");
    }
}

#[tokio::test]
async fn a_ca_file_that_changes_counts_from_the_next_call_on() {
    let (right, wrong) = (Authority::new(), Authority::new());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ca.pem");
    std::fs::copy(wrong.file(), &file).expect("the file");
    let script = vec![Step::Read, json("200 OK", "{}")];
    let hostile = Hostile::tls(right.server(|_| {}), script).await;
    let (at, api) = (At::url(&hostile.tls_url()).with_ca(&file), api());
    assert!(matches!(api.build_info(at.target()).await, Err(ApiError::CertificateUntrusted(_))));
    std::fs::copy(right.file(), &file).expect("the file");
    api.build_info(at.target()).await.expect("trusted now");
}

#[tokio::test]
async fn a_client_certificate_is_shown_where_it_is_wanted() {
    let (fake, mut at) = owned(|plan| plan.tls(Tls::ClientCertificate));
    let fault = within(10, api().who_am_i(at.target())).await.expect_err("none was shown");
    assert_eq!(fault, ApiError::TlsFailed("the server wants a client certificate".to_owned()));
    let fault = within(10, api().remove(at.target(), 1)).await.expect_err("none was shown");
    assert!(matches!(fault, ApiError::TlsFailed(_)), "no request was read, so nothing is unknown: {fault:?}");
    assert!(fake.calls().is_empty());
    at.connection.client_certificate = Some(fake.client_certificate_file());
    at.connection.client_key = Some(fake.client_key_file());
    api().who_am_i(at.target()).await.expect("an answer");
}

#[tokio::test]
async fn a_client_certificate_of_another_authority_is_refused_by_the_server() {
    let (fake, mut at) = owned(|plan| plan.tls(Tls::ClientCertificate));
    let other = FakeDeployment::start(Plan::with_owner().tls(Tls::ClientCertificate));
    at.connection.client_certificate = Some(other.client_certificate_file());
    at.connection.client_key = Some(other.client_key_file());
    let fault = within(10, api().who_am_i(at.target())).await.expect_err("not its own");
    assert!(matches!(&fault, ApiError::TlsFailed(words) if words.contains("refuses")), "{fault:?}");
    assert!(fake.calls().is_empty());
}

#[tokio::test]
async fn files_that_cannot_be_used_are_named_with_the_reason() {
    let fake = FakeDeployment::start(Plan::with_owner().tls(Tls::ClientCertificate));
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("the file");
        path
    };
    let with_ca = |file: &Path| At::url(&fake.url()).with_ca(file);
    let pem = std::fs::read_to_string(fake.client_certificate_file()).expect("the file");
    for (file, reason) in [
        (folder.path().join("missing.pem"), "not found"),
        (folder.path().to_owned(), "it is no file"),
        (PathBuf::from("/dev/zero"), "it is no file"),
        (write("empty.pem", ""), "no certificate"),
        (write("text.pem", "hello"), "no certificate"),
        (write("cut.pem", &pem[..pem.len() / 2]), "damaged"),
        (write("garbage.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), "damaged"),
        (write("large.pem", &" ".repeat(5 << 20)), "larger than 4 MiB"),
        (fake.client_key_file(), "no certificate"),
    ] {
        let words = unusable(&with_ca(&file)).await;
        assert!(words.starts_with("the CA file ") && words.contains(reason), "{}: {words}", file.display());
    }
    let mut at = At::fake(&fake);
    at.connection.client_certificate = Some(fake.client_certificate_file());
    assert_eq!(unusable(&at).await, "the client certificate: its key is not named");
    let other = FakeDeployment::start(Plan::with_owner().tls(Tls::ClientCertificate));
    at.connection.client_key = Some(other.client_key_file());
    assert!(unusable(&at).await.ends_with("its key is another's"));
    at.connection.client_key = Some(fake.ca_file().to_owned());
    assert!(unusable(&at).await.ends_with("no private key in PEM form"));
    at.connection.client_key = Some(write(
        "secret.pem",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
    ));
    assert!(unusable(&at).await.contains("it is encrypted"));
    assert!(fake.calls().is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_may_not_be_read_is_named() {
    let path = write_unreadable();
    let at = At::url("https://localhost:1").with_ca(&path.1);
    // The superuser reads everything, and is then told that there is nothing in it.
    let words = unusable(&at).await;
    assert!(words.contains("permission denied") || words.contains("no certificate"), "{words}");
}

#[cfg(unix)]
fn write_unreadable() -> (tempfile::TempDir, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, "").expect("the file");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("the mode");
    (folder, path)
}

#[tokio::test]
async fn extra_headers_are_sent_with_every_call() {
    let (fake, mut at) = owned(|plan| plan);
    at.connection.headers.insert("X-Tenant".to_owned(), "blue".to_owned());
    at.connection.headers.insert("User-Agent".to_owned(), "Something else".to_owned());
    at.connection.secret_headers.push("X-Gate".to_owned());
    at.secrets.headers.insert("X-Gate".to_owned(), SecretString::from("gate-secret-9"));
    let api = api();
    api.build_info(at.target()).await.expect("an answer");
    api.permissions(at.target()).await.expect("an answer");
    for call in fake.calls() {
        assert_eq!(call.header("x-tenant"), Some("blue"));
        assert_eq!(call.header("x-gate"), Some("gate-secret-9"));
        assert_eq!(call.header("user-agent"), Some("Something else"));
        assert!(call.with_token);
    }
}

#[tokio::test]
async fn headers_that_cannot_be_sent_are_named_without_their_value() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let plain = |name: &str, value: &str| {
        let mut at = At::fake(&fake);
        at.connection.headers.insert(name.to_owned(), value.to_owned());
        at
    };
    for (name, value) in [
        ("Coder-Session-Token", STRAY_TOKEN),
        ("Host", "other.example"),
        ("Content-Length", "5"),
        ("Transfer-Encoding", "chunked"),
        ("X-Two\r\nX-Lines", "gate-secret-9"),
        ("X-Lines", "gate-secret-9\r\nX-Planted: 1"),
        ("", "gate-secret-9"),
    ] {
        let words = unusable(&plain(name, value)).await;
        assert!(words.starts_with("the header ") && !words.contains(value), "{words}");
        assert!(!words.contains("gate-secret-9"), "{words}");
    }
    let mut at = At::fake(&fake);
    at.connection.secret_headers.push("X-Gate".to_owned());
    assert_eq!(unusable(&at).await, "the header X-Gate: the keychain holds no value for it");
    at.secrets.headers.insert("X-Gate".to_owned(), SecretString::from("two\nlines"));
    assert_eq!(unusable(&at).await, "the header X-Gate: its value cannot be sent");
    assert!(fake.calls().is_empty());
}

#[tokio::test]
async fn calls_to_one_deployment_share_a_connection() {
    let (fake, at) = owned(|plan| plan.tls(Tls::Good));
    let api = api();
    for _ in 0..5 {
        api.build_info(at.target()).await.expect("an answer");
    }
    assert_eq!((fake.calls().len(), fake.connections()), (5, 1));
}
