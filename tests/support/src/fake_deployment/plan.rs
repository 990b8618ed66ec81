//! What a fake deployment is to be when it starts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use jiff::tz::TimeZone;
use seatkeeper_core::Instant;
use seatkeeper_core::entitlement::DeploymentFacts;
use seatkeeper_core::feature::FeatureName;

use crate::fake_deployment::fault::{Fault, Planted};
use crate::fake_deployment::moment::Moment;
use crate::fake_deployment::people::{PlannedUser, Role};
use crate::mint;

/// The password of every planned user.
pub const PASSWORD: &str = "correct horse battery staple 7";
/// The deployment ID of a plan that names no other.
pub const DEPLOYMENT_ID: &str = "4d4f6f87-0be1-4cb4-a939-c00b4752e72e";
/// The version of a plan that names no other.
pub const VERSION: &str = "v2.34.0";

/// Configuration that Coder's own test deployment had switched on.
const ENABLED: [&str; 7] = [
    "access_control",
    "advanced_template_scheduling",
    "aibridge",
    "control_shared_ports",
    "template_rbac",
    "user_role_management",
    "workspace_proxy",
];

/// How the deployment speaks TLS, rightly or wrongly in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Plain HTTP.
    Off,
    /// A certificate for `localhost` and 127.0.0.1, signed by the CA of `ca_file`.
    Good,
    /// The certificate ended in 2021.
    Expired,
    /// The certificate begins in 2200.
    NotYetValid,
    /// The certificate signed itself; no CA knows it.
    SelfSigned,
    /// The certificate is for `other.example`.
    WrongHost,
    /// The certificate is signed by another CA than that of `ca_file`.
    UnknownCa,
    /// The address is an IP, which the certificate for `localhost` does not name.
    IpWithoutName,
    /// The handshake is read and never answered.
    HandshakeStall,
    /// The handshake is answered with a fatal alert, as a server does that speaks only older TLS.
    Alert,
    /// As [`Tls::Good`], and the client must show a certificate signed by the same CA.
    ClientCertificate,
}

/// What the deployment's clock does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Stands still; `Control::advance` moves it.
    Fixed(Instant),
    /// Moves by this much with each request, so that a run can be repeated exactly.
    Stepping(Instant, Duration),
    /// Starts there and ticks on.
    Ticking(Instant),
}

/// An older Coder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Older {
    /// v2.10 of April 2024: no `deployment_id` and no test of locks, `null` for an empty list of licenses, no seat
    /// history, no `WWW-Authenticate`, no scopes of tokens, no AI seats.
    V2_10,
    /// v2.18 of late 2024: knows its deployment ID, but has no seat history yet.
    V2_18,
}

/// What a fake deployment is to be when it starts; see [`Plan::empty`] and [`Plan::with_owner`].
#[derive(Debug, Clone)]
pub struct Plan {
    pub(super) tls: Tls,
    pub(super) host: IpAddr,
    pub(super) port: u16,
    pub(super) clock: Clock,
    pub(super) zone: TimeZone,
    pub(super) users: Vec<PlannedUser>,
    pub(super) licenses: Vec<String>,
    pub(super) version: String,
    pub(super) older: Option<Older>,
    pub(super) deployment_id: String,
    pub(super) telemetry: bool,
    pub(super) password_sign_in: bool,
    pub(super) sliding_sessions: bool,
    pub(super) proxy_of: Option<String>,
    pub(super) experiments: Vec<String>,
    pub(super) facts: DeploymentFacts,
    pub(super) keys: Vec<(String, Vec<u8>)>,
    pub(super) seed: u64,
    pub(super) faults: Vec<Planted>,
    pub(super) history: Vec<[u32; 3]>,
}

impl Plan {
    /// A deployment that nobody has set up: plain HTTP, a clock that stands at [`mint::NOW`], no telemetry.
    pub fn empty() -> Self {
        Self {
            tls: Tls::Off,
            host: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            clock: Clock::Fixed(Instant::from_unix(mint::NOW)),
            // Half an hour off, and with summer time: what a client must be able to read.
            zone: TimeZone::get("America/St_Johns").unwrap_or(TimeZone::UTC),
            users: Vec::new(),
            licenses: Vec::new(),
            version: VERSION.to_owned(),
            older: None,
            deployment_id: DEPLOYMENT_ID.to_owned(),
            telemetry: false,
            password_sign_in: true,
            sliding_sessions: true,
            proxy_of: None,
            experiments: Vec::new(),
            facts: DeploymentFacts {
                replicas: 1,
                managed_agents: Some(0),
                enablements: ENABLED.iter().map(|name| (FeatureName::of(name), true)).collect(),
                ..DeploymentFacts::default()
            },
            keys: vec![(mint::KEY_ID.to_owned(), mint::public_key())],
            seed: 1,
            faults: Vec::new(),
            history: Vec::new(),
        }
    }

