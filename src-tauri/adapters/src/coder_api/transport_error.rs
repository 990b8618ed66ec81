//! Why no answer came, by what lies at the bottom of a client's error.
//!
//! The client's own words are not used: they hold the whole URL.

use std::error::Error;
use std::io;

use seatkeeper_core::api::ApiError;
use seatkeeper_core::sentence::visible;

use super::call::{Fault, timed_out};
use super::client::Deadlines;
use super::tls_error;

/// Longer ones are some library's, and say no more.
const LONGEST_WORDS: usize = 200;

/// Where a call goes, for the words of an error.
pub(super) struct Place {
    /// The deployment's host.
    pub(super) host: String,
    /// The proxy's, where there is one in between.
    pub(super) proxy: Option<String>,
    pub(super) deadlines: Deadlines,
}

impl Place {
    /// Why a request got no answer.
    pub(super) fn fault(&self, fault: &reqwest::Error) -> Fault {
        // Without a connection nothing was sent; neither was it where the server refused our certificate, which with
        // TLS 1.3 it says only afterwards.
        let refused = tls_fault(fault).is_some_and(tls_error::ends_the_handshake);
        let sent = !(fault.is_connect() || fault.is_builder() || refused);
        Fault { error: self.meaning(fault), sent }
    }

    /// Why an answer that began did not end, after so many bytes.
    pub(super) fn fault_in_body(&self, fault: &reqwest::Error, length: usize) -> Fault {
        let meaning = self.meaning(fault);
        let cut_off = matches!(meaning, ApiError::Unreachable(_));
        let words = || ApiError::Unexpected(format!("the answer was cut off after {length} bytes"));
        Fault { error: if cut_off { words() } else { meaning }, sent: true }
    }

    fn meaning(&self, fault: &reqwest::Error) -> ApiError {
        if let Some(words) = proxy_fault(fault) {
            return self.proxy_says(words);
        }
        if let Some(tls) = tls_fault(fault) {
            return tls_error::meaning(tls);
        }
        if let Some(proxy) = self.proxy.as_ref().filter(|_| fault.is_connect()) {
            let words = words(fault, self.deadlines);
            return ApiError::Proxy(format!("no connection through {proxy}: {words}"));
        }
        if fault.is_dns() {
            let words = words(fault, self.deadlines);
            return ApiError::Unreachable(format!("the name {} is not known ({words})", self.host));
        }
        if fault.is_timeout() {
            return timed_out(self.deadlines.connect);
        }
        if let Some(http) = http_fault(fault)
            && breaks_http(http)
        {
            return ApiError::Unexpected(format!("the answer is not as HTTP has it: {http}"));
        }
        ApiError::Unreachable(words(fault, self.deadlines))
    }

    fn proxy_says(&self, words: String) -> ApiError {
        let proxy = self.proxy.as_deref().unwrap_or("the proxy");
        ApiError::Proxy(format!("{proxy}: {words}"))
    }
}

/// The client makes a tunnel through a proxy with errors of a type that has no name; they all begin so.
const TUNNEL: &str = "tunnel error: ";

fn proxy_fault(fault: &reqwest::Error) -> Option<String> {
    let tunnel = causes(fault).into_iter().find(|cause| cause.to_string().starts_with(TUNNEL))?;
    let words = tunnel.to_string();
    Some(match words.trim_start_matches(TUNNEL) {
        "proxy authorization required" => "it wants another sign-in (407)".to_owned(),
        "unsuccessful" => "it refuses to connect to the deployment".to_owned(),
        "unexpected end of file" => "it broke the connection off".to_owned(),
        _ => {
            let cause = tunnel.source().map(|source| bottom(source));
            cause.map_or(words, plain)
        }
    })
}

fn tls_fault(fault: &reqwest::Error) -> Option<&rustls::Error> {
    causes(fault).into_iter().find_map(|cause| cause.downcast_ref::<rustls::Error>())
}

/// The innermost fault of HTTP: a call that was called off says itself why.
fn http_fault(fault: &reqwest::Error) -> Option<&hyper::Error> {
    causes(fault).into_iter().rev().find_map(|cause| cause.downcast_ref::<hyper::Error>())
}

/// Whether the server broke the rules of HTTP, as against the connection breaking. Words out of turn have no name in
/// the library; they are what is left.
fn breaks_http(http: &hyper::Error) -> bool {
    let broke_off =
        http.is_incomplete_message() || http.is_closed() || http.is_canceled() || http.is_shutdown();
    http.is_parse() || (http.source().is_none() && !broke_off && !http.is_timeout())
}

/// What lies at the bottom, in the words of system or library.
fn words(fault: &reqwest::Error, deadlines: Deadlines) -> String {
    if fault.is_timeout() {
        return timed_out(deadlines.connect).to_string();
    }
    if http_fault(fault).is_some_and(hyper::Error::is_incomplete_message) {
        return "the connection was closed before an answer came".to_owned();
    }
    plain(bottom(fault))
}

fn plain(cause: &(dyn Error + 'static)) -> String {
    match cause.downcast_ref::<io::Error>() {
        Some(fault) if fault.raw_os_error().is_some() => fault.kind().to_string(),
        // The library's own words tell of its documentation.
        Some(fault) if fault.kind() == io::ErrorKind::UnexpectedEof => "the connection broke off".to_owned(),
        Some(_) | None => visible(&cause.to_string(), LONGEST_WORDS),
    }
}

fn bottom<'a>(fault: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    causes(fault).last().copied().unwrap_or(fault)
}

/// An error and all that it stems from, outermost first. An I/O error hides the error that it is made of, so it is
/// asked for it by name.
fn causes<'a>(fault: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut causes = vec![fault];
    let mut cause = fault;
    loop {
        let inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let inner: Option<&(dyn Error + 'static)> = match inner {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
        let Some(inner) = inner else { return causes };
        causes.push(inner);
        cause = inner;
    }
}
