//! How many seats are used, by Coder's own count (coder/coder, `codersdk/deployment.go`, `user_limit`).

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::{Seats, is_limit, limits, seats_left, used};
use crate::entitlement::{Entitlement, Entitlements};
use crate::feature::FeatureName;
use crate::sentence::{Sentence, grouped, visible};
use crate::view::{SeatFiguresView, SeatLimitView};

use super::calendar;
use super::history::Peak;

/// Seats as Coder reports them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// Users that hold one; `None` where it is not reported, or no count can be that.
    pub actual: Option<u32>,
    /// Seats licensed; `None` where there is no limit.
    pub limit: Option<u32>,
    /// Users that may create workspaces are counted, not all active ones.
    pub capable: bool,
    /// Whether a license gives the limit.
    pub entitlement: Entitlement,
    /// When Coder worked it out; `None` where the server does not say.
    pub counted_at: Option<Instant>,
}

/// How full it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fullness {
    /// Below nine tenths.
    Normal,
    /// Nine tenths or more.
    Near,
    /// Beyond the limit.
    Over,
    /// There is no limit.
    NoLimit,
    /// There is no count.
    Unknown,
}

impl Fullness {
    /// Of a count and a limit.
    pub fn of(actual: Option<u32>, limit: Option<u32>) -> Self {
        match (actual, limit) {
            (None, _) => Self::Unknown,
            (Some(_), None) => Self::NoLimit,
            (Some(actual), Some(limit)) if actual > limit => Self::Over,
            (Some(actual), Some(limit)) if u64::from(actual) * 10 >= u64::from(limit) * 9 => Self::Near,
            (Some(_), Some(_)) => Self::Normal,
        }
    }

    /// Its code in views.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Near => "near",
            Self::Over => "over",
            Self::NoLimit => "no_limit",
            Self::Unknown => "unknown",
        }
    }
}

impl Usage {
    /// What a server's answer says of seats.
    pub fn of(entitlements: Option<&Entitlements>) -> Self {
        let seats = Seats::of(entitlements);
        let count = |count: Option<i64>| count.and_then(|count| u32::try_from(count).ok());
        let feature = entitlements.map(|answer| answer.feature(&FeatureName::UserLimit)).unwrap_or_default();
        Self {
            actual: count(seats.used),
            limit: count(seats.limit),
            capable: seats.capable,
            entitlement: feature.entitlement,
            counted_at: entitlements.and_then(|answer| answer.refreshed_at),
        }
    }

    /// How full it is.
    pub fn fullness(&self) -> Fullness {
        Fullness::of(self.actual, self.limit)
    }

    /// Seats left; 0 where the limit is passed.
    pub fn free(&self) -> Option<u32> {
        Some(self.limit?.saturating_sub(self.actual?))
    }

    /// Seats used beyond the limit.
    pub fn over(&self) -> u32 {
        self.actual.zip(self.limit).map_or(0, |(actual, limit)| actual.saturating_sub(limit))
    }

