//! Reading the list of users: whole or not at all, at once or while it changes, with names kept or not.

use std::pin::pin;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use seatkeeper_core::api::ApiError;
use seatkeeper_core::error::ErrorCode;
use seatkeeper_core::ports::PeopleStore;
use serde_json::json;

use crate::kit::crowd::{id, user};
use crate::kit::{World, done, words};

fn world(count: u32) -> (World, u32) {
    let world = World::new();
    let id = world.add("Lab");
    world.with(|things| {
        things.crowd.users =
            (0..count).map(|number| user(number, &format!("u{number:05}"), json!({}))).collect();
    });
    (world, id)
}

#[test]
fn a_list_is_read_whole_and_its_first_page_shows_before_the_rest() {
    let (world, lab) = world(2500);
    let manager = Arc::new(world.manager());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (listener, told) = (Arc::clone(&manager), Arc::clone(&seen));
    manager.on_change(Box::new(move |_| {
        let rows = listener.with_people(lab, |people, whole| (people.len(), whole)).expect("listed");
        told.lock().expect("whole").push((rows, listener.reading_progress(lab).expect("listed")));
    }));
    let list = done(manager.read_people(lab)).expect("whole");
    assert_eq!((list.people.len(), list.restless, list.unreadable), (2500, false, 0));
    let seen = seen.lock().expect("whole");
    assert!(seen.contains(&((100, false), Some((100, Some(2500))))), "{seen:?}");
    assert_eq!(seen.last(), Some(&((2500, true), None)));
    assert!(world.log().iter().filter(|call| call.ends_with("users +")).count() <= 5);
}

#[test]
fn a_session_that_may_not_list_users_asks_nothing_and_the_rest_stands() {
    let (world, lab) = world(3);
    world.answer("lab.example.com", "permissions", json!({ "read_users": false }));
    let manager = world.manager();
    done(manager.check(None));
    world.log();
    let refused = done(manager.read_people(lab)).expect_err("not permitted");
    assert_eq!(refused.code, ErrorCode::SessionNotPermitted);
    assert!(world.log().is_empty());
    assert!(manager.deployment(lab).expect("listed").row.failure.is_none());
}

#[test]
fn a_403_on_users_leaves_the_rest_standing() {
    let (world, lab) = world(3);
    world.fail("lab.example.com", "users", ApiError::NotPermitted(words("Forbidden.")));
    let manager = world.manager();
    done(manager.check(None));
    assert_eq!(done(manager.read_people(lab)).expect_err("403").code, ErrorCode::SessionNotPermitted);
    let row = manager.deployment(lab).expect("listed").row;
    assert!(row.failure.is_none());
    assert_eq!(manager.people_list(lab).expect("listed"), None);
}

#[test]
fn a_list_that_fails_midway_is_no_list_and_the_one_before_stays() {
    let (world, lab) = world(2500);
    let manager = world.manager();
    let whole = done(manager.read_people(lab)).expect("whole");
    world.with(|things| {
        things.crowd.pages = 0;
        things.crowd.before_page = Some((2, |users| users.clear()));
    });
    let broken = done(manager.read_people(lab)).expect_err("it breaks off");
    assert_eq!(broken.code, ErrorCode::PeopleIncomplete);
    assert_eq!(manager.people_list(lab).expect("listed"), Some(whole));
    assert_eq!(manager.reading_progress(lab).expect("listed"), None);
}

#[test]
fn a_reading_that_is_stopped_gives_no_list() {
    let (world, lab) = world(2500);
    world.with(|things| things.crowd.silent_from = Some(2));
    let manager = world.manager();
    let mut reading = pin!(manager.read_people(lab));
    assert!(reading.as_mut().now_or_never().is_none());
    assert_eq!(manager.reading_progress(lab).expect("listed"), Some((100, Some(2500))));
    manager.stop_reading_people(lab).expect("listed");
    let stopped = reading.as_mut().now_or_never().expect("it ends").expect_err("no list");
    assert_eq!(stopped.code, ErrorCode::PeopleIncomplete);
    assert_eq!(manager.reading_progress(lab).expect("listed"), None);
    assert_eq!(manager.with_people(lab, |people, _| people.len()).expect("listed"), 0);
}

#[test]
fn a_second_reading_takes_the_place_of_the_first() {
    let (world, lab) = world(2500);
    world.with(|things| things.crowd.silent_from = Some(2));
    let manager = world.manager();
    let mut first = pin!(manager.read_people(lab));
    assert!(first.as_mut().now_or_never().is_none());
    world.with(|things| things.crowd.silent_from = None);
    assert_eq!(done(manager.read_people(lab)).expect("whole").people.len(), 2500);
    assert!(first.as_mut().now_or_never().expect("it ends").is_err());
    assert!(manager.people_list(lab).expect("listed").is_some());
}

#[test]
fn names_are_kept_only_where_the_admin_wants_it_and_turning_it_off_erases_them() {
    let (world, lab) = world(3);
    let manager = world.manager();
    done(manager.read_people(lab)).expect("whole");
    assert!(world.people_days(lab).expect("read").is_empty());
    manager.keep_names(true).expect("saved");
    done(manager.read_people(lab)).expect("whole");
    let days = world.people_days(lab).expect("read");
    assert_eq!(days.len(), 1);
    let kept = world.people_on(lab, days[0]).expect("read");
    assert_eq!((kept.len(), kept[0].username.as_str(), kept[0].user.clone()), (3, "u00000", id(0)));
    manager.keep_names(false).expect("saved");
    assert!(world.people_days(lab).expect("read").is_empty());
}

#[test]
fn names_that_could_not_be_kept_are_said_and_the_list_is_there() {
    let (world, lab) = world(3);
    let manager = world.manager();
    manager.keep_names(true).expect("saved");
    world.with(|things| things.store_fault = true);
    let list = done(manager.read_people(lab)).expect("whole");
    assert_eq!(list.not_kept.as_ref().map(|fault| fault.code), Some(ErrorCode::StoreWriteFailed));
}

#[test]
fn signing_out_forgets_who_the_users_are() {
    let (world, lab) = world(3);
    let manager = world.manager();
    done(manager.read_people(lab)).expect("whole");
    done(manager.sign_out(lab)).expect("signed out");
    assert_eq!(manager.people_list(lab).expect("listed"), None);
    assert_eq!(done(manager.read_people(lab)).expect_err("nobody").code, ErrorCode::SessionMissing);
}
