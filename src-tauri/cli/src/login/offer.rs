//! The ways to sign in that a deployment offers, and asking which.

use std::io::Write;

use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::view::{AddressView, DeploymentRowView, SignInWay};

use crate::ask;
use crate::escape::visible;
use crate::output::{Failure, Output};

/// What can be chosen.
pub(super) struct Offer {
    /// "coder.example.com", with its version where that is known.
    what: String,
    ways: Vec<(Way, String)>,
}

#[derive(Clone, Copy)]
enum Way {
    Token,
    Password,
    CoderCli,
    Watch,
}

impl Offer {
    /// What the server said it offers.
    pub(super) fn of_seen(seen: AddressView) -> Self {
        let methods = seen.methods;
        let there = match methods.browser.join(", ") {
            names if names.is_empty() => names,
            names => format!(" ({names} there)"),
        };
        let mut ways = vec![token(&methods.token_page, &there)];
        if methods.password {
            ways.push(password());
        }
        if let Some(coder) = methods.coder_cli {
            ways.push((Way::CoderCli, format!("with the session of the coder program ({})", coder.place)));
        }
        ways.push((Way::Watch, "not at all: see what it tells everybody".to_owned()));
        let version =
            if seen.version.is_empty() { String::new() } else { format!(", Coder {}", seen.version) };
        Self { what: format!("{}{version}", seen.host), ways }
    }

    /// What may be tried with a deployment of the list, which is not asked before.
    pub(super) fn of_listed(row: &DeploymentRowView) -> Self {
        let coder = (Way::CoderCli, "with the session of the coder program".to_owned());
        let ways = vec![token(&format!("{}/cli-auth", row.origin), ""), password(), coder];
        Self { what: format!("{}, {}", row.name, row.host), ways }
    }

    /// Shows the ways and lets choose. Nothing is opened: the address of the page is printed.
    pub(super) fn asked(&self, output: &mut Output) -> Result<SignInWay, Failure> {
        writeln!(output.err, "{}. How to sign in?", visible(&self.what))?;
        for (number, (_, words)) in self.ways.iter().enumerate() {
            writeln!(output.err, "  {}  {}", number + 1, visible(words))?;
        }
        let way = loop {
            let Some(answer) = ask::line(output, "Number [1]: ")? else {
                return Err(Error::new(ErrorCode::NotConfirmed, "no way to sign in was chosen").into());
            };
            let number = if answer.is_empty() { Some(1) } else { answer.parse::<usize>().ok() };
            if let Some((way, _)) = number.and_then(|number| self.ways.get(number.checked_sub(1)?)) {
                break *way;
            }
            writeln!(output.err, "One of the numbers 1 to {}, please.", self.ways.len())?;
        };
        Ok(match way {
            Way::Token => SignInWay::Token { token: ask::secret(output, "Session token (not shown): ")? },
            Way::Password => {
                let email = ask::line(output, "E-mail: ")?.unwrap_or_default();
                SignInWay::Password { email, password: ask::secret(output, "Password (not shown): ")? }
            }
            Way::CoderCli => SignInWay::CoderCli,
            Way::Watch => SignInWay::Watch,
        })
    }
}

fn token(page: &str, there: &str) -> (Way, String) {
    (Way::Token, format!("with a session token: get one at {page}{there}"))
}

fn password() -> (Way, String) {
    (Way::Password, "with e-mail and password".to_owned())
}
