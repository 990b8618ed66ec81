//! Features and limits as the deployment reports them, known or not.

use jiff::tz::TimeZone;

use crate::entitlement::{Entitlement, Entitlements, Feature};
use crate::feature::{FeatureName, Kind};
use crate::outlook::range;
use crate::sentence::{Sentence, grouped, visible};
use crate::view::{CoderMessageView, FeatureView, LimitView};

/// Every feature that is no limit, in Coder's order, unknown ones last.
pub(crate) fn features(entitlements: &Entitlements) -> Vec<FeatureView> {
    let plain = entitlements.features.iter().filter(|(name, feature)| !is_limit(name, feature));
    plain
        .map(|(name, feature)| {
            let (state, word) = state(feature);
            FeatureView {
                name: visible(name.as_str(), 60),
                label: visible(&name.display(), 60),
                state: state.to_owned(),
                word: word.to_owned(),
                known: name.is_known(),
            }
        })
        .collect()
}

/// Every feature with a limit or a period but seats.
pub(crate) fn limits(entitlements: &Entitlements, zone: &TimeZone) -> Vec<LimitView> {
    let limited = entitlements
        .features
        .iter()
        .filter(|(name, feature)| **name != FeatureName::UserLimit && is_limit(name, feature));
    limited
        .map(|(name, feature)| LimitView {
            name: visible(name.as_str(), 60),
            label: label(name),
            value: value(name, feature).view(zone),
            period: feature
                .usage_period
                .map(|period| range(period.start, period.end, zone))
                .unwrap_or_default()
                .view(zone),
            state: state(feature).0.to_owned(),
            over: used(name, feature).zip(feature.limit).is_some_and(|(used, limit)| used > limit),
        })
        .collect()
}

/// Coder's sentences, errors first, hidden characters made visible.
pub(crate) fn coder_says(errors: &[String], warnings: &[String]) -> Vec<CoderMessageView> {
    let message =
        |kind: &str, text: &String| CoderMessageView { kind: kind.to_owned(), text: visible(text, 1_000) };
    let errors = errors.iter().map(|text| message("error", text));
    errors.chain(warnings.iter().map(|text| message("warning", text))).collect()
}

pub(crate) fn is_limit(name: &FeatureName, feature: &Feature) -> bool {
    let amounts = [feature.limit, feature.soft_limit, feature.hard_limit, feature.actual, feature.actual_ms];
    name.kind() != Kind::Switch || amounts.iter().any(Option::is_some) || feature.usage_period.is_some()
}

fn label(name: &FeatureName) -> String {
    let short = [
        (FeatureName::AiGovernanceUserLimit, "AI Governance seats"),
        (FeatureName::ManagedAgentLimit, "Managed agents"),
        (FeatureName::AgentRuntimeHours, "Agent hours"),
    ];
    let found = short.into_iter().find(|(limit, _)| limit == name);
    found.map_or_else(|| visible(&name.display(), 60), |(_, label)| label.to_owned())
}

/// "on", "grace", "off" or "unused", with its word.
fn state(feature: &Feature) -> (&'static str, &'static str) {
    match feature.entitlement {
        Entitlement::NotEntitled => ("off", "Off"),
        Entitlement::Entitled | Entitlement::GracePeriod if !feature.enabled => ("unused", "Not switched on"),
        Entitlement::GracePeriod => ("grace", "On in grace"),
        Entitlement::Entitled => ("on", "On"),
    }
}

/// "12 / 50", "400.3 / 1,000 hours", "no limit", "–".
fn value(name: &FeatureName, feature: &Feature) -> Sentence {
    let hours = *name == FeatureName::AgentRuntimeHours;
    let unit = if hours { " hours" } else { "" };
    let actual = match feature.actual_ms.filter(|_| hours) {
        Some(milliseconds) => Some(Sentence::from(tenths_of_hours(milliseconds))),
        None => feature.actual.map(|actual| Sentence::new().count(actual)),
    };
    match (actual, feature.limit) {
        (Some(actual), Some(limit)) => actual.text(" / ").count(limit).text(unit),
        (None, Some(limit)) => Sentence::from("– / ").count(limit).text(unit),
        (actual, None) if feature.entitlement.allows_use() => match actual {
            Some(actual) => actual.text(unit).text(", no limit"),
            None => "no limit".into(),
        },
        (Some(actual), None) => actual.text(unit),
        (None, None) => "–".into(),
    }
}

/// What is used, in the unit of the limit.
pub(crate) fn used(name: &FeatureName, feature: &Feature) -> Option<i64> {
    match feature.actual_ms {
        Some(milliseconds) if *name == FeatureName::AgentRuntimeHours => Some(milliseconds / 3_600_000),
        Some(_) | None => feature.actual,
    }
}

/// Milliseconds as hours with one decimal, cut: "400.3".
fn tenths_of_hours(milliseconds: i64) -> String {
    let tenths = milliseconds.max(0) / 360_000;
    match tenths % 10 {
        0 => grouped(i128::from(tenths / 10)),
        rest => format!("{}.{rest}", grouped(i128::from(tenths / 10))),
    }
}
