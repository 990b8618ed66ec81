//! Carrying a plan out, and taking it back. The plan is in the store before the first call, and each step is noted
//! before it is sent: after a crash it is known of whom it is not known, and the server is asked about those before
//! anything is sent again.

use super::super::LicenseManager;
use super::super::checking::target;
use super::{can_be_taken_back, choice, choice_sentence, has_waiting_steps, may_suspend, plan_of, waits};
use crate::Instant;
use crate::advisory::Seats;
use crate::api::{AnswerKind, ApiError, Person, UserStatus};
use crate::deployment::Deployment;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, ReclaimPlan, ReclaimStep, StepState, Store};
use crate::reclaim::Simulation;
use crate::sentence::{Sentence, visible};
use crate::session::Secrets;
use crate::view::{ApplyReclaimRequest, ReclaimPlanView};

/// What a plan is doing since the start of the program.
#[derive(Debug, Clone, Default)]
pub(in crate::manager) struct Running {
    /// `None` when it has ended.
    way: Option<Way>,
    /// It ends after the step that is under way.
    stopping: bool,
    /// Why it ended before its end.
    pub(super) failure: Option<Error>,
    /// What the server counted afterwards.
    pub(super) confirmed: Sentence,
}

/// Which way a plan goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Suspending,
    Undoing,
}

impl Running {
    /// Whether it goes on at this moment.
    pub(in crate::manager) fn goes_on(&self) -> bool {
        self.way.is_some()
    }

    /// `running` or `undoing`.
    pub(super) fn word(&self) -> &'static str {
        match self.way {
            Some(Way::Undoing) => "undoing",
            Some(Way::Suspending) | None => "running",
        }
    }
}

/// What the server says of a person.
enum Looked {
    Found(Box<Person>),
    /// There is no such user any more.
    Gone,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Makes a plan of a choice, keeps it, and carries it out to its end, or until it is stopped or fails; each step is
    /// told of. The view says how far it came.
    ///
    /// # Errors
    /// `reclaim_changed` where number or name are no longer those that were shown; `reclaim_nobody`,
    /// `reclaim_unfinished`, `session_not_permitted`, `session_missing`; those of keychain, store and the question
    /// what the session may do. What befalls the steps is in the view.
    pub async fn apply_reclaim(&self, request: ApplyReclaimRequest) -> Result<ReclaimPlanView, Error> {
        let id = request.choice.deployment;
        let deployment = self.named(id)?;
        if request.name != deployment.name {
            let what = format!("the deployment is called {}", visible(&deployment.name, 60));
            return Err(Error::new(ErrorCode::ReclaimChanged, what));
        }
        if self.store.reclaims(id)?.iter().any(has_waiting_steps) {
            return Err(Error::new(ErrorCode::ReclaimUnfinished, &deployment.name));
        }
        let secrets = self.session(id).await?;
        self.ask_whether_it_may(&deployment, &secrets).await?;
        let plan = {
            let (list, protected) = self.meant(&request.choice)?;
            let simulation =
                Simulation::of(&list.people, &choice(&request.choice), &protected, self.clock.now());
            let count = simulation.people.len();
            if count == 0 {
                return Err(Error::new(ErrorCode::ReclaimNobody, &deployment.name));
            }
            if usize::try_from(request.count) != Ok(count) {
                let what = format!("there are {count} people now, not {}", request.count);
                return Err(Error::new(ErrorCode::ReclaimChanged, what));
            }
            plan_of(&simulation.people, choice_sentence(&request.choice), self.clock.now())
        };
        let plan = self.store.add_reclaim(id, &plan)?;
        self.carry_on(&deployment, &secrets, plan, Way::Suspending).await
    }

    /// Goes on with a plan that was stopped, or was cut off by a crash: looks first at those of whom it is not known,
    /// then sends what waits.
    ///
    /// # Errors
    /// `reclaim_unknown`; otherwise as [`Self::apply_reclaim`].
    pub async fn resume_reclaim(&self, id: u32, plan: u32) -> Result<ReclaimPlanView, Error> {
        let deployment = self.named(id)?;
        self.reclaim_plan(&deployment, plan)?;
        let secrets = self.session(id).await?;
        self.ask_whether_it_may(&deployment, &secrets).await?;
        self.carry_on(&deployment, &secrets, plan, Way::Suspending).await
    }

    /// Takes a plan back: activates whom it suspended, and sends nothing more of it.
    ///
    /// # Errors
    /// As [`Self::resume_reclaim`].
    pub async fn undo_reclaim(&self, id: u32, plan: u32) -> Result<ReclaimPlanView, Error> {
        let deployment = self.named(id)?;
        self.reclaim_plan(&deployment, plan)?;
        let secrets = self.session(id).await?;
        self.ask_whether_it_may(&deployment, &secrets).await?;
        self.carry_on(&deployment, &secrets, plan, Way::Undoing).await
    }

