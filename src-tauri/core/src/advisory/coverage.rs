//! Until when a deployment is covered, and the sentences about it.

use crate::Instant;
use crate::check::words::{grace_clause, left, past};
use crate::entitlement::texts::ServerText;
use crate::entitlement::{Entitlement, Entitlements};
use crate::outlook::{CoverageKind, coverage_lines, gap_words};
use crate::sentence::Sentence;
use crate::validity::{Cover as StretchCover, Coverage, Gap, ValidityTimeline};

use super::{Access, Judged, Outlook};

const DAY: i64 = 86_400;

/// How a deployment is covered, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cover {
    /// Nothing was reported.
    Unknown,
    /// It has no license.
    NoLicense,
    /// No license counts there; which there are is not known.
    NoneCounts,
    /// It has licenses, and none counts.
    NotCovered {
        /// Since when, where one counted before.
        since: Option<Instant>,
        /// When the next begins to count.
        next: Option<Instant>,
        /// By the claims one should count, and Coder counts none.
        refused: bool,
    },
    /// Only a grace period covers it.
    Grace {
        /// When the term ended.
        ended: Option<Instant>,
        /// When the grace period ends; `None` where the deployment does not say.
        until: Option<Instant>,
        /// Whether a term begins at that very instant.
        bridged: bool,
    },
    /// In a term.
    Covered {
        /// The end of the terms that follow each other; `None` where the deployment does not say.
        until: Option<Instant>,
    },
}

/// How it is covered: by the licenses where they are listed, else by what the entitlements tell.
pub(super) fn cover(outlook: &Outlook<'_>) -> Cover {
    let report = outlook.known.report;
    let entitlements = report.entitlements.as_ref();
    match (&outlook.timeline, outlook.access) {
        (_, Access::Missing) => Cover::NoLicense,
        (Some(_), _) if outlook.licenses.is_empty() => Cover::NoLicense,
        (Some(timeline), _) if contradicted(outlook, timeline) => {
            Cover::NotCovered { since: None, next: None, refused: true }
        }
        (Some(timeline), _) => by_terms(timeline, outlook.now),
        (None, Access::Listed | Access::Refused | Access::Nobody | Access::NotAsked) => {
            entitlements.map_or(Cover::Unknown, |entitlements| by_entitlements(entitlements, outlook.now))
        }
    }
}

/// Whether Coder counted none at an instant at which, by the claims, one counts.
fn contradicted(outlook: &Outlook<'_>, timeline: &ValidityTimeline) -> bool {
    let entitlements = outlook.known.report.entitlements.as_ref();
    let Some((at, false)) = outlook.known.known_at.zip(entitlements.map(|answer| answer.has_license)) else {
        return false;
    };
    let counted = |coverage| match coverage {
        Coverage::Covered { .. } | Coverage::InGrace { .. } => true,
        Coverage::NotCovered { .. } => false,
    };
    counted(ValidityTimeline::of(timeline.terms(), at).coverage()) && counted(timeline.coverage())
}

fn by_terms(timeline: &ValidityTimeline, now: Instant) -> Cover {
    match timeline.coverage() {
        Coverage::Covered { until } => Cover::Covered { until: Some(until) },
        Coverage::InGrace { until, bridged } => {
            Cover::Grace { ended: term_ended(timeline, now), until: Some(until), bridged }
        }
        Coverage::NotCovered { since, until } => Cover::NotCovered { since, next: until, refused: false },
    }
}

/// When the last term before `now` ended.
fn term_ended(timeline: &ValidityTimeline, now: Instant) -> Option<Instant> {
    let stretches = timeline.blocks().iter().flat_map(|block| &block.stretches);
    let terms = stretches.filter(|stretch| stretch.cover == StretchCover::Term && stretch.ends <= now);
    terms.map(|stretch| stretch.ends).max()
}

fn by_entitlements(entitlements: &Entitlements, now: Instant) -> Cover {
    if !entitlements.has_license {
        return Cover::NoneCounts;
    }
    let given = |wanted: Entitlement| {
        entitlements.features.values().filter(move |feature| feature.entitlement == wanted)
    };
    if given(Entitlement::Entitled).next().is_none() && given(Entitlement::GracePeriod).next().is_some() {
        // A usage period lasts to the end of the grace period of the license it comes from.
        let ends = given(Entitlement::GracePeriod).filter_map(|feature| Some(feature.usage_period?.end));
        let until = ends.filter(|end| now < *end).min();
        return Cover::Grace { ended: None, until, bridged: false };
    }
    Cover::Covered { until: None }
}

