//! The JSON of `GET /api/v2/entitlements`: written as the server writes it, read from servers of every age.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use crate::feature::FeatureName;
use crate::instant::Instant;

use super::{Entitlement, Entitlements, Feature, UsagePeriod};

/// What Go writes for a time that was never set.
const NEVER: Instant = Instant::from_unix(-62_135_596_800);

/// Why an answer is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// Not JSON.
    #[error("the answer is no JSON")]
    NotJson,
    /// Neither features nor word of a license, so it is the answer to another question.
    #[error("the answer holds no entitlements")]
    NotEntitlements,
}

impl Entitlements {
    /// Reads a server's answer. Features and fields that are not known here do no harm; one that is missing,
    /// `null` or of another type is as good as not said.
    ///
    /// # Errors
    /// [`ReadFault`] where it is no answer to this question at all.
    pub fn read(text: &str) -> Result<Self, ReadFault> {
        Self::read_value(&serde_json::from_str(text).map_err(|_| ReadFault::NotJson)?)
    }

    /// [`Entitlements::read`], of JSON that is read already.
    ///
    /// # Errors
    /// [`ReadFault::NotEntitlements`].
    pub fn read_value(value: &Value) -> Result<Self, ReadFault> {
        let answer = value.as_object().ok_or(ReadFault::NotEntitlements)?;
        if !answer.contains_key("features") && !answer.contains_key("has_license") {
            return Err(ReadFault::NotEntitlements);
        }
        let features = answer.get("features").and_then(Value::as_object);
        Ok(Self {
            features: features
                .into_iter()
                .flatten()
                .map(|(name, value)| (FeatureName::of(name), feature(value)))
                .collect(),
            warnings: sentences(answer, "warnings"),
            errors: sentences(answer, "errors"),
            has_license: flag(answer, "has_license"),
            trial: flag(answer, "trial"),
            require_telemetry: flag(answer, "require_telemetry"),
            refreshed_at: date(answer, "refreshed_at").filter(|at| *at != NEVER),
        })
    }
}

fn feature(value: &Value) -> Feature {
    let Some(fields) = value.as_object() else { return Feature::default() };
    Feature {
        entitlement: entitlement(fields.get("entitlement").and_then(Value::as_str)),
        enabled: flag(fields, "enabled"),
        limit: number(fields, "limit"),
        actual: number(fields, "actual"),
        soft_limit: number(fields, "soft_limit"),
        hard_limit: number(fields, "hard_limit"),
        actual_ms: number(fields, "actual_ms"),
        usage_period: fields.get("usage_period").and_then(Value::as_object).and_then(usage_period),
    }
}

/// A word that is not known allows no use, as in Coder's own clients (`codersdk`, `Entitlement.Entitled`).
fn entitlement(word: Option<&str>) -> Entitlement {
    match word {
        Some("entitled") => Entitlement::Entitled,
        Some("grace_period") => Entitlement::GracePeriod,
        Some(_) | None => Entitlement::NotEntitled,
    }
}

fn usage_period(fields: &Map<String, Value>) -> Option<UsagePeriod> {
    Some(UsagePeriod {
        issued_at: date(fields, "issued_at")?,
        start: date(fields, "start")?,
        end: date(fields, "end")?,
    })
}

fn flag(fields: &Map<String, Value>, name: &str) -> bool {
    fields.get(name).and_then(Value::as_bool).unwrap_or_default()
}

fn number(fields: &Map<String, Value>, name: &str) -> Option<i64> {
    fields.get(name).and_then(Value::as_i64)
}

fn date(fields: &Map<String, Value>, name: &str) -> Option<Instant> {
    fields.get(name).and_then(Value::as_str).and_then(Instant::parse)
}

fn sentences(fields: &Map<String, Value>, name: &str) -> Vec<String> {
    let list = fields.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Serialize for Entitlements {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Go writes the names of a map in the order of the alphabet.
        let features: BTreeMap<_, _> =
            self.features.iter().map(|(name, feature)| (name.as_str(), feature)).collect();
        let mut answer = serializer.serialize_struct("Entitlements", 7)?;
        answer.serialize_field("features", &features)?;
        answer.serialize_field("warnings", &self.warnings)?;
        answer.serialize_field("errors", &self.errors)?;
        answer.serialize_field("has_license", &self.has_license)?;
        answer.serialize_field("trial", &self.trial)?;
        answer.serialize_field("require_telemetry", &self.require_telemetry)?;
        answer.serialize_field("refreshed_at", &self.refreshed_at.unwrap_or(NEVER).rfc3339())?;
        answer.end()
    }
}

