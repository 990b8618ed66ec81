//! From what a text is to the verdict, its reasons and notes.

use jiff::tz::TimeZone;

use crate::check::{Check, Context, Note, Reason, Remark, Subject, Verdict, words};
use crate::file::FileFault;
use crate::finding::OtherKind;
use crate::instant::Instant;
use crate::license::reading::Oddity;
use crate::license::{
    Claims, CoderAnswer, KeyOrigin, License, RuleFault, Standing, TokenFault, VerifyFault, coder_answer,
};
use crate::sentence::{counted, visible};

/// Features that Coder's rules know by name (coder/coder, `codersdk/deployment.go`, and the claims of agent hours).
pub(super) const KNOWN_FEATURES: [&str; 33] = [
    "access_control",
    "advanced_template_scheduling",
    "agent_runtime_hours",
    "agent_runtime_hours_allocation",
    "agent_runtime_hours_limit_hard",
    "agent_runtime_hours_limit_soft",
    "ai_governance_user_limit",
    "aibridge",
    "appearance",
    "audit_log",
    "boundary",
    "browser_only",
    "connection_log",
    "control_shared_ports",
    "custom_roles",
    "external_provisioner_daemons",
    "external_token_encryption",
    "high_availability",
    "managed_agent_limit",
    "managed_agent_limit_hard",
    "managed_agent_limit_soft",
    "multiple_external_auth",
    "multiple_organizations",
    "scim",
    "service_accounts",
    "task_batch_actions",
    "template_rbac",
    "user_limit",
    "user_role_management",
    "workspace_batch_actions",
    "workspace_external_agent",
    "workspace_prebuilds",
    "workspace_proxy",
];

/// Judges a subject; `found` is what was done to its text.
pub(super) fn judge(subject: Subject, found: Vec<Remark<Note>>, context: &Context<'_>) -> Check {
    let mut notes = Vec::new();
    if context.clock_doubtful() {
        notes.push(Remark { code: Note::ClockDoubtful, about: context.now.day(&context.zone) });
    }
    notes.extend(found.iter().cloned());
    let (verdict, mut reasons, coder) = match &subject {
        Subject::Verified { license, .. } => {
            notes.extend(license_notes(license));
            judge_claims(license.claims(), context)
        }
        Subject::Faulty { faults, .. } => judge_faults(faults),
        Subject::Other(kind) => (Verdict::NotALicense, vec![other_reason(*kind)], None),
        Subject::Empty => (Verdict::Malformed, vec![reason(Reason::TextEmpty, "")], None),
        Subject::Unread(fault) => (Verdict::Unreadable, vec![file_reason(fault)], None),
    };
    reasons.sort_by_key(|remark| remark.code);
    Check { subject, found, verdict, reasons, notes, coder }
}

pub(super) type Judgment = (Verdict, Vec<Remark<Reason>>, Option<CoderAnswer>);

/// Judges claims that somebody vouches for: by a signature, or by reporting them.
pub(super) fn judge_claims(claims: &Claims, context: &Context<'_>) -> Judgment {
    let answer = coder_answer(Ok(claims), context.now, context.deployment);
    let mut reasons: Vec<_> =
        answer.rule_faults.iter().map(|fault| rule_reason(*fault, claims, &context.zone)).collect();
    for fault in &answer.token_faults {
        reasons.extend(time_reason(fault, claims, &context.zone));
    }
    let issued_in_future = answer.token_faults.contains(&TokenFault::IssuedInFuture);
    let elsewhere = context.deployment.is_some_and(|id| !claims.fits(id));
    if elsewhere {
        reasons.push(reason(Reason::LockedToOthers, words::others(claims)));
    }
    let verdict = if !answer.rule_faults.is_empty() || issued_in_future {
        Verdict::Refused
    } else if elsewhere {
        Verdict::WrongDeployment
    } else {
        match Standing::of(claims, context.now) {
            Some(Standing::Expired { .. }) => Verdict::Expired,
            Some(Standing::NotYetValid { .. }) => Verdict::NotYetValid,
            Some(Standing::Grace { .. }) => Verdict::Grace,
            Some(Standing::Active { .. }) if ends_soon(claims, context) => Verdict::Expiring,
            Some(Standing::Active { .. }) => Verdict::Valid,
            // A missing date is a broken rule, judged above.
            None => Verdict::Refused,
        }
    };
    (verdict, reasons, Some(answer))
}

/// Coder warns when fewer than 30 days are left, or 7 of a trial, days rounded up
/// (coder/coder, `enterprise/coderd/license/license.go`).
fn ends_soon(claims: &Claims, context: &Context<'_>) -> bool {
    let days = if claims.trial { context.expiring_days.min(7) } else { context.expiring_days };
    words::term_end(claims).is_some_and(|end| words::days_left(context.now, end) < i64::from(days))
}

