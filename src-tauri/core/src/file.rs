//! What can be wrong with a file before its text is seen. The reading itself is done outside the core.

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// The file may not be read by this user.
    #[error("this user may not read it")]
    NotPermitted,
    /// A folder, a device, a pipe, a socket, or a loop of links; `kind` says which, with its article.
    #[error("it is {kind}")]
    NotRegular {
        /// "a folder", "a named pipe"…
        kind: &'static str,
    },
    /// Larger than a license can be; `size` in bytes.
    #[error("it is too large: {size} bytes")]
    TooLarge {
        /// Size in bytes.
        size: u64,
    },
    /// The file was changed while it was being read.
    #[error("it was changed while it was being read")]
    Changed,
    /// The system could not read it; `what` is the system's own words.
    #[error("{what}")]
    Failed {
        /// The system's words.
        what: String,
    },
}

/// The largest text that is read: 1 MiB. Coder's licenses are under 2 kB.
pub const TEXT_LIMIT: u64 = 1 << 20;
