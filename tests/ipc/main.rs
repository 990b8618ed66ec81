//! Commands through Tauri's mock runtime: the JSON that goes in, and the view or error that comes out.

mod deployments;
mod plans;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use jiff::tz::TimeZone;
use seatkeeper_adapters::Paths;
use seatkeeper_app::{
    bindings,
    clock::Clock,
    file_dialog::{Choice, FileDialog},
    host::{Host, World},
    news::News,
    opener::Opener,
};
use seatkeeper_core::{Instant, license::KeyRing};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};
use tauri::{
    Manager, WebviewWindow, WebviewWindowBuilder,
    ipc::{CallbackFn, InvokeBody},
    test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder, mock_context, noop_assets},
    webview::InvokeRequest,
};

/// Answers with the files a test chose.
struct Chosen(Vec<PathBuf>);

impl FileDialog for Chosen {
    fn open_licenses(&self) -> Choice<Vec<PathBuf>> {
        let paths = self.0.clone();
        Box::pin(async move { paths })
    }

    fn save_license(&self, name: &str) -> Choice<Option<PathBuf>> {
        let path = self.0.first().map(|first| first.with_file_name(name));
        Box::pin(async move { path })
    }

    fn save_table(&self, name: &str) -> Choice<Option<PathBuf>> {
        self.save_license(name)
    }

    fn save_text(&self, name: &str) -> Choice<Option<PathBuf>> {
        self.save_license(name)
    }

    fn choose_file(&self, _title: &str) -> Choice<Option<PathBuf>> {
        let path = self.0.first().cloned();
        Box::pin(async move { path })
    }
}

/// Remembers which folders and pages were shown.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<PathBuf>>>);

impl Opener for Shown {
    fn show_folder(&self, folder: &Path) -> std::io::Result<()> {
        self.0.lock().map_err(|_| std::io::Error::other("a test panicked"))?.push(folder.to_owned());
        Ok(())
    }

    fn open_page(&self, url: &str) -> std::io::Result<()> {
        self.show_folder(Path::new(url))
    }
}

struct Window {
    page: WebviewWindow<MockRuntime>,
    news: mpsc::Receiver<News>,
    shown: Shown,
    folder: tempfile::TempDir,
    app: tauri::App<MockRuntime>,
}

/// A window over a profile of its own; the clock stands at the conformance data's, the test key counts as Coder's.
fn window(choose: &[&str]) -> Window {
    let folder = tempfile::tempdir().expect("a folder");
    let shown = Shown::default();
    let world = World {
        clock: Clock::set_to(Instant::from_unix(mint::NOW), TimeZone::UTC),
        paths: Paths::at(folder.path().join("home")),
        built_in: KeyRing::with_built_in(mint::KEY_ID, &mint::public_key()).expect("a good key"),
        dialog: Box::new(Chosen(choose.iter().map(|name| folder.path().join(name)).collect())),
        opener: Box::new(shown.clone()),
    };
    let (sender, news) = mpsc::channel();
    let sender = Mutex::new(sender);
    let host = Host::open(
        world,
        Box::new(move |news| {
            // A test that has ended listens no more.
            let _heard = sender.lock().expect("no listener panicked").send(news);
        }),
    );
    let app = mock_builder()
        .invoke_handler(bindings::builder::<MockRuntime>().invoke_handler())
        .build(mock_context(noop_assets()))
        .expect("a mock app");
    app.manage(host);
    let page =
        WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().expect("a mock window");
    Window { page, news, shown, folder, app }
}

impl Window {
    fn ask(&self, command: &str, request: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: self.page.url().map_err(|error| error.to_string())?,
            body: InvokeBody::Json(request),
            headers: tauri::http::HeaderMap::new(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.page, request)?.deserialize().map_err(|error| error.to_string().into())
    }

    fn host(&self) -> Arc<Host> {
        Arc::clone(self.app.state::<Arc<Host>>().inner())
    }

    fn check(&self, text: &str) -> Value {
        let views = self.ask("check_text", json!({ "request": { "text": text } })).expect("a verdict");
        views[0].clone()
    }

    fn until(&self, wanted: impl Fn(&News) -> bool) -> News {
        loop {
            let news = self.news.recv_timeout(Duration::from_secs(10)).expect("the news comes");
            if wanted(&news) {
                return news;
            }
        }
    }
}

