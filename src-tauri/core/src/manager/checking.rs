//! Asking deployments.

use super::LicenseManager;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Asks deployments, together; `None` asks all.
    pub async fn check(&self, ids: Option<&[u32]>) {
        let _ = ids;
    }
    /// Stops the rounds that are running; what was answered stays.
    pub fn cancel_checks(&self) {
        for handle in self.state().rounds.values() {
            handle.abort();
        }
    }
    /// Makes Coder work the entitlements out anew, then reads them.
    pub async fn refresh_entitlements(&self, id: u32) -> Result<(), Error> {
        let _ = id;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
}
