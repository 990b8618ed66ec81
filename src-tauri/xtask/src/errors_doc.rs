//! Writes `docs/errors.md` from the core's own table, so that the page cannot say something else.

use std::{fmt::Write as _, fs, path::Path};

const HEAD: &str = "\
# Codes

Written by `cargo xtask errors-doc` from the table in `seatkeeper-core`. A code is never renamed.

| Code | Kind | Message | What to do | Exit status |
|---|---|---|---|---|
";

/// Writes the page, or with `check` fails when it is not current.
pub(crate) fn write(root: &Path, check: bool) -> Result<String, String> {
    let path = root.join("docs/errors.md");
    let page = page();
    if check {
        let current = fs::read_to_string(&path).unwrap_or_default();
        if current != page {
            return Err("docs/errors.md is not current: run `cargo xtask errors-doc`.".to_owned());
        }
        return Ok("docs/errors.md is current.".to_owned());
    }
    fs::write(&path, page).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok("docs/errors.md is written.".to_owned())
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for row in seatkeeper_core::error::table() {
        let (message, hint) = (cell(row.message), cell(row.hint));
        // Writing to a string cannot fail.
        let _ = writeln!(page, "| `{}` | {} | {message} | {hint} | {} |", row.code, row.kind, row.exit);
    }
    page
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
