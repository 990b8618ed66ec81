//! What a request asks, and how Go reads its body.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, header};
use serde_json::Value;

use crate::fake_deployment::answer::Answer;

/// A request, in the pieces that handlers want.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) headers: HeaderMap,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Bytes,
    parameters: Vec<(String, String)>,
}

impl Ask {
    /// A piece of the path.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the query.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The session token, in the order in which Coder looks for it.
    pub(super) fn token(&self, bearer: bool) -> Option<String> {
        let text = |name: &str| self.headers.get(name)?.to_str().ok().map(ToOwned::to_owned);
        let cookie = text("cookie").and_then(|cookies| {
            cookies
                .split(';')
                .find_map(|part| part.trim().strip_prefix("coder_session_token=").map(str::to_owned))
        });
        let authorization = text(header::AUTHORIZATION.as_str());
        cookie
            .or_else(|| self.query("coder_session_token").map(ToOwned::to_owned))
            .or_else(|| text("coder-session-token"))
            .or_else(|| authorization.filter(|_| bearer)?.strip_prefix("Bearer ").map(ToOwned::to_owned))
            .filter(|token| !token.is_empty())
    }

    /// The body as a JSON object.
    ///
    /// # Errors
    /// Coder's answer to what is none.
    pub(super) fn json(&self) -> Result<Value, Box<Answer>> {
        let refuse =
            |detail: &str| Err(Answer::refusal_because(400, "Request body must be valid JSON.", detail));
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return refuse("EOF");
        }
        // Go reads the first value and leaves the rest.
        let mut values = serde_json::Deserializer::from_slice(&self.body).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) if value.is_object() || value.is_null() => Ok(value),
            Some(Ok(value)) => refuse(&format!("json: cannot unmarshal {} into Go value", kind(&value))),
            Some(Err(fault)) if fault.is_eof() => refuse("unexpected EOF"),
            Some(Err(_)) | None => {
                let first =
                    self.body.iter().copied().find(|byte| !byte.is_ascii_whitespace()).unwrap_or(b' ');
                refuse(&format!("invalid character '{}' looking for beginning of value", char::from(first)))
            }
        }
    }

    /// A text of the body that must be there.
    ///
    /// # Errors
    /// Coder's answer where it is missing or empty.
    pub(super) fn required<'a>(body: &'a Value, field: &str) -> Result<&'a str, Box<Answer>> {
        body[field].as_str().filter(|text| !text.is_empty()).ok_or_else(|| {
            let detail = "Validation failed for tag \"required\" with value: \"\"";
            Answer::invalid("Validation failed.", field, detail)
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Ask {
    type Rejection = Answer;

    async fn from_request(request: Request, state: &S) -> Result<Self, Answer> {
        let (mut parts, body) = request.into_parts();
        let parameters = RawPathParams::from_request_parts(&mut parts, state)
            .await
            .map(|found| found.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
            .unwrap_or_default();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let query = parts.uri.query().map(parse_query).unwrap_or_default();
        Ok(Self { headers: parts.headers, query, body, parameters })
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn parse_query(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decoded(name), percent_decoded(value))
        })
        .collect()
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut place = 0;
    while place < bytes.len() {
        let hex = || u8::from_str_radix(text.get(place + 1..place + 3)?, 16).ok();
        match bytes[place] {
            b'+' => decoded.push(b' '),
            b'%' => match hex() {
                Some(byte) => {
                    decoded.push(byte);
                    place += 2;
                }
                None => decoded.push(b'%'),
            },
            byte => decoded.push(byte),
        }
        place += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
