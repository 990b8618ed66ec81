//! `GET /users`, `GET /users/{id}` and the answers of a changed status (coder/coder, `codersdk/users.go`, `User`,
//! `GetUsersResponse`).
//!
//! A field of another form than expected is as good as missing; a user without an ID or a name is counted and left out.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::UnexpectedAnswer;
use super::answers::object;
use crate::Instant;

/// What a user's account is (coder/coder, `codersdk/users.go`, `UserStatus`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UserStatus {
    /// Holds a seat.
    Active,
    /// Unseen for 90 days, or never seen: holds none, and becomes active by coming back.
    Dormant,
    /// Shut out: holds none until an admin activates it.
    Suspended,
    /// A status this program does not know, in the server's word; empty where it said none.
    Other(String),
}

impl UserStatus {
    /// The server's word.
    pub fn word(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Dormant => "dormant",
            Self::Suspended => "suspended",
            Self::Other(word) => word,
        }
    }

    /// Reads [`Self::word`].
    pub fn of_word(word: &str) -> Self {
        match word {
            "active" => Self::Active,
            "dormant" => Self::Dormant,
            "suspended" => Self::Suspended,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// When a user was last seen; moves at most hourly (coder/coder, `coderd/httpmw/apikey.go`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LastSeen {
    /// The server does not say, or not in a form that can be read.
    Unknown,
    /// Never: the year 1 in the server's words.
    Never,
    /// At this instant; may lie in the future where clocks disagree.
    At(Instant),
}

impl LastSeen {
    /// The instant, where there is one.
    pub fn at(self) -> Option<Instant> {
        match self {
            Self::At(instant) => Some(instant),
            Self::Unknown | Self::Never => None,
        }
    }
}

/// A user of a deployment. Every text is the server's, of any length and with any character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The UUID, in lower case.
    pub id: String,
    /// "ana".
    pub username: String,
    /// "Ana Ruiz"; may be empty.
    pub name: String,
    /// Empty for service accounts.
    pub email: String,
    /// When the account was made; `None` where the server does not say.
    pub created_at: Option<Instant>,
    /// When the user was last seen.
    pub last_seen: LastSeen,
    /// What the account is.
    pub status: UserStatus,
    /// "password", "github", "oidc", "token", "none"; may be empty.
    pub login_type: String,
    /// The names of the site roles: "owner", "auditor"; a plain member has none.
    pub roles: Vec<String>,
    /// Whether it is a service account; `None` on servers that know none.
    pub service_account: Option<bool>,
    /// Whether it holds an AI seat; `None` on servers that know none.
    pub ai_seat: Option<bool>,
}

impl Person {
    /// Reads the answer of `GET /users/{id}`, or of a changed status.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it is no user with an ID and a name.
    pub fn read(json: &str) -> Result<Self, UnexpectedAnswer> {
        let user: &RawValue = object("user", json)?;
        person(user)
            .ok_or_else(|| UnexpectedAnswer { what: "user", fault: "it has no ID or no name".to_owned() })
    }

    /// Whether it is an owner of the deployment: Coder refuses to suspend one (coder/coder, `coderd/users.go`).
    pub fn is_owner(&self) -> bool {
        self.roles.iter().any(|role| role == "owner")
    }
}

/// A page of `GET /users`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsersPage {
    /// In the server's order: by user name in lower case.
    pub people: Vec<Person>,
    /// How many users match; with `after_id` how many come after it, this page included; 0 on a page past the end.
    /// `None` where the server does not say.
    pub count: Option<u32>,
    /// How many entries of the page could not be read.
    pub unreadable: u32,
}

impl UsersPage {
    /// Reads the answer.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it has no list of users; `null` is an empty one.
    pub fn read(json: &str) -> Result<Self, UnexpectedAnswer> {
        // Almost always every field has its form, and one pass over the text is enough.
        if let Ok(page) = serde_json::from_str::<PlainPage<'_>>(json) {
            let all = page.users.len();
            let people: Vec<Person> = page.users.into_iter().filter_map(PlainUser::person).collect();
            let unreadable = u32::try_from(all - people.len()).unwrap_or(u32::MAX);
            return Ok(Self { people, count: page.count, unreadable });
        }
        let page: OddPage<'_> = object("users", json)?;
        let Some(users) = page.users else {
            return Err(UnexpectedAnswer { what: "users", fault: "it has no list of users".to_owned() });
        };
        let count = page.count.and_then(|count| serde_json::from_str(count.get()).ok());
        let mut read = Self { count, ..Self::default() };
        for user in users.unwrap_or_default() {
            match person(user) {
                Some(person) => read.people.push(person),
                None => read.unreadable += 1,
            }
        }
        Ok(read)
    }
}

