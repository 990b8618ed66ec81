use std::io::{Read, Write};
use std::net::TcpStream;

use crate::fake_deployment::{FakeDeployment, FakeProxy, Plan, ProxyManner};

fn through(proxy: &FakeProxy, request: &str) -> String {
    let mut stream = TcpStream::connect(proxy.url().replace("http://", "")).expect("it listens");
    stream.set_read_timeout(Some(super::client::PATIENCE)).expect("a timeout");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an end");
    answer
}

#[test]
fn a_good_proxy_tunnels_and_forwards() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let proxy = FakeProxy::start(ProxyManner::Good);
    let host = fake.url().replace("http://", "");
    let get = "GET /api/v2/buildinfo HTTP/1.1\r\nHost: fake\r\nConnection: close\r\n\r\n";
    let answer = through(&proxy, &format!("CONNECT {host} HTTP/1.1\r\n\r\n{get}"));
    assert!(answer.starts_with("HTTP/1.1 200 Connection established\r\n\r\n"), "{answer}");
    let answer = through(&proxy, &get.replace("/api", &format!("http://{host}/api")));
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("dashboard_url"), "{answer}");
    assert_eq!(proxy.asked()[0], format!("CONNECT {host} HTTP/1.1"));
    assert_eq!(fake.calls().last().map(|call| call.route()), Some("GET /api/v2/buildinfo".to_owned()));
}

#[test]
fn a_bad_proxy_is_bad_in_its_own_way() {
    let request = "CONNECT localhost:1 HTTP/1.1\r\n\r\n";
    let says = |manner: ProxyManner, request: &str| through(&FakeProxy::start(manner), request);
    assert!(says(ProxyManner::WantsPassword, request).starts_with("HTTP/1.1 407 "));
    assert!(says(ProxyManner::Dead, request).starts_with("HTTP/1.1 502 "));
    let hello = format!("{request}{}", "h".repeat(64));
    assert_eq!(says(ProxyManner::CutsTunnels, &hello).split("\r\n\r\n").nth(1), Some(""));
}
