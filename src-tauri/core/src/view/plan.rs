//! What changes when, what an act would change, what licenses give, and two licenses side by side.

use serde::Serialize;

use super::{ChangeView, CoderMessageView, FeatureView, LimitView, SentenceView};

/// The next three years of a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OutlookView {
    /// What changes, soonest first.
    pub boundaries: Vec<BoundaryView>,
    /// Blocks of coverage, bridges and gaps that are not over, soonest first.
    pub coverage: Vec<CoverageLineView>,
    /// What was guessed about the deployment, a sentence each.
    pub guesses: Vec<String>,
}

/// An instant at which something changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct BoundaryView {
    /// When.
    pub at: String,
    /// The day, for the head of the line.
    pub day: SentenceView,
    /// "#4's term ends and its grace period begins."
    pub sentence: String,
    /// What changes, losses first; empty where other licenses cover it all.
    pub changes: Vec<ChangeView>,
}

/// A stretch of time in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CoverageLineView {
    /// `block`, `bridge` or `gap`.
    pub kind: String,
    /// Its first second.
    pub starts_at: String,
    /// The first second after it.
    pub ends_at: String,
    /// "Gap: no license from 8 to 18 Dec 2026 (10 days)."
    pub sentence: SentenceView,
}

/// What an act would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct WhatIfView {
    /// "Seats fall from 600 to 500."
    pub effect: SentenceView,
    /// Losses first.
    pub changes: Vec<ChangeView>,
    /// Which license's limit wins then.
    pub winners: Vec<WinnerView>,
    /// What must be known before, the gravest first.
    pub cautions: Vec<CautionView>,
    /// Whether anything is lost, now or later.
    pub loses: bool,
}

/// The license whose terms win for a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct WinnerView {
    /// "Seats", "Agent hours".
    pub label: String,
    /// "#4".
    pub license: String,
    /// "#4 wins: 412 users fit its 500; #9 holds more seats but is in grace."
    pub why: SentenceView,
}

/// What must be known before an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CautionView {
    /// `locked`, `refused`, `lock_unknown`, `telemetry_off`, `telemetry_unknown`, `telemetry_required`, `fewer_seats`,
    /// `all_users_count`, `fewer_of`, `fewer_features`, `trial` or `if_switched_on`.
    pub code: String,
    /// The sentence.
    pub sentence: SentenceView,
}

/// Steps on several days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanView {
    /// The steps, soonest first.
    pub steps: Vec<PlannedStepView>,
    /// What changes over time, by the steps and by itself.
    pub boundaries: Vec<BoundaryView>,
    /// Coverage, a license counting from its installation to its removal.
    pub coverage: Vec<CoverageLineView>,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlannedStepView {
    /// When.
    pub at: String,
    /// What it changes.
    pub what_if: WhatIfView,
}

/// Two licenses side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ComparisonView {
    /// "B runs a year longer, adds 100 seats and AI Governance; it has 200 agent hours less."
    pub sentence: SentenceView,
    /// Losses first, then gains, other changes, and what is the same.
    pub rows: Vec<ComparisonRowView>,
}

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ComparisonRowView {
    /// "Term", "Seats", "Agent hours", "SCIM".
    pub label: String,
    /// As A says.
    pub a: SentenceView,
    /// As B says.
    pub b: SentenceView,
    /// "+ 100", "− 200", "new", "gone", "same".
    pub change: SentenceView,
    /// `loss`, `gain`, `change` or `same`.
    pub kind: String,
}

/// What a server reported beside what its licenses give by our reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PresentView {
    /// When the server worked its answer out.
    pub at: String,
    /// Whether both say the same.
    pub fits: bool,
    /// "One thing that Coder reports is not what these licenses give by our reading: …"
    pub sentence: SentenceView,
    /// What differs.
    pub differences: Vec<DifferenceView>,
}

/// One thing that a server reports otherwise than we read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DifferenceView {
    /// "Seats", "SCIM and Audit Log".
    pub label: String,
    /// What Coder reports.
    pub coder: SentenceView,
    /// What we read.
    pub ours: SentenceView,
    /// "Seats: Coder reports 250, by our reading 200."
    pub sentence: SentenceView,
}

/// What licenses give, worked out here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct EntitlementsView {
    /// The instant at which they are looked at.
    pub at: String,
    /// Whether a license counts then.
    pub has_license: bool,
    /// Whether Coder takes the deployment for a trial.
    pub trial: bool,
    /// Whether a license that counts requires telemetry.
    pub require_telemetry: bool,
    /// "412 / 500", "412, no limit"; "500" where the number of users is not known.
    pub seats: SentenceView,
    /// Every feature that is no limit, in Coder's order.
    pub features: Vec<FeatureView>,
    /// Every feature with a limit or a period but seats.
    pub limits: Vec<LimitView>,
    /// Which license's limit wins, and why.
    pub winners: Vec<WinnerView>,
    /// The sentences that Coder would say, word for word.
    pub coder_says: Vec<CoderMessageView>,
    /// Blocks of coverage, bridges and gaps that are not over, soonest first.
    pub coverage: Vec<CoverageLineView>,
    /// What was guessed about the deployment, a sentence each.
    pub guesses: Vec<String>,
}
