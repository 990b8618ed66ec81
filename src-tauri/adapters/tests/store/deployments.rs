//! The list of deployments: what is kept of one, names and origins, the order, and forgetting.

use std::sync::Arc;

use seatkeeper_core::error::ErrorCode;

use super::*;

fn code<T: std::fmt::Debug>(result: Result<T, seatkeeper_core::error::Error>) -> ErrorCode {
    result.unwrap_err().code
}

#[test]
fn a_deployment_and_its_answers_come_back_as_they_were_kept() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let id = add(&store, 1);
    let plain = Deployment {
        deployment_id: None,
        connection: Connection::default(),
        session: SessionKind::Watching,
        ..deployment(2)
    };
    let second = store.add_deployment(&plain).unwrap();
    drop(store);
    let store = open(home.path());
    let listed = store.deployments().unwrap();
    assert_eq!(listed, [Deployment { id, ..deployment(1) }, Deployment { id: second, ..plain }]);
    assert_eq!(store.answers(id).unwrap(), [(AnswerKind::Entitlements, answer(1))].into());
    assert!(store.answers(second).unwrap().is_empty());
}

#[test]
fn a_newer_answer_takes_the_place_of_its_kind_and_the_others_stay() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let id = add(&store, 1);
    store
        .keep_answers(id, &[(AnswerKind::User, answer(2)), (AnswerKind::Licenses, answer(3))].into())
        .unwrap();
    store.keep_answers(id, &[(AnswerKind::User, answer(4))].into()).unwrap();
    store.drop_answers(id, &[AnswerKind::Licenses, AnswerKind::Session]).unwrap();
    let kept = [(AnswerKind::Entitlements, answer(1)), (AnswerKind::User, answer(4))].into();
    assert_eq!(store.answers(id).unwrap(), kept);
}

#[test]
fn names_are_unique_regardless_of_case_and_origins_as_they_are() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let first = add(&store, 1);
    let second = add(&store, 2);
    let same_name = Deployment { name: "ÉTAGE 1".into(), ..deployment(3) };
    assert_eq!(code(store.add_deployment(&same_name)), ErrorCode::DeploymentNameTaken);
    let same_origin = Deployment { name: "Other".into(), ..deployment(1) };
    assert_eq!(code(store.add_deployment(&same_origin)), ErrorCode::DeploymentAlreadyAdded);
    let renamed = Deployment { id: second, name: "étage 1".into(), ..deployment(2) };
    assert_eq!(code(store.change_deployment(&renamed)), ErrorCode::DeploymentNameTaken);
    let moved = Deployment { id: second, address: deployment(1).address, ..deployment(2) };
    assert_eq!(code(store.change_deployment(&moved)), ErrorCode::DeploymentAlreadyAdded);
    // Its own name in other letters is free to it, and another scheme is another origin.
    let again = Deployment { id: first, name: "ÉTAGE 1".into(), ..deployment(1) };
    store.change_deployment(&again).unwrap();
    assert_eq!(store.deployments().unwrap()[0], again);
    let plain =
        Deployment { name: "Plain".into(), address: address("http://d1.example.com"), ..deployment(1) };
    store.add_deployment(&plain).unwrap();
}

#[test]
fn a_deployment_that_is_gone_is_said_to_be_unknown() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let id = add(&store, 1);
    store.forget_deployment(id, "Forgot it.", NOW.plus(10)).unwrap();
    let changed = Deployment { id, ..deployment(1) };
    assert_eq!(code(store.change_deployment(&changed)), ErrorCode::DeploymentUnknown);
    assert_eq!(code(store.forget_deployment(id, "Again.", NOW)), ErrorCode::DeploymentUnknown);
    let late = [(AnswerKind::User, answer(1))].into();
    assert_eq!(code(store.keep_answers(id, &late)), ErrorCode::DeploymentUnknown);
}

#[test]
fn the_admins_order_is_kept_and_a_new_one_comes_last() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let ids: Vec<u32> = (1..=4).map(|number| add(&store, number)).collect();
    store.order_deployments(&[ids[3], ids[0], ids[1], ids[2]]).unwrap();
    add(&store, 5);
    assert_eq!(added(&store), [4, 1, 2, 3, 5]);
    // Only these change places; an id twice, or of nothing, counts for nothing.
    store.order_deployments(&[ids[2], 99, ids[3], ids[2]]).unwrap();
    drop(store);
    assert_eq!(added(&open(home.path())), [3, 1, 2, 4, 5]);
}

#[test]
fn a_forgotten_deployment_comes_back_to_its_place_with_its_answers() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let ids: Vec<u32> = (1..=3).map(|number| add(&store, number)).collect();
    let undo = store.forget_deployment(ids[1], "Forgot it.", NOW.plus(10)).unwrap();
    assert_eq!(added(&store), [1, 3]);
    assert!(store.undo(undo, NOW).unwrap().is_empty(), "no license is meant");
    let back = store.undo_forget_deployment(undo, NOW.plus(9)).unwrap();
    assert_eq!(back, Some(Deployment { id: ids[1], ..deployment(2) }));
    assert_eq!(added(&store), [1, 2, 3]);
    assert_eq!(store.answers(ids[1]).unwrap().len(), 1);
    assert_eq!(store.undo_forget_deployment(undo, NOW.plus(9)).unwrap(), None);
    assert!(store.forgotten_origins(NOW.plus(99)).unwrap().is_empty());
}

