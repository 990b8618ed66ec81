//! Rows 62 to 78: claims.

use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use seatkeeper_core::license::{KeyRing, verify};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

use crate::judged::{claim, good, judge, judge_for, odd, refused, valid, without};

#[test]
fn row_62_other_versions() {
    for version in [json!(2), json!(4), json!(null)] {
        refused(claim("version", version), "refused", "version_unsupported");
    }
    refused(without("version"), "refused", "version_unsupported");
    for version in [json!(-3), json!(3.5), json!("3")] {
        refused(claim("version", version), "malformed", "claim_type");
    }
}

#[test]
fn row_63_the_version_in_another_form() {
    for written in ["3.0", "3e0"] {
        refused(written_claim("version", written), "malformed", "claim_type");
    }
}

#[test]
fn row_64_no_account() {
    for (name, reason) in [("account_id", "account_id_missing"), ("account_type", "account_type_missing")] {
        refused(without(name), "refused", reason);
        refused(claim(name, json!("")), "refused", reason);
        refused(claim(name, json!(null)), "refused", reason);
        refused(claim(name, json!(5)), "malformed", "claim_type");
    }
}

#[test]
fn row_65_accounts_that_do_not_show() {
    let accounts = [
        " ".to_owned(),
        "a\u{0}b".to_owned(),
        "\u{1B}[31mred".to_owned(),
        "abc\u{202E}fed".to_owned(),
        "m".repeat(700_000),
        format!("a{}", "\u{301}".repeat(100)),
        "0018000000\u{410}bCdE".to_owned(),
    ];
    for account in accounts {
        let judged = odd(claim("account_id", json!(account)), "odd_characters");
        assert!(!judged.headline.contains(['\u{1B}', '\u{202E}']), "{}", judged.headline);
    }
}

#[test]
fn row_66_accounts_that_are_text() {
    for account in
        ["<img src=x onerror=alert(1)>", "=HYPERLINK(\"http://x\")", "**bold** [a](b)", "$(touch x)"]
    {
        let judged = valid(claim("account_id", json!(account)));
        assert_eq!(judged.license.expect("a license")["account_id"], account);
    }
}

#[test]
fn row_67_accounts_of_bad_utf8() {
    for bytes in [b"a\\ud800b".as_slice(), b"a\xFFb", b"a\xC0\xAFb"] {
        let claims = mint::valid_claims().to_string();
        let (before, after) = claims.split_once("0018000000AbCdE").expect("the account");
        let payload = [before.as_bytes(), bytes, after.as_bytes()].concat();
        let judged = odd(signed(&payload), "odd_characters");
        assert!(
            judged.license.expect("a license")["account_id"].as_str().expect("text").contains('\u{FFFD}')
        );
    }
}

#[test]
fn row_68_json_that_is_none() {
    let claims = mint::valid_claims().to_string();
    for payload in [
        claims.replace("0018", "00\u{1}18"),
        claims.replace("0018", "00\n18"),
        claims.replacen('{', "{/* a comment */", 1),
        claims.replace("250}", "250,}"),
        claims.replace('"', "'"),
    ] {
        assert_ne!(payload, claims);
        refused(signed(payload.as_bytes()), "malformed", "payload_invalid");
    }
}

#[test]
fn row_69_null_is_absent() {
    for name in ["features", "trial", "feature_set", "deployment_ids", "addons"] {
        valid(claim(name, json!(null)));
    }
    valid(claim("features", json!({ "user_limit": 250, "audit_log": null })));
}

#[test]
fn row_70_any_number_of_features() {
    valid(without("features"));
    valid(claim("features", json!({})));
    let features: serde_json::Map<String, Value> =
        (0..1000).map(|n| (format!("feature_{n}"), json!(n))).collect();
    odd(claim("features", Value::Object(features)), "unknown_feature");
}

#[test]
fn row_71_features_of_another_type() {
    for value in ["1.5", "100.0", "1e2", "\"100\"", "true", "9223372036854775808"] {
        refused(written_claim("features", &format!("{{\"user_limit\":{value}}}")), "malformed", "claim_type");
    }
}

#[test]
fn row_72_features_at_the_limits() {
    odd(claim("features", json!({ "user_limit": -1 })), "odd_feature_value");
    let judged = valid(claim("features", json!({ "user_limit": i64::MAX, "audit_log": i64::MAX })));
    assert_eq!(judged.license.expect("a license")["features"]["user_limit"], i64::MAX);
}

