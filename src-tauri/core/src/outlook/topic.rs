//! A state, topic by topic: values that can be compared and said.

use std::collections::BTreeMap;

use crate::entitlement::texts::ServerText;
use crate::entitlement::{Entitlement, Feature};
use crate::feature::{FeatureName, Kind};
use crate::sentence::{Sentence, counted, visible};

use super::change::{Topic, Used};
use super::facts::Guess;
use super::words::{length, some};
use super::{Change, ChangeKind, FeatureChange, Message, Setting, State, Switch};

/// What a state says of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Seats, or another limit.
    Amount(Amount),
    /// Each feature that is no limit.
    Features(BTreeMap<FeatureName, (Entitlement, Switch)>),
    /// A duty, or a trial; words for no and yes.
    Duty(bool, [&'static str; 2]),
}

/// A limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount {
    /// Seats are free where a license names no limit of them.
    seats: bool,
    licensed: bool,
    entitlement: Entitlement,
    limit: Option<i64>,
    soft: Option<i64>,
    hard: Option<i64>,
    /// What is used of it now.
    used: Option<Used>,
}

impl Value {
    /// The value of a topic; topics that are no part of a state are not asked for and never differ.
    pub(crate) fn of(topic: &Topic, state: &State, setting: &Setting<'_>) -> Self {
        match topic {
            Topic::Seats => Self::Amount(Amount::of(&FeatureName::UserLimit, state, setting)),
            Topic::Limit(name) => Self::Amount(Amount::of(name, state, setting)),
            Topic::Features => Self::Features(features(state, setting)),
            Topic::Trial => Self::Duty(state.trial, ["no", "yes"]),
            Topic::Telemetry => Self::Duty(state.requires_telemetry, ["not required", "required"]),
            Topic::UsageData => Self::Duty(state.publishes_usage, ["not required", "required"]),
            Topic::Refresh => Self::Duty(state.stopped, ["worked out by Coder", "no longer worked out"]),
            Topic::Coverage | Topic::FirstWarning | Topic::Message => Self::Duty(false, ["", ""]),
        }
    }

    /// Whether something is lost from this value to the next.
    pub(crate) fn kind_of(&self, next: &Self) -> ChangeKind {
        match (self, next) {
            (Self::Amount(old), Self::Amount(new)) => old.kind_of(new),
            (Self::Features(old), Self::Features(new)) => {
                feature_changes(old, new).iter().fold(ChangeKind::Same, |kind, change| kind.and(change.kind))
            }
            (Self::Duty(old, _), Self::Duty(new, _)) => ChangeKind::of(old.cmp(new)),
            (Self::Amount(_) | Self::Features(_) | Self::Duty(..), _) => ChangeKind::Change,
        }
    }

    /// Both in words, each in view of the other; `since` is put behind what holds only from a later day on.
    pub(crate) fn words(&self, next: &Self, since: [Sentence; 2]) -> (Sentence, Sentence) {
        let [from, then] = since;
        match (self, next) {
            (Self::Amount(old), Self::Amount(new)) => {
                let stress = old.seats && (old.rank().0 == 0) != (new.rank().0 == 0);
                (old.words(stress, from, false), new.words(stress, then, true))
            }
            (Self::Features(old), Self::Features(new)) => (counts(old).then(from), after(old, new, then)),
            (Self::Duty(old, words), Self::Duty(new, _)) => (
                Sentence::from(words[usize::from(*old)]).then(from),
                Sentence::from(words[usize::from(*new)]).then(then),
            ),
            (Self::Amount(_) | Self::Features(_) | Self::Duty(..), _) => (Sentence::new(), Sentence::new()),
        }
    }

    /// The number of a limit.
    pub(crate) fn figure(&self) -> Option<i64> {
        match self {
            Self::Amount(amount) => amount.limit,
            Self::Features(_) | Self::Duty(..) => None,
        }
    }

    /// Whether a limit is one of a grace period.
    pub(crate) fn in_grace(&self) -> bool {
        match self {
            Self::Amount(amount) => amount.limit.is_some() && amount.entitlement == Entitlement::GracePeriod,
            Self::Features(_) | Self::Duty(..) => false,
        }
    }

    /// What is used of a limit.
    pub(crate) fn used(&self) -> Option<Used> {
        match self {
            Self::Amount(amount) => amount.used,
            Self::Features(_) | Self::Duty(..) => None,
        }
    }

    /// The features that differ.
    pub(crate) fn features(&self, next: &Self) -> Vec<FeatureChange> {
        match (self, next) {
            (Self::Features(old), Self::Features(new)) => feature_changes(old, new),
            (Self::Amount(_) | Self::Features(_) | Self::Duty(..), _) => Vec::new(),
        }
    }

