//! The users of a deployment (coder/coder, `coderd/users.go`): `GET /api/v2/users`, `GET /api/v2/users/{id}`,
//! `PUT /api/v2/users/{id}/status/suspend`, `PUT /api/v2/users/{id}/status/activate`.

use seatkeeper_core::api::{Answer, ApiError};
use seatkeeper_core::ports::{Page, PageStart, Target};

use super::CoderApi;
use super::call::Call;

/// A page of the list. No parameter is sent that is not needed: a server refuses those it does not know.
pub(super) async fn list(api: &CoderApi, to: Target<'_>, page: Page<'_>) -> Result<Answer, ApiError> {
    let mut path = format!("/api/v2/users?limit={}", page.limit);
    match page.start {
        PageStart::First => {}
        PageStart::Offset(offset) => path.push_str(&format!("&offset={offset}")),
        PageStart::After(id) => path.push_str(&format!("&after_id={}", plain(id)?)),
    }
    if let Some(status) = page.status {
        path.push_str(&format!("&q=status:{}", plain(status.word())?));
    }
    api.answer(to, Call::get(&path)).await
}

pub(super) async fn one(api: &CoderApi, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
    api.answer(to, Call::get(&format!("/api/v2/users/{}", plain(id)?))).await
}

/// Answers 200 with the user; 400 for oneself and for owners. Who may not is answered 404, or 500 where they see users.
pub(super) async fn suspend(api: &CoderApi, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
    set_status(api, to, id, "suspend").await
}

/// Answers 200 with the user, also where it was active already.
pub(super) async fn activate(api: &CoderApi, to: Target<'_>, id: &str) -> Result<Answer, ApiError> {
    set_status(api, to, id, "activate").await
}

async fn set_status(api: &CoderApi, to: Target<'_>, id: &str, verb: &str) -> Result<Answer, ApiError> {
    let call = Call::put(&format!("/api/v2/users/{}/status/{verb}", plain(id)?));
    api.answer(to, call.changes()).await
}

/// What goes into a path or a query as it is: an ID, or one of Coder's own words.
fn plain(text: &str) -> Result<&str, ApiError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    match !text.is_empty() && text.bytes().all(is_plain) {
        true => Ok(text),
        false => Err(ApiError::Unexpected("a user has an ID of another form than Coder's".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_place_it_is_put_in() {
        assert!(plain("dd1f4b37-2051-4bcc-94aa-469f54a22dbc").is_ok());
        for odd in ["", "..", "a/b", "a?b", "a b", "a%2f", "ä", "a&b=c"] {
            assert!(plain(odd).is_err(), "{odd:?}");
        }
    }
}
