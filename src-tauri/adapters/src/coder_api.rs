//! Coder's HTTP API, asked over the network.
//!
//! | Part | Module |
//! |---|---|
//! | one endpoint family each | `build_info`, `users`, `permissions`, `entitlements`, `licenses`, `people`, `insights` |
//! | the one way to make a client, and the clients that are kept | `client`, `connection_files`, `verifier`, `issuer` |
//! | names of hosts | `resolver` |
//! | a call: what is sent, and how an answer is read | `call`, `headers`, `body` |
//! | why there was no answer | `transport_error`, `tls_error` |
//! | what a refusal means | `response_error`, `retry_after` |
//!
//! A token is sent to the origin of its deployment and to nobody else: no redirect is followed, no cookie kept. What
//! a server says is cut, made harmless and freed of our own secrets before it becomes part of an error.

mod body;
mod build_info;
mod call;
mod client;
mod connection_files;
mod entitlements;
mod headers;
mod insights;
mod issuer;
mod licenses;
mod people;
mod permissions;
mod resolver;
mod response_error;
mod retry_after;
mod tls_error;
mod transport_error;
mod users;
mod verifier;

use std::fmt;

use seatkeeper_core::api::{Answer, ApiError};
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::{DeploymentApi, Page, Target};
use seatkeeper_core::session::SessionToken;
use secrecy::SecretString;

pub use client::Deadlines;

use client::Clients;

/// Coder's API over the network. Its methods may be called from any task, as many at once as are wanted; they need a
/// Tokio runtime with I/O and time.
pub struct CoderApi {
    clients: Clients,
    deadlines: Deadlines,
}

impl CoderApi {
    /// The API with the deadlines of every day. Nothing is opened before the first call.
    pub fn new() -> Self {
        Self::with_deadlines(Deadlines::default())
    }

    /// The API with other deadlines.
    pub fn with_deadlines(deadlines: Deadlines) -> Self {
        Self { clients: Clients::new(deadlines), deadlines }
    }
}

impl Default for CoderApi {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CoderApi {
    /// Shows no client, as one may hold the sign-in of a proxy.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("CoderApi").field("deadlines", &self.deadlines).finish_non_exhaustive()
    }
}

impl DeploymentApi for CoderApi {
    async fn build_info(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        build_info::ask(self, to).await
    }

    async fn sign_in_methods(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        users::methods(self, to).await
    }

    async fn sign_in(
        &self,
        to: Target<'_>,
        email: &str,
        password: &SecretString,
    ) -> Result<SessionToken, ApiError> {
        users::sign_in(self, to, email, password).await
    }

    async fn who_am_i(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        users::me(self, to).await
    }

    async fn own_session(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        users::own_key(self, to).await
    }

    async fn end_session(&self, to: Target<'_>) -> Result<(), ApiError> {
        users::end_own_key(self, to).await
    }

    async fn permissions(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        permissions::ask(self, to).await
    }

    async fn entitlements(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        entitlements::ask(self, to).await
    }

    async fn refresh_entitlements(&self, to: Target<'_>) -> Result<(), ApiError> {
        licenses::refresh(self, to).await
    }

    async fn licenses(&self, to: Target<'_>) -> Result<Answer, ApiError> {
        licenses::list(self, to).await
    }

    async fn install(&self, to: Target<'_>, license: &LicenseText) -> Result<Answer, ApiError> {
        licenses::install(self, to, license).await
    }

    async fn remove(&self, to: Target<'_>, license_id: i32) -> Result<(), ApiError> {
        licenses::remove(self, to, license_id).await
    }

    async fn users(&self, to: Target<'_>, page: Page<'_>) -> Result<Answer, ApiError> {
        people::list(self, to, page).await
    }

    async fn user(&self, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
        people::one(self, to, id).await
    }

    async fn status_counts(&self, to: Target<'_>, tz_offset: i8) -> Result<Answer, ApiError> {
        insights::status_counts(self, to, tz_offset).await
    }

    async fn suspend(&self, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
        people::suspend(self, to, id).await
    }

    async fn activate(&self, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
        people::activate(self, to, id).await
    }
}
