//! `seatkeeper deployments show`: all that a deployment says.

use std::io::Write;

use seatkeeper_core::view::{DeploymentView, DetailsView, FeatureView};

use super::local;
use crate::escape::visible;
use crate::host::Host;
use crate::licenses;
use crate::output::{Failure, Output};
use crate::page::{plain, section};
use crate::rows::{self, Record};
use crate::standing;
use crate::table::{Paint, Table};

pub(super) fn run(named: Option<&str>, json: bool, output: &mut Output) -> Result<u8, Failure> {
    let names: Vec<String> = named.map(str::to_owned).into_iter().collect();
    let host = Host::of_call(&names, output)?;
    let id = host.one(named)?;
    host.check(&[id], output)?;
    let view = host.manager.deployment(id)?;
    if json {
        output.record(&Record::of(&view))?;
    } else {
        let table = Table::new(output.color, std::iter::empty());
        output.out.write_all(page(&view, &table).as_bytes())?;
    }
    output.out.flush()?;
    Ok(rows::status(&view.row))
}

fn page(view: &DeploymentView, table: &Table) -> String {
    let row = &view.row;
    let who = match (row.signed_in_as.as_str(), view.role.as_str()) {
        ("", _) => String::new(),
        (name, "") => format!("signed in as {name}"),
        (name, role) => format!("signed in as {name} ({role})"),
    };
    let about = [row.origin.as_str(), &view.version, &who];
    let about: Vec<_> = about.into_iter().filter(|part| !part.is_empty()).collect();
    let mut page =
        format!("{}  {}\n\n", table.painted(&visible(&row.name), Paint::Strong), visible(&about.join(" · ")));
    let (mark, paint) = rows::look(&row.state);
    page.push_str(&format!("{} {}\n", table.painted(mark, paint), visible(&plain(&view.verdict))));
    for sentence in std::iter::once(&view.seats_sentence).chain(&view.coverage_remarks) {
        if !sentence.is_empty() {
            page.push_str(&format!("  {}\n", visible(&plain(sentence))));
        }
    }
    page.push_str(&standing::note(row).unwrap_or_default());
    let says = view.coder_says.iter().map(|said| (said.kind.clone(), said.text.clone()));
    section(&mut page, table, "What Coder says", says.collect());
    page.push_str(&format!(
        "\n{}\n{}",
        table.painted("Licenses", Paint::Strong),
        licenses::page(view, table)
    ));
    section(&mut page, table, "Features", features(&view.features));
    let limits = view.limits.iter().map(|limit| {
        let over = if limit.over { ", over the limit" } else { "" };
        let period =
            if limit.period.is_empty() { String::new() } else { format!(", {}", plain(&limit.period)) };
        (limit.label.clone(), format!("{}{over}{period}", plain(&limit.value)))
    });
    section(&mut page, table, "Other limits", limits.collect());
    section(&mut page, table, "Details", details(&view.details));
    page
}

/// The features by their state, as a list of all of them would be long.
fn features(features: &[FeatureView]) -> Vec<(String, String)> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for feature in features {
        let label =
            if feature.known { feature.label.clone() } else { format!("{} (not known here)", feature.label) };
        match lines.iter_mut().find(|(word, _)| *word == feature.word) {
            Some((_, labels)) => labels.push(label),
            None => lines.push((feature.word.clone(), vec![label])),
        }
    }
    lines.into_iter().map(|(word, labels)| (format!("{word} {}", labels.len()), labels.join(", "))).collect()
}

fn details(details: &DetailsView) -> Vec<(String, String)> {
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let lines = [
        ("Deployment ID", Some(details.deployment_id.clone().unwrap_or_else(|| "not reported".to_owned()))),
        ("Its own address", details.other_access_url.clone()),
        ("Trial", Some(yes(details.trial))),
        ("Telemetry required", Some(yes(details.telemetry_required))),
        ("Telemetry sent", details.telemetry_on.map(yes)),
        ("Entitlements of", details.entitlements_at.as_deref().map(local)),
        ("Its clock is ahead by", details.clock_ahead_seconds.map(|seconds| format!("{seconds} s"))),
    ];
    let lines = lines.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let remarks = details.remarks.iter().map(|remark| {
        ("Note".to_owned(), format!("{} {}", remark.message, remark.hint).trim_end().to_owned())
    });
    lines.chain(remarks).collect()
}
