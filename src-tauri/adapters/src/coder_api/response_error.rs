//! What an answer means that is no success, or no answer of Coder's.

use seatkeeper_core::api::{ApiError, CoderWords};
use seatkeeper_core::sentence::visible;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::call::{BUILD_VERSION, Complete};
use super::headers::Confidential;
use super::retry_after;

/// Characters of an excerpt, and of each of Coder's words.
const EXCERPT: usize = 200;
const LONGEST_WORDS: usize = 2_000;
const MOST_VALIDATIONS: usize = 20;
/// What Coder says where it has no such route (coder/coder, `coderd/httpapi/httpapi.go`, `RouteNotFound`).
const ROUTE_NOT_FOUND: &str = "Route not found.";

/// The JSON of a success.
///
/// # Errors
/// What else the answer means.
pub(super) fn json(complete: &Complete, confidential: &Confidential) -> Result<String, ApiError> {
    success(complete, confidential)?;
    if !complete.is_json() {
        return Err(not_coder(complete, confidential));
    }
    let text = text(complete)?;
    if serde_json::from_str::<IgnoredAny>(text).is_err() {
        return Err(unexpected(if text.trim().is_empty() {
            "the answer is empty"
        } else {
            "the answer is no JSON"
        }));
    }
    // Answers are kept, and what is kept is kept in the open.
    if confidential.is_in(text) {
        return Err(unexpected("the answer repeats a secret that was sent"));
    }
    Ok(text.to_owned())
}

/// Whether something was done. Coder answers some of these calls without a body; that it is Coder, and not a gate in
/// between, then shows in its version.
///
/// # Errors
/// What else the answer means.
pub(super) fn done(complete: &Complete, confidential: &Confidential) -> Result<(), ApiError> {
    success(complete, confidential)?;
    let nothing = complete.body.is_empty() && complete.header(BUILD_VERSION).is_some();
    if complete.is_json() || nothing { Ok(()) } else { Err(not_coder(complete, confidential)) }
}

/// Sorts out everything but 2xx.
fn success(complete: &Complete, confidential: &Confidential) -> Result<(), ApiError> {
    let status = complete.status;
    if status.is_success() {
        return Ok(());
    }
    if status.is_redirection()
        && let Some(location) = complete.header("location")
    {
        return Err(ApiError::Redirects(confidential.blotted(&origin(&complete.origin, location))));
    }
    if status.as_u16() == 407 {
        return Err(ApiError::Proxy("it wants another sign-in (407)".to_owned()));
    }
    let words = words(complete, confidential);
    let retry_after = complete.header("retry-after");
    if status.as_u16() == 429 || (status.as_u16() == 400 && retry_after.is_some() && words.is_some()) {
        let until = retry_after::until(retry_after, complete.server_time(), complete.received_at);
        return Err(ApiError::RateLimited { until, words: words.unwrap_or_default() });
    }
    let Some(words) = words else { return Err(not_coder(complete, confidential)) };
    Err(match status.as_u16() {
        401 => ApiError::SessionRejected(words),
        403 => ApiError::NotPermitted(words),
        404 if words.message == ROUTE_NOT_FOUND => ApiError::RouteMissing,
        404 => ApiError::NotFound(words),
        status @ 400..=499 => ApiError::Refused(status, words),
        status @ 500..=599 => ApiError::ServerFault(status, words),
        _ => not_coder(complete, confidential),
    })
}

/// Coder's words as it sends them (coder/coder, `codersdk/client.go`, `Response`).
#[derive(Deserialize)]
struct Refusal {
    message: String,
    detail: Option<String>,
    validations: Option<Vec<Validation>>,
}

#[derive(Deserialize)]
struct Validation {
    #[serde(default)]
    field: String,
    #[serde(default)]
    detail: String,
}

/// Coder's words; `None` where it is not Coder who speaks.
fn words(complete: &Complete, confidential: &Confidential) -> Option<CoderWords> {
    let refusal: Refusal = serde_json::from_str(text(complete).ok().filter(|_| complete.is_json())?).ok()?;
    let safe = |text: &str| visible(&flat(&confidential.blotted(text)), LONGEST_WORDS);
    Some(CoderWords {
        message: safe(&refusal.message),
        detail: safe(&refusal.detail.unwrap_or_default()),
        validations: refusal
            .validations
            .unwrap_or_default()
            .into_iter()
            .take(MOST_VALIDATIONS)
            .map(|validation| (safe(&validation.field), safe(&validation.detail)))
            .collect(),
    })
}

fn not_coder(complete: &Complete, confidential: &Confidential) -> ApiError {
    let text = String::from_utf8_lossy(&complete.body);
    ApiError::NotCoder {
        status: complete.status.as_u16(),
        content_type: visible(&confidential.blotted(complete.content_type()), 100),
        excerpt: visible(&flat(&confidential.blotted(&text)), EXCERPT),
    }
}

/// The body as text, without its byte order mark.
fn text(complete: &Complete) -> Result<&str, ApiError> {
    let body = complete.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&complete.body);
    if body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff") {
        return Err(unexpected("the answer is in UTF-16"));
    }
    std::str::from_utf8(body).map_err(|_| unexpected("the answer is no UTF-8"))
}

/// Line breaks and tabs become blanks, as the text is shown in a line.
fn flat(text: &str) -> String {
    text.split(['\n', '\r', '\t', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The origin that a redirect leads to; the path and query of one may hold anything.
fn origin(asked: &str, location: &str) -> String {
    let target = reqwest::Url::parse(asked).and_then(|asked| asked.join(location));
    match target {
        Ok(url) if url.has_host() => visible(&url.origin().ascii_serialization(), EXCERPT),
        Ok(_) | Err(_) => "an address that cannot be read".to_owned(),
    }
}

fn unexpected(words: &str) -> ApiError {
    ApiError::Unexpected(words.to_owned())
}
