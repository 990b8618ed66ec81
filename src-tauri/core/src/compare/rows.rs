//! The lines of a comparison, in the order in which they are shown among their kind.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::words::{addon_name, left, set_name};
use crate::feature::{Addon, FeatureName, FeatureSet, Kind};
use crate::instant::Instant;
use crate::license::Claims;
use crate::outlook::{ChangeKind, words};
use crate::sentence::{Sentence, counted, visible};

use super::{Aspect, Phrase, Phrases, Row};

const DAY: i64 = 86_400;
/// A value that is shown is cut here.
const SHOWN: usize = 80;
/// Managed agents of a premium license that names no limit of its own (coder/coder,
/// `enterprise/coderd/license/license.go`).
const DEFAULT_MANAGED_AGENTS: i64 = 1_000;

/// Every line, those that stay included.
pub(super) fn of(a: &Claims, b: &Claims) -> Vec<Row> {
    let mut rows = vec![term(a, b), grace(a, b), seats(a, b)];
    rows.extend(add_ons(a, b));
    rows.push(feature_set(a, b));
    rows.extend(limits(a, b));
    rows.extend(features(a, b));
    rows.push(lock(a, b));
    rows.push(words_row(Aspect::Account, "Account", &a.account_id, &b.account_id));
    rows.push(duty(Aspect::Trial, "Trial", [a.trial, b.trial], ["is no trial", "is a trial"]));
    rows.push(duty(
        Aspect::Telemetry,
        "Telemetry",
        [a.require_telemetry, b.require_telemetry],
        ["does not require telemetry", "requires telemetry"],
    ));
    rows.push(duty(
        Aspect::UsageData,
        "Usage data",
        [a.publish_usage_data, b.publish_usage_data],
        ["does not ask for usage data", "asks for usage data"],
    ));
    rows.extend(others(a, b));
    rows
}

fn row(aspect: Aspect, label: &str, [a, b]: [Sentence; 2], kind: ChangeKind) -> Row {
    let change = match kind {
        ChangeKind::Same => "same",
        ChangeKind::Loss => "less",
        ChangeKind::Gain => "more",
        ChangeKind::Change => "different",
    };
    Row { aspect, label: label.to_owned(), a, b, change: change.into(), kind, phrases: None }
}

fn days(at: Option<Instant>, before: &str) -> Sentence {
    at.map_or_else(|| "none".into(), |at| Sentence::from(before).day(at))
}

/// The end of the term; nothing counts after `exp`.
fn term_end(claims: &Claims) -> Option<Instant> {
    match (claims.license_expires, claims.expires_at) {
        (Some(term), Some(last)) => Some(term.min(last)),
        (term, last) => term.or(last),
    }
}

fn term(a: &Claims, b: &Claims) -> Row {
    let (old, new) = (term_end(a), term_end(b));
    let kind = ChangeKind::of(new.cmp(&old));
    let mut row = row(Aspect::Term, "Term", [days(old, "to "), days(new, "to ")], kind);
    if let (Some(old), Some(new)) = (old, new)
        && old != new
    {
        let (first, last) = (old.min(new), old.max(new));
        row.change = signed(kind, left(first, last).into());
        let length = length(first, last);
        row.phrases = Some(Phrases {
            better: Phrase::Does(format!("runs {length} longer")),
            worse: Phrase::Does(format!("ends {length} earlier")),
        });
    }
    row
}

/// "a year", "3 years", "40 days".
fn length(first: Instant, last: Instant) -> String {
    let days = last.since(first) / DAY;
    let years = (days + 182) / 365;
    // A leap day or two is no other length to people.
    let near = (days - years * 365 - years / 4).abs() <= 1 && years > 0;
    match years {
        1 if near => "a year".to_owned(),
        _ if near => format!("{years} years"),
        _ => left(first, last),
    }
}

fn grace(a: &Claims, b: &Claims) -> Row {
    let length = |claims: &Claims| match (claims.license_expires, claims.expires_at) {
        (Some(ends), Some(last)) => last.since(ends).max(0),
        (Some(_), None) | (None, _) => 0,
    };
    let (old, new) = (length(a), length(b));
    let span = |seconds: i64| left(Instant::from_unix(0), Instant::from_unix(seconds));
    let words = |seconds: i64| -> Sentence { if seconds > 0 { span(seconds).into() } else { "none".into() } };
    let kind = ChangeKind::of(new.cmp(&old));
    let mut row = row(Aspect::Grace, "Grace", [words(old), words(new)], kind);
    if old != new {
        let apart = span(old.max(new).saturating_sub(old.min(new)));
        row.change = signed(kind, apart.clone().into());
        row.phrases = Some(Phrases {
            better: Phrase::Adds(format!("{apart} of grace").into()),
            worse: Phrase::Has(format!("{apart} of grace less").into()),
        });
    }
    row
}

