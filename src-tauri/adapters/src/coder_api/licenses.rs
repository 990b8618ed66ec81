//! Licenses (coder/coder, `enterprise/coderd/licenses.go`):
//! `GET /api/v2/licenses`, `POST /api/v2/licenses`, `DELETE /api/v2/licenses/{id}`,
//! `POST /api/v2/licenses/refresh-entitlements`.
//!
//! The last three change something, so that one of them without an answer may or may not have happened. None of them
//! is ever sent twice.

use seatkeeper_core::api::{Answer, ApiError};
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::Target;
use serde_json::json;

use super::CoderApi;
use super::call::Call;

const LICENSES: &str = "/api/v2/licenses";

/// The body is `null` where no license is installed.
pub(super) async fn list(api: &CoderApi, to: Target<'_>) -> Result<Answer, ApiError> {
    api.answer(to, Call::get(LICENSES)).await
}

/// Answers 201 with the license as it is listed from now on.
pub(super) async fn install(
    api: &CoderApi,
    to: Target<'_>,
    license: &LicenseText,
) -> Result<Answer, ApiError> {
    let body = json!({ "license": license.to_text() }).to_string();
    api.answer(to, Call::post(LICENSES).json(body).changes()).await
}

/// Answers 200 with an empty body; 404 `Unknown license ID` where it is gone already.
pub(super) async fn remove(api: &CoderApi, to: Target<'_>, license_id: i32) -> Result<(), ApiError> {
    api.done(to, Call::delete(&format!("{LICENSES}/{license_id}")).changes()).await
}

/// Answers 200 (its documentation says 201); 400 with `Retry-After` where it was done within the last minute.
pub(super) async fn refresh(api: &CoderApi, to: Target<'_>) -> Result<(), ApiError> {
    api.done(to, Call::post("/api/v2/licenses/refresh-entitlements").changes()).await
}
