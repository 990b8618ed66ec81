use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::client::{ask, call, connect, get, get_as};
use crate::fake_deployment::{FakeDeployment, Fault, Plan};
use crate::mint;

fn faulty(fault: Fault) -> FakeDeployment {
    let fake = FakeDeployment::start(Plan::with_owner());
    fake.control().fail("*", fault);
    fake
}

fn upload(fake: &FakeDeployment) -> super::client::Raw {
    let body = json!({ "license": mint::license(&mint::valid_claims()) }).to_string();
    call(fake, "POST /api/v2/licenses", &fake.token_of("owner"), &body)
}

#[test]
fn what_stands_in_for_coders_answer_is_a_whole_answer() {
    let fake = faulty(Fault::Status(409, json!({ "message": "Conflict." })));
    let answer = get(&fake, "buildinfo");
    assert_eq!((answer.status(), answer.json()), (409, json!({ "message": "Conflict." })));
    assert_eq!(answer.header("X-Coder-Build-Version").as_deref(), Some("v2.34.0"));

    let answer = get(&faulty(Fault::Html(502)), "buildinfo");
    assert_eq!(
        (answer.status(), answer.header("content-type")),
        (502, Some("text/html; charset=utf-8".into()))
    );
    assert_eq!(answer.header("X-Coder-Build-Version"), None);

    let answer = get(&faulty(Fault::Redirect("https://portal.example/".into())), "buildinfo");
    assert_eq!((answer.status(), answer.header("location")), (302, Some("https://portal.example/".into())));

    let answer = get(&faulty(Fault::RateLimited("rubbish".into())), "buildinfo");
    assert_eq!((answer.status(), answer.header("retry-after")), (429, Some("rubbish".into())));

    assert_eq!(get(&faulty(Fault::EmptyOk), "buildinfo").body(), b"");
    assert_eq!(get(&faulty(Fault::NullOk), "buildinfo").json(), Value::Null);
    assert_eq!(get(&faulty(Fault::DelayMs(1)), "buildinfo").status(), 200);
}