/// A page whose every field has the form that Coder gives it.
#[derive(Deserialize)]
struct PlainPage<'a> {
    #[serde(borrow)]
    users: Vec<PlainUser<'a>>,
    count: Option<u32>,
}

/// A page of which only the frame is known.
#[derive(Deserialize)]
struct OddPage<'a> {
    /// Missing and `null` differ: a page of something else has no list at all.
    #[serde(borrow, default, deserialize_with = "present")]
    users: Option<Option<Vec<&'a RawValue>>>,
    #[serde(borrow, default)]
    count: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PlainUser<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    username: Option<Cow<'a, str>>,
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    email: Option<Cow<'a, str>>,
    #[serde(borrow)]
    created_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    last_seen_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    status: Option<Cow<'a, str>>,
    #[serde(borrow)]
    login_type: Option<Cow<'a, str>>,
    #[serde(borrow)]
    roles: Option<Vec<PlainRole<'a>>>,
    is_service_account: Option<bool>,
    has_ai_seat: Option<bool>,
}

#[derive(Deserialize)]
struct PlainRole<'a> {
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
}

impl<'a> PlainUser<'a> {
    /// What can be read of a user some of whose fields have another form: those are missing.
    fn of_odd(user: &'a Map<String, Value>) -> Self {
        let text = |name: &str| user.get(name).and_then(Value::as_str).map(Cow::Borrowed);
        let flag = |name: &str| user.get(name).and_then(Value::as_bool);
        let role = |role: &'a Value| PlainRole { name: role["name"].as_str().map(Cow::Borrowed) };
        let roles = user.get("roles").and_then(Value::as_array);
        Self {
            id: text("id"),
            username: text("username"),
            name: text("name"),
            email: text("email"),
            created_at: text("created_at"),
            last_seen_at: text("last_seen_at"),
            status: text("status"),
            login_type: text("login_type"),
            roles: roles.map(|roles| roles.iter().map(role).collect()),
            is_service_account: flag("is_service_account"),
            has_ai_seat: flag("has_ai_seat"),
        }
    }

    fn person(self) -> Option<Person> {
        let owned = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned).unwrap_or_default();
        let instant = |text: Option<Cow<'_, str>>| text.as_deref().and_then(Instant::parse);
        let id = self.id?.to_ascii_lowercase();
        let username = self.username.filter(|name| !name.is_empty())?.into_owned();
        is_uuid(&id).then_some(())?;
        let last_seen = match instant(self.last_seen_at) {
            Some(seen) if is_zero(seen) => LastSeen::Never,
            Some(seen) => LastSeen::At(seen),
            None => LastSeen::Unknown,
        };
        let roles = self.roles.unwrap_or_default().into_iter().filter_map(|role| role.name);
        Some(Person {
            id,
            username,
            name: owned(self.name),
            email: owned(self.email),
            created_at: instant(self.created_at).filter(|created| !is_zero(*created)),
            last_seen,
            status: UserStatus::of_word(self.status.as_deref().unwrap_or_default()),
            login_type: owned(self.login_type),
            roles: roles.map(Cow::into_owned).collect(),
            service_account: self.is_service_account,
            ai_seat: self.has_ai_seat,
        })
    }
}

fn person(user: &RawValue) -> Option<Person> {
    if let Ok(plain) = serde_json::from_str::<PlainUser<'_>>(user.get()) {
        return plain.person();
    }
    let odd: Map<String, Value> = serde_json::from_str(user.get()).ok()?;
    PlainUser::of_odd(&odd).person()
}

/// An ID goes into the path of a call, so it is one by its form.
fn is_uuid(id: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    id.len() == 36
        && id.bytes().enumerate().all(|(at, byte)| match dashes.contains(&at) {
            true => byte == b'-',
            false => byte.is_ascii_hexdigit(),
        })
}

/// Go's zero time, in whatever zone the server shows it.
fn is_zero(instant: Instant) -> bool {
    const YEAR_TWO: i64 = -62_103_974_400;
    instant.unix() < YEAR_TWO
}

