//! `GET /api/v2/buildinfo` (coder/coder, `coderd/coderd.go`): version, deployment ID, whether it is a proxy. Public.

use seatkeeper_core::api::{Answer, ApiError};
use seatkeeper_core::ports::Target;

use super::CoderApi;
use super::call::Call;

pub(super) async fn ask(api: &CoderApi, to: Target<'_>) -> Result<Answer, ApiError> {
    api.answer(to, Call::get("/api/v2/buildinfo")).await
}
