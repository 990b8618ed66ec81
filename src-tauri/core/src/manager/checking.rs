//! Asking deployments: each on its own, so that one that is silent holds up no other.

use std::collections::BTreeMap;

use futures_util::future::{AbortHandle, Abortable};
use futures_util::stream::{self, StreamExt};

use crate::api::{Answer, AnswerKind, ApiError, Permissions};
use crate::deployment::Deployment;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store, StoredAnswer, Target};
use crate::session::Secrets;

use super::entry::{Entry, OF_SESSION};
use super::seats::Told;
use super::{LicenseManager, Round};

/// As many deployments are asked at a time. Each has one call in flight, so this is the number of calls too.
const TOGETHER: usize = 128;
/// A server's clock may differ by this much before it is said.
const CLOCK_TOLERANCE: i64 = 300;

/// What a deployment answered in one round.
#[derive(Default)]
pub(super) struct Answers {
    got: BTreeMap<AnswerKind, Answer>,
    failure: Option<Error>,
    list_refused: Option<bool>,
    without_licenses: Option<bool>,
    /// Coder's own history of seats, where it was asked for.
    told: Option<Told>,
    /// The session the answers belong to.
    session_number: u32,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Asks deployments, together; `None` asks all, and unknown numbers are passed over. Each row is told of as it
    /// changes. When the future is dropped, or [`Self::cancel_checks`] called, what was answered stays.
    pub async fn check(&self, ids: Option<&[u32]>) {
        let (abort, registration) = AbortHandle::new_pair();
        let round = self.begin_round(ids, abort);
        if round.ids.is_empty() {
            return;
        }
        self.tell(None);
        let rows = stream::iter(round.ids.iter().copied())
            .map(|id| self.check_row(id, &round))
            .buffer_unordered(TOGETHER)
            .for_each(|()| std::future::ready(()));
        if Abortable::new(rows, registration).await.is_ok() {
            self.state().checked_at = Some(self.clock.now());
        }
        drop(round);
        self.tell(None);
    }

    /// Stops the rounds that are running; what was answered stays.
    pub fn cancel_checks(&self) {
        for round in self.state().rounds.values() {
            round.abort.abort();
        }
    }

    /// Makes Coder work the entitlements out anew, then reads them.
    ///
    /// # Errors
    /// `api_rate_limited` where Coder does not allow it yet (it is not asked then, once it has said so); those of
    /// the keychain and the call.
    pub async fn refresh_entitlements(&self, id: u32) -> Result<(), Error> {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let deployment = self.named(id)?;
        if let Some(until) = self.state().entry(id)?.refresh_from.filter(|until| now < *until) {
            return Err(too_soon(until.clock(&zone)));
        }
        let secrets = self.session(id).await?;
        let asked = self.api.refresh_entitlements(target(&deployment, &secrets)).await;
        if let Err(fault) = asked {
            let error = if let ApiError::RateLimited { until, .. } = &fault {
                self.state().entry_mut(id)?.refresh_from = Some(*until);
                too_soon(until.clock(&zone))
            } else {
                self.failed(&deployment, &fault)
            };
            self.note_session_fault(id, &error);
            self.tell(Some(id));
            return Err(error);
        }
        self.read_again(id, &secrets, false).await;
        Ok(())
    }

    /// Asks one deployment and tells of it.
    async fn check_row(&self, id: u32, round: &RoundGuard<'_, A, K, S, C>) {
        let answers = match self.named(id) {
            Ok(deployment) => {
                let secrets = self.secrets_in_round(id, round).await;
                self.ask(&deployment, secrets).await
            }
            Err(_) => return,
        };
        self.take(id, answers);
        round.row_done(id);
        self.tell(Some(id));
    }

