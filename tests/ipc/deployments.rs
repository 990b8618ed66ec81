//! The commands of deployments, against a fake deployment over TLS. No keychain is asked to keep anything: sessions
//! end with the test.

use std::time::Duration;

use seatkeeper_app::news::News;
use seatkeeper_testkit::{
    fake_deployment::{Call, FakeDeployment, Fault, PASSWORD, Plan, Role, Tls},
    mint,
};
use serde_json::{Value, json};

use crate::{Window, license, window};

/// What marks the secrets of a test: nothing that comes back may hold it.
const CANARY: &str = "CANARY";

fn plan() -> Plan {
    Plan::with_owner().user("member", Role::Member).tls(Tls::Good)
}

/// Claims of another license than [`license`]: another ID, more seats.
fn renewal() -> String {
    let changes = json!({ "jti": "2f0c0000-0000-4000-8000-000000000078", "iat": mint::NOW - 86_400,
        "features": { "user_limit": 400 } });
    mint::license(&mint::claims_with(changes))
}

fn look(fake: &FakeDeployment) -> Value {
    json!({ "address": fake.url(), "allow_unencrypted": false, "connection": connection(fake) })
}

fn connection(fake: &FakeDeployment) -> Value {
    json!({ "ca_file": fake.ca_file(), "client_certificate": "", "client_key": "", "proxy": "",
        "proxy_login": null, "headers": [] })
}

fn by_token(fake: &FakeDeployment, token: &str) -> Value {
    json!({ "deployment": null, "look": look(fake), "way": { "kind": "token", "token": token } })
}

