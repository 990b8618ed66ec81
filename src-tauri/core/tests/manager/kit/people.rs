//! What the world in memory keeps of seats and people.

use std::collections::BTreeMap;

use jiff::civil::Date;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::{KeptPerson, PeopleStore, ReclaimPlan, ReclaimStep, SeatDay, StepState};

use super::World;

#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) days: BTreeMap<(u32, Date), SeatDay>,
    pub(crate) names: bool,
    pub(crate) people: BTreeMap<(u32, Date), Vec<KeptPerson>>,
    pub(crate) protected: BTreeMap<u32, Vec<String>>,
    /// With the deployment of each.
    pub(crate) plans: Vec<(u32, ReclaimPlan)>,
}

impl PeopleStore for World {
    fn seat_days(&self, deployment: u32, from: Date) -> Result<Vec<SeatDay>, Error> {
        self.store(|things| {
            let days = things.kept.days.range((deployment, from)..=(deployment, Date::MAX));
            days.map(|(_, day)| *day).collect()
        })
    }
    fn keep_seat_days(&self, deployment: u32, days: &[SeatDay], oldest: Date) -> Result<(), Error> {
        self.store(|things| {
            things.kept.days.extend(days.iter().map(|day| ((deployment, day.day), *day)));
            things.kept.days.retain(|(of, day), _| *of != deployment || *day >= oldest);
        })
    }
    fn keeps_names(&self) -> Result<bool, Error> {
        self.store(|things| things.kept.names)
    }
    fn keep_names(&self, keep: bool) -> Result<(), Error> {
        self.store(|things| {
            things.kept.names = keep;
            if !keep {
                things.kept.people.clear();
            }
        })
    }
    fn keep_people(&self, id: u32, day: Date, people: &[KeptPerson], oldest: Date) -> Result<(), Error> {
        self.store(|things| {
            if things.kept.names {
                things.kept.people.insert((id, day), people.to_vec());
                things.kept.people.retain(|(of, day), _| *of != id || *day >= oldest);
            }
        })
    }
    fn people_days(&self, deployment: u32) -> Result<Vec<Date>, Error> {
        self.store(|things| {
            let days = things.kept.people.keys().filter(|(of, _)| *of == deployment);
            days.map(|(_, day)| *day).collect()
        })
    }
    fn people_on(&self, deployment: u32, day: Date) -> Result<Vec<KeptPerson>, Error> {
        self.store(|things| things.kept.people.get(&(deployment, day)).cloned().unwrap_or_default())
    }
    fn protected_people(&self, deployment: u32) -> Result<Vec<String>, Error> {
        self.store(|things| things.kept.protected.get(&deployment).cloned().unwrap_or_default())
    }
    fn protect_people(&self, deployment: u32, people: &[String]) -> Result<(), Error> {
        self.store(|things| drop(things.kept.protected.insert(deployment, people.to_vec())))
    }
    fn add_reclaim(&self, deployment: u32, plan: &ReclaimPlan) -> Result<u32, Error> {
        self.store(|things| {
            things.last_id += 1;
            things.kept.plans.push((deployment, ReclaimPlan { id: things.last_id, ..plan.clone() }));
            things.last_id
        })
    }
    fn reclaims(&self, deployment: u32) -> Result<Vec<ReclaimPlan>, Error> {
        self.store(|things| {
            let plans = things.kept.plans.iter().rev().filter(|(of, _)| *of == deployment);
            plans.map(|(_, plan)| plan.clone()).collect()
        })
    }
    fn note_step(&self, plan: u32, from: StepState, step: &ReclaimStep) -> Result<bool, Error> {
        self.store(|things| {
            let plan = things.kept.plans.iter_mut().find(|(_, known)| known.id == plan);
            let steps = plan.map(|(_, plan)| plan.steps.iter_mut());
            let known = steps.and_then(|mut steps| steps.find(|known| known.user == step.user));
            match known.filter(|known| known.state == from) {
                Some(known) => {
                    *known = step.clone();
                    true
                }
                None => false,
            }
        })
    }
    fn erase_reclaim(&self, plan: u32) -> Result<(), Error> {
        self.store(|things| things.kept.plans.retain(|(_, known)| known.id != plan))
    }
}
