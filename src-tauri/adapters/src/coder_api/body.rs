//! The body of an answer, taken piece by piece up to a bound.

use std::time::Duration;

use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use seatkeeper_core::api::ApiError;
use tokio::time::timeout;

use super::call::{Fault, timed_out};
use super::transport_error::Place;

/// The most that an answer may hold, unpacked: 8 MiB.
const LARGEST: usize = 8 * 1024 * 1024;
/// What is taken of an answer that is no JSON: enough for an excerpt.
const ENOUGH_FOR_AN_EXCERPT: usize = 8 * 1024;

/// Whether the headers promise JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Takes the body: a whole one of JSON, the beginning of any other.
pub(super) async fn read(mut response: Response, silence: Duration, place: &Place) -> Result<Vec<u8>, Fault> {
    let json = is_json(response.headers());
    let fault = |error| Fault { error, sent: true };
    let mut body = Vec::new();
    loop {
        let piece = match timeout(silence, response.chunk()).await {
            Ok(Ok(piece)) => piece,
            // What came of a page that nobody wants whole says who it is from.
            Ok(Err(_)) | Err(_) if !json && !body.is_empty() => return Ok(body),
            Ok(Err(broken)) => return Err(place.fault_in_body(&broken, body.len())),
            Err(_) => return Err(fault(timed_out(silence))),
        };
        let Some(piece) = piece else { return Ok(body) };
        if json && body.len() + piece.len() > LARGEST {
            return Err(fault(ApiError::Unexpected("the answer is larger than 8 MiB".to_owned())));
        }
        body.extend_from_slice(&piece);
        if !json && body.len() >= ENOUGH_FOR_AN_EXCERPT {
            body.truncate(ENOUGH_FOR_AN_EXCERPT);
            return Ok(body);
        }
    }
}
