//! `GET /api/v2/insights/user-status-counts` (coder/coder, `coderd/insights.go`): users by status on each of the last
//! 60 days. Only `tz_offset` is sent, which every version knows that has this call.

use seatkeeper_core::api::{Answer, ApiError};
use seatkeeper_core::ports::Target;

use super::CoderApi;
use super::call::Call;

pub(super) async fn status_counts(api: &CoderApi, to: Target<'_>, hours: i8) -> Result<Answer, ApiError> {
    api.answer(to, Call::get(&format!("/api/v2/insights/user-status-counts?tz_offset={hours}"))).await
}
