//! Not tests by themselves: the processes that speak to the keychain, run by the tests beside a keyring of theirs.

use std::fs;
use std::future::Future;
use std::time::Duration;

use seatkeeper_adapters::{IDENTIFIER, OsKeychain, SystemClock};
use seatkeeper_core::deployment::AccessUrl;
use seatkeeper_core::ports::{Keychain, KeychainError};
use seatkeeper_core::session::{Secrets, SessionToken};
use secrecy::{ExposeSecret, SecretString};

use super::{MEANT, daemon};

/// A part of every secret, which may never be printed.
pub(crate) const CANARY: &str = "CANARYCANARY";

const FIVE: Duration = Duration::from_secs(5);

fn is_meant() -> bool {
    std::env::var_os(MEANT).is_some()
}

fn wait<T>(answer: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(answer)
}

fn origin(typed: &str) -> AccessUrl {
    AccessUrl::read(typed).unwrap().url
}

fn coder() -> AccessUrl {
    origin("https://coder.example.com")
}

/// The secrets of a letter.
fn secrets(letter: char) -> Secrets {
    let token = format!("Abcdefghi{letter}-{CANARY}0123456789");
    Secrets {
        token: Some(SessionToken::read(&SecretString::from(token)).unwrap()),
        headers: [("X-Gate".to_owned(), SecretString::from(format!("{CANARY}{letter}")))].into(),
        proxy_login: Some(SecretString::from(format!("ana:{CANARY}wört{letter}"))),
    }
}

fn text(secrets: &Secrets) -> Vec<String> {
    let token = secrets.token.as_ref().map(|token| token.secret().expose_secret().to_owned());
    let headers = secrets.headers.iter().map(|(name, value)| format!("{name}: {}", value.expose_secret()));
    let login = secrets.proxy_login.as_ref().map(|login| login.expose_secret().to_owned());
    token.into_iter().chain(headers).chain(login).collect()
}

/// Makes sure that the keychain holds just these.
fn holds(keychain: &OsKeychain, origin: &AccessUrl, letter: Option<char>) {
    let read = wait(keychain.read(origin)).unwrap();
    // Compared without being shown.
    assert!(read.as_ref().map(text) == letter.map(secrets).as_ref().map(text), "{origin}");
}

/// Runs every call, and makes sure that each is refused in this way.
fn refuses(keychain: &OsKeychain, meant: impl Fn(&KeychainError) -> bool) {
    let other = origin("https://other.example.com");
    let refused = [
        ("read", wait(keychain.read(&coder())).err()),
        ("read what is not there", wait(keychain.read(&other)).err()),
        ("write", wait(keychain.write(&coder(), &secrets('x'))).err()),
        ("write anew", wait(keychain.write(&other, &secrets('x'))).err()),
        ("erase", wait(keychain.erase(&coder())).err()),
        ("erase what is not there", wait(keychain.erase(&other)).err()),
        ("probe", wait(keychain.probe()).err()),
    ];
    for (call, refused) in refused {
        let refused = refused.unwrap_or_else(|| panic!("{call} went through"));
        assert!(meant(&refused), "{call}: {refused:?}");
        assert!(!format!("{refused:?}").contains(CANARY));
    }
}

#[test]
fn keeps_and_gives_back() {
    if !is_meant() {
        return;
    }
    let keychain = OsKeychain::new();
    assert_eq!(keychain.place(), "the system's keychain (Secret Service)");
    wait(keychain.probe()).unwrap();
    assert_eq!(keychain.place(), "GNOME Keyring");
    assert_eq!(daemon::count(&format!("probe-{}", std::process::id())), 0, "the probe leaves nothing");
    holds(&keychain, &coder(), None);
    for letter in ['a', 'b'] {
        wait(keychain.write(&coder(), &secrets(letter))).unwrap();
        holds(&keychain, &coder(), Some(letter));
    }
    assert_eq!(daemon::count("https://coder.example.com"), 1);
    let many = Secrets { proxy_login: Some(SecretString::from("x".repeat(2001))), ..secrets('c') };
    assert!(matches!(wait(keychain.write(&coder(), &many)), Err(KeychainError::Denied(_))));
    holds(&keychain, &coder(), Some('b'));
    wait(keychain.erase(&coder())).unwrap();
    wait(keychain.erase(&coder())).unwrap();
    holds(&keychain, &coder(), None);
    wait(keychain.write(&coder(), &secrets('d'))).unwrap();
    wait(keychain.write(&coder(), &Secrets::default())).unwrap();
    assert_eq!(daemon::count("https://coder.example.com"), 0, "without a secret there is no entry");
}

#[test]
fn writes_for_another() {
    if is_meant() {
        wait(OsKeychain::new().write(&coder(), &secrets('a'))).unwrap();
    }
}

#[test]
fn reads_of_another() {
    if is_meant() {
        holds(&OsKeychain::new(), &coder(), Some('a'));
    }
}

#[test]
fn keeps_origins_apart() {
    if !is_meant() {
        return;
    }
    let keychain = OsKeychain::new();
    let origins =
        ["https://localhost", "http://localhost", "https://localhost:8443", "http://localhost:3000"];
    for (address, letter) in origins.into_iter().zip('a'..) {
        wait(keychain.write(&origin(address), &secrets(letter))).unwrap();
    }
    wait(keychain.erase(&origin(origins[1]))).unwrap();
    holds(&keychain, &origin(origins[0]), Some('a'));
    holds(&keychain, &origin(origins[1]), None);
    holds(&keychain, &origin(origins[2]), Some('c'));
    holds(&keychain, &origin(origins[3]), Some('d'));
}

