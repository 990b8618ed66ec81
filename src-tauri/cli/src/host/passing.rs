//! A keychain and a store that hold one deployment in memory, for as long as the call runs.

mod people;
mod plans;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use seatkeeper_core::Instant;
use seatkeeper_core::api::AnswerKind;
use seatkeeper_core::deployment::{AccessUrl, Deployment};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::license::{Fingerprint, LicenseText};
use seatkeeper_core::ports::{HeldLicense, Keychain, KeychainError, Store, StoredAnswer};
use seatkeeper_core::session::Secrets;

/// Holds the secrets of one origin, and gives them to no other.
pub(crate) struct PassingKeychain {
    origin: AccessUrl,
    secrets: Secrets,
}

impl PassingKeychain {
    pub(crate) fn new(origin: AccessUrl, secrets: Secrets) -> Self {
        Self { origin, secrets }
    }
}

impl Keychain for PassingKeychain {
    fn place(&self) -> String {
        "CODER_SESSION_TOKEN".to_owned()
    }

    async fn probe(&self) -> Result<(), KeychainError> {
        Ok(())
    }

    async fn read(&self, origin: &AccessUrl) -> Result<Option<Secrets>, KeychainError> {
        Ok((*origin == self.origin).then(|| self.secrets.clone()))
    }

    async fn write(&self, _: &AccessUrl, _: &Secrets) -> Result<(), KeychainError> {
        Err(KeychainError::Unavailable("a session of CODER_SESSION_TOKEN is not kept".to_owned()))
    }

    async fn erase(&self, _: &AccessUrl) -> Result<(), KeychainError> {
        Ok(())
    }
}

/// Holds one deployment and its answers, and no library.
pub(crate) struct PassingStore(Mutex<Held>);

struct Held {
    deployment: Deployment,
    answers: BTreeMap<AnswerKind, StoredAnswer>,
}

impl PassingStore {
    pub(crate) fn new(deployment: Deployment) -> Self {
        Self(Mutex::new(Held { deployment, answers: BTreeMap::new() }))
    }

    /// No holder of the lock leaves half a change behind.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_kept() -> Error {
    Error::new(ErrorCode::StoreWriteFailed, "the deployment of CODER_URL is not kept")
}

impl Store for PassingStore {
    fn deployments(&self) -> Result<Vec<Deployment>, Error> {
        Ok(vec![self.held().deployment.clone()])
    }

    fn add_deployment(&self, _: &Deployment) -> Result<u32, Error> {
        Err(not_kept())
    }

    fn change_deployment(&self, deployment: &Deployment) -> Result<(), Error> {
        self.held().deployment = deployment.clone();
        Ok(())
    }

    fn order_deployments(&self, _: &[u32]) -> Result<(), Error> {
        Ok(())
    }

    fn forget_deployment(&self, _: u32, _: &str, _: Instant) -> Result<u32, Error> {
        Err(not_kept())
    }

    fn undo_forget_deployment(&self, _: u32, _: Instant) -> Result<Option<Deployment>, Error> {
        Ok(None)
    }

    fn forgotten_origins(&self, _: Instant) -> Result<Vec<AccessUrl>, Error> {
        Ok(Vec::new())
    }

    fn erase_forgotten(&self, _: &AccessUrl) -> Result<(), Error> {
        Ok(())
    }

    fn answers(&self, _: u32) -> Result<BTreeMap<AnswerKind, StoredAnswer>, Error> {
        Ok(self.held().answers.clone())
    }

    fn keep_answers(&self, _: u32, answers: &BTreeMap<AnswerKind, StoredAnswer>) -> Result<(), Error> {
        self.held().answers.extend(answers.clone());
        Ok(())
    }

    fn drop_answers(&self, _: u32, kinds: &[AnswerKind]) -> Result<(), Error> {
        self.held().answers.retain(|kind, _| !kinds.contains(kind));
        Ok(())
    }

    fn library(&self) -> Result<Vec<HeldLicense>, Error> {
        Ok(Vec::new())
    }

    fn hold_license(
        &self,
        _: &Fingerprint,
        _: &LicenseText,
        _: &[String],
        _: Instant,
    ) -> Result<bool, Error> {
        // Nothing of such a call is kept; the file that was installed stays where it is.
        Ok(false)
    }

    fn erase_everything(&self) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_given_for_its_own_origin_alone() {
        let here = AccessUrl::read("https://coder.example.com").unwrap().url;
        let there = AccessUrl::read("http://coder.example.com").unwrap().url;
        let keychain = PassingKeychain::new(here.clone(), Secrets::default());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert!(runtime.block_on(keychain.read(&here)).unwrap().is_some());
        assert!(runtime.block_on(keychain.read(&there)).unwrap().is_none());
    }
}
