//! What an installation or a removal would change, today and later, before anything is sent.
//!
//! Both worlds are walked for three years: the licenses as they are, and the licenses as they would be. A line of
//! "What changes" compares the two at the first instant at which they differ, so that a renewal that begins in spring
//! shows its seats "from 12 Mar 2027". What Coder would refuse is not installed.
//!
//! | Question | Module |
//! |---|---|
//! | the lines | `rows` |
//! | which license's limit wins, and why | `winner` |
//! | what must be known before | `caution` |
//! | the one sentence | `effect` |
//! | steps on several days | [`Plan`] |

mod caution;
mod effect;
mod output;
mod plan;
mod rows;
mod winner;

use crate::instant::Instant;
use crate::license::{Refusal, TokenFault, coder_answer};
use crate::outlook::{Change, ChangeKind, Course, Named, Setting, State};
use crate::sentence::Sentence;
use crate::validity::{Term, ValidityTimeline};

pub use caution::{Caution, CautionKind};
pub use plan::{Plan, PlannedStep, Step};
pub use winner::Winner;

/// What is to be done at once.
#[derive(Debug, Clone, Default)]
pub struct Act<'a> {
    /// Licenses to install, in this order, behind those that are there.
    pub install: Vec<Named<'a>>,
    /// Names of licenses to remove.
    pub remove: Vec<String>,
}

impl<'a> Act<'a> {
    /// Installs one license.
    pub fn install(license: Named<'a>) -> Self {
        Self { install: vec![license], remove: Vec::new() }
    }

    /// Removes one license.
    pub fn remove(name: impl Into<String>) -> Self {
        Self { install: Vec::new(), remove: vec![name.into()] }
    }
}

/// What an act would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhatIf {
    /// How things stand at the instant of the act.
    pub before: State,
    /// How they would stand right after it.
    pub after: State,
    /// The lines of "What changes": losses first, then gains, other changes, and the main ones that stay.
    pub changes: Vec<Change>,
    /// For each limit that a license gives then: which license wins, and why.
    pub winners: Vec<Winner>,
    /// What must be known before.
    pub cautions: Vec<Caution>,
    /// The one sentence: "Seats fall from 600 to 500."
    pub effect: Sentence,
}

impl WhatIf {
    /// Compares the licenses with and without the act at `at`. `now` decides whether that is "now" in words.
    pub fn of(
        setting: &Setting<'_>,
        licenses: &[Named<'_>],
        act: &Act<'_>,
        at: Instant,
        now: Instant,
    ) -> Self {
        Self::seen(setting, licenses, act, [at, now], None)
    }

    /// The same, where it is known what Coder showed until then.
    fn seen(
        setting: &Setting<'_>,
        licenses: &[Named<'_>],
        act: &Act<'_>,
        [at, now]: [Instant; 2],
        shown: Option<&State>,
    ) -> Self {
        let planned = applied(setting, licenses, act, at);
        let before = Course::still(setting, licenses, at, shown);
        let after = Course::still(setting, &planned, at, Some(&before.start.state));
        let worlds = Worlds {
            setting,
            at,
            now,
            act,
            old: World { timeline: timeline(licenses, at), licenses, course: &before },
            new: World { timeline: timeline(&planned, at), licenses: &planned, course: &after },
        };
        let changes = rows::of(&worlds);
        Self {
            winners: winner::all(setting, &planned, &after.start.state, at),
            cautions: caution::all(&worlds, &changes),
            effect: effect::of(&worlds, &changes),
            changes,
            before: before.start.state,
            after: after.start.state,
        }
    }

    /// Whether anything is lost, now or later.
    pub fn loses(&self) -> bool {
        self.changes.iter().any(|change| change.kind == ChangeKind::Loss)
    }

    /// Whether anything changes, now or later.
    pub fn changes_anything(&self) -> bool {
        self.changes.iter().any(|change| change.kind != ChangeKind::Same)
    }
}

/// The licenses after an act: what Coder would refuse at `at` is not among them.
pub fn applied<'a>(
    setting: &Setting<'_>,
    licenses: &[Named<'a>],
    act: &Act<'a>,
    at: Instant,
) -> Vec<Named<'a>> {
    let stay = licenses.iter().filter(|named| !act.remove.contains(&named.name));
    let come = act.install.iter().filter(|named| refusal(setting, named, at).is_none());
    stay.chain(come).cloned().collect()
}

/// Why Coder would not take a license at `at`.
pub(crate) fn refusal(setting: &Setting<'_>, named: &Named<'_>, at: Instant) -> Option<Refused> {
    let answer = coder_answer(named.license.reading, at, setting.deployment_id);
    match answer.refusal? {
        Refusal::Locked => Some(Refused::Locked),
        Refusal::Detail(_) if answer.token_faults.contains(&TokenFault::Expired) => Some(Refused::Expired),
        Refusal::Detail(words) => Some(Refused::Words(words)),
    }
}

/// Why a license would not be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is locked to other deployments.
    Locked,
    /// Its grace period is over.
    Expired,
    /// Coder's own words.
    Words(&'static str),
}

/// The two worlds that are compared.
struct Worlds<'w, 'a> {
    setting: &'w Setting<'w>,
    at: Instant,
    now: Instant,
    act: &'w Act<'a>,
    old: World<'w, 'a>,
    new: World<'w, 'a>,
}

/// One of them.
struct World<'w, 'a> {
    licenses: &'w [Named<'a>],
    timeline: ValidityTimeline,
    course: &'w Course,
}

impl Worlds<'_, '_> {
    /// The licenses that the act installs in truth.
    fn installed(&self) -> impl Iterator<Item = &Named<'_>> {
        self.act.install.iter().filter(|named| refusal(self.setting, named, self.at).is_none())
    }

    /// The licenses that the act removes in truth.
    fn removed(&self) -> impl Iterator<Item = &Named<'_>> {
        self.old.licenses.iter().filter(|named| self.act.remove.contains(&named.name))
    }

    /// " from now", " from 12 Mar 2027".
    fn since(&self, at: Instant) -> Sentence {
        if at <= self.now { " from now".into() } else { Sentence::from(" from ").day(at) }
    }

    /// Every instant from the act on at which one of the worlds changes.
    fn instants(&self) -> Vec<Instant> {
        let mut instants: Vec<_> = std::iter::once(self.at)
            .chain(self.old.course.instants())
            .chain(self.new.course.instants())
            .collect();
        instants.sort_unstable();
        instants.dedup();
        instants
    }
}

fn timeline(licenses: &[Named<'_>], at: Instant) -> ValidityTimeline {
    let terms: Vec<Term> = licenses.iter().filter_map(|named| Term::counted(&named.license)).collect();
    ValidityTimeline::of(&terms, at)
}
