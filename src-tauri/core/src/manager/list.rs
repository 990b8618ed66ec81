//! The list: names, hues, order, and forgetting.

use crate::deployment::{AccessUrl, Deployment};
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::is_hidden;
use crate::view::UndoView;

use super::entry::{Entry, HeldSecrets};
use super::{LicenseManager, State};

/// How long a forgetting can be taken back, in seconds.
const UNDO_TIME: i64 = 10;
/// The longest name of a deployment, in characters.
const LONGEST_NAME: usize = 60;

/// A deployment that was forgotten and may come back.
pub(super) struct PutAside {
    entry: Entry,
    /// Where it stood in the list.
    place: usize,
}

impl State {
    /// Whether another deployment than `except` has this name, in whatever case.
    pub(super) fn name_taken(&self, name: &str, except: Option<u32>) -> bool {
        let wanted = name.to_lowercase();
        self.entries.iter().any(|entry| {
            Some(entry.deployment.id) != except && entry.deployment.name.to_lowercase() == wanted
        })
    }
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// The deployment of this name (in any case), host or origin.
    ///
    /// # Errors
    /// `deployment_unknown`.
    pub fn find(&self, name_or_address: &str) -> Result<u32, Error> {
        let wanted = name_or_address.trim();
        let address = AccessUrl::read(wanted).ok().map(|read| read.url);
        let state = self.state();
        let deployments = || state.entries.iter().map(|entry| &entry.deployment);
        let by_name =
            deployments().find(|deployment| deployment.name.to_lowercase() == wanted.to_lowercase());
        let by_host =
            || deployments().find(|deployment| deployment.address.host().eq_ignore_ascii_case(wanted));
        let by_address = || deployments().find(|deployment| Some(&deployment.address) == address.as_ref());
        let found = by_name.or_else(by_host).or_else(by_address);
        found
            .map(|deployment| deployment.id)
            .ok_or_else(|| Error::new(ErrorCode::DeploymentUnknown, crate::sentence::visible(wanted, 200)))
    }

    /// Gives a deployment another name.
    ///
    /// # Errors
    /// `deployment_unknown`, `deployment_name_invalid`, `deployment_name_taken`; those of the store.
    pub fn rename(&self, id: u32, name: &str) -> Result<(), Error> {
        let name = self.free_name(name, Some(id))?;
        self.change(id, |deployment| deployment.name = name)
    }

    /// Gives its tile another hue, 0 to 7.
    ///
    /// # Errors
    /// `deployment_unknown`, `setting_invalid`; those of the store.
    pub fn set_hue(&self, id: u32, hue: u32) -> Result<(), Error> {
        let hue = read_hue(hue)?;
        self.change(id, |deployment| deployment.hue = hue)
    }

    /// Puts the list in this order; those that are not named stay behind, in the order they had.
    ///
    /// # Errors
    /// Those of the store.
    pub fn reorder(&self, ids: &[u32]) -> Result<(), Error> {
        {
            let mut state = self.state();
            let place = |id: u32| ids.iter().position(|wanted| *wanted == id).unwrap_or(ids.len());
            let mut order: Vec<u32> = state.entries.iter().map(|entry| entry.deployment.id).collect();
            order.sort_by_key(|id| place(*id));
            self.store.order_deployments(&order)?;
            state.entries.sort_by_key(|entry| place(entry.deployment.id));
        }
        self.tell(None);
        Ok(())
    }

    /// Forgets a deployment. For ten seconds it can be taken back; its token stays in the keychain meanwhile.
    ///
    /// # Errors
    /// `deployment_unknown`; those of the store.
    #[expect(clippy::unused_async, reason = "its sisters await the keychain, and callers treat all alike")]
    pub async fn forget(&self, id: u32) -> Result<UndoView, Error> {
        let until = self.clock.now().plus(UNDO_TIME);
        let view = {
            let mut state = self.state();
            let place = state.entries.iter().position(|entry| entry.deployment.id == id);
            let place = place.ok_or_else(|| Error::new(ErrorCode::DeploymentUnknown, id.to_string()))?;
            let sentence = format!("Forgot {}.", state.entries[place].deployment.name);
            let undo = self.store.forget_deployment(id, &sentence, until)?;
            let entry = state.entries.remove(place);
            state.put_aside.insert(undo, PutAside { entry, place });
            UndoView { id: undo, sentence, until: until.rfc3339() }
        };
        self.tell(None);
        Ok(view)
    }

