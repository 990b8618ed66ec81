//! Seats: what goes to the clipboard and to the browser.

use seatkeeper_core::view::ErrorView;

use super::Host;
use crate::errors;

impl Host {
    /// Shows a user in Coder, in the system's browser.
    ///
    /// # Errors
    /// When the user is not in the list, or there is no browser.
    pub fn open_person(&self, id: u32, person: &str) -> Result<(), ErrorView> {
        let page = self.manager.user_link(id, person).map_err(|error| error.view())?;
        self.opener.open_page(&page).map_err(|error| errors::internal(&error.to_string()))
    }

    /// Puts on the clipboard what the page says of a deployment's seats.
    ///
    /// # Errors
    /// When the deployment is not in the list, or there is no clipboard.
    pub fn copy_seats(&self, id: u32) -> Result<(), ErrorView> {
        let text = self.manager.seats_text(id).map_err(|error| error.view())?;
        self.clipboard.write(text).map_err(|what| errors::of_clipboard(&what))
    }
}
