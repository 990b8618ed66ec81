//! Rows 79 to 82: files. What the system does to them is tested where they are read; here stand the words.

use seatkeeper_core::check::check_unreadable;
use seatkeeper_core::file::FileFault;
use seatkeeper_testkit::mint;

use crate::judged::{Judged, codes, good, judge, judge_all, with_context};

#[test]
fn row_79_what_is_no_file_is_named() {
    for kind in ["a folder", "a named pipe", "a socket", "a device", "a loop of links"] {
        let judged = unreadable(FileFault::NotRegular { kind });
        assert_eq!(judged.reasons, ["file_not_regular"]);
    }
    assert_eq!(unreadable(FileFault::Missing).reasons, ["file_missing"]);
    assert_eq!(unreadable(FileFault::NotPermitted).reasons, ["file_not_permitted"]);
    assert_eq!(
        unreadable(FileFault::Failed { what: "Input/output error".to_owned() }).reasons,
        ["file_failed"]
    );
}

#[test]
fn row_80_changed_while_reading() {
    assert_eq!(unreadable(FileFault::Changed).reasons, ["file_changed"]);
}

#[test]
fn row_81_a_sparse_file_of_two_gigabytes_is_refused_by_its_size() {
    with_context(None, |context| {
        let judged = codes(&check_unreadable(FileFault::TooLarge { size: 2 << 30 }, context), context);
        assert_eq!(judged.reasons, ["text_too_large"]);
        assert_eq!(judged.uploads, None);
    });
}

#[test]
fn row_82_the_same_license_twice_and_two_that_are_alike() {
    // The same license in another spelling has the same name.
    let wrapped = good() + "\n";
    let fingerprints: Vec<_> = [judge(good()), judge(wrapped)].into_iter().map(fingerprint).collect();
    assert_eq!(fingerprints[0], fingerprints[1]);
    // Equal claims in other bytes are another license.
    let spaced = mint::sign(&mint::header(), &format!("{} ", mint::valid_claims()));
    assert_ne!(fingerprint(judge(&spaced)), fingerprints[0]);
    assert_eq!(judge_all(format!("{}\n{spaced}\n", good())).len(), 2);
}

fn unreadable(fault: FileFault) -> Judged {
    with_context(None, |context| {
        let judged = codes(&check_unreadable(fault, context), context);
        assert_eq!((judged.verdict.as_str(), judged.uploads), ("unreadable", None), "{judged:#?}");
        assert!(judged.license.is_none() && judged.counted.is_none());
        judged
    })
}

fn fingerprint(judged: Judged) -> String {
    judged.license.expect("a license")["fingerprint"].as_str().expect("text").to_owned()
}
