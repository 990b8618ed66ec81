//! Many deployments at once.

use std::time::Duration;

use seatkeeper_adapters::CoderApi;
use seatkeeper_core::api::ApiError;
use seatkeeper_core::ports::DeploymentApi;
use seatkeeper_testkit::fake_deployment::{Fault, Tls};

use crate::hostile::{Hostile, Step, json};
use crate::setup::{At, SHORT, STRAY_TOKEN, api, owned, within};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_and_twenty_eight_deployments_are_asked_at_once() {
    let (api, mut servers, mut calls) = (std::sync::Arc::new(api()), Vec::new(), Vec::new());
    for number in 0..128 {
        let answer = json("200 OK", &format!(r#"{{"version":"v{number}"}}"#));
        servers.push(Hostile::plain(vec![Step::Read, answer]).await);
    }
    for server in &servers {
        let (api, at) = (std::sync::Arc::clone(&api), At::url(&server.url()).with_token(STRAY_TOKEN));
        calls.push(tokio::spawn(async move { within(25, api.build_info(at.target())).await }));
    }
    for (number, call) in calls.into_iter().enumerate() {
        let answer = call.await.expect("a call").expect("an answer");
        assert_eq!(answer.json, format!(r#"{{"version":"v{number}"}}"#), "each gets its own answer");
    }
    assert!(servers.iter().all(|server| server.seen().connections == 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_of_them_hanging_hold_up_none_of_the_others() {
    // Room for two busy cores to accept everybody before the silence is taken for one.
    let deadlines = seatkeeper_adapters::Deadlines {
        connect: Duration::from_secs(5),
        silence: Duration::from_secs(4),
        whole: Duration::from_secs(8),
    };
    assert!(deadlines.silence > SHORT.silence);
    let api = std::sync::Arc::new(CoderApi::with_deadlines(deadlines));
    let (mut servers, mut calls) = (Vec::new(), Vec::new());
    for number in 0..128 {
        let hangs = number % 2 == 0;
        let script =
            if hangs { vec![Step::Read, Step::Wait] } else { vec![Step::Read, json("200 OK", "{}")] };
        servers.push((hangs, Hostile::plain(script).await));
    }
    for (hangs, server) in &servers {
        let (api, at) = (std::sync::Arc::clone(&api), At::url(&server.url()));
        calls.push((*hangs, tokio::spawn(async move { within(20, api.entitlements(at.target())).await })));
    }
    for (hangs, call) in calls {
        let outcome = call.await.expect("a call");
        if hangs {
            assert_eq!(outcome.map(|answer| answer.json), Err(ApiError::TimedOut { seconds: 4 }));
        } else {
            outcome.expect("an answer");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_calls_to_one_deployment_over_tls_each_get_their_answer() {
    let (fake, at) = owned(|plan| plan.tls(Tls::Good));
    fake.control().fail_once("GET /api/v2/licenses", Fault::Html(502));
    let api = std::sync::Arc::new(api());
    let calls: Vec<_> = (0..64)
        .map(|number| {
            let (api, at) = (std::sync::Arc::clone(&api), at.clone());
            tokio::spawn(async move {
                match number % 2 {
                    0 => within(25, api.licenses(at.target())).await,
                    _ => within(25, api.who_am_i(at.target())).await,
                }
            })
        })
        .collect();
    let mut refused = 0;
    for call in calls {
        refused += usize::from(call.await.expect("a call").is_err());
    }
    assert_eq!((refused, fake.calls().len()), (1, 64), "one fault spoils one call");
}
