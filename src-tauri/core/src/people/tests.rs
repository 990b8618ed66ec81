use super::*;
use crate::api::{LastSeen, UserStatus};

fn person(number: u32, username: &str) -> Person {
    Person {
        id: format!("00000000-0000-4000-8000-{number:012}"),
        username: username.to_owned(),
        name: String::new(),
        email: String::new(),
        created_at: None,
        last_seen: LastSeen::Never,
        status: UserStatus::Active,
        login_type: String::new(),
        roles: Vec::new(),
        service_account: None,
        ai_seat: None,
    }
}

/// A server's list, answered as Coder answers.
#[derive(Clone)]
struct Server(Vec<Person>);

impl Server {
    fn of(count: u32) -> Self {
        Self((0..count).map(|number| person(number, &format!("u{number:05}"))).collect())
    }

    fn answer(&self, page: Page<'_>) -> UsersPage {
        let mut list = self.0.clone();
        list.sort_by_key(|person| person.username.to_lowercase());
        let start = match page.start {
            PageStart::First => None,
            PageStart::After(id) => match self.0.iter().find(|person| person.id == id) {
                Some(after) => Some(after.username.to_lowercase()),
                None => return UsersPage { count: Some(0), ..UsersPage::default() },
            },
            PageStart::Offset(_) => panic!("not asked for"),
        };
        list.retain(|person| start.as_ref().is_none_or(|start| person.username.to_lowercase() > *start));
        let count = u32::try_from(list.len()).expect("few");
        list.truncate(page.limit as usize);
        let count = if list.is_empty() { 0 } else { count };
        UsersPage { people: list, count: Some(count), unreadable: 0 }
    }
}

/// Reads a list that `change` changes before each page but the first; tells how many pages it took.
fn read(
    server: &mut Server,
    mut change: impl FnMut(&mut Server, usize),
) -> Result<(PeopleList, usize), WalkFault> {
    let mut walk = Walk::default();
    let mut pages = 0;
    while let Some(page) = walk.next() {
        if pages > 0 {
            change(server, pages);
        }
        let answer = server.answer(page);
        walk.take(answer)?;
        pages += 1;
        assert!(pages < 1000, "it does not end");
    }
    let now = Instant::from_unix(0);
    Ok((walk.finish(now, now), pages))
}

fn names(list: &PeopleList) -> Vec<&str> {
    list.people.iter().map(|person| person.username.as_str()).collect()
}

#[test]
fn lists_of_every_size_are_read_whole_with_few_calls() {
    for (count, pages) in
        [(0, 1), (1, 1), (99, 1), (100, 1), (101, 3), (500, 3), (1100, 3), (1101, 4), (20_000, 22)]
    {
        let (list, took) = read(&mut Server::of(count), |_, _| {}).expect("whole");
        assert_eq!((list.people.len(), took, list.restless), (count as usize, pages, false), "{count}");
    }
}

#[test]
fn the_first_page_is_small_so_that_it_comes_at_once() {
    assert_eq!(Walk::default().next().map(|page| page.limit), Some(100));
}

#[test]
fn who_is_renamed_behind_the_place_of_reading_is_found_by_a_second_reading() {
    let mut server = Server::of(3000);
    let (list, _) = read(&mut server, |server, page| {
        if page == 2 {
            server.0[2999].username = "a-renamed".to_owned();
        }
    })
    .expect("whole");
    assert_eq!((list.people.len(), list.restless), (3000, false));
    assert!(names(&list).contains(&"a-renamed") && !names(&list).contains(&"u02999"));
}

#[test]
fn who_is_renamed_ahead_stands_there_once() {
    let mut server = Server::of(3000);
    let (list, _) = read(&mut server, |server, page| {
        if page == 2 {
            server.0[5].username = "z-renamed".to_owned();
        }
    })
    .expect("whole");
    assert_eq!(list.people.len(), 3000);
    assert_eq!(names(&list).iter().filter(|name| **name == "z-renamed").count(), 1);
    assert!(!names(&list).contains(&"u00005"));
}

#[test]
fn who_is_deleted_after_being_read_is_no_longer_listed() {
    let mut server = Server::of(3000);
    let (list, _) = read(&mut server, |server, page| {
        if page == 2 {
            server.0.remove(3);
        }
    })
    .expect("whole");
    assert_eq!((list.people.len(), list.restless), (2999, false));
}

