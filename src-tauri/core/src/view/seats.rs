//! The seats of one deployment and of all, as they cross to the window and to `--json`.
//!
//! A count that is not known is null, never 0. A `day` is a calendar day of this computer's zone, "2026-11-23"; days
//! that nothing is known of are not in a list of points, so that a line over them breaks.

use serde::{Deserialize, Serialize};

use super::SentenceView;

/// The Seats view of a deployment. The people are asked for apart, a part of the table at a time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatsView {
    /// The deployment.
    pub deployment: u32,
    /// The h2: "412 of 500 seats are used. 88 are free."
    pub headline: SentenceView,
    /// Who counted and when: "Counted by Coder today at 18:02 (active users). Peak since the term began: 431."
    pub source: SentenceView,
    /// The figures.
    pub figures: SeatFiguresView,
    /// What the user list says, or why there is none.
    pub users: UserCountsView,
    /// Our count of the list beside the server's number; null without a list or a number.
    pub agreement: Option<AgreementView>,
    /// Every other limit: AI governance seats, managed agents, agent hours, and what this program does not know.
    pub limits: Vec<SeatLimitView>,
    /// The past, for the chart.
    pub history: SeatHistoryView,
    /// The future, for the chart.
    pub forecast: SeatForecastView,
    /// What to order at the renewal.
    pub order: OrderView,
    /// When those who hold a seat were last seen; null without a list.
    pub last_seen: Option<LastSeenView>,
    /// A graver remark than the headline, where there is one: "Coder shows admins a warning."; else empty.
    pub remark: SentenceView,
}

/// Seats in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatFiguresView {
    /// `normal`, `near` (90 % or more), `over`, `no_limit`, or `unknown` (Coder reported no count).
    pub state: String,
    /// "Nearly full", "Over by 8", "88 free", "No limit", "Not reported": stands with the shape.
    pub word: String,
    /// Seats used, by Coder's own count.
    pub actual: Option<u32>,
    /// Seats licensed; null where there is no limit.
    pub limit: Option<u32>,
    /// Seats left; null where there is no limit, 0 where it is passed.
    pub free: Option<u32>,
    /// Seats used beyond the limit; 0 where there are none.
    pub over: u32,
    /// "active users", "workspace-capable users".
    pub noun: String,
    /// `entitled`, `grace_period`, `not_entitled`, or what else the server says.
    pub entitlement: String,
    /// Whether the limit is given by a license in its grace period.
    pub grace: bool,
    /// The highest count since the term began; null where no day of it is known.
    pub peak: Option<PeakView>,
    /// When Coder worked out the count; when it was received on servers that do not say.
    pub counted_at: Option<String>,
    /// Whether the last try failed or Coder's figures are older than 15 minutes, so that these are old.
    pub stale: bool,
    /// What the meter says to a screen reader: "412 of 500 seats used, 88 free".
    pub meter: String,
}

/// The highest count of a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PeakView {
    /// How many.
    pub count: u32,
    /// The first day on which it was reached.
    pub day: String,
    /// "Peak since the term began: 431 (14 Jun 2026)." or since when counts are known, where that is later.
    pub sentence: SentenceView,
    /// Whether counts are known from the first day of the term on.
    pub whole_term: bool,
}

/// What is counted in the user list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UserCountsView {
    /// The whole list was read.
    Counted {
        /// When the last page was read.
        at: String,
        /// Each status and kind, with its source.
        counts: Vec<UserCountView>,
        /// "From the user list, read today at 18:02."
        source: SentenceView,
    },
    /// The list is being read; what came so far is never shown as the whole.
    Reading {
        /// Users read so far.
        done: u32,
        /// Users in all, where the first page said it.
        total: Option<u32>,
    },
    /// The session may not list users; counts of the history stand in, where there are any.
    NotPermitted {
        /// "This token may not list users. A User Admin, a Template Admin, an Auditor or an Owner can."
        sentence: SentenceView,
        /// From the history's last day, each with its source.
        counts: Vec<UserCountView>,
    },
    /// Not read, or the reading failed or was stopped.
    Unknown {
        /// Why.
        sentence: SentenceView,
        /// From the history's last day, each with its source.
        counts: Vec<UserCountView>,
    },
}

/// One count of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct UserCountView {
    /// `active`, `dormant`, `suspended`, `service_accounts`, `all`, or a status that this program does not know.
    pub kind: String,
    /// "Active", "Service accounts".
    pub label: String,
    /// How many; null is shown as "–".
    pub count: Option<u32>,
    /// Whether they hold a seat; null where it is not for all the same ("All").
    pub holds_seat: Option<bool>,
    /// "from the user list", "from Coder's history, 23 Nov 2026".
    pub source: SentenceView,
}

