//! Licenses of a call that something is worked out from.

use std::path::Path;

use seatkeeper_core::check::{Check, Verdict};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::license::Claims;

use crate::judging::Judge;
use crate::output::Output;
use crate::source::Source;
use crate::status;
use crate::table;

/// A text, by the name that sentences call it by.
pub(crate) struct Reading {
    pub(crate) name: String,
    pub(crate) check: Check,
}

impl Reading {
    /// Every text that a path of the command line stands for.
    pub(crate) fn of_path(judge: &Judge, path: &Path) -> Vec<Self> {
        let mut readings = Vec::new();
        for source in Source::of_path(path) {
            let checks = judge.check(source.read());
            let count = checks.len();
            let named = checks.into_iter().enumerate().map(|(at, check)| Self {
                name: table::label(&source.file_name(), table::index(at, count)),
                check,
            });
            readings.extend(named);
        }
        readings
    }

    /// What it says, if that is signed, or signed by a key that is not known here.
    pub(crate) fn claims(&self) -> Option<&Claims> {
        let trusted = self.check.license().map(|license| license.claims());
        trusted.or_else(|| self.unsigned_claims().filter(|_| self.check.verdict == Verdict::UnknownKey))
    }

    /// What it says though no good signature covers it.
    pub(crate) fn unsigned_claims(&self) -> Option<&Claims> {
        self.check.unverified().and_then(|unverified| unverified.claims.as_ref())
    }

    /// What is to be said of it, with its name: "notes.txt: This looks like plain text, not a license."
    pub(crate) fn why(&self, judge: &Judge) -> String {
        let why = self.check.headline(&judge.context(), &self.name).plain(judge.zone());
        if why.starts_with(&self.name) { why } else { format!("{}: {why}", self.name) }
    }

    /// Says why it is no use, and which status that asks for.
    pub(crate) fn refuse(&self, judge: &Judge, output: &mut Output) -> u8 {
        let about = self.why(judge);
        output.error(&Error::new(ErrorCode::LicenseNotReadable, about.trim_end_matches('.')));
        match self.check.verdict {
            Verdict::Unreadable => status::NOT_READ,
            Verdict::BadSignature
            | Verdict::Unsigned
            | Verdict::Refused
            | Verdict::Malformed
            | Verdict::NotALicense
            | Verdict::UnknownKey
            | Verdict::WrongDeployment
            | Verdict::Expired
            | Verdict::NotYetValid
            | Verdict::Grace
            | Verdict::Expiring
            | Verdict::Valid => status::NEEDS_ATTENTION,
        }
    }
}
