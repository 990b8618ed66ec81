//! Reading a list of users page by page while it changes: nobody twice, nobody lost who stayed.
//!
//! Coder sorts by user name and gives the page after a user (`after_id`), so that who comes or goes shifts nothing.
//! What can still slip by is a user who is renamed from ahead of the place of reading to behind it. Each page says how
//! many come from its place on, and at the end the list says how many it has: where either does not add up, the list
//! is read once more. Only one renamed, one new and one deleted between the same two pages could hide each other
//! (coder/coder, `coderd/database/queries/users.sql`, `GetUsers`).

use std::collections::HashMap;

use crate::Instant;
use crate::api::{Person, UsersPage};
use crate::error::Error;
use crate::ports::{Page, PageStart};

/// How many the first page asks for, so that it comes at once, and how many the others.
const FIRST_PAGE: u32 = 100;
const LATER_PAGES: u32 = 1000;
/// A list that changes each time it is read is taken as it is after so many times.
const MOST_PASSES: u32 = 3;
/// How many users back the place of reading may go where the one it stood at has vanished.
const STEPS_BACK: usize = 8;

/// A whole list of users, in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleList {
    /// In the server's order, each once.
    pub people: Vec<Person>,
    /// When the first page was asked for.
    pub begun_at: Instant,
    /// When the last one was read.
    pub read_at: Instant,
    /// Entries that could not be read.
    pub unreadable: u32,
    /// The list changed each time it was read: some of these people may have left meanwhile.
    pub restless: bool,
    /// Why the names were not kept, where they were to be.
    pub not_kept: Option<Error>,
}

/// Why a list cannot be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WalkFault {
    /// A page repeats the one before.
    #[error("the list of users does not go on after {0} users")]
    Stuck(usize),
    /// A page has entries, and none that can be read.
    #[error("a page of the list of users cannot be read")]
    Unreadable,
    /// The list ends before the number that it named.
    #[error("the list of users breaks off after {0} users")]
    BreaksOff(usize),
}

/// The reading of a list: what is asked for next, and what came.
#[derive(Debug, Default)]
pub struct Walk {
    /// Those of this pass, in the order in which they came.
    people: Vec<Person>,
    /// Place in `people` by ID.
    places: HashMap<u128, usize>,
    unreadable: u32,
    /// How many users in all, by the first page of the first pass.
    total: Option<u32>,
    /// Earlier passes were restless; those they knew.
    earlier: HashMap<u128, Person>,
    passes: u32,
    /// The place in `people` of the one after whom it goes on.
    cursor: Option<usize>,
    /// How many are to come from the cursor on, by the page before.
    expected: Option<u32>,
    /// Users ahead of the place of reading went away.
    restless: bool,
    steps_back: usize,
    /// Pages of this pass that came.
    pages: u32,
    /// All pages of this pass came; the number of users is asked for once more.
    counting: bool,
    done: bool,
}

