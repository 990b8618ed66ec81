//! What can be asked about reclaiming seats on the command line.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("act").args(["apply", "resume", "undo"]))]
#[command(after_help = "\
Without --apply it only says what suspending these people would give; nobody is suspended. Owners, service accounts,
the one who is signed in, the list kept for the deployment and those of --keep are never proposed. A plan is kept
before the first call: after a stop or a crash, --resume looks at those of whom it is not known, then goes on, and --undo
activates again whom the plan suspended.

Exit status: 0 fine; 1 somebody could not be suspended or activated; 2 wrong usage; 3 something could not be read or
written; 4 no answer; 5 sign-in needed; 6 not permitted: then take the list (--csv) to someone who may.

Examples:
  seatkeeper reclaim -d Production --idle 60d --keep keep.txt
  seatkeeper reclaim -d Production --idle 60d --keep keep.txt --apply
  seatkeeper reclaim -d Production --undo --yes")]
pub(crate) struct ReclaimArguments {
    /// The deployment's name or address
    #[arg(short, long, value_name = "NAME|URL")]
    pub(crate) deployment: Option<String>,
    /// Only those not seen for this time: 60d, 8w
    #[arg(long, value_name = "TIME", value_parser = days, required_unless_present_any = ["resume", "undo"])]
    pub(crate) idle: Option<u32>,
    /// Leave alone the user names and e-mails in this file, one a line; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) keep: Vec<PathBuf>,
    /// Suspend them
    #[arg(long)]
    pub(crate) apply: bool,
    /// Go on with a plan that is not finished
    #[arg(long, conflicts_with_all = ["idle", "keep"])]
    pub(crate) resume: bool,
    /// Take the last plan back: activate again whom it suspended
    #[arg(long, conflicts_with_all = ["idle", "keep"])]
    pub(crate) undo: bool,
    /// Do not ask
    #[arg(short, long)]
    pub(crate) yes: bool,
    /// Print one JSON object a line
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print the people as a table for spreadsheets; suspends nobody
    #[arg(long, conflicts_with = "act")]
    pub(crate) csv: bool,
}

/// Whole days of a length of time.
fn days(text: &str) -> Result<u32, String> {
    let seconds = super::seconds(text)?;
    let days = u32::try_from(seconds / 86_400).unwrap_or(u32::MAX);
    if days == 0 {
        return Err("Give at least one day: 60d, 8w.".to_owned());
    }
    Ok(days)
}
