//! Coverage over time: which stretches of time a set of licenses covers, where only grace bridges, where nothing does.
//!
//! A term reaches from `nbf` to `license_expires`, its grace period from there to `exp`. Stretches contain their
//! start and not their end; for Coder the term also holds the very second of `license_expires`, which
//! [`ValidityTimeline::coverage`] respects. The licenses need not give the same features: as in Coder's own warning
//! (coder/coder, `enterprise/coderd/license/license.go`, `licenseValidityPeriod`), any license that counts covers.

mod sweep;
mod term;

pub use term::Term;

use crate::instant::Instant;

/// How a stretch of time is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cover {
    /// By the grace period of a license, and by no term.
    Grace,
    /// By the term of a license.
    Term,
}

/// A stretch of time that is covered in one way throughout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// Its first second.
    pub starts: Instant,
    /// The first second after it.
    pub ends: Instant,
    /// What covers it.
    pub cover: Cover,
}

/// Coverage without a gap: stretches of term and grace, each beginning where the one before ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// In the order of time; never empty, and no two of one kind in a row.
    pub stretches: Vec<Stretch>,
}

impl Block {
    /// Its first second.
    pub fn starts(&self) -> Option<Instant> {
        Some(self.stretches.first()?.starts)
    }

    /// The first second after it.
    pub fn ends(&self) -> Option<Instant> {
        Some(self.stretches.last()?.ends)
    }
}

/// A time between two blocks in which no license counts, grace included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Gap {
    /// Its first second.
    pub starts: Instant,
    /// When the next license begins to count.
    pub ends: Instant,
}

/// How things stand at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// A license is in its term.
    Covered {
        /// The end of the terms that follow each other without a gap.
        until: Instant,
    },
    /// Only the grace period of a license counts.
    InGrace {
        /// When that ends.
        until: Instant,
        /// Whether a term begins at that very instant.
        bridged: bool,
    },
    /// No license counts.
    NotCovered {
        /// Since when; `None` where no license has counted before.
        since: Option<Instant>,
        /// When the next begins to count.
        until: Option<Instant>,
    },
}

/// The coverage of a set of licenses, seen from an instant. Two with the same terms, in whatever order, are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidityTimeline {
    terms: Vec<Term>,
    blocks: Vec<Block>,
    now: Instant,
}

impl ValidityTimeline {
    /// Merges the terms.
    pub fn of(terms: &[Term], now: Instant) -> Self {
        let mut terms = terms.to_vec();
        terms.sort_unstable();
        let blocks = sweep::blocks(&terms);
        Self { terms, blocks, now }
    }

    /// The same, with one license more.
    pub fn with(&self, term: Term) -> Self {
        let mut terms = self.terms.clone();
        terms.push(term);
        Self::of(&terms, self.now)
    }

    /// The same, with one license of these terms less; unchanged where there is none.
    pub fn without(&self, term: &Term) -> Self {
        let mut terms = self.terms.clone();
        if let Some(place) = terms.iter().position(|present| present == term) {
            terms.remove(place);
        }
        Self::of(&terms, self.now)
    }

    /// The terms, in the order of time.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Coverage without a gap, in the order of time.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The times between two blocks.
    pub fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        self.blocks
            .windows(2)
            .filter_map(|pair| Some(Gap { starts: pair[0].ends()?, ends: pair[1].starts()? }))
    }

    /// The stretches of grace with a term before and behind: without the grace period they were gaps.
    pub fn bridges(&self) -> impl Iterator<Item = Stretch> + '_ {
        self.blocks.iter().flat_map(|block| {
            block.stretches.windows(3).filter(|three| three[1].cover == Cover::Grace).map(|three| three[1])
        })
    }

    /// How things stand now.
    pub fn coverage(&self) -> Coverage {
        let Some((block, place)) = self.here() else {
            let ended = self.blocks.iter().filter_map(Block::ends).filter(|ends| *ends <= self.now).max();
            let next = self.blocks.iter().filter_map(Block::starts).filter(|starts| *starts > self.now).min();
            return Coverage::NotCovered { since: ended, until: next };
        };
        let stretch = block.stretches[place];
        match stretch.cover {
            Cover::Term => Coverage::Covered { until: stretch.ends },
            Cover::Grace => {
                Coverage::InGrace { until: stretch.ends, bridged: block.stretches.get(place + 1).is_some() }
            }
        }
    }

    /// The end of the terms without a gap that hold now; `None` where now lies in no term.
    pub fn covered_until(&self) -> Option<Instant> {
        match self.coverage() {
            Coverage::Covered { until } => Some(until),
            Coverage::InGrace { .. } | Coverage::NotCovered { .. } => None,
        }
    }

    /// The end of the block that holds now: up to there some license counts, be it by grace.
    pub fn grace_until(&self) -> Option<Instant> {
        self.here().and_then(|(block, _)| block.ends())
    }

    /// The first gap that is not over: the one that holds now, or one to come. The time after the last license is
    /// no gap.
    pub fn next_gap(&self) -> Option<Gap> {
        self.gaps().find(|gap| gap.ends > self.now)
    }

    /// The stretch that holds now. At the second at which term becomes grace, the term still counts.
    fn here(&self) -> Option<(&Block, usize)> {
        self.blocks.iter().find_map(|block| {
            let place = block.stretches.iter().position(|stretch| {
                let last_second = stretch.cover == Cover::Term && Some(stretch.ends) != block.ends();
                stretch.starts <= self.now
                    && (self.now < stretch.ends || last_second && self.now == stretch.ends)
            })?;
            Some((block, place))
        })
    }
}

#[cfg(test)]
mod tests;
