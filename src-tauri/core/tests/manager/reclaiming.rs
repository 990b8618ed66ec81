//! Reclaiming seats: what is proposed, what is sent, and what is known after a stop, a crash or a lost answer.

use std::sync::Arc;

use seatkeeper_core::api::ApiError;
use seatkeeper_core::error::ErrorCode;
use seatkeeper_core::ports::{PeopleStore, ReclaimStep, StepState};
use seatkeeper_core::view::{ApplyReclaimRequest, ReclaimPlanView, ReclaimRequest};
use serde_json::json;

use crate::kit::crowd::user;
use crate::kit::{Manager, World, at, done, plain, words};

const HOST: &str = "lab.example.com";

/// The one who is signed in, an owner, a bot, and five members not seen for 61 to 65 days.
fn world() -> (World, u32) {
    let world = World::new();
    let lab = world.add("Lab");
    world.seats(HOST, 208, Some(200));
    world.answer(
        HOST,
        "who_am_i",
        json!({ "id": "00000000-0000-4000-8000-000000000001", "username": "ana" }),
    );
    let seen = |days: i64| at(crate::kit::NOW).plus(-days * 86_400).rfc3339();
    world.with(|things| {
        things.crowd.users = vec![
            user(1, "ana", json!({ "last_seen_at": seen(80) })),
            user(2, "boss", json!({ "last_seen_at": seen(80), "roles": [{ "name": "owner" }] })),
            user(3, "bot", json!({ "last_seen_at": seen(80), "email": "", "is_service_account": true })),
            user(9, "busy", json!({ "last_seen_at": seen(1) })),
        ];
        for days in 61..=65 {
            let number = u32::try_from(days).expect("small");
            things.crowd.users.push(user(number, &format!("u{days}"), json!({ "last_seen_at": seen(days) })));
        }
    });
    (world, lab)
}

fn read(world: &World, lab: u32) -> Manager {
    let manager = world.manager();
    done(manager.check(None));
    done(manager.read_people(lab)).expect("whole");
    world.log();
    manager
}

fn idle(lab: u32) -> ReclaimRequest {
    ReclaimRequest { deployment: lab, idle_days: Some(60), ..ReclaimRequest::default() }
}

fn act(lab: u32, count: u32) -> ApplyReclaimRequest {
    ApplyReclaimRequest { choice: idle(lab), count, name: "Lab".to_owned() }
}

fn states(plan: &ReclaimPlanView) -> Vec<&str> {
    plan.steps.iter().map(|step| step.state.as_str()).collect()
}

fn suspended(world: &World) -> Vec<String> {
    world.with(|things| things.crowd.of_status("suspended"))
}

#[test]
fn a_simulation_says_what_it_would_give_and_sends_nothing() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    let view = manager.simulate_reclaim(&idle(lab)).expect("simulated");
    assert_eq!(plain(&view.sentence), "208 of 200 seats becomes 203 of 200.");
    assert_eq!((view.count, view.button.as_str(), view.may.allowed), (5, "Suspend 5 users on Lab", true));
    let names: Vec<_> = view.people.iter().map(|person| person.username.as_str()).collect();
    assert_eq!(names, ["u65", "u64", "u63", "u62", "u61"]);
    let mut why: Vec<_> = view.protected.iter().filter_map(|person| person.protection.as_deref()).collect();
    why.sort_unstable();
    assert_eq!(why, ["owner", "service_account", "yourself"]);
    manager.protect_people(lab, &["U64@example.com ".to_owned(), String::new()]).expect("saved");
    assert_eq!(manager.simulate_reclaim(&idle(lab)).expect("simulated").count, 4);
    let keep = ReclaimRequest { keep: vec!["u65".to_owned()], ..idle(lab) };
    assert_eq!(manager.simulate_reclaim(&keep).expect("simulated").count, 3);
    let csv = String::from_utf8(manager.reclaim_csv(&keep).expect("a table")).expect("UTF-8");
    assert!(csv.starts_with("\u{feff}User name,") && csv.contains("u63") && !csv.contains("u65"));
    assert!(manager.reclaim_text(&keep).expect("text").contains("208 of 200 seats becomes 205 of 200."));
    assert!(world.log().is_empty());
}

