//! The one thread that speaks to the keychain, and how long its callers wait.
//!
//! It is never joined: a keychain that hangs keeps neither a caller nor the end of the program waiting.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use seatkeeper_core::ports::KeychainError;
use tokio::sync::oneshot;

use super::backend::Backend;

/// How long a caller waits for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The thread, begun at the first call.
#[derive(Debug)]
pub(super) struct KeychainThread {
    calls: Mutex<Option<Sender<Call>>>,
    backend: Backend,
    progress: Arc<Progress>,
}

/// What the thread is asked to do.
struct Call {
    number: u64,
    run: Box<dyn FnOnce(&mut Backend) + Send>,
}

/// An answer that is on its way.
struct Awaited<T> {
    number: u64,
    answer: oneshot::Receiver<Result<T, KeychainError>>,
}

/// How far the thread is; calls are numbered from 1.
#[derive(Debug, Default)]
struct Progress {
    last: AtomicU64,
    /// The call that the thread is in; 0 for none.
    in_flight: AtomicU64,
    /// The newest call whose caller gave up.
    given_up: AtomicU64,
}

impl KeychainThread {
    pub(super) fn new(backend: Backend) -> Self {
        Self { calls: Mutex::new(None), backend, progress: Arc::default() }
    }

    /// Asks, and waits for the answer as long as a caller waits. A call that nobody waits for any more when its turn
    /// comes is not made; one that is in flight by then may still take effect.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut Backend) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let Awaited { number, answer } = self.start(call)?;
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(answer) => answer.unwrap_or_else(|_| Err(ended())),
            Err(_) => {
                self.progress.give_up(number);
                Err(KeychainError::TimedOut)
            }
        }
    }

    /// [`Self::ask`] for callers that have no runtime.
    #[cfg(any(target_os = "macos", windows))]
    pub(super) fn ask_and_wait<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut Backend) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let (sender, receiver) = channel();
        let awaited = self.start(move |backend| {
            drop(sender.send(call(backend)));
            Ok(())
        })?;
        receiver.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            self.progress.give_up(awaited.number);
            Err(KeychainError::TimedOut)
        })
    }

    fn start<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut Backend) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<Awaited<T>, KeychainError> {
        // While it hangs, nobody else need wait to learn it.
        if self.progress.is_stuck() {
            return Err(KeychainError::TimedOut);
        }
        let number = self.progress.last.fetch_add(1, Ordering::SeqCst) + 1;
        let (reply, answer) = oneshot::channel();
        let run = Box::new(move |backend: &mut Backend| {
            if !reply.is_closed() {
                drop(reply.send(call(backend)));
            }
        });
        self.send(Call { number, run })?;
        Ok(Awaited { number, answer })
    }

    fn send(&self, call: Call) -> Result<(), KeychainError> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = match &*calls {
            Some(sender) => sender,
            None => calls.insert(self.begin()?),
        };
        sender.send(call).map_err(|_| ended())
    }

    /// Begins the thread, and gives the way to it.
    fn begin(&self) -> Result<Sender<Call>, KeychainError> {
        let (sender, receiver) = channel();
        let (backend, progress) = (self.backend.clone(), Arc::clone(&self.progress));
        std::thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || serve(&receiver, &backend, &progress))
            .map_err(|error| KeychainError::Unavailable(error.to_string()))?;
        Ok(sender)
    }
}

impl Progress {
    /// Whether the thread is in a call that nobody waits for any more.
    fn is_stuck(&self) -> bool {
        let in_flight = self.in_flight.load(Ordering::SeqCst);
        in_flight != 0 && in_flight <= self.given_up.load(Ordering::SeqCst)
    }

    fn give_up(&self, number: u64) {
        self.given_up.fetch_max(number, Ordering::SeqCst);
    }
}

/// Makes one call after another; ends with the last handle. A fault in a keychain's library ends the call it happens in
/// and nothing else: those that wait behind it are made on a backend that knows nothing of it.
fn serve(calls: &Receiver<Call>, fresh: &Backend, progress: &Progress) {
    let mut backend = fresh.clone();
    for call in calls {
        let _in_flight = InFlight::of(progress, call.number);
        // Safe to go on: what a fault leaves half done is the backend, and that is thrown away.
        if catch_unwind(AssertUnwindSafe(|| (call.run)(&mut backend))).is_err() {
            backend = fresh.clone();
        }
    }
}

/// Says that a call is in flight until it is dropped, by a panic too.
struct InFlight<'a>(&'a Progress);

impl<'a> InFlight<'a> {
    fn of(progress: &'a Progress, number: u64) -> Self {
        progress.in_flight.store(number, Ordering::SeqCst);
        Self(progress)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.store(0, Ordering::SeqCst);
    }
}

fn ended() -> KeychainError {
    KeychainError::Unavailable("the part that speaks to it has stopped".to_owned())
}
