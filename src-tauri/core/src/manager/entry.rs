//! One deployment: what was answered last, how the last try ended, and its secrets.

use std::collections::BTreeMap;

use crate::Instant;
use crate::api::AnswerKind;
use crate::deployment::Deployment;
use crate::error::Error;
use crate::ports::StoredAnswer;
use crate::session::Secrets;

/// A deployment of the list.
pub(super) struct Entry {
    pub(super) deployment: Deployment,
    /// The last answer of each kind, received now or before the last quit.
    pub(super) answers: BTreeMap<AnswerKind, StoredAnswer>,
    /// Why the last try failed; `None` where it did not, or where there was none.
    pub(super) failure: Option<Error>,
    pub(super) checking: bool,
    pub(super) secrets: HeldSecrets,
    /// Before this instant Coder refuses another refresh.
    pub(super) refresh_from: Option<Instant>,
    /// By how many seconds the server's clock is ahead of this one.
    pub(super) clock_ahead: Option<i64>,
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

impl Entry {
    /// A deployment as the store holds it.
    pub(super) fn known(deployment: Deployment, answers: BTreeMap<AnswerKind, StoredAnswer>) -> Self {
        Self {
            deployment,
            answers,
            failure: None,
            checking: false,
            secrets: HeldSecrets::default(),
            refresh_from: None,
            clock_ahead: None,
        }
    }
}
