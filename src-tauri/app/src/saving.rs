//! Files that the reader asked for: where to is asked in the system's own dialog, and they are written whole or not.

use std::sync::Arc;

use seatkeeper_adapters::{Existing, export};
use seatkeeper_core::view::ErrorView;
use serde::Serialize;
use tauri::{AppHandle, Runtime};

use crate::{errors, host::Host, window};

/// Asks where to under a proposed name, and writes there; nothing where the reader thought better of it.
///
/// # Errors
/// When the file could not be written.
pub async fn save<R: Runtime>(
    app: &AppHandle<R>,
    host: &Arc<Host>,
    name: String,
    bytes: Vec<u8>,
) -> Result<(), ErrorView> {
    match window::ask(app, host, move |dialog| dialog.save_table(&name)).await?.flatten() {
        Some(path) => export(&path, &bytes, Existing::Replace).map_err(|error| errors::of_export(&error)),
        None => Ok(()),
    }
}

/// A view as the text of a JSON file.
///
/// # Errors
/// When it cannot be written as JSON, which no view is.
pub fn json<T: Serialize>(view: &T) -> Result<Vec<u8>, ErrorView> {
    let mut bytes = serde_json::to_vec_pretty(view).map_err(|error| errors::internal(&error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}
