//! Several processes at once lose nothing.

use super::*;

const WRITERS: usize = 8;
const SAVES: usize = 100;
/// One license in so many comes with a deployment.
const EACH: usize = 10;

#[test]
fn eight_processes_that_write_at_once_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().to_str().unwrap();
    let start = |writer: usize| {
        let first = (writer * SAVES).to_string();
        child("writers::writes_its_share", &[("SHARE_HOME", folder), ("SHARE_FIRST", &first)])
            .spawn()
            .unwrap()
    };
    // All of them find no store and want to make it.
    let writers: Vec<_> = (0..WRITERS).map(start).collect();
    for writer in writers {
        let done = writer.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    }
    let store = open(home.path());
    assert_eq!(store.licenses().unwrap().len(), WRITERS * SAVES);
    let mut listed = added(&store);
    listed.sort_unstable();
    assert_eq!(listed, (0..WRITERS * SAVES).step_by(EACH).collect::<Vec<_>>());
    for deployment in store.deployments().unwrap() {
        assert_eq!(store.answers(deployment.id).unwrap().len(), 1);
    }
}

/// Not a test by itself: one of the processes.
#[test]
fn writes_its_share() {
    let (Ok(home), Ok(first)) = (std::env::var("SHARE_HOME"), std::env::var("SHARE_FIRST")) else { return };
    let store = open(Path::new(&home));
    let first: usize = first.parse().unwrap();
    for number in first..first + SAVES {
        keep(&store, number).unwrap();
        if number % EACH == 0 {
            add(&store, number);
        }
    }
}