    /// Stops a plan after the step that is under way.
    pub fn stop_reclaim(&self, plan: u32) {
        if let Some(running) = self.state().reclaims.get_mut(&plan) {
            running.stopping = true;
        }
    }

    /// Asks the server, as who may not is answered with an internal fault of the server's.
    async fn ask_whether_it_may(&self, deployment: &Deployment, secrets: &Secrets) -> Result<(), Error> {
        let asked = self.api.permissions(target(deployment, secrets)).await;
        let answer = asked.map_err(|fault| {
            let error = self.failed(deployment, &fault);
            self.note_session_fault(deployment.id, &error);
            error
        })?;
        let mut state = self.state();
        let entry = state.entry_mut(deployment.id)?;
        entry.report.take(AnswerKind::Permissions, &answer.json).map_err(|fault| {
            Error::of_api(
                &deployment.address.host(),
                &ApiError::Unexpected(fault.to_string()),
                &self.clock.zone(),
            )
        })?;
        let may = may_suspend(entry);
        if may.allowed {
            return Ok(());
        }
        Err(Error::new(ErrorCode::SessionNotPermitted, may.reason.trim_end_matches('.')))
    }

    fn reclaim_plan(&self, deployment: &Deployment, plan: u32) -> Result<ReclaimPlan, Error> {
        let plans = self.store.reclaims(deployment.id)?;
        let plan = plans.into_iter().find(|known| known.id == plan);
        plan.ok_or_else(|| Error::new(ErrorCode::ReclaimUnknown, &deployment.name))
    }

    /// Does what waits, one person after the other.
    async fn carry_on(
        &self,
        deployment: &Deployment,
        secrets: &Secrets,
        plan: u32,
        way: Way,
    ) -> Result<ReclaimPlanView, Error> {
        {
            let mut state = self.state();
            if state.reclaims.get(&plan).is_some_and(Running::goes_on) {
                return Err(Error::new(ErrorCode::ReclaimUnfinished, &deployment.name));
            }
            state.reclaims.insert(plan, Running { way: Some(way), ..Running::default() });
        }
        // Also where the future is dropped.
        let guard = RunningGuard { manager: self, plan };
        self.tell(Some(deployment.id));
        let done = self.do_steps(deployment, secrets, plan, way).await;
        let confirmed = self.confirm(deployment, secrets).await;
        if let Err(error) = &done {
            self.note_session_fault(deployment.id, error);
        }
        if let Some(running) = self.state().reclaims.get_mut(&plan) {
            running.failure = done.err();
            running.confirmed = confirmed;
        }
        drop(guard);
        self.tell(Some(deployment.id));
        self.plan_view(deployment.id, &self.reclaim_plan(deployment, plan)?)
    }

    async fn do_steps(
        &self,
        deployment: &Deployment,
        secrets: &Secrets,
        plan: u32,
        way: Way,
    ) -> Result<(), Error> {
        let steps = self.reclaim_plan(deployment, plan)?.steps;
        // Taken back in the opposite order.
        let order: Vec<ReclaimStep> = match way {
            Way::Suspending => steps,
            Way::Undoing => steps.into_iter().rev().collect(),
        };
        for step in order {
            if self.state().reclaims.get(&plan).is_none_or(|running| running.stopping) {
                break;
            }
            let step = Step { deployment, secrets, plan, step };
            match way {
                Way::Suspending if waits(step.step.state) => self.suspend_step(step).await?,
                Way::Undoing if step.step.state == StepState::Planned => {
                    self.note(&step, StepState::Skipped, "the plan was taken back")?;
                }
                Way::Undoing if can_be_taken_back(step.step.state) => self.activate_step(step).await?,
                Way::Suspending | Way::Undoing => continue,
            }
            self.tell(Some(deployment.id));
        }
        Ok(())
    }

