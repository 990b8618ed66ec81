//! `seatkeeper login`: signs in to a deployment and puts it in the list. The session goes into the keychain and nowhere
//! else; before a keychain is known to keep it, nothing secret is asked or sent.

mod connection;
mod offer;

use std::io::Write;

use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::view::{
    AddressView, CapabilityView, DeploymentRowView, FinishRequest, LookRequest, SignInRequest, SignInWay,
    TrialView,
};
use serde::Serialize;

use crate::args::LoginArguments;
use crate::ask;
use crate::escape::visible;
use crate::host::Host;
use crate::output::{Failure, Output};
use crate::page::mark;
use crate::status;

use offer::Offer;

/// What came of it, on a line of `--json`.
#[derive(Serialize)]
struct LoginRecord<'a> {
    schema: u32,
    #[serde(flatten)]
    row: &'a DeploymentRowView,
    role: &'a str,
    checks: &'a [CapabilityView],
}

/// Signs in as the arguments say, or asks.
pub(crate) fn run(arguments: &LoginArguments, output: &mut Output) -> Result<u8, Failure> {
    let host = Host::of_list(output)?;
    let look = LookRequest {
        deployment: None,
        address: arguments.address.clone(),
        allow_unencrypted: arguments.connection.allow_unencrypted,
        connection: connection::of(&arguments.connection)?,
    };
    // How a deployment of the list is reached is known, so that it need not be looked at.
    let listed = host.manager.find(&arguments.address).ok();
    let offer = match listed {
        Some(id) => {
            let row = host.row(id)?;
            if connection::is_given(&arguments.connection) {
                let kept = format!("How {} is reached stays as it is.", row.name);
                output.say(&kept, "To change that, forget it and sign in to it anew.");
            }
            Offer::of_listed(&row)
        }
        None => match look_at(&host, &look, arguments.way.watch, output)? {
            Ok(seen) => Offer::of_seen(seen),
            Err(status) => return Ok(status),
        },
    };
    let way = way(arguments, &offer, output)?;
    let watching = matches!(way, SignInWay::Watch);
    let trial = host.run(host.manager.try_sign_in(SignInRequest { deployment: listed, look, way }))??;
    let row = finish(&host, &trial, arguments.name.as_deref(), output)?;
    if arguments.json {
        output.record(&LoginRecord { schema: 1, row: &row, role: &trial.role, checks: &trial.checks })?;
    } else {
        let place = (!watching).then(|| host.manager.keychain_view().place);
        output.out.write_all(page(&trial, &row, place.as_deref()).as_bytes())?;
    }
    output.out.flush()?;
    Ok(status::FINE)
}

/// Looks at a new address. Where nothing secret may be sent it says why, and gives the exit status.
fn look_at(
    host: &Host,
    look: &LookRequest,
    watch: bool,
    output: &mut Output,
) -> Result<Result<AddressView, u8>, Failure> {
    let seen = host.run(host.manager.look(look.clone()))??;
    if seen.needs_consent {
        output.error(&Error::new(ErrorCode::AddressNotEncrypted, seen.host));
        output.hint("Give --allow-unencrypted to go on all the same.");
        return Ok(Err(status::WRONG_USAGE));
    }
    for remark in &seen.remarks {
        output.remark(remark);
    }
    match seen.keychain.fault.as_ref().filter(|_| !watch) {
        Some(fault) => {
            let status = output.problem(fault);
            output
                .hint("In the terminal, CODER_URL and CODER_SESSION_TOKEN serve a single call without one.");
            Ok(Err(status))
        }
        None => Ok(Ok(seen)),
    }
}

/// Keeps the sign-in; where that fails, a session that was begun for it is ended.
fn finish(
    host: &Host,
    trial: &TrialView,
    name: Option<&str>,
    output: &mut Output,
) -> Result<DeploymentRowView, Failure> {
    let name = name.unwrap_or_default().to_owned();
    let request = FinishRequest { ticket: trial.ticket, name, hue: None, until_quit: false };
    match host.run(host.manager.finish_sign_in(request))? {
        Ok(row) => Ok(row),
        Err(error) => {
            output.out.flush()?;
            host.run(host.manager.drop_trial(trial.ticket))?;
            Err(error.into())
        }
    }
}

fn page(trial: &TrialView, row: &DeploymentRowView, place: Option<&str>) -> String {
    let who = if trial.role.is_empty() { String::new() } else { format!(" ({})", trial.role) };
    let mut page = match place {
        Some(_) => format!("Signed in to {} as {}{who}.\n", row.host, trial.signed_in_as),
        None => format!("Watching {}, signed in as nobody.\n", row.host),
    };
    for check in &trial.checks {
        let gap = if check.sentence.is_empty() { "" } else { ": " };
        page.push_str(&format!("  {} {}{gap}{}\n", mark(check.mark), check.label, check.sentence));
    }
    let kept = place.map(|place| format!("; the session is kept in {place}")).unwrap_or_default();
    page.push_str(&format!("It is in the list as {}{kept}.\n", row.name));
    page.lines().map(|line| format!("{}\n", visible(line))).collect()
}

/// How to sign in: as the arguments say, or as the person at the terminal does.
fn way(arguments: &LoginArguments, offer: &Offer, output: &mut Output) -> Result<SignInWay, Failure> {
    let way = &arguments.way;
    if way.watch {
        return Ok(SignInWay::Watch);
    }
    if way.from_coder {
        return Ok(SignInWay::CoderCli);
    }
    if way.token_stdin {
        return Ok(SignInWay::Token { token: ask::secret_of_input("the token")? });
    }
    if let Some(email) = &way.email {
        let password = ask::secret_of_input("the password")?;
        return Ok(SignInWay::Password { email: email.clone(), password });
    }
    if !ask::somebody(output) {
        let about = "nothing says how to sign in, and nobody is there to be asked";
        let error = Error::new(ErrorCode::NotConfirmed, about);
        output.error(&error);
        output.hint("Give --token-stdin, --email with --password-stdin, --from-coder or --watch.");
        return Err(Failure::Said(error.exit_status()));
    }
    offer.asked(output)
}
