//! Seats: what a check takes down, what is shown of it, and what is asked of whom.

use jiff::civil::date;
use seatkeeper_core::api::ApiError;
use seatkeeper_core::error::ErrorCode;
use seatkeeper_core::manager::SeatTable;
use seatkeeper_core::ports::{PeopleStore, SeatSource};
use seatkeeper_core::view::{PeopleRequest, PointSource, SeatChangeRequest, UserCountsView};
use serde_json::{Value, json};

use crate::kit::crowd::user;
use crate::kit::{World, at, claims, done, listed, plain, words};

const HOST: &str = "lab.example.com";

/// A deployment of 412 of 500 seats, its licenses listed, with Coder's history of these days.
fn world(days: &[(&str, u32)]) -> (World, u32) {
    let world = World::new();
    let id = world.add("Lab");
    world.seats(HOST, 412, Some(500));
    let license = claims(["2026-03-12", "2027-03-12", "2027-03-26"], 500, json!({}));
    world.answer(HOST, "licenses", json!([listed(4, &license)]));
    let points: Vec<Value> = days
        .iter()
        .map(|(day, count)| json!({ "date": format!("{day}T00:00:00+01:00"), "count": count }))
        .collect();
    let counts = json!({ "status_counts": { "active": points, "dormant": points } });
    world.answer(HOST, "status_counts", counts);
    (world, id)
}

fn request(id: u32) -> PeopleRequest {
    PeopleRequest {
        deployment: id,
        search: String::new(),
        status: "holders".to_owned(),
        age: String::new(),
        frees_by: String::new(),
        role: String::new(),
        login_type: String::new(),
        mark: String::new(),
        sort: "name".to_owned(),
        descending: false,
        offset: 0,
        limit: 100,
    }
}

#[test]
fn each_check_takes_down_one_row_a_day_and_coders_days_that_are_not_there() {
    let (world, lab) = world(&[("2026-11-20", 400), ("2026-11-21", 401), ("2026-11-23", 409)]);
    let manager = world.manager();
    done(manager.check(None));
    world.seats(HOST, 415, Some(500));
    done(manager.check(None));
    let rows = world.seat_days(lab, date(2020, 1, 1)).expect("kept");
    let found: Vec<_> = rows.iter().map(|row| (row.day.day(), row.active, row.source)).collect();
    let coder = SeatSource::Insights;
    assert_eq!(
        found,
        [(20, Some(400), coder), (21, Some(401), coder), (23, Some(415), SeatSource::Entitlements)]
    );
    assert_eq!((rows[2].limit, rows[2].dormant), (Some(500), Some(409)));
    let view = manager.seats(lab).expect("listed");
    assert_eq!(plain(&view.headline), "415 of 500 seats are used. 85 are free.");
    let points: Vec<_> = view.history.points.iter().map(|point| (point.day.as_str(), point.source)).collect();
    let (solid, dotted) = (PointSource::Coder, PointSource::Own);
    assert_eq!(points, [("2026-11-20", solid), ("2026-11-21", solid), ("2026-11-23", dotted)]);
    assert_eq!(plain(&view.history.breaks[0].sentence), "No data on 22 Nov 2026.");
    assert_eq!(view.history.steps.last().map(|step| step.label.as_str()), Some("no license"));
    assert!(view.history.steps.iter().any(|step| step.label == "limit 500 (#4)"));
}

#[test]
fn our_own_days_outlive_coders_sixty_and_a_new_start() {
    let (world, lab) = world(&[]);
    world.turn_clock("2026-09-01T10:00:00Z");
    done(world.manager().check(None));
    world.turn_clock("2026-11-23T18:06:27Z");
    let manager = world.manager();
    done(manager.check(None));
    let view = manager.seats(lab).expect("listed");
    assert_eq!(
        view.history.points.iter().map(|point| point.day.as_str()).collect::<Vec<_>>(),
        ["2026-09-01", "2026-11-23"]
    );
    assert!(plain(&view.forecast.lacking).contains("A forecast needs 28."), "{:?}", view.forecast.lacking);
}

