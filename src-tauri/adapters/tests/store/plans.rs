//! Plans of several steps: kept whole, gone with their deployment, and recognised when they were changed by another.

use jiff::civil::date;
use seatkeeper_core::error::ErrorCode;
use seatkeeper_core::ports::{PlanStore, SavedAct, SavedPlan, SavedStep};

use super::*;

fn plan(deployment: u32, label: &str) -> SavedPlan {
    let install = SavedAct::Install { fingerprint: name(1), name: "Étage 1.jwt".into() };
    let remove = SavedAct::Remove { license: 4, uuid: "1f0c".into() };
    SavedPlan {
        id: 0,
        deployment,
        name: label.into(),
        changed_at: NOW,
        steps: vec![
            SavedStep { day: date(2027, 3, 12), act: install },
            SavedStep { day: date(2027, 3, 26), act: remove },
        ],
    }
}

#[test]
fn a_plan_comes_back_as_it_was_saved_and_changed() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let deployment = add(&store, 1);
    let id = store.save_plan(&plan(deployment, "Spring")).unwrap();
    let second = store.save_plan(&plan(deployment, "Autumn")).unwrap();
    let mut changed = SavedPlan { id, ..plan(deployment, "Spring, later") };
    changed.steps.reverse();
    changed.steps.pop();
    assert_eq!(store.save_plan(&changed).unwrap(), id);
    drop(store);
    let plans = open(home.path()).plans().unwrap();
    assert_eq!(plans, [changed, SavedPlan { id: second, ..plan(deployment, "Autumn") }]);
}

#[test]
fn a_plan_for_no_deployment_or_in_place_of_none_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    assert_eq!(store.save_plan(&plan(7, "A")).unwrap_err().code, ErrorCode::DeploymentUnknown);
    let deployment = add(&store, 1);
    let missing = SavedPlan { id: 9, ..plan(deployment, "A") };
    assert_eq!(store.save_plan(&missing).unwrap_err().code, ErrorCode::PlanUnknown);
    assert_eq!(store.forget_plan(9, "Forgot it.", NOW.plus(10)).unwrap_err().code, ErrorCode::PlanUnknown);
    assert!(store.plans().unwrap().is_empty());
}

#[test]
fn a_forgotten_plan_comes_back_in_time_and_is_erased_after_it() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let deployment = add(&store, 1);
    let id = store.save_plan(&plan(deployment, "Spring")).unwrap();
    let undo = store.forget_plan(id, "Forgot it.", NOW.plus(10)).unwrap();
    assert!(store.plans().unwrap().is_empty());
    assert!(store.undo_forget_plan(undo, NOW.plus(9)).unwrap());
    assert_eq!(store.plans().unwrap().len(), 1);
    let undo = store.forget_plan(id, "Forgot it.", NOW.plus(10)).unwrap();
    assert!(!store.undo_forget_plan(undo, NOW.plus(10)).unwrap(), "it is too late");
    drop(store);
    let raw = rusqlite::Connection::open(home.path().join("seatkeeper.db")).unwrap();
    let count = |table: &str| -> u32 {
        raw.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("plan"), count("plan_step"), count("undo")), (0, 0, 0));
}

#[test]
fn plans_go_and_come_back_with_their_deployment() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let deployment = add(&store, 1);
    store.save_plan(&plan(deployment, "Spring")).unwrap();
    let undo = store.forget_deployment(deployment, "Forgot it.", NOW.plus(10)).unwrap();
    assert!(store.plans().unwrap().is_empty());
    store.undo_forget_deployment(undo, NOW.plus(9)).unwrap();
    assert_eq!(store.plans().unwrap().len(), 1);
    store.forget_deployment(deployment, "Forgot it.", NOW.plus(10)).unwrap();
    store.erase_past_undo(NOW.plus(10)).unwrap();
    drop(store);
    let raw = rusqlite::Connection::open(home.path().join("seatkeeper.db")).unwrap();
    let steps: u32 = raw.query_row("SELECT count(*) FROM plan_step", [], |row| row.get(0)).unwrap();
    assert_eq!(steps, 0, "the rest of the deployment waits for the keychain, its plans do not");
}

#[test]
fn a_step_that_another_program_changed_makes_the_store_a_damaged_one() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let deployment = add(&store, 1);
    store.save_plan(&plan(deployment, "Spring")).unwrap();
    drop(store);
    let raw = rusqlite::Connection::open(home.path().join("seatkeeper.db")).unwrap();
    raw.execute("UPDATE plan_step SET license = 5 WHERE act = 'remove'", []).unwrap();
    drop(raw);
    let (store, notice) = open_with_notice(home.path());
    assert!(notice.is_some(), "it is said");
    let plans = store.plans().unwrap();
    assert_eq!(plans.len(), 1, "the plan is taken over");
    assert_eq!(plans[0].steps, plan(deployment, "Spring").steps[..1], "without the step that was changed");
}
