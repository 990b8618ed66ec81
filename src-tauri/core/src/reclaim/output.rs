//! The words of reclaiming.

use jiff::tz::TimeZone;

use super::{Protection, Simulation, frees_at, unseen_since};
use crate::Instant;
use crate::advisory::Seats;
use crate::api::{LastSeen, Person};
use crate::ports::StepState;
use crate::sentence::{Sentence, counted, visible};
use crate::view::ReclaimPersonView;

/// Longer names are cut on the screen.
const LONGEST: usize = 100;

impl Simulation<'_> {
    /// "208 of 200 seats becomes 199 of 200; 4 of these 9 would come free by 3 Dec 2026 anyway."
    pub(crate) fn sentence(&self, seats: &Seats) -> Sentence {
        let count = self.people.len();
        if count == 0 {
            return "Nobody is chosen who may be suspended.".into();
        }
        let free = |words: &str| Sentence::from(words.to_owned());
        let effect = match (seats.used, self.seats_after(seats)) {
            (Some(used), Some(after)) => {
                let limit = |sentence: Sentence| match seats.limit {
                    Some(limit) => sentence.text(" of ").count(limit),
                    None => sentence,
                };
                let before = limit(Sentence::new().count(used));
                let after = limit(Sentence::new().count(after));
                before
                    .text(if seats.limit.is_some() { " seats becomes " } else { " seats used becomes " })
                    .then(after)
            }
            (_, None) | (None, _) => {
                free(&format!("{} would be freed", counted(wide(count), "seat", "seats")))
            }
        };
        match self.free_anyway {
            Some((anyway, by)) => {
                let those = match (anyway, count) {
                    (1, 1) => "; this one would come free by ".to_owned(),
                    (anyway, count) if anyway == count => format!("; all {count} would come free by "),
                    (anyway, count) => format!("; {anyway} of these {count} would come free by "),
                };
                effect.text(those).day(by).text(" anyway.")
            }
            None => effect.text("."),
        }
    }

    /// What must be known before, a sentence each.
    pub(crate) fn cautions(&self, seats: &Seats) -> Vec<Sentence> {
        let mut cautions = Vec::new();
        let outside = self.people.iter().filter(|person| is_outside(person)).count();
        if outside > 0 {
            let sign_in = if outside == 1 { "signs in" } else { "sign in" };
            let who =
                format!("{outside} of them {sign_in} through a directory, which may activate them again.");
            cautions.push(who.into());
        }
        if seats.capable {
            let words =
                "Coder counts only users who may create workspaces here, so fewer seats may come free.";
            cautions.push(words.into());
        }
        if !self.people.is_empty() {
            cautions
                .push("Who is suspended cannot sign in until an admin activates the account again.".into());
        }
        cautions
    }
}

/// Accounts that another system makes and changes: OpenID Connect, often with SCIM beside it.
fn is_outside(person: &Person) -> bool {
    person.login_type == "oidc"
}

/// A person of a simulation.
pub(crate) fn person_view(
    person: &Person,
    why: Option<Protection>,
    now: Instant,
    zone: &TimeZone,
) -> ReclaimPersonView {
    let name = if person.name.trim().is_empty() { &person.username } else { &person.name };
    let last_seen = match person.last_seen {
        LastSeen::At(at) => Sentence::new().day(at),
        LastSeen::Never => "never".into(),
        LastSeen::Unknown => "–".into(),
    };
    ReclaimPersonView {
        id: person.id.clone(),
        name: visible(name, LONGEST),
        username: visible(&person.username, LONGEST),
        email: visible(&person.email, LONGEST),
        last_seen: last_seen.view(zone),
        last_seen_at: person.last_seen.at().map(Instant::rfc3339),
        idle_days: unseen_since(person).and_then(|since| u32::try_from(now.since(since) / 86_400).ok()),
        frees_at: frees_at(person, now).map(Instant::rfc3339),
        login_type: visible(&person.login_type, LONGEST),
        protection: why.map(|why| why.code().to_owned()),
        note: why.map(|why| protection_sentence(why).to_owned()).unwrap_or_default(),
    }
}

/// Why somebody is left alone.
fn protection_sentence(why: Protection) -> &'static str {
    match why {
        Protection::Yourself => "This is you.",
        Protection::Owner => "Owners are never suspended.",
        Protection::ServiceAccount => "Something may run by this service account.",
        Protection::Listed => "On your list of people to leave alone.",
    }
}

/// How far a step came.
pub(crate) fn state_sentence(state: StepState) -> &'static str {
    match state {
        StepState::Planned => "waits",
        StepState::SuspendSent => "sent; whether it happened is not known",
        StepState::Suspended => "suspended",
        StepState::SuspendFailed => "not suspended",
        StepState::Skipped => "left alone",
        StepState::ActivateSent => "activation sent; whether it happened is not known",
        StepState::Activated => "active again",
        StepState::ActivateFailed => "still suspended",
    }
}

fn wide(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
