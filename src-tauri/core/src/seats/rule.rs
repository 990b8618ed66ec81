//! Who holds a seat, and when it comes free by itself.
//!
//! A user holds a seat while the account is active (coder/coder, `coderd/database/queries/users.sql`,
//! `GetActiveUserCount`). A job sets active users that were not seen for 90 days to dormant, every 15 minutes
//! (`coderd/dormancy/dormantusersjob.go`); both numbers are constants there. Service accounts hold none since servers
//! tell them apart (pull request 24401); system users are never listed.

use crate::Instant;
use crate::api::{LastSeen, Person, UserStatus};

/// Unseen for so long, a user becomes dormant: 90 times 24 hours, whatever clocks do meanwhile.
pub const DORMANT_AFTER: i64 = 90 * 86_400;
/// How often the job runs that makes users dormant.
pub const JOB_EVERY: i64 = 15 * 60;

/// Whether a user holds a seat. Where Coder counts only users who may create workspaces, some of these hold none, and
/// the list does not tell which.
pub fn holds_seat(person: &Person) -> bool {
    person.status == UserStatus::Active && person.service_account != Some(true)
}

/// When an active user becomes dormant, if nobody comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dormancy {
    /// With the next run of the job: never seen, or the time has passed.
    Due,
    /// At this instant at the earliest, and 15 minutes later at the latest.
    At(Instant),
    /// The server does not say when the user was last seen.
    Unknown,
    /// Not active, so not at all.
    Never,
}

impl Dormancy {
    /// The dormancy of a user.
    pub fn of(person: &Person, now: Instant) -> Self {
        match (&person.status, person.last_seen) {
            (UserStatus::Dormant | UserStatus::Suspended | UserStatus::Other(_), _) => Self::Never,
            (UserStatus::Active, LastSeen::Unknown) => Self::Unknown,
            (UserStatus::Active, LastSeen::Never) => Self::Due,
            (UserStatus::Active, LastSeen::At(seen)) => {
                let due = seen.plus(DORMANT_AFTER);
                if due <= now { Self::Due } else { Self::At(due) }
            }
        }
    }

    /// The instant from which on it may happen; `None` where there is none.
    pub fn earliest(self, now: Instant) -> Option<Instant> {
        match self {
            Self::Due => Some(now),
            Self::At(due) => Some(due),
            Self::Unknown | Self::Never => None,
        }
    }
}

/// Whole days since a user was last seen, 90 at most; a time in the future is today, never is 90.
pub fn idle_days(person: &Person, now: Instant) -> Option<u32> {
    match person.last_seen {
        LastSeen::Unknown => None,
        LastSeen::Never => Some(90),
        LastSeen::At(seen) => {
            Some(u32::try_from(now.since(seen).max(0) / 86_400).map_or(90, |days| days.min(90)))
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const NOW: Instant = Instant::from_unix(1_795_457_187);

    /// An active user who was seen so many days ago.
    pub(crate) fn person(name: &str, days: i64) -> Person {
        Person {
            id: format!("{name}-id"),
            username: name.to_owned(),
            name: String::new(),
            email: format!("{name}@example.com"),
            created_at: None,
            last_seen: LastSeen::At(NOW.plus(-days * 86_400)),
            status: UserStatus::Active,
            login_type: "password".to_owned(),
            roles: Vec::new(),
            service_account: None,
            ai_seat: None,
        }
    }

    #[test]
    fn active_users_hold_a_seat_and_service_accounts_do_not() {
        let ana = person("ana", 3);
        assert!(holds_seat(&ana));
        for status in [UserStatus::Dormant, UserStatus::Suspended, UserStatus::Other("on_leave".to_owned())] {
            assert!(!holds_seat(&Person { status, ..ana.clone() }));
        }
        assert!(!holds_seat(&Person { service_account: Some(true), ..ana.clone() }));
        assert!(holds_seat(&Person { service_account: Some(false), login_type: "none".to_owned(), ..ana }));
    }

    #[test]
    fn a_user_becomes_dormant_ninety_days_to_the_second_after_being_seen() {
        let ana = person("ana", 89);
        assert_eq!(Dormancy::of(&ana, NOW), Dormancy::At(NOW.plus(86_400)));
        assert_eq!(Dormancy::of(&person("ana", 90), NOW), Dormancy::Due);
        assert_eq!(Dormancy::of(&Person { last_seen: LastSeen::Never, ..ana.clone() }, NOW), Dormancy::Due);
        assert_eq!(
            Dormancy::of(&Person { last_seen: LastSeen::Unknown, ..ana.clone() }, NOW),
            Dormancy::Unknown
        );
        assert_eq!(Dormancy::of(&Person { status: UserStatus::Dormant, ..ana }, NOW), Dormancy::Never);
    }

    #[test]
    fn days_since_are_whole_and_a_clock_ahead_is_today() {
        assert_eq!(idle_days(&person("ana", 0), NOW), Some(0));
        assert_eq!(idle_days(&person("ana", -5), NOW), Some(0));
        assert_eq!(idle_days(&person("ana", 400), NOW), Some(90));
        let almost = Person { last_seen: LastSeen::At(NOW.plus(-7 * 86_400 + 1)), ..person("ana", 0) };
        assert_eq!(idle_days(&almost, NOW), Some(6));
    }
}