/// In how many days the term ends by Coder's own warning, counted on from when it was said; `None` without one.
pub(super) fn announced_days(entitlements: &Entitlements, now: Instant) -> Option<i64> {
    let days = entitlements.warnings.iter().find_map(|sentence| match ServerText::recognise(sentence)? {
        (ServerText::ExpiresInDay | ServerText::ExpiresInDays, values) => values.first()?.parse::<i64>().ok(),
        _ => None,
    })?;
    let said_at = entitlements.refreshed_at.unwrap_or(now);
    Some(days.saturating_sub(now.since(said_at).max(0) / DAY).max(0))
}

impl Outlook<'_> {
    /// The first sentence of the page: "Covered until 12 Mar 2027 (109 days), then a 14-day grace period."
    pub(crate) fn verdict(&self) -> Sentence {
        let (now, name) = (self.now, self.known.name);
        match self.cover() {
            Cover::Unknown => "Nothing is known yet.".into(),
            Cover::NoLicense => self.no_license(),
            Cover::NoneCounts => {
                format!("No license counts on {name}, as Coder reports. It runs on the free features.").into()
            }
            Cover::NotCovered { refused: true, .. } => {
                "Not covered: Coder counts none of the licenses that are installed.".into()
            }
            Cover::NotCovered { since, next, refused: false } => not_covered(since, now)
                .then(next.map(|next| next_begins("The next license", next, now)).unwrap_or_default()),
            Cover::Grace { until: Some(until), bridged: true, .. } => {
                Sentence::from("In a grace period until ")
                    .day(until)
                    .text(format!(" ({}), when the next term begins; features stay on.", left(now, until)))
            }
            Cover::Grace { until: Some(until), bridged: false, .. } => {
                Sentence::from("In its grace period: features stay on until ")
                    .then(crate::check::words::day_or_clock(until, now))
                    .text(format!(" ({}).", left(now, until)))
            }
            Cover::Grace { until: None, .. } => {
                "In its grace period, as Coder reports. Features stop when it ends.".into()
            }
            Cover::Covered { until: None } => self.covered_as_reported(),
            Cover::Covered { until: Some(until) } => {
                let grace = self.timeline.as_ref().and_then(|timeline| timeline.grace_until());
                let last_day = until.since(now) <= DAY;
                let opening = if last_day && until.same_day(now, self.zone) {
                    Sentence::from("Covered until today at ").clock(until)
                } else if last_day {
                    Sentence::from("Covered until tomorrow at ").clock(until)
                } else {
                    Sentence::from("Covered until ").day(until)
                };
                let bridged = self.bridge_after(until);
                let opening = opening.text(format!(" ({})", left(now, until)));
                if bridged {
                    return opening.text(", then bridged by grace until the next term.");
                }
                opening.then(grace_clause(until, grace.filter(|grace| *grace > until)))
            }
        }
    }

    /// The h2 of the Licenses view.
    pub(crate) fn coverage(&self) -> Sentence {
        let (now, zone) = (self.now, self.zone);
        match self.cover() {
            Cover::Unknown => "Nothing is known yet.".into(),
            Cover::NoLicense => self.no_license(),
            Cover::NoneCounts => "No license counts, as Coder reports.".into(),
            Cover::NotCovered { refused: true, .. } => {
                "Not covered: Coder counts none of these licenses.".into()
            }
            Cover::NotCovered { since, next, refused: false } => {
                let next = next.map(|next| {
                    let who = self.first_from(next).map_or("The next license".to_owned(), number);
                    next_begins(&who, next, now)
                });
                match since {
                    Some(since) => Sentence::from("Not covered since ")
                        .day(since)
                        .text(".")
                        .then(next.unwrap_or_default()),
                    None => Sentence::from("Not covered.").then(next.unwrap_or_default()),
                }
            }
            Cover::Grace { bridged: true, .. } => self.bridge().unwrap_or_else(|| "Bridged by grace.".into()),
            Cover::Grace { until: Some(until), .. } => Sentence::from("In grace until ")
                .day(until)
                .text(format!(" ({}). Install a renewal before then.", left(now, until))),
            Cover::Grace { until: None, .. } => {
                "In grace, as Coder reports. Install a renewal before it ends.".into()
            }
            Cover::Covered { until: None } => self.covered_as_reported(),
            Cover::Covered { until: Some(until) } => {
                if let Some(gap) = self.gap_ahead() {
                    return Sentence::from("Gap: ").then(gap_words(&gap, zone));
                }
                if let Some(bridge) = self.bridge() {
                    return bridge;
                }
                match self.takeover() {
                    Some((ends, successor)) => Sentence::from("Covered until ")
                        .day(ends)
                        .text(format!("; {} takes over the same day.", number(successor))),
                    None => Sentence::from("Covered until ").day(until).text(". Nothing follows it yet."),
                }
            }
        }
    }

    /// Gaps and bridges beside the one that the h2 names, soonest first; and until when it is covered in all.
    pub(crate) fn coverage_remarks(&self) -> Vec<Sentence> {
        let Some(timeline) = &self.timeline else { return Vec::new() };
        let headline = self.coverage().plain(self.zone);
        let mut remarks: Vec<_> = coverage_lines(timeline, self.now, self.zone)
            .into_iter()
            .filter(|line| line.kind != CoverageKind::Block && line.sentence.plain(self.zone) != headline)
            .map(|line| line.sentence)
            .collect();
        if let (Some((_, successor)), Some(until)) = (self.takeover(), timeline.covered_until())
            && self.gap_ahead().is_none()
        {
            remarks.push(
                Sentence::from(format!("With {} it is covered until ", number(successor)))
                    .day(until)
                    .text("."),
            );
        }
        remarks
    }

    /// The first gap that is still to come.
    pub(crate) fn gap_ahead(&self) -> Option<Gap> {
        self.timeline.as_ref()?.next_gap().filter(|gap| gap.starts > self.now)
    }

    /// The sentence about the first bridge that is not over.
    fn bridge(&self) -> Option<Sentence> {
        let lines = coverage_lines(self.timeline.as_ref()?, self.now, self.zone);
        lines.into_iter().find(|line| line.kind == CoverageKind::Bridge).map(|line| line.sentence)
    }

    fn bridge_after(&self, until: Instant) -> bool {
        self.timeline.iter().flat_map(|timeline| timeline.bridges()).any(|bridge| bridge.starts == until)
    }

    /// The end of the term that holds now, and the license that takes over on that day.
    fn takeover(&self) -> Option<(Instant, i32)> {
        let until = self.timeline.as_ref()?.covered_until()?;
        let terms = || self.licenses.iter().filter_map(|judged| Some((judged, judged.term?)));
        let holding = terms().filter(|(judged, _)| judged.in_term(self.now));
        let ends = holding.map(|(_, term)| term.ends).max()?;
        let (successor, _) = terms()
            .filter(|(_, term)| ends < until && term.starts > self.now && term.starts <= ends)
            .filter(|(_, term)| term.ends > ends && term.starts.same_day(ends, self.zone))
            .max_by_key(|(_, term)| term.ends)?;
        Some((ends, successor.license.id))
    }

    fn first_from(&self, starts: Instant) -> Option<i32> {
        let begins = |judged: &&Judged<'_>| judged.term.is_some_and(|term| term.starts == starts);
        self.licenses.iter().find(begins).map(|judged| judged.license.id)
    }

    fn no_license(&self) -> Sentence {
        format!("{} has no license. It runs on the free features.", self.known.name).into()
    }

    /// What can be said where the licenses are not listed.
    fn covered_as_reported(&self) -> Sentence {
        let entitlements = self.known.report.entitlements.as_ref();
        match entitlements.and_then(|entitlements| announced_days(entitlements, self.now)) {
            Some(days) => format!(
                "Covered. Coder says that the license expires in {}.",
                crate::sentence::counted(days, "day", "days")
            )
            .into(),
            None => "Covered, as Coder reports. Until when, only an Owner can see.".into(),
        }
    }
}

fn not_covered(since: Option<Instant>, now: Instant) -> Sentence {
    match since {
        Some(since) => Sentence::from("Not covered since ")
            .day(since)
            .text(format!(" ({} ago): no license counts.", past(since, now))),
        None => "Not covered: no license counts.".into(),
    }
}

fn next_begins(who: &str, next: Instant, now: Instant) -> Sentence {
    Sentence::from(format!(" {who} starts on ")).day(next).text(format!(" (in {}).", left(now, next)))
}

fn number(license: i32) -> String {
    format!("#{license}")
}
