//! What Coder refuses, in its own words.

use seatkeeper_adapters::SystemClock;
use seatkeeper_core::api::ApiError;
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::DeploymentApi;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, Plan, Role};
use serde_json::{Value, json as value};

use crate::hostile::{Hostile, Step, http, json};
use crate::setup::{At, STRAY_TOKEN, api, owned, signed_in_as};

/// What one question makes of one refusal.
async fn refused(status: u16, body: Value) -> ApiError {
    let (fake, at) = owned(|plan| plan);
    fake.control().fail("*", Fault::Status(status, body));
    api().licenses(at.target()).await.expect_err("refused")
}

#[tokio::test]
async fn a_session_that_ended_is_told_from_one_that_may_not() {
    let (fake, at) = owned(|plan| plan);
    fake.control().revoke_sessions("owner");
    let fault = api().who_am_i(at.target()).await.expect_err("revoked");
    let ApiError::SessionRejected(words) = fault else { panic!("{fault:?}") };
    assert!(words.message.contains("signed out"), "{words:?}");
    assert!(!words.detail.is_empty(), "{words:?}");
    let (_fake, ana) = signed_in_as(Role::Auditor);
    let fault = api().install(ana.target(), &LicenseText::new("a.b.c")).await.expect_err("not an owner");
    assert!(matches!(fault, ApiError::NotPermitted(_)), "{fault:?}");
    let fault = api().refresh_entitlements(ana.target()).await.expect_err("not an owner");
    assert!(matches!(fault, ApiError::NotPermitted(_)), "{fault:?}");
}

#[tokio::test]
async fn one_rejected_session_leaves_the_others_alone() {
    let (fake, at) = owned(|plan| plan);
    let (_other_fake, other) = owned(|plan| plan);
    fake.control().revoke_sessions("owner");
    let api = api();
    assert!(matches!(api.who_am_i(at.target()).await, Err(ApiError::SessionRejected(_))));
    api.who_am_i(other.target()).await.expect("the other one lives");
}

#[tokio::test]
async fn a_call_that_the_server_does_not_know_is_told_from_a_thing_that_is_not_there() {
    assert_eq!(refused(404, value!({ "message": "Route not found." })).await, ApiError::RouteMissing);
    let fault =
        refused(404, value!({ "message": "Resource not found or you do not have access to this resource" }));
    assert!(matches!(fault.await, ApiError::NotFound(_)));
    let hostile = Hostile::plain(vec![
        Step::Read,
        http("404 Not Found", "Content-Type: text/plain\r\n", "404 page not found"),
    ])
    .await;
    let fault = api().entitlements(At::url(&hostile.url()).target()).await.expect_err("not Coder");
    assert!(matches!(fault, ApiError::NotCoder { status: 404, .. }), "{fault:?}");
}

#[tokio::test]
async fn coders_words_come_through_in_full() {
    let body = value!({
        "message": "Validation failed.",
        "detail": "See the list.",
        "validations": [{ "field": "license", "detail": "Validation failed for tag \"required\"" }],
        "later": { "unknown": true },
    });
    let fault = refused(400, body).await;
    let ApiError::Refused(400, words) = &fault else { panic!("{fault:?}") };
    assert_eq!(words.message, "Validation failed.");
    assert_eq!(words.detail, "See the list.");
    assert_eq!(
        words.validations,
        [("license".to_owned(), "Validation failed for tag \"required\"".to_owned())]
    );
    assert!(matches!(refused(409, value!({ "message": "It exists." })).await, ApiError::Refused(409, _)));
    assert!(matches!(
        refused(418, value!({ "message": "", "validations": null })).await,
        ApiError::Refused(418, _)
    ));
    let fault =
        refused(500, value!({ "message": "An internal server error occurred.", "detail": "pq: gone" })).await;
    let ApiError::ServerFault(500, words) = &fault else { panic!("{fault:?}") };
    assert_eq!(words.detail, "pq: gone");
}

#[tokio::test]
async fn json_without_coders_message_is_not_coder() {
    for body in [value!({ "error": "no" }), value!([]), value!("no"), value!(null), value!({ "message": 5 })]
    {
        for status in [401, 404, 500] {
            let fault = refused(status, body.clone()).await;
            assert!(matches!(fault, ApiError::NotCoder { .. }), "{status} {body}: {fault:?}");
        }
    }
}

