//! Answers that came whole, and are not what they ought to be.

use seatkeeper_core::Instant;
use seatkeeper_core::api::{ApiError, BuildInfo, read_licenses};
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::DeploymentApi;
use seatkeeper_testkit::fake_deployment::Fault;

use crate::hostile::{Hostile, Step, http, json};
use crate::setup::{At, FIRST, SOMEBODY, STRAY_TOKEN, api, owned};

/// What one call makes of one answer.
async fn asked(answer: Step) -> Result<seatkeeper_core::api::Answer, ApiError> {
    let hostile = Hostile::plain(vec![Step::Read, answer]).await;
    api().entitlements(At::url(&hostile.url()).target()).await
}

#[tokio::test]
async fn a_page_is_not_coder_whatever_its_status() {
    for status in [200, 401, 403, 404, 500, 502, 503] {
        let (fake, at) = owned(|plan| plan);
        fake.control().fail("*", Fault::Html(status));
        let fault = api().licenses(at.target()).await.expect_err("a page");
        let ApiError::NotCoder { status: found, content_type, excerpt } = fault else { panic!("{fault:?}") };
        assert_eq!((found, content_type.as_str()), (status, "text/html; charset=utf-8"));
        assert!(excerpt.contains("Sign in to the network"), "{excerpt}");
    }
}

#[tokio::test]
async fn a_captive_portals_page_is_not_coder_for_any_call() {
    let (fake, at) = owned(|plan| plan);
    fake.control().fail("*", Fault::Html(200));
    let (api, text) = (api(), LicenseText::new("a.b.c"));
    let password = secrecy::SecretString::from("password");
    let faults = [
        api.build_info(at.target()).await.err(),
        api.sign_in_methods(at.target()).await.err(),
        api.sign_in(at.target(), "ana@example.com", &password).await.err(),
        api.who_am_i(at.target()).await.err(),
        api.own_session(at.target()).await.err(),
        api.end_session(at.target()).await.err(),
        api.permissions(at.target()).await.err(),
        api.entitlements(at.target()).await.err(),
        api.refresh_entitlements(at.target()).await.err(),
        api.licenses(at.target()).await.err(),
        api.install(at.target(), &text).await.err(),
        api.remove(at.target(), 1).await.err(),
        api.users(at.target(), FIRST).await.err(),
        api.user(at.target(), SOMEBODY).await.err(),
        api.status_counts(at.target(), -3).await.err(),
        api.suspend(at.target(), SOMEBODY).await.err(),
        api.activate(at.target(), SOMEBODY).await.err(),
    ];
    for fault in faults {
        assert!(matches!(fault, Some(ApiError::NotCoder { status: 200, .. })), "{fault:?}");
    }
    assert!(fake.control().licenses().is_empty());
}

#[tokio::test]
async fn a_gateway_that_gave_up_on_a_change_does_not_know_its_outcome() {
    for (status, known) in [(502, false), (503, true), (504, false)] {
        let (fake, at) = owned(|plan| plan);
        fake.control().fail("*", Fault::Html(status));
        let fault = api().install(at.target(), &LicenseText::new("a.b.c")).await.expect_err("a gateway");
        assert_eq!(matches!(fault, ApiError::NotCoder { .. }), known, "{status}: {fault:?}");
        assert_eq!(matches!(fault, ApiError::OutcomeUnknown(_)), !known, "{status}: {fault:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let elsewhere = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    for to in
        [format!("{}/login?next=%2Fsecret#token", elsewhere.url()), "https://portal.example/a?b=c".to_owned()]
    {
        let (fake, at) = owned(|plan| plan);
        fake.control().fail("*", Fault::Redirect(to.clone()));
        let fault = api().who_am_i(at.target()).await.expect_err("not followed");
        let origin =
            if to.contains("portal") { "https://portal.example".to_owned() } else { elsewhere.url() };
        assert_eq!(fault, ApiError::Redirects(origin));
        let fault = api().install(at.target(), &LicenseText::new("a.b.c")).await.expect_err("not followed");
        assert!(matches!(fault, ApiError::Redirects(_)), "{fault:?}");
        assert_eq!(fake.calls().len(), 2);
    }
    assert_eq!(elsewhere.seen().connections, 0, "nobody went there");
}

#[tokio::test]
async fn every_kind_of_redirect_is_told() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let fault =
            asked(http(status, "Location: //other.example:8443/x\r\n", "")).await.expect_err("not followed");
        assert_eq!(fault, ApiError::Redirects("http://other.example:8443".to_owned()), "{status}");
    }
    let hostile = Hostile::plain(vec![Step::Read, http("302 Found", "Location: /login\r\n", "")]).await;
    let fault = api().build_info(At::url(&hostile.url()).target()).await.expect_err("not followed");
    assert_eq!(fault, ApiError::Redirects(hostile.url()), "a path alone leads to the same place");
    for odd in ["Location: http://\r\n", "Location: data:text/html,x\r\n", ""] {
        let fault = asked(http("302 Found", odd, "")).await.expect_err("not followed");
        assert!(
            matches!(fault, ApiError::Redirects(_) | ApiError::NotCoder { status: 302, .. }),
            "{odd}: {fault:?}"
        );
    }
}

