//! What licenses give at an instant, as it is shown: the answer of a server that had them installed.

use jiff::tz::TimeZone;

use crate::advisory::{Seats, coder_says, features, limits};
use crate::entitlement::{Entitlements, evaluate};
use crate::feature::FeatureName;
use crate::instant::Instant;
use crate::sentence::Sentence;
use crate::view::{EntitlementsView, FeatureView};
use crate::what_if::{Act, WhatIf};

use super::{Facts, Guess, Named, Outlook, Setting};

/// What the licenses, in the order of their installation, give at `at` on a deployment of these facts.
pub fn given(licenses: &[Named<'_>], facts: &Facts, at: Instant, zone: &TimeZone) -> EntitlementsView {
    let installed: Vec<_> = licenses.iter().map(|named| named.license).collect();
    let answer = evaluate(&installed, &facts.known, at).entitlements;
    // The name stands in no sentence about winners and coverage.
    let setting = Setting { name: "the deployment", deployment_id: None, facts, telemetry: None, zone };
    let winners = WhatIf::of(&setting, licenses, &Act::default(), at, at).winners;
    EntitlementsView {
        at: at.rfc3339(),
        has_license: answer.has_license,
        trial: answer.trial,
        require_telemetry: answer.require_telemetry,
        seats: seats(&answer, facts).view(zone),
        features: switched(&answer, facts),
        limits: limits(&answer, zone),
        winners: winners.iter().map(|winner| winner.view(zone)).collect(),
        coder_says: coder_says(&answer.errors, &answer.warnings),
        coverage: Outlook::of(&setting, licenses, at).coverage.iter().map(|line| line.view(zone)).collect(),
        guesses: facts.guesses.iter().map(Guess::sentence).collect(),
    }
}

/// "412 / 500"; where nothing is known of users, the seats alone.
fn seats(answer: &Entitlements, facts: &Facts) -> Sentence {
    let seats = Seats::of(Some(answer));
    match (facts.guessed(&Guess::ActiveUsers) && facts.known.active_users == 0, seats.limit) {
        (false, _) => seats.cell(),
        (true, Some(limit)) => Sentence::new().count(limit),
        (true, None) => "no limit".into(),
    }
}

/// The features; whether one is switched on is not said where it is not known.
fn switched(answer: &Entitlements, facts: &Facts) -> Vec<FeatureView> {
    let mut views = features(answer);
    for view in views.iter_mut().filter(|view| view.state == "unused") {
        if facts.guessed(&Guess::Enablement(FeatureName::of(&view.name))) {
            view.word = "On if switched on".to_owned();
        }
    }
    views
}
