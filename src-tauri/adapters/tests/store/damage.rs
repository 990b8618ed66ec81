//! A damaged store is set aside and said; what can be read is taken over; the start never fails.

use std::fs;
use std::path::PathBuf;

use seatkeeper_adapters::StoreError;

use super::*;

const RECORDS: usize = 20;
const DEPLOYMENTS: usize = 3;

/// Makes a store of some records and gives its bytes.
fn sound_store() -> Vec<u8> {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for number in 0..RECORDS {
        keep(&store, number).unwrap();
    }
    for number in 0..DEPLOYMENTS {
        add(&store, number);
    }
    drop(store);
    fs::read(home.path().join("seatkeeper.db")).unwrap()
}

/// Opens a store of these bytes; nothing may be lost without a word.
fn open_damaged(bytes: &[u8]) -> (usize, Option<StoreNotice>) {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("seatkeeper.db"), bytes).unwrap();
    let (store, notice) = open_with_notice(home.path());
    let kept = store.licenses().unwrap();
    for license in &kept {
        let number = usize::from_str_radix(&license.fingerprint, 16).unwrap();
        assert_eq!(license.text, text(number));
    }
    let listed = added(&store);
    for deployment in store.deployments().unwrap() {
        for kept in store.answers(deployment.id).unwrap().values() {
            assert_eq!(*kept, answer(deployment.id as usize - 1));
        }
    }
    keep(&store, 7).unwrap();
    match &notice {
        Some(StoreNotice::Damaged { set_aside, recovered, .. }) => {
            assert_eq!(fs::read(set_aside).unwrap(), bytes, "the damaged file was changed");
            assert_eq!(*recovered as usize, kept.len() + listed.len());
        }
        Some(StoreNotice::ReadOnly { .. }) => panic!("{notice:?}"),
        None => {
            let all = (kept.len(), listed.len());
            assert_eq!(all, (RECORDS, DEPLOYMENTS), "records were lost without a word");
        }
    }
    (kept.len() + listed.len(), notice)
}

#[test]
fn a_store_cut_anywhere_is_set_aside_and_what_it_still_holds_is_taken_over() {
    let whole = sound_store();
    let near_edges = |cut: &usize| cut % 4096 < 2 || cut % 4096 > 4094 || *cut < 120;
    let cuts = (0..whole.len()).filter(|cut| near_edges(cut) || cut % 1021 == 0);
    let mut most = 0;
    for cut in cuts {
        let (kept, notice) = open_damaged(&whole[..cut]);
        assert!(notice.is_some(), "cut at {cut} of {}", whole.len());
        most = most.max(kept);
    }
    assert!(most > 0, "nothing was ever taken over");
}

#[test]
fn a_changed_byte_of_a_deployment_or_an_answer_is_noticed_and_the_others_are_taken_over() {
    let whole = sound_store();
    for marker in ["d1.example.com", "proxy.example.com", "platform", "\"text\""] {
        let found: Vec<usize> =
            (0..whole.len()).filter(|at| whole[*at..].starts_with(marker.as_bytes())).collect();
        assert!(!found.is_empty(), "{marker}");
        for at in found {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            let (kept, notice) = open_damaged(&bytes);
            assert!(notice.is_some(), "{marker} at {at}");
            assert!(kept >= RECORDS + DEPLOYMENTS - 1, "{marker} at {at}: {kept}");
        }
    }
}

#[test]
fn a_deployment_that_was_put_aside_is_still_to_be_erased_after_a_damage() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let id = add(&store, 1);
    store.forget_deployment(id, "Forgot it.", NOW.plus(10)).unwrap();
    add(&store, 2);
    drop(store);
    let file = home.path().join("seatkeeper.db");
    let mut bytes = fs::read(&file).unwrap();
    let at = (0..bytes.len()).find(|at| bytes[*at..].starts_with(b"answer answer")).unwrap();
    bytes[at] ^= 1;
    fs::write(&file, bytes).unwrap();
    let (store, notice) = open_with_notice(home.path());
    assert!(matches!(notice, Some(StoreNotice::Damaged { recovered: 1, .. })), "{notice:?}");
    assert_eq!(added(&store), [2]);
    assert!(store.forgotten_origins(NOW.plus(9)).unwrap().is_empty());
    assert_eq!(store.forgotten_origins(NOW.plus(10)).unwrap(), [deployment(1).address]);
}

#[test]
fn a_store_of_zeros_is_set_aside() {
    let (_, notice) = open_damaged(&vec![0; 8192]);
    assert!(notice.is_some());
}

#[test]
fn a_store_with_a_flipped_bit_in_its_header_never_fails_to_start() {
    let whole = sound_store();
    for byte in 0..100 {
        // The version itself: a higher one is rightly taken for a newer program's.
        if (60..64).contains(&byte) {
            continue;
        }
        let mut bytes = whole.clone();
        bytes[byte] ^= 1 << (byte % 8);
        open_damaged(&bytes);
    }
}

#[test]
fn the_damaged_file_is_named_by_the_time_and_a_second_one_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let set_aside = || -> PathBuf {
        fs::write(home.path().join("seatkeeper.db"), b"not a store").unwrap();
        match open_with_notice(home.path()).1 {
            Some(StoreNotice::Damaged { set_aside, .. }) => set_aside,
            other => panic!("{other:?}"),
        }
    };
    assert!(set_aside().ends_with("seatkeeper.db.damaged-20261123T180627Z"));
    assert!(set_aside().ends_with("seatkeeper.db.damaged-20261123T180627Z-1"));
}

#[test]
fn a_store_of_a_newer_version_is_refused_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    drop(open(home.path()));
    let file = home.path().join("seatkeeper.db");
    let other = rusqlite::Connection::open(&file).unwrap();
    other.pragma_update(None, "user_version", 99).unwrap();
    other.close().unwrap();
    let before = fs::read(&file).unwrap();
    let refused = SqliteStore::open(&Paths::at(home.path()), NOW).unwrap_err();
    assert!(matches!(refused, StoreError::FromNewerVersion { found: 99, .. }), "{refused:?}");
    assert_eq!(fs::read(&file).unwrap(), before);
}
