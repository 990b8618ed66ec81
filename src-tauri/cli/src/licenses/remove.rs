//! `seatkeeper licenses remove`: says what is lost, asks, and removes.

use std::io::Write;

use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::view::{RemovalView, RemoveRequest};
use serde::Serialize;

use crate::args::RemoveArguments;
use crate::ask;
use crate::escape::visible;
use crate::host::Host;
use crate::output::{Failure, Output};
use crate::page::plain;
use crate::status;

/// What came of it, on a line of `--json`.
#[derive(Serialize)]
struct RemoveRecord<'a> {
    schema: u32,
    deployment: &'a str,
    origin: &'a str,
    license: i32,
    sentence: &'a str,
}

/// Removes the license that the arguments name.
pub(super) fn run(arguments: &RemoveArguments, output: &mut Output) -> Result<u8, Failure> {
    let named: Vec<String> = arguments.deployment.iter().cloned().collect();
    let host = Host::of_call(&named, output)?;
    let deployment = host.one(arguments.deployment.as_deref())?;
    host.check(&[deployment], output)?;
    if let Some(failure) = &host.row(deployment)?.failure {
        return Ok(output.problem(failure));
    }
    let plan = host.manager.plan_removal(deployment, arguments.license)?;
    if !plan.may.allowed {
        return Err(super::not_permitted(&plan.deployment, plan.may.reason.trim_end_matches('.')).into());
    }
    let typed_name = if arguments.yes { plan.deployment.name.clone() } else { confirmed(&plan, output)? };
    let request = RemoveRequest { deployment, license: arguments.license, typed_name };
    let removed = host.run(host.manager.remove(request))??;
    if arguments.json {
        output.record(&RemoveRecord {
            schema: 1,
            deployment: &plan.deployment.name,
            origin: &plan.deployment.origin,
            license: arguments.license,
            sentence: &removed.sentence,
        })?;
        output.out.flush()?;
    } else {
        output.sentence(&removed.sentence)?;
    }
    Ok(status::FINE)
}

/// Says what would be lost, and asks; the deployment's name as typed.
fn confirmed(plan: &RemovalView, output: &mut Output) -> Result<String, Failure> {
    if !ask::somebody(output) {
        let about = format!("removing #{} from {} was not confirmed", plan.license, plan.deployment.name);
        let error = Error::new(ErrorCode::NotConfirmed, about);
        output.error(&error);
        output.hint("Give --yes to remove it without being asked.");
        return Err(Failure::Said(error.exit_status()));
    }
    let mut page = format!("{}\n{}\n", plan.title, plain(&plan.effect));
    page.push_str(&super::changes(&plan.changes));
    page.push_str(&format!("{}\n", plan.copy));
    for line in page.lines().filter(|line| !line.trim().is_empty()) {
        writeln!(output.err, "{}", visible(line))?;
    }
    if plan.type_name {
        let typed = ask::line(output, "To go on, type the deployment's name: ")?.unwrap_or_default();
        return if typed == plan.deployment.name {
            Ok(typed)
        } else {
            Err(Error::new(ErrorCode::NameNotTyped, plan.deployment.name.clone()).into())
        };
    }
    let answer = ask::line(output, "Remove it? [y/N] ")?.unwrap_or_default();
    if matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes") {
        return Ok(plan.deployment.name.clone());
    }
    Err(Error::new(
        ErrorCode::NotConfirmed,
        format!("#{} is still on {}", plan.license, plan.deployment.name),
    )
    .into())
}
