//! `seatkeeper library`: the licenses kept on this computer, shared with the window.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use seatkeeper_adapters::{Existing, KeptLicense, Paths, SqliteStore, SystemClock, export};
use seatkeeper_core::check::{Check, Verdict};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::view::CheckRecord;
use serde::Serialize;

use crate::args::{JudgingArguments, LibraryAct};
use crate::escape::{visible, visible_json};
use crate::judging::Judge;
use crate::output::{Failure, Output};
use crate::source::Source;
use crate::status;
use crate::table::{self, Table};

/// Digits of a fingerprint that tell one license from another in any library.
const SHORT: usize = 12;
/// The fewest digits that may stand for a fingerprint.
const FEWEST: usize = 4;

/// Does one act on the library.
pub(crate) fn run(act: &LibraryAct, output: &mut Output) -> Result<u8, Failure> {
    match act {
        LibraryAct::List { judging, json } => list(judging, *json, output),
        LibraryAct::Keep { files, judging } => keep(files, judging, output),
        LibraryAct::Forget { licenses } => forget(licenses, output),
        LibraryAct::Export { license, file, force } => write(license, file.as_deref(), *force, output),
    }
}

fn open(output: &mut Output) -> Result<SqliteStore, Failure> {
    let (store, notice) = SqliteStore::open(&Paths::from_environment()?, SystemClock.now())?;
    if let Some(notice) = notice {
        output.notice(&notice);
    }
    Ok(store)
}

/// A license of the library on a line of `--json`.
#[derive(Serialize)]
struct KeptRecord {
    #[serde(flatten)]
    check: CheckRecord,
    names: Vec<String>,
    kept_at: String,
}

fn list(judging: &JudgingArguments, json: bool, output: &mut Output) -> Result<u8, Failure> {
    let judge = Judge::new(judging)?;
    let kept = open(output)?.licenses()?;
    if kept.is_empty() && !json {
        writeln!(output.out, "The library is empty.")?;
    }
    let table = Table::new(output.color, kept.iter().map(label));
    let mut worst = status::FINE;
    for license in kept {
        let Some(check) = judge.check(Ok(license.text.as_bytes().to_vec())).into_iter().next() else {
            continue;
        };
        worst = worst.max(judge.status(&check));
        let context = judge.context();
        if json {
            let record = KeptRecord {
                check: check.record(&context, &name(&license), None),
                names: license.names.clone(),
                kept_at: license.kept_at.rfc3339(),
            };
            let line = serde_json::to_string(&record).unwrap_or_default();
            writeln!(output.out, "{}", visible_json(&line))?;
        } else {
            output.out.write_all(table.row(&check, &context, &label(&license), false).as_bytes())?;
        }
    }
    output.out.flush()?;
    Ok(worst)
}

fn keep(files: &[PathBuf], judging: &JudgingArguments, output: &mut Output) -> Result<u8, Failure> {
    let judge = Judge::new(judging)?;
    let store = open(output)?;
    let mut worst = status::FINE;
    for source in files.iter().flat_map(|path| Source::of_path(path)) {
        let checks = judge.check(source.read());
        for (at, check) in checks.iter().enumerate() {
            let label = table::label(&source.label(), table::index(at, checks.len()));
            worst = worst.max(keep_one(&store, &judge, &source, check, &label, output)?);
        }
    }
    output.out.flush()?;
    Ok(worst)
}

fn keep_one(
    store: &SqliteStore,
    judge: &Judge,
    source: &Source,
    check: &Check,
    label: &str,
    output: &mut Output,
) -> Result<u8, Failure> {
    let wanted = check.counted_text().zip(check.fingerprint()).filter(|_| check.keepable());
    let Some((text, fingerprint)) = wanted else {
        output.error(&Error::new(ErrorCode::LicenseNotKept, label));
        let why = check.headline(&judge.context(), label).plain(judge.zone());
        // Said beside the error, so that a script's log has the reason too.
        drop(writeln!(output.err, "  {}", visible(&why)));
        let unread = check.verdict == Verdict::Unreadable;
        return Ok(if unread { status::NOT_READ } else { status::NEEDS_ATTENTION });
    };
    let new = store.keep_license(&fingerprint, text, &[source.file_name()], SystemClock.now())?;
    let verb = if new { "Kept" } else { "Already kept:" };
    writeln!(output.out, "{verb} {label} ({}).", short(&fingerprint))?;
    Ok(status::FINE)
}

fn forget(wanted: &[String], output: &mut Output) -> Result<u8, Failure> {
    let store = open(output)?;
    let kept = store.licenses()?;
    // All are found before one is forgotten, so that a slip of the pen forgets nothing.
    let found: Vec<_> = wanted.iter().map(|wanted| find(&kept, wanted)).collect::<Result<_, _>>()?;
    let fingerprints: Vec<_> = found.iter().map(|license| license.fingerprint.clone()).collect();
    let names: Vec<_> = found.iter().map(|license| label(license)).collect();
    let now = SystemClock.now();
    store.forget_licenses(&fingerprints, &format!("Forgot {}.", names.join(", ")), now)?;
    store.erase_past_undo(now)?;
    for name in names {
        writeln!(output.out, "Forgot {name}.")?;
    }
    output.out.flush()?;
    Ok(status::FINE)
}

fn write(wanted: &str, file: Option<&Path>, force: bool, output: &mut Output) -> Result<u8, Failure> {
    let kept = open(output)?.licenses()?;
    let license = find(&kept, wanted)?;
    match file.filter(|file| *file != Path::new("-")) {
        Some(file) => {
            let existing = if force { Existing::Replace } else { Existing::Keep };
            export(file, license.text.as_bytes(), existing).map_err(Error::from)?;
        }
        None => {
            output.out.write_all(license.text.as_bytes())?;
            if std::io::stdout().is_terminal() {
                output.out.write_all(b"\n")?;
            }
        }
    }
    output.out.flush()?;
    Ok(status::FINE)
}

/// The one license that a name or the beginning of a fingerprint stands for.
fn find<'a>(kept: &'a [KeptLicense], wanted: &str) -> Result<&'a KeptLicense, Error> {
    let by_name: Vec<_> =
        kept.iter().filter(|license| license.names.iter().any(|name| name == wanted)).collect();
    let digits = wanted.trim_end_matches('…').to_ascii_lowercase();
    let begins = |license: &&KeptLicense| digits.len() >= FEWEST && license.fingerprint.starts_with(&digits);
    let by_fingerprint: Vec<_> = kept.iter().filter(begins).collect();
    match (by_name.as_slice(), by_fingerprint.as_slice()) {
        ([license], _) | ([], [license]) => Ok(license),
        ([], []) => Err(Error::new(ErrorCode::LicenseUnknown, visible(wanted))),
        (several, others) => {
            let all: Vec<_> = if several.is_empty() { others } else { several }
                .iter()
                .map(|license| short(&license.fingerprint))
                .collect();
            let about = format!("{}\" that is only one: \"{}", visible(wanted), all.join("\", \""));
            Err(Error::new(ErrorCode::LicenseUnknown, about))
        }
    }
}

fn name(license: &KeptLicense) -> String {
    license.names.first().cloned().unwrap_or_else(|| license.fingerprint.clone())
}

fn label(license: &KeptLicense) -> String {
    format!("{}  {}", short(&license.fingerprint), visible(&name(license)))
}

fn short(fingerprint: &str) -> &str {
    fingerprint.get(..SHORT).unwrap_or(fingerprint)
}
