//! Looking, trying, keeping, and signing out.

use seatkeeper_core::api::ApiError;
use seatkeeper_core::ports::KeychainError;
use seatkeeper_core::view::{FinishRequest, LookRequest, Mark, SignInRequest, SignInWay};
use secrecy::SecretString;
use serde_json::json;

use crate::kit::{TOKEN, World, done, row, token, words};

fn look(address: &str) -> LookRequest {
    LookRequest { address: address.to_owned(), ..LookRequest::default() }
}

fn by_token(address: &str) -> SignInRequest {
    let way = SignInWay::Token { token: SecretString::from(TOKEN) };
    SignInRequest { deployment: None, look: look(address), way }
}

fn by_password(address: &str) -> SignInRequest {
    let way = SignInWay::Password { email: "ana@example.com".to_owned(), password: SecretString::from("pw") };
    SignInRequest { deployment: None, look: look(address), way }
}

fn finish(ticket: u32, until_quit: bool) -> FinishRequest {
    FinishRequest { ticket, name: String::new(), hue: None, until_quit }
}

/// A server at solo.example.com that is not in the list.
fn server() -> World {
    let world = World::new();
    world.add("Solo");
    world.with(|things| {
        things.deployments.clear();
        things.vault.clear();
    });
    world.answer("solo.example.com", "sign_in", json!({}));
    world.answer("solo.example.com", "end_session", json!({}));
    world
}

#[test]
fn looking_sends_no_token_and_says_what_was_cut() {
    let world = server();
    let manager = world.manager();
    let view = done(manager.look(look("solo.example.com/foo"))).expect("answers");
    assert_eq!(
        (view.origin.as_str(), view.version.as_str(), view.name.as_str()),
        ("https://solo.example.com", "v2.29.3", "Solo")
    );
    let codes: Vec<_> = view.remarks.iter().map(|remark| remark.code.as_str()).collect();
    assert_eq!(codes, ["address_scheme_added", "address_cut"]);
    assert_eq!((view.methods.password, view.methods.browser), (true, vec!["Okta".to_owned()]));
    assert!(world.log().iter().all(|call| call.ends_with('-')));
}

#[test]
fn an_open_way_is_not_gone_without_consent() {
    let world = server();
    let manager = world.manager();
    let view = done(manager.look(look("http://solo.example.com"))).expect("read");
    assert!(view.needs_consent && world.log().is_empty());
    let refused = done(manager.try_sign_in(by_token("http://solo.example.com"))).expect_err("refused");
    assert_eq!((refused.code.code(), world.log().len()), ("address_not_encrypted", 0));
}

#[test]
fn a_workspace_proxy_names_the_deployment_itself() {
    let world = server();
    let proxy = json!({ "version": "v2.29.3", "workspace_proxy": true, "dashboard_url": "https://coder.example.com" });
    world.answer("solo.example.com", "build_info", proxy);
    let error = done(world.manager().look(look("solo.example.com"))).expect_err("a proxy");
    assert_eq!(
        error.message(),
        "This is a workspace proxy; the deployment itself is https://coder.example.com."
    );
}

#[test]
fn a_sign_in_is_kept_only_when_it_is_finished() {
    let world = server();
    world.answer(
        "solo.example.com",
        "permissions",
        json!({ "read_licenses": true, "add_licenses": true, "remove_licenses": true, "read_users": false }),
    );
    let manager = world.manager();
    let trial = done(manager.try_sign_in(by_token("solo.example.com"))).expect("works");
    assert_eq!((trial.signed_in_as.as_str(), trial.role.as_str()), ("ana", "Owner"));
    let marks: Vec<_> = trial.checks.iter().map(|check| check.mark).collect();
    assert_eq!(marks, [Mark::Good, Mark::Good, Mark::Good, Mark::Bad]);
    assert_eq!(
        trial.checks[3].sentence,
        "This token may not list users. Seats still work; the list of users will be empty."
    );
    assert!(world.with(|things| things.vault.is_empty() && things.deployments.is_empty()));
    let kept = done(manager.finish_sign_in(finish(trial.ticket, false))).expect("kept");
    assert_eq!((kept.name.as_str(), kept.session.as_str()), ("Solo", "pasted"));
    assert!(world.with(|things| things.vault.contains_key("https://solo.example.com")));
    let again = done(manager.try_sign_in(by_token("solo.example.com"))).expect_err("in the list");
    assert_eq!(again.code.code(), "deployment_already_added");
}

