//! The evidence under a verdict, what a license grants, and its claims in words.

use jiff::tz::TimeZone;

use crate::check::judge::KNOWN_FEATURES;
use crate::check::{Check, Context, Reason, Subject, words};
use crate::error::filled;
use crate::instant::Instant;
use crate::license::{Claims, KeyOrigin, License};
use crate::sentence::{Sentence, visible};
use crate::view::{ClaimView, EvidenceView, GrantView, Mark};

/// A value that is shown is cut here.
const SHOWN: usize = 200;

/// The lines of evidence, failed ones first.
pub(super) fn lines(check: &Check, context: &Context<'_>) -> Vec<EvidenceView> {
    let mut lines = match &check.subject {
        Subject::Verified { license, .. } => license_lines(check, license, context),
        Subject::Faulty { .. } | Subject::Other(_) | Subject::Empty | Subject::Unread(_) => {
            check.reasons.iter().map(|remark| reason_line(remark.code, &remark.about)).collect()
        }
    };
    if let Some(coder) = &check.coder {
        lines.push(coder_line(coder.accepts_upload(), coder.refusal.as_ref().map(|refusal| refusal.words())));
    }
    lines.sort_by_key(|line| line.mark != Mark::Bad);
    lines
}

fn license_lines(check: &Check, license: &License, context: &Context<'_>) -> Vec<EvidenceView> {
    let claims = license.claims();
    let zone = &context.zone;
    let signer = match license.key_origin() {
        KeyOrigin::Coder => format!("Ed25519, by key {} (Coder)", license.key_id()),
        KeyOrigin::Added => format!("Ed25519, by key {} (a key you added)", visible(license.key_id(), 60)),
    };
    let mut lines = vec![line(Mark::Good, "Signature", signer.into(), "", zone)];
    lines.extend(
        check
            .reasons
            .iter()
            .filter(|remark| reason_label(remark.code) == "Format")
            .map(|remark| reason_line(remark.code, &remark.about)),
    );
    if lines.len() == 1 {
        lines.push(line(Mark::Good, "Format", "version 3, all required claims".into(), "", zone));
    }
    if let (Some(start), Some(end)) = (claims.not_before, claims.license_expires) {
        let term = Sentence::new().day(start).text(" to ").day(end);
        lines.push(if context.now.is_before(start) {
            line(Mark::Info, "Term", term.text(", not begun"), Reason::NotStarted.row().hint, zone)
        } else if end.is_before(context.now) {
            line(Mark::Bad, "Term", term.text(", over"), "Install a renewal.", zone)
        } else {
            line(Mark::Good, "Term", term, "", zone)
        });
    }
    lines.push(grace_line(claims, context));
    lines.push(deployment_line(claims, context));
    lines
}

fn grace_line(claims: &Claims, context: &Context<'_>) -> EvidenceView {
    let zone = &context.zone;
    match (words::grace_end(claims), claims.license_expires) {
        (Some(last), Some(end)) => {
            let length = words::left(end, last);
            let grace = Sentence::from("to ").day(last).text(format!(" ({length})"));
            if context.now.is_before(last) {
                line(Mark::Good, "Grace", grace, "", zone)
            } else {
                line(Mark::Bad, "Grace", grace.text(", over"), "Install a renewal.", zone)
            }
        }
        (Some(_), None) | (None, _) => line(Mark::Info, "Grace", "none".into(), "", zone),
    }
}

fn deployment_line(claims: &Claims, context: &Context<'_>) -> EvidenceView {
    let zone = &context.zone;
    let count = i128::try_from(claims.locked_to().len()).unwrap_or(i128::MAX);
    match context.deployment {
        _ if count == 0 => line(Mark::Good, "Deployment", "fits every deployment".into(), "", zone),
        Some(id) if claims.fits(id) => line(
            Mark::Good,
            "Deployment",
            Sentence::from("locked to ").count(count).text("; this is one"),
            "",
            zone,
        ),
        Some(_) => reason_line(Reason::LockedToOthers, &words::others(claims)),
        None => line(
            Mark::Unknown,
            "Deployment",
            Sentence::from("locked to ").count(count).text(if count == 1 {
                " deployment"
            } else {
                " deployments"
            }),
            "Compare the IDs before you install it.",
            zone,
        ),
    }
}

fn coder_line(accepts: bool, refusal: Option<&str>) -> EvidenceView {
    let zone = TimeZone::UTC;
    match refusal {
        None if accepts => {
            line(Mark::Info, "Coder", "would accept this upload (predicted)".into(), "", &zone)
        }
        words => {
            let quoted = format!("would refuse this upload: \"{}\" (predicted)", words.unwrap_or_default());
            line(Mark::Bad, "Coder", quoted.into(), "", &zone)
        }
    }
}

fn reason_line(code: Reason, about: &str) -> EvidenceView {
    let mark =
        if matches!(code, Reason::KeyIdUnknown | Reason::LockUnknown) { Mark::Unknown } else { Mark::Bad };
    let row = code.row();
    line(mark, reason_label(code), filled(row.message, about).into(), row.hint, &TimeZone::UTC)
}

