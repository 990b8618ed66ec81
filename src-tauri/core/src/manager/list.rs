//! The list.

use super::LicenseManager;
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::view::UndoView;

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Finds.
    pub fn find(&self, name_or_address: &str) -> Result<u32, Error> {
        let state = self.state();
        let wanted = name_or_address.trim();
        let found = state.entries.iter().find(|entry| {
            let deployment = &entry.deployment;
            deployment.name.to_lowercase() == wanted.to_lowercase()
                || deployment.address.host().eq_ignore_ascii_case(wanted)
                || deployment.address.origin().eq_ignore_ascii_case(wanted.trim_end_matches('/'))
        });
        found.map(|entry| entry.deployment.id).ok_or_else(|| Error::new(ErrorCode::DeploymentUnknown, wanted))
    }
    /// Renames.
    pub fn rename(&self, id: u32, name: &str) -> Result<(), Error> {
        let _ = (id, name);
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Hue.
    pub fn set_hue(&self, id: u32, hue: u32) -> Result<(), Error> {
        let _ = (id, hue);
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Order.
    pub fn reorder(&self, ids: &[u32]) -> Result<(), Error> {
        let _ = ids;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Forgets.
    pub async fn forget(&self, id: u32) -> Result<UndoView, Error> {
        let _ = id;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Takes it back.
    pub async fn undo_forget(&self, undo: u32) -> Result<(), Error> {
        let _ = undo;
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
    /// Erases.
    pub async fn erase_past_forgotten(&self) {}
    /// Erases everything.
    pub async fn erase_everything(&self) -> Result<(), Error> {
        Err(Error::new(ErrorCode::Internal, "not built yet"))
    }
}
