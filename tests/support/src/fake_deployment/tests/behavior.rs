use std::net::TcpStream;
use std::time::Duration;

use seatkeeper_core::Instant;
use serde_json::{Value, json};

use super::client::{Raw, ask, call, connect, get, get_as};
use crate::fake_deployment::demo;
use crate::fake_deployment::{FakeDeployment, Older, Plan, PlannedUser, Role, Status};
use crate::mint;

const DAY: i64 = 86_400;

fn now() -> Instant {
    Instant::from_unix(mint::NOW)
}

fn entitlements(fake: &FakeDeployment) -> Value {
    get(fake, "entitlements").json()
}

#[test]
fn what_was_received_is_known_and_the_secret_is_not_shown() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let token = fake.token_marked("owner", "canaryCANARY");
    assert!(!fake.saw("canaryCANARY"));
    call(&fake, "GET /api/v2/users/me?x=1", &token, "body");
    assert!(fake.saw("canaryCANARY") && !fake.saw("canaryCANARY?"));
    let calls = fake.calls();
    let [only] = &calls[..] else { panic!("{calls:?}") };
    assert_eq!((only.route().as_str(), only.answered), ("GET /api/v2/users/me", Some(200)));
    assert_eq!((only.with_token, only.token_id.as_deref(), only.body_length), (true, Some(&token[..10]), 4));
    assert!(only.header_names.contains(&"coder-session-token".to_owned()));
    assert_eq!(only.header("Coder-Session-Token"), None);
    assert!(!format!("{only:?}").contains("canary"));
}

#[test]
fn a_connection_takes_one_request_after_the_other() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let mut stream = connect(&fake);
    for _ in 0..3 {
        ask(&mut stream, "GET /api/v2/buildinfo", "", "");
    }
    assert!(fake.wait_for_calls(super::client::PATIENCE, |calls| calls.len() == 3));
    assert_eq!(fake.connections(), 1);
}

#[test]
fn warnings_travel_with_every_call_of_those_who_may_see_the_configuration() {
    let over = mint::license(&mint::claims_with(json!({ "features": { "user_limit": 1 } })));
    let plan = Plan::with_owner().user("ana", Role::Member).user("bo", Role::Auditor).license(over);
    let fake = FakeDeployment::start(plan.enable("aibridge", false));
    let warning = |user: &str| get_as(&fake, user, "users/me").header("X-Coder-Entitlements-Warning");
    let words = "Your deployment has 3 active users but is only licensed for 1.";
    assert_eq!(warning("owner").as_deref(), Some(words));
    assert_eq!(warning("bo").as_deref(), Some(words));
    assert_eq!(warning("ana"), None);
}

#[test]
fn it_can_be_had_by_ipv6_alone() {
    let fake = FakeDeployment::start(Plan::with_owner().ipv6());
    let address = fake.url().replace("http://", "");
    assert!(address.starts_with("[::1]:") && TcpStream::connect(&address).is_ok());
    assert!(TcpStream::connect(address.replace("[::1]", "127.0.0.1")).is_err());
}

