//! The row of a deployment.

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::{
    Access, Cover, DeploymentState, FailureKind, Finding, Outlook, failure_kind, findings,
};
use crate::error::Error;
use crate::license::KeyRing;
use crate::manager::entry::{Entry, HeldSecrets};
use crate::sentence::{Sentence, visible};
use crate::view::DeploymentRowView;

/// The row of a deployment, with what was found of it.
pub(super) fn row(entry: &Entry, outlook: &Outlook<'_>, found: &[Finding]) -> DeploymentRowView {
    let zone = outlook.zone;
    let deployment = &entry.deployment;
    let worst = found.first();
    let state = worst.map_or(DeploymentState::NeverChecked, |finding| finding.state);
    let failure = entry.failure.as_ref();
    let (covered_until, covered_until_at) = covered_until(outlook);
    let count = |count: Option<i64>| count.and_then(|count| u32::try_from(count).ok());
    DeploymentRowView {
        id: deployment.id,
        name: deployment.name.clone(),
        letter: deployment
            .name
            .chars()
            .next()
            .map(|first| first.to_uppercase().to_string())
            .unwrap_or_default(),
        hue: deployment.hue,
        host: deployment.address.host(),
        origin: deployment.address.origin(),
        state: state.code().to_owned(),
        word: worst.map(|finding| finding.word.view(zone)).unwrap_or_default(),
        weight: state.weight(),
        attention: found.iter().any(|finding| finding.state.asks_for_act()),
        license: worst.map(|finding| finding.short.view(zone)).unwrap_or_default(),
        covered_until: covered_until.view(zone),
        covered_until_at: covered_until_at.map(Instant::rfc3339),
        seats: outlook.seats.cell().view(zone),
        seats_used: count(outlook.seats.used),
        seats_limit: count(outlook.seats.limit),
        seats_noun: outlook.seats.noun().to_owned(),
        known_at: entry.known_at().map(Instant::rfc3339),
        stale: failure.is_some_and(|failure| failure_kind(failure) == FailureKind::NotReachable),
        failure: failure.map(Error::view),
        checking: entry.asked_by > 0,
        session: deployment.session.code().to_owned(),
        signed_in_as: entry.report.user.as_ref().map(|user| visible(&user.username, 60)).unwrap_or_default(),
        session_ends_at: entry
            .report
            .session
            .as_ref()
            .and_then(|session| session.expires_at)
            .map(Instant::rfc3339),
        session_until_quit: matches!(entry.secrets, HeldSecrets::UntilQuit(_)),
    }
}

/// "12 Mar 2027", "5 Dec 2026, gap", "ended 9 Nov 2026", "–", and the instant to sort by.
fn covered_until(outlook: &Outlook<'_>) -> (Sentence, Option<Instant>) {
    let ended = |at: Option<Instant>| match at {
        Some(at) => (Sentence::from("ended ").day(at), Some(at)),
        None => (Sentence::from("–"), None),
    };
    match outlook.cover() {
        Cover::Covered { until: Some(until) } => {
            let gap = if outlook.gap_ahead().is_some() { ", gap" } else { "" };
            (Sentence::new().day(until).text(gap), Some(until))
        }
        Cover::Grace { ended: at, .. } => ended(at),
        Cover::NotCovered { since, .. } => ended(since),
        Cover::Unknown | Cover::NoLicense | Cover::NoneCounts | Cover::Covered { until: None } => {
            match outlook.access {
                Access::Refused => ("Not permitted".into(), None),
                Access::Listed | Access::Nobody | Access::Missing | Access::NotAsked => ("–".into(), None),
            }
        }
    }
}

/// The row of an entry that is at hand.
pub(in crate::manager) fn row_of(
    entry: &Entry,
    ring: &KeyRing,
    now: Instant,
    zone: &TimeZone,
) -> DeploymentRowView {
    let outlook = entry.outlook(ring, now, zone);
    row(entry, &outlook, &findings(&outlook))
}
