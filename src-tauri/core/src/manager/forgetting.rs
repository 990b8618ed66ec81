//! Forgetting at once and for good: for the terminal, which ends before anything could be taken back.

use super::LicenseManager;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::view::SignedOutView;

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Signs out of a deployment as [`Self::sign_out`] does, then forgets it with all its secrets. What goes wrong
    /// with the server or the keychain is told in the view; secrets that could not be erased are erased at the next
    /// start of the window.
    ///
    /// # Errors
    /// `deployment_unknown`; those of the store.
    pub async fn forget_for_good(&self, id: u32) -> Result<SignedOutView, Error> {
        let mut failure = self.sign_out(id).await?.failure;
        let deployment = self.named(id)?;
        let sentence = format!("Forgot {}.", deployment.name);
        {
            let mut state = self.state();
            let place = state.entries.iter().position(|entry| entry.deployment.id == id);
            let place = place.ok_or_else(|| Error::new(ErrorCode::DeploymentUnknown, id.to_string()))?;
            // Put aside first, so that a crash before the keychain answers leaves a note of what is to be erased.
            self.store.forget_deployment(id, &sentence, self.clock.now())?;
            state.entries.remove(place);
        }
        self.tell(None);
        let erased = self.keychain.erase(&deployment.address).await;
        match self.noted(erased) {
            Ok(()) => self.store.erase_forgotten(&deployment.address)?,
            Err(fault) => failure = failure.or(Some(fault.view())),
        }
        Ok(SignedOutView { sentence, failure })
    }
}
