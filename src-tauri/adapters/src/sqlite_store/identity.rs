//! Telling whether a path still leads to the same file.

use std::path::Path;

/// What stays the same as long as a path leads to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileIdentity(u64, u64);

impl FileIdentity {
    /// The identity of the file at a path; `None` where there is none.
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        path.symlink_metadata().ok().map(|found| Self(found.dev(), found.ino()))
    }

    /// An open file cannot be moved or removed here, so being there is enough.
    #[cfg(not(unix))]
    pub(super) fn of(path: &Path) -> Option<Self> {
        path.symlink_metadata().ok().map(|_| Self(0, 0))
    }
}
