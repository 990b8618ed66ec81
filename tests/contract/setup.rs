//! What the tests share: a target that owns its parts, and deadlines that pass quickly.

use std::process::Command;
use std::time::Duration;

use seatkeeper_adapters::{CoderApi, Deadlines};
use seatkeeper_core::deployment::{AccessUrl, Connection};
use seatkeeper_core::ports::{Page, PageStart, Target};
use seatkeeper_core::session::{Secrets, SessionToken};
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Plan, Role};
use secrecy::SecretString;

use crate::canary;

/// A token that no server knows.
pub(crate) const STRAY_TOKEN: &str = "Strayaaaa1-MarkerMarkerMarkerXYZ1";

/// The ID of a user that no server knows.
pub(crate) const SOMEBODY: &str = "7741d47d-d559-47bc-8832-c06f46df6bda";

/// The first page of a list of users.
pub(crate) const FIRST: Page<'static> = Page { limit: 100, start: PageStart::First, status: None };

/// A target, with everything it borrows.
#[derive(Clone)]
pub(crate) struct At {
    pub(crate) address: AccessUrl,
    pub(crate) connection: Connection,
    pub(crate) secrets: Secrets,
}

impl At {
    /// An address, as nobody.
    pub(crate) fn url(url: &str) -> Self {
        let address = AccessUrl::read(url).expect("an address").url;
        Self { address, connection: Connection::default(), secrets: Secrets::default() }
    }

    /// A fake deployment and its CA, as nobody.
    pub(crate) fn fake(fake: &FakeDeployment) -> Self {
        let mut at = Self::url(&fake.url());
        if at.address.is_encrypted() {
            at.connection.ca_file = Some(fake.ca_file().to_owned());
        }
        at
    }

    pub(crate) fn with_token(mut self, token: &str) -> Self {
        self.secrets.token = Some(SessionToken::read(&SecretString::from(token)).expect("a token"));
        self
    }

    pub(crate) fn with_ca(mut self, file: &std::path::Path) -> Self {
        self.connection.ca_file = Some(file.to_owned());
        self
    }

    pub(crate) fn through(mut self, proxy: &str) -> Self {
        self.connection.proxy = Some(proxy.to_owned());
        self
    }

    pub(crate) fn target(&self) -> Target<'_> {
        Target { address: &self.address, connection: &self.connection, secrets: &self.secrets }
    }
}

/// A fake with one owner, and that owner's target.
pub(crate) fn owned(plan: impl FnOnce(Plan) -> Plan) -> (FakeDeployment, At) {
    let fake = FakeDeployment::start(plan(Plan::with_owner()));
    let token = fake.token_of("owner");
    let at = At::fake(&fake).with_token(&token);
    (fake, at)
}

/// A fake in which somebody of this role is signed in.
pub(crate) fn signed_in_as(role: Role) -> (FakeDeployment, At) {
    let fake = FakeDeployment::start(Plan::with_owner().user("ana", role));
    let token = fake.token_of("ana");
    let at = At::fake(&fake).with_token(&token);
    (fake, at)
}

/// The client with its real deadlines.
pub(crate) fn api() -> CoderApi {
    canary::watch();
    CoderApi::new()
}

/// Deadlines for tests that wait until they have passed.
pub(crate) const SHORT: Deadlines = Deadlines {
    connect: Duration::from_millis(700),
    silence: Duration::from_millis(900),
    whole: Duration::from_millis(2_500),
};

/// The client with short deadlines.
pub(crate) fn impatient() -> CoderApi {
    canary::watch();
    CoderApi::with_deadlines(SHORT)
}

/// Runs a call, which must end by itself within this time.
pub(crate) async fn within<T>(seconds: u64, call: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(seconds), call).await.expect("the call ends by itself")
}

/// An ignored test of this program in a process of its own, with these variables and no other that speaks of proxies.
pub(crate) fn child_command(name: &str, variables: &[(&str, String)]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", name, "--ignored"]);
    for variable in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(variable).env_remove(variable.to_lowercase());
    }
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    command
}

/// Runs such a test to its end, which must be a good one.
pub(crate) fn child(name: &str, variables: &[(&str, String)]) {
    let run = child_command(name, variables).output().expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}
