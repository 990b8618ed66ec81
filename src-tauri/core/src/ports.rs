//! What the use cases need of the world: Coder's API, the keychain, the store and the clock. Traits only; the
//! adapters implement them, and the tests' kit has its own.

mod handles;
mod people;
mod plans;

use std::collections::BTreeMap;
use std::future::Future;

use jiff::tz::TimeZone;
use secrecy::SecretString;

pub use people::{
    KeptPerson, Page, PageStart, PeopleStore, ReclaimPlan, ReclaimStep, SeatDay, SeatSource, StepState,
};
pub use plans::{PlanStore, SavedAct, SavedPlan, SavedStep};

use crate::Instant;
use crate::api::{Answer, AnswerKind, ApiError};
use crate::deployment::{AccessUrl, Connection, Deployment};
use crate::error::Error;
use crate::license::{Fingerprint, LicenseText};
use crate::session::{Secrets, SessionToken};

/// Where a call goes, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The deployment's origin; a token is sent there and nowhere else.
    pub address: &'a AccessUrl,
    /// How it is reached.
    pub connection: &'a Connection,
    /// Its secrets; without a token the call is made as nobody.
    pub secrets: &'a Secrets,
}

/// Coder's HTTP API, one method a call. No call follows a redirect, and each ends within its deadline.
pub trait DeploymentApi: Send + Sync {
    /// `GET /api/v2/buildinfo`; needs no session.
    fn build_info(&self, to: Target<'_>) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `GET /api/v2/users/authmethods`; needs no session.
    fn sign_in_methods(&self, to: Target<'_>) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `POST /api/v2/users/login`.
    fn sign_in(
        &self,
        to: Target<'_>,
        email: &str,
        password: &SecretString,
    ) -> impl Future<Output = Result<SessionToken, ApiError>> + Send;
    /// `GET /api/v2/users/me`.
    fn who_am_i(&self, to: Target<'_>) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `GET /api/v2/users/me/keys/{key ID}`: the session of the target's own token.
    fn own_session(&self, to: Target<'_>) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `DELETE /api/v2/users/me/keys/{key ID}`: ends the session of the target's own token and no other.
    fn end_session(&self, to: Target<'_>) -> impl Future<Output = Result<(), ApiError>> + Send;
    /// `POST /api/v2/authcheck` with the checks of [`crate::api::Permissions`].
    fn permissions(&self, to: Target<'_>) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `GET /api/v2/entitlements`; needs no session.
    fn entitlements(&self, to: Target<'_>) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `POST /api/v2/licenses/refresh-entitlements`.
    fn refresh_entitlements(&self, to: Target<'_>) -> impl Future<Output = Result<(), ApiError>> + Send;
    /// `GET /api/v2/licenses`.
    fn licenses(&self, to: Target<'_>) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `POST /api/v2/licenses`: the license as Coder now lists it.
    fn install(
        &self,
        to: Target<'_>,
        license: &LicenseText,
    ) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `DELETE /api/v2/licenses/{id}`.
    fn remove(&self, to: Target<'_>, license_id: i32) -> impl Future<Output = Result<(), ApiError>> + Send;
    /// `GET /api/v2/users`: a page of the users that the session may see ([`crate::api::UsersPage`]).
    fn users(&self, to: Target<'_>, page: Page<'_>) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `GET /api/v2/users/{id}`: one user ([`crate::api::Person`]), by its UUID.
    fn user(&self, to: Target<'_>, id: &str) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `GET /api/v2/insights/user-status-counts?tz_offset=…`: users by status on each of the last 60 days
    /// ([`crate::api::StatusCounts`]); the hours are [`crate::api::tz_offset`].
    fn status_counts(
        &self,
        to: Target<'_>,
        tz_offset: i8,
    ) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `PUT /api/v2/users/{id}/status/suspend`: the user as Coder now lists it. Sent once, never repeated; to be
    /// tried only where [`crate::api::Permissions::suspend_users`] says that the session may.
    fn suspend(&self, to: Target<'_>, id: &str) -> impl Future<Output = Result<Answer, ApiError>> + Send;
    /// `PUT /api/v2/users/{id}/status/activate`, as [`Self::suspend`].
    fn activate(&self, to: Target<'_>, id: &str) -> impl Future<Output = Result<Answer, ApiError>> + Send;
}

/// The keychain of the operating system. One entry an origin; one call in flight; each ends within five seconds.
pub trait Keychain: Send + Sync {
    /// What people call it: "GNOME Keyring", "macOS Keychain".
    fn place(&self) -> String;
    /// Whether it keeps what it is given: writes, reads and erases an entry of its own.
    fn probe(&self) -> impl Future<Output = Result<(), KeychainError>> + Send;
    /// The secrets of an origin; `None` where the keychain is open and holds none.
    fn read(&self, origin: &AccessUrl)
    -> impl Future<Output = Result<Option<Secrets>, KeychainError>> + Send;
    /// Keeps the secrets of an origin, in place of those it had.
    fn write(
        &self,
        origin: &AccessUrl,
        secrets: &Secrets,
    ) -> impl Future<Output = Result<(), KeychainError>> + Send;
    /// Erases the secrets of an origin; nothing to erase is no error.
    fn erase(&self, origin: &AccessUrl) -> impl Future<Output = Result<(), KeychainError>> + Send;
}

/// Why the keychain gave no answer. None of these means "signed out".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is none, or nothing that speaks for one.
    #[error("{0}")]
    Unavailable(String),
    /// It is locked, or has never been opened, and nobody opened it.
    #[error("{0}")]
    Locked(String),
    /// It, or its user, said no; or what it holds cannot be read.
    #[error("{0}")]
    Denied(String),
    /// It did not answer within five seconds.
    #[error("no answer after 5 seconds")]
    TimedOut,
}

/// An answer as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The answer's JSON as received.
    pub json: String,
    /// When it was received, by this computer's clock.
    pub received_at: Instant,
}

/// A license of the library.
#[derive(Debug, Clone)]
pub struct HeldLicense {
    /// SHA-256 of the bytes of header and payload.
    pub fingerprint: String,
    /// The text as kept.
    pub text: LicenseText,
    /// The names under which it was seen, oldest first.
    pub names: Vec<String>,
}

/// What is kept of deployments, and the library they are compared with. Every change is on the disk when it returns.
pub trait Store: PeopleStore + PlanStore + Send + Sync {
    /// Every deployment, in the admin's order.
    fn deployments(&self) -> Result<Vec<Deployment>, Error>;
    /// Adds one; its `id` is ignored, the new one is returned.
    fn add_deployment(&self, deployment: &Deployment) -> Result<u32, Error>;
    /// Changes the one with the same `id`.
    fn change_deployment(&self, deployment: &Deployment) -> Result<(), Error>;
    /// Puts them in this order.
    fn order_deployments(&self, ids: &[u32]) -> Result<(), Error>;
    /// Puts one aside, with its answers, until the undo has passed; the undo's number takes it back.
    fn forget_deployment(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error>;
    /// Takes a forgetting back: the deployment, or `None` where it is too late.
    fn undo_forget_deployment(&self, undo: u32, now: Instant) -> Result<Option<Deployment>, Error>;
    /// The origins of deployments that were put aside and whose undo has passed: their secrets are to be erased, then
    /// [`Store::erase_forgotten`] ends the matter. A crash in between repeats it at the next start.
    fn forgotten_origins(&self, now: Instant) -> Result<Vec<AccessUrl>, Error>;
    /// Erases what was put aside for this origin.
    fn erase_forgotten(&self, origin: &AccessUrl) -> Result<(), Error>;
    /// The last answers of a deployment.
    fn answers(&self, id: u32) -> Result<BTreeMap<AnswerKind, StoredAnswer>, Error>;
    /// Keeps answers in place of the last ones of their kind, all or none.
    fn keep_answers(&self, id: u32, answers: &BTreeMap<AnswerKind, StoredAnswer>) -> Result<(), Error>;
    /// Drops answers that no longer hold (after signing out).
    fn drop_answers(&self, id: u32, kinds: &[AnswerKind]) -> Result<(), Error>;
    /// The library.
    fn library(&self) -> Result<Vec<HeldLicense>, Error>;
    /// Keeps a license in the library; tells whether it is new.
    fn hold_license(
        &self,
        fingerprint: &Fingerprint,
        text: &LicenseText,
        names: &[String],
        now: Instant,
    ) -> Result<bool, Error>;
    /// Erases all that is kept: deployments, answers, plans, licenses, keys, preferences.
    fn erase_everything(&self) -> Result<(), Error>;
}

/// The clock and the zone of this computer.
pub trait Clock: Send + Sync {
    /// This instant.
    fn now(&self) -> Instant;
    /// The zone in which days are named.
    fn zone(&self) -> TimeZone;
}

/// The sessions of the `coder` program on this computer (coder/coder, `cli/config/file.go`).
pub trait CoderCli: Send + Sync {
    /// Its session for an origin, and where that was found: a folder, or a keychain's name.
    fn session(&self, origin: &AccessUrl) -> Option<(SessionToken, String)>;
    /// The origins that it is signed in to.
    fn known(&self) -> Vec<AccessUrl>;
}
