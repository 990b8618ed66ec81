//! The same for seats and people.

use std::sync::Arc;

use jiff::civil::Date;

use super::there;
use crate::error::Error;
use crate::ports::{KeptPerson, PeopleStore, ReclaimPlan, ReclaimStep, SeatDay, StepState};

impl<S: PeopleStore + ?Sized> PeopleStore for Arc<S> {
    fn seat_days(&self, deployment: u32, from: Date) -> Result<Vec<SeatDay>, Error> {
        (**self).seat_days(deployment, from)
    }

    fn keep_seat_days(&self, deployment: u32, days: &[SeatDay], oldest: Date) -> Result<(), Error> {
        (**self).keep_seat_days(deployment, days, oldest)
    }

    fn keeps_names(&self) -> Result<bool, Error> {
        (**self).keeps_names()
    }

    fn keep_names(&self, keep: bool) -> Result<(), Error> {
        (**self).keep_names(keep)
    }

    fn keep_people(
        &self,
        deployment: u32,
        day: Date,
        people: &[KeptPerson],
        oldest: Date,
    ) -> Result<(), Error> {
        (**self).keep_people(deployment, day, people, oldest)
    }

    fn people_days(&self, deployment: u32) -> Result<Vec<Date>, Error> {
        (**self).people_days(deployment)
    }

    fn people_on(&self, deployment: u32, day: Date) -> Result<Vec<KeptPerson>, Error> {
        (**self).people_on(deployment, day)
    }

    fn protected_people(&self, deployment: u32) -> Result<Vec<String>, Error> {
        (**self).protected_people(deployment)
    }

    fn protect_people(&self, deployment: u32, people: &[String]) -> Result<(), Error> {
        (**self).protect_people(deployment, people)
    }

    fn add_reclaim(&self, deployment: u32, plan: &ReclaimPlan) -> Result<u32, Error> {
        (**self).add_reclaim(deployment, plan)
    }

    fn reclaims(&self, deployment: u32) -> Result<Vec<ReclaimPlan>, Error> {
        (**self).reclaims(deployment)
    }

    fn note_step(&self, plan: u32, from: StepState, step: &ReclaimStep) -> Result<bool, Error> {
        (**self).note_step(plan, from, step)
    }

    fn erase_reclaim(&self, plan: u32) -> Result<(), Error> {
        (**self).erase_reclaim(plan)
    }
}

impl<S: PeopleStore> PeopleStore for Option<S> {
    fn seat_days(&self, deployment: u32, from: Date) -> Result<Vec<SeatDay>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), |store| store.seat_days(deployment, from))
    }

    fn keep_seat_days(&self, deployment: u32, days: &[SeatDay], oldest: Date) -> Result<(), Error> {
        there(self)?.keep_seat_days(deployment, days, oldest)
    }

    fn keeps_names(&self) -> Result<bool, Error> {
        self.as_ref().map_or(Ok(false), PeopleStore::keeps_names)
    }

    fn keep_names(&self, keep: bool) -> Result<(), Error> {
        there(self)?.keep_names(keep)
    }

    fn keep_people(
        &self,
        deployment: u32,
        day: Date,
        people: &[KeptPerson],
        oldest: Date,
    ) -> Result<(), Error> {
        there(self)?.keep_people(deployment, day, people, oldest)
    }

    fn people_days(&self, deployment: u32) -> Result<Vec<Date>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), |store| store.people_days(deployment))
    }

    fn people_on(&self, deployment: u32, day: Date) -> Result<Vec<KeptPerson>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), |store| store.people_on(deployment, day))
    }

    fn protected_people(&self, deployment: u32) -> Result<Vec<String>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), |store| store.protected_people(deployment))
    }

    fn protect_people(&self, deployment: u32, people: &[String]) -> Result<(), Error> {
        there(self)?.protect_people(deployment, people)
    }

    fn add_reclaim(&self, deployment: u32, plan: &ReclaimPlan) -> Result<u32, Error> {
        there(self)?.add_reclaim(deployment, plan)
    }

    fn reclaims(&self, deployment: u32) -> Result<Vec<ReclaimPlan>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), |store| store.reclaims(deployment))
    }

    fn note_step(&self, plan: u32, from: StepState, step: &ReclaimStep) -> Result<bool, Error> {
        there(self)?.note_step(plan, from, step)
    }

    fn erase_reclaim(&self, plan: u32) -> Result<(), Error> {
        there(self)?.erase_reclaim(plan)
    }
}
