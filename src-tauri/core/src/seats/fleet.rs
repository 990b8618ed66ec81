//! The seats of all deployments together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Instant;
use crate::api::Person;
use crate::sentence::{Sentence, counted};
use crate::view::{FleetSeatRowView, FleetSeatsView};

use super::history::History;
use super::last_seen::reclaimable;
use super::rule::holds_seat;
use super::usage::Usage;

/// One of the deployments.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: &'a str,
    /// Its seats.
    pub usage: Usage,
    /// Its past.
    pub history: History,
    /// Its users, where the whole list was read.
    pub people: Option<&'a [Person]>,
    /// The user name of who is signed in there.
    pub me: &'a str,
}

/// Persons who hold a seat somewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Persons {
    /// How many, each counted once.
    pub persons: u32,
    /// The seats they hold together.
    pub seats: u32,
    /// How many of them hold more than one.
    pub several: u32,
}

/// Counts persons over deployments. An e-mail, in whatever case, is one person; who has none is one of that deployment
/// alone.
pub fn persons<'a>(lists: impl IntoIterator<Item = (u32, &'a [Person])>) -> Persons {
    let mut held: BTreeMap<String, BTreeSet<(u32, &str)>> = BTreeMap::new();
    for (deployment, people) in lists {
        for person in people.iter().filter(|person| holds_seat(person)) {
            let email = person.email.trim().to_lowercase();
            // A blank cannot stand in an e-mail that was trimmed, so the two kinds of names never meet.
            let who = if email.is_empty() { format!(" {deployment} {}", person.id) } else { email };
            held.entry(who).or_default().insert((deployment, person.id.as_str()));
        }
    }
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Persons {
        persons: number(held.len()),
        seats: number(held.values().map(BTreeSet::len).sum()),
        several: number(held.values().filter(|seats| seats.len() > 1).count()),
    }
}

