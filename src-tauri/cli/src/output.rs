//! Where the program prints, in which colors, and what it says when it cannot go on.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, StderrLock, StdoutLock, Write};
use std::process::ExitCode;

use seatkeeper_adapters::{PathsError, StoreError, StoreNotice};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::view::{ErrorView, RemarkView};
use serde::Serialize;

use crate::escape::{visible, visible_json};
use crate::status;

/// Standard output and standard error of the process, each locked for as long as it runs.
pub(crate) struct Output {
    pub(crate) out: BufWriter<StdoutLock<'static>>,
    pub(crate) err: StderrLock<'static>,
    /// Whether standard output may be colored.
    pub(crate) color: bool,
    /// Whether standard output is a terminal.
    pub(crate) on_terminal: bool,
}

/// Why a command stops.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something to say, with its code.
    Error(Error),
    /// What was printed to is closed or full.
    Printing(io::Error),
    /// It was said already; this is the exit status.
    Said(u8),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Printing(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

impl From<PathsError> for Failure {
    fn from(error: PathsError) -> Self {
        Self::Error(Error::new(ErrorCode::StoreWriteFailed, error.to_string()))
    }
}

impl Output {
    pub(crate) fn of_process() -> Self {
        let out = io::stdout().lock();
        let on_terminal = out.is_terminal();
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let color = on_terminal && set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb");
        Self { out: BufWriter::with_capacity(1 << 16, out), err: io::stderr().lock(), color, on_terminal }
    }

    /// Says what is wrong with the arguments, or prints the help that was asked for.
    pub(crate) fn usage(&mut self, refused: &clap::Error) -> ExitCode {
        let text = refused.render().to_string();
        let printed = if refused.use_stderr() {
            self.err.write_all(text.as_bytes())
        } else {
            self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush())
        };
        let usage = if refused.use_stderr() { status::WRONG_USAGE } else { status::FINE };
        ExitCode::from(printed.map_or_else(|error| self.failure(error.into()), |()| usage))
    }

    /// Says why a command stops, and with which status.
    pub(crate) fn failure(&mut self, failure: Failure) -> u8 {
        match failure {
            Failure::Error(error) => {
                self.error(&error);
                error.exit_status()
            }
            Failure::Said(status) => status,
            // The reader has seen enough: `seatkeeper … | head` is no error.
            Failure::Printing(error) if error.kind() == ErrorKind::BrokenPipe => status::FINE,
            Failure::Printing(error) => {
                self.error(&Error::new(ErrorCode::ExportFailed, error.to_string()));
                status::NOT_READ
            }
        }
    }

    /// Says an error and what to do about it.
    pub(crate) fn error(&mut self, error: &Error) {
        self.say(&error.message(), error.hint());
    }

    /// Says what a use case met, and tells its exit status.
    pub(crate) fn problem(&mut self, error: &ErrorView) -> u8 {
        self.say(&error.message, &error.hint);
        status::of_code(&error.code)
    }

    /// Says what is worth knowing beside what was asked.
    pub(crate) fn remark(&mut self, remark: &RemarkView) {
        self.say(&remark.message, &remark.hint);
    }

    /// Prints a sentence, what others wrote in it made safe.
    pub(crate) fn sentence(&mut self, sentence: &str) -> io::Result<()> {
        writeln!(self.out, "{}", visible(sentence))?;
        self.out.flush()
    }

    /// Prints a record on a line of `--json`.
    pub(crate) fn record(&mut self, record: &impl Serialize) -> io::Result<()> {
        // A record is plain data, which always has a JSON form.
        let line = serde_json::to_string(record).unwrap_or_default();
        writeln!(self.out, "{}", visible_json(&line))
    }

    /// Says what the user must know of the store.
    pub(crate) fn notice(&mut self, notice: &StoreNotice) {
        self.error(&notice.into());
    }

    /// Says what else can be done about what was said last.
    pub(crate) fn hint(&mut self, hint: &str) {
        drop(writeln!(self.err, "  {}", visible(hint)));
    }

    /// Says something on standard error, and what to do about it.
    pub(crate) fn say(&mut self, message: &str, hint: &str) {
        let gap = if hint.is_empty() { "" } else { "\n  " };
        // Where standard error is closed there is nobody to tell.
        drop(writeln!(self.err, "seatkeeper: {}{gap}{}", visible(message), visible(hint)));
    }
}
