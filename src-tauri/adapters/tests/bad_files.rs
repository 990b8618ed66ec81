//! Bad inputs for license text, rows 79 to 82: what a file system does to a license, on real files.
//!
//! Rows 1 to 78 are texts and stand in the core.
#![cfg(unix)]

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rustix::fs::{CWD, FileType, Mode, mknodat};
use seatkeeper_adapters::{expand, read_license_file};
use seatkeeper_core::file::{FileFault, TEXT_LIMIT};

#[test]
fn row_79_folder_pipe_socket_and_device_are_named() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder.jwt")).unwrap();
    mknodat(CWD, at("pipe.jwt"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let _listening = UnixListener::bind(at("socket.jwt")).unwrap();
    for (path, kind) in [
        (at("folder.jwt"), "a folder"),
        (at("pipe.jwt"), "a pipe"),
        (at("socket.jwt"), "a socket"),
        ("/dev/zero".into(), "a device"),
        ("/dev/null".into(), "a device"),
    ] {
        assert_eq!(read_license_file(&path), Err(FileFault::NotRegular { kind }), "{path:?}");
    }
}

#[test]
fn row_79_links_are_followed_and_loops_named() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    symlink("b.jwt", at("a.jwt")).unwrap();
    symlink("a.jwt", at("b.jwt")).unwrap();
    symlink("gone", at("dangling.jwt")).unwrap();
    symlink("/dev/zero", at("zero.jwt")).unwrap();
    fs::write(at("file"), "text").unwrap();
    symlink("file", at("good.jwt")).unwrap();
    for (name, kind) in [
        ("a.jwt", "a loop of links"),
        ("dangling.jwt", "a link that leads nowhere"),
        ("zero.jwt", "a device"),
    ] {
        assert_eq!(read_license_file(&at(name)), Err(FileFault::NotRegular { kind }), "{name}");
    }
    assert_eq!(read_license_file(&at("good.jwt")), Ok(b"text".to_vec()));
    assert_eq!(read_license_file(&at("none.jwt")), Err(FileFault::Missing));
}

#[test]
fn row_79_standard_input_by_its_path_is_not_waited_for() {
    // Whatever the test was started with: that it ends is the point.
    drop(read_license_file(Path::new("/dev/stdin")));
}

#[test]
#[cfg(target_os = "linux")]
fn row_79_a_file_of_mode_0000_is_not_permitted() {
    let folder = folder();
    let path = folder.path().join("closed.jwt");
    fs::write(&path, "text").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let read = thread::spawn(move || {
        // Root may read anything, so this thread, and it alone, becomes nobody.
        if rustix::process::geteuid().is_root() {
            rustix::thread::set_thread_uid(rustix::process::Uid::from_raw(65_534)).unwrap();
        }
        read_license_file(&path)
    });
    assert_eq!(read.join().unwrap(), Err(FileFault::NotPermitted));
}

#[test]
fn row_80_a_file_that_grows_without_end_is_read_to_the_limit_at_most() {
    let folder = folder();
    let path = folder.path().join("log.jwt");
    let mut file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
    file.write_all(b"first line\n").unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Acquire) && file.metadata().unwrap().len() < 64 << 20 {
                file.write_all(&[b'A'; 8192]).unwrap();
            }
        });
        let mut last = read_license_file(&path);
        while !matches!(last, Err(FileFault::TooLarge { .. })) {
            match last {
                Ok(bytes) => assert!(bytes.len() as u64 <= TEXT_LIMIT),
                Err(fault) => assert_eq!(fault, FileFault::Changed),
            }
            last = read_license_file(&path);
        }
        done.store(true, Ordering::Release);
    });
}

#[test]
fn row_80_a_file_that_is_deleted_and_made_anew_is_whole_missing_or_changed() {
    let folder = folder();
    let path = folder.path().join("a.jwt");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 0..2_000_u32 {
                let beside = folder.path().join("beside");
                fs::write(&beside, vec![b'A' + (turn % 2) as u8; 2_000]).unwrap();
                fs::rename(&beside, &path).unwrap();
                fs::remove_file(&path).unwrap();
            }
            done.store(true, Ordering::Release);
        });
        while !done.load(Ordering::Acquire) {
            match read_license_file(&path) {
                Ok(bytes) => assert!(bytes == [b'A'; 2_000] || bytes == [b'B'; 2_000], "{}", bytes.len()),
                Err(fault) => assert!([FileFault::Missing, FileFault::Changed].contains(&fault), "{fault:?}"),
            }
        }
    });
}

#[test]
fn row_81_ten_thousand_files_each_give_their_bytes() {
    let folder = folder();
    for n in 0..10_000_u32 {
        fs::write(folder.path().join(format!("{n:05}.jwt")), n.to_string()).unwrap();
    }
    let entries = expand([folder.path()]);
    assert_eq!(entries.len(), 10_000);
    for (n, entry) in entries.iter().enumerate() {
        assert_eq!(read_license_file(entry.path()), Ok(n.to_string().into_bytes()));
    }
}

#[test]
fn row_81_a_tree_with_loops_ends() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("a/b")).unwrap();
    fs::write(folder.path().join("a/b/x.jwt"), "text").unwrap();
    symlink("../..", folder.path().join("a/b/up")).unwrap();
    symlink(".", folder.path().join("self")).unwrap();
    assert_eq!(expand([folder.path()]).len(), 1);
}

#[test]
fn row_81_a_sparse_file_of_two_gigabytes_is_refused_by_its_size() {
    let folder = folder();
    let path = folder.path().join("sparse.jwt");
    File::create(&path).unwrap().set_len(2 << 30).unwrap();
    assert_eq!(read_license_file(&path), Err(FileFault::TooLarge { size: 2 << 30 }));
}

#[test]
fn row_81_strange_names_are_names() {
    let folder = folder();
    let long = OsString::from("n".repeat(251) + ".jwt");
    let names =
        [long, OsString::from_vec(b"bad\xFF\xFE.jwt".to_vec()), "two\nlines.jwt".into(), "-rf.jwt".into()];
    for name in &names {
        let path = folder.path().join(name);
        fs::write(&path, "text").unwrap();
        assert_eq!(read_license_file(&path), Ok(b"text".to_vec()), "{name:?}");
    }
    assert_eq!(expand([folder.path()]).len(), names.len());
}

#[test]
fn row_82_one_license_under_two_names_gives_the_same_bytes() {
    let folder = folder();
    let (first, second) = (folder.path().join("a.jwt"), folder.path().join("b.jwt"));
    fs::write(&first, "text").unwrap();
    fs::hard_link(&first, &second).unwrap();
    assert_eq!(read_license_file(&first), read_license_file(&second));
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temp folder")
}
