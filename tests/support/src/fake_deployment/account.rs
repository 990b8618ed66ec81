//! Users and their sessions, as the database keeps them and as they are shown.

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::fake_deployment::moment::Moment;
use crate::fake_deployment::people::{Role, Status};
use crate::fake_deployment::world::World;

#[derive(Debug, Clone)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) username: String,
    /// In lower case, as the list is sorted.
    pub(super) folded: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) password: String,
    pub(super) roles: Vec<Role>,
    pub(super) status: Status,
    pub(super) login_type: String,
    pub(super) service_account: bool,
    pub(super) created: Moment,
    pub(super) updated: Moment,
    pub(super) last_seen: Option<Moment>,
    pub(super) statuses: Vec<(Moment, Status)>,
}

#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) id: String,
    pub(super) secret: String,
    pub(super) user: String,
    pub(super) login_type: String,
    pub(super) name: String,
    pub(super) created: Moment,
    pub(super) updated: Moment,
    pub(super) expires: Moment,
    pub(super) last_used: Moment,
    pub(super) lifetime: i64,
}

impl User {
    pub(super) fn set_status(&mut self, status: Status, now: Moment) {
        self.status = status;
        self.updated = now;
        self.statuses.push((now, status));
    }

    pub(super) fn status_at(&self, moment: Moment) -> Option<Status> {
        self.statuses.iter().rev().find(|(from, _)| *from <= moment).map(|(_, status)| *status)
    }

    pub(super) fn to_json(&self, world: &World) -> Value {
        let zone = world.zone();
        let roles: Vec<Value> = self
            .roles
            .iter()
            .map(|role| json!({ "name": role.name(), "display_name": role.display_name() }))
            .collect();
        let last_seen =
            self.last_seen.map_or("0001-01-01T00:00:00Z".to_owned(), |seen| seen.rfc3339(&TimeZone::UTC));
        let mut user = json!({
            "id": self.id,
            "username": self.username,
            "name": self.name,
            "email": self.email,
            "created_at": self.created.rfc3339(zone),
            "updated_at": self.updated.rfc3339(zone),
            "last_seen_at": last_seen,
            "status": self.status.word(),
            "login_type": self.login_type,
            "organization_ids": [world.organization],
            "roles": roles,
        });
        if world.plan.older.is_none() {
            user["has_ai_seat"] = json!(false);
            if self.service_account {
                user["is_service_account"] = json!(true);
            }
        }
        user
    }
}

impl Key {
    /// The session token: ID and secret.
    pub(super) fn token(&self) -> String {
        format!("{}-{}", self.id, self.secret)
    }
}
