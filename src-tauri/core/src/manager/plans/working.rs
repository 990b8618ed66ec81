//! A plan worked out: what each of its days changes, and which of its steps do nothing, and why.

use std::collections::BTreeMap;

use crate::Instant;
use crate::advisory::verdict_context;
use crate::check::{Check, Verdict, check_bytes};
use crate::entitlement::Installed;
use crate::error::Error;
use crate::outlook::{CoverageKind, Guess, Named, Outlook};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::{Sentence, counted, visible};
use crate::view::{PlanAct, PlanDraft, PlanRemarkView, PlannedDayView, WorkedPlanView};
use crate::what_if::{Act, Plan, Refused, Step, refusal};

use super::super::LicenseManager;
use super::super::forecast::{Ground, number, signature_not_checked, unique};
use super::super::planning::{claims_of, finding, installed_as};
use super::{Lent, date_of, read_day, start_of};

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Works a plan out on what is known of its deployment now.
    ///
    /// # Errors
    /// Those of [`Self::outlook`]; `time_invalid` for a day that is none.
    pub fn work_out(&self, draft: &PlanDraft, lent: &[Lent]) -> Result<WorkedPlanView, Error> {
        let licenses = self.lent(draft, lent);
        self.forecast(draft.deployment, |ground, now| {
            let mut working = Working::new(ground, now);
            let mut order = Vec::new();
            for (place, step) in draft.steps.iter().enumerate() {
                order.push((read_day(&step.day)?, place, &step.act));
            }
            order.sort_by_key(|(day, place, _)| (*day, *place));
            for (day, place, act) in order {
                working.take(day, place, act, &licenses);
            }
            Ok(working.view(&licenses))
        })
    }

    /// The license files that the steps name: those that are lent, and copies of the library.
    fn lent(&self, draft: &PlanDraft, lent: &[Lent]) -> Vec<Lent> {
        let wanted = |print: &str| {
            draft
                .steps
                .iter()
                .any(|step| matches!(&step.act, PlanAct::Install { fingerprint, .. } if fingerprint == print))
        };
        let mut found: Vec<Lent> = lent.iter().filter(|lent| wanted(&lent.fingerprint)).cloned().collect();
        let missing = draft.steps.iter().any(|step| match &step.act {
            PlanAct::Install { fingerprint, .. } => {
                !found.iter().any(|lent| lent.fingerprint == *fingerprint)
            }
            PlanAct::Remove { .. } => false,
        });
        if missing {
            let (zone, ring) = (self.clock.zone(), self.ring());
            let context = verdict_context(self.clock.now(), &zone, &ring, None);
            for held in self.store.library().unwrap_or_default() {
                if !wanted(&held.fingerprint) || found.iter().any(|lent| lent.fingerprint == held.fingerprint)
                {
                    continue;
                }
                let label = held.names.first().map_or("a kept license", String::as_str).to_owned();
                let check = check_bytes(held.text.as_bytes(), &context).into_iter().next();
                found.extend(check.map(|check| Lent {
                    fingerprint: held.fingerprint,
                    label,
                    check,
                    kept: true,
                }));
            }
        }
        found
    }
}

/// A plan on its way.
struct Working<'w> {
    ground: &'w Ground<'w>,
    now: Instant,
    /// What is done, by its instant.
    days: BTreeMap<Instant, Day<'w>>,
    /// The names that the licenses to install have in sentences.
    names: Vec<String>,
    fingerprints: Vec<String>,
    removed: Vec<i32>,
    remarks: Vec<PlanRemarkView>,
}

/// What is done on one day.
#[derive(Default)]
struct Day<'w> {
    act: Act<'w>,
    words: Vec<String>,
    /// Whether a signature could not be checked.
    unchecked: bool,
}

impl<'w> Working<'w> {
    fn new(ground: &'w Ground<'w>, now: Instant) -> Self {
        Self {
            ground,
            now,
            days: BTreeMap::new(),
            names: Vec::new(),
            fingerprints: Vec::new(),
            removed: Vec::new(),
            remarks: Vec::new(),
        }
    }

