//! `seatkeeper status`: asks deployments, and says how each stands.

use std::io::Write;

use seatkeeper_adapters::SystemClock;
use seatkeeper_core::Instant;
use seatkeeper_core::view::{DeploymentRowView, OverviewView};

use crate::args::StatusArguments;
use crate::escape::visible;
use crate::host::Host;
use crate::output::{Failure, Output};
use crate::page::plain;
use crate::rows::{self, Record};
use crate::status;
use crate::table::Table;

/// Asks the deployments that the arguments name, all together.
pub(crate) fn run(arguments: &StatusArguments, output: &mut Output) -> Result<u8, Failure> {
    let host = Host::of_call(&arguments.deployments, output)?;
    let ids = host.several(&arguments.deployments)?;
    host.check(&ids, output)?;
    let overview = host.manager.overview();
    let rows: Vec<_> =
        ids.iter().filter_map(|id| overview.deployments.iter().find(|row| row.id == *id)).collect();
    if arguments.form.json {
        for row in &rows {
            output.record(&Record::of(*row))?;
        }
    } else if arguments.form.csv {
        output.out.write_all(&host.manager.overview_csv_of(&ids))?;
    } else if rows.is_empty() {
        writeln!(output.out, "There is no deployment in the list. Sign in to one: seatkeeper login URL")?;
    } else {
        let table = Table::new(output.color, std::iter::empty());
        output.out.write_all(page(&overview, &rows, &table).as_bytes())?;
    }
    output.out.flush()?;
    Ok(rows.into_iter().map(rows::status).max().unwrap_or(status::FINE))
}

fn page(overview: &OverviewView, rows: &[&DeploymentRowView], table: &Table) -> String {
    let mut page = String::new();
    // The sentence over all speaks of all.
    let all = rows.len() == overview.deployments.len();
    for sentence in [&overview.offline, &overview.headline].into_iter().filter(|said| all && !said.is_empty())
    {
        page.push_str(&format!("{}\n", visible(&plain(sentence))));
    }
    for line in overview.attention.iter().filter(|line| rows.iter().any(|row| row.id == line.deployment)) {
        let (mark, paint) = rows::look(&line.state);
        page.push_str(&format!("{} {}\n", table.painted(mark, paint), visible(&plain(&line.sentence))));
    }
    if !page.is_empty() {
        page.push('\n');
    }
    page.push_str(&rows::grid(rows, table));
    let notes: String = rows.iter().filter_map(|row| note(row)).collect();
    if !notes.is_empty() {
        page.push_str(&format!("\n{notes}"));
    }
    page
}

/// Why a deployment did not answer, and how old its figures are.
pub(crate) fn note(row: &DeploymentRowView) -> Option<String> {
    let failure = row.failure.as_ref()?;
    let known = row.known_at.as_deref().filter(|_| row.stale).and_then(Instant::parse).map(|at| {
        let zone = SystemClock.local_days();
        format!("* last known, {} {}. ", at.day(&zone), at.clock(&zone))
    });
    let known = known.unwrap_or_default();
    let said = format!("{known}{}: {} {}", row.name, failure.message, failure.hint);
    Some(format!("  {}\n", visible(said.trim_end())))
}
