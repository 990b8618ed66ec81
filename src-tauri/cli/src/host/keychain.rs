//! The keychain of a call: this computer's, or one that lasts as long as the call.

use seatkeeper_adapters::OsKeychain;
use seatkeeper_core::deployment::AccessUrl;
use seatkeeper_core::ports::{Keychain, KeychainError};
use seatkeeper_core::session::Secrets;

use super::passing::PassingKeychain;

/// Where the secrets of a call are.
pub(crate) enum CallKeychain {
    /// In the system's keychain.
    Kept(OsKeychain),
    /// In memory.
    Passing(PassingKeychain),
}

impl Keychain for CallKeychain {
    fn place(&self) -> String {
        match self {
            Self::Kept(keychain) => keychain.place(),
            Self::Passing(keychain) => keychain.place(),
        }
    }

    async fn probe(&self) -> Result<(), KeychainError> {
        match self {
            Self::Kept(keychain) => keychain.probe().await,
            Self::Passing(keychain) => keychain.probe().await,
        }
    }

    async fn read(&self, origin: &AccessUrl) -> Result<Option<Secrets>, KeychainError> {
        match self {
            Self::Kept(keychain) => keychain.read(origin).await,
            Self::Passing(keychain) => keychain.read(origin).await,
        }
    }

    async fn write(&self, origin: &AccessUrl, secrets: &Secrets) -> Result<(), KeychainError> {
        match self {
            Self::Kept(keychain) => keychain.write(origin, secrets).await,
            Self::Passing(keychain) => keychain.write(origin, secrets).await,
        }
    }

    async fn erase(&self, origin: &AccessUrl) -> Result<(), KeychainError> {
        match self {
            Self::Kept(keychain) => keychain.erase(origin).await,
            Self::Passing(keychain) => keychain.erase(origin).await,
        }
    }
}