#[tokio::test]
async fn long_and_hostile_words_are_cut_and_made_harmless() {
    let validations: Vec<Value> =
        (0..500).map(|_| value!({ "field": "f".repeat(5_000), "detail": "d" })).collect();
    let body = value!({
        "message": format!("a\u{202e}b\u{1b}]0;x\u{7}\nc{}", "m".repeat(100_000)),
        "detail": "d".repeat(100_000),
        "validations": validations,
    });
    let fault = refused(400, body).await;
    let ApiError::Refused(_, words) = fault else { panic!("{fault:?}") };
    assert!(words.message.starts_with("a\\u{202e}b\\u{1b}]0;x\\u{7} cmmm"), "{}", &words.message[..60]);
    assert!(words.message.chars().count() < 2_050 && words.detail.chars().count() == 2_001);
    assert_eq!(words.validations.len(), 20);
    assert!(words.validations.iter().all(|(field, _)| field.chars().count() == 2_001));
}

#[tokio::test]
async fn too_many_calls_are_told_until_when() {
    let (fake, at) = owned(|plan| plan);
    let (api, clock) = (api(), SystemClock);
    for (said, least, most) in [
        ("5", 4, 6),
        ("0", 0, 1),
        ("-1", 0, 1),
        ("1000000000", 599, 601),
        ("1e9", 59, 61),
        ("rubbish", 59, 61),
    ] {
        fake.control().heal();
        fake.control().fail("*", Fault::RateLimited(said.to_owned()));
        let fault = api.licenses(at.target()).await.expect_err("too many");
        let ApiError::RateLimited { until, words } = fault else { panic!("{said}: {fault:?}") };
        let wait = until.since(clock.now());
        assert!((least - 1..=most).contains(&wait), "{said}: {wait}");
        assert!(words.message.contains("rate limited"), "{words:?}");
    }
    assert_eq!(fake.calls().len(), 6, "each was asked once");
}

#[tokio::test]
async fn a_date_to_try_again_at_is_read_by_the_servers_clock() {
    let headers = "Content-Type: application/json\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\n\
                   Retry-After: Mon, 23 Nov 2026 12:02:00 GMT\r\n";
    let hostile =
        Hostile::plain(vec![Step::Read, http("429 Too Many Requests", headers, r#"{"message":"slow"}"#)])
            .await;
    let fault = api().entitlements(At::url(&hostile.url()).target()).await.expect_err("too many");
    let ApiError::RateLimited { until, .. } = fault else { panic!("{fault:?}") };
    assert!((118..=121).contains(&until.since(SystemClock.now())));
}

#[tokio::test]
async fn too_many_calls_are_believed_of_a_gateway_as_well() {
    let hostile = Hostile::plain(vec![
        Step::Read,
        http("429 Too Many Requests", "Content-Type: text/html\r\n", "<h1>Slow"),
    ])
    .await;
    let fault = api().entitlements(At::url(&hostile.url()).target()).await.expect_err("too many");
    assert!(matches!(fault, ApiError::RateLimited { .. }), "{fault:?}");
}

#[tokio::test]
async fn a_refusal_without_a_time_is_no_limit() {
    let hostile = Hostile::plain(vec![Step::Read, json("400 Bad Request", r#"{"message":"no"}"#)]).await;
    let fault = api().refresh_entitlements(At::url(&hostile.url()).with_token(STRAY_TOKEN).target()).await;
    assert!(matches!(fault, Err(ApiError::Refused(400, _))), "{fault:?}");
}

#[tokio::test]
async fn a_removal_that_was_stored_but_not_worked_in_is_a_fault_of_the_server() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let at = At::fake(&fake).with_token(&fake.token_of("owner"));
    fake.control().fail("DELETE /api/v2/licenses/*", Fault::NotRefreshed);
    let fault = api().remove(at.target(), 1).await.expect_err("not worked in");
    let ApiError::ServerFault(500, words) = fault else { panic!("{fault:?}") };
    assert_eq!(words.message, "Failed to update entitlements");
}

#[tokio::test]
async fn unassigned_statuses_are_not_coder() {
    for status in ["299 Odd", "600 Odd", "999 Odd", "304 Not Modified"] {
        let hostile =
            Hostile::plain(vec![Step::Read, http(status, "Content-Type: application/json\r\n", "")]).await;
        let fault = api().entitlements(At::url(&hostile.url()).target()).await.expect_err(status);
        assert!(matches!(fault, ApiError::NotCoder { .. } | ApiError::Unexpected(_)), "{status}: {fault:?}");
    }
}
