//! What a deployment may use: its licenses merged as Coder's server merges them.
//!
//! [`evaluate`] is `LicensesEntitlements` of coder/coder (`enterprise/coderd/license/license.go`), and [`Entitlements`]
//! the answer of `GET /api/v2/entitlements`, written by evaluation or read from a server.
//!
//! | Rule | Module |
//! |---|---|
//! | one license after the other, in the server's order | `evaluate` |
//! | what one license gives: set, features given singly, limits, addons | `grants` |
//! | which of two licenses gives more of a feature | `merge` |
//! | seats: one license's terms win as a whole | `seats` |
//! | warnings and errors, in the server's order | `warnings` |
//! | their words | [`texts`] |
//! | the JSON | `json` |
//!
//! `docs/entitlements.md` tells these rules to an administrator.
//!
//! What depends on the order of the licenses: `trial` is the last one's; a feature given singly replaces whatever
//! came before; an addon finds the limit it needs only in its own license or an earlier one; and of equals the
//! first wins. Everything else is the same in any order.

mod evaluate;
#[cfg(feature = "test-hooks")]
pub mod example;
mod grants;
mod json;
mod merge;
mod seats;
pub mod texts;
mod warnings;

/// Runs the examples of the guide.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/entitlements.md")]
mod guide {}

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::feature::FeatureName;
use crate::instant::Instant;
use crate::license::{Claims, VerifyFault};

pub use evaluate::evaluate;
pub use json::ReadFault;

/// Whether a feature is licensed; a later word is more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Entitlement {
    /// No license that counts gives it. On screen: *off*.
    #[default]
    NotEntitled,
    /// The best license that gives it is past its term; the feature works. On screen: *on in grace*.
    GracePeriod,
    /// A license in its term gives it. On screen: *on*.
    Entitled,
}

impl Entitlement {
    /// Whether the feature may be used.
    pub fn allows_use(self) -> bool {
        match self {
            Self::Entitled | Self::GracePeriod => true,
            Self::NotEntitled => false,
        }
    }
}

/// The time over which the use of a feature is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsagePeriod {
    /// When the license was issued; the newest wins.
    pub issued_at: Instant,
    /// The license's `nbf`.
    pub start: Instant,
    /// The license's `exp`, not the end of its term.
    pub end: Instant,
}

/// What a deployment has of one feature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Feature {
    /// Whether it is licensed.
    pub entitlement: Entitlement,
    /// Licensed, and switched on.
    pub enabled: bool,
    /// Seats, or an amount in the usage period; `None` where there is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// How much of it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<i64>,
    /// Where the server begins to warn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soft_limit: Option<i64>,
    /// Where the server begins to refuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hard_limit: Option<i64>,
    /// Agent runtime in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual_ms: Option<i64>,
    /// The time over which `actual` is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_period: Option<UsagePeriod>,
}

/// The answer of `GET /api/v2/entitlements` (coder/coder, `codersdk/deployment.go`, `Entitlements`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entitlements {
    /// Each feature that the server knows.
    pub features: BTreeMap<FeatureName, Feature>,
    /// The server's sentences; [`texts::ServerText::recognise`] tells which.
    pub warnings: Vec<String>,
    /// The server's graver sentences.
    pub errors: Vec<String>,
    /// A license counts now.
    pub has_license: bool,
    /// The last license that counts is a trial.
    pub trial: bool,
    /// A license that counts wants telemetry.
    pub require_telemetry: bool,
    /// When this was last worked out; `None` where the server has not said.
    pub refreshed_at: Option<Instant>,
}

impl Entitlements {
    /// What the deployment has of a feature; nothing where the server does not know it.
    pub fn feature(&self, name: &FeatureName) -> Feature {
        self.features.get(name).cloned().unwrap_or_default()
    }
}

/// A license as a deployment has it installed. The order in which they are handed over is that of the server.
#[derive(Debug, Clone, Copy)]
pub struct Installed<'a> {
    /// The UUID that the server's sentences name it by.
    pub uuid: &'a str,
    /// `exp` as the server noted it at installation: it does not even load a license whose `exp` has come.
    pub expires_at: Option<Instant>,
    /// The claims, or why the text is not read.
    pub reading: Result<&'a Claims, &'a VerifyFault>,
}

impl<'a> Installed<'a> {
    /// A license whose text is good: verified here, or reported by `GET /api/v2/licenses`.
    pub fn new(uuid: &'a str, claims: &'a Claims) -> Self {
        Self { uuid, expires_at: claims.expires_at, reading: Ok(claims) }
    }

    /// A license that the server has stored and cannot read, such as one signed by another key.
    pub fn unreadable(uuid: &'a str, expires_at: Option<Instant>, fault: &'a VerifyFault) -> Self {
        Self { uuid, expires_at, reading: Err(fault) }
    }
}

/// What the rules ask of a deployment beside its licenses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct DeploymentFacts {
    /// Users that hold a seat.
    pub active_users: i64,
    /// Users that hold a seat of the AI Governance addon.
    pub active_ai_seats: i64,
    /// Running servers.
    pub replicas: i64,
    /// External auth providers set up.
    pub external_auth_providers: i64,
    /// Templates that use external agents.
    pub external_agent_templates: i64,
    /// Users that may create workspaces; `None` where the server does not count that way (its experiment
    /// "permission-based licensing").
    pub workspace_capable_users: Option<i64>,
    /// Workspaces built with managed agents in the usage period; `None` where that is not known.
    pub managed_agents: Option<i64>,
    /// Features that the server's settings switch on.
    pub enablements: BTreeMap<FeatureName, bool>,
}

impl DeploymentFacts {
    /// Whether the server's settings switch a feature on.
    pub fn enables(&self, feature: &FeatureName) -> bool {
        self.enablements.get(feature).copied().unwrap_or_default()
    }
}

/// The entitlements, and where they come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// What the server would answer.
    pub entitlements: Entitlements,
    /// For each feature that is licensed, the place of the license whose terms won, among those handed over.
    pub winners: BTreeMap<FeatureName, usize>,
}