    fn remark(&mut self, step: usize, kind: &str, sentence: impl Into<Sentence>) {
        self.remarks.push(PlanRemarkView {
            step: u32::try_from(step).unwrap_or(u32::MAX),
            kind: kind.to_owned(),
            sentence: sentence.into().view(self.ground.zone),
        });
    }

    /// Takes one step in, or says why it does nothing.
    fn take(&mut self, day: jiff::civil::Date, step: usize, act: &PlanAct, licenses: &'w [Lent]) {
        let zone = self.ground.zone;
        let asked = start_of(day, zone).unwrap_or(self.now);
        let at = asked.max(self.now);
        let done = match act {
            PlanAct::Install { fingerprint, name } => self.install(step, at, fingerprint, name, licenses),
            PlanAct::Remove { license, uuid } => self.remove(step, at, *license, uuid),
        };
        let past = date_of(self.now, zone).is_some_and(|today| day < today);
        if done && past {
            let what = match act {
                PlanAct::Install { name, .. } => visible(name, 100),
                PlanAct::Remove { license, .. } => number(*license),
            };
            let words = Sentence::from(format!("{what}: its day, ")).day(asked);
            self.remark(step, "past", words.text(", is past; it is reckoned as if it were done now."));
        }
    }

    fn install(
        &mut self,
        step: usize,
        at: Instant,
        fingerprint: &str,
        name: &str,
        licenses: &'w [Lent],
    ) -> bool {
        let deployment = &self.ground.entry.deployment.name;
        let shown = visible(name, 100);
        let Some(lent) = licenses.iter().find(|lent| lent.fingerprint == fingerprint) else {
            let words = "is left out: there is no copy of it on this computer any more.";
            self.remark(step, "left_out", format!("{shown} {words}"));
            return false;
        };
        let Some(claims) = claims_of(&lent.check) else {
            let why = finding(&lent.check, self.ground.zone, self.now);
            self.remark(step, "left_out", Sentence::from(format!("{shown} is left out. ")).then(why));
            return false;
        };
        if self.fingerprints.iter().any(|other| other == fingerprint) {
            self.remark(step, "left_out", format!("{shown} is left out: the plan installs it already."));
            return false;
        }
        let there = installed_as(self.ground.entry, claims);
        if let Some(there) = there.filter(|there| !self.removed.contains(there)) {
            let words = format!("{shown} is left out: it is installed on {deployment} already, as #{there}.");
            self.remark(step, "left_out", words);
            return false;
        }
        let label = unique(&shown, |name| self.names.iter().any(|other| other == name));
        let named = Named::new(label.clone(), Installed::new(&claims.id, claims));
        if let Some(refused) = refusal(&self.ground.setting(), &named, at) {
            let why: Sentence = match refused {
                Refused::Locked => {
                    format!("it is locked to other deployments, so Coder would refuse it on {deployment}.")
                        .into()
                }
                Refused::Expired => {
                    Sentence::from("its grace period is over on ").day(at).text(", so Coder would refuse it.")
                }
                Refused::Words(words) => {
                    format!("Coder would refuse it: \"{}\".", visible(words, 200)).into()
                }
            };
            self.remark(step, "left_out", Sentence::from(format!("{shown} is left out: ")).then(why));
            return false;
        }
        self.names.push(label.clone());
        self.fingerprints.push(fingerprint.to_owned());
        let day = self.days.entry(at).or_default();
        day.act.install.push(named);
        day.words.push(format!("install {label}"));
        day.unchecked |= lent.check.verdict == Verdict::UnknownKey;
        true
    }

    fn remove(&mut self, step: usize, at: Instant, license: i32, uuid: &str) -> bool {
        let entry = self.ground.entry;
        let name = number(license);
        let deployment = &entry.deployment.name;
        let listed = entry.report.licenses.iter().flatten().find(|listed| listed.id == license);
        let why = match listed {
            None => format!("{name} is left out: it is not installed on {deployment} any more."),
            Some(listed) if !uuid.is_empty() && listed.uuid != uuid => {
                format!("{name} is left out: on {deployment} it is another license now.")
            }
            Some(_) if self.removed.contains(&license) => {
                format!("{name} is left out: the plan removes it already.")
            }
            Some(_) => {
                self.removed.push(license);
                let day = self.days.entry(at).or_default();
                day.words.push(format!("remove {name}"));
                day.act.remove.push(name);
                return true;
            }
        };
        self.remark(step, "left_out", why);
        false
    }

