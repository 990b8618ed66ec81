//! Timelines: what each license and each deployment covers, as rows of stretches over one range of time.

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::{Judged, Outlook};
use crate::check::words;
use crate::outlook::{bridge_words, gap_words, range};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::Sentence;
use crate::validity::{Block, Cover, Gap, Term, ValidityTimeline};
use crate::view::{DeploymentTermsView, StretchView, TermRowView, TermsView};

use super::LicenseManager;
use super::overview::{in_order, kind, seats_of};

const DAY: i64 = 86_400;
/// A timeline shows at least this much of the past, and at most a year of it.
const PAST: [i64; 2] = [91 * DAY, 365 * DAY];
/// It shows at least half a year ahead, and at most the three years of the forecast.
const AHEAD: [i64; 2] = [182 * DAY, 1_096 * DAY];
/// No month is longer.
const MONTH: i64 = 31 * DAY;

/// How a stretch is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Term,
    Ahead,
    Grace,
    Bridge,
    Gap,
    None,
}

/// A stretch of a row; without a start it reaches back for ever, without an end on and on.
struct Stretch {
    kind: Kind,
    starts: Option<Instant>,
    ends: Option<Instant>,
    sentence: Sentence,
}

struct Row {
    kind: &'static str,
    license: Option<i32>,
    label: Sentence,
    note: Sentence,
    stretches: Vec<Stretch>,
}

/// One deployment, before the range of the whole timeline is known.
pub(super) struct Rows {
    deployment: u32,
    name: String,
    sentence: Sentence,
    rows: Vec<Row>,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Coverage of all deployments over time, without the licenses that are over.
    pub fn terms(&self) -> TermsView {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let state = self.state();
        let deployments = state.entries.iter().map(|entry| {
            let outlook = entry.outlook(&ring, now, &zone);
            current(entry.deployment.id, &outlook)
        });
        timeline(deployments.collect(), now, &zone)
    }
}

/// Coverage of one deployment over time, with every license of it.
pub(super) fn of_one(deployment: u32, outlook: &Outlook<'_>) -> TermsView {
    timeline(vec![rows(deployment, outlook, |_| true)], outlook.now, outlook.zone)
}

/// The rows without licenses that are over, and without coverage where one license makes it all.
fn current(deployment: u32, outlook: &Outlook<'_>) -> Rows {
    let mut rows = rows(deployment, outlook, |judged| !judged.is_past());
    let alone = outlook.timeline.as_ref().is_some_and(|timeline| timeline.terms().len() == 1);
    if alone && rows.rows.len() == 2 {
        rows.rows.retain(|row| row.license.is_some());
    }
    rows
}

fn rows(deployment: u32, outlook: &Outlook<'_>, shown: impl Fn(&Judged<'_>) -> bool) -> Rows {
    let mut rows = Vec::new();
    if let Some(timeline) = outlook.timeline.as_ref().filter(|_| !outlook.licenses.is_empty()) {
        rows.push(coverage(timeline, outlook));
        rows.extend(timeline.gaps().filter(|gap| gap.ends > outlook.now).map(|gap| gap_row(&gap, outlook)));
        let licenses = in_order(outlook).into_iter().filter(|judged| shown(judged));
        rows.extend(licenses.map(|judged| license(judged, outlook)));
    }
    Rows { deployment, name: outlook.known.name.to_owned(), sentence: outlook.coverage(), rows }
}

fn coverage(timeline: &ValidityTimeline, outlook: &Outlook<'_>) -> Row {
    let (now, zone) = (outlook.now, outlook.zone);
    let mut stretches = Vec::new();
    let mut before: Option<Instant> = None;
    for block in timeline.blocks() {
        let Some(starts) = block.starts() else { continue };
        stretches.push(match before {
            Some(ended) => gap_stretch(&Gap { starts: ended, ends: starts }, zone),
            None => {
                let verb = if starts > now { "counts" } else { "counted" };
                let until = Sentence::from(format!("No license {verb} before ")).day(starts).text(".");
                Stretch { kind: Kind::None, starts: None, ends: Some(starts), sentence: until }
            }
        });
        stretches.extend(covered(block, now, zone));
        before = block.ends();
    }
    let sentence = match before {
        Some(ended) if ended <= now => Sentence::from("No license counts since ").day(ended).text("."),
        Some(ended) => Sentence::from("No license counts from ").day(ended).text(" on."),
        None => "No license counts.".into(),
    };
    stretches.push(Stretch { kind: Kind::None, starts: before, ends: None, sentence });
    Row { kind: "coverage", license: None, label: "Coverage".into(), note: Sentence::new(), stretches }
}

