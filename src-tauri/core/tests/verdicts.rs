//! The words of the verdicts, to the letter.

use jiff::tz::TimeZone;
use seatkeeper_core::Instant;
use seatkeeper_core::check::{Check, Context, Verdict, check_bytes, check_unreadable};
use seatkeeper_core::file::FileFault;
use seatkeeper_core::license::{KeyRing, TrustedKey};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

const NOW: &str = "2026-11-23T18:06:27Z";
const TERM: [&str; 3] = ["2026-03-12T00:00:00Z", "2027-03-12T00:00:00Z", "2027-03-26T00:00:00Z"];

struct Judged {
    verdict: Verdict,
    word: String,
    headline: String,
    detail: String,
}

fn judged_at(now: &str, text: &[u8], deployment: Option<&str>) -> Judged {
    let mut ring = KeyRing::built_in();
    ring.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("canonical")).expect("free");
    let context = context(now, &ring, deployment);
    let check: Check = check_bytes(text, &context).remove(0);
    Judged {
        verdict: check.verdict,
        word: check.word(&context),
        headline: check.headline(&context, "a.jwt").plain(&context.zone),
        detail: check.detail().plain(&context.zone),
    }
}

fn context<'a>(now: &str, ring: &'a KeyRing, deployment: Option<&'a str>) -> Context<'a> {
    Context {
        now: Instant::parse(now).expect("a date"),
        zone: TimeZone::fixed(jiff::tz::offset(1)),
        ring,
        deployment,
        exact: false,
        built_at: Instant::from_unix(0),
        expiring_days: 30,
    }
}

fn license([start, end, last]: [&str; 3], more: Value) -> String {
    let unix = |text: &str| Instant::parse(text).expect("a date").unix();
    let mut claims = mint::claims_with(json!({
        "iat": unix(start), "nbf": unix(start), "license_expires": unix(end), "exp": unix(last),
        "features": { "user_limit": 500 },
    }));
    if let (Value::Object(claims), Value::Object(more)) = (&mut claims, more) {
        claims.extend(more);
    }
    mint::license(&claims)
}

fn at(now: &str, dates: [&str; 3], more: Value) -> Judged {
    judged_at(now, license(dates, more).as_bytes(), None)
}

#[test]
fn valid_with_and_without_grace() {
    let valid = at(NOW, TERM, json!({}));
    assert_eq!(valid.verdict, Verdict::Valid);
    assert_eq!(valid.word, "Valid, 109 days");
    assert_eq!(valid.headline, "Valid until 12 Mar 2027 (109 days), then a 14-day grace period.");
    assert_eq!(valid.detail, "Premium, 500 seats.");
    let no_grace = at(NOW, [TERM[0], TERM[1], TERM[1]], json!({}));
    assert_eq!(no_grace.headline, "Valid until 12 Mar 2027 (109 days). No grace period.");
    assert_eq!(no_grace.detail, "Coder stops counting it at that moment.");
}

#[test]
fn expiring_by_days_and_on_the_last_day() {
    let dates = ["2026-01-01", "2026-12-05T00:00:00Z", "2026-12-19T00:00:00Z"];
    let expiring = at(NOW, dates, json!({}));
    assert_eq!(expiring.verdict, Verdict::Expiring);
    assert_eq!(expiring.word, "Ends in 12 days");
    assert_eq!(expiring.headline, "Ends in 12 days, on 5 Dec 2026, then a 14-day grace period.");
    let today =
        at("2026-11-23T12:06:27Z", [dates[0], "2026-11-23T17:00:00Z", "2026-12-07T17:00:00Z"], json!({}));
    assert_eq!(today.word, "Ends today");
    assert_eq!(today.headline, "Ends today at 18:00 (in 5 hours), then a 14-day grace period.");
}

#[test]
fn a_trial_is_expiring_only_in_its_last_week_as_for_coder() {
    let dates = ["2026-11-01", "2026-12-05T00:00:00Z", "2026-12-12T00:00:00Z"];
    assert_eq!(at(NOW, dates, json!({ "trial": true })).verdict, Verdict::Valid);
    assert_eq!(at("2026-11-29", dates, json!({ "trial": true })).verdict, Verdict::Expiring);
}

#[test]
fn grace_is_never_called_expired() {
    let grace = at(NOW, ["2025-11-09", "2026-11-09T00:00:00Z", "2026-11-30T00:00:00Z"], json!({}));
    assert_eq!(grace.verdict, Verdict::Grace);
    assert_eq!(grace.word, "In grace, 7 days");
    assert_eq!(grace.headline, "In its grace period: its features stay on until 30 Nov 2026 (7 days).");
    assert_eq!(grace.detail, "The term ended on 9 Nov 2026. Features stop when the grace period ends.");
}

#[test]
fn expired_says_when_the_grace_period_ended() {
    let expired = at(NOW, ["2025-11-06", "2026-11-06T00:00:00Z", "2026-11-20T00:00:00Z"], json!({}));
    assert_eq!(expired.verdict, Verdict::Expired);
    assert_eq!(expired.word, "Expired 3 days ago");
    assert_eq!(expired.headline, "Expired. The grace period ended on 20 Nov 2026 (3 days ago).");
    assert_eq!(expired.detail, "Coder no longer counts it and refuses it when installed anew.");
    let no_grace = at(NOW, ["2025-11-20", "2026-11-20", "2026-11-20"], json!({}));
    assert_eq!(no_grace.headline, "Expired on 20 Nov 2026 (3 days ago). It had no grace period.");
}

