//! Many users, a seat history of chosen numbers, and a list that changes while it is read.

use seatkeeper_core::Instant;

use crate::fake_deployment::control::Control;
use crate::fake_deployment::people::{PlannedUser, Role, Status};
use crate::fake_deployment::plan::Plan;
use crate::fake_deployment::routes::locked;
use crate::fake_deployment::world::World;

const DAY: i64 = 86_400;

/// What happens to the list of users between two of its pages.
#[derive(Debug, Clone)]
pub enum ListChange {
    /// A user is called otherwise from now on.
    Rename(String, String),
    /// A user is deleted.
    Delete(String),
    /// A user is new.
    Add(PlannedUser),
}

impl Plan {
    /// Adds `count` members, `u00001` and so on: last seen 0 to 89 days ago in turn, every 11th dormant, every 23rd
    /// suspended, every 97th a service account.
    pub fn crowd(mut self, count: u32) -> Self {
        let now = self.start().instant();
        self.users.reserve(usize::try_from(count).unwrap_or_default());
        for number in 1..=count {
            self.users.push(member(number, now));
        }
        self
    }

    /// What the seat history says instead of what can be counted: active, dormant and suspended users at the start of
    /// each day, the last one today's. Days before are zeros.
    pub fn seat_history(mut self, days: impl IntoIterator<Item = [u32; 3]>) -> Self {
        self.history = days.into_iter().collect();
        self
    }
}

fn member(number: u32, now: Instant) -> PlannedUser {
    let ago = |days: u32| now.plus(-i64::from(days) * DAY);
    let user = PlannedUser::new(&format!("u{number:05}"), Role::Member).created(ago(400));
    if number.is_multiple_of(97) {
        return user.service_account().last_seen(ago(1));
    }
    if number.is_multiple_of(23) {
        return user.status(Status::Suspended).last_seen(ago(120));
    }
    if number.is_multiple_of(11) {
        return user.status(Status::Dormant).last_seen(ago(100));
    }
    user.last_seen(ago(number % 90))
}

impl Control {
    /// Changes the list of users right before its page of this number is answered, counted from 1 and from now on.
    pub fn change_list_before_page(&self, page: u32, change: ListChange) {
        let mut world = locked(&self.0);
        let page = world.pages + page;
        world.list_changes.push((page, change));
    }
}

impl World {
    /// A page of the list of users is about to be answered.
    pub(super) fn page_begins(&mut self) {
        self.pages += 1;
        let page = self.pages;
        let (due, later) =
            std::mem::take(&mut self.list_changes).into_iter().partition(|(at, _)| *at == page);
        self.list_changes = later;
        let due: Vec<(u32, ListChange)> = due;
        let now = self.now();
        for (_, change) in due {
            match change {
                ListChange::Rename(from, to) => {
                    if let Some(user) = self.user_mut(&from) {
                        user.folded = to.to_lowercase();
                        user.username = to;
                    }
                }
                ListChange::Delete(name) => self.users.retain(|user| user.username != name),
                ListChange::Add(user) => self.move_in(user, now),
            }
        }
    }
}
