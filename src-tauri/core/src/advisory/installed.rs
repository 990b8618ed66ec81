//! Licenses as a deployment reports them, judged at an instant.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::Value;

use crate::Instant;
use crate::api::InstalledLicense;
use crate::check::{Context, ReportedVerdict, Verdict};
use crate::entitlement::Installed;
use crate::license::{Claims, KeyRing};
use crate::validity::Term;

/// Coder warns when fewer days than this are left.
pub(crate) const EXPIRING_DAYS: u32 = 30;

/// A license and what is to be said of it.
pub(crate) struct Judged<'a> {
    pub(crate) license: &'a InstalledLicense,
    /// `None` where its claims cannot be read.
    pub(crate) verdict: Option<ReportedVerdict>,
    /// When it counts, counted or will count; `None` where it never does.
    pub(crate) term: Option<Term>,
}

impl<'a> Judged<'a> {
    pub(crate) fn of(license: &'a InstalledLicense, ring: &KeyRing, now: Instant, zone: &TimeZone) -> Self {
        // Coder tests the lock when a license is installed, and never again.
        let context = context(now, zone, ring, None);
        let claims = license.claims.as_ref().ok();
        Self {
            license,
            verdict: claims.map(|claims| ReportedVerdict::of(claims, &context)),
            term: claims.and_then(|claims| Term::counted(&Installed::new(&license.uuid, claims))),
        }
    }

    pub(crate) fn claims(&self) -> Option<&'a Claims> {
        self.license.claims.as_ref().ok()
    }

    /// Whether it counts now.
    pub(crate) fn counts(&self, now: Instant) -> bool {
        self.term.is_some_and(|term| term.starts <= now && now < term.grace_until)
    }

    /// Whether it is in its term now, not in grace.
    pub(crate) fn in_term(&self, now: Instant) -> bool {
        self.term.is_some_and(|term| term.starts <= now && now <= term.ends && now < term.grace_until)
    }

    /// Whether all of it is over.
    pub(crate) fn is_past(&self) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| verdict.verdict == Verdict::Expired)
    }
}

/// What a license is judged by on a deployment. The claims need no clock of the program's build.
pub(crate) fn context<'c>(
    now: Instant,
    zone: &TimeZone,
    ring: &'c KeyRing,
    deployment: Option<&'c str>,
) -> Context<'c> {
    Context {
        now,
        zone: zone.clone(),
        ring,
        deployment,
        exact: false,
        built_at: Instant::from_unix(i64::MIN),
        expiring_days: EXPIRING_DAYS,
    }
}

/// Whether two readings are of the same license: a deployment reports the claims it does not know in another order,
/// as its JSON library writes them.
pub(crate) fn same_claims(left: &Claims, right: &Claims) -> bool {
    let unknown = |claims: &Claims| -> BTreeMap<String, Value> {
        let value = |raw: &str| serde_json::from_str(raw).unwrap_or_else(|_| Value::from(raw));
        claims.unknown.iter().map(|claim| (claim.name.clone(), value(&claim.raw))).collect()
    };
    let known = |claims: &Claims| Claims { unknown: Vec::new(), ..claims.clone() };
    known(left) == known(right) && unknown(left) == unknown(right)
}
