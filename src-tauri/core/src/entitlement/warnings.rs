//! The server's warnings and errors beyond those of single licenses, in its order (coder/coder,
//! `enterprise/coderd/license/license.go`, `LicensesEntitlements` after the loop, `LicenseExpirationWarning`).

use crate::feature::FeatureName;
use crate::instant::Instant;

use super::merge::{Merged, order};
use super::seats::SeatVerdict;
use super::texts::ServerText;
use super::{DeploymentFacts, Entitlement, Entitlements, Feature};

/// The end of the term is announced within this many days.
const EXPIRY_DAYS: i64 = 30;
/// The same, of a trial.
const TRIAL_EXPIRY_DAYS: i64 = 7;
const DAY: i64 = 86_400;

/// Says what is to be said of the merged features.
pub(super) struct Warner<'a> {
    pub(super) facts: &'a DeploymentFacts,
    pub(super) answer: &'a mut Entitlements,
    pub(super) merged: &'a mut Merged,
}

impl Warner<'_> {
    pub(super) fn warn(
        mut self,
        terms: &[(Instant, Instant)],
        seats: Option<&SeatVerdict>,
        has_addon: bool,
        now: Instant,
    ) {
        self.end_of_term(terms, now);
        self.replicas();
        self.external_auth();
        self.external_agents();
        self.managed_agents();
        if !self.answer.has_license {
            return;
        }
        if let Some(seats) = seats {
            self.users(seats);
        }
        self.ai_seats();
        self.switched_on();
        let gateway = self.feature(&FeatureName::AiBridge);
        if gateway.enabled && gateway.entitlement.allows_use() && !has_addon {
            self.warning(ServerText::AiGatewayWithoutAddon.with(&[]));
        }
    }

    /// The first stretch of terms that follow each other without a gap ends soon. Whether it has begun, or is over,
    /// is not asked: a gap later on, and what follows it, stay unmentioned.
    fn end_of_term(&mut self, terms: &[(Instant, Instant)], now: Instant) {
        let Some(end) = first_end(terms) else { return };
        if !now.is_before(end) {
            return;
        }
        // Part of a day counts as a day.
        let days = (end.since(now) - 1) / DAY + 1;
        let announced = if self.answer.trial { TRIAL_EXPIRY_DAYS } else { EXPIRY_DAYS };
        if days < announced {
            let text = if days > 1 { ServerText::ExpiresInDays } else { ServerText::ExpiresInDay };
            self.warning(text.with(&[&days]));
        }
    }

    fn replicas(&mut self) {
        if self.facts.replicas > 1 {
            match self.feature(&FeatureName::HighAvailability).entitlement {
                Entitlement::NotEntitled if self.answer.has_license => {
                    self.error(ServerText::ReplicasNotEntitled);
                }
                Entitlement::NotEntitled => self.error(ServerText::ReplicasNoLicense),
                Entitlement::GracePeriod => self.warning(ServerText::ReplicasGrace.with(&[])),
                Entitlement::Entitled => {}
            }
        }
    }

    fn external_auth(&mut self) {
        if self.facts.external_auth_providers > 1 {
            match self.feature(&FeatureName::MultipleExternalAuth).entitlement {
                Entitlement::NotEntitled if self.answer.has_license => {
                    self.error(ServerText::ExternalAuthNotEntitled);
                }
                Entitlement::NotEntitled => self.error(ServerText::ExternalAuthNoLicense),
                Entitlement::GracePeriod => self.warning(ServerText::ExternalAuthGrace.with(&[])),
                Entitlement::Entitled => {}
            }
        }
    }

    fn external_agents(&mut self) {
        if self.facts.external_agent_templates > 0 {
            match self.feature(&FeatureName::WorkspaceExternalAgent).entitlement {
                Entitlement::NotEntitled => self.error(ServerText::ExternalAgentsNotEntitled),
                Entitlement::GracePeriod => self.warning(ServerText::ExternalAgentsGrace.with(&[])),
                Entitlement::Entitled => {}
            }
        }
    }

    /// Agents are counted over the usage period of the license that won; without one they are free.
    fn managed_agents(&mut self) {
        let Some(count) = self.facts.managed_agents else { return };
        let Some(agents) = self.merged.features.get_mut(&FeatureName::ManagedAgentLimit) else { return };
        if agents.usage_period.is_none() {
            return;
        }
        agents.actual = Some(count);
        let reached = agents.enabled && agents.limit.is_some_and(|limit| count >= limit);
        if reached {
            self.warning(ServerText::ManagedAgentsReached.with(&[]));
        }
    }

    fn users(&mut self, seats: &SeatVerdict) {
        let (over, grace) = if seats.capable_counted {
            (ServerText::CapableUsersOverLimit, ServerText::CapableUsersGrace)
        } else {
            (ServerText::UsersOverLimit, ServerText::UsersGrace)
        };
        let limit = seats.terms.limit;
        if seats.count > limit {
            self.warning(over.with(&[&seats.count, &limit]));
        } else if seats.terms.entitlement == Entitlement::GracePeriod {
            self.warning(grace.with(&[&seats.count, &limit]));
        }
        if seats.capable_counted && !seats.addon_in_term {
            self.warning(ServerText::CapableCountEnds.with(&[&self.facts.active_users, &seats.count]));
        }
    }

    fn ai_seats(&mut self) {
        let used = self.facts.active_ai_seats;
        let feature = self.feature(&FeatureName::AiGovernanceUserLimit);
        let Some(limit) = feature.limit.filter(|_| used > 0 && feature.entitlement.allows_use()) else {
            return;
        };
        if feature.entitlement == Entitlement::GracePeriod {
            self.warning(ServerText::AiSeatsGrace.with(&[&used, &limit]));
        }
        let (wide_used, wide_limit) = (i128::from(used), i128::from(limit));
        if used > limit {
            self.warning(ServerText::AiSeatsOverLimit.with(&[&used, &limit, &(wide_used - wide_limit)]));
        } else if wide_used * 10 >= wide_limit * 9 {
            self.warning(ServerText::AiSeatsNearLimit.with(&[&(wide_used * 100 / wide_limit)]));
        }
    }

    /// Every feature that is switched on without a license in its term; those with warnings of their own are left
    /// out.
    fn switched_on(&mut self) {
        for name in FeatureName::known().filter(|name| {
            !name.uses_limit()
                && !matches!(name, FeatureName::HighAvailability | FeatureName::MultipleExternalAuth)
        }) {
            let feature = self.feature(&name);
            if feature.enabled {
                match feature.entitlement {
                    Entitlement::NotEntitled => self.warning(ServerText::FeatureNotEntitled.with(&[&name])),
                    Entitlement::GracePeriod => self.warning(ServerText::FeatureGrace.with(&[&name])),
                    Entitlement::Entitled => {}
                }
            }
        }
    }

    fn feature(&self, name: &FeatureName) -> Feature {
        self.merged.features.get(name).cloned().unwrap_or_default()
    }

    fn warning(&mut self, sentence: String) {
        self.answer.warnings.push(sentence);
    }

    fn error(&mut self, text: ServerText) {
        self.answer.errors.push(text.with(&[]));
    }
}