    /// The secrets of a row. A keychain that is locked, silent or not there is asked once a round, not once a row.
    async fn secrets_in_round(&self, id: u32, round: &RoundGuard<'_, A, K, S, C>) -> Result<Secrets, Error> {
        if self.secrets_at_hand(id)?.is_some() {
            return self.secrets(id).await;
        }
        let mut fault = round.keychain_fault.lock().await;
        if let Some(fault) = fault.as_ref() {
            return Err(fault.clone());
        }
        let secrets = self.secrets(id).await;
        if let Err(error) = &secrets
            && matches!(
                error.code,
                ErrorCode::KeychainUnavailable | ErrorCode::KeychainLocked | ErrorCode::KeychainTimedOut
            )
        {
            *fault = Some(error.clone());
        }
        secrets
    }

    /// All questions to one deployment, one after the other; the first that shows it out of reach ends them.
    async fn ask(&self, deployment: &Deployment, secrets: Result<Secrets, Error>) -> Answers {
        let id = deployment.id;
        let session_number = self.state().entry(id).map(|entry| entry.session_number).unwrap_or_default();
        let mut answers = Answers { session_number, ..Answers::default() };
        // Without secrets, what needs none is asked all the same.
        let secrets = secrets.unwrap_or_else(|fault| {
            answers.failure = Some(fault);
            Secrets::default()
        });
        let to = target(deployment, &secrets);
        match self.api.build_info(to).await {
            Ok(answer) => self.keep(&mut answers, deployment, AnswerKind::BuildInfo, answer),
            // Out of reach is the graver news than a keychain's fault.
            Err(fault) => {
                answers.failure = Some(self.failed(deployment, &fault));
                return answers;
            }
        }
        self.ask_entitlements(&mut answers, deployment, to).await;
        if secrets.token.is_some() && !answers.session_is_over() {
            self.ask_session(&mut answers, deployment, to).await;
        }
        answers
    }

    async fn ask_entitlements(&self, answers: &mut Answers, deployment: &Deployment, to: Target<'_>) {
        match self.api.entitlements(to).await {
            Ok(answer) => {
                answers.without_licenses = Some(false);
                self.keep(answers, deployment, AnswerKind::Entitlements, answer);
            }
            // A server that was built without licenses has no such call.
            Err(ApiError::RouteMissing) => answers.without_licenses = Some(true),
            Err(fault) => answers.fail(self.failed(deployment, &fault)),
        }
    }

    /// What only a session may ask: what it may do, the licenses, who it is, and until when.
    async fn ask_session(&self, answers: &mut Answers, deployment: &Deployment, to: Target<'_>) {
        let mut may = None;
        match self.api.permissions(to).await {
            Ok(answer) => {
                may = Permissions::read(&answer.json).ok();
                self.keep(answers, deployment, AnswerKind::Permissions, answer);
            }
            // Where it cannot be asked, everything is tried.
            Err(fault) => answers.fail_session(self.failed(deployment, &fault)),
        }
        if answers.session_is_over() {
            return;
        }
        match self.api.who_am_i(to).await {
            Ok(answer) => self.keep(answers, deployment, AnswerKind::User, answer),
            Err(fault) => answers.fail_session(self.failed(deployment, &fault)),
        }
        if answers.session_is_over() {
            return;
        }
        if may.and_then(|may| may.read_licenses) == Some(false) {
            answers.list_refused = Some(true);
        } else {
            self.ask_licenses(answers, deployment, to).await;
        }
        if may.is_none_or(|may| may.read_users != Some(false)) {
            answers.told = Some(self.ask_history(to).await);
        }
        if let Ok(answer) = self.api.own_session(to).await {
            self.keep(answers, deployment, AnswerKind::Session, answer);
        }
    }

    async fn ask_licenses(&self, answers: &mut Answers, deployment: &Deployment, to: Target<'_>) {
        match self.api.licenses(to).await {
            Ok(answer) => {
                answers.list_refused = Some(false);
                self.keep(answers, deployment, AnswerKind::Licenses, answer);
            }
            Err(ApiError::NotPermitted(_)) => answers.list_refused = Some(true),
            Err(ApiError::RouteMissing) => answers.without_licenses = Some(true),
            Err(fault) => answers.fail(self.failed(deployment, &fault)),
        }
    }

