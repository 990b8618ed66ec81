//! The fake's clock.

use std::time::{Duration, Instant as Monotonic};

use crate::fake_deployment::moment::Moment;
use crate::fake_deployment::plan::Clock;

#[derive(Debug)]
pub(super) struct RunningClock {
    base: Moment,
    started: Option<Monotonic>,
    step: Duration,
}

impl RunningClock {
    pub(super) fn new(clock: Clock) -> Self {
        match clock {
            Clock::Fixed(at) => Self { base: Moment::of(at), started: None, step: Duration::ZERO },
            Clock::Stepping(at, step) => Self { base: Moment::of(at), started: None, step },
            Clock::Ticking(at) => {
                Self { base: Moment::of(at), started: Some(monotonic()), step: Duration::ZERO }
            }
        }
    }

    /// A request comes in.
    pub(super) fn step(&mut self) {
        self.advance(self.step);
    }

    pub(super) fn advance(&mut self, span: Duration) {
        self.base = self.base.plus(span);
    }

    pub(super) fn now(&self) -> Moment {
        self.base.plus(self.started.map_or(Duration::ZERO, |started| started.elapsed()))
    }
}

#[expect(clippy::disallowed_methods, reason = "the fake's own clock ticks by the machine's")]
fn monotonic() -> Monotonic {
    Monotonic::now()
}