#[tokio::test]
async fn an_empty_success_is_not_coder_where_json_is_due() {
    let (fake, at) = owned(|plan| plan);
    fake.control().fail("*", Fault::EmptyOk);
    let fault = api().entitlements(at.target()).await.expect_err("empty");
    assert_eq!(
        fault,
        ApiError::NotCoder { status: 200, content_type: String::new(), excerpt: String::new() }
    );
    let fault = asked(json("200 OK", "")).await.expect_err("empty");
    assert_eq!(fault, ApiError::Unexpected("the answer is empty".to_owned()));
    let fault = asked(http("204 No Content", "", "")).await.expect_err("empty");
    assert!(matches!(fault, ApiError::NotCoder { status: 204, .. }), "{fault:?}");
}

#[tokio::test]
async fn an_empty_success_that_does_not_name_coder_leaves_a_change_unknown() {
    let (fake, at) = owned(|plan| plan);
    fake.control().fail("*", Fault::EmptyOk);
    let fault = api().remove(at.target(), 1).await.expect_err("nobody said who answered");
    assert!(matches!(fault, ApiError::OutcomeUnknown(_)), "{fault:?}");
    let fault =
        api().install(at.target(), &LicenseText::new("a.b.c")).await.expect_err("no license came back");
    assert!(matches!(fault, ApiError::OutcomeUnknown(_)), "{fault:?}");
}

#[tokio::test]
async fn null_and_other_types_are_json_and_left_to_the_reader() {
    for fault in [Fault::NullOk, Fault::WrongTypes, Fault::UnknownFields] {
        let (fake, at) = owned(|plan| plan);
        fake.control().fail("*", fault.clone());
        let answer = api().build_info(at.target()).await.expect("JSON");
        let read = BuildInfo::read(&answer.json);
        assert_eq!(read.is_ok(), fault == Fault::UnknownFields, "{fault:?}: {read:?}");
        let list = api().licenses(at.target()).await.expect("JSON");
        assert_eq!(read_licenses(&list.json).is_ok(), fault != Fault::WrongTypes, "{fault:?}: {}", list.json);
    }
}

#[tokio::test]
async fn cut_json_is_none() {
    let (fake, at) = owned(|plan| plan);
    fake.control().fail("*", Fault::CutJson);
    let fault = api().who_am_i(at.target()).await.expect_err("cut");
    assert_eq!(fault, ApiError::Unexpected("the answer is no JSON".to_owned()));
}

#[tokio::test]
async fn a_byte_order_mark_is_taken_off_and_utf_16_refused() {
    let (fake, at) = owned(|plan| plan);
    fake.control().fail("*", Fault::Bom);
    let answer = api().build_info(at.target()).await.expect("an answer");
    BuildInfo::read(&answer.json).expect("build info");
    fake.control().heal();
    fake.control().fail("*", Fault::Utf16);
    let fault = api().build_info(at.target()).await.expect_err("UTF-16");
    assert_eq!(fault, ApiError::Unexpected("the answer is in UTF-16".to_owned()));
    let latin =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n\"\xfc\"".to_vec();
    let fault = asked(Step::Write(latin)).await.expect_err("Latin-1");
    assert_eq!(fault, ApiError::Unexpected("the answer is no UTF-8".to_owned()));
}

