//! What the page may ask about comparing, assigning and planning. Nothing of it is sent anywhere.

use std::sync::Arc;

use seatkeeper_core::view::{
    AssignmentView, ComparableView, CompareRequest, ComparedView, ErrorView, PlanChoicesView, PlanDraft,
    PlanRowView, UndoView, WorkedPlanView,
};
use tauri::{AppHandle, Runtime, State};

use crate::{host::Host, window};

type Desk<'a> = State<'a, Arc<Host>>;

/// Every license that can be compared.
#[tauri::command(async)]
#[specta::specta]
pub fn comparable(host: Desk<'_>) -> Result<Vec<ComparableView>, ErrorView> {
    Ok(host.comparable())
}

/// Two licenses side by side.
#[tauri::command(async)]
#[specta::specta]
pub fn compare(host: Desk<'_>, request: CompareRequest) -> Result<ComparedView, ErrorView> {
    host.compare(&request)
}

/// Where license files belong.
#[tauri::command(async)]
#[specta::specta]
pub fn assignment(host: Desk<'_>, checks: Vec<String>) -> Result<AssignmentView, ErrorView> {
    Ok(host.assignment(&checks))
}

/// Every plan.
#[tauri::command(async)]
#[specta::specta]
pub fn plans(host: Desk<'_>) -> Result<Vec<PlanRowView>, ErrorView> {
    host.plans()
}

/// A plan as it was saved.
#[tauri::command(async)]
#[specta::specta]
pub fn plan(host: Desk<'_>, id: u32) -> Result<PlanDraft, ErrorView> {
    host.manager().plan(id).map_err(|error| error.view())
}

/// What the steps of a plan can be about.
#[tauri::command(async)]
#[specta::specta]
pub fn plan_choices(host: Desk<'_>, deployment: u32) -> Result<PlanChoicesView, ErrorView> {
    host.plan_choices(deployment)
}

/// Works a plan out on what is known now.
#[tauri::command(async)]
#[specta::specta]
pub fn work_out_plan(host: Desk<'_>, draft: PlanDraft) -> Result<WorkedPlanView, ErrorView> {
    host.work_out_plan(&draft)
}

/// Saves a plan, with a copy of each license that it installs; the plan as it is kept.
#[tauri::command(async)]
#[specta::specta]
pub fn save_plan(host: Desk<'_>, draft: PlanDraft) -> Result<PlanDraft, ErrorView> {
    host.save_plan(&draft)
}

/// Forgets a plan, for ten seconds with a way back.
#[tauri::command(async)]
#[specta::specta]
pub fn forget_plan(host: Desk<'_>, id: u32) -> Result<UndoView, ErrorView> {
    host.forget_plan(id)
}

/// Takes the forgetting of a plan back.
#[tauri::command(async)]
#[specta::specta]
pub fn undo_forget_plan(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.manager().undo_forget_plan(id).map_err(|error| error.view())
}

/// Puts a plan on the clipboard, as text.
#[tauri::command(async)]
#[specta::specta]
pub fn copy_plan(host: Desk<'_>, draft: PlanDraft) -> Result<(), ErrorView> {
    host.copy_plan(&draft)
}

/// Asks where to, and writes a plan there as text.
#[tauri::command]
#[specta::specta]
pub async fn save_plan_text<R: Runtime>(
    app: AppHandle<R>,
    host: Desk<'_>,
    draft: PlanDraft,
) -> Result<(), ErrorView> {
    window::save_plan_text(&app, host.inner(), draft).await
}
