//! Sessions and named tokens.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::fake_deployment::account::Key;
use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::Caller;
use crate::fake_deployment::people::Role;
use crate::fake_deployment::users::found;
use crate::fake_deployment::world::{CLI_SESSION, World};

/// An owner's named token lasts a week at most.
const LONGEST_OF_OWNERS: i64 = 168 * 3600;
/// Others' last a hundred years at most.
const LONGEST: i64 = 876_600 * 3600;
/// A named token lasts this long unless it says otherwise.
const ORDINARY: i64 = 30 * 24 * 3600;
const NANOSECONDS: i64 = 1_000_000_000;

/// `GET /api/v2/users/{user}/keys/{key}`
pub(super) fn key(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let key = own_key(world, caller, ask)?;
    Answer::ok(to_json(world, &key))
}

/// `DELETE /api/v2/users/{user}/keys/{key}`
pub(super) fn erase(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let erased = own_key(world, caller, ask)?;
    world.keys.retain(|key| key.id != erased.id);
    Answer::empty(StatusCode::NO_CONTENT)
}

/// `POST /api/v2/users/{user}/keys`: what the page `/cli-auth` does.
pub(super) fn create_session(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let user = found(world, caller, ask)?;
    let key = world.mint_key(&user.id, &user.login_type, "", CLI_SESSION);
    Answer::created(json!({ "key": key.token() }))
}

/// `POST /api/v2/users/{user}/keys/tokens`
pub(super) fn create_token(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let user = found(world, caller, ask)?;
    let body = ask.json()?;
    let lifetime = match body["lifetime"].as_i64() {
        None | Some(0) => ORDINARY.min(longest(caller)),
        Some(nanoseconds) => nanoseconds / NANOSECONDS,
    };
    if lifetime > longest(caller) {
        let detail = format!("lifetime must be less than {}h0m0s", longest(caller) / 3600);
        return Err(Answer::refusal_because(400, "Failed to validate create API key request.", &detail));
    }
    let name = match body["token_name"].as_str() {
        Some(name) if !name.is_empty() => name.to_owned(),
        Some(_) | None => world.ids.letters(12).to_lowercase(),
    };
    if world.keys.iter().any(|key| key.user == user.id && key.name == name) {
        return Err(Answer::refusal(409, &format!("A token with name \"{name}\" already exists.")));
    }
    let key = world.mint_key(&user.id, "token", &name, lifetime);
    Answer::created(json!({ "key": key.token() }))
}

/// `GET /api/v2/users/{user}/keys/tokens`
pub(super) fn tokens(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let user = found(world, caller, ask)?;
    let tokens: Vec<Value> = world
        .keys
        .iter()
        .filter(|key| key.user == user.id && key.login_type == "token")
        .map(|key| {
            let mut token = to_json(world, key);
            token["username"] = json!(user.username);
            token
        })
        .collect();
    Answer::ok(json!(tokens))
}

/// `GET /api/v2/users/{user}/keys/tokens/tokenconfig`
pub(super) fn token_config(_: &mut World, caller: &Caller, _: &Ask) -> Outcome {
    Answer::ok(json!({ "max_token_lifetime": longest(caller) * NANOSECONDS }))
}

fn longest(caller: &Caller) -> i64 {
    if caller.user.roles.contains(&Role::Owner) { LONGEST_OF_OWNERS } else { LONGEST }
}

fn own_key(world: &World, caller: &Caller, ask: &Ask) -> Result<Key, Box<Answer>> {
    let user = found(world, caller, ask)?;
    let key = world.keys.iter().find(|key| key.id == ask.parameter("key") && key.user == user.id);
    key.cloned().ok_or_else(Answer::not_found)
}

fn to_json(world: &World, key: &Key) -> Value {
    let zone = world.zone();
    let mut shown = json!({
        "id": key.id,
        "user_id": key.user,
        "last_used": key.last_used.rfc3339(zone),
        "expires_at": key.expires.rfc3339(zone),
        "created_at": key.created.rfc3339(zone),
        "updated_at": key.updated.rfc3339(zone),
        "login_type": key.login_type,
        "scope": "all",
        "token_name": key.name,
        "lifetime_seconds": key.lifetime,
    });
    if world.plan.older.is_none() {
        shown["scopes"] = json!(["coder:all"]);
        shown["allow_list"] = json!(["*:*"]);
    }
    shown
}
