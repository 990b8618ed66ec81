//! `seatkeeper licenses add`: checks a license here first, and installs it on a deployment.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use seatkeeper_core::check::{Check, Verdict};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::view::{ChangeView, ErrorView, InstallView, InstalledView, RemarkView, SourceView};
use serde::Serialize;

use crate::args::{AddArguments, JudgingArguments};
use crate::escape::visible;
use crate::host::Host;
use crate::judging::Judge;
use crate::keys::{ring_of, with_stored};
use crate::output::{Failure, Output};
use crate::page::plain;
use crate::source::Source;
use crate::status;

/// What came of it, on a line of `--json`.
#[derive(Serialize)]
struct AddRecord<'a> {
    schema: u32,
    source: String,
    deployment: &'a str,
    origin: &'a str,
    changes: &'a [ChangeView],
    warnings: &'a [RemarkView],
    /// `installed`, `already_installed`, `refused` or `unknown`.
    outcome: &'static str,
    /// The license's number there; null where it is not there, or that is not known.
    license: Option<i32>,
    error: Option<&'a ErrorView>,
    /// Coder's own words of refusal; may be empty.
    coder: &'a str,
}

/// How it ended.
struct Outcome {
    name: &'static str,
    license: Option<i32>,
    error: Option<ErrorView>,
    coder: String,
    finding: String,
    sentence: String,
}

/// Installs the license that the arguments name.
pub(super) fn run(arguments: &AddArguments, output: &mut Output) -> Result<u8, Failure> {
    let judging = JudgingArguments { key: arguments.key.clone(), ..JudgingArguments::default() };
    let judge = Judge::new(&judging)?;
    let source = source(arguments)?;
    let check = the_one(&judge, &source, output)?;
    let Some(check) = check else { return Ok(status::NOT_READ) };

    let named: Vec<String> = arguments.deployment.iter().cloned().collect();
    let host = Host::of_call(&named, output)?;
    host.manager.set_ring(Arc::new(with_stored(ring_of(&arguments.key)?)?));
    let id = host.one(arguments.deployment.as_deref())?;
    host.check(&[id], output)?;
    let plan = host.manager.plan_install(id, &check, view_of(&source))?;
    let outcome = match plan.already {
        Some(license) => already(&plan, license),
        None => {
            if let Some(failure) = plan.deployment.failure.as_ref().filter(|failure| prevents(failure)) {
                return Ok(output.problem(failure));
            }
            if !plan.may.allowed {
                return refused_here(&plan, output);
            }
            for warning in plan.warnings.iter().filter(|_| !arguments.json) {
                output.remark(warning);
            }
            install(&host, id, &check, &source, output)?
        }
    };
    report(arguments.json, &source, &plan, &outcome, output)
}

/// Whether a failed check leaves no hope for an installation. A server that cannot work out its entitlements may need
/// nothing more than a license.
fn prevents(failure: &ErrorView) -> bool {
    let of_one_call = [
        ErrorCode::ApiUnavailable,
        ErrorCode::ApiResponseUnexpected,
        ErrorCode::ApiMissing,
        ErrorCode::ApiRefused,
    ];
    !of_one_call.iter().any(|code| code.code() == failure.code)
}

/// The text that is meant: what several arguments would mean is refused by the command line already.
fn source(arguments: &AddArguments) -> Result<Source, Error> {
    if let Some(text) = &arguments.license {
        return Ok(Source::Argument(text.as_encoded_bytes().to_vec()));
    }
    let path = arguments.file.as_deref().or(arguments.source.as_deref()).unwrap_or(Path::new("-"));
    let mut sources = Source::of_path(path);
    match (sources.pop(), sources.len()) {
        (Some(source), 0) => Ok(source),
        (_, others) => {
            let about = format!("{} holds {} files", path.display(), others + 1);
            Err(Error::new(ErrorCode::LicenseNotInstallable, about))
        }
    }
}

/// The one license of the text, if it may be sent at all. `None` where it could not be read, which is said.
fn the_one(judge: &Judge, source: &Source, output: &mut Output) -> Result<Option<Check>, Error> {
    let mut checks = judge.check(source.read());
    if let Some(error) = judge.store_error() {
        output.error(&error.into());
    }
    let (Some(check), 0) = (checks.pop(), checks.len()) else {
        let about = format!("{} holds {} licenses; give one of them", source.label(), checks.len() + 1);
        return Err(Error::new(ErrorCode::LicenseNotInstallable, about));
    };
    if check.keepable() {
        return Ok(Some(check));
    }
    let (why, label) =
        (check.headline(&judge.context(), &source.label()).plain(judge.zone()), source.label());
    let why = why.trim_end_matches('.');
    let about = if why.starts_with(&label) { why.to_owned() } else { format!("{label}: {why}") };
    let error = Error::new(ErrorCode::LicenseNotInstallable, about);
    if check.verdict == Verdict::Unreadable {
        output.error(&error);
        return Ok(None);
    }
    Err(error)
}

