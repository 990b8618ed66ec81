//! The window, `seatkeeper-desktop [FILE]…`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    seatkeeper_app::run()
}