impl Window {
    pub(crate) fn said(&self, command: &str, request: Value) -> Value {
        self.ask(command, request).unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    pub(crate) fn refused(&self, command: &str, request: Value) -> String {
        let error = self.ask(command, request).expect_err("refused");
        assert!(error["message"].as_str().is_some_and(|words| !words.is_empty()), "{error}");
        assert!(error["hint"].as_str().is_some_and(|words| !words.is_empty()), "{error}");
        error["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Signs in with a token until quit; the row of the deployment that is in the list now.
    pub(crate) fn added(&self, fake: &FakeDeployment, user: &str, name: &str) -> u32 {
        let token = fake.token_marked(user, CANARY);
        let trial = self.said("try_sign_in", json!({ "request": by_token(fake, &token) }));
        // The last question of a round.
        let asked = |calls: &[Call]| {
            calls.iter().filter(|call| call.route().starts_with("GET /api/v2/users/me/keys/")).count()
        };
        let before = asked(&fake.calls());
        let finish = json!({ "ticket": trial["ticket"], "name": name, "hue": 3, "until_quit": true });
        let row = self.said("finish_sign_in", json!({ "request": finish }));
        let id = u32::try_from(row["id"].as_u64().expect("an ID")).expect("a small one");
        let checked = fake.wait_for_calls(Duration::from_secs(10), |calls| asked(calls) > before);
        assert!(checked, "a deployment is checked when it was added");
        self.said("check_deployments", json!({ "ids": [id] }));
        id
    }

    pub(crate) fn page_of(&self, id: u32) -> Value {
        self.said("deployment", json!({ "id": id }))
    }

    fn rows(&self) -> Vec<Value> {
        self.said("overview", json!({}))["deployments"].as_array().expect("rows").clone()
    }
}

#[test]
fn an_address_is_looked_at_without_a_secret() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let mut request = look(&fake);
    request["address"] = json!(format!("{}/some/path?query=1", fake.url()));
    let view = window.said("look", json!({ "request": request }));
    assert_eq!(view["origin"], fake.url());
    assert_eq!(view["version"], "v2.34.0");
    assert_eq!((&view["needs_consent"], &view["already"]), (&json!(false), &Value::Null));
    assert_eq!(view["methods"]["password"], true);
    assert_eq!(view["methods"]["token_page"], format!("{}/cli-auth", fake.url()));
    assert_eq!(view["remarks"].as_array().map(Vec::len), Some(1), "that the path was cut: {view}");
    assert!(fake.calls().iter().all(|call| !call.with_token));
}

#[test]
fn an_open_way_wants_consent_before_anything_is_sent() {
    let window = window(&[]);
    let request = json!({ "address": "http://coder.example.com", "allow_unencrypted": false,
        "connection": { "ca_file": "", "client_certificate": "", "client_key": "", "proxy": "",
            "proxy_login": null, "headers": [] } });
    let view = window.said("look", json!({ "request": request }));
    assert_eq!((&view["needs_consent"], &view["version"]), (&json!(true), &json!("")));
    let sign_in = json!({ "deployment": null, "look": request, "way": { "kind": "token", "token": "a-b" } });
    assert_eq!(window.refused("try_sign_in", json!({ "request": sign_in })), "address_not_encrypted");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let mut request = look(&fake);
    request["connection"]["ca_file"] = json!("");
    assert_eq!(window.refused("look", json!({ "request": request })), "deployment_certificate_untrusted");
    assert!(fake.calls().is_empty());
}

#[test]
fn hostile_arguments_are_refused_and_change_nothing() {
    let window = window(&[]);
    let connection = json!({ "ca_file": "", "client_certificate": "", "client_key": "", "proxy": "",
        "proxy_login": null, "headers": [] });
    let looks = |address: &str, connection: &Value| {
        let request = json!({ "address": address, "allow_unencrypted": true, "connection": connection });
        window.refused("look", json!({ "request": request }))
    };
    for address in [
        "",
        "   ",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://user:pw@host",
        "\u{202e}",
    ] {
        assert_eq!(looks(address, &connection), "address_invalid", "{address:?}");
    }
    let with = |name: &str, value: Value| {
        let mut connection = connection.clone();
        connection[name] = value;
        connection
    };
    for wrong in [
        with("proxy", json!("gopher://proxy.example.com")),
        with("headers", json!([{ "name": "Coder-Session-Token", "value": "x", "secret": false }])),
        with("headers", json!([{ "name": "X-Two\r\nLines", "value": "x", "secret": false }])),
        with("headers", json!([{ "name": "X-Gate", "value": "a\r\nHost: evil", "secret": true }])),
        with("ca_file", json!("/no/such/ca.pem")),
    ] {
        assert_eq!(looks("https://coder.example.com", &wrong), "connection_invalid", "{wrong}");
    }
    for (command, request) in [
        ("deployment", json!({ "id": 99 })),
        ("sign_out", json!({ "id": 99 })),
        ("rename_deployment", json!({ "id": 99, "name": "x" })),
        ("set_deployment_hue", json!({ "id": 99, "hue": 1 })),
        ("forget_deployment", json!({ "id": 99 })),
        ("refresh_entitlements", json!({ "id": 99 })),
        ("plan_removal", json!({ "id": 99, "license": 1 })),
        ("remove_license", json!({ "request": { "deployment": 99, "license": 1, "typed_name": "" } })),
    ] {
        assert_eq!(window.refused(command, request), "deployment_unknown", "{command}");
    }
    assert_eq!(window.refused("undo_forget", json!({ "id": 99 })), "undo_over");
    assert_eq!(window.refused("fits", json!({ "id": "gone" })), "entry_unknown");
    assert_eq!(
        window.refused("open_token_page", json!({ "origin": "file:///etc/passwd" })),
        "address_invalid"
    );
    assert!(window.shown.0.lock().expect("free").is_empty());
    let gone = json!({ "request": { "deployment": 99, "check": "gone" } });
    for command in ["plan_install", "install", "look_after_install"] {
        assert_eq!(window.refused(command, gone.clone()), "entry_unknown", "{command}");
    }
    let id = window.check(&license())["id"].clone();
    let nowhere = json!({ "request": { "deployment": 99, "check": id } });
    for command in ["plan_install", "install", "look_after_install"] {
        assert_eq!(window.refused(command, nowhere.clone()), "deployment_unknown", "{command}");
    }
    let finish = json!({ "ticket": 99, "name": "", "hue": null, "until_quit": true });
    assert_eq!(window.refused("finish_sign_in", json!({ "request": finish })), "trial_over");
    for (command, request) in [
        ("deployment", json!({ "id": -1 })),
        ("deployment", json!({ "id": "1; drop table deployment" })),
        ("deployment", json!({})),
        ("look", json!({ "request": { "address": 7 } })),
        ("try_sign_in", json!({ "request": { "deployment": null, "way": { "kind": "magic" } } })),
        ("check_deployments", json!({ "ids": ["1"] })),
    ] {
        window.ask(command, request).expect_err("a shape that is none");
    }
    window.said("drop_trial", json!({ "ticket": 99 }));
    window.said("check_deployments", json!({ "ids": [99] }));
    window.said("reorder_deployments", json!({ "ids": [99, 98] }));
    window.said("cancel_checks", json!({}));
    assert!(window.rows().is_empty());
}

#[test]
fn a_token_leads_to_a_deployment_and_never_comes_back() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&[]);
    let token = fake.token_marked("owner", CANARY);
    let trial = window.said("try_sign_in", json!({ "request": by_token(&fake, &token) }));
    assert_eq!((&trial["signed_in_as"], &trial["role"]), (&json!("owner"), &json!("Owner")));
    assert!(window.rows().is_empty(), "a trial keeps nothing");
    let finish = json!({ "ticket": trial["ticket"], "name": "Production", "hue": 3, "until_quit": true });
    let row = window.said("finish_sign_in", json!({ "request": finish }));
    assert_eq!(
        (&row["name"], &row["hue"], &row["session"]),
        (&json!("Production"), &json!(3), &json!("pasted"))
    );
    assert_eq!(row["session_until_quit"], true);
    let id = u32::try_from(row["id"].as_u64().expect("an ID")).expect("a small one");
    window.until(|news| {
        matches!(news, News::Overview(overview, _)
            if overview.deployments.iter().any(|row| row.known_at.is_some() && !row.checking))
    });
    window.said("check_deployments", json!({ "ids": null }));
    let page = window.page_of(id);
    assert_eq!(page["licenses"]["licenses"][0]["id"], 1);
    assert_eq!((&page["row"]["seats_used"], &page["row"]["seats_limit"]), (&json!(2), &json!(250)));
    assert_eq!(page["may"]["install"]["allowed"], true);
    let all = [trial, row, page, window.said("overview", json!({})), window.said("session", json!({}))];
    assert!(all.iter().all(|view| !view.to_string().contains(CANARY)), "the token came back");
    assert!(fake.saw(CANARY));
    let again = json!({ "request": by_token(&fake, &token) });
    assert_eq!(window.refused("try_sign_in", again), "deployment_already_added");
}

