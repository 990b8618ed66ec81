//! How many seats are used, by the deployment's own count.

use crate::entitlement::Entitlements;
use crate::entitlement::texts::ServerText;
use crate::feature::FeatureName;
use crate::sentence::{Sentence, counted};

/// Seats as the deployment reports them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Seats {
    /// Users that hold one; `None` where it is not reported.
    pub(crate) used: Option<i64>,
    /// Seats licensed; `None` where there is no limit.
    pub(crate) limit: Option<i64>,
    /// Users that may create workspaces are counted, not all active ones.
    pub(crate) capable: bool,
}

impl Seats {
    pub(crate) fn of(entitlements: Option<&Entitlements>) -> Self {
        let Some(entitlements) = entitlements else { return Self::default() };
        let users = entitlements.feature(&FeatureName::UserLimit);
        // The server says how it counts only in its warnings.
        let capable = entitlements.warnings.iter().any(|sentence| {
            matches!(
                ServerText::recognise(sentence),
                Some((
                    ServerText::CapableUsersOverLimit
                        | ServerText::CapableUsersGrace
                        | ServerText::CapableCountEnds,
                    _
                ))
            )
        });
        Self { used: users.actual, limit: users.limit.filter(|limit| *limit > 0), capable }
    }

    /// How many users there are beyond the limit.
    pub(crate) fn over(&self) -> Option<i64> {
        Some(self.used?.saturating_sub(self.limit?)).filter(|over| *over > 0)
    }

    /// How many seats are left where 90 % or more are used.
    pub(crate) fn nearly_full(&self) -> Option<i64> {
        let (used, limit) = (self.used?, self.limit?);
        let near = i128::from(used) * 10 >= i128::from(limit) * 9;
        (near && used <= limit).then(|| limit.saturating_sub(used))
    }

    /// "active users" or "workspace-capable users".
    pub(crate) fn noun(&self) -> &'static str {
        if self.capable { "workspace-capable users" } else { "active users" }
    }

    /// "412 / 500", "412, no limit", "–".
    pub(crate) fn cell(&self) -> Sentence {
        match (self.used, self.limit) {
            (Some(used), Some(limit)) => Sentence::new().count(used).text(" / ").count(limit),
            (Some(used), None) => Sentence::new().count(used).text(", no limit"),
            (None, _) => "–".into(),
        }
    }

    /// What is said of them in one or two sentences.
    pub(crate) fn sentence(&self) -> Sentence {
        let noun = self.noun();
        match (self.used, self.limit) {
            (None, _) => "Coder did not report a count.".into(),
            (Some(used), None) => Sentence::new()
                .count(used)
                .text(format!(" {}. This deployment has no seat limit.", singular(noun, used))),
            (Some(used), Some(limit)) => match (self.over(), self.nearly_full()) {
                (Some(over), _) => Sentence::from("Over by ")
                    .count(over)
                    .text(": ")
                    .count(used)
                    .text(format!(" {}, ", singular(noun, used)))
                    .count(limit)
                    .text(" licensed."),
                (None, Some(left)) => {
                    Sentence::from(format!("Nearly full: {}. ", seats_left(left))).then(used_of(used, limit))
                }
                (None, None) => used_of(used, limit),
            },
        }
    }
}

fn used_of(used: i64, limit: i64) -> Sentence {
    Sentence::new().count(used).text(" of ").count(limit).text(if used == 1 {
        " seats is used."
    } else {
        " seats are used."
    })
}

/// "6 seats left", "no seat left".
pub(crate) fn seats_left(left: i64) -> String {
    if left == 0 { "no seat left".to_owned() } else { format!("{} left", counted(left, "seat", "seats")) }
}

fn singular(noun: &str, count: i64) -> String {
    if count == 1 { noun.trim_end_matches('s').to_owned() } else { noun.to_owned() }
}
