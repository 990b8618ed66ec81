//! What is on the screen, worked out from what is known at this instant. Nothing is asked.

mod details;
mod licenses;
mod row;

use crate::Instant;
use crate::advisory::{
    Cover, DeploymentState, FailureKind, Finding, Outlook, coder_says, failure_kind, features, findings,
    limits,
};
use crate::check::words;
use crate::entitlement::texts::ServerText;
use crate::error::{Error, ErrorCode};
use crate::license::{Claims, KeyRing, LicenseText, verify};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::{Sentence, counted, visible};
use crate::view::{AttentionView, DeploymentRowView, DeploymentView, OverviewView, ProgressView};

use super::entry::Entry;
use super::{LicenseManager, terms};

use details::{details, may};
use licenses::list;
use row::row;

pub(super) use details::permission;
pub(super) use licenses::{in_order, kind, seats_of};
pub(super) use row::row_of;

/// A license of the library, read, to be compared with installed ones.
pub(super) struct Copy {
    pub(super) fingerprint: String,
    pub(super) label: String,
    pub(super) claims: Claims,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// All deployments at a glance, as known at this instant.
    pub fn overview(&self) -> OverviewView {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let state = self.state();
        let looked: Vec<(&Entry, Outlook<'_>, Vec<Finding>)> = state
            .entries
            .iter()
            .map(|entry| {
                let outlook = entry.outlook(&ring, now, &zone);
                let found = findings(&outlook);
                (entry, outlook, found)
            })
            .collect();
        let mut attention: Vec<(DeploymentState, AttentionView)> = looked
            .iter()
            .flat_map(|(entry, _, found)| found.iter().map(|finding| (entry.deployment.id, finding)))
            .filter(|(_, finding)| finding.state.asks_for_act())
            .map(|(id, finding)| {
                let view = AttentionView {
                    deployment: id,
                    state: finding.state.code().to_owned(),
                    sentence: finding.sentence.view(&zone),
                    place: finding.place.to_owned(),
                };
                (finding.state, view)
            })
            .collect();
        attention.sort_by_key(|(weight, _)| *weight);
        let attention: Vec<_> = attention.into_iter().map(|(_, view)| view).collect();
        let rounds = || state.rounds.values();
        OverviewView {
            headline: headline(&looked, attention.len()).view(&zone),
            reachable: reachable(&looked),
            offline: offline(&looked, now).view(&zone),
            attention,
            deployments: looked.iter().map(|(entry, outlook, found)| row(entry, outlook, found)).collect(),
            checking: (!state.rounds.is_empty()).then(|| ProgressView {
                done: rounds().map(|round| round.done).sum(),
                total: rounds().map(|round| round.total).sum(),
            }),
            checked_at: state.checked_at.map(Instant::rfc3339),
        }
    }

    /// One deployment, as known at this instant.
    ///
    /// # Errors
    /// `deployment_unknown`.
    pub fn deployment(&self, id: u32) -> Result<DeploymentView, Error> {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let copies = self.copies(&ring);
        let state = self.state();
        let entry = state.entry(id)?;
        let outlook = entry.outlook(&ring, now, &zone);
        let found = findings(&outlook);
        let report = &entry.report;
        let entitlements = report.entitlements.clone().unwrap_or_default();
        Ok(DeploymentView {
            row: row(entry, &outlook, &found),
            version: visible(report.version(), 60),
            role: report.role(),
            verdict: outlook.verdict().view(&zone),
            seats_sentence: outlook.seats.sentence().view(&zone),
            coverage: outlook.coverage().view(&zone),
            coverage_remarks: outlook.coverage_remarks().iter().map(|remark| remark.view(&zone)).collect(),
            terms: terms::of_one(id, &outlook),
            licenses: list(entry, &outlook, &copies),
            coder_says: coder_says(&entitlements.errors, &entitlements.warnings),
            features: features(&entitlements),
            limits: limits(&entitlements, &zone),
            details: details(entry, &outlook),
            may: may(entry),
        })
    }

    /// The next instant at which the words of [`Self::overview`] change by themselves.
    pub fn next_change(&self) -> Option<Instant> {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let state = self.state();
        let claims = state
            .entries
            .iter()
            .flat_map(|entry| entry.report.licenses.iter().flatten())
            .filter_map(|license| license.claims.as_ref().ok());
        let by_licenses = claims.filter_map(|claims| words::next_change(claims, now, &zone));
        let by_warnings = state.entries.iter().filter_map(|entry| {
            let entitlements = entry.report.entitlements.as_ref()?;
            let counts_days = entitlements.warnings.iter().any(|warning| {
                matches!(
                    ServerText::recognise(warning),
                    Some((ServerText::ExpiresInDays | ServerText::ExpiresInDay, _))
                )
            });
            let said_at = entitlements.refreshed_at.filter(|_| counts_days)?;
            Some(said_at.plus((now.since(said_at).max(0) / 86_400 + 1) * 86_400))
        });
        by_licenses.chain(by_warnings).min()
    }

    /// The row of a deployment.
    pub(super) fn row(&self, id: u32) -> Result<DeploymentRowView, Error> {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let state = self.state();
        let entry = state.entry(id)?;
        let outlook = entry.outlook(&ring, now, &zone);
        Ok(row(entry, &outlook, &findings(&outlook)))
    }

    /// The licenses of the library whose signature is good; none where the store cannot be read.
    pub(super) fn copies(&self, ring: &KeyRing) -> Vec<Copy> {
        let held = self.store.library().unwrap_or_default();
        let copy =
            |text: &LicenseText| verify(text.as_bytes(), ring).ok().map(|license| license.claims().clone());
        held.into_iter()
            .filter_map(|held| {
                let label = held.names.first().map_or("a kept license", String::as_str);
                Some(Copy {
                    claims: copy(&held.text)?,
                    label: visible(label, 100),
                    fingerprint: held.fingerprint,
                })
            })
            .collect()
    }
}

fn headline(looked: &[(&Entry, Outlook<'_>, Vec<Finding>)], acts: usize) -> Sentence {
    if looked.is_empty() {
        return Sentence::new();
    }
    if acts > 0 {
        let mut number = words::number(acts);
        number[..1].make_ascii_uppercase();
        return match acts {
            1 => "One thing needs attention.".into(),
            _ => format!("{number} things need attention.").into(),
        };
    }
    let ends: Option<Vec<Instant>> = looked
        .iter()
        .map(|(_, outlook, _)| match outlook.cover() {
            Cover::Covered { until } => until,
            Cover::Unknown
            | Cover::NoLicense
            | Cover::NoneCounts
            | Cover::NotCovered { .. }
            | Cover::Grace { .. } => None,
        })
        .collect();
    match (ends.and_then(|ends| ends.into_iter().min()), looked) {
        (Some(first), [(entry, ..)]) => {
            Sentence::from(format!("{} is covered until ", entry.deployment.name)).day(first).text(".")
        }
        (Some(first), several) => {
            Sentence::from(format!("All {} deployments are covered until at least ", several.len()))
                .day(first)
                .text(".")
        }
        (None, _) => "Nothing needs attention.".into(),
    }
}

fn is_reachable(entry: &Entry) -> bool {
    let failed =
        entry.failure.as_ref().is_some_and(|failure| failure_kind(failure) == FailureKind::NotReachable);
    !failed && !entry.received.is_empty()
}

fn reachable(looked: &[(&Entry, Outlook<'_>, Vec<Finding>)]) -> String {
    if looked.is_empty() {
        return String::new();
    }
    let answer = looked.iter().filter(|(entry, ..)| is_reachable(entry)).count();
    let all = counted(i64::try_from(looked.len()).unwrap_or(i64::MAX), "deployment", "deployments");
    format!("{answer} of {all} reachable")
}

/// Said where no deployment answers, and none because of itself.
fn offline(looked: &[(&Entry, Outlook<'_>, Vec<Finding>)], now: Instant) -> Sentence {
    let silent = |entry: &Entry| {
        entry.failure.as_ref().is_some_and(|failure| {
            matches!(
                failure.code,
                ErrorCode::DeploymentUnreachable | ErrorCode::DeploymentTimedOut | ErrorCode::ProxyFailed
            )
        })
    };
    if looked.is_empty() || !looked.iter().all(|(entry, ..)| silent(entry)) {
        return Sentence::new();
    }
    let opening = Sentence::from("This computer seems to be offline.");
    let zone = looked[0].1.zone;
    match looked.iter().filter_map(|(entry, ..)| entry.known_at()).max() {
        Some(at) if at.same_day(now, zone) => opening.text(" Showing what was known at ").clock(at).text("."),
        Some(at) => opening.text(" Showing what was known on ").day(at).text(" at ").clock(at).text("."),
        None => opening,
    }
}
