//! Our count of the list of users beside Coder's number, and what may lie between.

use jiff::tz::TimeZone;

use crate::Instant;
use crate::api::{Person, UserStatus};
use crate::sentence::{Sentence, counted};
use crate::view::{AgreementReasonView, AgreementView};

use super::calendar;
use super::rule::{Dormancy, holds_seat};
use super::usage::Usage;

/// Why two counts may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Coder counts only users who may create workspaces.
    WorkspaceCapable,
    /// So many service accounts are active, and this server counts them.
    ServiceAccounts(u32),
    /// So many users passed 90 days, and the job that makes them dormant has not run since.
    DormancyJob(u32),
    /// Coder worked its number out at one time, and the list was read at another.
    Times {
        /// When Coder counted.
        counted: Instant,
        /// When the list was read.
        listed: Instant,
    },
    /// Nothing that is known here.
    Unknown,
}

/// Two counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// By the list and the rule of [`super::rule`].
    pub ours: u32,
    /// By the server.
    pub coder: u32,
    /// Likely reasons of a difference, those that explain all of it first.
    pub reasons: Vec<(Reason, bool)>,
}

impl Agreement {
    /// Holds the list against the number; `None` where there is no number.
    pub fn of(people: &[Person], listed: Instant, usage: &Usage, now: Instant) -> Option<Self> {
        let coder = usage.actual?;
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let ours = number(people.iter().filter(|person| holds_seat(person)).count());
        let reasons =
            if ours == coder { Vec::new() } else { reasons(people, ours, coder, listed, usage, now) };
        Some(Self { ours, coder, reasons })
    }

    /// Whether both say the same.
    pub fn agrees(&self) -> bool {
        self.ours == self.coder
    }

    pub(crate) fn view(&self, zone: &TimeZone) -> AgreementView {
        let sentence = if self.agrees() {
            Sentence::from("The user list says the same: ").count(self.ours).text(".")
        } else {
            Sentence::from("By the user list ")
                .count(self.ours)
                .text(if self.ours == 1 {
                    " user holds a seat, Coder counts "
                } else {
                    " users hold a seat, Coder counts "
                })
                .count(self.coder)
                .text(".")
        };
        AgreementView {
            agrees: self.agrees(),
            ours: self.ours,
            coder: self.coder,
            sentence: sentence.view(zone),
            reasons: self
                .reasons
                .iter()
                .map(|(reason, explains)| AgreementReasonView {
                    code: reason.code().to_owned(),
                    sentence: reason.sentence().view(zone),
                    explains: *explains,
                })
                .collect(),
        }
    }
}

impl Reason {
    const fn code(self) -> &'static str {
        match self {
            Self::WorkspaceCapable => "workspace_capable",
            Self::ServiceAccounts(_) => "service_accounts",
            Self::DormancyJob(_) => "dormancy_job",
            Self::Times { .. } => "entitlements_age",
            Self::Unknown => "unknown",
        }
    }

    fn sentence(self) -> Sentence {
        match self {
            Self::WorkspaceCapable => {
                "Coder counts users who may create workspaces; the list holds all active \
                users, and does not say who may."
                    .into()
            }
            Self::ServiceAccounts(count) => format!(
                "{}: this server seems to count them as users.",
                counted(i64::from(count), "service account is active", "service accounts are active")
            )
            .into(),
            Self::DormancyJob(count) => format!(
                "{} 90 days: Coder's job that makes them dormant runs every 15 minutes.",
                counted(i64::from(count), "active user has passed", "active users have passed")
            )
            .into(),
            Self::Times { counted, listed } => Sentence::from("Coder counted at ")
                .clock(counted)
                .text(", every ten minutes anew; the list was read at ")
                .clock(listed)
                .text("."),
            Self::Unknown => "Nothing that is known here explains it.".into(),
        }
    }
}

