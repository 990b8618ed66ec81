//! A client that takes whatever comes.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::fake_deployment::FakeDeployment;

/// How long a test waits for what must come.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// What came back before the connection ended.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) bytes: Vec<u8>,
    pub(super) reset: bool,
}

impl Raw {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(super) fn status(&self) -> u16 {
        self.text().split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        let text = self.text();
        let head = text.split("\r\n\r\n").next()?;
        let line = head
            .lines()
            .find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())))?;
        Some(line.split_once(": ")?.1.to_owned())
    }

    pub(super) fn body(&self) -> &[u8] {
        let end = self.bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(0, |place| place + 4);
        &self.bytes[end..]
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(self.body()).expect("JSON")
    }
}

pub(super) fn connect(fake: &FakeDeployment) -> TcpStream {
    let url = fake.url();
    let stream = TcpStream::connect(url.strip_prefix("http://").expect("plain HTTP")).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

pub(super) fn ask(stream: &mut TcpStream, call: &str, token: &str, body: &str) {
    let token = if token.is_empty() { String::new() } else { format!("Coder-Session-Token: {token}\r\n") };
    write!(stream, "{call} HTTP/1.1\r\nHost: fake\r\n{token}Content-Length: {}\r\n\r\n{body}", body.len())
        .expect("it reads");
}

/// One call over one connection, read to its end.
pub(super) fn call(fake: &FakeDeployment, call: &str, token: &str, body: &str) -> Raw {
    let mut stream = connect(fake);
    let token = if token.is_empty() { String::new() } else { format!("Coder-Session-Token: {token}\r\n") };
    write!(
        stream,
        "{call} HTTP/1.1\r\nHost: fake\r\nConnection: close\r\n{token}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("it reads");
    let mut bytes = Vec::new();
    let reset = match stream.read_to_end(&mut bytes) {
        Ok(_) => false,
        Err(fault) if fault.kind() == ErrorKind::ConnectionReset => true,
        Err(fault) => panic!("neither an end nor a reset: {fault}"),
    };
    Raw { bytes, reset }
}

pub(super) fn get(fake: &FakeDeployment, path: &str) -> Raw {
    call(fake, &format!("GET /api/v2/{path}"), "", "")
}

pub(super) fn get_as(fake: &FakeDeployment, user: &str, path: &str) -> Raw {
    call(fake, &format!("GET /api/v2/{path}"), &fake.token_of(user), "")
}
