//! What it takes to check a hundred deployments beside one: time, memory, and what a silent one costs the others.
//!
//! Each figure is of a process of its own that holds what a program of ours holds: the manager, the client of Coder's
//! API, and a store on the disk; its keychain is in memory. The deployments run in the process that starts it, are
//! reached over real sockets, and answer each call 200 ms late.
//!
//! `cargo bench -p seatkeeper-adapters --bench deployments` speaks plain HTTP; with `-- --tls` after it, every
//! deployment has a certificate authority of its own, which is the most that TLS can cost.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use seatkeeper_adapters::{CoderApi, Paths, SqliteStore, SystemClock};
use seatkeeper_core::deployment::{AccessUrl, Connection, Deployment, SessionKind};
use seatkeeper_core::error::ErrorCode;
use seatkeeper_core::license::{KeyRing, TrustedKey};
use seatkeeper_core::manager::LicenseManager;
use seatkeeper_core::ports::{CoderCli, Keychain, Store};
use seatkeeper_core::session::{Secrets, SessionToken};
use seatkeeper_core::view::LicenseListView;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, Plan, Tls};
use seatkeeper_testkit::memory_keychain::MemoryKeychain;
use seatkeeper_testkit::mint;
use secrecy::SecretString;
use serde_json::json;

const DEPLOYMENTS: usize = 100;
const LICENSES: usize = 5;
const LATE_MS: u64 = 200;
const ROUNDS: usize = 3;

fn main() {
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    if asked("--client") {
        client(asked("--one-is-silent"));
    } else {
        compare(if asked("--tls") { Tls::Good } else { Tls::Off });
    }
}

/// What one process measured.
#[derive(Debug, Clone, Copy)]
struct Figures {
    /// Until the last row that answers was done.
    answered_ms: u64,
    /// Until the round was over.
    whole_ms: u64,
    /// The peak of the resident memory while checking, above what it was before.
    growth_kib: u64,
}

/// Starts the deployments, and measures one, all, and all with a silent one among them, in turn.
fn compare(tls: Tls) {
    let fakes: Vec<_> = (0..DEPLOYMENTS).map(|number| start(number, tls)).collect();
    let silent = &fakes[DEPLOYMENTS / 2];
    let (mut one, mut all, mut held_up) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        one.push(measure(&fakes[..1], false));
        all.push(measure(&fakes, false));
        silent.control().fail("*", Fault::Silence);
        held_up.push(measure(&fakes, true));
        silent.control().heal_at("*");
        silent.control().fail("*", Fault::DelayMs(LATE_MS));
    }
    let middle = |figures: &[Figures], pick: fn(&Figures) -> u64| {
        let mut picked: Vec<u64> = figures.iter().map(pick).collect();
        picked.sort_unstable();
        picked[picked.len() / 2]
    };
    let ratio = |above: u64, below: u64| above as f64 / below as f64;
    let (alone, together) = (middle(&one, |run| run.whole_ms), middle(&all, |run| run.whole_ms));
    println!("one deployment: {alone} ms");
    println!("{DEPLOYMENTS} deployments: {together} ms, ratio {:.2}", ratio(together, alone));
    let others = middle(&held_up, |run| run.answered_ms);
    let answered = middle(&all, |run| run.answered_ms);
    println!(
        "the {} others, while one is silent: {others} ms beside {answered} ms for all, ratio {:.2}; its deadline \
         ends the round after {} ms",
        DEPLOYMENTS - 1,
        ratio(others, answered),
        middle(&held_up, |run| run.whole_ms)
    );
    let mib = |kib: u64| kib as f64 / 1024.0;
    println!(
        "peak memory while {DEPLOYMENTS} are checked: {:.1} MiB more than before, {:.1} MiB for one",
        mib(middle(&all, |run| run.growth_kib)),
        mib(middle(&one, |run| run.growth_kib))
    );
}

/// A deployment with an owner, some people and licenses, each its own.
fn start(number: usize, tls: Tls) -> FakeDeployment {
    let license = |place: usize| {
        let account = format!("account-{number}-{place}");
        mint::license(&mint::claims_with(json!({ "account_id": account, "jti": null })))
    };
    let plan = Plan::with_owner()
        .seed(u64::try_from(number).expect("a small number"))
        .deployment_id(&format!("0ddba110-5ea7-4a3e-9e37-{number:012}"))
        .members("member", 20)
        .tls(tls)
        .fault("*", Fault::DelayMs(LATE_MS));
    FakeDeployment::start((0..LICENSES).map(license).fold(plan, Plan::license))
}

