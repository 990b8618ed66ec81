//! What is on the screen.

use super::LicenseManager;
use crate::Instant;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::view::{DeploymentView, OverviewView};

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Overview.
    pub fn overview(&self) -> OverviewView {
        OverviewView {
            headline: Vec::new(),
            reachable: String::new(),
            offline: Vec::new(),
            attention: Vec::new(),
            deployments: Vec::new(),
            checking: None,
            checked_at: None,
        }
    }
    /// One deployment.
    pub fn deployment(&self, id: u32) -> Result<DeploymentView, Error> {
        let _ = id;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// When the words change.
    pub fn next_change(&self) -> Option<Instant> {
        None
    }
}
