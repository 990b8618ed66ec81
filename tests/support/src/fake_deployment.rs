//! A Coder deployment that is none: it answers as Coder's own server was recorded to answer, and wrongly on demand.
//!
//! It serves the contract tests, the tests of terminal and window, and people through `cargo xtask fake-deployment`.
//! Each has a thread and a runtime of its own, so that tests without one can use it, and stops when it is dropped.
//!
//! | Part | Module |
//! |---|---|
//! | what it is when it starts | `plan`, `people`, `crowd` |
//! | what a test changes while it runs | `control`, `fault` |
//! | its state | `world`, `account`, `clock` |
//! | one endpoint family each | `build_info`, `sign_in`, `users`, `user_list`, `keys`, `licenses`, `entitlements`, `insights` |
//! | sockets, HTTP and how it is spoiled | `server`, `tls`, `wire`, `replies`, `sabotage` |
//! | what it received | `calls` |
//! | a proxy before it | `proxy` |
//!
//! `tests/contract/recording.rs` holds it against the recording, call by call.
//!
//! ```
//! use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, Plan, Role};
//!
//! let fake = FakeDeployment::start(Plan::with_owner().user("ana", Role::Auditor));
//! fake.control().fail("GET /api/v2/licenses", Fault::Html(502));
//! assert!(fake.url().starts_with("http://127.0.0.1:"));
//! assert!(fake.calls().is_empty());
//! ```

mod account;
mod answer;
mod ask;
mod auth;
mod build_info;
mod calls;
mod clock;
mod control;
mod crowd;
pub mod demo;
mod entitlements;
mod fault;
mod ids;
mod insights;
mod keys;
mod licenses;
mod moment;
mod people;
mod plan;
mod proxy;
mod replies;
mod routes;
mod sabotage;
mod server;
mod sign_in;
#[cfg(test)]
mod tests;
mod tls;
mod user_list;
mod users;
mod wire;
mod world;

use std::fmt;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::fake_deployment::calls::Log;
use crate::fake_deployment::routes::{Shared, locked};
use crate::fake_deployment::server::Server;
use crate::fake_deployment::world::{SESSION, World};

pub use calls::Call;
pub use control::Control;
pub use crowd::ListChange;
pub use fault::Fault;
pub use people::{PlannedUser, Role, Status};
pub use plan::{Clock, DEPLOYMENT_ID, Older, PASSWORD, Plan, Tls, VERSION};
pub use proxy::{FakeProxy, ProxyManner};

/// A running fake; it stops when it is dropped.
pub struct FakeDeployment {
    url: String,
    folder: TempDir,
    ca_file: PathBuf,
    shared: Shared,
    log: Arc<Log>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl FakeDeployment {
    /// Starts it on this machine, where only this machine can reach it.
    ///
    /// # Panics
    /// Where the machine has no port, no folder for temporary files or no thread for it.
    pub fn start(plan: Plan) -> Self {
        let listener = TcpListener::bind((plan.host, plan.port)).unwrap_or_else(broken("a port"));
        listener.set_nonblocking(true).unwrap_or_else(broken("the port"));
        let port = listener.local_addr().unwrap_or_else(broken("the port")).port();
        let url = match plan.tls {
            Tls::Off if plan.host.is_ipv6() => format!("http://[::1]:{port}"),
            Tls::Off => format!("http://127.0.0.1:{port}"),
            Tls::IpWithoutName => format!("https://127.0.0.1:{port}"),
            Tls::Good
            | Tls::Expired
            | Tls::NotYetValid
            | Tls::SelfSigned
            | Tls::WrongHost
            | Tls::UnknownCa
            | Tls::HandshakeStall
            | Tls::Alert
            | Tls::ClientCertificate => format!("https://localhost:{port}"),
        };
        let folder = tempfile::tempdir().unwrap_or_else(broken("a folder"));
        let handshake = tls::handshake(plan.tls, folder.path()).unwrap_or_else(broken("certificates"));
        let log = Arc::new(Log::default());
        let shared = Arc::new(Mutex::new(World::new(plan, url.clone())));
        let server = Server::new(Arc::clone(&shared), Arc::clone(&log), handshake);
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("fake deployment".to_owned())
            .spawn(move || server.run(listener, stopped).unwrap_or_else(broken("the server")))
            .unwrap_or_else(broken("a thread"));
        let ca_file = folder.path().join(tls::CA_FILE);
        Self { url, folder, ca_file, shared, log, stop: Some(stop), thread: Some(thread) }
    }

    /// Its address: `http://127.0.0.1:PORT` (`http://[::1]:PORT` by IPv6), or `https://localhost:PORT` with TLS.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The PEM file of its CA.
    pub fn ca_file(&self) -> &Path {
        &self.ca_file
    }

    /// The PEM file of a client certificate that its CA signed.
    pub fn client_certificate_file(&self) -> PathBuf {
        self.folder.path().join(tls::CLIENT_CERTIFICATE_FILE)
    }

    /// The PEM file of that certificate's key.
    pub fn client_key_file(&self) -> PathBuf {
        self.folder.path().join(tls::CLIENT_KEY_FILE)
    }

    /// Every request so far, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.log.calls()
    }

    /// How many connections were made and, with TLS, got through the handshake.
    pub fn connections(&self) -> usize {
        self.log.connections()
    }

    /// Forgets the calls so far; [`FakeDeployment::saw`] still knows their bytes.
    pub fn forget_calls(&self) {
        self.log.forget();
    }

    /// Waits until `enough` holds of the calls; whether it came to that within `within`.
    pub fn wait_for_calls(&self, within: Duration, enough: impl Fn(&[Call]) -> bool) -> bool {
        self.log.wait(within, enough)
    }

    /// Whether these bytes were received, anywhere in any request, on any connection.
    pub fn saw(&self, text: &str) -> bool {
        self.log.saw(text)
    }

    /// The hand on it while it runs.
    pub fn control(&self) -> Control {
        Control(Arc::clone(&self.shared))
    }

    /// A new session token of a user.
    ///
    /// # Panics
    /// Where there is no such user.
    pub fn token_of(&self, user: &str) -> String {
        self.token_marked(user, "")
    }

    /// A new session token of a user whose secret begins with `marker`, up to 22 letters and digits.
    ///
    /// # Panics
    /// Where there is no such user.
    pub fn token_marked(&self, user: &str, marker: &str) -> String {
        let mut world = locked(&self.shared);
        let id = world.user(user).map(|user| user.id.clone());
        let id = id.unwrap_or_else(|| panic!("the fake deployment has no user {user:?}"));
        let minted = world.mint_key(&id, "password", "", SESSION);
        let secret: String = marker.chars().chain(minted.secret.chars()).take(22).collect();
        let token = format!("{}-{secret}", minted.id);
        if let Some(key) = world.keys.iter_mut().find(|key| key.id == minted.id) {
            key.secret = secret;
        }
        token
    }
}

impl Drop for FakeDeployment {
    fn drop(&mut self) {
        // Dropping the sender stops the server as well as a word would.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
            && !std::thread::panicking()
        {
            panic!("the fake deployment's thread failed");
        }
    }
}

impl fmt::Debug for FakeDeployment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "FakeDeployment({})", self.url)
    }
}

/// A machine without the means to test is no case to handle.
fn broken<E: fmt::Display, T>(what: &str) -> impl FnOnce(E) -> T {
    move |fault| panic!("the fake deployment needs {what}: {fault}")
}
