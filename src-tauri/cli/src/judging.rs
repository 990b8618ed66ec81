//! Judging texts by the keys, the clock and the zone of this call.

use jiff::tz::TimeZone;
use seatkeeper_adapters::{StoreError, SystemClock};
use seatkeeper_core::Instant;
use seatkeeper_core::check::{Check, Context, Verdict, check_bytes, check_unreadable};
use seatkeeper_core::error::Error;
use seatkeeper_core::file::FileFault;
use seatkeeper_core::license::KeyRing;

use crate::args::JudgingArguments;
use crate::keys::{StoredKeys, ring_of};
use crate::status;

/// Coder warns this many days before the end of a term.
const EXPIRING_DAYS: u32 = 30;

/// What all texts of one call are judged by.
pub(crate) struct Judge {
    now: Instant,
    zone: TimeZone,
    built_at: Instant,
    ring: KeyRing,
    stored: StoredKeys,
    deployment: Option<String>,
    exact: bool,
    expires_within: Option<i64>,
}

impl Judge {
    pub(crate) fn new(arguments: &JudgingArguments) -> Result<Self, Error> {
        Ok(Self {
            now: arguments.at.unwrap_or_else(|| SystemClock.now()),
            zone: SystemClock.local_days(),
            // A time that was asked for is not this computer's clock, so it cannot be doubtful.
            built_at: if arguments.at.is_some() { Instant::from_unix(i64::MIN) } else { built_at() },
            ring: ring_of(&arguments.key)?,
            stored: StoredKeys::default(),
            deployment: arguments.deployment.clone(),
            exact: false,
            expires_within: None,
        })
    }

    pub(crate) fn exact(self, exact: bool) -> Self {
        Self { exact, ..self }
    }

    pub(crate) fn expires_within(self, expires_within: Option<i64>) -> Self {
        Self { expires_within, ..self }
    }

    /// The instant of the verdicts.
    pub(crate) fn now(&self) -> Instant {
        self.now
    }

    /// The zone in which days are named.
    pub(crate) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// What the words of a verdict depend on.
    pub(crate) fn context(&self) -> Context<'_> {
        self.context_with(self.stored.loaded().unwrap_or(&self.ring))
    }

    /// Judges what was read, or that it could not be.
    pub(crate) fn check(&self, read: Result<Vec<u8>, FileFault>) -> Vec<Check> {
        let context = self.context_with(&self.ring);
        let checks = match &read {
            Ok(bytes) => check_bytes(bytes, &context),
            Err(fault) => vec![check_unreadable(fault.clone(), &context)],
        };
        // Only now is the store worth its time: a key added in the window may have signed it.
        match (read, checks.iter().any(|check| check.verdict == Verdict::UnknownKey)) {
            (Ok(bytes), true) => match self.stored.ring(&self.ring) {
                Some(ring) => check_bytes(&bytes, &self.context_with(ring)),
                None => checks,
            },
            (Ok(_) | Err(_), _) => checks,
        }
    }

    /// The exit status that a verdict asks for.
    pub(crate) fn status(&self, check: &Check) -> u8 {
        match check.verdict {
            Verdict::Unreadable => status::NOT_READ,
            Verdict::Valid | Verdict::Expiring | Verdict::Grace if !self.ends_soon(check) => status::FINE,
            Verdict::Valid
            | Verdict::Expiring
            | Verdict::Grace
            | Verdict::NotYetValid
            | Verdict::Expired
            | Verdict::WrongDeployment
            | Verdict::Refused
            | Verdict::BadSignature
            | Verdict::UnknownKey
            | Verdict::Unsigned
            | Verdict::Malformed
            | Verdict::NotALicense => status::NEEDS_ATTENTION,
        }
    }

    /// Why the keys of the store could not be asked, if that was tried.
    pub(crate) fn store_error(&self) -> Option<StoreError> {
        self.stored.error()
    }

    fn ends_soon(&self, check: &Check) -> bool {
        let end = check.license().and_then(|license| license.claims().license_expires);
        match (self.expires_within, end) {
            (Some(within), Some(end)) => end <= self.now.plus(within),
            (Some(_) | None, _) => false,
        }
    }

    fn context_with<'a>(&'a self, ring: &'a KeyRing) -> Context<'a> {
        Context {
            now: self.now,
            zone: self.zone.clone(),
            ring,
            deployment: self.deployment.as_deref(),
            exact: self.exact,
            built_at: self.built_at,
            expiring_days: EXPIRING_DAYS,
        }
    }
}

fn built_at() -> Instant {
    Instant::from_unix(env!("SEATKEEPER_BUILT_AT").parse().unwrap_or(0))
}
