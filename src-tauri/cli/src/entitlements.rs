//! `seatkeeper entitlements`: what licenses give, worked out here by Coder's rules. No server is asked.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use seatkeeper_core::check::Verdict;
use seatkeeper_core::entitlement::{Entitlements, Installed};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::outlook::{Facts, Guess, Named, given};
use seatkeeper_core::view::EntitlementsView;

use crate::args::EntitlementsArguments;
use crate::escape::visible;
use crate::judging::Judge;
use crate::output::{Failure, Output};
use crate::page::{plain, section};
use crate::reading::Reading;
use crate::rows::Record;
use crate::source::Source;
use crate::status;
use crate::table::{Paint, Table};

/// Works out what the licenses that the arguments name give.
pub(crate) fn run(arguments: &EntitlementsArguments, output: &mut Output) -> Result<u8, Failure> {
    let judge = Judge::new(&arguments.judging)?;
    let facts = match &arguments.facts {
        Some(path) => facts_of(path)?,
        None => Facts::read(&Entitlements::default()),
    };
    let readings: Vec<_> = arguments.files.iter().flat_map(|path| Reading::of_path(&judge, path)).collect();
    let mut worst = status::FINE;
    let mut seen = BTreeSet::new();
    let mut licenses = Vec::new();
    for reading in &readings {
        // A server has each license once, and takes none that is for others.
        let fits = reading.check.verdict != Verdict::WrongDeployment;
        let Some(claims) = reading.claims().filter(|_| fits) else {
            worst = worst.max(reading.refuse(&judge, output));
            continue;
        };
        if !seen.insert(reading.check.fingerprint()) {
            continue;
        }
        if reading.check.verdict == Verdict::UnknownKey {
            output.say(&reading.why(&judge), "It is counted all the same: Coder may know that key.");
            worst = worst.max(status::NEEDS_ATTENTION);
        }
        licenses.push(Named::new(reading.name.clone(), Installed::new(&claims.id, claims)));
    }
    if let Some(error) = judge.store_error() {
        output.error(&error.into());
        worst = worst.max(status::NOT_READ);
    }
    let view = given(&licenses, &facts, judge.now(), judge.zone());
    if arguments.json {
        output.record(&Record::of(&view))?;
    } else {
        let table = Table::new(output.color, std::iter::empty());
        let known = arguments.facts.is_some().then_some(&facts);
        output.out.write_all(page(&view, known, &table).as_bytes())?;
    }
    output.out.flush()?;
    Ok(if view.has_license { worst } else { worst.max(status::NEEDS_ATTENTION) })
}

/// What a saved answer tells of a deployment.
fn facts_of(path: &Path) -> Result<Facts, Error> {
    let fault = |why: String| Error::new(ErrorCode::FactsInvalid, why);
    let mut sources = Source::of_path(path);
    let (Some(source), 0) = (sources.pop(), sources.len()) else {
        return Err(fault(format!("{} is no file", path.display())));
    };
    let bytes = source.read().map_err(|why| fault(format!("{} was not read: {why}", source.label())))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| fault(format!("{} is no text", source.label())))?;
    let answer = Entitlements::read(text).map_err(|why| fault(format!("{}: {why}", source.label())))?;
    Ok(Facts::read(&answer))
}

fn page(view: &EntitlementsView, facts: Option<&Facts>, table: &Table) -> String {
    let (mark, paint, word) = match (view.has_license, view.trial) {
        (true, true) => ("✓", Paint::Good, "A license counts; Coder takes the deployment for a trial."),
        (true, false) => ("✓", Paint::Good, "A license counts."),
        (false, _) => ("✕", Paint::Bad, "No license counts."),
    };
    let mut page = format!("{} {word}\n", table.painted(mark, paint));
    page.push_str(&format!("  Seats: {}\n", visible(&plain(&view.seats))));
    if view.require_telemetry {
        page.push_str("  Telemetry is required: where it is off, Coder changes nothing of what it gives.\n");
    }
    let lines = view.coverage.iter().map(|line| (plain(&line.sentence), String::new())).collect();
    section(&mut page, table, "Coverage", lines);
    let lines = view.features.iter().filter(|feature| feature.state != "off");
    let lines: Vec<_> = lines.map(|feature| (feature.label.clone(), feature.word.clone())).collect();
    section(&mut page, table, "Features", lines);
    let lines = view.limits.iter().filter(|limit| limit.state != "off").map(|limit| {
        let period = plain(&limit.period);
        let gap = if period.is_empty() { "" } else { ", " };
        (limit.label.clone(), format!("{}{gap}{period}", plain(&limit.value)))
    });
    section(&mut page, table, "Limits", lines.collect());
    let lines = view.winners.iter().map(|winner| (winner.label.clone(), plain(&winner.why)));
    section(&mut page, table, "Which license wins", lines.collect());
    let lines = view.coder_says.iter().map(|said| (said.kind.clone(), said.text.clone())).collect();
    section(&mut page, table, "Coder would say", lines);
    let told = match facts {
        // That a feature may not be switched on is said beside it.
        Some(facts) => facts
            .guesses
            .iter()
            .filter(|guess| !matches!(guess, Guess::Enablement(_)))
            .map(|guess| (guess.sentence(), String::new()))
            .collect(),
        None => vec![(
            "Nothing is known of the deployment. Name a saved answer of GET /api/v2/entitlements with --facts."
                .to_owned(),
            String::new(),
        )],
    };
    section(&mut page, table, "Not known", told);
    page
}
