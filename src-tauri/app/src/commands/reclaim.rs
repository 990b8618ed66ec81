//! What the page may ask about the users of a deployment and about reclaiming seats. Each command is a doorway: call
//! the manager, hand back its answer.

use std::sync::Arc;

use seatkeeper_core::{
    error::Error,
    view::{ApplyReclaimRequest, ErrorView, ReclaimPlanView, ReclaimRequest, ReclaimView},
};
use tauri::{AppHandle, Runtime, State};

use crate::{host::Host, window};

type Desk<'a> = State<'a, Arc<Host>>;

fn view(error: Error) -> ErrorView {
    error.view()
}

/// Reads the list of users of a deployment. What came so far comes as events.
#[tauri::command]
#[specta::specta]
pub async fn read_people(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.manager().read_people(id).await.map(drop).map_err(view)
}

/// Stops the reading of the list of users; what was known before stays.
#[tauri::command]
#[specta::specta]
pub fn stop_reading_people(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.manager().stop_reading_people(id).map_err(view)
}

/// Whether names are kept.
#[tauri::command(async)]
#[specta::specta]
pub fn keeps_names(host: Desk<'_>) -> Result<bool, ErrorView> {
    host.manager().keeps_names().map_err(view)
}

/// Keeps names from now on, or erases those that are kept.
#[tauri::command(async)]
#[specta::specta]
pub fn keep_names(host: Desk<'_>, keep: bool) -> Result<(), ErrorView> {
    host.manager().keep_names(keep).map_err(view)
}

/// Whom no plan proposes on a deployment: user names and e-mails.
#[tauri::command(async)]
#[specta::specta]
pub fn protected_people(host: Desk<'_>, id: u32) -> Result<Vec<String>, ErrorView> {
    host.manager().protected_people(id).map_err(view)
}

/// Protects these and no others.
#[tauri::command(async)]
#[specta::specta]
pub fn protect_people(host: Desk<'_>, id: u32, people: Vec<String>) -> Result<(), ErrorView> {
    host.manager().protect_people(id, &people).map_err(view)
}

/// What suspending these people would give; nothing is sent.
#[tauri::command(async)]
#[specta::specta]
pub fn simulate_reclaim(host: Desk<'_>, request: ReclaimRequest) -> Result<ReclaimView, ErrorView> {
    host.manager().simulate_reclaim(&request).map_err(view)
}

/// Suspends them, one after the other; how far it is comes as events, and with [`reclaims`].
#[tauri::command]
#[specta::specta]
pub async fn apply_reclaim(
    host: Desk<'_>,
    request: ApplyReclaimRequest,
) -> Result<ReclaimPlanView, ErrorView> {
    host.manager().apply_reclaim(request).await.map_err(view)
}

/// The plans of a deployment, newest first.
#[tauri::command(async)]
#[specta::specta]
pub fn reclaims(host: Desk<'_>, id: u32) -> Result<Vec<ReclaimPlanView>, ErrorView> {
    host.manager().reclaims(id).map_err(view)
}

/// Goes on with a plan that was stopped or cut off.
#[tauri::command]
#[specta::specta]
pub async fn resume_reclaim(host: Desk<'_>, id: u32, plan: u32) -> Result<ReclaimPlanView, ErrorView> {
    host.manager().resume_reclaim(id, plan).await.map_err(view)
}

/// Stops a plan after the step that is under way.
#[tauri::command]
#[specta::specta]
pub fn stop_reclaim(host: Desk<'_>, plan: u32) -> Result<(), ErrorView> {
    host.manager().stop_reclaim(plan);
    Ok(())
}

/// Takes a plan back: activates whom it suspended.
#[tauri::command]
#[specta::specta]
pub async fn undo_reclaim(host: Desk<'_>, id: u32, plan: u32) -> Result<ReclaimPlanView, ErrorView> {
    host.manager().undo_reclaim(id, plan).await.map_err(view)
}

/// Erases a plan here; nothing changes on the deployment.
#[tauri::command(async)]
#[specta::specta]
pub fn erase_reclaim(host: Desk<'_>, id: u32, plan: u32) -> Result<(), ErrorView> {
    host.manager().erase_reclaim(id, plan).map_err(view)
}

/// Puts the people of a choice on the clipboard, for someone who may suspend them.
#[tauri::command(async)]
#[specta::specta]
pub fn copy_reclaim(host: Desk<'_>, request: ReclaimRequest) -> Result<(), ErrorView> {
    host.copy_reclaim(&request)
}

/// Asks where to, and writes the people of a choice there as CSV.
#[tauri::command]
#[specta::specta]
pub async fn save_reclaim_csv<R: Runtime>(
    app: AppHandle<R>,
    host: Desk<'_>,
    request: ReclaimRequest,
) -> Result<(), ErrorView> {
    window::save_reclaim_csv(&app, host.inner(), &request).await
}