fn license() -> String {
    mint::license(&mint::valid_claims())
}

#[test]
fn a_session_of_an_empty_profile_has_the_built_in_key_and_the_menus() {
    let session = window(&[]).ask("session", json!({})).expect("a session");
    assert_eq!(session["checks"], json!([]));
    assert_eq!(session["store_warning"], Value::Null);
    assert_eq!(session["keys"][0]["key_id"], mint::KEY_ID);
    assert_eq!(session["settings"]["theme"], "system");
    assert_eq!(session["menu"][0]["id"], "open");
}

#[test]
fn pasted_text_becomes_an_entry_and_the_page_hears_of_it() {
    let window = window(&[]);
    let view = window.check(&license());
    assert_eq!(view["verdict"], "valid");
    assert_eq!(view["source"]["label"], "Pasted text");
    let News::Changed(checks) = window.until(|news| matches!(news, News::Changed(_))) else { return };
    assert_eq!(Value::from(checks[0].id.clone()), view["id"]);
}

#[test]
fn a_preview_leaves_nothing_behind() {
    let window = window(&[]);
    let request = json!({ "request": { "text": license() } });
    let views = window.ask("preview_text", request).expect("a verdict");
    assert_eq!(views[0]["verdict"], "valid");
    assert_eq!(window.ask("session", json!({})).expect("a session")["checks"], json!([]));
}

#[test]
fn a_kept_license_can_be_forgotten_and_taken_back() {
    let window = window(&[]);
    let id = window.check(&license())["id"].clone();
    let kept = window.ask("keep", json!({ "id": id })).expect("kept");
    assert_eq!(kept["kept"], true);
    let undo = window.ask("forget", json!({ "ids": [id] })).expect("forgotten");
    assert_eq!(undo["sentence"], "Forgot Pasted text.");
    assert_eq!(window.ask("session", json!({})).expect("a session")["checks"], json!([]));
    window.ask("undo", json!({ "id": undo["id"] })).expect("back");
    let session = window.ask("session", json!({})).expect("a session");
    assert_eq!(session["checks"][0]["kept"], true);
    let late = window.ask("undo", json!({ "id": undo["id"] })).expect_err("only once");
    assert_eq!(late["code"], "undo_over");
}

#[test]
fn what_is_no_license_is_not_kept() {
    let window = window(&[]);
    let id = window.check("Remember the milk.")["id"].clone();
    assert_eq!(window.ask("keep", json!({ "id": id })).expect_err("refused")["code"], "license_not_kept");
    assert_eq!(window.ask("keep", json!({ "id": "gone" })).expect_err("refused")["code"], "entry_unknown");
}

#[test]
fn the_raw_text_comes_on_a_deliberate_press_only() {
    let window = window(&[]);
    let view = window.check(&license());
    assert!(!view.to_string().contains(&license()));
    assert_eq!(window.ask("reveal_raw", json!({ "id": view["id"] })).expect("the text"), license());
}

#[test]
fn files_chosen_in_the_dialog_are_checked_and_summed_up() {
    let window = window(&["a.jwt", "b.txt"]);
    std::fs::write(window.folder.path().join("a.jwt"), license()).expect("written");
    std::fs::write(window.folder.path().join("b.txt"), "no license").expect("written");
    window.ask("open_files", json!({})).expect("asked");
    let news = window.until(|news| matches!(news, News::Batch(batch) if !batch.summary.is_empty()));
    let News::Batch(batch) = news else { return };
    assert_eq!((batch.done, batch.total), (2, 2));
    assert_eq!(batch.summary, "2 checked: 1 valid, 1 not a license.");
}

