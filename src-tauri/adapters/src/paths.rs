//! Where Seatkeeper keeps its files, for window and terminal alike.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The program's name on the platform; equal to the identifier in `tauri.conf.json`.
pub const IDENTIFIER: &str = "org.seatkeeper.app";

/// The environment variable that names the data folder instead.
const HOME_VARIABLE: &str = "SEATKEEPER_HOME";

/// The folders and files of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    data_folder: PathBuf,
}

/// No place to keep anything could be found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathsError {
    /// The platform names no folder for this user.
    #[error("This user has no home folder, so there is no place to keep anything.")]
    NoHome,
    /// The working folder, to which a relative path belongs, is gone.
    #[error("The folder named by SEATKEEPER_HOME is relative, and the current folder is gone.")]
    NoCurrentFolder,
}

impl PathsError {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        "Set SEATKEEPER_HOME to the full path of a folder of yours."
    }
}

impl Paths {
    /// Finds the data folder: `SEATKEEPER_HOME`, else the platform's own.
    ///
    /// # Errors
    /// [`PathsError`] where neither is to be had.
    pub fn from_environment() -> Result<Self, PathsError> {
        Self::choose(std::env::var_os(HOME_VARIABLE), || {
            directories::BaseDirs::new().map(|base| base.data_dir().join(IDENTIFIER))
        })
    }

    /// Takes a folder as the data folder.
    pub fn at(data_folder: impl Into<PathBuf>) -> Self {
        Self { data_folder: data_folder.into() }
    }

    /// The folder that holds the store and nothing else.
    pub fn data_folder(&self) -> &Path {
        &self.data_folder
    }

    /// The store's file.
    pub fn database(&self) -> PathBuf {
        self.data_folder.join("seatkeeper.db")
    }

    fn choose(
        named: Option<OsString>,
        platform: impl FnOnce() -> Option<PathBuf>,
    ) -> Result<Self, PathsError> {
        match named {
            Some(folder) if !folder.is_empty() => {
                std::path::absolute(folder).map(Self::at).map_err(|_| PathsError::NoCurrentFolder)
            }
            Some(_) | None => platform().map(Self::at).ok_or(PathsError::NoHome),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_wins_over_the_platform() {
        let paths = Paths::choose(Some("/keep/here".into()), || Some("/platform".into())).unwrap();
        assert_eq!(paths.data_folder(), Path::new("/keep/here"));
        assert_eq!(paths.database(), Path::new("/keep/here/seatkeeper.db"));
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let paths = Paths::choose(Some(OsString::new()), || Some("/platform".into())).unwrap();
        assert_eq!(paths.data_folder(), Path::new("/platform"));
    }

    #[test]
    fn a_relative_variable_is_meant_from_the_current_folder() {
        let paths = Paths::choose(Some("here".into()), || None).unwrap();
        assert_eq!(paths.data_folder(), std::env::current_dir().unwrap().join("here"));
    }

    #[test]
    fn without_a_home_it_says_so() {
        assert_eq!(Paths::choose(None, || None), Err(PathsError::NoHome));
    }

    #[test]
    fn the_identifier_is_that_of_the_window() {
        let config =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tauri.conf.json"))
                .unwrap();
        assert!(config.contains(&format!("\"identifier\": \"{IDENTIFIER}\"")));
    }
}
