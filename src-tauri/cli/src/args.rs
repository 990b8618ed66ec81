//! What can be asked on the command line.

mod forecast;
mod reclaim;
mod remote;
mod seats;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use seatkeeper_core::Instant;
use seatkeeper_core::error::{Error, ErrorCode};

pub(crate) use forecast::{ChangesArguments, CompareArguments, EntitlementsArguments, PreviewArguments};
pub(crate) use reclaim::ReclaimArguments;
pub(crate) use remote::{
    AddArguments, ConnectionArguments, DeploymentsAct, DeploymentsArguments, FormArguments, LicensesAct,
    LicensesArguments, LoginArguments, LogoutArguments, RemoveArguments, StatusArguments,
};
pub(crate) use seats::{ForecastArguments, SeatsArguments};

/// Checks Coder licenses without Coder, and looks after those of your deployments.
#[derive(Debug, Parser)]
#[command(name = "seatkeeper", version, max_term_width = 100)]
#[command(after_help = "\
Exit status, the highest that applies: 0 fine; 1 needs attention; 2 wrong usage; 3 something could not be read or
written; 4 a deployment did not answer; 5 sign-in needed; 6 not permitted, or refused by Coder.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Say whether licenses are good, and why
    Verify(VerifyArguments),
    /// Show everything a license says, in words and raw
    Inspect(InspectArguments),
    /// Show what is better or worse in one license than in another
    Compare(CompareArguments),
    /// Work out what licenses give, by Coder's rules; asks no server
    Entitlements(EntitlementsArguments),
    /// The licenses kept on this computer
    Library(LibraryArguments),
    /// Ask deployments, and say how each stands
    Status(StatusArguments),
    /// The licenses that are installed on a deployment
    #[command(visible_alias = "license")]
    Licenses(LicensesArguments),
    /// Say what installing licenses and removing others would change; changes nothing
    Preview(PreviewArguments),
    /// Say what changes on deployments when, if nobody does anything
    Changes(ChangesArguments),
    /// Say how many seats are used, who holds them, and which come free
    Seats(SeatsArguments),
    /// Say where the count of seats goes, and how many to order
    Forecast(ForecastArguments),
    /// Say which seats suspending people who stayed away would free; suspends them with --apply
    Reclaim(ReclaimArguments),
    /// Sign in to a deployment
    Login(LoginArguments),
    /// Sign out of a deployment
    Logout(LogoutArguments),
    /// The deployments that are looked after
    Deployments(DeploymentsArguments),
    /// Print the man page
    #[command(hide = true)]
    Man,
    /// Print completions for a shell
    #[command(hide = true)]
    Completions { shell: Shell },
}

#[derive(Debug, Args)]
#[command(after_help = "\
Exit status: 0 all count now; 1 one does not, or ends within the asked time; 2 wrong usage; 3 one could not be read.

Examples:
  seatkeeper verify license.jwt
  pbpaste | seatkeeper verify -
  seatkeeper verify --expires-within 30d --quiet licenses/ || echo 'time to ask for a renewal'")]
pub(crate) struct VerifyArguments {
    /// License files, folders (every .jwt file below them), or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "license")]
    pub(crate) files: Vec<PathBuf>,
    /// The text of a license; may be given several times
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) license: Vec<OsString>,
    #[command(flatten)]
    pub(crate) judging: JudgingArguments,
    /// Judge the exact bytes: remove nothing around or inside a license
    #[arg(long)]
    pub(crate) exact: bool,
    /// Fail where a license ends within this time: 30d, 12h, 2w
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    pub(crate) expires_within: Option<i64>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
    /// Print nothing; the exit status tells
    #[arg(short, long, conflicts_with = "json")]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    /// A license file, or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) judging: JudgingArguments,
    /// Judge the exact bytes: remove nothing around or inside a license
    #[arg(long)]
    pub(crate) exact: bool,
}

/// What a verdict depends on beside the text.
#[derive(Debug, Default, Args)]
pub(crate) struct JudgingArguments {
    /// Judge as of this time, not now: 2026-11-23, or 2026-11-23T18:06:27Z
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) at: Option<Instant>,
    /// The ID of the deployment that the license is meant for
    #[arg(long, value_name = "ID")]
    pub(crate) deployment: Option<String>,
    /// Trust this public key too, in hex, in base64 or in a file; may be given several times
    #[arg(long, value_name = "KID=KEY")]
    pub(crate) key: Vec<OsString>,
}

#[derive(Debug, Args)]
pub(crate) struct LibraryArguments {
    #[command(subcommand)]
    pub(crate) act: LibraryAct,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LibraryAct {
    /// List the kept licenses and how they stand
    List {
        #[command(flatten)]
        judging: JudgingArguments,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Keep copies of licenses
    Keep {
        /// License files, folders (every .jwt file below them), or - for standard input
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        judging: JudgingArguments,
    },
    /// Forget licenses for good
    Forget {
        /// Names, or the first letters of fingerprints, as the list shows them
        #[arg(value_name = "LICENSE", required = true)]
        licenses: Vec<String>,
    },
    /// Write the text of a license to a file of yours
    Export {
        /// A name, or the first letters of a fingerprint, as the list shows them
        #[arg(value_name = "LICENSE")]
        license: String,
        /// The file to write; standard output where none is named
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Replace the file if it is there already
        #[arg(long)]
        force: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
}

fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| sentence(ErrorCode::TimeInvalid, text))
}

/// Reads a length of time: a count and `m`, `h`, `d` or `w`.
fn seconds(text: &str) -> Result<i64, String> {
    let units = [('m', 60), ('h', 3600), ('d', 86_400), ('w', 7 * 86_400)];
    let length = units.iter().find_map(|(unit, seconds)| {
        let count = text.strip_suffix(*unit)?;
        let digits = count.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| count.parse::<i64>().ok()?.checked_mul(*seconds)).flatten()
    });
    length.ok_or_else(|| sentence(ErrorCode::DurationInvalid, text))
}

fn sentence(code: ErrorCode, about: &str) -> String {
    let error = Error::new(code, about);
    format!("{} {}", error.message(), error.hint())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_described_without_contradiction() {
        crate::command().debug_assert();
    }

    #[test]
    fn a_length_of_time_is_a_count_and_a_unit() {
        assert_eq!(seconds("30d"), Ok(30 * 86_400));
        assert_eq!(seconds("12h"), Ok(12 * 3600));
        assert_eq!(seconds("2w"), Ok(14 * 86_400));
        assert_eq!(seconds("90m"), Ok(5400));
        for refused in
            ["", "d", "30", "-1d", "1.5d", "30 d", "99999999999999999999d", "9223372036854775807w", "3é"]
        {
            assert!(seconds(refused).is_err(), "{refused}");
        }
    }
}
