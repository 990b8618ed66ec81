//! The state of a fake deployment.

use std::time::Duration;

use jiff::tz::TimeZone;
use seatkeeper_core::license::{KeyRing, TrustedKey};

use crate::fake_deployment::account::{Key, User};
use crate::fake_deployment::clock::RunningClock;
use crate::fake_deployment::crowd::ListChange;
use crate::fake_deployment::entitlements::Computed;
use crate::fake_deployment::fault::{Fault, Planted};
use crate::fake_deployment::ids::Ids;
use crate::fake_deployment::moment::Moment;
use crate::fake_deployment::people::{LastSeen, PlannedUser, Role, Status};
use crate::fake_deployment::plan::{Clock, PASSWORD, Plan};

/// How long a browser session lasts.
pub(super) const SESSION: i64 = 24 * 3600;
/// How long the session of `/cli-auth` lasts.
pub(super) const CLI_SESSION: i64 = 7 * 24 * 3600;
/// A key's use is noted at most this often.
const USE_NOTED: i64 = 3600;

#[derive(Debug)]
pub(super) struct World {
    pub(super) plan: Plan,
    pub(super) url: String,
    pub(super) ids: Ids,
    pub(super) ring: KeyRing,
    pub(super) organization: String,
    pub(super) created: Moment,
    pub(super) users: Vec<User>,
    pub(super) keys: Vec<Key>,
    pub(super) licenses: Vec<Installed>,
    pub(super) last_license: i32,
    pub(super) entitlements: Computed,
    pub(super) entitlements_held: bool,
    pub(super) refresh_fails: bool,
    pub(super) refuses_connections: bool,
    pub(super) faults: Vec<Planted>,
    /// Pages of the list of users that were answered.
    pub(super) pages: u32,
    /// What happens before which of them.
    pub(super) list_changes: Vec<(u32, ListChange)>,
    clock: RunningClock,
}

#[derive(Debug, Clone)]
pub(super) struct Installed {
    pub(super) id: i32,
    pub(super) uuid: String,
    pub(super) text: String,
    /// The claims as JSON, as the token spells them.
    pub(super) claims: String,
    pub(super) expires: Option<Moment>,
    pub(super) uploaded: Moment,
}

impl World {
    pub(super) fn new(plan: Plan, url: String) -> Self {
        let now = plan.start();
        let mut ids = Ids::new(plan.seed);
        let mut ring = KeyRing::empty();
        for (key_id, bytes) in &plan.keys {
            let key = TrustedKey::added(key_id, bytes)
                .unwrap_or_else(|fault| panic!("the plan's key {key_id:?}: {fault}"));
            ring.add(key).unwrap_or_else(|fault| panic!("the plan's keys: {fault}"));
        }
        let mut world = Self {
            organization: ids.uuid(),
            created: now.plus_seconds(-2610),
            users: Vec::new(),
            keys: Vec::new(),
            licenses: Vec::new(),
            last_license: 0,
            entitlements: Computed::nothing(now),
            entitlements_held: false,
            refresh_fails: false,
            refuses_connections: false,
            faults: plan.faults.clone(),
            pages: 0,
            list_changes: Vec::new(),
            clock: RunningClock::new(plan.clock),
            url,
            ids,
            ring,
            plan,
        };
        for planned in std::mem::take(&mut world.plan.users) {
            world.move_in(planned, now);
        }
        for text in std::mem::take(&mut world.plan.licenses) {
            world.install(text, now);
        }
        world.recompute(now);
        world
    }

    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// A request comes in: a stepping clock moves, and what Coder does by timer is done.
    pub(super) fn request_begins(&mut self) {
        self.clock.step();
        self.refresh_by_timer();
    }

    pub(super) fn advance(&mut self, span: Duration) {
        self.clock.advance(span);
    }

