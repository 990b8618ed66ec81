//! HTTP/1.1 by hand: requests are read whole, and answers are bytes that may be spoiled before they go out.

use std::io;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// More than any client of Coder sends.
const LONGEST_HEAD: usize = 256 * 1024;

/// A connection, with or without TLS.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    /// The connection below TLS.
    fn tcp(&self) -> &TcpStream;
}

impl Wire for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Wire for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// A request, whole.
#[derive(Debug, Default)]
pub(super) struct Received {
    pub(super) method: String,
    pub(super) path: String,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Received {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The session token, wherever it was put.
    pub(super) fn token(&self) -> Option<&str> {
        let cookie = self.header("cookie").and_then(|cookies| cookies.split("coder_session_token=").nth(1));
        let query = self.path.split("coder_session_token=").nth(1);
        let found = self.header("coder-session-token").or(cookie).or(query);
        found
            .or_else(|| self.header("authorization")?.strip_prefix("Bearer "))
            .map(|token| token.split([';', '&', ' ']).next().unwrap_or(token))
    }

    pub(super) fn wants_close(&self) -> bool {
        self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }

    pub(super) fn into_request(self) -> Option<Request<Body>> {
        let mut request = Request::builder().method(self.method.as_str()).uri(self.path.as_str());
        for (name, value) in &self.headers {
            request = request.header(name.as_str(), value.as_str());
        }
        request.body(Body::from(self.body)).ok()
    }
}

/// Reads requests off a connection and shows each byte to `seen`.
pub(super) struct Reader<F> {
    buffer: Vec<u8>,
    seen: F,
}

impl<F: FnMut(&[u8])> Reader<F> {
    pub(super) fn new(seen: F) -> Self {
        Self { buffer: Vec::new(), seen }
    }

    /// The next request; `None` when the caller is done or sends what is no HTTP.
    ///
    /// # Errors
    /// The connection broke.
    pub(super) async fn next<W: Wire>(&mut self, wire: &mut W) -> io::Result<Option<Received>> {
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break self.take(end + 4);
            }
            if self.buffer.len() > LONGEST_HEAD || self.more(wire).await? == 0 {
                return Ok(None);
            }
        };
        let Some(mut received) = parse_head(&head) else { return Ok(None) };
        if received.header("expect").is_some() {
            wire.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        let chunked = received.header("transfer-encoding").is_some_and(|value| value.contains("chunked"));
        let length = received.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let body = if chunked { self.chunks(wire).await? } else { self.exactly(wire, length).await? };
        Ok(body.map(|body| {
            received.body = body;
            received
        }))
    }

    async fn exactly<W: Wire>(&mut self, wire: &mut W, length: usize) -> io::Result<Option<Vec<u8>>> {
        while self.buffer.len() < length {
            if self.more(wire).await? == 0 {
                return Ok(None);
            }
        }
        Ok(Some(self.take(length)))
    }

    async fn chunks<W: Wire>(&mut self, wire: &mut W) -> io::Result<Option<Vec<u8>>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                if let Some(end) = find(&self.buffer, b"\r\n") {
                    break self.take(end + 2);
                }
                if self.more(wire).await? == 0 {
                    return Ok(None);
                }
            };
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            let Ok(length) = usize::from_str_radix(&line, 16) else { return Ok(None) };
            let Some(chunk) = self.exactly(wire, length + 2).await? else { return Ok(None) };
            if length == 0 {
                return Ok(Some(body));
            }
            body.extend_from_slice(&chunk[..length]);
        }
    }

    async fn more<W: Wire>(&mut self, wire: &mut W) -> io::Result<usize> {
        let mut bytes = [0; 16 * 1024];
        let count = wire.read(&mut bytes).await?;
        (self.seen)(&bytes[..count]);
        self.buffer.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        self.buffer.drain(..count).collect()
    }
}

/// An answer, whole.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) async fn of(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default().to_vec();
        Self { status: parts.status.as_u16(), headers: spelled(&parts.headers), body }
    }

    /// The start line and the headers, without the empty line that ends them.
    pub(super) fn head(&self) -> String {
        let reason =
            StatusCode::from_u16(self.status).ok().and_then(|status| status.canonical_reason()).unwrap_or("");
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head
    }

    /// The bytes of the answer; the body's length is said, save where there can be none.
    pub(super) fn bytes(&self, to_head_request: bool) -> Vec<u8> {
        let mut head = self.head();
        if self.status != 204 && self.status != 304 {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        if !to_head_request {
            bytes.extend_from_slice(&self.body);
        }
        bytes
    }

    /// Sets a header, in place of what it said before.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
    }
}

fn parse_head(head: &[u8]) -> Option<Received> {
    let text = String::from_utf8_lossy(head).into_owned();
    let mut lines = text.split("\r\n");
    let mut start = lines.next()?.split(' ');
    let (method, path) = (start.next()?.to_owned(), start.next()?.to_owned());
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Some(Received { method, path, headers, body: Vec::new() })
}

/// Header names as Go spells them; lengths are written anew.
fn spelled(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| *name != "content-length")
        .map(|(name, value)| {
            let words: Vec<String> = name
                .as_str()
                .split('-')
                .map(|word| {
                    let mut letters = word.chars();
                    letters
                        .next()
                        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
                        .unwrap_or_default()
                })
                .collect();
            (words.join("-"), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
