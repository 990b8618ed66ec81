//! The headers of a call, and the secrets among them.

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use seatkeeper_core::api::ApiError;
use seatkeeper_core::ports::Target;
use secrecy::{ExposeSecret, SecretString};

/// Where Coder looks for the token (coder/coder, `codersdk/client.go`).
pub(super) const SESSION_TOKEN: HeaderName = HeaderName::from_static("coder-session-token");

/// What the admin cannot add, as it belongs to the session or to HTTP itself.
const NOT_EXTRA: [&str; 12] = [
    "coder-session-token",
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "proxy-authorization",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// The headers of a call to this target.
///
/// # Errors
/// [`ApiError::ConnectionFile`] where an extra header cannot be sent; the value is not repeated.
pub(super) fn of(to: Target<'_>, with_body: bool) -> Result<HeaderMap, ApiError> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    for (name, value) in &to.connection.headers {
        let value = HeaderValue::from_str(value).map_err(|_| unusable(name, "its value cannot be sent"))?;
        headers.insert(extra(name)?, value);
    }
    for name in &to.connection.secret_headers {
        let value = to.secrets.headers.iter().find(|(held, _)| held.eq_ignore_ascii_case(name));
        let (_, value) = value.ok_or_else(|| unusable(name, "the keychain holds no value for it"))?;
        headers.insert(
            extra(name)?,
            sensitive(value).ok_or_else(|| unusable(name, "its value cannot be sent"))?,
        );
    }
    if let Some(token) = &to.secrets.token {
        let value = sensitive(token.secret());
        headers.insert(
            SESSION_TOKEN,
            value.ok_or_else(|| unusable("Coder-Session-Token", "it cannot be sent"))?,
        );
    }
    if with_body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Ok(headers)
}

/// A header value that no log shows.
fn sensitive(secret: &SecretString) -> Option<HeaderValue> {
    // EXPOSE: a header is where tokens and secret values go, and only to the deployment's own origin.
    let mut value = HeaderValue::from_str(secret.expose_secret()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn extra(name: &str) -> Result<HeaderName, ApiError> {
    let read =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| unusable(name, "this is no header's name"))?;
    if NOT_EXTRA.contains(&read.as_str()) {
        return Err(unusable(name, "this header is Seatkeeper's own"));
    }
    Ok(read)
}

fn unusable(name: &str, fault: &str) -> ApiError {
    let name = seatkeeper_core::sentence::visible(name, 100);
    ApiError::ConnectionFile(format!("the header {name}: {fault}"))
}

/// The secrets of a call, to be taken out of what its server says.
#[derive(Default)]
pub(super) struct Confidential(Vec<Vec<u8>>);

/// Shorter values are too likely to stand in ordinary words.
const SHORTEST: usize = 6;

impl Confidential {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let secret = headers.values().filter(|value| value.is_sensitive());
        Self(secret.map(|value| value.as_bytes().to_vec()).filter(|value| value.len() >= SHORTEST).collect())
    }

    /// Adds a secret of the body.
    pub(super) fn and(mut self, secret: &[u8]) -> Self {
        if secret.len() >= SHORTEST {
            self.0.push(secret.to_vec());
        }
        self
    }

    /// Whether a text repeats one of them.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.texts().any(|secret| text.contains(secret))
    }

    /// The text with each of them blotted out.
    pub(super) fn blotted(&self, text: &str) -> String {
        self.texts().fold(text.to_owned(), |text, secret| text.replace(secret, "[secret]"))
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|secret| std::str::from_utf8(secret).ok())
    }
}

impl Drop for Confidential {
    fn drop(&mut self) {
        secrecy::zeroize::Zeroize::zeroize(&mut self.0);
    }
}
