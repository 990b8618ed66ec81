//! Why the count changed between two days: by names where they were kept for both, else by numbers alone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::api::UserStatus;
use crate::ports::KeptPerson;
use crate::sentence::{Sentence, counted, visible};
use crate::view::{PointSource, SeatChangeRowView, SeatChangeView};

use super::calendar;
use super::history::Point;

/// One cause of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// Was not there before.
    New,
    /// Was dormant, and came back.
    Woke,
    /// Was suspended, and was activated.
    Activated,
    /// Was active, and was not seen for 90 days.
    FellDormant,
    /// Was active, and was suspended.
    Suspended,
    /// Was there, and is not any more.
    Gone,
    /// Is counted otherwise: a service account that counted, or one that does now.
    Rule,
    /// What is left over.
    Unexplained,
}

/// A cause with what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Why.
    pub cause: Cause,
    /// What it did to the count.
    pub effect: i64,
    /// Whose they are; empty where only numbers are known.
    pub people: Vec<String>,
}

/// What the answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The lists of both days.
    Names,
    /// The counts of both days.
    Numbers,
    /// Nothing: one of the days has no count.
    Nothing,
}

/// The people of two lists held against each other, the largest share first.
pub fn by_names(before: &[KeptPerson], after: &[KeptPerson]) -> Vec<Share> {
    let by_id = |list: &[KeptPerson]| -> BTreeMap<String, KeptPerson> {
        list.iter().map(|person| (person.user.to_lowercase(), person.clone())).collect()
    };
    let (before, after) = (by_id(before), by_id(after));
    let mut shares: BTreeMap<Cause, (i64, Vec<String>)> = BTreeMap::new();
    let ids: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for id in ids {
        let (was, is) = (before.get(id), after.get(id));
        let (held, holds) = (was.is_some_and(holds), is.is_some_and(holds));
        if held == holds {
            continue;
        }
        let cause = match (was, is) {
            (None, _) => Cause::New,
            (_, None) => Cause::Gone,
            (Some(was), Some(is)) => match (&was.status, &is.status) {
                (UserStatus::Dormant, UserStatus::Active) => Cause::Woke,
                (UserStatus::Suspended, UserStatus::Active) => Cause::Activated,
                (UserStatus::Active, UserStatus::Dormant) => Cause::FellDormant,
                (UserStatus::Active, UserStatus::Suspended) => Cause::Suspended,
                (UserStatus::Active, UserStatus::Active) => Cause::Rule,
                (_, _) => Cause::Unexplained,
            },
        };
        let name = is.or(was).map(|person| visible(&person.username, 100)).unwrap_or_default();
        let share = shares.entry(cause).or_default();
        share.0 += if holds { 1 } else { -1 };
        share.1.push(name);
    }
    let shares = shares.into_iter().map(|(cause, (effect, people))| Share { cause, effect, people });
    sorted(shares.collect())
}

fn holds(person: &KeptPerson) -> bool {
    person.status == UserStatus::Active && !person.service_account
}

/// What the counts of two days tell: how many more or fewer are dormant and suspended, and how many users there are in
/// all. These are nets: one who woke and one who fell dormant are not seen.
pub fn by_numbers(before: &Point, after: &Point) -> Vec<Share> {
    let change = |before: Option<u32>, after: Option<u32>| {
        before.zip(after).map(|(before, after)| i64::from(after) - i64::from(before))
    };
    let active = i64::from(after.active) - i64::from(before.active);
    let (dormant, suspended) =
        (change(before.dormant, after.dormant), change(before.suspended, after.suspended));
    let share = |cause, effect| Share { cause, effect, people: Vec::new() };
    let mut shares = Vec::new();
    if let Some(dormant) = dormant {
        shares.push(share(if dormant > 0 { Cause::FellDormant } else { Cause::Woke }, -dormant));
    }
    if let Some(suspended) = suspended {
        shares.push(share(if suspended > 0 { Cause::Suspended } else { Cause::Activated }, -suspended));
    }
    let rest = active - shares.iter().map(|share| share.effect).sum::<i64>();
    let rest_is = match (dormant.is_some() && suspended.is_some(), rest > 0) {
        (false, _) => Cause::Unexplained,
        (true, true) => Cause::New,
        (true, false) => Cause::Gone,
    };
    shares.push(share(rest_is, rest));
    shares.retain(|share| share.effect != 0);
    sorted(shares)
}