#[test]
fn without_a_list_nothing_is_proposed() {
    let (world, lab) = world();
    let manager = world.manager();
    assert_eq!(manager.simulate_reclaim(&idle(lab)).expect_err("no list").code, ErrorCode::PeopleNotRead);
}

#[test]
fn a_plan_is_carried_out_and_taken_back() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    let plan = done(manager.apply_reclaim(act(lab, 5))).expect("done");
    assert_eq!((plan.state.as_str(), plan.counts.suspended), ("done", 5), "{plan:#?}");
    assert_eq!(plain(&plan.headline), "5 of 5 are suspended.");
    assert_eq!(suspended(&world).len(), 5);
    assert!(plain(&plan.confirmed).contains("208 of 200"), "{plan:#?}");
    assert_eq!(manager.simulate_reclaim(&idle(lab)).expect("simulated").count, 0, "the list knows it");
    let log = world.log();
    assert_eq!(log.iter().filter(|call| call.contains(" suspend ")).count(), 5);
    let undone = done(manager.undo_reclaim(lab, plan.id)).expect("undone");
    assert_eq!((undone.state.as_str(), undone.counts.activated), ("undone", 5));
    assert!(suspended(&world).is_empty());
    let again = done(manager.undo_reclaim(lab, plan.id)).expect("nothing to do");
    assert_eq!(again.counts.activated, 5);
    assert_eq!(world.log().iter().filter(|call| call.contains(" activate ")).count(), 5);
}

#[test]
fn number_and_name_must_be_those_that_were_shown() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    for wrong in [act(lab, 4), ApplyReclaimRequest { name: "Production".to_owned(), ..act(lab, 5) }] {
        let refused = done(manager.apply_reclaim(wrong)).expect_err("refused");
        assert_eq!(refused.code, ErrorCode::ReclaimChanged);
    }
    manager.protect_people(lab, &["u61", "u62", "u63", "u64", "u65"].map(str::to_owned)).expect("saved");
    assert_eq!(done(manager.apply_reclaim(act(lab, 0))).expect_err("none").code, ErrorCode::ReclaimNobody);
    assert!(suspended(&world).is_empty() && world.reclaims(lab).expect("read").is_empty());
}

#[test]
fn who_may_not_never_tries() {
    for answer in [json!({ "read_users": true, "suspend_users": false }), json!({ "read_users": true })] {
        let (world, lab) = world();
        let manager = read(&world, lab);
        world.answer(HOST, "permissions", answer);
        let refused = done(manager.apply_reclaim(act(lab, 5))).expect_err("refused");
        assert_eq!(refused.code, ErrorCode::SessionNotPermitted);
        assert!(!world.log().iter().any(|call| call.contains("suspend")));
        assert!(!manager.simulate_reclaim(&idle(lab)).expect("simulated").may.allowed);
    }
}

#[test]
fn where_the_store_fails_nothing_is_sent() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    world.with(|things| things.store_fault = true);
    let refused = done(manager.apply_reclaim(act(lab, 5))).expect_err("refused");
    assert_eq!(refused.code, ErrorCode::StoreWriteFailed);
    assert!(suspended(&world).is_empty());
}

#[test]
fn who_came_back_or_changed_since_is_left_alone() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    world.with(|things| {
        things.crowd.find("u65")["last_seen_at"] = json!("2026-11-23T18:00:00Z");
        things.crowd.find("u64")["status"] = json!("dormant");
        things.crowd.find("u63")["roles"] = json!([{ "name": "owner" }]);
        things.crowd.users.retain(|user| user["username"] != "u62");
    });
    let plan = done(manager.apply_reclaim(act(lab, 5))).expect("done");
    assert_eq!(states(&plan), ["skipped", "skipped", "skipped", "skipped", "suspended"]);
    assert_eq!(plan.steps[0].sentence, "left alone: came back on 23 Nov 2026");
    assert_eq!(plan.steps[1].sentence, "left alone: dormant already, and holds no seat");
    assert_eq!(suspended(&world), ["u61"]);
}

