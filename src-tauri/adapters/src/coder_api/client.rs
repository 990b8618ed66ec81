//! The one way to make an HTTP client, and the clients that are kept.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::redirect::Policy;
use reqwest::{Client, Proxy, Url};
use seatkeeper_core::api::ApiError;
use seatkeeper_core::deployment::Connection;
use seatkeeper_core::ports::Target;
use secrecy::{ExposeSecret, SecretString};

use super::connection_files::ConnectionFiles;
use super::resolver::SystemNames;
use super::verifier;

/// How the program names itself: "Seatkeeper/0.1.0 (linux)".
const USER_AGENT: &str = concat!("Seatkeeper/", env!("CARGO_PKG_VERSION"));
/// Longer than the calls of one look at a deployment lie apart, shorter than servers and balancers keep them.
const IDLE: Duration = Duration::from_secs(20);
/// More than Coder and what stands before it send; the bytes of HTTP/1 headers are bounded by hyper, at 408 KiB.
const MOST_HEADERS: usize = 100;
const LARGEST_HTTP2_HEADERS: u32 = 64 * 1024;

/// How long is waited for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// For a connection: name, TCP, proxy and TLS together.
    pub connect: Duration,
    /// For the beginning of an answer, and then for each further piece of it.
    pub silence: Duration,
    /// For a whole call.
    pub whole: Duration,
}

impl Default for Deadlines {
    /// 5, 10 and 30 seconds.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            silence: Duration::from_secs(10),
            whole: Duration::from_secs(30),
        }
    }
}

/// The clients that were made. Deployments that are reached alike share one, and so their settings are read once.
pub(super) struct Clients {
    deadlines: Deadlines,
    kept: Mutex<HashMap<Way, Arc<tokio::sync::Mutex<Option<Kept>>>>>,
}

/// What a client depends on, but for the content of files and the sign-in of a proxy.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Way {
    encrypted: bool,
    proxy: Through,
    ca_file: Option<PathBuf>,
    client_certificate: Option<PathBuf>,
    client_key: Option<PathBuf>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Through {
    /// No proxy: this computer itself is meant.
    Nothing,
    /// Whatever environment and system say.
    System,
    /// The proxy that the connection names.
    Named(String),
}

#[derive(Clone)]
struct Kept {
    /// Of the files and the sign-in that it was made with: a certificate that was renewed makes a new client.
    digest: [u8; 32],
    route: Route,
}

/// A client, and which proxies it uses.
#[derive(Clone)]
pub(super) struct Route {
    pub(super) client: Client,
    proxies: Proxies,
}

#[derive(Clone)]
enum Proxies {
    None,
    System(Arc<Matcher>),
    Named(String),
}

impl Route {
    /// Host and port of the proxy that a call to this URL goes through.
    pub(super) fn proxy(&self, url: &str) -> Option<String> {
        match &self.proxies {
            Proxies::None => None,
            Proxies::Named(host) => Some(host.clone()),
            Proxies::System(matcher) => {
                let proxy = matcher.intercept(&url.parse().ok()?)?;
                let uri = proxy.uri();
                let host = uri.host().unwrap_or_default();
                Some(uri.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
            }
        }
    }
}

impl Clients {
    pub(super) fn new(deadlines: Deadlines) -> Self {
        Self { deadlines, kept: Mutex::default() }
    }

    /// The client for a target, made where there is none yet or a file has changed.
    ///
    /// # Errors
    /// [`ApiError::ConnectionFile`] names what cannot be used.
    pub(super) async fn route(&self, to: Target<'_>) -> Result<Route, ApiError> {
        let way = Way::of(to);
        let files = ConnectionFiles::read(to.connection).await?;
        let login = to.secrets.proxy_login.as_ref().filter(|_| matches!(way.proxy, Through::Named(_)));
        let digest = files.digest(login);
        let slot = Arc::clone(
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).entry(way.clone()).or_default(),
        );
        // Held while the client is made, so that calls that start together make one and not one each.
        let mut kept = slot.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| kept.digest == digest) {
            return Ok(kept.route.clone());
        }
        let (deadlines, login) = (self.deadlines, login.cloned());
        // The system's certificates are read from the disk.
        let made = tokio::task::spawn_blocking(move || build(&way, &files, login.as_ref(), deadlines)).await;
        let route = made.map_err(|fault| ApiError::TlsFailed(fault.to_string()))??;
        *kept = Some(Kept { digest, route: route.clone() });
        Ok(route)
    }
}

