//! The Tauri shell: one window over `seatkeeper-core`, with no rule of its own about licenses.
//!
//! | Module | Holds |
//! |---|---|
//! | [`host`] | the state and every act on it; knows no Tauri |
//! | [`commands`] | what the page may ask of the host, one doorway each |
//! | [`events`] | what the host tells the page |
//! | [`window`] | the window, drops on it, and its menus |
//! | [`bindings`] | the one list that the TypeScript is made from |

pub mod about;
pub mod batch;
pub mod bindings;
pub mod clipboard;
pub mod clock;
pub mod commands;
pub mod desk;
pub mod errors;
pub mod events;
pub mod file_dialog;
pub mod host;
pub mod locale;
pub mod menu;
pub mod news;
pub mod opener;
pub mod preferences;
pub mod refresh;
pub mod saving;
pub mod window;
pub mod window_state;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use seatkeeper_adapters::Paths;
use seatkeeper_core::{Instant, license::KeyRing};
use tauri::{AppHandle, Manager, Runtime};
use tauri_specta::Event;

use crate::{
    clock::Clock,
    host::{Host, Timer, World},
    news::{Listener, News},
    opener::SystemOpener,
};

/// Opens the window and runs until it is closed.
#[must_use]
#[expect(clippy::print_stderr, reason = "without a window there is nowhere else to say what is wrong")]
pub fn run() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Seatkeeper cannot open its window: {error}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), Box<dyn std::error::Error>> {
    let world = World {
        clock: Clock::start(),
        paths: Paths::from_environment()?,
        built_in: KeyRing::built_in(),
        dialog: file_dialog::dialog(),
        opener: Box::new(SystemOpener),
    };
    let single = tauri_plugin_single_instance::init(|app, arguments, folder| {
        window::raise(app);
        if let Some(host) = app.try_state::<Arc<Host>>() {
            host.hand_over(paths_in(arguments.into_iter(), &PathBuf::from(folder)));
        }
    });
    let bindings = bindings::builder::<tauri::Wry>();
    tauri::Builder::default()
        // First, so that a second start ends before it opens anything.
        .plugin(single)
        .invoke_handler(bindings.invoke_handler())
        .menu(menu::bar)
        .on_menu_event(|app, event| window::on_menu(app, event.id().as_ref()))
        .on_window_event(window::on_event)
        .setup(move |app| {
            bindings.mount_events(app);
            let host = settle(app.handle(), world);
            window::open(app.handle(), &host)?;
            let folder = std::env::current_dir().unwrap_or_default();
            host.hand_over(paths_in(std::env::args(), &folder));
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

/// Opens the host and lets it speak to the page.
pub fn settle<R: Runtime>(app: &AppHandle<R>, world: World) -> Arc<Host> {
    let host = Host::open(world, listener(app.clone()));
    Timer::start(&host);
    let window = app.clone();
    refresh::start(&host, move || window::is_seen(&window));
    app.manage(Arc::clone(&host));
    host
}

/// The page as a listener. A page that is not there yet asks for the session when it comes.
fn listener<R: Runtime>(app: AppHandle<R>) -> Listener {
    Box::new(move |news| {
        let _ = match news {
            News::DragHover { count, like_licenses, first } => {
                let hover =
                    events::DragHover { count, files_look_like_licenses: like_licenses, first_name: first };
                hover.emit(&app)
            }
            News::DragLeft => events::DragLeft.emit(&app),
            News::Changed(checks) => events::ChecksChanged { checks }.emit(&app),
            News::Removed(ids) => events::ChecksRemoved { ids }.emit(&app),
            News::Batch(batch) => events::BatchChanged { batch }.emit(&app),
            News::Menu(id) => events::MenuChosen { id }.emit(&app),
            News::Overview(overview, next) => {
                let any = !overview.deployments.is_empty();
                let next_check_at = next.map(Instant::rfc3339);
                menu::allow_deployment_entries(&app, any)
                    .and_then(|()| events::OverviewChanged { overview, next_check_at }.emit(&app))
            }
            News::Deployment(deployment) => events::DeploymentChanged { deployment: *deployment }.emit(&app),
            News::Failed(error) => events::ActFailed { error }.emit(&app),
            News::Keys(keys) => events::KeysChanged { keys }.emit(&app),
            News::Settings(settings) => {
                window::apply_settings(&app, &settings);
                events::SettingsChanged { settings }.emit(&app)
            }
            News::Close => window::close(&app),
            News::Quit => window::quit(&app),
        };
    })
}

/// The files named at a start, seen from the folder it was made in; the first argument is the program.
fn paths_in(arguments: impl Iterator<Item = String>, folder: &std::path::Path) -> Vec<PathBuf> {
    arguments
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .map(|argument| folder.join(argument))
        .collect()
}
