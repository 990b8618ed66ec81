//! The secrets.

use super::LicenseManager;
use crate::error::Error;
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::view::KeychainView;

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// The keychain.
    pub fn keychain_view(&self) -> KeychainView {
        KeychainView {
            place: self.keychain.place(),
            fault: self.state().keychain_fault.as_ref().map(Error::view),
        }
    }
}