    /// The same, grace taken for term: of what is to come that difference is one of coverage.
    pub(crate) fn in_full(self) -> Self {
        let full = |entitlement: Entitlement| {
            if entitlement.allows_use() { Entitlement::Entitled } else { Entitlement::NotEntitled }
        };
        match self {
            Self::Amount(amount) => Self::Amount(Amount { entitlement: full(amount.entitlement), ..amount }),
            Self::Features(features) => Self::Features(
                features
                    .into_iter()
                    .map(|(name, (entitlement, switch))| (name, (full(entitlement), switch)))
                    .collect(),
            ),
            Self::Duty(..) => self,
        }
    }
}

impl Amount {
    fn of(name: &FeatureName, state: &State, setting: &Setting<'_>) -> Self {
        let facts = &setting.facts.known;
        let Feature { entitlement, limit, soft_limit, hard_limit, actual, .. } = state.feature(name);
        Self {
            seats: *name == FeatureName::UserLimit,
            licensed: state.has_license,
            entitlement,
            limit,
            soft: soft_limit,
            hard: hard_limit,
            used: actual.map(|count| {
                let capable = facts.workspace_capable_users == Some(count) && count != facts.active_users;
                Used { count, capable }
            }),
        }
    }

    /// How much may be used: nothing, a number, or as much as one likes. A free server has seats without a limit, but
    /// no license for a single one.
    fn rank(&self) -> (u8, i64) {
        match self.limit {
            Some(limit) => (1, limit),
            None if self.seats && self.licensed => (2, 0),
            None => (0, 0),
        }
    }

    fn kind_of(&self, next: &Self) -> ChangeKind {
        let amount = ChangeKind::of(next.rank().cmp(&self.rank()));
        // A way to be licensed can only be compared where there is an amount on both sides.
        let both = self.limit.is_some() && next.limit.is_some();
        let standing = ChangeKind::of(next.entitlement.cmp(&self.entitlement));
        let marks = if (self.soft, self.hard) == (next.soft, next.hard) {
            ChangeKind::Same
        } else {
            ChangeKind::Change
        };
        if both { amount.and(standing).and(marks) } else { amount }
    }

    /// "500", "500, in grace", "no limit", "none licensed; 412 users are active".
    fn words(&self, stress: bool, since: Sentence, after: bool) -> Sentence {
        let (mut words, enough) = match (self.limit, self.seats, self.licensed) {
            (Some(limit), true, _) => (Sentence::new().count(limit), limit),
            (Some(limit), false, _) => (Sentence::new().count(limit), i64::MAX),
            (None, true, true) => ("no limit".into(), i64::MAX),
            (None, true, false) => ("none licensed".into(), 0),
            (None, false, _) => ("none".into(), i64::MAX),
        };
        if stress && self.limit.is_some() {
            words = words.text(" licensed");
        }
        if self.limit.is_some() && self.entitlement == Entitlement::GracePeriod {
            words = words.text(", in grace");
        }
        if let Some(soft) = self.soft {
            words = words.text(", warning from ").count(soft);
        }
        if let Some(hard) = self.hard {
            words = words.text(", at most ").count(hard);
        }
        words = words.then(since);
        match self.used {
            Some(used) if after && used.count > enough => words.text("; ").then(used.words()),
            Some(_) | None => words,
        }
    }
}

impl Used {
    /// "412 users are active", "40 users may create workspaces".
    pub(crate) fn words(self) -> Sentence {
        let one = self.count == 1;
        Sentence::new().count(self.count).text(match (self.capable, one) {
            (false, true) => " user is active",
            (false, false) => " users are active",
            (true, true) => " user may create workspaces",
            (true, false) => " users may create workspaces",
        })
    }
}

fn features(state: &State, setting: &Setting<'_>) -> BTreeMap<FeatureName, (Entitlement, Switch)> {
    state
        .features
        .iter()
        .filter(|(name, _)| name.kind() == Kind::Switch)
        .map(|(name, feature)| (name.clone(), (feature.entitlement, switch(name, setting))))
        .collect()
}

/// Whether a feature is switched on, or is on without a switch.
pub(crate) fn switch(name: &FeatureName, setting: &Setting<'_>) -> Switch {
    let facts = setting.facts;
    if name.always_enabled() || facts.known.enables(name) {
        Switch::On
    } else if facts.guessed(&Guess::Enablement(name.clone())) {
        Switch::Unknown
    } else {
        Switch::Off
    }
}

type Features = BTreeMap<FeatureName, (Entitlement, Switch)>;

