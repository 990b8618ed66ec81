//! What the program says of deployments, and does to them: the real program against a deployment of the tests' own,
//! over TLS, with a real keychain.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "in a test, a failure is a panic")]

#[path = "deployments/forecast.rs"]
mod forecast;
mod kit;
#[path = "deployments/reclaim.rs"]
mod reclaim;
#[path = "deployments/seats.rs"]
mod seats;

use std::time::Duration;

use kit::{CANARY, Terminal, claims, license, plan};
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, Older, PASSWORD, Plan, Role, Tls};
use seatkeeper_testkit::mint;
use serde_json::json;

/// The ID of a second deployment.
const OTHER: &str = "5e7f3a90-6a2b-4c1d-8e9f-000000000002";

#[test]
fn the_whole_way_from_signing_in_to_forgetting() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    let login = terminal.login(&fake, "owner", "Production").ends(0);
    let host = fake.url().replace("https://", "");
    login
        .says(&format!("Signed in to {host} as owner (Owner)."))
        .says("✓ Licenses")
        .says("It is in the list as Production; the session is kept in GNOME Keyring.");
    assert!(terminal.keychain_holds(&fake.url()) && fake.saw(CANARY));

    terminal.run(&["status"]).ends(0).says("✓ Production").says("1 / 250");
    terminal.run(&["licenses", "list"]).ends(0).says("✓ 1  ").says("250");

    let renewal = terminal.file("renewal.jwt", &license(190, 565, 300));
    let before = fake.control().licenses().len();
    terminal.run(&["licenses", "add", &renewal]).ends(0).says("Installed on Production as #2.");
    assert_eq!(fake.control().licenses().len(), before + 1);
    let again = terminal.run(&["licenses", "add", "-d", "production", "-f", &renewal]).ends(0);
    again.says("Nothing was sent: it is installed on Production already, as #2.");
    assert_eq!(fake.control().licenses().len(), before + 1);
    terminal.run(&["library", "list"]).says("renewal.jwt");
    terminal.run(&["licenses", "list"]).says("renewal.jwt");
    terminal.run(&["licenses", "refresh"]).ends(4).warns("Coder allows the next refresh at ");
    fake.control().advance(Duration::from_secs(120));
    let refreshed = terminal.run(&["licenses", "refresh"]).ends(0);
    refreshed.says("Coder worked out anew what the licenses of Production give.").says("✓ Production");

    terminal
        .run(&["licenses", "remove", "2"])
        .ends(2)
        .warns("removing #2 from Production was not confirmed")
        .warns("Give --yes");
    assert_eq!(fake.control().licenses().len(), before + 1);
    terminal.run(&["licenses", "remove", "2", "--yes"]).ends(0).says("#2");
    assert_eq!(fake.control().licenses().len(), before);
    terminal.run(&["licenses", "remove", "2", "--yes"]).ends(2).warns("There is no license #2 there.");

    terminal.run(&["deployments", "rename", "Production", "Prod"]).ends(0).says("is now called Prod");
    terminal.run(&["logout", "prod"]).ends(0);
    assert!(!terminal.keychain_holds(&fake.url()), "the session is still in the keychain");
    assert_eq!(fake.control().sessions("owner").len(), 1, "a pasted session is ended by its owner alone");
    terminal.run(&["deployments", "forget", "Prod"]).ends(0);
    terminal.run(&["deployments", "list"]).ends(0).says("There is no deployment in the list.");
    terminal.leaked_nothing();
}

