//! The state of a deployment: the worst of all that is to be said of it, and what asks for an act.

use crate::check::words::{days_left, left};
use crate::error::ErrorCode;
use crate::outlook::gap_words;
use crate::sentence::{Sentence, counted};

use super::coverage::announced_days;
use super::installed::EXPIRING_DAYS;
use super::{Access, Cover, FailureKind, Outlook, failure_kind, seats::seats_left};

/// The states, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeploymentState {
    /// It has licenses and none counts.
    NotCovered,
    /// Only a grace period covers it.
    Grace,
    /// More users than seats.
    Over,
    /// The session is over.
    SignInAgain,
    /// A time is ahead in which no license counts.
    Gap,
    /// The term ends soon and nothing follows.
    Ends,
    /// 90 % of the seats or more are used.
    NearlyFull,
    /// It gave no answer that could be used.
    NotReachable,
    /// The session may not list licenses.
    NotPermitted,
    /// It has no license.
    NoLicense,
    /// In its term.
    Covered,
    /// It is being asked for the first time.
    Checking,
    /// It was never asked.
    NeverChecked,
}

impl DeploymentState {
    /// Every state, worst first.
    pub const ALL: [Self; 13] = [
        Self::NotCovered,
        Self::Grace,
        Self::Over,
        Self::SignInAgain,
        Self::Gap,
        Self::Ends,
        Self::NearlyFull,
        Self::NotReachable,
        Self::NotPermitted,
        Self::NoLicense,
        Self::Covered,
        Self::Checking,
        Self::NeverChecked,
    ];

    /// Its name in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotCovered => "not_covered",
            Self::Grace => "grace",
            Self::Over => "over",
            Self::SignInAgain => "sign_in_again",
            Self::Gap => "gap",
            Self::Ends => "ends",
            Self::NearlyFull => "nearly_full",
            Self::NotReachable => "not_reachable",
            Self::NotPermitted => "not_permitted",
            Self::NoLicense => "no_license",
            Self::Covered => "covered",
            Self::Checking => "checking",
            Self::NeverChecked => "never_checked",
        }
    }

    /// 0 is worst.
    pub fn weight(self) -> u32 {
        let place = Self::ALL.iter().position(|state| *state == self).unwrap_or_default();
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// Whether it asks for an act.
    pub const fn asks_for_act(self) -> bool {
        match self {
            Self::NotCovered
            | Self::Grace
            | Self::Over
            | Self::SignInAgain
            | Self::Gap
            | Self::Ends
            | Self::NearlyFull => true,
            Self::NotReachable
            | Self::NotPermitted
            | Self::NoLicense
            | Self::Covered
            | Self::Checking
            | Self::NeverChecked => false,
        }
    }
}

/// One thing to be said of a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) state: DeploymentState,
    /// "In grace, 7 days".
    pub(crate) word: Sentence,
    /// "In grace, 7 d", for a narrow column.
    pub(crate) short: Sentence,
    /// The sentence of the attention list; empty where no act is asked for.
    pub(crate) sentence: Sentence,
    /// Where it can be seen to.
    pub(crate) place: &'static str,
}

impl Finding {
    fn act(state: DeploymentState, word: String, sentence: Sentence, place: &'static str) -> Self {
        Self { state, short: shortened(&word).into(), word: word.into(), sentence, place }
    }

    fn quiet(state: DeploymentState, word: &str) -> Self {
        Self { state, word: word.into(), short: word.into(), sentence: Sentence::new(), place: "summary" }
    }
}

/// Everything to be said, worst first; never empty.
pub(crate) fn findings(outlook: &Outlook<'_>) -> Vec<Finding> {
    let mut found: Vec<_> = covered(outlook)
        .into_iter()
        .chain(seats(outlook))
        .chain(session(outlook))
        .chain(access(outlook))
        .collect();
    if found.is_empty() {
        found.push(if outlook.known.checking {
            Finding::quiet(DeploymentState::Checking, "Checking…")
        } else {
            Finding::quiet(DeploymentState::NeverChecked, "Never checked")
        });
    }
    found.sort_by_key(|finding| finding.state);
    found
}

fn covered(outlook: &Outlook<'_>) -> Vec<Finding> {
    let (now, name, zone) = (outlook.now, outlook.known.name, outlook.zone);
    match outlook.cover() {
        Cover::Unknown => Vec::new(),
        Cover::NoLicense => vec![Finding::quiet(DeploymentState::NoLicense, "No license")],
        Cover::NoneCounts => vec![Finding::quiet(DeploymentState::NoLicense, "No license counts")],
        Cover::NotCovered { since, next, refused } => {
            let opening = match since {
                _ if refused => {
                    Sentence::from(format!("{name} is not covered: Coder counts none of its licenses."))
                }
                Some(since) => Sentence::from(format!("{name} is not covered since ")).day(since).text("."),
                None => Sentence::from(format!("{name} is not covered.")),
            };
            let ahead = next.map(|next| {
                Sentence::from(" The next license starts on ")
                    .day(next)
                    .text(format!(" (in {}).", left(now, next)))
            });
            let sentence = opening.then(ahead.unwrap_or_default());
            vec![Finding::act(DeploymentState::NotCovered, "Not covered".to_owned(), sentence, "licenses")]
        }
        Cover::Grace { until, bridged, .. } => {
            let opening = format!("{name} is in its grace period");
            let (word, sentence) = match until {
                Some(until) if bridged => (
                    format!("In grace, {}", left(now, until)),
                    Sentence::from(format!("{opening} until "))
                        .day(until)
                        .text(format!(" ({}), when the next term begins.", left(now, until))),
                ),
                Some(until) => (
                    format!("In grace, {}", left(now, until)),
                    Sentence::from(format!("{opening}. Features stop on "))
                        .day(until)
                        .text(format!(" ({}).", left(now, until))),
                ),
                None => ("In grace".to_owned(), format!("{opening}. Features stop when it ends.").into()),
            };
            let mut found = vec![Finding::act(DeploymentState::Grace, word, sentence, "licenses")];
            found.extend(gap(outlook));
            found
        }
        Cover::Covered { until } => {
            let word = until.map(|until| format!("Valid, {}", left(now, until)));
            let mut found = vec![Finding {
                short: shortened(word.as_deref().unwrap_or("Valid")).into(),
                ..Finding::quiet(DeploymentState::Covered, "Covered")
            }];
            found.extend(gap(outlook).or_else(|| match until {
                Some(until) => ends(outlook, until),
                None => ends_as_announced(outlook),
            }));
            let _ = zone;
            found
        }
    }
}

