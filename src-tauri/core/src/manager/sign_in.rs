//! Signing in and out. A sign-in is tried first; what it would give is shown, and only then is it kept.

use std::collections::BTreeMap;

use crate::Instant;
use crate::advisory::Report;
use crate::api::{Answer, AnswerKind, ApiError, Permissions};
use crate::deployment::{Deployment, SessionKind};
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store, StoredAnswer, Target};
use crate::sentence::visible;
use crate::session::{Secrets, SessionToken};
use crate::view::{
    CapabilityView, DeploymentRowView, FinishRequest, Mark, SignInRequest, SignInWay, SignedOutView,
    TrialView,
};

use super::LicenseManager;
use super::checking::target;
use super::entry::{Entry, HeldSecrets, OF_SESSION};
use super::look::{Way, refuse_proxy};
use super::people::People;
use super::seats::Told;

/// How long a sign-in that was tried waits to be kept, in seconds.
const TRIAL_TIME: i64 = 600;

/// A sign-in that was tried and is not kept yet. Its secrets are in memory alone.
pub(super) struct Trial {
    /// With `id` 0 where it is not in the list yet.
    deployment: Deployment,
    secrets: Secrets,
    answers: BTreeMap<AnswerKind, Answer>,
    /// Whether everything was asked, so that it can be kept.
    ready: bool,
    over_at: Instant,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Tries a sign-in and says what it would give. A trial of the same deployment before it is dropped; one waits
    /// ten minutes for [`Self::finish_sign_in`].
    ///
    /// # Errors
    /// Those of [`Self::look`]; `address_not_encrypted` without consent; `deployment_already_added` for a new one
    /// that is in the list; `token_invalid`, `coder_cli_missing`, `sign_in_refused`, `session_rejected`; those of
    /// the keychain where the connection's own secrets are in it.
    pub async fn try_sign_in(&self, request: SignInRequest) -> Result<TrialView, Error> {
        let (deployment, connection_secrets) = self.place(&request).await?;
        self.end_trials(|trial| trial.deployment.address == deployment.address).await;
        let without_session = target(&deployment, &connection_secrets);
        let build = self.api.build_info(without_session).await;
        let build = build.map_err(|fault| self.failed(&deployment, &fault))?;
        let mut report = Report::default();
        report
            .take(AnswerKind::BuildInfo, &build.json)
            .map_err(|fault| self.failed(&deployment, &ApiError::Unexpected(fault.to_string())))?;
        refuse_proxy(&report.build.clone().unwrap_or_default())?;
        let (kind, token) = self.token(&deployment, without_session, &request.way).await?;
        let secrets = Secrets { token, ..connection_secrets };
        let ticket = self.begin_trial(Trial {
            deployment: Deployment { session: kind, ..deployment.clone() },
            secrets: secrets.clone(),
            answers: BTreeMap::from([(AnswerKind::BuildInfo, build)]),
            ready: false,
            over_at: self.clock.now().plus(TRIAL_TIME),
        });
        match self.ask_trial(&deployment, &secrets, &mut report).await {
            Ok(answers) => {
                let view = trial_view(ticket, &deployment, kind, &report);
                if let Some(trial) = self.state().trials.get_mut(&ticket) {
                    trial.answers.extend(answers);
                    trial.ready = true;
                }
                Ok(view)
            }
            Err(error) => {
                self.drop_trial(ticket).await;
                Err(error)
            }
        }
    }

