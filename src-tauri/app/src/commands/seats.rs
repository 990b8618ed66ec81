//! What the page may ask about seats and those who hold them. Each command is a doorway.

use std::sync::Arc;

use seatkeeper_core::{
    error::Error,
    manager::SeatTable,
    seats::export,
    view::{
        ChartRequest, ErrorView, FleetSeatsView, PeopleRequest, PeopleView, SeatChangeRequest,
        SeatChangeView, SeatsView,
    },
};
use tauri::{AppHandle, Runtime, State};

use crate::{host::Host, saving};

type Desk<'a> = State<'a, Arc<Host>>;

fn view(error: Error) -> ErrorView {
    error.view()
}

/// The seats of a deployment, as they are known; nothing is asked.
#[tauri::command(async)]
#[specta::specta]
pub fn seats(host: Desk<'_>, id: u32) -> Result<SeatsView, ErrorView> {
    host.manager().seats(id).map_err(view)
}

/// The seats of all deployments together.
#[tauri::command(async)]
#[specta::specta]
pub fn fleet_seats(host: Desk<'_>) -> Result<FleetSeatsView, ErrorView> {
    host.manager().fleet_seats().map_err(view)
}

/// A part of the table of people.
#[tauri::command(async)]
#[specta::specta]
pub fn people(host: Desk<'_>, request: PeopleRequest) -> Result<PeopleView, ErrorView> {
    host.manager().people(&request).map_err(view)
}

/// Why the count changed between two days.
#[tauri::command(async)]
#[specta::specta]
pub fn seat_change(host: Desk<'_>, request: SeatChangeRequest) -> Result<SeatChangeView, ErrorView> {
    host.manager().seat_change(&request).map_err(view)
}

/// Shows a user in Coder, in the system's browser.
#[tauri::command(async)]
#[specta::specta]
pub fn open_person(host: Desk<'_>, id: u32, person: String) -> Result<(), ErrorView> {
    host.open_person(id, &person)
}

/// Puts on the clipboard what the page says of a deployment's seats.
#[tauri::command(async)]
#[specta::specta]
pub fn copy_seats(host: Desk<'_>, id: u32) -> Result<(), ErrorView> {
    host.copy_seats(id)
}

/// Asks where to, and writes the history there as CSV.
#[tauri::command]
#[specta::specta]
pub async fn save_seat_history<R: Runtime>(
    app: AppHandle<R>,
    host: Desk<'_>,
    id: u32,
) -> Result<(), ErrorView> {
    let table = host.manager().seats_csv(id, SeatTable::History).map_err(view)?;
    saving::save(&app, host.inner(), "seat-history.csv".to_owned(), table).await
}

/// Asks where to, and writes there all that is known of a deployment's seats, as JSON.
#[tauri::command]
#[specta::specta]
pub async fn save_seats_json<R: Runtime>(
    app: AppHandle<R>,
    host: Desk<'_>,
    id: u32,
) -> Result<(), ErrorView> {
    let json = saving::json(&host.manager().seats(id).map_err(view)?)?;
    saving::save(&app, host.inner(), "seats.json".to_owned(), json).await
}

/// Asks where to, and writes the people that the request finds there as CSV.
#[tauri::command]
#[specta::specta]
pub async fn save_people<R: Runtime>(
    app: AppHandle<R>,
    host: Desk<'_>,
    request: PeopleRequest,
) -> Result<(), ErrorView> {
    let table = host.manager().people_csv(&request).map_err(view)?;
    saving::save(&app, host.inner(), "people.csv".to_owned(), table).await
}

/// Asks where to, and writes the seats of all deployments there as CSV.
#[tauri::command]
#[specta::specta]
pub async fn save_fleet_seats<R: Runtime>(app: AppHandle<R>, host: Desk<'_>) -> Result<(), ErrorView> {
    let table = host.manager().fleet_seats_csv().map_err(view)?;
    saving::save(&app, host.inner(), "seats.csv".to_owned(), table).await
}

/// Asks where to, and writes a chart there as a picture.
#[tauri::command]
#[specta::specta]
pub async fn save_chart<R: Runtime>(
    app: AppHandle<R>,
    host: Desk<'_>,
    request: ChartRequest,
) -> Result<(), ErrorView> {
    let bytes = export::picture(&request).map_err(view)?;
    saving::save(&app, host.inner(), export::picture_name(&request), bytes).await
}
