//! A keychain that lasts as long as its test, and can be made to answer like a locked or missing one.
//!
//! It stands in where the use cases are tested. The system's keychain itself is tested against a real GNOME Keyring.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use seatkeeper_core::deployment::AccessUrl;
use seatkeeper_core::ports::{Keychain, KeychainError};
use seatkeeper_core::session::Secrets;

/// A keychain in memory. Clones share what it holds, so that a test keeps a hand on the one it gives away.
#[derive(Debug, Clone, Default)]
pub struct MemoryKeychain {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    entries: BTreeMap<String, Secrets>,
    fault: Option<KeychainError>,
    calls: usize,
}

impl MemoryKeychain {
    /// Makes every call fail in this way, until `None` is set; what it holds stays.
    pub fn set_fault(&self, fault: Option<KeychainError>) {
        self.state().fault = fault;
    }

    /// The origins that it holds secrets of.
    pub fn origins(&self) -> Vec<String> {
        self.state().entries.keys().cloned().collect()
    }

    /// How often it was asked, with or without success.
    pub fn calls(&self) -> usize {
        self.state().calls
    }

    fn answer<T>(&self, act: impl FnOnce(&mut BTreeMap<String, Secrets>) -> T) -> Result<T, KeychainError> {
        let mut state = self.state();
        state.calls += 1;
        match &state.fault {
            Some(fault) => Err(fault.clone()),
            None => Ok(act(&mut state.entries)),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keychain for MemoryKeychain {
    fn place(&self) -> String {
        "the tests' keychain".to_owned()
    }

    async fn probe(&self) -> Result<(), KeychainError> {
        self.answer(|_| ())
    }

    async fn read(&self, origin: &AccessUrl) -> Result<Option<Secrets>, KeychainError> {
        self.answer(|entries| entries.get(&origin.origin()).cloned())
    }

    async fn write(&self, origin: &AccessUrl, secrets: &Secrets) -> Result<(), KeychainError> {
        self.answer(|entries| match secrets.is_empty() {
            true => drop(entries.remove(&origin.origin())),
            false => drop(entries.insert(origin.origin(), secrets.clone())),
        })
    }

    async fn erase(&self, origin: &AccessUrl) -> Result<(), KeychainError> {
        self.answer(|entries| drop(entries.remove(&origin.origin())))
    }
}
