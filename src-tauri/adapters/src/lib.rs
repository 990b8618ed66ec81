//! The world outside the core: license files, the SQLite store, paths and the clock.
//!
//! This crate does what `seatkeeper-core` may not: it reads files and the clock, and keeps what is kept. It holds
//! no rule about licenses. The window and the terminal use the same functions, so both see the same library.

mod coder_api;
mod coder_cli;
mod export_file;
mod license_file;
mod os_keychain;
mod paths;
mod sqlite_store;
mod system_clock;

pub use coder_api::{CoderApi, Deadlines};
pub use coder_cli::InstalledCoderCli;
pub use export_file::{Existing, ExportError, export};
pub use license_file::{FileEntry, expand, read_license_file, read_license_stream};
pub use os_keychain::OsKeychain;
pub use paths::{IDENTIFIER, Paths, PathsError};
pub use sqlite_store::{KeptLicense, SqliteStore, StoreError, StoreNotice, StoredKey};
pub use system_clock::{Stopwatch, SystemClock};
