//! What a server reports beside what its licenses give by our reading, at the instant at which it worked that out.
//!
//! The facts are read from the same answer, so that what differs is a rule, or a fact that was guessed.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::check::words::number;
use crate::entitlement::texts::ServerText;
use crate::entitlement::{Entitlement, Entitlements, Feature, evaluate};
use crate::feature::{FeatureName, Kind};
use crate::instant::Instant;
use crate::sentence::{Sentence, visible};
use crate::view::{DifferenceView, PresentView};

use super::{Guess, Named, Setting, words};

/// One thing that the server reports otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// "Seats", "SCIM and Audit Log".
    pub label: String,
    /// What the server reports.
    pub coder: Sentence,
    /// What the licenses give by our reading.
    pub ours: Sentence,
}

/// The server's answer beside our reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// When the server worked its answer out.
    pub at: Instant,
    /// What differs; empty where nothing does, or where the server works nothing out.
    pub differences: Vec<Difference>,
    /// Telemetry is required and off, so that the answer is one from before.
    pub stopped: bool,
    /// The number of users was guessed, and may be why the seats differ.
    pub guessed: bool,
}

impl Present {
    /// Compares the answer with what the licenses, in the server's order, give at `at`.
    pub fn of(setting: &Setting<'_>, licenses: &[Named<'_>], answer: &Entitlements, at: Instant) -> Self {
        let says = |error: &String| ServerText::recognise(error).map(|(text, _)| text);
        let stopped = answer.errors.iter().any(|error| says(error) == Some(ServerText::TelemetryRequired));
        let installed: Vec<_> = licenses.iter().map(|named| named.license).collect();
        let ours = evaluate(&installed, &setting.facts.known, at).entitlements;
        let differences = if stopped { Vec::new() } else { differences(answer, &ours) };
        // Which license's seats win depends on the number of users, and on no other fact.
        let seats = words::label(&FeatureName::UserLimit);
        let guessed = setting.facts.guessed(&Guess::ActiveUsers)
            && differences.iter().any(|difference| difference.label == seats);
        Self { at, differences, stopped, guessed }
    }

    /// The first sentence: how many things differ, and why that may be.
    pub fn sentence(&self) -> Sentence {
        if self.stopped {
            return "Coder works nothing out while telemetry is off, so its answer is one from before."
                .into();
        }
        let (count, verb) = match self.differences.len() {
            0 => return "Coder reports what these licenses give by our reading.".into(),
            1 => ("One thing".to_owned(), "is"),
            many => (format!("{} things", capital(&number(many))), "are"),
        };
        let guess = if self.guessed { ", or its number of users was guessed wrong" } else { "" };
        format!(
            "{count} that Coder reports {verb} not what these licenses give by our reading: this server may follow \
             other rules{guess}."
        )
        .into()
    }

    /// The comparison as it is shown.
    pub fn view(&self, zone: &TimeZone) -> PresentView {
        PresentView {
            at: self.at.rfc3339(),
            fits: self.differences.is_empty() && !self.stopped,
            sentence: self.sentence().view(zone),
            differences: self.differences.iter().map(|difference| difference.view(zone)).collect(),
        }
    }
}

impl Difference {
    fn new(label: impl Into<String>, coder: impl Into<Sentence>, ours: impl Into<Sentence>) -> Self {
        Self { label: label.into(), coder: coder.into(), ours: ours.into() }
    }

    /// "Seats: Coder reports 250, by our reading 200."
    pub fn sentence(&self) -> Sentence {
        Sentence::from(format!("{}: Coder reports ", self.label))
            .then(self.coder.clone())
            .text(", by our reading ")
            .then(self.ours.clone())
            .text(".")
    }

    /// The line as it is shown.
    pub fn view(&self, zone: &TimeZone) -> DifferenceView {
        DifferenceView {
            label: self.label.clone(),
            coder: self.coder.view(zone),
            ours: self.ours.view(zone),
            sentence: self.sentence().view(zone),
        }
    }
}

fn differences(theirs: &Entitlements, ours: &Entitlements) -> Vec<Difference> {
    if theirs.has_license != ours.has_license {
        // Everything else follows from that.
        let words = |has: bool| if has { "one" } else { "none" };
        return vec![Difference::new(
            "Licenses that count",
            words(theirs.has_license),
            words(ours.has_license),
        )];
    }
    let mut differences = limits(theirs, ours);
    differences.extend(switches(theirs, ours));
    let yes_or_no = |value: bool| if value { "yes" } else { "no" };
    if theirs.trial != ours.trial {
        differences.push(Difference::new("Trial", yes_or_no(theirs.trial), yes_or_no(ours.trial)));
    }
    if theirs.require_telemetry != ours.require_telemetry {
        let words = |required: bool| if required { "required" } else { "not required" };
        differences.push(Difference::new(
            "Telemetry",
            words(theirs.require_telemetry),
            words(ours.require_telemetry),
        ));
    }
    differences
}

fn limits(theirs: &Entitlements, ours: &Entitlements) -> Vec<Difference> {
    let limited = ours.features.iter().filter(|(name, _)| name.kind() != Kind::Switch);
    limited
        .filter_map(|(name, our)| {
            let words = (amount(theirs.features.get(name), name), amount(Some(our), name));
            (words.0 != words.1).then(|| Difference::new(words::label(name), words.0, words.1))
        })
        .collect()
}

/// "250", "250, in grace", "no limit", "none".
fn amount(feature: Option<&Feature>, name: &FeatureName) -> Sentence {
    let licensed = feature.is_some_and(|feature| feature.entitlement.allows_use());
    let grace = feature.is_some_and(|feature| feature.entitlement == Entitlement::GracePeriod);
    // A limit without a license for it is none.
    match feature.and_then(|feature| feature.limit).filter(|_| licensed) {
        Some(limit) => Sentence::new().count(limit).text(if grace { ", in grace" } else { "" }),
        None if licensed || *name == FeatureName::UserLimit => "no limit".into(),
        None => "none".into(),
    }
}

/// A line for all features of which the two say the same.
fn switches(theirs: &Entitlements, ours: &Entitlements) -> Vec<Difference> {
    let mut alike: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let names =
        ours.features.keys().chain(theirs.features.keys().filter(|name| !ours.features.contains_key(name)));
    for name in names.filter(|name| name.kind() == Kind::Switch) {
        let of = |answer: &Entitlements| answer.features.get(name).map(|feature| feature.entitlement);
        let (their, our) = (of(theirs), of(ours));
        // What is not known to one of them is off there.
        if their.unwrap_or_default() != our.unwrap_or_default() {
            let words = (standing(their, "not known"), standing(our, "not known"));
            alike.entry(words).or_default().push(visible(&name.display(), 60));
        }
    }
    alike.into_iter().map(|((their, our), names)| Difference::new(words::some(&names), their, our)).collect()
}

fn standing(entitlement: Option<Entitlement>, unknown: &'static str) -> &'static str {
    match entitlement {
        Some(Entitlement::Entitled) => "on",
        Some(Entitlement::GracePeriod) => "on in grace",
        Some(Entitlement::NotEntitled) => "off",
        None => unknown,
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
