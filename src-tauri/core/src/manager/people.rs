//! Who the users of a deployment are: asked page by page, in memory only unless the admin chose to keep names.

use std::sync::Arc;

use futures_util::future::{AbortHandle, Abortable};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::LicenseManager;
use super::checking::target;
use crate::Instant;
use crate::api::{ApiError, Person, UsersPage};
use crate::deployment::Deployment;
use crate::error::{Error, ErrorCode};
use crate::people::{PeopleList, Walk};
use crate::ports::{Clock, DeploymentApi, KeptPerson, Keychain, Page, PageStart, Store};
use crate::sentence::visible;

/// Longer texts of people are cut where they are kept.
const LONGEST_TEXT: usize = 300;

/// What is known of the users of one deployment.
#[derive(Default)]
pub(super) struct People {
    /// The last list that was read whole.
    pub(super) list: Option<Arc<PeopleList>>,
    /// The list that is being read.
    pub(super) reading: Option<Reading>,
    /// Why the last try gave no list; `None` where it did, where it was stopped, or where there was none.
    pub(super) failure: Option<Error>,
    /// The last try was stopped.
    pub(super) stopped: bool,
}

/// A list that is being read. What came so far is a part, and never shown as the whole.
pub(super) struct Reading {
    abort: AbortHandle,
    pub(super) walk: Walk,
    /// Tells this reading from a later one.
    number: u32,
}

impl Reading {
    /// Users read so far, and in all where the server said it.
    pub(super) fn progress(&self) -> (u32, Option<u32>) {
        (u32::try_from(self.walk.people().len()).unwrap_or(u32::MAX), self.walk.total())
    }
}

impl People {
    /// The people to show: the whole list, or the part that came so far where there is none; and whether it is whole.
    pub(super) fn rows(&self) -> (&[Person], bool) {
        match (&self.list, &self.reading) {
            (Some(list), _) => (&list.people, true),
            (None, Some(reading)) => (reading.walk.people(), false),
            (None, None) => (&[], false),
        }
    }
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Reads the whole list of users. It is told of after each page; what came so far shows at once. A list that was
    /// read before stays until the new one is whole. A reading of the same deployment before it is stopped.
    ///
    /// # Errors
    /// `session_not_permitted` where the session may not list users; `people_incomplete` where the list cannot be
    /// read whole, or the reading was stopped; `session_missing`, those of the keychain and of the call.
    pub async fn read_people(&self, id: u32) -> Result<Arc<PeopleList>, Error> {
        let deployment = self.named(id)?;
        let (abort, registration) = AbortHandle::new_pair();
        let number = {
            let mut state = self.state();
            state.last_round += 1;
            let number = state.last_round;
            let people = &mut state.entry_mut(id)?.people;
            if let Some(before) = people.reading.take() {
                before.abort.abort();
            }
            people.reading = Some(Reading { abort, walk: Walk::default(), number });
            (people.failure, people.stopped) = (None, false);
            number
        };
        // Also where the future is dropped.
        let _guard = ReadingGuard { manager: self, id, number };
        self.tell(Some(id));
        let read = match Abortable::new(self.walk_people(id, number), registration).await {
            Ok(read) => read,
            Err(_) => return Err(stopped(&deployment.name)),
        };
        if let Err(error) = &read {
            self.note_session_fault(id, error);
            let mut state = self.state();
            if let Ok(entry) = state.entry_mut(id)
                && entry.people.is_read_as(number)
            {
                entry.people.reading = None;
                entry.people.failure = Some(error.clone());
            }
        }
        read
    }

    /// Stops the reading of a list; what was known before stays.
    ///
    /// # Errors
    /// `deployment_unknown`.
    pub fn stop_reading_people(&self, id: u32) -> Result<(), Error> {
        if let Some(reading) = &self.state().entry(id)?.people.reading {
            reading.abort.abort();
        }
        Ok(())
    }

    /// The last list that was read whole since the start.
    ///
    /// # Errors
    /// `deployment_unknown`.
    pub fn people_list(&self, id: u32) -> Result<Option<Arc<PeopleList>>, Error> {
        Ok(self.state().entry(id)?.people.list.clone())
    }

    /// Hands over the people to show and whether they are the whole list: the last list that was read whole, or what
    /// came so far of the first one.
    ///
    /// # Errors
    /// `deployment_unknown`.
    pub fn with_people<T>(&self, id: u32, look: impl FnOnce(&[Person], bool) -> T) -> Result<T, Error> {
        let state = self.state();
        let (people, whole) = state.entry(id)?.people.rows();
        Ok(look(people, whole))
    }

    /// How far the reading of a list is: users so far, and in all where the server said it; `None` where none goes on.
    ///
    /// # Errors
    /// `deployment_unknown`.
    pub fn reading_progress(&self, id: u32) -> Result<Option<(u32, Option<u32>)>, Error> {
        Ok(self.state().entry(id)?.people.reading.as_ref().map(Reading::progress))
    }

    /// Whether names are kept.
    ///
    /// # Errors
    /// Those of the store.
    pub fn keeps_names(&self) -> Result<bool, Error> {
        self.store.keeps_names()
    }

    /// Keeps names from now on, or erases those that are kept.
    ///
    /// # Errors
    /// Those of the store.
    pub fn keep_names(&self, keep: bool) -> Result<(), Error> {
        self.store.keep_names(keep)?;
        self.tell(None);
        Ok(())
    }

