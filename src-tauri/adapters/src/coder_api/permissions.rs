//! `POST /api/v2/authcheck` (coder/coder, `coderd/authorize.go`): what the session may do. It changes nothing.

use seatkeeper_core::api::{Answer, ApiError, Permissions};
use seatkeeper_core::ports::Target;

use super::CoderApi;
use super::call::Call;

pub(super) async fn ask(api: &CoderApi, to: Target<'_>) -> Result<Answer, ApiError> {
    let question = Permissions::question().to_string();
    api.answer(to, Call::post("/api/v2/authcheck").json(question)).await
}
