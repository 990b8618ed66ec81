//! `seatkeeper deployments` and `seatkeeper logout`: the list, one deployment in full, its name, and forgetting it.

mod show;

use std::io::Write;

use seatkeeper_adapters::SystemClock;
use seatkeeper_core::Instant;
use seatkeeper_core::csv;
use seatkeeper_core::view::DeploymentRowView;

use crate::args::{DeploymentsAct, FormArguments, LogoutArguments};
use crate::grid::{Grid, Side};
use crate::host::Host;
use crate::output::{Failure, Output};
use crate::rows::{self, Record};
use crate::status;
use crate::table::Table;

/// Does one act on the list.
pub(crate) fn run(act: &DeploymentsAct, output: &mut Output) -> Result<u8, Failure> {
    match act {
        DeploymentsAct::List { form } => list(*form, output),
        DeploymentsAct::Show { deployment, json } => show::run(deployment.as_deref(), *json, output),
        DeploymentsAct::Rename { deployment, name } => rename(deployment, name, output),
        DeploymentsAct::Forget { deployment } => forget(deployment, output),
    }
}

/// Signs out of a deployment, which stays in the list.
pub(crate) fn log_out(arguments: &LogoutArguments, output: &mut Output) -> Result<u8, Failure> {
    let host = Host::of_list(output)?;
    let id = host.manager.find(&arguments.deployment)?;
    let done = host.run(host.manager.sign_out(id))??;
    output.sentence(&done.sentence)?;
    // The session is gone from here in any case; what remains to be seen to is said.
    Ok(done.failure.map_or(status::FINE, |failure| output.problem(&failure)))
}

fn list(form: FormArguments, output: &mut Output) -> Result<u8, Failure> {
    let host = Host::of_list(output)?;
    let rows = host.manager.overview().deployments;
    if form.json {
        for row in &rows {
            output.record(&Record::of(row))?;
        }
    } else if form.csv {
        let mut table =
            csv::Table::new(&["Name", "Address", "Session", "Signed in as", "Session ends", "Known at"]);
        for row in &rows {
            let [name, address, session, user] =
                [&row.name, &row.origin, &row.session, &row.signed_in_as].map(String::clone);
            let [ends, known] =
                [&row.session_ends_at, &row.known_at].map(|at| at.clone().unwrap_or_default());
            table.row(&[name, address, session, user, ends, known]);
        }
        output.out.write_all(&table.bytes())?;
    } else if rows.is_empty() {
        writeln!(output.out, "There is no deployment in the list. Sign in to one: seatkeeper login URL")?;
    } else {
        let mut grid = Grid::new(&[
            ("Name", Side::Left),
            ("Address", Side::Left),
            ("Session", Side::Left),
            ("Checked", Side::Left),
        ]);
        for row in &rows {
            let checked = row.known_at.as_deref().map_or_else(|| "never".to_owned(), local);
            grid.row(rows::look(&row.state), [row.name.clone(), row.origin.clone(), session(row), checked]);
        }
        let table = Table::new(output.color, std::iter::empty());
        output.out.write_all(grid.text(&table).as_bytes())?;
    }
    output.out.flush()?;
    Ok(status::FINE)
}

/// How one is signed in, in a few words.
fn session(row: &DeploymentRowView) -> String {
    let who = match (row.session.as_str(), row.signed_in_as.as_str()) {
        ("watching", _) => return "watched, not signed in".to_owned(),
        (_, "") => "signed in".to_owned(),
        (_, name) => name.to_owned(),
    };
    let ends = row.session_ends_at.as_deref().map(|at| format!(", until {}", local(at)));
    format!("{who}{}", ends.unwrap_or_default())
}

/// An instant in the zone of this computer: "23 Nov 2026 18:06".
pub(crate) fn local(rfc3339: &str) -> String {
    let zone = SystemClock.local_days();
    let said = |at: Instant| format!("{} {}", at.day(&zone), at.clock(&zone));
    Instant::parse(rfc3339).map_or_else(|| rfc3339.to_owned(), said)
}

fn rename(wanted: &str, name: &str, output: &mut Output) -> Result<u8, Failure> {
    let host = Host::of_list(output)?;
    let id = host.manager.find(wanted)?;
    let before = host.row(id)?.name;
    host.manager.rename(id, name)?;
    output.sentence(&format!("{before} is now called {}.", host.row(id)?.name))?;
    Ok(status::FINE)
}

fn forget(wanted: &str, output: &mut Output) -> Result<u8, Failure> {
    let host = Host::of_list(output)?;
    let id = host.manager.find(wanted)?;
    let done = host.run(host.manager.forget_for_good(id))??;
    output.sentence(&done.sentence)?;
    Ok(done.failure.map_or(status::FINE, |failure| output.problem(&failure)))
}