impl Way {
    fn of(to: Target<'_>) -> Self {
        let Connection { ca_file, client_certificate, client_key, proxy, headers: _, secret_headers: _ } =
            to.connection.clone();
        let proxy = match proxy {
            Some(named) => Through::Named(named),
            // As Coder's own program, by the rules of Go (net/http, ProxyFromEnvironment).
            None if to.address.is_loopback() => Through::Nothing,
            None => Through::System,
        };
        Self { encrypted: to.address.is_encrypted(), proxy, ca_file, client_certificate, client_key }
    }
}

/// Makes a client. Every one is made here, so that none lacks a bound.
#[expect(clippy::disallowed_methods, reason = "this is the one place that makes clients")]
fn build(
    way: &Way,
    files: &ConnectionFiles,
    login: Option<&SecretString>,
    deadlines: Deadlines,
) -> Result<Route, ApiError> {
    let mut builder = Client::builder()
        .user_agent(format!("{USER_AGENT} ({})", std::env::consts::OS))
        .redirect(Policy::none())
        .referer(false)
        // Only who knows whether a call may be repeated repeats it.
        .retry(reqwest::retry::never())
        .connect_timeout(deadlines.connect)
        .dns_resolver(SystemNames)
        .pool_idle_timeout(IDLE)
        .http1_max_headers(MOST_HEADERS)
        .http2_max_header_list_size(LARGEST_HTTP2_HEADERS)
        // A connection that died while this computer slept is noticed while somebody waits for it.
        .http2_keep_alive_interval(deadlines.silence / 2)
        .http2_keep_alive_timeout(deadlines.silence / 2)
        .https_only(way.encrypted);
    builder = if way.encrypted {
        builder.tls_backend_preconfigured(verifier::tls_config(files)?)
    } else {
        // No TLS is to be spoken, so none needs the system's certificates, which may be missing.
        builder.tls_certs_only([])
    };
    let proxies = match &way.proxy {
        Through::Nothing => {
            builder = builder.no_proxy();
            Proxies::None
        }
        Through::System => Proxies::System(Arc::new(Matcher::from_system())),
        Through::Named(address) => {
            let (proxy, host) = named_proxy(address, login)?;
            builder = builder.proxy(proxy);
            Proxies::Named(host)
        }
    };
    let client = builder.build().map_err(|fault| ApiError::TlsFailed(innermost(&fault)))?;
    Ok(Route { client, proxies })
}

/// The proxy of a connection, and its host for people.
fn named_proxy(address: &str, login: Option<&SecretString>) -> Result<(Proxy, String), ApiError> {
    let unusable = |fault: &str| ApiError::ConnectionFile(format!("the proxy: {fault}"));
    let url = Url::parse(address).map_err(|_| unusable("its address cannot be read"))?;
    if !["http", "https", "socks5", "socks5h"].contains(&url.scheme()) {
        return Err(unusable("its address begins with http://, https:// or socks5://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(unusable("its address holds a user name or a password, which belong into the keychain"));
    }
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Err(unusable("its address names no host"));
    };
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let proxy = Proxy::all(url).map_err(|_| unusable("its address cannot be used"))?;
    let Some(login) = login else { return Ok((proxy, host)) };
    // EXPOSE: the sign-in goes to the proxy that the connection names, and to no other.
    let (user, password) = login.expose_secret().split_once(':').unwrap_or((login.expose_secret(), ""));
    Ok((proxy.basic_auth(user, password), host))
}

fn innermost(fault: &dyn std::error::Error) -> String {
    fault.source().map_or_else(|| fault.to_string(), innermost)
}
