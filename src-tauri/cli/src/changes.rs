//! `seatkeeper changes`: what changes on deployments when, if nobody installs or removes anything.

use std::io::Write;

use seatkeeper_core::Instant;
use seatkeeper_core::error::Error;
use seatkeeper_core::view::{DeploymentRowView, OutlookView, PresentView};
use serde::Serialize;

use crate::args::ChangesArguments;
use crate::escape::visible;
use crate::host::Host;
use crate::licenses::changes;
use crate::output::{Failure, Output};
use crate::page::plain;
use crate::standing;
use crate::status;
use crate::table::{Paint, Table};

/// The outlook of a deployment on a line of `--json`.
#[derive(Serialize)]
struct ChangesRecord<'a> {
    schema: u32,
    deployment: &'a str,
    origin: &'a str,
    #[serde(flatten)]
    outlook: &'a OutlookView,
    /// Coder's answer beside our reading; null where Coder has not answered.
    present: Option<&'a PresentView>,
}

/// Looks ahead on the deployments that the arguments name, or on all.
pub(crate) fn run(arguments: &ChangesArguments, output: &mut Output) -> Result<u8, Failure> {
    let host = Host::of_call(&arguments.deployment, output)?;
    let ids = host.several(&arguments.deployment)?;
    host.check(&ids, output)?;
    let table = Table::new(output.color, std::iter::empty());
    let mut worst = status::FINE;
    if ids.is_empty() && !arguments.json {
        writeln!(output.out, "There is no deployment in the list. Sign in to one: seatkeeper login URL")?;
    }
    for (place, id) in ids.iter().enumerate() {
        let row = host.row(*id)?;
        worst =
            worst.max(row.failure.as_ref().map_or(status::FINE, |failure| status::of_code(&failure.code)));
        let outlook = host.manager.outlook(*id).map(|outlook| cut(outlook, arguments.until));
        let present = host.manager.present(*id).ok();
        if arguments.json {
            match &outlook {
                Ok(outlook) => output.record(&ChangesRecord {
                    schema: 1,
                    deployment: &row.name,
                    origin: &row.origin,
                    outlook,
                    present: present.as_ref(),
                })?,
                Err(error) => output.error(error),
            }
        } else {
            let gap = if place > 0 { "\n" } else { "" };
            write!(output.out, "{gap}{}", page(&row, outlook.as_ref(), present.as_ref(), &table))?;
        }
        worst = worst.max(outlook.map_or_else(|error| error.exit_status(), |_| status::FINE));
    }
    output.out.flush()?;
    Ok(worst)
}

/// The outlook up to an instant.
fn cut(outlook: OutlookView, until: Option<Instant>) -> OutlookView {
    let in_time = |at: &str| match (until, Instant::parse(at)) {
        (Some(until), Some(at)) => at <= until,
        (Some(_) | None, _) => true,
    };
    OutlookView {
        boundaries: outlook.boundaries.into_iter().filter(|boundary| in_time(&boundary.at)).collect(),
        coverage: outlook.coverage.into_iter().filter(|line| in_time(&line.starts_at)).collect(),
        guesses: outlook.guesses,
    }
}

fn page(
    row: &DeploymentRowView,
    outlook: Result<&OutlookView, &Error>,
    present: Option<&PresentView>,
    table: &Table,
) -> String {
    let name = table.painted(&visible(&row.name), Paint::Strong);
    let mut page = format!("{name}  {}\n", visible(&row.origin));
    page.push_str(&standing::note(row).unwrap_or_default());
    let outlook = match outlook {
        Ok(outlook) => outlook,
        // What failed is in the note already.
        Err(_) if row.failure.is_some() => return page,
        Err(error) => return format!("{page}  {}\n", visible(&error.message())),
    };
    for line in &outlook.coverage {
        page.push_str(&format!("{}\n", visible(&plain(&line.sentence))));
    }
    for boundary in &outlook.boundaries {
        let lost = boundary.changes.iter().any(|change| change.kind == "loss");
        let (mark, paint) = if lost { ("!", Paint::Warn) } else { ("→", Paint::Info) };
        let day = visible(&plain(&boundary.day));
        page.push_str(&format!("{} {day}  {}\n", table.painted(mark, paint), visible(&boundary.sentence)));
        let lines = changes(&boundary.changes);
        page.extend(lines.lines().map(|line| format!("  {line}\n")));
    }
    if outlook.boundaries.is_empty() {
        page.push_str("Nothing changes in that time.\n");
    }
    if let Some(present) = present.filter(|present| !present.fits) {
        page.push_str(&format!(
            "{} {}\n",
            table.painted("?", Paint::Info),
            visible(&plain(&present.sentence))
        ));
        for difference in &present.differences {
            page.push_str(&format!("  {}\n", visible(&plain(&difference.sentence))));
        }
    }
    for guess in &outlook.guesses {
        page.push_str(&format!("  {}\n", visible(guess)));
    }
    page
}
