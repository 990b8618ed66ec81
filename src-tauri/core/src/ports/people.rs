//! Pages of users, and what is kept of seats and of the people who hold them.

use jiff::civil::Date;

use crate::Instant;
use crate::api::UserStatus;
use crate::error::Error;

/// Which page of the list of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'a> {
    /// How many at most; more than 0.
    pub limit: u32,
    /// Where it begins.
    pub start: PageStart<'a>,
    /// Only users of this status; one of the three that Coder knows, as it refuses others.
    pub status: Option<&'a UserStatus>,
}

/// Where a page of users begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageStart<'a> {
    /// At the first user.
    First,
    /// After so many users; a list that changes meanwhile shifts under it.
    Offset(u32),
    /// After the user of this UUID, by name; repeats nobody while the list changes.
    After(&'a str),
}

/// What is known of a deployment's seats on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatDay {
    /// The day, in the zone of whoever took it down.
    pub day: Date,
    /// Active users: those who hold a seat.
    pub active: Option<u32>,
    /// Dormant ones.
    pub dormant: Option<u32>,
    /// Suspended ones.
    pub suspended: Option<u32>,
    /// The seats that the licenses gave.
    pub limit: Option<u32>,
    /// Who counted.
    pub source: SeatSource,
    /// The instant of the count, or of the check that brought it.
    pub taken_at: Instant,
}

/// Who counted the seats of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SeatSource {
    /// The server's chart: `GET /insights/user-status-counts`.
    Insights,
    /// The server's own count of seats: `GET /entitlements`, `user_limit.actual`.
    Entitlements,
    /// We, over the whole list of users.
    UserList,
}

impl SeatSource {
    /// Every source.
    pub const ALL: [Self; 3] = [Self::Insights, Self::Entitlements, Self::UserList];

    /// Its name in the store and in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Insights => "insights",
            Self::Entitlements => "entitlements",
            Self::UserList => "user_list",
        }
    }

    /// Reads [`Self::code`].
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }
}

/// A person as kept for a day, where the admin chose to keep names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPerson {
    /// The user's UUID.
    pub user: String,
    /// The user name.
    pub username: String,
    /// The e-mail; may be empty.
    pub email: String,
    /// What the account was.
    pub status: UserStatus,
    /// Whether it was known to be a service account.
    pub service_account: bool,
}

/// Seats to be freed by suspending people, step by step, and taken back by activating them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReclaimPlan {
    /// Names it in the store; 0 before it is kept.
    pub id: u32,
    /// When it was made.
    pub made_at: Instant,
    /// How its people were chosen, as a sentence.
    pub sentence: String,
    /// In the order in which they are done.
    pub steps: Vec<ReclaimStep>,
}

/// One person of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReclaimStep {
    /// The user's UUID.
    pub user: String,
    /// The user name when the plan was made.
    pub username: String,
    /// The e-mail then; may be empty.
    pub email: String,
    /// When the person was last seen, as of then; `None` for never or unknown.
    pub last_seen: Option<Instant>,
    /// How far it came.
    pub state: StepState,
    /// When it came to that.
    pub changed_at: Instant,
    /// Why it failed or was skipped; empty otherwise.
    pub words: String,
}

/// How far a step of a plan came. What is sent is noted before it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepState {
    /// Nothing was sent.
    Planned,
    /// The suspension was about to be sent; whether it happened is not known.
    SuspendSent,
    /// Suspended by this plan.
    Suspended,
    /// The suspension was refused, or did not happen.
    SuspendFailed,
    /// Left as it is: the person came back, is protected, or holds no seat any more.
    Skipped,
    /// The activation was about to be sent; whether it happened is not known.
    ActivateSent,
    /// Activated again: the step is taken back.
    Activated,
    /// The activation was refused, or did not happen; the person is still suspended.
    ActivateFailed,
}

impl StepState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::SuspendSent,
        Self::Suspended,
        Self::SuspendFailed,
        Self::Skipped,
        Self::ActivateSent,
        Self::Activated,
        Self::ActivateFailed,
    ];

    /// Its name in the store and in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::SuspendSent => "suspend_sent",
            Self::Suspended => "suspended",
            Self::SuspendFailed => "suspend_failed",
            Self::Skipped => "skipped",
            Self::ActivateSent => "activate_sent",
            Self::Activated => "activated",
            Self::ActivateFailed => "activate_failed",
        }
    }

    /// Reads [`Self::code`].
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What is kept of seats and people. It goes and comes back with its deployment when that is forgotten and taken back.
/// Every change is on the disk when it returns.
pub trait PeopleStore {
    /// The seat history of a deployment from `from` on, one row a day, in rising order.
    fn seat_days(&self, deployment: u32, from: Date) -> Result<Vec<SeatDay>, Error>;
    /// Keeps these days in place of those of the same day, and erases those before `oldest`; all or nothing.
    fn keep_seat_days(&self, deployment: u32, days: &[SeatDay], oldest: Date) -> Result<(), Error>;

    /// Whether the admin chose to keep names; not at first.
    fn keeps_names(&self) -> Result<bool, Error>;
    /// Keeps names from now on, or erases all that are kept, and keeps none.
    fn keep_names(&self, keep: bool) -> Result<(), Error>;
    /// Keeps the whole list of a day, in place of an earlier one of that day, and erases what only days before `oldest`
    /// need; does nothing where names are not kept. What did not change since the list before takes no room.
    fn keep_people(
        &self,
        deployment: u32,
        day: Date,
        people: &[KeptPerson],
        oldest: Date,
    ) -> Result<(), Error>;
    /// The days whose lists are kept, in rising order.
    fn people_days(&self, deployment: u32) -> Result<Vec<Date>, Error>;
    /// The list of one of these days, by user name; empty for other days.
    fn people_on(&self, deployment: u32, day: Date) -> Result<Vec<KeptPerson>, Error>;

    /// The people (user names or e-mails, as typed) whom no plan may propose, in that order.
    fn protected_people(&self, deployment: u32) -> Result<Vec<String>, Error>;
    /// Protects these and no others.
    fn protect_people(&self, deployment: u32, people: &[String]) -> Result<(), Error>;

    /// Keeps a plan; the new number is returned.
    fn add_reclaim(&self, deployment: u32, plan: &ReclaimPlan) -> Result<u32, Error>;
    /// The plans of a deployment, newest first.
    fn reclaims(&self, deployment: u32) -> Result<Vec<ReclaimPlan>, Error>;
    /// Moves the step of a user on from `from` to the state that `step` has; `false` where it is no longer in `from`,
    /// as another program moved it.
    fn note_step(&self, plan: u32, from: StepState, step: &ReclaimStep) -> Result<bool, Error>;
    /// Erases a plan; nothing to erase is no error.
    fn erase_reclaim(&self, plan: u32) -> Result<(), Error>;
}
