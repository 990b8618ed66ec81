//! Files the user asks for, written so that a reader sees the old file or the new one and never half of one.

use std::io::Write;
use std::path::{Path, PathBuf};

use seatkeeper_core::error::{Error, ErrorCode};

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be written: {source}.", path.display())]
pub struct ExportError {
    path: PathBuf,
    source: std::io::Error,
}

impl ExportError {
    /// The file that was to be written.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        Self::new(ErrorCode::ExportFailed, format!("{}: {}", error.path.display(), error.source))
    }
}

/// Whether a file that is there already may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is replaced whole.
    Replace,
    /// It stays, and the export fails.
    Keep,
}

/// Writes a file for its user alone: beside its place, synced, then moved there.
///
/// # Errors
/// [`ExportError`]; what stood at the path before is then untouched.
pub fn export(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), ExportError> {
    write(path, bytes, existing).map_err(|source| ExportError { path: path.to_owned(), source })
}

fn write(path: &Path, bytes: &[u8], existing: Existing) -> std::io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    };
    let mut file = tempfile::Builder::new().prefix(".seatkeeper-").tempfile_in(folder)?;
    restrict(file.as_file())?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    match existing {
        Existing::Replace => file.persist(path),
        Existing::Keep => file.persist_noclobber(path),
    }
    .map_err(|failed| failed.error)?;
    sync_folder(folder)
}

/// Makes a file its owner's alone, whatever the umask took or left.
#[cfg(unix)]
fn restrict(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn restrict(_file: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Makes the new name itself survive a power cut.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt, symlink};

    use super::*;

    #[test]
    fn a_file_is_written_for_its_user_alone_and_leaves_no_litter() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jwt");
        export(&path, b"one", Existing::Keep).unwrap();
        export(&path, b"two", Existing::Replace).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(path.metadata().unwrap().mode() & 0o777, 0o600);
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_there_stays_unless_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jwt");
        std::fs::write(&path, b"old").unwrap();
        export(&path, b"new", Existing::Keep).unwrap_err();
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_planted_link_is_replaced_and_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let canary = folder.path().join("canary");
        std::fs::write(&canary, b"untouched").unwrap();
        let path = folder.path().join("a.jwt");
        symlink(&canary, &path).unwrap();
        export(&path, b"new", Existing::Replace).unwrap();
        assert_eq!(std::fs::read(&canary).unwrap(), b"untouched");
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
    }

    #[test]
    fn a_folder_that_is_not_there_is_said() {
        let error = export(Path::new("/nowhere/at/all.jwt"), b"x", Existing::Replace).unwrap_err();
        assert!(error.to_string().starts_with("/nowhere/at/all.jwt could not be written:"), "{error}");
    }
}
