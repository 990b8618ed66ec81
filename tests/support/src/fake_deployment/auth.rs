//! Who asks, and what they may do.

use axum::http::header;
use serde_json::{Value, json};

use crate::fake_deployment::account::User;
use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::people::{Role, Status};
use crate::fake_deployment::world::World;

const SIGNED_OUT: &str = "You are signed out or your session has expired. Please sign in again to continue.";

/// The user behind a request, with the key that it came with.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) user: User,
    pub(super) key_id: String,
}

impl Caller {
    /// Whether one of the caller's roles allows `action` on every resource of this type.
    pub(super) fn may(&self, action: &str, resource: &str) -> bool {
        self.user.roles.iter().any(|role| allows(*role, action, resource))
    }

    /// # Errors
    /// Coder's 403 where it is not allowed.
    pub(super) fn must(&self, action: &str, resource: &str) -> Result<(), Box<Answer>> {
        if self.may(action, resource) { Ok(()) } else { Err(Answer::forbidden()) }
    }

    pub(super) fn sees(&self, user: &User) -> bool {
        user.id == self.user.id || self.may("read", "user")
    }
}

/// Coder's built-in roles (coder/coder, `coderd/rbac/roles.go`), as far as they matter here.
fn allows(role: Role, action: &str, resource: &str) -> bool {
    match role {
        Role::Owner => true,
        Role::UserAdmin => resource == "user",
        Role::Auditor => {
            action == "read"
                && ["user", "deployment_config", "deployment_stats", "audit_log"].contains(&resource)
        }
        Role::TemplateAdmin => action == "read" && resource == "user",
        Role::Member => false,
    }
}

/// The caller of a request.
///
/// # Errors
/// 401 with the reason.
pub(super) fn caller(world: &mut World, ask: &Ask) -> Result<Caller, Box<Answer>> {
    let Some(token) = ask.token(world.plan.older.is_none()) else {
        return Err(signed_out(world, "Cookie \"coder_session_token\" or query parameter must be provided."));
    };
    let (id, secret) = split(&token).map_err(|fault| signed_out(world, &fault))?;
    let Some(key) = world.keys.iter().find(|key| key.id == id).cloned() else {
        return Err(signed_out(world, "API key is invalid."));
    };
    if key.secret != secret {
        return Err(signed_out(world, "API key secret is invalid."));
    }
    if key.expires < world.now() {
        let expired = format!("API key expired at \"{}\".", key.expires.rfc3339(world.zone()));
        return Err(signed_out(world, &expired));
    }
    let Some(user) = world.user(&key.user).cloned() else {
        return Err(signed_out(world, "API key is invalid."));
    };
    match user.status {
        Status::Suspended => {
            let message =
                "User is not active (status = \"suspended\"). Contact an admin to reactivate your account.";
            let body = json!({ "message": message });
            return Err(unauthorized(world, &body, "The access token is invalid"));
        }
        // Any request wakes a dormant user.
        Status::Dormant => wake(world, &user.id),
        Status::Active => {}
    }
    world.note_use(&key.id);
    let user = world.user(&key.user).cloned().unwrap_or(user);
    Ok(Caller { user, key_id: key.id })
}

/// `POST /api/v2/authcheck`
pub(super) fn check(_: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let body = ask.json()?;
    let mut allowed = serde_json::Map::new();
    for (name, wanted) in body["checks"].as_object().into_iter().flatten() {
        let object = &wanted["object"];
        let Some(resource) = object["resource_type"].as_str().filter(|text| !text.is_empty()) else {
            let message = format!("Object's \"resource_type\" field must be defined for key \"{name}\".");
            return Err(Answer::refusal(400, &message));
        };
        let action = wanted["action"].as_str().unwrap_or_default();
        let own = resource == "user"
            && [&object["owner_id"], &object["resource_id"]].iter().any(|id| **id == caller.user.id.as_str());
        allowed.insert(name.clone(), json!(caller.may(action, resource) || own && action == "read"));
    }
    Answer::ok(Value::Object(allowed))
}

/// Makes a dormant user active.
pub(super) fn wake(world: &mut World, user: &str) {
    let (now, zone) = (world.now(), world.zone().clone());
    if let Some(user) = world.user_mut(user) {
        user.set_status(Status::Active, now);
        user.last_seen = Some(now.local_read_as_utc(&zone));
    }
}

/// ID and secret of a token, or Coder's words for its form (coder/coder, `coderd/httpmw/apikey.go`).
fn split(token: &str) -> Result<(&str, &str), String> {
    let parts: Vec<&str> = token.split('-').collect();
    let [id, secret] = parts[..] else {
        let count = parts.len();
        return Err(format!(
            "Invalid API key format: incorrect amount of API key parts, expected 2 got {count}"
        ));
    };
    match (id.len(), secret.len()) {
        (10, 22) => Ok((id, secret)),
        (10, other) => {
            Err(format!("Invalid API key format: invalid API key secret length, expected 22 got {other}"))
        }
        (other, _) => {
            Err(format!("Invalid API key format: invalid API key ID length, expected 10 got {other}"))
        }
    }
}

fn signed_out(world: &World, detail: &str) -> Box<Answer> {
    unauthorized(world, &json!({ "message": SIGNED_OUT, "detail": detail }), "The access token has expired")
}

fn unauthorized(world: &World, body: &Value, description: &str) -> Box<Answer> {
    let answer = Answer::json(axum::http::StatusCode::UNAUTHORIZED, body.to_string());
    if world.plan.older.is_some() {
        return Box::new(answer);
    }
    let challenge = format!(
        "Bearer realm=\"coder\", error=\"invalid_token\", error_description=\"{description}\", \
         resource_metadata=\"{}/.well-known/oauth-protected-resource\"",
        world.url
    );
    Box::new(answer.with_header(header::WWW_AUTHENTICATE, challenge))
}
