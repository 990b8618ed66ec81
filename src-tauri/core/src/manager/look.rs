//! Looking at an address.

use super::LicenseManager;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::view::{AddressView, LookRequest};

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Looks at an address.
    pub async fn look(&self, request: LookRequest) -> Result<AddressView, Error> {
        let _ = request;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
}
