//! The lines of "What changes".

use crate::instant::Instant;
use crate::outlook::{Change, ChangeKind, Topic, Value, described, messages, order};
use crate::sentence::Sentence;
use crate::validity::{Coverage, ValidityTimeline};

use super::Worlds;

/// Every line: those that change, losses first, and the main ones that stay.
pub(super) fn of(worlds: &Worlds<'_, '_>) -> Vec<Change> {
    let mut rows = vec![coverage(worlds)];
    for topic in Topic::of_states() {
        let row = along(worlds, &topic);
        let main = matches!(topic, Topic::Seats | Topic::Features);
        if main || row.kind != ChangeKind::Same {
            rows.push(row);
        }
    }
    rows.extend(first_warning(worlds));
    rows.extend(messages(&worlds.old.course.start.state, &worlds.new.course.start.state));
    order(&mut rows);
    rows
}

/// How long there is a license, and where there is none.
fn coverage(worlds: &Worlds<'_, '_>) -> Change {
    let (at, zone) = (worlds.at, worlds.setting.zone);
    let before = described(&worlds.old.timeline, at, zone);
    // Where Coder stands still, a longer coverage is one on paper.
    let stops = worlds.new.course.start.state.stopped && !worlds.old.course.start.state.stopped;
    if stops {
        return Change::new(Topic::Coverage, before.clone(), before, ChangeKind::Same);
    }
    let (old, new) = (&worlds.old.timeline, &worlds.new.timeline);
    let mut after = described(new, at, zone);
    let longer = matches!((old.covered_until(), new.covered_until()), (Some(old), Some(new)) if old < new);
    if longer && new.next_gap().is_none() {
        after = after.text(", no gap");
    }
    Change::new(Topic::Coverage, before, after, covers(old, new, at))
}

/// Whether any instant from `at` on is covered worse, or better.
fn covers(old: &ValidityTimeline, new: &ValidityTimeline, at: Instant) -> ChangeKind {
    edges(old, new, at).into_iter().fold(ChangeKind::Same, |kind, edge| {
        let (before, after) = (level(old, edge), level(new, edge));
        kind.and(ChangeKind::of(after.cmp(&before)))
    })
}

/// Every instant from `at` on at which one of the two changes, in the order of time.
pub(super) fn edges(old: &ValidityTimeline, new: &ValidityTimeline, at: Instant) -> Vec<Instant> {
    let stretches = old.blocks().iter().chain(new.blocks()).flat_map(|block| &block.stretches);
    // The last second of a term still counts, so what follows it is seen one later.
    let edges = stretches.flat_map(|stretch| [stretch.starts, stretch.ends, stretch.ends.plus(1)]);
    let edges = edges.filter(|edge| *edge > at);
    let mut edges: Vec<_> = std::iter::once(at).chain(edges).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// 0 for no license, 1 for grace, 2 for a term.
pub(super) fn level(timeline: &ValidityTimeline, at: Instant) -> u8 {
    match ValidityTimeline::of(timeline.terms(), at).coverage() {
        Coverage::NotCovered { .. } => 0,
        Coverage::InGrace { .. } => 1,
        Coverage::Covered { .. } => 2,
    }
}

/// The line on a topic: as things stand at the act, or at the first later instant at which the worlds differ. Later
/// losses come before later gains. That grace takes the place of a term, or that a license ends for want of another, is
/// said in the line on coverage alone.
fn along(worlds: &Worlds<'_, '_>, topic: &Topic) -> Change {
    let start = Value::of(topic, &worlds.old.course.start.state, worlds.setting);
    let plain = start.clone().in_full();
    let mut first: Option<Change> = None;
    for at in worlds.instants() {
        let (old, new) = (worlds.old.course.at(at), worlds.new.course.at(at));
        let before = Value::of(topic, old, worlds.setting);
        let after = Value::of(topic, new, worlds.setting);
        // A license that gives nothing of it is less than what there was, though without it there would be none at all.
        let replaces = !old.has_license && new.has_license;
        if before == after && !replaces {
            continue;
        }
        if at == worlds.at {
            let change = Change::between(topic, &before, &after, [None, None]);
            if change.kind != ChangeKind::Same {
                return change;
            }
            continue;
        }
        let before = if old.has_license { before.in_full() } else { plain.clone() };
        let ends = !new.has_license && before == plain;
        let after = if ends { plain.clone() } else { after.in_full() };
        let dated = |value: &Value| (*value != plain).then_some(at);
        let since = [dated(&before), dated(&after)];
        let change = Change::between(topic, &before, &after, since);
        let better = first.as_ref().is_none_or(|first| change.kind < first.kind);
        if change.kind != ChangeKind::Same && better {
            first = Some(change);
        }
    }
    first.unwrap_or_else(|| Change::between(topic, &start, &start, [None, None]))
}

/// When Coder first counts down to the end of the term, where that moves.
fn first_warning(worlds: &Worlds<'_, '_>) -> Option<Change> {
    let first = |course: &crate::outlook::Course| {
        std::iter::once(&course.start)
            .chain(&course.legs)
            .find(|leg| leg.state.warns_of_end())
            .map(|leg| leg.at)
    };
    let (old, new) = (first(worlds.old.course), first(worlds.new.course));
    let stops = worlds.old.course.start.state.stopped != worlds.new.course.start.state.stopped;
    let words = |at: Option<Instant>| match at {
        Some(at) if at <= worlds.now => "now".into(),
        Some(at) => Sentence::new().day(at),
        None => "none in sight".into(),
    };
    let kind = ChangeKind::Change;
    (old != new && !stops).then(|| Change::new(Topic::FirstWarning, words(old), words(new), kind))
}
