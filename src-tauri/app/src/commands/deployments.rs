//! What the page may ask about deployments. Each command is a doorway: call the manager, hand back its answer.
//! Tokens and passwords come in by two of them, and none gives one back.

use std::sync::Arc;

use seatkeeper_core::{
    error::Error,
    view::{
        AddressView, DeploymentRowView, DeploymentView, ErrorView, FinishRequest, FitView, InstallRequest,
        InstallView, InstalledView, LookRequest, OverviewView, RemovalView, RemoveRequest, RemovedView,
        SignInRequest, SignedOutView, TrialView, UndoView,
    },
};
use tauri::{AppHandle, Runtime, State};

use crate::{host::Host, window};

type Desk<'a> = State<'a, Arc<Host>>;

fn view(error: Error) -> ErrorView {
    error.view()
}

/// All deployments at a glance, as they are known.
#[tauri::command(async)]
#[specta::specta]
pub fn overview(host: Desk<'_>) -> Result<OverviewView, ErrorView> {
    Ok(host.overview())
}

/// One deployment, as it is known; the page is told of its changes from now on.
#[tauri::command(async)]
#[specta::specta]
pub fn deployment(host: Desk<'_>, id: u32) -> Result<DeploymentView, ErrorView> {
    host.show_deployment(id)
}

/// Looks at an address; nothing secret is sent.
#[tauri::command]
#[specta::specta]
pub async fn look(host: Desk<'_>, request: LookRequest) -> Result<AddressView, ErrorView> {
    host.manager().look(request).await.map_err(view)
}

/// Tries a sign-in; nothing is kept yet.
#[tauri::command]
#[specta::specta]
pub async fn try_sign_in(host: Desk<'_>, request: SignInRequest) -> Result<TrialView, ErrorView> {
    host.manager().try_sign_in(request).await.map_err(view)
}

/// Keeps a sign-in that was tried, and checks the deployment.
#[tauri::command]
#[specta::specta]
pub async fn finish_sign_in(host: Desk<'_>, request: FinishRequest) -> Result<DeploymentRowView, ErrorView> {
    let row = host.manager().finish_sign_in(request).await.map_err(view)?;
    host.check_soon(Some(vec![row.id]));
    Ok(row)
}

/// Drops a sign-in that was tried.
#[tauri::command]
#[specta::specta]
pub async fn drop_trial(host: Desk<'_>, ticket: u32) -> Result<(), ErrorView> {
    host.manager().drop_trial(ticket).await;
    Ok(())
}

/// Signs out.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(host: Desk<'_>, id: u32) -> Result<SignedOutView, ErrorView> {
    host.manager().sign_out(id).await.map_err(view)
}

/// Gives a deployment another name.
#[tauri::command(async)]
#[specta::specta]
pub fn rename_deployment(host: Desk<'_>, id: u32, name: String) -> Result<(), ErrorView> {
    host.manager().rename(id, &name).map_err(view)
}

/// Gives a deployment's tile another hue.
#[tauri::command(async)]
#[specta::specta]
pub fn set_deployment_hue(host: Desk<'_>, id: u32, hue: u32) -> Result<(), ErrorView> {
    host.manager().set_hue(id, hue).map_err(view)
}

/// Puts the deployments in this order.
#[tauri::command(async)]
#[specta::specta]
pub fn reorder_deployments(host: Desk<'_>, ids: Vec<u32>) -> Result<(), ErrorView> {
    host.manager().reorder(&ids).map_err(view)
}

/// Forgets a deployment, for ten seconds with a way back.
#[tauri::command]
#[specta::specta]
pub async fn forget_deployment(host: Desk<'_>, id: u32) -> Result<UndoView, ErrorView> {
    let undo = host.manager().forget(id).await.map_err(view)?;
    host.erase_forgotten_when_due(&undo);
    Ok(undo)
}

