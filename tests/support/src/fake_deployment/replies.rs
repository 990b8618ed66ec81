//! Whole answers: Coder's own, and what stands in for them.

use std::io::Write;
use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::fake_deployment::routes::{Shared, locked};
use crate::fake_deployment::wire::{Received, Reply};

const JSON: &str = "application/json; charset=utf-8";
/// What the bomb unpacks to.
const BOMB: usize = 1 << 28;

/// The deployment behind the wire.
pub(super) struct Server<'a> {
    pub(super) router: &'a Router,
    pub(super) shared: &'a Shared,
}

impl Server<'_> {
    pub(super) async fn right(&self, received: Received) -> Reply {
        locked(self.shared).request_begins();
        let Some(request) = received.into_request() else { return html(400) };
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        self.signed(response).await
    }

    pub(super) async fn not_refreshed(&self, received: Received) -> Reply {
        locked(self.shared).refresh_fails = true;
        self.right(received).await;
        locked(self.shared).refresh_fails = false;
        let body = json!({ "message": "Failed to update entitlements", "detail": "context canceled" });
        self.coder_says(500, &body)
    }

    pub(super) fn coder_says(&self, status: u16, body: &Value) -> Reply {
        let mut reply = Reply { status, headers: Vec::new(), body: body.to_string().into_bytes() };
        reply.set("Content-Type", JSON);
        self.sign(&mut reply);
        reply
    }

    async fn signed(&self, response: Response<Body>) -> Reply {
        let mut reply = Reply::of(response).await;
        self.sign(&mut reply);
        reply
    }

    /// What every answer of Coder carries.
    fn sign(&self, reply: &mut Reply) {
        let world = locked(self.shared);
        reply.set("Date", &world.now().http_date());
        reply.set("X-Coder-Build-Version", &world.plan.version);
    }
}

pub(super) fn html(status: u16) -> Reply {
    let page = format!(
        "<!doctype html><html><head><title>{status}</title></head><body><h1>Sign in to the network</h1></body></html>"
    );
    let headers = vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())];
    Reply { status, headers, body: page.into_bytes() }
}

pub(super) fn with_body(mut reply: Reply, status: u16, body: Vec<u8>) -> Reply {
    reply.status = status;
    reply.body = body;
    reply.set("Content-Type", JSON);
    reply
}

pub(super) fn wrong_types(value: &Value) -> Value {
    match value {
        Value::Null => json!(0),
        Value::Bool(_) => json!("perhaps"),
        Value::Number(number) => json!({ "number": number }),
        Value::String(_) => json!(42),
        Value::Array(items) => json!({ "items": items }),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), wrong_types(value))).collect()
        }
    }
}

pub(super) fn more_fields(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(more_fields).collect(),
        Value::Object(fields) => {
            let mut fields: serde_json::Map<_, _> =
                fields.into_iter().map(|(name, value)| (name, more_fields(value))).collect();
            fields.insert("field_of_tomorrow".to_owned(), json!({ "deep": [1, "two", null] }));
            Value::Object(fields)
        }
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    }
}

/// Blanks, compressed; made once.
pub(super) fn bomb() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let blanks = vec![b' '; 1 << 20];
        for _ in 0..BOMB / blanks.len() {
            encoder.write_all(&blanks).unwrap_or_else(|fault| panic!("memory takes it: {fault}"));
        }
        encoder.finish().unwrap_or_else(|fault| panic!("memory takes it: {fault}"))
    })
}
