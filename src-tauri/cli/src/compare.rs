//! `seatkeeper compare`: two license files side by side.

use std::io::Write;
use std::path::Path;

use seatkeeper_core::compare::compare;
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::license::Claims;
use seatkeeper_core::view::ComparisonView;
use serde::Serialize;

use crate::args::{CompareArguments, JudgingArguments};
use crate::escape::visible;
use crate::grid::{Grid, Side};
use crate::judging::Judge;
use crate::output::{Failure, Output};
use crate::page::plain;
use crate::reading::Reading;
use crate::status;
use crate::table::{Paint, Table};

/// The comparison on a line of `--json`.
#[derive(Serialize)]
struct CompareRecord<'a> {
    schema: u32,
    /// The paths as given, or `-`.
    a: String,
    b: String,
    #[serde(flatten)]
    comparison: &'a ComparisonView,
}

/// Compares the files that the arguments name.
pub(crate) fn run(arguments: &CompareArguments, output: &mut Output) -> Result<u8, Failure> {
    let judging = JudgingArguments { key: arguments.key.clone(), ..JudgingArguments::default() };
    let judge = Judge::new(&judging)?;
    let (a, b) = (the_one(&judge, &arguments.a)?, the_one(&judge, &arguments.b)?);
    let mut worst = status::FINE;
    for reading in [&a, &b].into_iter().filter(|reading| reading.check.license().is_none()) {
        worst = worst.max(reading.refuse(&judge, output));
    }
    if let Some(error) = judge.store_error() {
        output.error(&error.into());
    }
    let (Some(claims_a), Some(claims_b)) = (said(&a), said(&b)) else { return Ok(worst) };
    let comparison = compare(claims_a, claims_b).view(judge.zone());
    if arguments.json {
        let path = |path: &Path| path.to_string_lossy().into_owned();
        let (a, b) = (path(&arguments.a), path(&arguments.b));
        output.record(&CompareRecord { schema: 1, a, b, comparison: &comparison })?;
    } else {
        let table = Table::new(output.color, std::iter::empty());
        output.out.write_all(page(&a.name, &b.name, &comparison, &table).as_bytes())?;
    }
    output.out.flush()?;
    Ok(worst)
}

/// What it says, whoever signed it; that nobody did is told beside it.
fn said(reading: &Reading) -> Option<&Claims> {
    reading.claims().or_else(|| reading.unsigned_claims())
}

/// The one text of a path.
fn the_one(judge: &Judge, path: &Path) -> Result<Reading, Error> {
    let mut readings = Reading::of_path(judge, path);
    match (readings.pop(), readings.len()) {
        (Some(reading), 0) => Ok(reading),
        (_, others) => {
            let about = format!("{} holds {} licenses; name one of them", path.display(), others + 1);
            Err(Error::new(ErrorCode::LicenseNotReadable, about))
        }
    }
}

fn page(a: &str, b: &str, comparison: &ComparisonView, table: &Table) -> String {
    let sentence = visible(&plain(&comparison.sentence));
    let mut page = format!("A  {}\nB  {}\n{sentence}\n", visible(a), visible(b));
    let mut grid =
        Grid::new(&[("", Side::Left), ("A", Side::Left), ("B", Side::Left), ("Change", Side::Left)]);
    let mut rows = comparison.rows.iter().filter(|row| row.kind != "same").peekable();
    if rows.peek().is_none() {
        return page;
    }
    for row in rows {
        let look = match row.kind.as_str() {
            "loss" => ("▼", Paint::Bad),
            "gain" => ("▲", Paint::Good),
            _ => ("→", Paint::Info),
        };
        grid.row(look, [row.label.clone(), plain(&row.a), plain(&row.b), plain(&row.change)]);
    }
    page.push_str(&format!("\n{}", grid.text(table)));
    page
}