    /// Keeps a sign-in that was tried: the keychain first, then the list, so that nothing stands half. Where the
    /// keychain fails the ticket stays good, so that it can be kept until quit instead.
    ///
    /// # Errors
    /// `trial_over`; `deployment_name_taken`, `deployment_name_invalid`; those of keychain and store.
    pub async fn finish_sign_in(&self, request: FinishRequest) -> Result<DeploymentRowView, Error> {
        let now = self.clock.now();
        self.end_trials(|trial| trial.over_at <= now).await;
        let trial = {
            let mut state = self.state();
            let ready = state.trials.get(&request.ticket).is_some_and(|trial| trial.ready);
            ready.then(|| state.trials.remove(&request.ticket)).flatten()
        };
        let trial = trial.ok_or_else(|| Error::new(ErrorCode::TrialOver, ""))?;
        match self.keep_trial(&trial, &request).await {
            Ok(id) => {
                self.tell(Some(id));
                self.row(id)
            }
            Err(error) => {
                self.state().trials.insert(request.ticket, trial);
                Err(error)
            }
        }
    }

    /// Drops a sign-in that was tried, and ends the session where Seatkeeper began it.
    pub async fn drop_trial(&self, ticket: u32) {
        let trial = self.state().trials.remove(&ticket);
        if let Some(trial) = trial {
            self.end_if_begun(&trial.deployment, &trial.secrets).await;
        }
    }

    /// Signs out: a session that Seatkeeper began is ended there; a token from elsewhere is only forgotten here.
    ///
    /// # Errors
    /// `deployment_unknown`; those of the store. What goes wrong with the server or the keychain is told in the view.
    pub async fn sign_out(&self, id: u32) -> Result<SignedOutView, Error> {
        let deployment = self.named(id)?;
        let name = &deployment.name;
        if deployment.session == SessionKind::Watching {
            let sentence = format!("Nobody was signed in to {name}.");
            return Ok(SignedOutView { sentence, failure: None });
        }
        let held = self.held_secrets(id).await;
        let mut failure = held.as_ref().err().cloned();
        let held = held.unwrap_or_default();
        let mut ended = false;
        if deployment.session == SessionKind::Begun && held.token.is_some() {
            match self.api.end_session(target(&deployment, &held)).await {
                // A session that is over already needs no end.
                Ok(()) | Err(ApiError::SessionRejected(_) | ApiError::NotFound(_)) => ended = true,
                Err(fault) => failure = Some(self.failed(&deployment, &fault)),
            }
        }
        let rest = Secrets { token: None, ..held };
        let until_quit = matches!(self.state().entry(id)?.secrets, HeldSecrets::UntilQuit(_));
        if !until_quit && let Err(fault) = self.keep_secrets(&deployment, &rest).await {
            failure.get_or_insert(fault);
        }
        let signed_out = Deployment { session: SessionKind::Watching, ..deployment.clone() };
        self.store.change_deployment(&signed_out)?;
        self.store.drop_answers(id, &OF_SESSION)?;
        {
            let mut state = self.state();
            let entry = state.entry_mut(id)?;
            entry.deployment = signed_out;
            entry.secrets = HeldSecrets::Read(rest);
            entry.session_number += 1;
            entry.failure = None;
            entry.list_refused = false;
            entry.drop_answers(&OF_SESSION);
            entry.people = People::default();
            entry.told = Told::default();
        }
        self.tell(Some(id));
        let sentence = match deployment.session {
            SessionKind::Begun if ended => format!("Signed out of {name}; its session there is ended."),
            SessionKind::Begun => format!(
                "Signed out of {name} here. The session there could not be ended; it runs out by itself."
            ),
            SessionKind::TakenOver => {
                format!("Signed out of {name} here. The coder program stays signed in.")
            }
            SessionKind::Pasted | SessionKind::Watching => format!(
                "Signed out of {name}. The token was only forgotten here; it stays good there until it ends."
            ),
        };
        Ok(SignedOutView { sentence, failure: failure.map(|failure| failure.view()) })
    }

