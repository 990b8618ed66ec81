//! Reclaiming seats: who may be suspended, who never, and what it would give. Nothing is sent here.
//!
//! Coder counts active users (`coderd/database/queries/users.sql`, `GetActiveUserCount`); a suspended one holds no seat
//! and cannot sign in until somebody activates the account (`coderd/users.go`). Who was not seen for 90 days becomes
//! dormant by itself, by a job that runs every 15 minutes (`coderd/dormancy/dormantusersjob.go`).

mod output;

use std::collections::BTreeSet;

use crate::Instant;
use crate::advisory::Seats;
use crate::api::{LastSeen, Person, UserStatus};

pub(crate) use output::{person_view, state_sentence};

/// Who was not seen for so long becomes dormant, in seconds.
pub const DORMANT_AFTER: i64 = 90 * 86_400;
/// Within this time a seat that comes free by itself is said to come free anyway, in seconds.
const SOON: i64 = 7 * 86_400;

/// Whom to suspend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Only those who were not seen for so many days; who was never seen counts from the day of the account.
    pub idle_days: Option<u32>,
    /// Only these (UUIDs), chosen by hand; all where it is empty.
    pub only: BTreeSet<String>,
    /// None of these (UUIDs), taken out by hand.
    pub except: BTreeSet<String>,
}

/// Who is left alone, whatever is chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Protected {
    /// The UUID of the one who is signed in.
    pub you: String,
    /// User names and e-mails, as typed.
    pub listed: Vec<String>,
}

/// Why somebody is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protection {
    /// The one who is signed in: Coder refuses it too.
    Yourself,
    /// An owner: Coder refuses it too.
    Owner,
    /// A service account: something runs by it, and on newer servers it holds no seat.
    ServiceAccount,
    /// On the admin's own list.
    Listed,
}

impl Protection {
    /// Its name in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yourself => "yourself",
            Self::Owner => "owner",
            Self::ServiceAccount => "service_account",
            Self::Listed => "listed",
        }
    }
}

impl Protected {
    /// Why this person is left alone, if so.
    pub fn of(&self, person: &Person) -> Option<Protection> {
        let is = |text: &str| {
            let text = text.trim();
            !text.is_empty() && (same(text, &person.username) || same(text, &person.email))
        };
        if person.id.eq_ignore_ascii_case(&self.you) {
            return Some(Protection::Yourself);
        }
        if person.is_owner() {
            return Some(Protection::Owner);
        }
        // Bots of before service accounts sign in by no way at all.
        if person.service_account == Some(true) || person.login_type == "none" {
            return Some(Protection::ServiceAccount);
        }
        self.listed.iter().any(|listed| is(listed)).then_some(Protection::Listed)
    }
}

/// User names and e-mails mean the same in any case (coder/coder, `coderd/database/queries/users.sql`).
fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The lines of a list of people to leave alone: one a line; blank lines and what follows a `#` do not count.
pub fn read_list(text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    let who = lines.map(|line| line.split('#').next().unwrap_or_default().trim());
    who.filter(|who| !who.is_empty()).map(str::to_owned).collect()
}

/// What a choice comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation<'a> {
    /// Those who would be suspended, the longest unseen first.
    pub people: Vec<&'a Person>,
    /// Those whom the choice meets and who are left alone.
    pub protected: Vec<(&'a Person, Protection)>,
    /// How many of the people come free by themselves soon, and by which instant all of those have.
    pub free_anyway: Option<(usize, Instant)>,
}

impl<'a> Simulation<'a> {
    /// Works out a choice among all users of a deployment.
    pub fn of(people: &'a [Person], choice: &Choice, protected: &Protected, now: Instant) -> Self {
        let mut met: Vec<&Person> = people.iter().filter(|person| choice.meets(person, now)).collect();
        met.sort_by(|one, other| {
            unseen_since(one).cmp(&unseen_since(other)).then_with(|| one.username.cmp(&other.username))
        });
        let (mut chosen, mut left) = (Vec::new(), Vec::new());
        for person in met {
            match protected.of(person) {
                Some(why) => left.push((person, why)),
                None => chosen.push(person),
            }
        }
        let soon = now.plus(SOON);
        let frees = chosen.iter().filter_map(|person| frees_at(person, now)).filter(|at| *at <= soon);
        let (count, last) = frees.fold((0, now), |(count, last), at| (count + 1, last.max(at)));
        let free_anyway = (count > 0).then_some((count, last));
        Self { people: chosen, protected: left, free_anyway }
    }

    /// Seats used after it, where they are known.
    pub(crate) fn seats_after(&self, seats: &Seats) -> Option<i64> {
        Some(seats.used?.saturating_sub(i64::try_from(self.people.len()).ok()?).max(0))
    }
}

impl Choice {
    /// Whether this person holds a seat and is meant. Who came back since, or whose last visit cannot be told, is not
    /// idle.
    pub fn meets(&self, person: &Person, now: Instant) -> bool {
        let idle = self.idle_days.is_none_or(|days| {
            unseen_since(person).is_some_and(|since| now.since(since) >= i64::from(days) * 86_400)
        });
        person.status == UserStatus::Active
            && idle
            && (self.only.is_empty() || self.only.contains(&person.id))
            && !self.except.contains(&person.id)
    }
}

/// Since when a person was not seen; from the making of the account for those never seen; `None` where it cannot be
/// told.
pub(crate) fn unseen_since(person: &Person) -> Option<Instant> {
    match person.last_seen {
        LastSeen::At(at) => Some(at),
        LastSeen::Never => person.created_at,
        LastSeen::Unknown => None,
    }
}

/// When an active person's seat comes free if that person stays away; not before `now`.
pub(crate) fn frees_at(person: &Person, now: Instant) -> Option<Instant> {
    match person.last_seen {
        LastSeen::At(at) => Some(at.plus(DORMANT_AFTER).max(now)),
        // The job takes an account that was activated and never used at its next run.
        LastSeen::Never => Some(now),
        LastSeen::Unknown => None,
    }
}

#[cfg(test)]
mod tests;