/// "+ 100", "− 200".
fn signed(kind: ChangeKind, amount: Sentence) -> Sentence {
    Sentence::from(if kind == ChangeKind::Loss { "− " } else { "+ " }).then(amount)
}

/// What it means that a license does not name a limit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unnamed {
    /// As much as one likes.
    Free,
    /// Nothing.
    Nothing,
    /// Neither more nor less than a number.
    Other,
}

fn number(aspect: Aspect, label: &str, noun: &str, [a, b]: [Option<i64>; 2], unnamed: Unnamed) -> Row {
    let words = |value: Option<i64>| match (value, unnamed) {
        (Some(value), _) => Sentence::new().count(value),
        (None, Unnamed::Free) => "no limit".into(),
        (None, Unnamed::Nothing | Unnamed::Other) => "–".into(),
    };
    let kind = match (a, b, unnamed) {
        (Some(a), Some(b), _) => ChangeKind::of(b.cmp(&a)),
        (None, None, _) => ChangeKind::Same,
        (None, Some(_), Unnamed::Free) | (Some(_), None, Unnamed::Nothing) => ChangeKind::Loss,
        (None, Some(_), Unnamed::Nothing) | (Some(_), None, Unnamed::Free) => ChangeKind::Gain,
        (_, _, Unnamed::Other) => ChangeKind::Change,
    };
    let mut row = row(aspect, label, [words(a), words(b)], kind);
    let (more, less) = match (a, b) {
        (Some(a), Some(b)) if a != b => {
            let apart = (i128::from(a) - i128::from(b)).abs();
            row.change = signed(kind, Sentence::new().count(apart));
            let counted = Sentence::new().count(apart).text(format!(" {noun}"));
            (Phrase::Adds(counted.clone()), Phrase::Has(counted.text(" less")))
        }
        (Some(one), None) | (None, Some(one)) => {
            row.change = if b.is_some() { "new" } else { "gone" }.into();
            match unnamed {
                Unnamed::Free => (
                    Phrase::Has(format!("no limit of {noun}").into()),
                    Phrase::Has(Sentence::from("only ").count(one).text(format!(" {noun}"))),
                ),
                Unnamed::Nothing | Unnamed::Other => (
                    Phrase::Adds(Sentence::new().count(one).text(format!(" {noun}"))),
                    Phrase::Lacks(noun.into()),
                ),
            }
        }
        (Some(_), Some(_)) | (None, None) => return row,
    };
    row.phrases = Some(Phrases { better: more, worse: less });
    row
}

fn seats(a: &Claims, b: &Claims) -> Row {
    // A limit of 0 or less is passed over by Coder.
    let seats = |claims: &Claims| claims.feature("user_limit").filter(|seats| *seats > 0);
    let mut row = number(Aspect::Seats, "Seats", "seats", [seats(a), seats(b)], Unnamed::Free);
    if seats(a).is_some() != seats(b).is_some() {
        row.change = if seats(b).is_some() { "limited" } else { "no limit" }.into();
    }
    row
}

/// A thing that a license has or has not.
fn had(aspect: Aspect, label: &str, words: [Sentence; 2], [a, b]: [bool; 2], phrases: Phrases) -> Row {
    let kind = ChangeKind::of(b.cmp(&a));
    let mut row = row(aspect, label, words, kind);
    if a != b {
        row.change = if b { "new" } else { "gone" }.into();
        row.phrases = Some(phrases);
    }
    row
}

fn add_ons(a: &Claims, b: &Claims) -> Vec<Row> {
    let names = |claims: &Claims| -> BTreeSet<String> { claims.addons.iter().flatten().cloned().collect() };
    let (old, new) = (names(a), names(b));
    old.union(&new)
        .map(|addon| {
            let name = addon_name(addon);
            let words = |has: bool| -> Sentence { if has { name.clone().into() } else { "–".into() } };
            let has = [old.contains(addon), new.contains(addon)];
            let phrases = Phrases {
                better: Phrase::Adds(name.clone().into()),
                worse: Phrase::Lacks(name.clone().into()),
            };
            had(Aspect::AddOn, "Add-ons", has.map(words), has, phrases)
        })
        .collect()
}

