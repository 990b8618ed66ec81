//! Where texts come from: files, folders, standard input, the command line itself.

use std::path::{Path, PathBuf};

use seatkeeper_adapters::{FileEntry, expand, read_license_file, read_license_stream};
use seatkeeper_core::file::FileFault;

use crate::escape::visible_path;

/// One text to judge, or the reason why there is none.
pub(crate) enum Source {
    /// A file, read when its turn comes.
    File(PathBuf),
    /// A path that gives nothing to read.
    Fault(PathBuf, FileFault),
    /// Standard input.
    Input,
    /// A text given with `--license`.
    Argument(Vec<u8>),
}

impl Source {
    /// What a path of the command line stands for.
    pub(crate) fn of_path(path: &Path) -> Vec<Self> {
        if path == Path::new("-") {
            return vec![Self::Input];
        }
        let source = |entry| match entry {
            FileEntry::File(path) => Self::File(path),
            FileEntry::Fault(path, fault) => Self::Fault(path, fault),
        };
        expand([path]).into_iter().map(source).collect()
    }

    /// The text, at most 1 MiB of it.
    pub(crate) fn read(&self) -> Result<Vec<u8>, FileFault> {
        match self {
            Self::File(path) => read_license_file(path),
            Self::Fault(_, fault) => Err(fault.clone()),
            Self::Input => read_license_stream(std::io::stdin().lock()),
            Self::Argument(text) => Ok(text.clone()),
        }
    }

    /// The name in `--json`: the path as given, `-`, or `argument`.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) | Self::Fault(path, _) => path.to_string_lossy().into_owned(),
            Self::Input => "-".to_owned(),
            Self::Argument(_) => "argument".to_owned(),
        }
    }

    /// The name to show, safe to print.
    pub(crate) fn label(&self) -> String {
        match self {
            Self::File(path) | Self::Fault(path, _) => visible_path(path),
            Self::Input => "standard input".to_owned(),
            Self::Argument(_) => "argument".to_owned(),
        }
    }

    /// The name under which the library keeps it.
    pub(crate) fn file_name(&self) -> String {
        match self {
            Self::File(path) | Self::Fault(path, _) => {
                path.file_name().map_or_else(|| visible_path(path), |name| visible_path(Path::new(name)))
            }
            Self::Input | Self::Argument(_) => self.label(),
        }
    }
}
