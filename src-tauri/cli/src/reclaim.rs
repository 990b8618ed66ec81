//! `seatkeeper reclaim`: says what suspending people who stayed away would give; suspends them, and takes that back.

use std::io::{IsTerminal, Write};

use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::reclaim::read_list;
use seatkeeper_core::view::{
    ApplyReclaimRequest, ReclaimPersonView, ReclaimPlanView, ReclaimRequest, ReclaimView,
};
use serde::Serialize;

use crate::args::ReclaimArguments;
use crate::ask;
use crate::escape::{visible, visible_path};
use crate::host::Host;
use crate::output::{Failure, Output};
use crate::page::plain;
use crate::status;

/// As many people are named on a terminal; the number is always said.
const NAMED: usize = 50;

/// What a choice would give, on a line of `--json`.
#[derive(Serialize)]
struct SimulationRecord<'a> {
    schema: u32,
    act: &'static str,
    #[serde(flatten)]
    simulation: &'a ReclaimView,
}

/// How far a plan came, on a line of `--json`.
#[derive(Serialize)]
struct PlanRecord<'a> {
    schema: u32,
    act: &'static str,
    #[serde(flatten)]
    plan: &'a ReclaimPlanView,
}

/// Simulates, applies, resumes or undoes.
pub(crate) fn run(arguments: &ReclaimArguments, output: &mut Output) -> Result<u8, Failure> {
    let named: Vec<String> = arguments.deployment.iter().cloned().collect();
    let host = Host::of_call(&named, output)?;
    let deployment = host.one(arguments.deployment.as_deref())?;
    let keep = kept_alone(arguments)?;
    host.check(&[deployment], output)?;
    if let Some(failure) = &host.row(deployment)?.failure {
        return Ok(output.problem(failure));
    }
    if arguments.resume || arguments.undo {
        return carry_on(&host, deployment, arguments, output);
    }
    let request = ReclaimRequest { deployment, idle_days: arguments.idle, keep, ..ReclaimRequest::default() };
    read_people(&host, deployment, output)?;
    if arguments.csv {
        output.out.write_all(&host.manager.reclaim_csv(&request)?)?;
        output.out.flush()?;
        return Ok(status::FINE);
    }
    let view = host.manager.simulate_reclaim(&request)?;
    if arguments.json && !arguments.apply {
        output.record(&SimulationRecord { schema: 1, act: "simulate", simulation: &view })?;
    } else if !arguments.json {
        write!(output.out, "{}", page(&view))?;
    }
    output.out.flush()?;
    if !arguments.apply {
        if !arguments.json && view.count > 0 {
            let more = if view.may.allowed { "Give --apply to suspend them." } else { &view.may.reason };
            output.sentence(&format!("Nobody was suspended. {more}"))?;
        }
        return Ok(status::FINE);
    }
    apply(&host, request, &view, arguments, output)
}

fn apply(
    host: &Host,
    choice: ReclaimRequest,
    view: &ReclaimView,
    arguments: &ReclaimArguments,
    output: &mut Output,
) -> Result<u8, Failure> {
    if let Some(plan) = view.unfinished {
        let error = Error::new(ErrorCode::ReclaimUnfinished, &view.name);
        output.error(&error);
        output.hint(&format!("It is plan {plan}: --resume goes on with it, --undo takes it back."));
        return Ok(error.exit_status());
    }
    if !view.may.allowed {
        let error = Error::new(ErrorCode::SessionNotPermitted, view.may.reason.trim_end_matches('.'));
        output.error(&error);
        output.hint("--csv prints the list for someone who may.");
        return Ok(error.exit_status());
    }
    if view.count == 0 {
        return Ok(status::FINE);
    }
    confirmed(arguments, &format!("{}?", view.button), &view.name, output)?;
    let act = ApplyReclaimRequest { choice, count: view.count, name: view.name.clone() };
    let plan = host.run(host.manager.apply_reclaim(act))??;
    said(&plan, "apply", arguments, output)
}

/// Goes on with the plan that is not finished, or takes the last one back.
fn carry_on(
    host: &Host,
    deployment: u32,
    arguments: &ReclaimArguments,
    output: &mut Output,
) -> Result<u8, Failure> {
    let name = host.row(deployment)?.name;
    let plans = host.manager.reclaims(deployment)?;
    let fits = |plan: &&ReclaimPlanView| if arguments.undo { plan.can_undo } else { plan.can_resume };
    let Some(plan) = plans.iter().find(fits) else {
        return Err(Error::new(ErrorCode::ReclaimUnknown, name).into());
    };
    let question = if arguments.undo {
        let count = plan.counts.suspended + plan.counts.unknown;
        format!("Activate {count} of {} again on {}?", plan.counts.all, visible(&name))
    } else {
        format!("Go on with the plan of {} on {}?", plan.made_at, visible(&name))
    };
    if !arguments.json {
        output.sentence(&plain(&plan.headline))?;
    }
    confirmed(arguments, &question, &name, output)?;
    let (plan, act) = if arguments.undo {
        (host.run(host.manager.undo_reclaim(deployment, plan.id))??, "undo")
    } else {
        (host.run(host.manager.resume_reclaim(deployment, plan.id))??, "resume")
    };
    said(&plan, act, arguments, output)
}

