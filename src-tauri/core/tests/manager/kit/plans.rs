//! What the world in memory keeps of plans.

use seatkeeper_core::Instant;
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::ports::{PlanStore, SavedPlan};

use super::World;

#[derive(Default)]
pub(crate) struct KeptPlans {
    pub(crate) plans: Vec<SavedPlan>,
    pub(crate) aside: Vec<(u32, SavedPlan, Instant)>,
    pub(crate) last: u32,
}

impl PlanStore for World {
    fn plans(&self) -> Result<Vec<SavedPlan>, Error> {
        self.store(|things| things.kept_plans.plans.clone())
    }
    fn save_plan(&self, plan: &SavedPlan) -> Result<u32, Error> {
        self.store(|things| {
            let kept = &mut things.kept_plans;
            if plan.id == 0 {
                kept.last += 1;
                kept.plans.push(SavedPlan { id: kept.last, ..plan.clone() });
                return Ok(kept.last);
            }
            let there = kept.plans.iter_mut().find(|known| known.id == plan.id);
            let there = there.ok_or_else(|| Error::new(ErrorCode::PlanUnknown, plan.id.to_string()))?;
            *there = plan.clone();
            Ok(plan.id)
        })?
    }
    fn forget_plan(&self, id: u32, _: &str, until: Instant) -> Result<u32, Error> {
        self.store(|things| {
            let kept = &mut things.kept_plans;
            let place = kept.plans.iter().position(|plan| plan.id == id).expect("in the list");
            let plan = kept.plans.remove(place);
            kept.last += 1;
            kept.aside.push((kept.last, plan, until));
            kept.last
        })
    }
    fn undo_forget_plan(&self, undo: u32, now: Instant) -> Result<bool, Error> {
        self.store(|things| {
            let kept = &mut things.kept_plans;
            let place = kept.aside.iter().position(|(id, _, until)| *id == undo && now < *until);
            let Some(place) = place else { return false };
            let (_, plan, _) = kept.aside.remove(place);
            kept.plans.push(plan);
            true
        })
    }
}
