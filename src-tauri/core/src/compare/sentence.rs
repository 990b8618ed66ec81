//! The one sentence: which license is better, and in what.

use crate::outlook::{ChangeKind, words};
use crate::sentence::{Sentence, counted};

use super::{Phrase, Row};

/// Features that are named; more of them are counted.
const NAMED: usize = 3;

/// The sentence over all lines. B is its subject unless B is worse throughout.
pub(super) fn of(rows: &[Row]) -> Sentence {
    let of_kind = |kind: ChangeKind| rows.iter().filter(move |row| row.kind == kind);
    let phrases = |kind: ChangeKind, better: bool| -> Vec<Phrase> {
        let sides = of_kind(kind).filter_map(|row| row.phrases.as_ref());
        sides.map(|sides| if better { &sides.better } else { &sides.worse }).cloned().collect()
    };
    let gains = phrases(ChangeKind::Gain, true);
    let losses = phrases(ChangeKind::Loss, false);
    match (gains.is_empty(), losses.is_empty()) {
        (false, true) => Sentence::from("B ").then(better(gains)).text("."),
        (false, false) => {
            Sentence::from("B ").then(better(gains)).text("; it ").then(worse(losses)).text(".")
        }
        (true, false) => Sentence::from("A ").then(better(phrases(ChangeKind::Loss, true))).text("."),
        (true, true) => alike(rows),
    }
}

fn alike(rows: &[Row]) -> Sentence {
    let labels: Vec<_> =
        rows.iter().filter(|row| row.kind != ChangeKind::Same).map(|row| row.label.clone()).collect();
    if labels.is_empty() {
        return "A and B say the same.".into();
    }
    format!("Neither is better. They differ in: {}.", words::some(&labels)).into()
}

fn better(phrases: Vec<Phrase>) -> Sentence {
    let sorted = Sorted::of(phrases);
    let mut clauses = sorted.does;
    clauses.extend(joined("has ", sorted.has));
    clauses.extend(joined("adds ", with_features(sorted.adds, &sorted.features)));
    in_a_row(clauses)
}

fn worse(phrases: Vec<Phrase>) -> Sentence {
    let sorted = Sorted::of(phrases);
    let mut clauses = sorted.does;
    clauses.extend(joined("has ", sorted.has));
    clauses.extend(joined("lacks ", with_features(sorted.lacks, &sorted.features)));
    in_a_row(clauses)
}

#[derive(Default)]
struct Sorted {
    does: Vec<Sentence>,
    adds: Vec<Sentence>,
    has: Vec<Sentence>,
    lacks: Vec<Sentence>,
    features: Vec<String>,
}

impl Sorted {
    fn of(phrases: Vec<Phrase>) -> Self {
        let mut sorted = Self::default();
        for phrase in phrases {
            match phrase {
                Phrase::Does(words) => sorted.does.push(words.into()),
                Phrase::Adds(words) => sorted.adds.push(words),
                Phrase::Has(words) => sorted.has.push(words),
                Phrase::Lacks(words) => sorted.lacks.push(words),
                Phrase::Feature(name) => sorted.features.push(name),
            }
        }
        sorted
    }
}

fn with_features(mut things: Vec<Sentence>, features: &[String]) -> Vec<Sentence> {
    if features.len() > NAMED {
        things.push(counted(words::length(features.len()), "feature", "features").into());
    } else {
        things.extend(features.iter().map(|name| Sentence::from(name.clone())));
    }
    things
}

/// "adds A, B and C".
fn joined(verb: &str, things: Vec<Sentence>) -> Option<Sentence> {
    let last = things.len().checked_sub(1)?;
    let mut words = Sentence::from(verb);
    for (place, thing) in things.into_iter().enumerate() {
        words = match place {
            0 => words,
            _ if place == last => words.text(" and "),
            _ => words.text(", "),
        };
        words = words.then(thing);
    }
    Some(words)
}

/// Clauses by commas: the last of them may hold an "and" of its own.
fn in_a_row(clauses: Vec<Sentence>) -> Sentence {
    clauses.into_iter().enumerate().fold(Sentence::new(), |words, (place, clause)| {
        if place == 0 { clause } else { words.text(", ").then(clause) }
    })
}