#[test]
fn a_changed_answer_is_the_right_one_with_one_thing_wrong() {
    let right = get(&FakeDeployment::start(Plan::with_owner()), "users/authmethods").json();

    let wrong = get(&faulty(Fault::WrongTypes), "users/authmethods").json();
    assert_eq!(wrong["password"]["enabled"], json!("perhaps"));

    let mut more = get(&faulty(Fault::UnknownFields), "users/authmethods").json();
    assert!(more["oidc"]["field_of_tomorrow"].is_object());
    more.as_object_mut().expect("an object").remove("field_of_tomorrow");
    assert_eq!(more["password"]["enabled"], right["password"]["enabled"]);

    let cut = get(&faulty(Fault::CutJson), "users/authmethods");
    assert_eq!(cut.header("content-length"), Some(cut.body().len().to_string()));
    assert!(serde_json::from_slice::<Value>(cut.body()).is_err());

    let marked = get(&faulty(Fault::Bom), "users/authmethods");
    assert_eq!(serde_json::from_slice::<Value>(&marked.body()[3..]).expect("JSON"), right);

    let wide = get(&faulty(Fault::Utf16), "users/authmethods");
    let units: Vec<u16> = wide.body().chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let text = String::from_utf16(&units).expect("UTF-16");
    assert_eq!(serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')).expect("JSON"), right);
}

#[test]
fn a_broken_answer_breaks_where_it_should() {
    assert_eq!(get(&faulty(Fault::CloseAtOnce), "buildinfo").bytes, b"");
    assert!(!get(&faulty(Fault::CutHeader), "buildinfo").text().contains("\r\n\r\n"));

    let length =
        |raw: &super::client::Raw| raw.header("content-length").and_then(|text| text.parse::<usize>().ok());
    let cut = get(&faulty(Fault::CutBody), "buildinfo");
    assert!(length(&cut).is_some_and(|length| length > cut.body().len() && !cut.body().is_empty()));
    let short = get(&faulty(Fault::ShortLength), "buildinfo");
    assert!(length(&short).is_some_and(|length| length < short.body().len()));

    let chunked = get(&faulty(Fault::BrokenChunk), "buildinfo");
    assert_eq!(chunked.header("transfer-encoding").as_deref(), Some("chunked"));
    assert!(chunked.body().starts_with(b"zz\r\n"));
}

#[test]
fn a_lost_answer_is_to_a_request_that_was_done() {
    let fake = faulty(Fault::ResetAfterRead);
    assert!(upload(&fake).reset);
    assert_eq!(fake.control().licenses().len(), 1);

    let fake = faulty(Fault::ResetBefore);
    assert!(upload(&fake).reset);
    assert_eq!(fake.control().licenses().len(), 0);
}

#[test]
fn a_failed_refresh_stores_the_license_and_keeps_the_entitlements() {
    let fake = FakeDeployment::start(Plan::with_owner());
    fake.control().fail_once("POST /api/v2/licenses", Fault::NotRefreshed);
    let answer = upload(&fake);
    assert_eq!((answer.status(), &answer.json()["message"]), (500, &json!("Failed to update entitlements")));
    assert_eq!(fake.control().licenses().len(), 1);
    assert_eq!(get(&fake, "entitlements").json()["has_license"], false);
    fake.control().recompute();
    assert_eq!(get(&fake, "entitlements").json()["has_license"], true);
}

#[test]
fn what_has_no_end_goes_on_for_as_long_as_it_is_read() {
    for fault in [Fault::EndlessBody, Fault::EndlessHeaders] {
        let fake = faulty(fault);
        let mut stream = connect(&fake);
        ask(&mut stream, "GET /api/v2/buildinfo", "", "");
        let mut megabytes = vec![0; 4 << 20];
        stream.read_exact(&mut megabytes).expect("more and more");
    }
}

#[test]
fn the_bomb_is_small_until_it_is_unpacked() {
    let answer = get(&faulty(Fault::GzipBomb), "buildinfo");
    assert_eq!(answer.header("content-encoding").as_deref(), Some("gzip"));
    assert!(answer.body().len() < 1 << 20);
    let mut unpacked = vec![0; 16 << 20];
    GzDecoder::new(answer.body()).read_exact(&mut unpacked).expect("gzip");
}

#[test]
fn silence_hears_the_request_and_says_nothing() {
    let fake = faulty(Fault::Silence);
    let mut stream = connect(&fake);
    ask(&mut stream, "GET /api/v2/buildinfo", "", "");
    assert!(fake.wait_for_calls(super::client::PATIENCE, |calls| calls.len() == 1));
    stream.set_read_timeout(Some(std::time::Duration::from_millis(50))).expect("a timeout");
    assert!(stream.read(&mut [0]).is_err());
    assert_eq!(fake.calls()[0].answered, None);
}

#[test]
fn a_byte_a_second_begins_with_the_first_byte() {
    let fake = faulty(Fault::OneByteASecond);
    let mut stream = connect(&fake);
    ask(&mut stream, "GET /api/v2/buildinfo", "", "");
    let mut bytes = [0; 8];
    assert_eq!(stream.read(&mut bytes).expect("a byte"), 1);
    stream.set_read_timeout(Some(std::time::Duration::from_millis(50))).expect("a timeout");
    assert!(stream.read(&mut bytes).is_err());
}

#[test]
fn a_fault_strikes_where_and_as_often_as_it_was_told() {
    let fake = FakeDeployment::start(Plan::with_owner());
    fake.control().fail_once("GET /api/v2/buildinfo", Fault::Html(503));
    assert_eq!(get(&fake, "users/first").status(), 200);
    assert_eq!(get(&fake, "buildinfo").status(), 503);
    assert_eq!(get(&fake, "buildinfo").status(), 200);
    fake.control().fail("/api/v2/users/*", Fault::Html(503));
    assert_eq!(get_as(&fake, "owner", "users/me").status(), 503);
    fake.control().heal_at("/api/v2/users/*");
    assert_eq!(get_as(&fake, "owner", "users/me").status(), 200);
    fake.control().refuse_connections(true);
    let mut stream = connect(&fake);
    assert!(matches!(stream.read(&mut [0]), Err(_) | Ok(0)));
}
