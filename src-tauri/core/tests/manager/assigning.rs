//! Which of many license files belongs on which deployment, and two licenses side by side, over what is known.

use seatkeeper_core::check::Check;
use seatkeeper_core::error::ErrorCode;
use seatkeeper_core::manager::{Compared, Offered};
use seatkeeper_core::view::AssignmentView;
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

use crate::kit::{Manager, World, check, claims, done, listed, plain};

const NOW_TERM: [&str; 3] = ["2026-03-12T00:00:00Z", "2027-03-12T00:00:00Z", "2027-03-26T00:00:00Z"];
const NEXT_TERM: [&str; 3] = ["2027-03-12T00:00:00Z", "2028-03-12T00:00:00Z", "2028-03-26T00:00:00Z"];
const PAST_TERM: [&str; 3] = ["2025-03-12T00:00:00Z", "2026-03-12T00:00:00Z", "2026-03-26T00:00:00Z"];

fn license(id: &str, term: [&str; 3], seats: i64, more: Value) -> Value {
    mint::changed(
        claims(term, seats, json!({ "jti": id, "iat": 1_790_000_000.min(crate::kit::at(term[0]).unix()) })),
        more,
    )
}

/// Two deployments with an ID each and one license each.
fn two() -> (World, Manager, [u32; 2]) {
    let world = World::new();
    let ids = [world.add("One"), world.add("Two")];
    for (host, seats) in [("one.example.com", 500), ("two.example.com", 50)] {
        world.answer(host, "licenses", json!([listed(4, &license(host, NOW_TERM, seats, json!({})))]));
        world.answer(
            host,
            "build_info",
            json!({ "version": "v2.34.0", "deployment_id": format!("id-of-{host}") }),
        );
        world.seats(host, 40, Some(seats));
    }
    let manager = world.manager();
    done(manager.check(None));
    (world, manager, ids)
}

fn lines(view: &AssignmentView) -> Vec<String> {
    let belongs = view.deployments.iter().map(|place| {
        let names: Vec<_> = place.licenses.iter().map(|license| license.name.as_str()).collect();
        format!("{}: {} | {}", place.row.name, names.join(", "), plain(&place.effect))
    });
    let left =
        view.left.iter().map(|left| format!("{} {}: {}", left.outcome, left.name, plain(&left.sentence)));
    belongs.chain(left).collect()
}

#[test]
fn a_folder_of_licenses_is_resolved_against_every_deployment() {
    let (_, manager, ids) = two();
    let lock = |host: &str| json!({ "deployment_ids": [format!("id-of-{host}")] });
    let texts: Vec<(&str, Check)> = vec![
        ("one.jwt", check(&mint::license(&license("a", NEXT_TERM, 600, lock("one.example.com"))))),
        ("less.jwt", check(&mint::license(&license("b", NEXT_TERM, 550, lock("one.example.com"))))),
        ("two.jwt", check(&mint::license(&license("c", NEXT_TERM, 60, lock("two.example.com"))))),
        ("far.jwt", check(&mint::license(&license("d", NEXT_TERM, 60, lock("far.example.com"))))),
        ("there.jwt", check(&mint::license(&license("one.example.com", NOW_TERM, 500, json!({}))))),
        ("past.jwt", check(&mint::license(&license("e", PAST_TERM, 60, json!({}))))),
        ("copy.jwt", check(&mint::license(&license("c", NEXT_TERM, 60, lock("two.example.com"))))),
    ];
    let offered: Vec<_> = texts.iter().map(|(label, check)| Offered { id: label, label, check }).collect();
    let view = manager.assignment(&offered);
    assert_eq!(plain(&view.headline), "3 licenses belong on 2 deployments; 4 are left.");
    assert_eq!(
        lines(&view),
        [
            "One: one.jwt | One is covered until 12 Mar 2028 instead of 12 Mar 2027 and seats rise from 500 to 600 from \
             12 Mar 2027.",
            "Two: two.jwt, there.jwt | Two is covered until 12 Mar 2028 instead of 12 Mar 2027 and seats rise from 50 to \
             500.",
            "unusable past.jwt: Expired. The grace period ended on 26 Mar 2026 (242 days ago).",
            "superseded less.jwt: one.jwt gives One all that it gives, and more.",
            "locked_elsewhere far.jwt: It is locked to 1 deployment, and none of the list is among them.",
            "already_installed there.jwt: It is installed on One already, as #4.",
            "duplicate copy.jwt: It is the same license as two.jwt.",
        ]
    );
    let there = view.left.iter().find(|left| left.outcome == "already_installed").expect("there");
    assert_eq!((there.deployment, there.license), (Some(ids[0]), Some(4)));
    assert!(view.deployments.iter().flat_map(|place| &place.licenses).all(|license| license.may.allowed));
}

#[test]
fn without_a_deployment_a_good_license_is_left_and_said_why() {
    let world = World::new();
    let manager = world.manager();
    let good = check(&mint::license(&license("a", NEXT_TERM, 600, json!({}))));
    let view = manager.assignment(&[Offered { id: "1", label: "a.jwt", check: &good }]);
    assert_eq!(plain(&view.headline), "Nothing is to be installed on any deployment of the list.");
    assert_eq!(lines(&view), ["no_deployment a.jwt: There is no deployment in the list yet."]);
}

#[test]
fn a_file_is_compared_with_an_installed_license() {
    let (_, manager, [one, _]) = two();
    let next = check(&mint::license(&license("a", NEXT_TERM, 600, json!({}))));
    let view =
        manager.compare(Compared::Installed(one, 4), Compared::File("next.jwt", &next)).expect("compares");
    assert_eq!((view.a.name.as_str(), view.b.name.as_str()), ("One #4", "next.jwt"));
    assert_eq!(view.a.remark, "As One reports it; Coder gives no signature.");
    assert!(view.b.remark.is_empty());
    assert_eq!(plain(&view.comparison.sentence), "B runs a year longer, adds 100 seats.");
    let all = manager.installed_to_compare();
    let names: Vec<_> = all.iter().map(|each| format!("{} {}", each.group, each.name)).collect();
    assert_eq!(names.len(), 2);
    assert!(names[0].starts_with("One #4, "), "{names:?}");
}

#[test]
fn what_says_nothing_is_not_compared_and_a_bad_signature_is_said() {
    let (_, manager, [one, _]) = two();
    let note = check("a note");
    let refused = manager.compare(Compared::File("note.txt", &note), Compared::Installed(one, 4));
    assert_eq!(refused.expect_err("refused").code, ErrorCode::LicenseNotReadable);
    let gone = manager.compare(Compared::Installed(one, 9), Compared::Installed(one, 4));
    assert_eq!(gone.expect_err("gone").code, ErrorCode::LicenseNotInstalled);
    let mut text = mint::license(&license("a", NEXT_TERM, 600, json!({}))).into_bytes();
    let last = text.len() - 10;
    text[last] = if text[last] == b'A' { b'B' } else { b'A' };
    let changed = check(&String::from_utf8(text).expect("ASCII"));
    let view = manager
        .compare(Compared::File("changed.jwt", &changed), Compared::Installed(one, 4))
        .expect("compares");
    assert!(view.a.remark.ends_with("What it says is compared all the same."), "{}", view.a.remark);
}
