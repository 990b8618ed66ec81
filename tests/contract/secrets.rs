//! Tokens, passwords and secret headers go to the one place that each is for, and into no word.

use seatkeeper_core::api::ApiError;
use seatkeeper_core::ports::DeploymentApi;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, Plan};
use secrecy::SecretString;

use crate::hostile::{Hostile, Step, http, json};
use crate::setup::{At, STRAY_TOKEN, api, owned};

/// The part of the stray token that is a secret.
const SECRET: &str = "MarkerMarkerMarkerXYZ1";

/// A server that repeats the secrets wherever it can.
fn echoes(status: &str, content_type: &str) -> Step {
    let body = format!(
        r#"{{"message":"you sent {STRAY_TOKEN}","detail":"password hunter-12345","validations":[{{"field":"h","detail":"gate-secret-9"}}]}}"#
    );
    http(status, &format!("Content-Type: {content_type}\r\nLocation: https://x/{STRAY_TOKEN}\r\n"), &body)
}

fn with_secret_header(mut at: At) -> At {
    at.connection.secret_headers.push("X-Gate".to_owned());
    at.secrets.headers.insert("x-gate".to_owned(), SecretString::from("gate-secret-9"));
    at
}

#[tokio::test]
async fn no_error_repeats_a_secret_that_the_server_sends_back() {
    let password = SecretString::from("hunter-12345");
    for status in [
        "200 OK",
        "302 Found",
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "429 Too Many",
        "500 Fault",
    ] {
        for content_type in ["application/json", "text/html", STRAY_TOKEN] {
            let hostile = Hostile::plain(vec![Step::Read, echoes(status, content_type)]).await;
            let at = with_secret_header(At::url(&hostile.url()).with_token(STRAY_TOKEN));
            let asked = api().who_am_i(at.target()).await.map(|answer| answer.json);
            let words = format!("{asked:?}");
            assert!(
                !words.contains(SECRET) && !words.contains("gate-secret-9"),
                "{status} {content_type}: {words}"
            );
            let hostile = Hostile::plain(vec![Step::Read, echoes(status, content_type)]).await;
            let at = with_secret_header(At::url(&hostile.url()));
            let fault = api().sign_in(at.target(), "ana@example.com", &password).await.expect_err("refused");
            let words = format!("{fault:?} {fault}");
            assert!(!words.contains("hunter-12345") && !words.contains("gate-secret-9"), "{status}: {words}");
        }
    }
}

#[tokio::test]
async fn a_success_that_repeats_the_token_is_refused_before_it_is_kept() {
    let hostile =
        Hostile::plain(vec![Step::Read, json("200 OK", &format!(r#"{{"username":"{STRAY_TOKEN}"}}"#))]).await;
    let fault =
        api().who_am_i(At::url(&hostile.url()).with_token(STRAY_TOKEN).target()).await.expect_err("refused");
    assert_eq!(fault, ApiError::Unexpected("the answer repeats a secret that was sent".to_owned()));
}

#[tokio::test]
async fn the_token_travels_in_its_one_header() {
    let hostile = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    api().who_am_i(At::url(&hostile.url()).with_token(STRAY_TOKEN).target()).await.expect("an answer");
    let text = hostile.seen().text();
    assert_eq!(text.matches(SECRET).count(), 1, "{text}");
    assert!(
        text.to_lowercase().contains(&format!("coder-session-token: {}\r\n", STRAY_TOKEN.to_lowercase()))
    );
    assert!(text.starts_with("GET /api/v2/users/me HTTP/1.1\r\n"));
    assert!(!text.to_lowercase().contains("cookie"));
}

#[tokio::test]
async fn a_cookie_that_was_set_is_never_sent() {
    let first = http(
        "200 OK",
        "Content-Type: application/json\r\nSet-Cookie: coder_session_token=planted; Path=/\r\n",
        "{}",
    );
    let hostile = Hostile::plain(vec![Step::Read, first, Step::Read, json("200 OK", "{}")]).await;
    let (at, api) = (At::url(&hostile.url()), api());
    api.build_info(at.target()).await.expect("an answer");
    api.build_info(at.target()).await.expect("an answer");
    assert!(!hostile.seen().text().contains("planted"));
}

#[tokio::test]
async fn no_secret_follows_a_redirect_to_another_server() {
    let elsewhere = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    for status in
        ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let redirect = http(status, &format!("Location: {}/api/v2/users/me\r\n", elsewhere.url()), "");
        let hostile = Hostile::plain(vec![Step::Read, redirect]).await;
        let at = with_secret_header(At::url(&hostile.url()).with_token(STRAY_TOKEN));
        let fault = api().who_am_i(at.target()).await.expect_err("not followed");
        assert_eq!(fault, ApiError::Redirects(elsewhere.url()), "{status}");
        let password = SecretString::from("hunter-12345");
        let fault = api().sign_in(at.target(), "ana@example.com", &password).await.expect_err("not followed");
        assert!(matches!(fault, ApiError::Redirects(_)), "{status}: {fault:?}");
    }
    let seen = elsewhere.seen();
    assert_eq!((seen.connections, seen.text().as_str()), (0, ""), "the other server's log is empty");
}

#[tokio::test]
async fn deployments_that_differ_by_port_alone_keep_their_tokens_apart() {
    let (first, first_at) = owned(|plan| plan);
    let (second, second_at) = owned(|plan| plan.seed(7));
    let api = api();
    api.who_am_i(first_at.target()).await.expect("an answer");
    api.who_am_i(second_at.target()).await.expect("an answer");
    let id = |at: &At| at.secrets.token.as_ref().map(|token| token.key_id());
    assert_eq!(first.calls()[0].token_id, id(&first_at));
    assert_eq!(second.calls()[0].token_id, id(&second_at));
    assert_ne!(id(&first_at), id(&second_at));
}

#[tokio::test]
async fn clients_and_their_targets_show_no_secret() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let mut at = with_secret_header(At::fake(&fake).with_token(STRAY_TOKEN)).through("http://127.0.0.1:9");
    at.secrets.proxy_login = Some(SecretString::from("ana:proxy-secret-1"));
    let api = api();
    let fault = api.who_am_i(at.target()).await.expect_err("no such proxy");
    let shown = format!("{api:?} {:?} {fault:?} {fault}", at.target());
    for secret in [SECRET, "gate-secret-9", "proxy-secret-1"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn the_words_of_a_fault_hold_neither_path_nor_query() {
    let (fake, at) = owned(|plan| plan);
    fake.control().fail("*", Fault::CutBody);
    let fault = api().own_session(at.target()).await.expect_err("cut off");
    assert!(!format!("{fault:?}").contains("/api/"), "{fault:?}");
    fake.control().fail("*", Fault::CloseAtOnce);
    let fault = api().own_session(at.target()).await.expect_err("broken");
    assert!(!format!("{fault:?}").contains("/api/"), "{fault:?}");
}