#[test]
fn a_bad_sign_in_says_why_and_keeps_nothing() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let token = json!({ "request": by_token(&fake, "not a token") });
    assert_eq!(window.refused("try_sign_in", token), "token_invalid");
    let stranger = json!({ "request": by_token(&fake, "abcdefghij-0123456789012345678901") });
    assert_eq!(window.refused("try_sign_in", stranger), "session_rejected");
    let mut request = by_token(&fake, "");
    request["way"] =
        json!({ "kind": "password", "email": "owner@example.com", "password": "CANARY of a password" });
    let error = window.ask("try_sign_in", json!({ "request": request })).expect_err("refused");
    assert_eq!(error["code"], "sign_in_refused");
    assert!(!error.to_string().contains(CANARY));
    request["way"] = json!({ "kind": "coder_cli" });
    assert_eq!(window.refused("try_sign_in", json!({ "request": request })), "coder_cli_missing");
    assert!(window.rows().is_empty());
}

#[test]
fn a_session_that_was_begun_ends_when_its_trial_is_dropped_and_when_signing_out() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let mut request = by_token(&fake, "");
    request["way"] = json!({ "kind": "password", "email": "owner@example.com", "password": PASSWORD });
    let trial = window.said("try_sign_in", json!({ "request": request }));
    assert_eq!(fake.control().sessions("owner").len(), 1);
    window.said("drop_trial", json!({ "ticket": trial["ticket"] }));
    assert!(fake.control().sessions("owner").is_empty());
    let late = json!({ "ticket": trial["ticket"], "name": "", "hue": null, "until_quit": true });
    assert_eq!(window.refused("finish_sign_in", json!({ "request": late })), "trial_over");

    let trial = window.said("try_sign_in", json!({ "request": request }));
    let finish = json!({ "ticket": trial["ticket"], "name": "P", "hue": null, "until_quit": true });
    let row = window.said("finish_sign_in", json!({ "request": finish }));
    assert_eq!(row["session"], "begun");
    let out = window.said("sign_out", json!({ "id": row["id"] }));
    assert_eq!(out, json!({ "sentence": "Signed out of P; its session there is ended.", "failure": null }));
    assert!(fake.control().sessions("owner").is_empty());
    assert_eq!(window.rows()[0]["session"], "watching");
    let again = window.said("sign_out", json!({ "id": row["id"] }));
    assert_eq!(again["sentence"], "Nobody was signed in to P.");
}