/// Says how far a plan came.
fn said(
    plan: &ReclaimPlanView,
    act: &'static str,
    arguments: &ReclaimArguments,
    output: &mut Output,
) -> Result<u8, Failure> {
    if arguments.json {
        output.record(&PlanRecord { schema: 1, act, plan })?;
    } else {
        for step in &plan.steps {
            let who = visible(&step.username);
            writeln!(output.out, "{} {who}  {}", mark(&step.state), visible(&step.sentence))?;
        }
        for sentence in [&plan.headline, &plan.confirmed] {
            writeln!(output.out, "{}", visible(&plain(sentence)))?;
        }
    }
    output.out.flush()?;
    if let Some(failure) = &plan.failure {
        let status = output.problem(failure);
        output.hint("Nothing more was sent. --resume goes on with the plan, --undo takes it back.");
        return Ok(status);
    }
    let open = plan.counts.failed + plan.counts.unknown;
    let refused = act == "undo" && plan.counts.suspended > 0;
    Ok(if open > 0 || refused { status::NEEDS_ATTENTION } else { status::FINE })
}

/// The mark of a step's state; the words beside it say the same.
fn mark(state: &str) -> &'static str {
    match state {
        "suspended" | "activated" => "✓",
        "suspend_failed" | "activate_failed" => "✕",
        "suspend_sent" | "activate_sent" => "?",
        _ => "→",
    }
}

/// Those of the files of `--keep`.
fn kept_alone(arguments: &ReclaimArguments) -> Result<Vec<String>, Failure> {
    let mut keep = Vec::new();
    for path in &arguments.keep {
        // A list that cannot be read must protect nobody less: nothing is proposed then.
        let text = std::fs::read_to_string(path).map_err(|fault| {
            Error::new(ErrorCode::KeepListUnreadable, format!("{}: {fault}", visible_path(path)))
        })?;
        keep.extend(read_list(&text));
    }
    Ok(keep)
}

/// Reads the list of users; on a terminal it says how far it is.
fn read_people(host: &Host, deployment: u32, output: &mut Output) -> Result<(), Failure> {
    if !output.err.is_terminal() {
        host.run(host.manager.read_people(deployment))??;
        return Ok(());
    }
    // Where it cannot be written, nobody misses it.
    drop(write!(output.err, "Reading the users…"));
    drop(output.err.flush());
    let read = host.run(host.manager.read_people(deployment))?;
    drop(write!(output.err, "\r\x1b[K"));
    read?;
    Ok(())
}

/// Asks, unless `--yes` was given.
fn confirmed(
    arguments: &ReclaimArguments,
    question: &str,
    name: &str,
    output: &mut Output,
) -> Result<(), Failure> {
    if arguments.yes {
        return Ok(());
    }
    if !ask::somebody(output) {
        let error = Error::new(ErrorCode::NotConfirmed, format!("nobody on {name} was changed"));
        output.error(&error);
        output.hint("Give --yes to do it without being asked.");
        return Err(Failure::Said(error.exit_status()));
    }
    let answer = ask::line(output, &format!("{} [y/N] ", visible(question)))?.unwrap_or_default();
    if matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes") {
        return Ok(());
    }
    Err(Error::new(ErrorCode::NotConfirmed, format!("nobody on {name} was changed")).into())
}

fn page(view: &ReclaimView) -> String {
    let mut page = format!("{}  {}\n", visible(&view.name), visible(&view.origin));
    page.push_str(&format!("{}\n", visible(&plain(&view.sentence))));
    let rows = |people: &[ReclaimPersonView], mark: &str| {
        let mut rows = String::new();
        for person in people.iter().take(NAMED) {
            let seen = plain(&person.last_seen);
            let seen = format!("last seen {seen}");
            let parts = [&person.username, &person.email, &seen, &person.note];
            let row = parts.map(String::as_str).into_iter().filter(|part| !part.is_empty());
            let row = row.collect::<Vec<_>>().join("  ");
            rows.push_str(&format!("{mark} {}\n", visible(&row)));
        }
        if people.len() > NAMED {
            rows.push_str(&format!("  and {} more; --json and --csv list all\n", people.len() - NAMED));
        }
        rows
    };
    page.push_str(&rows(&view.people, "→"));
    if !view.protected.is_empty() {
        page.push_str(&format!("Left alone: {}\n", view.protected.len()));
        page.push_str(&rows(&view.protected, "–"));
    }
    for caution in &view.cautions {
        page.push_str(&format!("! {}\n", visible(&plain(caution))));
    }
    page
}