/// Runs a client over these deployments. Their sessions, which are good for nothing else, go in by a pipe.
fn measure(fakes: &[FakeDeployment], one_is_silent: bool) -> Figures {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("--client").stdin(Stdio::piped()).stdout(Stdio::piped());
    if one_is_silent {
        command.arg("--one-is-silent");
    }
    let mut client = command.spawn().expect("a second process");
    let mut pipe = client.stdin.take().expect("a pipe");
    for fake in fakes {
        let line = format!("{} {} {}", fake.url(), fake.token_of("owner"), fake.ca_file().display());
        writeln!(pipe, "{line}").expect("the client reads");
    }
    drop(pipe);
    let output = client.wait_with_output().expect("the client ends");
    assert!(output.status.success(), "the client failed");
    let said = String::from_utf8(output.stdout).expect("text");
    let figures: Vec<u64> = said.split_whitespace().map(|figure| figure.parse().expect(&said)).collect();
    Figures { answered_ms: figures[0], whole_ms: figures[1], growth_kib: figures[2] }
}

/// Checks the deployments of standard input, and prints the three figures.
fn client(one_is_silent: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, _) = SqliteStore::open(&Paths::at(folder.path()), SystemClock.now()).expect("a store");
    let keychain = MemoryKeychain::default();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime of tasks");
    for (place, line) in io::stdin().lock().lines().enumerate() {
        let line = line.expect("a line");
        let (deployment, secrets) = read(place, &line);
        runtime.block_on(keychain.write(&deployment.address, &secrets)).expect("it takes secrets");
        store.add_deployment(&deployment).expect("it takes deployments");
    }
    let mut ring = KeyRing::built_in();
    ring.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("a key")).expect("a new one");
    let manager = LicenseManager::open(
        CoderApi::new(),
        keychain,
        store,
        SystemClock,
        Arc::new(ring),
        Box::new(NoCoderCli),
    )
    .expect("the store is read");

    // Writing 5 here sets the peak back to what is held now (proc(5)).
    fs::write("/proc/self/clear_refs", "5").expect("Linux");
    let before = memory("VmRSS:");
    let done: Arc<Mutex<Vec<Duration>>> = Arc::default();
    let (watch, rows) = (SystemClock.stopwatch(), Arc::clone(&done));
    manager.on_change(Box::new(move |change| {
        if change.deployment.is_some() {
            rows.lock().expect("nobody panicked").push(watch.elapsed());
        }
    }));
    runtime.block_on(manager.check(None));
    let whole = watch.elapsed();
    let growth = memory("VmHWM:").saturating_sub(before);

    // A round that fails is quick and means nothing.
    let mut silent = 0;
    for row in manager.overview().deployments {
        let page = manager.deployment(row.id).expect("in the list");
        match row.failure {
            None => {
                assert!(
                    matches!(page.licenses, LicenseListView::Listed { licenses, .. } if licenses.len() == LICENSES)
                )
            }
            Some(failure) => {
                assert_eq!(failure.code, ErrorCode::DeploymentTimedOut.code(), "{failure:?}");
                silent += 1;
            }
        }
    }
    assert_eq!(silent, usize::from(one_is_silent), "silent deployments");
    let done = done.lock().expect("nobody panicked");
    let answered = done[done.len() - 1 - silent];
    println!("{} {} {growth}", answered.as_millis(), whole.as_millis());
}

/// "https://localhost:4711 TOKEN /path/of/ca.pem"
fn read(place: usize, line: &str) -> (Deployment, Secrets) {
    let mut words = line.splitn(3, ' ');
    let mut word = || words.next().expect("three words");
    let address = AccessUrl::read(word()).expect("an address").url;
    let token = SessionToken::read(&SecretString::from(word())).expect("a token");
    let ca_file = Some(Path::new(word()).to_owned()).filter(|_| address.is_encrypted());
    let deployment = Deployment {
        id: 0,
        name: format!("Deployment {place}"),
        hue: 0,
        address,
        deployment_id: None,
        added_at: SystemClock.now(),
        connection: Connection { ca_file, ..Connection::default() },
        session: SessionKind::Pasted,
    };
    (deployment, Secrets { token: Some(token), ..Secrets::default() })
}

/// A line of /proc/self/status, in KiB.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("the line");
    line.trim().trim_end_matches(" kB").parse().expect("a figure")
}

/// Nobody asks the coder program here.
struct NoCoderCli;

impl CoderCli for NoCoderCli {
    fn session(&self, _: &AccessUrl) -> Option<(SessionToken, String)> {
        None
    }

    fn known(&self) -> Vec<AccessUrl> {
        Vec::new()
    }
}
