//! The one sentence of what an act does.

use crate::instant::Instant;
use crate::outlook::{Change, ChangeKind, Topic, names_of, range, words};
use crate::sentence::{Sentence, counted};
use crate::validity::{Term, ValidityTimeline};

use super::Worlds;
use super::rows::{edges, level};

/// Gains that are told.
const GAINS: usize = 2;

/// The sentence: every loss, the first two gains, or why nothing changes.
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
        let in_grace = level(&worlds.old.timeline, worlds.at) == 1;
        return Sentence::from(format!("{name} will have no license"))
            .then(worlds.since(worlds.at))
            .then(next_license(worlds))
            .text(if in_grace { ": it is in grace, and its features stop." } else { "." });
    }
    let told = |wanted: ChangeKind| changes.iter().filter(move |change| change.kind == wanted);
    let clauses =
        |wanted| -> Vec<Clause> { told(wanted).filter_map(|change| clause(worlds, change)).collect() };
    let (losses, mut gains) = (clauses(ChangeKind::Loss), clauses(ChangeKind::Gain));
    gains.truncate(GAINS);
    let others = told(ChangeKind::Change).next().is_some();
    let parts = match (losses.is_empty(), gains.is_empty()) {
        (true, true) if others => return "Only what Coder says changes.".into(),
        (true, true) => return nothing(worlds),
        // Who installs asks what comes, who removes asks what goes.
        _ if worlds.act.remove.is_empty() => [gains, losses],
        (_, _) => [losses, gains],
    };
    let mut sentence = Sentence::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let opening = sentence.is_empty();
        sentence = if opening { sentence } else { sentence.text("; ") };
        sentence = sentence.then(in_a_row(part, opening));
    }
    sentence.then(shortage(changes)).text(".")
}

fn in_a_row(clauses: Vec<Clause>, opening: bool) -> Sentence {
    let last = clauses.len().saturating_sub(1);
    let mut words = Sentence::new();
    for (place, clause) in clauses.into_iter().enumerate() {
        words = match place {
            0 => words,
            _ if place == last => words.text(" and "),
            _ => words.text(", "),
        };
        words = words.then(if place == 0 && opening { clause.opening } else { clause.following });
    }
    words
}

/// "; 412 users are active", where seats are lost and too few are left.
pub(super) fn shortage(changes: &[Change]) -> Sentence {
    let short = changes.iter().find(|change| change.topic == Topic::Seats && change.kind == ChangeKind::Loss);
    match short.and_then(|change| Some((change.figures[1]?, change.used?))) {
        Some((seats, used)) if used.count > seats => Sentence::from("; ").then(used.words()),
        Some(_) | None => Sentence::new(),
    }
}