#[test]
fn row_73_what_stands_twice() {
    odd(written_claim("features", r#"{"user_limit":1,"user_limit":100}"#), "odd_claim_repeated");
    odd(extended(r#""account_id":"other""#), "odd_claim_repeated");
    let judged = odd(extended(r#""features":{"audit_log":1}"#), "odd_claim_repeated");
    let features = judged.license.expect("a license")["features"].clone();
    assert_eq!((&features["user_limit"], &features["audit_log"]), (&json!(250), &json!(1)));
}

#[test]
fn row_74_names_in_another_spelling() {
    let claims = mint::valid_claims().to_string();
    for (from, to) in [("\"account_id\"", "\"ACCOUNT_ID\""), ("\"exp\"", "\"Exp\"")] {
        odd(signed(claims.replace(from, to).as_bytes()), "odd_claim_name");
    }
    let judged = judge(extended(&format!("\"EXP\":{}", mint::NOW - 5)));
    assert_eq!(judged.verdict, "expired", "{judged:#?}");
    refused(extended("\"VERSION\":2"), "refused", "version_unsupported");
    let judged = odd(extended("\"featureſ\":{\"user_limit\":999}"), "odd_claim_name");
    assert_eq!(judged.license.expect("a license")["features"]["user_limit"], 999);
}

#[test]
fn row_75_registered_claims_of_another_type() {
    for (name, value) in
        [("aud", json!(5)), ("iss", json!(5)), ("iss", json!(["a"])), ("sub", json!(5)), ("jti", json!(5))]
    {
        refused(claim(name, value), "malformed", "claim_type");
    }
}

#[test]
fn row_76_what_follows_the_payload_or_stands_for_it() {
    let claims = mint::valid_claims().to_string();
    for after in [" and more", "{\"version\":2}", "\0"] {
        odd(signed(format!("{claims}{after}").as_bytes()), "odd_trailing_text");
    }
    let judged = judge(signed(b"null"));
    assert_eq!(judged.verdict, "refused", "{judged:#?}");
    for payload in ["[]", "\"text\"", "1", ""] {
        let judged = judge(signed(payload.as_bytes()));
        assert_eq!(judged.verdict, "malformed", "{judged:#?}");
    }
    let utf16: Vec<u8> = claims.encode_utf16().flat_map(u16::to_le_bytes).collect();
    refused(signed(&utf16), "malformed", "payload_invalid");
}

#[test]
fn row_77_deep_nesting() {
    let nested = |depth: usize| extended(&format!("\"x\":{}{}", "[".repeat(depth), "]".repeat(depth)));
    odd(nested(200), "unknown_claim");
    odd(nested(9_990), "unknown_claim");
    refused(nested(10_001), "malformed", "payload_invalid");
    // Beyond what the check reads at all, on a small stack.
    let deep = signed(format!("{{\"x\":{}", "[".repeat(10_000_000)).as_bytes());
    let thread = thread::Builder::new().stack_size(256 << 10);
    let judged = thread.spawn(move || verify(deep.as_bytes(), &KeyRing::empty()).is_err()).expect("a thread");
    assert!(judged.join().expect("no stack overflow"));
}

#[test]
fn row_78_locks() {
    let id = "a7b2c1de-0000-4000-8000-000000000001";
    let judged = judge(claim("deployment_ids", json!([null])));
    assert_eq!(judged.license.expect("a license")["deployment_ids"], json!([""]));
    refused(claim("deployment_ids", json!(id)), "malformed", "claim_type");
    refused(claim("deployment_ids", json!([1])), "malformed", "claim_type");
    let many: Vec<String> = (0..10_000).map(|n| format!("a7b2c1de-0000-4000-8000-{n:012}")).collect();
    let judged = judge_for(id, claim("deployment_ids", json!(many)));
    assert_eq!(judged.verdict, "valid", "{}", judged.headline);
    let judged = judge_for(id, claim("deployment_ids", json!([id.to_uppercase()])));
    assert_eq!(judged.verdict, "wrong_deployment", "{judged:#?}");
    assert_eq!(judged.reasons, ["locked_to_others"]);
}

/// The good license with a claim written exactly so.
fn written_claim(name: &str, written: &str) -> String {
    let mut claims = mint::valid_claims();
    claims[name] = json!("WRITTEN");
    mint::sign(&mint::header(), &claims.to_string().replacen("\"WRITTEN\"", written, 1))
}

/// The good license with one more claim behind the others.
fn extended(claim: &str) -> String {
    let claims = mint::valid_claims().to_string();
    let open = claims.strip_suffix('}').expect("an object");
    signed(format!("{open},{claim}}}").as_bytes())
}

fn signed(payload: &[u8]) -> String {
    let header = good().split('.').next().expect("a header").to_owned();
    mint::sign_text(&format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload)))
}
