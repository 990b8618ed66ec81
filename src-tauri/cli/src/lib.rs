//! The terminal program: it says of licenses and deployments what the window says, with the same words and codes.
//!
//! A command is a doorway: it reads arguments, asks core and adapters, and prints. On the way of `verify` with a
//! key that is built in or given, no store is opened; runtime, network and keychain are for the commands of
//! deployments alone.

mod args;
mod ask;
mod changes;
mod compare;
mod deployments;
mod entitlements;
mod escape;
mod generate;
mod grid;
mod host;
mod inspect;
mod judging;
mod keys;
mod library;
mod licenses;
mod login;
mod output;
mod page;
mod preview;
mod reading;
mod reclaim;
mod rows;
mod seats;
mod source;
mod standing;
mod table;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Arguments, Task};
use output::Output;

/// The exit statuses of `docs/errors.md`, the highest that applies.
mod status {
    use seatkeeper_core::error::ErrorCode;

    pub(crate) const FINE: u8 = 0;
    pub(crate) const NEEDS_ATTENTION: u8 = 1;
    pub(crate) const WRONG_USAGE: u8 = 2;
    pub(crate) const NOT_READ: u8 = 3;
    pub(crate) const NO_ANSWER: u8 = 4;
    pub(crate) const SIGN_IN: u8 = 5;
    pub(crate) const NOT_PERMITTED: u8 = 6;

    /// The status of an error by its code.
    pub(crate) fn of_code(code: &str) -> u8 {
        let known = ErrorCode::ALL.iter().find(|known| known.code() == code);
        known.map_or(NOT_READ, |known| known.row().exit)
    }
}

/// The command line, for the man page and the completions.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the program with these arguments, its own name first, and tells its exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut output = Output::of_process();
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(refused) => return output.usage(&refused),
    };
    let task = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments.task,
        Err(refused) => return output.usage(&refused),
    };
    let done = match task {
        Task::Verify(arguments) => verify::run(&arguments, matches.subcommand_matches("verify"), &mut output),
        Task::Inspect(arguments) => inspect::run(&arguments, &mut output),
        Task::Library(arguments) => library::run(&arguments.act, &mut output),
        Task::Status(arguments) => standing::run(&arguments, &mut output),
        Task::Licenses(arguments) => licenses::run(&arguments.act, &mut output),
        Task::Compare(arguments) => compare::run(&arguments, &mut output),
        Task::Entitlements(arguments) => entitlements::run(&arguments, &mut output),
        Task::Preview(arguments) => preview::run(&arguments, &mut output),
        Task::Changes(arguments) => changes::run(&arguments, &mut output),
        Task::Seats(arguments) => seats::run(&arguments, &mut output),
        Task::Forecast(arguments) => seats::forecast(&arguments, &mut output),
        Task::Reclaim(arguments) => reclaim::run(&arguments, &mut output),
        Task::Login(arguments) => login::run(&arguments, &mut output),
        Task::Logout(arguments) => deployments::log_out(&arguments, &mut output),
        Task::Deployments(arguments) => deployments::run(&arguments.act, &mut output),
        Task::Man => generate::man(&mut output),
        Task::Completions { shell } => generate::completions(shell, &mut output),
    };
    ExitCode::from(match done {
        Ok(status) => status,
        Err(failure) => output.failure(failure),
    })
}
