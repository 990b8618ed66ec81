//! Sixty acts and more in words: what is installed or removed on which deployment, and every sentence that is then
//! said of it: the effect, then the cautions.

mod amounts;
mod conditions;
mod features;
mod seats;
mod time;

use seatkeeper_core::Instant;
use seatkeeper_core::entitlement::Installed;
use seatkeeper_core::feature::FeatureName;
use seatkeeper_core::license::{Claims, VerifyFault};
use seatkeeper_core::outlook::{Guess, Named};
use seatkeeper_core::what_if::{Act, WhatIf};

use super::world::*;

/// A situation with what is to be said of it.
struct Situation {
    name: &'static str,
    world: World,
    install: Vec<(&'static str, Claims)>,
    remove: Vec<&'static str>,
    says: &'static [&'static str],
}

fn add(
    name: &'static str,
    world: World,
    file: (&'static str, Claims),
    says: &'static [&'static str],
) -> Situation {
    Situation { name, world, install: vec![file], remove: Vec::new(), says }
}

fn drop(name: &'static str, world: World, number: &'static str, says: &'static [&'static str]) -> Situation {
    Situation { name, world, install: Vec::new(), remove: vec![number], says }
}

fn swap(
    name: &'static str,
    world: World,
    number: &'static str,
    file: (&'static str, Claims),
    says: &'static [&'static str],
) -> Situation {
    Situation { name, world, install: vec![file], remove: vec![number], says }
}

/// A license of a year that runs now.
fn current(seats: i64) -> Claims {
    premium(["2026-11-01", "2027-11-01", "2027-11-15"], seats)
}

/// The one that follows that of Production.
fn renewal(seats: i64) -> Claims {
    premium(["2027-03-12", "2028-03-12", "2028-03-26"], seats)
}

fn enterprise(claims: Claims) -> Claims {
    Claims { feature_set: "enterprise".to_owned(), ..claims }
}

fn trial(seats: i64) -> Claims {
    Claims { trial: true, ..premium(["2026-11-20", "2026-12-20", "2026-12-27"], seats) }
}

fn telemetry(claims: Claims) -> Claims {
    Claims { require_telemetry: true, ..claims }
}

fn locked(claims: Claims, id: &str) -> Claims {
    Claims { deployment_ids: Some(vec![id.to_owned()]), ..claims }
}

fn addon(claims: Claims) -> Claims {
    Claims { addons: Some(vec!["ai_governance".to_owned()]), ..claims }
}

fn governed(claims: Claims) -> Claims {
    addon(with(claims, "ai_governance_user_limit", 50))
}

fn hours(claims: Claims, three: [i64; 3]) -> Claims {
    let claims = with(claims, "agent_runtime_hours_allocation", three[0]);
    with(with(claims, "agent_runtime_hours_limit_soft", three[1]), "agent_runtime_hours_limit_hard", three[2])
}

fn only(claims: Claims, features: &[(&str, i64)]) -> Claims {
    let features = features.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    Claims { feature_set: String::new(), features: Some(features), ..claims }
}

/// Production with one license more.
fn more(name: &'static str, claims: Claims) -> World {
    let mut world = production();
    world.licenses.push((name, claims));
    world
}

fn users_of(world: World, active: i64) -> World {
    World { facts: users(active), ..world }
}

fn telemetry_is(world: World, on: Option<bool>) -> World {
    World { telemetry: on, ..world }
}

fn bare() -> World {
    World::new("Lab", 14, Vec::new())
}

fn unsure(feature: FeatureName) -> World {
    let mut world = bare();
    world.facts.guesses.insert(Guess::Enablement(feature));
    world
}

/// Production whose license lasts from `dates[0]` on.
fn lasting(dates: [&str; 3], seats: i64) -> World {
    World::new("Production", 412, vec![("#4", premium(dates, seats))])
}

const YEAR: [&str; 3] = ["2026-03-12", "2027-03-12", "2027-03-26"];

fn said(situation: &Situation) -> Vec<String> {
    situation.world.see(|setting, licenses| {
        let install = situation.install.iter().map(|(name, claims)| named(name, claims)).collect();
        let remove = situation.remove.iter().map(|name| (*name).to_owned()).collect();
        let what_if = WhatIf::of(setting, licenses, &Act { install, remove }, now(), now());
        let mut said = vec![plain(&what_if.effect)];
        said.extend(cautions(&what_if));
        said
    })
}

#[test]
fn every_situation_is_put_in_these_words() {
    let all: Vec<_> = [seats::all(), time::all(), features::all(), amounts::all(), conditions::all()]
        .into_iter()
        .flatten()
        .collect();
    assert!(all.len() >= 60, "{} situations", all.len());
    let mut names: Vec<_> =
        all.iter().map(|situation| (situation.name, situation.remove.is_empty())).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len(), "each has a name of its own");
    let wrong: Vec<_> = all
        .iter()
        .map(|situation| (situation.name, situation.says, said(situation)))
        .filter(|(_, says, said)| says != said)
        .map(|(name, says, said)| format!("{name}\n  expected {says:#?}\n  said {said:#?}"))
        .collect();
    assert!(wrong.is_empty(), "{} are put otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn one_that_cannot_be_read_is_not_installed_and_changes_nothing_when_it_goes() {
    let fault = VerifyFault::SignatureInvalid;
    let unread = || Named::new("#5", Installed::unreadable("6e3c", None, &fault));
    production().see(|setting, licenses| {
        let install = WhatIf::of(setting, licenses, &Act::install(unread()), now(), now());
        assert_eq!(plain(&install.effect), "Nothing changes: Coder would refuse #5.");
        let mut licenses = licenses.to_vec();
        licenses.push(unread());
        let removal = WhatIf::of(setting, &licenses, &Act::remove("#5"), now(), now());
        assert_eq!(plain(&removal.effect), "Nothing changes: Coder does not count #5.");
    });
}
