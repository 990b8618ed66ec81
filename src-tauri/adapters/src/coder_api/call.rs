//! A call: what is sent, how often, and how long is waited.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::body::Bytes;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap};
use reqwest::{Method, StatusCode};
use seatkeeper_core::Instant;
use seatkeeper_core::api::{Answer, ApiError};
use seatkeeper_core::ports::Target;
use secrecy::zeroize::Zeroizing;
use tokio::time::timeout;

use super::headers::Confidential;
use super::{CoderApi, body, headers, response_error, retry_after, transport_error};
use crate::SystemClock;

/// Coder says its version with every answer (coder/coder, `coderd/coderd.go`).
pub(super) const BUILD_VERSION: &str = "x-coder-build-version";

/// What is asked of a deployment.
pub(super) struct Call<'a> {
    method: Method,
    path: String,
    body: Option<Bytes>,
    secret: Option<&'a str>,
    with_token: bool,
    changes: bool,
}

impl<'a> Call<'a> {
    pub(super) fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub(super) fn post(path: &str) -> Self {
        Self::new(Method::POST, path)
    }

    pub(super) fn put(path: &str) -> Self {
        Self::new(Method::PUT, path)
    }

    pub(super) fn delete(path: &str) -> Self {
        Self::new(Method::DELETE, path)
    }

    pub(super) fn json(mut self, body: String) -> Self {
        self.body = Some(body.into());
        self
    }

    /// A body that is wiped when it was sent, and the secret in it.
    pub(super) fn secret_json(mut self, body: Zeroizing<Vec<u8>>, secret: &'a str) -> Self {
        self.body = Some(Bytes::from_owner(body));
        self.secret = Some(secret);
        self
    }

    /// Leaves the token at home.
    pub(super) fn without_token(mut self) -> Self {
        self.with_token = false;
        self
    }

    /// Without an answer, it may or may not have happened.
    pub(super) fn changes(mut self) -> Self {
        self.changes = true;
        self
    }

    fn new(method: Method, path: &str) -> Self {
        Self { method, path: path.to_owned(), body: None, secret: None, with_token: true, changes: false }
    }

    /// Where a change was sent and no answer of Coder came, nobody knows what became of it.
    fn failed(&self, fault: Fault) -> ApiError {
        if self.changes && fault.sent {
            return ApiError::OutcomeUnknown(fault.error.to_string());
        }
        fault.error
    }
}

/// Why no whole answer came, and whether the request may have reached the server.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) error: ApiError,
    pub(super) sent: bool,
}

/// An answer, whole, whatever it says.
pub(super) struct Complete {
    pub(super) origin: String,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) received_at: Instant,
}

impl Complete {
    /// A header as text; `None` where there is none, or none that can be read.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The server's clock.
    pub(super) fn server_time(&self) -> Option<Instant> {
        retry_after::http_date(self.header(DATE.as_str())?)
    }

    /// Whether it says that it is JSON.
    pub(super) fn is_json(&self) -> bool {
        body::is_json(&self.headers)
    }

    /// Its content type; empty where none was sent.
    pub(super) fn content_type(&self) -> &str {
        self.header(CONTENT_TYPE.as_str()).unwrap_or_default()
    }
}

impl CoderApi {
    /// Asks for JSON.
    pub(super) async fn answer(&self, to: Target<'_>, call: Call<'_>) -> Result<Answer, ApiError> {
        let (complete, confidential) = self.complete(to, &call).await?;
        let json =
            response_error::json(&complete, &confidential).map_err(|error| call.judged(&complete, error))?;
        Ok(Answer { json, server_time: complete.server_time(), version: version(&complete) })
    }

    /// Asks for something to be done; the body of the answer says nothing.
    pub(super) async fn done(&self, to: Target<'_>, call: Call<'_>) -> Result<(), ApiError> {
        let (complete, confidential) = self.complete(to, &call).await?;
        response_error::done(&complete, &confidential).map_err(|error| call.judged(&complete, error))
    }