#[test]
fn a_name_that_was_given_away_meanwhile_stands_against_the_undo_until_it_is_free() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let undo = store.forget_deployment(add(&store, 1), "Forgot it.", NOW.plus(10)).unwrap();
    let other = Deployment { name: deployment(1).name, ..deployment(2) };
    let id = store.add_deployment(&other).unwrap();
    assert_eq!(code(store.undo_forget_deployment(undo, NOW)), ErrorCode::DeploymentNameTaken);
    store.change_deployment(&Deployment { id, ..deployment(2) }).unwrap();
    assert!(store.undo_forget_deployment(undo, NOW).unwrap().is_some());
}

#[test]
fn once_the_undo_has_passed_only_the_origin_waits_for_the_keychain_over_any_number_of_starts() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let id = add(&store, 1);
    let undo = store.forget_deployment(id, "Forgot it.", NOW.plus(10)).unwrap();
    assert!(store.forgotten_origins(NOW.plus(9)).unwrap().is_empty());
    drop(store);
    for start in [10, 1000, 100_000] {
        let (store, _) = SqliteStore::open(&Paths::at(home.path()), NOW.plus(start)).unwrap();
        assert!(store.deployments().unwrap().is_empty());
        assert_eq!(store.undo_forget_deployment(undo, NOW.plus(start)).unwrap(), None);
        assert!(store.answers(id).unwrap().is_empty(), "its answers are gone at once");
        assert_eq!(store.forgotten_origins(NOW.plus(start)).unwrap(), [deployment(1).address]);
    }
    let store = open(home.path());
    store.erase_forgotten(&deployment(1).address).unwrap();
    assert!(store.forgotten_origins(NOW.plus(100_000)).unwrap().is_empty());
    drop(store);
    let bytes = std::fs::read(home.path().join("seatkeeper.db")).unwrap();
    for trace in ["d1.example.com", "answer answer", "Étage 1", "Forgot it."] {
        assert!(!bytes.windows(trace.len()).any(|window| window == trace.as_bytes()), "{trace}");
    }
}

#[test]
fn an_origin_that_is_added_again_is_no_longer_to_be_erased_and_has_a_new_number() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let old = add(&store, 1);
    let undo = store.forget_deployment(old, "Forgot it.", NOW.plus(10)).unwrap();
    let new = add(&store, 1);
    assert_ne!(old, new);
    assert!(store.forgotten_origins(NOW.plus(99)).unwrap().is_empty(), "its new token would be lost");
    assert_eq!(store.undo_forget_deployment(undo, NOW).unwrap(), None);
    store.erase_forgotten(&deployment(1).address).unwrap();
    drop(store);
    let (store, _) = SqliteStore::open(&Paths::at(home.path()), NOW.plus(99)).unwrap();
    assert_eq!(added(&store), [1]);
    assert_eq!(store.answers(new).unwrap().len(), 1);
}

#[test]
fn the_library_is_the_one_of_the_licenses() {
    use seatkeeper_core::license::Fingerprint;
    let home = tempfile::tempdir().unwrap();
    let store = Arc::new(open(home.path()));
    let fingerprint = Fingerprint::of(b"header.payload");
    assert!(store.hold_license(&fingerprint, &text(1), &["a.jwt".into()], NOW).unwrap());
    assert!(!store.hold_license(&fingerprint, &text(1), &["b.jwt".into()], NOW).unwrap());
    let library = store.library().unwrap();
    assert_eq!(library.len(), 1);
    assert_eq!(library[0].fingerprint, fingerprint.to_string());
    assert_eq!(library[0].text, text(1));
    assert_eq!(library[0].names, ["a.jwt", "b.jwt"]);
}

#[test]
fn without_a_store_reads_are_empty_and_changes_say_so() {
    let none: Option<Arc<SqliteStore>> = None;
    assert!(none.deployments().unwrap().is_empty());
    assert!(none.answers(1).unwrap().is_empty());
    assert!(none.library().unwrap().is_empty());
    assert!(none.forgotten_origins(NOW).unwrap().is_empty());
    assert_eq!(code(none.add_deployment(&deployment(1))), ErrorCode::StoreWriteFailed);
    assert_eq!(code(none.erase_everything()), ErrorCode::StoreWriteFailed);
    let home = tempfile::tempdir().unwrap();
    let some = Some(Arc::new(open(home.path())));
    some.add_deployment(&deployment(1)).unwrap();
    assert_eq!(some.deployments().unwrap().len(), 1);
}