#[test]
fn a_lost_answer_is_looked_for_and_nothing_is_sent_twice() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    world.with(|things| things.crowd.loses_answers = true);
    let plan = done(manager.apply_reclaim(act(lab, 5))).expect("done");
    assert_eq!(plan.counts.suspended, 5, "{plan:#?}");
    assert_eq!(world.log().iter().filter(|call| call.contains(" suspend ")).count(), 5);
}

#[test]
fn a_request_that_was_lost_did_not_happen_and_is_said() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    world.with(|things| things.crowd.loses_requests = true);
    let plan = done(manager.apply_reclaim(act(lab, 5))).expect("done");
    assert_eq!(states(&plan), ["suspend_failed", "suspended", "suspended", "suspended", "suspended"]);
}

#[test]
fn where_nobody_can_look_it_stays_open_and_nothing_more_is_sent() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    world.fail(HOST, "suspend", ApiError::TimedOut { seconds: 30 });
    let plan = {
        // The server is silent from the first suspension on.
        let silent = world.clone();
        let listener = move |_| {
            let sent = silent.with(|things| things.log.iter().any(|call| call.contains(" suspend ")));
            if sent {
                silent.fail(HOST, "user", ApiError::TimedOut { seconds: 30 });
            }
        };
        manager.on_change(Box::new(listener));
        world.fail(HOST, "user", ApiError::TimedOut { seconds: 30 });
        done(manager.apply_reclaim(act(lab, 5))).expect("a plan")
    };
    assert_eq!(plan.failure.as_ref().map(|failure| failure.code.as_str()), Some("deployment_timed_out"));
    assert_eq!((plan.state.as_str(), plan.counts.planned), ("stopped", 5));
    assert!(plan.can_resume && suspended(&world).is_empty());
}

#[test]
fn a_crash_in_the_middle_is_looked_into_before_anything_is_sent_again() {
    for happened in [false, true] {
        let (world, lab) = world();
        let manager = read(&world, lab);
        // The program ended when it had noted and sent the first suspension.
        world.with(|things| things.crowd.silent_suspensions = true);
        {
            let mut applying = Box::pin(manager.apply_reclaim(act(lab, 5)));
            assert!(futures_util::FutureExt::now_or_never(&mut applying).is_none());
        }
        drop(manager);
        world.with(|things| {
            things.crowd.silent_suspensions = false;
            if happened {
                things.crowd.find("u65")["status"] = json!("suspended");
            }
        });
        world.log();
        let manager = world.manager();
        let plan = manager.reclaims(lab).expect("read").remove(0);
        assert_eq!(states(&plan), ["suspend_sent", "planned", "planned", "planned", "planned"]);
        assert_eq!(plain(&plan.headline), "0 of 5 are suspended; 4 wait; of 1 it is not known.");
        assert!(plan.can_resume && plan.can_undo && plan.state == "stopped");
        // Nothing new is begun before.
        done(manager.check(None));
        done(manager.read_people(lab)).expect("whole");
        let refused = done(manager.apply_reclaim(act(lab, 5))).expect_err("refused");
        assert_eq!(refused.code, ErrorCode::ReclaimUnfinished);
        let plan = done(manager.resume_reclaim(lab, plan.id)).expect("done");
        assert_eq!(plan.counts.suspended, 5, "{plan:#?}");
        let sent = world.log().iter().filter(|call| call.contains(" suspend ")).count();
        assert_eq!(sent, if happened { 4 } else { 5 });
    }
}

