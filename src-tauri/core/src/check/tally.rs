//! The sentence over many checks: how many there were, and how they fared.

use std::collections::BTreeMap;

use crate::check::Verdict;
use crate::sentence::grouped;

/// How the verdicts of a batch add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<Verdict, u32>,
}

impl Tally {
    /// Counts one verdict.
    pub fn count(&mut self, verdict: Verdict) {
        *self.counts.entry(verdict).or_default() += 1;
    }

    /// "480 checked: 455 valid, 20 expired, 5 not a license."
    pub fn sentence(&self) -> String {
        let all: u64 = self.counts.values().map(|count| u64::from(*count)).sum();
        format!("{} checked{}.", grouped(all.into()), self.parts())
    }

    /// "Stopped after 212 of 480: 212 valid."
    pub fn stopped(&self, done: u32, total: u32) -> String {
        format!("Stopped after {} of {}{}.", grouped(done.into()), grouped(total.into()), self.parts())
    }

    /// ": 455 valid, 20 expired", best first; nothing where nothing was counted.
    fn parts(&self) -> String {
        let mut parts: Vec<(u32, Words)> = Vec::new();
        for (verdict, count) in self.counts.iter().rev() {
            let words = words(*verdict);
            // Two verdicts that read alike are one count.
            match parts.iter_mut().find(|(_, said)| *said == words) {
                Some((sum, _)) => *sum = sum.saturating_add(*count),
                None => parts.push((*count, words)),
            }
        }
        let said: Vec<String> = parts
            .into_iter()
            .map(|(count, (one, many))| {
                format!("{} {}", grouped(count.into()), if count == 1 { one } else { many })
            })
            .collect();
        if said.is_empty() { String::new() } else { format!(": {}", said.join(", ")) }
    }
}

/// What follows a count of one, and of any other number.
type Words = (&'static str, &'static str);

fn words(verdict: Verdict) -> Words {
    match verdict {
        Verdict::Valid => ("valid", "valid"),
        Verdict::Expiring => ("ends soon", "end soon"),
        Verdict::Grace => ("in grace", "in grace"),
        Verdict::NotYetValid => ("not valid yet", "not valid yet"),
        Verdict::Expired => ("expired", "expired"),
        Verdict::WrongDeployment => ("for another deployment", "for other deployments"),
        Verdict::Refused => ("would be refused", "would be refused"),
        Verdict::BadSignature => ("bad signature", "bad signatures"),
        Verdict::UnknownKey => ("with an unknown key", "with unknown keys"),
        Verdict::Unsigned => ("not signed by Coder's rules", "not signed by Coder's rules"),
        Verdict::Malformed | Verdict::NotALicense => ("not a license", "not a license"),
        Verdict::Unreadable => ("unreadable", "unreadable"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(verdicts: &[(Verdict, u32)]) -> Tally {
        let mut tally = Tally::default();
        for (verdict, count) in verdicts {
            (0..*count).for_each(|_| tally.count(*verdict));
        }
        tally
    }

    #[test]
    fn three_files_make_one_sentence() {
        let tally = tally(&[(Verdict::Valid, 1), (Verdict::BadSignature, 1), (Verdict::Expired, 1)]);
        assert_eq!(tally.sentence(), "3 checked: 1 valid, 1 expired, 1 bad signature.");
    }

    #[test]
    fn what_reads_alike_is_counted_together() {
        let tally = tally(&[(Verdict::Malformed, 1000), (Verdict::NotALicense, 2), (Verdict::Unreadable, 2)]);
        assert_eq!(tally.sentence(), "1,004 checked: 2 unreadable, 1,002 not a license.");
    }

    #[test]
    fn one_and_many_are_said_apart() {
        let one = tally(&[(Verdict::Expiring, 1), (Verdict::WrongDeployment, 1)]);
        assert_eq!(one.sentence(), "2 checked: 1 ends soon, 1 for another deployment.");
        let many = tally(&[(Verdict::Expiring, 2), (Verdict::WrongDeployment, 2)]);
        assert_eq!(many.sentence(), "4 checked: 2 end soon, 2 for other deployments.");
    }

    #[test]
    fn a_stopped_batch_says_where() {
        assert_eq!(tally(&[(Verdict::Valid, 2)]).stopped(2, 500), "Stopped after 2 of 500: 2 valid.");
        assert_eq!(Tally::default().stopped(0, 500), "Stopped after 0 of 500.");
    }
}