#[test]
fn a_trial_is_over_after_ten_minutes_and_its_session_is_ended() {
    let world = server();
    let manager = world.manager();
    let trial = done(manager.try_sign_in(by_password("solo.example.com"))).expect("works");
    world.log();
    world.turn_clock("2026-11-23T18:16:27Z");
    let error = done(manager.finish_sign_in(finish(trial.ticket, false))).expect_err("over");
    assert_eq!(
        (error.code.code(), world.log()),
        ("trial_over", vec!["solo.example.com end_session +".to_owned()])
    );
}

#[test]
fn a_trial_that_is_dropped_or_replaced_ends_the_session_begun_for_it() {
    let world = server();
    let manager = world.manager();
    let ended = || world.log().iter().filter(|call| call.contains("end_session")).count();
    let first = done(manager.try_sign_in(by_password("solo.example.com"))).expect("works");
    let second = done(manager.try_sign_in(by_password("solo.example.com"))).expect("works");
    assert_eq!(ended(), 1);
    assert!(done(manager.finish_sign_in(finish(first.ticket, false))).is_err());
    done(manager.drop_trial(second.ticket));
    assert_eq!(ended(), 1);
}

#[test]
fn a_refused_password_is_in_coders_words() {
    let world = server();
    world.fail(
        "solo.example.com",
        "sign_in",
        ApiError::SessionRejected(words("Incorrect email or password.")),
    );
    let error = done(world.manager().try_sign_in(by_password("solo.example.com"))).expect_err("refused");
    let said = "The session".to_owned();
    assert!(error.code.code() == "sign_in_refused" && !error.message().starts_with(&said));
    assert_eq!(error.message(), "solo.example.com answered: “Incorrect email or password”.");
}

#[test]
fn without_a_keychain_a_session_can_be_kept_until_quit() {
    let world = server();
    world.with(|things| {
        things.keychain_fault = Some(KeychainError::Unavailable("no Secret Service".to_owned()))
    });
    let manager = world.manager();
    let trial = done(manager.try_sign_in(by_token("solo.example.com"))).expect("works");
    let error = done(manager.finish_sign_in(finish(trial.ticket, false))).expect_err("no keychain");
    assert_eq!(error.code.code(), "keychain_unavailable");
    assert!(world.with(|things| things.deployments.is_empty()));
    let kept = done(manager.finish_sign_in(finish(trial.ticket, true))).expect("kept until quit");
    assert!(kept.session_until_quit);
    world.with(|things| things.keychain_fault = None);
    let reopened = world.manager();
    done(reopened.check(None));
    assert_eq!(row(&reopened, kept.id).state, "sign_in_again");
}

#[test]
fn a_store_that_fails_leaves_no_token_behind() {
    let world = server();
    let manager = world.manager();
    let trial = done(manager.try_sign_in(by_token("solo.example.com"))).expect("works");
    world.with(|things| things.store_fault = true);
    assert!(done(manager.finish_sign_in(finish(trial.ticket, false))).is_err());
    assert!(world.with(|things| things.vault.is_empty()));
}

