//! How things stand at an instant.

use std::collections::BTreeMap;

use crate::entitlement::texts::ServerText;
use crate::entitlement::{Evaluation, Feature, Installed, evaluate};
use crate::feature::FeatureName;
use crate::instant::Instant;
use crate::license::coder_answer;

use super::{Named, Setting};

/// Something that Coder says to admins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Message {
    /// One of the graver sentences, word for word.
    Error(String),
    /// A sentence, word for word.
    Warning(String),
    /// The daily count-down to the end of the term; its number of days is no change.
    EndOfTerm,
}

/// What a deployment has, and what Coder says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Each feature that Coder knows.
    pub features: BTreeMap<FeatureName, Feature>,
    /// For each feature that is licensed, the name of the license whose terms won.
    pub winners: BTreeMap<FeatureName, String>,
    /// What Coder says, in its order.
    pub messages: Vec<Message>,
    /// A license counts.
    pub has_license: bool,
    /// The last license that counts is a trial.
    pub trial: bool,
    /// A license that counts requires telemetry.
    pub requires_telemetry: bool,
    /// A license that counts wants usage data to be sent.
    pub publishes_usage: bool,
    /// A license that counts requires telemetry, and it is off: Coder works nothing out, and all else is as it was
    /// before that license began to count (coder/coder, `coderd/entitlements/entitlements.go`).
    pub stopped: bool,
}

impl State {
    /// What Coder works out of these licenses at `at`.
    pub fn of(setting: &Setting<'_>, licenses: &[&Named<'_>], at: Instant) -> Self {
        let installed: Vec<_> = licenses.iter().map(|named| named.license).collect();
        let Evaluation { entitlements, winners } = evaluate(&installed, &setting.facts.known, at);
        let errors = entitlements.errors.into_iter().map(Message::Error);
        let warnings = entitlements.warnings.into_iter().map(warning);
        Self {
            features: entitlements.features,
            winners: winners
                .into_iter()
                .filter_map(|(feature, place)| Some((feature, licenses.get(place)?.name.clone())))
                .collect(),
            messages: errors.chain(warnings).collect(),
            has_license: entitlements.has_license,
            trial: entitlements.trial,
            requires_telemetry: entitlements.require_telemetry,
            publishes_usage: installed.iter().any(|license| {
                counts(license, at) && license.reading.is_ok_and(|claims| claims.publish_usage_data)
            }),
            stopped: false,
        }
    }

    /// What Coder shows at `at`: what it works out, or what it had before, where it is stopped. Without anything
    /// before, the licenses that do not require telemetry are taken for it.
    pub(crate) fn shown(
        setting: &Setting<'_>,
        licenses: &[&Named<'_>],
        at: Instant,
        before: Option<&Self>,
    ) -> Self {
        let fresh = Self::of(setting, licenses, at);
        if setting.telemetry != Some(false) || !fresh.requires_telemetry {
            return fresh;
        }
        let kept = match before {
            Some(before) => before.clone(),
            None => {
                let requires =
                    |license: &Installed<'_>| license.reading.is_ok_and(|claims| claims.require_telemetry);
                let others: Vec<_> =
                    licenses.iter().copied().filter(|named| !requires(&named.license)).collect();
                Self::of(setting, &others, at)
            }
        };
        Self {
            messages: vec![Message::Error(ServerText::TelemetryRequired.with(&[]))],
            requires_telemetry: true,
            stopped: true,
            ..kept
        }
    }

    /// What the deployment has of a feature.
    pub fn feature(&self, name: &FeatureName) -> Feature {
        self.features.get(name).cloned().unwrap_or_default()
    }

    /// Whether Coder counts down to the end of the term.
    pub fn warns_of_end(&self) -> bool {
        self.messages.contains(&Message::EndOfTerm)
    }
}

/// Whether a license counts at `at`.
pub(crate) fn counts(license: &Installed<'_>, at: Instant) -> bool {
    license.expires_at.is_none_or(|expires| at.is_before(expires))
        && coder_answer(license.reading, at, None).counts_now()
}

fn warning(words: String) -> Message {
    match ServerText::recognise(&words) {
        Some((ServerText::ExpiresInDay | ServerText::ExpiresInDays, _)) => Message::EndOfTerm,
        Some(_) | None => Message::Warning(words),
    }
}
