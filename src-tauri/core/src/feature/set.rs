//! Sets of features, and addons.

use crate::license::Claims;

use super::FeatureName;
use super::table::{InSet, TABLE};

/// The set that a license names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeatureSet {
    /// No set: the license gives what it names singly.
    None,
    /// `enterprise`
    Enterprise,
    /// `premium`
    Premium,
    /// A set Coder does not know; it gives nothing.
    Other(String),
}

impl FeatureSet {
    /// The set of this name, in whatever case (coder/coder, `codersdk/deployment.go`, `FeatureSet.Features`).
    pub fn of(name: &str) -> Self {
        match name.to_lowercase().as_str() {
            "" => Self::None,
            "enterprise" => Self::Enterprise,
            "premium" => Self::Premium,
            _ => Self::Other(name.to_owned()),
        }
    }

    /// The set of a license: `all_features` is the older word for the enterprise set, and counts only where no set
    /// is named (coder/coder, `enterprise/coderd/license/license.go`, `LicensesEntitlements`).
    pub fn of_claims(claims: &Claims) -> Self {
        if claims.all_features && claims.feature_set.is_empty() {
            return Self::Enterprise;
        }
        Self::of(&claims.feature_set)
    }

    /// What it gives, in Coder's order; never a limit.
    pub fn features(&self) -> impl Iterator<Item = FeatureName> + '_ {
        TABLE.iter().filter(|row| self.holds(row.in_set)).map(|row| row.feature.clone())
    }

    fn holds(&self, in_set: InSet) -> bool {
        match in_set {
            InSet::None => false,
            InSet::Enterprise => matches!(self, Self::Enterprise | Self::Premium),
            InSet::Premium => *self == Self::Premium,
        }
    }
}

/// An addon that a license names (coder/coder, `codersdk/deployment.go`, `Addon`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addon {
    /// `ai_governance`
    AiGovernance,
    /// An addon Coder does not know; it gives nothing and asks for nothing.
    Other(String),
}

impl Addon {
    /// The addon of this exact name.
    pub fn of(name: &str) -> Self {
        match name {
            "ai_governance" => Self::AiGovernance,
            _ => Self::Other(name.to_owned()),
        }
    }

    /// How people read it.
    pub fn display(&self) -> String {
        match self {
            Self::AiGovernance => "AI Governance".to_owned(),
            Self::Other(name) => super::humanised(name),
        }
    }

    /// What it gives.
    pub fn features(&self) -> &'static [FeatureName] {
        match self {
            Self::AiGovernance => &[FeatureName::AiBridge, FeatureName::Boundary],
            Self::Other(_) => &[],
        }
    }

    /// The limits without which it does not count (`Addon.ValidateDependencies`).
    pub fn needs(&self) -> &'static [FeatureName] {
        match self {
            Self::AiGovernance => &[FeatureName::AiGovernanceUserLimit],
            Self::Other(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_named_in_any_case_and_gives_no_limit() {
        assert_eq!(FeatureSet::of("PreMium"), FeatureSet::Premium);
        assert_eq!(FeatureSet::of("gold"), FeatureSet::Other("gold".to_owned()));
        assert_eq!(FeatureSet::of("gold").features().count(), 0);
        assert_eq!(FeatureSet::None.features().count(), 0);
        assert_eq!(FeatureSet::Enterprise.features().count(), 21);
        assert_eq!(FeatureSet::Premium.features().count(), 24);
        assert!(!FeatureSet::Premium.features().any(|feature| feature.uses_limit()));
    }

    #[test]
    fn all_features_counts_only_where_no_set_is_named() {
        let of = |set: &str, all_features| {
            FeatureSet::of_claims(&Claims { feature_set: set.to_owned(), all_features, ..Claims::default() })
        };
        assert_eq!(of("", true), FeatureSet::Enterprise);
        assert_eq!(of("", false), FeatureSet::None);
        assert_eq!(of("premium", true), FeatureSet::Premium);
        assert_eq!(of("gold", true), FeatureSet::Other("gold".to_owned()));
    }
}
