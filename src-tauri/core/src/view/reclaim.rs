//! Reclaiming seats, as it crosses to the window and to `--json`.

use serde::{Deserialize, Serialize};

use super::{ErrorView, PermissionView, SentenceView};

/// Whom to suspend.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReclaimRequest {
    /// The deployment.
    pub deployment: u32,
    /// Only those not seen for so many days; null for no such filter.
    pub idle_days: Option<u32>,
    /// Only these (UUIDs), chosen by hand; all where it is empty.
    pub only: Vec<String>,
    /// None of these (UUIDs), taken out by hand.
    pub except: Vec<String>,
    /// User names and e-mails to leave alone beside those of the own list.
    pub keep: Vec<String>,
}

/// What a choice would come to; nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReclaimView {
    /// The deployment.
    pub deployment: u32,
    /// Its name.
    pub name: String,
    /// Its origin.
    pub origin: String,
    /// The hue of its tile.
    pub hue: u32,
    /// When the list of users was read.
    pub listed_at: String,
    /// "208 of 200 seats becomes 199 of 200; 4 of these 9 would come free by 3 Dec 2026 anyway."
    pub sentence: SentenceView,
    /// How many would be suspended.
    pub count: u32,
    /// They, the longest unseen first.
    pub people: Vec<ReclaimPersonView>,
    /// Those whom the choice meets and who are left alone, with why.
    pub protected: Vec<ReclaimPersonView>,
    /// What must be known before, a sentence each.
    pub cautions: Vec<SentenceView>,
    /// Whether this session may suspend users, and why not; then the list can be taken to someone who may.
    pub may: PermissionView,
    /// "Suspend 9 users on Production".
    pub button: String,
    /// The plan of this deployment that is not finished; null where there is none.
    pub unfinished: Option<u32>,
}

/// A person of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReclaimPersonView {
    /// The UUID.
    pub id: String,
    /// The display name, else the user name.
    pub name: String,
    /// The user name.
    pub username: String,
    /// May be empty.
    pub email: String,
    /// "27 Aug 2026", "never", "–".
    pub last_seen: SentenceView,
    /// The instant; null for never.
    pub last_seen_at: Option<String>,
    /// Whole days since; null where it cannot be told.
    pub idle_days: Option<u32>,
    /// When the seat comes free by itself if the person stays away.
    pub frees_at: Option<String>,
    /// "password", "oidc"; as the server says.
    pub login_type: String,
    /// `yourself`, `owner`, `service_account` or `listed`; null for those who would be suspended.
    pub protection: Option<String>,
    /// Why the person is left alone; else empty.
    pub note: String,
}

/// The act: a choice, with the number and the name that the button named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ApplyReclaimRequest {
    /// The choice.
    pub choice: ReclaimRequest,
    /// How many were shown.
    pub count: u32,
    /// The deployment's name that was shown.
    pub name: String,
}

/// A plan, and how far it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReclaimPlanView {
    /// Its number.
    pub id: u32,
    /// The deployment.
    pub deployment: u32,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub made_at: String,
    /// How its people were chosen: "Not seen for 60 days."
    pub choice: String,
    /// `running`, `undoing`, `stopped` (steps wait), `done`, `undone`.
    pub state: String,
    /// "5 of 9 are suspended; 3 wait; of 1 it is not known."
    pub headline: SentenceView,
    /// How many steps are in which state.
    pub counts: ReclaimCountsView,
    /// Its people, in the order in which they are done.
    pub steps: Vec<ReclaimStepView>,
    /// What the server counted afterwards: "Coder counts 199 of 200 seats, at 18:07."; empty before.
    pub confirmed: SentenceView,
    /// Why it stopped by itself; null where it did not.
    pub failure: Option<ErrorView>,
    /// Whether there is something to go on with.
    pub can_resume: bool,
    /// Whether it runs and can be stopped.
    pub can_stop: bool,
    /// Whether there is something to take back.
    pub can_undo: bool,
}

/// How many steps of a plan are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReclaimCountsView {
    /// All.
    pub all: u32,
    /// Nothing was sent yet.
    pub planned: u32,
    /// Suspended by this plan.
    pub suspended: u32,
    /// Left alone in the end.
    pub skipped: u32,
    /// Refused, or did not happen.
    pub failed: u32,
    /// Active again.
    pub activated: u32,
    /// Sent, and nobody knows.
    pub unknown: u32,
}

/// One person of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReclaimStepView {
    /// The UUID.
    pub id: String,
    /// The user name.
    pub username: String,
    /// May be empty.
    pub email: String,
    /// `planned`, `suspend_sent`, `suspended`, `suspend_failed`, `skipped`, `activate_sent`, `activated` or
    /// `activate_failed`.
    pub state: String,
    /// The state in words, and why: "left alone: came back on 23 Nov 2026".
    pub sentence: String,
    /// When it came to that.
    pub changed_at: String,
}