fn feature_set(a: &Claims, b: &Claims) -> Row {
    let size = |claims: &Claims| FeatureSet::of_claims(claims).features().count();
    let name = |claims: &Claims| set_name(claims).unwrap_or_else(|| "none".to_owned());
    // A set whose features the other license names singly is no more than another name.
    let order = size(b).cmp(&size(a));
    let kind = if name(a) == name(b) {
        ChangeKind::Same
    } else if order.is_eq() || given(a) == given(b) {
        ChangeKind::Change
    } else {
        ChangeKind::of(order)
    };
    row(Aspect::FeatureSet, "Feature set", [name(a).into(), name(b).into()], kind)
}

fn limits(a: &Claims, b: &Claims) -> Vec<Row> {
    let both = |value: fn(&Claims) -> Option<i64>| [value(a), value(b)];
    let named = |name: &'static str| {
        let given = |claims: &Claims| claims.feature(name).filter(|value| *value >= 0);
        [given(a), given(b)]
    };
    let limit = |label: &str, noun: &str, values: [Option<i64>; 2], unnamed| {
        number(Aspect::Limit, label, noun, values, unnamed)
    };
    let rows = [
        limit(
            "AI Governance seats",
            "AI Governance seats",
            both(|claims| claims.feature("ai_governance_user_limit").filter(|seats| *seats > 0)),
            Unnamed::Nothing,
        ),
        limit("Managed agents", "managed agents", both(managed_agents), Unnamed::Other),
        limit("Agent hours", "agent hours", named("agent_runtime_hours_allocation"), Unnamed::Nothing),
        limit(
            "Agent hours, warning from",
            "agent hours before the warning",
            named("agent_runtime_hours_limit_soft"),
            Unnamed::Other,
        ),
        limit(
            "Agent hours, hard limit",
            "agent hours up to the hard limit",
            named("agent_runtime_hours_limit_hard"),
            Unnamed::Other,
        ),
    ];
    rows.into_iter()
        .filter(|row| row.kind != ChangeKind::Same || row.a != Sentence::from("–"))
        .map(|row| Row { phrases: row.phrases.filter(|_| row.kind != ChangeKind::Change), ..row })
        .collect()
}

/// The limit, by its newer or its older name, or Coder's own for the premium set.
fn managed_agents(claims: &Claims) -> Option<i64> {
    let named = ["managed_agent_limit", "managed_agent_limit_soft"]
        .into_iter()
        .filter_map(|name| claims.feature(name))
        .filter(|limit| *limit >= 0)
        .max();
    named.or_else(|| (claims.feature_set == "premium").then_some(DEFAULT_MANAGED_AGENTS))
}

/// What a license gives by its set, singly, and by its add-ons.
fn given(claims: &Claims) -> BTreeSet<FeatureName> {
    let mut given: BTreeSet<_> = FeatureSet::of_claims(claims).features().collect();
    let positive = |name: &FeatureName| claims.feature(name.as_str()).is_some_and(|value| value > 0);
    given.extend(FeatureName::known().filter(|name| name.kind() == Kind::Switch && positive(name)));
    for addon in claims.addons.iter().flatten().map(|name| Addon::of(name)) {
        if addon.needs().iter().all(positive) {
            given.extend(addon.features().iter().cloned());
        }
    }
    given
}

fn features(a: &Claims, b: &Claims) -> Vec<Row> {
    let (old, new) = (given(a), given(b));
    let words = |has: bool| -> Sentence { if has { "on" } else { "–" }.into() };
    let known = old.union(&new).map(|feature| {
        let name = feature.display();
        let has = [old.contains(feature), new.contains(feature)];
        let phrases = Phrases { better: Phrase::Feature(name.clone()), worse: Phrase::Feature(name.clone()) };
        had(Aspect::Feature, &name, has.map(words), has, phrases)
    });
    known.chain(unknown_features(a, b)).collect()
}

/// Names that mean nothing to Coder as it is known here: more or less cannot be told.
fn unknown_features(a: &Claims, b: &Claims) -> Vec<Row> {
    const READ: [&str; 5] = [
        "managed_agent_limit",
        "managed_agent_limit_soft",
        "agent_runtime_hours_allocation",
        "agent_runtime_hours_limit_soft",
        "agent_runtime_hours_limit_hard",
    ];
    let values = |claims: &Claims| -> BTreeMap<String, i64> {
        let features = claims.features.iter().flatten();
        features
            .filter(|(name, _)| !FeatureName::of(name).is_known() && !READ.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), *value))
            .collect()
    };
    let (old, new) = (values(a), values(b));
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    names
        .into_iter()
        .map(|name| {
            let word =
                |value: Option<&i64>| value.map_or_else(|| "–".into(), |value| Sentence::new().count(*value));
            let words = [word(old.get(name)), word(new.get(name))];
            let kind = same_or_change(old.get(name) == new.get(name));
            row(Aspect::Other, &visible(name, SHOWN), words, kind)
        })
        .collect()
}

