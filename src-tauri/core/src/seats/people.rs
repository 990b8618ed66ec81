//! The table of people: searched, filtered, sorted, a part at a time.

use std::cmp::Ordering;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Instant;
use crate::api::{LastSeen, Person, UserStatus};
use crate::error::{Error, ErrorCode};
use crate::sentence::{Sentence, visible};
use crate::view::{PeopleRequest, PeopleView, PersonMark, PersonView};

use super::calendar;
use super::last_seen::Age;
use super::rule::{Dormancy, holds_seat, idle_days};

/// A part of the table has no more rows than this.
const MOST_ROWS: u32 = 500;
/// Longer texts of people are cut where they are shown.
const LONGEST: usize = 300;

/// The list of users of a deployment, as it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    /// In the server's order.
    pub people: &'a [Person],
    /// When the list was read; `None` while only a part of it is there.
    pub read_at: Option<Instant>,
    /// Users in all, where known.
    pub total: Option<u32>,
    /// The user name of who is signed in; may be empty.
    pub me: &'a str,
    /// The deployment's origin, for links.
    pub origin: &'a str,
    /// Now.
    pub now: Instant,
    /// The zone of days.
    pub zone: &'a TimeZone,
}

/// What is asked of the table, read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    search: Vec<String>,
    status: Status,
    age: Option<Age>,
    frees_by: Option<Date>,
    role: String,
    login_type: String,
    mark: Option<PersonMark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Status {
    Holders,
    All,
    One(UserStatus),
}

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Email,
    LastSeen,
    DormantOn,
    Status,
    Roles,
    LoginType,
}

/// What a row is sorted by; who has nothing stands last, whichever way round.
enum Key {
    Text(Option<String>),
    Time(Option<Instant>),
}

impl<'a> Listing<'a> {
    /// The part that a request asks for.
    ///
    /// # Errors
    /// `people_query_invalid` where it names a column, an age or a day that is none.
    pub fn part(&self, request: &PeopleRequest) -> Result<PeopleView, Error> {
        let found = self.found(request)?;
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let start = usize::try_from(request.offset).unwrap_or(usize::MAX).min(found.len());
        let length = usize::try_from(request.limit.min(MOST_ROWS)).unwrap_or(0);
        let rows = found.iter().skip(start).take(length).map(|person| self.row(person)).collect();
        Ok(PeopleView {
            at: self.read_at.map(Instant::rfc3339),
            total: self.total.unwrap_or(number(self.people.len())),
            matching: number(found.len()),
            sentence: self.sentence(found.len(), request).view(self.zone),
            offset: number(start),
            rows,
        })
    }

    /// Everyone who fits, in the order that is asked for.
    ///
    /// # Errors
    /// As [`Self::part`].
    pub fn found(&self, request: &PeopleRequest) -> Result<Vec<&'a Person>, Error> {
        let wanted = Wanted::read(request)?;
        let column = Column::of_code(&request.sort)?;
        let mut found: Vec<(Key, &'a Person)> = self
            .people
            .iter()
            .filter(|person| wanted.fits(person, self.now, self.zone))
            .filter(|person| wanted.mark.is_none_or(|mark| self.marks(person).contains(&mark)))
            .map(|person| (column.key(person, self.now), person))
            .collect();
        found.sort_by(|(left, one), (right, other)| {
            left.compare(right, request.descending).then_with(|| one.username.cmp(&other.username))
        });
        Ok(found.into_iter().map(|(_, person)| person).collect())
    }

    fn sentence(&self, found: usize, request: &PeopleRequest) -> Sentence {
        let holders = self.people.iter().filter(|person| holds_seat(person)).count();
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        if self.read_at.is_none() && self.people.is_empty() {
            return "The list of users was not read yet.".into();
        }
        let who = match request.status.as_str() {
            "holders" => (holders, "user who holds a seat", "users who hold a seat"),
            _ => (self.people.len(), "user", "users"),
        };
        let noun = if who.0 == 1 { who.1 } else { who.2 };
        let part = if self.read_at.is_none() { " So far: the list is being read." } else { "" };
        if found == who.0 {
            return Sentence::new().count(count(found)).text(format!(" {noun}.{part}"));
        }
        Sentence::new().count(count(found)).text(" of ").count(count(who.0)).text(format!(" {noun}.{part}"))
    }

