//! The one sentence of what an act does.

use crate::instant::Instant;
use crate::outlook::{Change, ChangeKind, FeatureChange, Topic, names_of, term_of, words};
use crate::sentence::{Sentence, counted};

use super::Worlds;

/// The sentence: every loss, or the first two of what else changes, or why nothing does.
pub(super) fn of(worlds: &Worlds<'_, '_>, changes: &[Change]) -> Sentence {
    let name = worlds.setting.name;
    let (old, new) = (&worlds.old.course.start.state, &worlds.new.course.start.state);
    if new.stopped && !old.stopped {
        return format!("Nothing changes: telemetry is off on {name}, and a license requires it.").into();
    }
    if old.stopped && !new.stopped {
        return format!("Coder works out what {name} may use again.").into();
    }
    if old.has_license && !new.has_license {
        return Sentence::from(format!("{name} will have no license"))
            .then(worlds.since(worlds.at))
            .then(next_license(worlds))
            .text(".");
    }
    let told: Vec<_> = changes.iter().filter(|change| change.kind != ChangeKind::Same).collect();
    let losses = told.iter().filter(|change| change.kind == ChangeKind::Loss).count();
    let wanted = if losses > 0 { losses } else { 2 };
    let clauses: Vec<_> = told.iter().filter_map(|change| clause(worlds, change)).take(wanted).collect();
    if clauses.is_empty() {
        return if told.is_empty() { nothing(worlds) } else { "Only what Coder says changes.".into() };
    }
    let last = clauses.len() - 1;
    let mut sentence = Sentence::new();
    for (place, clause) in clauses.into_iter().enumerate() {
        sentence = match place {
            0 => sentence,
            _ if place == last => sentence.text(", and "),
            _ => sentence.text(", "),
        };
        sentence = sentence.then(if place == 0 { clause.opening } else { clause.following });
    }
    sentence.text(".")
}

/// A clause, as it opens a sentence and as it follows another.
struct Clause {
    opening: Sentence,
    following: Sentence,
}

impl Clause {
    /// A clause whose first word is small within a sentence.
    fn of(first: &str, rest: Sentence) -> Self {
        let mut letters = first.chars();
        let capital: String =
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        Self {
            opening: Sentence::from(capital).then(rest.clone()),
            following: Sentence::from(first).then(rest),
        }
    }

    fn plain(words: Sentence) -> Self {
        Self { opening: words.clone(), following: words }
    }
}

fn clause(worlds: &Worlds<'_, '_>, change: &Change) -> Option<Clause> {
    let name = worlds.setting.name;
    match &change.topic {
        Topic::Coverage => {
            let sentence = Sentence::from(format!("{name} is covered "))
                .then(change.after.clone())
                .text(" instead of ")
                .then(change.before.clone());
            Some(Clause::plain(if worlds.new.timeline.blocks().is_empty() {
                format!("{name} will never be covered").into()
            } else if change.before == Sentence::from("none") {
                Sentence::from(format!("{name} is covered ")).then(change.after.clone())
            } else {
                sentence
            }))
        }
        Topic::Seats => Some(amount("seats", change)),
        Topic::Limit(feature) => Some(amount(&words::noun(feature), change)),
        Topic::Features => Some(features(change)),
        Topic::Trial => Some(Clause::plain(
            Sentence::from(format!("Coder takes {name} for a trial: ")).then(change.after.clone()),
        )),
        Topic::Telemetry => Some(Clause::of("telemetry", Sentence::from(" is ").then(change.after.clone()))),
        Topic::UsageData => {
            Some(Clause::of("sending usage data", Sentence::from(" is ").then(change.after.clone())))
        }
        Topic::Refresh => {
            Some(Clause::of("entitlements", Sentence::from(" are ").then(change.after.clone())))
        }
        Topic::FirstWarning | Topic::Message => None,
    }
}

/// "seats fall from 600 to 500", "seats are 500 instead of 600 from 12 Mar 2027".
fn amount(noun: &str, change: &Change) -> Clause {
    let (before, after) = (change.before.clone(), change.after.clone());
    if change.before_dated {
        return Clause::of(noun, Sentence::from(" are ").then(after).text(" instead of ").then(before));
    }
    let verb = match change.figures {
        [Some(old), Some(new)] if new < old => "fall",
        [Some(old), Some(new)] if new > old => "rise",
        [_, _] => "change",
    };
    Clause::of(noun, Sentence::from(format!(" {verb} from ")).then(before).text(" to ").then(after))
}

/// "3 features go off: A, B and C", "2 features come on: A and B", or both sides in figures.
fn features(change: &Change) -> Clause {
    let figures = || {
        Clause::of(
            "features",
            Sentence::from(" change from ")
                .then(change.before.clone())
                .text(" to ")
                .then(change.after.clone()),
        )
    };
    let stepped = change.features.iter().all(|feature| !feature.crosses);
    if stepped || change.before_dated || change.after_dated {
        return figures();
    }
    let crossing = |kind| {
        let crossing: Vec<&FeatureChange> =
            change.features.iter().filter(|feature| feature.kind == kind && feature.crosses).collect();
        names_of(crossing.into_iter())
    };
    let (lost, gained) = (crossing(ChangeKind::Loss), crossing(ChangeKind::Gain));
    let sentence = |names: &[String], one: &str, many: &str| {
        let count = counted(words::length(names.len()), one, many);
        Clause::plain(format!("{count}: {}", words::some(names)).into())
    };
    match (lost.is_empty(), gained.is_empty()) {
        (false, true) => sentence(&lost, "feature goes off", "features go off"),
        (true, false) => sentence(&gained, "feature comes on", "features come on"),
        (true, true) | (false, false) => figures(),
    }
}

/// " until 18 Dec 2026", where another license begins later.
fn next_license(worlds: &Worlds<'_, '_>) -> Sentence {
    let starts = worlds.new.timeline.blocks().iter().filter_map(|block| block.starts());
    match starts.filter(|starts| *starts > worlds.at).min() {
        Some(starts) => Sentence::from(" until ").day(starts),
        None => Sentence::new(),
    }
}

/// Why nothing changes.
fn nothing(worlds: &Worlds<'_, '_>) -> Sentence {
    if let Some(refused) = worlds.act.install.first()
        && worlds.installed().next().is_none()
        && worlds.removed().next().is_none()
    {
        return format!("Nothing changes: Coder would refuse {}.", refused.name).into();
    }
    let touched: Vec<_> = worlds.removed().chain(worlds.installed()).collect();
    let [license] = touched.as_slice() else { return "Nothing changes.".into() };
    let name = &license.name;
    let Some(term) = term_of(&license.license) else {
        return format!("Nothing changes: Coder does not count {name}.").into();
    };
    if term.grace_until <= worlds.at {
        return format!("Nothing changes: {name} has expired.").into();
    }
    let from: Instant = term.starts.max(worlds.at);
    let covers = worlds.old.licenses.iter().filter(|other| other.name != *name).find(|other| {
        term_of(&other.license).is_some_and(|other| {
            other.starts <= from && other.ends >= term.ends && other.grace_until >= term.grace_until
        })
    });
    match covers {
        Some(other) => format!("Nothing changes: {} covers the same term.", other.name).into(),
        None => "Nothing changes: other licenses cover the same time.".into(),
    }
}
