//! Stores of older versions are brought up to date, and lose nothing.

use std::fs;

use super::*;

/// Made by the program of version 1: three licenses, one of them forgotten with an undo until ten seconds later, a key
/// and a preference.
const VERSION_1: &[u8] = include_bytes!("fixtures/version_1.db");

fn version(file: &Path) -> u32 {
    let store = rusqlite::Connection::open(file).unwrap();
    store.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn a_store_of_version_1_takes_deployments_and_keeps_what_it_held() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("seatkeeper.db");
    fs::write(&file, VERSION_1).unwrap();
    assert_eq!(version(&file), 1);
    let store = open(home.path());
    let kept: Vec<_> = store.licenses().unwrap();
    assert_eq!(kept.len(), 2);
    for (number, license) in kept.iter().enumerate() {
        assert_eq!((&license.fingerprint, &license.text), (&name(number), &text(number)));
        assert_eq!(license.names, [format!("{number}.jwt")]);
    }
    assert_eq!(store.undo(1, NOW.plus(9)).unwrap(), [name(2)]);
    assert_eq!(store.keys().unwrap()[0].bytes, [7; 32]);
    assert_eq!(store.setting("theme").unwrap().as_deref(), Some("dark"));
    assert!(store.deployments().unwrap().is_empty());
    add(&store, 1);
    drop(store);
    assert_eq!(version(&file), 4);
    let store = open(home.path());
    assert_eq!(added(&store), [1]);
    assert_eq!(store.licenses().unwrap().len(), 3);
}

#[test]
fn a_damaged_store_of_version_1_is_set_aside_as_it_was_and_gives_what_it_still_holds() {
    let home = tempfile::tempdir().unwrap();
    let mut bytes = VERSION_1.to_vec();
    let at = (0..bytes.len()).find(|at| bytes[*at..].starts_with(b"1 1 1 1 1 ")).unwrap();
    bytes[at] ^= 1;
    fs::write(home.path().join("seatkeeper.db"), &bytes).unwrap();
    let (store, notice) = open_with_notice(home.path());
    let Some(StoreNotice::Damaged { set_aside, recovered, .. }) = notice else { panic!("{notice:?}") };
    assert_eq!(fs::read(set_aside).unwrap(), bytes);
    // One license, the key and the preference.
    assert_eq!(recovered, 3);
    assert_eq!(store.licenses().unwrap()[0].text, text(0));
    add(&store, 1);
}
