//! Proxies: those of the connection, those of the environment, and what they do wrong.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use seatkeeper_core::api::ApiError;
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::DeploymentApi;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::certificates::Authority;
use crate::hostile::{Hostile, Step, json};
use crate::setup::{At, STRAY_TOKEN, api, child, impatient, within};

/// A name that leads nowhere but through the proxy of a test.
const NAME: &str = "localhost.proxied.invalid";

#[derive(Clone, Copy)]
enum Manner {
    /// Lets everything through to this address, whatever was asked for.
    Lead(SocketAddr),
    /// Answers this and closes.
    Say(&'static str),
    /// Lets the tunnel begin, and cuts it.
    Cut,
    /// Says nothing.
    Silent,
}

/// An HTTP proxy. It keeps the heads of what it was asked.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Proxy {
    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let heads = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&heads);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let log = Arc::clone(&log);
                tokio::spawn(async move { pass(stream, manner, &log).await });
            }
        });
        Self { address, heads, task }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("the log").clone()
    }
}

/// One connection; the caller may hang up at any time.
async fn pass(mut stream: TcpStream, manner: Manner, log: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await.ok()? == 0 {
            return None;
        }
        head.extend_from_slice(&byte);
    }
    let tunnel = head.starts_with(b"CONNECT ");
    log.lock().expect("the log").push(String::from_utf8_lossy(&head).into_owned());
    match manner {
        Manner::Lead(to) => {
            let mut onward = TcpStream::connect(to).await.ok()?;
            if tunnel {
                stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.ok()?;
            } else {
                onward.write_all(&head).await.ok()?;
            }
            copy_bidirectional(&mut stream, &mut onward).await.ok()?;
        }
        Manner::Say(answer) => stream.write_all(answer.as_bytes()).await.ok()?,
        Manner::Cut => stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.ok()?,
        Manner::Silent => while stream.read(&mut [0; 1024]).await.ok()? > 0 {},
    }
    Some(())
}

const WANTS_SIGN_IN: Manner = Manner::Say(
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"corp\"\r\nContent-Length: 0\r\n\r\n",
);
const REFUSES: Manner = Manner::Say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");

/// A deployment that is known to the proxy alone, with TLS.
async fn behind() -> (Hostile, Authority) {
    let authority = Authority::new();
    let names = rcgen::CertificateParams::new(vec![NAME.to_owned()]).expect("parameters").subject_alt_names;
    let server = authority.server(|params| params.subject_alt_names = names);
    (Hostile::tls(server, vec![Step::Read, json("200 OK", "{}")]).await, authority)
}

fn words(outcome: Result<seatkeeper_core::api::Answer, ApiError>) -> String {
    match outcome {
        Err(ApiError::Proxy(words)) => words,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_proxy_leads_to_a_deployment_without_seeing_the_token() {
    let (hostile, authority) = behind().await;
    let proxy = Proxy::start(Manner::Lead(hostile.address)).await;
    let at = At::url(&format!("https://{NAME}")).with_ca(&authority.file()).with_token(STRAY_TOKEN);
    let mut at = at.through(&proxy.url());
    at.connection.headers.insert("X-Gate".to_owned(), "gate-secret-9".to_owned());
    api().who_am_i(at.target()).await.expect("an answer");
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].starts_with(&format!("CONNECT {NAME}:443 HTTP/1.1\r\n")), "{}", heads[0]);
    assert!(!heads[0].contains("Marker") && !heads[0].contains("gate-secret-9"), "{}", heads[0]);
    assert!(!heads[0].to_lowercase().contains("proxy-authorization"), "{}", heads[0]);
    assert!(hostile.seen().text().contains(STRAY_TOKEN));
}

#[tokio::test]
async fn the_sign_in_of_a_proxy_goes_to_the_proxy_alone() {
    let (hostile, authority) = behind().await;
    let proxy = Proxy::start(Manner::Lead(hostile.address)).await;
    let mut at = At::url(&format!("https://{NAME}")).with_ca(&authority.file()).through(&proxy.url());
    at.secrets.proxy_login = Some(SecretString::from("ana:pass:word@/ä"));
    let api = api();
    api.build_info(at.target()).await.expect("an answer");
    // base64 of "ana:pass:word@/ä"
    assert!(
        proxy.heads()[0].contains("proxy-authorization: Basic YW5hOnBhc3M6d29yZEAvw6Q=\r\n"),
        "{:?}",
        proxy.heads()
    );
    assert!(!hostile.seen().text().to_lowercase().contains("authorization"));
    at.secrets.proxy_login = Some(SecretString::from("ana:another"));
    api.build_info(at.target()).await.expect("an answer");
    let heads = proxy.heads();
    assert!(heads[1].contains("Basic YW5hOmFub3RoZXI="), "another sign-in counts at once: {heads:?}");
    assert!(heads.iter().all(|head| !head.contains("pass:word")));
}

