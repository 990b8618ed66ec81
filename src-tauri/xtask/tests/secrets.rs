//! Holds a sentence of `docs/security.md`: a secret is opened in few places, each says why, and a new one is noticed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules that open secrets, with the number of times they say why.
const PLACES: [(&str, usize); 8] = [
    ("adapters/src/coder_api/client.rs", 1),
    ("adapters/src/coder_api/connection_files.rs", 1),
    ("adapters/src/coder_api/headers.rs", 1),
    ("adapters/src/coder_api/users.rs", 1),
    ("adapters/src/coder_cli/credentials.rs", 1),
    ("adapters/src/os_keychain/document.rs", 1),
    ("core/src/manager/look.rs", 1),
    ("core/src/session.rs", 2),
];

#[test]
fn secrets_are_opened_in_these_places_and_each_says_why() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = BTreeMap::new();
    for part in ["core/src", "adapters/src", "app/src", "cli/src"] {
        for file in sources(&crates.join(part)) {
            let text = fs::read_to_string(&file).unwrap();
            // The tests of a module stand at its end.
            let shipped = text.split("#[cfg(test)]\nmod ").next().unwrap();
            let opens = shipped.lines().any(|line| line.contains("expose_secret()"));
            let reasons = shipped.matches("// EXPOSE:").count();
            let name = file.strip_prefix(&crates).unwrap().to_string_lossy().replace('\\', "/");
            if opens || reasons > 0 {
                found.insert(name.clone(), reasons);
            }
            assert!(
                every_opening_has_a_reason(shipped),
                "{name}: a secret is opened without // EXPOSE: above"
            );
        }
    }
    let places: BTreeMap<_, _> = PLACES.map(|(name, count)| (name.to_owned(), count)).into();
    assert_eq!(found, places, "a secret is opened in another place: is it needed there?");
}

/// Whether each secret is opened in a function, and below a reason that stands in the same one.
fn every_opening_has_a_reason(text: &str) -> bool {
    let mut reason = false;
    text.lines().all(|line| {
        if line.contains("fn ") {
            reason = false;
        }
        reason = reason || line.contains("// EXPOSE:");
        reason || !line.contains("expose_secret()")
    })
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it is listed").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
