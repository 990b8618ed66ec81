//! Every answer of `GET /entitlements` that was recorded of a real server, worked out from the licenses that had been
//! installed and removed before it. Nothing but the numbers of users and the switches of the server is taken from an
//! answer, and each of those from one alone.

use std::error::Error;

use seatkeeper_core::Instant;
use seatkeeper_core::entitlement::{Entitlements, Installed, evaluate};
use seatkeeper_core::license::{KeyRing, License, TrustedKey, verify};
use seatkeeper_core::outlook::Facts;
use serde_json::Value;

type Fault = Box<dyn Error>;

/// What the server says where a license requires telemetry, and that is off.
const TELEMETRY: &str = "License requires telemetry but telemetry is disabled";

struct Held {
    id: i64,
    uuid: String,
    license: License,
}

/// The server as it is played: what is installed, and what it worked out last.
struct Server {
    now: Instant,
    ring: KeyRing,
    telemetry: bool,
    held: Vec<Held>,
    shown: Entitlements,
}

impl Server {
    fn of(recorded: &Value) -> Result<Self, Fault> {
        let header = &recorded["header"];
        let mut ring = KeyRing::built_in();
        for (id, hex) in header["public_keys_hex"].as_object().ok_or("no keys")? {
            ring.add(TrustedKey::added(id, &hex::decode(hex.as_str().ok_or("no key")?)?)?)?;
        }
        let steps = recorded["sequence"].as_array().ok_or("no sequence")?;
        let build = steps.iter().find(|step| step["request"]["path"] == "/api/v2/buildinfo");
        Ok(Self {
            now: Instant::parse(header["now"].as_str().ok_or("no clock")?).ok_or("no date")?,
            ring,
            telemetry: build.ok_or("no build info")?["response"]["body"]["telemetry"] == true,
            held: Vec::new(),
            shown: Entitlements::default(),
        })
    }

    fn work_out(&mut self, facts: &Facts) {
        let list: Vec<_> =
            self.held.iter().map(|held| Installed::new(&held.uuid, held.license.claims())).collect();
        let answer = evaluate(&list, &facts.known, self.now).entitlements;
        if answer.require_telemetry && !self.telemetry {
            self.shown.errors = vec![TELEMETRY.to_owned()];
        } else {
            self.shown = answer;
        }
    }

    /// Whether a step changed the licenses.
    fn change(&mut self, step: &Value) -> Result<bool, Fault> {
        let (request, response) = (&step["request"], &step["response"]);
        let path = request["path"].as_str().unwrap_or_default();
        match (request["method"].as_str(), response["status"].as_i64()) {
            (Some("POST"), Some(201)) if path == "/api/v2/licenses" => {
                let text = request["body"]["license"].as_str().ok_or("no license")?;
                let license = verify(text.as_bytes(), &self.ring).map_err(|fault| fault.to_string())?;
                let body = &response["body"];
                let uuid = body["uuid"].as_str().ok_or("no UUID")?.to_owned();
                self.held.push(Held { id: body["id"].as_i64().ok_or("no number")?, uuid, license });
                Ok(true)
            }
            (Some("DELETE"), Some(200)) => {
                let id = path.strip_prefix("/api/v2/licenses/").and_then(|id| id.parse::<i64>().ok());
                let before = self.held.len();
                self.held.retain(|held| Some(held.id) != id);
                Ok(self.held.len() < before)
            }
            (_, _) => Ok(false),
        }
    }
}

fn recorded_answer(step: &Value) -> Result<Option<Entitlements>, Fault> {
    let asks = step["request"]["method"] == "GET" && step["request"]["path"] == "/api/v2/entitlements";
    if !asks || step["response"]["status"] != 200 {
        return Ok(None);
    }
    Ok(Some(Entitlements::read(&step["response"]["body"].to_string())?))
}

#[test]
fn every_recorded_answer_follows_from_the_licenses_before_it() -> Result<(), Fault> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/conformance/transcripts.json");
    let recorded: Value = serde_json::from_str(&std::fs::read_to_string(folder)?)?;
    let steps = recorded["sequence"].as_array().ok_or("no sequence")?;
    let mut server = Server::of(&recorded)?;
    let answers: Vec<_> = steps.iter().map(recorded_answer).collect::<Result<_, _>>()?;
    let first = answers.iter().flatten().next().ok_or("no answer")?;
    let licensed = answers.iter().flatten().find(|answer| answer.has_license).ok_or("no licensed answer")?;
    let (bare, facts) = (Facts::read(first), Facts::read(licensed));
    server.work_out(&bare);
    let mut compared = 0;
    for (step, answer) in steps.iter().zip(&answers) {
        if server.change(step)? {
            server.work_out(&facts);
        }
        if let Some(theirs) = answer {
            let ours = Entitlements { refreshed_at: theirs.refreshed_at, ..server.shown.clone() };
            assert_eq!(ours, *theirs, "step {} {}", step["n"], step["name"]);
            compared += 1;
        }
    }
    assert!(compared >= 10, "{compared} answers");
    Ok(())
}
