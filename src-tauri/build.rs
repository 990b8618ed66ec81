//! Tells Tauri where capabilities and permissions lie, and stamps the build with its day and commit.

use std::{env, fs, path::Path, process::Command};

fn main() {
    // The UI is embedded at compile time; without one the shell still compiles, and says what is missing.
    let dist = Path::new("ui/dist");
    if !dist.join("index.html").exists() {
        fs::create_dir_all(dist).expect("ui/dist can be made");
        let page = "<!doctype html><title>Seatkeeper</title><p>The page is not built: run `make run`.";
        fs::write(dist.join("index.html"), page).expect("ui/dist can be written");
        println!("cargo:warning=ui/dist was empty; run `npm --prefix ui run build` for the real page");
    }
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=src-tauri/app/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/app/permissions");
    println!("cargo:rerun-if-changed=icons");
    println!("cargo:rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo:rustc-env=SEATKEEPER_BUILT_AT={}", built_at());
    println!("cargo:rustc-env=SEATKEEPER_COMMIT={}", git(&["rev-parse", "--short", "HEAD"]));
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/app/capabilities/*.json")
        .app_manifest(
            tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/app/permissions/*.toml"),
        );
    tauri_build::try_build(attributes).expect("the Tauri configuration is right");
}

/// The day of the build in Unix seconds: reproducible where `SOURCE_DATE_EPOCH` is set, else the day of the
/// last commit, so that a build from the same source is the same.
fn built_at() -> i64 {
    let stamp = env::var("SOURCE_DATE_EPOCH").unwrap_or_else(|_| git(&["log", "-1", "--format=%ct"]));
    stamp.trim().parse().unwrap_or(0)
}

fn git(arguments: &[&str]) -> String {
    Command::new("git")
        .args(arguments)
        .output()
        .ok()
        .filter(|output| output.status.success())
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map(|text| text.trim().to_owned())
        .unwrap_or_default()
}
