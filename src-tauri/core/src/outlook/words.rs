//! Names and stretches of time in words.

use jiff::tz::TimeZone;

use crate::feature::FeatureName;
use crate::instant::Instant;
use crate::sentence::{Sentence, grouped};

/// Names in a list before "and 3 more".
const SHOWN: usize = 3;

/// What a feature is called where its limit is meant.
pub(crate) fn label(name: &FeatureName) -> String {
    if *name == FeatureName::UserLimit {
        "Seats".to_owned()
    } else if *name == FeatureName::AiGovernanceUserLimit {
        "AI Governance seats".to_owned()
    } else if *name == FeatureName::ManagedAgentLimit {
        "Managed agents".to_owned()
    } else if *name == FeatureName::AgentRuntimeHours {
        "Agent hours".to_owned()
    } else {
        crate::sentence::visible(&name.display(), 60)
    }
}

/// [`label`] within a sentence: "seats", "AI Governance seats", "agent hours".
pub(crate) fn noun(name: &FeatureName) -> String {
    let label = label(name);
    if *name == FeatureName::AiGovernanceUserLimit { label } else { label.to_lowercase() }
}

/// "8 to 18 Dec 2026", "28 Nov to 3 Dec 2026".
pub(crate) fn span(from: Instant, to: Instant, zone: &TimeZone) -> Sentence {
    let (first, last) = (from.day(zone), to.day(zone));
    if first == last {
        return Sentence::new().day(to);
    }
    let parts = |day: &str| {
        let mut words = day.splitn(3, ' ').map(str::to_owned);
        (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next().unwrap_or_default())
    };
    let ((day, month, year), (_, last_month, last_year)) = (parts(&first), parts(&last));
    let start = if year != last_year {
        Sentence::new().day(from)
    } else if month != last_month {
        format!("{day} {month}").into()
    } else {
        day.into()
    };
    start.text(" to ").day(to)
}

/// "A", "A and B", "A, B and C", "A, B, C and 4 more".
pub(crate) fn some(names: &[String]) -> String {
    if names.len() > SHOWN + 1 {
        let more = grouped(i128::try_from(names.len() - SHOWN).unwrap_or(i128::MAX));
        return format!("{} and {more} more", names[..SHOWN].join(", "));
    }
    all(names)
}

/// "A", "A and B", "A, B and C".
pub(crate) fn all(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The length of a list for a sentence.
pub(crate) fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: &str, to: &str) -> String {
        let at = |text| Instant::parse(text).expect("a date");
        span(at(from), at(to), &TimeZone::UTC).plain(&TimeZone::UTC)
    }

    #[test]
    fn what_two_days_share_is_said_once() {
        assert_eq!(words("2026-12-08", "2026-12-18"), "8 to 18 Dec 2026");
        assert_eq!(words("2026-11-28", "2026-12-03"), "28 Nov to 3 Dec 2026");
        assert_eq!(words("2026-12-28", "2027-01-03"), "28 Dec 2026 to 3 Jan 2027");
        assert_eq!(words("2026-12-28", "2026-12-28T05:00:00Z"), "28 Dec 2026");
    }

    #[test]
    fn a_long_list_is_cut() {
        let names = |count: usize| ["A", "B", "C", "D", "E"].map(str::to_owned)[..count].to_vec();
        assert_eq!(some(&names(2)), "A and B");
        assert_eq!(some(&names(4)), "A, B, C and D");
        assert_eq!(some(&names(5)), "A, B, C and 2 more");
        assert_eq!(all(&names(5)), "A, B, C, D and E");
    }
}