fn gap(outlook: &Outlook<'_>) -> Option<Finding> {
    let gap = outlook.gap_ahead()?;
    let word = format!("Gap in {}", left(outlook.now, gap.starts));
    let sentence =
        Sentence::from(format!("{} has a gap: ", outlook.known.name)).then(gap_words(&gap, outlook.zone));
    Some(Finding::act(DeploymentState::Gap, word, sentence, "licenses"))
}

/// Coder warns when fewer than 30 days are left, or 7 of a trial.
fn ends(outlook: &Outlook<'_>, until: crate::Instant) -> Option<Finding> {
    let (now, name) = (outlook.now, outlook.known.name);
    let trial = outlook
        .licenses
        .iter()
        .filter(|judged| judged.term.is_some_and(|term| term.ends == until))
        .all(|judged| judged.claims().is_some_and(|claims| claims.trial));
    let threshold = if trial { 7 } else { i64::from(EXPIRING_DAYS) };
    if days_left(now, until) >= threshold {
        return None;
    }
    let today = until.same_day(now, outlook.zone);
    let word = if today { "Ends today".to_owned() } else { format!("Ends in {}", left(now, until)) };
    let at = if today { Sentence::from("today at ").clock(until) } else { Sentence::new().day(until) };
    let bridge =
        outlook.timeline.iter().flat_map(|timeline| timeline.bridges()).find(|next| next.starts == until);
    let follows = match bridge {
        Some(bridge) => Sentence::from("The next starts on ").day(bridge.ends).text(", bridged by grace."),
        None => "Nothing follows it yet.".into(),
    };
    let sentence = Sentence::from(format!("{name} is covered until "))
        .then(at)
        .text(format!(" ({}). ", left(now, until)))
        .then(follows);
    Some(Finding::act(DeploymentState::Ends, word, sentence, "licenses"))
}

fn ends_as_announced(outlook: &Outlook<'_>) -> Option<Finding> {
    let days = announced_days(outlook.known.report.entitlements.as_ref()?, outlook.now)?;
    let days = counted(days, "day", "days");
    let sentence = format!("{}: Coder says that the license expires in {days}.", outlook.known.name);
    Some(Finding::act(DeploymentState::Ends, format!("Ends in {days}"), sentence.into(), "licenses"))
}

fn seats(outlook: &Outlook<'_>) -> Option<Finding> {
    let (seats, name) = (&outlook.seats, outlook.known.name);
    let figures = || {
        let (used, limit) = (seats.used.unwrap_or_default(), seats.limit.unwrap_or_default());
        Sentence::from(" (").count(used).text(" of ").count(limit).text(").")
    };
    if let Some(over) = seats.over() {
        let by = counted(over, "seat", "seats");
        let sentence = Sentence::from(format!("{name} is over its limit by {by}")).then(figures());
        let word = format!("Over by {}", crate::sentence::grouped(i128::from(over)));
        return Some(Finding::act(DeploymentState::Over, word, sentence, "seats"));
    }
    let left = seats.nearly_full()?;
    let sentence = Sentence::from(format!("{name} is nearly full: {}", seats_left(left))).then(figures());
    Some(Finding::act(DeploymentState::NearlyFull, "Nearly full".to_owned(), sentence, "seats"))
}

fn session(outlook: &Outlook<'_>) -> Option<Finding> {
    let failure = outlook.known.failure?;
    match failure_kind(failure) {
        FailureKind::NotReachable => Some(Finding::quiet(DeploymentState::NotReachable, "Not reachable")),
        FailureKind::Local => None,
        FailureKind::SignIn => {
            let name = outlook.known.name;
            let sentence = if failure.code == ErrorCode::SessionMissing {
                format!("Seatkeeper holds no session for {name} any more. Sign in again.")
            } else {
                format!("The session on {name} has ended. Sign in again.")
            };
            let word = "Sign in again".to_owned();
            Some(Finding::act(DeploymentState::SignInAgain, word, sentence.into(), "sign_in"))
        }
    }
}

fn access(outlook: &Outlook<'_>) -> Option<Finding> {
    match outlook.access {
        Access::Refused => Some(Finding::quiet(DeploymentState::NotPermitted, "Not permitted")),
        Access::Listed | Access::Nobody | Access::Missing | Access::NotAsked => None,
    }
}

/// "Valid, 109 days" as "Valid, 109 d".
fn shortened(word: &str) -> String {
    let units = [
        (" days", " d"),
        (" day", " d"),
        (" hours", " h"),
        (" hour", " h"),
        (" minutes", " min"),
        (" minute", " min"),
    ];
    let found =
        units.into_iter().find_map(|(long, short)| Some(format!("{}{short}", word.strip_suffix(long)?)));
    found.unwrap_or_else(|| word.to_owned())
}
