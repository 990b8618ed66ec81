//! What is different between two states.

use crate::feature::FeatureName;
use crate::instant::Instant;
use crate::sentence::Sentence;

use super::topic::{Value, messages};
use super::{Setting, State};

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Whether and how long a license counts.
    Coverage,
    /// Users that may be active.
    Seats,
    /// Features that are on, on in grace or off.
    Features,
    /// Any other limit.
    Limit(FeatureName),
    /// Whether Coder takes the deployment for a trial.
    Trial,
    /// Whether a license requires telemetry.
    Telemetry,
    /// Whether a license wants usage data to be sent.
    UsageData,
    /// Whether Coder works anything out.
    Refresh,
    /// When Coder begins to count down to the end of the term.
    FirstWarning,
    /// A sentence of Coder's.
    Message,
}

impl Topic {
    /// The topics of a state, in the order in which they are shown.
    pub(crate) fn of_states() -> [Self; 9] {
        [
            Self::Refresh,
            Self::Seats,
            Self::Features,
            Self::Limit(FeatureName::AiGovernanceUserLimit),
            Self::Limit(FeatureName::ManagedAgentLimit),
            Self::Limit(FeatureName::AgentRuntimeHours),
            Self::Trial,
            Self::Telemetry,
            Self::UsageData,
        ]
    }

    /// "Seats", "Features", "Agent hours".
    pub fn label(&self) -> String {
        match self {
            Self::Coverage => "Coverage".to_owned(),
            Self::Seats => "Seats".to_owned(),
            Self::Features => "Features".to_owned(),
            Self::Limit(name) => super::words::label(name),
            Self::Trial => "Trial".to_owned(),
            Self::Telemetry => "Telemetry".to_owned(),
            Self::UsageData => "Usage data".to_owned(),
            Self::Refresh => "Entitlements".to_owned(),
            Self::FirstWarning => "First warning".to_owned(),
            Self::Message => "Coder says".to_owned(),
        }
    }
}

/// Whether something is lost by a change; sorts losses first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Less than before, or a duty more.
    Loss,
    /// More than before, or a duty less.
    Gain,
    /// Neither.
    Change,
    /// Nothing changes.
    Same,
}

impl ChangeKind {
    /// `loss`, `gain`, `change` or `same`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Gain => "gain",
            Self::Change => "change",
            Self::Same => "same",
        }
    }

    /// The kind of a comparison: less is a loss.
    pub(crate) fn of(order: std::cmp::Ordering) -> Self {
        match order {
            std::cmp::Ordering::Less => Self::Loss,
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Greater => Self::Gain,
        }
    }

    /// Two kinds as one: a loss is a loss whatever is gained beside it.
    pub(crate) fn and(self, other: Self) -> Self {
        self.min(other)
    }
}

/// Whether the server's settings switch a feature on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Switch {
    /// It is on as soon as it is licensed, or its setting is on.
    On,
    /// Not known: it matters only if it is switched on.
    Unknown,
    /// Its setting is off, so that a license for it changes nothing that can be seen.
    Off,
}

/// What counts against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// How many.
    pub count: i64,
    /// Only users that may create workspaces are counted, not all active ones.
    pub capable: bool,
}

/// A feature that is licensed otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureChange {
    /// Which.
    pub name: FeatureName,
    /// Whether it is licensed better or worse than before.
    pub kind: ChangeKind,
    /// Whether it may be used on one side alone; else it goes from term to grace, or back.
    pub crosses: bool,
    /// Whether it is switched on.
    pub switch: Switch,
}

/// One line of "What changes".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub topic: Topic,
    /// As it was.
    pub before: Sentence,
    /// As it is then.
    pub after: Sentence,
    /// Whether something is lost.
    pub kind: ChangeKind,
    /// The numbers behind a line on a limit; `None` where there is none.
    pub figures: [Option<i64>; 2],
    /// Whether that limit is one of a grace period.
    pub in_grace: [bool; 2],
    /// What is used of a limit now, as it is counted then, where that is known.
    pub used: Option<Used>,
    /// Each feature behind a line on features, in Coder's order.
    pub features: Vec<FeatureChange>,
    /// From when `before` and `after` hold, where that is later.
    pub since: [Option<Instant>; 2],
}

impl Change {
    /// The line on a topic.
    pub(crate) fn new(topic: Topic, before: Sentence, after: Sentence, kind: ChangeKind) -> Self {
        Self {
            topic,
            before,
            after,
            kind,
            figures: [None, None],
            in_grace: [false, false],
            used: None,
            features: Vec::new(),
            since: [None, None],
        }
    }

    /// The line on a topic with these values, each from a later day on where one is given.
    pub(crate) fn between(topic: &Topic, before: &Value, after: &Value, since: [Option<Instant>; 2]) -> Self {
        let from = |at: Option<Instant>| at.map_or_else(Sentence::new, |at| Sentence::from(" from ").day(at));
        let (was, is) = before.words(after, since.map(from));
        Self {
            figures: [before.figure(), after.figure()],
            in_grace: [before.in_grace(), after.in_grace()],
            used: after.used().or(before.used()),
            features: before.features(after),
            since,
            ..Self::new(topic.clone(), was, is, before.kind_of(after))
        }
    }
}

/// What differs, losses first; empty where nothing does.
pub(crate) fn between(before: &State, after: &State, setting: &Setting<'_>) -> Vec<Change> {
    let mut changes: Vec<_> = Topic::of_states()
        .into_iter()
        .map(|topic| {
            let (old, new) = (Value::of(&topic, before, setting), Value::of(&topic, after, setting));
            Change::between(&topic, &old, &new, [None, None])
        })
        .filter(|change| change.kind != ChangeKind::Same)
        .collect();
    changes.extend(messages(before, after));
    order(&mut changes);
    changes
}

/// Losses first, then gains, other changes, and what stays; else as they stand.
pub(crate) fn order(changes: &mut [Change]) {
    changes.sort_by_key(|change| change.kind);
}
