//! What Coder's HTTP API answers, read leniently: unknown fields pass, `null` is empty, what is missing is unknown.
//!
//! An answer is kept as it came and read anew each time, so that a stored answer and a fresh one are read alike.

mod answers;
mod error;
mod people;
mod status_counts;
pub(crate) mod words;

pub use answers::{
    BuildInfo, InstalledLicense, Permissions, SessionKey, SignInMethods, User, read_installed, read_licenses,
};
pub use error::{ApiError, CoderWords};
pub use people::{LastSeen, Person, UserStatus, UsersPage};
pub use status_counts::{DayCount, StatusCounts, tz_offset};

use crate::Instant;

/// An answer of the API, with what its headers say beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The body: JSON, at most 8 MiB, as received (byte order mark and encoding aside).
    pub json: String,
    /// The server's clock (`Date`), where it says.
    pub server_time: Option<Instant>,
    /// `X-Coder-Build-Version`: "v2.29.3+abc".
    pub version: Option<String>,
}

/// The answers that are kept, so that they can be shown without a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnswerKind {
    /// `GET /buildinfo`
    BuildInfo,
    /// `GET /entitlements`
    Entitlements,
    /// `GET /licenses`; kept only where the session may read them.
    Licenses,
    /// `GET /users/me`
    User,
    /// `GET /users/me/keys/{id}`
    Session,
    /// `POST /authcheck`
    Permissions,
}

impl AnswerKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::BuildInfo, Self::Entitlements, Self::Licenses, Self::User, Self::Session, Self::Permissions];

    /// Its name in the store.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BuildInfo => "build_info",
            Self::Entitlements => "entitlements",
            Self::Licenses => "licenses",
            Self::User => "user",
            Self::Session => "session",
            Self::Permissions => "permissions",
        }
    }

    /// Reads [`Self::code`].
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An answer that is JSON, but not of the form it ought to have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {fault}")]
pub struct UnexpectedAnswer {
    /// Which answer.
    pub what: &'static str,
    /// What is wrong with it, without its content.
    pub fault: String,
}