    /// Where to sign in, and the secrets of the way there.
    async fn place(&self, request: &SignInRequest) -> Result<(Deployment, Secrets), Error> {
        if let Some(id) = request.deployment {
            return self.place_of(id).await;
        }
        let way = Way::read(&request.look)?;
        if way.is_open() && !request.look.allow_unencrypted {
            return Err(Error::new(ErrorCode::AddressNotEncrypted, way.address.url.host()));
        }
        if self.listed(&way.address.url).is_some() {
            return Err(Error::new(ErrorCode::DeploymentAlreadyAdded, way.address.url.host()));
        }
        let deployment = Deployment {
            id: 0,
            name: self.name_for(&way.address.url),
            hue: u32::try_from(self.state().entries.len() % 8).unwrap_or_default(),
            address: way.address.url,
            deployment_id: None,
            added_at: self.clock.now(),
            connection: way.connection,
            session: SessionKind::Watching,
        };
        Ok((deployment, way.secrets))
    }

    /// A deployment of the list, and the secrets of the way there; no token.
    pub(super) async fn place_of(&self, id: u32) -> Result<(Deployment, Secrets), Error> {
        let deployment = self.named(id)?;
        let connection = &deployment.connection;
        match self.held_secrets(id).await {
            Ok(held) => Ok((deployment, Secrets { token: None, ..held })),
            // The keychain holds nothing that the way needs.
            Err(_) if connection.secret_headers.is_empty() && connection.proxy.is_none() => {
                Ok((deployment, Secrets::default()))
            }
            Err(fault) => Err(fault),
        }
    }

    /// The token of the way that was chosen.
    async fn token(
        &self,
        deployment: &Deployment,
        to: Target<'_>,
        way: &SignInWay,
    ) -> Result<(SessionKind, Option<SessionToken>), Error> {
        match way {
            SignInWay::Watch => Ok((SessionKind::Watching, None)),
            SignInWay::Token { token } => Ok((SessionKind::Pasted, Some(SessionToken::read(token)?))),
            SignInWay::CoderCli => match self.coder_cli.session(&deployment.address) {
                Some((token, _)) => Ok((SessionKind::TakenOver, Some(token))),
                None => Err(Error::new(ErrorCode::CoderCliMissing, deployment.address.host())),
            },
            SignInWay::Password { email, password } => {
                let token = self.api.sign_in(to, email.trim(), password).await;
                let token = token.map_err(|fault| self.refused_sign_in(deployment, &fault))?;
                Ok((SessionKind::Begun, Some(token)))
            }
        }
    }

    fn refused_sign_in(&self, deployment: &Deployment, fault: &ApiError) -> Error {
        let error = self.failed(deployment, fault);
        let refused = matches!(
            fault,
            ApiError::SessionRejected(_) | ApiError::NotPermitted(_) | ApiError::Refused(400, _)
        );
        if refused { Error::new(ErrorCode::SignInRefused, error.about) } else { error }
    }

    fn begin_trial(&self, trial: Trial) -> u32 {
        let mut state = self.state();
        state.last_ticket += 1;
        let ticket = state.last_ticket;
        state.trials.insert(ticket, trial);
        ticket
    }

    /// Asks what the sign-in would give. Only a session that is refused is an error: what else cannot be asked is
    /// shown as not known.
    async fn ask_trial(
        &self,
        deployment: &Deployment,
        secrets: &Secrets,
        report: &mut Report,
    ) -> Result<BTreeMap<AnswerKind, Answer>, Error> {
        let to = target(deployment, secrets);
        let mut answers = BTreeMap::new();
        let mut keep = |kind: AnswerKind, answer: Result<Answer, ApiError>| {
            if let Ok(answer) = answer
                && report.take(kind, &answer.json).is_ok()
            {
                answers.insert(kind, answer);
            }
        };
        if secrets.token.is_some() {
            let user = self.api.who_am_i(to).await.map_err(|fault| self.failed(deployment, &fault))?;
            keep(AnswerKind::User, Ok(user));
            keep(AnswerKind::Permissions, self.api.permissions(to).await);
            keep(AnswerKind::Session, self.api.own_session(to).await);
            keep(AnswerKind::Licenses, self.api.licenses(to).await);
        }
        keep(AnswerKind::Entitlements, self.api.entitlements(to).await);
        let may_list = report.permissions.and_then(|may| may.read_licenses);
        if may_list == Some(false) {
            answers.remove(&AnswerKind::Licenses);
            report.drop(AnswerKind::Licenses);
        }
        Ok(answers)
    }

