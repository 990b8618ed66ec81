//! Seat history and daily users.

use jiff::tz::{TimeZone, offset};
use serde_json::{Map, Value, json};

use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::Caller;
use crate::fake_deployment::moment::Moment;
use crate::fake_deployment::people::Status;
use crate::fake_deployment::world::World;

const BAD_PARAMETER: &str = "Query parameters have invalid values.";
/// How far back both go.
const DAYS: u32 = 60;

/// `GET /api/v2/insights/user-status-counts`
pub(super) fn user_status_counts(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    caller.must("read", "user")?;
    let zone = zone(ask, &["tz_offset", "timezone", "interval"])?;
    let days = world.now().day_starts(&zone, DAYS);
    if !world.plan.history.is_empty() {
        return Answer::ok(json!({ "status_counts": planned(world, &days) }));
    }
    let mut counts = Map::new();
    for status in Status::ALL {
        // A status that nobody ever had is left out.
        if !world.users.iter().any(|user| user.statuses.iter().any(|(_, had)| *had == status)) {
            continue;
        }
        let points: Vec<Value> = days
            .iter()
            .map(|day| {
                let count = world
                    .users
                    .iter()
                    .filter(|user| user.created <= *day && user.status_at(*day) == Some(status))
                    .count();
                json!({ "date": day.rfc3339(world.zone()), "count": count })
            })
            .collect();
        counts.insert(status.word().to_owned(), Value::Array(points));
    }
    Answer::ok(json!({ "status_counts": counts }))
}

/// The counts that the plan gives, the last one today's.
fn planned(world: &World, days: &[Moment]) -> Map<String, Value> {
    let history = &world.plan.history;
    let missing = days.len().saturating_sub(history.len());
    let skipped = history.len().saturating_sub(days.len());
    let series = |place: usize| -> Vec<Value> {
        let counts =
            std::iter::repeat_n(0, missing).chain(history.iter().skip(skipped).map(|day| day[place]));
        let points = days.iter().zip(counts);
        points.map(|(day, count)| json!({ "date": day.rfc3339(world.zone()), "count": count })).collect()
    };
    let series = Status::ALL.into_iter().enumerate().map(|(place, status)| (status, series(place)));
    series.map(|(status, points)| (status.word().to_owned(), Value::Array(points))).collect()
}

/// `GET /api/v2/insights/daus`
pub(super) fn daily_users(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    caller.must("read", "deployment_stats")?;
    let zone = zone(ask, &["tz_offset"])?;
    let days = world.now().day_starts(&zone, DAYS);
    // Today is not over, and is left out.
    let entries: Vec<Value> =
        days.iter().rev().skip(1).rev().map(|day| json!({ "date": day.day(&zone), "amount": 0 })).collect();
    let hours: i32 = ask.query("tz_offset").and_then(|hours| hours.parse().ok()).unwrap_or(0);
    Answer::ok(json!({ "entries": entries, "tz_hour_offset": hours }))
}

fn zone(ask: &Ask, known: &[&str]) -> Result<TimeZone, Box<Answer>> {
    for (name, _) in &ask.query {
        if !known.contains(&name.as_str()) {
            let detail = format!("\"{name}\" is not a valid query param");
            return Err(Answer::invalid(BAD_PARAMETER, name, &detail));
        }
    }
    match (ask.query("tz_offset"), ask.query("timezone")) {
        (Some(_), Some(_)) => {
            Err(Answer::refusal(400, "Provide either \"timezone\" or \"tz_offset\", not both."))
        }
        (None, None) => Ok(TimeZone::UTC),
        (Some(hours), None) => match hours.parse::<i8>() {
            Ok(hours) if (-23..=23).contains(&hours) => Ok(TimeZone::fixed(offset(hours))),
            Ok(_) | Err(_) => {
                let detail = format!(
                    "Query param \"tz_offset\" must be a valid integer: strconv.Atoi: parsing \"{hours}\": invalid syntax"
                );
                Err(Answer::invalid(BAD_PARAMETER, "tz_offset", &detail))
            }
        },
        (None, Some(name)) => TimeZone::get(name).map_err(|_| {
            Answer::refusal_because(400, "Invalid timezone.", &format!("unknown time zone {name}"))
        }),
    }
}
