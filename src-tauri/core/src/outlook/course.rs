//! When things change: a walk over every instant at which a rule of Coder's may answer otherwise.
//!
//! The rules ask the clock for these dates alone: `iat`, `nbf`, `license_expires`, `exp`, the `exp` that the server
//! noted at installation, five years before `license_expires` (until then the term is too long for it), and the
//! first day of the warning, 29 days before the end of a term or 6 before that of a trial.

use std::collections::{BTreeMap, BTreeSet};

use crate::entitlement::Installed;
use crate::instant::Instant;
use crate::validity::Term;

use super::change::between;
use super::{Change, HORIZON, Named, Setting, State};

/// Coder warns when part of a day counts as a day and fewer than 30 are left.
const FIRST_WARNING: i64 = 29 * 86_400;
/// The same of a trial: fewer than 7.
const FIRST_TRIAL_WARNING: i64 = 6 * 86_400;
/// `license_expires` may not lie further ahead.
const LONGEST_TERM: i64 = 5 * 365 * 86_400;

/// Why something changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A license is installed, in a plan.
    Installed(String),
    /// A license is removed, in a plan.
    Removed(String),
    /// A term begins.
    Starts(String),
    /// A license begins to count after the start of its term, as it was issued later or its term was too long.
    Counts(String),
    /// A term ends, and its grace period begins.
    TermEnds(String),
    /// A grace period ends.
    GraceEnds(String),
    /// A term ends that no grace period follows.
    Ends(String),
    /// A date of a license that never counts has come, and changes something all the same.
    Reckoned(String),
    /// Coder begins to count down to the end of the term.
    WarningBegins,
}

/// An instant at which something changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boundary {
    /// The instant.
    pub at: Instant,
    /// From when all of it holds: the same, or one second later where a term ends, as its last second still counts.
    pub settled: Instant,
    /// Why.
    pub causes: Vec<Cause>,
    /// What changes, losses first; empty where other licenses cover it all.
    pub changes: Vec<Change>,
    /// How things stand from then on.
    pub state: State,
}

/// One stretch in which nothing changes.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) at: Instant,
    pub(crate) settled: Instant,
    pub(crate) causes: Vec<Cause>,
    pub(crate) state: State,
}

/// The legs of three years.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub(crate) start: Leg,
    pub(crate) legs: Vec<Leg>,
}

/// The set of licenses from an instant on, and why it is another than before.
pub(crate) struct Turn<'s, 'a> {
    pub(crate) at: Instant,
    pub(crate) licenses: Vec<&'s Named<'a>>,
    pub(crate) causes: Vec<Cause>,
}

impl Course {
    /// The course of one set of licenses from `now` on; `before` is what Coder showed until then, where known.
    pub(crate) fn still(
        setting: &Setting<'_>,
        licenses: &[Named<'_>],
        now: Instant,
        before: Option<&State>,
    ) -> Self {
        let first = Turn { at: now, licenses: licenses.iter().collect(), causes: Vec::new() };
        Self::of(setting, &first, &[], before)
    }

    /// The course of a set that changes; `turns` stand in the order of time, none before `first`.
    pub(crate) fn of(
        setting: &Setting<'_>,
        first: &Turn<'_, '_>,
        turns: &[Turn<'_, '_>],
        before: Option<&State>,
    ) -> Self {
        let state = State::shown(setting, &first.licenses, first.at, before);
        let start = Leg { at: first.at, settled: first.at, causes: first.causes.clone(), state };
        let mut course = Self { start, legs: Vec::new() };
        let last = turns.last().map_or(first.at, |turn| turn.at);
        let until = last.plus(HORIZON);
        let mut current = first;
        for turn in turns {
            course.walk(setting, current, turn.at.plus(-1));
            let moment = Moment { causes: turn.causes.iter().cloned().collect(), ..Moment::default() };
            course.reach(setting, &turn.licenses, turn.at, &moment);
            current = turn;
        }
        course.walk(setting, current, until);
        course
    }

    /// How things stand at the end of what was walked.
    pub(crate) fn last(&self) -> &Leg {
        self.legs.last().unwrap_or(&self.start)
    }

    /// How things stand at `at`, a boundary holding from its first second.
    pub(crate) fn at(&self, at: Instant) -> &State {
        let passed = self.legs.iter().take_while(|leg| leg.at <= at).last();
        &passed.unwrap_or(&self.start).state
    }

    /// The instants at which something changes.
    pub(crate) fn instants(&self) -> impl Iterator<Item = Instant> + '_ {
        self.legs.iter().map(|leg| leg.at)
    }

    /// The boundaries, with what changes at each.
    pub(crate) fn boundaries(&self, setting: &Setting<'_>) -> Vec<Boundary> {
        let states = std::iter::once(&self.start).chain(&self.legs);
        states
            .zip(&self.legs)
            .map(|(before, leg)| Boundary {
                at: leg.at,
                settled: leg.settled,
                causes: leg.causes.clone(),
                changes: between(&before.state, &leg.state, setting),
                state: leg.state.clone(),
            })
            .collect()
    }

