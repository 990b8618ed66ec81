//! Judges anew at the exact second at which a term, a start or a grace period ends.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError, Weak},
    thread,
    time::Duration,
};

use super::{Host, lock};
use crate::news::News;

/// However far the next change is, the clock is looked at this often: it may have been set, or the computer
/// have slept.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Within the last second the clock is looked at this often, since it tells whole seconds.
const SHORTEST_WAIT: Duration = Duration::from_millis(40);

/// A bell that wakes the waiting thread when the desk changed.
#[derive(Default)]
pub struct Timer {
    rung: Arc<(Mutex<bool>, Condvar)>,
}

impl Timer {
    /// Says that the next change may be another one now.
    pub fn ring(&self) {
        *lock(&self.rung.0) = true;
        self.rung.1.notify_all();
    }

    /// Starts the thread; it ends with the host.
    pub fn start(host: &Arc<Host>) {
        let weak: Weak<Host> = Arc::downgrade(host);
        let rung = Arc::clone(&host.timer.rung);
        thread::spawn(move || {
            while let Some(wait) = weak.upgrade().map(|host| host.judge_what_is_due()) {
                let (flag, bell) = &*rung;
                let guard = lock(flag);
                let waited = bell.wait_timeout_while(guard, wait, |rung| !*rung);
                *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
            }
        });
    }
}

impl Host {
    /// Judges anew what has changed by itself, and says how long nothing else will.
    fn judge_what_is_due(&self) -> Duration {
        let moment = self.moment();
        let ctx = moment.context();
        let last = *lock(&self.judged_at);
        let mut desk = lock(&self.desk);
        let due = |check: &seatkeeper_core::check::Check| {
            check.next_change(last, &ctx.zone).is_some_and(|change| !ctx.now.is_before(change))
        };
        let changed = desk.rejudge(&ctx, due);
        let next = desk.next_change(&ctx);
        drop(desk);
        *lock(&self.judged_at) = ctx.now;
        if !changed.is_empty() {
            self.tell(News::Changed(changed));
        }
        let undo = self.erase_past_undo(ctx.now);
        let words = self.tell_words_that_changed(ctx.now);
        let next = [next, undo, words].into_iter().flatten().min();
        next.map_or(LONGEST_WAIT, |next| {
            let whole = u64::try_from(next.since(ctx.now) - 1).unwrap_or(0);
            Duration::from_secs(whole).clamp(SHORTEST_WAIT, LONGEST_WAIT)
        })
    }
}
