//! What a verdict costs beside the bare signature check of the same bytes, both in one run.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use jsonwebtoken::{Algorithm, DecodingKey};
use seatkeeper_core::Instant;
use seatkeeper_core::check::{Context, check_bytes};
use seatkeeper_core::license::{KeyRing, TrustedKey, verify};
use seatkeeper_testkit::mint;

fn benches(criterion: &mut Criterion) {
    let text = mint::license(&mint::valid_claims());
    let dot = text.rfind('.').expect("three blocks");
    let (signed, signature) = (&text[..dot], &text[dot + 1..]);
    let key = DecodingKey::from_ed_der(&mint::public_key());
    let mut ring = KeyRing::built_in();
    ring.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("canonical")).expect("free");
    let context = Context {
        now: Instant::from_unix(mint::NOW),
        zone: TimeZone::UTC,
        ring: &ring,
        deployment: None,
        exact: false,
        built_at: Instant::from_unix(0),
        expiring_days: 30,
    };

    let mut group = criterion.benchmark_group("verify");
    group.bench_function("bare Ed25519 check", |bencher| {
        bencher.iter(|| {
            jsonwebtoken::crypto::verify(
                black_box(signature),
                black_box(signed.as_bytes()),
                &key,
                Algorithm::EdDSA,
            )
        });
    });
    group.bench_function("text to license", |bencher| {
        bencher.iter(|| verify(black_box(text.as_bytes()), &ring))
    });
    group.bench_function("text to verdict", |bencher| {
        bencher.iter(|| check_bytes(black_box(text.as_bytes()), &context));
    });
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
