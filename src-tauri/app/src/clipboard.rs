//! The one way text reaches the clipboard and comes from it.

use std::sync::Mutex;

/// The system's clipboard. On X11 and Wayland the text lives as long as this does, so one is kept for the
/// life of the window.
#[derive(Default)]
pub struct Clipboard {
    system: Mutex<Option<arboard::Clipboard>>,
}

impl Clipboard {
    /// Puts text on the clipboard.
    ///
    /// # Errors
    /// When the system has no clipboard, with its words.
    pub fn write(&self, text: String) -> Result<(), String> {
        self.with(|clipboard| clipboard.set_text(text))
    }

    /// The text on the clipboard.
    ///
    /// # Errors
    /// When there is none, with the system's words.
    pub fn read(&self) -> Result<String, String> {
        self.with(arboard::Clipboard::get_text)
    }

    fn with<T>(
        &self,
        act: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, String> {
        let mut system = self.system.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if system.is_none() {
            *system = Some(arboard::Clipboard::new().map_err(|error| error.to_string())?);
        }
        let clipboard = system.as_mut().ok_or("There is no clipboard.")?;
        act(clipboard).map_err(|error| error.to_string())
    }
}