fn reason_label(code: Reason) -> &'static str {
    match code {
        Reason::AlgorithmNotEddsa
        | Reason::KeyIdMissing
        | Reason::SignatureMissing
        | Reason::SignatureInvalid
        | Reason::KeyIdUnknown => "Signature",
        Reason::Expired | Reason::NotStarted => "Term",
        Reason::LockedToOthers | Reason::LockUnknown => "Deployment",
        Reason::IssuedInFuture
        | Reason::VersionUnsupported
        | Reason::IssuedAtMissing
        | Reason::NotBeforeMissing
        | Reason::LicenseExpiresMissing
        | Reason::TermTooLong
        | Reason::ExpiresMissing
        | Reason::AccountTypeMissing
        | Reason::AccountIdMissing
        | Reason::AgentHoursInvalid => "Format",
        Reason::TextIsSessionToken
        | Reason::TextIsPrivateKey
        | Reason::TextIsCertificate
        | Reason::TextIsOther
        | Reason::TextEmpty
        | Reason::TextTooLarge
        | Reason::SegmentCount
        | Reason::Base64Padded
        | Reason::Base64Invalid
        | Reason::HeaderInvalid
        | Reason::PayloadInvalid
        | Reason::ClaimType => "Text",
        Reason::FileMissing
        | Reason::FileNotPermitted
        | Reason::FileNotRegular
        | Reason::FileChanged
        | Reason::FileFailed => "File",
    }
}

fn line(mark: Mark, label: &str, finding: Sentence, hint: &str, zone: &TimeZone) -> EvidenceView {
    EvidenceView { mark, label: label.to_owned(), finding: finding.view(zone), hint: hint.to_owned() }
}

/// What a license grants: its set, every limit and feature given singly, its add-ons.
pub(super) fn grants(claims: &Claims, zone: &TimeZone) -> Vec<GrantView> {
    let grant =
        |label: String, value: Sentence, known: bool| GrantView { label, value: value.view(zone), known };
    let set = words::set_name(claims).unwrap_or_else(|| "none".to_owned());
    let mut grants = vec![grant("Feature set".to_owned(), set.into(), true)];
    if claims.feature("user_limit").is_none() {
        grants.push(grant("Seats".to_owned(), "no limit".into(), true));
    }
    for (name, value) in claims.features.iter().flatten() {
        let known = KNOWN_FEATURES.contains(&name.as_str());
        let value = Sentence::new().count(*value);
        grants.push(grant(if known { feature_label(name) } else { visible(name, 60) }, value, known));
    }
    for addon in claims.addons.iter().flatten() {
        grants.push(grant(words::addon_name(addon), "on".into(), addon == "ai_governance"));
    }
    grants
}

/// A feature's name as Coder shows it (coder/coder, `codersdk/deployment.go`, `FeatureName.Humanize`), but for
/// the seats, which are what the limit of users means.
fn feature_label(name: &str) -> String {
    match name {
        "user_limit" => "Seats".to_owned(),
        "ai_governance_user_limit" => "AI Governance seats".to_owned(),
        "aibridge" => "AI Gateway".to_owned(),
        "scim" => "SCIM".to_owned(),
        "template_rbac" => "Template RBAC".to_owned(),
        other => other
            .split('_')
            .map(|word| {
                let mut letters = word.chars();
                letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
            })
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// Every claim: in words, and as it would be written; unknown ones last.
pub(crate) fn claims(claims: &Claims, zone: &TimeZone) -> Vec<ClaimView> {
    let text = |value: &str| -> Sentence {
        if value.is_empty() { "none".into() } else { visible(value, SHOWN).into() }
    };
    let flag = |value: bool| -> Sentence { if value { "yes" } else { "no" }.into() };
    let date = |at: Option<Instant>| at.map_or_else(|| "none".into(), |at| Sentence::new().day(at));
    let list = |values: &Option<Vec<String>>| -> Sentence {
        match values.as_deref() {
            None | Some([]) => "none".into(),
            Some(values) => visible(&values.join(", "), SHOWN).into(),
        }
    };
    let features = claims.features.as_ref().map_or(0, std::collections::BTreeMap::len);
    let json = claims.to_json();
    // Dates stand in the text as seconds, and those are what can be compared with it.
    let raw = |field: &str| match field {
        "issued_at" => seconds(claims.issued_at),
        "not_before" => seconds(claims.not_before),
        "license_expires" => seconds(claims.license_expires),
        "expires_at" => seconds(claims.expires_at),
        other => visible(&json[other].to_string(), SHOWN),
    };
    // The claim's own name, the name in the JSON, its value in words.
    let known = [
        ("account_id", "account_id", text(&claims.account_id)),
        ("account_type", "account_type", text(&claims.account_type)),
        ("jti", "id", text(&claims.id)),
        ("iat", "issued_at", date(claims.issued_at)),
        ("nbf", "not_before", date(claims.not_before)),
        ("license_expires", "license_expires", date(claims.license_expires)),
        ("exp", "expires_at", date(claims.expires_at)),
        ("version", "version", Sentence::new().count(claims.version)),
        ("feature_set", "feature_set", text(&claims.feature_set)),
        ("all_features", "all_features", flag(claims.all_features)),
        ("features", "features", Sentence::new().count(i128::try_from(features).unwrap_or(i128::MAX))),
        ("addons", "addons", list(&claims.addons)),
        ("trial", "trial", flag(claims.trial)),
        ("deployment_ids", "deployment_ids", list(&claims.deployment_ids)),
        ("require_telemetry", "require_telemetry", flag(claims.require_telemetry)),
        ("publish_usage_data", "publish_usage_data", flag(claims.publish_usage_data)),
        ("iss", "issuer", text(&claims.issuer)),
        ("sub", "subject", text(&claims.subject)),
        ("aud", "audience", list(&claims.audience)),
    ];
    let mut views: Vec<_> = known
        .into_iter()
        .map(|(name, field, words)| ClaimView {
            name: name.to_owned(),
            words: words.view(zone),
            raw: raw(field),
            known: true,
        })
        .collect();
    views.extend(claims.unknown.iter().map(|claim| ClaimView {
        name: visible(&claim.name, 60),
        words: Vec::new(),
        raw: visible(&claim.raw, SHOWN),
        known: false,
    }));
    views
}

fn seconds(at: Option<Instant>) -> String {
    at.map_or_else(|| "null".to_owned(), |at| at.unix().to_string())
}
