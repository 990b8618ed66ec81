//! Asking the person at the terminal, and reading secrets from where no other program sees them.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;

use seatkeeper_core::error::{Error, ErrorCode};
use secrecy::SecretString;

use crate::escape::visible_path;
use crate::output::Output;

/// No secret is longer; what is longer is some other file.
const LONGEST: u64 = 64 * 1024;

/// Whether somebody is there to answer.
pub(crate) fn somebody(output: &Output) -> bool {
    io::stdin().is_terminal() && output.err.is_terminal()
}

/// Asks for a line; `None` where standard input ends.
pub(crate) fn line(output: &mut Output, question: &str) -> io::Result<Option<String>> {
    output.out.flush()?;
    write!(output.err, "{question}")?;
    output.err.flush()?;
    let mut answer = String::new();
    let read = io::stdin().lock().take(LONGEST).read_line(&mut answer)?;
    Ok((read > 0).then(|| answer.trim().to_owned()))
}

/// Asks for a secret, which is not shown while it is typed or pasted.
pub(crate) fn secret(output: &mut Output, question: &str) -> io::Result<SecretString> {
    output.out.flush()?;
    output.err.flush()?;
    rpassword::prompt_password(question).map(SecretString::from)
}

/// Reads a secret from standard input, without the line break at its end.
///
/// # Errors
/// `connection_invalid` where it cannot be read.
pub(crate) fn secret_of_input(what: &str) -> Result<SecretString, Error> {
    read(io::stdin().lock()).map_err(|fault| unread(&format!("{what} on standard input"), &fault))
}

/// Reads a secret from a file, without the line break at its end.
///
/// # Errors
/// `connection_invalid` where it cannot be read.
pub(crate) fn secret_of_file(path: &Path) -> Result<SecretString, Error> {
    // A pipe is welcome: a password manager may be what writes into it.
    File::open(path).and_then(read).map_err(|fault| unread(&visible_path(path), &fault))
}

fn read(from: impl Read) -> io::Result<SecretString> {
    let mut text = String::new();
    if from.take(LONGEST + 1).read_to_string(&mut text)? as u64 > LONGEST {
        return Err(io::Error::other("it is longer than any secret"));
    }
    let kept = text.trim_end_matches(['\r', '\n']).len();
    text.truncate(kept);
    Ok(SecretString::from(text))
}

fn unread(what: &str, fault: &io::Error) -> Error {
    Error::new(ErrorCode::ConnectionInvalid, format!("{what}: {fault}"))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn text(bytes: &[u8]) -> Option<String> {
        // EXPOSE: the test's own secret.
        read(bytes).ok().map(|secret| secret.expose_secret().to_owned())
    }

    #[test]
    fn the_line_break_at_the_end_is_no_part_of_a_secret_and_blanks_are() {
        assert_eq!(text(b" a b \r\n").as_deref(), Some(" a b "));
        assert_eq!(text(b"a\nb\n\n").as_deref(), Some("a\nb"));
    }

    #[test]
    fn what_is_no_secret_is_not_read_to_its_end() {
        assert_eq!(text(&vec![b'a'; 70_000]), None);
        assert_eq!(text(b"\xff\xfe"), None);
    }
}
