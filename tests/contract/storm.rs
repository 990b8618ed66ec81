//! Answers that are wrong in ways that nobody thought of: right ones, changed by chance.

use seatkeeper_core::api::ApiError;
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::DeploymentApi;
use secrecy::SecretString;

use crate::canary;
use crate::hostile::{Hostile, Step, json};
use crate::setup::{At, FIRST, SOMEBODY, STRAY_TOKEN, impatient, within};

/// How many answers are tried, each with every call.
const ANSWERS: u64 = 300;

/// Chance that can be repeated (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).expect("31 bits") % bound.max(1)
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// An answer, more or less.
fn answer(chance: &mut Chance, elsewhere: &str) -> Vec<u8> {
    let status = chance.of(&[
        "200 OK",
        "201 Created",
        "204 No Content",
        "302 Found",
        "307 Temporary Redirect",
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "407 Proxy",
        "429 Too Many",
        "500 Fault",
        "502 Bad Gateway",
        "100 Continue",
        "999 Odd",
        "-1",
        "",
    ]);
    let content_type =
        chance.of(&["application/json", "application/json; charset=utf-16", "text/html", "", "\u{7f}"]);
    let body = chance.of(&[
        r#"{"version":"v2.34.0","deployment_id":"x"}"#,
        r#"{"message":"You sent Strayaaaa1-MarkerMarkerMarkerXYZ1","detail":null,"validations":[{}]}"#,
        r#"{"session_token":"Abcdefghi1-0123456789ABCDEFGHIJKL"}"#,
        "null",
        "[]",
        "[[[[[[[[[[[[[[[[",
        "\u{feff}{}",
        "<html><script>alert(1)</script>",
        "",
    ]);
    let extra = chance.of(&[
        "X-Coder-Build-Version: v2.34.0\r\n",
        "Content-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Retry-After: 5\r\n",
        "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n",
        "Set-Cookie: coder_session_token=planted\r\n",
        "Connection: upgrade\r\nUpgrade: h2c\r\n",
        "",
    ]);
    let length = *chance.of(&[body.len(), 0, 5, 1 << 30]);
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nLocation: {elsewhere}/x?y\r\nContent-Length: {length}\r\n{extra}\r\n{body}"
    )
    .into_bytes();
    for _ in 0..chance.below(4) {
        let place = chance.below(bytes.len());
        match chance.below(4) {
            0 => bytes.truncate(place),
            1 => bytes.extend_from_within(place..),
            2 => bytes.insert(place, b"\0\r\n:{\"\xff"[chance.below(7)]),
            _ => {
                let bit = 1 << chance.below(8);
                if let Some(byte) = bytes.get_mut(place) {
                    *byte ^= bit;
                }
            }
        }
    }
    bytes
}

/// Every call, one after the other; what each came to.
async fn every_call(at: &At) -> Vec<Option<ApiError>> {
    let (api, text) = (impatient(), LicenseText::new("a.b.c"));
    let password = SecretString::from("hunter-12345");
    vec![
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
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_spoiled_answers_to_every_call_end_and_leak_nothing() {
    let elsewhere = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    let mut calls = Vec::new();
    for seed in 1..=ANSWERS {
        let bytes = answer(&mut Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)), &elsewhere.url());
        calls.push(tokio::spawn(async move {
            let hostile = Hostile::plain(vec![Step::Read, Step::Write(bytes)]).await;
            let at = At::url(&hostile.url()).with_token(STRAY_TOKEN);
            let faults = within(30, every_call(&at)).await;
            for (call, fault) in faults.iter().enumerate() {
                let words = format!("{fault:?}");
                let leaked = canary::SECRETS.iter().find(|secret| words.contains(**secret));
                assert_eq!(leaked, None, "answer {seed}, call {call}: {words}");
            }
            faults.iter().filter(|fault| fault.is_some()).count()
        }));
    }
    let mut refused = 0;
    for call in calls {
        refused += call.await.expect("no panic");
    }
    assert!((1_400..5_100).contains(&refused), "some are right and most are not: {refused}");
    assert_eq!(elsewhere.seen().connections, 0, "no token went to another server");
}
