//! The sentences of the verdicts. Days to come are rounded up, as Coder does; days past are rounded down.

use jiff::tz::TimeZone;

use crate::check::{Check, Context, Reason, Remark, Subject, Verdict};
use crate::error::filled;
use crate::file::FileFault;
use crate::finding::OtherKind;
use crate::instant::Instant;
use crate::license::{Claims, VerifyFault};
use crate::sentence::{Sentence, counted, grouped, visible};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
const MINUTE: i64 = 60;

/// Whole days from `now` to `then`, rounded up.
pub(crate) fn days_left(now: Instant, then: Instant) -> i64 {
    rounded_up(then.since(now), DAY)
}

fn rounded_up(seconds: i64, unit: i64) -> i64 {
    seconds.div_euclid(unit) + i64::from(seconds.rem_euclid(unit) > 0)
}

/// When the license stops counting in full: the end of the term, or of everything where that comes first.
pub(crate) fn term_end(claims: &Claims) -> Option<Instant> {
    match (claims.license_expires, claims.expires_at) {
        (Some(term), Some(last)) => Some(term.min(last)),
        (term, last) => term.or(last),
    }
}

/// The end of the grace period, where there is one.
pub(crate) fn grace_end(claims: &Claims) -> Option<Instant> {
    claims.expires_at.filter(|last| claims.license_expires.is_some_and(|term| term < *last))
}

/// The next instant at which a sentence about these claims changes: a boundary, a count of days or hours, or the
/// midnight that makes "tomorrow" "today".
pub(crate) fn next_change(claims: &Claims, now: Instant, zone: &TimeZone) -> Option<Instant> {
    let boundaries = [
        claims.not_before,
        claims.issued_at,
        claims.license_expires,
        claims.license_expires.map(|at| at.plus(1)),
        claims.expires_at,
    ];
    let ticks = boundaries.into_iter().flatten().map(|at| next_tick(at, now));
    let last_midnight = term_end(claims).map(|end| end.start_of_day(zone));
    ticks.chain(last_midnight).filter(|tick| *tick > now).min()
}

/// The next instant at which "in 3 days" or "5 hours" about `at` says another number.
pub(crate) fn next_tick(at: Instant, now: Instant) -> Instant {
    let left = at.since(now);
    let unit = |seconds: i64| {
        if seconds > DAY {
            DAY
        } else if seconds > HOUR {
            HOUR
        } else {
            MINUTE
        }
    };
    if left > 0 {
        let unit = unit(left);
        at.plus(-(rounded_up(left, unit) - 1).saturating_mul(unit))
    } else {
        let past = left.saturating_neg();
        // What has passed is rounded down, so a whole hour is an hour already.
        let unit = unit(past.saturating_add(1));
        at.plus((past.div_euclid(unit) + 1).saturating_mul(unit))
    }
}

/// The word for lists.
pub(super) fn word(check: &Check, context: &Context<'_>) -> String {
    let claims = check.license().map(|license| license.claims());
    if check.verdict == Verdict::NotALicense
        && matches!(check.subject, Subject::Other(OtherKind::SessionToken))
    {
        return "Session token".to_owned();
    }
    verdict_word(check.verdict, claims, context)
}