    /// Suspends one person, unless that person came back, holds no seat any more, or is suspended already.
    async fn suspend_step(&self, mut step: Step<'_>) -> Result<(), Error> {
        let was = step.step.state;
        let person = match self.look_at(&step).await? {
            Looked::Gone => return self.note(&step, StepState::Skipped, "no longer there").map(drop),
            Looked::Found(person) => person,
        };
        match was {
            // It was under way when the program ended, and the server knows how it came out.
            StepState::SuspendSent if person.status == UserStatus::Suspended => {
                self.seen_as(&step, &person);
                return self.note(&step, StepState::Suspended, "").map(drop);
            }
            // Taking it back was under way: it is finished as that.
            StepState::ActivateSent => return self.activate_step(step).await,
            StepState::Planned
            | StepState::SuspendSent
            | StepState::Suspended
            | StepState::SuspendFailed
            | StepState::Skipped
            | StepState::Activated
            | StepState::ActivateFailed => {}
        }
        if let Some(reason) = left_alone(&person, &step.step, &self.clock.zone()) {
            return self.note(&step, StepState::Skipped, &reason).map(drop);
        }
        // Noted before it is sent; where another program was faster, it is that one's to send.
        let Some(sent) = self.note(&step, StepState::SuspendSent, "")? else { return Ok(()) };
        step.step = sent;
        let answer = self.api.suspend(target(step.deployment, step.secrets), &step.step.user).await;
        self.came_out(&step, answer, &UserStatus::Suspended).await
    }

    /// Activates one person again, unless that happened already.
    async fn activate_step(&self, mut step: Step<'_>) -> Result<(), Error> {
        let person = match self.look_at(&step).await? {
            Looked::Gone => return self.note(&step, StepState::Activated, "no longer there").map(drop),
            Looked::Found(person) => person,
        };
        if person.status != UserStatus::Suspended {
            let never = step.step.state == StepState::SuspendSent;
            let words = if never { "it was never suspended" } else { "it was active already" };
            self.seen_as(&step, &person);
            return self.note(&step, StepState::Activated, words).map(drop);
        }
        let Some(sent) = self.note(&step, StepState::ActivateSent, "")? else { return Ok(()) };
        step.step = sent;
        let answer = self.api.activate(target(step.deployment, step.secrets), &step.step.user).await;
        self.came_out(&step, answer, &UserStatus::Active).await
    }

    /// Notes how a change came out that was sent. Where the answer does not say, the server is looked at; where that
    /// fails too, it stays open, and nothing more is sent.
    async fn came_out(
        &self,
        step: &Step<'_>,
        answer: Result<crate::api::Answer, ApiError>,
        wanted: &UserStatus,
    ) -> Result<(), Error> {
        let suspending = *wanted == UserStatus::Suspended;
        let (done, failed, before) = if suspending {
            (StepState::Suspended, StepState::SuspendFailed, StepState::Planned)
        } else {
            (StepState::Activated, StepState::ActivateFailed, StepState::Suspended)
        };
        let fault = match answer {
            Ok(answer) => match Person::read(&answer.json) {
                Ok(person) if person.status == *wanted => {
                    self.seen_as(step, &person);
                    return self.note(step, done, "").map(drop);
                }
                Ok(_) => ApiError::Unexpected("Coder answered with another status".to_owned()),
                Err(fault) => ApiError::Unexpected(fault.to_string()),
            },
            Err(fault) => fault,
        };
        let error = self.failed(step.deployment, &fault);
        if never_began(&fault) {
            // It was not done, so that it may be done later.
            self.note(step, before, "")?;
            return Err(error);
        }
        // Where it cannot be looked at either, it stays open.
        let looked = self.look_at(step).await.map_err(|_| error.clone())?;
        match looked {
            Looked::Found(person) if person.status == *wanted => {
                self.seen_as(step, &person);
                self.note(step, done, "")?;
            }
            Looked::Found(_) | Looked::Gone => {
                self.note(step, failed, error.message().trim_end_matches('.'))?;
            }
        }
        // A server that refuses one for lack of permission refuses all.
        if matches!(fault, ApiError::SessionRejected(_) | ApiError::NotPermitted(_)) || is_forbidden(&fault) {
            return Err(error);
        }
        Ok(())
    }

    async fn look_at(&self, step: &Step<'_>) -> Result<Looked, Error> {
        match self.api.user(target(step.deployment, step.secrets), &step.step.user).await {
            Ok(answer) => Person::read(&answer.json)
                .map(|person| Looked::Found(Box::new(person)))
                .map_err(|fault| self.failed(step.deployment, &ApiError::Unexpected(fault.to_string()))),
            Err(ApiError::NotFound(_)) => Ok(Looked::Gone),
            Err(fault) => Err(self.failed(step.deployment, &fault)),
        }
    }

    /// Moves a step on in the store; `None` where another program moved it before.
    fn note(&self, step: &Step<'_>, state: StepState, words: &str) -> Result<Option<ReclaimStep>, Error> {
        let changed_at = self.clock.now();
        let moved = ReclaimStep { state, changed_at, words: visible(words, 400), ..step.step.clone() };
        let noted = self.store.note_step(step.plan, step.step.state, &moved)?;
        Ok(noted.then_some(moved))
    }

