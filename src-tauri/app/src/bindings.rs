//! The one list of commands and events; tauri-specta makes the handler and the TypeScript from it.

use tauri::Runtime;
use tauri_specta::{Builder, collect_commands, collect_events};

use crate::{commands, events};

/// Commands and events, for one runtime: Tauri's own, or a test's.
#[must_use]
pub fn builder<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        // Every type crosses in one direction only, so it has one shape.
        .disable_serde_phases()
        .commands(collect_commands![
            commands::session,
            commands::open_files,
            commands::check_text,
            commands::preview_text,
            commands::cancel_batch,
            commands::keep,
            commands::forget,
            commands::undo,
            commands::reveal_raw,
            commands::copy,
            commands::show_folder,
            commands::show_data_folder,
            commands::save_copy::<tauri::Wry>,
            commands::set_setting,
            commands::add_key,
            commands::remove_key,
            commands::clear_recent,
            commands::close_window,
            commands::quit,
        ])
        .events(collect_events![
            events::DragHover,
            events::DragLeft,
            events::ChecksChanged,
            events::ChecksRemoved,
            events::BatchChanged,
            events::MenuChosen,
            events::KeysChanged,
        ])
}

/// The TypeScript of all that crosses to the page.
///
/// # Errors
/// When a type cannot be written in TypeScript, in the exporter's words.
pub fn typescript() -> Result<String, String> {
    let file = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let language = specta_typescript::Typescript::default()
        .header("// Written by `cargo xtask bindings`. Nothing here is edited by hand.\n");
    builder::<tauri::Wry>().export(language, file.path()).map_err(|error| error.to_string())?;
    std::fs::read_to_string(file.path()).map_err(|error| error.to_string())
}
