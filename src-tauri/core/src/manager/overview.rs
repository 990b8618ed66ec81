//! What is on the screen, worked out from what is known at this instant. Nothing is asked.

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::{
    Access, Advice, Cover, DeploymentState, FailureKind, Finding, Judged, Outlook, coder_says, failure_kind,
    features, findings, limits, same_claims,
};
use crate::api::AnswerKind;
use crate::check::{Verdict, evidence, words};
use crate::entitlement::texts::ServerText;
use crate::error::{Error, ErrorCode};
use crate::license::{Claims, KeyRing, LicenseText, verify};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::{Sentence, counted, visible};
use crate::view::{
    AttentionView, DeploymentRowView, DeploymentView, DetailsView, HeldView, InstalledLicenseView,
    LicenseListView, Mark, MayView, OverviewView, PermissionView, ProgressView, RemarkView,
};

use super::LicenseManager;
use super::entry::{Entry, HeldSecrets};

/// Coder works its entitlements out every ten minutes; older than this they are said to be old.
const ENTITLEMENTS_OLD: i64 = 900;

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

fn row(entry: &Entry, outlook: &Outlook<'_>, found: &[Finding]) -> DeploymentRowView {
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

fn list(entry: &Entry, outlook: &Outlook<'_>, copies: &[Copy]) -> LicenseListView {
    let (name, zone) = (&entry.deployment.name, outlook.zone);
    match outlook.access {
        Access::Listed => {
            let mut licenses: Vec<_> = outlook
                .licenses
                .iter()
                .map(|judged| (judged, installed(judged, outlook, name, copies)))
                .collect();
            licenses.sort_by_key(|(judged, _)| {
                let ends = judged.claims().and_then(|claims| claims.license_expires);
                (!judged.counts(outlook.now), std::cmp::Reverse(ends), judged.license.id)
            });
            let empty = Sentence::from(format!("{name} has no license. It runs on the free features."));
            LicenseListView::Listed {
                empty: if licenses.is_empty() { empty } else { Sentence::new() }.view(zone),
                licenses: licenses.into_iter().map(|(_, view)| view).collect(),
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
pub(super) fn kind(claims: &Claims) -> String {
    if claims.trial {
        return "Trial".to_owned();
    }
    words::set_name(claims).unwrap_or_else(|| "Single features".to_owned())
}

pub(super) fn seats_of(claims: &Claims) -> Sentence {
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

fn details(entry: &Entry, outlook: &Outlook<'_>) -> DetailsView {
    let (report, now) = (&entry.report, outlook.now);
    let entitlements = report.entitlements.clone().unwrap_or_default();
    let build = report.build.clone().unwrap_or_default();
    let other = crate::deployment::AccessUrl::read(&build.dashboard_url).ok().map(|read| read.url);
    DetailsView {
        deployment_id: report
            .deployment_id()
            .or(entry.deployment.deployment_id.as_deref())
            .map(|id| visible(id, 60)),
        other_access_url: other.filter(|url| *url != entry.deployment.address).map(|url| url.origin()),
        trial: entitlements.trial,
        telemetry_required: entitlements.require_telemetry,
        telemetry_on: build.telemetry,
        entitlements_at: entitlements.refreshed_at.map(Instant::rfc3339),
        refresh_from: entry.refresh_from.filter(|from| now < *from).map(Instant::rfc3339),
        clock_ahead_seconds: entry
            .clock_ahead
            .map(|ahead| i32::try_from(ahead).unwrap_or(if ahead < 0 { i32::MIN } else { i32::MAX })),
        remarks: remarks(entry, outlook),
    }
}

fn remarks(entry: &Entry, outlook: &Outlook<'_>) -> Vec<RemarkView> {
    let (report, zone) = (&entry.report, outlook.zone);
    let mut remarks = Vec::new();
    if let Some(now) = report.deployment_id()
        && entry.deployment.deployment_id.as_deref().is_some_and(|before| before != now)
    {
        remarks.push(Advice::DeploymentChanged.view(&format!("its ID is {}", visible(now, 60))));
    }
    if matches!(outlook.cover(), Cover::NotCovered { refused: true, .. }) {
        remarks.push(Advice::CoderCountsNone.view(""));
    }
    if telemetry_conflict(outlook) {
        remarks.push(Advice::TelemetryConflict.view(&entry.deployment.name));
    }
    if report.is_old() {
        remarks.push(Advice::ServerOld.view(&visible(report.version(), 60)));
    }
    if let Some(build) = report.build.as_ref().filter(|build| build.workspace_proxy) {
        let error = Error::new(ErrorCode::DeploymentIsProxy, visible(&build.dashboard_url, 200));
        remarks.push(RemarkView {
            code: error.code.code().to_owned(),
            message: error.message(),
            hint: error.hint().to_owned(),
        });
    }
    let worked_out = report.entitlements.as_ref().and_then(|entitlements| entitlements.refreshed_at);
    if let (Some(at), Some(received)) = (worked_out, entry.received.get(&AnswerKind::Entitlements)) {
        // The server's clock says when they were worked out.
        let server_now = received.plus(entry.clock_ahead.unwrap_or_default());
        if server_now.since(at) > ENTITLEMENTS_OLD {
            remarks.push(Advice::EntitlementsOld.view(&format!("{}, {}", at.day(zone), at.clock(zone))));
        }
    }
    if let Some(ahead) = entry.clock_ahead {
        let zero = Instant::from_unix(0);
        let by = words::past(zero, Instant::from_unix(ahead.saturating_abs()));
        let about = format!("{by} {}", if ahead > 0 { "ahead of" } else { "behind" });
        remarks.push(Advice::ClockDiffers.view(&about));
    }
    remarks
}

/// Whether telemetry is required and off, so that Coder changes nothing.
fn telemetry_conflict(outlook: &Outlook<'_>) -> bool {
    let report = outlook.known.report;
    let said = report
        .entitlements
        .iter()
        .flat_map(|entitlements| &entitlements.errors)
        .any(|error| matches!(ServerText::recognise(error), Some((ServerText::TelemetryRequired, _))));
    let off = report.build.as_ref().and_then(|build| build.telemetry) == Some(false);
    let required = outlook.licenses.iter().any(|judged| {
        judged.counts(outlook.now) && judged.claims().is_some_and(|claims| claims.require_telemetry)
    });
    said || (off && required)
}

fn may(entry: &Entry) -> MayView {
    let permissions = entry.report.permissions.unwrap_or_default();
    MayView {
        install: permission(
            entry,
            permissions.add_licenses,
            "This token may not add licenses. An Owner can.",
        ),
        remove: permission(
            entry,
            permissions.remove_licenses,
            "This token may not remove licenses. An Owner can.",
        ),
        refresh: permission(
            entry,
            permissions.add_licenses,
            "This token may not refresh entitlements. An Owner can.",
        ),
        list_users: permission(entry, permissions.read_users, "This token may not list users."),
    }
}

/// What is not known is tried.
pub(super) fn permission(entry: &Entry, allowed: Option<bool>, lack: &str) -> PermissionView {
    let name = &entry.deployment.name;
    let session_over =
        entry.failure.as_ref().is_some_and(|failure| failure_kind(failure) == FailureKind::SignIn);
    let reason = if entry.deployment.session == crate::deployment::SessionKind::Watching {
        format!("Nobody is signed in to {name}. Sign in first.")
    } else if session_over {
        format!("The session on {name} has ended. Sign in again.")
    } else if entry.without_licenses {
        "This server is older, or built without licenses.".to_owned()
    } else if entry.report.is_old() {
        format!("{} is older than Seatkeeper knows; it can be watched.", visible(entry.report.version(), 60))
    } else if allowed == Some(false) {
        lack.to_owned()
    } else {
        String::new()
    };
    PermissionView { allowed: reason.is_empty(), reason }
}

/// The row of an entry that is at hand.
pub(super) fn row_of(entry: &Entry, ring: &KeyRing, now: Instant, zone: &TimeZone) -> DeploymentRowView {
    let outlook = entry.outlook(ring, now, zone);
    row(entry, &outlook, &findings(&outlook))
}
