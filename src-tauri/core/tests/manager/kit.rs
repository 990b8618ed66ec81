//! A world in memory: servers that answer from a script, a keychain, a store and a clock that can be turned.

#[path = "kit/crowd.rs"]
pub(crate) mod crowd;
#[path = "kit/people.rs"]
mod people;
#[path = "kit/plans.rs"]
mod plans;

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use jiff::tz::TimeZone;
use seatkeeper_core::Instant;
use seatkeeper_core::api::{Answer, AnswerKind, ApiError, CoderWords};
use seatkeeper_core::check::{Check, Context, check_bytes};
use seatkeeper_core::deployment::{AccessUrl, Connection, Deployment, SessionKind};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::license::{Fingerprint, KeyRing, LicenseText, TrustedKey};
use seatkeeper_core::manager::LicenseManager;
use seatkeeper_core::ports::{
    Clock, CoderCli, DeploymentApi, HeldLicense, Keychain, KeychainError, Page, Store, StoredAnswer, Target,
};
use seatkeeper_core::session::{Secrets, SessionToken};
use seatkeeper_core::view::{DeploymentRowView, PartView};
use seatkeeper_testkit::mint;
use secrecy::SecretString;
use serde_json::{Value, json};

pub(crate) const NOW: &str = "2026-11-23T18:06:27Z";
pub(crate) const TOKEN: &str = "Abcdefghi1-0123456789ABCDEFGHIJKL";

/// The calls of the API by name, as the log has them.
type Script = BTreeMap<(String, &'static str), Result<String, ApiError>>;

#[derive(Default)]
pub(crate) struct Things {
    pub(crate) script: Script,
    /// "coder.example.com licenses +" with a token, "… -" without.
    pub(crate) log: Vec<String>,
    pub(crate) vault: BTreeMap<String, Secrets>,
    pub(crate) keychain_fault: Option<KeychainError>,
    pub(crate) keychain_reads: u32,
    pub(crate) deployments: Vec<Deployment>,
    pub(crate) aside: BTreeMap<u32, (Deployment, Instant)>,
    pub(crate) answers: BTreeMap<u32, BTreeMap<AnswerKind, StoredAnswer>>,
    pub(crate) library: Vec<HeldLicense>,
    pub(crate) store_fault: bool,
    pub(crate) last_id: u32,
    pub(crate) now: Option<Instant>,
    pub(crate) cli: Option<SessionToken>,
    pub(crate) kept: people::Kept,
    pub(crate) crowd: crowd::Crowd,
    pub(crate) kept_plans: plans::KeptPlans,
}

#[derive(Clone, Default)]
pub(crate) struct World(Arc<Mutex<Things>>);

pub(crate) type Manager = LicenseManager<World, World, World, World>;

/// Runs what waits for nobody.
pub(crate) fn done<F: Future>(future: F) -> F::Output {
    future.now_or_never().expect("every port answers at once")
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("a date")
}

pub(crate) fn token() -> SessionToken {
    SessionToken::read(&SecretString::from(TOKEN)).expect("a token")
}

pub(crate) fn plain(parts: &[PartView]) -> String {
    parts
        .iter()
        .map(|part| match part {
            PartView::Text { text }
            | PartView::Day { text, .. }
            | PartView::Clock { text, .. }
            | PartView::Count { text, .. } => text.as_str(),
        })
        .collect()
}

pub(crate) fn words(message: &str) -> CoderWords {
    CoderWords { message: message.to_owned(), ..CoderWords::default() }
}

pub(crate) fn ring() -> KeyRing {
    let mut ring = KeyRing::built_in();
    ring.add(TrustedKey::added(mint::KEY_ID, &mint::public_key()).expect("canonical")).expect("free");
    ring
}

/// Claims of a term and a grace period, with so many seats.
pub(crate) fn claims([start, end, last]: [&str; 3], seats: i64, more: Value) -> Value {
    let unix = |text: &str| at(text).unix();
    let dates = json!({
        "jti": "1f0c0000-0000-4000-8000-000000000077",
        "iat": unix(start).min(unix(NOW) - 86_400), "nbf": unix(start), "license_expires": unix(end), "exp": unix(last),
        "features": { "user_limit": seats },
    });
    mint::changed(mint::changed(mint::valid_claims(), dates), more)
}

pub(crate) fn listed(id: i32, claims: &Value) -> Value {
    json!({ "id": id, "uuid": claims["jti"], "uploaded_at": "2026-03-12T09:00:00Z", "claims": claims })
}

pub(crate) fn check(text: &str) -> Check {
    let ring = ring();
    let context = Context {
        now: at(NOW),
        zone: zone(),
        ring: &ring,
        deployment: None,
        exact: false,
        built_at: at("2020-01-01"),
        expiring_days: 30,
    };
    check_bytes(text.as_bytes(), &context).remove(0)
}

pub(crate) fn zone() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("the rule of Berlin")
}

