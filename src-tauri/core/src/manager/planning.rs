//! Plans.

use super::LicenseManager;
use crate::check::Check;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::view::{FitView, InstallView, RemovalView, SourceView};

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Plans an installation.
    pub fn plan_install(&self, id: u32, check: &Check, source: SourceView) -> Result<InstallView, Error> {
        let _ = (id, check, source);
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Plans a removal.
    pub fn plan_removal(&self, id: u32, license: i32) -> Result<RemovalView, Error> {
        let _ = (id, license);
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// The deployments of the list that a license fits.
    pub fn fits(&self, check: &Check) -> Vec<FitView> {
        let _ = check;
        Vec::new()
    }
}
