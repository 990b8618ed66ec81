//! The same for seats and people.

use jiff::civil::Date;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::{KeptPerson, PeopleStore, ReclaimPlan, ReclaimStep, SeatDay, StepState};

use crate::SqliteStore;

impl PeopleStore for SqliteStore {
    fn seat_days(&self, deployment: u32, from: Date) -> Result<Vec<SeatDay>, Error> {
        Ok(self.seat_history(deployment, from)?)
    }

    fn keep_seat_days(&self, deployment: u32, days: &[SeatDay], oldest: Date) -> Result<(), Error> {
        self.replace_seat_days(deployment, days, oldest)
    }

    fn keeps_names(&self) -> Result<bool, Error> {
        Ok(self.are_names_kept()?)
    }

    fn keep_names(&self, keep: bool) -> Result<(), Error> {
        Ok(self.choose_names(keep)?)
    }

    fn keep_people(
        &self,
        deployment: u32,
        day: Date,
        people: &[KeptPerson],
        oldest: Date,
    ) -> Result<(), Error> {
        self.replace_people(deployment, day, people, oldest)
    }

    fn people_days(&self, deployment: u32) -> Result<Vec<Date>, Error> {
        Ok(self.list_days(deployment)?)
    }

    fn people_on(&self, deployment: u32, day: Date) -> Result<Vec<KeptPerson>, Error> {
        Ok(self.list_of(deployment, day)?)
    }

    fn protected_people(&self, deployment: u32) -> Result<Vec<String>, Error> {
        Ok(self.protected(deployment)?)
    }

    fn protect_people(&self, deployment: u32, people: &[String]) -> Result<(), Error> {
        self.replace_protected(deployment, people)
    }

    fn add_reclaim(&self, deployment: u32, plan: &ReclaimPlan) -> Result<u32, Error> {
        self.insert_reclaim(deployment, plan)
    }

    fn reclaims(&self, deployment: u32) -> Result<Vec<ReclaimPlan>, Error> {
        Ok(self.reclaim_plans(deployment)?)
    }

    fn note_step(&self, plan: u32, from: StepState, step: &ReclaimStep) -> Result<bool, Error> {
        Ok(self.move_step(plan, from, step)?)
    }

    fn erase_reclaim(&self, plan: u32) -> Result<(), Error> {
        Ok(self.delete_reclaim(plan)?)
    }
}