#[test]
fn one_renamed_and_one_deleted_at_once_do_not_hide_each_other() {
    let mut server = Server::of(3000);
    let (list, _) = read(&mut server, |server, page| {
        if page == 2 {
            server.0[2999].username = "a-renamed".to_owned();
            server.0.remove(3);
        }
    })
    .expect("whole");
    assert!(names(&list).contains(&"a-renamed") && !names(&list).contains(&"u00003"));
    assert_eq!(list.people.len(), 2999);
}

#[test]
fn where_the_place_of_reading_vanishes_it_goes_on_from_the_one_before() {
    let mut server = Server::of(3000);
    let (list, _) = read(&mut server, |server, page| {
        if page == 1 {
            server.0.retain(|person| person.username != "u00099" && person.username != "u00098");
        }
    })
    .expect("whole");
    assert_eq!((list.people.len(), list.restless), (2998, false));
}

#[test]
fn a_list_that_never_rests_is_taken_with_all_who_were_seen_and_says_so() {
    let mut server = Server::of(3000);
    let (list, pages) = read(&mut server, |server, page| {
        server.0.push(person(10_000 + u32::try_from(page).expect("few"), &format!("a{page}")));
    })
    .expect("whole");
    assert!(list.restless && pages < 20);
    for number in 0..3000 {
        assert!(names(&list).contains(&format!("u{number:05}").as_str()), "{number} stayed");
    }
}

#[test]
fn nobody_is_twice_and_nobody_lost_whatever_happens_between_two_pages() {
    // A generator of its own, so that a failure repeats.
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % u64::try_from(below).expect("fits")).expect("fits")
    };
    for round in 0..60 {
        let mut server = Server::of(2500);
        let mut stayed: std::collections::BTreeSet<String> =
            server.0.iter().map(|person| person.id.clone()).collect();
        let mut last = 100_000;
        let read = read(&mut server, |server, page| {
            if page > 3 {
                return;
            }
            let at = random(server.0.len());
            match random(3) {
                0 => server.0[at].username = format!("{}x{last}", ["a", "u01", "z"][random(3)]),
                1 => drop(stayed.remove(&server.0.remove(at).id)),
                _ => server.0.push(person(last, &format!("{}n{last}", ["b", "u02", "y"][random(3)]))),
            }
            last += 1;
        });
        let (list, _) = read.expect("whole");
        let found: std::collections::BTreeSet<String> =
            list.people.iter().map(|person| person.id.clone()).collect();
        assert_eq!(found.len(), list.people.len(), "round {round}: somebody twice");
        assert!(stayed.is_subset(&found), "round {round}: somebody lost");
    }
}

#[test]
fn a_server_that_repeats_its_page_or_breaks_off_gives_no_whole_list() {
    let server = Server::of(300);
    let mut walk = Walk::default();
    walk.take(server.answer(Page { limit: 100, start: PageStart::First, status: None })).expect("the first");
    let again = server.answer(Page { limit: 100, start: PageStart::First, status: None });
    assert_eq!(walk.take(again), Err(WalkFault::Stuck(100)));
    let mut walk = Walk::default();
    walk.take(server.answer(Page { limit: 100, start: PageStart::First, status: None })).expect("the first");
    let empty = || UsersPage { count: Some(0), ..UsersPage::default() };
    let broken = (0..20).find_map(|_| walk.take(empty()).err());
    assert_eq!(broken, Some(WalkFault::BreaksOff(100)));
}

#[test]
fn a_server_without_counts_is_read_to_the_first_page_that_is_not_full() {
    let server = Server::of(1234);
    let mut walk = Walk::default();
    while let Some(page) = walk.next() {
        let answer = UsersPage { count: None, ..server.answer(page) };
        walk.take(answer).expect("a page");
    }
    assert_eq!(walk.people().len(), 1234);
}

#[test]
fn a_page_of_nothing_that_can_be_read_is_a_fault_and_one_among_others_is_counted() {
    let mut walk = Walk::default();
    assert_eq!(
        walk.take(UsersPage { unreadable: 5, count: Some(5), people: vec![] }),
        Err(WalkFault::Unreadable)
    );
    let mut walk = Walk::default();
    walk.take(UsersPage { unreadable: 2, count: Some(3), people: vec![person(1, "ana")] }).expect("a page");
    assert!(walk.next().is_none());
    assert_eq!(walk.finish(Instant::from_unix(0), Instant::from_unix(0)).unreadable, 2);
}
