//! Names and lists in words.

use crate::feature::FeatureName;
use crate::sentence::grouped;

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

    #[test]
    fn a_long_list_is_cut() {
        let names = |count: usize| ["A", "B", "C", "D", "E"].map(str::to_owned)[..count].to_vec();
        assert_eq!(some(&names(2)), "A and B");
        assert_eq!(some(&names(4)), "A, B, C and D");
        assert_eq!(some(&names(5)), "A, B, C and 2 more");
        assert_eq!(all(&names(5)), "A, B, C, D and E");
    }
}
