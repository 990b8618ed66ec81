//! How far a long run has come, on a terminal that would otherwise stay silent.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use seatkeeper_adapters::{Stopwatch, SystemClock};

use crate::output::Output;

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
/// The line is written anew this often.
const PACE: Duration = Duration::from_millis(100);

pub(super) struct Progress {
    total: usize,
    started: Option<Stopwatch>,
    shown_at: Duration,
    shown: bool,
}

impl Progress {
    /// Shown on standard error where that is a terminal and the rows themselves go elsewhere.
    pub(super) fn new(output: &Output, total: usize) -> Self {
        let wanted = total > 1 && !output.on_terminal && output.err.is_terminal();
        let started = wanted.then(|| SystemClock.stopwatch());
        Self { total, started, shown_at: PATIENCE, shown: false }
    }

    /// Says how many are done, now and then. Where it cannot be written, nobody misses it.
    pub(super) fn show(&mut self, err: &mut impl Write, done: usize) {
        let Some(elapsed) = self.started.map(Stopwatch::elapsed) else { return };
        if elapsed >= self.shown_at {
            self.shown_at = elapsed + PACE;
            self.shown = true;
            drop(write!(err, "\r{done} of {} checked", self.total));
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self, err: &mut impl Write) {
        if std::mem::take(&mut self.shown) {
            drop(write!(err, "\r\x1b[K"));
        }
    }
}
