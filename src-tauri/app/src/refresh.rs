//! The background round: deployments are asked every so often, not on the minute, and only while the window shows.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{Arc, Weak},
    time::Duration,
};

use seatkeeper_core::Instant;

use crate::host::Host;

/// How often the clock is looked at: it may have been set, or the computer have slept.
const LOOK: Duration = Duration::from_secs(20);

/// Asks all deployments when the page is there, and then again each time the chosen span is over.
pub fn start(host: &Arc<Host>, is_visible: impl Fn() -> bool + Send + 'static) {
    let weak: Weak<Host> = Arc::downgrade(host);
    let page_is_there = host.page_is_there();
    tauri::async_runtime::spawn(async move {
        page_is_there.notified().await;
        if let Some(host) = weak.upgrade() {
            host.manager().erase_past_forgotten().await;
            #[cfg(feature = "test-hooks")]
            host.take_over_test_sessions().await;
        }
        let mut due: Option<Instant> = None;
        while let Some(host) = weak.upgrade() {
            let now = host.now();
            let has_deployments = !host.overview().deployments.is_empty();
            let late = due.is_none_or(|due| !now.is_before(due));
            if has_deployments && late && is_visible() {
                host.set_next_check_at(None);
                host.check(None).await;
                let next = host.now().plus(jittered(host.seconds_between_checks()));
                due = Some(next);
                host.set_next_check_at(due);
            } else if !has_deployments {
                // Whoever is added next is asked when added; the round begins a span later.
                due = Some(now.plus(jittered(host.seconds_between_checks())));
            }
            drop(host);
            tokio::time::sleep(LOOK).await;
        }
    });
}

/// The span, up to a tenth shorter or longer, so that many windows do not ask in step.
fn jittered(seconds: i64) -> i64 {
    let tenth = (seconds / 10).max(1);
    let spread = u64::try_from(2 * tenth + 1).unwrap_or(1);
    let random = i64::try_from(RandomState::new().hash_one(0) % spread).unwrap_or(0);
    seconds - tenth + random
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_stays_within_a_tenth() {
        let spans: Vec<i64> = (0..1000).map(|_| jittered(900)).collect();
        assert!(spans.iter().all(|span| (810..=990).contains(span)));
        assert!(spans.iter().min() != spans.iter().max());
    }
}
