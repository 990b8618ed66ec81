//! Coverage in words: blocks, gaps, and what only grace bridges. The window's lists and the forecast say the same.

use jiff::tz::TimeZone;

use crate::check::words::left;
use crate::instant::Instant;
use crate::sentence::Sentence;
use crate::validity::{Block, Cover, Gap, Stretch, ValidityTimeline};

/// What a line of the coverage is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CoverageKind {
    /// Coverage without a gap.
    Block,
    /// A time between two terms that only grace covers.
    Bridge,
    /// A time in which no license counts.
    Gap,
}

/// One stretch of time, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageLine {
    /// What it is.
    pub kind: CoverageKind,
    /// Its first second.
    pub starts: Instant,
    /// The first second after it.
    pub ends: Instant,
    /// "Gap: no license from 8 to 18 Dec 2026 (10 days)."
    pub sentence: Sentence,
}

/// "from 8 to 18 Dec 2026": what two days share is said once.
pub(crate) fn range(from: Instant, to: Instant, zone: &TimeZone) -> Sentence {
    if from.same_day(to, zone) {
        return Sentence::from("on ").day(from);
    }
    let (first, last) = (from.day(zone), to.day(zone));
    let mut first_parts = first.splitn(3, ' ');
    let mut last_parts = last.splitn(3, ' ');
    let parts = |parts: &mut std::str::SplitN<'_, char>| {
        [parts.next(), parts.next(), parts.next()].map(|part| part.unwrap_or_default().to_owned())
    };
    let ([day, month, year], [_, last_month, last_year]) = (parts(&mut first_parts), parts(&mut last_parts));
    let start = match (month == last_month, year == last_year) {
        (true, true) => Sentence::from(day),
        (false, true) => Sentence::from(format!("{day} {month}")),
        (_, false) => Sentence::new().day(from),
    };
    Sentence::from("from ").then(start).text(" to ").day(to)
}

/// Blocks, bridges and gaps that are not over at `now`, in the order of time.
pub(crate) fn lines(timeline: &ValidityTimeline, now: Instant, zone: &TimeZone) -> Vec<CoverageLine> {
    let blocks = timeline.blocks().iter().filter_map(|block| {
        let (starts, ends) = (block.starts()?, block.ends()?);
        Some(CoverageLine { kind: CoverageKind::Block, starts, ends, sentence: block_words(block, zone) })
    });
    let bridges = timeline.bridges().map(|stretch| CoverageLine {
        kind: CoverageKind::Bridge,
        starts: stretch.starts,
        ends: stretch.ends,
        sentence: bridge_words(&stretch, zone),
    });
    let gaps = timeline.gaps().map(|gap| CoverageLine {
        kind: CoverageKind::Gap,
        starts: gap.starts,
        ends: gap.ends,
        sentence: Sentence::from("Gap: ").then(gap_words(&gap, zone)),
    });
    let mut lines: Vec<_> = blocks.chain(bridges).chain(gaps).filter(|line| line.ends > now).collect();
    lines.sort_by_key(|line| (line.starts, line.ends));
    lines
}

fn block_words(block: &Block, zone: &TimeZone) -> Sentence {
    let (Some(starts), Some(last)) = (block.starts(), block.stretches.last()) else { return Sentence::new() };
    if block.stretches.len() == 1 && last.cover == Cover::Grace {
        return Sentence::from("Covered by grace alone ").then(range(starts, last.ends, zone)).text(".");
    }
    match last.cover {
        Cover::Term => Sentence::from("Covered ").then(range(starts, last.ends, zone)).text("."),
        Cover::Grace => Sentence::from("Covered ")
            .then(range(starts, last.starts, zone))
            .text(", then in grace until ")
            .day(last.ends)
            .text("."),
    }
}

/// "no license from 8 to 18 Dec 2026 (10 days)."
pub(crate) fn gap_words(gap: &Gap, zone: &TimeZone) -> Sentence {
    Sentence::from("no license ")
        .then(range(gap.starts, gap.ends, zone))
        .text(format!(" ({}).", left(gap.starts, gap.ends)))
}

/// "Bridged by grace from 5 to 18 Dec 2026."
pub(crate) fn bridge_words(stretch: &Stretch, zone: &TimeZone) -> Sentence {
    Sentence::from("Bridged by grace ").then(range(stretch.starts, stretch.ends, zone)).text(".")
}

/// "to 12 Mar 2028", "to 5 Dec 2026, gap from 8 to 18 Dec 2026, then to 18 Dec 2027", "none".
pub(crate) fn described(timeline: &ValidityTimeline, now: Instant, zone: &TimeZone) -> Sentence {
    let mut words = Sentence::new();
    let mut before: Option<Instant> = None;
    for block in timeline.blocks().iter().filter(|block| block.ends().is_some_and(|ends| ends > now)) {
        let (Some(starts), Some(ends)) = (block.starts(), block.ends()) else { continue };
        words = match before {
            None if starts <= now => words,
            None => words.text("not until ").day(starts).text(", then "),
            Some(end) => words.text(", gap ").then(range(end, starts, zone)).text(", then "),
        };
        words = words.then(within(block, now, zone));
        before = Some(ends);
    }
    if words.is_empty() { "none".into() } else { words }
}

/// One block, up to the end of its last term: "to 18 Dec 2027, bridged by grace from 5 to 18 Dec 2026".
fn within(block: &Block, now: Instant, zone: &TimeZone) -> Sentence {
    let ahead: Vec<_> = block.stretches.iter().filter(|stretch| stretch.ends > now).collect();
    let last_term = ahead.iter().rev().find(|stretch| stretch.cover == Cover::Term);
    let Some(last_term) = last_term else {
        let ends = block.ends().unwrap_or(now);
        return Sentence::from("in grace to ").day(ends);
    };
    let mut words = Sentence::from("to ").day(last_term.ends);
    for bridge in
        ahead.iter().filter(|stretch| stretch.cover == Cover::Grace && stretch.ends < last_term.ends)
    {
        words = words.text(", bridged by grace ").then(range(bridge.starts, bridge.ends, zone));
    }
    words
}