/// Our count of the user list beside the server's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AgreementView {
    /// Whether they are the same.
    pub agrees: bool,
    /// Seats by our count of the list and the rule of the server's version.
    pub ours: u32,
    /// The server's number.
    pub coder: u32,
    /// "The user list says 414, Coder counts 412."
    pub sentence: SentenceView,
    /// Likely reasons, the likeliest first; empty where they agree.
    pub reasons: Vec<AgreementReasonView>,
}

/// Why two counts may differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AgreementReasonView {
    /// `workspace_capable`, `service_accounts`, `dormancy_job`, `entitlements_age`, `list_age`, or `unknown`.
    pub code: String,
    /// "2 service accounts are active: this server counts them, …"
    pub sentence: SentenceView,
    /// Whether it explains the whole difference.
    pub explains: bool,
}

/// A limit other than seats, in their form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatLimitView {
    /// Coder's name for it.
    pub name: String,
    /// "AI Governance seats".
    pub label: String,
    /// "12 of 50 are used. 38 are free.", "no limit", "–".
    pub sentence: SentenceView,
    /// `normal`, `near`, `over`, `no_limit` or `unknown`.
    pub state: String,
    /// How full it is, in thousandths, 1000 at the limit; null without a count or a limit.
    pub permille: Option<u32>,
    /// The usage period in words, where there is one; else empty.
    pub period: SentenceView,
}

/// The past as the chart draws it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatHistoryView {
    /// The figure's caption: "In the last 60 days the count rose by 40."
    pub sentence: SentenceView,
    /// All that is known, oldest first, each day once; the page cuts it to the range that is chosen.
    pub points: Vec<SeatPointView>,
    /// Stretches of days without a point between two points.
    pub breaks: Vec<BreakView>,
    /// The limit over time, oldest first, as far back as the licenses tell and to the end of the forecast.
    pub steps: Vec<LimitStepView>,
    /// What may be chosen: 30, 60, 90 and 365 days.
    pub ranges: Vec<RangeView>,
    /// Days in the history, today's not whole one included.
    pub days: u32,
    /// What is known to be off in the history, a sentence each: "Coder's history counts service accounts."
    pub remarks: Vec<SentenceView>,
    /// Why Coder gave no history (old server, no permission, failed), or empty.
    pub missing: SentenceView,
    /// "Solid: counted by Coder. Dotted: counted here. …", for the line under the chart.
    pub legend: String,
}

/// One day of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatPointView {
    /// "2026-11-23".
    pub day: String,
    /// Users that held a seat.
    pub active: u32,
    /// Dormant users, where known.
    pub dormant: Option<u32>,
    /// Suspended users, where known.
    pub suspended: Option<u32>,
    /// Seats licensed on that day; null where there was no limit or it is not known.
    pub limit: Option<u32>,
    /// Who counted.
    pub source: PointSource,
    /// False for today: the day is not over.
    pub whole: bool,
    /// "412 active users on 23 Nov 2026, counted by Coder": the spoken value and the row of the table.
    pub sentence: SentenceView,
}

/// Who counted a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PointSource {
    /// Coder's own history: drawn solid.
    Coder,
    /// This program's daily record of Coder's count: drawn dotted.
    Own,
}

/// Days of which nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct BreakView {
    /// The first day without a point.
    pub from: String,
    /// The last day without a point.
    pub to: String,
    /// "No data from 3 to 9 Oct 2026."
    pub sentence: SentenceView,
}

/// The limit from a day on, until the next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct LimitStepView {
    /// The first day.
    pub day: String,
    /// Seats licensed; null where there is no limit (or no license).
    pub limit: Option<u32>,
    /// `limit`, `no_limit`, `no_license`, or `unknown` (before what the licenses or the record tell).
    pub kind: String,
    /// "limit 500 (#4)".
    pub label: String,
    /// Whether the license is in its grace period then.
    pub grace: bool,
}

/// A span of days to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RangeView {
    /// 30, 60, 90 or 365.
    pub days: u32,
    /// "30 d", "1 y".
    pub label: String,
    /// The first day it shows.
    pub from: String,
    /// Points in it.
    pub points: u32,
}

/// The forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatForecastView {
    /// Whether there is enough history for one; else no line is drawn.
    pub enough: bool,
    /// "14 days of history so far. A forecast needs 28."; empty where there is enough.
    pub lacking: SentenceView,
    /// "At this pace the limit is reached around 4 Apr 2027 (between 20 Feb and 22 May 2027, or later), after this term
    /// ends." One date never stands without its range.
    pub sentence: SentenceView,
    /// `reached`, `not_reached`, `already_over`, `no_limit` or `none`.
    pub outcome: String,
    /// The likeliest day; null where the limit is not reached within 180 days.
    pub around: Option<String>,
    /// The first day on which it may be reached.
    pub earliest: Option<String>,
    /// The last one; null where it may as well be later than the forecast goes, or never.
    pub latest: Option<String>,
    /// The days ahead, from tomorrow on, at most 180.
    pub points: Vec<ForecastPointView>,
    /// Users more or less in a month at this pace, rounded; null without a forecast.
    pub per_month: Option<i32>,
    /// "How is this worked out?", a sentence each.
    pub method: Vec<SentenceView>,
}