    async fn walk_people(&self, id: u32, number: u32) -> Result<Arc<PeopleList>, Error> {
        let deployment = self.named(id)?;
        let secrets = self.session(id).await?;
        let session_number = {
            let state = self.state();
            let entry = state.entry(id)?;
            if entry.report.permissions.and_then(|may| may.read_users) == Some(false) {
                return Err(may_not_list());
            }
            entry.session_number
        };
        let begun_at = self.clock.now();
        loop {
            // The request borrows from the walk, which stands in the state: copied, so that no lock is held.
            let next = {
                let state = self.state();
                let walk = state.entry(id)?.people.walk(number);
                walk.and_then(|walk| walk.next().map(OwnedPage::of))
            };
            let Some(page) = next else { break };
            let answer = self.api.users(target(&deployment, &secrets), page.page()).await;
            let answer = answer.map_err(|fault| self.people_fault(&deployment, &fault))?;
            let read = UsersPage::read(&answer.json)
                .map_err(|fault| self.people_fault(&deployment, &ApiError::Unexpected(fault.to_string())))?;
            {
                let mut state = self.state();
                let entry = state.entry_mut(id)?;
                let Some(walk) = entry.people.walk_mut(number) else { break };
                walk.take(read).map_err(|fault| {
                    let about = format!("{}: {fault}", deployment.name);
                    Error::new(ErrorCode::PeopleIncomplete, about)
                })?;
            }
            self.tell(Some(id));
        }
        self.take_list(id, number, session_number, begun_at)
    }

    /// The reading became a list, unless the session changed meanwhile.
    fn take_list(
        &self,
        id: u32,
        number: u32,
        session_number: u32,
        begun_at: Instant,
    ) -> Result<Arc<PeopleList>, Error> {
        let now = self.clock.now();
        let reading = {
            let mut state = self.state();
            let entry = state.entry_mut(id)?;
            let is_ours = entry.people.is_read_as(number) && entry.session_number == session_number;
            let name = entry.deployment.name.clone();
            is_ours.then(|| entry.people.reading.take()).flatten().ok_or_else(|| stopped(&name))?
        };
        let mut list = reading.walk.finish(begun_at, now);
        list.not_kept = self.keep_list(id, &list).err();
        let list = Arc::new(list);
        if let Ok(entry) = self.state().entry_mut(id) {
            entry.people.list = Some(Arc::clone(&list));
        }
        self.tell(Some(id));
        Ok(list)
    }

    /// Keeps the names of a list, where the admin chose that.
    fn keep_list(&self, id: u32, list: &PeopleList) -> Result<(), Error> {
        if !self.store.keeps_names()? {
            return Ok(());
        }
        let text = |text: &str| visible(text, LONGEST_TEXT);
        let kept: Vec<KeptPerson> = list
            .people
            .iter()
            .map(|person| KeptPerson {
                user: person.id.clone(),
                username: text(&person.username),
                email: text(&person.email),
                status: person.status.clone(),
                service_account: person.service_account == Some(true),
            })
            .collect();
        let day = self.day_of(list.read_at);
        self.store.keep_people(id, day, &kept, oldest_kept(day))
    }

    /// The day of an instant in the admin's zone.
    pub(super) fn day_of(&self, at: Instant) -> Date {
        let zone = self.clock.zone();
        let local = Timestamp::from_second(at.unix()).ok().map(|at| zone.to_datetime(at).date());
        local.unwrap_or(Date::ZERO)
    }

    fn people_fault(&self, deployment: &Deployment, fault: &ApiError) -> Error {
        if matches!(fault, ApiError::NotPermitted(_)) {
            return may_not_list();
        }
        self.failed(deployment, fault)
    }
}

impl People {
    fn is_read_as(&self, number: u32) -> bool {
        self.reading.as_ref().is_some_and(|reading| reading.number == number)
    }

    fn walk(&self, number: u32) -> Option<&Walk> {
        self.reading.as_ref().filter(|reading| reading.number == number).map(|reading| &reading.walk)
    }

    fn walk_mut(&mut self, number: u32) -> Option<&mut Walk> {
        self.reading.as_mut().filter(|reading| reading.number == number).map(|reading| &mut reading.walk)
    }
}

/// A page to ask for, apart from the walk.
struct OwnedPage {
    limit: u32,
    after: Option<String>,
}

impl OwnedPage {
    fn of(page: Page<'_>) -> Self {
        let after = match page.start {
            PageStart::After(id) => Some(id.to_owned()),
            PageStart::First | PageStart::Offset(_) => None,
        };
        Self { limit: page.limit, after }
    }

    fn page(&self) -> Page<'_> {
        let start = self.after.as_deref().map_or(PageStart::First, PageStart::After);
        Page { limit: self.limit, start, status: None }
    }
}

/// A reading that goes on; where it ends without a list, it was stopped.
struct ReadingGuard<'m, A: DeploymentApi, K: Keychain, S: Store, C: Clock> {
    manager: &'m LicenseManager<A, K, S, C>,
    id: u32,
    number: u32,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> Drop for ReadingGuard<'_, A, K, S, C> {
    fn drop(&mut self) {
        if let Ok(entry) = self.manager.state().entry_mut(self.id)
            && entry.people.is_read_as(self.number)
        {
            entry.people.reading = None;
            entry.people.stopped = true;
        }
        self.manager.tell(Some(self.id));
    }
}

/// The first day whose history is still kept: five years back.
pub(super) fn oldest_kept(day: Date) -> Date {
    day.checked_sub(5.years()).unwrap_or(Date::MIN)
}

fn may_not_list() -> Error {
    let about = "This token may not list users. A User Admin, a Template Admin, an Auditor or an Owner can";
    Error::new(ErrorCode::SessionNotPermitted, about)
}

fn stopped(name: &str) -> Error {
    Error::new(ErrorCode::PeopleIncomplete, format!("{name}: the reading was stopped"))
}