    /// "active users", "workspace-capable users"; the singular for one.
    pub fn noun(&self, count: u32) -> &'static str {
        match (self.capable, count) {
            (false, 1) => "active user",
            (false, _) => "active users",
            (true, 1) => "workspace-capable user",
            (true, _) => "workspace-capable users",
        }
    }

    /// "412 of 500 seats are used. 88 are free."
    pub(crate) fn headline(&self) -> Sentence {
        let Some(actual) = self.actual else { return "Coder did not report a count.".into() };
        let noun = self.noun(actual);
        let Some(limit) = self.limit else {
            return Sentence::new()
                .count(actual)
                .text(format!(" {noun}. This deployment has no seat limit."));
        };
        let used = match (self.capable, actual) {
            (true, _) => Sentence::new().count(actual).text(format!(" {noun} of ")).count(limit).text("."),
            (false, 1) => Sentence::from("1 of ").count(limit).text(" seats is used."),
            (false, _) => Sentence::new().count(actual).text(" of ").count(limit).text(" seats are used."),
        };
        let left = limit.saturating_sub(actual);
        match self.fullness() {
            Fullness::Over => Sentence::from("Over by ")
                .count(self.over())
                .text(": ")
                .count(actual)
                .text(format!(" {noun}, "))
                .count(limit)
                .text(" licensed."),
            Fullness::Near => {
                Sentence::from(format!("Nearly full: {}. ", seats_left(i64::from(left)))).then(used)
            }
            Fullness::Normal | Fullness::NoLimit | Fullness::Unknown => {
                let is = if left == 1 { " is free." } else { " are free." };
                used.text(" ").count(left).text(is)
            }
        }
    }

    /// What stands beside the headline: "Coder shows admins a warning."
    pub(crate) fn remark(&self) -> Sentence {
        let capable = "Coder counts users who may create workspaces, not all active ones.";
        match (self.fullness(), self.capable) {
            (Fullness::Over, false) => "Coder shows admins a warning, and refuses nobody.".into(),
            (Fullness::Over, true) => {
                format!("Coder shows admins a warning, and refuses nobody. {capable}").into()
            }
            (Fullness::Normal | Fullness::Near | Fullness::NoLimit | Fullness::Unknown, true) => {
                capable.into()
            }
            (Fullness::Normal | Fullness::Near | Fullness::NoLimit | Fullness::Unknown, false) => {
                Sentence::new()
            }
        }
    }

    /// "Counted by Coder today at 18:02 (active users)." and the peak.
    pub(crate) fn source(
        &self,
        peak: Option<&Peak>,
        received: Option<Instant>,
        now: Instant,
        zone: &TimeZone,
    ) -> Sentence {
        let counted = match (self.actual, self.counted_at.or(received)) {
            (None, _) => Sentence::new(),
            (Some(_), Some(at)) => {
                let noun = self.noun(2);
                Sentence::from("Counted by Coder ")
                    .then(calendar::when(at, now, zone))
                    .text(format!(" ({noun})."))
            }
            (Some(_), None) => Sentence::from(format!("Counted by Coder ({}).", self.noun(2))),
        };
        match peak {
            Some(peak) if counted.is_empty() => peak.sentence(zone),
            Some(peak) => counted.text(" ").then(peak.sentence(zone)),
            None => counted,
        }
    }

    /// The figures; `received` is when the answer came, `stale` whether it is an old one.
    pub(crate) fn view(
        &self,
        peak: Option<&Peak>,
        received: Option<Instant>,
        stale: bool,
        zone: &TimeZone,
    ) -> SeatFiguresView {
        let free = self.free();
        let word = match (self.fullness(), free) {
            (Fullness::Unknown, _) => "Not reported".to_owned(),
            (Fullness::NoLimit, _) => "No limit".to_owned(),
            (Fullness::Over, _) => format!("Over by {}", grouped(i128::from(self.over()))),
            (Fullness::Near, _) => "Nearly full".to_owned(),
            (Fullness::Normal, free) => format!("{} free", grouped(i128::from(free.unwrap_or_default()))),
        };
        let number = |count: u32| grouped(i128::from(count));
        let meter = match (self.actual, self.limit) {
            (None, _) => "not reported".to_owned(),
            (Some(actual), None) => format!("{} {}, no limit", number(actual), self.noun(actual)),
            (Some(actual), Some(limit)) if actual > limit => {
                format!("{} of {} seats used, {} over", number(actual), number(limit), number(self.over()))
            }
            (Some(actual), Some(limit)) => {
                format!("{} of {} seats used, {} free", number(actual), number(limit), number(limit - actual))
            }
        };
        SeatFiguresView {
            state: self.fullness().code().to_owned(),
            word,
            actual: self.actual,
            limit: self.limit,
            free,
            over: self.over(),
            noun: self.noun(2).to_owned(),
            entitlement: match self.entitlement {
                Entitlement::Entitled => "entitled",
                Entitlement::GracePeriod => "grace_period",
                Entitlement::NotEntitled => "not_entitled",
            }
            .to_owned(),
            grace: self.entitlement == Entitlement::GracePeriod,
            peak: peak.map(|peak| peak.view(zone)),
            counted_at: self.counted_at.or(received).map(Instant::rfc3339),
            stale,
            meter,
        }
    }
}

