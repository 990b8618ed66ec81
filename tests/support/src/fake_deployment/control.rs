//! What a test may change while the fake runs.

use std::time::Duration;

use seatkeeper_core::Instant;

use crate::fake_deployment::account::User;
use crate::fake_deployment::fault::{Fault, Planted};
use crate::fake_deployment::moment::Moment;
use crate::fake_deployment::people::{PlannedUser, Role, Status};
use crate::fake_deployment::plan::Clock;
use crate::fake_deployment::routes::{Shared, locked};

/// Status must be dormant after this many days unseen.
const DORMANT_AFTER: i64 = 90 * 86_400;

/// The hand on a running fake. Clones hold the same one.
#[derive(Debug, Clone)]
pub struct Control(pub(super) Shared);

impl Control {
    /// Spoils the calls that match `pattern` until [`Control::heal`]: a path, or a method and a path, with `*` for
    /// any part (`"*"`, `"/api/v2/licenses"`, `"PUT /api/v2/users/*/status/suspend"`). The latest that matches
    /// strikes.
    pub fn fail(&self, pattern: &str, fault: Fault) {
        self.plant(pattern, fault, None);
    }

    /// Spoils the next call that matches.
    pub fn fail_once(&self, pattern: &str, fault: Fault) {
        self.plant(pattern, fault, Some(1));
    }

    /// Takes all faults away.
    pub fn heal(&self) {
        locked(&self.0).faults.clear();
    }

    /// Takes the faults with exactly this pattern away.
    pub fn heal_at(&self, pattern: &str) {
        locked(&self.0).faults.retain(|planted| !planted.is_at(pattern));
    }

    /// Whether new connections are reset as soon as they are made.
    pub fn refuse_connections(&self, refuse: bool) {
        locked(&self.0).refuses_connections = refuse;
    }

    /// Moves the clock on.
    pub fn advance(&self, span: Duration) {
        locked(&self.0).advance(span);
    }

    /// Sets the clock.
    pub fn set_clock(&self, clock: Clock) {
        locked(&self.0).set_clock(clock);
    }

    /// The fake's own time.
    pub fn now(&self) -> Instant {
        locked(&self.0).now().instant()
    }

    /// Adds a user.
    pub fn add_user(&self, user: PlannedUser) {
        let mut world = locked(&self.0);
        let now = world.now();
        world.move_in(user, now);
    }

    /// A user was seen then.
    pub fn seen(&self, user: &str, at: Instant) {
        self.change(user, |user, _| {
            user.last_seen = Some(Moment::of(at));
            user.updated = Moment::of(at);
        });
    }

    /// The deployment sets a user's status, as its own timer does.
    pub fn set_status(&self, user: &str, status: Status) {
        self.change(user, |user, now| user.set_status(status, now));
    }

    /// Gives a user this role in place of all others.
    pub fn set_role(&self, user: &str, role: Role) {
        self.change(user, |user, _| {
            user.roles = if role == Role::Member { Vec::new() } else { vec![role] };
        });
    }

    /// The UUID of a user.
    pub fn id_of(&self, user: &str) -> Option<String> {
        locked(&self.0).user(user).map(|user| user.id.clone())
    }

    /// The status of a user.
    pub fn status(&self, user: &str) -> Option<Status> {
        locked(&self.0).user(user).map(|user| user.status)
    }

    /// What Coder does every 15 minutes: who was not seen for 90 days goes dormant.
    pub fn run_dormancy(&self) {
        let mut world = locked(&self.0);
        let now = world.now();
        for user in &mut world.users {
            let unseen = user.last_seen.is_none_or(|seen| now.seconds_since(seen) > DORMANT_AFTER);
            if user.status == Status::Active && unseen {
                user.set_status(Status::Dormant, now);
            }
        }
    }

    /// Installs a license behind everyone's back, without judging it.
    pub fn install(&self, text: &str) {
        let mut world = locked(&self.0);
        let now = world.now();
        world.install(text.to_owned(), now);
        world.recompute(now);
    }

    /// Removes a license behind everyone's back.
    pub fn remove(&self, id: i32) {
        let mut world = locked(&self.0);
        let now = world.now();
        world.licenses.retain(|license| license.id != id);
        world.recompute(now);
    }

    /// The installed licenses: ID and exact text, in order.
    pub fn licenses(&self) -> Vec<(i32, String)> {
        locked(&self.0).licenses.iter().map(|license| (license.id, license.text.clone())).collect()
    }

    /// Works the entitlements out now.
    pub fn recompute(&self) {
        let mut world = locked(&self.0);
        let now = world.now();
        world.recompute(now);
    }

    /// Whether the timer that works entitlements out every ten minutes stands still, so that they grow stale.
    pub fn hold_entitlements(&self, hold: bool) {
        locked(&self.0).entitlements_held = hold;
    }

    /// Switches telemetry on or off; it counts from the next time that entitlements are worked out.
    pub fn set_telemetry(&self, on: bool) {
        locked(&self.0).plan.telemetry = on;
    }

    /// Switches signing in by password on or off.
    pub fn set_password_sign_in(&self, allowed: bool) {
        locked(&self.0).plan.password_sign_in = allowed;
    }

    /// The deployment is another from now on, as behind an address that moved.
    pub fn set_deployment_id(&self, id: &str) {
        id.clone_into(&mut locked(&self.0).plan.deployment_id);
    }

    /// Names another version from now on.
    pub fn set_version(&self, version: &str) {
        version.clone_into(&mut locked(&self.0).plan.version);
    }

    /// Revokes every session of a user.
    pub fn revoke_sessions(&self, user: &str) {
        let mut world = locked(&self.0);
        let Some(id) = world.user(user).map(|user| user.id.clone()) else { return };
        world.keys.retain(|key| key.user != id);
    }

    /// Lets every session of a user end at `at`.
    pub fn end_sessions_at(&self, user: &str, at: Instant) {
        let mut world = locked(&self.0);
        let Some(id) = world.user(user).map(|user| user.id.clone()) else { return };
        for key in world.keys.iter_mut().filter(|key| key.user == id) {
            key.expires = Moment::of(at);
        }
    }

    /// The IDs of a user's sessions, oldest first.
    pub fn sessions(&self, user: &str) -> Vec<String> {
        let world = locked(&self.0);
        let Some(id) = world.user(user).map(|user| user.id.clone()) else { return Vec::new() };
        world.keys.iter().filter(|key| key.user == id).map(|key| key.id.clone()).collect()
    }

    fn plant(&self, pattern: &str, fault: Fault, left: Option<u32>) {
        locked(&self.0).faults.push(Planted::new(pattern, fault, left));
    }

    fn change(&self, user: &str, change: impl FnOnce(&mut User, Moment)) {
        let mut world = locked(&self.0);
        let now = world.now();
        match world.user_mut(user) {
            Some(user) => change(user, now),
            None => panic!("the fake deployment has no user {user:?}"),
        }
    }
}