#[test]
fn a_crash_can_also_be_taken_back() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    world.with(|things| things.crowd.silent_suspensions = true);
    {
        let mut applying = Box::pin(manager.apply_reclaim(act(lab, 5)));
        assert!(futures_util::FutureExt::now_or_never(&mut applying).is_none());
    }
    world.with(|things| {
        things.crowd.silent_suspensions = false;
        things.crowd.find("u65")["status"] = json!("suspended");
    });
    let plan = manager.reclaims(lab).expect("read").remove(0);
    let undone = done(manager.undo_reclaim(lab, plan.id)).expect("undone");
    assert_eq!(states(&undone), ["activated", "skipped", "skipped", "skipped", "skipped"]);
    assert!(suspended(&world).is_empty());
}

#[test]
fn a_plan_stops_after_the_step_that_is_under_way_and_goes_on_later() {
    let (world, lab) = world();
    let manager = Arc::new(read(&world, lab));
    let (stopper, seen) = (Arc::downgrade(&manager), world);
    manager.on_change(Box::new(move |_| {
        let Some(manager) = stopper.upgrade() else { return };
        if seen.with(|things| things.crowd.of_status("suspended").len()) == 2
            && let Some(plan) = seen.reclaims(lab).expect("read").first()
        {
            manager.stop_reclaim(plan.id);
        }
    }));
    let plan = done(manager.apply_reclaim(act(lab, 5))).expect("stopped");
    assert_eq!((plan.state.as_str(), plan.counts.suspended, plan.counts.planned), ("stopped", 2, 3));
    manager.on_change(Box::new(|_| {}));
    let plan = done(manager.resume_reclaim(lab, plan.id)).expect("done");
    assert_eq!((plan.state.as_str(), plan.counts.suspended), ("done", 5));
}

#[test]
fn a_server_that_forbids_one_is_asked_no_second_time() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    let mut forbidden = words("Internal error updating user's status to \"suspended\".");
    forbidden.detail = "unauthorized: rbac: forbidden".to_owned();
    world.fail(HOST, "suspend", ApiError::ServerFault(500, forbidden));
    let plan = done(manager.apply_reclaim(act(lab, 5))).expect("a plan");
    assert_eq!((plan.counts.failed, plan.counts.planned), (1, 4));
    assert_eq!(world.log().iter().filter(|call| call.contains(" suspend ")).count(), 1);
}

#[test]
fn too_many_calls_leave_the_step_to_be_done_later() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    let limited = ApiError::RateLimited { until: at("2026-11-23T18:07:27Z"), words: words("slow down") };
    world.fail(HOST, "suspend", limited);
    let plan = done(manager.apply_reclaim(act(lab, 5))).expect("a plan");
    assert_eq!((plan.counts.planned, plan.state.as_str()), (5, "stopped"));
    assert_eq!(plan.failure.as_ref().map(|failure| failure.code.as_str()), Some("api_rate_limited"));
}

#[test]
fn a_step_that_another_program_took_is_not_sent_here() {
    let (world, lab) = world();
    let manager = read(&world, lab);
    let other = world.clone();
    manager.on_change(Box::new(move |_| {
        let plans = other.reclaims(lab).expect("read");
        // The plan was begun here, and its last step is taken by another program meanwhile.
        if other.with(|things| things.crowd.of_status("suspended")).is_empty() {
            return;
        }
        let Some(step) = plans.first().map(|plan| plan.steps[4].clone()) else { return };
        let taken = ReclaimStep { state: StepState::SuspendSent, ..step };
        other.note_step(plans[0].id, StepState::Planned, &taken).expect("saved");
    }));
    let plan = done(manager.apply_reclaim(act(lab, 5))).expect("a plan");
    assert_eq!((plan.counts.suspended, plan.counts.unknown), (4, 1), "{plan:#?}");
    assert_eq!(world.log().iter().filter(|call| call.contains(" suspend ")).count(), 4);
}
