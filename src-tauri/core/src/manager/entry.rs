//! One deployment: what was answered last, how the last try ended, and its secrets.

use std::collections::BTreeMap;

use crate::Instant;
use crate::advisory::{Known, Outlook, Report};
use crate::api::AnswerKind;
use crate::deployment::{Deployment, SessionKind};
use crate::error::Error;
use crate::license::KeyRing;
use crate::ports::StoredAnswer;
use crate::session::Secrets;

use super::people::People;
use super::seats::Told;

/// A deployment of the list.
pub(super) struct Entry {
    pub(super) deployment: Deployment,
    /// The last answers, read.
    pub(super) report: Report,
    /// When each was received.
    pub(super) received: BTreeMap<AnswerKind, Instant>,
    /// Why the last try failed; `None` where it did not, or where there was none.
    pub(super) failure: Option<Error>,
    /// How many rounds are asking it.
    pub(super) asked_by: u32,
    pub(super) secrets: HeldSecrets,
    /// Counts the sessions, so that an answer to an earlier one is not taken for the present one.
    pub(super) session_number: u32,
    /// The session was refused the list of licenses.
    pub(super) list_refused: bool,
    /// The server has no licenses at all.
    pub(super) without_licenses: bool,
    /// Before this instant Coder refuses another refresh.
    pub(super) refresh_from: Option<Instant>,
    /// By how many seconds the server's clock is ahead of this one.
    pub(super) clock_ahead: Option<i64>,
    /// Its users, as far as they were read.
    pub(super) people: People,
    /// Its own history of seats.
    pub(super) told: Told,
}

/// Where the secrets are.
#[derive(Debug, Clone, Default)]
pub(super) enum HeldSecrets {
    /// In the keychain, which was not asked yet.
    #[default]
    Kept,
    /// Read from the keychain, or written there.
    Read(Secrets),
    /// Nowhere but here, until quit.
    UntilQuit(Secrets),
}

/// The answers that belong to a session, and end with it.
pub(super) const OF_SESSION: [AnswerKind; 4] =
    [AnswerKind::Licenses, AnswerKind::User, AnswerKind::Session, AnswerKind::Permissions];

impl Entry {
    /// A deployment as the store holds it. An answer that is no longer read is as good as none.
    pub(super) fn known(deployment: Deployment, answers: BTreeMap<AnswerKind, StoredAnswer>) -> Self {
        let mut entry = Self {
            deployment,
            report: Report::default(),
            received: BTreeMap::new(),
            failure: None,
            asked_by: 0,
            secrets: HeldSecrets::default(),
            session_number: 0,
            list_refused: false,
            without_licenses: false,
            refresh_from: None,
            clock_ahead: None,
            people: People::default(),
            told: Told::default(),
        };
        for (kind, answer) in answers {
            if entry.report.take(kind, &answer.json).is_ok() {
                entry.received.insert(kind, answer.received_at);
            }
        }
        entry
    }

    /// Whether it has no secret that the keychain could hold.
    pub(super) fn holds_nothing(&self) -> bool {
        let connection = &self.deployment.connection;
        self.deployment.session == SessionKind::Watching
            && connection.secret_headers.is_empty()
            && connection.proxy.is_none()
    }

    /// Drops answers that no longer hold.
    pub(super) fn drop_answers(&mut self, kinds: &[AnswerKind]) {
        for kind in kinds {
            self.report.drop(*kind);
            self.received.remove(kind);
        }
    }

    /// When the figures were received.
    pub(super) fn known_at(&self) -> Option<Instant> {
        self.received.get(&AnswerKind::Entitlements).or_else(|| self.received.values().max()).copied()
    }

    pub(super) fn outlook<'e>(
        &'e self,
        ring: &KeyRing,
        now: Instant,
        zone: &'e jiff::tz::TimeZone,
    ) -> Outlook<'e> {
        let known = Known {
            name: &self.deployment.name,
            report: &self.report,
            session: self.deployment.session,
            list_refused: self.list_refused,
            without_licenses: self.without_licenses,
            known_at: self.received.get(&AnswerKind::Entitlements).copied(),
            failure: self.failure.as_ref(),
            checking: self.asked_by > 0,
        };
        Outlook::of(known, ring, now, zone)
    }
}