fn view_of(source: &Source) -> SourceView {
    SourceView { label: source.file_name(), path: None, index: None, also: Vec::new() }
}

/// It fits no rule that would let it count there, or the session may not install.
fn refused_here(plan: &InstallView, output: &mut Output) -> Result<u8, Failure> {
    let reason = plan.may.reason.trim_end_matches('.');
    // What speaks against the license is told apart from what speaks against the session.
    let bad = !matches!(
        plan.license.verdict.as_str(),
        "valid" | "expiring" | "grace" | "not_yet_valid" | "unknown_key"
    );
    let error = if bad {
        Error::new(ErrorCode::LicenseNotInstallable, reason)
    } else {
        super::not_permitted(&plan.deployment, reason)
    };
    output.error(&error);
    for fit in &plan.fits {
        drop(writeln!(output.err, "  It fits {}.", visible(&fit.name)));
    }
    Ok(error.exit_status())
}

fn already(plan: &InstallView, license: i32) -> Outcome {
    let sentence =
        format!("Nothing was sent: it is installed on {} already, as #{license}.", plan.deployment.name);
    Outcome { license: Some(license), sentence, ..Outcome::named("already_installed") }
}

/// Sends it. Where no answer came, the list is looked at before anything is said.
fn install(
    host: &Host,
    id: u32,
    check: &Check,
    source: &Source,
    output: &mut Output,
) -> Result<Outcome, Failure> {
    let names = [source.file_name()];
    Ok(match host.run(host.manager.install(id, check, &names))?? {
        InstalledView::Installed { license, sentence } => {
            Outcome { license: Some(license), sentence, ..Outcome::named("installed") }
        }
        InstalledView::Refused { error, coder, finding } => {
            Outcome { error: Some(error), coder, finding: plain(&finding), ..Outcome::named("refused") }
        }
        InstalledView::Unknown { error } => match host.run(host.manager.look_after(id, check))? {
            Ok(Some(license)) => {
                let sentence = format!("No answer came, but it is there: installed as #{license}.");
                Outcome { license: Some(license), sentence, ..Outcome::named("installed") }
            }
            Ok(None) => Outcome {
                error: Some(error),
                finding: "The list was looked at: it is not there. It can be sent again.".to_owned(),
                ..Outcome::named("unknown")
            },
            Err(unseen) => {
                output.error(&unseen);
                Outcome { error: Some(error), ..Outcome::named("unknown") }
            }
        },
    })
}

impl Outcome {
    fn named(name: &'static str) -> Self {
        Self {
            name,
            license: None,
            error: None,
            coder: String::new(),
            finding: String::new(),
            sentence: String::new(),
        }
    }
}

fn report(
    json: bool,
    source: &Source,
    plan: &InstallView,
    outcome: &Outcome,
    output: &mut Output,
) -> Result<u8, Failure> {
    if json {
        output.record(&AddRecord {
            schema: 1,
            source: source.name(),
            deployment: &plan.deployment.name,
            origin: &plan.deployment.origin,
            changes: &plan.changes,
            warnings: &plan.warnings,
            outcome: outcome.name,
            license: outcome.license,
            error: outcome.error.as_ref(),
            coder: &outcome.coder,
        })?;
    } else if !outcome.sentence.is_empty() {
        output.sentence(&outcome.sentence)?;
        if outcome.name == "installed" {
            output.out.write_all(super::changes(&plan.changes).as_bytes())?;
        }
    }
    output.out.flush()?;
    let Some(error) = &outcome.error else { return Ok(status::FINE) };
    let status = output.problem(error);
    // Most errors quote Coder already.
    if !error.message.contains(&outcome.coder) {
        drop(writeln!(output.err, "  Coder answered: '{}'.", visible(&outcome.coder)));
    }
    if !outcome.finding.is_empty() {
        drop(writeln!(output.err, "  {}", visible(&outcome.finding)));
    }
    Ok(status)
}