fn feature_changes(old: &Features, new: &Features) -> Vec<FeatureChange> {
    new.iter()
        .filter_map(|(name, (entitlement, switch))| {
            let before = old.get(name).map_or(Entitlement::NotEntitled, |(entitlement, _)| *entitlement);
            let kind = ChangeKind::of(entitlement.cmp(&before));
            let crosses = entitlement.allows_use() != before.allows_use();
            let change = FeatureChange { name: name.clone(), kind, crosses, switch: *switch };
            (kind != ChangeKind::Same).then_some(change)
        })
        .collect()
}

/// "21 on", "18 on, 3 on in grace, 2 more if switched on", "all off".
fn counts(features: &Features) -> Sentence {
    let (term, grace) = (Entitlement::Entitled, Entitlement::GracePeriod);
    let count = |switch: Switch, entitlement: Entitlement| {
        length(features.values().filter(|status| **status == (entitlement, switch)).count())
    };
    let mut words = Sentence::new();
    for (count, what) in [
        (count(Switch::On, term), " on"),
        (count(Switch::On, grace), " on in grace"),
        (count(Switch::Unknown, term), " more if switched on"),
        (count(Switch::Unknown, grace), " more in grace if switched on"),
        (count(Switch::Off, term), " not switched on"),
        (count(Switch::Off, grace), " not switched on (in grace)"),
    ] {
        if count > 0 {
            words = if words.is_empty() { words } else { words.text(", ") };
            words = words.count(count).text(what);
        }
    }
    if words.is_empty() { "all off".into() } else { words }
}

/// The same, with the names of what comes and goes: "23 on (+ AI Gateway and Boundary)", "21 off: Audit Log, …". What
/// goes from term to grace, or back, shows in the counts.
fn after(old: &Features, new: &Features, since: Sentence) -> Sentence {
    let changes = feature_changes(old, new);
    let names = |kind| names_of(changes.iter().filter(|change| change.kind == kind && change.crosses));
    let lost = names(ChangeKind::Loss);
    let nothing = new.values().all(|(entitlement, _)| !entitlement.allows_use());
    if nothing && !lost.is_empty() {
        let words = Sentence::new().count(length(lost.len())).text(" off").then(since);
        return words.text(format!(": {}", some(&lost)));
    }
    let mut words = counts(new).then(since);
    for (sign, names) in [("−", lost), ("+", names(ChangeKind::Gain))] {
        if !names.is_empty() {
            words = words.text(format!(" ({sign} {})", some(&names)));
        }
    }
    words
}

/// Names of features, those that are switched on first.
pub(crate) fn names_of<'a>(changes: impl Iterator<Item = &'a FeatureChange>) -> Vec<String> {
    let mut changes: Vec<_> = changes.collect();
    changes.sort_by_key(|change| change.switch);
    changes
        .into_iter()
        .map(|change| match change.switch {
            Switch::On => change.name.display(),
            Switch::Unknown => format!("{} if switched on", change.name.display()),
            Switch::Off => format!("{} (not switched on)", change.name.display()),
        })
        .map(|name| visible(&name, 80))
        .collect()
}

/// A line for each sentence that Coder begins or ceases to say; one for all features of which it says the same.
pub(crate) fn messages(before: &State, after: &State) -> Vec<Change> {
    let line = |before, after, kind| Change::new(Topic::Message, before, after, kind);
    let began = said(after, before).into_iter().map(|(words, grave)| {
        line("–".into(), words, if grave { ChangeKind::Loss } else { ChangeKind::Change })
    });
    let ceased = said(before, after).into_iter().map(|(words, grave)| {
        line(words, "–".into(), if grave { ChangeKind::Gain } else { ChangeKind::Change })
    });
    began.chain(ceased).collect()
}

/// What is said in one state and not in the other, and whether it is an error.
fn said(here: &State, there: &State) -> Vec<(Sentence, bool)> {
    let quoted = |words: &str| format!("\"{}\"", visible(words, 400));
    let mut lines = Vec::new();
    let mut alike: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for message in here.messages.iter().filter(|message| !there.messages.contains(message)) {
        match message {
            Message::EndOfTerm => lines.push(("how many days are left, each day".into(), false)),
            Message::Error(words) => lines.push((quoted(words).into(), true)),
            Message::Warning(words) => match ServerText::recognise(words) {
                Some((text @ (ServerText::FeatureGrace | ServerText::FeatureNotEntitled), _)) => {
                    alike.entry(text.pattern()).or_default().push(words);
                }
                Some(_) | None => lines.push((quoted(words).into(), false)),
            },
        }
    }
    lines.extend(alike.into_values().filter_map(|words| {
        let (first, more) = words.split_first()?;
        let rest = match length(more.len()) {
            0 => String::new(),
            more => format!(", and {} like it", counted(more, "sentence", "sentences")),
        };
        Some((format!("{}{rest}", quoted(first)).into(), false))
    }));
    lines
}
