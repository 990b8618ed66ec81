//! Merges terms by walking over the instants at which something begins or ends.

use super::{Block, Cover, Stretch, Term};

/// Blocks of coverage, in the order of time.
pub(super) fn blocks(terms: &[Term]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for stretch in stretches(terms) {
        match blocks.last_mut() {
            Some(block) if block.ends() == Some(stretch.starts) => block.stretches.push(stretch),
            Some(_) | None => blocks.push(Block { stretches: vec![stretch] }),
        }
    }
    blocks
}

/// Stretches in the order of time, each as long as can be.
fn stretches(terms: &[Term]) -> Vec<Stretch> {
    // At each instant: how many terms and how many grace periods begin (or end, below 0).
    let mut changes = Vec::with_capacity(terms.len() * 4);
    for term in terms {
        changes.extend([(term.starts, 1, 0), (term.ends, -1, 1), (term.grace_until, 0, -1)]);
    }
    changes.sort_unstable();

    let mut found: Vec<Stretch> = Vec::new();
    let (mut in_term, mut in_grace) = (0, 0);
    for (place, (starts, terms, graces)) in changes.iter().enumerate() {
        in_term += terms;
        in_grace += graces;
        let Some((ends, _, _)) = changes.get(place + 1).filter(|(next, _, _)| next > starts) else {
            continue;
        };
        let cover = match (in_term > 0, in_grace > 0) {
            (true, _) => Cover::Term,
            (false, true) => Cover::Grace,
            (false, false) => continue,
        };
        match found.last_mut() {
            Some(last) if last.ends == *starts && last.cover == cover => last.ends = *ends,
            Some(_) | None => found.push(Stretch { starts: *starts, ends: *ends, cover }),
        }
    }
    found
}
