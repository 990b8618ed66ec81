//! What one license that counts gives: its set, features given singly, limits, and addons
//! (coder/coder, `enterprise/coderd/license/license.go`, `LicensesEntitlements`, the loop over the licenses).

use crate::feature::{Addon, FeatureName, FeatureSet, Kind};
use crate::instant::Instant;
use crate::license::Claims;

use super::merge::Merged;
use super::texts::ServerText;
use super::{DeploymentFacts, Entitlement, Feature, UsagePeriod};

/// Managed agents of a premium license that names no limit of its own.
const DEFAULT_MANAGED_AGENTS: i64 = 1_000;
/// The default counts as issued on 2025-07-01, before any license named a limit, so that every named limit wins.
const DEFAULT_ISSUED_AT: Instant = Instant::from_unix(1_751_328_000);
/// A hundred years later.
const DEFAULT_END: Instant = Instant::from_unix(4_907_001_600);

/// The claim of older licenses for the limit of managed agents.
const MANAGED_AGENTS_SOFT: &str = "managed_agent_limit_soft";

const HOURS_ALLOCATION: &str = "agent_runtime_hours_allocation";
const HOURS_SOFT: &str = "agent_runtime_hours_limit_soft";
const HOURS_HARD: &str = "agent_runtime_hours_limit_hard";

/// One license that counts, and what the rules need to know for it.
pub(super) struct Grant<'a> {
    /// Its place among the licenses.
    pub(super) place: usize,
    pub(super) claims: &'a Claims,
    pub(super) entitlement: Entitlement,
    pub(super) facts: &'a DeploymentFacts,
}

impl Grant<'_> {
    /// Adds everything it gives, and says of each addon what it lacks; true where the AI Governance addon counts.
    pub(super) fn apply(&self, merged: &mut Merged, errors: &mut Vec<String>) -> bool {
        // Only this very spelling of the set has the default, though the set is known in any case.
        if self.claims.feature_set == "premium" {
            let period =
                UsagePeriod { issued_at: DEFAULT_ISSUED_AT, start: DEFAULT_ISSUED_AT, end: DEFAULT_END };
            merged.add(
                FeatureName::ManagedAgentLimit,
                self.amount(DEFAULT_MANAGED_AGENTS, period),
                self.place,
            );
        }
        for feature in FeatureSet::of_claims(self.claims).features() {
            let given = self.switch(&feature);
            merged.add(feature, given, self.place);
        }
        for (name, value) in self.claims.features.iter().flatten() {
            self.apply_single(name, *value, merged);
        }
        if let Some(hours) = self.agent_hours() {
            merged.add(FeatureName::AgentRuntimeHours, hours, self.place);
        }
        self.apply_addons(merged, errors)
    }

    /// A feature given singly. Values below 0 and names that Coder does not know are passed over in silence.
    fn apply_single(&self, name: &str, value: i64, merged: &mut Merged) {
        let feature = match name {
            MANAGED_AGENTS_SOFT => FeatureName::ManagedAgentLimit,
            _ => FeatureName::of(name),
        };
        // Agent hours come from claims of their own; the feature's name as a claim gives nothing.
        if value < 0 || !feature.is_known() || feature == FeatureName::AgentRuntimeHours {
            return;
        }
        match feature.kind() {
            Kind::UsagePeriod => {
                if let Some(period) = self.usage_period() {
                    merged.add(feature, self.amount(value, period), self.place);
                }
            }
            Kind::Seats if value > 0 => {
                let governed = feature == FeatureName::AiGovernanceUserLimit;
                let actual = if governed { self.facts.active_ai_seats } else { self.facts.active_users };
                let given = Feature {
                    entitlement: self.entitlement,
                    enabled: true,
                    limit: Some(value),
                    actual: Some(actual),
                    ..Feature::default()
                };
                merged.add(feature, given, self.place);
            }
            // It replaces what set or licenses gave before, even where that was better.
            Kind::Switch if value > 0 => {
                let given = self.switch(&feature);
                merged.replace(feature, given, self.place);
            }
            Kind::Seats | Kind::Switch => {}
        }
    }

    /// An addon counts only where the limits it needs were found, in this license or an earlier one.
    fn apply_addons(&self, merged: &mut Merged, errors: &mut Vec<String>) -> bool {
        let mut governed = false;
        let mut given = Vec::new();
        for name in self.claims.addons.iter().flatten() {
            let addon = Addon::of(name);
            let lacking = addon
                .needs()
                .iter()
                .filter(|need| merged.features.get(need).is_none_or(|feature| feature.limit.is_none()));
            let faults: Vec<_> = lacking
                .map(|need| ServerText::AddonNeeds.with(&[&need.display(), &addon.display()]))
                .collect();
            if faults.is_empty() {
                governed |= addon == Addon::AiGovernance;
                given.extend_from_slice(addon.features());
            } else {
                errors.extend(faults);
            }
        }
        for feature in given {
            let switch = self.switch(&feature);
            merged.add(feature, switch, self.place);
        }
        governed
    }

    /// Agent hours, which three claims make together; claims that do not fit have been refused before.
    fn agent_hours(&self) -> Option<Feature> {
        let allocation = self.claims.feature(HOURS_ALLOCATION)?;
        Some(Feature {
            soft_limit: self.claims.feature(HOURS_SOFT),
            hard_limit: self.claims.feature(HOURS_HARD),
            ..self.amount(allocation, self.usage_period()?)
        })
    }

    /// From `nbf` to `exp`: the grace period counts too.
    fn usage_period(&self) -> Option<UsagePeriod> {
        Some(UsagePeriod {
            issued_at: self.claims.issued_at?,
            start: self.claims.not_before?,
            end: self.claims.expires_at?,
        })
    }

    fn amount(&self, limit: i64, period: UsagePeriod) -> Feature {
        Feature {
            entitlement: self.entitlement,
            enabled: limit > 0,
            limit: Some(limit),
            usage_period: Some(period),
            ..Feature::default()
        }
    }

    fn switch(&self, feature: &FeatureName) -> Feature {
        Feature {
            entitlement: self.entitlement,
            enabled: self.facts.enables(feature) || feature.always_enabled(),
            ..Feature::default()
        }
    }
}
