//! The users of the world's servers, answered as Coder answers.

use seatkeeper_core::api::{Answer, ApiError};
use seatkeeper_core::ports::{Page, PageStart, Target};
use serde_json::{Value, json};

use super::{World, words};

/// What happens to users.
pub(crate) type Happening = fn(&mut Vec<Value>);

/// The users of every server of the world.
#[derive(Default)]
pub(crate) struct Crowd {
    pub(crate) users: Vec<Value>,
    /// What happens to the users before the page of this number (from 1) is answered.
    pub(crate) before_page: Option<(usize, Happening)>,
    pub(crate) pages: usize,
    /// From the page of this number on nothing is answered.
    pub(crate) silent_from: Option<usize>,
    /// No suspension is answered, nor made.
    pub(crate) silent_suspensions: bool,
    /// The next change is made, and its answer is lost on the way.
    pub(crate) loses_answers: bool,
    /// The next change is lost on the way, and its answer with it.
    pub(crate) loses_requests: bool,
}

/// A user; `more` overrides.
pub(crate) fn user(number: u32, name: &str, more: Value) -> Value {
    let mut user = json!({
        "id": id(number), "username": name, "name": "", "email": format!("{name}@example.com"),
        "created_at": "2025-01-01T00:00:00Z", "last_seen_at": "2026-11-22T00:00:00Z", "status": "active",
        "login_type": "password", "roles": [], "has_ai_seat": false,
    });
    for (field, value) in more.as_object().expect("an object") {
        user[field] = value.clone();
    }
    user
}

pub(crate) fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

impl Crowd {
    pub(crate) fn page(&mut self, page: Page<'_>) -> Answer {
        self.pages += 1;
        if let Some((_, change)) = self.before_page.filter(|(at, _)| *at == self.pages) {
            change(&mut self.users);
        }
        let name = |user: &Value| user["username"].as_str().expect("named").to_lowercase();
        let mut list = self.users.clone();
        list.sort_by_key(name);
        if let PageStart::After(id) = page.start {
            let after = self.users.iter().find(|user| user["id"] == id).map(name);
            list.retain(|user| after.as_ref().is_some_and(|after| name(user) > *after));
        }
        let count = list.len();
        list.truncate(page.limit as usize);
        let json = json!({ "count": if list.is_empty() { 0 } else { count }, "users": list });
        Answer { json: json.to_string(), server_time: None, version: None }
    }

    pub(crate) fn one(&self, id: &str) -> Result<Answer, ApiError> {
        let found = self.users.iter().find(|user| user["id"] == id);
        let found = found.ok_or_else(|| ApiError::NotFound(words("Resource not found")))?;
        Ok(Answer { json: found.to_string(), server_time: None, version: None })
    }

    pub(crate) fn find(&mut self, name: &str) -> &mut Value {
        self.users.iter_mut().find(|user| user["username"] == name).expect("there")
    }

    /// User names by status, in the order of the list.
    pub(crate) fn of_status(&self, status: &str) -> Vec<String> {
        let those = self.users.iter().filter(|user| user["status"] == status);
        those.map(|user| user["username"].as_str().expect("named").to_owned()).collect()
    }
}

impl World {
    pub(super) fn set_status(
        &self,
        to: Target<'_>,
        verb: &'static str,
        id: &str,
    ) -> Result<Answer, ApiError> {
        self.scripted(to, verb)?;
        self.with(|things| {
            let crowd = &mut things.crowd;
            let lost = || ApiError::OutcomeUnknown("the connection broke off".to_owned());
            if std::mem::take(&mut crowd.loses_requests) {
                return Err(lost());
            }
            crowd.one(id)?;
            let user = crowd.users.iter_mut().find(|user| user["id"] == id).expect("there");
            user["status"] = json!(if verb == "suspend" { "suspended" } else { "active" });
            if std::mem::take(&mut crowd.loses_answers) {
                return Err(lost());
            }
            crowd.one(id)
        })
    }
}