#[tokio::test]
async fn plain_http_goes_through_a_proxy_as_well() {
    let hostile = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    let proxy = Proxy::start(Manner::Lead(hostile.address)).await;
    let mut at = At::url(&format!("http://{NAME}")).through(&proxy.url());
    at.secrets.proxy_login = Some(SecretString::from("ana:secret"));
    api().build_info(at.target()).await.expect("an answer");
    let head = proxy.heads().remove(0);
    assert!(head.starts_with(&format!("GET http://{NAME}/api/v2/buildinfo HTTP/1.1\r\n")), "{head}");
    assert!(head.to_lowercase().contains("proxy-authorization: basic"), "{head}");
}

#[tokio::test]
async fn a_proxy_that_wants_another_sign_in_is_named() {
    let proxy = Proxy::start(WANTS_SIGN_IN).await;
    for scheme in ["https", "http"] {
        let at = At::url(&format!("{scheme}://{NAME}")).with_token(STRAY_TOKEN).through(&proxy.url());
        let words = words(within(10, api().build_info(at.target())).await);
        assert!(words.contains("wants another sign-in (407)"), "{scheme}: {words}");
        let fault =
            within(10, api().install(at.target(), &LicenseText::new("a.b.c"))).await.expect_err("not sent");
        assert!(matches!(fault, ApiError::Proxy(_)), "a proxy that refuses sent nothing on: {fault:?}");
    }
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named() {
    let proxy = Proxy::start(REFUSES).await;
    let at = At::url(&format!("https://{NAME}")).through(&proxy.url());
    let said = words(within(10, api().build_info(at.target())).await);
    assert_eq!(said, format!("{}: it refuses to connect to the deployment", proxy.address));
}

#[tokio::test]
async fn a_dead_proxy_is_named() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = free.local_addr().expect("an address");
    drop(free);
    for scheme in ["https", "http"] {
        for kind in ["http", "socks5"] {
            let at = At::url(&format!("{scheme}://127.0.0.1:1")).through(&format!("{kind}://{address}"));
            let said = words(within(10, api().build_info(at.target())).await);
            assert!(said.contains(&address.to_string()), "{scheme} {kind}: {said}");
        }
    }
    let at = At::url(&format!("https://{NAME}")).through("http://proxy.invalid:3128");
    let said = words(within(12, api().build_info(at.target())).await);
    assert!(said.contains("proxy.invalid:3128"), "{said}");
}

#[tokio::test]
async fn a_silent_proxy_ends_with_the_deadline() {
    let proxy = Proxy::start(Manner::Silent).await;
    let at = At::url(&format!("https://{NAME}")).through(&proxy.url());
    let said = words(within(5, impatient().build_info(at.target())).await);
    assert!(said.contains("no answer after 1 s"), "{said}");
}

#[tokio::test]
async fn a_proxy_that_cuts_the_tunnel_is_named() {
    let proxy = Proxy::start(Manner::Cut).await;
    let at = At::url(&format!("https://{NAME}")).with_token(STRAY_TOKEN).through(&proxy.url());
    let said = words(within(10, api().build_info(at.target())).await);
    assert!(said.contains(&proxy.address.to_string()), "{said}");
    let closes = Proxy::start(Manner::Say("")).await;
    let at = At::url(&format!("https://{NAME}")).through(&closes.url());
    let said = words(within(10, api().build_info(at.target())).await);
    assert!(said.contains("broke the connection off"), "{said}");
}

#[tokio::test]
async fn a_proxy_that_opens_tls_is_found_out() {
    let (_own, authority) = behind().await;
    let (opened, _other) = behind().await;
    let proxy = Proxy::start(Manner::Lead(opened.address)).await;
    let at = At::url(&format!("https://{NAME}")).with_ca(&authority.file()).with_token(STRAY_TOKEN);
    let fault = api().who_am_i(at.through(&proxy.url()).target()).await.expect_err("not the deployment");
    assert!(matches!(fault, ApiError::CertificateUntrusted(_)), "{fault:?}");
    assert!(opened.over(1).await.text().is_empty());
}