#[test]
fn a_count_that_is_not_reported_is_taken_down_by_nobody_and_shown_as_unknown() {
    let (world, lab) = world(&[]);
    world.answer(HOST, "entitlements", json!({ "features": {}, "has_license": true }));
    let manager = world.manager();
    done(manager.check(None));
    assert_eq!(world.seat_days(lab, date(2020, 1, 1)).expect("kept"), []);
    let view = manager.seats(lab).expect("listed");
    assert_eq!(plain(&view.headline), "Coder did not report a count.");
    assert_eq!((view.figures.actual, view.order.peak), (None, None));
}

#[test]
fn without_permission_the_history_is_missing_and_the_rest_stands() {
    let (world, lab) = world(&[]);
    world.fail(HOST, "status_counts", ApiError::NotPermitted(words("Forbidden.")));
    let manager = world.manager();
    done(manager.check(None));
    let view = manager.seats(lab).expect("listed");
    assert!(plain(&view.history.missing).contains("may not see Coder's own history"));
    assert_eq!(view.figures.actual, Some(412));
    assert!(manager.deployment(lab).expect("listed").row.failure.is_none());
    // Who may not list users is not even asked.
    world.answer(HOST, "permissions", json!({ "read_licenses": true, "read_users": false }));
    world.log();
    done(manager.check(None));
    assert!(!world.log().iter().any(|call| call.contains("status_counts")));
    let view = manager.seats(lab).expect("listed");
    assert!(matches!(view.users, UserCountsView::NotPermitted { .. }));
    // An old server has no history at all.
    world.fail(HOST, "status_counts", ApiError::RouteMissing);
    world.answer(HOST, "permissions", json!({ "read_licenses": true }));
    done(manager.check(None));
    assert!(plain(&manager.seats(lab).expect("listed").history.missing).contains("v2.19"));
}

#[test]
fn people_are_shown_in_parts_counted_and_held_against_the_server() {
    let (world, lab) = world(&[]);
    world.seats(HOST, 3, Some(10));
    let seen = |days: i64| at("2026-11-23T18:06:27Z").plus(-days * 86_400).rfc3339();
    world.with(|things| {
        things.crowd.users = vec![
            user(
                1,
                "ana",
                json!({ "status": "active", "last_seen_at": seen(1), "email": "ana@example.com" }),
            ),
            user(2, "bob", json!({ "status": "active", "last_seen_at": seen(86), "name": "=1+1" })),
            user(3, "cid", json!({ "status": "dormant", "last_seen_at": seen(200) })),
            user(
                4,
                "bot",
                json!({ "status": "active", "last_seen_at": seen(1), "is_service_account": true }),
            ),
        ];
    });
    let manager = world.manager();
    done(manager.check(None));
    assert_eq!(manager.people(&request(lab)).expect("listed").rows, []);
    assert_eq!(manager.people_csv(&request(lab)).expect_err("not read").code, ErrorCode::PeopleNotRead);
    done(manager.read_people(lab)).expect("whole");
    let part = manager.people(&request(lab)).expect("listed");
    assert_eq!((part.total, part.matching), (4, 2));
    let view = manager.seats(lab).expect("listed");
    let agreement = view.agreement.expect("a list and a number");
    assert_eq!(
        (agreement.ours, agreement.coder, agreement.reasons[0].code.as_str()),
        (2, 3, "service_accounts")
    );
    let seen = view.last_seen.expect("a list");
    assert_eq!((seen.frees, seen.buckets.iter().map(|age| age.count).sum::<u32>()), (1, 2));
    assert_eq!(plain(&seen.sentence), "1 seat comes free by 30 Nov 2026 if this user stays away.");
    let (frees, _) = manager.frees_by(lab, date(2026, 11, 26)).expect("a list");
    assert_eq!(frees, 0);
    let csv = String::from_utf8(manager.people_csv(&request(lab)).expect("a list")).expect("text");
    assert!(csv.starts_with("\u{feff}Name,") && csv.contains("\r\n'=1+1,bob,"), "{csv}");
    let page = manager.user_link(lab, &part.rows[0].id).expect("in the list");
    assert!(page.starts_with("https://lab.example.com/deployment/users?filter="), "{page}");
}

