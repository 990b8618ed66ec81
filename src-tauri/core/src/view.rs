//! What crosses to the window, and the record the terminal prints with `--json`.
//!
//! Views go out and requests come in; neither holds a rule. Times are RFC 3339 strings in UTC (years may have
//! more than four digits), counts are `u32`, codes are the snake_case names of `docs/errors.md`.

mod assignment;
mod comparing;
mod install;
mod overview;
mod plan;
mod plans;
mod reclaim;
mod seats;
mod sign_in;
mod terms;

use serde::{Deserialize, Serialize};

pub use assignment::{AssignedDeploymentView, AssignedLicenseView, AssignmentView, LeftLicenseView};
pub use comparing::{ComparableView, CompareRequest, ComparedSideView, ComparedView, LicenseRef};
pub use install::{
    ChangeView, FitView, InstallRequest, InstallView, InstalledView, RemovalView, RemoveRequest, RemovedView,
};
pub use overview::{
    AttentionView, CoderMessageView, DeploymentRowView, DeploymentView, DetailsView, FeatureView, HeldView,
    InstalledLicenseView, LicenseListView, LimitView, MayView, OverviewView, PermissionView, ProgressView,
};
pub use plan::{
    BoundaryView, CautionView, ComparisonRowView, ComparisonView, CoverageLineView, DifferenceView,
    EntitlementsView, OutlookView, PlanView, PlannedStepView, PresentView, WhatIfView, WinnerView,
};
pub use plans::{
    PlanAct, PlanChoicesView, PlanDraft, PlanInstallChoiceView, PlanRemarkView, PlanRemoveChoiceView,
    PlanRowView, PlanStep, PlannedDayView, WorkedPlanView,
};
pub use reclaim::{
    ApplyReclaimRequest, ReclaimCountsView, ReclaimPersonView, ReclaimPlanView, ReclaimRequest,
    ReclaimStepView, ReclaimView,
};
pub use seats::{
    AgeBucketView, AgreementReasonView, AgreementView, BreakView, ChartKind, ChartRequest, FleetSeatRowView,
    FleetSeatsView, ForecastPointView, FreesDayView, LastSeenView, LimitStepView, OrderView, PeakView,
    PeopleRequest, PeopleView, PersonMark, PersonView, PointSource, RangeCountView, RangeView,
    SeatChangeRequest, SeatChangeRowView, SeatChangeView, SeatFiguresView, SeatForecastView, SeatHistoryView,
    SeatLimitView, SeatPointView, SeatsView, UserCountView, UserCountsView,
};
pub use sign_in::{
    AddressView, CapabilityView, CoderCliView, ConnectionRequest, FinishRequest, HeaderRequest, KeychainView,
    LookRequest, MethodsView, SignInRequest, SignInWay, SignedOutView, TrialView,
};
pub use terms::{DeploymentTermsView, StretchView, TermRowView, TermsView};

/// One piece of a sentence, so that a date in it can be shown as a `<time>` in the reader's locale and zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PartView {
    /// Words.
    Text {
        /// The words themselves.
        text: String,
    },
    /// A calendar day: `at` is the exact instant, `text` the day as the terminal writes it ("12 Mar 2027").
    Day {
        /// RFC 3339, UTC.
        at: String,
        /// The day in the zone the verdict was made for.
        text: String,
    },
    /// A time of day ("18:00").
    Clock {
        /// RFC 3339, UTC.
        at: String,
        /// The time in the zone the verdict was made for.
        text: String,
    },
    /// A count, grouped by the reader's locale; `text` is grouped with commas.
    Count {
        /// The digits alone, as they may pass what a JavaScript number holds.
        digits: String,
        /// The count as the terminal writes it ("1,000").
        text: String,
    },
}

/// A sentence in pieces; joined `text`s are the sentence as the terminal prints it.
pub type SentenceView = Vec<PartView>;

/// A reason or a note: its code, what it says, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RemarkView {
    /// A code of `docs/errors.md`.
    pub code: String,
    /// What is the case.
    pub message: String,
    /// What to do about it; empty where nothing needs doing.
    pub hint: String,
}

/// What Coder's server would say of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CoderView {
    /// Whether an installed copy counts at this moment.
    pub counts_now: bool,
    /// Whether `POST /api/v2/licenses` would take it.
    pub accepts_upload: bool,
    /// The server's own words of refusal, or null.
    pub refusal: Option<String>,
}

/// How a line of evidence ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// ✓
    Good,
    /// ✕
    Bad,
    /// ?
    Unknown,
    /// → a prediction or a remark, neither good nor bad
    Info,
}

