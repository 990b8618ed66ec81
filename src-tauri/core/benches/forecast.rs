//! The forecast's back-test as a table, and how long a forecast, five years of history and 20,000 users take.
//! `cargo bench -p seatkeeper-core --bench forecast`

#[path = "../tests/seats/back_test.rs"]
mod back_test;
#[path = "../tests/seats/histories.rs"]
mod histories;

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use back_test::{day_counts, scores, table};
use histories::History as Synthetic;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use seatkeeper_core::Instant as CoreInstant;
use seatkeeper_core::api::{LastSeen, Person, UserStatus};
use seatkeeper_core::entitlement::DeploymentFacts;
use seatkeeper_core::ports::{SeatDay, SeatSource};
use seatkeeper_core::seats::calendar;
use seatkeeper_core::seats::forecast::Forecast;
use seatkeeper_core::seats::history::History;
use seatkeeper_core::seats::people::Listing;
use seatkeeper_core::seats::scene::{Scene, Users};
use seatkeeper_core::sentence::Sentence;
use seatkeeper_core::view::PeopleRequest;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "200 histories, mean absolute error in percent of the mean count:\n")?;
    writeln!(out, "{}", table(&scores(0..200)))?;
    writeln!(out, "The same of 2,000 others:\n")?;
    writeln!(out, "{}", table(&scores(1_000_000..1_002_000)))?;
    for (days, seed) in [(60, 0), (400, 6)] {
        let counts = day_counts(&Synthetic::of_seed(seed).counts[..days]);
        let today = i32::try_from(days).unwrap_or(0);
        let fastest = (0..200).map(|_| timed(|| Forecast::of(black_box(&counts), today))).min();
        writeln!(out, "a forecast of {days} days: {:?}", fastest.unwrap_or_default())?;
    }
    let people: Vec<Person> = (0..20_000).map(person).collect();
    let zone = TimeZone::UTC;
    let listing = Listing {
        people: &people,
        read_at: Some(NOW),
        total: None,
        me: "user7",
        origin: "https://coder.example.com",
        now: NOW,
        zone: &zone,
    };
    for (what, search, sort) in [
        ("sorted by name", "", "name"),
        ("by last seen", "", "last_seen"),
        ("searched and sorted", "er1", "email"),
    ] {
        let request = request(search, sort);
        let slowest = (0..20).map(|_| timed(|| listing.part(black_box(&request)))).max();
        writeln!(out, "20,000 users {what}: {:?} at most of 20", slowest.unwrap_or_default())?;
    }
    let today = date(2026, 11, 23);
    let rows: Vec<SeatDay> = (0..1_830).map(|back| row(calendar::plus(today, -back))).collect();
    let facts = DeploymentFacts::default();
    let page = || {
        let history = History::merge(None, &rows, today);
        let scene = Scene {
            deployment: 1,
            entitlements: None,
            received: None,
            stale: false,
            history: &history,
            history_missing: Sentence::new(),
            licenses: None,
            facts: &facts,
            term_began: None,
            covered_until: None,
            users: Users::Listed { people: &people, read_at: NOW },
            me: "",
            now: NOW,
            zone: &zone,
        };
        scene.view()
    };
    let slowest = (0..20).map(|_| timed(page)).max();
    writeln!(out, "the page of five years and 20,000 users: {:?} at most of 20", slowest.unwrap_or_default())
}

const NOW: CoreInstant = CoreInstant::from_unix(1_795_457_187);

fn person(number: i64) -> Person {
    Person {
        id: format!("00000000-0000-4000-8000-{number:012}"),
        username: format!("user{number}"),
        name: format!("Some Body {}", number * 7919 % 20_000),
        email: format!("user{number}@example.com"),
        created_at: None,
        last_seen: LastSeen::At(NOW.plus(-(number * 104_729 % 100) * 86_400)),
        status: if number % 7 == 0 { UserStatus::Dormant } else { UserStatus::Active },
        login_type: "oidc".to_owned(),
        roles: Vec::new(),
        service_account: Some(false),
        ai_seat: None,
    }
}

fn row(day: Date) -> SeatDay {
    let count = u32::try_from(calendar::number(day)).unwrap_or(0) / 50;
    SeatDay {
        day,
        active: Some(count),
        dormant: Some(60),
        suspended: Some(10),
        limit: Some(500),
        source: SeatSource::Entitlements,
        taken_at: NOW,
    }
}

fn request(search: &str, sort: &str) -> PeopleRequest {
    PeopleRequest {
        deployment: 1,
        search: search.to_owned(),
        status: "holders".to_owned(),
        age: String::new(),
        frees_by: String::new(),
        role: String::new(),
        login_type: String::new(),
        mark: String::new(),
        sort: sort.to_owned(),
        descending: false,
        offset: 0,
        limit: 100,
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn timed<T>(act: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    black_box(act());
    start.elapsed()
}
