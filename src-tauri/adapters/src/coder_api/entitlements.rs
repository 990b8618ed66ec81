//! `GET /api/v2/entitlements` (coder/coder, `enterprise/coderd/coderd.go`): features and seats. Public so far; the
//! token goes with it in case a later version asks for one.

use seatkeeper_core::api::{Answer, ApiError};
use seatkeeper_core::ports::Target;

use super::CoderApi;
use super::call::Call;

pub(super) async fn ask(api: &CoderApi, to: Target<'_>) -> Result<Answer, ApiError> {
    api.answer(to, Call::get("/api/v2/entitlements")).await
}
