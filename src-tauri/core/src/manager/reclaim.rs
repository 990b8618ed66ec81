//! Reclaiming seats: choosing and simulating here, the plan and its views; sending in `running`.

mod running;

use std::fmt::Write as _;

use super::LicenseManager;
use super::entry::Entry;
use super::overview::permission;
use crate::api::Person;
use crate::csv::Table;
use crate::error::{Error, ErrorCode};
use crate::people::PeopleList;
use crate::ports::{Clock, DeploymentApi, Keychain, ReclaimPlan, ReclaimStep, StepState, Store};
use crate::reclaim::{Choice, Protected, Simulation, person_view, state_sentence};
use crate::sentence::{Sentence, counted, visible};
use crate::view::{
    PermissionView, ReclaimCountsView, ReclaimPlanView, ReclaimRequest, ReclaimStepView, ReclaimView,
};

pub(super) use running::Running;

/// The longest text of a person in a plan.
const LONGEST_TEXT: usize = 300;

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// What suspending these people would give. Nothing is sent; the list of users must have been read.
    ///
    /// # Errors
    /// `deployment_unknown`, `people_not_read`; those of the store.
    pub fn simulate_reclaim(&self, request: &ReclaimRequest) -> Result<ReclaimView, Error> {
        let id = request.deployment;
        let (list, protected) = self.meant(request)?;
        let unfinished = self.store.reclaims(id)?.into_iter().find(has_waiting_steps).map(|plan| plan.id);
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let simulation = Simulation::of(&list.people, &choice(request), &protected, now);
        let state = self.state();
        let entry = state.entry(id)?;
        let seats = entry.outlook(&ring, now, &zone).seats;
        let count = narrow(simulation.people.len());
        let name = visible(&entry.deployment.name, 60);
        Ok(ReclaimView {
            deployment: id,
            name: entry.deployment.name.clone(),
            origin: entry.deployment.address.origin(),
            hue: entry.deployment.hue,
            listed_at: list.read_at.rfc3339(),
            sentence: simulation.sentence(&seats).view(&zone),
            count,
            people: simulation.people.iter().map(|person| person_view(person, None, now, &zone)).collect(),
            protected: simulation
                .protected
                .iter()
                .map(|(person, why)| person_view(person, Some(*why), now, &zone))
                .collect(),
            cautions: simulation.cautions(&seats).iter().map(|caution| caution.view(&zone)).collect(),
            may: may_suspend(entry),
            button: format!("Suspend {} on {name}", counted(i64::from(count), "user", "users")),
            unfinished,
        })
    }

    /// The people of a choice as a table for someone who may suspend them: CSV.
    ///
    /// # Errors
    /// As [`Self::simulate_reclaim`].
    pub fn reclaim_csv(&self, request: &ReclaimRequest) -> Result<Vec<u8>, Error> {
        let view = self.simulate_reclaim(request)?;
        let mut table = Table::new(&[
            "User name",
            "Name",
            "E-mail",
            "Last seen",
            "Days unseen",
            "Signs in by",
            "User ID",
        ]);
        for person in view.people {
            table.row(&[
                person.username,
                person.name,
                person.email,
                person.last_seen_at.unwrap_or_else(|| "never".to_owned()),
                person.idle_days.map(|days| days.to_string()).unwrap_or_default(),
                person.login_type,
                person.id,
            ]);
        }
        Ok(table.bytes())
    }

    /// The same as text: what it would give, then who.
    ///
    /// # Errors
    /// As [`Self::simulate_reclaim`].
    pub fn reclaim_text(&self, request: &ReclaimRequest) -> Result<String, Error> {
        let zone = self.clock.zone();
        let (list, protected) = self.meant(request)?;
        let now = self.clock.now();
        let simulation = Simulation::of(&list.people, &choice(request), &protected, now);
        let (deployment, seats) = {
            let state = self.state();
            let entry = state.entry(request.deployment)?;
            (entry.deployment.clone(), entry.outlook(&self.ring(), now, &zone).seats)
        };
        let mut text = format!("Please suspend these users on {} ", visible(&deployment.name, 60));
        let sentence = simulation.sentence(&seats).plain(&zone);
        // Writing to a string does not fail.
        let _ = write!(text, "({}). {sentence}\n\n", deployment.address.origin());
        for person in &simulation.people {
            let view = person_view(person, None, now, &zone);
            let seen = Sentence::new().text("last seen ").then(last_seen(person)).plain(&zone);
            let _ = writeln!(text, "{}  {}  {seen}", view.username, view.email);
        }
        Ok(text)
    }

    /// The own list of people to leave alone on a deployment: user names and e-mails.
    ///
    /// # Errors
    /// Those of the store.
    pub fn protected_people(&self, id: u32) -> Result<Vec<String>, Error> {
        self.store.protected_people(id)
    }

    /// Leaves these people alone on a deployment, and no others.
    ///
    /// # Errors
    /// `deployment_unknown`; those of the store.
    pub fn protect_people(&self, id: u32, people: &[String]) -> Result<(), Error> {
        self.named(id)?;
        let trimmed = people.iter().map(|who| who.trim().to_owned()).filter(|who| !who.is_empty());
        let mut list = Vec::new();
        for who in trimmed {
            if !list.contains(&who) {
                list.push(who);
            }
        }
        self.store.protect_people(id, &list)?;
        self.tell(Some(id));
        Ok(())
    }

    /// The plans of a deployment and how far each came, newest first.
    ///
    /// # Errors
    /// `deployment_unknown`; those of the store.
    pub fn reclaims(&self, id: u32) -> Result<Vec<ReclaimPlanView>, Error> {
        self.named(id)?;
        let plans = self.store.reclaims(id)?;
        plans.into_iter().map(|plan| self.plan_view(id, &plan)).collect()
    }

    /// Erases a plan that does not run. Nothing changes on the deployment; who is suspended stays so.
    ///
    /// # Errors
    /// `reclaim_unfinished` where it runs; those of the store.
    pub fn erase_reclaim(&self, id: u32, plan: u32) -> Result<(), Error> {
        if self.state().reclaims.get(&plan).is_some_and(Running::goes_on) {
            return Err(Error::new(ErrorCode::ReclaimUnfinished, self.named(id)?.name));
        }
        self.store.erase_reclaim(plan)?;
        self.tell(Some(id));
        Ok(())
    }

    /// The list of users, and who is left alone.
    fn meant(&self, request: &ReclaimRequest) -> Result<(std::sync::Arc<PeopleList>, Protected), Error> {
        let id = request.deployment;
        let mut listed = self.store.protected_people(id)?;
        listed.extend(request.keep.iter().cloned());
        let state = self.state();
        let entry = state.entry(id)?;
        let list = entry.people.list.clone();
        let list = list.ok_or_else(|| Error::new(ErrorCode::PeopleNotRead, &entry.deployment.name))?;
        let you = entry.report.user.as_ref().map(|user| user.id.clone()).unwrap_or_default();
        Ok((list, Protected { you, listed }))
    }

    fn plan_view(&self, id: u32, plan: &ReclaimPlan) -> Result<ReclaimPlanView, Error> {
        let zone = self.clock.zone();
        let state = self.state();
        let name = state.entry(id)?.deployment.name.clone();
        let running = state.reclaims.get(&plan.id);
        let goes_on = running.is_some_and(Running::goes_on);
        let counts = counts(plan);
        let waits = has_waiting_steps(plan);
        let word = match running {
            Some(running) if running.goes_on() => running.word(),
            Some(_) | None if waits => "stopped",
            Some(_) | None if counts.activated > 0 && counts.suspended == 0 => "undone",
            Some(_) | None => "done",
        };
        Ok(ReclaimPlanView {
            id: plan.id,
            deployment: id,
            name,
            made_at: plan.made_at.rfc3339(),
            choice: plan.sentence.clone(),
            state: word.to_owned(),
            headline: headline(&counts).view(&zone),
            counts,
            steps: plan.steps.iter().map(step_view).collect(),
            confirmed: running.map(|running| running.confirmed.view(&zone)).unwrap_or_default(),
            failure: running.and_then(|running| running.failure.as_ref()).map(Error::view),
            can_resume: waits && !goes_on,
            can_stop: goes_on,
            can_undo: !goes_on && plan.steps.iter().any(|step| can_be_taken_back(step.state)),
        })
    }
}

