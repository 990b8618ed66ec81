//! Plans of several steps on days to come: kept, listed, forgotten, and worked out anew whenever they are looked at.

mod text;
mod working;

use jiff::civil::Date;

use crate::Instant;
use crate::check::Check;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, SavedAct, SavedPlan, SavedStep, Store};
use crate::sentence::{Sentence, counted, is_hidden};
use crate::view::{
    PlanAct, PlanChoicesView, PlanDraft, PlanInstallChoiceView, PlanRemoveChoiceView, PlanRowView, PlanStep,
    UndoView,
};

use super::LicenseManager;
use super::comparing::claims_said;
use super::overview::kind;

const LONGEST_NAME: usize = 60;
/// As many steps as a plan may have.
const MOST_STEPS: usize = 100;
/// How long a forgotten plan can be taken back, in seconds.
const UNDO_SECONDS: i64 = 10;

/// A license file that is lent to a plan; one that is not is looked for in the library.
#[derive(Debug, Clone)]
pub struct Lent {
    /// Its fingerprint.
    pub fingerprint: String,
    /// The name of its file.
    pub label: String,
    /// What was found in it.
    pub check: Check,
    /// Whether the library keeps a copy.
    pub kept: bool,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Every plan, oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub fn plans(&self, lent: &[Lent]) -> Result<Vec<PlanRowView>, Error> {
        let zone = self.clock.zone();
        let row = |plan: SavedPlan| {
            let deployment =
                self.state().entry(plan.deployment).ok().map(|entry| entry.deployment.name.clone())?;
            let steps = counted(i64::try_from(plan.steps.len()).unwrap_or(i64::MAX), "step", "steps");
            let first = plan.steps.iter().map(|step| step.day).min();
            let summary = match first.and_then(|day| start_of(day, &zone)) {
                Some(first) => Sentence::from(format!("{steps}, from ")).day(first).text("."),
                None => format!("{steps}.").into(),
            };
            let worked = self.work_out(&draft(&plan), lent);
            let stale = match worked.map(|worked| worked.remarks.len()) {
                Ok(0) => String::new(),
                Ok(1) => "One step no longer holds.".to_owned(),
                Ok(many) => format!("{many} steps no longer hold."),
                Err(error) => error.message(),
            };
            Some(PlanRowView {
                id: plan.id,
                name: plan.name,
                deployment,
                summary: summary.view(&zone),
                stale,
                changed_at: plan.changed_at.rfc3339(),
            })
        };
        Ok(self.store.plans()?.into_iter().filter_map(row).collect())
    }

    /// A plan as it was saved.
    ///
    /// # Errors
    /// `plan_unknown`; those of the store.
    pub fn plan(&self, id: u32) -> Result<PlanDraft, Error> {
        let plan = self.store.plans()?.into_iter().find(|plan| plan.id == id);
        plan.map(|plan| draft(&plan)).ok_or_else(|| unknown(id))
    }

    /// Saves a plan; its number. The copies that it needs are kept by whoever calls.
    ///
    /// # Errors
    /// `plan_invalid`, `plan_unknown`, `deployment_unknown`; those of the store.
    pub fn save_plan(&self, draft: &PlanDraft) -> Result<u32, Error> {
        let name = draft.name.trim();
        let invalid = |what: &str| Err(Error::new(ErrorCode::PlanInvalid, what));
        if name.is_empty() {
            return invalid("it has no name");
        }
        if name.chars().count() > LONGEST_NAME {
            return invalid("its name is too long");
        }
        if name.chars().any(is_hidden) {
            return invalid("its name holds characters that do not show");
        }
        if draft.steps.is_empty() {
            return invalid("it has no step");
        }
        if draft.steps.len() > MOST_STEPS {
            return invalid("it has more than 100 steps");
        }
        self.state().entry(draft.deployment)?;
        self.store.save_plan(&SavedPlan {
            id: draft.id.unwrap_or(0),
            deployment: draft.deployment,
            name: name.to_owned(),
            changed_at: self.clock.now(),
            steps: draft.steps.iter().map(saved).collect::<Result<_, _>>()?,
        })
    }