/// The word of a verdict on these claims, or on a text without any.
pub(super) fn verdict_word(verdict: Verdict, claims: Option<&Claims>, context: &Context<'_>) -> String {
    let now = context.now;
    match (verdict, claims) {
        (Verdict::Valid, Some(claims)) => with_left("Valid", now, term_end(claims)),
        (Verdict::Expiring, Some(claims)) => match term_end(claims) {
            Some(end) if end.same_day(now, &context.zone) => "Ends today".to_owned(),
            Some(end) => format!("Ends in {}", left(now, end)),
            None => "Ends soon".to_owned(),
        },
        (Verdict::Grace, Some(claims)) => with_left("In grace", now, claims.expires_at),
        (Verdict::Expired, Some(claims)) => claims
            .expires_at
            .map_or_else(|| "Expired".to_owned(), |at| format!("Expired {} ago", past(at, now))),
        (Verdict::NotYetValid, Some(claims)) => claims
            .not_before
            .map_or_else(|| "Not valid yet".to_owned(), |at| format!("Starts {}", at.day(&context.zone))),
        (Verdict::WrongDeployment, _) => "For another deployment".to_owned(),
        (Verdict::BadSignature, _) => "Bad signature".to_owned(),
        (Verdict::UnknownKey, _) => "Cannot tell".to_owned(),
        (Verdict::Unsigned, _) => "Not signed by Coder's rules".to_owned(),
        (Verdict::Refused, _) => "Coder would refuse it".to_owned(),
        (Verdict::Malformed | Verdict::NotALicense, _) => "Not a license".to_owned(),
        (Verdict::Unreadable, _) => "Not read".to_owned(),
        (
            Verdict::Valid | Verdict::Expiring | Verdict::Grace | Verdict::Expired | Verdict::NotYetValid,
            None,
        ) => verdict.row().message.to_owned(),
    }
}

/// The first sentence. `label` names the source where the sentence is about it.
pub(super) fn headline(check: &Check, context: &Context<'_>, label: &str) -> Sentence {
    if let Some(license) = check.license() {
        return license_headline(check.verdict, &check.reasons, license.claims(), context);
    }
    match &check.subject {
        Subject::Unread(FileFault::TooLarge { size: bytes }) => {
            let limits = "License files are small texts (Coder's are under 2 kB; the limit here is 1 MiB), so it was not read.";
            format!("{label} is {}. {limits}", size(*bytes)).into()
        }
        Subject::Unread(fault) => format!("{label} was not read: {fault}.").into(),
        Subject::Other(kind) => format!("This looks like {kind}, not a license.").into(),
        Subject::Empty => "Not a license. There is no text in it.".into(),
        Subject::Faulty { faults, unverified, .. } => match check.verdict {
            Verdict::UnknownKey => {
                let key_id = visible(unverified.key_id.as_deref().unwrap_or_default(), 60);
                format!(
                    "Cannot tell. It is signed with the key \"{key_id}\", which Seatkeeper does not know."
                )
                .into()
            }
            Verdict::Unsigned => {
                format!("Not signed the way Coder signs licenses ({}).", unsigned_because(faults)).into()
            }
            Verdict::Malformed => malformed_headline(check),
            Verdict::BadSignature
            | Verdict::Refused
            | Verdict::NotALicense
            | Verdict::Unreadable
            | Verdict::WrongDeployment
            | Verdict::Expired
            | Verdict::Grace
            | Verdict::Expiring
            | Verdict::NotYetValid
            | Verdict::Valid => check.verdict.row().message.into(),
        },
        Subject::Verified { .. } => check.verdict.row().message.into(),
    }
}

fn malformed_headline(check: &Check) -> Sentence {
    let first = check.reasons.first().map(|remark| filled(remark.code.row().message, &remark.about));
    let token_like = check.reasons.iter().any(|remark| remark.code == Reason::ClaimType);
    let opening = if token_like { "Coder cannot read it." } else { "Not a license." };
    format!("{opening} {}", first.unwrap_or_default()).trim_end().to_owned().into()
}

fn unsigned_because(faults: &[VerifyFault]) -> String {
    faults
        .iter()
        .find_map(|fault| match fault {
            VerifyFault::Algorithm(name) => Some(format!("{}; Coder uses EdDSA", algorithm(name.as_deref()))),
            VerifyFault::KeyIdMissing => Some("it does not name its key".to_owned()),
            VerifyFault::SignatureMissing => Some("it has no signature".to_owned()),
            VerifyFault::SegmentCount(_)
            | VerifyFault::Base64
            | VerifyFault::Base64Padded
            | VerifyFault::Header
            | VerifyFault::Payload
            | VerifyFault::ClaimTypes(_)
            | VerifyFault::KeyUnknown(_)
            | VerifyFault::SignatureInvalid => None,
        })
        .unwrap_or_default()
}