/// All of them at a glance.
pub fn view(members: &[Member<'_>], now: Instant, today: Date, zone: &TimeZone) -> FleetSeatsView {
    let rows: Vec<FleetSeatRowView> = members.iter().map(|member| row(member, now, today, zone)).collect();
    let sum = |counts: &dyn Fn(&FleetSeatRowView) -> Option<u32>| {
        let known: Vec<u32> = rows.iter().filter_map(counts).collect();
        (!known.is_empty()).then(|| known.iter().fold(0_u32, |sum, count| sum.saturating_add(*count)))
    };
    let (bought, used, free) = (sum(&|row| row.limit), sum(&|row| row.used), sum(&|row| row.free));
    let listed: Vec<(u32, &[Person])> =
        members.iter().filter_map(|member| Some((member.id, member.people?))).collect();
    let counted = (!listed.is_empty()).then(|| persons(listed.iter().copied()));
    FleetSeatsView {
        headline: headline(members, bought, used, free).view(zone),
        bought,
        used,
        free,
        reclaimable: sum(&|row| row.reclaimable),
        persons: counted.map(|counted| counted.persons),
        persons_sentence: persons_sentence(counted, members).view(zone),
        rows,
    }
}

fn row(member: &Member<'_>, now: Instant, today: Date, zone: &TimeZone) -> FleetSeatRowView {
    let sparkline = member.history.sparkline(today);
    FleetSeatRowView {
        deployment: member.id,
        name: member.name.to_owned(),
        used: member.usage.actual,
        limit: member.usage.limit,
        free: member.usage.free(),
        reclaimable: member.people.map(|people| reclaimable(people, member.me, now)),
        state: member.usage.fullness().code().to_owned(),
        trend: member.history.trend(90, today, zone).view(zone),
        sparkline,
    }
}

fn headline(members: &[Member<'_>], bought: Option<u32>, used: Option<u32>, free: Option<u32>) -> Sentence {
    let reported = members.iter().filter(|member| member.usage.actual.is_some()).count();
    let places = counted(i64::try_from(reported).unwrap_or(i64::MAX), "deployment", "deployments");
    let (Some(used), false) = (used, members.is_empty()) else {
        return if members.is_empty() {
            Sentence::new()
        } else {
            "No deployment has reported a count of seats.".into()
        };
    };
    let words = match bought {
        Some(bought) => Sentence::new()
            .count(used)
            .text(format!(" seats are used on {places}, "))
            .count(bought)
            .text(" are licensed."),
        None => Sentence::new().count(used).text(format!(" seats are used on {places}, without a limit.")),
    };
    let over: u32 = members.iter().map(|member| member.usage.over()).fold(0, u32::saturating_add);
    let words = match free {
        Some(free) => words.text(" ").count(free).text(if free == 1 { " is free" } else { " are free" }),
        None => return words,
    };
    if over > 0 { words.text(", and ").count(over).text(" are beyond a limit.") } else { words.text(".") }
}

/// "523 persons hold 585 seats; 41 of them on more than one deployment. 2 lists of users were not read."
fn persons_sentence(counted_persons: Option<Persons>, members: &[Member<'_>]) -> Sentence {
    let missing = members.iter().filter(|member| member.people.is_none()).count();
    let missing = i64::try_from(missing).unwrap_or(i64::MAX);
    let Some(found) = counted_persons else {
        return if members.is_empty() {
            Sentence::new()
        } else {
            "How many persons hold them is not known: no list of users was read.".into()
        };
    };
    let hold = if found.persons == 1 { " person holds " } else { " persons hold " };
    let seats = if found.seats == 1 { " seat" } else { " seats" };
    let words = Sentence::new().count(found.persons).text(hold).count(found.seats).text(seats);
    let words = match found.several {
        0 => words.text("; nobody holds one on more than one deployment."),
        several => words.text("; ").count(several).text(" of them on more than one deployment."),
    };
    match missing {
        0 => words,
        missing => {
            words.text(format!(" {} not read.", counted(missing, "list of users was", "lists of users were")))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::history::tests::TODAY;
    use super::super::rule::tests::{NOW, person};
    use super::*;
    use crate::entitlement::Entitlement;
    use crate::sentence::plain;

    fn usage(actual: Option<u32>, limit: Option<u32>) -> Usage {
        Usage { actual, limit, capable: false, entitlement: Entitlement::Entitled, counted_at: None }
    }

    fn member<'a>(id: u32, usage: Usage, people: Option<&'a [Person]>) -> Member<'a> {
        Member { id, name: "Production", usage, history: History::default(), people, me: "" }
    }

    #[test]
    fn the_same_person_on_several_deployments_is_counted_once_by_email_in_any_case() {
        let here = [person("ana", 1), person("bob", 1), Person { email: String::new(), ..person("bot", 1) }];
        let there = [
            Person { email: " ANA@example.com".to_owned(), id: "other".to_owned(), ..person("ana2", 1) },
            Person { email: String::new(), ..person("bot", 1) },
        ];
        let found = persons([(1, &here[..]), (2, &there[..])]);
        assert_eq!(found, Persons { persons: 4, seats: 5, several: 1 });
    }

    #[test]
    fn totals_leave_out_what_is_not_known_and_nothing_is_taken_from_another() {
        let people = [person("ana", 1), person("old", 70)];
        let members = [
            member(1, usage(Some(412), Some(500)), Some(&people)),
            member(2, usage(Some(128), Some(120)), None),
            member(3, usage(None, None), None),
        ];
        let view = view(&members, NOW, TODAY, &TimeZone::UTC);
        assert_eq!((view.bought, view.used, view.free), (Some(620), Some(540), Some(88)));
        assert_eq!((view.reclaimable, view.persons), (Some(1), Some(2)));
        assert_eq!(
            plain(&view.headline),
            "540 seats are used on 2 deployments, 620 are licensed. 88 are free, and 8 are beyond a limit."
        );
        assert!(plain(&view.persons_sentence).ends_with("2 lists of users were not read."));
        assert_eq!(view.rows[2].sparkline.len(), 90);
    }

    #[test]
    fn without_deployments_nothing_is_said() {
        let view = view(&[], NOW, TODAY, &TimeZone::UTC);
        assert!(view.headline.is_empty() && view.used.is_none() && view.persons_sentence.is_empty());
    }

    proptest! {
        #[test]
        fn persons_are_never_more_than_seats_and_the_order_of_lists_changes_nothing(
            lists in proptest::collection::vec(proptest::collection::vec(0_u8..12, 0..10), 0..5)
        ) {
            let lists: Vec<Vec<Person>> = lists.iter().map(|list| {
                list.iter().enumerate().map(|(place, who)| Person {
                    id: place.to_string(),
                    email: if *who == 0 { String::new() } else { format!("{who}@Example.com") },
                    ..person("x", 1)
                }).collect()
            }).collect();
            let numbered = || (0_u32..).zip(&lists).map(|(id, list)| (id, list.as_slice()));
            let found = persons(numbered());
            let mut turned: Vec<_> = numbered().collect();
            turned.reverse();
            prop_assert_eq!(found, persons(turned));
            prop_assert!(found.persons <= found.seats);
            prop_assert_eq!(usize::try_from(found.seats).unwrap(), lists.iter().map(Vec::len).sum::<usize>());
        }
    }
}