    /// Reads entitlements and, where they may be listed, licenses again, after a change there. True where the
    /// licenses were listed.
    pub(super) async fn read_again(&self, id: u32, secrets: &Secrets, licenses: bool) -> bool {
        let Ok(deployment) = self.named(id) else { return false };
        let session_number = self.state().entry(id).map(|entry| entry.session_number).unwrap_or_default();
        let mut answers = Answers { session_number, ..Answers::default() };
        let to = target(&deployment, secrets);
        if licenses {
            self.ask_licenses(&mut answers, &deployment, to).await;
        }
        self.ask_entitlements(&mut answers, &deployment, to).await;
        let listed = answers.got.contains_key(&AnswerKind::Licenses);
        self.take(id, answers);
        self.tell(Some(id));
        listed
    }

    /// Keeps an answer for the end of the round, if it can be read.
    fn keep(&self, answers: &mut Answers, deployment: &Deployment, kind: AnswerKind, answer: Answer) {
        match crate::advisory::Report::default().take(kind, &answer.json) {
            Ok(()) => {
                answers.got.insert(kind, answer);
            }
            Err(fault) => {
                answers.fail(self.failed(deployment, &ApiError::Unexpected(fault.to_string())));
            }
        }
    }

    /// Takes what was answered, in memory and in the store.
    fn take(&self, id: u32, mut answers: Answers) {
        let now = self.clock.now();
        let mut state = self.state();
        let Ok(entry) = state.entry_mut(id) else { return };
        if entry.session_number != answers.session_number {
            answers.forget_session();
        }
        let refused = answers.list_refused.unwrap_or(entry.list_refused);
        entry.list_refused = refused;
        entry.without_licenses = answers.without_licenses.unwrap_or(entry.without_licenses);
        entry.failure = answers.failure;
        if let Some(server) = answers.got.values().find_map(|answer| answer.server_time) {
            entry.clock_ahead = Some(server.since(now)).filter(|ahead| ahead.abs() > CLOCK_TOLERANCE);
        }
        entry.told = answers.told.unwrap_or_else(|| std::mem::take(&mut entry.told));
        let counted = answers.got.contains_key(&AnswerKind::Entitlements);
        let mut stored = BTreeMap::new();
        for (kind, answer) in answers.got {
            if entry.report.take(kind, &answer.json).is_ok() {
                entry.received.insert(kind, now);
                stored.insert(kind, StoredAnswer { json: answer.json, received_at: now });
            }
        }
        if refused {
            entry.drop_answers(&[AnswerKind::Licenses]);
        }
        let remembered = self.remember(entry, refused, &stored);
        let noted = self.note_seats(entry, counted);
        if let Err(fault) = remembered.and(noted) {
            entry.failure.get_or_insert(fault);
        }
    }

    /// Writes to the store what was answered, and the deployment's ID when it is learned.
    fn remember(
        &self,
        entry: &mut Entry,
        list_refused: bool,
        answers: &BTreeMap<AnswerKind, StoredAnswer>,
    ) -> Result<(), Error> {
        let id = entry.deployment.id;
        if let (None, Some(learned)) = (&entry.deployment.deployment_id, entry.report.deployment_id()) {
            let deployment =
                Deployment { deployment_id: Some(learned.to_owned()), ..entry.deployment.clone() };
            self.store.change_deployment(&deployment)?;
            entry.deployment = deployment;
        }
        if list_refused {
            self.store.drop_answers(id, &[AnswerKind::Licenses])?;
        }
        if answers.is_empty() { Ok(()) } else { self.store.keep_answers(id, answers) }
    }

    /// A deployment of the list.
    pub(super) fn named(&self, id: u32) -> Result<Deployment, Error> {
        Ok(self.state().entry(id)?.deployment.clone())
    }

