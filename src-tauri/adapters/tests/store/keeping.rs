//! What is kept, forgotten and taken back.

use seatkeeper_adapters::StoredKey;

use super::*;

#[test]
fn a_license_is_kept_once_with_every_name_it_was_seen_under() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    assert!(store.keep_license(&name(1), &text(1), &["a.jwt".into()], NOW).unwrap());
    assert!(!store.keep_license(&name(1), &text(1), &["b.jwt".into(), "a.jwt".into()], NOW).unwrap());
    drop(store);
    let kept = open(home.path()).licenses().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].names, ["a.jwt", "b.jwt"]);
    assert_eq!(kept[0].text, text(1));
    assert_eq!(kept[0].kept_at, NOW);
}

#[test]
fn licenses_are_listed_in_the_order_they_were_kept() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for number in [3, 1, 2] {
        keep(&store, number).unwrap();
    }
    let listed: Vec<_> = store.licenses().unwrap().into_iter().map(|license| license.fingerprint).collect();
    assert_eq!(listed, [name(3), name(1), name(2)]);
}

#[test]
fn what_was_forgotten_can_be_taken_back_with_its_names() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    keep(&store, 1).unwrap();
    let undo = store.forget_licenses(&[name(1)], "Forgot 1.jwt.", NOW.plus(10)).unwrap();
    assert!(store.licenses().unwrap().is_empty());
    assert_eq!(store.undo(undo, NOW.plus(9)).unwrap(), [name(1)]);
    assert_eq!(store.licenses().unwrap()[0].names, ["1.jwt"]);
    assert!(store.undo(undo, NOW).unwrap().is_empty());
}

#[test]
fn once_the_undo_has_passed_the_text_is_gone_from_the_disk() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let marker = LicenseText::new("MARKER-OF-A-FORGOTTEN-LICENSE".repeat(20));
    store.keep_license(&name(1), &marker, &[], NOW).unwrap();
    let undo = store.forget_licenses(&[name(1)], "Forgot it.", NOW.plus(10)).unwrap();
    assert!(store.undo(undo, NOW.plus(10)).unwrap().is_empty());
    drop(store);
    assert_eq!(file_names(home.path()), ["seatkeeper.db", "seatkeeper.lock"]);
    let bytes = std::fs::read(home.path().join("seatkeeper.db")).unwrap();
    assert!(!bytes.windows(9).any(|window| window == b"FORGOTTEN"));
}

#[test]
fn a_license_kept_again_is_no_longer_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    keep(&store, 1).unwrap();
    store.forget_licenses(&[name(1)], "Forgot 1.jwt.", NOW.plus(10)).unwrap();
    assert!(keep(&store, 1).unwrap());
    store.erase_past_undo(NOW.plus(60)).unwrap();
    assert_eq!(store.licenses().unwrap().len(), 1);
}

#[test]
fn a_key_is_added_replaced_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let key = |byte| StoredKey { key_id: "ours".into(), bytes: [byte; 32], label: "A".into(), added_at: NOW };
    store.add_key(&key(1)).unwrap();
    store.add_key(&key(2)).unwrap();
    assert_eq!(store.keys().unwrap(), [key(2)]);
    assert!(store.remove_key("ours").unwrap());
    assert!(!store.remove_key("ours").unwrap());
}

#[test]
fn a_preference_holds_its_last_value() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    assert_eq!(store.setting("theme").unwrap(), None);
    store.set_setting("theme", "dark").unwrap();
    store.set_setting("theme", "light").unwrap();
    assert_eq!(store.setting("theme").unwrap().as_deref(), Some("light"));
    assert_eq!(store.settings().unwrap(), [("theme".into(), "light".into())]);
}

#[test]
fn looking_for_a_store_makes_none() {
    let home = tempfile::tempdir().unwrap();
    assert!(!SqliteStore::exists(&Paths::at(home.path())));
    assert!(file_names(home.path()).is_empty());
}
