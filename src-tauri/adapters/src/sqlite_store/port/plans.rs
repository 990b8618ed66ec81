//! The same for plans.

use seatkeeper_core::Instant;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::{PlanStore, SavedPlan};

use crate::SqliteStore;

impl PlanStore for SqliteStore {
    fn plans(&self) -> Result<Vec<SavedPlan>, Error> {
        Ok(self.listed_plans()?)
    }

    fn save_plan(&self, plan: &SavedPlan) -> Result<u32, Error> {
        self.write_plan(plan)
    }

    fn forget_plan(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error> {
        self.put_plan_aside(id, sentence, until)
    }

    fn undo_forget_plan(&self, undo: u32, now: Instant) -> Result<bool, Error> {
        Ok(self.take_plan_back(undo, now)?)
    }
}
