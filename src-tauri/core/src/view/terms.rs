//! Coverage over time, to be drawn and to be read as a table.

use serde::Serialize;

use super::SentenceView;

/// Coverage of several deployments over one range of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TermsView {
    /// Now: where the line stands.
    pub today_at: String,
    /// The first instant shown, the first of a month.
    pub from_at: String,
    /// The last instant shown, the first of a month.
    pub to_at: String,
    /// "From 1 Aug 2026 to 1 Feb 2028; the line is today, 23 Nov 2026. Hatched: grace period."
    pub caption: SentenceView,
    /// In the admin's order, those without licenses too.
    pub deployments: Vec<DeploymentTermsView>,
}

/// Coverage of one deployment over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DeploymentTermsView {
    /// Its number.
    pub deployment: u32,
    /// What the admin calls it.
    pub name: String,
    /// "Covered until 12 Mar 2027. Nothing follows it yet.", or why there are no rows.
    pub sentence: SentenceView,
    /// Coverage first, then each gap, then each license; empty where no license is known.
    pub rows: Vec<TermRowView>,
}

/// One row of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TermRowView {
    /// `coverage`, `gap` or `license`.
    pub kind: String,
    /// The number of the license; null for coverage and gaps.
    pub license: Option<i32>,
    /// "Coverage", "Gap", "#4 Premium · 500".
    pub label: SentenceView,
    /// Written beside what is drawn: the dates of a gap, "ended", or nothing.
    pub note: SentenceView,
    /// All of time, without a hole, soonest first.
    pub stretches: Vec<StretchView>,
}

/// A stretch of time in which nothing changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct StretchView {
    /// `term`, `ahead` (a term that has not started), `grace`, `bridge` (grace between two terms), `gap`, or `none`,
    /// which is not drawn.
    pub kind: String,
    /// Its first second, or the edge of the range where that lies beyond it.
    pub from_at: String,
    /// The first second after it, or the edge of the range.
    pub to_at: String,
    /// The day on which it begins; empty for the first.
    pub starts: SentenceView,
    /// The day on which it ends; empty for the last.
    pub ends: SentenceView,
    /// "In grace from 12 to 26 Mar 2027."
    pub sentence: SentenceView,
}