fn judge_faults(faults: &[VerifyFault]) -> Judgment {
    let has = |test: fn(&VerifyFault) -> bool| faults.iter().any(test);
    let unsigned = has(|fault| {
        matches!(fault, VerifyFault::Algorithm(_) | VerifyFault::KeyIdMissing | VerifyFault::SignatureMissing)
    });
    let unreadable = has(|fault| {
        matches!(
            fault,
            VerifyFault::SegmentCount(_)
                | VerifyFault::Base64
                | VerifyFault::Base64Padded
                | VerifyFault::Header
        )
    });
    let verdict = match faults.first() {
        _ if unreadable => Verdict::Malformed,
        _ if unsigned => Verdict::Unsigned,
        Some(VerifyFault::Payload | VerifyFault::ClaimTypes(_)) | None => Verdict::Malformed,
        Some(VerifyFault::KeyUnknown(_)) => Verdict::UnknownKey,
        Some(
            VerifyFault::SignatureInvalid
            | VerifyFault::SignatureMissing
            | VerifyFault::KeyIdMissing
            | VerifyFault::Algorithm(_)
            | VerifyFault::SegmentCount(_)
            | VerifyFault::Base64
            | VerifyFault::Base64Padded
            | VerifyFault::Header,
        ) => Verdict::BadSignature,
    };
    let reasons = faults.iter().map(fault_reason).collect();
    let answer = faults.first().map(|fault| coder_answer(Err(fault), Instant::from_unix(0), None));
    (verdict, reasons, answer)
}

fn reason(code: Reason, about: impl Into<String>) -> Remark<Reason> {
    Remark { code, about: about.into() }
}

fn fault_reason(fault: &VerifyFault) -> Remark<Reason> {
    match fault {
        VerifyFault::SegmentCount(5) => reason(Reason::SegmentCount, "five, like an encrypted token"),
        VerifyFault::SegmentCount(count) => reason(Reason::SegmentCount, words::number(*count)),
        VerifyFault::Base64 => reason(Reason::Base64Invalid, ""),
        VerifyFault::Base64Padded => reason(Reason::Base64Padded, ""),
        VerifyFault::Header => reason(Reason::HeaderInvalid, ""),
        VerifyFault::Payload => reason(Reason::PayloadInvalid, ""),
        VerifyFault::ClaimTypes(names) => reason(Reason::ClaimType, names.join(", ")),
        VerifyFault::Algorithm(name) => reason(Reason::AlgorithmNotEddsa, words::algorithm(name.as_deref())),
        VerifyFault::KeyIdMissing => reason(Reason::KeyIdMissing, ""),
        VerifyFault::KeyUnknown(key_id) => reason(Reason::KeyIdUnknown, visible(key_id, 60)),
        VerifyFault::SignatureMissing => reason(Reason::SignatureMissing, ""),
        VerifyFault::SignatureInvalid => reason(Reason::SignatureInvalid, ""),
    }
}

fn time_reason(fault: &TokenFault, claims: &Claims, zone: &TimeZone) -> Option<Remark<Reason>> {
    let day = |at: Option<Instant>| at.map(|at| at.day(zone)).unwrap_or_default();
    match fault {
        TokenFault::NotVerified(_) => None,
        TokenFault::Expired => Some(reason(Reason::Expired, day(claims.expires_at))),
        TokenFault::IssuedInFuture => Some(reason(Reason::IssuedInFuture, day(claims.issued_at))),
        TokenFault::NotStarted => Some(reason(Reason::NotStarted, day(claims.not_before))),
    }
}

fn rule_reason(fault: RuleFault, claims: &Claims, zone: &TimeZone) -> Remark<Reason> {
    match fault {
        RuleFault::Version => reason(Reason::VersionUnsupported, claims.version.to_string()),
        RuleFault::IssuedAtMissing => reason(Reason::IssuedAtMissing, ""),
        RuleFault::NotBeforeMissing => reason(Reason::NotBeforeMissing, ""),
        RuleFault::LicenseExpiresMissing => reason(Reason::LicenseExpiresMissing, ""),
        RuleFault::TermTooLong => {
            reason(Reason::TermTooLong, claims.license_expires.map(|at| at.day(zone)).unwrap_or_default())
        }
        RuleFault::ExpiresMissing => reason(Reason::ExpiresMissing, ""),
        RuleFault::AccountTypeMissing => reason(Reason::AccountTypeMissing, ""),
        RuleFault::AccountIdMissing => reason(Reason::AccountIdMissing, ""),
        RuleFault::AgentHoursWithoutAllocation
        | RuleFault::AgentHoursNegative
        | RuleFault::AgentHoursZero
        | RuleFault::AgentHoursSoftLimit
        | RuleFault::AgentHoursHardLimit => reason(Reason::AgentHoursInvalid, ""),
    }
}

