//! Work on all cores, with results taken in the order of the items.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer items than this are not worth a thread.
const WORTH_A_THREAD: usize = 16;
/// Results that may wait for their turn at one time.
const ROUND: usize = 512;

/// Works on each item and hands over the results in order, until `take` has an error.
pub(super) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let cores = match items.len() {
        0..WORTH_A_THREAD => 1,
        _ => thread::available_parallelism().map_or(1, usize::from),
    };
    if cores == 1 {
        return items.iter().try_for_each(|item| take(work(item)));
    }
    for round in items.chunks(ROUND) {
        let next = AtomicUsize::new(0);
        let results: Vec<Mutex<Option<R>>> = round.iter().map(|_| Mutex::new(None)).collect();
        let worker = || {
            while let Some((item, place)) = {
                let at = next.fetch_add(1, Ordering::Relaxed);
                round.get(at).zip(results.get(at))
            } {
                let result = work(item);
                if let Ok(mut place) = place.lock() {
                    *place = Some(result);
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..cores.min(round.len()) {
                scope.spawn(worker);
            }
            worker();
        });
        for result in results {
            if let Ok(Some(result)) = result.into_inner() {
                take(result)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_none_is_lost() {
        for count in [0, 1, 15, 16, 1000, 5000] {
            let items: Vec<usize> = (0..count).collect();
            let mut taken = Vec::new();
            let done: Result<(), ()> = in_order(
                &items,
                |item| item * 2,
                |result| {
                    taken.push(result);
                    Ok(())
                },
            );
            assert_eq!(done, Ok(()));
            assert_eq!(taken, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_of_the_taker_ends_the_work() {
        let items = vec![0; 5000];
        let worked = AtomicUsize::new(0);
        let done = in_order(&items, |_| worked.fetch_add(1, Ordering::Relaxed), |_| Err("enough"));
        assert_eq!(done, Err("enough"));
        assert!(worked.into_inner() <= ROUND);
    }
}
