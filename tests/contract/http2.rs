//! HTTP/2, as Coder speaks it behind TLS.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use h2::Reason;
use hyper::body::Bytes;
use hyper::{HeaderMap, Response};
use seatkeeper_core::api::ApiError;
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::DeploymentApi;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::certificates::Authority;
use crate::setup::{At, STRAY_TOKEN, api, impatient, within};

/// What is done with a stream.
#[derive(Clone, Copy)]
enum Manner {
    Answer,
    /// Refuses it, so that it was not looked at.
    Refuse,
    /// Breaks it off after the body was read.
    Break,
    /// Ends the whole connection.
    GoAway,
    Silent,
    /// Answers with more headers than anybody sends.
    ManyHeaders,
    /// Answers with a body that ends in the middle.
    Cut,
}

struct Http2 {
    address: SocketAddr,
    authority: Authority,
    /// The headers of each call, by connection.
    calls: Arc<Mutex<Vec<(usize, HeaderMap)>>>,
    task: JoinHandle<()>,
}

impl Drop for Http2 {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Http2 {
    async fn start(manner: Manner) -> Self {
        let authority = Authority::new();
        let mut config = authority.server(|_| {});
        config.alpn_protocols = vec![b"h2".to_vec()];
        let tls = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let calls = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&calls);
        let task = tokio::spawn(async move {
            for connection in 1.. {
                let Ok((stream, _)) = listener.accept().await else { return };
                let (tls, log) = (tls.clone(), Arc::clone(&log));
                tokio::spawn(async move {
                    let stream = tls.accept(stream).await.ok()?;
                    let mut streams = h2::server::handshake(stream).await.ok()?;
                    while let Some(Ok((request, mut respond))) = streams.accept().await {
                        log.lock().expect("the log").push((connection, request.headers().clone()));
                        match manner {
                            Manner::Refuse => respond.send_reset(Reason::REFUSED_STREAM),
                            Manner::Break => respond.send_reset(Reason::INTERNAL_ERROR),
                            Manner::GoAway => streams.abrupt_shutdown(Reason::ENHANCE_YOUR_CALM),
                            Manner::Silent => std::mem::forget(respond),
                            Manner::Answer | Manner::ManyHeaders | Manner::Cut => {
                                let mut response = Response::new(());
                                let headers = response.headers_mut();
                                headers.insert("content-type", "application/json".parse().ok()?);
                                if let Manner::ManyHeaders = manner {
                                    headers.insert("x-long", "x".repeat(1 << 20).parse().ok()?);
                                }
                                let mut body = respond.send_response(response, false).ok()?;
                                body.send_data(Bytes::from_static(b"{}"), !matches!(manner, Manner::Cut))
                                    .ok()?;
                                if let Manner::Cut = manner {
                                    body.send_reset(Reason::INTERNAL_ERROR);
                                }
                            }
                        }
                    }
                    Some(())
                });
            }
        });
        Self { address, authority, calls, task }
    }

    fn at(&self) -> At {
        let url = format!("https://localhost:{}", self.address.port());
        At::url(&url).with_ca(&self.authority.file()).with_token(STRAY_TOKEN)
    }

    fn calls(&self) -> Vec<(usize, HeaderMap)> {
        self.calls.lock().expect("the log").clone()
    }
}

#[tokio::test]
async fn calls_share_a_connection_and_carry_the_token_each() {
    let server = Http2::start(Manner::Answer).await;
    let (api, at) = (api(), server.at());
    api.build_info(at.target()).await.expect("an answer");
    let both = tokio::join!(api.who_am_i(at.target()), api.entitlements(at.target()));
    assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
    let calls = server.calls();
    assert_eq!(calls.iter().map(|(connection, _)| *connection).collect::<Vec<_>>(), [1, 1, 1]);
    for (_, headers) in calls {
        assert_eq!(headers["coder-session-token"], STRAY_TOKEN);
    }
}

#[tokio::test]
async fn a_question_that_was_refused_is_asked_once_more_and_a_change_is_not() {
    for manner in [Manner::Refuse, Manner::Break, Manner::GoAway] {
        let server = Http2::start(manner).await;
        let (api, at) = (api(), server.at());
        let fault = within(10, api.who_am_i(at.target())).await.expect_err("refused");
        assert!(matches!(fault, ApiError::Unreachable(_)), "{fault:?}");
        assert_eq!(server.calls().len(), 2);
        let fault =
            within(10, api.install(at.target(), &LicenseText::new("a.b.c"))).await.expect_err("refused");
        assert!(matches!(fault, ApiError::OutcomeUnknown(_)), "{fault:?}");
        assert_eq!(server.calls().len(), 3, "sent once");
    }
}

#[tokio::test]
async fn silence_ends_with_the_deadline() {
    let server = Http2::start(Manner::Silent).await;
    let fault = within(5, impatient().who_am_i(server.at().target())).await.expect_err("silence");
    assert_eq!(fault, ApiError::TimedOut { seconds: 1 });
}

#[tokio::test]
async fn headers_beyond_the_bound_and_bodies_cut_off_are_no_answer() {
    for manner in [Manner::ManyHeaders, Manner::Cut] {
        let server = Http2::start(manner).await;
        let fault = within(10, api().who_am_i(server.at().target())).await.expect_err("no answer");
        assert!(matches!(fault, ApiError::Unreachable(_) | ApiError::Unexpected(_)), "{fault:?}");
    }
}