impl World {
    pub(crate) fn new() -> Self {
        let world = Self::default();
        world.with(|things| things.now = Some(at(NOW)));
        world
    }

    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut Things) -> T) -> T {
        change(&mut self.0.lock().expect("nobody panicked"))
    }

    pub(crate) fn manager(&self) -> Manager {
        let parts = (self.clone(), self.clone(), self.clone(), self.clone());
        LicenseManager::open(parts.0, parts.1, parts.2, parts.3, Arc::new(ring()), Box::new(self.clone()))
            .expect("opens")
    }

    /// A deployment of the list at "<name>.example.com", signed in with a pasted token.
    pub(crate) fn add(&self, name: &str) -> u32 {
        let host = format!("{}.example.com", name.to_lowercase());
        let address = AccessUrl::read(&host).expect("an address").url;
        let id = self.with(|things| {
            things.last_id += 1;
            things.vault.insert(address.origin(), Secrets { token: Some(token()), ..Secrets::default() });
            things.deployments.push(Deployment {
                id: things.last_id,
                name: name.to_owned(),
                hue: 0,
                address,
                deployment_id: None,
                added_at: at(NOW),
                connection: Connection::default(),
                session: SessionKind::Pasted,
            });
            things.last_id
        });
        self.answer(
            &host,
            "build_info",
            json!({ "version": "v2.29.3+abc", "deployment_id": "7c1e", "telemetry": true }),
        );
        self.answer(&host, "permissions", json!({ "read_licenses": true, "add_licenses": true, "remove_licenses": true, "read_users": true, "suspend_users": true }));
        self.answer(
            &host,
            "who_am_i",
            json!({ "id": "u", "username": "ana", "roles": [{ "name": "owner" }] }),
        );
        self.answer(&host, "own_session", json!({ "expires_at": "2026-11-30T00:00:00Z" }));
        self.answer(&host, "sign_in_methods", json!({ "password": { "enabled": true }, "oidc": { "enabled": true, "signInText": "Sign in with Okta" } }));
        self.seats(&host, 14, None);
        self.answer(&host, "licenses", json!([]));
        for call in ["users", "user", "suspend", "activate"] {
            self.answer(&host, call, Value::Null);
        }
        id
    }

    pub(crate) fn answer(&self, host: &str, call: &'static str, json: Value) {
        self.with(|things| things.script.insert((host.to_owned(), call), Ok(json.to_string())));
    }

    pub(crate) fn fail(&self, host: &str, call: &'static str, fault: ApiError) {
        self.with(|things| things.script.insert((host.to_owned(), call), Err(fault)));
    }

    pub(crate) fn seats(&self, host: &str, used: i64, limit: Option<i64>) {
        let entitlement = if limit.is_some() { "entitled" } else { "not_entitled" };
        let users = json!({ "entitlement": entitlement, "enabled": true, "limit": limit, "actual": used });
        let log = json!({ "entitlement": entitlement, "enabled": limit.is_some() });
        self.answer(host, "entitlements", json!({
            "features": { "user_limit": users, "audit_log": log, "novel_thing": { "entitlement": entitlement, "enabled": true, "limit": 7, "actual": 3 } },
            "warnings": [], "errors": [], "has_license": limit.is_some(), "refreshed_at": NOW,
        }));
    }

    pub(crate) fn turn_clock(&self, to: &str) {
        self.with(|things| things.now = Some(at(to)));
    }

    pub(crate) fn log(&self) -> Vec<String> {
        self.with(|things| std::mem::take(&mut things.log))
    }

    fn call(&self, to: Target<'_>, call: &'static str) -> Result<String, ApiError> {
        let sent = if to.secrets.token.is_some() { "+" } else { "-" };
        let host = to.address.host();
        self.with(|things| {
            things.log.push(format!("{host} {call} {sent}"));
            let missing = ApiError::Unreachable("no such name".to_owned());
            things.script.get(&(host, call)).cloned().unwrap_or(Err(missing))
        })
    }

    fn answered(&self, to: Target<'_>, call: &'static str) -> Result<Answer, ApiError> {
        self.call(to, call).map(|json| Answer { json, server_time: None, version: None })
    }

    pub(super) fn scripted(&self, to: Target<'_>, call: &'static str) -> Result<(), ApiError> {
        self.call(to, call).map(drop)
    }

    fn keychain<T>(&self, act: impl FnOnce(&mut Things) -> T) -> Result<T, KeychainError> {
        self.with(|things| match &things.keychain_fault {
            Some(fault) => Err(fault.clone()),
            None => Ok(act(things)),
        })
    }

    fn store<T>(&self, act: impl FnOnce(&mut Things) -> T) -> Result<T, Error> {
        self.with(|things| {
            if things.store_fault {
                return Err(Error::new(ErrorCode::StoreWriteFailed, "the disk is full"));
            }
            Ok(act(things))
        })
    }
}

