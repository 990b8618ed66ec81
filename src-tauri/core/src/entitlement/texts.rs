//! The server's own sentences, word for word: it makes them in English, and they are recognised by their words.
//!
//! From coder/coder: `enterprise/coderd/license/license.go`, `codersdk/licenses.go`, `codersdk/deployment.go`
//! (`ValidateDependencies`), `coderd/entitlements/entitlements.go`.

use std::fmt::Display;

/// A sentence among the `warnings` or `errors` of the server's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServerText {
    /// A license that cannot be read; its UUID and why.
    InvalidLicense,
    /// An addon without its limit; the limit and the addon.
    AddonNeeds,
    /// The last day of the term; "1".
    ExpiresInDay,
    /// The term ends soon; days.
    ExpiresInDays,
    /// Several replicas, and no license gives high availability.
    ReplicasNotEntitled,
    /// Several replicas, and no license at all.
    ReplicasNoLicense,
    /// Several replicas, and high availability is in its grace period.
    ReplicasGrace,
    /// Several external auth providers, and no license gives them.
    ExternalAuthNotEntitled,
    /// Several external auth providers, and no license at all.
    ExternalAuthNoLicense,
    /// Several external auth providers, in the grace period.
    ExternalAuthGrace,
    /// Templates with external agents, and no license gives them.
    ExternalAgentsNotEntitled,
    /// Templates with external agents, in the grace period.
    ExternalAgentsGrace,
    /// Managed agents cannot be counted; why.
    ManagedAgentsNotCounted,
    /// The limit of managed agents is reached.
    ManagedAgentsReached,
    /// More active users than seats; both numbers.
    UsersOverLimit,
    /// More workspace-capable users than seats; both numbers.
    CapableUsersOverLimit,
    /// Seats in the grace period; active users and the limit.
    UsersGrace,
    /// Seats in the grace period; workspace-capable users and the limit.
    CapableUsersGrace,
    /// All active users will count soon; active and workspace-capable users.
    CapableCountEnds,
    /// AI seats in the grace period; seats used and the limit.
    AiSeatsGrace,
    /// More AI seats used than licensed; used, limit, and how many over.
    AiSeatsOverLimit,
    /// 90 % or more of the AI seats used; percent.
    AiSeatsNearLimit,
    /// A feature is switched on that no license gives; its name.
    FeatureNotEntitled,
    /// A feature is on in its grace period; its name.
    FeatureGrace,
    /// The AI Gateway is on without the addon.
    AiGatewayWithoutAddon,
    /// A license wants telemetry, which is off (`LicenseTelemetryRequiredErrorText`).
    TelemetryRequired,
    /// The soft limit of agent hours is reached; used, licensed, soft limit.
    AgentHoursNearLimit,
    /// The agent hours are used up; used and licensed.
    AgentHoursReached,
    /// Agent hours cannot be counted.
    AgentHoursNotCounted,
    /// Claims of agent hours that make no sense.
    AgentHoursClaimsIgnored,
}

impl ServerText {
    /// Every sentence; those that begin with words of their own before those that begin with a value.
    pub const ALL: [Self; 30] = [
        Self::InvalidLicense,
        Self::AddonNeeds,
        Self::ExpiresInDay,
        Self::ExpiresInDays,
        Self::ReplicasNotEntitled,
        Self::ReplicasNoLicense,
        Self::ReplicasGrace,
        Self::ExternalAuthNotEntitled,
        Self::ExternalAuthNoLicense,
        Self::ExternalAuthGrace,
        Self::ExternalAgentsNotEntitled,
        Self::ExternalAgentsGrace,
        Self::ManagedAgentsNotCounted,
        Self::ManagedAgentsReached,
        Self::UsersOverLimit,
        Self::CapableUsersOverLimit,
        Self::UsersGrace,
        Self::CapableUsersGrace,
        Self::CapableCountEnds,
        Self::AiSeatsGrace,
        Self::AiSeatsOverLimit,
        Self::AiSeatsNearLimit,
        Self::AiGatewayWithoutAddon,
        Self::TelemetryRequired,
        Self::AgentHoursNearLimit,
        Self::AgentHoursReached,
        Self::AgentHoursNotCounted,
        Self::AgentHoursClaimsIgnored,
        Self::FeatureNotEntitled,
        Self::FeatureGrace,
    ];

