//! The thread that accepts connections.

use std::io;
use std::net::TcpListener as StdListener;
use std::sync::Arc;

use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::fake_deployment::calls::Log;
use crate::fake_deployment::routes::{Shared, locked, router};
use crate::fake_deployment::sabotage::{After, answer};
use crate::fake_deployment::tls::Handshake;
use crate::fake_deployment::wire::{Reader, Wire};

/// A fatal alert "protocol version", as of a server that speaks only older TLS.
const TOO_NEW: &[u8] = &[0x15, 3, 1, 0, 2, 2, 70];

#[derive(Clone)]
pub(super) struct Server {
    router: Router,
    shared: Shared,
    log: Arc<Log>,
    handshake: Handshake,
}

impl Server {
    pub(super) fn new(shared: Shared, log: Arc<Log>, handshake: Handshake) -> Self {
        Self { router: router(Arc::clone(&shared)), shared, log, handshake }
    }

    /// Serves until `stop` speaks or is dropped; connections end with it.
    pub(super) fn run(self, listener: StdListener, stop: oneshot::Receiver<()>) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async move {
            let listener = TcpListener::from_std(listener)?;
            tokio::select! {
                _ = stop => Ok(()),
                never = self.accept(listener) => never,
            }
        })
    }

    async fn accept(self, listener: TcpListener) -> io::Result<()> {
        loop {
            let (stream, _) = listener.accept().await?;
            // Answers go out as they are written, a byte at a time where that is the fault.
            stream.set_nodelay(true)?;
            if locked(&self.shared).refuses_connections {
                stream.set_zero_linger()?;
                continue;
            }
            let server = self.clone();
            // The caller may hang up at any time; that is no fault of the server.
            tokio::spawn(async move { server.shake_hands(stream).await.unwrap_or(()) });
        }
    }

    async fn shake_hands(self, mut stream: TcpStream) -> io::Result<()> {
        match self.handshake.clone() {
            Handshake::None => self.talk(stream).await,
            Handshake::Tls(config) => {
                let stream = TlsAcceptor::from(config).accept(stream).await?;
                self.talk(stream).await
            }
            Handshake::Stall => drain(&mut stream).await,
            Handshake::Alert => {
                // A hello is never shorter than this.
                stream.read_exact(&mut [0; 32]).await?;
                stream.write_all(TOO_NEW).await?;
                drain(&mut stream).await
            }
        }
    }

    async fn talk<W: Wire>(self, mut wire: W) -> io::Result<()> {
        let connection = self.log.connection();
        let log = Arc::clone(&self.log);
        let mut reader = Reader::new(move |bytes: &[u8]| log.bytes(connection, bytes));
        while let Some(received) = reader.next(&mut wire).await? {
            let place = self.log.call(connection, &received);
            let last = received.wants_close();
            let fault = locked(&self.shared).strike(&received.method, &received.path);
            let (after, status) = answer(&mut wire, received, &self.router, &self.shared, fault).await?;
            if let Some(status) = status {
                self.log.answered(place, status);
            }
            if after == After::Close {
                return Ok(());
            }
            if last {
                return wire.shutdown().await;
            }
        }
        Ok(())
    }
}

/// Reads until the caller gives up.
async fn drain(stream: &mut TcpStream) -> io::Result<()> {
    let mut ignored = [0; 4096];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}