#[test]
fn a_dropped_fake_is_gone() {
    let fake = FakeDeployment::start(Plan::with_owner());
    let address = fake.url().replace("http://", "");
    drop(fake);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn an_older_coder_lacks_what_came_later() {
    let fake = FakeDeployment::start(Plan::with_owner().older(Older::V2_10));
    assert_eq!(get(&fake, "buildinfo").json().get("deployment_id"), None);
    assert_eq!(get_as(&fake, "owner", "licenses").json(), Value::Null);
    assert_eq!(
        get_as(&fake, "owner", "insights/user-status-counts").json(),
        json!({ "message": "Route not found." })
    );
    assert_eq!(get(&fake, "users/me").header("www-authenticate"), None);
    let locked = mint::license(&mint::claims_with(json!({ "deployment_ids": ["another"] })));
    let body = json!({ "license": locked }).to_string();
    let answer = call(&fake, "POST /api/v2/licenses", &fake.token_of("owner"), &body);
    assert_eq!(answer.status(), 201);
}

#[test]
fn a_workspace_proxy_names_its_deployment_and_has_none_of_the_api() {
    let fake = FakeDeployment::start(Plan::empty().workspace_proxy_of("https://coder.example"));
    let info = get(&fake, "buildinfo").json();
    assert_eq!(
        (&info["workspace_proxy"], &info["dashboard_url"]),
        (&json!(true), &json!("https://coder.example"))
    );
    assert_eq!(get(&fake, "entitlements").json(), json!({ "message": "Route not found." }));
}

#[test]
fn entitlements_are_worked_out_by_timer_and_grow_stale_when_that_is_held() {
    let plan = Plan::with_owner().license(mint::license(&mint::valid_claims()));
    let fake = FakeDeployment::start(plan.zone("UTC"));
    let control = fake.control();
    let before = entitlements(&fake)["refreshed_at"].clone();
    control.add_user(PlannedUser::new("ana", Role::Member));
    control.advance(Duration::from_secs(599));
    assert_eq!(entitlements(&fake)["refreshed_at"], before);
    control.advance(Duration::from_secs(1));
    assert_eq!(entitlements(&fake)["refreshed_at"], "2026-11-23T12:10:00Z");
    assert_eq!(entitlements(&fake)["features"]["user_limit"]["actual"], 2);
    control.hold_entitlements(true);
    control.advance(Duration::from_secs(3600));
    assert_eq!(entitlements(&fake)["refreshed_at"], "2026-11-23T12:10:00Z");
}

#[test]
fn who_is_not_seen_for_90_days_goes_dormant_and_any_request_wakes_them() {
    let seen = |days: i64| {
        PlannedUser::new(if days == 90 { "ana" } else { "bo" }, Role::Member)
            .last_seen(now().plus(-days * DAY - 1))
    };
    let fake = FakeDeployment::start(Plan::with_owner().planned(seen(90)).planned(seen(89)));
    fake.control().run_dormancy();
    assert_eq!(fake.control().status("ana"), Some(Status::Dormant));
    assert_eq!(fake.control().status("bo"), Some(Status::Active));
    assert_eq!(get_as(&fake, "ana", "users/me").status(), 200);
    assert_eq!(fake.control().status("ana"), Some(Status::Active));
}

#[test]
fn a_session_ends_at_its_end_and_when_it_is_revoked() {
    let fake = FakeDeployment::start(Plan::with_owner().zone("UTC"));
    let token = fake.token_of("owner");
    let detail = |raw: Raw| raw.json()["detail"].as_str().unwrap_or_default().to_owned();
    let me = || call(&fake, "GET /api/v2/users/me", &token, "");
    assert_eq!(me().status(), 200);
    fake.control().end_sessions_at("owner", now().plus(-1));
    assert_eq!(detail(me()), "API key expired at \"2026-11-23T11:59:59Z\".");
    fake.control().revoke_sessions("owner");
    assert_eq!(detail(me()), "API key is invalid.");
}

#[test]
fn the_use_of_a_session_moves_its_end_where_that_is_allowed() {
    for (sliding, status) in [(true, 200), (false, 401)] {
        let fake = FakeDeployment::start(Plan::with_owner().sliding_sessions(sliding));
        let token = fake.token_of("owner");
        for _ in 0..2 {
            fake.control().advance(Duration::from_secs(20 * 3600));
            call(&fake, "GET /api/v2/users/me", &token, "");
        }
        assert_eq!(fake.calls()[1].answered, Some(status));
    }
}

#[test]
fn the_deployments_of_the_demo_are_what_they_say() {
    let demo = demo::deployments(now());
    let fakes: Vec<_> = demo
        .into_iter()
        .map(|deployment| FakeDeployment::start(deployment.plan.tls(crate::fake_deployment::Tls::Off)))
        .collect();
    let seats = |fake: &FakeDeployment| {
        let entitlements = entitlements(fake);
        let limit = &entitlements["features"]["user_limit"];
        let number = |name: &str| limit[name].as_i64().unwrap_or(-1);
        let warned = entitlements["warnings"].as_array().is_some_and(|warnings| {
            warnings
                .iter()
                .any(|warning| warning.as_str().is_some_and(|text| text.starts_with("Your deployment has")))
        });
        (
            limit["entitlement"].as_str().unwrap_or_default().to_owned(),
            number("actual"),
            number("limit"),
            warned,
        )
    };
    assert_eq!(seats(&fakes[0]), ("entitled".into(), 42, 60, false));
    assert_eq!(seats(&fakes[1]).0, "grace_period");
    assert_eq!(seats(&fakes[2]), ("entitled".into(), 13, 10, true));
    let history = get_as(&fakes[0], "owner", "insights/user-status-counts?tz_offset=0").json();
    let active = history["status_counts"]["active"].as_array().expect("a history");
    let count = |place: usize| active[place]["count"].as_i64().expect("a count");
    assert!(count(0) > 0 && count(0) < count(30) && count(30) < count(60));
    let users = get_as(&fakes[0], "owner", "users?limit=1").json();
    assert_eq!(users["count"], 49);
}