#[test]
fn watching_needs_no_session() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let mut request = by_token(&fake, "");
    request["way"] = json!({ "kind": "watch" });
    let trial = window.said("try_sign_in", json!({ "request": request }));
    let finish = json!({ "ticket": trial["ticket"], "name": "", "hue": null, "until_quit": false });
    let row = window.said("finish_sign_in", json!({ "request": finish }));
    assert_eq!((&row["name"], &row["session"]), (&json!("Localhost"), &json!("watching")));
    window.said("check_deployments", json!({ "ids": null }));
    assert!(fake.calls().iter().all(|call| !call.with_token));
    let licenses = window.page_of(1)["licenses"].clone();
    assert_eq!(licenses["kind"], "not_permitted");
    assert!(
        licenses["sentence"].as_str().is_some_and(|words| words.contains("Nobody is signed in")),
        "{licenses}"
    );
}

#[test]
fn a_license_is_planned_installed_and_found_again() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Production");
    let check = window.check(&renewal())["id"].clone();
    let request = json!({ "request": { "deployment": id, "check": check } });
    fake.forget_calls();
    let plan = window.said("plan_install", request.clone());
    assert_eq!((&plan["button"], &plan["may"]["allowed"]), (&json!("Install on Production"), &json!(true)));
    let host = fake.url().replace("https://", "");
    assert_eq!(plan["sends"], format!("The license text is sent to {host} and nowhere else."));
    assert!(
        plan["changes"]
            .as_array()
            .is_some_and(|changes| changes.iter().any(|change| change["label"] == "Seats"))
    );
    assert_eq!(plan["fits"], json!([]), "it fits this one, so no other is named");
    let fits = window.said("fits", json!({ "id": check }));
    assert_eq!(fits, json!([{ "deployment": id, "name": "Production", "already": null }]));
    assert!(fake.calls().is_empty(), "a plan asks nobody");

    let installed = window.said("install", request.clone());
    assert_eq!(
        installed,
        json!({ "kind": "installed", "license": 2, "sentence": "Installed on Production as #2." })
    );
    assert_eq!(fake.control().licenses()[1], (2, renewal()));
    window.until(|news| matches!(news, News::Changed(checks) if checks[0].kept));
    assert_eq!(window.said("plan_install", request.clone())["already"], 2);
    assert_eq!(window.said("look_after_install", request.clone()), json!(2));
    assert_eq!(window.refused("install", request), "license_already_installed");
    let held = window.page_of(id)["licenses"]["licenses"].clone();
    let held =
        held.as_array().and_then(|all| all.iter().find(|each| each["id"] == 2)).expect("in the list").clone();
    assert!(held["held"]["sentence"].as_str().is_some_and(|words| words.contains("signature checked here")));
    assert!(!window.said("overview", json!({})).to_string().contains(CANARY));
}