    /// A deployment with its first user: `owner`, `owner@example.com`, [`PASSWORD`].
    pub fn with_owner() -> Self {
        Self::empty().user("owner", Role::Owner)
    }

    /// Adds an active user, seen just now.
    pub fn user(self, name: &str, role: Role) -> Self {
        self.planned(PlannedUser::new(name, role))
    }

    /// Adds a user.
    pub fn planned(mut self, user: PlannedUser) -> Self {
        self.users.push(user);
        self
    }

    /// Adds `count` active members, `PREFIX01` and so on.
    pub fn members(mut self, prefix: &str, count: u32) -> Self {
        for number in 1..=count {
            self = self.user(&format!("{prefix}{number:02}"), Role::Member);
        }
        self
    }

    /// Installs a license without judging it, as one that was taken earlier.
    pub fn license(mut self, text: impl Into<String>) -> Self {
        self.licenses.push(text.into());
        self
    }

    /// Speaks TLS.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Listens there instead of at a free port.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Listens on `::1` alone instead of 127.0.0.1.
    pub fn ipv6(mut self) -> Self {
        self.host = Ipv6Addr::LOCALHOST.into();
        self
    }

    /// The clock stands still at `now`.
    pub fn now(self, now: Instant) -> Self {
        self.clock(Clock::Fixed(now))
    }

    /// The clock.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// The zone of most times in answers; unknown names count as UTC.
    pub fn zone(mut self, name: &str) -> Self {
        self.zone = TimeZone::get(name).unwrap_or(TimeZone::UTC);
        self
    }

    /// The version that it names.
    pub fn version(mut self, version: &str) -> Self {
        version.clone_into(&mut self.version);
        self
    }

    /// Behaves as an older Coder, and says so.
    pub fn older(mut self, older: Older) -> Self {
        self.version = match older {
            Older::V2_10 => "v2.10.2".to_owned(),
            Older::V2_18 => "v2.18.5".to_owned(),
        };
        self.older = Some(older);
        self
    }

    /// The deployment ID.
    pub fn deployment_id(mut self, id: &str) -> Self {
        id.clone_into(&mut self.deployment_id);
        self
    }

    /// Whether telemetry is on.
    pub fn telemetry(mut self, on: bool) -> Self {
        self.telemetry = on;
        self
    }

    /// Whether signing in by password is allowed.
    pub fn password_sign_in(mut self, allowed: bool) -> Self {
        self.password_sign_in = allowed;
        self
    }

    /// Whether the use of a session moves its end.
    pub fn sliding_sessions(mut self, sliding: bool) -> Self {
        self.sliding_sessions = sliding;
        self
    }

    /// Is a workspace proxy of the deployment at `url`: says so, and has none of the API.
    pub fn workspace_proxy_of(mut self, url: &str) -> Self {
        self.proxy_of = Some(url.to_owned());
        self
    }

    /// Lists an experiment as switched on.
    pub fn experiment(mut self, name: &str) -> Self {
        self.experiments.push(name.to_owned());
        self
    }

    /// Switches a feature on or off in the deployment's configuration.
    pub fn enable(mut self, feature: &str, on: bool) -> Self {
        self.facts.enablements.insert(FeatureName::of(feature), on);
        self
    }

    /// Sets what entitlements depend on beside licenses and users; `active_users` is counted from the users.
    pub fn facts(mut self, set: impl FnOnce(&mut DeploymentFacts)) -> Self {
        set(&mut self.facts);
        self
    }

    /// Trusts another key beside the test key.
    pub fn trust(mut self, key_id: &str, public_key: &[u8]) -> Self {
        self.keys.push((key_id.to_owned(), public_key.to_vec()));
        self
    }

    /// Begins with a fault on the calls that match; see [`Control::fail`](crate::fake_deployment::Control::fail).
    pub fn fault(mut self, pattern: &str, fault: Fault) -> Self {
        self.faults.push(Planted::new(pattern, fault, None));
        self
    }

    /// Makes other IDs and tokens than the plans with another seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    pub(super) fn start(&self) -> Moment {
        match self.clock {
            Clock::Fixed(at) | Clock::Stepping(at, _) | Clock::Ticking(at) => Moment::of(at),
        }
    }

    pub(super) fn knows_its_id(&self) -> bool {
        self.older != Some(Older::V2_10)
    }

    pub(super) fn has_seat_history(&self) -> bool {
        self.older.is_none()
    }
}
