//! Reading license files: regular files only, opened once, at most 1 MiB.
//!
//! Whatever lies at a path, this ends: a pipe is never waited for, a device never read, a large file never read
//! whole. The bytes returned are those of the one file that was opened, whatever happens to its name meanwhile.

mod folder;

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use seatkeeper_core::file::{FileFault, TEXT_LIMIT};

pub use folder::{FileEntry, expand};

/// Reads a file that should hold a license.
///
/// # Errors
/// The [`FileFault`] that says why there are no bytes.
pub fn read_license_file(path: &Path) -> Result<Vec<u8>, FileFault> {
    let file = open(path).map_err(|error| fault_of_opening(path, &error))?;
    let before = file.metadata().map_err(|error| fault(&error))?;
    if !before.is_file() {
        return Err(FileFault::NotRegular { kind: kind(&before) });
    }
    if before.len() > TEXT_LIMIT {
        return Err(FileFault::TooLarge { size: before.len() });
    }
    let bytes = read_license_stream(&file)?;
    let after = file.metadata().map_err(|error| fault(&error))?;
    if changed(&before, &after) { Err(FileFault::Changed) } else { Ok(bytes) }
}

/// Reads a text from a stream, such as standard input, up to the limit.
///
/// # Errors
/// [`FileFault::TooLarge`] past the limit, and whatever the stream answers.
pub fn read_license_stream(stream: impl Read) -> Result<Vec<u8>, FileFault> {
    let mut bytes = Vec::with_capacity(4096);
    stream.take(TEXT_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
    let size = bytes.len() as u64;
    if size > TEXT_LIMIT { Err(FileFault::TooLarge { size }) } else { Ok(bytes) }
}

/// Opens for reading without waiting for a writer (pipes) and without becoming the terminal of the process.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Names what stands in the way when a path cannot be opened at all.
fn fault_of_opening(path: &Path, error: &io::Error) -> FileFault {
    // A socket cannot be opened and a link may lead nowhere: the error alone would not say so.
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() && error.kind() != io::ErrorKind::PermissionDenied => {
            FileFault::NotRegular { kind: kind(&found) }
        }
        Err(missing) if missing.kind() == io::ErrorKind::NotFound && is_link(path) => {
            FileFault::NotRegular { kind: "a link that leads nowhere" }
        }
        Ok(_) | Err(_) => fault(error),
    }
}

fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

fn fault(error: &io::Error) -> FileFault {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return FileFault::NotRegular { kind: "a loop of links" };
    }
    if error.kind() == io::ErrorKind::NotFound {
        FileFault::Missing
    } else if error.kind() == io::ErrorKind::PermissionDenied {
        FileFault::NotPermitted
    } else {
        FileFault::Failed { what: error.to_string() }
    }
}

fn kind(found: &Metadata) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = found.file_type();
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if found.is_dir() { "a folder" } else { "a special file" }
}

/// Whether the file was written to between two looks at it.
fn changed(before: &Metadata, after: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let stamps = |found: &Metadata| (found.mtime(), found.mtime_nsec());
        if stamps(before) != stamps(after) {
            return true;
        }
    }
    before.len() != after.len() || before.modified().ok() != after.modified().ok()
}

#[cfg(all(test, unix))]
mod tests;
