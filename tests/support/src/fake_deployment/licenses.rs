//! Licenses: list, install, remove (coder/coder, `enterprise/coderd/licenses.go`).

use axum::http::StatusCode;
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use seatkeeper_core::license::{Refusal, coder_answer, verify};
use serde_json::{Value, json};

use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::Caller;
use crate::fake_deployment::ids::is_uuid;
use crate::fake_deployment::moment::Moment;
use crate::fake_deployment::world::{Installed, World};

/// Go's base64 does not look at the spare bits of the last letter.
const LENIENT: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, NO_PAD.with_decode_allow_trailing_bits(true));

/// `GET /api/v2/licenses`
pub(super) fn list(world: &mut World, caller: &Caller, _: &Ask) -> Outcome {
    // Those who may not read licenses get the same as where there are none.
    let shown: Vec<String> = world
        .licenses
        .iter()
        .filter(|_| caller.may("read", "license"))
        .map(|license| to_json(world, license))
        .collect();
    let empty = if world.plan.knows_its_id() { "[]" } else { "null" };
    let text = if shown.is_empty() { empty.to_owned() } else { format!("[{}]", shown.join(",")) };
    Ok(Answer::json(StatusCode::OK, text))
}

/// `POST /api/v2/licenses`
pub(super) fn install(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    caller.must("create", "license")?;
    let body = ask.json()?;
    let text = Ask::required(&body, "license")?;
    judge(world, text)?;
    let now = world.now();
    let Some(installed) = world.install(text.to_owned(), now) else {
        return Err(Answer::refusal_because(
            500,
            "Unable to add license to database",
            "pq: duplicate key value violates unique constraint \"licenses_jwt_key\"",
        ));
    };
    world.recompute(now);
    Ok(Answer::json(StatusCode::CREATED, to_json(world, &installed)))
}

/// `DELETE /api/v2/licenses/{id}`
pub(super) fn remove(world: &mut World, caller: &Caller, ask: &Ask) -> Outcome {
    let Ok(id) = ask.parameter("id").parse::<i32>() else {
        return Err(Answer::refusal(404, "License ID must be an integer"));
    };
    caller.must("delete", "license")?;
    if !world.licenses.iter().any(|license| license.id == id) {
        return Err(Answer::refusal(404, "Unknown license ID"));
    }
    world.licenses.retain(|license| license.id != id);
    let now = world.now();
    world.recompute(now);
    Answer::empty(StatusCode::OK)
}

impl World {
    /// Puts a license into the database; `None` where its exact text is there already. A number is used up either way.
    pub(super) fn install(&mut self, text: String, now: Moment) -> Option<Installed> {
        self.last_license += 1;
        if self.licenses.iter().any(|license| license.text == text) {
            return None;
        }
        let payload = payload(&text);
        let claims: Value = serde_json::from_str(&payload).unwrap_or_default();
        let uuid = match claims["jti"].as_str() {
            Some(id) if is_uuid(id) => id.to_lowercase(),
            Some(_) | None => self.ids.uuid(),
        };
        let expires =
            verify(text.as_bytes(), &self.ring).ok().and_then(|license| license.claims().expires_at);
        let installed = Installed {
            id: self.last_license,
            uuid,
            text,
            claims: payload,
            expires: expires.map(Moment::of),
            uploaded: now,
        };
        self.licenses.push(installed.clone());
        Some(installed)
    }
}

/// Would the server take this text?
fn judge(world: &World, text: &str) -> Result<(), Box<Answer>> {
    let outcome = verify(text.as_bytes(), &world.ring);
    let claims = outcome.as_ref().map(|license| license.claims());
    let id = &world.plan.deployment_id;
    let lock = world.plan.knows_its_id().then_some(id.as_str());
    match coder_answer(claims, world.now().instant(), lock).refusal {
        None => Ok(()),
        Some(Refusal::Detail(words)) => Err(Answer::refusal_because(400, "Invalid license", words)),
        Some(refusal @ Refusal::Locked) => {
            let locked: Vec<String> =
                claims.iter().flat_map(|claims| claims.locked_to()).map(|id| format!("{id:?}")).collect();
            let detail = format!(
                "The provided license is locked to the following deployments: [{}]. Your deployment identifier is \
                 \"{id}\". Please contact sales.",
                locked.join(" ")
            );
            Err(Answer::refusal_because(400, refusal.words(), &detail))
        }
    }
}

/// The license as listed: its claims in the token's own spelling, so that numbers stay as they were written.
fn to_json(world: &World, license: &Installed) -> String {
    format!(
        "{{\"id\":{},\"uuid\":\"{}\",\"uploaded_at\":{},\"claims\":{}}}",
        license.id,
        license.uuid,
        json!(license.uploaded.rfc3339(world.zone())),
        license.claims
    )
}

/// The first JSON value of the payload, which is all that Go reads.
fn payload(text: &str) -> String {
    let segment = text.split('.').nth(1).unwrap_or_default();
    let bytes = LENIENT.decode(segment).unwrap_or_default();
    let json = String::from_utf8_lossy(&bytes);
    let mut values = serde_json::Deserializer::from_str(&json).into_iter::<Value>();
    match values.next() {
        Some(Ok(_)) => json.get(..values.byte_offset()).unwrap_or("null").to_owned(),
        Some(Err(_)) | None => "null".to_owned(),
    }
}
