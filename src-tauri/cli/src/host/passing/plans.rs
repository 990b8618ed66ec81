//! No plan is kept for a deployment that is not kept.

use seatkeeper_core::Instant;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::{PlanStore, SavedPlan};

use super::{PassingStore, not_kept};

impl PlanStore for PassingStore {
    fn plans(&self) -> Result<Vec<SavedPlan>, Error> {
        Ok(Vec::new())
    }

    fn save_plan(&self, _: &SavedPlan) -> Result<u32, Error> {
        Err(not_kept())
    }

    fn forget_plan(&self, _: u32, _: &str, _: Instant) -> Result<u32, Error> {
        Err(not_kept())
    }

    fn undo_forget_plan(&self, _: u32, _: Instant) -> Result<bool, Error> {
        Err(not_kept())
    }
}