    /// Writes a trial to keychain, store and list.
    async fn keep_trial(&self, trial: &Trial, request: &FinishRequest) -> Result<u32, Error> {
        let id = (trial.deployment.id != 0).then_some(trial.deployment.id);
        let mut deployment = match id {
            // Name and hue may have changed since.
            Some(id) => Deployment { session: trial.deployment.session, ..self.named(id)? },
            None => trial.deployment.clone(),
        };
        if !request.name.trim().is_empty() {
            deployment.name = self.free_name(&request.name, id)?;
        }
        if let Some(hue) = request.hue {
            deployment.hue = super::list::read_hue(hue)?;
        }
        let mut report = Report::default();
        if let Some(answer) = trial.answers.get(&AnswerKind::BuildInfo) {
            // It was read before.
            let _ = report.take(AnswerKind::BuildInfo, &answer.json);
        }
        if let Some(learned) = report.deployment_id() {
            deployment.deployment_id = Some(learned.to_owned());
        }
        let before = match id {
            Some(id) => self.held_secrets(id).await.unwrap_or_default(),
            None => Secrets::default(),
        };
        let kind_before = id.and_then(|id| self.named(id).ok()).map(|deployment| deployment.session);
        // One that is new and only watched needs no keychain at all.
        let in_keychain = !request.until_quit && (id.is_some() || !trial.secrets.is_empty());
        if in_keychain {
            self.keep_secrets(&deployment, &trial.secrets).await?;
        }
        let stored = self.store_trial(&mut deployment, id, trial);
        if let Err(fault) = stored {
            if in_keychain {
                // What the keychain held before is put back; its fault would say nothing new.
                let _ = self.keep_secrets(&deployment, &before).await;
            }
            return Err(fault);
        }
        if kind_before == Some(SessionKind::Begun)
            && before.token.as_ref().map(SessionToken::key_id)
                != trial.secrets.token.as_ref().map(SessionToken::key_id)
        {
            // The session that Seatkeeper began before is of no use any more.
            let old = Deployment { session: SessionKind::Begun, ..deployment.clone() };
            self.end_if_begun(&old, &before).await;
        }
        let id = deployment.id;
        self.list_trial(deployment, trial, request.until_quit);
        Ok(id)
    }

    /// Writes the keychain's entry, or erases it where there is nothing to keep.
    async fn keep_secrets(&self, deployment: &Deployment, secrets: &Secrets) -> Result<(), Error> {
        let done = if secrets.is_empty() {
            self.keychain.erase(&deployment.address).await
        } else {
            self.keychain.write(&deployment.address, secrets).await
        };
        self.noted(done)
    }

    fn store_trial(&self, deployment: &mut Deployment, id: Option<u32>, trial: &Trial) -> Result<(), Error> {
        match id {
            Some(_) => self.store.change_deployment(deployment)?,
            None => deployment.id = self.store.add_deployment(deployment)?,
        }
        self.store.drop_answers(deployment.id, &OF_SESSION)?;
        self.store.keep_answers(deployment.id, &self.stored(trial))
    }

    fn stored(&self, trial: &Trial) -> BTreeMap<AnswerKind, StoredAnswer> {
        let received_at = trial.over_at.plus(-TRIAL_TIME);
        let stored = |answer: &Answer| StoredAnswer { json: answer.json.clone(), received_at };
        trial.answers.iter().map(|(kind, answer)| (*kind, stored(answer))).collect()
    }