/// The first sentence about a license whose claims somebody vouches for.
pub(super) fn license_headline(
    verdict: Verdict,
    reasons: &[Remark<Reason>],
    claims: &Claims,
    context: &Context<'_>,
) -> Sentence {
    let now = context.now;
    let (start, end, grace) = (claims.not_before, term_end(claims), grace_end(claims));
    match verdict {
        Verdict::Valid => match end {
            Some(end) => Sentence::from("Valid until ")
                .day(end)
                .text(format!(" ({})", left(now, end)))
                .then(grace_clause(end, grace)),
            None => "Valid.".into(),
        },
        Verdict::Expiring => match end {
            Some(end) if end.since(now) <= DAY => Sentence::from(if end.same_day(now, &context.zone) {
                "Ends today at "
            } else {
                "Ends tomorrow at "
            })
            .clock(end)
            .text(format!(" (in {})", left(now, end)))
            .then(grace_clause(end, grace)),
            Some(end) => Sentence::from(format!("Ends in {}, on ", left(now, end)))
                .day(end)
                .then(grace_clause(end, grace)),
            None => "Its term ends soon.".into(),
        },
        Verdict::Grace => match claims.expires_at {
            Some(last) => Sentence::from("In its grace period: its features stay on until ")
                .then(day_or_clock(last, now))
                .text(format!(" ({}).", left(now, last))),
            None => "In its grace period.".into(),
        },
        Verdict::Expired => match (claims.expires_at, grace) {
            (Some(last), Some(_)) => Sentence::from("Expired. The grace period ended on ")
                .day(last)
                .text(format!(" ({} ago).", past(last, now))),
            (Some(last), None) => Sentence::from("Expired on ")
                .day(last)
                .text(format!(" ({} ago). It had no grace period.", past(last, now))),
            (None, _) => "Expired.".into(),
        },
        Verdict::NotYetValid => match (start, end) {
            (Some(start), Some(end)) => Sentence::from("Not valid yet. It starts on ")
                .day(start)
                .text(format!(" (in {}) and runs to ", left(now, start)))
                .day(end)
                .text("."),
            (Some(_), None) | (None, _) => "Not valid yet.".into(),
        },
        Verdict::WrongDeployment => {
            format!("Not for this deployment. It is locked to {}.", others(claims)).into()
        }
        Verdict::Refused => refused_headline(reasons),
        Verdict::BadSignature
        | Verdict::Unsigned
        | Verdict::Malformed
        | Verdict::NotALicense
        | Verdict::Unreadable
        | Verdict::UnknownKey => verdict.row().message.into(),
    }
}

fn refused_headline(reasons: &[Remark<Reason>]) -> Sentence {
    let Some(first) = reasons.first() else { return Verdict::Refused.row().message.into() };
    let message = filled(first.code.row().message, &first.about);
    match first.code {
        Reason::VersionUnsupported | Reason::AgentHoursInvalid => {
            format!("Coder would refuse it. {message}").into()
        }
        Reason::IssuedInFuture | Reason::TermTooLong => message.into(),
        Reason::IssuedAtMissing
        | Reason::NotBeforeMissing
        | Reason::LicenseExpiresMissing
        | Reason::ExpiresMissing
        | Reason::AccountTypeMissing
        | Reason::AccountIdMissing => {
            let clause = message.trim_end_matches('.');
            let lowered = clause.replacen("It ", "it ", 1);
            format!("Incomplete: {lowered}, so Coder would refuse it.").into()
        }
        // The others are no faults of a license with a good signature, or lead to another verdict.
        Reason::TextIsSessionToken
        | Reason::TextIsPrivateKey
        | Reason::TextIsCertificate
        | Reason::TextIsOther
        | Reason::TextEmpty
        | Reason::TextTooLarge
        | Reason::FileMissing
        | Reason::FileNotPermitted
        | Reason::FileNotRegular
        | Reason::FileChanged
        | Reason::FileFailed
        | Reason::SegmentCount
        | Reason::Base64Padded
        | Reason::Base64Invalid
        | Reason::HeaderInvalid
        | Reason::PayloadInvalid
        | Reason::ClaimType
        | Reason::AlgorithmNotEddsa
        | Reason::KeyIdMissing
        | Reason::SignatureMissing
        | Reason::SignatureInvalid
        | Reason::KeyIdUnknown
        | Reason::Expired
        | Reason::LockedToOthers
        | Reason::NotStarted
        | Reason::LockUnknown => message.into(),
    }
}

