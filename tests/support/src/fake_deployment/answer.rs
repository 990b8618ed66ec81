//! What the fake answers, before anything is made wrong with it.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An answer, good or a refusal.
#[derive(Debug)]
pub(super) struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Empty,
    Json(String),
    Text(&'static str, String),
}

/// `Err` is a refusal, so that handlers can end early.
pub(super) type Outcome = Result<Answer, Box<Answer>>;

impl Answer {
    /// 200 with JSON.
    pub(super) fn ok(body: Value) -> Outcome {
        Ok(Self::json(StatusCode::OK, body.to_string()))
    }

    /// 201 with JSON.
    pub(super) fn created(body: Value) -> Outcome {
        Ok(Self::json(StatusCode::CREATED, body.to_string()))
    }

    /// JSON that is already text.
    pub(super) fn json(status: StatusCode, text: String) -> Self {
        Self { status, headers: Vec::new(), content: Content::Json(text) }
    }

    /// A status and nothing else.
    pub(super) fn empty(status: StatusCode) -> Outcome {
        Ok(Self { status, headers: Vec::new(), content: Content::Empty })
    }

    /// Text of another kind.
    pub(super) fn text(content_type: &'static str, text: &str) -> Outcome {
        Ok(Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            content: Content::Text(content_type, text.to_owned()),
        })
    }

    /// A refusal with its sentence.
    pub(super) fn refusal(status: u16, message: &str) -> Box<Self> {
        Self::refusal_with(status, json!({ "message": message }))
    }

    /// A refusal with its sentence and the reason behind it.
    pub(super) fn refusal_because(status: u16, message: &str, detail: &str) -> Box<Self> {
        Self::refusal_with(status, json!({ "message": message, "detail": detail }))
    }

    /// A refusal of one field or parameter.
    pub(super) fn invalid(message: &str, field: &str, detail: &str) -> Box<Self> {
        let validations = json!([{ "field": field, "detail": detail }]);
        Self::refusal_with(400, json!({ "message": message, "validations": validations }))
    }

    fn refusal_with(status: u16, body: Value) -> Box<Self> {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Box::new(Self::json(status, body.to_string()))
    }

    /// The missing permission's own answer.
    pub(super) fn forbidden() -> Box<Self> {
        Self::refusal_because(
            403,
            "Forbidden.",
            "You don't have permission to view this content. If you believe this is a mistake, please contact \
             your administrator or try signing in with different credentials.",
        )
    }

    /// What is missing, or hidden from the one who asks.
    pub(super) fn not_found() -> Box<Self> {
        Self::refusal(404, "Resource not found or you do not have access to this resource")
    }

    /// With another status.
    pub(super) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// With a header more.
    pub(super) fn with_header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let (content_type, body) = match self.content {
            Content::Empty => (None, String::new()),
            Content::Json(text) => (Some("application/json; charset=utf-8"), text + "\n"),
            Content::Text(content_type, text) => (Some(content_type), text),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if let Some(content_type) = content_type {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.append(name, value);
            }
        }
        response
    }
}
