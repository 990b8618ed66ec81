//! Who may touch the store's folder and files, and one process at a time where it matters.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Makes the data folder, for its user alone.
pub(super) fn prepare_folder(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(_) => platform::check_folder(folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => platform::make_folder(folder),
        Err(error) => Err(error),
    }
}

/// Makes sure that a file is a plain one of this user's, for that user alone; gives its size.
pub(super) fn check_file(file: &Path) -> io::Result<u64> {
    let found = fs::symlink_metadata(file)?;
    if !found.is_file() {
        return Err(io::Error::other("something that is not a plain file is in its place"));
    }
    platform::check_owner(&found)?;
    if platform::is_open_to_others(&found) {
        platform::restrict(file)?;
    }
    Ok(found.len())
}

/// Makes a file its owner's alone; where that fails, [`check_file`] says so later.
pub(super) fn restrict_file(file: &Path) {
    drop(platform::restrict(file));
}

/// Waits for the turn to make or replace the store; the turn ends when the file is dropped, or its process dies.
pub(super) fn take_turn(lock: &Path) -> io::Result<File> {
    let file = platform::open_lock(lock)?;
    // A folder on a network may know no locks; one program at a time is then up to the user.
    drop(file.lock());
    Ok(file)
}

/// Whether this user may not write a file or its folder.
pub(super) fn is_unwritable(file: &Path) -> bool {
    let folder = file.parent().unwrap_or(Path::new("."));
    file.is_file()
        && (fs::OpenOptions::new().append(true).open(file).is_err() || tempfile::tempfile_in(folder).is_err())
}

/// Makes new names in a folder survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    platform::sync_folder(folder)
}

#[cfg(unix)]
mod platform {
    use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions, read_dir, set_permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
    use std::path::Path;

    pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
        if let Some(parent) = folder.parent() {
            std::fs::create_dir_all(parent)?;
        }
        match DirBuilder::new().mode(0o700).create(folder) {
            Ok(()) => set_permissions(folder, Permissions::from_mode(0o700)),
            // Another process was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => check_folder(folder),
            Err(error) => Err(error),
        }
    }

    pub(super) fn check_folder(folder: &Path) -> io::Result<()> {
        let found = folder.metadata()?;
        if !found.is_dir() {
            return Err(io::Error::other("a file is in the place of its folder"));
        }
        check_owner(&found)?;
        if found.mode() & 0o077 != 0 && holds_only_ours(folder)? {
            // A folder that may only be read stays as it is.
            drop(set_permissions(folder, Permissions::from_mode(0o700)));
        }
        Ok(())
    }

    pub(super) fn check_owner(found: &Metadata) -> io::Result<()> {
        if found.uid() == rustix::process::geteuid().as_raw() {
            Ok(())
        } else {
            Err(io::Error::new(io::ErrorKind::PermissionDenied, "it belongs to another user"))
        }
    }

    pub(super) fn is_open_to_others(found: &Metadata) -> bool {
        found.mode() & 0o777 != 0o600
    }

    pub(super) fn restrict(file: &Path) -> io::Result<()> {
        set_permissions(file, Permissions::from_mode(0o600))
    }

    pub(super) fn open_lock(lock: &Path) -> io::Result<File> {
        let no_links = rustix::fs::OFlags::NOFOLLOW.bits() as i32;
        OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(no_links)
            .open(lock)
    }

    pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// A folder with other things in it was named by mistake, and its rights are not ours to change.
    fn holds_only_ours(folder: &Path) -> io::Result<bool> {
        for entry in read_dir(folder)? {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            if !name.starts_with("seatkeeper.") && !name.starts_with(super::super::opening::BUILDING) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[cfg(not(unix))]
mod platform {
    use std::fs::{File, Metadata, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)
    }

    pub(super) fn check_folder(folder: &Path) -> io::Result<()> {
        if folder.is_dir() { Ok(()) } else { Err(io::Error::other("a file is in the place of its folder")) }
    }

    /// The user's own folders are already for that user alone here.
    pub(super) fn check_owner(_found: &Metadata) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn is_open_to_others(_found: &Metadata) -> bool {
        false
    }

    pub(super) fn restrict(_file: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn open_lock(lock: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create(true).truncate(false).open(lock)
    }

    pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
        Ok(())
    }
}
