//! Puts deployments into a profile that were never asked: a long list to measure and to look at. What each answered
//! last is written as Coder would have answered it; its address leads nowhere.

use std::collections::BTreeMap;

use seatkeeper_core::Instant;
use seatkeeper_core::api::{AnswerKind, read_licenses};
use seatkeeper_core::deployment::{AccessUrl, Connection, Deployment, SessionKind};
use seatkeeper_core::entitlement::{DeploymentFacts, Installed, evaluate};
use seatkeeper_core::ports::{Store, StoredAnswer};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

const DAY: i64 = 86_400;
/// Each term begins this many days after the one before.
const APART: i64 = 40;

/// Adds `count` deployments with `licenses` licenses each, known since `now`. With a port, they are at it and the
/// following ones of this computer; else at names that no resolver knows (RFC 6761, `.invalid`).
pub(crate) fn add(
    store: &impl Store,
    now: Instant,
    count: u32,
    licenses: u32,
    port: Option<u16>,
) -> Result<(), String> {
    for number in 0..count {
        let address = match port {
            Some(port) => format!("http://127.0.0.1:{}", u32::from(port) + number),
            None => format!("https://deployment-{:03}.invalid", number + 1),
        };
        let address = AccessUrl::read(&address).map_err(|fault| fault.to_string())?.url;
        let answers = answers(&address, now, number, licenses)?;
        let deployment = Deployment {
            id: 0,
            name: format!("Deployment {:03}", number + 1),
            hue: number % 8,
            address,
            deployment_id: Some(deployment_id(number)),
            added_at: now,
            connection: Connection::default(),
            session: SessionKind::Pasted,
        };
        let id = store.add_deployment(&deployment).map_err(|error| error.to_string())?;
        store.keep_answers(id, &answers).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// What an Owner is answered.
fn answers(
    address: &AccessUrl,
    now: Instant,
    number: u32,
    licenses: u32,
) -> Result<BTreeMap<AnswerKind, StoredAnswer>, String> {
    let list = Value::Array((1..=licenses).map(|id| listed(id, licenses, number, now)).collect());
    let all = [
        (
            AnswerKind::BuildInfo,
            json!({ "version": "v2.34.0+1d6f6d6", "dashboard_url": address.origin(), "telemetry": false,
                "workspace_proxy": false, "deployment_id": deployment_id(number) }),
        ),
        (AnswerKind::Entitlements, entitlements(&list.to_string(), number, now)?),
        (AnswerKind::Licenses, list),
        (
            AnswerKind::User,
            json!({ "id": "0ddba110-0000-4000-8000-000000000000", "username": "owner",
                "email": "owner@example.com", "roles": [{ "name": "owner" }] }),
        ),
        (AnswerKind::Session, json!({ "expires_at": now.plus(7 * DAY).rfc3339() })),
        (
            AnswerKind::Permissions,
            json!({ "read_licenses": true, "add_licenses": true, "remove_licenses": true,
                "read_users": true, "suspend_users": true }),
        ),
    ];
    Ok(all.map(|(kind, json)| (kind, StoredAnswer { json: json.to_string(), received_at: now })).into())
}

/// A license as it is listed: a year's term, three in four begun already.
fn listed(id: u32, count: u32, deployment: u32, now: Instant) -> Value {
    let start = (i64::from(id) - i64::from(count) * 3 / 4) * APART;
    let at = |days: i64| now.plus(days * DAY).unix();
    let uuid = format!("0ddba110-0000-4000-8000-{:012}", u64::from(deployment) * 10_000 + u64::from(id));
    json!({ "id": id, "uuid": uuid, "uploaded_at": now.plus(start.min(0) * DAY).rfc3339(),
        "claims": mint::claims_with(json!({ "jti": uuid, "iat": at(start.min(0)), "nbf": at(start),
            "license_expires": at(start + 365), "exp": at(start + 379),
            "features": { "user_limit": 50 + i64::from(id) } })) })
}

/// What Coder works out from these licenses.
fn entitlements(list: &str, number: u32, now: Instant) -> Result<Value, String> {
    let licenses = read_licenses(list).map_err(|fault| fault.to_string())?;
    let installed: Vec<Installed<'_>> = licenses
        .iter()
        .filter_map(|license| Some(Installed::new(&license.uuid, license.claims.as_ref().ok()?)))
        .collect();
    // One in eight holds more seats than it may.
    let active_users = if number % 8 == 7 { 120 } else { 20 + i64::from(number % 30) };
    let facts = DeploymentFacts { active_users, replicas: 1, ..DeploymentFacts::default() };
    let mut entitlements = evaluate(&installed, &facts, now).entitlements;
    entitlements.refreshed_at = Some(now);
    serde_json::to_value(&entitlements).map_err(|fault| fault.to_string())
}

fn deployment_id(number: u32) -> String {
    format!("0ddba110-5ea7-4a3e-9e37-{number:012}")
}