/// The end of the first stretch of terms that overlap or touch.
fn first_end(terms: &[(Instant, Instant)]) -> Option<Instant> {
    let mut terms: Vec<_> = terms.iter().filter(|(starts, ends)| !ends.is_before(*starts)).collect();
    terms.sort_by(|left, right| order(left.0, right.0));
    let mut terms = terms.into_iter();
    let mut end = terms.next()?.1;
    for (starts, ends) in terms {
        if end.is_before(*starts) {
            break;
        }
        if end.is_before(*ends) {
            end = *ends;
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(terms: &[(i64, i64)]) -> Option<i64> {
        let terms: Vec<_> = terms
            .iter()
            .map(|(starts, ends)| (Instant::from_unix(*starts), Instant::from_unix(*ends)))
            .collect();
        first_end(&terms).map(Instant::unix)
    }

    #[test]
    fn terms_that_touch_are_one_stretch() {
        assert_eq!(end(&[(20, 30), (0, 10), (10, 20)]), Some(30));
        assert_eq!(end(&[(11, 20), (0, 10)]), Some(10));
        assert_eq!(end(&[(0, 100), (10, 20), (15, 40)]), Some(100));
    }

    #[test]
    fn a_term_that_ends_before_it_begins_is_passed_over() {
        assert_eq!(end(&[(5, 4)]), None);
        assert_eq!(end(&[(5, 4), (7, 7)]), Some(7));
    }

    fn announced(seconds: i64, trial: bool) -> Vec<String> {
        let facts = DeploymentFacts::default();
        let mut answer = Entitlements { trial, ..Entitlements::default() };
        let mut merged = Merged::default();
        let mut warner = Warner { facts: &facts, answer: &mut answer, merged: &mut merged };
        warner.end_of_term(&[(Instant::from_unix(0), Instant::from_unix(seconds))], Instant::from_unix(0));
        answer.warnings
    }

    #[test]
    fn part_of_a_day_counts_as_a_day() {
        assert_eq!(announced(1, false), ["Your license expires in 1 day."]);
        assert_eq!(announced(DAY, false), ["Your license expires in 1 day."]);
        assert_eq!(announced(DAY + 1, false), ["Your license expires in 2 days."]);
        assert_eq!(announced(29 * DAY, false), ["Your license expires in 29 days."]);
        assert_eq!(announced(0, false), Vec::<String>::new());
        assert_eq!(announced(29 * DAY + 1, false), Vec::<String>::new());
        assert_eq!(announced(6 * DAY + 1, true), Vec::<String>::new());
        assert_eq!(announced(6 * DAY, true), ["Your license expires in 6 days."]);
    }
}
