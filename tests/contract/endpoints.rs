//! Each call, answered rightly.

use seatkeeper_adapters::Deadlines;
use seatkeeper_core::Instant;
use seatkeeper_core::api::{
    ApiError, BuildInfo, Permissions, SessionKey, SignInMethods, User, read_installed, read_licenses,
};
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::DeploymentApi;
use seatkeeper_testkit::fake_deployment::{
    DEPLOYMENT_ID, FakeDeployment, PASSWORD, Plan, Role, Tls, VERSION,
};
use seatkeeper_testkit::mint;
use secrecy::{ExposeSecret, SecretString};

use crate::setup::{At, STRAY_TOKEN, api, owned, signed_in_as};

#[test]
fn the_deadlines_are_those_that_were_promised() {
    let Deadlines { connect, silence, whole } = Deadlines::default();
    assert_eq!((connect.as_secs_f64(), silence.as_secs_f64(), whole.as_secs_f64()), (5.0, 10.0, 30.0));
    assert!(format!("{:?}", api()).contains("connect: 5s"), "the everyday client has them");
}

#[tokio::test]
async fn build_info_comes_with_version_and_clock() {
    let (fake, at) = owned(|plan| plan.now(Instant::from_unix(mint::NOW)));
    let answer = api().build_info(at.target()).await.expect("an answer");
    let info = BuildInfo::read(&answer.json).expect("build info");
    assert_eq!(info.deployment_id(), Some(DEPLOYMENT_ID));
    assert!(answer.version.expect("a version").starts_with(VERSION));
    assert_eq!(
        answer.server_time.map(|time| (time.since(Instant::from_unix(mint::NOW))).abs() < 60),
        Some(true)
    );
    let calls = fake.calls();
    assert_eq!(calls[0].route(), "GET /api/v2/buildinfo");
    assert_eq!(calls[0].header("accept"), Some("application/json"));
    assert_eq!(
        calls[0].header("user-agent"),
        Some(
            concat!("Seatkeeper/", env!("CARGO_PKG_VERSION"), " (linux)")
                .replace("linux", std::env::consts::OS)
                .as_str()
        )
    );
    for unwanted in ["cookie", "referer", "authorization"] {
        assert!(!calls[0].header_names.iter().any(|name| name == unwanted), "{unwanted}");
    }
}

#[tokio::test]
async fn everything_can_be_asked_over_tls() {
    let (fake, at) = owned(|plan| plan.tls(Tls::Good));
    let answer = api().build_info(at.target()).await.expect("an answer");
    BuildInfo::read(&answer.json).expect("build info");
    assert!(fake.calls()[0].with_token, "the token goes to its own origin");
}

#[tokio::test]
async fn sign_in_methods_are_told_to_nobody_in_particular() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let answer = api().sign_in_methods(At::fake(&fake).target()).await.expect("an answer");
    assert!(SignInMethods::read(&answer.json).expect("methods").password);
    assert!(!fake.calls()[0].with_token);
}

#[tokio::test]
async fn signing_in_gives_a_session_of_ones_own() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let mut at = At::fake(&fake).with_token(STRAY_TOKEN);
    let api = api();
    let token = api
        .sign_in(at.target(), "owner@example.com", &SecretString::from(PASSWORD))
        .await
        .expect("a session");
    assert!(!fake.calls()[0].with_token, "a token that ended would only be in the way");
    at.secrets.token = Some(token);
    let user = User::read(&api.who_am_i(at.target()).await.expect("an answer").json).expect("a user");
    assert_eq!(user.username, "owner");
    assert_eq!(user.roles, ["owner"]);
}

#[tokio::test]
async fn a_password_of_any_letters_arrives_as_it_is() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let at = At::fake(&fake);
    let wrong = SecretString::from("quote\" backslash\\ newline\n umlaut ü \u{1f511}");
    let fault = api().sign_in(at.target(), "owner@example.com", &wrong).await.expect_err("wrong");
    let ApiError::SessionRejected(words) = fault else { panic!("{fault:?}") };
    assert_eq!(words.message, "Incorrect email or password.");
    let spelled = serde_json::Value::from(wrong.expose_secret()).to_string();
    assert!(fake.saw(&spelled));
}

#[tokio::test]
async fn signing_in_by_password_may_be_switched_off() {
    let fake = FakeDeployment::start(Plan::with_owner().password_sign_in(false));
    let fault = api()
        .sign_in(At::fake(&fake).target(), "owner@example.com", &SecretString::from(PASSWORD))
        .await
        .expect_err("switched off");
    assert!(matches!(fault, ApiError::NotPermitted(_)), "{fault:?}");
}

