//! The same for plans.

use std::sync::Arc;

use super::there;
use crate::Instant;
use crate::error::Error;
use crate::ports::{PlanStore, SavedPlan};

impl<S: PlanStore + ?Sized> PlanStore for Arc<S> {
    fn plans(&self) -> Result<Vec<SavedPlan>, Error> {
        (**self).plans()
    }

    fn save_plan(&self, plan: &SavedPlan) -> Result<u32, Error> {
        (**self).save_plan(plan)
    }

    fn forget_plan(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error> {
        (**self).forget_plan(id, sentence, until)
    }

    fn undo_forget_plan(&self, undo: u32, now: Instant) -> Result<bool, Error> {
        (**self).undo_forget_plan(undo, now)
    }
}

impl<S: PlanStore> PlanStore for Option<S> {
    fn plans(&self) -> Result<Vec<SavedPlan>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), PlanStore::plans)
    }

    fn save_plan(&self, plan: &SavedPlan) -> Result<u32, Error> {
        there(self)?.save_plan(plan)
    }

    fn forget_plan(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error> {
        there(self)?.forget_plan(id, sentence, until)
    }

    fn undo_forget_plan(&self, undo: u32, now: Instant) -> Result<bool, Error> {
        there(self)?.undo_forget_plan(undo, now)
    }
}