/// One day of the forecast, to a tenth. Every value is finite, so that it crosses as a plain number.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ForecastPointView {
    /// "2026-12-24".
    pub day: String,
    /// The line.
    #[cfg_attr(feature = "specta", specta(type = i32))]
    pub middle: f64,
    /// Lower end of the band that holds 80 % of past errors; never below 0.
    #[cfg_attr(feature = "specta", specta(type = i32))]
    pub low: f64,
    /// Its upper end.
    #[cfg_attr(feature = "specta", specta(type = i32))]
    pub high: f64,
    /// Whether the band rests on errors that were measured at this distance; beyond, it is widened with the square
    /// root of the distance.
    pub measured: bool,
}

/// What to order at a renewal: three numbers and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OrderView {
    /// The day it is worked out for: the end of the coverage, or the day that was asked for; null without one.
    pub day: Option<String>,
    /// The highest count since the term began.
    pub peak: Option<u32>,
    /// The forecast for that day, with its range; null without a forecast or beyond 180 days.
    pub forecast: Option<RangeCountView>,
    /// Seats that come free by that day if those who were not seen for 60 days stay away; null without a list.
    pub reclaimable: Option<u32>,
    /// "For 12 Mar 2027: the peak was 431, …"
    pub sentence: SentenceView,
}

/// A count with its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RangeCountView {
    /// The likeliest.
    pub middle: u32,
    /// Lower end of the 80 % band.
    pub low: u32,
    /// Upper end.
    pub high: u32,
}

/// When those who hold a seat were last seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct LastSeenView {
    /// By whole days since: `days[0]` today, `days[90]` 90 days ago or longer. 91 counts.
    pub days: Vec<u32>,
    /// The five ages, youngest first; their counts add up to those listed.
    pub buckets: Vec<AgeBucketView>,
    /// "9 seats come free by 30 Nov if these users stay away."
    pub sentence: SentenceView,
    /// The day of the sentence, for "See the 9".
    pub by: String,
    /// How many that are.
    pub frees: u32,
    /// On which day how many come free if nobody comes back, soonest first, days without any left out.
    pub frees_by_day: Vec<FreesDayView>,
    /// Holders of a seat who were never seen; they are in the last bucket, and in the first days of `frees_by_day`.
    pub never_seen: u32,
}

/// One of the five ages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AgeBucketView {
    /// `d0_7`, `d8_30`, `d31_60`, `d61_83` or `d84_90`: the filter of [`PeopleRequest::age`].
    pub code: String,
    /// "0-7 days".
    pub label: String,
    /// How many.
    pub count: u32,
}

/// Seats that come free on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FreesDayView {
    /// The day.
    pub day: String,
    /// On that day.
    pub count: u32,
    /// On it and before.
    pub total: u32,
    /// "3 seats on 25 Nov 2026, 9 by then".
    pub sentence: SentenceView,
}

/// A part of the table of people.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PeopleRequest {
    /// The deployment.
    pub deployment: u32,
    /// Words to look for in name, user name and e-mail; empty for all.
    pub search: String,
    /// `holders` (who hold a seat), `all`, or a status.
    pub status: String,
    /// A code of [`AgeBucketView`], or empty.
    pub age: String,
    /// Only those whose seat comes free on or before this day ("2026-11-30"), or empty.
    pub frees_by: String,
    /// A role as the server writes it ("owner"; "member" for who has none), or empty.
    pub role: String,
    /// A login type as the server writes it ("oidc"), or empty.
    pub login_type: String,
    /// A mark as [`PersonMark`] is written ("service_account"), or empty.
    pub mark: String,
    /// `name`, `email`, `last_seen`, `dormant_on`, `status`, `roles` or `login_type`.
    pub sort: String,
    /// Turns the order round; those without a value stay last.
    pub descending: bool,
    /// The first row wanted, from 0.
    pub offset: u32,
    /// How many rows; at most 500 are given.
    pub limit: u32,
}

