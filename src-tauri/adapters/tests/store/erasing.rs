//! Erasing everything leaves nothing to be found in the folder's bytes.

use std::fs;

use seatkeeper_adapters::StoredKey;
use seatkeeper_core::ports::{PlanStore, SavedAct, SavedPlan, SavedStep};

use super::*;

/// Parts of what was kept that lie in the bytes of any file of the folder.
fn traces(home: &Path) -> Vec<(String, String)> {
    let marks = [
        "SEALED",
        "d1.example.com",
        "answer answer",
        "Étage",
        "X-Team",
        "Forgot",
        "ours-7",
        "solarized",
        "Vorhaben",
    ];
    let mut found = Vec::new();
    for name in file_names(home) {
        let bytes = fs::read(home.join(&name)).unwrap();
        let has = |mark: &str| bytes.windows(mark.len()).any(|window| window == mark.as_bytes());
        found.extend(marks.iter().filter(|mark| has(mark)).map(|mark| (name.clone(), (*mark).to_owned())));
    }
    found
}

#[test]
fn after_erasing_everything_no_byte_of_it_is_in_the_folder() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("seatkeeper.db"), b"a damaged store with SEALED in it").unwrap();
    let (store, notice) = open_with_notice(home.path());
    assert!(notice.is_some());
    for number in 0..50 {
        let sealed = LicenseText::new(format!("SEALED {number} ").repeat(300));
        store.keep_license(&name(number), &sealed, &[format!("SEALED {number}.jwt")], NOW).unwrap();
    }
    let id = add(&store, 1);
    add(&store, 2);
    let other = add(&store, 4);
    let act = SavedAct::Install { fingerprint: name(1), name: "Vorhaben.jwt".into() };
    let steps = vec![SavedStep { day: jiff::civil::date(2027, 3, 12), act }];
    let plan = SavedPlan { id: 0, deployment: other, name: "Vorhaben".into(), changed_at: NOW, steps };
    store.save_plan(&plan).unwrap();
    store.forget_deployment(id, "Forgot it.", NOW.plus(10)).unwrap();
    store.forget_licenses(&[name(1)], "Forgot SEALED.", NOW.plus(10)).unwrap();
    store.set_setting("theme", "solarized").unwrap();
    store
        .add_key(&StoredKey { key_id: "ours-7".into(), bytes: [7; 32], label: "A".into(), added_at: NOW })
        .unwrap();
    assert!(
        traces(home.path()).len() >= 9,
        "the test looks for what is not there: {:?}",
        traces(home.path())
    );
    store.erase_everything().unwrap();
    assert_eq!(traces(home.path()), [], "while the store is open");
    assert!(store.deployments().unwrap().is_empty() && store.licenses().unwrap().is_empty());
    assert!(
        store.plans().unwrap().is_empty()
            && store.keys().unwrap().is_empty()
            && store.settings().unwrap().is_empty()
    );
    assert!(add(&store, 3) > id, "a number is never given twice");
    drop(store);
    assert_eq!(file_names(home.path()), ["seatkeeper.db", "seatkeeper.lock"]);
    assert_eq!(added(&open(home.path())), [3]);
}

#[test]
fn a_reader_elsewhere_that_keeps_the_log_from_being_cut_is_said() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    add(&store, 1);
    let other = rusqlite::Connection::open(home.path().join("seatkeeper.db")).unwrap();
    other.execute_batch("BEGIN; SELECT * FROM deployment").unwrap();
    let error = store.erase_everything().unwrap_err();
    assert_eq!(error.code, seatkeeper_core::error::ErrorCode::StoreBusy);
    other.execute_batch("COMMIT").unwrap();
    store.erase_everything().unwrap();
    assert_eq!(traces(home.path()), []);
}
