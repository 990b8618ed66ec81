//! Nothing of seats and people is kept for a deployment that is not kept, and so no seat is reclaimed there: a plan
//! must be on the disk before it begins.

use jiff::civil::Date;
use seatkeeper_core::error::Error;
use seatkeeper_core::ports::{KeptPerson, PeopleStore, ReclaimPlan, ReclaimStep, SeatDay, StepState};

use super::{PassingStore, not_kept};

impl PeopleStore for PassingStore {
    fn seat_days(&self, _: u32, _: Date) -> Result<Vec<SeatDay>, Error> {
        Ok(Vec::new())
    }

    fn keep_seat_days(&self, _: u32, _: &[SeatDay], _: Date) -> Result<(), Error> {
        Ok(())
    }

    fn keeps_names(&self) -> Result<bool, Error> {
        Ok(false)
    }

    fn keep_names(&self, _: bool) -> Result<(), Error> {
        Err(not_kept())
    }

    fn keep_people(&self, _: u32, _: Date, _: &[KeptPerson], _: Date) -> Result<(), Error> {
        Ok(())
    }

    fn people_days(&self, _: u32) -> Result<Vec<Date>, Error> {
        Ok(Vec::new())
    }

    fn people_on(&self, _: u32, _: Date) -> Result<Vec<KeptPerson>, Error> {
        Ok(Vec::new())
    }

    fn protected_people(&self, _: u32) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }

    fn protect_people(&self, _: u32, _: &[String]) -> Result<(), Error> {
        Err(not_kept())
    }

    fn add_reclaim(&self, _: u32, _: &ReclaimPlan) -> Result<u32, Error> {
        Err(not_kept())
    }

    fn reclaims(&self, _: u32) -> Result<Vec<ReclaimPlan>, Error> {
        Ok(Vec::new())
    }

    fn note_step(&self, _: u32, _: StepState, _: &ReclaimStep) -> Result<bool, Error> {
        Err(not_kept())
    }

    fn erase_reclaim(&self, _: u32) -> Result<(), Error> {
        Ok(())
    }
}