    async fn complete(&self, to: Target<'_>, call: &Call<'_>) -> Result<(Complete, Confidential), ApiError> {
        let mut headers = headers::of(to, call.body.is_some())?;
        // A token that stays at home may have been there before, so it is not to come back in words either.
        let confidential = Confidential::of(&headers).and(call.secret.unwrap_or_default().as_bytes());
        if !call.with_token {
            headers.remove(headers::SESSION_TOKEN);
        }
        let sending = AtomicBool::new(false);
        let whole = self.deadlines.whole;
        let complete = match timeout(whole, self.exchange(to, call, headers, &sending)).await {
            Ok(complete) => complete,
            Err(_) => Err(Fault { error: timed_out(whole), sent: sending.load(Ordering::Relaxed) }),
        };
        complete.map(|complete| (complete, confidential)).map_err(|fault| call.failed(fault))
    }

    /// Sends the call and takes the answer. A question whose connection broke before an answer began is asked once
    /// more: a server closes idle connections when it likes, also in the moment in which one is used again.
    async fn exchange(
        &self,
        to: Target<'_>,
        call: &Call<'_>,
        headers: HeaderMap,
        sending: &AtomicBool,
    ) -> Result<Complete, Fault> {
        let url = to.address.join(&call.path);
        let route = self.clients.route(to).await.map_err(|error| Fault { error, sent: false })?;
        let proxy = route.proxy(&url);
        let place = transport_error::Place { host: to.address.host(), proxy, deadlines: self.deadlines };
        sending.store(true, Ordering::Relaxed);
        let send = async || {
            let mut request = route.client.request(call.method.clone(), &url).headers(headers.clone());
            if let Some(body) = &call.body {
                request = request.body(body.clone());
            }
            match timeout(self.deadlines.silence, request.send()).await {
                Ok(sent) => sent.map_err(|fault| place.fault(&fault)),
                Err(_) => Err(Fault { error: timed_out(self.deadlines.silence), sent: true }),
            }
        };
        let response = match send().await {
            Err(Fault { error: ApiError::Unreachable(_), sent: true }) if call.method == Method::GET => {
                send().await?
            }
            first => first?,
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let body = body::read(response, self.deadlines.silence, &place).await?;
        let received_at = SystemClock.now();
        Ok(Complete { origin: to.address.origin(), status, headers, body, received_at })
    }
}

impl Call<'_> {
    /// What an answer that is no success means for this call.
    fn judged(&self, complete: &Complete, error: ApiError) -> ApiError {
        let unknown = match &error {
            // A success that cannot be read is not known to be one of Coder's.
            ApiError::Unexpected(_) => true,
            // A gateway gave up waiting for Coder; whether Coder goes on, it does not know either.
            ApiError::NotCoder { status, excerpt, .. } => {
                [502, 504].contains(status) || (complete.status.is_success() && excerpt.is_empty())
            }
            ApiError::Unreachable(_)
            | ApiError::TimedOut { .. }
            | ApiError::CertificateUntrusted(_)
            | ApiError::CertificateExpired(_)
            | ApiError::NameMismatch(_)
            | ApiError::TlsFailed(_)
            | ApiError::ConnectionFile(_)
            | ApiError::Proxy(_)
            | ApiError::Redirects(_)
            | ApiError::SessionRejected(_)
            | ApiError::NotPermitted(_)
            | ApiError::RouteMissing
            | ApiError::NotFound(_)
            | ApiError::Refused(..)
            | ApiError::ServerFault(..)
            | ApiError::RateLimited { .. }
            | ApiError::OutcomeUnknown(_) => false,
        };
        if self.changes && unknown { ApiError::OutcomeUnknown(error.to_string()) } else { error }
    }
}

fn version(complete: &Complete) -> Option<String> {
    let version = complete.header(BUILD_VERSION)?.trim();
    (!version.is_empty()).then(|| seatkeeper_core::sentence::visible(version, 100))
}

pub(super) fn timed_out(after: Duration) -> ApiError {
    ApiError::TimedOut { seconds: u32::try_from(after.as_millis().div_ceil(1000)).unwrap_or(u32::MAX) }
}