    /// The fault that strikes this call, if any; one that was to strike a number of times has struck once more.
    pub(super) fn strike(&mut self, method: &str, path: &str) -> Option<Fault> {
        let planted = self.faults.iter_mut().rev().find(|planted| planted.strikes(method, path))?;
        planted.left = planted.left.map(|left| left - 1);
        Some(planted.fault.clone())
    }

    pub(super) fn set_clock(&mut self, clock: Clock) {
        self.clock = RunningClock::new(clock);
    }

    pub(super) fn zone(&self) -> &TimeZone {
        &self.plan.zone
    }

    /// The user with this ID or user name.
    pub(super) fn user(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == name || user.username.eq_ignore_ascii_case(name))
    }

    pub(super) fn user_mut(&mut self, name: &str) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.id == name || user.username.eq_ignore_ascii_case(name))
    }

    pub(super) fn create_user(
        &mut self,
        username: &str,
        email: &str,
        name: &str,
        password: &str,
    ) -> &mut User {
        let now = self.now();
        let user = User {
            id: self.ids.uuid(),
            username: username.to_owned(),
            folded: username.to_lowercase(),
            name: name.to_owned(),
            email: email.to_owned(),
            password: password.to_owned(),
            roles: Vec::new(),
            status: Status::Dormant,
            login_type: "password".to_owned(),
            service_account: false,
            created: now,
            updated: now,
            last_seen: None,
            statuses: vec![(now, Status::Dormant)],
        };
        self.users.push(user);
        let last = self.users.len() - 1;
        &mut self.users[last]
    }

    pub(super) fn move_in(&mut self, planned: PlannedUser, now: Moment) {
        let created = planned.created.map_or(now.plus_seconds(-100 * 86_400), Moment::of);
        let email =
            if planned.service_account { String::new() } else { format!("{}@example.com", planned.name) };
        let user = self.create_user(&planned.name, &email, &title(&planned.name), PASSWORD);
        user.roles = if planned.role == Role::Member { Vec::new() } else { vec![planned.role] };
        user.status = planned.status;
        user.login_type = planned.login_type.to_owned();
        user.service_account = planned.service_account;
        user.created = created;
        user.updated = created;
        user.last_seen = match planned.last_seen {
            LastSeen::AtStart => Some(now),
            LastSeen::Never => None,
            LastSeen::At(at) => Some(Moment::of(at)),
        };
        user.statuses = planned.history.iter().map(|(from, status)| (Moment::of(*from), *status)).collect();
        if user.statuses.last().map(|(_, status)| *status) != Some(planned.status) {
            let from = if user.statuses.is_empty() { created } else { now };
            user.statuses.push((from, planned.status));
        }
    }

    /// A session for `user`, who is known.
    pub(super) fn mint_key(&mut self, user: &str, login_type: &str, name: &str, lifetime: i64) -> Key {
        let now = self.now();
        let key = Key {
            id: self.ids.letters(10),
            secret: self.ids.letters(22),
            user: user.to_owned(),
            login_type: login_type.to_owned(),
            name: name.to_owned(),
            created: now,
            updated: now,
            expires: now.plus_seconds(lifetime),
            last_used: Moment::EPOCH,
            lifetime,
        };
        self.keys.push(key.clone());
        key
    }

    /// Notes that a key was used, at most once an hour, and with it that its user was seen.
    pub(super) fn note_use(&mut self, key_id: &str) {
        let (now, sliding) = (self.now(), self.plan.sliding_sessions);
        let Some(key) = self.keys.iter_mut().find(|key| key.id == key_id) else { return };
        if now.seconds_since(key.last_used) <= USE_NOTED {
            return;
        }
        key.last_used = now;
        let longer = now.plus_seconds(key.lifetime);
        if sliding && longer.seconds_since(key.expires) > USE_NOTED {
            key.expires = longer;
        }
        let user = key.user.clone();
        if let Some(user) = self.user_mut(&user) {
            user.last_seen = Some(now);
            user.updated = now;
        }
    }
}

/// The display name of a planned user: "owner" is "Owner".
fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
