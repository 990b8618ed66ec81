//! Seats: of the licenses that name a limit of users one wins, with its limit, its entitlement and its way of
//! counting (coder/coder, `enterprise/coderd/license/license.go`, `selectUserLimit`, `betterUserLimit`).

use std::cmp::Ordering;

use super::{DeploymentFacts, Entitlement};

/// One license's terms for seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SeatTerms {
    /// The license's place.
    pub(super) place: usize,
    pub(super) limit: i64,
    pub(super) entitlement: Entitlement,
    /// The license has the AI Governance addon: only users that may create workspaces take its seats, where the
    /// server counts them.
    pub(super) governed: bool,
}

/// The terms that won.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SeatVerdict {
    pub(super) terms: SeatTerms,
    /// The users that count against the limit.
    pub(super) count: i64,
    /// Users that may create workspaces were counted, not all active ones.
    pub(super) capable_counted: bool,
    /// A license with the addon is in its term.
    pub(super) addon_in_term: bool,
}

/// The terms that win; the first of equals.
pub(super) fn select(candidates: &[SeatTerms], facts: &DeploymentFacts) -> Option<SeatVerdict> {
    let capable = |terms: &SeatTerms| facts.workspace_capable_users.filter(|_| terms.governed);
    let count = |terms: &SeatTerms| capable(terms).unwrap_or(facts.active_users);
    let terms = *candidates
        .iter()
        .reduce(|best, next| if compare(next, best, count).is_gt() { next } else { best })?;
    Some(SeatVerdict {
        terms,
        count: count(&terms),
        capable_counted: capable(&terms).is_some(),
        addon_in_term: candidates
            .iter()
            .any(|terms| terms.governed && terms.entitlement == Entitlement::Entitled),
    })
}

fn compare(left: &SeatTerms, right: &SeatTerms, count: impl Fn(&SeatTerms) -> i64) -> Ordering {
    let within = |terms: &SeatTerms| count(terms) <= terms.limit;
    within(left)
        .cmp(&within(right))
        .then(left.entitlement.cmp(&right.entitlement))
        .then(left.limit.cmp(&right.limit))
        .then(left.governed.cmp(&right.governed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(place: usize, limit: i64, entitlement: Entitlement, governed: bool) -> SeatTerms {
        SeatTerms { place, limit, entitlement, governed }
    }

    fn winner(active: i64, capable: Option<i64>, candidates: &[SeatTerms]) -> (usize, i64) {
        let facts = DeploymentFacts {
            active_users: active,
            workspace_capable_users: capable,
            ..DeploymentFacts::default()
        };
        let verdict = select(candidates, &facts).expect("a license names seats");
        (verdict.terms.place, verdict.count)
    }

    #[test]
    fn seats_do_not_add_up() {
        let candidates =
            [terms(0, 100, Entitlement::Entitled, false), terms(1, 50, Entitlement::Entitled, false)];
        assert_eq!(winner(120, None, &candidates), (0, 120));
    }

    #[test]
    fn enough_seats_in_grace_win_over_too_few_in_term() {
        let candidates =
            [terms(0, 50, Entitlement::Entitled, false), terms(1, 200, Entitlement::GracePeriod, false)];
        assert_eq!(winner(120, None, &candidates), (1, 120));
        assert_eq!(winner(50, None, &candidates), (0, 50));
    }

    #[test]
    fn of_like_terms_those_with_the_addon_win() {
        let candidates =
            [terms(0, 50, Entitlement::Entitled, false), terms(1, 50, Entitlement::Entitled, true)];
        assert_eq!(winner(40, Some(30), &candidates), (1, 30));
        assert_eq!(winner(40, Some(30), &[candidates[1], candidates[0]]), (1, 30));
    }

    #[test]
    fn the_addon_changes_who_counts_only_where_the_server_counts_them() {
        let candidates =
            [terms(0, 100, Entitlement::Entitled, false), terms(1, 50, Entitlement::Entitled, true)];
        assert_eq!(winner(120, Some(40), &candidates), (1, 40));
        assert_eq!(winner(120, None, &candidates), (0, 120));
        assert!(select(&[], &DeploymentFacts::default()).is_none());
    }
}
