//! What lies at a path, and what is said of it.

use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::symlink;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temp folder")
}

#[test]
fn a_file_gives_its_bytes() {
    let folder = folder();
    let path = folder.path().join("a.jwt");
    std::fs::write(&path, b"text\xff\n").unwrap();
    assert_eq!(read_license_file(&path), Ok(b"text\xff\n".to_vec()));
}

#[test]
fn a_link_to_a_file_gives_its_bytes() {
    let folder = folder();
    std::fs::write(folder.path().join("a"), b"text").unwrap();
    symlink("a", folder.path().join("b")).unwrap();
    assert_eq!(read_license_file(&folder.path().join("b")), Ok(b"text".to_vec()));
}

#[test]
fn a_file_that_is_not_there_is_missing() {
    assert_eq!(read_license_file(&folder().path().join("none")), Err(FileFault::Missing));
}

#[test]
fn a_folder_named_like_a_license_is_a_folder() {
    let folder = folder();
    assert_eq!(read_license_file(folder.path()), Err(FileFault::NotRegular { kind: "a folder" }));
}

#[test]
fn a_pipe_is_not_waited_for() {
    let folder = folder();
    let path = folder.path().join("pipe.jwt");
    mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    assert_eq!(read_license_file(&path), Err(FileFault::NotRegular { kind: "a pipe" }));
}

#[test]
fn a_socket_is_named() {
    let folder = folder();
    let path = folder.path().join("socket.jwt");
    let _listening = std::os::unix::net::UnixListener::bind(&path).unwrap();
    assert_eq!(read_license_file(&path), Err(FileFault::NotRegular { kind: "a socket" }));
}

#[test]
fn a_device_without_end_is_not_read() {
    let zero = Path::new("/dev/zero");
    assert_eq!(read_license_file(zero), Err(FileFault::NotRegular { kind: "a device" }));
}

#[test]
fn a_loop_of_links_is_named() {
    let folder = folder();
    symlink("b.jwt", folder.path().join("a.jwt")).unwrap();
    symlink("a.jwt", folder.path().join("b.jwt")).unwrap();
    let fault = FileFault::NotRegular { kind: "a loop of links" };
    assert_eq!(read_license_file(&folder.path().join("a.jwt")), Err(fault));
}

#[test]
fn a_link_that_leads_nowhere_is_named() {
    let folder = folder();
    symlink("gone", folder.path().join("a.jwt")).unwrap();
    let fault = FileFault::NotRegular { kind: "a link that leads nowhere" };
    assert_eq!(read_license_file(&folder.path().join("a.jwt")), Err(fault));
}

#[test]
fn a_file_of_the_limit_is_read_and_one_byte_more_is_not() {
    let folder = folder();
    let path = folder.path().join("a.jwt");
    std::fs::write(&path, vec![b'A'; TEXT_LIMIT as usize]).unwrap();
    assert_eq!(read_license_file(&path).map(|bytes| bytes.len()), Ok(TEXT_LIMIT as usize));
    std::fs::write(&path, vec![b'A'; TEXT_LIMIT as usize + 1]).unwrap();
    assert_eq!(read_license_file(&path), Err(FileFault::TooLarge { size: TEXT_LIMIT + 1 }));
}

#[test]
fn two_gigabytes_are_refused_by_their_size() {
    let folder = folder();
    let path = folder.path().join("sparse.jwt");
    std::fs::File::create(&path).unwrap().set_len(2 << 30).unwrap();
    assert_eq!(read_license_file(&path), Err(FileFault::TooLarge { size: 2 << 30 }));
}

#[test]
fn a_stream_without_end_stops_at_the_limit() {
    let fault = read_license_stream(std::io::repeat(b'A'));
    assert_eq!(fault, Err(FileFault::TooLarge { size: TEXT_LIMIT + 1 }));
}

#[test]
fn a_file_written_to_between_two_looks_has_changed() {
    let folder = folder();
    let path = folder.path().join("a.jwt");
    std::fs::write(&path, b"before").unwrap();
    let file = File::open(&path).unwrap();
    let before = file.metadata().unwrap();
    assert!(!changed(&before, &file.metadata().unwrap()));
    std::fs::write(&path, b"after it").unwrap();
    assert!(changed(&before, &file.metadata().unwrap()));
}

#[test]
fn bytes_belong_to_one_file_while_its_name_is_swapped() {
    let folder = folder();
    let path = folder.path().join("a.jwt");
    let (even, odd) = (vec![b'A'; 3000], vec![b'B'; 5000]);
    for (name, bytes) in [("a.jwt", &even), ("even", &even), ("odd", &odd)] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let beside = folder.path().join("beside");
            for turn in 0..10_000 {
                let other = if turn % 2 == 0 { "odd" } else { "even" };
                std::fs::hard_link(folder.path().join(other), &beside).unwrap();
                std::fs::rename(&beside, &path).unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Release);
        });
        while !done.load(std::sync::atomic::Ordering::Acquire) {
            let bytes = read_license_file(&path).unwrap();
            assert!(bytes == even || bytes == odd, "{} bytes of two files", bytes.len());
        }
    });
}

#[test]
fn a_folder_gives_its_licenses_by_name_and_nothing_else() {
    let folder = folder();
    let root = folder.path();
    std::fs::create_dir_all(root.join("sub")).unwrap();
    for name in ["b.jwt", "a.JWT", "notes.txt", "sub/c.jwt"] {
        std::fs::write(root.join(name), b"x").unwrap();
    }
    let strange = std::ffi::OsString::from_vec(b"\xff\n.jwt".to_vec());
    std::fs::write(root.join(&strange), b"x").unwrap();
    let found: Vec<_> = expand([root]).iter().map(|entry| entry.path().to_owned()).collect();
    let expected = [root.join("a.JWT"), root.join("b.jwt"), root.join("sub/c.jwt"), root.join(strange)];
    assert_eq!(found, expected);
}

#[test]
fn a_tree_with_loops_ends() {
    let folder = folder();
    let root = folder.path();
    for name in ["a", "b", "c"] {
        std::fs::create_dir(root.join(name)).unwrap();
        std::fs::write(root.join(name).join("x.jwt"), b"x").unwrap();
    }
    for (from, to) in [("a/up", ".."), ("b/up", ".."), ("a/b", "../b"), ("b/c", "../c"), ("c/a", "../a")] {
        symlink(to, root.join(from)).unwrap();
    }
    let found = expand([root]);
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn a_folder_without_licenses_is_said() {
    let folder = folder();
    let fault = FileFault::NotRegular { kind: "a folder without .jwt files" };
    assert_eq!(expand([folder.path()]), [FileEntry::Fault(folder.path().to_owned(), fault)]);
}

#[test]
fn what_is_named_like_a_license_in_a_folder_is_tried_even_if_it_cannot_be_read() {
    let folder = folder();
    symlink("gone", folder.path().join("a.jwt")).unwrap();
    assert_eq!(expand([folder.path()]), [FileEntry::File(folder.path().join("a.jwt"))]);
}

#[test]
fn a_name_of_255_bytes_is_read() {
    let folder = folder();
    let path = folder.path().join(format!("{}.jwt", "n".repeat(251)));
    std::fs::write(&path, b"x").unwrap();
    assert_eq!(read_license_file(&path), Ok(b"x".to_vec()));
}
