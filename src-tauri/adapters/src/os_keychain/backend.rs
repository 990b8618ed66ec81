//! The keychain as its thread sees it: a store that is opened when it is needed, and opened again when it has gone.

use std::sync::{Arc, PoisonError, RwLock};

use keyring::api::CredentialPersistence;
use keyring::{CredentialStore, Entry, Error as Fault};
use seatkeeper_core::ports::KeychainError;
use seatkeeper_core::session::Secrets;
use secrecy::SecretSlice;

use super::document::Document;
use super::entry::EntryName;
use super::fault::meaning;
use super::platform;

/// How a store is opened.
pub(super) type Open = fn() -> keyring::Result<Arc<CredentialStore>>;

/// One process's connection to the keychain.
#[derive(Debug, Clone)]
pub(super) struct Backend {
    open: Open,
    store: Option<Arc<CredentialStore>>,
    /// Whether it was seen to keep what it is given.
    proven: bool,
    place: Arc<RwLock<String>>,
}

impl Backend {
    pub(super) fn new(open: Open, place: Arc<RwLock<String>>) -> Self {
        Self { open, store: None, proven: false, place }
    }

    /// Whether it keeps what it is given: writes an entry of its own, reads it back and erases it.
    pub(super) fn probe(&mut self) -> Result<(), KeychainError> {
        self.proven = false;
        self.prove()
    }

    /// The secrets of an account.
    pub(super) fn read(&mut self, account: &str) -> Result<Option<Secrets>, KeychainError> {
        match self.read_raw(&EntryName::ours(account))? {
            Some(bytes) => Document::read(&bytes).map(Some),
            None => {
                // A keychain that was never unlocked says of everything that it is not there.
                self.prove()?;
                Ok(None)
            }
        }
    }

    /// What an entry holds.
    pub(super) fn read_raw(&mut self, name: &EntryName) -> Result<Option<SecretSlice<u8>>, KeychainError> {
        match self.on(name, Entry::get_secret) {
            Ok(bytes) => Ok(Some(SecretSlice::from(bytes))),
            Err(Fault::NoEntry) => Ok(None),
            Err(fault) => Err(meaning(&fault)),
        }
    }

    /// Keeps a document, in place of what the account had.
    pub(super) fn write(&mut self, account: &str, document: &Document) -> Result<(), KeychainError> {
        let name = EntryName::ours(account);
        let written = match self.on(&name, |entry| entry.set_secret(document.bytes())) {
            // Nobody can tell which of them is meant; the new one is.
            Err(Fault::Ambiguous(entries)) => {
                erase_each(&entries).and_then(|()| self.on(&name, |entry| entry.set_secret(document.bytes())))
            }
            written => written,
        };
        written.map_err(|fault| meaning(&fault))?;
        self.proven = true;
        Ok(())
    }

    /// Erases what the account has.
    pub(super) fn erase(&mut self, account: &str) -> Result<(), KeychainError> {
        let name = EntryName::ours(account);
        match self.on(&name, Entry::delete_credential) {
            Ok(()) => Ok(()),
            // A keychain that was never unlocked says so too, and would leave the token behind.
            Err(Fault::NoEntry) => self.prove(),
            Err(Fault::Ambiguous(entries)) => erase_each(&entries).map_err(|fault| meaning(&fault)),
            Err(fault) => Err(meaning(&fault)),
        }
    }

    fn prove(&mut self) -> Result<(), KeychainError> {
        if self.proven {
            return Ok(());
        }
        // Another process may be trying it out at the same time.
        let name = EntryName::ours(&format!("probe-{}", std::process::id()));
        let trial = Document::trial();
        let tried = self
            .on(&name, |entry| entry.set_secret(trial.bytes()))
            .and_then(|()| self.on(&name, Entry::get_secret))
            .and_then(|kept| self.on(&name, Entry::delete_credential).map(|()| kept));
        let kept = tried.map_err(|fault| meaning(&fault))?;
        if kept != trial.bytes() {
            return Err(KeychainError::Denied("it does not give back what it was given".to_owned()));
        }
        self.proven = true;
        Ok(())
    }

    /// Does something with an entry. A keychain that died meanwhile is looked for once more.
    fn on<T>(&mut self, name: &EntryName, act: impl Fn(&Entry) -> keyring::Result<T>) -> keyring::Result<T> {
        let was_open = self.store.is_some();
        match name.of(&self.store()?).and_then(|entry| act(&entry)) {
            Err(Fault::PlatformFailure(_)) if was_open && platform::COMES_BACK => {
                self.close();
                let entry = name.of(&self.store()?)?;
                act(&entry)
            }
            Err(fault @ Fault::PlatformFailure(_)) => {
                self.close();
                Err(fault)
            }
            done => done,
        }
    }

    fn store(&mut self) -> keyring::Result<Arc<CredentialStore>> {
        if let Some(store) = &self.store {
            return Ok(Arc::clone(store));
        }
        let store = (self.open)()?;
        if !lasts(&store.persistence()) {
            let what = "it would lose what it is given".to_owned();
            return Err(Fault::NotSupportedByStore(what));
        }
        *self.place.write().unwrap_or_else(PoisonError::into_inner) = platform::place();
        self.store = Some(Arc::clone(&store));
        Ok(store)
    }

    fn close(&mut self) {
        self.store = None;
        self.proven = false;
    }
}

fn erase_each(entries: &[Entry]) -> keyring::Result<()> {
    entries.iter().try_for_each(|entry| match entry.delete_credential() {
        Err(Fault::NoEntry) => Ok(()),
        done => done,
    })
}

/// Whether a store keeps what it is given beyond the process: one for tests, built in by mistake, does not.
fn lasts(persistence: &CredentialPersistence) -> bool {
    match persistence {
        CredentialPersistence::UntilDelete | CredentialPersistence::Unspecified => true,
        CredentialPersistence::EntryOnly
        | CredentialPersistence::ProcessOnly
        | CredentialPersistence::UntilLogout
        | CredentialPersistence::UntilReboot => false,
        // The library may grow kinds that are not known to last.
        _ => false,
    }
}