#[test]
fn a_refusal_and_a_lost_answer_are_answers() {
    let fake = FakeDeployment::start(plan());
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Production");
    let header = json!({ "alg": "EdDSA", "kid": "2027-01-15", "typ": "JWT" });
    let unknown = mint::sign(&header.to_string(), &mint::valid_claims().to_string());
    let unknown = json!({ "request": { "deployment": id, "check": window.check(&unknown)["id"] } });
    let refused = window.said("install", unknown);
    assert_eq!(refused["kind"], "refused");
    assert!(refused["coder"].as_str().is_some_and(|words| !words.is_empty()), "{refused}");
    assert!(refused["finding"].as_array().is_some_and(|parts| !parts.is_empty()), "{refused}");

    fake.control().fail("POST /api/v2/licenses", Fault::ResetAfterRead);
    let request = json!({ "request": { "deployment": id, "check": window.check(&license())["id"] } });
    let unknown = window.said("install", request.clone());
    assert_eq!((&unknown["kind"], &unknown["error"]["code"]), (&json!("unknown"), &json!("outcome_unknown")));
    assert_eq!(window.said("look_after_install", request), json!(1), "it is there");

    let forged = license().replace("eyJ", "eyK");
    let forged = json!({ "request": { "deployment": id, "check": window.check(&forged)["id"] } });
    assert_eq!(window.refused("install", forged), "license_not_installable");
}

#[test]
fn a_license_is_removed_when_its_deployment_was_typed() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Production");
    let plan = window.said("plan_removal", json!({ "id": id, "license": 1 }));
    assert_eq!((&plan["type_name"], &plan["held"]), (&json!(true), &json!(false)));
    assert_eq!(plan["button"], "Remove from Production");
    let remove = |typed: &str| json!({ "request": { "deployment": id, "license": 1, "typed_name": typed } });
    assert_eq!(window.refused("remove_license", remove("")), "name_not_typed");
    assert_eq!(window.refused("remove_license", remove("production ?")), "name_not_typed");
    assert_eq!(fake.control().licenses().len(), 1);
    let removed = window.said("remove_license", remove("Production"));
    assert!(removed["sentence"].as_str().is_some_and(|words| words.contains("#1")), "{removed}");
    assert!(fake.control().licenses().is_empty());
    assert_eq!(window.refused("plan_removal", json!({ "id": id, "license": 1 })), "license_not_installed");
}

#[test]
fn a_member_sees_seats_and_may_do_nothing() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&[]);
    let id = window.added(&fake, "member", "Production");
    let page = window.page_of(id);
    assert_eq!(page["licenses"]["kind"], "not_permitted");
    assert_eq!(page["row"]["seats_used"], 2);
    for act in ["install", "remove", "refresh", "list_users"] {
        assert_eq!(page["may"][act]["allowed"], false, "{act}");
        assert!(page["may"][act]["reason"].as_str().is_some_and(|words| !words.is_empty()), "{act}");
    }
    assert_eq!(window.refused("refresh_entitlements", json!({ "id": id })), "session_not_permitted");
}

#[test]
fn a_list_is_named_colored_and_ordered() {
    let fakes = [FakeDeployment::start(plan()), FakeDeployment::start(plan().deployment_id("b"))];
    let window = window(&[]);
    let ids: Vec<u32> =
        fakes.iter().zip(["One", "Two"]).map(|(fake, name)| window.added(fake, "owner", name)).collect();
    window.said("rename_deployment", json!({ "id": ids[0], "name": " First " }));
    assert_eq!(
        window.refused("rename_deployment", json!({ "id": ids[1], "name": "first" })),
        "deployment_name_taken"
    );
    assert_eq!(
        window.refused("rename_deployment", json!({ "id": ids[1], "name": " " })),
        "deployment_name_invalid"
    );
    let long = "x".repeat(61);
    assert_eq!(
        window.refused("rename_deployment", json!({ "id": ids[1], "name": long })),
        "deployment_name_invalid"
    );
    window.said("set_deployment_hue", json!({ "id": ids[0], "hue": 7 }));
    assert_eq!(window.refused("set_deployment_hue", json!({ "id": ids[0], "hue": 8 })), "setting_invalid");
    window.said("reorder_deployments", json!({ "ids": [ids[1], ids[0]] }));
    let names: Vec<_> = window.rows().iter().map(|row| (row["name"].clone(), row["hue"].clone())).collect();
    assert_eq!(names, [(json!("Two"), json!(3)), (json!("First"), json!(7))]);
}