impl Walk {
    /// The page to ask for next; `None` when all is read.
    pub fn next(&self) -> Option<Page<'_>> {
        if self.done {
            return None;
        }
        if self.counting {
            return Some(Page { limit: 1, start: PageStart::First, status: None });
        }
        let start = self.cursor.and_then(|place| self.people.get(place));
        let start = start.map_or(PageStart::First, |last| PageStart::After(&last.id));
        let limit = if start == PageStart::First { FIRST_PAGE } else { LATER_PAGES };
        Some(Page { limit, start, status: None })
    }

    /// Takes the page that was asked for.
    ///
    /// # Errors
    /// [`WalkFault`] where the list cannot be read whole.
    pub fn take(&mut self, page: UsersPage) -> Result<(), WalkFault> {
        if self.counting {
            self.counted(page.count);
            return Ok(());
        }
        self.pages += 1;
        let came = u32::try_from(page.people.len()).unwrap_or(u32::MAX).saturating_add(page.unreadable);
        if self.cursor.is_none() && self.passes == 0 && self.people.is_empty() {
            self.total = page.count;
        }
        if let (Some(expected), Some(count)) = (self.expected, page.count) {
            self.restless |= count < expected && came > 0;
        }
        if came == 0 {
            return self.ended_early();
        }
        if page.people.is_empty() {
            return Err(WalkFault::Unreadable);
        }
        let asked = self.next().map_or(0, |page| page.limit);
        let left = match page.count {
            Some(count) => count.saturating_sub(came),
            // Without a count a full page may have another behind it.
            None => u32::from(came >= asked),
        };
        let before = self.people.len();
        self.unreadable = self.unreadable.saturating_add(page.unreadable);
        let last = page.people.last().and_then(|last| number(&last.id));
        for person in page.people {
            self.put(person);
        }
        let is_new = self.people.len() > before;
        if !is_new && left > 0 && self.steps_back == 0 {
            return Err(WalkFault::Stuck(before));
        }
        self.cursor = last.and_then(|last| self.places.get(&last).copied()).or(self.cursor);
        self.expected = page.count.map(|_| left);
        if is_new {
            self.steps_back = 0;
        }
        if left == 0 {
            self.pass_ended(page.count.is_some());
        }
        Ok(())
    }

    /// Those read so far in this pass.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// How many users there are, where the first page said it.
    pub fn total(&self) -> Option<u32> {
        self.total
    }

    /// The whole list, in the server's order.
    pub fn finish(mut self, begun_at: Instant, read_at: Instant) -> PeopleList {
        // Those an earlier pass knew and the last one, as restless, did not: kept, as they may have been missed. A calm
        // pass has the server's order.
        if self.restless {
            let missed: Vec<Person> = self.earlier.drain().map(|(_, person)| person).collect();
            for person in missed {
                if number(&person.id).is_some_and(|id| !self.places.contains_key(&id)) {
                    self.put(person);
                }
            }
            self.people.sort_by_cached_key(|person| person.username.to_lowercase());
        }
        PeopleList {
            people: self.people,
            begun_at,
            read_at,
            unreadable: self.unreadable,
            restless: self.restless,
            not_kept: None,
        }
    }

    /// Adds a person, or renews what is known of one.
    fn put(&mut self, person: Person) {
        let Some(id) = number(&person.id) else { return };
        match self.places.get(&id) {
            Some(place) => self.people[*place] = person,
            None => {
                self.places.insert(id, self.people.len());
                self.people.push(person);
            }
        }
    }

    /// A page without users: the end, unless more were to come. Then the user it stood at may be gone from the
    /// database, and an earlier one serves as well.
    fn ended_early(&mut self) -> Result<(), WalkFault> {
        if self.expected.is_none_or(|expected| expected == 0) {
            self.pass_ended(self.total.is_some());
            return Ok(());
        }
        self.restless = true;
        if self.steps_back == STEPS_BACK {
            return Err(WalkFault::BreaksOff(self.people.len()));
        }
        self.steps_back += 1;
        self.cursor = self.cursor.and_then(|place| place.checked_sub(1));
        Ok(())
    }

    fn pass_ended(&mut self, counted: bool) {
        self.passes += 1;
        // What came in one page is of one moment.
        if !counted || (self.pages == 1 && self.passes == 1) {
            self.done = true;
        } else {
            self.counting = true;
        }
    }

    /// The list says how many it has now that it was read.
    fn counted(&mut self, count: Option<u32>) {
        self.counting = false;
        let read = u32::try_from(self.people.len()).unwrap_or(u32::MAX).saturating_add(self.unreadable);
        self.restless |= count.is_some_and(|count| count != read);
        if !self.restless || self.passes == MOST_PASSES {
            self.done = true;
            return;
        }
        self.places.clear();
        let people = std::mem::take(&mut self.people);
        self.earlier
            .extend(people.into_iter().filter_map(|person| number(&person.id).map(|id| (id, person))));
        (self.cursor, self.expected, self.restless) = (None, None, false);
        (self.unreadable, self.steps_back, self.pages) = (0, 0, 0);
    }
}

/// A UUID as a number.
fn number(id: &str) -> Option<u128> {
    let digits = id.chars().filter(|digit| *digit != '-');
    digits
        .map(|digit| digit.to_digit(16))
        .try_fold(0, |number: u128, digit| number.checked_mul(16)?.checked_add(u128::from(digit?)))
}

#[cfg(test)]
mod tests;