/// One line of evidence; failed lines come first in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct EvidenceView {
    /// The mark before the words.
    pub mark: Mark,
    /// "Signature", "Format", "Term", "Grace", "Deployment", "Text", "Coder".
    pub label: String,
    /// The finding in words.
    pub finding: SentenceView,
    /// What to do, or empty.
    pub hint: String,
}

/// One claim, or one unknown claim kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ClaimView {
    /// The name as signed.
    pub name: String,
    /// The value in words; empty for an unknown claim.
    pub words: SentenceView,
    /// The value as JSON text, control and bidirectional characters made visible, cut at 200 characters.
    pub raw: String,
    /// False for a claim that is kept, not understood.
    pub known: bool,
}

/// One thing a license grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct GrantView {
    /// "Seats", "Feature set", "AI Governance"…
    pub label: String,
    /// "500", "Premium", "on"…
    pub value: SentenceView,
    /// False for a feature this program does not know.
    pub known: bool,
}

/// Where a text came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SourceView {
    /// The name to show: a file's name, "Pasted text".
    pub label: String,
    /// The whole path where it was a file, made readable.
    pub path: Option<String>,
    /// 1-based place among several licenses found in one source; null where there was one.
    pub index: Option<u32>,
    /// Other names under which the same license was seen.
    pub also: Vec<String>,
}

/// A checked text as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CheckView {
    /// Names the entry while the window lives.
    pub id: String,
    /// Where the text came from.
    pub source: SourceView,
    /// The verdict's code.
    pub verdict: String,
    /// 0 is worst; the list is sorted by it.
    pub weight: u32,
    /// The word for lists ("Valid, 109 days").
    pub word: String,
    /// The first sentence of the card, its h2.
    pub headline: SentenceView,
    /// The second sentence; may be empty.
    pub detail: SentenceView,
    /// What it grants in one line ("Premium, 500 seats, AI Governance."); empty where nothing is known.
    pub summary: String,
    /// Why, most serious first.
    pub reasons: Vec<RemarkView>,
    /// What is worth knowing; cleaning is said here.
    pub notes: Vec<RemarkView>,
    /// Null for what is not a text.
    pub coder: Option<CoderView>,
    /// Failed lines first.
    pub evidence: Vec<EvidenceView>,
    /// What it grants; empty where the signature is not good.
    pub grants: Vec<GrantView>,
    /// Every claim, unknown ones last.
    pub claims: Vec<ClaimView>,
    /// True where `claims` are words nobody signed.
    pub claims_unverified: bool,
    /// First 10 and last 4 characters of the text, null where there is no text to show.
    pub raw_preview: Option<String>,
    /// SHA-256 of the bytes of header and payload, hex; null where the text is no license.
    pub fingerprint: Option<String>,
    /// The time used for the verdict.
    pub checked_at: String,
    /// Whether the library keeps a copy.
    pub kept: bool,
    /// Whether a copy may be kept (a good signature, or one of an unknown key).
    pub keepable: bool,
}

/// The record of one license on one line of `--json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckRecord {
    /// Always 1.
    pub schema: u32,
    /// The path as given, `-`, or `argument`.
    pub source: String,
    /// 1-based place among several licenses in one source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u32>,
    /// The verdict's code.
    pub verdict: String,
    /// The first sentence.
    pub headline: String,
    /// The second sentence; may be empty.
    pub detail: String,
    /// Why, most serious first.
    pub reasons: Vec<RemarkView>,
    /// What is worth knowing.
    pub notes: Vec<RemarkView>,
    /// Null for what is not a text.
    pub coder: Option<CoderView>,
    /// The claims of a license with a good signature, else null.
    pub license: Option<serde_json::Value>,
    /// The same for a license whose signature is not good: words nobody signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unverified: Option<serde_json::Value>,
    /// The time used.
    pub checked_at: String,
}

/// An error as it crosses to the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ErrorView {
    /// A code of `docs/errors.md`.
    pub code: String,
    /// What happened, to whom.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// What it is about (a file, a key), or null.
    pub subject: Option<String>,
}

/// How the files of one drop, dialog or start are coming along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct BatchView {
    /// Names the batch while it runs.
    pub id: u32,
    /// Files checked so far.
    pub done: u32,
    /// Files in all.
    pub total: u32,
    /// Still checking, all checked, or stopped by the reader.
    pub state: BatchState,
    /// The sentence that stands over the list when it is over ("480 checked: 455 valid, …"); empty before.
    pub summary: String,
}

