//! Rows 31 and 32: things that are pasted by mistake.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::judged::{judge, refused, with_context};
use seatkeeper_core::check::{Context, check_bytes};

#[test]
fn row_31_secrets_and_files_are_named() {
    let token = format!("{}-{}", "a1B2c3D4e5", "f6G7h8I9j0K1l2M3n4O5p6");
    for text in [
        token.clone(),
        format!("  \"{token}\"\n"),
        format!("CODER_SESSION_TOKEN={token}"),
        format!("Coder-Session-Token: {token}"),
    ] {
        refused(text, "not_a_license", "text_is_session_token");
    }
    for label in ["OPENSSH PRIVATE KEY", "PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"] {
        let text = format!("-----BEGIN {label}-----\nMIIB\n-----END {label}-----\n");
        refused(text, "not_a_license", "text_is_private_key");
    }
    let text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    refused(text, "not_a_license", "text_is_certificate");
    for bytes in [
        b"%PDF-1.7\n%\xE2\xE3".as_slice(),
        b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR",
        b"\xFF\xD8\xFF\xE0\0\x10JFIF",
        b"GIF89a\x01\0",
        b"PK\x03\x04\x14\0\0\0",
        b"PK\x03\x04\x14\0\0\0word/document.xml",
        b"\x1F\x8B\x08\0",
        b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample admin@example",
        b"ghp_0123456789abcdefghijABCDEFGHIJ012345",
        b"Dear all, the license comes tomorrow.",
    ] {
        refused(bytes, "not_a_license", "text_is_other");
    }
}

#[test]
fn row_31_a_session_token_is_kept_nowhere() {
    let token = format!("{}-{}", "a1B2c3D4e5", "f6G7h8I9j0K1l2M3n4O5p6");
    with_context(None, |context| {
        for exact in [false, true] {
            let context = Context { exact, ..context.clone() };
            for check in check_bytes(token.as_bytes(), &context) {
                assert_eq!(check.verdict.code(), "not_a_license");
                assert!(check.counted_text().is_none() && !check.keepable());
                let record = serde_json::to_string(&check.record(&context, "-", None)).expect("JSON");
                assert!(!record.contains("a1B2c3D4e5") && !format!("{check:?}").contains("a1B2c3D4e5"));
            }
        }
    });
}

#[test]
fn row_32_a_token_of_someone_else() {
    let segment = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let token = |header: &str, payload: &str, signature: usize| {
        format!("{}.{}.{}", segment(header), segment(payload), "A".repeat(signature))
    };
    let oidc = token(
        r#"{"alg":"RS256","kid":"1f40f0a8ef3d880978dc82f25c3ec317c6a5b781","typ":"JWT"}"#,
        r#"{"iss":"https://accounts.example.com","aud":"abc","sub":"1","iat":1,"exp":2}"#,
        342,
    );
    let judged = refused(oidc, "unsigned", "algorithm_not_eddsa");
    assert_eq!(judged.unverified.expect("words nobody signed")["issuer"], "https://accounts.example.com");
    let github = token(r#"{"alg":"RS256","typ":"JWT"}"#, r#"{"iss":"12345","iat":1,"exp":2}"#, 342);
    refused(github, "unsigned", "algorithm_not_eddsa");
    let vault = "02MV4UU43BK5HGYYTOJZWFQMTMNNEWU33JJZ5FSMKNNJVGEQTMNN3GE";
    let judged = judge(vault);
    assert!(["malformed", "not_a_license"].contains(&judged.verdict.as_str()), "{judged:#?}");
}
