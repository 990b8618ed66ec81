//! The sentence over a batch: how many were checked, and how they fared.

use seatkeeper_core::sentence::grouped;

/// The order in which verdicts are counted, and the words for a count of them.
const WORDS: &[(&str, &str, &str)] = &[
    ("valid", "valid", "valid"),
    ("expiring", "ends soon", "end soon"),
    ("grace", "in grace", "in grace"),
    ("not_yet_valid", "not valid yet", "not valid yet"),
    ("expired", "expired", "expired"),
    ("wrong_deployment", "for another deployment", "for other deployments"),
    ("refused", "would be refused", "would be refused"),
    ("bad_signature", "bad signature", "bad signatures"),
    ("unknown_key", "cannot be told", "cannot be told"),
    ("unsigned", "not signed by Coder's rules", "not signed by Coder's rules"),
    ("malformed", "not a license", "not a license"),
    ("not_a_license", "not a license", "not a license"),
    ("unreadable", "unreadable", "unreadable"),
];

/// How the verdicts of a batch add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    counts: std::collections::BTreeMap<String, u32>,
}

impl Tally {
    /// Counts one verdict.
    pub fn count(&mut self, verdict: &str) {
        *self.counts.entry(verdict.to_owned()).or_default() += 1;
    }

    /// "480 checked: 455 valid, 20 expired, 5 not a license."
    #[must_use]
    pub fn sentence(&self, cancelled_at: Option<(u32, u32)>) -> String {
        let all: u32 = self.counts.values().sum();
        let mut parts: Vec<(u32, &str, &str)> = Vec::new();
        for (verdict, one, many) in WORDS {
            let count = self.counts.get(*verdict).copied().unwrap_or(0);
            match parts.last_mut() {
                // Two verdicts that read alike are one count.
                Some(last) if last.1 == *one => last.0 += count,
                Some(_) | None => parts.push((count, one, many)),
            }
        }
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(count, _, _)| *count > 0)
            .map(|(count, one, many)| {
                format!("{} {}", grouped(count.into()), if count == 1 { one } else { many })
            })
            .collect();
        let tally = if said.is_empty() { String::new() } else { format!(": {}", said.join(", ")) };
        match cancelled_at {
            Some((done, total)) => {
                format!("Stopped after {} of {}{tally}.", grouped(done.into()), grouped(total.into()))
            }
            None => format!("{} checked{tally}.", grouped(all.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(verdicts: &[(&str, u32)]) -> Tally {
        let mut tally = Tally::default();
        for (verdict, count) in verdicts {
            (0..*count).for_each(|_| tally.count(verdict));
        }
        tally
    }

    #[test]
    fn three_files_make_one_sentence() {
        let tally = tally(&[("valid", 1), ("bad_signature", 1), ("expired", 1)]);
        assert_eq!(tally.sentence(None), "3 checked: 1 valid, 1 expired, 1 bad signature.");
    }

    #[test]
    fn what_reads_alike_is_counted_together() {
        let tally = tally(&[("malformed", 1000), ("not_a_license", 2), ("unreadable", 2)]);
        assert_eq!(tally.sentence(None), "1,004 checked: 1,002 not a license, 2 unreadable.");
    }

    #[test]
    fn a_stopped_batch_says_where() {
        assert_eq!(tally(&[("valid", 2)]).sentence(Some((2, 500))), "Stopped after 2 of 500: 2 valid.");
    }
}
