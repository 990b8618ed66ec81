//! The committed TypeScript is the one that the Rust types make.

use std::{env, fs, path::PathBuf};

#[test]
fn bindings_are_current() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/src/generated/bindings.ts");
    let rendered = seatkeeper_app::bindings::typescript().expect("every type has a TypeScript form");
    if env::var_os("SEATKEEPER_WRITE_BINDINGS").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, &rendered).expect("the bindings can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == rendered, "ui/src/generated/bindings.ts is not current: run `cargo xtask bindings`");
}