#[test]
fn finds_it_locked() {
    if !is_meant() {
        return;
    }
    let before = OsKeychain::new();
    wait(before.write(&coder(), &secrets('a'))).unwrap();
    daemon::lock();
    refuses(&OsKeychain::new(), |refused| matches!(refused, KeychainError::Locked(_)));
    // One that it was open to has an answer of its own only for what is not there.
    assert!(matches!(wait(before.read(&coder())), Err(KeychainError::Locked(_))));
    assert!(matches!(wait(before.probe()), Err(KeychainError::Locked(_))));
}

#[test]
fn finds_it_never_unlocked() {
    if is_meant() {
        refuses(&OsKeychain::new(), |refused| matches!(refused, KeychainError::Locked(_)));
    }
}

#[test]
fn finds_none() {
    if is_meant() {
        refuses(&OsKeychain::new(), |refused| matches!(refused, KeychainError::Unavailable(_)));
    }
}

#[test]
fn gives_up() {
    if !is_meant() {
        return;
    }
    let keychain = OsKeychain::new();
    wait(keychain.write(&coder(), &secrets('a'))).unwrap();
    let own = coder();
    daemon::signal("-STOP");
    let clock = SystemClock.stopwatch();
    let other = origin("https://other.example.com");
    let (first, second) = wait(async { tokio::join!(keychain.read(&own), keychain.read(&other)) });
    assert!(matches!(first, Err(KeychainError::TimedOut)) && matches!(second, Err(KeychainError::TimedOut)));
    assert!((FIVE..FIVE * 2).contains(&clock.elapsed()), "{:?}", clock.elapsed());
    // While it hangs nobody waits again, and no second thread hangs with the first.
    refuses(&keychain, |refused| *refused == KeychainError::TimedOut);
    assert_eq!(keychain.place(), "GNOME Keyring");
    assert!(clock.elapsed() < FIVE * 2, "{:?}", clock.elapsed());
    let name = |task: fs::DirEntry| fs::read_to_string(task.path().join("comm")).unwrap_or_default();
    let threads = fs::read_dir("/proc/self/task").unwrap().map(|task| name(task.unwrap()));
    assert_eq!(threads.filter(|name| name.trim() == "keychain").count(), 1);
    println!("\ngave up");
}

#[test]
fn is_heard_again() {
    if !is_meant() {
        return;
    }
    let keychain = OsKeychain::new();
    wait(keychain.write(&coder(), &secrets('a'))).unwrap();
    let own = coder();
    daemon::signal("-STOP");
    let late = origin("https://late.example.com");
    let late_secrets = secrets('b');
    let (first, second) =
        wait(async { tokio::join!(keychain.read(&own), keychain.write(&late, &late_secrets)) });
    assert!(matches!(first, Err(KeychainError::TimedOut)) && second == Err(KeychainError::TimedOut));
    daemon::signal("-CONT");
    let clock = SystemClock.stopwatch();
    let read = loop {
        match wait(keychain.read(&coder())) {
            Err(KeychainError::TimedOut) => assert!(clock.elapsed() < FIVE, "it never speaks again"),
            read => break read,
        }
    };
    assert!(read.unwrap().as_ref().map(text) == Some(text(&secrets('a'))));
    // Its writer was told that it was not kept, and may have chosen another way.
    holds(&keychain, &late, None);
}

#[test]
fn finds_it_again() {
    if !is_meant() {
        return;
    }
    let keychain = OsKeychain::new();
    wait(keychain.write(&coder(), &secrets('a'))).unwrap();
    let ends_and_starts = |unlocked| {
        daemon::signal("-KILL");
        daemon::wait_until_there(false);
        daemon::start(unlocked);
    };
    ends_and_starts(true);
    holds(&keychain, &coder(), Some('a'));
    ends_and_starts(false);
    refuses(&keychain, |refused| matches!(refused, KeychainError::Locked(_)));
    daemon::signal("-KILL");
    daemon::wait_until_there(false);
    refuses(&keychain, |refused| matches!(refused, KeychainError::Unavailable(_)));
    daemon::start(true);
    holds(&keychain, &coder(), Some('a'));
}

#[test]
fn finds_damage() {
    if !is_meant() {
        return;
    }
    let keychain = OsKeychain::new();
    let entry = || {
        let store: std::sync::Arc<keyring::CredentialStore> =
            zbus_secret_service_keyring_store::Store::new().unwrap();
        keyring::Entry::new_in_store(&store, IDENTIFIER, &coder().origin()).unwrap()
    };
    let damages: [Vec<u8>; 4] =
        [vec![], vec![0xFF, 0xFE], format!("{{\"token\":\"{CANARY}").into_bytes(), vec![b'x'; 1 << 20]];
    for damage in damages {
        entry().set_secret(&damage).unwrap();
        let refused = wait(keychain.read(&coder())).unwrap_err();
        assert!(matches!(refused, KeychainError::Denied(_)), "{refused:?}");
        assert!(!format!("{refused:?}").contains(CANARY));
        wait(keychain.write(&coder(), &secrets('a'))).unwrap();
        holds(&keychain, &coder(), Some('a'));
    }
}

#[test]
fn finds_two() {
    if !is_meant() {
        return;
    }
    let keychain = OsKeychain::new();
    let account = coder().origin();
    let double = || {
        wait(keychain.write(&coder(), &secrets('a'))).unwrap();
        daemon::add_twin(&account, b"{}");
        assert_eq!(daemon::count(&account), 2);
    };
    double();
    assert!(matches!(wait(keychain.read(&coder())), Err(KeychainError::Denied(_))));
    wait(keychain.write(&coder(), &secrets('b'))).unwrap();
    holds(&keychain, &coder(), Some('b'));
    assert_eq!(daemon::count(&account), 1);
    double();
    wait(keychain.erase(&coder())).unwrap();
    assert_eq!(daemon::count(&account), 0);
}
