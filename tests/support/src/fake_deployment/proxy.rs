//! An HTTP proxy, good or bad, to stand between a client and a deployment.

use std::fmt;
use std::io;
use std::net::TcpListener as StdListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// What a proxy does with those who ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyManner {
    /// Lets everything through.
    Good,
    /// Wants a password of its own: 407.
    WantsPassword,
    /// Cannot reach anything: 502 with a web page.
    Dead,
    /// Lets a tunnel begin and cuts it in the TLS handshake.
    CutsTunnels,
    /// Reads and never answers.
    Silent,
}

/// A running proxy on 127.0.0.1; it stops when it is dropped.
pub struct FakeProxy {
    url: String,
    seen: Arc<Mutex<Seen>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Seen {
    asked: Vec<String>,
    bytes: Vec<u8>,
}

impl FakeProxy {
    /// Starts it.
    ///
    /// # Panics
    /// Where the machine has no port or no thread for it.
    pub fn start(manner: ProxyManner) -> Self {
        let listener = StdListener::bind(("127.0.0.1", 0)).unwrap_or_else(broken);
        listener.set_nonblocking(true).unwrap_or_else(broken);
        let url = format!("http://{}", listener.local_addr().unwrap_or_else(broken));
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&seen);
        let thread = std::thread::Builder::new()
            .name("fake proxy".to_owned())
            .spawn(move || run(manner, &shared, listener, stopped).unwrap_or_else(broken))
            .unwrap_or_else(broken);
        Self { url, seen, stop: Some(stop), thread: Some(thread) }
    }

    /// Its address, as it is written into `HTTPS_PROXY`.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The first line of every request: `CONNECT localhost:4430 HTTP/1.1`.
    pub fn asked(&self) -> Vec<String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).asked.clone()
    }

    /// Whether these bytes stood in what was asked of the proxy itself; what went through a tunnel it cannot read.
    pub fn saw(&self, text: &str) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.bytes.windows(text.len().max(1)).any(|window| window == text.as_bytes())
    }
}

impl Drop for FakeProxy {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
            && !std::thread::panicking()
        {
            panic!("the fake proxy's thread failed");
        }
    }
}

impl fmt::Debug for FakeProxy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "FakeProxy({})", self.url)
    }
}

fn run(
    manner: ProxyManner,
    seen: &Arc<Mutex<Seen>>,
    listener: StdListener,
    stop: oneshot::Receiver<()>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let listener = TcpListener::from_std(listener)?;
        let serve = async {
            loop {
                let (stream, _) = listener.accept().await?;
                let seen = Arc::clone(seen);
                // Either side may hang up at any time; that is no fault of the proxy.
                tokio::spawn(async move { pass(stream, manner, &seen).await.unwrap_or(()) });
            }
        };
        tokio::select! {
            _ = stop => Ok(()),
            never = serve => never,
        }
    })
}

async fn pass(mut client: TcpStream, manner: ProxyManner, seen: &Mutex<Seen>) -> io::Result<()> {
    let Some((head, early)) = head(&mut client).await? else { return Ok(()) };
    let text = String::from_utf8_lossy(&head).into_owned();
    let first = text.lines().next().unwrap_or_default().to_owned();
    {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.bytes.extend_from_slice(&head);
        seen.asked.push(first.clone());
    }
    let words: Vec<&str> = first.split(' ').collect();
    let [method, target, version] = words[..] else { return Ok(()) };
    let tunnel = method == "CONNECT";
    match manner {
        ProxyManner::WantsPassword => {
            let answer = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n\
                          Content-Length: 0\r\nConnection: close\r\n\r\n";
            client.write_all(answer.as_bytes()).await
        }
        ProxyManner::Dead => {
            let page = "<html><h1>The proxy cannot reach it</h1></html>";
            let answer = format!(
                "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
                page.len()
            );
            client.write_all(answer.as_bytes()).await
        }
        ProxyManner::Silent => {
            let mut ignored = [0; 1024];
            while client.read(&mut ignored).await? > 0 {}
            Ok(())
        }
        ProxyManner::CutsTunnels if tunnel => {
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
            // The hello of TLS, or its beginning.
            if early.is_empty() {
                client.read_exact(&mut [0; 32]).await?;
            }
            client.shutdown().await
        }
        ProxyManner::Good | ProxyManner::CutsTunnels if tunnel => {
            let mut server = TcpStream::connect(target).await?;
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
            server.write_all(&early).await?;
            copy_bidirectional(&mut client, &mut server).await.map(|_| ())
        }
        ProxyManner::Good | ProxyManner::CutsTunnels => {
            let (host, path) =
                target.strip_prefix("http://").and_then(|rest| rest.split_once('/')).unwrap_or_default();
            let mut server = TcpStream::connect(host).await?;
            let rest = text.split_once("\r\n").map_or("", |(_, rest)| rest);
            server.write_all(format!("{method} /{path} {version}\r\n{rest}").as_bytes()).await?;
            server.write_all(&early).await?;
            copy_bidirectional(&mut client, &mut server).await.map(|_| ())
        }
    }
}

/// The request line and the headers, and what already came behind them.
async fn head(client: &mut TcpStream) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
    let mut head = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
            let early = head.split_off(end + 4);
            return Ok(Some((head, early)));
        }
        let count = client.read(&mut bytes).await?;
        if count == 0 {
            return Ok(None);
        }
        head.extend_from_slice(&bytes[..count]);
    }
}

/// A machine without the means to test is no case to handle.
fn broken<E: fmt::Display, T>(fault: E) -> T {
    panic!("the fake proxy cannot run: {fault}")
}