    /// A row.
    pub fn row(&self, person: &Person) -> PersonView {
        let dormancy = Dormancy::of(person, self.now);
        let dormant_on = match dormancy {
            Dormancy::Due => "any minute".into(),
            Dormancy::At(at) => Sentence::new().day(at),
            Dormancy::Unknown | Dormancy::Never => "–".into(),
        };
        let last_seen = match person.last_seen {
            LastSeen::At(at) => Sentence::new().day(at),
            LastSeen::Never => "never".into(),
            LastSeen::Unknown => "–".into(),
        };
        let roles: Vec<String> = person.roles.iter().map(|role| visible(role, 60)).collect();
        let shown = |text: &str| visible(text, LONGEST);
        PersonView {
            id: person.id.clone(),
            name: shown(if person.name.is_empty() { &person.username } else { &person.name }),
            username: shown(&person.username),
            email: shown(&person.email),
            last_seen: last_seen.view(self.zone),
            last_seen_at: person.last_seen.at().map(Instant::rfc3339),
            dormant_on: dormant_on.view(self.zone),
            dormant_at: dormancy.earliest(self.now).map(Instant::rfc3339),
            status: visible(person.status.word(), 60),
            status_word: status_word(&person.status),
            holds_seat: holds_seat(person),
            roles: if roles.is_empty() { "member".to_owned() } else { roles.join(", ") },
            login_type: visible(&person.login_type, 60),
            marks: self.marks(person),
            link: link(self.origin, &person.username),
        }
    }

    fn marks(&self, person: &Person) -> Vec<PersonMark> {
        let in_future = person.last_seen.at().is_some_and(|seen| seen > self.now.plus(300));
        [
            (PersonMark::You, !self.me.is_empty() && person.username == self.me),
            (PersonMark::Owner, person.is_owner()),
            (PersonMark::ServiceAccount, person.service_account == Some(true)),
            (PersonMark::NeverSeen, person.last_seen == LastSeen::Never),
            (PersonMark::SeenInFuture, in_future),
            (PersonMark::AiSeat, person.ai_seat == Some(true)),
        ]
        .into_iter()
        .filter_map(|(mark, is)| is.then_some(mark))
        .collect()
    }
}

/// A mark by its name in requests.
fn mark_of(code: &str) -> Option<PersonMark> {
    match code {
        "you" => Some(PersonMark::You),
        "owner" => Some(PersonMark::Owner),
        "service_account" => Some(PersonMark::ServiceAccount),
        "never_seen" => Some(PersonMark::NeverSeen),
        "seen_in_future" => Some(PersonMark::SeenInFuture),
        "ai_seat" => Some(PersonMark::AiSeat),
        _ => None,
    }
}

/// "Active", or the server's own word.
pub(crate) fn status_word(status: &UserStatus) -> String {
    match status {
        UserStatus::Active => "Active".to_owned(),
        UserStatus::Dormant => "Dormant".to_owned(),
        UserStatus::Suspended => "Suspended".to_owned(),
        UserStatus::Other(word) if word.is_empty() => "–".to_owned(),
        UserStatus::Other(word) => visible(word, 60),
    }
}

/// Where Coder shows a user: its list of users, searched for the name (coder/coder, `site/src/pages/UsersPage`).
pub fn link(origin: &str, username: &str) -> String {
    let name: String = url::form_urlencoded::byte_serialize(username.as_bytes()).collect();
    format!("{origin}/deployment/users?filter={name}")
}

impl Wanted {
    fn read(request: &PeopleRequest) -> Result<Self, Error> {
        let invalid = |what: &str| Error::new(ErrorCode::PeopleQueryInvalid, visible(what, 60));
        let age = match request.age.as_str() {
            "" => None,
            code => Some(
                Age::ALL.into_iter().find(|age| age.code() == code).ok_or_else(|| invalid(&request.age))?,
            ),
        };
        let frees_by = match request.frees_by.as_str() {
            "" => None,
            day => Some(day.parse().map_err(|_| invalid(&request.frees_by))?),
        };
        let mark = match request.mark.as_str() {
            "" => None,
            code => Some(mark_of(code).ok_or_else(|| invalid(code))?),
        };
        Ok(Self {
            role: request.role.clone(),
            login_type: request.login_type.clone(),
            mark,
            search: request.search.to_lowercase().split_whitespace().map(str::to_owned).collect(),
            status: match request.status.as_str() {
                "holders" => Status::Holders,
                "all" | "" => Status::All,
                word => Status::One(UserStatus::of_word(word)),
            },
            age,
            frees_by,
        })
    }

