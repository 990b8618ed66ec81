//! Installing and removing.

use super::LicenseManager;
use crate::check::Check;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::view::{InstalledView, RemoveRequest, RemovedView};

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Installs.
    pub async fn install(&self, id: u32, check: &Check, names: &[String]) -> Result<InstalledView, Error> {
        let _ = (id, check, names);
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Looks.
    pub async fn look_after(&self, id: u32, check: &Check) -> Result<Option<i32>, Error> {
        let _ = (id, check);
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Removes.
    pub async fn remove(&self, request: RemoveRequest) -> Result<RemovedView, Error> {
        let _ = request;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
}
