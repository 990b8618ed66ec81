//! Native file dialogs behind a small trait, so that a test can choose a file without a person.

use std::{future::Future, path::PathBuf, pin::Pin};

/// A choice that comes later.
pub type Choice<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Asks for files and places.
pub trait FileDialog: Send + Sync {
    /// Files to open; none when the reader thought better of it.
    fn open_licenses(&self) -> Choice<Vec<PathBuf>>;
    /// Where to save a copy under a proposed name.
    fn save_license(&self, name: &str) -> Choice<Option<PathBuf>>;
    /// Where to save a table under a proposed name.
    fn save_table(&self, name: &str) -> Choice<Option<PathBuf>>;
    /// Where to save a text under a proposed name.
    fn save_text(&self, name: &str) -> Choice<Option<PathBuf>>;
    /// A file that a connection needs.
    fn choose_file(&self, title: &str) -> Choice<Option<PathBuf>>;
}

/// The system's own dialogs.
pub struct NativeDialog;

impl FileDialog for NativeDialog {
    fn open_licenses(&self) -> Choice<Vec<PathBuf>> {
        let asked = rfd::AsyncFileDialog::new()
            .set_title("Open License Files")
            .add_filter("Licenses", &["jwt", "txt", "eml", "json"])
            .add_filter("All files", &["*"])
            .pick_files();
        Box::pin(async move {
            let chosen = asked.await.unwrap_or_default();
            chosen.into_iter().map(|file| file.path().to_owned()).collect()
        })
    }

    fn save_license(&self, name: &str) -> Choice<Option<PathBuf>> {
        let asked = rfd::AsyncFileDialog::new().set_title("Save a Copy").set_file_name(name).save_file();
        one_path(asked)
    }

    fn save_table(&self, name: &str) -> Choice<Option<PathBuf>> {
        one_path(rfd::AsyncFileDialog::new().set_title("Save as CSV").set_file_name(name).save_file())
    }

    fn save_text(&self, name: &str) -> Choice<Option<PathBuf>> {
        one_path(rfd::AsyncFileDialog::new().set_title("Save as Text").set_file_name(name).save_file())
    }

    fn choose_file(&self, title: &str) -> Choice<Option<PathBuf>> {
        one_path(rfd::AsyncFileDialog::new().set_title(title).pick_file())
    }
}

fn one_path(
    asked: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static,
) -> Choice<Option<PathBuf>> {
    Box::pin(async move { asked.await.map(|file| file.path().to_owned()) })
}

/// Answers from the environment: `SEATKEEPER_TEST_OPEN` and `SEATKEEPER_TEST_SAVE`.
#[cfg(feature = "test-hooks")]
pub struct AnsweredDialog;

#[cfg(feature = "test-hooks")]
impl FileDialog for AnsweredDialog {
    fn open_licenses(&self) -> Choice<Vec<PathBuf>> {
        let paths = std::env::var("SEATKEEPER_TEST_OPEN").unwrap_or_default();
        Box::pin(async move { paths.lines().map(PathBuf::from).collect() })
    }

    fn save_license(&self, _name: &str) -> Choice<Option<PathBuf>> {
        Box::pin(async { std::env::var_os("SEATKEEPER_TEST_SAVE").map(PathBuf::from) })
    }

    fn save_table(&self, name: &str) -> Choice<Option<PathBuf>> {
        self.save_license(name)
    }

    fn save_text(&self, name: &str) -> Choice<Option<PathBuf>> {
        self.save_license(name)
    }

    fn choose_file(&self, _title: &str) -> Choice<Option<PathBuf>> {
        Box::pin(async { std::env::var_os("SEATKEEPER_TEST_CHOOSE").map(PathBuf::from) })
    }
}

/// The dialogs of this build: a test's answers where there are any, else the system's.
#[must_use]
pub fn dialog() -> Box<dyn FileDialog> {
    #[cfg(feature = "test-hooks")]
    if std::env::var_os("SEATKEEPER_TEST_OPEN").is_some() {
        return Box::new(AnsweredDialog);
    }
    Box::new(NativeDialog)
}