fn sorted(mut shares: Vec<Share>) -> Vec<Share> {
    shares.sort_by_key(|share| (std::cmp::Reverse(share.effect.abs()), share.cause));
    shares
}

/// The answer in words. `names` are the lists of both days, where they were kept.
pub fn view(
    [from, to]: [Date; 2],
    points: [Option<&Point>; 2],
    names: Option<(&[KeptPerson], &[KeptPerson])>,
    zone: &TimeZone,
) -> SeatChangeView {
    let span = calendar::from_to(from, to, zone);
    let (basis, before, after, shares) = match (names, points) {
        (Some((before, after)), _) => {
            let count = |list: &[KeptPerson]| i64::try_from(list.iter().filter(|one| holds(one)).count());
            let (was, is) = (count(before).unwrap_or_default(), count(after).unwrap_or_default());
            (Basis::Names, was, is, by_names(before, after))
        }
        (None, [Some(before), Some(after)]) => {
            let shares = by_numbers(before, after);
            (Basis::Numbers, i64::from(before.active), i64::from(after.active), shares)
        }
        (None, [_, _]) => (Basis::Nothing, 0, 0, Vec::new()),
    };
    let change = after - before;
    let headline = match basis {
        Basis::Nothing => span.text(" nothing can be said: there is no count of one of the days."),
        Basis::Names | Basis::Numbers => match change {
            0 => span.text(" the count stayed at ").count(after).text("."),
            more if more > 0 => moved(span.text(" the count rose by ").count(more), before, after),
            fewer => moved(span.text(" the count fell by ").count(-fewer), before, after),
        },
    };
    let mixed = matches!(points, [Some(before), Some(after)] if before.source != after.source);
    SeatChangeView {
        headline: headline.view(zone),
        rests_on: match basis {
            Basis::Names => "names",
            Basis::Numbers => "numbers",
            Basis::Nothing => "nothing",
        }
        .to_owned(),
        basis: basis_sentence(basis, mixed, points).view(zone),
        rows: shares.iter().map(|share| row(share, zone)).collect(),
    }
}

fn moved(sentence: Sentence, before: i64, after: i64) -> Sentence {
    sentence.text(", from ").count(before).text(" to ").count(after).text(".")
}

fn basis_sentence(basis: Basis, mixed: bool, points: [Option<&Point>; 2]) -> Sentence {
    match basis {
        Basis::Names => "From the lists of users that were kept for both days.".into(),
        Basis::Numbers => {
            let mixed = if mixed && points.iter().flatten().any(|point| point.source == PointSource::Coder) {
                " One day was counted by Coder's history, which counts service accounts too, the other by its \
                 license count."
            } else {
                ""
            };
            format!(
                "From the counts alone: one who came and one who went are not seen. To name them, let Seatkeeper \
                 keep names.{mixed}"
            )
            .into()
        }
        Basis::Nothing => "Choose days that have a point in the history.".into(),
    }
}

