//! The window's one owner of state. It knows no Tauri: commands call it, and it tells its [`Listener`] the news.

mod copying;
mod deployments;
mod files;
mod library;
mod plans;
mod preferences;
mod seats;
mod timer;
mod trusted_keys;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak},
};

use jiff::tz::TimeZone;
use seatkeeper_adapters::{Paths, SqliteStore, StoreError, StoredKey};
use seatkeeper_core::{
    Instant,
    check::Context,
    license::{KeyRing, TrustedKey},
    view::{BatchView, ErrorView, SessionView, SettingsView},
};

use tokio::sync::Notify;

use crate::{
    about,
    batch::Batches,
    clipboard::Clipboard,
    clock::Clock,
    desk::{Desk, Entry},
    errors,
    file_dialog::FileDialog,
    menu,
    news::{Listener, News},
    opener::Opener,
    preferences as defaults,
};

pub use copying::CopyRequest;
pub use deployments::Manager;
pub use timer::Timer;

/// The world as the host meets it, so that a test can hand it another.
pub struct World {
    /// Time and zone.
    pub clock: Clock,
    /// Where things are kept.
    pub paths: Paths,
    /// The keys that are trusted before any is added.
    pub built_in: KeyRing,
    /// Asks for files.
    pub dialog: Box<dyn FileDialog>,
    /// Shows folders and pages.
    pub opener: Box<dyn Opener>,
}

/// What a verdict depends on beside the text, as it is at one moment.
pub struct Moment {
    now: Instant,
    zone: TimeZone,
    ring: Arc<KeyRing>,
}

impl Moment {
    /// The moment as the core wants it.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            zone: self.zone.clone(),
            ring: &self.ring,
            deployment: None,
            exact: false,
            built_at: about::built_at(),
            expiring_days: 30,
        }
    }
}

/// See the module.
pub struct Host {
    clock: Clock,
    paths: Paths,
    dialog: Box<dyn FileDialog>,
    opener: Box<dyn Opener>,
    clipboard: Clipboard,
    manager: Arc<Manager>,
    /// The deployment that the page shows, which hears of its changes.
    shown: Mutex<Option<u32>>,
    untold: Mutex<deployments::Untold>,
    next_check_at: Mutex<Option<Instant>>,
    /// When the words of the deployments change by themselves.
    words_change_at: Mutex<Option<Instant>>,
    /// Told when the page has asked for the session: only then is anything done that may take long.
    page_is_there: Arc<Notify>,
    /// This host, for work that outlives a call.
    own: Weak<Self>,
    store: Option<Arc<SqliteStore>>,
    store_warning: Option<ErrorView>,
    built_in: KeyRing,
    ring: RwLock<Arc<KeyRing>>,
    added_keys: Mutex<Vec<StoredKey>>,
    settings: Mutex<SettingsView>,
    desk: Mutex<Desk>,
    judged_at: Mutex<Instant>,
    forgotten: Mutex<library::Forgotten>,
    batches: Batches,
    /// The batches that run, as the page last heard of them.
    running: Mutex<BTreeMap<u32, BatchView>>,
    /// Files that came before the page could show them; `None` once it can.
    waiting: Mutex<Option<Vec<PathBuf>>>,
    timer: Timer,
    listener: Listener,
}

impl Host {
    /// Opens the store and lays the library on the desk. Without a store the window works all the same, and
    /// says what is wrong.
    #[must_use]
    pub fn open(world: World, listener: Listener) -> Arc<Self> {
        let now = world.clock.now();
        let (mut store, mut store_warning) = match SqliteStore::open(&world.paths, now) {
            Ok((store, notice)) => (Some(Arc::new(store)), notice.as_ref().map(errors::of_notice)),
            Err(error) => (None, Some(errors::of_store(&error))),
        };
        let ring = Arc::new(world.built_in.clone());
        let open = |store| deployments::open(store, world.clock.clone(), Arc::clone(&ring));
        let manager = open(store.clone()).unwrap_or_else(|error| {
            (store, store_warning) = (None, Some(error.view()));
            open(None).expect("without a store there is nothing to read")
        });
        let manager = Arc::new(manager);
        let stored = store.as_ref().and_then(|store| store.settings().ok()).unwrap_or_default();
        let host = Arc::new_cyclic(|own| Self {
            own: Weak::clone(own),
            manager,
            shown: Mutex::default(),
            untold: Mutex::default(),
            next_check_at: Mutex::default(),
            words_change_at: Mutex::default(),
            page_is_there: Arc::default(),
            clock: world.clock,
            paths: world.paths,
            dialog: world.dialog,
            opener: world.opener,
            clipboard: Clipboard::default(),
            added_keys: Mutex::new(store.as_ref().and_then(|store| store.keys().ok()).unwrap_or_default()),
            store,
            store_warning,
            ring: RwLock::new(ring),
            built_in: world.built_in,
            settings: Mutex::new(defaults::from_stored(&stored)),
            desk: Mutex::default(),
            judged_at: Mutex::new(now),
            forgotten: Mutex::default(),
            batches: Batches::default(),
            running: Mutex::default(),
            waiting: Mutex::new(Some(Vec::new())),
            timer: Timer::default(),
            listener,
        });
        host.assemble_ring();
        host.lay_out_library();
        host.follow_manager();
        host
    }

