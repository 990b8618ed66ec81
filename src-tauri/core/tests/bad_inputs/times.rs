//! Rows 49 to 61: dates.

use seatkeeper_testkit::mint::{self, NOW};
use serde_json::{Value, json};

use crate::judged::{claim, judge, odd, refused, valid, without};

const DAY: i64 = 86_400;

#[test]
fn row_49_no_leeway_at_the_end() {
    for exp in [NOW - 10, NOW - 30, NOW] {
        refused(dates(json!({ "license_expires": NOW - DAY, "exp": exp })), "expired", "expired");
    }
    let judged = judge(dates(json!({ "license_expires": NOW - DAY, "exp": NOW + 1 })));
    assert_eq!(judged.verdict, "grace", "{judged:#?}");
}

#[test]
fn row_50_in_grace() {
    let judged = judge(claim("license_expires", json!(NOW - DAY)));
    assert_eq!(judged.verdict, "grace", "{judged:#?}");
    assert_eq!(judged.uploads, Some(true));
}

#[test]
fn row_51_not_started_may_be_installed() {
    let judged = refused(claim("nbf", json!(NOW + DAY)), "not_yet_valid", "not_started");
    assert_eq!(judged.uploads, Some(true), "{judged:#?}");
}

#[test]
fn row_52_issued_in_the_future() {
    let judged = refused(claim("iat", json!(NOW + DAY)), "refused", "issued_in_future");
    assert_eq!(judged.uploads, Some(false), "{judged:#?}");
}

#[test]
fn row_53_dates_out_of_order() {
    let judged = judge(dates(json!({ "nbf": NOW + 400 * DAY })));
    assert_eq!(judged.verdict, "not_yet_valid", "{judged:#?}");
    let judged =
        judge(dates(json!({ "nbf": NOW - DAY, "exp": NOW - 2 * DAY, "license_expires": NOW - 3 * DAY })));
    assert_eq!(judged.verdict, "expired", "{judged:#?}");
    odd(claim("license_expires", json!(NOW + 400 * DAY)), "odd_dates");
    let judged = judge(claim("license_expires", json!(NOW - 40 * DAY)));
    assert!(judged.notes.iter().any(|code| code == "odd_dates"), "{judged:#?}");
}

#[test]
fn row_54_dates_as_floats() {
    odd(raw_date("exp", "1e10"), "odd_number_form");
    odd(raw_date("exp", "1825243200.9"), "odd_number_form");
    odd(raw_date("iat", "1.5e9"), "odd_number_form");
    let judged = judge(raw_date("exp", "1.5e9"));
    assert_eq!(judged.verdict, "expired", "{judged:#?}");
}

#[test]
fn row_55_a_date_as_a_number_in_a_string() {
    odd(raw_date("exp", "\"1825243200\""), "odd_number_form");
}

#[test]
fn row_56_dates_that_are_none() {
    for value in ["\"never\"", "\"\"", "true", "[]", "{}", "\"NaN\""] {
        refused(raw_date("exp", value), "malformed", "claim_type");
    }
    for value in ["NaN", "0x6CC0", "+1", "01825243200"] {
        refused(raw_date("exp", value), "malformed", "payload_invalid");
    }
}

#[test]
fn row_57_missing_dates() {
    for (name, reason) in [
        ("exp", "expires_missing"),
        ("iat", "issued_at_missing"),
        ("nbf", "not_before_missing"),
        ("license_expires", "license_expires_missing"),
    ] {
        refused(without(name), "refused", reason);
        refused(raw_date(name, "null"), "refused", reason);
    }
}

#[test]
fn row_58_dates_long_past() {
    for value in ["0", "-1", "-0"] {
        let judged = judge(raw_date("exp", value));
        assert_eq!(judged.verdict, "expired", "{judged:#?}");
    }
}

#[test]
fn row_59_dates_out_of_range_wrap_to_the_far_past() {
    for value in ["18446744073709551615", "18446744073709551616", "1e308"] {
        let judged = judge(raw_date("exp", value));
        assert_eq!(judged.verdict, "expired", "{judged:#?}");
        assert!(judged.notes.iter().any(|code| code == "odd_dates"), "{judged:#?}");
    }
    let judged = judge(raw_date("exp", "1e400"));
    assert_eq!(judged.verdict, "malformed", "{judged:#?}");
}

#[test]
fn row_60_absurd_dates() {
    for value in ["1825243200000", "253402300799", "9223372037", "9000000000000000"] {
        odd(raw_date("exp", value), "odd_dates");
    }
}

#[test]
fn row_61_a_term_of_more_than_five_years() {
    for ends in [NOW + 5 * 365 * DAY + 3 * DAY, 1_825_243_200_000] {
        let text = dates(json!({ "license_expires": ends, "exp": ends + DAY }));
        refused(text, "refused", "term_too_long");
    }
    valid(dates(json!({ "license_expires": NOW + 5 * 365 * DAY - DAY, "exp": NOW + 5 * 365 * DAY })));
}

fn dates(changes: Value) -> String {
    mint::license(&mint::claims_with(changes))
}

/// The good license with a date written exactly so.
fn raw_date(name: &str, written: &str) -> String {
    let mut claims = mint::valid_claims();
    claims[name] = json!("DATE");
    mint::sign(&mint::header(), &claims.to_string().replacen("\"DATE\"", written, 1))
}
