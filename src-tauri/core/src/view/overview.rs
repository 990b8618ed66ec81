//! The Overview, the sidebar and one deployment, as they cross to the window and to `--json`.

use serde::Serialize;

use super::{ClaimView, ErrorView, Mark, RemarkView, SentenceView, TermsView};

/// All deployments at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OverviewView {
    /// "Three things need attention.", or "All 4 deployments are covered until at least 12 Mar 2027."; empty without
    /// deployments.
    pub headline: SentenceView,
    /// "3 of 4 deployments reachable, checked 2 min ago" without the age; empty without deployments.
    pub reachable: String,
    /// Said above all where no deployment answers ("This computer seems to be offline. …"); else empty.
    pub offline: SentenceView,
    /// What asks for an act, worst first; all of it.
    pub attention: Vec<AttentionView>,
    /// In the admin's order.
    pub deployments: Vec<DeploymentRowView>,
    /// Null while nothing is being checked.
    pub checking: Option<ProgressView>,
    /// When the last round ended; null before the first.
    pub checked_at: Option<String>,
}

/// How far a round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ProgressView {
    /// Deployments that answered or failed.
    pub done: u32,
    /// Deployments that are asked.
    pub total: u32,
}

/// One thing that asks for an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AttentionView {
    /// The deployment it is about.
    pub deployment: u32,
    /// The state's code, for the shape.
    pub state: String,
    /// "Staging is in its grace period. Features stop on 30 Nov 2026 (7 days)."
    pub sentence: SentenceView,
    /// Where it can be seen to: `summary`, `licenses`, `seats`, or `sign_in`.
    pub place: String,
}

/// A deployment's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DeploymentRowView {
    /// Names it in every command.
    pub id: u32,
    /// What the admin calls it.
    pub name: String,
    /// The letter of its tile.
    pub letter: String,
    /// 0 to 7: the hue of its tile.
    pub hue: u32,
    /// "coder.example.com".
    pub host: String,
    /// "https://coder.example.com".
    pub origin: String,
    /// Its worst state: `not_covered`, `grace`, `over`, `sign_in_again`, `gap`, `ends`, `nearly_full`,
    /// `not_reachable`, `not_permitted`, `no_license`, `covered`, `checking`, `never_checked`.
    pub state: String,
    /// The state in words: "In grace, 7 days".
    pub word: SentenceView,
    /// 0 is worst.
    pub weight: u32,
    /// Whether the state asks for an act.
    pub attention: bool,
    /// "Valid, 109 d", "Over by 8", "Not permitted", "No license": the License column.
    pub license: SentenceView,
    /// "12 Mar 2027", "5 Dec 2026, gap", "ended 9 Nov 2026", "–".
    pub covered_until: SentenceView,
    /// End of the contiguous coverage, for sorting; null where none is known.
    pub covered_until_at: Option<String>,
    /// "412 / 500", "412, no limit", "–".
    pub seats: SentenceView,
    /// Seats used, where reported.
    pub seats_used: Option<u32>,
    /// Seats licensed, where there is a limit.
    pub seats_limit: Option<u32>,
    /// The word for what is counted: "active users" or "workspace-capable users".
    pub seats_noun: String,
    /// When the figures were received; null before the first answer.
    pub known_at: Option<String>,
    /// Whether the last try failed, so that the figures are old; they are shown with a star.
    pub stale: bool,
    /// Why the last try failed, or null.
    pub failure: Option<ErrorView>,
    /// Whether it is being asked now.
    pub checking: bool,
    /// How one is signed in: `watching`, `pasted`, `begun`, `taken_over`.
    pub session: String,
    /// "ana"; empty where nobody is signed in or not known yet.
    pub signed_in_as: String,
    /// When the session ends unless it is used, where known.
    pub session_ends_at: Option<String>,
    /// Whether the session is kept only until Seatkeeper quits.
    pub session_until_quit: bool,
}

/// A deployment's own page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DeploymentView {
    /// Its row, as everywhere.
    pub row: DeploymentRowView,
    /// "v2.29.3"; empty where not known.
    pub version: String,
    /// "Owner", "Auditor"; empty where nobody is signed in.
    pub role: String,
    /// "Covered until 12 Mar 2027 (109 days), then a 14-day grace period."
    pub verdict: SentenceView,
    /// "412 of 500 seats are used." or what is said of them.
    pub seats_sentence: SentenceView,
    /// The h2 of the Licenses view: "Covered until 12 Mar 2027. Nothing follows it yet."
    pub coverage: SentenceView,
    /// Gaps and bridges in words, soonest first.
    pub coverage_remarks: Vec<SentenceView>,
    /// Coverage over time, and every license in it.
    pub terms: TermsView,
    /// The licenses, or why there is no list.
    pub licenses: LicenseListView,
    /// Coder's own warnings and errors, word for word.
    pub coder_says: Vec<CoderMessageView>,
    /// Every feature that is no limit, in Coder's order, unknown ones last.
    pub features: Vec<FeatureView>,
    /// Every feature with a limit or a period but seats, known or not.
    pub limits: Vec<LimitView>,
    /// The rest.
    pub details: DetailsView,
    /// What the session may do here.
    pub may: MayView,
}