#[test]
fn a_license_that_is_no_good_is_not_sent() {
    let fake = FakeDeployment::start(plan());
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let expired = terminal.file("expired.jwt", &license(-400, -30, 10));
    let good = license(-1, 300, 10);
    let mut parts: Vec<&str> = good.split('.').collect();
    let other = license(-1, 300, 5000);
    parts[1] = other.split('.').nth(1).unwrap();
    let forged = terminal.file("forged.jwt", &parts.join("."));
    let locked = claims(-1, 300, 10);
    let locked = mint::changed(locked, json!({ "deployment_ids": ["11111111-1111-4111-8111-111111111111"] }));
    let locked = terminal.file("locked.jwt", &mint::license(&locked));
    for file in [&expired, &forged, &locked] {
        terminal.run(&["licenses", "add", file]).ends(1).warns("It was not sent: ");
    }
    terminal.run(&["licenses", "add", "nowhere.jwt"]).ends(3).warns("there is no such file");
    terminal.run(&["licenses", "add", "-f", &expired, "-l", &good]).ends(2);
    terminal.run(&["licenses", "add"]).ends(2);
    let posts = fake.calls().into_iter().filter(|call| call.route() == "POST /api/v2/licenses").count();
    assert_eq!(posts, 0);
    assert!(fake.control().licenses().is_empty());
    // Coder knows its keys best: what is signed by an unknown one is sent, and its answer quoted.
    let header = json!({ "alg": "EdDSA", "kid": "2027-01-15", "typ": "JWT" }).to_string();
    let unknown = mint::sign(&header, &claims(-1, 300, 10).to_string());
    let refused = terminal.fed(&["licenses", "add", "-"], &unknown).ends(6);
    refused
        .warns(" refused the license.")
        .warns("Coder answered: 'Invalid license: ")
        .warns("Seatkeeper's own check found: ");
    let record = &terminal.fed(&["licenses", "add", "--json", "-"], &unknown).ends(6).records()[0];
    assert_eq!((&record["schema"], &record["outcome"]), (&json!(1), &json!("refused")));
}

#[test]
fn an_installation_without_an_answer_is_looked_after_before_it_is_sent_again() {
    let fake = FakeDeployment::start(plan());
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    fake.control().fail_once("POST /api/v2/licenses", Fault::ResetAfterRead);
    let installed = terminal.fed(&["licenses", "add", "-"], &license(-1, 300, 10)).ends(0);
    installed.says("No answer came, but it is there: installed as #1.");
    fake.control().fail_once("POST /api/v2/licenses", Fault::ResetBefore);
    let lost = terminal.fed(&["licenses", "add", "-"], &license(300, 600, 20)).ends(4);
    lost.warns("it is not there. It can be sent again.");
    assert_eq!(fake.control().licenses().len(), 1);
}

#[test]
fn a_server_that_cannot_work_out_its_entitlements_takes_a_license_all_the_same() {
    let fake = FakeDeployment::start(plan());
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let words = json!({ "message": "Internal error." });
    fake.control().fail("GET /api/v2/entitlements", Fault::Status(500, words));
    terminal.run(&["status"]).ends(4);
    terminal.fed(&["licenses", "add", "-"], &license(-1, 300, 10)).ends(0).says("as #1.");
}

#[test]
fn a_member_sees_the_seats_and_is_told_what_an_owner_could() {
    let fake = FakeDeployment::start(plan().user("mia", Role::Member).license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "mia", "Production").ends(0).says("✕ Licenses");
    terminal.run(&["status"]).says("2 / 250");
    terminal.run(&["licenses", "list"]).ends(6).says("may not list licenses");
    let json = terminal.run(&["licenses", "list", "--json"]).ends(6).warns("may not list licenses");
    assert_eq!(json.out, "");
    terminal.fed(&["licenses", "add", "-"], &license(-1, 300, 10)).ends(6);
    assert_eq!(fake.control().licenses().len(), 1);
    terminal.leaked_nothing();
}

#[test]
fn an_older_server_is_looked_after_too() {
    let fake = FakeDeployment::start(plan().older(Older::V2_10));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Old").ends(0);
    terminal.run(&["licenses", "list"]).says("Old");
    terminal.fed(&["licenses", "add", "-"], &license(-1, 300, 10)).ends(0).says("Installed on Old as #1.");
    terminal.run(&["deployments", "show"]).ends(0).says("v2.10.2").says("Licenses");
}

