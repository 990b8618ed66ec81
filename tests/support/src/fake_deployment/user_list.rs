//! `GET /api/v2/users`: search, pages, and their refusals (coder/coder, `coderd/searchquery/search.go`).

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::fake_deployment::account::User;
use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::Caller;
use crate::fake_deployment::ids::is_uuid;
use crate::fake_deployment::people::Status;
use crate::fake_deployment::world::World;

const BAD_QUERY: &str = "Invalid user search query.";
const BAD_PARAMETER: &str = "Query parameters have invalid values.";
const KEYS: [&str; 11] = [
    "search",
    "status",
    "role",
    "last_seen_before",
    "last_seen_after",
    "created_before",
    "created_after",
    "login_type",
    "github_com_user_id",
    "name",
    "service_account",
];

pub(super) fn users(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    world.page_begins();
    let terms = terms(ask.query("q").unwrap_or_default())?;
    for (key, values) in &terms {
        check(world, key, values)?;
    }
    let (limit, offset) = (number(ask, "limit")?, number(ask, "offset")?);
    let after = match ask.query("after_id") {
        Some(id) if !is_uuid(id) => {
            let detail =
                format!("Query param \"after_id\" must be a valid uuid: invalid UUID length: {}", id.len());
            return Err(Answer::invalid(BAD_PARAMETER, "after_id", &detail));
        }
        // Whom nobody knows comes after nobody: the database compares with nothing.
        Some(id) => match world.user(id) {
            Some(user) => Some(user.folded.clone()),
            None => return Answer::ok(json!({ "users": [], "count": 0 })),
        },
        None => None,
    };
    let mut matching: Vec<&User> = world
        .users
        .iter()
        .filter(|user| caller.sees(user))
        .filter(|user| terms.iter().all(|(key, values)| matches(user, key, values)))
        .filter(|user| after.as_ref().is_none_or(|after| user.folded > *after))
        .collect();
    matching.sort_by(|one, other| one.folded.cmp(&other.folded));
    let count = matching.len();
    let limit = if limit == 0 { usize::MAX } else { limit };
    let page: Vec<Value> = matching.iter().skip(offset).take(limit).map(|user| user.to_json(world)).collect();
    // The database counts beside each row, so a page without rows has no count.
    let count = if page.is_empty() { 0 } else { count };
    Answer::ok(json!({ "users": page, "count": count }))
}

type Terms = Vec<(String, Vec<String>)>;

/// The query in lower case, cut at blanks and colons outside of quotes.
fn terms(query: &str) -> Result<Terms, Box<Answer>> {
    let mut terms = Terms::new();
    let mut add = |key: &str, value: &str| match terms.iter_mut().find(|(known, _)| known == key) {
        Some((_, values)) if key == "search" => {
            if let Some(words) = values.first_mut() {
                *words = format!("{words} {value}");
            }
        }
        Some((_, values)) => values.push(value.to_owned()),
        None => terms.push((key.to_owned(), vec![value.to_owned()])),
    };
    for element in pieces(&query.to_lowercase(), ' ') {
        let parts = pieces(&element, ':');
        let bare: Vec<&str> = parts.iter().map(|part| part.trim_matches('"')).collect();
        if element.starts_with(':') || element.ends_with(':') {
            let detail = format!("Query element \"{element}\" cannot start or end with ':'");
            return Err(Answer::invalid(BAD_QUERY, "q", &detail));
        }
        match bare[..] {
            [] => {}
            [word] => add("search", word),
            [key, value] => add(key, value),
            [..] => {
                let detail = format!("Query element \"{element}\" can only contain 1 ':'");
                return Err(Answer::invalid(BAD_QUERY, "q", &detail));
            }
        }
    }
    Ok(terms)
}

fn pieces(text: &str, at: char) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        quoted ^= letter == '"';
        if letter == at && !quoted {
            pieces.push(String::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn check(world: &World, key: &str, values: &[String]) -> Result<(), Box<Answer>> {
    let newer = key == "service_account" || key == "name";
    if !KEYS.contains(&key) || (newer && world.plan.older.is_some()) {
        return Err(Answer::invalid(BAD_QUERY, key, &format!("\"{key}\" is not a valid query param")));
    }
    for value in values.iter().flat_map(|value| value.split(',')) {
        let fault = match key {
            "status" if Status::ALL.iter().all(|status| status.word() != value) => {
                Some(format!("has invalid values: \"{value}\" is not a valid value"))
            }
            "service_account" if !["true", "false"].contains(&value) => Some(format!(
                "must be a valid boolean: strconv.ParseBool: parsing \"{value}\": invalid syntax"
            )),
            "last_seen_before" | "last_seen_after" | "created_before" | "created_after"
                if time(value).is_none() =>
            {
                Some(format!(
                    "must be a valid date format (2006-01-02T15:04:05.999999999Z07:00): parsing time \"{}\"",
                    value.to_uppercase()
                ))
            }
            _ => None,
        };
        if let Some(fault) = fault {
            return Err(Answer::invalid(BAD_QUERY, key, &format!("Query param \"{key}\" {fault}")));
        }
    }
    Ok(())
}

fn matches(user: &User, key: &str, values: &[String]) -> bool {
    let mut choices = values.iter().flat_map(|value| value.split(','));
    let first = values.first().map_or("", String::as_str);
    let seen = user.last_seen.map_or(i64::MIN, |seen| seen.instant().unix());
    let (created, bound) = (user.created.instant().unix(), time(first).unwrap_or(0));
    match key {
        "status" => choices.any(|choice| choice == user.status.word()),
        "role" => {
            choices.any(|choice| choice == "member" || user.roles.iter().any(|role| role.name() == choice))
        }
        "login_type" => choices.any(|choice| choice == user.login_type),
        "service_account" => (first == "true") == user.service_account,
        "last_seen_before" => seen <= bound,
        "last_seen_after" => seen >= bound,
        "created_before" => created <= bound,
        "created_after" => created >= bound,
        "name" => user.name.to_lowercase().contains(first),
        "github_com_user_id" => false,
        _ => [&user.email, &user.username, &user.name].iter().any(|text| text.to_lowercase().contains(first)),
    }
}

fn time(text: &str) -> Option<i64> {
    let timestamp: Timestamp = text.to_uppercase().parse().ok()?;
    Some(timestamp.as_second())
}

fn number(ask: &Ask, name: &str) -> Result<usize, Box<Answer>> {
    let Some(text) = ask.query(name).filter(|text| !text.is_empty()) else { return Ok(0) };
    let reason = match text.parse::<i64>() {
        Ok(number) if number < 0 => "value is negative".to_owned(),
        Ok(number) => match i32::try_from(number).ok().and_then(|number| usize::try_from(number).ok()) {
            Some(number) => return Ok(number),
            None => format!("strconv.ParseInt: parsing \"{text}\": value out of range"),
        },
        Err(_) => format!("strconv.ParseInt: parsing \"{text}\": invalid syntax"),
    };
    let detail = format!("Query param \"{name}\" must be a valid 32-bit positive integer: {reason}");
    Err(Answer::invalid(BAD_PARAMETER, name, &detail))
}
