//! Wycheproof's Ed25519 vectors against the very function that judges licenses.

use seatkeeper_core::license::{TrustedKey, signature_is_good};
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

#[test]
fn every_vector_is_judged_as_wycheproof_says() {
    let vectors = TestSet::load(TestName::Ed25519).expect("the vectors load");
    let mut judged = 0;
    for group in vectors.test_groups {
        let key = TrustedKey::added("wycheproof", &group.key.pk).expect("the vectors' keys are canonical");
        for test in group.tests {
            let good = signature_is_good(&test.msg, &test.sig, &key);
            assert_eq!(good, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
            judged += 1;
        }
    }
    assert!(judged >= 150, "only {judged} vectors");
}
