use jiff::tz::TimeZone;

use super::*;

const DAY: i64 = 86_400;

fn now() -> Instant {
    Instant::parse("2026-11-23T18:06:27Z").expect("a time")
}

fn person(name: &str, unseen_days: i64) -> Person {
    Person {
        id: name.to_owned(),
        username: name.to_owned(),
        name: String::new(),
        email: format!("{name}@example.com"),
        created_at: Some(now().plus(-400 * DAY)),
        last_seen: LastSeen::At(now().plus(-unseen_days * DAY)),
        status: UserStatus::Active,
        login_type: "password".to_owned(),
        roles: Vec::new(),
        service_account: None,
        ai_seat: None,
    }
}

fn idle(days: u32) -> Choice {
    Choice { idle_days: Some(days), ..Choice::default() }
}

fn seats(used: i64, limit: i64) -> Seats {
    Seats { used: Some(used), limit: Some(limit), capable: false }
}

fn names<'a>(simulation: &Simulation<'a>) -> Vec<&'a str> {
    simulation.people.iter().map(|person| person.username.as_str()).collect()
}

#[test]
fn nine_of_which_four_come_free_anyway_are_said_in_a_sentence() {
    let ages = [60, 61, 62, 63, 64, 84, 85, 86, 87, 30];
    let people: Vec<Person> =
        (0..).zip(ages).map(|(number, age)| person(&format!("u{number}"), age)).collect();
    let simulation = Simulation::of(&people, &idle(60), &Protected::default(), now());
    assert_eq!(names(&simulation), ["u8", "u7", "u6", "u5", "u4", "u3", "u2", "u1", "u0"]);
    assert_eq!(
        simulation.sentence(&seats(208, 200)).plain(&TimeZone::UTC),
        "208 of 200 seats becomes 199 of 200; 4 of these 9 would come free by 29 Nov 2026 anyway."
    );
}

#[test]
fn owners_service_accounts_yourself_and_the_own_list_are_never_proposed_also_by_hand() {
    let mut people = vec![
        person("you", 80),
        person("boss", 80),
        person("bot", 80),
        person("old-bot", 80),
        person("Ana", 80),
        person("eve", 80),
    ];
    people[1].roles = vec!["owner".to_owned()];
    people[2].service_account = Some(true);
    people[3].login_type = "none".to_owned();
    let protected = Protected { you: "you".to_owned(), listed: vec![" ana@EXAMPLE.com".to_owned()] };
    let by_hand =
        Choice { only: people.iter().map(|person| person.id.clone()).collect(), ..Choice::default() };
    for choice in [idle(60), by_hand] {
        let simulation = Simulation::of(&people, &choice, &protected, now());
        assert_eq!(names(&simulation), ["eve"]);
        assert_eq!(simulation.protected.len(), 5);
    }
}

#[test]
fn an_empty_line_of_the_list_protects_nobody_and_comments_do_not_count() {
    let list = read_list("\u{feff}ana@example.com  # on leave\n\n  # all of\nbo\r\n");
    assert_eq!(list, ["ana@example.com", "bo"]);
    let mut nameless = person("eve", 80);
    nameless.email = String::new();
    assert_eq!(Protected { you: String::new(), listed: vec![" ".to_owned()] }.of(&nameless), None);
}

#[test]
fn only_those_who_hold_a_seat_and_are_known_to_be_away_are_met() {
    let mut people = vec![
        person("dormant", 80),
        person("odd", 80),
        person("unknown", 80),
        person("ahead", -3),
        person("new", 80),
        person("unused", 80),
    ];
    people[0].status = UserStatus::Dormant;
    people[1].status = UserStatus::Other("on_leave".to_owned());
    people[2].last_seen = LastSeen::Unknown;
    (people[4].last_seen, people[4].created_at) = (LastSeen::Never, Some(now().plus(-DAY)));
    people[5].last_seen = LastSeen::Never;
    assert_eq!(names(&Simulation::of(&people, &idle(60), &Protected::default(), now())), ["unused"]);
}

#[test]
fn people_taken_out_by_hand_stay_out() {
    let people = vec![person("ana", 80), person("bo", 80)];
    let choice = Choice { except: ["ana".to_owned()].into(), ..idle(60) };
    assert_eq!(names(&Simulation::of(&people, &choice, &Protected::default(), now())), ["bo"]);
}

#[test]
fn every_number_has_its_sentence() {
    let sentence = |ages: &[i64], seats: &Seats| {
        let people: Vec<Person> = ages.iter().map(|age| person(&age.to_string(), *age)).collect();
        Simulation::of(&people, &idle(60), &Protected::default(), now()).sentence(seats).plain(&TimeZone::UTC)
    };
    assert_eq!(sentence(&[], &seats(9, 10)), "Nobody is chosen who may be suspended.");
    assert_eq!(sentence(&[70], &seats(9, 10)), "9 of 10 seats becomes 8 of 10.");
    assert_eq!(
        sentence(&[89], &seats(9, 10)),
        "9 of 10 seats becomes 8 of 10; this one would come free by 24 Nov 2026 anyway."
    );
    assert_eq!(
        sentence(&[88, 89], &seats(9, 10)),
        "9 of 10 seats becomes 7 of 10; all 2 would come free by 25 Nov 2026 anyway."
    );
    let no_limit = Seats { used: Some(1_200), limit: None, capable: false };
    assert_eq!(sentence(&[70], &no_limit), "1,200 seats used becomes 1,199.");
    assert_eq!(sentence(&[70, 71], &Seats::default()), "2 seats would be freed.");
    assert_eq!(sentence(&[70], &seats(0, 10)), "0 of 10 seats becomes 0 of 10.");
}

#[test]
fn absurd_times_do_not_overflow() {
    let mut people = vec![person("far", 0), person("old", 0)];
    people[0].last_seen = LastSeen::At(Instant::from_unix(i64::MAX));
    people[1].last_seen = LastSeen::At(Instant::from_unix(i64::MIN));
    let choice = Choice { idle_days: Some(u32::MAX), ..Choice::default() };
    let simulation = Simulation::of(&people, &choice, &Protected::default(), now());
    assert_eq!(names(&simulation), ["old"]);
}