/// What is asked for, as a choice.
fn choice(request: &ReclaimRequest) -> Choice {
    Choice {
        idle_days: request.idle_days,
        only: request.only.iter().map(|id| id.to_ascii_lowercase()).collect(),
        except: request.except.iter().map(|id| id.to_ascii_lowercase()).collect(),
    }
}

/// How people were chosen, as a sentence that is kept with the plan.
fn choice_sentence(request: &ReclaimRequest) -> String {
    let by_hand = !request.only.is_empty() || !request.except.is_empty();
    match (request.idle_days, by_hand) {
        (Some(days), false) => format!("Not seen for {}.", counted(i64::from(days), "day", "days")),
        (Some(days), true) => {
            format!("Not seen for {}, changed by hand.", counted(i64::from(days), "day", "days"))
        }
        (None, true) => "Chosen by hand.".to_owned(),
        (None, false) => "All who hold a seat and are not protected.".to_owned(),
    }
}

/// The plan of these people, before anything is sent.
fn plan_of(people: &[&Person], sentence: String, now: crate::Instant) -> ReclaimPlan {
    let step = |person: &&Person| ReclaimStep {
        user: person.id.clone(),
        username: visible(&person.username, LONGEST_TEXT),
        email: visible(&person.email, LONGEST_TEXT),
        last_seen: person.last_seen.at(),
        state: StepState::Planned,
        changed_at: now,
        words: String::new(),
    };
    ReclaimPlan { id: 0, made_at: now, sentence, steps: people.iter().map(step).collect() }
}

