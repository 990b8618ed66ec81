//! Plans of several steps: as they are made, and as they are worked out.

use serde::{Deserialize, Serialize};

use super::{BoundaryView, CoverageLineView, SentenceView, WhatIfView};

/// A plan as it is made, kept, and changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanDraft {
    /// Its number; null before it is saved.
    pub id: Option<u32>,
    /// The deployment it is for.
    pub deployment: u32,
    /// Its name.
    pub name: String,
    /// Its steps, in the order in which they were made.
    pub steps: Vec<PlanStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanStep {
    /// "2027-03-12", a day of this computer's zone.
    pub day: String,
    /// What is done.
    pub act: PlanAct,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PlanAct {
    /// Installs a license file.
    Install {
        /// Its fingerprint.
        fingerprint: String,
        /// Its name.
        name: String,
    },
    /// Removes an installed license.
    Remove {
        /// Its number there.
        license: i32,
        /// Its UUID; may be empty.
        uuid: String,
    },
}

/// A plan in the list of plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanRowView {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The name of its deployment.
    pub deployment: String,
    /// "2 steps, from 12 Mar 2027."
    pub summary: SentenceView,
    /// That something of it no longer holds; empty where all does.
    pub stale: String,
    /// When it was saved last.
    pub changed_at: String,
}

/// What the steps of a plan can be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanChoicesView {
    /// License files that can be installed.
    pub install: Vec<PlanInstallChoiceView>,
    /// Installed licenses that can be removed.
    pub remove: Vec<PlanRemoveChoiceView>,
}

/// A license file that a step can install.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanInstallChoiceView {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its name.
    pub name: String,
    /// The day on which its term starts, where that is still to come: a step begins there.
    pub starts: Option<String>,
}

/// A license that a step can remove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanRemoveChoiceView {
    /// Its number.
    pub license: i32,
    /// Its UUID; may be empty.
    pub uuid: String,
    /// "#4, Premium".
    pub name: String,
    /// The last day of its term, where that is still to come: a step begins there.
    pub ends: Option<String>,
}

/// A plan, worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct WorkedPlanView {
    /// "With this plan Production is covered until 12 Mar 2028 instead of 12 Mar 2027."
    pub headline: SentenceView,
    /// Whether anything is lost on any of its days.
    pub loses: bool,
    /// The days on which something is done, soonest first.
    pub days: Vec<PlannedDayView>,
    /// What was left out, and what no longer holds.
    pub remarks: Vec<PlanRemarkView>,
    /// What changes over time, by the steps and by itself.
    pub boundaries: Vec<BoundaryView>,
    /// Coverage, a license counting from its installation to its removal.
    pub coverage: Vec<CoverageLineView>,
    /// What was guessed about the deployment, a sentence each.
    pub guesses: Vec<String>,
    /// What saving keeps on this computer beside the plan; empty for nothing.
    pub keeps: String,
    /// When the deployment answered what this rests on.
    pub known_at: Option<String>,
}

/// What is done on one day, and what it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlannedDayView {
    /// When it is reckoned.
    pub at: String,
    /// The day.
    pub day: SentenceView,
    /// "Install renewal-2027.jwt, remove #2."
    pub acts: String,
    /// What it changes.
    pub what_if: WhatIfView,
}

/// What is to be said of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PlanRemarkView {
    /// The step, by its place in the draft.
    pub step: u32,
    /// `left_out`: nothing is done; `past`: the day is over, and the step is reckoned as of now.
    pub kind: String,
    /// The sentence, which names the step.
    pub sentence: SentenceView,
}
