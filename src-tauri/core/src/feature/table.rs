//! The table of features, as of Coder v2.34 (coder/coder, `codersdk/deployment.go`: `FeatureNames`, `Humanize`,
//! `AlwaysEnable`, `UsesLimit`, `UsesUsagePeriod`, `FeatureSet.Features`).

use super::FeatureName::{self, *};

/// What is licensed of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The feature itself.
    Switch,
    /// A number of seats, counted now.
    Seats,
    /// An amount, counted over a usage period.
    UsagePeriod,
}

/// The smallest set that holds a feature; the enterprise set is part of the premium set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InSet {
    /// No set: limits are always given singly.
    None,
    /// The enterprise set, and so the premium set.
    Enterprise,
    /// The premium set alone.
    Premium,
}

/// One feature.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) feature: FeatureName,
    pub(super) name: &'static str,
    pub(super) display: &'static str,
    pub(super) in_set: InSet,
    pub(super) kind: Kind,
    pub(super) always_enabled: bool,
}

/// A feature that the server's settings switch.
const fn switched(feature: FeatureName, name: &'static str, display: &'static str, in_set: InSet) -> Row {
    Row { feature, name, display, in_set, kind: Kind::Switch, always_enabled: false }
}

/// A feature that is on as soon as it is licensed.
const fn always(feature: FeatureName, name: &'static str, display: &'static str, in_set: InSet) -> Row {
    Row { feature, name, display, in_set, kind: Kind::Switch, always_enabled: true }
}

/// A feature that comes with a limit.
const fn limited(feature: FeatureName, name: &'static str, display: &'static str, kind: Kind) -> Row {
    Row { feature, name, display, in_set: InSet::None, kind, always_enabled: false }
}

/// Every feature, in Coder's order.
pub(super) static TABLE: [Row; 28] = [
    limited(UserLimit, "user_limit", "User Limit", Kind::Seats),
    switched(AuditLog, "audit_log", "Audit Log", InSet::Enterprise),
    switched(ConnectionLog, "connection_log", "Connection Log", InSet::Enterprise),
    switched(BrowserOnly, "browser_only", "Browser Only", InSet::Enterprise),
    switched(Scim, "scim", "SCIM", InSet::Enterprise),
    switched(TemplateRbac, "template_rbac", "Template RBAC", InSet::Enterprise),
    always(HighAvailability, "high_availability", "High Availability", InSet::Enterprise),
    always(MultipleExternalAuth, "multiple_external_auth", "Multiple External Auth", InSet::Enterprise),
    always(
        ExternalProvisionerDaemons,
        "external_provisioner_daemons",
        "External Provisioner Daemons",
        InSet::Enterprise,
    ),
    always(Appearance, "appearance", "Appearance", InSet::Enterprise),
    switched(
        AdvancedTemplateScheduling,
        "advanced_template_scheduling",
        "Advanced Template Scheduling",
        InSet::Enterprise,
    ),
    switched(WorkspaceProxy, "workspace_proxy", "Workspace Proxy", InSet::Enterprise),
    switched(UserRoleManagement, "user_role_management", "User Role Management", InSet::Enterprise),
    switched(
        ExternalTokenEncryption,
        "external_token_encryption",
        "External Token Encryption",
        InSet::Enterprise,
    ),
    always(WorkspaceBatchActions, "workspace_batch_actions", "Workspace Batch Actions", InSet::Enterprise),
    always(TaskBatchActions, "task_batch_actions", "Task Batch Actions", InSet::Enterprise),
    switched(AccessControl, "access_control", "Access Control", InSet::Enterprise),
    switched(ControlSharedPorts, "control_shared_ports", "Control Shared Ports", InSet::Enterprise),
    always(CustomRoles, "custom_roles", "Custom Roles", InSet::Premium),
    always(MultipleOrganizations, "multiple_organizations", "Multiple Organizations", InSet::Premium),
    always(WorkspacePrebuilds, "workspace_prebuilds", "Workspace Prebuilds", InSet::Enterprise),
    limited(ManagedAgentLimit, "managed_agent_limit", "Managed Agent Limit", Kind::UsagePeriod),
    always(WorkspaceExternalAgent, "workspace_external_agent", "Workspace External Agent", InSet::Enterprise),
    switched(AiBridge, "aibridge", "AI Gateway", InSet::Enterprise),
    always(Boundary, "boundary", "Boundary", InSet::Enterprise),
    always(ServiceAccounts, "service_accounts", "Service Accounts", InSet::Premium),
    limited(AiGovernanceUserLimit, "ai_governance_user_limit", "AI Governance User Limit", Kind::Seats),
    limited(AgentRuntimeHours, "agent_runtime_hours", "Agent Runtime Hours", Kind::UsagePeriod),
];