pub(crate) fn row(manager: &Manager, id: u32) -> DeploymentRowView {
    manager.deployment(id).expect("in the list").row
}

impl DeploymentApi for World {
    async fn build_info(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        self.answered(to, "build_info")
    }
    async fn sign_in_methods(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        self.answered(to, "sign_in_methods")
    }
    async fn sign_in(&self, to: Target<'_>, _: &str, _: &SecretString) -> Result<SessionToken, ApiError> {
        self.call(to, "sign_in").map(|_| token())
    }
    async fn who_am_i(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        self.answered(to, "who_am_i")
    }
    async fn own_session(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        self.answered(to, "own_session")
    }
    async fn end_session(&self, to: Target<'_>) -> Result<(), ApiError> {
        self.call(to, "end_session").map(|_| ())
    }
    async fn permissions(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        self.answered(to, "permissions")
    }
    async fn entitlements(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        self.answered(to, "entitlements")
    }
    async fn refresh_entitlements(&self, to: Target<'_>) -> Result<(), ApiError> {
        self.call(to, "refresh").map(|_| ())
    }
    async fn licenses(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        self.answered(to, "licenses")
    }
    async fn install(&self, to: Target<'_>, _: &LicenseText) -> Result<Answer, ApiError> {
        self.answered(to, "install")
    }
    async fn remove(&self, to: Target<'_>, _: i32) -> Result<(), ApiError> {
        self.call(to, "remove").map(|_| ())
    }
    async fn users(&self, to: Target<'_>, page: Page<'_>) -> Result<Answer, ApiError> {
        self.call(to, "users")?;
        if self.with(|things| things.crowd.silent_from.is_some_and(|from| things.crowd.pages + 1 >= from)) {
            std::future::pending::<()>().await;
        }
        Ok(self.with(|things| things.crowd.page(page)))
    }
    async fn user(&self, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
        self.call(to, "user")?;
        self.with(|things| things.crowd.one(id))
    }
    async fn status_counts(&self, to: Target<'_>, _: i8) -> Result<Answer, ApiError> {
        self.answered(to, "status_counts")
    }
    async fn suspend(&self, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
        if self.with(|things| things.crowd.silent_suspensions) {
            std::future::pending::<()>().await;
        }
        self.set_status(to, "suspend", id)
    }
    async fn activate(&self, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
        self.set_status(to, "activate", id)
    }
}

impl Keychain for World {
    fn place(&self) -> String {
        "GNOME Keyring".to_owned()
    }
    async fn probe(&self) -> Result<(), KeychainError> {
        self.keychain(|_| ())
    }
    async fn read(&self, origin: &AccessUrl) -> Result<Option<Secrets>, KeychainError> {
        self.with(|things| things.keychain_reads += 1);
        self.keychain(|things| things.vault.get(&origin.origin()).cloned())
    }
    async fn write(&self, origin: &AccessUrl, secrets: &Secrets) -> Result<(), KeychainError> {
        self.keychain(|things| {
            things.vault.insert(origin.origin(), secrets.clone());
        })
    }
    async fn erase(&self, origin: &AccessUrl) -> Result<(), KeychainError> {
        self.keychain(|things| {
            things.vault.remove(&origin.origin());
        })
    }
}

