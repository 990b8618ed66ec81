//! Preferences, and the window's size.

use seatkeeper_core::view::{SettingRequest, SettingsView};

use super::{Host, lock};
use crate::{news::News, preferences, window_state::WindowState};

/// The name of the window's size in the store, beside the preferences.
const WINDOW: &str = "window";

impl Host {
    /// The preferences.
    #[must_use]
    pub fn settings(&self) -> SettingsView {
        lock(&self.settings).clone()
    }

    /// Changes one preference, and saves it.
    pub fn set_setting(&self, request: &SettingRequest) -> SettingsView {
        let (name, value) = preferences::apply(&mut lock(&self.settings), request);
        self.save_quietly(|store| store.set_setting(name, &value));
        let settings = self.settings();
        self.tell(News::Settings(settings.clone()));
        settings
    }

    /// The size that the window had last.
    #[must_use]
    pub fn window_state(&self) -> WindowState {
        let stored = self.store.as_ref().and_then(|store| store.setting(WINDOW).ok().flatten());
        stored.and_then(|text| WindowState::parse(&text)).unwrap_or_default()
    }

    /// Saves the window's size for the next start.
    pub fn save_window_state(&self, state: &WindowState) {
        if self.window_state() != *state {
            self.save_quietly(|store| store.set_setting(WINDOW, &state.to_text()));
        }
    }
}
