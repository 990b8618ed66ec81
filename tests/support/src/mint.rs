//! Licenses signed by the test key of the conformance data, which no release build trusts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

/// The ID of the test key.
pub const KEY_ID: &str = "conformance-2026";
/// The test key's public half, hex.
pub const PUBLIC_KEY_HEX: &str = "f59485a82d33c37b95b7e20e264368c3d55b98eacaab1c45fec78fd459bb2572";
/// The clock of the conformance data: 2026-11-23T12:00:00Z, in Unix seconds.
pub const NOW: i64 = 1_795_435_200;

const SEED_HEX: &str = "9df1faac662d8ddcae5815afe40bfdc5cac16dd6f885258fecf1e19c2d1c06be";
/// PKCS #8, version 1, around a 32-byte Ed25519 seed.
const PKCS8_PREFIX_HEX: &str = "302e020100300506032b657004220420";

/// The header of an ordinary license.
pub fn header() -> String {
    json!({ "alg": "EdDSA", "kid": KEY_ID, "typ": "JWT" }).to_string()
}

/// The claims of an ordinary license: 250 seats, in its term at [`NOW`].
pub fn valid_claims() -> Value {
    json!({
        "iss": "license-issuer.example",
        "jti": "6e3c2a54-8f5b-4a39-9c1b-2f1f4f0b7a11",
        "iat": NOW - 30 * 86_400,
        "nbf": NOW - 30 * 86_400,
        "license_expires": NOW + 335 * 86_400,
        "exp": NOW + 345 * 86_400,
        "account_type": "salesforce",
        "account_id": "0018000000AbCdE",
        "trial": false,
        "feature_set": "premium",
        "version": 3,
        "features": { "user_limit": 250 },
    })
}

/// [`valid_claims`] with some of them set otherwise; `null` removes a claim.
pub fn claims_with(changes: Value) -> Value {
    changed(valid_claims(), changes)
}

/// `claims` with some of them set otherwise; `null` removes a claim.
pub fn changed(mut claims: Value, changes: Value) -> Value {
    if let (Value::Object(claims), Value::Object(changes)) = (&mut claims, changes) {
        for (name, value) in changes {
            if value.is_null() {
                claims.remove(&name);
            } else {
                claims.insert(name, value);
            }
        }
    }
    claims
}

/// A license with these claims under the ordinary header.
pub fn license(claims: &Value) -> String {
    sign(&header(), &claims.to_string())
}

/// A token of exactly this header and payload, signed by the test key.
pub fn sign(header_json: &str, payload_json: &str) -> String {
    sign_text(&format!("{}.{}", URL_SAFE_NO_PAD.encode(header_json), URL_SAFE_NO_PAD.encode(payload_json)))
}

/// `signed` with the test key's signature over its exact bytes behind it.
pub fn sign_text(signed: &str) -> String {
    let key = EncodingKey::from_ed_der(&bytes(&format!("{PKCS8_PREFIX_HEX}{SEED_HEX}")));
    let signature = jsonwebtoken::crypto::sign(signed.as_bytes(), &key, Algorithm::EdDSA)
        .unwrap_or_else(|fault| panic!("the test key signs: {fault}"));
    format!("{signed}.{signature}")
}

/// The test key's public half.
pub fn public_key() -> Vec<u8> {
    bytes(PUBLIC_KEY_HEX)
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|place| {
            u8::from_str_radix(&hex[place..place + 2], 16).unwrap_or_else(|fault| panic!("hex: {fault}"))
        })
        .collect()
}
