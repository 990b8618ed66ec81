//! What can be asked of the forecast on the command line: nothing of it changes anything.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use seatkeeper_core::Instant;

use super::{JudgingArguments, instant};

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("act").required(true).multiple(true).args(["add", "remove"]))]
#[command(after_help = "\
Nothing is sent but questions: the licenses that are installed and what Coder reports are read, and the rest is worked
out here.

Exit status: 0 foretold; 1 something would be lost (with --fail-on-loss), or a file holds no license; 2 wrong usage;
3 something could not be read; 4 no answer; 5 sign-in needed; 6 not permitted.

Examples:
  seatkeeper preview -d Production --add renewal.jwt
  seatkeeper preview --add renewal.jwt --remove 4 --at 2027-03-01
  seatkeeper preview -d Production --remove 4 --fail-on-loss --json")]
pub(crate) struct PreviewArguments {
    /// The deployment's name or address
    #[arg(short, long, value_name = "NAME|URL")]
    pub(crate) deployment: Option<String>,
    /// License files to install, folders (every .jwt file below them), or - for standard input
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) add: Vec<PathBuf>,
    /// Numbers of licenses to remove, as the list shows them
    #[arg(long, value_name = "NUMBER", num_args = 1..)]
    pub(crate) remove: Vec<i32>,
    /// When it would be done, if not now: 2027-03-01, or 2027-03-01T08:00:00Z
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) at: Option<Instant>,
    /// Fail where something would be lost, then or later
    #[arg(long)]
    pub(crate) fail_on_loss: bool,
    /// Trust this public key too, in hex, in base64 or in a file; may be given several times
    #[arg(long, value_name = "KID=KEY")]
    pub(crate) key: Vec<OsString>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
It looks three years ahead, as long as nobody installs or removes anything, nobody joins and nobody leaves.

Exit status: 0 foretold; 2 wrong usage; 3 the store or the keychain fails; 4 one did not answer; 5 one needs a sign-in;
6 a session may not list licenses.

Examples:
  seatkeeper changes
  seatkeeper changes -d Production --until 2028-01-01")]
pub(crate) struct ChangesArguments {
    /// The deployment's name or address; may be given several times; all where none is named
    #[arg(short, long, value_name = "NAME|URL")]
    pub(crate) deployment: Vec<String>,
    /// Look no further than this: 2028-01-01
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) until: Option<Instant>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Exit status: 0 compared; 1 a file holds no license, or one without a good signature; 2 wrong usage; 3 one could not be
read.

Example:
  seatkeeper compare license-2026.jwt license-2027.jwt")]
pub(crate) struct CompareArguments {
    /// A license file, or - for standard input
    #[arg(value_name = "A")]
    pub(crate) a: PathBuf,
    /// The license file that is held against it
    #[arg(value_name = "B")]
    pub(crate) b: PathBuf,
    /// Trust this public key too, in hex, in base64 or in a file; may be given several times
    #[arg(long, value_name = "KID=KEY")]
    pub(crate) key: Vec<OsString>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The licenses are taken as installed in the order in which they are named. Nothing is asked of any server: what is known
of the deployment is read from the file of --facts, a saved answer of GET /api/v2/entitlements.

Exit status: 0 a license counts; 1 none does, or a file is left out; 2 wrong usage; 3 a file could not be read.

Examples:
  seatkeeper entitlements license.jwt addon.jwt
  seatkeeper entitlements license.jwt --facts entitlements.json --at 2027-03-20")]
pub(crate) struct EntitlementsArguments {
    /// License files, folders (every .jwt file below them), or - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// A saved answer of GET /api/v2/entitlements: users, and what is switched on
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) judging: JudgingArguments,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}
