//! What it takes to read a list of 20,000 users, beside the same pages fetched and thrown away.
//!
//! Both run in processes of their own, in turn, against one deployment in the process that starts them, over real
//! sockets. The bare calls use the same client and the same pages, and read nothing but who comes last on each.
//!
//! `cargo bench -p seatkeeper-adapters --bench people`
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::fs;
use std::io::{self, BufRead, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use seatkeeper_adapters::{CoderApi, Paths, SqliteStore, SystemClock};
use seatkeeper_core::deployment::{AccessUrl, Connection, Deployment, SessionKind};
use seatkeeper_core::license::KeyRing;
use seatkeeper_core::manager::LicenseManager;
use seatkeeper_core::ports::{CoderCli, DeploymentApi, Keychain, Page, PageStart, Store, Target};
use seatkeeper_core::session::{Secrets, SessionToken};
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Plan};
use seatkeeper_testkit::memory_keychain::MemoryKeychain;
use secrecy::SecretString;
use tokio::time::Instant;

const USERS: u32 = 20_000;
const ROUNDS: usize = 7;

fn main() {
    let asked = |name: &str| std::env::args().any(|argument| argument == name);
    if asked("--whole") || asked("--bare") {
        client(asked("--whole"));
    } else {
        compare();
    }
}

fn compare() {
    let fake = FakeDeployment::start(Plan::with_owner().crowd(USERS - 1));
    let (mut whole, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        whole.push(measure(&fake, "--whole"));
        bare.push(measure(&fake, "--bare"));
    }
    let middle = |figures: &[[f64; 3]], which: usize| {
        let mut picked: Vec<f64> = figures.iter().map(|figures| figures[which]).collect();
        picked.sort_by(f64::total_cmp);
        picked[picked.len() / 2]
    };
    let (read, fetched) = (middle(&whole, 0), middle(&bare, 0));
    println!(
        "{USERS} users read: {read:.0} ms; the bare calls: {fetched:.0} ms; ratio {:.2}",
        read / fetched
    );
    println!("first page after {:.0} ms", middle(&whole, 1));
    println!(
        "memory: {:.1} MiB more than before; the bare calls: {:.1} MiB",
        middle(&whole, 2),
        middle(&bare, 2)
    );
}

/// Milliseconds in all and to the first page, and MiB more than before.
fn measure(fake: &FakeDeployment, which: &str) -> [f64; 3] {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    let mut client =
        command.arg(which).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a second process");
    let mut pipe = client.stdin.take().expect("a pipe");
    writeln!(pipe, "{} {}", fake.url(), fake.token_of("owner")).expect("a line");
    drop(pipe);
    let said = client.wait_with_output().expect("it ends");
    assert!(said.status.success(), "the client failed");
    let said = String::from_utf8(said.stdout).expect("text");
    let figures: Vec<f64> = said.split_whitespace().map(|figure| figure.parse().expect("a figure")).collect();
    figures.try_into().expect("three figures")
}

fn client(whole: bool) {
    let line = io::stdin().lock().lines().next().expect("a line").expect("text");
    let (url, token) = line.split_once(' ').expect("two words");
    let address = AccessUrl::read(url).expect("an address").url;
    let token = SessionToken::read(&SecretString::from(token)).expect("a token");
    let secrets = Secrets { token: Some(token), ..Secrets::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let figures = runtime.expect("a runtime").block_on(async {
        if whole { read_whole(address, secrets).await } else { fetch(address, secrets).await }
    });
    println!("{} {} {}", figures[0], figures[1], figures[2]);
}

async fn read_whole(address: AccessUrl, secrets: Secrets) -> [f64; 3] {
    let home = tempfile::tempdir().expect("a folder");
    let (store, _) = SqliteStore::open(&Paths::at(home.path()), SystemClock.now()).expect("a store");
    let deployment = Deployment {
        id: 0,
        name: "Crowd".to_owned(),
        hue: 0,
        address: address.clone(),
        deployment_id: None,
        added_at: SystemClock.now(),
        connection: Connection::default(),
        session: SessionKind::Pasted,
    };
    let id = store.add_deployment(&deployment).expect("added");
    let keychain = MemoryKeychain::default();
    keychain.write(&address, &secrets).await.expect("kept");
    let ring = Arc::new(KeyRing::built_in());
    let parts = (CoderApi::new(), keychain, store, SystemClock);
    let manager = LicenseManager::open(parts.0, parts.1, parts.2, parts.3, ring, Box::new(NoCoderCli));
    let manager = Arc::new(manager.expect("opens"));
    // The connection and the libraries are there before, for both.
    manager.check(None).await;
    let (before, began) = (resident_kib(), Instant::now());
    let first = Arc::new(std::sync::Mutex::new(None::<Duration>));
    let (told, listener) = (Arc::clone(&first), Arc::downgrade(&manager));
    manager.on_change(Box::new(move |_| {
        let Some(manager) = listener.upgrade() else { return };
        let there = manager.with_people(id, |people, _| !people.is_empty()).unwrap_or(false);
        let mut first = told.lock().expect("whole");
        if there && first.is_none() {
            *first = Some(began.elapsed());
        }
    }));
    let list = manager.read_people(id).await.expect("whole");
    let took = began.elapsed();
    assert_eq!(list.people.len(), USERS as usize);
    let first = first.lock().expect("whole").expect("a first page");
    [ms(took), ms(first), mib(peak_kib().saturating_sub(before))]
}

async fn fetch(address: AccessUrl, secrets: Secrets) -> [f64; 3] {
    let (api, connection) = (CoderApi::new(), Connection::default());
    let to = Target { address: &address, connection: &connection, secrets: &secrets };
    // As many calls before as a check makes.
    api.build_info(to).await.expect("an answer");
    api.entitlements(to).await.expect("an answer");
    let (before, began) = (resident_kib(), Instant::now());
    let mut first = None;
    let mut after: Option<String> = None;
    loop {
        let start = after.as_deref().map_or(PageStart::First, PageStart::After);
        let limit = if after.is_none() { 100 } else { 1000 };
        let answer = api.users(to, Page { limit, start, status: None }).await.expect("an answer");
        first.get_or_insert_with(|| began.elapsed());
        // The last ID of the page, found without reading it; organizations have IDs of another name.
        let Some(place) = answer.json.rfind("\"id\":\"") else { break };
        after = answer.json.get(place + 6..place + 42).map(str::to_owned);
    }
    [ms(began.elapsed()), ms(first.unwrap_or_default()), mib(peak_kib().saturating_sub(before))]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

fn resident_kib() -> u64 {
    figure("VmRSS:")
}

fn peak_kib() -> u64 {
    figure("VmHWM:")
}

fn figure(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("the process");
    let line = status.lines().find(|line| line.starts_with(name)).expect("its memory");
    line.split_whitespace().nth(1).expect("a figure").parse().expect("a number")
}

/// Knows no session.
struct NoCoderCli;

impl CoderCli for NoCoderCli {
    fn session(&self, _: &AccessUrl) -> Option<(SessionToken, String)> {
        None
    }

    fn known(&self) -> Vec<AccessUrl> {
        Vec::new()
    }
}
