//! Shows a folder in the system's file manager, and a page in its browser.

use std::{ffi::OsStr, path::Path, process::Command};

/// Opens things outside of this program.
pub trait Opener: Send + Sync {
    /// Shows a folder.
    ///
    /// # Errors
    /// When there is no program for it.
    fn show_folder(&self, folder: &Path) -> std::io::Result<()>;
    /// Opens a page in the browser; the URL is one of our own making and holds no secret.
    ///
    /// # Errors
    /// When there is no program for it.
    fn open_page(&self, url: &str) -> std::io::Result<()>;
}

/// The system's own way.
pub struct SystemOpener;

impl Opener for SystemOpener {
    fn show_folder(&self, folder: &Path) -> std::io::Result<()> {
        open(folder.as_os_str())
    }

    fn open_page(&self, url: &str) -> std::io::Result<()> {
        open(OsStr::new(url))
    }
}

fn open(what: &OsStr) -> std::io::Result<()> {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut child = Command::new(program).arg(what).spawn()?;
    // Waited for on a thread of its own, so that no dead child is left behind.
    std::thread::spawn(move || child.wait());
    Ok(())
}
