//! Deployments: the manager's answers for the page, and what the desk lends to it.

use std::{
    collections::BTreeSet,
    sync::{Arc, Weak},
    time::Duration,
};

use seatkeeper_adapters::{CoderApi, InstalledCoderCli, OsKeychain, SqliteStore};
use seatkeeper_core::{
    Instant,
    deployment::AccessUrl,
    error::Error,
    manager::{Change, LicenseManager},
    view::{
        DeploymentView, ErrorView, FitView, InstallRequest, InstallView, InstalledView, OverviewView,
        UndoView,
    },
};

use super::{Host, lock};
use crate::{clock::Clock, errors, news::News};

/// The use cases over the real world.
pub type Manager = LicenseManager<CoderApi, OsKeychain, Option<Arc<SqliteStore>>, Clock>;

/// How long changes are gathered before the page is told of them all at once.
const GATHER: Duration = Duration::from_millis(40);

/// What the page has not been told yet.
#[derive(Default)]
pub(super) struct Untold {
    /// Whether somebody is on the way to tell it.
    telling: bool,
    deployments: BTreeSet<u32>,
    all: bool,
}

/// Opens the manager over the store.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn open(
    store: Option<Arc<SqliteStore>>,
    clock: Clock,
    ring: Arc<seatkeeper_core::license::KeyRing>,
) -> Result<Manager, Error> {
    let keychain = OsKeychain::new();
    let coder_cli = Box::new(InstalledCoderCli::from_environment(&keychain));
    Manager::open(CoderApi::new(), keychain, store, clock, ring, coder_cli)
}

impl Host {
    /// The use cases of deployments.
    #[must_use]
    pub fn manager(&self) -> &Arc<Manager> {
        &self.manager
    }

    /// All deployments at a glance.
    #[must_use]
    pub fn overview(&self) -> OverviewView {
        self.manager.overview()
    }

    /// When the next round of the background comes; `None` where there is nothing to ask.
    #[must_use]
    pub fn next_check_at(&self) -> Option<Instant> {
        *lock(&self.next_check_at)
    }

    /// Says when the next round comes.
    pub fn set_next_check_at(&self, at: Option<Instant>) {
        *lock(&self.next_check_at) = at;
        self.gather(&Change { deployment: None });
    }

    /// One deployment; the page hears of its changes from now on.
    ///
    /// # Errors
    /// When it is not in the list.
    pub fn show_deployment(&self, id: u32) -> Result<DeploymentView, ErrorView> {
        *lock(&self.shown) = Some(id);
        self.manager.deployment(id).map_err(|error| error.view())
    }

    /// Asks deployments anew, and waits for the last one.
    pub async fn check(&self, ids: Option<Vec<u32>>) {
        self.manager.check(ids.as_deref()).await;
    }

    /// Asks deployments anew, in the background.
    pub fn check_soon(&self, ids: Option<Vec<u32>>) {
        let manager = Arc::clone(&self.manager);
        tauri::async_runtime::spawn(async move { manager.check(ids.as_deref()).await });
    }

    /// What an installation would be.
    ///
    /// # Errors
    /// When the entry or the deployment is gone.
    pub fn plan_install(&self, request: &InstallRequest) -> Result<InstallView, ErrorView> {
        let entry = self.entry(&request.check)?;
        let planned = self.manager.plan_install(request.deployment, &entry.check, entry.source.clone());
        planned.map_err(|error| error.view())
    }

    /// Sends an entry's license to a deployment; a copy is kept when it is installed.
    ///
    /// # Errors
    /// When the entry or the deployment is gone; all else is an answer.
    pub async fn install(&self, request: &InstallRequest) -> Result<InstalledView, ErrorView> {
        let entry = self.entry(&request.check)?;
        let mut names = vec![entry.source.label.clone()];
        names.extend(entry.source.also.iter().cloned());
        let installed = self.manager.install(request.deployment, &entry.check, &names).await;
        let installed = installed.map_err(|error| error.view())?;
        if matches!(installed, InstalledView::Installed { .. })
            && let Some(kept) = lock(&self.desk).mark_kept(&entry.id, true)
        {
            self.tell(News::Changed(vec![kept.view(&self.moment().context())]));
        }
        Ok(installed)
    }

