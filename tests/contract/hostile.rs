//! A server that does to each connection what it is told, byte by byte, and remembers what it was sent.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

/// What is done next with a connection; after the last step it is closed.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Reads a request, with its body.
    Read,
    /// Reads a request and resets the connection.
    ReadAndReset,
    /// Writes this.
    Write(Vec<u8>),
    /// Writes this until the caller hangs up.
    Forever(Vec<u8>),
    /// Writes this, a byte every 100 ms.
    Drip(Vec<u8>),
    /// Waits until the caller hangs up.
    Wait,
}

/// An answer of HTTP/1.1 with this status line, these headers and this body.
pub(crate) fn http(status: &str, headers: &str, body: &str) -> Step {
    let length = body.len();
    Step::Write(format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}").into_bytes())
}

/// An answer as of Coder's: JSON, with the headers that it always sends.
pub(crate) fn json(status: &str, body: &str) -> Step {
    http(status, "Content-Type: application/json; charset=utf-8\r\nX-Coder-Build-Version: v2.34.0\r\n", body)
}

/// What a server has seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// Connections that were made.
    pub(crate) connections: usize,
    /// Those that are over, with the words of the fault where TLS failed.
    pub(crate) over: Vec<Option<String>>,
    /// The bytes of the application that came in, by connection.
    pub(crate) received: Vec<Vec<u8>>,
}

impl Seen {
    /// The requests as text.
    pub(crate) fn text(&self) -> String {
        self.received.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect()
    }
}

/// A hostile server; it stops when it is dropped.
pub(crate) struct Hostile {
    pub(crate) address: SocketAddr,
    seen: watch::Receiver<Seen>,
    task: JoinHandle<()>,
}

impl Drop for Hostile {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Hostile {
    /// Speaks plain TCP on 127.0.0.1.
    pub(crate) async fn plain(script: Vec<Step>) -> Self {
        Self::start("127.0.0.1:0", None, script).await
    }

    /// Speaks TLS on 127.0.0.1.
    pub(crate) async fn tls(config: ServerConfig, script: Vec<Step>) -> Self {
        Self::start("127.0.0.1:0", Some(config), script).await
    }

    /// Listens wherever it is told.
    pub(crate) async fn start(at: &str, tls: Option<ServerConfig>, script: Vec<Step>) -> Self {
        let listener = TcpListener::bind(at).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (log, seen) = watch::channel(Seen::default());
        let (log, tls) = (Arc::new(log), tls.map(|config| TlsAcceptor::from(Arc::new(config))));
        let task = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { return };
                let mut number = 0;
                log.send_modify(|seen| {
                    seen.connections += 1;
                    seen.received.push(Vec::new());
                    number = seen.received.len() - 1;
                });
                let (log, tls, script) = (Arc::clone(&log), tls.clone(), script.clone());
                tokio::spawn(async move {
                    let fault = talk(stream, tls, &script, number, &log).await.err();
                    log.send_modify(|seen| seen.over.push(fault));
                });
            }
        });
        Self { address, seen, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its address with TLS, under a name that certificates know.
    pub(crate) fn tls_url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    pub(crate) fn seen(&self) -> Seen {
        self.seen.borrow().clone()
    }

    /// Waits until a request has come in over so many connections.
    pub(crate) async fn requests(&self, count: usize) {
        let mut seen = self.seen.clone();
        let asked = |seen: &Seen| seen.received.iter().filter(|bytes| !bytes.is_empty()).count();
        let wait = seen.wait_for(|seen| asked(seen) >= count);
        tokio::time::timeout(Duration::from_secs(10), wait).await.expect("it comes").expect("it runs");
    }

    /// Waits until so many connections are over.
    pub(crate) async fn over(&self, count: usize) -> Seen {
        let mut seen = self.seen.clone();
        let wait = seen.wait_for(|seen| seen.over.len() >= count);
        tokio::time::timeout(Duration::from_secs(10), wait).await.expect("it ends").expect("it runs").clone()
    }
}

/// Plays the script; an error where TLS never came to be.
async fn talk(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    script: &[Step],
    number: usize,
    log: &watch::Sender<Seen>,
) -> Result<(), String> {
    stream.set_nodelay(true).expect("a socket");
    match tls {
        None => play(stream, |stream| stream, script, number, log).await,
        Some(tls) => {
            let stream = tls.accept(stream).await.map_err(|fault| fault.to_string())?;
            play(stream, |stream| stream.get_ref().0, script, number, log).await;
        }
    }
    Ok(())
}

async fn play<W: AsyncRead + AsyncWrite + Unpin>(
    mut wire: W,
    tcp: impl Fn(&W) -> &TcpStream,
    script: &[Step],
    number: usize,
    log: &watch::Sender<Seen>,
) {
    for step in script {
        // The caller may hang up at any time; the script is over then.
        let done = match step {
            Step::Read => request(&mut wire, number, log).await,
            Step::ReadAndReset => {
                let read = request(&mut wire, number, log).await;
                tcp(&wire).set_zero_linger().expect("a socket");
                if read.is_some() {
                    return;
                }
                None
            }
            Step::Write(bytes) => wire.write_all(bytes).await.ok(),
            Step::Forever(bytes) => loop {
                if wire.write_all(bytes).await.is_err() {
                    break None;
                }
            },
            Step::Drip(bytes) => drip(&mut wire, bytes).await,
            Step::Wait => loop {
                if receive(&mut wire, number, log).await.is_none() {
                    break None;
                }
            },
        };
        if done.is_none() || wire.flush().await.is_err() {
            return;
        }
    }
    // The caller learns of the end from the end alone.
    if wire.shutdown().await.is_ok() {
        while receive(&mut wire, number, log).await.is_some() {}
    }
}

async fn drip(wire: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> Option<()> {
    let mut ticks = tokio::time::interval(Duration::from_millis(100));
    for byte in bytes {
        ticks.tick().await;
        wire.write_all(&[*byte]).await.ok()?;
        wire.flush().await.ok()?;
    }
    Some(())
}

/// Reads a request whole.
async fn request(
    wire: &mut (impl AsyncRead + Unpin),
    number: usize,
    log: &watch::Sender<Seen>,
) -> Option<()> {
    let mut text = String::new();
    loop {
        text.push_str(&String::from_utf8_lossy(&receive(wire, number, log).await?));
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        if body.len() >= length.unwrap_or(0) {
            return Some(());
        }
    }
}

async fn receive(
    wire: &mut (impl AsyncRead + Unpin),
    number: usize,
    log: &watch::Sender<Seen>,
) -> Option<Vec<u8>> {
    let mut bytes = [0; 4096];
    let count = wire.read(&mut bytes).await.ok().filter(|count| *count > 0)?;
    let bytes = bytes.get(..count)?.to_vec();
    log.send_modify(|seen| {
        if let Some(received) = seen.received.get_mut(number) {
            received.extend_from_slice(&bytes);
        }
    });
    Some(bytes)
}