    /// Takes what the server says of a person into the list in memory.
    fn seen_as(&self, step: &Step<'_>, person: &Person) {
        let mut state = self.state();
        let Ok(entry) = state.entry_mut(step.deployment.id) else { return };
        let list = entry.people.list.as_mut().map(std::sync::Arc::make_mut);
        let known = list.and_then(|list| list.people.iter_mut().find(|known| known.id == person.id));
        if let Some(known) = known {
            known.clone_from(person);
        }
    }

    /// Has the server count anew where it may be asked to, and says what it counts.
    async fn confirm(&self, deployment: &Deployment, secrets: &Secrets) -> Sentence {
        let sent_at = self.clock.now();
        let may_refresh = {
            let state = self.state();
            let may = state.entry(deployment.id).ok().and_then(|entry| entry.report.permissions);
            may.and_then(|may| may.add_licenses) == Some(true)
        };
        if may_refresh {
            // Where Coder will not count anew yet, it does so by itself soon.
            let _ = self.api.refresh_entitlements(target(deployment, secrets)).await;
        }
        self.read_again(deployment.id, secrets, false).await;
        let state = self.state();
        let Ok(entry) = state.entry(deployment.id) else { return Sentence::new() };
        let entitlements = entry.report.entitlements.as_ref();
        counted_by_server(
            &Seats::of(entitlements),
            entitlements.and_then(|answer| answer.refreshed_at),
            sent_at,
        )
    }
}

/// One person of a plan that is being carried out.
struct Step<'a> {
    deployment: &'a Deployment,
    secrets: &'a Secrets,
    plan: u32,
    step: ReclaimStep,
}

/// A plan that goes on; it ends when this is dropped.
struct RunningGuard<'m, A: DeploymentApi, K: Keychain, S: Store, C: Clock> {
    manager: &'m LicenseManager<A, K, S, C>,
    plan: u32,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> Drop for RunningGuard<'_, A, K, S, C> {
    fn drop(&mut self) {
        if let Some(running) = self.manager.state().reclaims.get_mut(&self.plan) {
            running.way = None;
            running.stopping = false;
        }
    }
}

/// Why a person is not suspended after all, if so.
fn left_alone(person: &Person, step: &ReclaimStep, zone: &jiff::tz::TimeZone) -> Option<String> {
    if person.status != UserStatus::Active {
        return Some(format!("{} already, and holds no seat", visible(person.status.word(), 40)));
    }
    if person.is_owner() {
        return Some("an owner by now".to_owned());
    }
    let seen = person.last_seen.at()?;
    // The plan knows whole seconds.
    let came_back = step.last_seen.is_none_or(|known| seen > known);
    came_back.then(|| format!("came back on {}", seen.day(zone)))
}

/// Whether nothing can have happened: the call was not made, or was turned away before it was looked at.
fn never_began(fault: &ApiError) -> bool {
    match fault {
        ApiError::Unreachable(_)
        | ApiError::CertificateUntrusted(_)
        | ApiError::CertificateExpired(_)
        | ApiError::NameMismatch(_)
        | ApiError::TlsFailed(_)
        | ApiError::ConnectionFile(_)
        | ApiError::Proxy(_)
        | ApiError::SessionRejected(_)
        | ApiError::RateLimited { .. } => true,
        ApiError::TimedOut { .. }
        | ApiError::Redirects(_)
        | ApiError::NotCoder { .. }
        | ApiError::NotPermitted(_)
        | ApiError::RouteMissing
        | ApiError::NotFound(_)
        | ApiError::Refused(..)
        | ApiError::ServerFault(..)
        | ApiError::Unexpected(_)
        | ApiError::OutcomeUnknown(_) => false,
    }
}

/// What Coder tells who sees users and may not change them (coder/coder, `coderd/users.go`, as recorded): 500.
fn is_forbidden(fault: &ApiError) -> bool {
    matches!(fault, ApiError::ServerFault(_, words) if words.detail.contains("rbac: forbidden"))
}

/// "Coder counts 199 of 200 seats.", or that its count is older than the plan.
fn counted_by_server(seats: &Seats, counted_at: Option<Instant>, sent_at: Instant) -> Sentence {
    let Some(used) = seats.used else { return "Coder reports no count of seats.".into() };
    let of = |sentence: Sentence| match seats.limit {
        Some(limit) => sentence.text(" of ").count(limit),
        None => sentence,
    };
    match counted_at {
        Some(at) if at.plus(1) < sent_at => {
            let said = of(Sentence::from("Coder still says ").count(used)).text(" seats, counted at ");
            said.clock(at).text(". It counts anew within ten minutes.")
        }
        Some(_) | None => of(Sentence::from("Coder counts ").count(used)).text(" seats."),
    }
}
