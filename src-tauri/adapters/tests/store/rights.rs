//! The store is for its user alone, and follows no link that someone planted.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use super::*;

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().mode() & 0o777
}

#[test]
fn folder_and_files_are_for_their_user_alone_under_any_umask() {
    for umask in ["000", "077", "777"] {
        let room = tempfile::tempdir().unwrap();
        let home = room.path().join("data");
        let test = child("rights::makes_a_store", &[("RIGHTS_HOME", home.to_str().unwrap())]);
        let program = test.get_program().to_str().unwrap().to_owned();
        let script = format!("umask {umask}; exec \"$0\" \"$@\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, &program]).args(test.get_args()).stdout(Stdio::piped());
        shell.env("RIGHTS_HOME", &home);
        let done = shell.output().unwrap();
        assert!(done.status.success(), "umask {umask}: {}", String::from_utf8_lossy(&done.stdout));
        assert_eq!(mode(&home), 0o700, "umask {umask}");
        for file in ["seatkeeper.db", "seatkeeper.db-wal", "seatkeeper.db-shm"] {
            assert_eq!(mode(&home.join(file)), 0o600, "umask {umask}: {file}");
        }
    }
}

/// Not a test by itself: leaves a store open at its end, so that the log is there to look at.
#[test]
fn makes_a_store() {
    let Ok(home) = std::env::var("RIGHTS_HOME") else { return };
    let store = open(Path::new(&home));
    keep(&store, 1).unwrap();
    std::mem::forget(store);
}

#[test]
fn a_store_that_others_could_read_is_closed_to_them() {
    let home = tempfile::tempdir().unwrap();
    drop(open(home.path()));
    let file = home.path().join("seatkeeper.db");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    drop(open(home.path()));
    assert_eq!((mode(&file), mode(home.path())), (0o600, 0o700));
}

#[test]
fn a_folder_with_other_things_in_it_keeps_its_rights() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("letter.txt"), b"mine").unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    drop(open(home.path()));
    assert_eq!(mode(home.path()), 0o755);
    assert_eq!(mode(&home.path().join("seatkeeper.db")), 0o600);
}

#[test]
fn a_planted_link_is_not_followed() {
    for planted in ["seatkeeper.db", "seatkeeper.lock"] {
        let home = tempfile::tempdir().unwrap();
        let canary = home.path().join("canary");
        fs::write(&canary, b"untouched").unwrap();
        symlink(&canary, home.path().join(planted)).unwrap();
        SqliteStore::open(&Paths::at(home.path()), NOW).unwrap_err();
        assert_eq!(fs::read(&canary).unwrap(), b"untouched", "{planted}");
    }
}

#[test]
fn a_planted_link_in_place_of_the_log_is_not_followed() {
    let home = tempfile::tempdir().unwrap();
    drop(open(home.path()));
    let canary = home.path().join("canary");
    fs::write(&canary, b"untouched").unwrap();
    symlink(&canary, home.path().join("seatkeeper.db-wal")).unwrap();
    drop(SqliteStore::open(&Paths::at(home.path()), NOW).map(|(store, _)| keep(&store, 1)));
    assert_eq!(fs::read(&canary).unwrap(), b"untouched");
}