    /// Takes a forgetting back: the deployment, its answers, its place and its token.
    ///
    /// # Errors
    /// `undo_over`; those of the store.
    #[expect(clippy::unused_async, reason = "its sisters await the keychain, and callers treat all alike")]
    pub async fn undo_forget(&self, undo: u32) -> Result<(), Error> {
        let deployment = self.store.undo_forget_deployment(undo, self.clock.now())?;
        let deployment = deployment.ok_or_else(|| Error::new(ErrorCode::UndoOver, ""))?;
        let answers = self.store.answers(deployment.id)?;
        {
            let mut state = self.state();
            let aside = state.put_aside.remove(&undo);
            let mut entry = Entry::known(deployment, answers);
            let mut place = state.entries.len();
            if let Some(aside) = aside {
                entry.secrets = aside.entry.secrets;
                entry.list_refused = aside.entry.list_refused;
                entry.failure = aside.entry.failure;
                entry.session_number = aside.entry.session_number + 1;
                place = aside.place.min(place);
            }
            state.entries.insert(place, entry);
        }
        self.tell(None);
        Ok(())
    }

    /// Erases the tokens of deployments that were forgotten and can no longer be taken back, and ends the sessions
    /// that Seatkeeper began for them. To be called at the start, and when the time to undo is over; what cannot be
    /// erased now is tried again then.
    pub async fn erase_past_forgotten(&self) {
        let Ok(origins) = self.store.forgotten_origins(self.clock.now()) else { return };
        for origin in origins {
            let aside = self.past_aside(&origin);
            if let Some(entry) = &aside
                && let HeldSecrets::Read(secrets) | HeldSecrets::UntilQuit(secrets) = &entry.secrets
            {
                self.end_if_begun(&entry.deployment, secrets).await;
            }
            // It may have been added anew: the entry is that of its successor then.
            let erased =
                self.listed(&origin).is_some() || self.noted(self.keychain.erase(&origin).await).is_ok();
            if erased {
                // What is not erased in the store is found again at the next start.
                let _ = self.store.erase_forgotten(&origin);
            }
        }
    }

    /// Erases all that is kept: tokens, deployments, answers, licenses, keys, preferences. Sessions that Seatkeeper
    /// began are ended.
    ///
    /// # Errors
    /// Those of the keychain, before anything else is erased, since the list says where the tokens are; those of
    /// the store.
    pub async fn erase_everything(&self) -> Result<(), Error> {
        self.cancel_checks();
        let listed: Vec<(Deployment, HeldSecrets)> = {
            let state = self.state();
            let asides = state.put_aside.values().map(|aside| &aside.entry);
            let entries = state.entries.iter().chain(asides);
            entries.map(|entry| (entry.deployment.clone(), entry.secrets.clone())).collect()
        };
        for (deployment, secrets) in &listed {
            if let HeldSecrets::Read(secrets) | HeldSecrets::UntilQuit(secrets) = secrets {
                self.end_if_begun(deployment, secrets).await;
            }
        }
        let past = self.store.forgotten_origins(self.clock.now())?;
        for origin in listed.iter().map(|(deployment, _)| &deployment.address).chain(&past) {
            let erased = self.keychain.erase(origin).await;
            self.noted(erased)?;
        }
        self.store.erase_everything()?;
        *self.state() = State::default();
        self.tell(None);
        Ok(())
    }

    /// A name that can be given: trimmed, 1 to 60 characters that show, not taken.
    pub(super) fn free_name(&self, name: &str, except: Option<u32>) -> Result<String, Error> {
        let name = name.trim();
        let invalid = |what: &str| Err(Error::new(ErrorCode::DeploymentNameInvalid, what));
        if name.is_empty() {
            return invalid("it is empty");
        }
        if name.chars().count() > LONGEST_NAME {
            return invalid("it is too long");
        }
        if name.chars().any(is_hidden) {
            return invalid("it holds characters that do not show");
        }
        if self.state().name_taken(name, except) {
            return Err(Error::new(ErrorCode::DeploymentNameTaken, name));
        }
        Ok(name.to_owned())
    }

    /// Changes what the list says of a deployment, in the store first.
    fn change(&self, id: u32, change: impl FnOnce(&mut Deployment)) -> Result<(), Error> {
        {
            let mut state = self.state();
            let entry = state.entry_mut(id)?;
            let mut deployment = entry.deployment.clone();
            change(&mut deployment);
            self.store.change_deployment(&deployment)?;
            entry.deployment = deployment;
        }
        self.tell(Some(id));
        Ok(())
    }

    /// The deployment that was forgotten last at this origin, taken out of those put aside.
    fn past_aside(&self, origin: &AccessUrl) -> Option<Entry> {
        let mut state = self.state();
        let undo = state
            .put_aside
            .iter()
            .find(|(_, aside)| aside.entry.deployment.address == *origin)
            .map(|(undo, _)| *undo)?;
        state.put_aside.remove(&undo).map(|aside| aside.entry)
    }
}

/// A hue of a tile: 0 to 7.
pub(super) fn read_hue(hue: u32) -> Result<u32, Error> {
    if hue > 7 {
        return Err(Error::new(ErrorCode::SettingInvalid, hue.to_string()));
    }
    Ok(hue)
}