#[test]
fn a_password_begins_a_session_that_signing_out_ends() {
    let fake = FakeDeployment::start(plan());
    let terminal = Terminal::new();
    let url = fake.url();
    let ca = fake.ca_file().to_str().unwrap();
    let arguments = ["login", &url, "--email", "owner@example.com", "--password-stdin", "--ca-file", ca];
    let wrong = terminal.fed(&arguments, "not the password\n").ends(5);
    assert!(!wrong.err.contains("not the password"));
    assert!(fake.control().sessions("owner").is_empty());
    terminal.fed(&arguments, &format!("{PASSWORD}\n")).ends(0).says("as owner (Owner)");
    assert_eq!(fake.control().sessions("owner").len(), 1);
    let name = &terminal.run(&["deployments", "list", "--json"]).records()[0]["name"];
    terminal.run(&["logout", name.as_str().unwrap()]).ends(0);
    assert!(fake.control().sessions("owner").is_empty(), "the session that was begun lives on");
}

#[test]
fn forgetting_ends_a_session_that_was_begun_and_erases_it() {
    let fake = FakeDeployment::start(plan());
    let terminal = Terminal::new();
    let (url, ca) = (fake.url(), fake.ca_file().to_str().unwrap());
    let arguments = ["login", &url, "--email", "owner@example.com", "--password-stdin", "--ca-file", ca];
    terminal.fed(&arguments, PASSWORD).ends(0);
    assert!(terminal.keychain_holds(&url));
    terminal.run(&["deployments", "forget", &url]).ends(0).says("Forgot Localhost.");
    assert!(fake.control().sessions("owner").is_empty(), "the session that was begun lives on");
    assert!(!terminal.keychain_holds(&url), "the session is still in the keychain");
    terminal.run(&["deployments", "forget", &url]).ends(2).warns("There is no deployment");
}

/// A copy of a deployment's database keeps its ID, so the two may be different deployments.
#[test]
fn another_address_with_the_same_deployment_id_is_said_and_added() {
    let fake = FakeDeployment::start(plan());
    let same = FakeDeployment::start(plan().seed(2));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    terminal.run(&["status", "Production"]).says("Production");
    let added = terminal.login(&same, "owner", "Copy").ends(0);
    added.warns("Production has the same deployment ID.");
    terminal.run(&["deployments", "list"]).ends(0).says("Production").says("Copy");
}

#[test]
fn who_only_watches_is_asked_to_sign_in_first() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::without_keychain();
    let ca = fake.ca_file().to_str().unwrap();
    terminal.run(&["login", &fake.url(), "--watch", "--ca-file", ca]).ends(0);
    let added = terminal.fed(&["licenses", "add", "-"], &license(-1, 300, 10)).ends(5);
    added.warns("Nobody is signed in to Localhost.");
    terminal.run(&["licenses", "list"]).ends(5);
    terminal.run(&["licenses", "refresh"]).ends(5);
}

#[test]
fn a_server_that_is_gone_is_a_row_with_its_last_figures() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let other = FakeDeployment::start(plan().license(license(-30, 200, 50)).seed(2).deployment_id(OTHER));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    terminal.login(&other, "owner", "Lab").ends(0);
    terminal.run(&["status"]).ends(0);
    other.control().refuse_connections(true);
    let status = terminal.run(&["status"]).ends(4);
    status.says("✓ Production").says("? Lab").says("1 / 50 *").says("* last known, ");
    terminal.run(&["status", "production"]).ends(0);
    terminal.run(&["licenses", "list", "-d", "Lab"]).ends(4).says("* last known, ");
    terminal.fed(&["licenses", "add", "-d", "Lab", "-"], &license(-1, 300, 10)).ends(4);
    // Two are in the list, so that none is meant by itself.
    terminal.run(&["licenses", "list"]).ends(2).warns("there are Production, Lab");
    terminal.run(&["licenses", "list", "-d", "Production", "-d", "Lab"]).says("Production").says("Lab");
}