/// Tells a field that is `null` from one that is missing.
fn present<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As recorded of a running server.
    const RECORDED: &str = r#"{"users":[{"id":"dd1f4b37-2051-4bcc-94aa-469f54a22dbc","username":"owner","name":"The Owner",
        "email":"owner@example.com","created_at":"2026-11-23T20:45:41.049349-03:30","updated_at":"2026-11-23T20:45:41.117357-03:30",
        "last_seen_at":"2026-11-24T00:15:41.117356Z","status":"active","login_type":"password",
        "organization_ids":["a4edd030-88f4-4a57-b3fe-967cd1ad542c"],"roles":[{"name":"owner","display_name":"Owner"}],"has_ai_seat":false},
        {"id":"F1B57BC8-a160-4412-87b4-9f056d61f294","username":"user04","name":"","email":"","last_seen_at":"0001-01-01T00:00:00Z",
        "status":"dormant","login_type":"none","roles":[],"is_service_account":true}],"count":13}"#;

    #[test]
    fn a_recorded_page_is_read() {
        let page = UsersPage::read(RECORDED).expect("a page");
        assert_eq!((page.count, page.unreadable, page.people.len()), (Some(13), 0, 2));
        let [owner, bot] = &page.people[..] else { panic!("two") };
        assert_eq!((owner.username.as_str(), owner.status.clone()), ("owner", UserStatus::Active));
        assert_eq!(owner.last_seen.at().map(Instant::rfc3339).as_deref(), Some("2026-11-24T00:15:41Z"));
        assert_eq!(owner.created_at.map(Instant::rfc3339).as_deref(), Some("2026-11-24T00:15:41Z"));
        assert!(owner.is_owner() && owner.service_account.is_none() && owner.ai_seat == Some(false));
        assert_eq!(bot.id, "f1b57bc8-a160-4412-87b4-9f056d61f294");
        assert_eq!((bot.last_seen, bot.service_account, bot.ai_seat), (LastSeen::Never, Some(true), None));
    }

    #[test]
    fn an_empty_page_is_one_also_as_null() {
        for json in [r#"{"users":[],"count":0}"#, r#"{"users":null,"count":null}"#, r#"{"users":[]}"#] {
            assert_eq!(UsersPage::read(json).expect("a page").people, [], "{json}");
        }
    }

    #[test]
    fn what_is_no_page_is_not_taken_for_an_empty_one() {
        for json in ["{}", "[]", "null", "3", r#"{"users":{}}"#, r#"{"users":[{"#, r#"{"count":3}"#] {
            assert!(UsersPage::read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn fields_of_another_form_are_missing_and_the_rest_stands() {
        let odd = r#"{"users":[{"id":"dd1f4b37-2051-4bcc-94aa-469f54a22dbc","username":"ana","name":7,"email":null,
            "created_at":"yesterday","last_seen_at":[],"status":{"a":1},"roles":"owner","is_service_account":"yes",
            "has_ai_seat":1,"novel":{"x":[]}}],"count":"many"}"#;
        let page = UsersPage::read(odd).expect("a page");
        let ana = &page.people[0];
        assert_eq!((ana.name.as_str(), ana.email.as_str(), ana.created_at), ("", "", None));
        assert_eq!((ana.last_seen, ana.status.word(), page.count), (LastSeen::Unknown, "", None));
        assert!(ana.roles.is_empty() && ana.service_account.is_none() && ana.ai_seat.is_none());
    }

    #[test]
    fn users_without_an_id_or_a_name_are_counted_and_left_out() {
        let id = "dd1f4b37-2051-4bcc-94aa-469f54a22dbc";
        let json = format!(
            r#"{{"users":[null,7,{{}},{{"id":"{id}"}},{{"id":"../../x","username":"eve"}},{{"id":"{id}","username":"ana"}}],"count":6}}"#
        );
        let page = UsersPage::read(&json).expect("a page");
        assert_eq!((page.people.len(), page.unreadable), (1, 5));
    }

    #[test]
    fn a_new_status_is_kept_in_the_servers_word() {
        let json = r#"{"id":"dd1f4b37-2051-4bcc-94aa-469f54a22dbc","username":"ana","status":"on_leave"}"#;
        let ana = Person::read(json).expect("a user");
        assert_eq!(ana.status, UserStatus::Other("on_leave".to_owned()));
        assert!(Person::read(r#"{"message":"Forbidden."}"#).is_err());
    }

    #[test]
    fn names_come_through_as_they_are() {
        let name = format!("<b>\u{202e}{}\u{7}", "x".repeat(300));
        let json = serde_json::json!({ "id": "dd1f4b37-2051-4bcc-94aa-469f54a22dbc", "username": name });
        assert_eq!(Person::read(&json.to_string()).expect("a user").username, name);
    }
}
