//! A store that is shared, and one that may be missing, are stores too.

mod people;
mod plans;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{HeldLicense, Store, StoredAnswer};
use crate::Instant;
use crate::api::AnswerKind;
use crate::deployment::{AccessUrl, Deployment};
use crate::error::{Error, ErrorCode};
use crate::license::{Fingerprint, LicenseText};

impl<S: Store + ?Sized> Store for Arc<S> {
    fn deployments(&self) -> Result<Vec<Deployment>, Error> {
        (**self).deployments()
    }

    fn add_deployment(&self, deployment: &Deployment) -> Result<u32, Error> {
        (**self).add_deployment(deployment)
    }

    fn change_deployment(&self, deployment: &Deployment) -> Result<(), Error> {
        (**self).change_deployment(deployment)
    }

    fn order_deployments(&self, ids: &[u32]) -> Result<(), Error> {
        (**self).order_deployments(ids)
    }

    fn forget_deployment(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error> {
        (**self).forget_deployment(id, sentence, until)
    }

    fn undo_forget_deployment(&self, undo: u32, now: Instant) -> Result<Option<Deployment>, Error> {
        (**self).undo_forget_deployment(undo, now)
    }

    fn forgotten_origins(&self, now: Instant) -> Result<Vec<AccessUrl>, Error> {
        (**self).forgotten_origins(now)
    }

    fn erase_forgotten(&self, origin: &AccessUrl) -> Result<(), Error> {
        (**self).erase_forgotten(origin)
    }

    fn answers(&self, id: u32) -> Result<BTreeMap<AnswerKind, StoredAnswer>, Error> {
        (**self).answers(id)
    }

    fn keep_answers(&self, id: u32, answers: &BTreeMap<AnswerKind, StoredAnswer>) -> Result<(), Error> {
        (**self).keep_answers(id, answers)
    }

    fn drop_answers(&self, id: u32, kinds: &[AnswerKind]) -> Result<(), Error> {
        (**self).drop_answers(id, kinds)
    }

    fn library(&self) -> Result<Vec<HeldLicense>, Error> {
        (**self).library()
    }

    fn hold_license(
        &self,
        fingerprint: &Fingerprint,
        text: &LicenseText,
        names: &[String],
        now: Instant,
    ) -> Result<bool, Error> {
        (**self).hold_license(fingerprint, text, names, now)
    }

    fn erase_everything(&self) -> Result<(), Error> {
        (**self).erase_everything()
    }
}

/// Where there is no store, nothing is kept: reads are empty, and every change says that it was not saved.
impl<S: Store> Store for Option<S> {
    fn deployments(&self) -> Result<Vec<Deployment>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), Store::deployments)
    }

    fn add_deployment(&self, deployment: &Deployment) -> Result<u32, Error> {
        there(self)?.add_deployment(deployment)
    }

    fn change_deployment(&self, deployment: &Deployment) -> Result<(), Error> {
        there(self)?.change_deployment(deployment)
    }

    fn order_deployments(&self, ids: &[u32]) -> Result<(), Error> {
        there(self)?.order_deployments(ids)
    }

    fn forget_deployment(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error> {
        there(self)?.forget_deployment(id, sentence, until)
    }

    fn undo_forget_deployment(&self, undo: u32, now: Instant) -> Result<Option<Deployment>, Error> {
        there(self)?.undo_forget_deployment(undo, now)
    }

    fn forgotten_origins(&self, now: Instant) -> Result<Vec<AccessUrl>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), |store| store.forgotten_origins(now))
    }

    fn erase_forgotten(&self, origin: &AccessUrl) -> Result<(), Error> {
        there(self)?.erase_forgotten(origin)
    }

    fn answers(&self, id: u32) -> Result<BTreeMap<AnswerKind, StoredAnswer>, Error> {
        self.as_ref().map_or_else(|| Ok(BTreeMap::new()), |store| store.answers(id))
    }

    fn keep_answers(&self, id: u32, answers: &BTreeMap<AnswerKind, StoredAnswer>) -> Result<(), Error> {
        there(self)?.keep_answers(id, answers)
    }

    fn drop_answers(&self, id: u32, kinds: &[AnswerKind]) -> Result<(), Error> {
        there(self)?.drop_answers(id, kinds)
    }

    fn library(&self) -> Result<Vec<HeldLicense>, Error> {
        self.as_ref().map_or_else(|| Ok(Vec::new()), Store::library)
    }

    fn hold_license(
        &self,
        fingerprint: &Fingerprint,
        text: &LicenseText,
        names: &[String],
        now: Instant,
    ) -> Result<bool, Error> {
        there(self)?.hold_license(fingerprint, text, names, now)
    }

    fn erase_everything(&self) -> Result<(), Error> {
        there(self)?.erase_everything()
    }
}

fn there<S>(store: &Option<S>) -> Result<&S, Error> {
    store.as_ref().ok_or_else(|| Error::new(ErrorCode::StoreWriteFailed, "there is no store"))
}
