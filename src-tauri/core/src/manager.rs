//! The use cases of deployments: what can be known of them, and what can be done to them.
//!
//! A [`LicenseManager`] holds every deployment with its last answers. It is shared as it is; its state stands behind
//! a lock that is never held while something is awaited.
//!
//! | Use case | Module |
//! |---|---|
//! | what is known of one deployment, and how its last try ended | `entry` |
//! | the secrets: asked of the keychain when first needed | `secrets` |
//! | adding, signing in and out | `look`, `sign_in`, `trial` |
//! | the list: names, order, forgetting | `list`, `forgetting` |
//! | asking deployments | `checking` |
//! | who the users are, read page by page | `people` |
//! | seats: what is taken down at each check, and what is shown | `seats` |
//! | suspending people to free seats, and taking that back | `reclaim` |
//! | what is on the screen | `overview` |
//! | installing and removing | `planning`, `licenses` |
//! | coverage over time | `terms` |
//! | what changes by itself, by an act, and against our reading | `forecast` |
//! | which of many licenses belongs where | `assigning` |
//! | two licenses side by side | `comparing` |
//! | plans of several steps: kept, worked out, as text | `plans` |
//! | text and table to take away | `export` |

mod assigning;
mod checking;
mod comparing;
mod entry;
mod export;
mod forecast;
mod forgetting;
mod licenses;
mod list;
mod look;
mod overview;
mod people;
mod planning;
mod plans;
mod reclaim;
mod seats;
mod secrets;
mod sign_in;
mod terms;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::AbortHandle;

use crate::Instant;
use crate::error::{Error, ErrorCode};
use crate::license::KeyRing;
use crate::ports::{Clock, CoderCli, DeploymentApi, Keychain, Store};

pub use assigning::Offered;
pub use comparing::{Compared, claims_said};
pub use plans::Lent;
pub use seats::SeatTable;

use entry::Entry;
use list::PutAside;
use reclaim::Running;
use sign_in::Trial;

/// What changed: told after every change of what [`LicenseManager::overview`] or [`LicenseManager::deployment`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The deployment it is about; `None` where it is about several, or the list.
    pub deployment: Option<u32>,
}

type Listener = Arc<dyn Fn(Change) + Send + Sync>;

/// Looks after the licenses of deployments.
pub struct LicenseManager<A, K, S, C> {
    api: A,
    keychain: K,
    store: S,
    clock: C,
    coder_cli: Box<dyn CoderCli>,
    ring: Mutex<Arc<KeyRing>>,
    listener: Mutex<Option<Listener>>,
    state: Mutex<State>,
}

/// What is known and going on.
#[derive(Default)]
struct State {
    /// In the admin's order.
    entries: Vec<Entry>,
    /// Sign-ins that were tried and are not kept yet.
    trials: BTreeMap<u32, Trial>,
    last_ticket: u32,
    /// Deployments that were forgotten and may come back, by the number of the undo.
    put_aside: BTreeMap<u32, PutAside>,
    checked_at: Option<Instant>,
    /// How the keychain answered last.
    keychain_fault: Option<Error>,
    /// The rounds that are running.
    rounds: BTreeMap<u32, Round>,
    last_round: u32,
    /// Plans to reclaim seats that go on, or went on since the start, by their number.
    reclaims: BTreeMap<u32, Running>,
}

/// A round in which deployments are asked.
struct Round {
    abort: AbortHandle,
    done: u32,
    total: u32,
    /// Those that have not answered yet.
    waiting: Vec<u32>,
}

impl State {
    fn entry(&self, id: u32) -> Result<&Entry, Error> {
        let entry = self.entries.iter().find(|entry| entry.deployment.id == id);
        entry.ok_or_else(|| Error::new(ErrorCode::DeploymentUnknown, id.to_string()))
    }

    fn entry_mut(&mut self, id: u32) -> Result<&mut Entry, Error> {
        let entry = self.entries.iter_mut().find(|entry| entry.deployment.id == id);
        entry.ok_or_else(|| Error::new(ErrorCode::DeploymentUnknown, id.to_string()))
    }
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Loads deployments and their last answers from the store; asks neither network nor keychain.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(
        api: A,
        keychain: K,
        store: S,
        clock: C,
        ring: Arc<KeyRing>,
        coder_cli: Box<dyn CoderCli>,
    ) -> Result<Self, Error> {
        let mut entries = Vec::new();
        for deployment in store.deployments()? {
            let answers = store.answers(deployment.id)?;
            entries.push(Entry::known(deployment, answers));
        }
        Ok(Self {
            api,
            keychain,
            store,
            clock,
            coder_cli,
            ring: Mutex::new(ring),
            listener: Mutex::new(None),
            state: Mutex::new(State { entries, ..State::default() }),
        })
    }

    /// Judges with these keys from now on.
    pub fn set_ring(&self, ring: Arc<KeyRing>) {
        *self.ring.lock().unwrap_or_else(PoisonError::into_inner) = ring;
        self.tell(None);
    }

    /// Tells `listener` of every change from now on, in place of the one before. It may call this manager.
    pub fn on_change(&self, listener: Box<dyn Fn(Change) + Send + Sync>) {
        *self.listener.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::from(listener));
    }

    fn tell(&self, deployment: Option<u32>) {
        let listener = self.listener.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(listener) = listener {
            listener(Change { deployment });
        }
    }

    fn ring(&self) -> Arc<KeyRing> {
        Arc::clone(&self.ring.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The state. Whoever holds it awaits nothing and tells nobody.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_installed(license: i32) -> Error {
    Error::new(ErrorCode::LicenseNotInstalled, format!("#{license}"))
}
