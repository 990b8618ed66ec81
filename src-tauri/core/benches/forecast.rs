//! The forecast's back-test as a table, and how long a forecast takes. `cargo bench -p seatkeeper-core --bench forecast`

#[path = "../tests/seats/back_test.rs"]
mod back_test;
#[path = "../tests/seats/histories.rs"]
mod histories;

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use back_test::{day_counts, scores, table};
use histories::History;
use seatkeeper_core::seats::forecast::Forecast;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "200 histories, mean absolute error in percent of the mean count:\n")?;
    writeln!(out, "{}", table(&scores(0..200)))?;
    writeln!(out, "The same of 2,000 others:\n")?;
    writeln!(out, "{}", table(&scores(1_000_000..1_002_000)))?;
    for (days, seed) in [(60, 0), (400, 6)] {
        let counts = day_counts(&History::of_seed(seed).counts[..days]);
        let today = i32::try_from(days).unwrap_or(0);
        let fastest = (0..200).map(|_| timed(|| Forecast::of(black_box(&counts), today))).min();
        writeln!(out, "a forecast of {days} days: {:?}", fastest.unwrap_or_default())?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn timed<T>(act: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    black_box(act());
    start.elapsed()
}