/// Every other limit, in the form of the seats.
pub(crate) fn other_limits(entitlements: &Entitlements, zone: &TimeZone) -> Vec<SeatLimitView> {
    let limited = entitlements.features.iter();
    let limited =
        limited.filter(|(name, feature)| **name != FeatureName::UserLimit && is_limit(name, feature));
    limits(entitlements, zone)
        .into_iter()
        .zip(limited)
        .map(|(limit, (name, feature))| {
            let actual = used(name, feature).and_then(|used| u32::try_from(used).ok());
            let licensed = feature.limit.and_then(|limit| u32::try_from(limit).ok());
            let fullness = Fullness::of(actual, licensed);
            let permille =
                actual.zip(licensed).filter(|(_, licensed)| *licensed > 0).map(|(used, licensed)| {
                    u32::try_from(u64::from(used) * 1_000 / u64::from(licensed)).unwrap_or(u32::MAX)
                });
            SeatLimitView {
                name: visible(name.as_str(), 60),
                label: limit.label,
                sentence: limit.value,
                state: fullness.code().to_owned(),
                permille,
                period: limit.period,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entitlement::Feature;

    fn usage(actual: Option<i64>, limit: Option<i64>) -> Usage {
        let mut answer = Entitlements::default();
        let feature = Feature { entitlement: Entitlement::Entitled, actual, limit, ..Feature::default() };
        answer.features.insert(FeatureName::UserLimit, feature);
        Usage::of(Some(&answer))
    }

    fn headline(actual: Option<i64>, limit: Option<i64>) -> String {
        usage(actual, limit).headline().plain(&TimeZone::UTC)
    }

    #[test]
    fn the_headline_says_how_many_are_used_and_free() {
        assert_eq!(headline(Some(412), Some(500)), "412 of 500 seats are used. 88 are free.");
        assert_eq!(headline(Some(1), Some(2)), "1 of 2 seats is used. 1 is free.");
        assert_eq!(headline(Some(494), Some(500)), "Nearly full: 6 seats left. 494 of 500 seats are used.");
        assert_eq!(headline(Some(500), Some(500)), "Nearly full: no seat left. 500 of 500 seats are used.");
        assert_eq!(headline(Some(128), Some(120)), "Over by 8: 128 active users, 120 licensed.");
        assert_eq!(headline(Some(412), None), "412 active users. This deployment has no seat limit.");
    }

    #[test]
    fn a_count_that_is_missing_or_cannot_be_is_never_nought() {
        for actual in [None, Some(-1), Some(i64::MAX)] {
            let usage = usage(actual, Some(5));
            assert_eq!((usage.actual, usage.free(), usage.fullness()), (None, None, Fullness::Unknown));
            assert_eq!(usage.headline().plain(&TimeZone::UTC), "Coder did not report a count.");
        }
        assert_eq!(Usage::of(None).actual, None);
        assert_eq!(
            usage(Some(0), Some(5)).headline().plain(&TimeZone::UTC),
            "0 of 5 seats are used. 5 are free."
        );
    }

    #[test]
    fn where_workspace_capable_users_are_counted_the_noun_changes() {
        let capable = Usage { capable: true, ..usage(Some(412), Some(500)) };
        assert_eq!(
            capable.headline().plain(&TimeZone::UTC),
            "412 workspace-capable users of 500. 88 are free."
        );
        assert!(capable.remark().plain(&TimeZone::UTC).contains("may create workspaces"));
    }
}
