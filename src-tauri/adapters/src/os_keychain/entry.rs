//! One entry of a keychain, by the names under which the platform keeps it.

use std::sync::Arc;

use keyring::{CredentialStore, Entry};

use crate::IDENTIFIER;

/// Which entry is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryName {
    /// The program it belongs to.
    pub(crate) service: String,
    /// Whose it is: an origin, for ours.
    pub(crate) account: String,
    /// Under what name Windows files it, where that is not made of the two.
    pub(crate) target: Option<String>,
}

impl EntryName {
    /// Our entry of an account.
    pub(super) fn ours(account: &str) -> Self {
        Self { service: IDENTIFIER.to_owned(), account: account.to_owned(), target: None }
    }

    /// The entry itself; nothing is read yet.
    pub(super) fn of(&self, store: &Arc<CredentialStore>) -> keyring::Result<Entry> {
        let Self { service, account, target } = self;
        // What lists of passwords show.
        let label = format!("Seatkeeper: {account}");
        let modifiers = match target {
            Some(target) if cfg!(windows) => vec![("target", target.as_str())],
            // A token does not follow its user to other computers.
            None if cfg!(windows) => vec![("persistence", "local")],
            Some(_) | None if cfg!(target_os = "macos") => Vec::new(),
            Some(_) | None => vec![("label", label.as_str())],
        };
        Entry::new_in_store_with_modifiers(store, service, account, &modifiers.into_iter().collect())
    }
}
