//! The program `seatkeeper`; see the library.

fn main() -> std::process::ExitCode {
    seatkeeper_cli::run(std::env::args_os())
}