#[tokio::test]
async fn a_socks_proxy_leads_to_a_deployment() {
    let hostile = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    // Version 5, no sign-in; then "granted", with an address that says nothing (RFC 1928).
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let to = hostile.address;
    let socks = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a call");
        let mut bytes = [0; 512];
        let count = stream.read(&mut bytes).await.expect("a greeting");
        assert_eq!(bytes[..count][0], 5);
        stream.write_all(&[5, 0]).await.expect("an answer");
        let count = stream.read(&mut bytes).await.expect("a request");
        assert_eq!(bytes[..count][..3], [5, 1, 0]);
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.expect("an answer");
        let mut onward = TcpStream::connect(to).await.expect("a connection");
        copy_bidirectional(&mut stream, &mut onward).await.ok();
    });
    let at = At::url(&hostile.url()).through(&format!("socks5://{address}"));
    within(10, api().build_info(at.target())).await.expect("an answer");
    socks.abort();
}

#[tokio::test]
async fn addresses_that_are_no_proxy_are_named() {
    for (address, reason) in [
        ("proxy.example:3128", "begins with"),
        ("ftp://proxy.example", "begins with"),
        ("http://", "cannot be read"),
        ("http://ana:secret@proxy.example", "keychain"),
        ("", "cannot be read"),
    ] {
        let fault = api().build_info(At::url("https://localhost:1").through(address).target()).await;
        let Err(ApiError::ConnectionFile(words)) = fault else { panic!("{address}: {fault:?}") };
        assert!(words.starts_with("the proxy: ") && words.contains(reason), "{address}: {words}");
        assert!(!words.contains("secret"), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_proxy_of_the_environment_is_honored() {
    let (hostile, authority) = behind().await;
    let proxy = Proxy::start(Manner::Lead(hostile.address)).await;
    let ca_file = authority.file().display().to_string();
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let variables = [(variable, proxy.url()), ("TEST_CA", ca_file.clone())];
        tokio::task::block_in_place(|| child("proxies::child_behind_a_proxy", &variables));
    }
    assert_eq!(proxy.heads().len(), 3);
}

#[tokio::test]
#[ignore = "run by the test above"]
async fn child_behind_a_proxy() {
    let ca_file = std::env::var("TEST_CA").expect("the CA file");
    let at = At::url(&format!("https://{NAME}")).with_ca(ca_file.as_ref()).with_token(STRAY_TOKEN);
    api().who_am_i(at.target()).await.expect("an answer");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_proxy_of_the_environment_is_named() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    let variables =
        [("HTTPS_PROXY", url.clone()), ("HTTP_PROXY", url), ("NO_PROXY", "direct.invalid".to_owned())];
    tokio::task::block_in_place(|| child("proxies::child_behind_a_dead_proxy", &variables));
}

#[tokio::test]
#[ignore = "run by the test above"]
async fn child_behind_a_dead_proxy() {
    let proxy = std::env::var("HTTPS_PROXY").expect("the proxy").replace("http://", "");
    for scheme in ["https", "http"] {
        let said = words(within(10, api().build_info(At::url(&format!("{scheme}://{NAME}")).target())).await);
        assert!(said.contains(&proxy), "{said}");
        // NO_PROXY goes there directly, where there is no such name.
        let direct = At::url(&format!("{scheme}://direct.invalid"));
        let fault = within(12, api().build_info(direct.target())).await.expect_err("no such name");
        assert!(matches!(fault, ApiError::Unreachable(_) | ApiError::TimedOut { seconds: 5 }), "{fault:?}");
    }
    // This computer is never asked through a proxy of the environment.
    let hostile = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    api().build_info(At::url(&hostile.url()).target()).await.expect("an answer");
    // A proxy that the connection names goes before that of the environment.
    let (behind, authority) = behind().await;
    let named = Proxy::start(Manner::Lead(behind.address)).await;
    let at = At::url(&format!("https://{NAME}")).with_ca(&authority.file()).through(&named.url());
    api().build_info(at.target()).await.expect("an answer");
}
