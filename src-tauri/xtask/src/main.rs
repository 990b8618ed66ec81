//! The project's own commands, `cargo xtask NAME`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks by printing")]

mod demo;
mod errors_doc;
mod fake_control;
mod fake_deployment;
mod known_deployments;
mod layers;

use std::{
    env, fs,
    io::{self, Write},
    path::PathBuf,
    process::{Command, ExitCode, Stdio},
};

const HELP: &str = "\
cargo xtask COMMAND

  layers       fail when a crate depends on one above it, or the core on something with I/O
  bindings     write ui/src/generated/bindings.ts
  errors-doc   write docs/errors.md; with --check, fail when it is not current
  demo FOLDER --at TIME [--many N] [--deployments N [--licenses M] [--port P]]
               write sample licenses and a profile that trusts their key; with as many valid licenses to drop, or
               with as many deployments in its list that answered once
  fake-deployment [--port N] [--demo] [--profile FOLDER] [--control]
               run a Coder deployment that is none, or four to play with, until Ctrl+C
  man          write the terminal's manual page to target/package
  completions  write the terminal's completions to target/package";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let check = arguments.iter().any(|argument| argument == "--check");
    let result = match arguments.first().map(String::as_str) {
        Some("layers") => layers::check(),
        Some("bindings") => bindings(),
        Some("errors-doc") => errors_doc::write(&root(), check),
        Some("demo") => demo::write(&arguments[1..]),
        Some("fake-deployment") => fake_deployment::run(&arguments[1..]),
        Some(name @ ("man" | "completions")) => terminal_files(name),
        _ => Err(HELP.to_owned()),
    };
    match result {
        Ok(said) => {
            // Who started it may have stopped reading by now.
            let _ = writeln!(io::stdout(), "{said}");
            ExitCode::SUCCESS
        }
        Err(said) => {
            eprintln!("{said}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The shell renders its bindings in a test; asked by this variable, the test writes instead of comparing.
fn bindings() -> Result<String, String> {
    let arguments = [
        "test",
        "--quiet",
        "--package",
        "seatkeeper-desktop",
        "--features",
        "test-hooks",
        "--test",
        "bindings",
    ];
    cargo(&arguments, &[("SEATKEEPER_WRITE_BINDINGS", "1")])?;
    Ok("ui/src/generated/bindings.ts is written.".to_owned())
}

/// The terminal program knows its own options; it is asked for the files made from them.
fn terminal_files(name: &str) -> Result<String, String> {
    let folder = root().join("target/package");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let wanted: &[(&[&str], &str)] = if name == "man" {
        &[(&["man"], "seatkeeper.1")]
    } else {
        &[
            (&["completions", "bash"], "seatkeeper.bash"),
            (&["completions", "zsh"], "_seatkeeper"),
            (&["completions", "fish"], "seatkeeper.fish"),
        ]
    };
    for (arguments, file) in wanted {
        let mut command = vec!["run", "--quiet", "--package", "seatkeeper-cli", "--"];
        command.extend_from_slice(arguments);
        let text = cargo(&command, &[])?;
        fs::write(folder.join(file), text).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(format!("{} files are written to target/package.", wanted.len()))
}

/// Runs cargo in the workspace and hands back what it printed.
fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<String, String> {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo did not start: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stdout);
        return Err(format!("cargo {} failed.\n{said}", arguments.join(" ")));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
