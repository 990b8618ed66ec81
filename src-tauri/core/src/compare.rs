//! Two licenses side by side: A, and what is better or worse in B.
//!
//! Losses come first, then gains, other changes, and what is the same. Only the claims are compared: whether a license
//! counts now is another question.

mod output;
mod rows;
mod sentence;

use crate::license::Claims;
use crate::outlook::ChangeKind;
use crate::sentence::Sentence;

/// What a line of the comparison is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aspect {
    /// The end of the term.
    Term,
    /// The length of the grace period.
    Grace,
    /// The limit of users.
    Seats,
    /// An add-on.
    AddOn,
    /// The named set of features.
    FeatureSet,
    /// Another limit.
    Limit,
    /// One feature.
    Feature,
    /// The lock.
    Deployments,
    /// Whose license it is.
    Account,
    /// Whether it is a trial.
    Trial,
    /// Whether it requires telemetry.
    Telemetry,
    /// Whether it wants usage data to be sent.
    UsageData,
    /// Dates and names that grant nothing.
    Other,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub aspect: Aspect,
    /// "Term", "Seats", "Agent hours", "SCIM".
    pub label: String,
    /// As A says.
    pub a: Sentence,
    /// As B says.
    pub b: Sentence,
    /// "+ 100", "− 200", "new", "gone", "same".
    pub change: Sentence,
    /// Whether B is worse (a loss), better, or other.
    pub kind: ChangeKind,
    /// What the better side has and the worse lacks, for the sentence; `None` where neither is better.
    phrases: Option<Phrases>,
}

/// The two sides of a difference in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Phrases {
    better: Phrase,
    worse: Phrase,
}

/// What is said of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Phrase {
    /// "runs a year longer".
    Does(String),
    /// "adds …": 100 seats, AI Governance.
    Adds(Sentence),
    /// "has …": 200 agent hours less.
    Has(Sentence),
    /// "lacks …": AI Governance.
    Lacks(Sentence),
    /// A feature, which is counted where there are many.
    Feature(String),
}

/// Two licenses side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Every line.
    pub rows: Vec<Row>,
    /// "B runs a year longer, adds 100 seats and AI Governance; it has 200 agent hours less."
    pub sentence: Sentence,
}

impl Comparison {
    /// The lines that differ.
    pub fn differences(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.kind != ChangeKind::Same)
    }
}

/// Compares two licenses.
pub fn compare(a: &Claims, b: &Claims) -> Comparison {
    let mut rows = rows::of(a, b);
    rows.sort_by_key(|row| row.kind);
    Comparison { sentence: sentence::of(&rows), rows }
}
