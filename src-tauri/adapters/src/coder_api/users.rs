//! Who is signed in, and how (coder/coder, `coderd/userauth.go`, `coderd/users.go`, `coderd/apikey.go`):
//! `GET /api/v2/users/authmethods`, `POST /api/v2/users/login`, `GET /api/v2/users/me`,
//! `GET /api/v2/users/me/keys/{key ID}`, `DELETE /api/v2/users/me/keys/{key ID}`.

use seatkeeper_core::api::{Answer, ApiError, CoderWords};
use seatkeeper_core::ports::Target;
use seatkeeper_core::session::SessionToken;
use secrecy::zeroize::{Zeroize, Zeroizing};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::CoderApi;
use super::call::Call;

/// Public: which ways to sign in the deployment offers.
pub(super) async fn methods(api: &CoderApi, to: Target<'_>) -> Result<Answer, ApiError> {
    api.answer(to, Call::get("/api/v2/users/authmethods")).await
}

#[derive(Serialize)]
struct Login<'a> {
    email: &'a str,
    password: &'a str,
}

#[derive(Deserialize)]
struct SignedIn {
    session_token: SecretString,
}

/// Answers 201 with a session token. The token of the target, if any, is not sent: it may be the one that ended.
pub(super) async fn sign_in(
    api: &CoderApi,
    to: Target<'_>,
    email: &str,
    password: &SecretString,
) -> Result<SessionToken, ApiError> {
    // EXPOSE: the body of the sign-in is where the password goes.
    let password = password.expose_secret();
    // Large enough for every character to be escaped, so that no shorter copy is left behind while it grows.
    let mut body = Zeroizing::new(Vec::with_capacity(64 + 6 * (email.len() + password.len())));
    serde_json::to_writer(&mut *body, &Login { email, password })
        .map_err(|fault| ApiError::Unexpected(fault.to_string()))?;
    let call = Call::post("/api/v2/users/login").secret_json(body, password).without_token();
    let mut answer = api.answer(to, call).await?;
    let signed_in = serde_json::from_str::<SignedIn>(&answer.json);
    answer.json.zeroize();
    let token = signed_in
        .map_err(|_| ApiError::Unexpected("the answer to the sign-in holds no session token".to_owned()))?
        .session_token;
    SessionToken::read(&token)
        .map_err(|fault| ApiError::Unexpected(format!("the answer to the sign-in is of no use: {fault}")))
}

/// The user of the session.
pub(super) async fn me(api: &CoderApi, to: Target<'_>) -> Result<Answer, ApiError> {
    api.answer(to, Call::get("/api/v2/users/me")).await
}

/// The session of the target's own token, with its expiry.
pub(super) async fn own_key(api: &CoderApi, to: Target<'_>) -> Result<Answer, ApiError> {
    api.answer(to, Call::get(&own_key_path(to)?)).await
}

/// Answers 204: exactly this session is over, unlike `POST /users/logout`, which ends those of apps as well.
pub(super) async fn end_own_key(api: &CoderApi, to: Target<'_>) -> Result<(), ApiError> {
    api.done(to, Call::delete(&own_key_path(to)?)).await
}

/// The ID of a key has letters and digits alone ([`SessionToken::read`]), so nothing in it needs escaping.
fn own_key_path(to: Target<'_>) -> Result<String, ApiError> {
    let token = to.secrets.token.as_ref().ok_or_else(|| {
        let message = "there is no session token to ask with".to_owned();
        ApiError::SessionRejected(CoderWords { message, ..CoderWords::default() })
    })?;
    Ok(format!("/api/v2/users/me/keys/{}", token.key_id()))
}
