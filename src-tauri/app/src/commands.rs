//! What the page may ask. Each command is a doorway: call the host, hand back its answer.

pub mod deployments;
pub mod plans;
pub mod reclaim;
pub mod seats;
pub mod terms;

use std::sync::Arc;

use seatkeeper_core::view::{
    AddKeyRequest, CheckTextRequest, CheckView, ErrorView, SessionView, SettingRequest, SettingsView,
    TrustedKeyView, UndoView,
};
use tauri::{AppHandle, Runtime, State};

use crate::{
    host::{CopyRequest, Host},
    news::News,
    window,
};

type Desk<'a> = State<'a, Arc<Host>>;

/// All that the window needs at its start.
#[tauri::command]
#[specta::specta]
pub fn session(host: Desk<'_>) -> Result<SessionView, ErrorView> {
    Ok(host.session())
}

/// Asks for files and checks them. It runs on the main thread, where GTK wants its dialogs made.
#[tauri::command]
#[specta::specta]
pub fn open_files(host: Desk<'_>) -> Result<(), ErrorView> {
    window::open_files(host.inner());
    Ok(())
}

/// Checks pasted text and lays it on the desk.
#[tauri::command(async)]
#[specta::specta]
pub fn check_text(host: Desk<'_>, request: CheckTextRequest) -> Result<Vec<CheckView>, ErrorView> {
    Ok(host.check_text(&request.text))
}

/// Checks text while it is being typed.
#[tauri::command(async)]
#[specta::specta]
pub fn preview_text(host: Desk<'_>, request: CheckTextRequest) -> Result<Vec<CheckView>, ErrorView> {
    Ok(host.preview_text(&request.text))
}

/// Stops a batch.
#[tauri::command]
#[specta::specta]
pub fn cancel_batch(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.cancel_batch(id);
    Ok(())
}

/// Keeps a copy in the library.
#[tauri::command(async)]
#[specta::specta]
pub fn keep(host: Desk<'_>, id: String) -> Result<CheckView, ErrorView> {
    host.keep(&id)
}

/// Forgets entries, for ten seconds with a way back.
#[tauri::command(async)]
#[specta::specta]
pub fn forget(host: Desk<'_>, ids: Vec<String>) -> Result<UndoView, ErrorView> {
    host.forget(&ids)
}

/// Takes a forgetting back.
#[tauri::command(async)]
#[specta::specta]
pub fn undo(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.undo(id)
}

/// The whole text of a license, on a deliberate press.
#[tauri::command]
#[specta::specta]
pub fn reveal_raw(host: Desk<'_>, id: String) -> Result<String, ErrorView> {
    host.raw(&id)
}

/// Puts something on the clipboard.
#[tauri::command(async)]
#[specta::specta]
pub fn copy(host: Desk<'_>, request: CopyRequest) -> Result<(), ErrorView> {
    host.copy(request)
}

/// Shows the folder of an entry's file.
#[tauri::command(async)]
#[specta::specta]
pub fn show_folder(host: Desk<'_>, id: String) -> Result<(), ErrorView> {
    host.show_folder(&id)
}

/// Shows the folder of the store.
#[tauri::command(async)]
#[specta::specta]
pub fn show_data_folder(host: Desk<'_>) -> Result<(), ErrorView> {
    host.show_data_folder()
}

/// Asks where to, and writes a copy of the license there.
#[tauri::command]
#[specta::specta]
pub async fn save_copy<R: Runtime>(app: AppHandle<R>, host: Desk<'_>, id: String) -> Result<(), ErrorView> {
    window::save_copy(&app, host.inner(), id).await
}

/// Changes one preference.
#[tauri::command(async)]
#[specta::specta]
pub fn set_setting(host: Desk<'_>, request: SettingRequest) -> Result<SettingsView, ErrorView> {
    Ok(host.set_setting(&request))
}

/// Trusts a key.
#[tauri::command(async)]
#[specta::specta]
pub fn add_key(host: Desk<'_>, request: AddKeyRequest) -> Result<Vec<TrustedKeyView>, ErrorView> {
    host.add_key(&request)
}

/// Trusts an added key no longer.
#[tauri::command(async)]
#[specta::specta]
pub fn remove_key(host: Desk<'_>, key_id: String) -> Result<Vec<TrustedKeyView>, ErrorView> {
    host.remove_key(&key_id)
}

/// Takes everything off the desk that is not kept.
#[tauri::command(async)]
#[specta::specta]
pub fn clear_recent(host: Desk<'_>) -> Result<(), ErrorView> {
    host.clear_recent();
    Ok(())
}

/// Closes the window.
#[tauri::command]
#[specta::specta]
pub fn close_window(host: Desk<'_>) -> Result<(), ErrorView> {
    host.tell(News::Close);
    Ok(())
}

/// Ends the program.
#[tauri::command]
#[specta::specta]
pub fn quit(host: Desk<'_>) -> Result<(), ErrorView> {
    host.tell(News::Quit);
    Ok(())
}
