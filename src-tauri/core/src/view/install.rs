//! Installing a license on a deployment, and removing one.

use serde::{Deserialize, Serialize};

use super::{CheckView, DeploymentRowView, ErrorView, PermissionView, RemarkView, SentenceView, WinnerView};

/// What an installation would be, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InstallView {
    /// Where.
    pub deployment: DeploymentRowView,
    /// The license, judged for this deployment.
    pub license: CheckView,
    /// What it does, in one sentence: "Production is covered until 12 Mar 2028 instead of 12 Mar 2027."; empty where it
    /// is not sent, or where nothing is known of the licenses beside it.
    pub effect: SentenceView,
    /// What changes, losses first.
    pub changes: Vec<ChangeView>,
    /// Which license's limit wins then, and why; empty where nothing is known of the licenses beside it.
    pub winners: Vec<WinnerView>,
    /// What must be known before: telemetry that is off there, a lock that cannot be tested, a duplicate.
    pub warnings: Vec<RemarkView>,
    /// Whether it may be sent, and why not.
    pub may: PermissionView,
    /// The number under which the same license is there already; null where it is not.
    pub already: Option<i32>,
    /// Other deployments of the list that it fits by its lock, where it does not fit this one.
    pub fits: Vec<FitView>,
    /// "The license text is sent to coder.example.com and nowhere else."
    pub sends: String,
    /// "Install on Production".
    pub button: String,
}

/// A deployment of the list that a license fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FitView {
    /// Its number in the list.
    pub deployment: u32,
    /// Its name.
    pub name: String,
    /// The number under which the license is installed there; null where it is not.
    pub already: Option<i32>,
}

/// One line of "What changes".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ChangeView {
    /// "Coverage", "Seats", "Features", "Telemetry".
    pub label: String,
    /// As it is.
    pub before: SentenceView,
    /// As it will be.
    pub after: SentenceView,
    /// `loss`, `gain`, `change` or `same`.
    pub kind: String,
}

/// Which license to install where.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct InstallRequest {
    /// The deployment.
    pub deployment: u32,
    /// The entry of the list of license files, as `CheckView` names it.
    pub check: String,
}

/// How an installation ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InstalledView {
    /// It is there.
    Installed {
        /// Its number there.
        license: i32,
        /// "Installed on Production as #8."
        sentence: String,
    },
    /// Coder, or the way to it, refused. Nothing was installed.
    Refused {
        /// What happened, with what to do.
        error: ErrorView,
        /// Coder's own words, to be quoted; empty where it was not Coder that refused.
        coder: String,
        /// What our own check found ("Seatkeeper's own check found: expired on 20 Nov 2026."); may be empty.
        finding: SentenceView,
    },
    /// It was sent and no answer came: the list must be looked at before it is sent again.
    Unknown {
        /// What happened.
        error: ErrorView,
    },
}

/// What a removal would be, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RemovalView {
    /// Where.
    pub deployment: DeploymentRowView,
    /// The license's number there.
    pub license: i32,
    /// "Remove license #4 from Production?"
    pub title: String,
    /// The true effect: "Production will have no license from now."
    pub effect: SentenceView,
    /// What changes, losses first.
    pub changes: Vec<ChangeView>,
    /// Which license's limit wins then, and why.
    pub winners: Vec<WinnerView>,
    /// What must be known before, and the effect does not say.
    pub warnings: Vec<RemarkView>,
    /// "You hold a copy (renewal-2026.jwt), so you can install it again.", or that there is none.
    pub copy: String,
    /// Whether a copy is held.
    pub held: bool,
    /// Whether something is lost, so that the deployment's name must be typed.
    pub type_name: bool,
    /// Whether it may be sent, and why not.
    pub may: PermissionView,
    /// "Remove from Production".
    pub button: String,
}

/// Which license to remove.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RemoveRequest {
    /// The deployment.
    pub deployment: u32,
    /// The license's number there.
    pub license: i32,
    /// The deployment's name as typed; empty where nothing is lost.
    pub typed_name: String,
}

/// How a removal ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RemovedView {
    /// "Removed #4 from Production.", or that it was gone already.
    pub sentence: String,
}
