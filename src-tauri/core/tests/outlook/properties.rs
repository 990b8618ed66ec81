//! What holds for any licenses.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use seatkeeper_core::Instant;
use seatkeeper_core::compare::{Row, compare};
use seatkeeper_core::entitlement::texts::ServerText;
use seatkeeper_core::entitlement::{DeploymentFacts, Evaluation, Installed, evaluate};
use seatkeeper_core::license::Claims;
use seatkeeper_core::outlook::{ChangeKind, Facts, Message, Named, Outlook, Setting, State, Topic};
use seatkeeper_core::what_if::{Act, Plan, Step, WhatIf, applied};

use crate::generators::{DAY, NOW, any_claims, any_facts, any_licenses};

fn named(claims: &[Claims]) -> Vec<Named<'_>> {
    let name = |place: usize| format!("#{place}");
    claims
        .iter()
        .enumerate()
        .map(|(place, claims)| Named::new(name(place), Installed::new("6e3c", claims)))
        .collect()
}

fn see<T>(facts: &DeploymentFacts, telemetry: Option<bool>, look: impl FnOnce(&Setting<'_>) -> T) -> T {
    let facts = Facts::from(facts.clone());
    let zone = TimeZone::UTC;
    look(&Setting { name: "Lab", deployment_id: None, facts: &facts, telemetry, zone: &zone })
}

/// Whether a state is what Coder's rules give, but for the days of the count-down.
fn agrees(state: &State, licenses: &[Named<'_>], facts: &DeploymentFacts, at: Instant) -> Result<(), String> {
    let installed: Vec<_> = licenses.iter().map(|named| named.license).collect();
    let Evaluation { entitlements, winners } = evaluate(&installed, facts, at);
    let ends = |text: &String| {
        let text = ServerText::recognise(text).map(|(text, _)| text);
        matches!(text, Some(ServerText::ExpiresInDay | ServerText::ExpiresInDays))
    };
    let errors = entitlements.errors.iter().cloned().map(Message::Error);
    let warnings = entitlements
        .warnings
        .iter()
        .map(|text| if ends(text) { Message::EndOfTerm } else { Message::Warning(text.clone()) });
    let same = state.features == entitlements.features
        && state.messages == errors.chain(warnings).collect::<Vec<_>>()
        && state.has_license == entitlements.has_license
        && state.trial == entitlements.trial
        && state.requires_telemetry == entitlements.require_telemetry
        && state.winners.len() == winners.len()
        && winners.iter().all(|(feature, place)| state.winners.get(feature) == Some(&licenses[*place].name));
    if same { Ok(()) } else { Err(format!("at {at}: {state:?} is not {entitlements:?}")) }
}

fn all_same(what_if: &WhatIf) -> bool {
    !what_if.changes_anything() && what_if.before == what_if.after
}

/// A line, mirrored or not.
fn line(row: &Row, mirrored: bool) -> (String, String, String, &'static str) {
    let (a, b) = (format!("{:?}", row.a), format!("{:?}", row.b));
    let kind = match (row.kind, mirrored) {
        (ChangeKind::Loss, true) => ChangeKind::Gain,
        (ChangeKind::Gain, true) => ChangeKind::Loss,
        (kind, _) => kind,
    };
    if mirrored { (row.label.clone(), b, a, kind.code()) } else { (row.label.clone(), a, b, kind.code()) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    /// Stepping from boundary to boundary is as good as asking Coder's rules at every instant.
    #[test]
    fn nothing_changes_between_two_boundaries(
        claims in any_licenses(), facts in any_facts(), (long, late) in any::<(bool, bool)>(),
        instants in proptest::collection::vec(0_i64..1_096 * DAY, 12),
    ) {
        let mut claims = claims;
        // A term that is too long for Coder today is not so later.
        if let Some(claims) = claims.first_mut().filter(|_| long) {
            claims.license_expires = claims.license_expires.map(|end| end.plus(5 * 365 * DAY));
            claims.expires_at = claims.expires_at.map(|end| end.plus(5 * 365 * DAY));
        }
        // One that is issued later is not even reckoned with before.
        if let Some(claims) = claims.last_mut().filter(|_| late) {
            claims.issued_at = Some(NOW.plus(9 * DAY));
        }
        let licenses = named(&claims);
        let outlook = see(&facts, None, |setting| Outlook::of(setting, &licenses, NOW));
        let edges = outlook.boundaries.iter().flat_map(|boundary| {
            [boundary.at.plus(-1), boundary.settled, boundary.settled.plus(1), boundary.settled.plus(DAY)]
        });
        let near: Vec<_> = claims
            .iter()
            .flat_map(|claims| [claims.issued_at, claims.not_before, claims.license_expires, claims.expires_at])
            .flatten()
            .flat_map(|date| [0, -29 * DAY, -6 * DAY, -5 * 365 * DAY].map(|shift| date.plus(shift)))
            .flat_map(|date| [date.plus(-1), date, date.plus(1), date.plus(2)])
            .collect();
        let asked = instants.into_iter().map(|after| NOW.plus(after)).chain(edges).chain(near);
        let spanned = |at: Instant| {
            outlook.boundaries.iter().any(|boundary| boundary.at <= at && at < boundary.settled)
        };
        for at in asked.filter(|at| NOW <= *at && *at <= NOW.plus(1_096 * DAY) && !spanned(*at)) {
            if let Err(fault) = agrees(outlook.at(at), &licenses, &facts, at) {
                prop_assert!(false, "{}", fault);
            }
        }
    }

    /// A boundary is the date of a license, or something changes at it; they stand in the order of time, and a line
    /// says something else before than after.
    #[test]
    fn every_boundary_has_a_reason(claims in any_licenses(), facts in any_facts()) {
        let licenses = named(&claims);
        let outlook = see(&facts, None, |setting| Outlook::of(setting, &licenses, NOW));
        let mut before = (NOW, &outlook.now);
        for boundary in &outlook.boundaries {
            prop_assert!(before.0 < boundary.at && boundary.settled.since(boundary.at) <= 1);
            let own = |date: Option<Instant>| date == Some(boundary.at);
            let dated = claims.iter().any(|claims| {
                own(claims.not_before) || own(claims.license_expires) || own(claims.expires_at)
                    || own(claims.issued_at) || own(claims.license_expires.map(|end| end.plus(-5 * 365 * DAY)))
            });
            prop_assert!(dated || boundary.state != *before.1);
            prop_assert!(!boundary.causes.is_empty());
            for change in &boundary.changes {
                prop_assert_ne!(change.kind, ChangeKind::Same);
                prop_assert!(change.before != change.after, "{:?}", change);
            }
            prop_assert!(boundary.changes.is_sorted_by_key(|change| change.kind), "losses come first");
            before = (boundary.settled, &boundary.state);
        }
    }

    /// What is read from an answer, guesses included, gives that answer again.
    #[test]
    fn facts_that_are_read_explain_the_answer(claims in any_licenses(), facts in any_facts()) {
        let licenses = named(&claims);
        let installed: Vec<_> = licenses.iter().map(|named| named.license).collect();
        // Which users were counted is not told.
        let facts = DeploymentFacts { workspace_capable_users: None, ..facts };
        let answer = evaluate(&installed, &facts, NOW).entitlements;
        let read = Facts::read(&answer);
        prop_assert_eq!(evaluate(&installed, &read.known, NOW).entitlements, answer);
        prop_assert_eq!(read.known.active_users, facts.active_users);
    }

    /// What is installed and removed again leaves no trace, and doing nothing changes nothing.
    #[test]
    fn installing_and_removing_is_doing_nothing(
        claims in any_licenses(), more in any_claims(), facts in any_facts(), days in 0_i64..500,
    ) {
        let licenses = named(&claims);
        let at = NOW.plus(days * DAY);
        see(&facts, None, |setting| {
            let install = Act::install(Named::new("more", Installed::new("7f4d", &more)));
            let there = WhatIf::of(setting, &licenses, &install, at, NOW);
            let planned = applied(setting, &licenses, &install, at);
            let back = WhatIf::of(setting, &planned, &Act::remove("more"), at, NOW);
            prop_assert_eq!(&there.before, &back.after);
            prop_assert_eq!(&there.after, &back.before);
            let restored = applied(setting, &planned, &Act::remove("more"), at);
            prop_assert_eq!(Outlook::of(setting, &licenses, at), Outlook::of(setting, &restored, at));
            let none = WhatIf::of(setting, &licenses, &Act::default(), at, NOW);
            prop_assert!(all_same(&none), "{:?}", none.changes);
            for act in [there, back, none] {
                prop_assert!(act.changes.is_sorted_by_key(|change| change.kind), "losses come first");
                prop_assert!(!act.effect.is_empty());
                prop_assert_eq!(act.loses(), act.changes.iter().any(|change| change.kind == ChangeKind::Loss));
            }
            Ok(())
        })?;
    }

    /// A license more never shortens coverage, one less never lengthens it.
    #[test]
    fn coverage_grows_with_the_licenses(claims in any_licenses(), more in any_claims()) {
        let licenses = named(&claims);
        see(&DeploymentFacts::default(), None, |setting| {
            let kind = |what_if: &WhatIf| {
                let row = what_if.changes.iter().find(|change| change.topic == Topic::Coverage);
                row.map(|change| change.kind)
            };
            let install = Act::install(Named::new("more", Installed::new("7f4d", &more)));
            let there = WhatIf::of(setting, &licenses, &install, NOW, NOW);
            prop_assert!(matches!(kind(&there), Some(ChangeKind::Gain | ChangeKind::Same)));
            if let Some(first) = licenses.first() {
                let less = WhatIf::of(setting, &licenses, &Act::remove(first.name.clone()), NOW, NOW);
                prop_assert!(matches!(kind(&less), Some(ChangeKind::Loss | ChangeKind::Same)));
            }
            Ok(())
        })?;
    }

    /// Where telemetry is off, a license that requires it changes nothing that Coder shows.
    #[test]
    fn telemetry_that_is_off_stops_everything(claims in any_licenses(), more in any_claims(), facts in any_facts()) {
        let licenses = named(&claims);
        let more = Claims { require_telemetry: true, ..more };
        see(&facts, Some(false), |setting| {
            let install = Act::install(Named::new("more", Installed::new("7f4d", &more)));
            let what_if = WhatIf::of(setting, &licenses, &install, NOW, NOW);
            if what_if.after.stopped {
                prop_assert_eq!(&what_if.after.features, &what_if.before.features);
                prop_assert_eq!(&what_if.after.winners, &what_if.before.winners);
                prop_assert_eq!(what_if.after.has_license, what_if.before.has_license);
            } else {
                prop_assert!(!what_if.after.requires_telemetry);
            }
            Ok(())
        })?;
    }

    /// A plan passes through the states of its steps, whatever the claims, the days and the clock.
    #[test]
    fn a_plan_ends_where_its_steps_lead(
        claims in any_licenses(), more in any_licenses(), facts in any_facts(),
        days in (0_i64..900, 0_i64..900), telemetry in any::<Option<bool>>(),
    ) {
        let licenses = named(&claims);
        let come = |(place, claims)| Named::new(format!("more {place}"), Installed::new("7f4d", claims));
        let install = Act { install: more.iter().enumerate().map(come).collect(), remove: Vec::new() };
        let steps = [
            Step { at: NOW.plus(days.0 * DAY), act: install },
            Step { at: NOW.plus(days.1 * DAY), act: Act::remove("#0") },
        ];
        see(&facts, telemetry, |setting| {
            let plan = Plan::of(setting, &licenses, &steps, NOW);
            prop_assert!(plan.steps.is_sorted_by_key(|step| step.at));
            prop_assert!(plan.boundaries.is_sorted_by_key(|boundary| boundary.at));
            for step in &plan.steps {
                let passed = plan.boundaries.iter().take_while(|boundary| boundary.at <= step.at).last();
                let last = plan.steps.iter().rfind(|other| other.at == step.at);
                let settled = passed.is_none_or(|boundary| boundary.settled <= step.at);
                if let Some(last) = last && settled && telemetry != Some(false) {
                    let there = passed.map_or(&plan.now, |boundary| &boundary.state);
                    prop_assert_eq!(there, &last.what_if.after);
                }
            }
            plan.view(setting.zone);
            Ok(())
        })?;
    }

    /// No clock is too odd.
    #[test]
    fn any_instant_gets_an_outlook(claims in any_licenses(), now in any::<i64>(), facts in any_facts()) {
        let licenses = named(&claims);
        let now = Instant::from_unix(now);
        see(&facts, Some(false), |setting| {
            let outlook = Outlook::of(setting, &licenses, now);
            outlook.view(setting.facts, setting.zone);
            WhatIf::of(setting, &licenses, &Act::remove("#0"), now, NOW).view(setting.zone);
        });
    }

    /// The other way round, a loss is a gain, and each side says the same.
    #[test]
    fn a_comparison_has_a_mirror(a in any_claims(), b in any_claims(), lock in 0_u8..5) {
        let ids = |ids: &[&str]| Some(ids.iter().map(|id| (*id).to_owned()).collect());
        let (mut a, mut b) = (a, b);
        match lock {
            0 => a.deployment_ids = ids(&["x", "y"]),
            1 => b.deployment_ids = ids(&["x"]),
            2 => (a.deployment_ids, b.deployment_ids) = (ids(&["x", "y"]), ids(&["y"])),
            3 => (a.deployment_ids, b.deployment_ids) = (ids(&["x"]), ids(&["y"])),
            _ => {}
        }
        let (there, back) = (compare(&a, &b), compare(&b, &a));
        let lines = |rows: &[Row], mirrored| {
            let mut lines: Vec<_> = rows.iter().map(|row| line(row, mirrored)).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(lines(&there.rows, false), lines(&back.rows, true));
        prop_assert!(there.rows.is_sorted_by_key(|row| row.kind), "losses come first");
        for row in &there.rows {
            prop_assert!(row.kind == ChangeKind::Same || row.a != row.b, "{:?}", row);
        }
        let itself = compare(&a, &a);
        prop_assert_eq!(itself.differences().count(), 0);
        prop_assert_eq!(itself.sentence.plain(&TimeZone::UTC), "A and B say the same.");
        there.view(&TimeZone::UTC);
    }
}