#[test]
fn only_a_session_that_was_begun_here_is_ended_there() {
    let world = server();
    let manager = world.manager();
    let trial = done(manager.try_sign_in(by_password("solo.example.com"))).expect("works");
    let id = done(manager.finish_sign_in(finish(trial.ticket, false))).expect("kept").id;
    world.log();
    let view = done(manager.sign_out(id)).expect("signs out");
    assert_eq!(view.sentence, "Signed out of Solo; its session there is ended.");
    assert_eq!(world.log(), ["solo.example.com end_session +"]);
    assert!(world.with(|things| things.vault.is_empty()));

    let again = SignInRequest { deployment: Some(id), ..by_token("") };
    let trial = done(manager.try_sign_in(again)).expect("works");
    done(manager.finish_sign_in(finish(trial.ticket, false))).expect("kept");
    world.log();
    let view = done(manager.sign_out(id)).expect("signs out");
    assert!(view.sentence.contains("only forgotten here") && world.log().is_empty());
    assert_eq!(row(&manager, id).session, "watching");
}

#[test]
fn the_coder_program_s_session_can_be_taken_over() {
    let world = server();
    let manager = world.manager();
    let request = || SignInRequest { way: SignInWay::CoderCli, ..by_token("solo.example.com") };
    assert_eq!(done(manager.try_sign_in(request())).expect_err("none").code.code(), "coder_cli_missing");
    world.with(|things| things.cli = Some(token()));
    assert!(done(manager.look(look("solo.example.com"))).expect("answers").methods.coder_cli.is_some());
    assert_eq!(done(manager.try_sign_in(request())).expect("works").signed_in_as, "ana");
}

#[test]
fn another_deployment_at_the_same_address_is_said() {
    let world = World::new();
    let id = world.add("Solo");
    let manager = world.manager();
    done(manager.check(None));
    world.answer("solo.example.com", "build_info", json!({ "version": "v2.29.3", "deployment_id": "ffff" }));
    let again = SignInRequest { deployment: Some(id), ..by_token("") };
    let trial = done(manager.try_sign_in(again)).expect("works");
    assert_eq!((trial.checks[0].label.as_str(), trial.checks[0].mark), ("Deployment", Mark::Bad));
}

/// A copy of a deployment's database keeps its ID, so one ID at two addresses may be two deployments.
#[test]
fn another_address_with_the_same_deployment_id_is_said_and_can_be_added() {
    let world = World::new();
    world.add("Production");
    world.add("Copy");
    world.with(|things| {
        let production = things.deployments[0].clone();
        things.deployments.retain(|deployment| deployment.id == production.id);
    });
    let build = json!({ "version": "v2.29.3", "deployment_id": "7c1e3a52-0d0f-4b3e-9a51-3c1d5f0e9b2f" });
    for host in ["production.example.com", "copy.example.com"] {
        world.answer(host, "build_info", build.clone());
    }
    let manager = world.manager();
    done(manager.check(None));
    let view = done(manager.look(look("https://copy.example.com"))).expect("answers");
    assert_eq!(view.already, None);
    let remarks: Vec<_> = view.remarks.iter().map(|remark| remark.message.as_str()).collect();
    assert!(remarks.contains(&"Production has the same deployment ID."), "{remarks:?}");
    let trial = done(manager.try_sign_in(by_token("https://copy.example.com"))).expect("works");
    done(manager.finish_sign_in(finish(trial.ticket, true))).expect("kept");
    assert_eq!(manager.overview().deployments.len(), 2);
}

/// A deployment that is reached by a CA file of its own is looked at again by the same way.
#[test]
fn a_deployment_of_the_list_is_looked_at_as_it_is_kept() {
    let world = World::new();
    let id = world.add("Production");
    let manager = world.manager();
    let again = LookRequest { deployment: Some(id), ..LookRequest::default() };
    let view = done(manager.look(again)).expect("answers");
    assert_eq!((view.origin.as_str(), view.already), ("https://production.example.com", Some(id)));
    assert_eq!((view.methods.password, view.remarks), (true, Vec::new()));
    let unknown = LookRequest { deployment: Some(99), ..LookRequest::default() };
    assert_eq!(done(manager.look(unknown)).expect_err("none").code.code(), "deployment_unknown");
}
