//! Where a license stands in its life.

use crate::instant::Instant;
use crate::license::Claims;

/// The time of a license's life that an instant falls in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The term has not begun.
    NotYetValid {
        /// The start of the term.
        starts: Instant,
    },
    /// In its term.
    Active {
        /// The end of the term.
        ends: Instant,
    },
    /// The term is over, the grace period is not.
    Grace {
        /// The end of the grace period.
        until: Instant,
    },
    /// Coder no longer counts it.
    Expired {
        /// The end of the grace period.
        since: Instant,
    },
}

impl Standing {
    /// The standing at `now`; `None` where a date is missing.
    ///
    /// `exp` is over at its very second, and `license_expires` is not: Coder tests `now < exp` and
    /// `now > license_expires` (golang-jwt v4 `RegisteredClaims.Valid`; coder/coder, `license.go`).
    pub fn of(claims: &Claims, now: Instant) -> Option<Self> {
        let (starts, ends, until) = (claims.not_before?, claims.license_expires?, claims.expires_at?);
        Some(if !now.is_before(until) {
            Self::Expired { since: until }
        } else if now.is_before(starts) {
            Self::NotYetValid { starts }
        } else if ends.is_before(now) {
            Self::Grace { until }
        } else {
            Self::Active { ends }
        })
    }
}