    /// All that the window needs at its start. A page that asks is there to be told, so the files that wait for
    /// it are checked now.
    #[must_use]
    pub fn session(self: &Arc<Self>) -> SessionView {
        if let Some(paths) = lock(&self.waiting).take() {
            self.check_paths(paths);
            self.page_is_there.notify_one();
        }
        let moment = self.moment();
        let ctx = moment.context();
        SessionView {
            now: ctx.now.rfc3339(),
            clock_doubtful: ctx.clock_doubtful(),
            locale: self.locale(),
            zone: self.clock.zone_name(),
            platform: std::env::consts::OS.to_owned(),
            store_warning: self.store_warning.clone(),
            checks: lock(&self.desk).entries().iter().map(|entry| entry.view(&ctx)).collect(),
            batches: lock(&self.running).values().cloned().collect(),
            settings: self.settings(),
            keys: self.keys(),
            overview: self.overview(),
            next_check_at: self.next_check_at().map(Instant::rfc3339),
            menu: menu::views(),
            about: about::view(ctx.now),
            data_folder: self.paths.data_folder().display().to_string(),
        }
    }

    /// This moment, for a verdict.
    #[must_use]
    pub fn moment(&self) -> Moment {
        Moment {
            now: self.clock.now(),
            zone: self.clock.zone(),
            ring: Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// Tells the listener.
    pub fn tell(&self, news: News) {
        (self.listener)(news);
    }

    /// Asks for files.
    pub fn dialog(&self) -> &dyn FileDialog {
        self.dialog.as_ref()
    }

    /// Told when the page has asked for the session.
    #[must_use]
    pub fn page_is_there(&self) -> Arc<Notify> {
        Arc::clone(&self.page_is_there)
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// How long the background waits between two rounds.
    #[must_use]
    pub fn seconds_between_checks(&self) -> i64 {
        i64::from(lock(&self.settings).check_every_minutes) * 60
    }

    /// Builds the ring from the keys that are built in and those that were added.
    fn assemble_ring(&self) {
        let mut ring = self.built_in.clone();
        for stored in lock(&self.added_keys).iter() {
            // A key that the rules no longer take stays in the list, and out of the ring.
            if let Ok(key) = TrustedKey::added(&stored.key_id, &stored.bytes) {
                let _taken = ring.add(key);
            }
        }
        let ring = Arc::new(ring);
        self.manager.set_ring(Arc::clone(&ring));
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
    }

    fn entry(&self, id: &str) -> Result<Entry, ErrorView> {
        lock(&self.desk).find(id).cloned().ok_or_else(errors::entry_unknown)
    }

    fn store(&self) -> Result<&SqliteStore, ErrorView> {
        self.store.as_deref().ok_or_else(|| {
            self.store_warning.clone().unwrap_or_else(|| errors::internal("there is no store"))
        })
    }

    /// Runs a change of the store that the window can do without: a preference, a size.
    fn save_quietly(&self, save: impl FnOnce(&SqliteStore) -> Result<(), StoreError>) {
        if let Some(store) = &self.store {
            // The reader sees the preference hold until quit; the banner says that nothing is saved.
            let _saved = save(store);
        }
    }

    fn locale(&self) -> String {
        let chosen = lock(&self.settings).locale.clone();
        if chosen.is_empty() { crate::locale::of_system() } else { chosen }
    }
}

/// A panic elsewhere leaves no half change in what these locks hold.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