/// ", then a 14-day grace period." or ". No grace period."
pub(crate) fn grace_clause(end: Instant, grace: Option<Instant>) -> Sentence {
    match grace {
        Some(last) if last.since(end) >= DAY => {
            format!(", then a {}-day grace period.", grouped(i128::from(last.since(end) / DAY))).into()
        }
        Some(last) => format!(", then {} of grace.", left(end, last)).into(),
        None => ". No grace period.".into(),
    }
}

pub(crate) fn day_or_clock(at: Instant, now: Instant) -> Sentence {
    if at.since(now) <= DAY {
        Sentence::new().clock(at).text(" on ").day(at)
    } else {
        Sentence::new().day(at)
    }
}

/// The second sentence.
pub(super) fn detail(check: &Check) -> Sentence {
    let claims = check.license().map(|license| license.claims());
    match (check.verdict, claims) {
        (Verdict::Valid, Some(claims)) if grace_end(claims).is_none() => {
            "Coder stops counting it at that moment.".into()
        }
        (Verdict::Valid, Some(claims)) => summary(claims).into(),
        (Verdict::Expiring, Some(_)) => "Ask for a renewal.".into(),
        (Verdict::Grace, Some(claims)) => match claims.license_expires {
            Some(ended) => Sentence::from("The term ended on ")
                .day(ended)
                .text(". Features stop when the grace period ends."),
            None => Sentence::new(),
        },
        (Verdict::WrongDeployment, Some(claims)) => format!(
            "ID {}.",
            claims.locked_to().iter().take(3).map(|id| visible(id, 60)).collect::<Vec<_>>().join(", ")
        )
        .into(),
        (Verdict::NotALicense, _) => {
            check.reasons.first().map(|first| first.code.row().hint).unwrap_or_default().into()
        }
        (Verdict::Unreadable, _) if matches!(check.subject, Subject::Unread(FileFault::TooLarge { .. })) => {
            Sentence::new()
        }
        (Verdict::Unreadable, _) => {
            check.reasons.first().map(|first| first.code.row().hint).unwrap_or_default().into()
        }
        (Verdict::Refused, _)
            if check.reasons.first().is_some_and(|first| first.code == Reason::IssuedInFuture) =>
        {
            Reason::IssuedInFuture.row().hint.into()
        }
        (
            Verdict::Expired
            | Verdict::NotYetValid
            | Verdict::BadSignature
            | Verdict::Unsigned
            | Verdict::Refused
            | Verdict::Malformed
            | Verdict::UnknownKey
            | Verdict::Valid
            | Verdict::Expiring
            | Verdict::Grace
            | Verdict::WrongDeployment,
            _,
        ) => check.verdict.row().hint.into(),
    }
}

/// What it grants in one line: "Premium, 500 seats, AI Governance."
pub(super) fn summary(claims: &Claims) -> String {
    let set = match set_name(claims) {
        Some(name) => name,
        None => "No feature set".to_owned(),
    };
    let seats = match claims.feature("user_limit") {
        Some(seats) if seats > 0 => counted(seats, "seat", "seats"),
        Some(_) | None => "no seat limit".to_owned(),
    };
    let addons = claims.addons.iter().flatten().map(|addon| addon_name(addon));
    let mut parts = vec![set, seats];
    parts.extend(addons);
    if claims.trial {
        parts.push("trial".to_owned());
    }
    format!("{}.", parts.join(", "))
}

