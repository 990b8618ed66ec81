//! `seatkeeper preview`: what installing licenses and removing others would change, before anything is sent.

use std::io::Write;
use std::sync::Arc;

use seatkeeper_adapters::SystemClock;
use seatkeeper_core::check::Check;
use seatkeeper_core::view::{DeploymentRowView, WhatIfView};
use serde::Serialize;

use crate::args::{JudgingArguments, PreviewArguments};
use crate::escape::visible;
use crate::host::Host;
use crate::judging::Judge;
use crate::keys::{ring_of, with_stored};
use crate::licenses::changes;
use crate::output::{Failure, Output};
use crate::page::plain;
use crate::reading::Reading;
use crate::status;
use crate::table::{Paint, Table};

/// What would change, on a line of `--json`.
#[derive(Serialize)]
struct PreviewRecord<'a> {
    schema: u32,
    deployment: &'a str,
    origin: &'a str,
    /// When it would be done.
    at: String,
    #[serde(flatten)]
    what_if: &'a WhatIfView,
}

/// Foretells the act that the arguments name.
pub(crate) fn run(arguments: &PreviewArguments, output: &mut Output) -> Result<u8, Failure> {
    let Some(add) = licenses(arguments, output)? else { return Ok(status::NOT_READ) };
    let named: Vec<String> = arguments.deployment.iter().cloned().collect();
    let host = Host::of_call(&named, output)?;
    host.manager.set_ring(Arc::new(with_stored(ring_of(&arguments.key)?)?));
    let id = host.one(arguments.deployment.as_deref())?;
    host.check(&[id], output)?;
    let row = host.row(id)?;
    if let Some(failure) = &row.failure {
        return Ok(output.problem(failure));
    }
    let now = SystemClock.now();
    let at = arguments.at.map_or(now, |at| at.max(now));
    let what_if = host.manager.what_if(id, &add, &arguments.remove, at)?;
    if arguments.json {
        let (deployment, origin) = (&row.name, &row.origin);
        let record = PreviewRecord { schema: 1, deployment, origin, at: at.rfc3339(), what_if: &what_if };
        output.record(&record)?;
    } else {
        let table = Table::new(output.color, std::iter::empty());
        output.out.write_all(page(&row, &what_if, &table).as_bytes())?;
    }
    output.out.flush()?;
    let lost = arguments.fail_on_loss && what_if.loses;
    Ok(if lost { status::NEEDS_ATTENTION } else { status::FINE })
}

/// The licenses to install; `None` where a file could not be read, which is said.
fn licenses(
    arguments: &PreviewArguments,
    output: &mut Output,
) -> Result<Option<Vec<(String, Check)>>, Failure> {
    let judging = JudgingArguments { key: arguments.key.clone(), ..JudgingArguments::default() };
    let judge = Judge::new(&judging)?;
    let mut licenses = Vec::new();
    for reading in arguments.add.iter().flat_map(|path| Reading::of_path(&judge, path)) {
        if reading.claims().is_none() {
            let status = reading.refuse(&judge, output);
            return if status == status::NOT_READ { Ok(None) } else { Err(Failure::Said(status)) };
        }
        licenses.push((reading.name, reading.check));
    }
    if let Some(error) = judge.store_error() {
        output.error(&error.into());
    }
    Ok(Some(licenses))
}

fn page(row: &DeploymentRowView, what_if: &WhatIfView, table: &Table) -> String {
    let effect = plain(&what_if.effect);
    let (mark, paint) = if what_if.loses { ("!", Paint::Warn) } else { ("✓", Paint::Good) };
    let mut page = format!("{} {}\n", table.painted(mark, paint), visible(&effect));
    page.push_str(&changes(&what_if.changes));
    let cautions = what_if.cautions.iter().map(|caution| plain(&caution.sentence));
    // The effect tells every loss in the same words.
    for caution in cautions.filter(|caution| !effect.contains(caution.trim_end_matches('.'))) {
        page.push_str(&format!("{} {}\n", table.painted("!", Paint::Warn), visible(&caution)));
    }
    for winner in &what_if.winners {
        page.push_str(&format!("  {}: {}\n", visible(&winner.label), visible(&plain(&winner.why))));
    }
    page.push_str(&format!("Nothing was changed on {}.\n", visible(&row.name)));
    page
}
