//! The dates of one license.

use crate::entitlement::Installed;
use crate::instant::Instant;
use crate::license::{Claims, coder_answer};

/// Five years: until then a term that ends later is too long for Coder, and the license does not count.
const LONGEST_TERM: i64 = 5 * 365 * 86_400;

/// When a license counts. `starts` ≤ `ends` ≤ `grace_until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term {
    /// `nbf`: its first second.
    pub starts: Instant,
    /// `license_expires`: the end of the term and the start of the grace period.
    pub ends: Instant,
    /// `exp`: the first second at which it no longer counts.
    pub grace_until: Instant,
}

impl Term {
    /// The term of these dates, if there is an instant at which such a license counts. After `exp` nothing counts,
    /// so a term that is said to last longer ends there; one that ends before it begins is all grace.
    pub fn new(starts: Instant, ends: Instant, grace_until: Instant) -> Option<Self> {
        let (starts, ends, grace_until) = (as_counted(starts), as_counted(ends), as_counted(grace_until));
        (starts < grace_until).then(|| Self { starts, ends: ends.clamp(starts, grace_until), grace_until })
    }

    /// The term of a license; `None` where a date is missing, or where it never counts.
    pub fn of(claims: &Claims) -> Option<Self> {
        Self::new(claims.not_before?, claims.license_expires?, claims.expires_at?)
    }

    /// When an installed license counts by all of Coder's rules, whatever the time is now; `None` where it never does.
    /// It begins late where it was issued after its start, or where its term was too long at first. Its lock is not
    /// asked: that is tested when it is installed (coder/coder, `enterprise/coderd/license/license.go`,
    /// `validateClaims`, `LicensesEntitlements`).
    pub fn counted(license: &Installed<'_>) -> Option<Self> {
        let claims = license.reading.ok()?;
        let (starts, ends) = (claims.not_before?, claims.license_expires?);
        let starts = later(later(starts, claims.issued_at?), ends.plus(-LONGEST_TERM));
        let last = claims.expires_at?;
        let last = license.expires_at.map_or(last, |noted| if noted.is_before(last) { noted } else { last });
        let answer = coder_answer(license.reading, starts, None);
        if answer.rule_faults.is_empty() { Self::new(starts, ends, last) } else { None }
    }
}

fn later(left: Instant, right: Instant) -> Instant {
    if left.is_before(right) { right } else { left }
}

/// Dates near the end of the range lie in the far past for Coder's clock (see [`Instant::is_before`]).
fn as_counted(at: Instant) -> Instant {
    const EPOCH: Instant = Instant::from_unix(0);
    if at > EPOCH && at.is_before(EPOCH) { Instant::from_unix(i64::MIN) } else { at }
}
