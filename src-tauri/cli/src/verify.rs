//! `seatkeeper verify`: one verdict for each license, in the order of the input.

mod parallel;
mod progress;

use std::io::Write;

use clap::ArgMatches;
use clap::parser::ValueSource;
use seatkeeper_core::check::{Check, Tally, Verdict};

use crate::args::VerifyArguments;
use crate::escape::visible_json;
use crate::judging::Judge;
use crate::output::{Failure, Output};
use crate::source::Source;
use crate::status;
use crate::table::{self, Table};

use progress::Progress;

/// What came of one source.
struct Judged {
    printed: Vec<u8>,
    verdicts: Vec<Verdict>,
    status: u8,
}

/// Judges what the arguments name.
pub(crate) fn run(
    arguments: &VerifyArguments,
    matches: Option<&ArgMatches>,
    output: &mut Output,
) -> Result<u8, Failure> {
    let judge =
        Judge::new(&arguments.judging)?.exact(arguments.exact).expires_within(arguments.expires_within);
    let sources = sources(arguments, matches);
    let table = Table::new(output.color, sources.iter().map(Source::label));
    let alone = sources.len() == 1;
    let work = |source: &Source| {
        let checks = judge.check(source.read());
        let printed = if arguments.quiet {
            Vec::new()
        } else if arguments.json {
            records(&judge, source, &checks)
        } else {
            rows(&judge, &table, source, &checks, alone)
        };
        let status = checks.iter().map(|check| judge.status(check)).max().unwrap_or(status::FINE);
        Judged { printed, verdicts: checks.iter().map(|check| check.verdict).collect(), status }
    };
    let mut worst = status::FINE;
    let mut tally = Tally::default();
    let mut judged_texts = 0_usize;
    let mut progress = Progress::new(output, sources.len());
    let mut done = 0;
    parallel::in_order(&sources, work, |judged| {
        output.out.write_all(&judged.printed)?;
        worst = worst.max(judged.status);
        for verdict in judged.verdicts {
            tally.count(verdict);
            judged_texts += 1;
        }
        done += 1;
        progress.show(&mut output.err, done);
        Ok::<(), std::io::Error>(())
    })
    .or_else(|error| closed_pipe_is_fine(error, &mut progress, output))?;
    progress.clear(&mut output.err);
    if !arguments.quiet && !arguments.json && judged_texts > 1 {
        writeln!(output.out, "{}", tally.sentence()).or_else(ignore_closed_pipe)?;
    }
    output.out.flush().or_else(ignore_closed_pipe)?;
    if let Some(error) = judge.store_error() {
        output.error(&error.into());
        worst = worst.max(status::NOT_READ);
    }
    Ok(worst)
}

/// The sources in the order of the command line, whatever the kind.
fn sources(arguments: &VerifyArguments, matches: Option<&ArgMatches>) -> Vec<Source> {
    let places = |id: &str| -> Vec<usize> {
        let given = matches.filter(|matches| matches.value_source(id) == Some(ValueSource::CommandLine));
        given.and_then(|matches| matches.indices_of(id)).into_iter().flatten().collect()
    };
    let files = places("files").into_iter().zip(arguments.files.iter().map(|path| Source::of_path(path)));
    let text = |text: &std::ffi::OsString| vec![Source::Argument(text.as_encoded_bytes().to_vec())];
    let texts = places("license").into_iter().zip(arguments.license.iter().map(text));
    let mut all: Vec<_> = files.chain(texts).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().flat_map(|(_, sources)| sources).collect()
}

fn records(judge: &Judge, source: &Source, checks: &[Check]) -> Vec<u8> {
    let context = judge.context();
    let mut lines = String::new();
    for (at, check) in checks.iter().enumerate() {
        let record = check.record(&context, &source.name(), table::index(at, checks.len()));
        // A record is plain data, which always has a JSON form.
        lines.push_str(&visible_json(&serde_json::to_string(&record).unwrap_or_default()));
        lines.push('\n');
    }
    lines.into_bytes()
}

fn rows(judge: &Judge, table: &Table, source: &Source, checks: &[Check], alone: bool) -> Vec<u8> {
    let context = judge.context();
    let alone = alone && checks.len() == 1;
    let mut rows = String::new();
    for (at, check) in checks.iter().enumerate() {
        let label = table::label(&source.label(), table::index(at, checks.len()));
        let explained = alone || judge.status(check) > status::FINE;
        rows.push_str(&table.row(check, &context, &label, explained));
        if alone {
            rows.push_str(&table.reasons(check, &context, &label));
            rows.push_str(&table.notes(check));
        }
    }
    rows.into_bytes()
}

fn closed_pipe_is_fine(
    error: std::io::Error,
    progress: &mut Progress,
    output: &mut Output,
) -> Result<(), std::io::Error> {
    progress.clear(&mut output.err);
    ignore_closed_pipe(error)
}

/// Whoever read the output has seen enough.
fn ignore_closed_pipe(error: std::io::Error) -> Result<(), std::io::Error> {
    if error.kind() == std::io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}