/// The name of the feature set; the older `all_features` stands for Enterprise where no set is named.
pub(crate) fn set_name(claims: &Claims) -> Option<String> {
    match claims.feature_set.to_ascii_lowercase().as_str() {
        "premium" => Some("Premium".to_owned()),
        "enterprise" => Some("Enterprise".to_owned()),
        "" => claims.all_features.then(|| "Enterprise".to_owned()),
        _ => Some(format!("\"{}\"", visible(&claims.feature_set, 60))),
    }
}

/// The name of an add-on as Coder shows it.
pub(crate) fn addon_name(addon: &str) -> String {
    match addon {
        "ai_governance" => "AI Governance".to_owned(),
        other => visible(other, 60),
    }
}

/// "2 other deployments", "another deployment".
pub(crate) fn others(claims: &Claims) -> String {
    match claims.locked_to().len() {
        1 => "another deployment".to_owned(),
        count => format!("{} other deployments", grouped(i128::try_from(count).unwrap_or(i128::MAX))),
    }
}

/// "109 days", "5 hours", "12 minutes": what is left, rounded up.
pub(crate) fn left(now: Instant, then: Instant) -> String {
    let seconds = then.since(now).max(0);
    if seconds > HOUR * 24 {
        counted(rounded_up(seconds, DAY), "day", "days")
    } else if seconds > HOUR {
        counted(rounded_up(seconds, HOUR), "hour", "hours")
    } else {
        counted(rounded_up(seconds, 60).max(1), "minute", "minutes")
    }
}

/// "3 days", "5 hours": what has passed, rounded down.
pub(crate) fn past(then: Instant, now: Instant) -> String {
    let seconds = now.since(then).max(0);
    if seconds >= DAY {
        counted(seconds / DAY, "day", "days")
    } else if seconds >= HOUR {
        counted(seconds / HOUR, "hour", "hours")
    } else {
        counted((seconds / 60).max(1), "minute", "minutes")
    }
}

fn with_left(word: &str, now: Instant, then: Option<Instant>) -> String {
    then.map_or_else(|| word.to_owned(), |then| format!("{word}, {}", left(now, then)))
}

/// "Line breaks and 2 spaces were", "3 spaces were": the start of a sentence.
pub(super) fn removed(breaks: u32, spaces: u32) -> String {
    let spaces_text = counted(i64::from(spaces), "space", "spaces");
    match (breaks, spaces) {
        (_, 0) => "Line breaks were".to_owned(),
        (0, 1) => "1 space was".to_owned(),
        (0, _) => format!("{spaces_text} were"),
        (_, _) => format!("Line breaks and {spaces_text} were"),
    }
}

/// A small number in words.
pub(crate) fn number(count: usize) -> String {
    const WORDS: [&str; 10] =
        ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    match WORDS.get(count) {
        Some(word) => (*word).to_owned(),
        None => grouped(i128::try_from(count).unwrap_or(i128::MAX)),
    }
}

/// "4.2 MB": a size as file managers show it.
pub(super) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        let rounded = (u128::from(bytes) * 10 + u128::from(unit) / 2) / u128::from(unit);
        if rounded % 10 == 0 {
            format!("{}", rounded / 10)
        } else {
            format!("{}.{}", rounded / 10, rounded % 10)
        }
    };
    match bytes {
        0..1_000 => counted(i64::try_from(bytes).unwrap_or(i64::MAX), "byte", "bytes"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000).replace(".0", "")),
    }
}

/// The algorithm a header names, made readable.
pub(super) fn algorithm(name: Option<&str>) -> String {
    match name {
        None => "no algorithm".to_owned(),
        Some("") => "an empty algorithm".to_owned(),
        Some(name) => visible(name, 40),
    }
}