/// Takes the forgetting of a deployment back.
#[tauri::command]
#[specta::specta]
pub async fn undo_forget(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.manager().undo_forget(id).await.map_err(view)
}

/// Asks deployments anew: these, or all of them. The answers come as events.
#[tauri::command]
#[specta::specta]
pub async fn check_deployments(host: Desk<'_>, ids: Option<Vec<u32>>) -> Result<(), ErrorView> {
    host.check(ids).await;
    Ok(())
}

/// Stops asking; what has been answered stays.
#[tauri::command]
#[specta::specta]
pub fn cancel_checks(host: Desk<'_>) -> Result<(), ErrorView> {
    host.manager().cancel_checks();
    Ok(())
}

/// Makes Coder work its entitlements out anew.
#[tauri::command]
#[specta::specta]
pub async fn refresh_entitlements(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.manager().refresh_entitlements(id).await.map_err(view)
}

/// What an installation would be; nothing is sent.
#[tauri::command(async)]
#[specta::specta]
pub fn plan_install(host: Desk<'_>, request: InstallRequest) -> Result<InstallView, ErrorView> {
    host.plan_install(&request)
}

/// Sends a license to a deployment.
#[tauri::command]
#[specta::specta]
pub async fn install(host: Desk<'_>, request: InstallRequest) -> Result<InstalledView, ErrorView> {
    host.install(&request).await
}

/// Looks whether a license that was sent without an answer is there.
#[tauri::command]
#[specta::specta]
pub async fn look_after_install(host: Desk<'_>, request: InstallRequest) -> Result<Option<i32>, ErrorView> {
    host.look_after_install(&request).await
}

/// What a removal would be; nothing is sent.
#[tauri::command(async)]
#[specta::specta]
pub fn plan_removal(host: Desk<'_>, id: u32, license: i32) -> Result<RemovalView, ErrorView> {
    host.manager().plan_removal(id, license).map_err(view)
}

/// Removes a license from a deployment.
#[tauri::command]
#[specta::specta]
pub async fn remove_license(host: Desk<'_>, request: RemoveRequest) -> Result<RemovedView, ErrorView> {
    host.manager().remove(request).await.map_err(view)
}

/// Where a checked license fits.
#[tauri::command(async)]
#[specta::specta]
pub fn fits(host: Desk<'_>, id: String) -> Result<Vec<FitView>, ErrorView> {
    host.fits(&id)
}

/// Puts a text on the clipboard that asks for a renewal.
#[tauri::command(async)]
#[specta::specta]
pub fn copy_renewal_request(host: Desk<'_>, ids: Vec<u32>) -> Result<(), ErrorView> {
    host.copy_renewal_request(&ids)
}

/// Asks where to, and writes the Overview there as CSV.
#[tauri::command]
#[specta::specta]
pub async fn save_overview_csv<R: Runtime>(app: AppHandle<R>, host: Desk<'_>) -> Result<(), ErrorView> {
    window::save_overview_csv(&app, host.inner()).await
}

/// Asks for a file of a connection: a CA, a client certificate, a key. Null where none was chosen.
#[tauri::command]
#[specta::specta]
pub async fn choose_connection_file<R: Runtime>(
    app: AppHandle<R>,
    host: Desk<'_>,
    title: String,
) -> Result<Option<String>, ErrorView> {
    let chosen = window::ask(&app, host.inner(), move |dialog| dialog.choose_file(&title)).await?.flatten();
    Ok(chosen.map(|path| path.display().to_string()))
}

/// Opens a deployment's page that gives a session token, in the system's browser.
#[tauri::command(async)]
#[specta::specta]
pub fn open_token_page(host: Desk<'_>, origin: String) -> Result<(), ErrorView> {
    host.open_token_page(&origin)
}

/// Erases everything that Seatkeeper keeps, in the store and in the keychain.
#[tauri::command]
#[specta::specta]
pub async fn erase_everything(host: Desk<'_>) -> Result<(), ErrorView> {
    host.erase_everything().await
}
