//! Secrets of deployments: asked of the keychain when first needed, and held in memory from then on.

use crate::deployment::SessionKind;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, KeychainError, Store};
use crate::session::Secrets;
use crate::view::KeychainView;

use super::LicenseManager;
use super::entry::HeldSecrets;

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// What the keychain is called, and how it answered last.
    pub fn keychain_view(&self) -> KeychainView {
        let fault = self.state().keychain_fault.as_ref().map(Error::view);
        KeychainView { place: self.keychain.place(), fault }
    }

    /// The secrets of a deployment, from memory or the keychain.
    ///
    /// # Errors
    /// Why the keychain gave no answer; `session_missing` where a session ought to be there and is not.
    pub(super) async fn secrets(&self, id: u32) -> Result<Secrets, Error> {
        let secrets = self.held_secrets(id).await?;
        let state = self.state();
        let deployment = &state.entry(id)?.deployment;
        if deployment.session != SessionKind::Watching && secrets.token.is_none() {
            return Err(Error::new(ErrorCode::SessionMissing, &deployment.name));
        }
        Ok(secrets)
    }

    /// The secrets of a deployment, be there a session among them or not.
    pub(super) async fn held_secrets(&self, id: u32) -> Result<Secrets, Error> {
        if let Some(secrets) = self.secrets_at_hand(id)? {
            return Ok(secrets);
        }
        let address = self.named(id)?.address;
        let read = self.keychain.read(&address).await;
        let secrets = self.noted(read)?.unwrap_or_default();
        let mut state = self.state();
        let entry = state.entry_mut(id)?;
        if matches!(entry.secrets, HeldSecrets::Kept) {
            entry.secrets = HeldSecrets::Read(secrets.clone());
        }
        Ok(secrets)
    }

    /// The secrets, where the keychain need not be asked for them.
    pub(super) fn secrets_at_hand(&self, id: u32) -> Result<Option<Secrets>, Error> {
        let state = self.state();
        let entry = state.entry(id)?;
        Ok(match &entry.secrets {
            HeldSecrets::Read(secrets) | HeldSecrets::UntilQuit(secrets) => Some(secrets.clone()),
            HeldSecrets::Kept if entry.holds_nothing() => Some(Secrets::default()),
            HeldSecrets::Kept => None,
        })
    }

    /// The secrets, with a token among them.
    ///
    /// # Errors
    /// As [`Self::secrets`], and `session_missing` where nobody is signed in.
    pub(super) async fn session(&self, id: u32) -> Result<Secrets, Error> {
        let secrets = self.secrets(id).await?;
        if secrets.token.is_none() {
            let name = self.state().entry(id)?.deployment.name.clone();
            return Err(Error::new(ErrorCode::SessionMissing, name));
        }
        Ok(secrets)
    }

    /// Remembers how the keychain answered.
    pub(super) fn noted<T>(&self, answer: Result<T, KeychainError>) -> Result<T, Error> {
        let answer = answer.map_err(Error::from);
        self.state().keychain_fault = answer.as_ref().err().cloned();
        answer
    }
}
