//! The man page and the completions, made from the command line's own description.

use std::io::Write;

use clap_complete::aot;

use crate::args::Shell;
use crate::output::{Failure, Output};
use crate::status;

const EXIT_STATUS: &str = "\
.TP\n0\nFine: every license counts now, every deployment is well.\n\
.TP\n1\nNeeds attention: a license does not count now or ends within the asked time, or was not sent; \
something would be lost, with --fail-on-loss; a deployment asks for an act.\n\
.TP\n2\nWrong usage; nothing was done.\n\
.TP\n3\nA file, the store or the keychain could not be read or written.\n\
.TP\n4\nA deployment did not answer.\n\
.TP\n5\nSign-in needed.\n\
.TP\n6\nNot permitted, or refused by Coder.\n\
.PP\nThe highest that applies.";

/// What is read beside the arguments.
const ENVIRONMENT: &str = "\
.TP\nSEATKEEPER_HOME\nThe data folder, in place of the platform\\(aqs own.\n\
.TP\nCODER_URL\nThe deployment that is meant where none is named; it is not kept.\n\
.TP\nCODER_SESSION_TOKEN\nThe session there; it is sent to no other address.\n\
.TP\nCODER_CLIENT_TLS_CA_FILE, CODER_CLIENT_TLS_CERT_FILE, CODER_CLIENT_TLS_KEY_FILE\n\
Authorities to trust, and the certificate to show, as Coder\\(aqs own program reads them.\n\
.TP\nNO_COLOR\nWhere it is set and not empty, nothing is colored.";

/// Prints the man page, with a section for each command.
pub(crate) fn man(output: &mut Output) -> Result<u8, Failure> {
    let mut command = crate::command().disable_help_subcommand(true);
    command.build();
    let page = clap_mangen::Man::new(command.clone());
    page.render_title(&mut output.out)?;
    page.render_name_section(&mut output.out)?;
    page.render_synopsis_section(&mut output.out)?;
    page.render_description_section(&mut output.out)?;
    page.render_options_section(&mut output.out)?;
    for task in command.get_subcommands().filter(|task| !task.is_hide_set()) {
        section(task, "seatkeeper", output)?;
        for act in task.get_subcommands().filter(|act| act.get_name() != "help") {
            section(act, &format!("seatkeeper {}", task.get_name()), output)?;
        }
    }
    writeln!(output.out, ".SH \"EXIT STATUS\"\n{EXIT_STATUS}")?;
    writeln!(output.out, ".SH \"ENVIRONMENT\"\n{ENVIRONMENT}")?;
    page.render_version_section(&mut output.out)?;
    output.out.flush()?;
    Ok(status::FINE)
}

fn section(task: &clap::Command, parent: &str, output: &mut Output) -> Result<(), Failure> {
    let page = clap_mangen::Man::new(task.clone());
    let mut text = Vec::new();
    page.render_description_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_options_section(&mut text)?;
    writeln!(output.out, ".SH \"{} {}\"", parent.to_uppercase(), task.get_name().to_uppercase())?;
    // The headings of a page become smaller ones within the page.
    output.out.write_all(String::from_utf8_lossy(&text).replace("\n.SH ", "\n.SS ").as_bytes())?;
    Ok(())
}

/// Prints the completions for a shell.
pub(crate) fn completions(shell: Shell, output: &mut Output) -> Result<u8, Failure> {
    let mut command = crate::command();
    let shell = match shell {
        Shell::Bash => aot::Shell::Bash,
        Shell::Zsh => aot::Shell::Zsh,
        Shell::Fish => aot::Shell::Fish,
    };
    aot::generate(shell, &mut command, "seatkeeper", &mut output.out);
    output.out.flush()?;
    Ok(status::FINE)
}