/// What was asked for of the table of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PeopleView {
    /// When the list was read; null where there is none.
    pub at: Option<String>,
    /// Users in the list.
    pub total: u32,
    /// Users that fit the search and the filters.
    pub matching: u32,
    /// "412 users hold a seat.", "9 of 412 users who hold a seat."
    pub sentence: SentenceView,
    /// Place of the first row among those that fit.
    pub offset: u32,
    /// The rows.
    pub rows: Vec<PersonView>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PersonView {
    /// The UUID.
    pub id: String,
    /// The display name, else the user name; hidden characters made visible.
    pub name: String,
    /// The user name.
    pub username: String,
    /// May be empty.
    pub email: String,
    /// "27 Aug 2026"; "never" or "–".
    pub last_seen: SentenceView,
    /// The instant, for sorting and tooltips; null for never.
    pub last_seen_at: Option<String>,
    /// "25 Nov 2026"; "any minute"; "–" for who does not become dormant.
    pub dormant_on: SentenceView,
    /// The earliest instant by the server's rule.
    pub dormant_at: Option<String>,
    /// `active`, `dormant`, `suspended`, or what the server says.
    pub status: String,
    /// The status in words.
    pub status_word: String,
    /// Whether this user holds a seat by the rule of the server's version.
    pub holds_seat: bool,
    /// "owner, auditor"; "member" for none.
    pub roles: String,
    /// "password", "github", "oidc", "token", "none"; as the server says.
    pub login_type: String,
    /// What marks this user.
    pub marks: Vec<PersonMark>,
    /// Where Coder shows this user.
    pub link: String,
}

/// What marks a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum PersonMark {
    /// The one who is signed in here.
    You,
    /// Has the role of an owner; cannot be suspended.
    Owner,
    /// A service account.
    ServiceAccount,
    /// Has never been seen.
    NeverSeen,
    /// Was seen in the future, by this computer's clock.
    SeenInFuture,
    /// Holds an AI governance seat.
    AiSeat,
}

/// Two days to compare.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatChangeRequest {
    /// The deployment.
    pub deployment: u32,
    /// The earlier day, "2026-11-01".
    pub from: String,
    /// The later one.
    pub to: String,
}

/// Why the count changed between two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatChangeView {
    /// "From 1 to 23 Nov 2026 the count rose by 12, from 400 to 412."
    pub headline: SentenceView,
    /// `names` (who was there is kept for both days), `numbers` (only the counts are), or `nothing`.
    pub rests_on: String,
    /// The same in a sentence, with what would have to be kept for more.
    pub basis: SentenceView,
    /// What made the change, the largest first.
    pub rows: Vec<SeatChangeRowView>,
}

/// One cause of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SeatChangeRowView {
    /// `new`, `woke`, `activated`, `fell_dormant`, `suspended`, `gone`, `rule`, or `unexplained`.
    pub kind: String,
    /// What it did to the count; negative where it freed seats.
    pub effect: i32,
    /// "7 users woke: they were dormant and came back."
    pub sentence: SentenceView,
    /// Whose they are, by name; empty where only numbers are known.
    pub people: Vec<String>,
}

/// The seats of all deployments together, and a row each for the Overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FleetSeatsView {
    /// "585 of 770 seats are used on 4 deployments. 185 are free."
    pub headline: SentenceView,
    /// Seats licensed, added up over deployments with a limit; null where none has one.
    pub bought: Option<u32>,
    /// Seats used, added up over those that reported; null where none did.
    pub used: Option<u32>,
    /// Seats left, added up; what one is over is not taken from another.
    pub free: Option<u32>,
    /// Seats that come free if those who were not seen for 60 days stay away or are suspended; null without a list.
    pub reclaimable: Option<u32>,
    /// Persons who hold a seat somewhere, each counted once by e-mail; null without a list.
    pub persons: Option<u32>,
    /// "523 persons hold 585 seats; 41 of them on more than one deployment.", and which lists are missing.
    pub persons_sentence: SentenceView,
    /// One a deployment, in the admin's order.
    pub rows: Vec<FleetSeatRowView>,
}

/// The seats of one of the deployments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FleetSeatRowView {
    /// The deployment.
    pub deployment: u32,
    /// Its name.
    pub name: String,
    /// Seats used, where reported.
    pub used: Option<u32>,
    /// Seats licensed, where there is a limit.
    pub limit: Option<u32>,
    /// Seats left.
    pub free: Option<u32>,
    /// As in [`FleetSeatsView::reclaimable`].
    pub reclaimable: Option<u32>,
    /// As in [`SeatFiguresView::state`].
    pub state: String,
    /// The last 90 days, oldest first, null where nothing is known: 90 values.
    pub sparkline: Vec<Option<u32>>,
    /// The sparkline in words: "rose by 12 in 90 days", "no history".
    pub trend: SentenceView,
}

/// A chart to save, drawn by the page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ChartRequest {
    /// Of which kind.
    pub kind: ChartKind,
    /// A name for the file, without ending.
    pub name: String,
    /// The text of an SVG, or the bytes of a PNG in base64.
    pub content: String,
}

/// See [`ChartRequest::kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// SVG.
    Svg,
    /// PNG.
    Png,
}
