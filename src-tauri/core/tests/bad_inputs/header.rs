//! Rows 33 to 48: headers and signatures.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

use crate::judged::{good, judge, odd, refused, under, valid};

#[test]
fn row_33_algorithm_none() {
    for alg in ["none", "None", "nOnE", ""] {
        refused(under(&header(json!({ "alg": alg }))), "unsigned", "algorithm_not_eddsa");
    }
}

#[test]
fn row_34_hs256_with_the_public_key_as_secret() {
    let text = under(&header(json!({ "alg": "HS256" })));
    let (signed, _) = text.rsplit_once('.').expect("three segments");
    let key = jsonwebtoken::EncodingKey::from_secret(&mint::public_key());
    let signature =
        jsonwebtoken::crypto::sign(signed.as_bytes(), &key, jsonwebtoken::Algorithm::HS256).expect("an HMAC");
    refused(format!("{signed}.{signature}"), "unsigned", "algorithm_not_eddsa");
}

#[test]
fn row_35_other_algorithms() {
    for alg in [
        json!("eddsa"),
        json!("Ed25519"),
        json!(["EdDSA"]),
        json!(1),
        json!(null),
        json!("RS256"),
        json!("ES256"),
    ] {
        refused(under(&header(json!({ "alg": alg }))), "unsigned", "algorithm_not_eddsa");
    }
    refused(under(r#"{"kid":"conformance-2026","typ":"JWT"}"#), "unsigned", "algorithm_not_eddsa");
    refused(under(r#"{"ALG":"EdDSA","kid":"conformance-2026"}"#), "unsigned", "algorithm_not_eddsa");
}

#[test]
fn row_36_algorithm_twice() {
    odd(under(r#"{"alg":"none","alg":"EdDSA","kid":"conformance-2026"}"#), "odd_header_field");
    refused(
        under(r#"{"alg":"EdDSA","alg":"none","kid":"conformance-2026"}"#),
        "unsigned",
        "algorithm_not_eddsa",
    );
}

#[test]
fn row_37_no_key_id() {
    refused(under(r#"{"alg":"EdDSA","typ":"JWT"}"#), "unsigned", "key_id_missing");
    for kid in [json!(null), json!(1), json!(["conformance-2026"])] {
        refused(under(&header(json!({ "kid": kid }))), "unsigned", "key_id_missing");
    }
    // Coder looks an empty one up like any other, and finds no key.
    let judged = judge(under(&header(json!({ "kid": "" }))));
    assert!(["unsigned", "unknown_key"].contains(&judged.verdict.as_str()), "{judged:#?}");
}

#[test]
fn row_38_unknown_key() {
    let judged = refused(under(&header(json!({ "kid": "2099-01-01" }))), "unknown_key", "key_id_unknown");
    assert!(judged.headline.contains("2099-01-01"), "{judged:#?}");
}

#[test]
fn row_39_key_ids_that_are_attacks() {
    let long = "k".repeat(500_000);
    for kid in ["../../../dev/null", "x' OR 1=1; --", "<img src=x>", "a\u{202E}b\u{1B}[31m", &long] {
        let judged = refused(under(&header(json!({ "kid": kid }))), "unknown_key", "key_id_unknown");
        assert!(judged.headline.len() < 1000, "shortened");
        assert!(!judged.headline.contains(['\u{202E}', '\u{1B}']), "{judged:#?}");
    }
}

#[test]
fn row_40_key_id_twice_or_escaped() {
    odd(under(r#"{"alg":"EdDSA","kid":"x","kid":"conformance-2026"}"#), "odd_header_field");
    valid(under(r#"{"alg":"EdDSA","\u006bid":"conformance-2026"}"#));
    valid(under(r#"{"alg":"EdDSA","kid":"conformance\u002d2026"}"#));
}

#[test]
fn row_41_critical_fields() {
    for crit in [json!(["exp"]), json!([]), json!("exp")] {
        odd(under(&header(json!({ "crit": crit }))), "odd_header_field");
    }
}

#[test]
fn row_42_unencoded_or_compressed_as_it_says() {
    odd(under(&header(json!({ "b64": false }))), "odd_header_field");
    odd(under(&header(json!({ "zip": "DEF" }))), "odd_header_field");
}

#[test]
fn row_43_types() {
    valid(under(r#"{"alg":"EdDSA","kid":"conformance-2026"}"#));
    valid(under(&header(json!({ "typ": "at+jwt" }))));
    odd(under(&header(json!({ "typ": 1 }))), "odd_header_field");
    odd(under(&header(json!({ "x5c": 1 }))), "odd_header_field");
}

#[test]
fn row_44_embedded_keys_are_not_used() {
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" });
    odd(under(&header(json!({ "jwk": jwk }))), "odd_header_field");
    odd(under(&header(json!({ "jku": "https://example.com/keys.json" }))), "odd_header_field");
    odd(under(&header(json!({ "x5u": "https://example.com/cert.pem" }))), "odd_header_field");
}

#[test]
fn row_45_headers_that_are_no_object() {
    for header in ["[]", "\"EdDSA\"", "1", "", "{\"alg\":\"EdDSA\",\"kid\":\"conformance-2026\"} x"] {
        refused(under(header), "malformed", "header_invalid");
    }
    refused(under(&format!("\u{FEFF}{}", mint::header())), "malformed", "header_invalid");
    // Coder reads null as a header without fields.
    let judged = judge(under("null"));
    assert!(["malformed", "unsigned"].contains(&judged.verdict.as_str()), "{judged:#?}");
}

#[test]
fn row_46_bad_utf8_in_an_unused_field() {
    let segment = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let payload = segment(mint::valid_claims().to_string().as_bytes());
    let mut bytes = br#"{"alg":"EdDSA","kid":"conformance-2026","x":"?"}"#.to_vec();
    let place = bytes.iter().position(|byte| *byte == b'?').expect("the mark");
    bytes[place] = 0xFF;
    odd(mint::sign_text(&format!("{}.{payload}", segment(&bytes))), "odd_header_field");
    odd(under(r#"{"alg":"EdDSA","kid":"conformance-2026","x":"\ud800"}"#), "odd_header_field");
}

#[test]
fn row_47_signature_of_something_else() {
    let text = good();
    let (signed, signature) = text.rsplit_once('.').expect("three segments");
    let (header, payload) = signed.split_once('.').expect("two segments");
    let by_another = jsonwebtoken::crypto::sign(
        signed.as_bytes(),
        &jsonwebtoken::EncodingKey::from_ed_der(&pkcs8([7; 32])),
        jsonwebtoken::Algorithm::EdDSA,
    );
    refused(format!("{signed}.{}", by_another.expect("a signature")), "bad_signature", "signature_invalid");
    let of_payload = mint::sign_text(payload);
    let (_, of_payload) = of_payload.rsplit_once('.').expect("a signature");
    refused(format!("{signed}.{of_payload}"), "bad_signature", "signature_invalid");
    let reordered = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","kid":"conformance-2026","alg":"EdDSA"}"#);
    assert_ne!(reordered, header);
    refused(format!("{reordered}.{payload}.{signature}"), "bad_signature", "signature_invalid");
}

#[test]
fn row_48_signatures_that_are_none() {
    let text = good();
    let (signed, signature) = text.rsplit_once('.').expect("three segments");
    let bytes = URL_SAFE_NO_PAD.decode(signature).expect("base64");
    let with = |bytes: &[u8]| format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bytes));
    let mut cases = vec![with(&bytes[..63]), with(&[0; 64]), with(&plus_order(&bytes))];
    cases.push(with(&[bytes.as_slice(), &[0]].concat()));
    // The same point written as y + p, which no encoder writes.
    let mut not_canonical = bytes;
    not_canonical[..32].copy_from_slice(&[0xFF; 32]);
    cases.push(with(&not_canonical));
    for text in cases {
        refused(text, "bad_signature", "signature_invalid");
    }
}

/// The ordinary header with some fields set.
fn header(fields: Value) -> String {
    let mut header = json!({ "alg": "EdDSA", "kid": mint::KEY_ID, "typ": "JWT" });
    for (name, value) in fields.as_object().expect("fields") {
        header[name] = value.clone();
    }
    header.to_string()
}

/// The signature with the order of the group added to its scalar: equal in the group, refused by all.
fn plus_order(signature: &[u8]) -> Vec<u8> {
    const ORDER: [u8; 32] = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut sum = signature.to_vec();
    let mut carry = 0_u16;
    for (byte, order) in sum[32..].iter_mut().zip(ORDER) {
        carry += u16::from(*byte) + u16::from(order);
        *byte = carry.to_le_bytes()[0];
        carry >>= 8;
    }
    sum
}

fn pkcs8(seed: [u8; 32]) -> Vec<u8> {
    const PREFIX: [u8; 16] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20];
    [PREFIX.as_slice(), &seed].concat()
}
