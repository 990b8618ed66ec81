//! What the page may ask of time: timelines, what changes when, and our reading beside Coder's answer.

use std::sync::Arc;

use seatkeeper_core::{
    error::Error,
    view::{ErrorView, OutlookView, PresentView, TermsView},
};
use tauri::State;

use crate::host::Host;

type Desk<'a> = State<'a, Arc<Host>>;

fn view(error: Error) -> ErrorView {
    error.view()
}

/// Coverage of all deployments over time.
#[tauri::command(async)]
#[specta::specta]
pub fn terms(host: Desk<'_>) -> Result<TermsView, ErrorView> {
    Ok(host.manager().terms())
}

/// What changes on a deployment in the next three years by itself.
#[tauri::command(async)]
#[specta::specta]
pub fn outlook(host: Desk<'_>, id: u32) -> Result<OutlookView, ErrorView> {
    host.manager().outlook(id).map_err(view)
}

/// What Coder reported beside what the licenses give by our reading.
#[tauri::command(async)]
#[specta::specta]
pub fn present(host: Desk<'_>, id: u32) -> Result<PresentView, ErrorView> {
    host.manager().present(id).map_err(view)
}

/// Puts a text about that on the clipboard, without names and secrets.
#[tauri::command(async)]
#[specta::specta]
pub fn copy_present_report(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.copy_present_report(id)
}