impl Store for World {
    fn deployments(&self) -> Result<Vec<Deployment>, Error> {
        self.store(|things| things.deployments.clone())
    }
    fn add_deployment(&self, deployment: &Deployment) -> Result<u32, Error> {
        self.store(|things| {
            things.last_id += 1;
            things.deployments.push(Deployment { id: things.last_id, ..deployment.clone() });
            things.last_id
        })
    }
    fn change_deployment(&self, deployment: &Deployment) -> Result<(), Error> {
        self.store(|things| {
            let known = things.deployments.iter_mut().find(|known| known.id == deployment.id);
            *known.expect("in the list") = deployment.clone();
        })
    }
    fn order_deployments(&self, ids: &[u32]) -> Result<(), Error> {
        self.store(|things| {
            things.deployments.sort_by_key(|known| ids.iter().position(|id| *id == known.id));
        })
    }
    fn forget_deployment(&self, id: u32, _: &str, until: Instant) -> Result<u32, Error> {
        self.store(|things| {
            let place = things.deployments.iter().position(|known| known.id == id).expect("in the list");
            let deployment = things.deployments.remove(place);
            things.last_id += 1;
            things.aside.insert(things.last_id, (deployment, until));
            things.last_id
        })
    }
    fn undo_forget_deployment(&self, undo: u32, now: Instant) -> Result<Option<Deployment>, Error> {
        self.store(|things| {
            let in_time = things.aside.get(&undo).is_some_and(|(_, until)| now < *until);
            let (deployment, _) = in_time.then(|| things.aside.remove(&undo)).flatten()?;
            things.deployments.push(deployment.clone());
            Some(deployment)
        })
    }
    fn forgotten_origins(&self, now: Instant) -> Result<Vec<AccessUrl>, Error> {
        self.store(|things| {
            let past = things.aside.values().filter(|(_, until)| *until <= now);
            past.map(|(deployment, _)| deployment.address.clone()).collect()
        })
    }
    fn erase_forgotten(&self, origin: &AccessUrl) -> Result<(), Error> {
        self.store(|things| things.aside.retain(|_, (deployment, _)| deployment.address != *origin))
    }
    fn answers(&self, id: u32) -> Result<BTreeMap<AnswerKind, StoredAnswer>, Error> {
        self.store(|things| things.answers.get(&id).cloned().unwrap_or_default())
    }
    fn keep_answers(&self, id: u32, answers: &BTreeMap<AnswerKind, StoredAnswer>) -> Result<(), Error> {
        self.store(|things| things.answers.entry(id).or_default().extend(answers.clone()))
    }
    fn drop_answers(&self, id: u32, kinds: &[AnswerKind]) -> Result<(), Error> {
        self.store(|things| things.answers.entry(id).or_default().retain(|kind, _| !kinds.contains(kind)))
    }
    fn library(&self) -> Result<Vec<HeldLicense>, Error> {
        self.store(|things| things.library.clone())
    }
    fn hold_license(
        &self,
        fingerprint: &Fingerprint,
        text: &LicenseText,
        names: &[String],
        _: Instant,
    ) -> Result<bool, Error> {
        self.store(|things| {
            things.library.push(HeldLicense {
                fingerprint: fingerprint.to_string(),
                text: text.clone(),
                names: names.to_vec(),
            });
            true
        })
    }
    fn erase_everything(&self) -> Result<(), Error> {
        self.store(|things| {
            things.deployments.clear();
            things.aside.clear();
            things.answers.clear();
            things.library.clear();
            things.kept = people::Kept::default();
            things.kept_plans = plans::KeptPlans::default();
        })
    }
}

impl Clock for World {
    fn now(&self) -> Instant {
        self.with(|things| things.now.expect("set"))
    }
    fn zone(&self) -> TimeZone {
        zone()
    }
}

impl CoderCli for World {
    fn session(&self, _: &AccessUrl) -> Option<(SessionToken, String)> {
        self.with(|things| things.cli.clone()).map(|token| (token, "~/.config/coderv2".to_owned()))
    }
    fn known(&self) -> Vec<AccessUrl> {
        Vec::new()
    }
}