fn reasons(
    people: &[Person],
    ours: u32,
    coder: u32,
    listed: Instant,
    usage: &Usage,
    now: Instant,
) -> Vec<(Reason, bool)> {
    let count = |is_it: &dyn Fn(&Person) -> bool| {
        u32::try_from(people.iter().filter(|person| is_it(person)).count()).unwrap_or(u32::MAX)
    };
    let more = ours.saturating_sub(coder);
    let fewer = coder.saturating_sub(ours);
    let mut reasons = Vec::new();
    if usage.capable && more > 0 {
        reasons.push((Reason::WorkspaceCapable, true));
    }
    let services =
        count(&|person| person.status == UserStatus::Active && person.service_account == Some(true));
    if services > 0 && fewer > 0 {
        reasons.push((Reason::ServiceAccounts(services), services == fewer));
    }
    let due = count(&|person| holds_seat(person) && Dormancy::of(person, now) == Dormancy::Due);
    if due > 0 && more > 0 {
        reasons.push((Reason::DormancyJob(due), due >= more));
    }
    if let Some(counted) = usage.counted_at
        && counted.since(listed).abs() > 1
    {
        reasons.push((Reason::Times { counted, listed }, false));
    }
    reasons.sort_by_key(|(_, explains)| !explains);
    if reasons.is_empty() {
        reasons.push((Reason::Unknown, false));
    }
    reasons
}

/// "From the user list, read today at 18:02."
pub(crate) fn source(listed: Instant, now: Instant, zone: &TimeZone) -> Sentence {
    Sentence::from("From the user list, read ").then(calendar::when(listed, now, zone)).text(".")
}

#[cfg(test)]
mod tests {
    use super::super::rule::tests::{NOW, person};
    use super::*;
    use crate::api::LastSeen;
    use crate::entitlement::Entitlement;

    fn usage(actual: u32, counted: Instant) -> Usage {
        Usage {
            actual: Some(actual),
            limit: Some(10),
            capable: false,
            entitlement: Entitlement::Entitled,
            counted_at: Some(counted),
        }
    }

    fn people() -> Vec<Person> {
        let service = Person { service_account: Some(true), ..person("bot", 1) };
        let never = Person { last_seen: LastSeen::Never, ..person("new", 0) };
        let dormant = Person { status: UserStatus::Dormant, ..person("cid", 200) };
        vec![person("ana", 1), person("bob", 89), never, service, dormant]
    }

    #[test]
    fn counts_that_agree_need_no_reason() {
        let agreement = Agreement::of(&people(), NOW, &usage(3, NOW), NOW).expect("a number");
        assert!(agreement.agrees() && agreement.reasons.is_empty());
    }

    #[test]
    fn a_server_that_counts_service_accounts_is_found_out() {
        let agreement = Agreement::of(&people(), NOW, &usage(4, NOW), NOW).expect("a number");
        assert_eq!(agreement.reasons, [(Reason::ServiceAccounts(1), true)]);
    }

    #[test]
    fn whom_the_job_has_not_made_dormant_yet_explains_a_seat_more() {
        let agreement = Agreement::of(&people(), NOW, &usage(2, NOW.plus(-300)), NOW).expect("a number");
        assert_eq!(agreement.reasons[0], (Reason::DormancyJob(1), true));
        assert!(matches!(agreement.reasons[1], (Reason::Times { .. }, false)));
    }

    #[test]
    fn where_workspace_capable_users_are_counted_the_list_may_hold_more() {
        let usage = Usage { capable: true, ..usage(1, NOW) };
        let agreement = Agreement::of(&people(), NOW, &usage, NOW).expect("a number");
        assert_eq!(agreement.reasons[0], (Reason::WorkspaceCapable, true));
    }

    #[test]
    fn what_nothing_explains_is_said_to_be_unexplained() {
        let agreement = Agreement::of(&people()[..2], NOW, &usage(9, NOW), NOW).expect("a number");
        assert_eq!(agreement.reasons, [(Reason::Unknown, false)]);
        assert!(Agreement::of(&[], NOW, &Usage { actual: None, ..usage(0, NOW) }, NOW).is_none());
    }
}