    fn list_trial(&self, deployment: Deployment, trial: &Trial, until_quit: bool) {
        let mut entry = Entry::known(deployment, self.stored(trial));
        let secrets = trial.secrets.clone();
        entry.secrets = if until_quit { HeldSecrets::UntilQuit(secrets) } else { HeldSecrets::Read(secrets) };
        entry.list_refused = entry.report.permissions.and_then(|may| may.read_licenses) == Some(false);
        let mut state = self.state();
        let place = state.entries.iter_mut().find(|known| known.deployment.id == entry.deployment.id);
        match place {
            Some(known) => {
                entry.session_number = known.session_number + 1;
                entry.asked_by = known.asked_by;
                *known = entry;
            }
            None => state.entries.push(entry),
        }
    }

    /// Drops the trials that are meant.
    async fn end_trials(&self, meant: impl Fn(&Trial) -> bool) {
        let tickets: Vec<u32> = {
            let state = self.state();
            state.trials.iter().filter(|(_, trial)| meant(trial)).map(|(ticket, _)| *ticket).collect()
        };
        for ticket in tickets {
            self.drop_trial(ticket).await;
        }
    }

    /// Ends a session that Seatkeeper began. It runs out by itself where the server does not answer.
    pub(super) async fn end_if_begun(&self, deployment: &Deployment, secrets: &Secrets) {
        if deployment.session == SessionKind::Begun && secrets.token.is_some() {
            let _ = self.api.end_session(target(deployment, secrets)).await;
        }
    }
}

fn trial_view(ticket: u32, deployment: &Deployment, kind: SessionKind, report: &Report) -> TrialView {
    TrialView {
        ticket,
        signed_in_as: report.user.as_ref().map(|user| visible(&user.username, 60)).unwrap_or_default(),
        role: report.role(),
        session_ends_at: report.session.as_ref().and_then(|session| session.expires_at).map(Instant::rfc3339),
        checks: capabilities(deployment, kind, report),
    }
}

/// What a sign-in gives, and what follows from what it does not.
fn capabilities(deployment: &Deployment, kind: SessionKind, report: &Report) -> Vec<CapabilityView> {
    let may = report.permissions.unwrap_or_default();
    let watching = kind == SessionKind::Watching;
    let line = |label: &str, mark: Mark, sentence: &str| CapabilityView {
        label: label.to_owned(),
        mark,
        sentence: sentence.to_owned(),
    };
    let permitted = |label: &str, allowed: Option<bool>, lack: &str| match allowed {
        _ if watching => line(label, Mark::Bad, "Nobody is signed in."),
        Some(true) => line(label, Mark::Good, ""),
        Some(false) => line(label, Mark::Bad, lack),
        None => line(label, Mark::Unknown, "This server does not say; it will be tried."),
    };
    let Permissions { read_licenses, add_licenses, remove_licenses, read_users, .. } = may;
    let change = match (add_licenses, remove_licenses) {
        (Some(add), Some(remove)) => Some(add && remove),
        (Some(false), None) | (None, Some(false)) => Some(false),
        (None, None) | (Some(true), None) | (None, Some(true)) => None,
    };
    let figures = if report.entitlements.is_some() {
        line("Seats and entitlements", Mark::Good, "")
    } else {
        line("Seats and entitlements", Mark::Unknown, "They could not be read just now.")
    };
    let mut checks = vec![
        figures,
        permitted("Licenses", read_licenses, "This token may not list licenses. An Owner can."),
        permitted("Installing and removing", change, "This token may not change licenses. An Owner can."),
        permitted(
            "User list",
            read_users,
            "This token may not list users. Seats still work; the list of users will be empty.",
        ),
    ];
    if let (Some(before), Some(now)) = (&deployment.deployment_id, report.deployment_id())
        && before != now
    {
        let sentence = format!(
            "Another deployment answers here now: its ID is {}, and it was {before}.",
            visible(now, 60)
        );
        checks.insert(0, line("Deployment", Mark::Bad, &sentence));
    }
    checks
}