/// The licenses of a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LicenseListView {
    /// The list, as the deployment reported it.
    Listed {
        /// Those that count first, then by the end of their term, latest first.
        licenses: Vec<InstalledLicenseView>,
        /// When it was reported.
        at: String,
        /// Said in place of the table where it is empty; else empty.
        empty: SentenceView,
    },
    /// The session may not list licenses (or there is none).
    NotPermitted {
        /// "This token may not list licenses. An Owner can."
        sentence: String,
    },
    /// Not asked yet, or this server has no licenses.
    Unknown {
        /// Why.
        sentence: String,
    },
}

/// A license that is installed on a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InstalledLicenseView {
    /// The number it is removed by.
    pub id: i32,
    /// "Premium", "Enterprise", "Trial".
    pub kind: String,
    /// Its UUID; may be empty.
    pub uuid: String,
    /// The code of its verdict by our own reading of the claims: `valid`, `expiring`, `grace`, `expired`,
    /// `not_yet_valid`, `wrong_deployment`, `refused`.
    pub state: String,
    /// "Valid, 109 days".
    pub word: String,
    /// Its headline, as a license file's.
    pub headline: SentenceView,
    /// "500", "no limit".
    pub seats: SentenceView,
    /// Start of its term; empty where it has none.
    pub starts: SentenceView,
    /// End of its term.
    pub ends: SentenceView,
    /// End of its grace period; empty where there is none.
    pub grace_to: SentenceView,
    /// Whether its grace period and all is over, so that "Only current" hides it.
    pub past: bool,
    /// "Salesforce account 0015f…"; made readable.
    pub account: String,
    /// When it was installed.
    pub installed_at: Option<String>,
    /// When it was issued.
    pub issued_at: Option<String>,
    /// "Locked to 2 deployments; this is one of them." or that it fits any.
    pub lock: SentenceView,
    /// Whether the lock fits, as far as can be told.
    pub lock_mark: Mark,
    /// "AI Governance", …
    pub addons: Vec<String>,
    /// Whether it requires telemetry.
    pub requires_telemetry: bool,
    /// "Reported by Production. Coder does not give licenses back, so the signature cannot be checked from here."
    pub provenance: String,
    /// The copy in the library that is the same license; null where none is held.
    pub held: Option<HeldView>,
    /// Every claim.
    pub claims: Vec<ClaimView>,
    /// The claims as reported, JSON, for Copy as JSON.
    pub json: String,
}

/// A copy of an installed license in the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HeldView {
    /// SHA-256 of header and payload: the entry's name in the library.
    pub fingerprint: String,
    /// "renewal-2026.jwt".
    pub label: String,
    /// "The file renewal-2026.jwt on this computer is the same license: signature checked here."
    pub sentence: String,
}

/// A sentence of the server's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CoderMessageView {
    /// `error` or `warning`.
    pub kind: String,
    /// Its words, hidden characters made visible.
    pub text: String,
}

/// A feature that is on or off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FeatureView {
    /// Coder's name for it.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// `on`, `grace` (on in grace), `off` (not entitled), or `unused` (entitled, not switched on).
    pub state: String,
    /// "On", "On in grace", "Off", "Not switched on".
    pub word: String,
    /// False for a feature this program does not know.
    pub known: bool,
}

/// A feature with a limit or a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct LimitView {
    /// Coder's name for it.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// "12 / 50", "400.3 / 1,000 hours", "no limit".
    pub value: SentenceView,
    /// The usage period, where there is one.
    pub period: SentenceView,
    /// `on`, `grace`, `off` or `unused`.
    pub state: String,
    /// Whether it is used beyond its limit.
    pub over: bool,
}

/// What else is known of a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DetailsView {
    /// The UUID; null where the server does not say.
    pub deployment_id: Option<String>,
    /// The access URL by its own account, where that is another than the one asked; else null.
    pub other_access_url: Option<String>,
    /// Whether the license that counts is a trial.
    pub trial: bool,
    /// Whether a license requires telemetry.
    pub telemetry_required: bool,
    /// Whether the server sends telemetry; null where it does not say.
    pub telemetry_on: Option<bool>,
    /// When Coder worked out the entitlements; null on old servers.
    pub entitlements_at: Option<String>,
    /// Before this instant Coder refuses another refresh; null where it may be asked.
    pub refresh_from: Option<String>,
    /// By how many seconds the server's clock is ahead of this one, where that is more than five minutes.
    pub clock_ahead_seconds: Option<i32>,
    /// What is worth knowing: an old server, a proxy, a telemetry conflict.
    pub remarks: Vec<RemarkView>,
}

/// What the session may do, each with the reason where it may not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MayView {
    /// Install licenses.
    pub install: PermissionView,
    /// Remove licenses.
    pub remove: PermissionView,
    /// Make Coder work the entitlements out anew.
    pub refresh: PermissionView,
    /// List all users.
    pub list_users: PermissionView,
}

/// Whether something may be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PermissionView {
    /// Whether it may be tried.
    pub allowed: bool,
    /// Why not; empty where it may.
    pub reason: String,
}