fn other_reason(kind: OtherKind) -> Remark<Reason> {
    match kind {
        OtherKind::SessionToken => reason(Reason::TextIsSessionToken, ""),
        OtherKind::PrivateKey => reason(Reason::TextIsPrivateKey, ""),
        OtherKind::Certificate => reason(Reason::TextIsCertificate, ""),
        OtherKind::Image(_) | OtherKind::Document(_) | OtherKind::Archive(_) | OtherKind::PlainText => {
            reason(Reason::TextIsOther, kind.to_string())
        }
    }
}

fn file_reason(fault: &FileFault) -> Remark<Reason> {
    match fault {
        FileFault::Missing => reason(Reason::FileMissing, ""),
        FileFault::NotPermitted => reason(Reason::FileNotPermitted, ""),
        FileFault::NotRegular { kind } => reason(Reason::FileNotRegular, *kind),
        FileFault::TooLarge { size } => reason(Reason::TextTooLarge, words::size(*size)),
        FileFault::Changed => reason(Reason::FileChanged, ""),
        FileFault::Failed { what } => reason(Reason::FileFailed, visible(what, 200)),
    }
}

fn license_notes(license: &License) -> Vec<Remark<Note>> {
    let claims = license.claims();
    let mut notes = Vec::new();
    let mut note = |holds: bool, code: Note, about: String| {
        if holds {
            notes.push(Remark { code, about });
        }
    };
    note(license.key_origin() == KeyOrigin::Added, Note::SignedByAddedKey, visible(license.key_id(), 60));
    for oddity in license.oddities().iter() {
        note(true, odd_note(oddity), String::new());
    }
    note(odd_dates(claims), Note::OddDates, String::new());
    note(
        !claims.unknown.is_empty(),
        Note::UnknownClaim,
        names(claims.unknown.iter().map(|claim| &claim.name)),
    );
    let features = || {
        let given = claims.features.iter().flat_map(|features| features.keys());
        given.filter(|name| !KNOWN_FEATURES.contains(&name.as_str()))
    };
    note(features().next().is_some(), Note::UnknownFeature, names(features()));
    note(claims.trial, Note::Trial, String::new());
    note(claims.require_telemetry, Note::RequiresTelemetry, String::new());
    note(claims.publish_usage_data, Note::PublishesUsage, String::new());
    note(words::grace_end(claims).is_none(), Note::NoGrace, String::new());
    notes.dedup();
    notes
}

fn odd_note(oddity: Oddity) -> Note {
    match oddity {
        Oddity::TextForm => Note::OddTextForm,
        Oddity::HeaderField => Note::OddHeaderField,
        Oddity::ClaimName => Note::OddClaimName,
        Oddity::ClaimRepeated => Note::OddClaimRepeated,
        Oddity::NumberForm => Note::OddNumberForm,
        Oddity::TrailingText => Note::OddTrailingText,
        Oddity::Characters => Note::OddCharacters,
        Oddity::Dates => Note::OddDates,
        Oddity::FeatureValue => Note::OddFeatureValue,
    }
}

/// Dates out of order, before Coder was (2017), or past the year 2199.
fn odd_dates(claims: &Claims) -> bool {
    const SANE: std::ops::Range<i64> = 1_483_228_800..7_258_118_400;
    let (start, end, last) = (claims.not_before, claims.license_expires, claims.expires_at);
    let dates = [claims.issued_at, start, end, last];
    let absurd = dates.into_iter().flatten().any(|at| !SANE.contains(&at.unix()));
    let disordered = |earlier: Option<Instant>, later: Option<Instant>| matches!((earlier, later), (Some(earlier), Some(later)) if later < earlier);
    absurd || disordered(start, end) || disordered(end, last) || disordered(start, last)
}

fn names<'n>(names: impl Iterator<Item = &'n String>) -> String {
    const SHOWN: usize = 5;
    let all: Vec<_> = names.collect();
    let mut text = all.iter().take(SHOWN).map(|name| visible(name, 60)).collect::<Vec<_>>().join(", ");
    if all.len() > SHOWN {
        let more = i64::try_from(all.len() - SHOWN).unwrap_or(i64::MAX);
        text.push_str(&format!(" and {}", counted(more, "other", "others")));
    }
    text
}
