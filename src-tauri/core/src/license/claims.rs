//! Every claim that Coder issues, and those it does not, kept as they are.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::instant::Instant;
use crate::license::reading::{Oddities, payload};

/// The claims of a license, as Coder's server holds them after reading
/// (coder/coder, `enterprise/coderd/license/license.go`, `Claims`).
///
/// `None` is a claim that is absent or emptied by `null`; Coder tells it from an empty list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// `jti`: the license's UUID, where it has one.
    pub id: String,
    /// `iss`: not tested by Coder.
    pub issuer: String,
    /// `sub`: not tested by Coder.
    pub subject: String,
    /// `aud`: not tested by Coder.
    pub audience: Option<Vec<String>>,
    /// `iat`: when it was issued.
    pub issued_at: Option<Instant>,
    /// `nbf`: start of the term.
    pub not_before: Option<Instant>,
    /// `exp`: end of the grace period.
    pub expires_at: Option<Instant>,
    /// `license_expires`: end of the term, start of the grace period.
    pub license_expires: Option<Instant>,
    /// `account_type`: "salesforce" is the one known.
    pub account_type: String,
    /// `account_id`: the customer's account.
    pub account_id: String,
    /// `deployment_ids`: the lock; none or an empty list fits every deployment.
    pub deployment_ids: Option<Vec<String>>,
    /// `trial`: a license to try Coder with.
    pub trial: bool,
    /// `feature_set`: "", "enterprise" or "premium".
    pub feature_set: String,
    /// `all_features`: the older word for the enterprise set.
    pub all_features: bool,
    /// `version`: 3 is the one that Coder takes.
    pub version: u64,
    /// `features`: features given singly, and every limit.
    pub features: Option<BTreeMap<String, i64>>,
    /// `require_telemetry`: Coder wants the deployment's telemetry to be on.
    pub require_telemetry: bool,
    /// `publish_usage_data`: Coder wants usage data to be sent.
    pub publish_usage_data: bool,
    /// `addons`: "ai_governance" is the one known.
    pub addons: Option<Vec<String>>,
    /// Claims that Coder does not read, in the order of the text.
    pub unknown: Vec<UnknownClaim>,
}

/// A claim that is kept, not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownClaim {
    /// Its name.
    pub name: String,
    /// Its value as JSON text.
    pub raw: String,
}

impl Claims {
    /// Reads claims that a deployment reports: the payload's JSON without header and signature
    /// (coder/coder, `enterprise/coderd/licenses.go`, `decodeClaims`).
    ///
    /// # Errors
    /// A sentence that says which claims have a type that Coder does not take, or that there are none.
    pub fn from_reported(json: &str) -> Result<Self, String> {
        payload::read(json.as_bytes(), &mut Oddities::default()).map_err(|fault| match fault {
            payload::PayloadFault::Invalid => "its claims cannot be read".to_owned(),
            payload::PayloadFault::Types(names) => format!("claims of a wrong type: {}", names.join(", ")),
        })
    }

    /// The deployments it is locked to; empty where it fits every one.
    pub fn locked_to(&self) -> &[String] {
        self.deployment_ids.as_deref().unwrap_or_default()
    }

    /// Whether the license may be used on `deployment`, compared as text, as Coder does
    /// (coder/coder, `enterprise/coderd/licenses.go`).
    pub fn fits(&self, deployment: &str) -> bool {
        self.locked_to().is_empty() || self.locked_to().iter().any(|id| id == deployment)
    }

    /// The value of a feature given singly.
    pub fn feature(&self, name: &str) -> Option<i64> {
        self.features.as_ref()?.get(name).copied()
    }

    /// The claims as JSON, named as Coder's Go fields are and with dates in RFC 3339.
    pub fn to_json(&self) -> Value {
        let date = |at: Option<Instant>| at.map(Instant::rfc3339);
        json!({
            "account_id": self.account_id,
            "account_type": self.account_type,
            "addons": self.addons,
            "all_features": self.all_features,
            "audience": self.audience,
            "deployment_ids": self.deployment_ids,
            "expires_at": date(self.expires_at),
            "feature_set": self.feature_set,
            "features": self.features,
            "id": self.id,
            "issued_at": date(self.issued_at),
            "issuer": self.issuer,
            "license_expires": date(self.license_expires),
            "not_before": date(self.not_before),
            "publish_usage_data": self.publish_usage_data,
            "require_telemetry": self.require_telemetry,
            "subject": self.subject,
            "trial": self.trial,
            "version": self.version,
        })
    }
}