    fn fits(&self, person: &Person, now: Instant, zone: &TimeZone) -> bool {
        let status = match &self.status {
            Status::Holders => holds_seat(person),
            Status::All => true,
            Status::One(status) => person.status == *status,
        };
        status
            && self.age.is_none_or(|age| age == Age::of(idle_days(person, now).unwrap_or(90)))
            && self.frees_by.is_none_or(|by| frees_by(person, by, now, zone))
            && match self.role.as_str() {
                "" => true,
                "member" => person.roles.is_empty(),
                role => person.roles.iter().any(|has| has == role),
            }
            && (self.login_type.is_empty() || person.login_type == self.login_type)
            && self.is_searched(person)
    }

    /// Every word of the search stands somewhere in the names or the e-mail.
    fn is_searched(&self, person: &Person) -> bool {
        if self.search.is_empty() {
            return true;
        }
        let texts = [&person.name, &person.username, &person.email].map(|text| text.to_lowercase());
        self.search.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

fn frees_by(person: &Person, by: Date, now: Instant, zone: &TimeZone) -> bool {
    let free = Dormancy::of(person, now).earliest(now);
    holds_seat(person) && free.and_then(|at| calendar::day_of(at, zone)).is_some_and(|day| day <= by)
}

impl Column {
    fn of_code(code: &str) -> Result<Self, Error> {
        match code {
            "name" | "" => Ok(Self::Name),
            "email" => Ok(Self::Email),
            "last_seen" => Ok(Self::LastSeen),
            "dormant_on" => Ok(Self::DormantOn),
            "status" => Ok(Self::Status),
            "roles" => Ok(Self::Roles),
            "login_type" => Ok(Self::LoginType),
            other => Err(Error::new(ErrorCode::PeopleQueryInvalid, visible(other, 60))),
        }
    }

    fn key(self, person: &Person, now: Instant) -> Key {
        let text = |text: &str| Key::Text((!text.is_empty()).then(|| text.to_lowercase()));
        match self {
            Self::Name => text(if person.name.is_empty() { &person.username } else { &person.name }),
            Self::Email => text(&person.email),
            Self::Status => text(person.status.word()),
            Self::Roles => text(&person.roles.join(", ")),
            Self::LoginType => text(&person.login_type),
            Self::LastSeen => Key::Time(person.last_seen.at()),
            Self::DormantOn => Key::Time(Dormancy::of(person, now).earliest(now)),
        }
    }
}

impl Key {
    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let turned = |order: Ordering| if descending { order.reverse() } else { order };
        match (self, other) {
            (Self::Text(Some(left)), Self::Text(Some(right))) => turned(left.cmp(right)),
            (Self::Time(Some(left)), Self::Time(Some(right))) => turned(left.cmp(right)),
            (Self::Text(left), Self::Text(right)) => left.is_none().cmp(&right.is_none()),
            (Self::Time(left), Self::Time(right)) => left.is_none().cmp(&right.is_none()),
            (Self::Text(_), Self::Time(_)) | (Self::Time(_), Self::Text(_)) => Ordering::Equal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::tests::{NOW, person};
    use super::*;

    fn people() -> Vec<Person> {
        vec![
            Person { name: "Zoë Q".to_owned(), ..person("ana", 88) },
            Person { roles: vec!["owner".to_owned()], ..person("root", 2) },
            Person { last_seen: LastSeen::Never, email: String::new(), ..person("new", 0) },
            Person { status: UserStatus::Other("on_leave".to_owned()), ..person("<b>\u{202e}x", 400) },
            Person { service_account: Some(true), ..person("bot", -9) },
        ]
    }

    fn listing<'a>(people: &'a [Person], zone: &'a TimeZone) -> Listing<'a> {
        let origin = "https://coder.example.com";
        Listing { people, read_at: Some(NOW), total: None, me: "root", origin, now: NOW, zone }
    }

    fn request(change: impl FnOnce(&mut PeopleRequest)) -> PeopleRequest {
        let mut request = PeopleRequest {
            deployment: 1,
            search: String::new(),
            status: "all".to_owned(),
            age: String::new(),
            frees_by: String::new(),
            role: String::new(),
            login_type: String::new(),
            mark: String::new(),
            sort: "name".to_owned(),
            descending: false,
            offset: 0,
            limit: 100,
        };
        change(&mut request);
        request
    }

    fn names(request: &PeopleRequest) -> Vec<String> {
        let (people, utc) = (people(), TimeZone::UTC);
        let found = listing(&people, &utc).found(request).expect("a good request");
        found.iter().map(|person| person.username.clone()).collect()
    }

    #[test]
    fn people_are_sorted_and_those_without_a_value_stand_last_whichever_way_round() {
        let seen = |descending| request(|r| (r.sort, r.descending) = ("last_seen".to_owned(), descending));
        assert_eq!(names(&seen(false)), ["<b>\u{202e}x", "ana", "root", "bot", "new"]);
        assert_eq!(names(&seen(true)), ["bot", "root", "ana", "<b>\u{202e}x", "new"]);
        assert_eq!(names(&request(|_| ())), ["<b>\u{202e}x", "bot", "new", "root", "ana"]);
    }

    #[test]
    fn search_and_filters_narrow_the_table() {
        assert_eq!(names(&request(|r| r.search = "zoË example".to_owned())), ["ana"]);
        assert_eq!(names(&request(|r| r.status = "holders".to_owned())), ["new", "root", "ana"]);
        assert_eq!(names(&request(|r| r.status = "on_leave".to_owned())), ["<b>\u{202e}x"]);
        assert_eq!(names(&request(|r| r.role = "owner".to_owned())), ["root"]);
        assert_eq!(names(&request(|r| r.role = "member".to_owned())).len(), 4);
        assert_eq!(names(&request(|r| r.login_type = "oidc".to_owned())), [""; 0]);
        assert_eq!(names(&request(|r| r.mark = "service_account".to_owned())), ["bot"]);
        assert_eq!(names(&request(|r| r.age = "d84_90".to_owned())), ["<b>\u{202e}x", "new", "ana"]);
        assert_eq!(names(&request(|r| r.frees_by = "2026-11-24".to_owned())), ["new"]);
        assert_eq!(names(&request(|r| r.frees_by = "2026-11-25".to_owned())), ["new", "ana"]);
    }

    #[test]
    fn a_part_says_how_many_there_are_and_begins_where_it_is_asked_to() {
        let (people, utc) = (people(), TimeZone::UTC);
        let part = listing(&people, &utc).part(&request(|r| (r.offset, r.limit) = (3, 10))).expect("a part");
        assert_eq!((part.total, part.matching, part.offset, part.rows.len()), (5, 5, 3, 2));
        let past = listing(&people, &utc).part(&request(|r| r.offset = 99)).expect("a part");
        assert_eq!((past.offset, past.rows.len()), (5, 0));
    }

    #[test]
    fn rows_are_safe_to_show_and_marked() {
        let (people, utc) = (people(), TimeZone::UTC);
        let listing = listing(&people, &utc);
        let odd = listing.row(&people[3]);
        assert_eq!((odd.name.as_str(), odd.status_word.as_str()), ("<b>\\u{202e}x", "on_leave"));
        assert_eq!(odd.link, "https://coder.example.com/deployment/users?filter=%3Cb%3E%E2%80%AEx");
        assert_eq!(listing.row(&people[1]).marks, [PersonMark::You, PersonMark::Owner]);
        assert_eq!(listing.row(&people[4]).marks, [PersonMark::ServiceAccount, PersonMark::SeenInFuture]);
        let new = listing.row(&people[2]);
        assert_eq!(new.dormant_at, Some(NOW.rfc3339()));
        assert_eq!(new.marks, [PersonMark::NeverSeen]);
    }

    #[test]
    fn a_request_for_what_is_not_there_is_refused() {
        let (people, utc) = (people(), TimeZone::UTC);
        for bad in [
            request(|r| r.sort = "salary".to_owned()),
            request(|r| r.age = "old".to_owned()),
            request(|r| r.frees_by = "soon".to_owned()),
        ] {
            let error = listing(&people, &utc).part(&bad).expect_err("refused");
            assert_eq!(error.code, ErrorCode::PeopleQueryInvalid);
        }
    }
}
