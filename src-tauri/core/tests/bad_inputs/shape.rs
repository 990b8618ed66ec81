//! Rows 21 to 30: texts that lost something, or have too much of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use seatkeeper_core::license::{KeyRing, verify};
use serde_json::json;

use crate::judged::{good, judge, refused};

#[test]
fn row_21_cut_texts() {
    let text = good();
    refused(&text[..text.len() - 1], "bad_signature", "signature_invalid");
    refused(&text[..text.len() - 10], "bad_signature", "signature_invalid");
    let header = text.find('.').expect("a header");
    refused(&text[..header + 40], "malformed", "segment_count");
    refused(&text[..header], "malformed", "segment_count");
    refused(&text[..=header], "malformed", "segment_count");
}

#[test]
fn row_22_one_case_only() {
    for text in [good().to_uppercase(), good().to_lowercase()] {
        let judged = judge(text);
        assert_eq!(judged.verdict, "malformed");
        assert!(["base64_invalid", "header_invalid"].contains(&judged.reasons[0].as_str()), "{judged:#?}");
    }
}

#[test]
fn row_23_nothing() {
    for text in ["", " ", "\r\n\t ", "..", "...", "\u{FEFF}", "\u{A0}\u{200B}"] {
        refused(text, "malformed", "text_empty");
    }
}

#[test]
fn row_24_one_or_two_segments() {
    let text = good();
    let (two, _) = text.rsplit_once('.').expect("three segments");
    for text in [two, "abc.def", "eyJhbGciOiJFZERTQSJ9", &text.replace('.', "")] {
        refused(text, "malformed", "segment_count");
    }
}

#[test]
fn row_25_empty_signature() {
    let text = good();
    let (signed, _) = text.rsplit_once('.').expect("three segments");
    refused(format!("{signed}."), "unsigned", "signature_missing");
}

#[test]
fn row_26_four_segments_or_a_dot_at_the_end() {
    refused(good() + ".", "malformed", "segment_count");
    refused(good() + ".\n", "malformed", "segment_count");
    refused(good() + ".abc", "malformed", "segment_count");
    refused(format!(".{}", good()), "malformed", "segment_count");
}

#[test]
fn row_27_five_segments_of_an_encrypted_token() {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"dir","enc":"A256GCM"}"#);
    refused(format!("{header}..MTIzNDU2Nzg5MDEy.YWJj.MTIzNDU2Nzg5MDEyMzQ1Ng"), "malformed", "segment_count");
    refused(
        format!("{header}.YQ.MTIzNDU2Nzg5MDEy.YWJj.MTIzNDU2Nzg5MDEyMzQ1Ng"),
        "malformed",
        "segment_count",
    );
}

#[test]
fn row_28_json_serialization() {
    let text = good();
    let parts: Vec<&str> = text.split('.').collect();
    let flat = json!({ "protected": parts[0], "payload": parts[1], "signature": parts[2] });
    refused(flat.to_string(), "malformed", "segment_count");
    let general =
        json!({ "payload": parts[1], "signatures": [{ "protected": parts[0], "signature": parts[2] }] });
    refused(general.to_string(), "malformed", "segment_count");
    refused(format!("{general:#}"), "malformed", "segment_count");
}

#[test]
fn row_29_too_large() {
    refused(vec![b'A'; 4 << 20], "unreadable", "text_too_large");
    refused(vec![b'.'; (1 << 20) + 1], "unreadable", "text_too_large");
    refused(good() + &" ".repeat(1 << 20), "unreadable", "text_too_large");
    // A mebibyte is still read, and a mebibyte of dots is nothing.
    refused(vec![b'.'; 1 << 20], "malformed", "text_empty");
    refused(vec![b'A'; 1 << 20], "malformed", "segment_count");
    assert!(verify(&vec![b'.'; 10 << 20], &KeyRing::empty()).is_err());
}

#[test]
fn row_30_nul_after_or_inside() {
    for at in [10, 100] {
        let mut text = good();
        text.insert(at, '\0');
        refused(text, "malformed", "base64_invalid");
    }
    // In the third block it is the signature that Coder finds wrong.
    for after in ["\0", "\0\0\0\0", "\0\n"] {
        refused(good() + after, "bad_signature", "signature_invalid");
    }
    let mut text = good();
    text.insert(text.len() - 10, '\0');
    refused(text, "bad_signature", "signature_invalid");
}
