//! Signing in and out.

use super::LicenseManager;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::view::{DeploymentRowView, FinishRequest, SignInRequest, SignedOutView, TrialView};

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Tries a sign-in.
    pub async fn try_sign_in(&self, request: SignInRequest) -> Result<TrialView, Error> {
        let _ = request;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Keeps it.
    pub async fn finish_sign_in(&self, request: FinishRequest) -> Result<DeploymentRowView, Error> {
        let _ = request;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Drops it.
    pub async fn drop_trial(&self, ticket: u32) {
        let _ = ticket;
    }
    /// Signs out.
    pub async fn sign_out(&self, id: u32) -> Result<SignedOutView, Error> {
        let _ = id;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
}

/// A sign-in that is not kept yet.
pub(super) struct Trial;
