//! `seatkeeper inspect`: everything a license says, in words and raw, whether it is good or not.

use std::io::Write;

use seatkeeper_core::check::Check;
use seatkeeper_core::view::{CheckView, SourceView};

use crate::args::InspectArguments;
use crate::escape::visible;
use crate::judging::Judge;
use crate::output::{Failure, Output};
use crate::page::{mark, plain, section};
use crate::source::Source;
use crate::status;
use crate::table::{self, Paint, Table};

/// See the column of words under "Claims".
const WIDEST_WORDS: usize = 40;
/// Said over claims that no good signature covers.
const UNVERIFIED: &str = "UNVERIFIED: no good signature covers these words; anyone may have written them.";

/// Shows what the arguments name.
pub(crate) fn run(arguments: &InspectArguments, output: &mut Output) -> Result<u8, Failure> {
    let judge = Judge::new(&arguments.judging)?.exact(arguments.exact);
    let mut worst = status::FINE;
    for source in Source::of_path(&arguments.file) {
        let checks = judge.check(source.read());
        let table = Table::new(output.color, std::iter::empty());
        for (at, check) in checks.iter().enumerate() {
            let index = table::index(at, checks.len());
            worst = worst.max(judge.status(check));
            output.out.write_all(page(&judge, &table, &source, check, index).as_bytes())?;
        }
    }
    output.out.flush()?;
    if let Some(error) = judge.store_error() {
        output.error(&error.into());
        worst = worst.max(status::NOT_READ);
    }
    Ok(worst)
}

fn page(judge: &Judge, table: &Table, source: &Source, check: &Check, index: Option<u32>) -> String {
    let context = judge.context();
    let label = table::label(&source.label(), index);
    let named = SourceView { label: label.clone(), path: None, index, also: Vec::new() };
    let view = check.view(&context, "", named, false);
    let mut page = table.row(check, &context, &label, true);
    // The reasons stand under the evidence.
    page.push_str(&table.notes(check));
    let evidence = view.evidence.iter().map(|line| {
        let hint = if line.hint.is_empty() { String::new() } else { format!(" ({})", line.hint) };
        (format!("{} {}", mark(line.mark), line.label), format!("{}{hint}", plain(&line.finding)))
    });
    section(&mut page, table, "Evidence", evidence.collect());
    let grants = view.grants.iter().map(|grant| {
        let known = if grant.known { "" } else { " (not known here)" };
        (grant.label.clone(), format!("{}{known}", plain(&grant.value)))
    });
    section(&mut page, table, "Grants", grants.collect());
    claims(&mut page, table, &view);
    if let Some(fingerprint) = &view.fingerprint {
        section(&mut page, table, "Text", vec![("Fingerprint".to_owned(), fingerprint.clone())]);
    }
    page
}

fn claims(page: &mut String, table: &Table, view: &CheckView) {
    let unverified = view.claims_unverified && !view.claims.is_empty();
    let widest = view.claims.iter().map(|claim| visible(&plain(&claim.words)).chars().count());
    // One claim of many words does not push the raw forms of all others away.
    let width = widest.filter(|width| *width <= WIDEST_WORDS).max().unwrap_or(0);
    let lines = view.claims.iter().map(|claim| {
        let words = if claim.known { visible(&plain(&claim.words)) } else { "(not known here)".to_owned() };
        let gap = " ".repeat(width.saturating_sub(words.chars().count()));
        (claim.name.clone(), format!("{words}{gap}  {}", claim.raw))
    });
    let title = if unverified { "Claims (unverified)" } else { "Claims" };
    if unverified {
        page.push_str(&format!("\n{}", table.painted(UNVERIFIED, Paint::Bad)));
    }
    section(page, table, title, lines.collect());
}
