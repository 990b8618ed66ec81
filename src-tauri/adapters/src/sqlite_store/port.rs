//! The store as the use cases know it.

mod people;
mod plans;

use std::collections::BTreeMap;

use seatkeeper_core::Instant;
use seatkeeper_core::api::AnswerKind;
use seatkeeper_core::deployment::{AccessUrl, Deployment};
use seatkeeper_core::error::Error;
use seatkeeper_core::license::{Fingerprint, LicenseText};
use seatkeeper_core::ports::{HeldLicense, Store, StoredAnswer};

use super::SqliteStore;

impl Store for SqliteStore {
    fn deployments(&self) -> Result<Vec<Deployment>, Error> {
        Ok(self.listed_deployments()?)
    }

    fn add_deployment(&self, deployment: &Deployment) -> Result<u32, Error> {
        self.insert_deployment(deployment)
    }

    fn change_deployment(&self, deployment: &Deployment) -> Result<(), Error> {
        self.update_deployment(deployment)
    }

    fn order_deployments(&self, ids: &[u32]) -> Result<(), Error> {
        Ok(self.reorder_deployments(ids)?)
    }

    fn forget_deployment(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error> {
        self.put_aside(id, sentence, until)
    }

    fn undo_forget_deployment(&self, undo: u32, now: Instant) -> Result<Option<Deployment>, Error> {
        self.take_back(undo, now)
    }

    fn forgotten_origins(&self, now: Instant) -> Result<Vec<AccessUrl>, Error> {
        Ok(self.origins_to_erase(now)?)
    }

    fn erase_forgotten(&self, origin: &AccessUrl) -> Result<(), Error> {
        Ok(self.erase_put_aside(origin)?)
    }

    fn answers(&self, id: u32) -> Result<BTreeMap<AnswerKind, StoredAnswer>, Error> {
        Ok(self.last_answers(id)?)
    }

    fn keep_answers(&self, id: u32, answers: &BTreeMap<AnswerKind, StoredAnswer>) -> Result<(), Error> {
        self.replace_answers(id, answers)
    }

    fn drop_answers(&self, id: u32, kinds: &[AnswerKind]) -> Result<(), Error> {
        Ok(self.erase_answers(id, kinds)?)
    }

    fn library(&self) -> Result<Vec<HeldLicense>, Error> {
        let held = |kept: super::KeptLicense| HeldLicense {
            fingerprint: kept.fingerprint,
            text: kept.text,
            names: kept.names,
        };
        Ok(self.licenses()?.into_iter().map(held).collect())
    }

    fn hold_license(
        &self,
        fingerprint: &Fingerprint,
        text: &LicenseText,
        names: &[String],
        now: Instant,
    ) -> Result<bool, Error> {
        Ok(self.keep_license(&fingerprint.to_string(), text, names, now)?)
    }

    fn erase_everything(&self) -> Result<(), Error> {
        Ok(self.erase_all()?)
    }
}