fn same_or_change(same: bool) -> ChangeKind {
    if same { ChangeKind::Same } else { ChangeKind::Change }
}

fn lock(a: &Claims, b: &Claims) -> Row {
    let ids = |claims: &Claims| -> BTreeSet<String> { claims.locked_to().iter().cloned().collect() };
    let (old, new) = (ids(a), ids(b));
    // Of two locks that differ, the IDs tell which is which.
    let told = old != new && !old.is_empty() && !new.is_empty();
    let words = |ids: &BTreeSet<String>| -> Sentence {
        let count = Sentence::new().count(words::length(ids.len()));
        match ids.is_empty() {
            true => "any".into(),
            false if told => count.text(format!(": {}", visible(&joined(ids), SHOWN))),
            false => count,
        }
    };
    let kind = match (old.is_empty(), new.is_empty()) {
        _ if old == new => ChangeKind::Same,
        (_, true) => ChangeKind::Gain,
        (true, _) => ChangeKind::Loss,
        _ if old.is_subset(&new) => ChangeKind::Gain,
        _ if new.is_subset(&old) => ChangeKind::Loss,
        (false, false) => ChangeKind::Change,
    };
    let mut row = row(Aspect::Deployments, "Deployments", [words(&old), words(&new)], kind);
    let free = old.is_empty() || new.is_empty();
    let locked = counted(words::length(old.len().max(new.len())), "deployment", "deployments");
    let (better, worse) = if free {
        ("fits every deployment".to_owned(), format!("is locked to {locked}"))
    } else {
        ("fits more deployments".to_owned(), "fits fewer deployments".to_owned())
    };
    if matches!(kind, ChangeKind::Gain | ChangeKind::Loss) {
        row.phrases = Some(Phrases { better: Phrase::Does(better), worse: Phrase::Does(worse) });
    }
    row
}

fn joined(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Something one would rather not have.
fn duty(aspect: Aspect, label: &str, [a, b]: [bool; 2], [without, with]: [&str; 2]) -> Row {
    let words = |duty: bool| -> Sentence {
        match (&aspect, duty) {
            (Aspect::Trial, true) => "yes".into(),
            (Aspect::Trial, false) => "no".into(),
            (_, true) => "required".into(),
            (_, false) => "not required".into(),
        }
    };
    let kind = ChangeKind::of(b.cmp(&a).reverse());
    let words = [words(a), words(b)];
    let mut row = row(aspect, label, words, kind);
    if a != b {
        row.change = if b { "new" } else { "gone" }.into();
        row.phrases =
            Some(Phrases { better: Phrase::Does(without.to_owned()), worse: Phrase::Does(with.to_owned()) });
    }
    row
}

fn words_row(aspect: Aspect, label: &str, a: &str, b: &str) -> Row {
    let words = |value: &str| -> Sentence {
        if value.is_empty() { "none".into() } else { visible(value, SHOWN).into() }
    };
    row(aspect, label, [words(a), words(b)], same_or_change(a == b))
}

/// Dates, names and claims that grant nothing.
fn others(a: &Claims, b: &Claims) -> Vec<Row> {
    let date = |label: &str, a: Option<Instant>, b: Option<Instant>| {
        row(Aspect::Other, label, [days(a, ""), days(b, "")], same_or_change(a == b))
    };
    let list = |values: &Option<Vec<String>>| values.iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    let text = |label: &str, a: &str, b: &str| words_row(Aspect::Other, label, a, b);
    let mut rows = vec![
        text("Account type", &a.account_type, &b.account_type),
        date("Starts", a.not_before, b.not_before),
        date("Issued", a.issued_at, b.issued_at),
        text("License ID", &a.id, &b.id),
        text("Issuer", &a.issuer, &b.issuer),
        text("Subject", &a.subject, &b.subject),
        text("Audience", &list(&a.audience), &list(&b.audience)),
        text("Version", &a.version.to_string(), &b.version.to_string()),
    ];
    rows.extend(unknown_claims(a, b));
    rows
}

fn unknown_claims(a: &Claims, b: &Claims) -> Vec<Row> {
    let claims = |claims: &Claims| -> BTreeMap<String, String> {
        claims.unknown.iter().map(|claim| (claim.name.clone(), claim.raw.clone())).collect()
    };
    let (old, new) = (claims(a), claims(b));
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    let value = |claims: &BTreeMap<String, String>, name: &str| claims.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .map(|name| {
            let label = visible(name, SHOWN);
            words_row(Aspect::Other, &label, &value(&old, name), &value(&new, name))
        })
        .collect()
}
