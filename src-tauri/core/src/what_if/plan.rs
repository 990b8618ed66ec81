//! Steps on several days, and what comes of them.

use crate::instant::Instant;
use crate::outlook::{Boundary, Cause, Course, CoverageLine, Named, Setting, State, Turn, coverage_lines};
use crate::validity::{Term, ValidityTimeline};

use super::{Act, WhatIf, applied};

/// What is done on one day.
#[derive(Debug, Clone)]
pub struct Step<'a> {
    /// When.
    pub at: Instant,
    /// What.
    pub act: Act<'a>,
}

/// What one step changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// When; a step of the past is taken now.
    pub at: Instant,
    /// What it changes.
    pub what_if: WhatIf,
}

/// A plan, looked at over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The steps, soonest first.
    pub steps: Vec<PlannedStep>,
    /// How things stand before all steps.
    pub now: State,
    /// Everything that changes until three years after the last step: by the steps, and by itself.
    pub boundaries: Vec<Boundary>,
    /// Blocks of coverage, gaps and bridges. A license covers from its installation to its removal.
    pub coverage: Vec<CoverageLine>,
}

impl Plan {
    /// Takes the steps one after the other. A license that Coder would refuse on its day is not installed.
    pub fn of(setting: &Setting<'_>, licenses: &[Named<'_>], steps: &[Step<'_>], now: Instant) -> Self {
        let mut steps: Vec<_> = steps.iter().map(|step| (step.at.max(now), &step.act)).collect();
        steps.sort_by_key(|(at, _)| *at);

        let mut sets: Vec<(Instant, Vec<Named<'_>>, Vec<Cause>)> = vec![(now, licenses.to_vec(), Vec::new())];
        for (at, act) in &steps {
            let before = sets.last().map(|(_, set, _)| set.as_slice()).unwrap_or_default();
            let after = applied(setting, before, act, *at);
            let causes = causes(before, &after);
            sets.push((*at, after, causes));
        }
        let turns: Vec<Turn<'_, '_>> = sets
            .iter()
            .map(|(at, set, causes)| Turn { at: *at, licenses: set.iter().collect(), causes: causes.clone() })
            .collect();
        let Some((first, later)) = turns.split_first() else {
            return Self {
                steps: Vec::new(),
                now: State::default(),
                boundaries: Vec::new(),
                coverage: Vec::new(),
            };
        };
        let course = Course::of(setting, first, later, None);
        let planned = steps.iter().zip(&sets).enumerate().map(|(place, ((at, act), (_, set, _)))| {
            // What Coder showed until then matters only where it stands still by then.
            let so_far = Course::of(setting, first, &later[..place], None);
            let what_if = WhatIf::seen(setting, set, act, [*at, now], Some(so_far.at(*at)));
            PlannedStep { at: *at, what_if }
        });
        let timeline = ValidityTimeline::of(&terms(&sets), now);
        Self {
            steps: planned.collect(),
            boundaries: course.boundaries(setting),
            coverage: coverage_lines(&timeline, now, setting.zone),
            now: course.start.state,
        }
    }
}

fn causes(before: &[Named<'_>], after: &[Named<'_>]) -> Vec<Cause> {
    let lacks = |set: &[Named<'_>], name: &str| !set.iter().any(|named| named.name == name);
    let installed = after.iter().filter(|named| lacks(before, &named.name));
    let removed = before.iter().filter(|named| lacks(after, &named.name));
    installed
        .map(|named| Cause::Installed(named.name.clone()))
        .chain(removed.map(|named| Cause::Removed(named.name.clone())))
        .collect()
}

/// The terms, cut to the time in which each license is installed.
fn terms(sets: &[(Instant, Vec<Named<'_>>, Vec<Cause>)]) -> Vec<Term> {
    let mut terms = Vec::new();
    for (place, (from, set, _)) in sets.iter().enumerate() {
        // What stands at the beginning was there before, so that its past is told rightly.
        let from = if place == 0 { Instant::from_unix(i64::MIN) } else { *from };
        let until = sets.get(place + 1).map(|(at, _, _)| *at);
        for term in set.iter().filter_map(|named| Term::counted(&named.license)) {
            let starts = term.starts.max(from);
            let last = until.map_or(term.grace_until, |until| term.grace_until.min(until));
            terms.extend(Term::new(starts, term.ends, last));
        }
    }
    terms
}
