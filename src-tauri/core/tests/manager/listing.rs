//! Names, order, forgetting, and what is taken away.

use serde_json::json;

use crate::kit::{World, claims, done, listed};

#[test]
fn forgetting_can_be_taken_back_with_its_token() {
    let world = World::new();
    let ids = ["A", "B", "C"].map(|name| world.add(name));
    let manager = world.manager();
    let undo = done(manager.forget(ids[1])).expect("forgets");
    assert_eq!(undo.sentence, "Forgot B.");
    assert!(manager.find("B").is_err());
    done(manager.erase_past_forgotten());
    assert!(world.with(|things| things.vault.contains_key("https://b.example.com")));
    done(manager.undo_forget(undo.id)).expect("in time");
    let names: Vec<_> = manager.overview().deployments.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["A", "B", "C"]);
}

#[test]
fn after_ten_seconds_the_token_is_erased() {
    let world = World::new();
    let id = world.add("A");
    let manager = world.manager();
    let undo = done(manager.forget(id)).expect("forgets");
    world.turn_clock("2026-11-23T18:06:37Z");
    done(manager.erase_past_forgotten());
    assert!(world.with(|things| things.vault.is_empty() && things.aside.is_empty()));
    assert_eq!(done(manager.undo_forget(undo.id)).expect_err("too late").code.code(), "undo_over");
}

#[test]
fn names_are_unique_in_any_case_and_show() {
    let world = World::new();
    let ids = ["Alpha", "Beta"].map(|name| world.add(name));
    let manager = world.manager();
    let code = |name: &str| manager.rename(ids[0], name).expect_err("refused").code.code();
    assert_eq!(code("bETA"), "deployment_name_taken");
    assert_eq!(code("  "), "deployment_name_invalid");
    assert_eq!(code("a\u{202e}b"), "deployment_name_invalid");
    manager.rename(ids[0], " ALPHA ").expect("its own name in another case");
    for wanted in ["alpha", "alpha.example.com", "https://ALPHA.example.com/"] {
        assert_eq!(manager.find(wanted).expect("found"), ids[0], "{wanted}");
    }
    manager.reorder(&[ids[1]]).expect("reorders");
    assert_eq!(manager.overview().deployments[0].id, ids[1]);
    assert_eq!(manager.set_hue(ids[0], 8).expect_err("refused").code.code(), "setting_invalid");
}

#[test]
fn the_table_is_rfc_4180_and_defused() {
    let world = World::new();
    let id = world.add("Solo");
    let manager = world.manager();
    manager.rename(id, "=1+1").expect("a name");
    let text = String::from_utf8(manager.overview_csv()).expect("UTF-8");
    assert!(text.starts_with("\u{feff}Name,Address,State,"));
    let lines: Vec<_> = text.split("\r\n").collect();
    assert_eq!((lines.len(), lines[2]), (3, ""));
    assert!(lines[1].starts_with("'=1+1,https://solo.example.com,Never checked,"));
}

#[test]
fn a_renewal_is_asked_for_with_what_coder_needs() {
    let world = World::new();
    let id = world.add("Solo");
    let dates = ["2026-03-12T00:00:00Z", "2027-03-12T00:00:00Z", "2027-03-26T00:00:00Z"];
    world.answer(
        "solo.example.com",
        "licenses",
        json!([listed(4, &claims(dates, 500, json!({ "account_id": "0015f" })))]),
    );
    world.seats("solo.example.com", 412, Some(500));
    let manager = world.manager();
    done(manager.check(None));
    let text = manager.renewal_request(&[id]);
    for part in [
        "Solo (https://solo.example.com)",
        "Deployment ID: 7c1e",
        "v2.29.3",
        "#4",
        "account 0015f",
        "term ends 12 Mar 2027",
        "412 used, 500 licensed",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}
