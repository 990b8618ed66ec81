//! Comparing, assigning and planning by the commands of the window, over fakes. Nothing is sent by any of them.

use seatkeeper_testkit::{
    fake_deployment::{FakeDeployment, Plan, Tls},
    mint,
};
use serde_json::{Value, json};

use crate::{Window, license, window};

fn plan() -> Plan {
    Plan::with_owner().tls(Tls::Good)
}

/// A license that follows the one of [`license`], with more seats.
fn renewal() -> String {
    let changes = json!({ "jti": "2f0c0000-0000-4000-8000-000000000078", "iat": mint::NOW - 86_400,
        "license_expires": mint::NOW + 700 * 86_400, "exp": mint::NOW + 714 * 86_400,
        "features": { "user_limit": 400 } });
    mint::license(&mint::claims_with(changes))
}

/// Checks a text; the entry.
fn entry(window: &Window, text: &str) -> Value {
    window.said("check_text", json!({ "request": { "text": text } }))[0].clone()
}

fn installs(window: &Window, deployment: u32, entry: &Value) {
    let request = json!({ "deployment": deployment, "check": entry["id"] });
    assert_eq!(window.said("install", json!({ "request": request }))["kind"], "installed");
}

/// The calls that changed something.
fn changes(fake: &FakeDeployment) -> usize {
    fake.calls().iter().filter(|call| !call.route().starts_with("GET ")).count()
}

fn plain(parts: &Value) -> String {
    parts.as_array().expect("a sentence").iter().filter_map(|part| part["text"].as_str()).collect()
}

#[test]
fn a_file_and_an_installed_license_are_compared() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Solo");
    let old = entry(&window, &license());
    installs(&window, id, &old);
    let new = entry(&window, &renewal());
    let all = window.said("comparable", json!({}));
    let groups: Vec<_> = all.as_array().expect("a list").iter().map(|each| each["group"].clone()).collect();
    assert_eq!(groups, ["License files", "License files", "Solo"]);
    let installed = all[2]["license"].clone();
    let file = json!({ "kind": "file", "check": new["id"] });
    let request = json!({ "a": installed, "b": file });
    let view = window.said("compare", json!({ "request": request }));
    assert!(plain(&view["comparison"]["sentence"]).starts_with("B "), "{view}");
    assert_eq!(view["a"]["name"], "Solo #1");
    let gone = json!({ "a": { "kind": "file", "check": "check-99" }, "b": file });
    assert_eq!(window.refused("compare", json!({ "request": gone })), "entry_unknown");
}

#[test]
fn files_for_two_deployments_are_assigned_and_nothing_is_sent() {
    let start = |id: &str| FakeDeployment::start(plan().deployment_id(id));
    let one = start("0ddba111-5ea7-4a3e-9e37-000000000001");
    let two = start("0ddba112-5ea7-4a3e-9e37-000000000002");
    let window = window(&[]);
    let ids = [window.added(&one, "owner", "One"), window.added(&two, "owner", "Two")];
    let locked = |id: u32, jti: &str| {
        let page = window.page_of(id);
        let lock = json!({ "jti": jti, "deployment_ids": [page["details"]["deployment_id"]] });
        mint::license(&mint::claims_with(lock))
    };
    let texts = [locked(ids[0], "a"), locked(ids[1], "b"), "a note".to_owned()];
    let entries: Vec<Value> = texts.iter().map(|text| entry(&window, text)["id"].clone()).collect();
    let before = (changes(&one), changes(&two));
    let view = window.said("assignment", json!({ "checks": entries }));
    assert_eq!(plain(&view["headline"]), "2 licenses belong on 2 deployments; 1 is left.");
    for (place, id) in ids.iter().enumerate() {
        assert_eq!(view["deployments"][place]["row"]["id"], *id);
        assert_eq!(view["deployments"][place]["licenses"][0]["check"], entries[place]);
        assert_eq!(view["deployments"][place]["licenses"][0]["may"]["allowed"], true);
    }
    assert_eq!(view["left"][0]["outcome"], "unusable");
    assert_eq!((changes(&one), changes(&two)), before);
}

#[test]
fn a_plan_is_worked_out_saved_with_its_license_and_forgotten() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Solo");
    installs(&window, id, &entry(&window, &license()));
    window.said("check_deployments", json!({ "ids": [id] }));
    let new = entry(&window, &renewal());
    let choices = window.said("plan_choices", json!({ "deployment": id }));
    let removal = &choices["remove"][0];
    let draft = json!({ "id": null, "deployment": id, "name": "Spring", "steps": [
        { "day": "2099-01-01", "act": { "kind": "install", "fingerprint": new["fingerprint"], "name": "new.jwt" } },
        { "day": "2026-12-01", "act": { "kind": "install", "fingerprint": new["fingerprint"], "name": "new.jwt" } },
        { "day": "2026-12-02", "act": { "kind": "remove", "license": removal["license"], "uuid": removal["uuid"] } },
    ] });
    let before = changes(&fake);
    let worked = window.said("work_out_plan", json!({ "draft": draft }));
    assert_eq!(worked["days"].as_array().map(Vec::len), Some(2));
    assert_eq!(worked["days"][0]["acts"], "Install new.jwt.");
    assert_eq!(worked["remarks"][0]["kind"], "left_out");
    assert_eq!(changes(&fake), before, "a plan only foretells");

    let kept = window.said("save_plan", json!({ "draft": draft }));
    let number = kept["id"].clone();
    let session = window.said("session", json!({}));
    let checks = session["checks"].as_array().expect("entries");
    let copy = checks.iter().find(|check| check["fingerprint"] == new["fingerprint"]).expect("the entry");
    assert_eq!(copy["kept"], true, "a copy of what it installs is kept with it");
    let rows = window.said("plans", json!({}));
    assert_eq!((&rows[0]["name"], &rows[0]["deployment"]), (&json!("Spring"), &json!("Solo")));
    assert_eq!(window.said("plan", json!({ "id": number })), kept);

    let undo = window.said("forget_plan", json!({ "id": number }));
    assert_eq!(window.said("plans", json!({})), json!([]));
    assert_eq!(window.refused("plan", json!({ "id": number })), "plan_unknown");
    window.said("undo_forget_plan", json!({ "id": undo["id"] }));
    assert_eq!(window.said("plan", json!({ "id": number })), kept);
}

#[test]
fn a_plan_that_is_no_plan_is_refused_in_words() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Solo");
    let draft = |deployment: u32, name: &str, day: &str| {
        json!({ "draft": { "id": null, "deployment": deployment, "name": name,
            "steps": [{ "day": day, "act": { "kind": "remove", "license": 1, "uuid": "" } }] } })
    };
    assert_eq!(window.refused("save_plan", draft(id, "", "2027-01-01")), "plan_invalid");
    assert_eq!(window.refused("save_plan", draft(id, "A", "2027-02-30")), "time_invalid");
    assert_eq!(window.refused("work_out_plan", draft(id, "A", "soon")), "time_invalid");
    assert_eq!(window.refused("save_plan", draft(99, "A", "2027-01-01")), "deployment_unknown");
    assert_eq!(window.refused("forget_plan", json!({ "id": 9 })), "plan_unknown");
    assert_eq!(window.refused("undo_forget_plan", json!({ "id": 9 })), "undo_over");
}
