//! What a license can give: the features Coder names, their sets and addons, as of Coder v2.34.
//!
//! Names stay open: a feature this table does not know is kept, and shown with its name made readable.
//! The table is that of coder/coder, `codersdk/deployment.go`.

mod set;
mod table;

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use set::{Addon, FeatureSet};
pub use table::Kind;
use table::{Row, TABLE};

/// The name of a feature; sorts in Coder's order, with those it does not know behind, by name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FeatureName {
    /// `user_limit`: seats.
    UserLimit,
    /// `audit_log`
    AuditLog,
    /// `connection_log`
    ConnectionLog,
    /// `browser_only`
    BrowserOnly,
    /// `scim`
    Scim,
    /// `template_rbac`
    TemplateRbac,
    /// `high_availability`: more than one replica.
    HighAvailability,
    /// `multiple_external_auth`: more than one external auth provider.
    MultipleExternalAuth,
    /// `external_provisioner_daemons`
    ExternalProvisionerDaemons,
    /// `appearance`
    Appearance,
    /// `advanced_template_scheduling`
    AdvancedTemplateScheduling,
    /// `workspace_proxy`
    WorkspaceProxy,
    /// `user_role_management`
    UserRoleManagement,
    /// `external_token_encryption`
    ExternalTokenEncryption,
    /// `workspace_batch_actions`
    WorkspaceBatchActions,
    /// `task_batch_actions`
    TaskBatchActions,
    /// `access_control`
    AccessControl,
    /// `control_shared_ports`
    ControlSharedPorts,
    /// `custom_roles`
    CustomRoles,
    /// `multiple_organizations`
    MultipleOrganizations,
    /// `workspace_prebuilds`
    WorkspacePrebuilds,
    /// `managed_agent_limit`: workspaces built with managed agents in a usage period.
    ManagedAgentLimit,
    /// `workspace_external_agent`
    WorkspaceExternalAgent,
    /// `aibridge`: the AI Gateway.
    AiBridge,
    /// `boundary`
    Boundary,
    /// `service_accounts`
    ServiceAccounts,
    /// `ai_governance_user_limit`: seats of the AI Governance addon.
    AiGovernanceUserLimit,
    /// `agent_runtime_hours`: hours in a usage period.
    AgentRuntimeHours,
    /// A name of an older or a newer server.
    Other(String),
}

impl FeatureName {
    /// The feature that this exact name stands for.
    pub fn of(name: &str) -> Self {
        match TABLE.iter().find(|row| row.name == name) {
            Some(row) => row.feature.clone(),
            None => Self::Other(name.to_owned()),
        }
    }

    /// Every feature Coder knows, in its order.
    pub fn known() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.feature.clone())
    }

    /// Its name in claims and answers.
    pub fn as_str(&self) -> &str {
        if let Self::Other(name) = self {
            return name;
        }
        self.row().map_or("", |row| row.name)
    }

    /// How people read it: "AI Gateway", "Audit Log" (`FeatureName.Humanize`).
    pub fn display(&self) -> String {
        match self.row() {
            Some(row) => row.display.to_owned(),
            None => humanised(self.as_str()),
        }
    }

    /// What is licensed of it: the feature itself, a number of seats, or an amount in a period.
    pub fn kind(&self) -> Kind {
        self.row().map_or(Kind::Switch, |row| row.kind)
    }

    /// Whether it comes with a limit (`FeatureName.UsesLimit`).
    pub fn uses_limit(&self) -> bool {
        match self.kind() {
            Kind::Seats | Kind::UsagePeriod => true,
            Kind::Switch => false,
        }
    }

    /// Whether its use is counted over a period (`FeatureName.UsesUsagePeriod`).
    pub fn uses_usage_period(&self) -> bool {
        self.kind() == Kind::UsagePeriod
    }

    /// Whether it is on as soon as it is licensed, whatever the server's settings (`FeatureName.AlwaysEnable`).
    pub fn always_enabled(&self) -> bool {
        self.row().is_some_and(|row| row.always_enabled)
    }

    /// Whether Coder as of this table knows it.
    pub fn is_known(&self) -> bool {
        self.row().is_some()
    }

    fn row(&self) -> Option<&'static Row> {
        TABLE.iter().find(|row| row.feature == *self)
    }
}

impl fmt::Display for FeatureName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.display())
    }
}

impl Serialize for FeatureName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for FeatureName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of(&String::deserialize(deserializer)?))
    }
}

/// "multiple_git_auth" as "Multiple Git Auth".
fn humanised(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        first + letters.as_str()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_itself() {
        let names: Vec<_> = FeatureName::known().collect();
        assert_eq!(names.len(), 28);
        assert!(names.is_sorted(), "the enum stands in the order of the table");
        for name in names {
            assert_eq!(FeatureName::of(name.as_str()), name);
            assert!(name.is_known() && !name.as_str().is_empty());
        }
    }

    #[test]
    fn a_feature_that_is_not_known_is_kept_and_shown() {
        let older = FeatureName::of("multiple_git_auth");
        assert_eq!(older, FeatureName::Other("multiple_git_auth".to_owned()));
        assert_eq!((older.as_str(), older.display().as_str()), ("multiple_git_auth", "Multiple Git Auth"));
        assert!(!older.is_known() && !older.uses_limit() && !older.always_enabled());
        assert_eq!(FeatureName::of("__ärger_").display(), "Ärger");
        assert_eq!(FeatureName::of("").display(), "");
    }

    #[test]
    fn names_are_exact() {
        assert!(!FeatureName::of("Audit_Log").is_known());
    }
}