    fn view(mut self, licenses: &[Lent]) -> WorkedPlanView {
        let (ground, now) = (self.ground, self.now);
        let (setting, zone) = (ground.setting(), ground.zone);
        let steps: Vec<Step<'_>> =
            self.days.iter().map(|(at, day)| Step { at: *at, act: day.act.clone() }).collect();
        let plan = Plan::of(&setting, &ground.licenses, &steps, now);
        let without = Outlook::of(&setting, &ground.licenses, now);
        let days: Vec<_> = self
            .days
            .values()
            .zip(&plan.steps)
            .map(|(day, step)| {
                let mut what_if = step.what_if.view(zone);
                if day.unchecked {
                    what_if.cautions.insert(0, signature_not_checked());
                }
                let mut acts = day.words.join(", ");
                acts.get_mut(..1).map(str::make_ascii_uppercase);
                PlannedDayView {
                    at: step.at.rfc3339(),
                    day: Sentence::new().day(step.at).view(zone),
                    acts: format!("{acts}."),
                    what_if,
                }
            })
            .collect();
        self.remarks.sort_by_key(|remark| remark.step);
        let losing = days.iter().filter(|day| day.what_if.loses).count();
        WorkedPlanView {
            headline: headline(&setting, [&without.coverage, &plan.coverage], [days.len(), losing], now)
                .view(zone),
            loses: losing > 0,
            remarks: self.remarks,
            boundaries: plan.boundaries.iter().map(|boundary| boundary.view(zone)).collect(),
            coverage: plan.coverage.iter().map(|line| line.view(zone)).collect(),
            guesses: ground.facts.guesses.iter().map(Guess::sentence).collect(),
            keeps: keeps(licenses),
            known_at: ground.entry.known_at().map(Instant::rfc3339),
            days,
        }
    }
}

/// What saving the plan keeps beside it.
fn keeps(licenses: &[Lent]) -> String {
    let keepable = |lent: &&Lent| !lent.kept && Check::keepable(&lent.check);
    let names: Vec<_> = licenses.iter().filter(keepable).map(|lent| visible(&lent.label, 100)).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("Saving the plan keeps a copy of {one} on this computer."),
        [first @ .., last] => {
            format!("Saving the plan keeps copies of {} and {last} on this computer.", first.join(", "))
        }
    }
}

fn headline(
    setting: &crate::outlook::Setting<'_>,
    [without, with]: [&[crate::outlook::CoverageLine]; 2],
    [days, losing]: [usize; 2],
    now: Instant,
) -> Sentence {
    let name = setting.name;
    if days == 0 {
        return format!("No step changes anything on {name} yet.").into();
    }
    let until = |lines: &[crate::outlook::CoverageLine]| {
        let blocks = lines.iter().filter(|line| line.kind == CoverageKind::Block && now < line.ends);
        blocks.map(|line| line.ends).max()
    };
    let opening = match (until(without), until(with)) {
        (None, None) => Sentence::from(format!("Even with this plan {name} is not covered")),
        (Some(_), None) => Sentence::from(format!("With this plan {name} will have no license")),
        (None, Some(then)) => Sentence::from(format!("With this plan {name} has a license until "))
            .day(then)
            .text(", grace included"),
        (Some(before), Some(then)) => {
            let words = Sentence::from(format!("With this plan {name} has a license until "))
                .day(then)
                .text(", grace included");
            if before == then { words } else { words.text(", instead of ").day(before) }
        }
    };
    let gaps = with.iter().filter(|line| line.kind == CoverageKind::Gap && now < line.ends).count();
    let mut words = opening;
    if gaps > 0 {
        words = words.text(match gaps {
            1 => "; there is a gap".to_owned(),
            many => format!("; there are {many} gaps"),
        });
    }
    if losing > 0 {
        let of = counted(i64::try_from(days).unwrap_or(i64::MAX), "day", "days");
        words = words.text(match (losing, days) {
            (1, 1) => "; something is lost".to_owned(),
            _ => format!("; something is lost on {losing} of its {of}"),
        });
    }
    words.text(".")
}