/// Whether this session may suspend users. What is not known is not tried: a server tells those who may not with an
/// internal fault.
fn may_suspend(entry: &Entry) -> PermissionView {
    let lack = "This token may not suspend users. A User Admin or an Owner can; take the list to one.";
    let may = entry.report.permissions.and_then(|may| may.suspend_users);
    permission(entry, Some(may == Some(true)), lack)
}

fn has_waiting_steps(plan: &ReclaimPlan) -> bool {
    plan.steps.iter().any(|step| waits(step.state))
}

/// Whether a step has something to be sent, or to be looked for.
fn waits(state: StepState) -> bool {
    match state {
        StepState::Planned | StepState::SuspendSent | StepState::ActivateSent => true,
        StepState::Suspended
        | StepState::SuspendFailed
        | StepState::Skipped
        | StepState::Activated
        | StepState::ActivateFailed => false,
    }
}

/// Whether a step suspended somebody, or may have.
fn can_be_taken_back(state: StepState) -> bool {
    match state {
        StepState::Suspended
        | StepState::SuspendSent
        | StepState::ActivateSent
        | StepState::ActivateFailed => true,
        StepState::Planned | StepState::SuspendFailed | StepState::Skipped | StepState::Activated => false,
    }
}

fn counts(plan: &ReclaimPlan) -> ReclaimCountsView {
    let mut counts = ReclaimCountsView { all: narrow(plan.steps.len()), ..ReclaimCountsView::default() };
    for step in &plan.steps {
        let count = match step.state {
            StepState::Planned => &mut counts.planned,
            // Who could not be activated is still suspended.
            StepState::Suspended | StepState::ActivateFailed => &mut counts.suspended,
            StepState::SuspendFailed => &mut counts.failed,
            StepState::Skipped => &mut counts.skipped,
            StepState::SuspendSent | StepState::ActivateSent => &mut counts.unknown,
            StepState::Activated => &mut counts.activated,
        };
        *count += 1;
    }
    counts
}

/// "5 of 9 are suspended; 3 wait; of 1 it is not known."
fn headline(counts: &ReclaimCountsView) -> Sentence {
    let mut sentence = Sentence::new().count(counts.suspended).text(" of ").count(counts.all);
    sentence = sentence.text(if counts.suspended == 1 { " is suspended" } else { " are suspended" });
    let parts = [
        (counts.activated, " is active again", " are active again"),
        (counts.planned, " waits", " wait"),
        (counts.skipped, " was left alone", " were left alone"),
        (counts.failed, " failed", " failed"),
    ];
    for (count, one, many) in parts.into_iter().filter(|(count, _, _)| *count > 0) {
        sentence = sentence.text("; ").count(count).text(if count == 1 { one } else { many });
    }
    if counts.unknown > 0 {
        sentence = sentence.text("; of ").count(counts.unknown).text(" it is not known");
    }
    sentence.text(".")
}

fn step_view(step: &ReclaimStep) -> ReclaimStepView {
    let state = state_sentence(step.state);
    ReclaimStepView {
        id: step.user.clone(),
        username: visible(&step.username, LONGEST_TEXT),
        email: visible(&step.email, LONGEST_TEXT),
        state: step.state.code().to_owned(),
        sentence: if step.words.is_empty() { state.to_owned() } else { format!("{state}: {}", step.words) },
        changed_at: step.changed_at.rfc3339(),
    }
}

fn last_seen(person: &Person) -> Sentence {
    person.last_seen.at().map_or_else(|| "never".into(), |at| Sentence::new().day(at))
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