/// A clause, as it opens a sentence and as it follows another.
pub(super) struct Clause {
    pub(super) opening: Sentence,
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

/// A change in a clause; `None` where it is not worth one.
pub(super) fn clause(worlds: &Worlds<'_, '_>, change: &Change) -> Option<Clause> {
    let name = worlds.setting.name;
    // That nothing is licensed any more is said of the coverage.
    let ends = change.since.iter().flatten().any(|at| !worlds.new.course.at(*at).has_license);
    // That grace takes the place of a term as well.
    let steps = match change.figures {
        [Some(old), Some(new)] => old == new,
        [_, _] => !change.features.is_empty() && change.features.iter().all(|feature| !feature.crosses),
    };
    let told = ends || steps && lacking(worlds, 1).is_some_and(|grace| grace.from == worlds.at);
    match &change.topic {
        Topic::Coverage => coverage(worlds, change.kind),
        Topic::Seats | Topic::Limit(_) | Topic::Features if told => None,
        Topic::Seats => Some(amount("seats", change)),
        Topic::Limit(feature) => Some(amount(&words::noun(feature), change)),
        Topic::Features => Some(features(change)),
        Topic::Trial => Some(match change.kind {
            ChangeKind::Loss => Clause::plain(format!("Coder takes {name} for a trial").into()),
            ChangeKind::Gain | ChangeKind::Change | ChangeKind::Same => {
                Clause::plain(format!("Coder no longer takes {name} for a trial").into())
            }
        }),
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

/// "Production will have no license from 26 Mar 2027", "Production is covered until 12 Mar 2028".
fn coverage(worlds: &Worlds<'_, '_>, kind: ChangeKind) -> Option<Clause> {
    let name = worlds.setting.name;
    let (old, new) = (&worlds.old.timeline, &worlds.new.timeline);
    let last_term = |timeline: &ValidityTimeline| timeline.terms().iter().map(|term| term.ends).max();
    if kind == ChangeKind::Loss {
        return loss(worlds).map(Clause::plain);
    }
    let gap = |timeline: &ValidityTimeline| timeline.next_gap();
    if let Some(gap) = gap(old).filter(|gap| !new.gaps().any(|other| other == *gap)) {
        let zone = worlds.setting.zone;
        let days = Sentence::from(" ").then(range(gap.starts, gap.ends, zone));
        let mut left = new.gaps().filter(|other| other.starts < gap.ends && gap.starts < other.ends);
        return Some(Clause::of(
            "the gap",
            match left.next() {
                Some(left) => days.text(" becomes one ").then(range(left.starts, left.ends, zone)),
                None => days.text(" is closed"),
            },
        ));
    }
    let (before, after) = (last_term(old), last_term(new)?);
    let last_day = |timeline: &ValidityTimeline| timeline.terms().iter().map(|term| term.grace_until).max();
    if before == Some(after)
        && let (Some(old), Some(new)) = (last_day(old), last_day(new))
        && old < new
    {
        let words = Sentence::from(format!("{name} is in grace until ")).day(new);
        return Some(Clause::plain(words.text(" instead of ").day(old)));
    }
    let mut words = Sentence::from(format!("{name} is covered until ")).day(after);
    if let Some(before) = before.filter(|before| *before > worlds.at && *before < after) {
        words = words.text(" instead of ").day(before);
    }
    if let Some(gap) = gap(new) {
        let days = range(gap.starts, gap.ends, worlds.setting.zone);
        words = words.text(" but for the gap ").then(days);
    }
    Some(Clause::plain(words))
}

/// "Staging will be in grace from now and have no license from 30 Nov 2026", "EU stays without a license".
fn loss(worlds: &Worlds<'_, '_>) -> Option<Sentence> {
    let name = worlds.setting.name;
    let until = |lacking: &Lacking| {
        lacking.until.map_or_else(Sentence::new, |until| Sentence::from(" until ").day(until))
    };
    let (grace, none) = (lacking(worlds, 1), lacking(worlds, 0));
    let Some(none) = none else {
        let grace = grace?;
        return Some(if grace.already {
            Sentence::from(format!("{name} stays in grace")).then(until(&grace))
        } else {
            Sentence::from(format!("{name} will be in grace"))
                .then(worlds.since(grace.from))
                .then(until(&grace))
        });
    };
    if none.already {
        return Some(Sentence::from(format!("{name} stays without a license")).then(until(&none)));
    }
    let at_once =
        grace.is_some_and(|grace| grace.from == worlds.at && !grace.already && none.from > worlds.at);
    let words = Sentence::from(format!("{name} will "));
    let words =
        if at_once { words.text("be in grace").then(worlds.since(worlds.at)).text(" and ") } else { words };
    Some(words.text("have no license").then(worlds.since(none.from)).then(until(&none)))
}

/// A time in which coverage is missing.
struct Lacking {
    from: Instant,
    until: Option<Instant>,
    /// It is missing without the act too, when it begins.
    already: bool,
}

/// The first time in which coverage is no better than `worst`, and at some instant worse than without the act. It begins
/// where the coverage with the act ends, even in a time that was not covered before either.
fn lacking(worlds: &Worlds<'_, '_>, worst: u8) -> Option<Lacking> {
    let (old, new) = (&worlds.old.timeline, &worlds.new.timeline);
    let mut found: Option<Lacking> = None;
    let mut lost = false;
    for at in edges(old, new, worlds.at) {
        let (before, after) = (level(old, at), level(new, at));
        if after <= worst {
            let already = at == worlds.at && before <= worst;
            let lacking = found.get_or_insert(Lacking { from: at, until: None, already });
            lacking.until = None;
            lost |= after < before;
        } else if lost {
            return found.map(|lacking| Lacking { until: Some(at), ..lacking });
        } else {
            found = None;
        }
    }
    found.filter(|_| lost)
}

/// "seats fall from 600 to 500", "seats are 500 instead of 600 from 12 Mar 2027".
fn amount(noun: &str, change: &Change) -> Clause {
    let figure = |figure: Option<i64>, other: &Sentence| match figure {
        Some(figure) => Sentence::new().count(figure),
        None => other.clone(),
    };
    let (old, new) = (figure(change.figures[0], &change.before), figure(change.figures[1], &change.after));
    let from = |at: Option<Instant>| at.map_or_else(Sentence::new, |at| Sentence::from(" from ").day(at));
    if let Some(at) = change.since[0] {
        let rest = Sentence::from(" are ").then(new).text(" instead of ").then(old);
        return Clause::of(noun, rest.then(from(Some(at))));
    }
    let verb = match change.figures {
        [Some(old), Some(new)] if new < old => "fall",
        [Some(old), Some(new)] if new > old => "rise",
        [Some(_), Some(_)] => {
            let standing = if change.kind == ChangeKind::Loss { "in grace" } else { "no longer in grace" };
            return Clause::of(noun, Sentence::from(format!(" are {standing}")).then(from(change.since[1])));
        }
        [_, _] => "change",
    };
    let after = match (change.figures[1], change.in_grace) {
        (Some(_), [false, true]) => new.text(", in grace").then(from(change.since[1])),
        (Some(_), [_, _]) => new.then(from(change.since[1])),
        (None, [_, _]) => new,
    };
    Clause::of(noun, Sentence::from(format!(" {verb} from ")).then(old).text(" to ").then(after))
}

/// "3 features go off: A, B and C", "2 features come on: A and B", or both sides in figures.
fn features(change: &Change) -> Clause {
    let crossing =
        |kind| names_of(change.features.iter().filter(|feature| feature.kind == kind && feature.crosses));
    let (lost, gained) = (crossing(ChangeKind::Loss), crossing(ChangeKind::Gain));
    let sentence = |names: &[String], one: &str, many: &str| {
        let count = counted(words::length(names.len()), one, many);
        let since = change.since[1].or(change.since[0]);
        let from = since.map_or_else(Sentence::new, |at| Sentence::from(" from ").day(at));
        Clause::plain(Sentence::from(count).then(from).text(format!(": {}", words::some(names))))
    };
    let later = change.since[0].is_some() && change.since[1].is_none();
    match (lost.is_empty(), gained.is_empty()) {
        (false, true) if later => sentence(&lost, "feature does not come on", "features do not come on"),
        (false, true) => sentence(&lost, "feature goes off", "features go off"),
        (true, false) => sentence(&gained, "feature comes on", "features come on"),
        (true, true) => {
            let count = counted(words::length(change.features.len()), "feature is", "features are");
            let standing = if change.kind == ChangeKind::Loss { "in grace" } else { "no longer in grace" };
            Clause::plain(format!("{count} {standing}").into())
        }
        (false, false) => {
            let rest = Sentence::from(" change from ").then(change.before.clone());
            Clause::of("features", rest.text(" to ").then(change.after.clone()))
        }
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
    let Some(term) = Term::counted(&license.license) else {
        return format!("Nothing changes: Coder does not count {name}.").into();
    };
    if term.grace_until <= worlds.at {
        return format!("Nothing changes: {name} has expired.").into();
    }
    let from: Instant = term.starts.max(worlds.at);
    let covers = worlds.old.licenses.iter().filter(|other| other.name != *name).find(|other| {
        Term::counted(&other.license).is_some_and(|other| {
            other.starts <= from && other.ends >= term.ends && other.grace_until >= term.grace_until
        })
    });
    match covers {
        Some(other) => format!("Nothing changes: {} covers the same term.", other.name).into(),
        None => "Nothing changes: other licenses cover the same time.".into(),
    }
}