#[tokio::test]
async fn nesting_without_end_overflows_nothing() {
    let deep = "[".repeat(4_000_000);
    let fault = asked(json("200 OK", &deep)).await.expect_err("no JSON");
    assert_eq!(fault, ApiError::Unexpected("the answer is no JSON".to_owned()));
}

#[tokio::test]
async fn json_must_be_called_json() {
    for content_type in ["text/plain", "text/json", "application/octet-stream", "application/jsonp", ""] {
        let answer = http("200 OK", &format!("Content-Type: {content_type}\r\n"), "{}");
        let fault = asked(answer).await.expect_err("not Coder");
        assert!(matches!(fault, ApiError::NotCoder { status: 200, .. }), "{content_type}: {fault:?}");
    }
    for content_type in
        ["application/json", "Application/JSON;charset=UTF-8", "application/json ; charset=utf-8"]
    {
        asked(http("200 OK", &format!("Content-Type: {content_type}\r\n"), "{}")).await.expect("JSON");
    }
}

#[tokio::test]
async fn what_a_page_says_is_shown_without_effect() {
    let page = format!("<b>\u{1b}[31mred\r\n\u{202e}evil</b>{}", "x".repeat(500));
    let answer = http("502 Bad Gateway", "Content-Type: text/html\r\n", &page);
    let ApiError::NotCoder { excerpt, .. } = asked(answer).await.expect_err("a page") else {
        panic!("not Coder")
    };
    assert!(excerpt.starts_with("<b>\\u{1b}[31mred \\u{202e}evil</b>xxx"), "{excerpt}");
    assert!(excerpt.chars().count() < 250, "{excerpt}");
    assert!(!excerpt.contains(['\u{1b}', '\u{202e}', '\n']));
}

#[tokio::test]
async fn clock_and_version_are_told_where_they_can_be_read() {
    let headers = "Content-Type: application/json\r\n";
    let answer =
        asked(http("200 OK", &format!("{headers}Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n"), "{}")).await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.server_time, Some(Instant::from_unix(1_795_435_200)));
    assert_eq!(answer.version, None);
    let odd = format!("{headers}Date: soon\r\nX-Coder-Build-Version: {}\r\n", "v".repeat(5_000));
    let answer = asked(http("200 OK", &odd, "{}")).await.expect("an answer");
    assert_eq!(answer.server_time, None);
    assert_eq!(answer.version.map(|version| version.chars().count()), Some(101));
}

#[tokio::test]
async fn a_gzipped_answer_is_unpacked_and_other_packings_are_not_asked_for() {
    let (fake, at) = owned(|plan| plan);
    api().build_info(at.target()).await.expect("an answer");
    assert_eq!(fake.calls()[0].header("accept-encoding"), Some("gzip"));
    // `{}` as gzip has it.
    let packed = [31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 171, 174, 5, 0, 67, 191, 166, 163, 2, 0, 0, 0];
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 22\r\n\r\n";
    let answer = asked(Step::Write([head.as_bytes(), &packed].concat())).await.expect("an answer");
    assert_eq!(answer.json, "{}");
    let cut = head.replace("22", "12");
    let fault = asked(Step::Write([cut.as_bytes(), &packed[..12]].concat())).await.expect_err("cut");
    assert!(matches!(fault, ApiError::Unexpected(_)), "{fault:?}");
}

#[tokio::test]
async fn a_session_token_of_another_form_is_none() {
    let hostile = Hostile::plain(vec![Step::Read, json("201 Created", r#"{"session_token":"short"}"#)]).await;
    let password = secrecy::SecretString::from("a password");
    let at = At::url(&hostile.url()).with_token(STRAY_TOKEN);
    let fault = api().sign_in(at.target(), "ana@example.com", &password).await.expect_err("no token");
    assert!(matches!(&fault, ApiError::Unexpected(words) if !words.contains("short\"")), "{fault:?}");
}
