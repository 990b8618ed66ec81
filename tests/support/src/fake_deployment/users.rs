//! Users one by one: who am I, new users, roles, seats taken and freed.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::fake_deployment::account::User;
use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::Caller;
use crate::fake_deployment::people::{Role, Status};
use crate::fake_deployment::world::World;

/// What Coder says, with the whole of its inner state, to those who see a user and may not change it.
const AUDITOR_MAY_NOT: &str = include_str!("auditor_may_not.txt");

/// `GET /api/v2/users/{user}`
pub(super) fn user(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    Answer::ok(found(world, caller, ask)?.to_json(world))
}

/// `GET /api/v2/users/{user}/roles`
pub(super) fn roles(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let user = found(world, caller, ask)?;
    let names: Vec<&str> = user.roles.iter().map(|role| role.name()).collect();
    let organization = world.organization.clone();
    Answer::ok(json!({ "roles": names, "organization_roles": { organization: [] } }))
}

/// `PUT /api/v2/users/{user}/roles`
pub(super) fn set_roles(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let id = found(world, caller, ask)?.id;
    caller.must("update", "user")?;
    let body = ask.json()?;
    let mut roles = Vec::new();
    for name in body["roles"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let Some(role) = Role::named(name) else {
            return Err(Answer::refusal_because(
                400,
                "One or more site roles are invalid.",
                &format!("role {name} not found"),
            ));
        };
        roles.push(role);
    }
    if let Some(user) = world.user_mut(&id) {
        user.roles = roles;
    }
    shown(world, &id)
}

/// `GET /api/v2/users/{user}/organizations`
pub(super) fn organizations(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    found(world, caller, ask)?;
    let created = world.created.rfc3339(world.zone());
    Answer::ok(json!([{
        "id": world.organization,
        "name": "coder",
        "display_name": "Coder",
        "icon": "",
        "description": "Builtin default organization.",
        "created_at": created,
        "updated_at": created,
        "is_default": true,
        "default_org_member_roles": ["organization-workspace-access"],
    }]))
}

/// `POST /api/v2/users`
pub(super) fn create(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    caller.must("create", "user")?;
    let body = ask.json()?;
    let username = Ask::required(&body, "username")?.to_owned();
    let email = Ask::required(&body, "email")?.to_owned();
    if world.users.iter().any(|user| user.username == username || user.email == email) {
        return Err(Answer::refusal(409, "A user with this username or email already exists."));
    }
    let (name, password) =
        (body["name"].as_str().unwrap_or_default(), body["password"].as_str().unwrap_or_default());
    let id = world.create_user(&username, &email, name, password).id.clone();
    shown(world, &id).map(|answer| answer.with_status(StatusCode::CREATED))
}

/// `PUT /api/v2/users/{user}/status/suspend`
pub(super) fn suspend(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let user = found(world, caller, ask)?;
    if user.id == caller.user.id {
        return Err(Answer::refusal(400, "You cannot suspend yourself."));
    }
    if user.roles.contains(&Role::Owner) {
        let message = "You cannot suspend a user with the \"owner\" role. You must remove the role first.";
        return Err(Answer::refusal(400, message));
    }
    set_status(world, caller, &user, Status::Suspended)
}

/// `PUT /api/v2/users/{user}/status/activate`
pub(super) fn activate(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let user = found(world, caller, ask)?;
    set_status(world, caller, &user, Status::Active)
}

/// The user that the path names.
///
/// # Errors
/// 404, also where the caller may not see them.
pub(super) fn found(world: &World, caller: &Caller, ask: &Ask) -> Result<User, Box<Answer>> {
    let user = match ask.parameter("user") {
        "me" => Some(&caller.user),
        name => world.user(name),
    };
    user.filter(|user| caller.sees(user)).cloned().ok_or_else(Answer::not_found)
}

fn set_status(world: &mut World, caller: &Caller, user: &User, status: Status) -> Outcome {
    if !caller.may("update", "user") {
        let message = format!("Internal error updating user's status to \"{}\".", status.word());
        return Err(Answer::refusal_because(500, &message, &inner_words(world, &caller.user, user)));
    }
    let now = world.now();
    if let Some(user) = world.user_mut(&user.id) {
        user.set_status(status, now);
    }
    shown(world, &user.id)
}

fn shown(world: &World, id: &str) -> Outcome {
    Answer::ok(world.user(id).ok_or_else(Answer::not_found)?.to_json(world))
}

fn inner_words(world: &World, caller: &User, object: &User) -> String {
    let start = object.id.get(..4).unwrap_or_default();
    AUDITOR_MAY_NOT
        .trim_end()
        .replace("{username}", &caller.username)
        .replace("{email}", &caller.email)
        .replace("{id}", &caller.id)
        .replace("{organization}", &world.organization)
        .replace("{object}", start)
}