    /// Walks on from the start of a set to `until`, which belongs to it.
    fn walk(&mut self, setting: &Setting<'_>, turn: &Turn<'_, '_>, until: Instant) {
        for (at, moment) in moments(&turn.licenses) {
            if turn.at < at && at <= until {
                self.reach(setting, &turn.licenses, at, &moment);
            }
        }
    }

    fn reach(&mut self, setting: &Setting<'_>, licenses: &[&Named<'_>], at: Instant, moment: &Moment) {
        let before = self.last();
        let state = State::shown(setting, licenses, at, Some(&before.state));
        let changed = state != before.state;
        let warns = state.warns_of_end() && !before.state.warns_of_end();
        if !changed && moment.causes.is_empty() {
            return;
        }
        let follows = moment.last_second && moment.causes.is_empty();
        match self.legs.last_mut() {
            // The last second of a term still counts; what follows it belongs to the same boundary.
            Some(leg) if follows && leg.at == at.plus(-1) => {
                leg.settled = at;
                leg.state = state;
            }
            Some(_) | None => {
                let mut causes: Vec<_> = moment.causes.iter().cloned().collect();
                if changed {
                    causes.extend(moment.possible.difference(&moment.causes).cloned());
                }
                if warns {
                    causes.push(Cause::WarningBegins);
                }
                self.legs.push(Leg { at, settled: at, causes, state });
            }
        }
    }
}

/// What may happen at an instant.
#[derive(Debug, Default)]
struct Moment {
    /// What happens whether or not anything changes by it.
    causes: BTreeSet<Cause>,
    /// What is to be named only where something changes.
    possible: BTreeSet<Cause>,
    /// The second after the end of a term.
    last_second: bool,
}

/// Every instant at which a rule may answer otherwise.
fn moments(licenses: &[&Named<'_>]) -> BTreeMap<Instant, Moment> {
    let mut found: BTreeMap<Instant, Moment> = BTreeMap::new();
    for named in licenses {
        let name = &named.name;
        for at in reckoned(&named.license) {
            found.entry(at).or_default().possible.insert(Cause::Reckoned(name.clone()));
        }
        if let Some(term) = Term::counted(&named.license) {
            let mut happens = |at: Instant, cause: Cause| {
                let moment = found.entry(at).or_default();
                moment.possible.remove(&Cause::Reckoned(name.clone()));
                moment.causes.insert(cause);
            };
            let begins = named.license.reading.ok().and_then(|claims| claims.not_before) == Some(term.starts);
            let starts = if begins { Cause::Starts(name.clone()) } else { Cause::Counts(name.clone()) };
            happens(term.starts, starts);
            if term.ends < term.grace_until {
                happens(term.ends, Cause::TermEnds(name.clone()));
                happens(term.grace_until, Cause::GraceEnds(name.clone()));
                found.entry(term.ends.plus(1)).or_default().possible.insert(Cause::TermEnds(name.clone()));
            } else {
                happens(term.grace_until, Cause::Ends(name.clone()));
            }
        }
        if let Some(end) = named.license.reading.ok().and_then(|claims| claims.license_expires) {
            found.entry(end).or_default();
            found.entry(end.plus(1)).or_default().last_second = true;
            found.entry(end.plus(-FIRST_WARNING)).or_default();
            found.entry(end.plus(-FIRST_TRIAL_WARNING)).or_default();
        }
    }
    found
}

/// The dates of a license at which it may begin or cease to count.
fn reckoned(license: &Installed<'_>) -> impl Iterator<Item = Instant> + use<> {
    let claims = license.reading.ok();
    [
        license.expires_at,
        claims.and_then(|claims| claims.issued_at),
        claims.and_then(|claims| claims.not_before),
        claims.and_then(|claims| claims.expires_at),
        claims.and_then(|claims| claims.license_expires).map(|end| end.plus(-LONGEST_TERM)),
    ]
    .into_iter()
    .flatten()
}

impl Boundary {
    /// "#4's term ends and its grace period begins." One clause for each cause.
    pub fn sentence(&self) -> String {
        let clauses: Vec<_> = self.causes.iter().map(Cause::clause).collect();
        let mut sentence = clauses.join("; ");
        if !sentence.is_empty() {
            sentence.push('.');
        }
        sentence
    }
}

impl Cause {
    fn clause(&self) -> String {
        match self {
            Self::Installed(name) => format!("{name} is installed"),
            Self::Removed(name) => format!("{name} is removed"),
            Self::Starts(name) => format!("{name} starts"),
            Self::Counts(name) => format!("Coder begins to count {name}"),
            Self::TermEnds(name) => format!("{name}'s term ends and its grace period begins"),
            Self::GraceEnds(name) => format!("{name}'s grace period ends"),
            Self::Ends(name) => format!("{name}'s term ends; it has no grace period"),
            Self::Reckoned(name) => format!("Coder judges {name} anew"),
            Self::WarningBegins => "Coder begins to warn that the term ends".to_owned(),
        }
    }
}