    /// Looks whether a license that was sent without an answer is there.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub async fn look_after_install(&self, request: &InstallRequest) -> Result<Option<i32>, ErrorView> {
        let entry = self.entry(&request.check)?;
        let found = self.manager.look_after(request.deployment, &entry.check).await;
        found.map_err(|error| error.view())
    }

    /// Where an entry's license fits.
    ///
    /// # Errors
    /// When the entry is gone.
    pub fn fits(&self, id: &str) -> Result<Vec<FitView>, ErrorView> {
        Ok(self.manager.fits(&self.entry(id)?.check))
    }

    /// Puts a text on the clipboard that asks for a renewal.
    ///
    /// # Errors
    /// When there is no clipboard.
    pub fn copy_renewal_request(&self, ids: &[u32]) -> Result<(), ErrorView> {
        let text = self.manager.renewal_request(ids);
        self.clipboard.write(text).map_err(|what| errors::of_clipboard(&what))
    }

    /// Puts the people of a choice on the clipboard, for someone who may suspend them.
    ///
    /// # Errors
    /// When there is no list of users, or no clipboard.
    pub fn copy_reclaim(&self, request: &seatkeeper_core::view::ReclaimRequest) -> Result<(), ErrorView> {
        let text = self.manager.reclaim_text(request).map_err(|error| error.view())?;
        self.clipboard.write(text).map_err(|what| errors::of_clipboard(&what))
    }

    /// Opens a deployment's page that gives a token, in the system's browser.
    ///
    /// # Errors
    /// When the address is none, or there is no browser.
    pub fn open_token_page(&self, origin: &str) -> Result<(), ErrorView> {
        let address = AccessUrl::read(origin).map_err(|fault| Error::from(fault).view())?.url;
        let opened = self.opener.open_page(&address.join("/cli-auth"));
        opened.map_err(|error| errors::internal(&error.to_string()))
    }

    /// Erases the secrets of a forgotten deployment when it can no longer be taken back.
    pub fn erase_forgotten_when_due(&self, undo: &UndoView) {
        let manager = Arc::clone(&self.manager);
        let wait = Instant::parse(&undo.until).map_or(0, |until| until.since(self.clock.now()) + 1);
        let wait = Duration::from_secs(u64::try_from(wait).unwrap_or(0));
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(wait).await;
            manager.erase_past_forgotten().await;
        });
    }

    /// Erases everything that is kept, in the store and in the keychain.
    ///
    /// # Errors
    /// When something could not be erased.
    pub async fn erase_everything(&self) -> Result<(), ErrorView> {
        self.manager.erase_everything().await.map_err(|error| error.view())?;
        lock(&self.added_keys).clear();
        self.assemble_ring();
        *lock(&self.settings) = crate::preferences::defaults();
        let gone = lock(&self.desk).take(|_| true);
        self.tell(News::Removed(gone.into_iter().map(|entry| entry.id).collect()));
        self.tell(News::Keys(self.keys()));
        self.tell(News::Settings(self.settings()));
        Ok(())
    }

    /// Listens to the manager.
    pub(super) fn follow_manager(self: &Arc<Self>) {
        let host: Weak<Self> = Arc::downgrade(self);
        self.manager.on_change(Box::new(move |change| {
            if let Some(host) = host.upgrade() {
                host.gather(&change);
            }
        }));
    }

    /// Tells the page where the words of the deployments changed by themselves, and says when they do next.
    pub(super) fn tell_words_that_changed(&self, now: Instant) -> Option<Instant> {
        let next = self.manager.next_change();
        let before = std::mem::replace(&mut *lock(&self.words_change_at), next);
        if before.is_some_and(|due| !now.is_before(due)) {
            self.gather(&Change { deployment: None });
        }
        next
    }

    /// Signs in with the sessions in the file that `SEATKEEPER_TEST_SESSIONS` names, each line an origin and a token
    /// of a fake deployment, until the program ends: what the demo shows needs no keychain.
    #[cfg(feature = "test-hooks")]
    pub async fn take_over_test_sessions(&self) {
        use seatkeeper_core::view::{FinishRequest, LookRequest, SignInRequest, SignInWay};

        let file = std::env::var_os("SEATKEEPER_TEST_SESSIONS");
        let sessions = file.and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        for (origin, token) in sessions.lines().filter_map(|line| line.split_once(' ')) {
            let Ok(id) = self.manager.find(origin) else { continue };
            let way = SignInWay::Token { token: token.to_owned().into() };
            let request = SignInRequest { deployment: Some(id), look: LookRequest::default(), way };
            // A deployment of the demo that does not answer stays without a session.
            if let Ok(trial) = self.manager.try_sign_in(request).await {
                let finish =
                    FinishRequest { ticket: trial.ticket, name: String::new(), hue: None, until_quit: true };
                let _kept = self.manager.finish_sign_in(finish).await;
            }
        }
    }

    /// Remembers what changed; the page is told once for all that changes within a moment, so that a hundred
    /// answers at once are one redraw.
    fn gather(&self, change: &Change) {
        let mut untold = lock(&self.untold);
        match change.deployment {
            Some(id) => drop(untold.deployments.insert(id)),
            None => untold.all = true,
        }
        let first = !std::mem::replace(&mut untold.telling, true);
        drop(untold);
        if first {
            let host = Weak::clone(&self.own);
            tauri::async_runtime::spawn(async move {
                tokio::time::sleep(GATHER).await;
                if let Some(host) = host.upgrade() {
                    host.tell_untold();
                }
            });
        }
    }

    fn tell_untold(&self) {
        let untold = std::mem::take(&mut *lock(&self.untold));
        self.timer.ring();
        self.tell(News::Overview(self.overview(), self.next_check_at()));
        let shown = *lock(&self.shown);
        if let Some(id) = shown.filter(|id| untold.all || untold.deployments.contains(id))
            && let Ok(deployment) = self.manager.deployment(id)
        {
            self.tell(News::Deployment(Box::new(deployment)));
        }
    }
}