fn row(share: &Share, zone: &TimeZone) -> SeatChangeRowView {
    let (kind, one, many) = match share.cause {
        Cause::New => ("new", "new user holds a seat", "new users hold a seat"),
        Cause::Woke => {
            ("woke", "user woke: was dormant and came back", "users woke: they were dormant and came back")
        }
        Cause::Activated => (
            "activated",
            "user was suspended and is active again",
            "users were suspended and are active again",
        ),
        Cause::FellDormant => ("fell_dormant", "user became dormant", "users became dormant"),
        Cause::Suspended => ("suspended", "user was suspended", "users were suspended"),
        Cause::Gone => ("gone", "user is gone", "users are gone"),
        Cause::Rule => (
            "rule",
            "account is counted otherwise: service accounts hold no seat",
            "accounts are counted otherwise: service accounts hold no seat",
        ),
        Cause::Unexplained => (
            "unexplained",
            "seat is not explained by what is known",
            "seats are not explained by what is known",
        ),
    };
    let sentence = format!("{}.", counted(share.effect.abs(), one, many));
    SeatChangeRowView {
        kind: kind.to_owned(),
        effect: i32::try_from(share.effect).unwrap_or(if share.effect > 0 { i32::MAX } else { i32::MIN }),
        sentence: Sentence::from(sentence).view(zone),
        people: share.people.clone(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::history::History;
    use super::super::history::tests::{TODAY, row as seat_row};
    use super::*;

    fn kept(name: &str, status: UserStatus) -> KeptPerson {
        KeptPerson {
            user: name.to_owned(),
            username: name.to_owned(),
            email: String::new(),
            status,
            service_account: false,
        }
    }

    #[test]
    fn by_names_it_is_told_who_woke_who_is_new_and_who_left() {
        use UserStatus::{Active, Dormant, Suspended};
        let before = [
            kept("ana", Active),
            kept("bob", Dormant),
            kept("cid", Active),
            kept("eve", Active),
            kept("fay", Suspended),
        ];
        let bot = KeptPerson { service_account: true, ..kept("eve", Active) };
        let after = [
            kept("ana", Dormant),
            kept("bob", Active),
            kept("dan", Active),
            kept("new", Dormant),
            bot,
            kept("fay", Active),
        ];
        let shares = by_names(&before, &after);
        let found: Vec<_> =
            shares.iter().map(|share| (share.cause, share.effect, share.people.concat())).collect();
        let share = |cause, effect, name: &str| (cause, effect, name.to_owned());
        assert_eq!(
            found,
            [
                share(Cause::New, 1, "dan"),
                share(Cause::Woke, 1, "bob"),
                share(Cause::Activated, 1, "fay"),
                share(Cause::FellDormant, -1, "ana"),
                share(Cause::Gone, -1, "cid"),
                share(Cause::Rule, -1, "eve"),
            ]
        );
    }

    #[test]
    fn from_numbers_alone_it_says_so_and_the_shares_add_up() {
        let days = [
            crate::ports::SeatDay {
                dormant: Some(60),
                suspended: Some(10),
                ..seat_row(date(2026, 11, 1), 400)
            },
            crate::ports::SeatDay { dormant: Some(53), suspended: Some(12), ..seat_row(TODAY, 412) },
        ];
        let history = History::merge(None, &days, TODAY);
        let points = [history.on(date(2026, 11, 1)), history.on(TODAY)];
        let utc = TimeZone::UTC;
        let view = view([date(2026, 11, 1), TODAY], points, None, &utc);
        let plain = crate::sentence::plain;
        assert_eq!(plain(&view.headline), "From 1 to 23 Nov 2026 the count rose by 12, from 400 to 412.");
        assert_eq!(view.rests_on, "numbers");
        let found: Vec<_> = view.rows.iter().map(|row| (row.kind.as_str(), row.effect)).collect();
        assert_eq!(found, [("new", 7), ("woke", 7), ("suspended", -2)]);
    }

    #[test]
    fn a_day_without_a_count_is_said_to_be_one() {
        let view = view([date(2026, 11, 1), TODAY], [None, None], None, &TimeZone::UTC);
        assert_eq!((view.rests_on.as_str(), view.rows.len()), ("nothing", 0));
    }

    proptest! {
        #[test]
        fn the_shares_add_up_to_the_change(
            before in proptest::collection::btree_map(0_u8..40, 0_usize..4, 0..40),
            after in proptest::collection::btree_map(0_u8..40, 0_usize..4, 0..40),
        ) {
            let statuses = [UserStatus::Active, UserStatus::Dormant, UserStatus::Suspended, UserStatus::Other("x".to_owned())];
            let list = |map: &BTreeMap<u8, usize>| -> Vec<KeptPerson> {
                map.iter().map(|(id, status)| kept(&id.to_string(), statuses[*status].clone())).collect()
            };
            let (before, after) = (list(&before), list(&after));
            let count = |list: &[KeptPerson]| i64::try_from(list.iter().filter(|one| holds(one)).count()).unwrap();
            let sum: i64 = by_names(&before, &after).iter().map(|share| share.effect).sum();
            prop_assert_eq!(sum, count(&after) - count(&before));
        }
    }
}