/// See [`BatchView::state`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// Files are being read.
    Running,
    /// Every file was judged.
    Finished,
    /// Stopped; what was judged stays.
    Cancelled,
}

/// A key of the key ring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TrustedKeyView {
    /// The key ID in a license's header.
    pub key_id: String,
    /// True for Coder's own, which cannot be removed.
    pub built_in: bool,
    /// Who added it, in the admin's words; empty for a built-in key.
    pub label: String,
    /// The 32 bytes in hex.
    pub hex: String,
    /// When it was added; null for a built-in key.
    pub added_at: Option<String>,
}

/// The preferences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SettingsView {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// `comfortable` or `compact`.
    pub rows: String,
    /// 80 to 200, in steps of 10.
    pub zoom_percent: u32,
    /// A BCP 47 tag, or empty for the system's.
    pub locale: String,
    /// Whether the native menu bar is shown (not on macOS).
    pub menu_bar: bool,
    /// Whether checked files are kept without being asked.
    pub keep_checked_files: bool,
    /// How often deployments are asked in the background: 15, 60, 360 or 1440 minutes.
    pub check_every_minutes: u32,
    /// Width of the sidebar in CSS pixels, 180 to 320.
    pub sidebar_width: u32,
    /// The place shown last: `overview`, `files`, `settings`, or `deployment:3:licenses`.
    pub place: String,
}

/// One preference to change.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "name", content = "value", rename_all = "snake_case")]
pub enum SettingRequest {
    /// `system`, `light` or `dark`.
    Theme(String),
    /// `comfortable` or `compact`.
    Rows(String),
    /// 80 to 200.
    ZoomPercent(u32),
    /// A BCP 47 tag, or empty.
    Locale(String),
    /// Show the native menu bar.
    MenuBar(bool),
    /// Keep checked files.
    KeepCheckedFiles(bool),
    /// 15, 60, 360 or 1440.
    CheckEveryMinutes(u32),
    /// 180 to 320.
    SidebarWidth(u32),
    /// `overview`, `files`, `settings`, or a deployment's view.
    Place(String),
}

/// A key to add.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AddKeyRequest {
    /// The key ID in a license's header.
    pub key_id: String,
    /// 32 bytes in hex or base64.
    pub key_text: String,
    /// Where it comes from, in the admin's words.
    pub label: String,
}

/// Text pasted into the window.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CheckTextRequest {
    /// The text as pasted.
    pub text: String,
}

/// What a local act can give back for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct UndoView {
    /// Names the act.
    pub id: u32,
    /// "Forgot prod-500.jwt."
    pub sentence: String,
    /// Until when it can be taken back.
    pub until: String,
}

/// One entry of the native menu, from the one list that the shortcuts page reads too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MenuEntryView {
    /// "open", "paste", …: what `MenuChosen` names.
    pub id: String,
    /// File, Edit, View, Deployment, License or Help.
    pub menu: String,
    /// "Open License Files…"
    pub label: String,
    /// "Ctrl+O", or empty.
    pub keys: String,
    /// Whether it wants a deployment in the list; without one it cannot be chosen.
    pub needs_deployment: bool,
}

/// About this program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AboutView {
    /// "0.1.0"
    pub version: String,
    /// Short hash of the source, or empty.
    pub commit: String,
    /// The day of the build, RFC 3339.
    pub built_at: String,
    /// "This version is 400 days old…", or empty.
    pub advice: String,
    /// Name and license of each direct part.
    pub parts: Vec<String>,
}

/// All that the window needs at its start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SessionView {
    /// The clock of the verdicts, at the instant of the answer.
    pub now: String,
    /// True where the clock stands before the program's build.
    pub clock_doubtful: bool,
    /// BCP 47 tag for `Intl`.
    pub locale: String,
    /// IANA name of the zone, for `Intl`.
    pub zone: String,
    /// `linux`, `macos` or `windows`.
    pub platform: String,
    /// A banner about the store ("Settings are read only…"), or null.
    pub store_warning: Option<ErrorView>,
    /// The files checked so far and the library.
    pub checks: Vec<CheckView>,
    /// Running batches.
    pub batches: Vec<BatchView>,
    /// Preferences.
    pub settings: SettingsView,
    /// The deployments, as they are known.
    pub overview: OverviewView,
    /// When the background asks them next, or null.
    pub next_check_at: Option<String>,
    /// The key ring.
    pub keys: Vec<TrustedKeyView>,
    /// The menus.
    pub menu: Vec<MenuEntryView>,
    /// About this program.
    pub about: AboutView,
    /// Folder of the store, made readable.
    pub data_folder: String,
}