#[test]
fn a_key_that_is_added_turns_cannot_tell_into_a_verdict() {
    let window = window(&[]);
    // The same test key under another ID: unknown until it is added.
    let header = json!({ "alg": "EdDSA", "kid": "mine", "typ": "JWT" });
    let text = mint::sign(&header.to_string(), &mint::valid_claims().to_string());
    let view = window.check(&text);
    assert_eq!(view["verdict"], "unknown_key");
    let request = json!({ "key_id": "mine", "key_text": mint::PUBLIC_KEY_HEX, "label": "ours" });
    let keys = window.ask("add_key", json!({ "request": request })).expect("added");
    assert_eq!(keys[1]["label"], "ours");
    let changed = |news: &News| matches!(news, News::Changed(checks) if checks[0].verdict == "valid");
    window.until(changed);
    let taken = window.ask("add_key", json!({ "request": request })).expect_err("refused");
    assert_eq!(taken["code"], "key_id_taken");
    let bad = json!({ "key_id": "bad", "key_text": "00", "label": "" });
    assert_eq!(window.ask("add_key", json!({ "request": bad })).expect_err("refused")["code"], "key_invalid");
    assert_eq!(
        window.ask("remove_key", json!({ "keyId": "mine" })).expect("removed").as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_preference_holds_and_is_brought_into_its_range() {
    let window = window(&[]);
    let request = json!({ "request": { "name": "zoom_percent", "value": 500 } });
    assert_eq!(window.ask("set_setting", request).expect("set")["zoom_percent"], 200);
    assert_eq!(window.ask("session", json!({})).expect("a session")["settings"]["zoom_percent"], 200);
}

#[test]
fn clearing_takes_what_is_not_kept() {
    let window = window(&[]);
    window.check("Remember the milk.");
    let id = window.check(&license())["id"].clone();
    window.ask("keep", json!({ "id": id })).expect("kept");
    window.ask("clear_recent", json!({})).expect("cleared");
    let session = window.ask("session", json!({})).expect("a session");
    assert_eq!(session["checks"].as_array().map(Vec::len), Some(1));
}

#[test]
fn folders_are_shown_by_the_system() {
    let window = window(&[]);
    window.ask("show_data_folder", json!({})).expect("shown");
    assert_eq!(*window.shown.0.lock().expect("free"), [window.folder.path().join("home")]);
}

#[test]
fn closing_and_ending_are_told_to_the_shell() {
    let window = window(&[]);
    window.ask("close_window", json!({})).expect("told");
    window.until(|news| *news == News::Close);
    window.ask("quit", json!({})).expect("told");
    window.until(|news| *news == News::Quit);
}

/// What the page can reach. A command more is a door more: it is opened here on purpose.
#[test]
fn the_commands_are_these() {
    let source = bindings::typescript().expect("TypeScript");
    let calls = source.split("__TAURI_INVOKE(\"").skip(1);
    let mut commands: Vec<_> = calls.filter_map(|call| call.split('"').next()).collect();
    commands.sort_unstable();
    commands.dedup();
    assert_eq!(
        commands,
        [
            "add_key",
            "apply_reclaim",
            "assignment",
            "cancel_batch",
            "cancel_checks",
            "check_deployments",
            "check_text",
            "choose_connection_file",
            "clear_recent",
            "close_window",
            "comparable",
            "compare",
            "copy",
            "copy_plan",
            "copy_present_report",
            "copy_reclaim",
            "copy_renewal_request",
            "copy_seats",
            "deployment",
            "drop_trial",
            "erase_everything",
            "erase_reclaim",
            "finish_sign_in",
            "fits",
            "fleet_seats",
            "forget",
            "forget_deployment",
            "forget_plan",
            "install",
            "keep",
            "keep_names",
            "keeps_names",
            "look",
            "look_after_install",
            "open_files",
            "open_person",
            "open_token_page",
            "outlook",
            "overview",
            "people",
            "plan",
            "plan_choices",
            "plan_install",
            "plan_removal",
            "plans",
            "present",
            "preview_text",
            "protect_people",
            "protected_people",
            "quit",
            "read_people",
            "reclaims",
            "refresh_entitlements",
            "remove_key",
            "remove_license",
            "rename_deployment",
            "reorder_deployments",
            "resume_reclaim",
            "reveal_raw",
            "save_chart",
            "save_copy",
            "save_fleet_seats",
            "save_overview_csv",
            "save_people",
            "save_plan",
            "save_plan_text",
            "save_reclaim_csv",
            "save_seat_history",
            "save_seats_json",
            "seat_change",
            "seats",
            "session",
            "set_deployment_hue",
            "set_setting",
            "show_data_folder",
            "show_folder",
            "sign_out",
            "simulate_reclaim",
            "stop_reading_people",
            "stop_reclaim",
            "terms",
            "try_sign_in",
            "undo",
            "undo_forget",
            "undo_forget_plan",
            "undo_reclaim",
            "work_out_plan",
        ]
    );
}
