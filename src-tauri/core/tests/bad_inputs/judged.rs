//! What the tests see of a verdict: its codes.

use seatkeeper_core::Instant;
use seatkeeper_core::check::{Check, Context, check_bytes};
use seatkeeper_core::license::{KeyRing, LicenseText, TrustedKey};
use seatkeeper_testkit::mint;
use serde_json::Value;

/// A verdict in codes.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    pub(crate) verdict: String,
    pub(crate) headline: String,
    pub(crate) reasons: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) license: Option<Value>,
    pub(crate) unverified: Option<Value>,
    /// Whether Coder would take it as an upload; `None` for what is no text.
    pub(crate) uploads: Option<bool>,
    /// The text that would be kept.
    pub(crate) counted: Option<String>,
}

/// Judges with the test key, at the time of the conformance data, as text of unknown deployment.
pub(crate) fn judge_all(raw: impl AsRef<[u8]>) -> Vec<Judged> {
    with_context(None, |context| {
        check_bytes(raw.as_ref(), context).iter().map(|check| codes(check, context)).collect()
    })
}

/// Judges a text that holds one license or none.
pub(crate) fn judge(raw: impl AsRef<[u8]>) -> Judged {
    let mut all = judge_all(raw);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

/// Judges for a deployment whose ID is known.
pub(crate) fn judge_for(deployment: &str, raw: impl AsRef<[u8]>) -> Judged {
    with_context(Some(deployment), |context| codes(&check_bytes(raw.as_ref(), context)[0], context))
}

/// Valid once cleaned: says so by a note, and counts the license itself.
#[track_caller]
pub(crate) fn fixed(raw: impl AsRef<[u8]>, note: &str) {
    let judged = valid(&raw);
    assert!(judged.notes.iter().any(|code| code == note), "{note} in {judged:#?}");
    assert_eq!(counted(&judged), good(), "{judged:#?}");
}

/// Valid as it is.
#[track_caller]
pub(crate) fn valid(raw: impl AsRef<[u8]>) -> Judged {
    let judged = judge(&raw);
    assert_eq!((judged.verdict.as_str(), judged.reasons.as_slice()), ("valid", [].as_slice()), "{judged:#?}");
    assert_eq!(judged.uploads, Some(true), "{judged:#?}");
    judged
}

/// Valid, and odd in a way that is said.
#[track_caller]
pub(crate) fn odd(raw: impl AsRef<[u8]>, note: &str) -> Judged {
    let judged = valid(raw);
    assert!(judged.notes.iter().any(|code| code == note), "{note} in {judged:#?}");
    judged
}

/// Not good, by this verdict and first of all for this reason.
#[track_caller]
pub(crate) fn refused(raw: impl AsRef<[u8]>, verdict: &str, reason: &str) -> Judged {
    let judged = judge(raw);
    let first = judged.reasons.first().map(String::as_str);
    assert_eq!((judged.verdict.as_str(), first), (verdict, Some(reason)), "{judged:#?}");
    assert!(judged.license.is_none() || !["malformed", "unsigned", "bad_signature"].contains(&verdict));
    judged
}

/// The license of these tests: good in every way.
pub(crate) fn good() -> String {
    mint::license(&mint::valid_claims())
}

/// The good license with one claim set.
pub(crate) fn claim(name: &str, value: Value) -> String {
    let mut claims = mint::valid_claims();
    claims[name] = value;
    mint::license(&claims)
}

/// The good license without one claim.
pub(crate) fn without(name: &str) -> String {
    let mut claims = mint::valid_claims();
    claims.as_object_mut().expect("claims are an object").remove(name);
    mint::license(&claims)
}

/// The good payload under another header.
pub(crate) fn under(header: &str) -> String {
    mint::sign(header, &mint::valid_claims().to_string())
}

/// `good` in lines of `width` characters.
pub(crate) fn wrapped(width: usize, eol: &str) -> String {
    let text = good();
    let lines: Vec<&str> =
        text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
    lines.join(eol)
}

#[track_caller]
pub(crate) fn counted(judged: &Judged) -> String {
    judged.counted.clone().expect("a text that counts")
}

/// Judges files and texts in one place.
pub(crate) fn with_context<T>(deployment: Option<&str>, body: impl FnOnce(&Context<'_>) -> T) -> T {
    let mut ring = KeyRing::empty();
    ring.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("the test key is sound"))
        .expect("a new key");
    body(&Context {
        now: Instant::from_unix(mint::NOW),
        zone: jiff::tz::TimeZone::UTC,
        ring: &ring,
        deployment,
        exact: false,
        built_at: Instant::from_unix(mint::NOW - 86_400),
        expiring_days: 30,
    })
}

/// The codes of a verdict.
pub(crate) fn codes(check: &Check, context: &Context<'_>) -> Judged {
    let record = check.record(context, "row", None);
    let codes = |remarks: &[seatkeeper_core::view::RemarkView]| {
        remarks.iter().map(|remark| remark.code.clone()).collect()
    };
    Judged {
        verdict: record.verdict,
        headline: record.headline,
        reasons: codes(&record.reasons),
        notes: codes(&record.notes),
        license: record.license,
        unverified: record.unverified,
        uploads: record.coder.map(|coder| coder.accepts_upload),
        counted: check.counted_text().map(LicenseText::to_text),
    }
}