#[test]
fn a_silent_deployment_is_waited_for_and_the_terminal_is_told() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    fake.control().fail("/api/v2/licenses", Fault::DelayMs(800));
    terminal.talk("status", &[]).ends(0).says("Asking 1 deployment…\r\u{1b}[K").says("✓\u{1b}[0m Production");
    let piped = terminal.run(&["status"]).ends(0);
    assert_eq!(piped.err, "");
    assert!(!piped.out.contains('\u{1b}'), "{piped:?}");
}

#[test]
fn a_session_that_is_over_asks_for_a_new_one() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    fake.control().revoke_sessions("owner");
    terminal.run(&["status"]).ends(5).says("Production");
    terminal.fed(&["licenses", "add", "-"], &license(-1, 300, 10)).ends(5);
    let again = terminal.login(&fake, "owner", "").ends(0);
    again.warns("How Production is reached stays as it is.");
    terminal.run(&["status"]).ends(0);
    assert_eq!(terminal.run(&["deployments", "list", "--json"]).records().len(), 1);
}

#[test]
fn what_is_not_encrypted_wants_consent_before_anything_is_asked() {
    let terminal = Terminal::new();
    let arguments = ["login", "http://coder.example.invalid", "--token-stdin"];
    let token = format!("Abcdefghi1-{CANARY}0123456789");
    let refused = terminal.fed(&arguments, &token).ends(2);
    refused.warns("The way to coder.example.invalid is not encrypted.").warns("--allow-unencrypted");
    // With consent it goes on, to a host that is not there.
    let arguments = ["login", "http://coder.example.invalid", "--token-stdin", "--allow-unencrypted"];
    terminal.fed(&arguments, &token).ends(4);
    terminal.leaked_nothing();
}

#[test]
fn without_a_keychain_nothing_secret_is_sent_and_one_may_still_watch() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::without_keychain();
    let login = terminal.login(&fake, "owner", "Production").ends(3);
    login.warns("No keychain is available").warns("CODER_SESSION_TOKEN");
    assert!(!fake.saw(CANARY), "the token was sent before a keychain was known");
    assert!(terminal.run(&["deployments", "list"]).out.contains("There is no deployment"));
    let ca = fake.ca_file().to_str().unwrap();
    terminal.run(&["login", &fake.url(), "--watch", "--ca-file", ca, "--name", "Watched"]).ends(0);
    terminal.run(&["deployments", "list"]).ends(0).says("watched, not signed in");
    terminal.leaked_nothing();
}

#[test]
fn a_certificate_of_nobody_is_refused_before_the_token_is_sent() {
    for tls in [Tls::SelfSigned, Tls::Expired, Tls::WrongHost] {
        let fake = FakeDeployment::start(plan().tls(tls));
        let terminal = Terminal::new();
        terminal.login(&fake, "owner", "Production").ends(4).warns("certificate");
        assert!(!fake.saw(CANARY), "{tls:?}");
    }
}

/// A call with the variables of Coder's own program set.
fn with_environment(
    terminal: &Terminal,
    fake: &FakeDeployment,
    token: &str,
    arguments: &[&str],
) -> kit::Said {
    let mut command = terminal.command(arguments);
    command.env("CODER_URL", fake.url()).env("CODER_SESSION_TOKEN", token);
    command.env("CODER_CLIENT_TLS_CA_FILE", fake.ca_file());
    terminal.finish(&mut command, "")
}

#[test]
fn the_environments_deployment_serves_one_call_and_is_not_kept() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::without_keychain();
    let token = fake.token_marked("owner", CANARY);
    let call = |arguments: &[&str]| with_environment(&terminal, &fake, &token, arguments);
    let host = fake.url().replace("https://", "");
    call(&["status"]).ends(0).says(&host).says("1 / 250");
    call(&["licenses", "list"]).ends(0).says("250");
    let renewal = terminal.file("renewal.jwt", &license(190, 565, 300));
    call(&["licenses", "add", &renewal]).ends(0).says("as #2.");
    call(&["licenses", "remove", "2", "--yes"]).ends(0);
    call(&["status", &fake.url()]).ends(0).says(&host);
    assert_eq!(fake.control().licenses().len(), 1);
    let list = terminal.run(&["deployments", "list"]).ends(0);
    list.says("There is no deployment in the list.");
    terminal.run(&["library", "list"]).says("The library is empty.");
    terminal.leaked_nothing();
}

