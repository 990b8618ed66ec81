//! Writes sample licenses, and a profile that trusts the sample key: what `make run` shows and the window's
//! tests drop.

use std::{fs, path::Path, str::FromStr};

use seatkeeper_adapters::{Paths, SqliteStore, StoredKey};
use seatkeeper_core::Instant;
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

use crate::known_deployments;

const DAY: i64 = 86_400;

/// `demo FOLDER --at TIME [--many N] [--deployments N [--licenses M] [--port P]]`: FOLDER/home is the profile,
/// FOLDER/samples the licenses; with `--many`, FOLDER/many holds as many different valid ones. With `--deployments`,
/// the profile knows so many, of M licenses each, as [`known_deployments::add`] says.
pub(crate) fn write(arguments: &[String]) -> Result<String, String> {
    let folder = Path::new(arguments.first().ok_or("demo needs a folder")?);
    let now = option(arguments, "--at").and_then(Instant::parse).ok_or("demo needs --at TIME")?;
    let many: u32 = number(arguments, "--many")?.unwrap_or(0);
    let store = profile(&folder.join("home"), now)?;
    if let Some(count) = number(arguments, "--deployments")? {
        let licenses = number(arguments, "--licenses")?.unwrap_or(1);
        known_deployments::add(&store, now, count, licenses, number(arguments, "--port")?)?;
    }
    for (name, text) in samples(now) {
        save(&folder.join("samples"), &name, &text)?;
    }
    for number in 0..many {
        let account = json!({ "account_id": format!("sample-{number}") });
        save(&folder.join("many"), &format!("many-{number:03}.jwt"), &license(now, account))?;
    }
    Ok(format!("Sample licenses are in {}.", folder.display()))
}

pub(crate) fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let place = arguments.iter().position(|argument| argument == name)?;
    arguments.get(place + 1).map(String::as_str)
}

fn number<N: FromStr>(arguments: &[String], name: &str) -> Result<Option<N>, String> {
    option(arguments, name)
        .map(|number| number.parse().map_err(|_| format!("{name} needs a number")))
        .transpose()
}

fn save(folder: &Path, name: &str, text: &str) -> Result<(), String> {
    let path = folder.join(name);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn profile(home: &Path, now: Instant) -> Result<SqliteStore, String> {
    let (store, _notice) = SqliteStore::open(&Paths::at(home), now).map_err(|error| error.to_string())?;
    let bytes = mint::public_key().try_into().map_err(|_| "the sample key has 32 bytes")?;
    let key = StoredKey {
        key_id: mint::KEY_ID.to_owned(),
        bytes,
        label: "The key of the sample licenses".to_owned(),
        added_at: now,
    };
    store.add_key(&key).map_err(|error| error.to_string())?;
    Ok(store)
}

/// One sample for each verdict, by the name of its file.
fn samples(now: Instant) -> Vec<(String, String)> {
    let today = today(now);
    let valid = license(now, json!({}));
    let term = |from: i64, end: i64, exp: i64| {
        json!({ "iat": today + from * DAY, "nbf": today + from * DAY,
            "license_expires": today + end * DAY, "exp": today + exp * DAY })
    };
    let samples = [
        ("prod-500.jwt", valid.clone()),
        ("lab-ends-soon.jwt", license(now, term(-353, 12, 26))),
        ("staging-grace.jwt", license(now, term(-379, -14, 7))),
        ("old.jwt", license(now, term(-382, -17, -3))),
        ("no-grace.jwt", license(now, term(-250, 109, 109))),
        ("old-no-grace.jwt", license(now, term(-390, -3, -3))),
        ("last-day.jwt", license(now, last_day(now))),
        ("unsigned.jwt", other_algorithm(now)),
        ("half.jwt", valid.rsplit_once('.').map(|(half, _signature)| half.to_owned()).unwrap_or_default()),
        ("token.txt", "aB3dE5gH7j-kL9mN1pQ3sT5vW7yZ9bC1d\n".to_owned()),
        ("three.txt", three(now)),
        (
            "renewal-2027.jwt",
            license(
                now,
                json!({ "iat": today, "nbf": today + 109 * DAY,
            "license_expires": today + 474 * DAY, "exp": today + 488 * DAY }),
            ),
        ),
        ("changed.jwt", changed(&valid)),
        ("other-key.jwt", other_key(now)),
        ("refused.jwt", license(now, json!({ "account_id": null }))),
        (
            "unknown-claim.jwt",
            license(now, json!({ "account_id": "unknown-claim", "sold_by": "the example shop" })),
        ),
        (
            "eu-locked.jwt",
            license(
                now,
                json!({ "account_id": "locked",
            "deployment_ids": ["7c1e3a52-0d0f-4b3e-9a51-3c1d5f0e9b2f"] }),
            ),
        ),
        ("from-mail.txt", from_mail(&license(now, json!({ "account_id": "from-mail" })))),
        ("note.txt", "Remember to ask for the renewal.\n".to_owned()),
    ];
    samples.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// A good license: 500 seats, 109 days of its term left, then 14 days of grace; `changes` set claims otherwise.
fn license(now: Instant, changes: Value) -> String {
    mint::license(&claims(now, changes))
}

fn claims(now: Instant, changes: Value) -> Value {
    let today = today(now);
    let mut claims = mint::claims_with(json!({
        "iat": today - 256 * DAY,
        "nbf": today - 256 * DAY,
        "license_expires": today + 109 * DAY,
        "exp": today + 123 * DAY,
        "features": { "user_limit": 500, "ai_governance_user_limit": 50 },
    }));
    if let (Value::Object(claims), Value::Object(changes)) = (&mut claims, changes) {
        for (name, value) in changes {
            if value.is_null() {
                claims.remove(&name)
            } else {
                claims.insert(name, value)
            };
        }
    }
    claims
}

/// The seats were raised after signing.
fn changed(license: &str) -> String {
    let mut parts: Vec<&str> = license.split('.').collect();
    let other = mint::license(&mint::claims_with(json!({ "features": { "user_limit": 5000 } })));
    let payload: Vec<&str> = other.split('.').collect();
    parts[1] = payload[1];
    parts.join(".")
}

fn other_key(now: Instant) -> String {
    let header = json!({ "alg": "EdDSA", "kid": "2027-01-15", "typ": "JWT" });
    mint::sign(&header.to_string(), &claims(now, json!({ "account_id": "other-key" })).to_string())
}

/// Ends three hours after the next full hour, then 14 days of grace.
fn last_day(now: Instant) -> Value {
    let end = now.unix().div_euclid(3_600) * 3_600 + 3 * 3_600;
    json!({ "account_id": "last-day", "license_expires": end, "exp": end + 14 * DAY })
}

/// Signed by Coder's key, as its header says, yet by another algorithm.
fn other_algorithm(now: Instant) -> String {
    let header = json!({ "alg": "HS256", "kid": mint::KEY_ID, "typ": "JWT" });
    mint::sign(&header.to_string(), &claims(now, json!({ "account_id": "unsigned" })).to_string())
}

/// Three licenses in one text.
fn three(now: Instant) -> String {
    let one = |name: &str| license(now, json!({ "account_id": name }));
    format!("First:\n{}\n\nSecond:\n{}\n\nThird:\n{}\n", one("first"), one("second"), one("third"))
}

/// What a mail program makes of a license: folded lines and blanks.
fn from_mail(license: &str) -> String {
    let signs: Vec<char> = license.chars().collect();
    signs.chunks(72).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n  ")
}

/// Midnight of the day, UTC.
fn today(now: Instant) -> i64 {
    now.unix().div_euclid(DAY) * DAY
}