#[test]
fn why_the_count_changed_is_told_by_names_where_they_are_kept() {
    let (world, lab) = world(&[("2026-11-20", 400), ("2026-11-23", 409)]);
    let manager = world.manager();
    done(manager.check(None));
    let asked = SeatChangeRequest { deployment: lab, from: "2026-11-23".into(), to: "2026-11-20".into() };
    let numbers = manager.seat_change(&asked).expect("days");
    assert_eq!(numbers.rests_on, "numbers");
    assert_eq!(plain(&numbers.headline), "From 20 to 23 Nov 2026 the count rose by 12, from 400 to 412.");
    manager.keep_names(true).expect("chosen");
    world.turn_clock("2026-11-20T12:00:00Z");
    world.with(|things| things.crowd.users = vec![user(1, "ana", json!({ "status": "dormant" }))]);
    done(manager.read_people(lab)).expect("whole");
    world.turn_clock("2026-11-23T18:06:27Z");
    world.with(|things| things.crowd.users = vec![user(1, "ana", json!({ "status": "active" }))]);
    done(manager.read_people(lab)).expect("whole");
    let names = manager.seat_change(&asked).expect("days");
    assert_eq!((names.rests_on.as_str(), names.rows[0].kind.as_str()), ("names", "woke"));
    assert_eq!(names.rows[0].people, ["ana"]);
    let wrong = SeatChangeRequest { from: "soon".into(), ..asked };
    assert_eq!(manager.seat_change(&wrong).expect_err("no day").code, ErrorCode::TimeInvalid);
}

#[test]
fn all_deployments_together_are_counted_with_what_is_known_of_each() {
    let (world, lab) = world(&[("2026-11-20", 400)]);
    let other = world.add("Silent");
    world.fail("silent.example.com", "build_info", ApiError::Unreachable("no such name".to_owned()));
    let manager = world.manager();
    done(manager.check(None));
    let fleet = manager.fleet_seats().expect("read");
    assert_eq!((fleet.used, fleet.bought, fleet.persons), (Some(412), Some(500), None));
    assert_eq!(fleet.rows.iter().map(|row| row.deployment).collect::<Vec<_>>(), [lab, other]);
    let known: Vec<_> = fleet.rows[0].sparkline.iter().flatten().collect();
    assert_eq!((fleet.rows[0].sparkline.len(), known), (90, vec![&400, &412]));
    let csv = String::from_utf8(manager.fleet_seats_csv().expect("read")).expect("text");
    assert!(csv.contains("\r\nLab,412,500,88,\r\nSilent,,,,\r\n"), "{csv}");
}

#[test]
fn what_is_taken_away_has_as_many_rows_as_the_chart_has_points() {
    let (world, lab) = world(&[("2026-11-20", 400), ("2026-11-21", 400)]);
    let manager = world.manager();
    done(manager.check(None));
    let csv = manager.seats_csv(lab, SeatTable::History).expect("listed");
    let lines = String::from_utf8(csv).expect("text").matches("\r\n").count();
    assert_eq!(lines, manager.seats(lab).expect("listed").history.points.len() + 1);
    let text = manager.seats_text(lab).expect("listed");
    assert!(text.starts_with("Lab\n412 of 500 seats are used. 88 are free.\n"), "{text}");
    assert_eq!(manager.seats(99).expect_err("unknown").code, ErrorCode::DeploymentUnknown);
}