impl<'de> Deserialize<'de> for Entitlements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read_value(&Value::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for UsagePeriod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut period = serializer.serialize_struct("UsagePeriod", 3)?;
        period.serialize_field("issued_at", &self.issued_at.rfc3339())?;
        period.serialize_field("start", &self.start.rfc3339())?;
        period.serialize_field("end", &self.end.rfc3339())?;
        period.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Entitlements {
        Entitlements::read(text).expect("reads")
    }

    #[test]
    fn an_answer_of_2023_is_read() {
        let old = read(
            r#"{"features":{"multiple_git_auth":{"entitlement":"entitled","enabled":true},
                "user_limit":{"entitlement":"entitled","enabled":true,"limit":5,"actual":4}},
                "warnings":null,"errors":null,"has_license":true,"trial":false,"experimental":false}"#,
        );
        assert!(old.has_license && old.warnings.is_empty() && old.refreshed_at.is_none());
        assert_eq!(old.feature(&FeatureName::UserLimit).limit, Some(5));
        let git = old.feature(&FeatureName::of("multiple_git_auth"));
        assert!(git.enabled && git.entitlement.allows_use());
    }

    #[test]
    fn what_is_new_or_missing_or_of_another_type_does_no_harm() {
        let odd = read(
            r#"{"features":{"a":null,"b":7,"c":{"entitlement":"borrowed","enabled":"yes","limit":1.5,"actual":null,
                "usage_period":{"start":"soon"}},"agent_runtime_hours":{"entitlement":"entitled","enabled":true,
                "actual_ms":9,"soft_limit":1,"hard_limit":3,"new":{}}},"warnings":["a",5],"errors":"x",
                "refreshed_at":"0001-01-01T00:00:00Z","new":[1]}"#,
        );
        assert_eq!(odd.features.len(), 4);
        assert_eq!(odd.feature(&FeatureName::of("c")), Feature::default());
        let hours = odd.feature(&FeatureName::AgentRuntimeHours);
        assert_eq!((hours.actual_ms, hours.soft_limit, hours.hard_limit), (Some(9), Some(1), Some(3)));
        assert_eq!((odd.warnings, odd.errors.len()), (vec!["a".to_owned()], 0));
        assert!(!odd.has_license && odd.refreshed_at.is_none());
        assert_eq!(read(r#"{"features":null}"#), Entitlements::default());
    }

    #[test]
    fn times_are_read_in_any_zone_and_to_the_second() {
        let answer = read(r#"{"features":{},"refreshed_at":"2026-11-24T05:45:41.930759197+05:30"}"#);
        assert_eq!(answer.refreshed_at.map(Instant::rfc3339).as_deref(), Some("2026-11-24T00:15:41Z"));
    }

    #[test]
    fn another_answer_is_refused() {
        assert_eq!(Entitlements::read("<html>"), Err(ReadFault::NotJson));
        for other in ["[]", "null", r#"{"message":"Route not found."}"#] {
            assert_eq!(Entitlements::read(other), Err(ReadFault::NotEntitlements), "{other}");
        }
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let at = Instant::from_unix(1_795_435_200);
        let period = UsagePeriod { issued_at: at, start: at, end: at.plus(1) };
        let feature = Feature { limit: Some(3), usage_period: Some(period), ..Feature::default() };
        let answer = Entitlements {
            features: BTreeMap::from([
                (FeatureName::ManagedAgentLimit, feature),
                (FeatureName::of("novel"), Feature::default()),
            ]),
            warnings: vec!["w".to_owned()],
            refreshed_at: Some(at),
            ..Entitlements::default()
        };
        let text = serde_json::to_string(&answer).expect("writes");
        assert_eq!(read(&text), answer);
        assert!(text.contains(r#""novel":{"entitlement":"not_entitled","enabled":false}"#));
        assert!(text.ends_with(r#""refreshed_at":"2026-11-23T12:00:00Z"}"#), "{text}");
    }
}