fn covered(block: &Block, now: Instant, zone: &TimeZone) -> Vec<Stretch> {
    let begun = block.starts().is_some_and(|starts| starts <= now);
    let last = block.stretches.len().saturating_sub(1);
    let one = |(place, stretch): (usize, &crate::validity::Stretch)| {
        let days = range(stretch.starts, stretch.ends, zone);
        let (kind, sentence) = match stretch.cover {
            Cover::Term if begun => (Kind::Term, Sentence::from("Covered ").then(days).text(".")),
            Cover::Term => (Kind::Ahead, Sentence::from("Not started: covered ").then(days).text(".")),
            Cover::Grace if place > 0 && place < last => (Kind::Bridge, bridge_words(stretch, zone)),
            Cover::Grace => (Kind::Grace, Sentence::from("In grace ").then(days).text(".")),
        };
        Stretch { kind, starts: Some(stretch.starts), ends: Some(stretch.ends), sentence }
    };
    block.stretches.iter().enumerate().map(one).collect()
}

fn gap_stretch(gap: &Gap, zone: &TimeZone) -> Stretch {
    let sentence = Sentence::from("Gap: ").then(gap_words(gap, zone));
    Stretch { kind: Kind::Gap, starts: Some(gap.starts), ends: Some(gap.ends), sentence }
}

/// A gap has a row of its own, as its dates seldom fit into it.
fn gap_row(gap: &Gap, outlook: &Outlook<'_>) -> Row {
    let zone = outlook.zone;
    let around = |starts, ends| Stretch { kind: Kind::None, starts, ends, sentence: "No gap.".into() };
    Row {
        kind: "gap",
        license: None,
        label: "Gap".into(),
        note: range(gap.starts, gap.ends, zone).text(format!(" ({})", words::left(gap.starts, gap.ends))),
        stretches: vec![around(None, Some(gap.starts)), gap_stretch(gap, zone), around(Some(gap.ends), None)],
    }
}

fn license(judged: &Judged<'_>, outlook: &Outlook<'_>) -> Row {
    let label = Sentence::from(format!("#{}", judged.license.id));
    let label = match judged.claims() {
        Some(claims) => label.text(format!(" {} · ", kind(claims))).then(seats_of(claims)),
        None => label,
    };
    let word = judged.verdict.as_ref().map_or("Cannot be read", |verdict| verdict.word.as_str());
    let (note, stretches) = match judged.term {
        Some(term) if term.grace_until <= outlook.now => ("ended".into(), of_term(&term, outlook)),
        Some(term) => (Sentence::new(), of_term(&term, outlook)),
        None => {
            let sentence = Sentence::from(format!("It does not count: {word}."));
            let never = Stretch { kind: Kind::None, starts: None, ends: None, sentence };
            (word.to_owned().into(), vec![never])
        }
    };
    Row { kind: "license", license: Some(judged.license.id), label, note, stretches }
}

