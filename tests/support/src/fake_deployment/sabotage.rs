//! Answers, right ones and those that a [`Fault`] spoils.

use std::io;
use std::time::Duration;

use axum::Router;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::sleep;

use crate::fake_deployment::fault::Fault;
use crate::fake_deployment::replies::{Server, bomb, html, more_fields, with_body, wrong_types};
use crate::fake_deployment::routes::Shared;
use crate::fake_deployment::wire::{Received, Reply, Wire};

/// Whether a connection takes another request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    KeepOpen,
    Close,
}

/// Answers a request; the status, where a whole answer went out.
pub(super) async fn answer<W: Wire>(
    wire: &mut W,
    received: Received,
    router: &Router,
    shared: &Shared,
    fault: Option<Fault>,
) -> io::Result<(After, Option<u16>)> {
    let head = received.method == "HEAD";
    let server = Server { router, shared };
    let reply = match fault {
        None => server.right(received).await,
        Some(Fault::DelayMs(late)) => {
            sleep(Duration::from_millis(late)).await;
            server.right(received).await
        }
        Some(Fault::Status(status, body)) => server.coder_says(status, &body),
        Some(Fault::RateLimited(retry_after)) => {
            let message = "You've been rate limited for sending more than 512 requests in 1m0s.";
            let mut reply = server.coder_says(429, &json!({ "message": message }));
            reply.set("Retry-After", &retry_after);
            reply
        }
        Some(Fault::NotRefreshed) => server.not_refreshed(received).await,
        Some(Fault::Html(status)) => html(status),
        Some(Fault::Redirect(to)) => {
            Reply { status: 302, headers: vec![("Location".to_owned(), to)], body: Vec::new() }
        }
        Some(Fault::EmptyOk) => Reply { status: 200, headers: Vec::new(), body: Vec::new() },
        Some(Fault::NullOk) => with_body(server.right(received).await, 200, b"null".to_vec()),
        Some(fault @ (Fault::WrongTypes | Fault::UnknownFields)) => {
            let reply = server.right(received).await;
            let value: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
            let changed = if fault == Fault::WrongTypes { wrong_types(&value) } else { more_fields(value) };
            with_body(reply, 200, changed.to_string().into_bytes())
        }
        Some(Fault::CutJson) => {
            let mut reply = server.right(received).await;
            reply.body.truncate(reply.body.len() / 2);
            reply
        }
        Some(Fault::Bom) => {
            let reply = server.right(received).await;
            let body = [b"\xef\xbb\xbf", reply.body.as_slice()].concat();
            with_body(reply, 200, body)
        }
        Some(Fault::Utf16) => {
            let reply = server.right(received).await;
            let text = format!("\u{feff}{}", String::from_utf8_lossy(&reply.body));
            let body = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            with_body(reply, 200, body)
        }
        Some(Fault::GzipBomb) => {
            let mut reply = with_body(server.right(received).await, 200, bomb().to_vec());
            reply.set("Content-Encoding", "gzip");
            reply
        }
        Some(
            broken @ (Fault::Silence
            | Fault::CloseAtOnce
            | Fault::CutHeader
            | Fault::CutBody
            | Fault::ShortLength
            | Fault::BrokenChunk
            | Fault::ResetAfterRead
            | Fault::ResetBefore
            | Fault::EndlessBody
            | Fault::EndlessHeaders
            | Fault::OneByteASecond),
        ) => {
            break_off(wire, received, &server, &broken).await?;
            return Ok((After::Close, None));
        }
    };
    wire.write_all(&reply.bytes(head)).await?;
    wire.flush().await?;
    Ok((After::KeepOpen, Some(reply.status)))
}

/// Answers of which no whole one reaches the caller.
async fn break_off<W: Wire>(
    wire: &mut W,
    received: Received,
    server: &Server<'_>,
    fault: &Fault,
) -> io::Result<()> {
    if *fault == Fault::CloseAtOnce {
        return Ok(());
    }
    if *fault == Fault::Silence {
        let mut ignored = [0; 1024];
        while wire.read(&mut ignored).await? > 0 {}
        return Ok(());
    }
    if *fault == Fault::ResetBefore {
        return wire.tcp().set_zero_linger();
    }
    let reply = server.right(received).await;
    if *fault == Fault::ResetAfterRead {
        return wire.tcp().set_zero_linger();
    }
    let (head, whole) = (reply.head(), reply.bytes(false));
    let half = reply.body.len() / 2;
    if *fault == Fault::OneByteASecond {
        for byte in whole {
            wire.write_all(&[byte]).await?;
            wire.flush().await?;
            sleep(Duration::from_secs(1)).await;
        }
    } else if *fault == Fault::EndlessHeaders {
        wire.write_all(head.as_bytes()).await?;
        let more = "X-More: and more\r\n".repeat(500);
        loop {
            wire.write_all(more.as_bytes()).await?;
        }
    } else if *fault == Fault::EndlessBody {
        wire.write_all(format!("{head}Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n").as_bytes()).await?;
        let blanks = format!("{:x}\r\n{}\r\n", 65_536, " ".repeat(65_536));
        loop {
            wire.write_all(blanks.as_bytes()).await?;
        }
    } else {
        let bytes = if *fault == Fault::CutHeader {
            head.as_bytes()[..head.len() / 2].to_vec()
        } else if *fault == Fault::CutBody {
            whole[..whole.len() - (reply.body.len() - half)].to_vec()
        } else if *fault == Fault::ShortLength {
            [format!("{head}Content-Length: {half}\r\n\r\n").as_bytes(), &reply.body].concat()
        } else {
            format!("{head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{\r\n").into_bytes()
        };
        wire.write_all(&bytes).await?;
    }
    wire.flush().await?;
    // Without this, TLS ends without a word, which is another fault than the one asked for.
    wire.shutdown().await
}
