//! The first user, signing in and signing out.

use axum::http::header;
use serde_json::json;

use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::{Caller, wake};
use crate::fake_deployment::people::{Role, Status};
use crate::fake_deployment::world::{SESSION, World};

const WRONG: &str = "Incorrect email or password.";

/// `GET /api/v2/users/first`
pub(super) fn first_user(world: &mut World, _: &Ask) -> Outcome {
    if world.users.is_empty() {
        return Err(Answer::refusal(404, "The initial user has not been created!"));
    }
    Answer::ok(json!({ "message": "The initial user has already been created!" }))
}

/// `POST /api/v2/users/first`
pub(super) fn create_first_user(world: &mut World, ask: &Ask) -> Outcome {
    let body = ask.json()?;
    let field = |name: &str| Ask::required(&body, name).map(ToOwned::to_owned);
    let (email, username, password) = (field("email")?, field("username")?, field("password")?);
    if !world.users.is_empty() {
        return Err(Answer::refusal(409, "The initial user has already been created."));
    }
    let now = world.now();
    let name = body["name"].as_str().unwrap_or_default();
    let user = world.create_user(&username, &email, name, &password);
    user.roles = vec![Role::Owner];
    user.set_status(Status::Active, now);
    let created = json!({ "user_id": user.id, "organization_id": world.organization });
    world.recompute(now);
    Answer::created(created)
}

/// `POST /api/v2/users/login`
pub(super) fn sign_in(world: &mut World, ask: &Ask) -> Outcome {
    let body = ask.json()?;
    let email = Ask::required(&body, "email")?;
    if !email.contains('@') {
        let detail = format!("Validation failed for tag \"email\" with value: \"{email}\"");
        return Err(Answer::invalid("Validation failed.", "email", &detail));
    }
    let password = Ask::required(&body, "password")?;
    let Some(user) = world.users.iter().find(|user| user.email.eq_ignore_ascii_case(email)).cloned() else {
        return Err(Answer::refusal(401, WRONG));
    };
    if user.password != password {
        return Err(Answer::refusal(401, WRONG));
    }
    if !world.plan.password_sign_in {
        return Err(Answer::refusal(403, "Password authentication is disabled."));
    }
    if user.login_type != "password" {
        let message = format!(
            "Incorrect login type, attempting to use \"password\" but user is of login type \"{}\"",
            user.login_type
        );
        return Err(Answer::refusal(403, &message));
    }
    match user.status {
        Status::Suspended => {
            let message = "Your account is suspended. Contact an admin to reactivate your account.";
            return Err(Answer::refusal(401, message));
        }
        Status::Dormant => wake(world, &user.id),
        Status::Active => {}
    }
    let token = world.mint_key(&user.id, "password", "", SESSION).token();
    let cookie = format!("coder_session_token={token}; Path=/; HttpOnly; SameSite=Lax");
    Answer::created(json!({ "session_token": token }))
        .map(|answer| answer.with_header(header::SET_COOKIE, cookie))
}

/// `POST /api/v2/users/logout`
pub(super) fn sign_out(world: &mut World, caller: &Caller, _: &Ask) -> Outcome {
    world.keys.retain(|key| key.id != caller.key_id);
    Answer::ok(json!({ "message": "Logged out!" }))
}