    /// Forgets a plan, for ten seconds with a way back.
    ///
    /// # Errors
    /// `plan_unknown`; those of the store.
    pub fn forget_plan(&self, id: u32) -> Result<UndoView, Error> {
        let sentence = format!("Forgot the plan {}.", self.plan(id)?.name);
        let until = self.clock.now().plus(UNDO_SECONDS);
        let id = self.store.forget_plan(id, &sentence, until)?;
        Ok(UndoView { id, sentence, until: until.rfc3339() })
    }

    /// Takes the forgetting of a plan back.
    ///
    /// # Errors
    /// `undo_over`; those of the store.
    pub fn undo_forget_plan(&self, undo: u32) -> Result<(), Error> {
        match self.store.undo_forget_plan(undo, self.clock.now())? {
            true => Ok(()),
            false => Err(Error::new(ErrorCode::UndoOver, "")),
        }
    }

    /// What the steps of a plan for this deployment can be about: the license files that are lent, and what is
    /// installed.
    ///
    /// # Errors
    /// `deployment_unknown`.
    pub fn plan_choices(&self, deployment: u32, lent: &[Lent]) -> Result<PlanChoicesView, Error> {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let to_come = |at: Option<Instant>| {
            let at = at.filter(|at| now < *at)?;
            Some(date_of(at, &zone)?.to_string())
        };
        let install = lent.iter().map(|lent| PlanInstallChoiceView {
            fingerprint: lent.fingerprint.clone(),
            name: lent.label.clone(),
            starts: to_come(claims_said(&lent.check).and_then(|claims| claims.not_before)),
        });
        let state = self.state();
        let listed = state.entry(deployment)?.report.licenses.iter().flatten();
        let remove = listed.map(|license| {
            let claims = license.claims.as_ref().ok();
            PlanRemoveChoiceView {
                license: license.id,
                uuid: license.uuid.clone(),
                name: match claims {
                    Some(claims) => format!("#{}, {}", license.id, kind(claims)),
                    None => format!("#{}", license.id),
                },
                ends: to_come(claims.and_then(|claims| claims.license_expires)),
            }
        });
        Ok(PlanChoicesView { install: install.collect(), remove: remove.collect() })
    }
}

fn unknown(id: u32) -> Error {
    Error::new(ErrorCode::PlanUnknown, id.to_string())
}

fn draft(plan: &SavedPlan) -> PlanDraft {
    let step = |step: &SavedStep| PlanStep {
        day: step.day.to_string(),
        act: match &step.act {
            SavedAct::Install { fingerprint, name } => {
                PlanAct::Install { fingerprint: fingerprint.clone(), name: name.clone() }
            }
            SavedAct::Remove { license, uuid } => PlanAct::Remove { license: *license, uuid: uuid.clone() },
        },
    };
    PlanDraft {
        id: Some(plan.id),
        deployment: plan.deployment,
        name: plan.name.clone(),
        steps: plan.steps.iter().map(step).collect(),
    }
}

fn saved(step: &PlanStep) -> Result<SavedStep, Error> {
    Ok(SavedStep {
        day: read_day(&step.day)?,
        act: match &step.act {
            PlanAct::Install { fingerprint, name } => {
                SavedAct::Install { fingerprint: fingerprint.clone(), name: name.clone() }
            }
            PlanAct::Remove { license, uuid } => SavedAct::Remove { license: *license, uuid: uuid.clone() },
        },
    })
}

/// Reads "2027-03-12".
fn read_day(text: &str) -> Result<Date, Error> {
    text.trim().parse().map_err(|_| Error::new(ErrorCode::TimeInvalid, crate::sentence::visible(text, 40)))
}

/// The first instant of a day in a zone; `None` beyond what a calendar names.
fn start_of(day: Date, zone: &jiff::tz::TimeZone) -> Option<Instant> {
    Some(Instant::from_unix(day.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_second()))
}

fn date_of(at: Instant, zone: &jiff::tz::TimeZone) -> Option<Date> {
    Some(jiff::Timestamp::from_second(at.unix()).ok()?.to_zoned_datetime(zone.clone()).date())
}
