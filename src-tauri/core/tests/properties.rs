//! Properties that hold for every text: no panic, and no forgery by a flipped bit.

use proptest::prelude::*;
use seatkeeper_core::Instant;
use seatkeeper_core::check::{Context, Note, Verdict, check_bytes};
use seatkeeper_core::license::{KeyRing, TrustedKey, verify};
use seatkeeper_testkit::mint;
use serde_json::json;

fn ring() -> KeyRing {
    let mut ring = KeyRing::built_in();
    ring.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("the test key is canonical"))
        .expect("its ID is free");
    ring
}

fn context(ring: &KeyRing) -> Context<'_> {
    Context {
        now: Instant::from_unix(mint::NOW),
        zone: jiff::tz::TimeZone::UTC,
        ring,
        deployment: None,
        exact: false,
        built_at: Instant::from_unix(0),
        expiring_days: 30,
    }
}

/// Twenty licenses that differ in every part that a flipped bit could reach.
fn twenty_licenses() -> Vec<String> {
    (0..20)
        .map(|place: i64| {
            mint::license(&mint::claims_with(json!({
                "account_id": format!("account-{place}"),
                "features": { "user_limit": place * 37, "unknown_feature": place },
                "trial": place % 2 == 0,
                "deployment_ids": (0..place % 4).map(|id| format!("deployment-{id}")).collect::<Vec<_>>(),
            })))
        })
        .collect()
}

/// Every single-bit flip is refused, but for those that leave the signature's bytes as they are: the spare bits
/// of its last character. Those give the same claims, and are called odd.
#[test]
fn no_flipped_bit_makes_another_license() {
    let ring = ring();
    let (mut flips, mut spared) = (0, 0);
    for text in twenty_licenses() {
        let original = verify(text.as_bytes(), &ring).expect("the license is good");
        for place in 0..text.len() {
            for bit in 0..8 {
                let mut bytes = text.clone().into_bytes();
                bytes[place] ^= 1 << bit;
                flips += 1;
                let Ok(twin) = verify(&bytes, &ring) else { continue };
                spared += 1;
                assert_eq!(place, text.len() - 1, "only the last character has spare bits");
                assert_eq!(twin.claims(), original.claims());
                let odd = check_bytes(&bytes, &context(&ring));
                assert!(odd[0].notes.iter().any(|note| note.code == Note::OddTextForm));
                assert_eq!(odd[0].counted_text(), Some(original.text()), "the plain spelling is what counts");
            }
        }
    }
    assert!(flips > 90_000, "{flips} flips");
    assert!(spared < 20 * 15, "{spared} of {flips} spared");
}

/// When the license of [`mint::valid_claims`] ends, and its grace period.
const TERM_END: i64 = mint::NOW + 335 * 86_400;
const GRACE_END: i64 = mint::NOW + 345 * 86_400;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Any bytes get a verdict, with every sentence and view, and none of it panics.
    #[test]
    fn any_bytes_get_a_verdict(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let ring = ring();
        let context = context(&ring);
        for check in check_bytes(&bytes, &context) {
            prop_assert!(check.license().is_none());
            prop_assert!(!check.reasons.is_empty());
            prop_assert!(!check.record(&context, "-", None).headline.is_empty());
        }
    }

    /// Any header and payload, signed or not, get a verdict; signed ones never by luck another than Coder's.
    #[test]
    fn any_signed_payload_gets_a_verdict(payload in ".{0,300}", header in prop_oneof![Just(mint::header()), ".{0,60}"]) {
        let ring = ring();
        let context = context(&ring);
        let text = mint::sign(&header, &payload);
        let checks = check_bytes(text.as_bytes(), &context);
        prop_assert!(!checks.is_empty());
        for check in checks {
            let view = check.record(&context, "-", None);
            prop_assert_eq!(view.license.is_some(), check.license().is_some());
        }
    }

    /// At whatever instant a good license is judged, the verdict is one of time, and its next change lies ahead.
    #[test]
    fn a_good_license_is_judged_by_the_clock(now in -100_000_000_000_i64..100_000_000_000) {
        let ring = ring();
        let check = &check_bytes(mint::license(&mint::valid_claims()).as_bytes(), &context(&ring))[0];
        let then = Context { now: Instant::from_unix(now), ..context(&ring) };
        let judged = check.rejudge(&then);
        prop_assert!(matches!(
            judged.verdict,
            Verdict::Valid | Verdict::Expiring | Verdict::Grace | Verdict::Expired | Verdict::NotYetValid
                | Verdict::Refused
        ));
        prop_assert!(judged.next_change(then.now, &then.zone).is_none_or(|next| next > then.now));
        prop_assert!(!judged.word(&then).is_empty());
    }

    /// Between two changes the words stay the same, in every zone: the window needs no other timer. Most instants
    /// are taken from the days around an end, where hours, minutes and midnights are said.
    #[test]
    fn words_change_only_when_announced(
        now in prop_oneof![
            mint::NOW..mint::NOW + 400 * 86_400,
            TERM_END - 3 * 86_400..TERM_END + 2 * 86_400,
            GRACE_END - 2 * 86_400..GRACE_END + 2 * 86_400,
        ],
        part in 0.0_f64..1.0,
        hours in -12_i8..=14,
    ) {
        let ring = ring();
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(hours));
        let context = |now| Context { now, zone: zone.clone(), ..context(&ring) };
        let check = &check_bytes(mint::license(&mint::valid_claims()).as_bytes(), &context(Instant::from_unix(mint::NOW)))[0];
        let start = Instant::from_unix(now);
        let Some(next) = check.next_change(start, &zone) else { return Ok(()) };
        let inside = Instant::from_unix(start.unix() + ((next.since(start) - 1) as f64 * part) as i64);
        let say = |now: Instant| {
            let judged = check.rejudge(&context(now));
            (judged.word(&context(now)), judged.headline(&context(now), "x").plain(&zone))
        };
        prop_assert_eq!(say(start), say(inside));
    }
}

/// "Ends tomorrow" becomes "Ends today" at the midnight of the reader's zone, and that midnight is announced.
#[test]
fn tomorrow_becomes_today_at_midnight() {
    let ring = ring();
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(5));
    let at = |text: &str| Context {
        now: Instant::parse(text).expect("a time"),
        zone: zone.clone(),
        ..context(&ring)
    };
    let claims = mint::claims_with(json!({ "license_expires": 1_796_484_600, "exp": 1_797_694_200 }));
    let evening = at("2026-12-04T18:40:00Z");
    let check = &check_bytes(mint::license(&claims).as_bytes(), &evening)[0];
    let headline = |context: &Context<'_>| check.rejudge(context).headline(context, "x").plain(&zone);
    assert!(headline(&evening).starts_with("Ends tomorrow at 20:30"), "{}", headline(&evening));
    let midnight = at("2026-12-04T19:00:00Z");
    assert_eq!(check.next_change(evening.now, &zone), Some(midnight.now));
    assert!(headline(&midnight).starts_with("Ends today at 20:30"), "{}", headline(&midnight));
    assert_eq!(check.rejudge(&midnight).word(&midnight), "Ends today");
}
