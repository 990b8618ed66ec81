//! Finding the license files of a folder tree.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use seatkeeper_core::file::FileFault;
use walkdir::WalkDir;

/// One thing that a path given by the user stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileEntry {
    /// Something to read; whether it is a file shows when it is opened.
    File(PathBuf),
    /// A folder, or a part of one, that could not be looked into or has nothing to read.
    Fault(PathBuf, FileFault),
}

impl FileEntry {
    /// The path, as given or as found below it.
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Fault(path, _) => path,
        }
    }
}

/// Replaces each folder by the `*.jwt` files below it, by name; every other path stands for itself.
///
/// Links are followed, and each folder is looked into once, so a tree with loops ends.
pub fn expand<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Vec<FileEntry> {
    let mut entries = Vec::new();
    for path in paths {
        let path = path.as_ref();
        if path.is_dir() {
            expand_folder(path, &mut entries);
        } else {
            entries.push(FileEntry::File(path.to_owned()));
        }
    }
    entries
}

fn expand_folder(folder: &Path, entries: &mut Vec<FileEntry>) {
    let found_before = entries.len();
    let mut seen = HashSet::new();
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    for step in walk
        .into_iter()
        .filter_entry(|entry| !entry.file_type().is_dir() || first_visit(entry.path(), &mut seen))
    {
        match step {
            Ok(entry) if !entry.file_type().is_dir() && named_jwt(entry.path()) => {
                entries.push(FileEntry::File(entry.into_path()));
            }
            Ok(_) => {}
            Err(error) => entries.extend(entry_of_error(&error)),
        }
    }
    if entries.len() == found_before {
        let fault = FileFault::NotRegular { kind: "a folder without .jwt files" };
        entries.push(FileEntry::Fault(folder.to_owned(), fault));
    }
}

fn first_visit(folder: &Path, seen: &mut HashSet<PathBuf>) -> bool {
    // A folder that cannot be resolved is walked into, so that the walk reports it.
    std::fs::canonicalize(folder).map_or(true, |real| seen.insert(real))
}

fn named_jwt(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jwt"))
}

fn entry_of_error(error: &walkdir::Error) -> Option<FileEntry> {
    let path = error.path()?;
    if error.loop_ancestor().is_some() {
        return None;
    }
    if named_jwt(path) {
        // Reading it names the fault: a link that leads nowhere, say.
        return Some(FileEntry::File(path.to_owned()));
    }
    let denied = error.io_error()?.kind() == std::io::ErrorKind::PermissionDenied;
    denied.then(|| FileEntry::Fault(path.to_owned(), FileFault::NotPermitted))
}