#[tokio::test]
async fn the_own_session_is_read_and_ended_and_no_other() {
    let (fake, at) = owned(|plan| plan);
    let other = At::fake(&fake).with_token(&fake.token_of("owner"));
    let api = api();
    let key = SessionKey::read(&api.own_session(at.target()).await.expect("an answer").json).expect("a key");
    assert!(key.expires_at.is_some());
    let key_id = at.secrets.token.as_ref().expect("a token").key_id();
    api.end_session(at.target()).await.expect("it is over");
    assert_eq!(
        fake.calls().last().expect("a call").route(),
        format!("DELETE /api/v2/users/me/keys/{key_id}")
    );
    assert!(matches!(api.who_am_i(at.target()).await, Err(ApiError::SessionRejected(_))));
    api.who_am_i(other.target()).await.expect("the other session goes on");
}

#[tokio::test]
async fn without_a_token_there_is_no_own_session_to_ask_for() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let at = At::fake(&fake);
    assert!(matches!(api().own_session(at.target()).await, Err(ApiError::SessionRejected(_))));
    assert!(matches!(api().end_session(at.target()).await, Err(ApiError::SessionRejected(_))));
    assert!(fake.calls().is_empty(), "nothing is asked that cannot be answered");
}

#[tokio::test]
async fn permissions_differ_by_role() {
    let (_fake, owner) = owned(|plan| plan);
    let (_other, auditor) = signed_in_as(Role::Auditor);
    let ask = async |at: &At| {
        Permissions::read(&api().permissions(at.target()).await.expect("an answer").json)
            .expect("permissions")
    };
    let (owner, auditor) = (ask(&owner).await, ask(&auditor).await);
    assert_eq!(owner.add_licenses, Some(true));
    assert_eq!((auditor.read_licenses, auditor.read_users), (Some(false), Some(true)));
}

#[tokio::test]
async fn entitlements_are_told_to_everybody() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let answer = api().entitlements(At::fake(&fake).target()).await.expect("an answer");
    let json: serde_json::Value = serde_json::from_str(&answer.json).expect("JSON");
    assert!(json["features"]["user_limit"].is_object());
}

#[tokio::test]
async fn a_license_is_installed_listed_and_removed() {
    let (fake, at) = owned(|plan| plan.now(Instant::from_unix(mint::NOW)));
    let api = api();
    let none = api.licenses(at.target()).await.expect("an answer");
    assert!(read_licenses(&none.json).expect("a list").is_empty());
    let text = mint::license(&mint::valid_claims());
    let answer = api.install(at.target(), &LicenseText::new(text.clone())).await.expect("installed");
    let installed = read_installed(&answer.json).expect("a license");
    assert_eq!(fake.control().licenses(), [(installed.id, text)], "the exact text arrived");
    let listed = read_licenses(&api.licenses(at.target()).await.expect("an answer").json).expect("a list");
    assert_eq!(listed.iter().map(|license| license.id).collect::<Vec<_>>(), [installed.id]);
    api.remove(at.target(), installed.id).await.expect("removed");
    assert!(fake.control().licenses().is_empty());
    let again = api.remove(at.target(), installed.id).await.expect_err("it is gone already");
    assert!(
        matches!(&again, ApiError::NotFound(words) if words.message == "Unknown license ID"),
        "{again:?}"
    );
}

#[tokio::test]
async fn a_list_that_is_null_is_empty() {
    use seatkeeper_testkit::fake_deployment::Older;
    let (_fake, at) = owned(|plan| plan.older(Older::V2_10));
    let answer = api().licenses(at.target()).await.expect("an answer");
    assert_eq!(answer.json.trim(), "null");
    assert!(read_licenses(&answer.json).expect("a list").is_empty());
}

#[tokio::test]
async fn entitlements_are_refreshed_once_a_minute() {
    let (_fake, at) = owned(|plan| plan);
    let api = api();
    let first = api.refresh_entitlements(at.target()).await;
    let second = api.refresh_entitlements(at.target()).await.expect_err("too soon");
    assert!(matches!(first, Ok(()) | Err(ApiError::RateLimited { .. })), "{first:?}");
    let ApiError::RateLimited { until, words } = second else { panic!("{second:?}") };
    let now = seatkeeper_adapters::SystemClock.now();
    assert!((0..=61).contains(&until.since(now)), "{}", until.since(now));
    assert!(words.message.contains("already recently refreshed"), "{}", words.message);
}