    /// The words, with `{}` for each value.
    pub fn pattern(self) -> &'static str {
        match self {
            Self::InvalidLicense => "Invalid license ({}) parsing claims: {}",
            Self::AddonNeeds => "Feature {} must be set when using the {} addon.",
            Self::ExpiresInDay => "Your license expires in {} day.",
            Self::ExpiresInDays => "Your license expires in {} days.",
            Self::ReplicasNotEntitled => {
                "You have multiple replicas but your license is not entitled to high availability. You will be unable to connect to workspaces."
            }
            Self::ReplicasNoLicense => {
                "You have multiple replicas but high availability is an Enterprise feature. You will be unable to connect to workspaces."
            }
            Self::ReplicasGrace => {
                "You have multiple replicas but your license for high availability is expired. Reduce to one replica or workspace connections will stop working."
            }
            Self::ExternalAuthNotEntitled => {
                "You have multiple External Auth Providers configured but your license is limited at one."
            }
            Self::ExternalAuthNoLicense => {
                "You have multiple External Auth Providers configured but this is an Enterprise feature. Reduce to one."
            }
            Self::ExternalAuthGrace => {
                "You have multiple External Auth Providers configured but your license is expired. Reduce to one."
            }
            Self::ExternalAgentsNotEntitled => {
                "You have templates which use external agents but your license is not entitled to this feature."
            }
            Self::ExternalAgentsGrace => {
                "You have templates which use external agents but your license is expired."
            }
            Self::ManagedAgentsNotCounted => "Error getting managed agent count: {}",
            Self::ManagedAgentsReached => {
                "You have built more workspaces with managed agents than your license allows."
            }
            Self::UsersOverLimit => "Your deployment has {} active users but is only licensed for {}.",
            Self::CapableUsersOverLimit => {
                "Your deployment has {} workspace-capable users but is only licensed for {}."
            }
            Self::UsersGrace => {
                "Your deployment has {} active users but the license with the limit {} is expired."
            }
            Self::CapableUsersGrace => {
                "Your deployment has {} workspace-capable users but the license with the limit {} is expired."
            }
            Self::CapableCountEnds => {
                "Your license with the AI Governance addon is expired. When it fully expires, all {} active users will count toward the user limit instead of the {} workspace-capable users."
            }
            Self::AiSeatsGrace => {
                "Your deployment has {} active AI Governance seats but the license with the limit {} is expired."
            }
            Self::AiSeatsOverLimit => {
                "Your organization is using {} of {} AI Governance add-on seats ({} over the limit)."
            }
            Self::AiSeatsNearLimit => "You have used {}% of your AI Governance add-on seats.",
            Self::FeatureNotEntitled => "{} is enabled but your license is not entitled to this feature.",
            Self::FeatureGrace => "{} is enabled but your license for this feature is expired.",
            Self::AiGatewayWithoutAddon => {
                "The AI Governance add-on is required to use AI Gateway. Please reach out to your account team or sales@coder.com to learn more."
            }
            Self::TelemetryRequired => "License requires telemetry but telemetry is disabled",
            Self::AgentHoursNearLimit => {
                "Your deployment is approaching its Coder Agent runtime hours allocation: {} of the {} hours included in the current license term are used, at or above the advisory soft limit of {} hours."
            }
            Self::AgentHoursReached => {
                "Your deployment has used {} of the {} Coder Agent runtime hours included in the current license term."
            }
            Self::AgentHoursNotCounted => {
                "Unable to determine Coder Agent runtime usage. Reported runtime hours are unavailable until the next successful refresh; workspaces are unaffected. Check the coderd logs for details."
            }
            Self::AgentHoursClaimsIgnored => {
                "A license contains unusable Coder Agent runtime hour claims, which were ignored. The rest of that license is unaffected. Check the coderd logs for the affected license and claims, and contact support to have the license re-issued."
            }
        }
    }

    /// The sentence with its values, in the order of the pattern.
    pub fn with(self, values: &[&dyn Display]) -> String {
        let mut values = values.iter();
        let mut sentence = String::new();
        for (place, words) in self.pattern().split("{}").enumerate() {
            if place > 0
                && let Some(value) = values.next()
            {
                sentence.push_str(&value.to_string());
            }
            sentence.push_str(words);
        }
        sentence
    }

    /// The values of `sentence`, if it is this one.
    pub fn values(self, sentence: &str) -> Option<Vec<&str>> {
        let mut words = self.pattern().split("{}");
        let mut rest = sentence.strip_prefix(words.next()?)?;
        let mut values = Vec::new();
        let mut next = words.next();
        while let Some(here) = next {
            next = words.next();
            // The last words end the sentence; the others end a value at their first place.
            let value = match next {
                None => rest.strip_suffix(here)?,
                Some(_) => rest.split_once(here)?.0,
            };
            values.push(value);
            rest = &rest[value.len() + here.len()..];
        }
        rest.is_empty().then_some(values)
    }

    /// Which sentence it is, and its values.
    pub fn recognise(sentence: &str) -> Option<(Self, Vec<&str>)> {
        Self::ALL.into_iter().find_map(|text| Some((text, text.values(sentence)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_recognised_with_its_values() {
        for text in ServerText::ALL {
            let count = text.pattern().matches("{}").count();
            let values = ["7", "250", "SCIM"];
            let given: Vec<&dyn Display> =
                values.iter().take(count).map(|value| value as &dyn Display).collect();
            let sentence = text.with(&given);
            assert_eq!(
                ServerText::recognise(&sentence),
                Some((text, values[..count].to_vec())),
                "{sentence}"
            );
        }
    }

    #[test]
    fn a_reason_may_hold_any_words() {
        let sentence = "Invalid license (u) parsing claims: (a) parsing claims: b";
        assert_eq!(
            ServerText::recognise(sentence),
            Some((ServerText::InvalidLicense, vec!["u", "(a) parsing claims: b"]))
        );
    }

    #[test]
    fn another_sentence_is_not_recognised() {
        for other in ["", "Your license expires in 3 weeks.", "SCIM is enabled", "Your license expires soon."]
        {
            assert_eq!(ServerText::recognise(other), None, "{other}");
        }
    }
}