fn of_term(term: &Term, outlook: &Outlook<'_>) -> Vec<Stretch> {
    let (now, zone) = (outlook.now, outlook.zone);
    let ahead = term.starts > now;
    let over = if term.grace_until <= now {
        Sentence::from("Over since ").day(term.grace_until).text(".")
    } else {
        Sentence::from("Over from ").day(term.grace_until).text(" on.")
    };
    let opening = if ahead { "Not started: its term runs " } else { "In its term " };
    let stretch = |kind, starts, ends, sentence| Stretch { kind, starts, ends, sentence };
    let (starts, ends, last) = (Some(term.starts), Some(term.ends), Some(term.grace_until));
    let days = |from, to| range(from, to, zone).text(".");
    let all = [
        stretch(Kind::None, None, starts, Sentence::from("Before its start on ").day(term.starts).text(".")),
        stretch(
            if ahead { Kind::Ahead } else { Kind::Term },
            starts,
            ends,
            Sentence::from(opening).then(days(term.starts, term.ends)),
        ),
        stretch(Kind::Grace, ends, last, Sentence::from("In grace ").then(days(term.ends, term.grace_until))),
        stretch(Kind::None, last, None, over),
    ];
    all.into_iter().filter(|each| each.starts.is_none() || each.starts != each.ends).collect()
}

fn timeline(deployments: Vec<Rows>, now: Instant, zone: &TimeZone) -> TermsView {
    let all = || deployments.iter().flat_map(|each| &each.rows).flat_map(|row| &row.stretches);
    let drawn = || all().filter(|stretch| stretch.kind != Kind::None);
    let first = drawn().filter_map(|stretch| stretch.starts).min().unwrap_or(now);
    let last = drawn().filter_map(|stretch| stretch.ends).max().unwrap_or(now);
    let from = first.clamp(now.plus(-PAST[1]), now.plus(-PAST[0])).start_of_month(zone);
    let to = last.clamp(now.plus(AHEAD[0]), now.plus(AHEAD[1])).plus(MONTH).start_of_month(zone);
    let mut caption = Sentence::from("From ").day(from).text(" to ").day(to);
    caption = caption.text("; the line is today, ").day(now).text(".");
    for (kinds, words) in [
        ([Kind::Term, Kind::Term], " Solid: term."),
        ([Kind::Grace, Kind::Bridge], " Hatched: grace period."),
        ([Kind::Ahead, Kind::Ahead], " Outlined: not started."),
        ([Kind::Gap, Kind::Gap], " Dotted: no license counts."),
    ] {
        if drawn().any(|stretch| kinds.contains(&stretch.kind)) {
            caption = caption.text(words);
        }
    }
    let frame = Frame { from, to, zone };
    TermsView {
        today_at: now.rfc3339(),
        from_at: from.rfc3339(),
        to_at: to.rfc3339(),
        caption: caption.view(zone),
        deployments: deployments.iter().map(|each| each.view(&frame)).collect(),
    }
}

/// What is shown of time.
struct Frame<'z> {
    from: Instant,
    to: Instant,
    zone: &'z TimeZone,
}

impl Rows {
    fn view(&self, frame: &Frame<'_>) -> DeploymentTermsView {
        DeploymentTermsView {
            deployment: self.deployment,
            name: self.name.clone(),
            sentence: self.sentence.view(frame.zone),
            rows: self.rows.iter().map(|row| row.view(frame)).collect(),
        }
    }
}

impl Row {
    fn view(&self, frame: &Frame<'_>) -> TermRowView {
        TermRowView {
            kind: self.kind.to_owned(),
            license: self.license,
            label: self.label.view(frame.zone),
            note: self.note.view(frame.zone),
            stretches: self.stretches.iter().map(|stretch| stretch.view(frame)).collect(),
        }
    }
}

impl Stretch {
    fn view(&self, frame: &Frame<'_>) -> StretchView {
        let kind = match self.kind {
            Kind::Term => "term",
            Kind::Ahead => "ahead",
            Kind::Grace => "grace",
            Kind::Bridge => "bridge",
            Kind::Gap => "gap",
            Kind::None => "none",
        };
        let edge =
            |at: Option<Instant>, open: Instant| at.unwrap_or(open).clamp(frame.from, frame.to).rfc3339();
        let day =
            |at: Option<Instant>| at.map(|at| Sentence::new().day(at)).unwrap_or_default().view(frame.zone);
        StretchView {
            kind: kind.to_owned(),
            from_at: edge(self.starts, frame.from),
            to_at: edge(self.ends, frame.to),
            starts: day(self.starts),
            ends: day(self.ends),
            sentence: self.sentence.view(frame.zone),
        }
    }
}
