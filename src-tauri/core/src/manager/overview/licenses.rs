//! The licenses that a deployment has installed.

use crate::Instant;
use crate::advisory::{Access, Judged, Outlook, same_claims};
use crate::api::AnswerKind;
use crate::check::{Verdict, evidence, words};
use crate::license::Claims;
use crate::manager::entry::Entry;
use crate::sentence::{Sentence, counted, visible};
use crate::view::{HeldView, InstalledLicenseView, LicenseListView, Mark};

use super::Copy;

/// The licenses as they are shown: those that count first, then by the end of their term, latest first.
pub(in crate::manager) fn in_order<'o, 'a>(outlook: &'o Outlook<'a>) -> Vec<&'o Judged<'a>> {
    let mut licenses: Vec<_> = outlook.licenses.iter().collect();
    licenses.sort_by_key(|judged| {
        let ends = judged.claims().and_then(|claims| claims.license_expires);
        (!judged.counts(outlook.now), std::cmp::Reverse(ends), judged.license.id)
    });
    licenses
}

pub(super) fn list(entry: &Entry, outlook: &Outlook<'_>, copies: &[Copy]) -> LicenseListView {
    let (name, zone) = (&entry.deployment.name, outlook.zone);
    match outlook.access {
        Access::Listed => {
            let licenses: Vec<_> = in_order(outlook)
                .into_iter()
                .map(|judged| installed(judged, outlook, name, copies))
                .collect();
            let empty = Sentence::from(format!("{name} has no license. It runs on the free features."));
            LicenseListView::Listed {
                empty: if licenses.is_empty() { empty } else { Sentence::new() }.view(zone),
                licenses,
                at: entry.received.get(&AnswerKind::Licenses).map(|at| at.rfc3339()).unwrap_or_default(),
            }
        }
        Access::Refused => LicenseListView::NotPermitted {
            sentence: "This token may not list licenses. An Owner can.".to_owned(),
        },
        Access::Nobody => LicenseListView::NotPermitted {
            sentence: format!("Nobody is signed in to {name}. Sign in as an Owner to list its licenses."),
        },
        Access::Missing => LicenseListView::Unknown {
            sentence: "This server is older, or built without licenses.".to_owned(),
        },
        Access::NotAsked => {
            LicenseListView::Unknown { sentence: "The licenses were not listed yet.".to_owned() }
        }
    }
}

fn installed(
    judged: &Judged<'_>,
    outlook: &Outlook<'_>,
    name: &str,
    copies: &[Copy],
) -> InstalledLicenseView {
    let zone = outlook.zone;
    let none = Claims::default();
    let claims = judged.claims();
    let given = claims.unwrap_or(&none);
    let day = |at: Option<Instant>| at.map(|at| Sentence::new().day(at)).unwrap_or_default().view(zone);
    let (lock, lock_mark) = lock(given, outlook.known.report.deployment_id());
    let account = [given.account_type.as_str(), "account", given.account_id.as_str()];
    let held = copies.iter().find(|copy| claims.is_some_and(|claims| same_claims(&copy.claims, claims)));
    let unreadable = judged.license.claims.as_ref().err();
    let (state, word, headline) = match (&judged.verdict, unreadable) {
        (Some(verdict), _) => {
            let headline = if verdict.verdict == Verdict::WrongDeployment {
                format!("Not for {name}. It is locked to {}.", words::others(given)).into()
            } else {
                verdict.headline.clone()
            };
            (verdict.verdict.code(), verdict.word.clone(), headline)
        }
        (None, fault) => {
            let fault = fault.map(|fault| visible(fault, 200)).unwrap_or_default();
            ("refused", "Cannot be read".to_owned(), format!("Coder does not count it: {fault}.").into())
        }
    };
    InstalledLicenseView {
        id: judged.license.id,
        kind: kind(given),
        uuid: visible(&judged.license.uuid, 60),
        state: state.to_owned(),
        word,
        headline: headline.view(zone),
        seats: seats_of(given).view(zone),
        starts: day(given.not_before),
        ends: day(given.license_expires),
        grace_to: day(words::grace_end(given)),
        past: judged.is_past(),
        account: if given.account_id.is_empty() {
            String::new()
        } else {
            visible(&capitalised(&account.join(" ")), 120)
        },
        installed_at: judged.license.uploaded_at.map(Instant::rfc3339),
        issued_at: given.issued_at.map(Instant::rfc3339),
        lock: lock.view(zone),
        lock_mark,
        addons: given.addons.iter().flatten().map(|addon| words::addon_name(addon)).collect(),
        requires_telemetry: given.require_telemetry,
        provenance: format!(
            "Reported by {name}. Coder does not give licenses back, so the signature cannot be checked from here."
        ),
        held: held.map(|copy| HeldView {
            fingerprint: copy.fingerprint.clone(),
            label: copy.label.clone(),
            sentence: format!(
                "The file {} on this computer is the same license: signature checked here.",
                copy.label
            ),
        }),
        claims: claims.map(|claims| evidence::claims(claims, zone)).unwrap_or_default(),
        json: judged.license.raw_claims.clone(),
    }
}

/// "Premium", "Enterprise", "Trial".
pub(in crate::manager) fn kind(claims: &Claims) -> String {
    if claims.trial {
        return "Trial".to_owned();
    }
    words::set_name(claims).unwrap_or_else(|| "Single features".to_owned())
}

pub(in crate::manager) fn seats_of(claims: &Claims) -> Sentence {
    match claims.feature("user_limit").filter(|limit| *limit > 0) {
        Some(limit) => Sentence::new().count(limit),
        None => "no limit".into(),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn lock(claims: &Claims, deployment: Option<&str>) -> (Sentence, Mark) {
    let count = i64::try_from(claims.locked_to().len()).unwrap_or(i64::MAX);
    let locked = format!("Locked to {}", counted(count, "deployment", "deployments"));
    match deployment {
        _ if count == 0 => ("Fits every deployment.".into(), Mark::Good),
        Some(id) if claims.fits(id) => (format!("{locked}; this is one of them.").into(), Mark::Good),
        Some(_) => {
            let once = "Coder tests the lock only when a license is installed, and counts this one.";
            (format!("{locked}; this is none of them. {once}").into(), Mark::Bad)
        }
        None => (format!("{locked}; the ID of this one is not known.").into(), Mark::Unknown),
    }
}
