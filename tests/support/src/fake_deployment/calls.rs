//! Everything that was received.

use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::fake_deployment::wire::Received;

/// A request as it came. `Debug` shows no value of any header, and the ID of a token, never its secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// Which connection it came over, counted from 1.
    pub connection: usize,
    /// The method.
    pub method: String,
    /// Path and query, as sent.
    pub path: String,
    /// The names of its headers, in lower case and in order.
    pub header_names: Vec<String>,
    /// Whether a session token came with it.
    pub with_token: bool,
    /// The part of the session token that is no secret.
    pub token_id: Option<String>,
    /// Bytes of its body.
    pub body_length: usize,
    /// The status that was answered; `None` while there is none, and where a fault answered.
    pub answered: Option<u16>,
    headers: Vec<(String, String)>,
}

impl Call {
    /// The value of a header; a session token's is withheld.
    pub fn header(&self, name: &str) -> Option<&str> {
        let name = name.to_ascii_lowercase();
        let secret = ["coder-session-token", "cookie", "authorization"].contains(&name.as_str());
        self.headers.iter().find(|(key, _)| *key == name && !secret).map(|(_, value)| value.as_str())
    }

    /// Method and path without the query: `GET /api/v2/users`.
    pub fn route(&self) -> String {
        format!("{} {}", self.method, self.path.split('?').next().unwrap_or_default())
    }

    fn of(connection: usize, received: &Received) -> Self {
        let token = received.token();
        Self {
            connection,
            method: received.method.clone(),
            path: received.path.clone(),
            header_names: received.headers.iter().map(|(name, _)| name.clone()).collect(),
            with_token: token.is_some(),
            token_id: token.and_then(|token| Some(token.split_once('-')?.0.to_owned())),
            body_length: received.body.len(),
            answered: None,
            headers: received.headers.clone(),
        }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token =
            self.token_id.as_deref().unwrap_or(if self.with_token { "malformed" } else { "no token" });
        write!(out, "Call({} {}, {token}, {} bytes)", self.method, self.path, self.body_length)
    }
}

/// What came in, over all connections.
#[derive(Debug, Default)]
pub(super) struct Log {
    received: Mutex<Everything>,
    more: Condvar,
}

#[derive(Debug, Default)]
struct Everything {
    calls: Vec<Call>,
    /// The raw bytes of each connection, after TLS.
    raw: Vec<Vec<u8>>,
}

impl Log {
    /// A connection was made; its number.
    pub(super) fn connection(&self) -> usize {
        let mut everything = self.lock();
        everything.raw.push(Vec::new());
        self.more.notify_all();
        everything.raw.len()
    }

    pub(super) fn bytes(&self, connection: usize, bytes: &[u8]) {
        if let Some(raw) = self.lock().raw.get_mut(connection - 1) {
            raw.extend_from_slice(bytes);
        }
    }

    /// A whole request came in; its place in the log.
    pub(super) fn call(&self, connection: usize, received: &Received) -> usize {
        let mut everything = self.lock();
        everything.calls.push(Call::of(connection, received));
        self.more.notify_all();
        everything.calls.len() - 1
    }

    pub(super) fn answered(&self, place: usize, status: u16) {
        if let Some(call) = self.lock().calls.get_mut(place) {
            call.answered = Some(status);
        }
    }

    pub(super) fn calls(&self) -> Vec<Call> {
        self.lock().calls.clone()
    }

    pub(super) fn connections(&self) -> usize {
        self.lock().raw.len()
    }

    pub(super) fn forget(&self) {
        self.lock().calls.clear();
    }

    pub(super) fn saw(&self, text: &str) -> bool {
        let wanted = text.as_bytes();
        self.lock().raw.iter().any(|raw| raw.windows(wanted.len().max(1)).any(|window| window == wanted))
    }

    /// Waits until `enough` holds of the calls; whether it came to that in time.
    pub(super) fn wait(&self, within: Duration, enough: impl Fn(&[Call]) -> bool) -> bool {
        let everything = self.lock();
        let waited =
            self.more.wait_timeout_while(everything, within, |everything| !enough(&everything.calls));
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn lock(&self) -> MutexGuard<'_, Everything> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
