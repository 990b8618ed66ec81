//! `seatkeeper licenses`: the licenses that are installed on deployments; installing and removing them.

mod add;
mod remove;

use std::io::Write;

use seatkeeper_core::csv;
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::view::{
    ChangeView, DeploymentRowView, DeploymentView, InstalledLicenseView, LicenseListView,
};
use serde::Serialize;

use crate::args::{FormArguments, LicensesAct};
use crate::escape::visible;
use crate::grid::{Grid, Side};
use crate::host::Host;
use crate::output::{Failure, Output};
use crate::page::{exact, plain};
use crate::rows;
use crate::standing;
use crate::status;
use crate::table::{Paint, Table};

/// Does one act on the licenses of deployments.
pub(crate) fn run(act: &LicensesAct, output: &mut Output) -> Result<u8, Failure> {
    match act {
        LicensesAct::List { deployment, form } => list(deployment, *form, output),
        LicensesAct::Add(arguments) => add::run(arguments, output),
        LicensesAct::Remove(arguments) => remove::run(arguments, output),
        LicensesAct::Refresh { deployment } => refresh(deployment.as_deref(), output),
    }
}

/// A license of a deployment on a line of `--json`.
#[derive(Serialize)]
struct LicenseRecord<'a> {
    schema: u32,
    deployment: &'a str,
    origin: &'a str,
    #[serde(flatten)]
    license: &'a InstalledLicenseView,
}

fn list(named: &[String], form: FormArguments, output: &mut Output) -> Result<u8, Failure> {
    let host = Host::of_call(named, output)?;
    let ids = if named.is_empty() { vec![host.one(None)?] } else { host.several(named)? };
    host.check(&ids, output)?;
    let views: Vec<_> = ids.iter().map(|id| host.manager.deployment(*id)).collect::<Result<_, _>>()?;
    let listed = |view: &DeploymentView| match &view.licenses {
        LicenseListView::Listed { licenses, .. } => licenses.clone(),
        LicenseListView::NotPermitted { .. } | LicenseListView::Unknown { .. } => Vec::new(),
    };
    if form.json {
        for view in &views {
            let DeploymentRowView { name, origin, .. } = &view.row;
            for license in &listed(view) {
                output.record(&LicenseRecord { schema: 1, deployment: name, origin, license })?;
            }
        }
    } else if form.csv {
        let mut table = csv::Table::new(&HEADS);
        for view in &views {
            for license in &listed(view) {
                table.row(&fields(view, license));
            }
        }
        output.out.write_all(&table.bytes())?;
    } else {
        let table = Table::new(output.color, std::iter::empty());
        for (at, view) in views.iter().enumerate() {
            let gap = if at > 0 { "\n" } else { "" };
            let name = table.painted(&visible(&view.row.name), Paint::Strong);
            let rows = page(view, &table);
            let between = if rows.is_empty() { "" } else { "\n" };
            let (origin, sentences) = (visible(&view.row.origin), sentences(view));
            write!(output.out, "{gap}{name}  {origin}\n{sentences}{between}{rows}")?;
        }
    }
    output.out.flush()?;
    let mut worst = status::FINE;
    for view in &views {
        worst = worst.max(rows::status(&view.row)).max(said_of_lists(view, form, output));
    }
    Ok(worst)
}

/// How long the deployment is covered, gaps, and why the figures are old where they are.
fn sentences(view: &DeploymentView) -> String {
    let mut text = String::new();
    for sentence in
        std::iter::once(&view.coverage).chain(&view.coverage_remarks).filter(|said| !said.is_empty())
    {
        text.push_str(&format!("{}\n", visible(&plain(sentence))));
    }
    text.push_str(&standing::note(&view.row).unwrap_or_default());
    text
}

/// Where there is no list, rows for programs would be mistaken for an empty one.
fn said_of_lists(view: &DeploymentView, form: FormArguments, output: &mut Output) -> u8 {
    let (sentence, status) = match &view.licenses {
        LicenseListView::Listed { .. } => return status::FINE,
        LicenseListView::NotPermitted { sentence } if view.row.session == "watching" => {
            (sentence, status::SIGN_IN)
        }
        LicenseListView::NotPermitted { sentence } => (sentence, status::NOT_PERMITTED),
        LicenseListView::Unknown { sentence } => (sentence, status::NO_ANSWER),
    };
    if form.json || form.csv {
        output.say(&format!("{}: {sentence}", view.row.name), "");
    }
    status
}

