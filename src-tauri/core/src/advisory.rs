//! What is to be said of a deployment at an instant: its state, its words, and what asks for an act.
//!
//! Everything is worked out from the last answers ([`Report`]) at a `now` that is handed over, so that words stay
//! right while nothing is asked.
//!
//! | Question | Module |
//! |---|---|
//! | What did it answer last? | `report` |
//! | Which of its licenses count, and when? | `installed` |
//! | Is it covered, and until when? | `coverage` |
//! | How many seats are used? | `seats` |
//! | Which state is the worst, and what asks for an act? | `state` |
//! | Which features are on, and which limits are there? | `features` |
//! | Remarks with codes | `advice` |

mod advice;
mod coverage;
mod features;
mod installed;
mod report;
mod seats;
mod state;

pub use advice::Advice;
pub(crate) use coverage::Cover;
pub(crate) use features::{coder_says, features, is_limit, limits, used};
pub(crate) use installed::{Judged, context as verdict_context, same_claims};
pub use report::Report;
pub(crate) use report::browser_ways;
pub(crate) use seats::{Seats, seats_left};
pub use state::DeploymentState;
pub(crate) use state::{Finding, findings};

use jiff::tz::TimeZone;

use crate::Instant;
use crate::deployment::SessionKind;
use crate::error::{Error, ErrorCode};
use crate::license::KeyRing;
use crate::validity::{Term, ValidityTimeline};

/// What is known of one deployment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) name: &'a str,
    pub(crate) report: &'a Report,
    pub(crate) session: SessionKind,
    /// The session was refused the list of licenses.
    pub(crate) list_refused: bool,
    /// The server has no licenses at all.
    pub(crate) without_licenses: bool,
    /// When the entitlements were received.
    pub(crate) known_at: Option<Instant>,
    /// Why the last try failed.
    pub(crate) failure: Option<&'a Error>,
    pub(crate) checking: bool,
}

/// Whether the licenses can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// They were.
    Listed,
    /// The session may not.
    Refused,
    /// Nobody is signed in.
    Nobody,
    /// The server has no licenses.
    Missing,
    /// It was not asked yet, or the asking failed.
    NotAsked,
}

/// A deployment seen from an instant.
pub(crate) struct Outlook<'a> {
    pub(crate) known: Known<'a>,
    pub(crate) now: Instant,
    pub(crate) zone: &'a TimeZone,
    pub(crate) access: Access,
    /// Its licenses, in the order of their numbers; empty where they cannot be listed.
    pub(crate) licenses: Vec<Judged<'a>>,
    /// The terms of those that count; `None` where they cannot be listed.
    pub(crate) timeline: Option<ValidityTimeline>,
    pub(crate) seats: Seats,
}

impl<'a> Outlook<'a> {
    pub(crate) fn of(known: Known<'a>, ring: &KeyRing, now: Instant, zone: &'a TimeZone) -> Self {
        let access = access(&known);
        let listed = known.report.licenses.as_deref().filter(|_| access == Access::Listed);
        let mut licenses: Vec<_> =
            listed.unwrap_or_default().iter().map(|license| Judged::of(license, ring, now, zone)).collect();
        licenses.sort_by_key(|judged| judged.license.id);
        let terms: Vec<Term> = licenses.iter().filter_map(|judged| judged.term).collect();
        let timeline = listed.map(|_| ValidityTimeline::of(&terms, now));
        let seats = Seats::of(known.report.entitlements.as_ref());
        Self { known, now, zone, access, licenses, timeline, seats }
    }

    /// How it is covered.
    pub(crate) fn cover(&self) -> Cover {
        coverage::cover(self)
    }
}

/// An empty list is worth something only where the session may read licenses: Coder answers it to everyone else too.
fn access(known: &Known<'_>) -> Access {
    let report = known.report;
    let may = report.permissions.and_then(|permissions| permissions.read_licenses);
    match &report.licenses {
        _ if known.without_licenses => Access::Missing,
        _ if known.session == SessionKind::Watching => Access::Nobody,
        _ if known.list_refused || may == Some(false) => Access::Refused,
        Some(list) if !list.is_empty() || may == Some(true) || report.is_owner() => Access::Listed,
        Some(_) => Access::Refused,
        None => Access::NotAsked,
    }
}

/// How a failure bears on the state of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// Nothing was answered that could be used: the figures are old.
    NotReachable,
    /// One has to sign in again.
    SignIn,
    /// A fault on this side of the way; what needs no session was asked all the same.
    Local,
}

/// Sorts a failure.
pub(crate) fn failure_kind(error: &Error) -> FailureKind {
    let is_one_of = |codes: &[ErrorCode]| codes.contains(&error.code);
    if is_one_of(&[ErrorCode::SessionRejected, ErrorCode::SessionMissing, ErrorCode::SignInRefused]) {
        FailureKind::SignIn
    } else if is_one_of(&NOT_REACHABLE) {
        FailureKind::NotReachable
    } else {
        FailureKind::Local
    }
}

/// What shows that nothing was answered that could be used.
const NOT_REACHABLE: [ErrorCode; 17] = [
    ErrorCode::DeploymentUnreachable,
    ErrorCode::DeploymentTimedOut,
    ErrorCode::DeploymentCertificateUntrusted,
    ErrorCode::DeploymentCertificateExpired,
    ErrorCode::DeploymentNameMismatch,
    ErrorCode::DeploymentTlsFailed,
    ErrorCode::DeploymentRedirects,
    ErrorCode::DeploymentNotCoder,
    ErrorCode::DeploymentIsProxy,
    ErrorCode::ConnectionInvalid,
    ErrorCode::ProxyFailed,
    ErrorCode::ApiRefused,
    ErrorCode::ApiUnavailable,
    ErrorCode::ApiResponseUnexpected,
    ErrorCode::ApiRateLimited,
    ErrorCode::ApiMissing,
    ErrorCode::OutcomeUnknown,
];
