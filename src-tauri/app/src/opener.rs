//! Shows a folder in the system's file manager.

use std::{path::Path, process::Command};

/// Opens things outside of this program.
pub trait Opener: Send + Sync {
    /// Shows a folder.
    ///
    /// # Errors
    /// When there is no program for it.
    fn show_folder(&self, folder: &Path) -> std::io::Result<()>;
}

/// The system's own way.
pub struct SystemOpener;

impl Opener for SystemOpener {
    fn show_folder(&self, folder: &Path) -> std::io::Result<()> {
        let program = if cfg!(target_os = "macos") {
            "open"
        } else if cfg!(windows) {
            "explorer"
        } else {
            "xdg-open"
        };
        let mut child = Command::new(program).arg(folder).spawn()?;
        // Waited for on a thread of its own, so that no dead child is left behind.
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}