/// The licenses as rows, or why there are none.
pub(crate) fn page(view: &DeploymentView, table: &Table) -> String {
    match &view.licenses {
        LicenseListView::Listed { licenses, empty, .. } if licenses.is_empty() => {
            // Often the sentence on the coverage says just that.
            if *empty == view.coverage { String::new() } else { format!("  {}\n", visible(&plain(empty))) }
        }
        LicenseListView::Listed { licenses, .. } => grid(licenses, table),
        LicenseListView::NotPermitted { sentence } | LicenseListView::Unknown { sentence } => {
            format!("  {}\n", visible(sentence))
        }
    }
}

fn grid(licenses: &[InstalledLicenseView], table: &Table) -> String {
    let mut grid = Grid::new(&[
        ("#", Side::Right),
        ("Kind", Side::Left),
        ("State", Side::Left),
        ("Seats", Side::Right),
        ("Starts", Side::Left),
        ("Ends", Side::Left),
        ("Grace to", Side::Left),
        ("File", Side::Left),
    ]);
    for license in licenses {
        let held = license.held.as_ref().map_or_else(|| "–".to_owned(), |held| held.label.clone());
        let [seats, starts, ends, grace] =
            [&license.seats, &license.starts, &license.ends, &license.grace_to].map(plain);
        let cells = [
            license.id.to_string(),
            license.kind.clone(),
            license.word.clone(),
            seats,
            starts,
            ends,
            grace,
            held,
        ];
        grid.row(look(&license.state), cells);
    }
    grid.text(table)
}

/// The mark of a license's verdict.
fn look(state: &str) -> (&'static str, Paint) {
    match state {
        "valid" => ("✓", Paint::Good),
        "expiring" | "grace" => ("!", Paint::Warn),
        "not_yet_valid" => ("→", Paint::Info),
        _ => ("✕", Paint::Bad),
    }
}

const HEADS: [&str; 16] = [
    "Deployment",
    "Address",
    "Number",
    "UUID",
    "Kind",
    "State",
    "Seats",
    "Starts",
    "Ends",
    "Grace to",
    "Account",
    "Installed at",
    "Issued at",
    "Add-ons",
    "Requires telemetry",
    "File",
];

fn fields(view: &DeploymentView, license: &InstalledLicenseView) -> [String; HEADS.len()] {
    let time = |at: &Option<String>| at.clone().unwrap_or_default();
    [
        view.row.name.clone(),
        view.row.origin.clone(),
        license.id.to_string(),
        license.uuid.clone(),
        license.kind.clone(),
        license.state.clone(),
        exact(&license.seats),
        exact(&license.starts),
        exact(&license.ends),
        exact(&license.grace_to),
        license.account.clone(),
        time(&license.installed_at),
        time(&license.issued_at),
        license.addons.join("; "),
        license.requires_telemetry.to_string(),
        license.held.as_ref().map(|held| held.label.clone()).unwrap_or_default(),
    ]
}

fn refresh(named: Option<&str>, output: &mut Output) -> Result<u8, Failure> {
    let names: Vec<String> = named.map(str::to_owned).into_iter().collect();
    let host = Host::of_call(&names, output)?;
    let id = host.one(named)?;
    host.run(host.manager.refresh_entitlements(id))??;
    let row = host.row(id)?;
    output.sentence(&format!("Coder worked out anew what the licenses of {} give.", row.name))?;
    let table = Table::new(output.color, std::iter::empty());
    output.out.write_all(rows::grid(&[&row], &table).as_bytes())?;
    output.out.flush()?;
    Ok(rows::status(&row))
}

/// Why nothing may be changed there: nobody is signed in, or the session may not.
fn not_permitted(row: &DeploymentRowView, reason: &str) -> Error {
    if row.session == "watching" {
        return Error::new(ErrorCode::SessionMissing, row.name.clone());
    }
    Error::new(ErrorCode::SessionNotPermitted, reason)
}

/// "What changes", a line each; what stays as it is is not said.
pub(crate) fn changes(changes: &[ChangeView]) -> String {
    let changes: Vec<_> = changes.iter().filter(|change| change.kind != "same").collect();
    let width = changes.iter().map(|change| change.label.chars().count()).max().unwrap_or(0);
    let line = |change: &&ChangeView| {
        let gap = " ".repeat(width - change.label.chars().count());
        let (before, after) = (plain(&change.before), plain(&change.after));
        format!("  {}{gap}  {} → {}\n", visible(&change.label), visible(&before), visible(&after))
    };
    changes.iter().map(line).collect()
}
