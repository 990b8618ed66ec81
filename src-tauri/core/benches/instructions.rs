//! Runs one thing so many times, for a tool that counts instructions: `instructions bare 100`, `instructions verify
//! 100`. `scripts/bench` takes the difference of two counts, which leaves out what the program does around them.
#![expect(clippy::print_stderr, reason = "a command line speaks by printing")]

use std::hint::black_box;
use std::process::ExitCode;

use jsonwebtoken::{Algorithm, DecodingKey};
use seatkeeper_core::license::{KeyRing, TrustedKey, verify};
use seatkeeper_testkit::mint;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let times = arguments.get(2).and_then(|text| text.parse::<u32>().ok());
    let (Some(what), Some(times)) = (arguments.get(1), times) else {
        // `cargo test` and `cargo bench` start it with their own arguments: there is nothing to run then.
        return ExitCode::SUCCESS;
    };
    let text = mint::license(&mint::valid_claims());
    let dot = text.rfind('.').expect("three blocks");
    let (signed, signature) = (&text[..dot], &text[dot + 1..]);
    let key = DecodingKey::from_ed_der(&mint::public_key());
    let mut ring = KeyRing::built_in();
    ring.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("canonical")).expect("free");
    for _ in 0..times {
        match what.as_str() {
            "bare" => {
                let checked = jsonwebtoken::crypto::verify(
                    black_box(signature),
                    black_box(signed.as_bytes()),
                    &key,
                    Algorithm::EdDSA,
                );
                assert!(matches!(black_box(checked), Ok(true)));
            }
            "verify" => assert!(black_box(verify(black_box(text.as_bytes()), &ring)).is_ok()),
            other => {
                eprintln!("{other}: bare or verify");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