    /// The error for a call that gave no answer.
    pub(super) fn failed(&self, deployment: &Deployment, fault: &ApiError) -> Error {
        Error::of_api(&deployment.address.host(), fault, &self.clock.zone())
    }

    /// Shows on the row that the session is over, where that is why an act failed.
    pub(super) fn note_session_fault(&self, id: u32, error: &Error) {
        if error.code == ErrorCode::SessionRejected
            && let Ok(entry) = self.state().entry_mut(id)
        {
            entry.failure = Some(error.clone());
        }
    }

    fn begin_round(&self, ids: Option<&[u32]>, abort: AbortHandle) -> RoundGuard<'_, A, K, S, C> {
        let mut state = self.state();
        let mut wanted = Vec::new();
        for entry in &mut state.entries {
            let id = entry.deployment.id;
            if ids.is_none_or(|ids| ids.contains(&id)) {
                entry.asked_by += 1;
                wanted.push(id);
            }
        }
        state.last_round += 1;
        let number = state.last_round;
        let total = u32::try_from(wanted.len()).unwrap_or(u32::MAX);
        state.rounds.insert(number, Round { abort, done: 0, total, waiting: wanted.clone() });
        RoundGuard {
            manager: self,
            number,
            ids: wanted,
            keychain_fault: futures_util::lock::Mutex::default(),
        }
    }
}

impl Answers {
    fn fail(&mut self, error: Error) {
        self.failure.get_or_insert(error);
    }

    /// Of what only a session is asked, a failure counts where it ends the session.
    fn fail_session(&mut self, error: Error) {
        if error.code == ErrorCode::SessionRejected {
            self.failure = Some(error);
        }
    }

    fn session_is_over(&self) -> bool {
        self.failure.as_ref().is_some_and(|failure| failure.code == ErrorCode::SessionRejected)
    }

    /// The session was changed meanwhile: what was answered to the one before is not shown.
    fn forget_session(&mut self) {
        for kind in OF_SESSION {
            self.got.remove(&kind);
        }
        self.list_refused = None;
        self.told = None;
        if self.failure.as_ref().is_some_and(|failure| {
            matches!(failure.code, ErrorCode::SessionRejected | ErrorCode::SessionMissing)
        }) {
            self.failure = None;
        }
    }
}

/// A round that is running; it ends when this is dropped, be it by stopping.
struct RoundGuard<'m, A: DeploymentApi, K: Keychain, S: Store, C: Clock> {
    manager: &'m LicenseManager<A, K, S, C>,
    number: u32,
    ids: Vec<u32>,
    /// Why the keychain answers nobody in this round.
    keychain_fault: futures_util::lock::Mutex<Option<Error>>,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> RoundGuard<'_, A, K, S, C> {
    fn row_done(&self, id: u32) {
        let mut state = self.manager.state();
        if let Some(round) = state.rounds.get_mut(&self.number) {
            round.done += 1;
            round.waiting.retain(|waiting| *waiting != id);
        }
        if let Ok(entry) = state.entry_mut(id) {
            entry.asked_by = entry.asked_by.saturating_sub(1);
        }
    }
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> Drop for RoundGuard<'_, A, K, S, C> {
    fn drop(&mut self) {
        let mut state = self.manager.state();
        let waiting = state.rounds.remove(&self.number).map(|round| round.waiting).unwrap_or_default();
        for id in waiting {
            if let Ok(entry) = state.entry_mut(id) {
                entry.asked_by = entry.asked_by.saturating_sub(1);
            }
        }
    }
}

/// Where a call goes, and with what.
pub(super) fn target<'t>(deployment: &'t Deployment, secrets: &'t Secrets) -> Target<'t> {
    Target { address: &deployment.address, connection: &deployment.connection, secrets }
}

fn too_soon(at: String) -> Error {
    Error::new(ErrorCode::ApiRateLimited, format!("Coder allows the next refresh at {at}"))
}
