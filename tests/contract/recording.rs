//! The fake deployment against what Coder's own server was recorded to answer, step by step.
//!
//! Plays `transcripts.json` from the folder that `SEATKEEPER_CONFORMANCE_DIR` names, else the committed copy, to an
//! empty fake, and prints what differs: a harness of its own, so that its lines are always seen.
//!
//! Compared are status, the recorded headers and the body. IDs, secrets and times are not those of the recording, so
//! each recorded one stands for one of the fake's, in every step the same; times lie within two minutes of it.

#![expect(clippy::print_stdout, reason = "the harness prints its own counts")]

use std::collections::HashMap;
use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use jiff::Timestamp;
use seatkeeper_core::Instant;
use seatkeeper_testkit::fake_deployment::{Clock, Control, FakeDeployment, Plan, Status};
use serde_json::Value;

/// How many differences are shown.
const SHOWN: usize = 25;
/// How far a time may lie from the recorded one: the recording took as long as its server took.
const APART: i64 = 120;
/// The headers that were recorded, where they were sent.
const HEADERS: [&str; 5] =
    ["Content-Type", "Retry-After", "WWW-Authenticate", "X-Coder-Build-Version", "Location"];

type Fault = Box<dyn Error>;

fn main() -> ExitCode {
    let given = std::env::var_os("SEATKEEPER_CONFORMANCE_DIR").map(PathBuf::from);
    let committed = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/conformance"));
    let path = given.clone().unwrap_or_else(committed).join("transcripts.json");
    if given.is_some() && !path.exists() {
        println!("transcripts.json: not in the folder given");
        return ExitCode::SUCCESS;
    }
    match play(&path) {
        Ok((steps, differences)) => {
            println!("transcripts.json: {steps} steps, {} differences", differences.len());
            for line in differences.iter().take(SHOWN) {
                println!("  {line}");
            }
            // A recording without a single step proves nothing.
            if differences.is_empty() && steps > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(fault) => {
            println!("transcripts.json: cannot be played: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn play(path: &Path) -> Result<(usize, Vec<String>), Fault> {
    let recorded: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let sequence = recorded["sequence"].as_array().ok_or("no sequence")?;
    let fake = FakeDeployment::start(plan(&recorded, sequence)?);
    let mut replay = Replay::new(&fake, recorded["header"]["access_url"].as_str().ok_or("no access URL")?);
    let mut differences = Vec::new();
    for step in sequence {
        if step["event"].is_string() {
            happen(&fake.control(), step)?;
            continue;
        }
        let found = replay.call(step)?;
        if !found.is_empty() {
            differences.push(format!("{} {}: {}", step["n"], step["name"], found.join("; ")));
        }
    }
    Ok((sequence.len(), differences))
}

/// The fake is the recorded server: its clock, its version and the deployment ID to which licenses are locked.
fn plan(recorded: &Value, sequence: &[Value]) -> Result<Plan, Fault> {
    let now = instant(&recorded["header"]["now"]).ok_or("no clock")?;
    let mut plan = Plan::empty().clock(Clock::Stepping(now, Duration::from_millis(1)));
    let build = sequence.iter().find(|step| step["request"]["path"] == "/api/v2/buildinfo");
    if let Some(build) = build.map(|step| &step["response"]["body"]) {
        plan = plan
            .version(build["version"].as_str().ok_or("no version")?)
            .telemetry(build["telemetry"] == true)
            .deployment_id(build["deployment_id"].as_str().ok_or("no deployment ID")?);
    }
    Ok(plan)
}

/// What happened on the server without a call.
fn happen(control: &Control, event: &Value) -> Result<(), Fault> {
    let user = event["user"].as_str().ok_or("an event without a user")?;
    if let Some(seen) = instant(&event["last_seen_at"]) {
        control.seen(user, seen);
        return Ok(());
    }
    let word = event["status"].as_str().ok_or("an unknown event")?;
    let known = [Status::Active, Status::Dormant, Status::Suspended];
    let status = known.into_iter().find(|status| status.word() == word).ok_or("an unknown status")?;
    control.set_status(user, status);
    Ok(())
}

/// The state of a replay.
struct Replay<'a> {
    fake: &'a FakeDeployment,
    recorded_url: &'a str,
    /// Session tokens by the name of the sign-in.
    tokens: HashMap<String, String>,
    /// For each recorded ID, the fake's.
    ids: HashMap<String, String>,
    /// The other way round: one of the fake's IDs never stands for two.
    recorded_ids: HashMap<String, String>,
    /// For each recorded time, the fake's.
    times: HashMap<String, String>,
}

impl<'a> Replay<'a> {
    fn new(fake: &'a FakeDeployment, recorded_url: &'a str) -> Self {
        // "unknown" has the form of a token and was never given out; "malformed" has not even that.
        let unknown = format!("{}-{}", "u".repeat(10), "u".repeat(22));
        let tokens = [("malformed".to_owned(), "abc".to_owned()), ("unknown".to_owned(), unknown)].into();
        Self {
            fake,
            recorded_url,
            tokens,
            ids: HashMap::new(),
            recorded_ids: HashMap::new(),
            times: HashMap::new(),
        }
    }

    /// Makes a recorded call; what differs in its answer.
    fn call(&mut self, step: &Value) -> Result<Vec<String>, Fault> {
        let name = step["name"].as_str().ok_or("a step without a name")?;
        // The recording waited here.
        if name.ends_with("after a minute") {
            self.fake.control().advance(Duration::from_secs(61));
        }
        let actor = step["actor"].as_str().ok_or("a step without an actor")?;
        let token = match actor {
            "none" => None,
            actor => Some(self.tokens.get(actor).cloned().ok_or_else(|| format!("{actor} never signed in"))?),
        };
        let request = &step["request"];
        let body = match (&request["raw_body"], &request["body"]) {
            (Value::String(raw), _) => raw.clone(),
            (_, Value::Null) => String::new(),
            (_, body) => self.translated(&body.to_string()),
        };
        let path = self.path(request["path"].as_str().ok_or("a step without a path")?, token.as_deref());
        let method = request["method"].as_str().ok_or("a step without a method")?;
        let answer = send(&self.fake.url(), method, &path, token.as_deref(), &body)?;

        let expected = &step["response"];
        let mut found = Vec::new();
        if expected["status"] != answer.status {
            found.push(format!("status {} instead of {}", answer.status, expected["status"]));
        }
        for header in HEADERS {
            let theirs = field(&expected["headers"], header).map(|value| self.translated(value));
            let ours = answer.header(header);
            if theirs.as_deref() != ours {
                found.push(format!("{header}: {ours:?} instead of {theirs:?}"));
            }
        }
        match expected["body_kind"].as_str() {
            Some("empty") if answer.body.is_empty() => {}
            Some("text") if expected["body"].as_str().map(str::trim) == Some(answer.body.trim()) => {}
            Some("json") => match serde_json::from_str::<Value>(&answer.body) {
                Ok(ours) => self.compare("", &expected["body"], &ours, &mut found),
                Err(fault) => found.push(format!("no JSON ({fault}): {:?}", answer.body)),
            },
            kind => found.push(format!("{:?} instead of {kind:?} {}", answer.body, expected["body"])),
        }
        Ok(found)
    }

    fn compare(&mut self, place: &str, theirs: &Value, ours: &Value, found: &mut Vec<String>) {
        match (theirs, ours) {
            (Value::Object(theirs), Value::Object(ours)) => {
                for (name, theirs) in theirs {
                    // The ID of an organization is the name of a field too.
                    let here = self.ids.get(name).unwrap_or(name).clone();
                    let place = format!("{place}.{name}");
                    match ours.get(&here) {
                        Some(ours) => self.compare(&place, theirs, ours, found),
                        None => found.push(format!("{place} is missing: {theirs}")),
                    }
                }
                let known = |name: &String| theirs.contains_key(self.recorded_ids.get(name).unwrap_or(name));
                for (name, ours) in ours.iter().filter(|(name, _)| !known(name)) {
                    found.push(format!("{place}.{name} is too much: {ours}"));
                }
            }
            (Value::Array(theirs), Value::Array(ours)) if theirs.len() == ours.len() => {
                for (number, (theirs, ours)) in theirs.iter().zip(ours).enumerate() {
                    self.compare(&format!("{place}[{number}]"), theirs, ours, found);
                }
            }
            (Value::String(theirs), Value::String(ours)) => {
                if let Some(difference) = self.compare_text(place, theirs, ours) {
                    found.push(format!("{place}: {difference}"));
                }
            }
            // Seat history and daily users by shape: the days are compared, the counts are those of another server.
            (Value::Number(_), Value::Number(_))
                if place.ends_with("].count") || place.ends_with("].amount") => {}
            (theirs, ours) if theirs == ours => {}
            (theirs, ours) => found.push(format!("{place}: {ours} instead of {theirs}")),
        }
    }

    fn compare_text(&mut self, place: &str, theirs: &str, ours: &str) -> Option<String> {
        if let Some(name) = theirs.strip_prefix("<token of ").and_then(|rest| rest.strip_suffix('>')) {
            self.tokens.insert(name.to_owned(), ours.to_owned());
            return (ours.len() != 33).then(|| "no session token".to_owned());
        }
        if let (Ok(recorded), Ok(live)) = (theirs.parse::<Timestamp>(), ours.parse::<Timestamp>()) {
            return self.compare_time(theirs, recorded, ours, live);
        }
        let opaque = [".id", ".webpush_public_key"].iter().any(|name| place.ends_with(name));
        if is_uuid(theirs) && is_uuid(ours) || opaque && theirs.len() == ours.len() {
            return self.pair(theirs, ours);
        }
        let theirs = steady(&self.translated(theirs));
        let ours = steady(ours);
        (theirs != ours).then(|| format!("{ours:?} instead of {theirs:?}"))
    }

    /// One recorded ID is one of the fake's, and no other's.
    fn pair(&mut self, theirs: &str, ours: &str) -> Option<String> {
        let known = self.ids.entry(theirs.to_owned()).or_insert_with(|| ours.to_owned());
        let back = self.recorded_ids.entry(ours.to_owned()).or_insert_with(|| theirs.to_owned());
        (known != ours || back != theirs)
            .then(|| format!("{ours} is not the {theirs} of before, which was {known}"))
    }

    fn compare_time(
        &mut self,
        theirs: &str,
        recorded: Timestamp,
        ours: &str,
        live: Timestamp,
    ) -> Option<String> {
        if (recorded.as_second() - live.as_second()).abs() > APART {
            return Some(format!("{ours} is not near {theirs}"));
        }
        let known = self.times.entry(theirs.to_owned()).or_insert_with(|| ours.to_owned());
        (known != ours).then(|| format!("{ours} is not the {theirs} of before, which was {known}"))
    }

    /// A path of the recording as the fake knows it: the ID of a key that was never shown is the caller's own.
    fn path(&self, path: &str, token: Option<&str>) -> String {
        let path = self.translated(path).replace("<token of malformed>", "abc");
        let own = token.and_then(|token| token.split_once('-')).map(|(id, _)| id);
        match (path.rsplit_once("/keys/"), own) {
            (Some((start, id)), Some(own)) if id.len() == 10 && !self.recorded_ids.contains_key(id) => {
                format!("{start}/keys/{own}")
            }
            (Some(_) | None, Some(_) | None) => path,
        }
    }

    /// A recorded text with the fake's IDs and address.
    fn translated(&self, text: &str) -> String {
        let mut text = text.replace(self.recorded_url, &self.fake.url());
        for (theirs, ours) in &self.ids {
            text = text.replace(theirs.as_str(), ours);
            // Coder's inner words name a user by the first four digits.
            let (short, ours) = (&theirs[..4], &ours[..4]);
            text = text
                .replace(&format!("owner:{short}.user.id:{short}"), &format!("owner:{ours}.user.id:{ours}"));
        }
        text
    }
}

/// Coder's inner words with the addresses of Go's memory made alike, and its maps, which have no order, put in one.
fn steady(text: &str) -> String {
    if !text.contains("rbac: forbidden") {
        return text.to_owned();
    }
    let word = |word: &str| match word.split_once("0x") {
        Some((start, end)) => {
            format!("{start}0x{}", end.trim_start_matches(|letter: char| letter.is_ascii_hexdigit()))
        }
        None => word.trim_matches(['{', '}', '[', ']']).to_owned(),
    };
    let mut words: Vec<String> = text.split(' ').map(word).collect();
    words.sort();
    words.join(" ")
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// One call over one connection, by hand: what a client library thinks of the answer is not asked here.
fn send(url: &str, method: &str, path: &str, token: Option<&str>, body: &str) -> Result<Answer, Fault> {
    let host = url.strip_prefix("http://").ok_or("no plain address")?;
    let token = token.map(|token| format!("Coder-Session-Token: {token}\r\n")).unwrap_or_default();
    let mut connection = TcpStream::connect(host)?;
    write!(
        connection,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{token}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut text = String::new();
    connection.read_to_string(&mut text)?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or("the answer has no end of its headers")?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).ok_or("no status")?.parse()?;
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Ok(Answer { status, headers, body: body.to_owned() })
}

fn field<'v>(headers: &'v Value, name: &str) -> Option<&'v str> {
    headers.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1.as_str()
}

fn instant(value: &Value) -> Option<Instant> {
    Instant::parse(value.as_str()?)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