#[test]
fn the_environments_token_goes_to_its_own_deployment_alone() {
    let named = FakeDeployment::start(plan());
    let other = FakeDeployment::start(plan().seed(2).deployment_id(OTHER));
    let terminal = Terminal::new();
    let ca = other.ca_file().to_str().unwrap();
    terminal.run(&["login", &other.url(), "--watch", "--ca-file", ca, "--name", "Other"]).ends(0);
    let token = named.token_marked("owner", CANARY);
    with_environment(&terminal, &named, &token, &["status", "Other"]);
    with_environment(&terminal, &named, &token, &["licenses", "list", "-d", "Other"]).ends(5);
    let mut command = terminal.command(&["status"]);
    terminal.finish(command.env("CODER_SESSION_TOKEN", &token), "");
    assert!(!other.saw(CANARY), "the token went to another deployment");
    let mut command = terminal.command(&["status"]);
    command.env("CODER_URL", "http://coder.example.invalid").env("CODER_SESSION_TOKEN", &token);
    terminal.finish(&mut command, "").ends(2).warns("is not encrypted");
    with_environment(&terminal, &named, "no-token", &["status"]).ends(2).warns("This is no session token");
    assert!(!with_environment(&terminal, &named, &token, &["status"]).out.contains("Other"));
}

#[test]
fn programs_get_lines_of_json_and_spreadsheets_get_a_table() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "=1+1").ends(0);
    let rows = terminal.run(&["status", "--json"]).ends(0).records();
    assert_eq!((&rows[0]["schema"], &rows[0]["seats_used"]), (&json!(1), &json!(1)));
    let licenses = terminal.run(&["licenses", "list", "--json"]).ends(0).records();
    assert_eq!((&licenses[0]["deployment"], &licenses[0]["id"]), (&json!("=1+1"), &json!(1)));
    let shown = terminal.run(&["deployments", "show", "--json"]).ends(0).records();
    assert_eq!(shown[0]["row"]["origin"], json!(fake.url()));
    for arguments in
        [&["status", "--csv"][..], &["licenses", "list", "--csv"], &["deployments", "list", "--csv"]]
    {
        let table = terminal.run(arguments).ends(0).out;
        let lines: Vec<_> = table.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 2, "{table:?}");
        assert!(lines[1].contains("'=1+1"), "{table:?}");
    }
    let removed = terminal.run(&["licenses", "remove", "1", "--yes", "--json"]).ends(0).records();
    assert_eq!(removed[0]["license"], json!(1));
}

#[test]
fn words_of_a_server_do_not_steer_the_terminal() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    terminal.login(&fake, "owner", "Production").ends(0);
    let words = json!({ "message": "\u{1b}[2Jgone\u{202e}", "detail": "\u{7}" });
    fake.control().fail("POST /api/v2/licenses", Fault::Status(400, words));
    let refused = terminal.fed(&["licenses", "add", "-"], &license(-1, 300, 10)).ends(6);
    for steering in ['\u{1b}', '\u{202e}', '\u{7}'] {
        assert!(!refused.err.contains(steering) && !refused.out.contains(steering), "{refused:?}");
    }
}

#[test]
fn a_secret_in_an_argument_is_refused() {
    let terminal = Terminal::without_keychain();
    let arguments = ["login", "https://coder.example.invalid", "--watch", "--header", "Authorization=hush"];
    let refused = terminal.run(&arguments).ends(2);
    assert!(!refused.err.contains("hush"), "{refused:?}");
    for secret in ["--token", "--password"] {
        terminal.run(&["login", "https://coder.example.invalid", secret, "hush"]).ends(2);
    }
}