#[test]
fn a_deployment_is_forgotten_and_taken_back_with_its_session() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Production");
    let undo = window.said("forget_deployment", json!({ "id": id }));
    assert_eq!(undo["sentence"], "Forgot Production.");
    assert!(window.rows().is_empty());
    window.said("undo_forget", json!({ "id": undo["id"] }));
    assert_eq!(window.refused("undo_forget", json!({ "id": undo["id"] })), "undo_over");
    fake.forget_calls();
    window.said("check_deployments", json!({ "ids": null }));
    assert!(fake.calls().iter().any(|call| call.with_token && call.answered == Some(200)));
    assert_eq!(window.rows()[0]["session"], "pasted");
}

#[test]
fn a_check_that_was_called_off_leaves_what_is_known() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Production");
    let before = window.page_of(id)["row"]["seats"].clone();
    fake.control().fail("*", Fault::Silence);
    fake.forget_calls();
    let _earlier = window.news.try_iter().count();
    window.host().check_soon(None);
    assert!(fake.wait_for_calls(std::time::Duration::from_secs(10), |calls| !calls.is_empty()));
    window.said("cancel_checks", json!({}));
    window.until(|news| matches!(news, News::Overview(overview, _) if overview.checking.is_none()));
    let page = window.page_of(id);
    assert_eq!((&page["row"]["seats"], &page["row"]["checking"]), (&before, &json!(false)));
}

#[test]
fn the_table_the_renewal_request_and_the_token_page_go_where_they_are_wanted() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&["chosen.pem"]);
    window.added(&fake, "owner", "Production");
    window.said("save_overview_csv", json!({}));
    let tables: Vec<_> = std::fs::read_dir(window.folder.path())
        .expect("a folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    assert_eq!(tables.len(), 1);
    let table = std::fs::read_to_string(&tables[0]).expect("text");
    assert!(table.starts_with('\u{feff}') && table.contains("\r\n") && table.contains("Production"));
    assert!(!table.contains(CANARY));
    let chosen = window.said("choose_connection_file", json!({ "title": "CA file" }));
    assert_eq!(chosen, json!(window.folder.path().join("chosen.pem")));
    window.said("open_token_page", json!({ "origin": format!("{}/anything", fake.url()) }));
    let page = format!("{}/cli-auth", fake.url());
    assert_eq!(*window.shown.0.lock().expect("free"), [std::path::PathBuf::from(page)]);
}

#[test]
fn what_changes_when_and_our_reading_of_it_come_as_they_are_known() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&[]);
    let id = window.added(&fake, "owner", "Production");
    fake.forget_calls();
    let terms = window.said("terms", json!({}));
    let rows = terms["deployments"][0]["rows"].as_array().expect("rows").clone();
    assert_eq!((rows.len(), &rows[0]["license"]), (1, &json!(1)), "one license is all there is to cover");
    let own = window.page_of(id)["terms"]["deployments"][0]["rows"].clone();
    assert_eq!(own[0]["kind"], "coverage");
    let outlook = window.said("outlook", json!({ "id": id }));
    let ends = |boundary: &Value| boundary["sentence"].as_str().is_some_and(|words| words.contains("#1's"));
    assert!(outlook["boundaries"].as_array().is_some_and(|all| all.iter().any(ends)), "{outlook}");
    let present = window.said("present", json!({ "id": id }));
    assert_eq!((&present["fits"], &present["differences"]), (&json!(true), &json!([])), "{present}");
    assert!(fake.calls().is_empty(), "what is known is read, and nobody is asked");
    for command in ["outlook", "present", "copy_present_report"] {
        assert_eq!(window.refused(command, json!({ "id": 99 })), "deployment_unknown");
    }
}

#[test]
fn erasing_everything_leaves_an_empty_profile() {
    let fake = FakeDeployment::start(plan().license(license()));
    let window = window(&[]);
    window.added(&fake, "owner", "Production");
    let id = window.check(&license())["id"].clone();
    window.said("keep", json!({ "id": id }));
    // Where the machine's own keychain does not answer, that is said, and the list is empty all the same.
    if let Err(error) = window.ask("erase_everything", json!({})) {
        assert!(error["code"].as_str().is_some_and(|code| code.starts_with("keychain_")), "{error}");
        return;
    }
    let session = window.said("session", json!({}));
    assert_eq!((&session["checks"], &session["overview"]["deployments"]), (&json!([]), &json!([])));
}
