//! A full disk, a folder that goes away, a store that may only be read.

use std::fs;

use seatkeeper_adapters::StoreError;

use super::*;

#[test]
fn a_full_disk_is_said_and_leaves_every_earlier_save() {
    let home = tempfile::tempdir().unwrap();
    keep(&open(home.path()), 0).unwrap();
    let test = child("faults::writes_until_full", &[]);
    let program = test.get_program().to_str().unwrap().to_owned();
    let mut shell = Command::new("sh");
    // The limit on the size of a file stands for the full disk; its signal must not kill.
    shell.args(["-c", "trap '' XFSZ; ulimit -f 2000; exec \"$0\" \"$@\"", &program]);
    shell.args(test.get_args()).env("FULL_HOME", home.path()).stdout(Stdio::piped());
    let done = shell.output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}");
    let saved = said.lines().find_map(|line| line.strip_prefix("saved ")).unwrap();
    let saved: usize = saved.parse().unwrap();
    assert!(saved > 10, "{saved}");
    let store = open(home.path());
    assert_eq!(store.licenses().unwrap().len(), saved + 1);
    keep(&store, 999_999).unwrap();
}

/// Not a test by itself: saves until it is told that it cannot.
#[test]
fn writes_until_full() {
    let Ok(home) = std::env::var("FULL_HOME") else { return };
    let store = open(Path::new(&home));
    for number in 1.. {
        if let Err(error) = keep(&store, number) {
            assert!(matches!(error, StoreError::WriteFailed { .. }), "{error:?}");
            println!("\nsaved {}", number - 1);
            return;
        }
    }
}

#[test]
fn a_store_removed_while_open_is_said_and_not_written_into_nothing() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    fs::remove_dir_all(home.path()).unwrap();
    let error = keep(&store, 1).unwrap_err();
    assert!(matches!(error, StoreError::WriteFailed { .. }), "{error:?}");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_said() {
    let room = tempfile::tempdir().unwrap();
    let home = room.path().join("data");
    fs::write(&home, b"a file").unwrap();
    let error = SqliteStore::open(&Paths::at(&home), NOW).unwrap_err();
    assert!(matches!(error, StoreError::WriteFailed { .. }), "{error:?}");
    assert_eq!(fs::read(&home).unwrap(), b"a file");
}

#[test]
fn a_log_left_without_its_store_does_not_spoil_the_new_one() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    keep(&store, 1).unwrap();
    fs::remove_file(home.path().join("seatkeeper.db")).unwrap();
    let second = open(home.path());
    assert!(second.licenses().unwrap().is_empty());
    keep(&second, 2).unwrap();
    drop(second);
    assert_eq!(open(home.path()).licenses().unwrap().len(), 1);
}

#[test]
fn a_folder_that_may_only_be_read_gives_what_it_holds_and_says_so() {
    let home = tempfile::tempdir().unwrap();
    keep(&open(home.path()), 1).unwrap();
    let test = child("faults::reads_only", &[]);
    let program = test.get_program().to_str().unwrap().to_owned();
    let script = "mount --bind \"$READ_HOME\" \"$READ_HOME\" && mount -o remount,bind,ro \"$READ_HOME\" && exec \"$0\" \"$@\"";
    let mut unshare = Command::new("unshare");
    unshare.args(["-rm", "sh", "-c", script, &program]).args(test.get_args());
    unshare.env("READ_HOME", home.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A machine that lends no namespaces cannot show this.
    let Ok(done) = unshare.output() else { return };
    let said = String::from_utf8_lossy(&done.stderr);
    if !said.contains("unshare:") {
        assert!(done.status.success(), "{}{said}", String::from_utf8_lossy(&done.stdout));
    }
}

/// Not a test by itself: finds its folder read-only.
#[test]
fn reads_only() {
    let Ok(home) = std::env::var("READ_HOME") else { return };
    let (store, notice) = open_with_notice(Path::new(&home));
    assert!(matches!(notice, Some(StoreNotice::ReadOnly { .. })), "{notice:?}");
    assert!(store.is_read_only());
    assert_eq!(store.licenses().unwrap().len(), 1);
    assert!(matches!(keep(&store, 2), Err(StoreError::WriteFailed { .. })));
}
