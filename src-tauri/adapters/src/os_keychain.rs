//! The keychain of the operating system: Secret Service on Linux, the Keychain on macOS, the Credential Manager on
//! Windows.
//!
//! A keychain may ask its user for a password, hang, or die, so it is spoken to by one thread of its own and never on
//! the way of a start. Each call is awaited for five seconds; answers are awaited on a Tokio runtime with a timer, which
//! both the window and the terminal have.

mod backend;
mod document;
mod entry;
mod fault;
mod platform;
mod thread;

use std::sync::{Arc, PoisonError, RwLock};

use seatkeeper_core::deployment::AccessUrl;
use seatkeeper_core::ports::{Keychain, KeychainError};
use seatkeeper_core::session::Secrets;

use backend::Backend;
use document::Document;
#[cfg(any(target_os = "macos", windows))]
pub(crate) use entry::EntryName;
use thread::KeychainThread;

/// The keychain of this user. Making one is cheap: nothing is asked before the first call. Clones share one thread.
#[derive(Debug, Clone)]
pub struct OsKeychain {
    thread: Arc<KeychainThread>,
    place: Arc<RwLock<String>>,
}

impl OsKeychain {
    /// The platform's own.
    pub fn new() -> Self {
        Self::with(platform::open)
    }

    fn with(open: backend::Open) -> Self {
        let place = Arc::new(RwLock::new(platform::GENERIC_PLACE.to_owned()));
        let backend = Backend::new(open, Arc::clone(&place));
        Self { thread: Arc::new(KeychainThread::new(backend)), place }
    }

    /// What an entry of another program holds; `None` where there is none. Waits for the answer as a call does, but
    /// keeps the calling thread.
    #[cfg(any(target_os = "macos", windows))]
    pub(crate) fn foreign_entry(
        &self,
        entry: EntryName,
    ) -> Result<Option<secrecy::SecretSlice<u8>>, KeychainError> {
        self.thread.ask_and_wait(move |backend| backend.read_raw(&entry))
    }
}

impl Default for OsKeychain {
    fn default() -> Self {
        Self::new()
    }
}

impl Keychain for OsKeychain {
    /// Known once it was spoken to; before that, a word that fits any.
    fn place(&self) -> String {
        self.place.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn probe(&self) -> Result<(), KeychainError> {
        self.thread.ask(Backend::probe).await
    }

    async fn read(&self, origin: &AccessUrl) -> Result<Option<Secrets>, KeychainError> {
        let origin = origin.origin();
        self.thread.ask(move |backend| backend.read(&origin)).await
    }

    async fn write(&self, origin: &AccessUrl, secrets: &Secrets) -> Result<(), KeychainError> {
        if secrets.is_empty() {
            return self.erase(origin).await;
        }
        let document = Document::of(secrets)?;
        let origin = origin.origin();
        self.thread.ask(move |backend| backend.write(&origin, &document)).await
    }

    async fn erase(&self, origin: &AccessUrl) -> Result<(), KeychainError> {
        let origin = origin.origin();
        self.thread.ask(move |backend| backend.erase(&origin)).await
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    #[tokio::test]
    async fn a_store_that_does_not_last_is_refused() {
        let keychain = OsKeychain::with(|| Ok(keyring::mock::Store::new()?));
        let origin = AccessUrl::read("https://coder.example.com").unwrap().url;
        let login = Some(SecretString::from("ana:secret"));
        let secrets = Secrets { proxy_login: login, ..Secrets::default() };
        for refused in [
            keychain.probe().await.unwrap_err(),
            keychain.write(&origin, &secrets).await.unwrap_err(),
            keychain.read(&origin).await.unwrap_err(),
            keychain.erase(&origin).await.unwrap_err(),
        ] {
            assert!(
                matches!(&refused, KeychainError::Unavailable(what) if what.contains("lose")),
                "{refused:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_fault_in_a_library_ends_one_call_and_not_the_next() {
        use std::sync::atomic::{AtomicBool, Ordering};
        static FAULTY: AtomicBool = AtomicBool::new(true);
        let keychain = OsKeychain::with(|| match FAULTY.swap(false, Ordering::SeqCst) {
            true => panic!("a fault in a library"),
            false => Err(keyring::Error::NoStorageAccess("locked".into())),
        });
        assert!(matches!(keychain.probe().await, Err(KeychainError::Unavailable(_))));
        assert_eq!(keychain.probe().await, Err(KeychainError::Locked("locked".to_owned())));
    }
}