#[test]
fn not_yet_valid_says_when_it_starts_and_ends() {
    let starts = at(NOW, ["2027-01-01", "2027-12-31", "2028-01-14"], json!({ "iat": 1_790_000_000 }));
    assert_eq!(starts.verdict, Verdict::NotYetValid);
    assert_eq!(starts.word, "Starts 1 Jan 2027");
    assert_eq!(
        starts.headline,
        "Not valid yet. It starts on 1 Jan 2027 (in 39 days) and runs to 31 Dec 2027."
    );
    assert_eq!(starts.detail, "It can be installed now; it counts from its start.");
}

#[test]
fn a_lock_is_compared_as_text() {
    let locked = license(TERM, json!({ "deployment_ids": ["a7b2c1de-0000-4000-8000-000000000001"] }));
    let elsewhere = judged_at(NOW, locked.as_bytes(), Some("A7B2C1DE-0000-4000-8000-000000000001"));
    assert_eq!(elsewhere.verdict, Verdict::WrongDeployment);
    assert_eq!(elsewhere.word, "For another deployment");
    let here = judged_at(NOW, locked.as_bytes(), Some("a7b2c1de-0000-4000-8000-000000000001"));
    assert_eq!(here.verdict, Verdict::Valid);
}

#[test]
fn a_changed_text_is_a_bad_signature() {
    let mut changed = license(TERM, json!({})).into_bytes();
    let last = changed.len() - 20;
    changed[last] = if changed[last] == b'A' { b'B' } else { b'A' };
    let changed = judged_at(NOW, &changed, None);
    assert_eq!(changed.verdict, Verdict::BadSignature);
    assert_eq!(
        changed.headline,
        "Bad signature. The text was changed after signing, or Coder did not sign it."
    );
    assert!(changed.detail.starts_with("Do not install it."));
}

#[test]
fn an_unknown_key_is_named() {
    let text = mint::sign(r#"{"alg":"EdDSA","kid":"2027-01-15"}"#, &mint::valid_claims().to_string());
    let unknown = judged_at(NOW, text.as_bytes(), None);
    assert_eq!(unknown.verdict, Verdict::UnknownKey);
    assert_eq!(
        unknown.headline,
        "Cannot tell. It is signed with the key \"2027-01-15\", which Seatkeeper does not know."
    );
}

#[test]
fn another_algorithm_is_not_coders_way() {
    let text = mint::sign(r#"{"alg":"HS256","kid":"conformance-2026"}"#, &mint::valid_claims().to_string());
    let unsigned = judged_at(NOW, text.as_bytes(), None);
    assert_eq!(unsigned.verdict, Verdict::Unsigned);
    assert_eq!(unsigned.headline, "Not signed the way Coder signs licenses (HS256; Coder uses EdDSA).");
}

#[test]
fn a_missing_claim_is_named() {
    let refused =
        judged_at(NOW, mint::license(&mint::claims_with(json!({ "account_id": null }))).as_bytes(), None);
    assert_eq!(refused.verdict, Verdict::Refused);
    assert_eq!(refused.headline, "Incomplete: it has no account ID, so Coder would refuse it.");
}

#[test]
fn two_blocks_are_no_license() {
    let text = mint::license(&mint::valid_claims());
    let cut = &text[..text.rfind('.').expect("three blocks")];
    let malformed = judged_at(NOW, cut.as_bytes(), None);
    assert_eq!(malformed.verdict, Verdict::Malformed);
    assert_eq!(
        malformed.headline,
        "Not a license. A license is three blocks of letters joined by dots; this has two."
    );
}

#[test]
fn a_session_token_is_named_and_not_shown() {
    let token = judged_at(NOW, b"abcdefghij-ABCDEFGHIJKLMNOPQRSTUV", None);
    assert_eq!(token.verdict, Verdict::NotALicense);
    assert_eq!(token.word, "Session token");
    assert_eq!(token.headline, "This looks like a session token, not a license.");
    assert!(!token.detail.contains("abcdefghij"));
}

#[test]
fn a_large_file_is_named_with_its_size() {
    let ring = KeyRing::built_in();
    let context = context(NOW, &ring, None);
    let check = check_unreadable(FileFault::TooLarge { size: 4_200_000 }, &context);
    assert_eq!(
        check.headline(&context, "photo.png").plain(&context.zone),
        "photo.png is 4.2 MB. License files are small texts (Coder's are under 2 kB; the limit here is 1 MiB), \
         so it was not read."
    );
}

/// "By Coder" is a matter of the key ring: the same text under the same key, built in or added.
#[test]
fn by_coder_or_by_a_key_you_added() {
    let text = license(TERM, json!({}));
    let by_coder = KeyRing::with_built_in(mint::KEY_ID, &mint::public_key()).expect("canonical");
    let view = |ring: &KeyRing| {
        let context = context(NOW, ring, None);
        let record = check_bytes(text.as_bytes(), &context)[0].record(&context, "-", None);
        let noted = record.notes.iter().any(|note| note.code == "signed_by_added_key");
        (record.license.map(|license| license["key_origin"].clone()), noted)
    };
    assert_eq!(view(&by_coder), (Some(json!("coder")), false));
    let mut added = KeyRing::built_in();
    added.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("canonical")).expect("free");
    assert_eq!(view(&added), (Some(json!("added")), true));
}