#[test]
fn secret_headers_are_sent_and_kept_in_the_keychain() {
    let fake = FakeDeployment::start(plan());
    let terminal = Terminal::new();
    let secret = terminal.file("secret", &format!("{CANARY}-header\n"));
    let url = fake.url();
    let ca = fake.ca_file().to_str().unwrap();
    let header = format!("X-Gate={secret}");
    let arguments =
        ["login", &url, "--token-stdin", "--ca-file", ca, "--header-file", &header, "--header", "X-Team=a"];
    terminal.fed(&arguments, &fake.token_marked("owner", CANARY)).ends(0);
    fake.forget_calls();
    terminal.run(&["status"]);
    let calls = fake.calls();
    assert!(!calls.is_empty());
    for call in calls {
        assert!(call.header("x-gate").is_some() && call.header("x-team").is_some(), "{call:?}");
    }
    terminal.leaked_nothing();
}

#[test]
fn on_a_terminal_it_asks_and_does_not_show_the_token() {
    let fake = FakeDeployment::start(plan().license(license(-30, 200, 250)));
    let terminal = Terminal::new();
    let ca = fake.ca_file().display();
    let login = format!("login {} --ca-file {ca} --name Production", fake.url());
    let token = fake.token_marked("owner", CANARY);
    let said =
        terminal.talk(&login, &[("Number [1]: ", "1"), ("Session token (not shown): ", &token)]).ends(0);
    said.says(&format!("{}/cli-auth", fake.url())).says("with e-mail and password").says("Signed in to");
    let asked = "type the deployment's name: ";
    let kept = terminal.talk("licenses remove 1", &[(asked, "Staging")]).ends(2);
    kept.says("Remove license #1 from Production?").says("The name that was typed is not Production.");
    assert_eq!(fake.control().licenses().len(), 1);
    terminal.talk("licenses remove 1", &[(asked, "Production")]).ends(0);
    assert!(fake.control().licenses().is_empty());
    terminal.leaked_nothing();
}

#[test]
fn on_a_terminal_a_password_is_not_shown_either() {
    let fake = FakeDeployment::start(plan());
    let terminal = Terminal::new();
    let login = format!("login {} --ca-file {}", fake.url(), fake.ca_file().display());
    let answers = [("Number [1]: ", "9"), ("1 to 3, please.", "2"), ("E-mail: ", "owner@example.com")];
    let said =
        terminal.talk(&login, &[&answers[..], &[("Password (not shown): ", PASSWORD)]].concat()).ends(0);
    assert!(said.out.contains("Signed in to") && !said.out.contains(PASSWORD), "{said:?}");
}

#[test]
fn the_session_of_coders_own_program_is_taken_over() {
    let fake = FakeDeployment::start(plan());
    let terminal = Terminal::new();
    let folder = terminal.folder.path().join("coderv2");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("url"), format!("{}\n", fake.url())).unwrap();
    std::fs::write(folder.join("session"), fake.token_marked("owner", CANARY)).unwrap();
    let (url, ca) = (fake.url(), fake.ca_file().to_str().unwrap());
    let mut command = terminal.command(&["login", &url, "--from-coder", "--ca-file", ca]);
    terminal.finish(command.env("CODER_CONFIG_DIR", &folder), "").ends(0).says("as owner (Owner)");
    terminal.run(&["logout", &url]).ends(0);
    assert_eq!(fake.control().sessions("owner").len(), 1, "the coder program was signed out");
    terminal.run(&["login", &url, "--from-coder", "--ca-file", ca]).ends(2);
}

#[test]
fn an_empty_plan_has_no_first_user_and_is_no_reason_to_fail() {
    let fake = FakeDeployment::start(Plan::empty().tls(Tls::Good));
    let terminal = Terminal::without_keychain();
    let ca = fake.ca_file().to_str().unwrap();
    terminal.run(&["login", &fake.url(), "--watch", "--ca-file", ca, "--name", "New"]).ends(0);
    terminal.run(&["status"]).says("New");
}
