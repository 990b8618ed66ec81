//! The details of a deployment, the remarks on them, and what its session may do.

use crate::Instant;
use crate::advisory::{Advice, Cover, FailureKind, Outlook, failure_kind};
use crate::api::AnswerKind;
use crate::check::words;
use crate::entitlement::texts::ServerText;
use crate::error::{Error, ErrorCode};
use crate::manager::entry::Entry;
use crate::sentence::visible;
use crate::view::{DetailsView, MayView, PermissionView, RemarkView};

/// Coder works its entitlements out every ten minutes; older than this they are said to be old.
const ENTITLEMENTS_OLD: i64 = 900;

pub(super) fn details(entry: &Entry, outlook: &Outlook<'_>) -> DetailsView {
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

pub(super) fn may(entry: &Entry) -> MayView {
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
pub(in crate::manager) fn permission(entry: &Entry, allowed: Option<bool>, lack: &str) -> PermissionView {
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
