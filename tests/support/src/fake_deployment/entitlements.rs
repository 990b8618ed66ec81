//! Entitlements: worked out when licenses change, when asked to, and every ten minutes; never for the one who reads.

use axum::http::header;
use jiff::tz::TimeZone;
use seatkeeper_core::entitlement::{DeploymentFacts, Installed, evaluate};
use seatkeeper_core::license::verify;
use serde_json::{Value, json};

use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::Caller;
use crate::fake_deployment::moment::Moment;
use crate::fake_deployment::people::Status;
use crate::fake_deployment::world::World;

/// The server works them out by itself this often.
const BY_TIMER: i64 = 600;
/// A forced refresh waits this long after the last.
const FORCED: i64 = 60;

/// What was last worked out.
#[derive(Debug)]
pub(super) struct Computed {
    entitlements: Value,
    error: Option<&'static str>,
    /// When that was; a calculation that failed does not count.
    at: Moment,
    /// When it was last tried.
    tried: Moment,
}

impl Computed {
    pub(super) fn nothing(now: Moment) -> Self {
        Self { entitlements: json!({}), error: None, at: now, tried: now }
    }

    pub(super) fn warnings(&self) -> impl Iterator<Item = &str> {
        self.entitlements["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    fn to_json(&self) -> Value {
        let mut shown = self.entitlements.clone();
        if let Some(error) = self.error {
            shown["errors"] = json!([error]);
        }
        shown["refreshed_at"] = json!(self.at.rfc3339(&TimeZone::UTC));
        shown
    }
}

/// `GET /api/v2/entitlements`
pub(super) fn entitlements(world: &mut World, _: &Ask) -> Outcome {
    Answer::ok(world.entitlements.to_json())
}

/// `POST /api/v2/licenses/refresh-entitlements`
pub(super) fn refresh(world: &mut World, caller: &Caller, _: &Ask) -> Outcome {
    caller.must("create", "license")?;
    let now = world.now();
    let wait = FORCED * 1_000_000 - now.micros_since(world.entitlements.at);
    if wait > 0 {
        let seconds = wait / 1_000_000;
        let message = format!(
            "Entitlements already recently refreshed, please wait {seconds} seconds to force a new refresh"
        );
        let refusal = Answer::refusal(400, &message);
        return Err(Box::new(refusal.with_header(header::RETRY_AFTER, seconds.to_string())));
    }
    world.recompute(now);
    Answer::ok(json!({ "message": "Entitlements updated" }))
}

impl World {
    /// Works the entitlements out. A license that wants telemetry, where that is off, keeps everything as it was.
    pub(super) fn recompute(&mut self, now: Moment) {
        if self.refresh_fails {
            return;
        }
        let computed = self.evaluated(now);
        self.entitlements.tried = now;
        if computed["require_telemetry"] == true && !self.plan.telemetry {
            self.entitlements.error = Some("License requires telemetry but telemetry is disabled");
            return;
        }
        self.entitlements = Computed { entitlements: computed, error: None, at: now, tried: now };
    }

    pub(super) fn refresh_by_timer(&mut self) {
        let now = self.now();
        if !self.entitlements_held && now.seconds_since(self.entitlements.tried) >= BY_TIMER {
            self.recompute(now);
        }
    }

    fn evaluated(&self, now: Moment) -> Value {
        let readings: Vec<_> =
            self.licenses.iter().map(|license| verify(license.text.as_bytes(), &self.ring)).collect();
        let licenses: Vec<Installed<'_>> = self
            .licenses
            .iter()
            .zip(&readings)
            .map(|(license, reading)| Installed {
                uuid: &license.uuid,
                expires_at: license.expires.map(Moment::instant),
                reading: reading.as_ref().map(|license| license.claims()),
            })
            .collect();
        let seats = self.users.iter().filter(|user| user.status == Status::Active && !user.service_account);
        let active_users = i64::try_from(seats.count()).unwrap_or(i64::MAX);
        let facts = DeploymentFacts { active_users, ..self.plan.facts.clone() };
        let evaluation = evaluate(&licenses, &facts, now.instant());
        serde_json::to_value(&evaluation.entitlements).unwrap_or_default()
    }
}
