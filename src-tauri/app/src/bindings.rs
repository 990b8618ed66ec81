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
            commands::deployments::overview,
            commands::deployments::deployment,
            commands::deployments::look,
            commands::deployments::try_sign_in,
            commands::deployments::finish_sign_in,
            commands::deployments::drop_trial,
            commands::deployments::sign_out,
            commands::deployments::rename_deployment,
            commands::deployments::set_deployment_hue,
            commands::deployments::reorder_deployments,
            commands::deployments::forget_deployment,
            commands::deployments::undo_forget,
            commands::deployments::check_deployments,
            commands::deployments::cancel_checks,
            commands::deployments::refresh_entitlements,
            commands::deployments::plan_install,
            commands::deployments::install,
            commands::deployments::look_after_install,
            commands::deployments::plan_removal,
            commands::deployments::remove_license,
            commands::deployments::fits,
            commands::deployments::copy_renewal_request,
            commands::deployments::save_overview_csv::<tauri::Wry>,
            commands::deployments::choose_connection_file::<tauri::Wry>,
            commands::deployments::open_token_page,
            commands::deployments::erase_everything,
            commands::terms::terms,
            commands::terms::outlook,
            commands::terms::present,
            commands::terms::copy_present_report,
            commands::seats::seats,
            commands::seats::fleet_seats,
            commands::seats::people,
            commands::seats::seat_change,
            commands::seats::open_person,
            commands::seats::copy_seats,
            commands::seats::save_seat_history::<tauri::Wry>,
            commands::seats::save_seats_json::<tauri::Wry>,
            commands::seats::save_people::<tauri::Wry>,
            commands::seats::save_fleet_seats::<tauri::Wry>,
            commands::seats::save_chart::<tauri::Wry>,
            commands::plans::comparable,
            commands::plans::compare,
            commands::plans::assignment,
            commands::plans::plans,
            commands::plans::plan,
            commands::plans::plan_choices,
            commands::plans::work_out_plan,
            commands::plans::save_plan,
            commands::plans::forget_plan,
            commands::plans::undo_forget_plan,
            commands::plans::copy_plan,
            commands::plans::save_plan_text::<tauri::Wry>,
            commands::reclaim::read_people,
            commands::reclaim::stop_reading_people,
            commands::reclaim::keeps_names,
            commands::reclaim::keep_names,
            commands::reclaim::protected_people,
            commands::reclaim::protect_people,
            commands::reclaim::simulate_reclaim,
            commands::reclaim::apply_reclaim,
            commands::reclaim::reclaims,
            commands::reclaim::resume_reclaim,
            commands::reclaim::stop_reclaim,
            commands::reclaim::undo_reclaim,
            commands::reclaim::erase_reclaim,
            commands::reclaim::copy_reclaim,
            commands::reclaim::save_reclaim_csv::<tauri::Wry>,
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
            events::OverviewChanged,
            events::DeploymentChanged,
            events::SettingsChanged,
            events::ActFailed,
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
