//! What can be asked without a session: the build, health, and how to sign in.

use serde_json::json;

use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::Caller;
use crate::fake_deployment::world::World;

/// `GET /api/v2/`
pub(super) fn root(_: &mut World, _: &Ask) -> Outcome {
    Answer::ok(json!({ "message": "👋" }))
}

/// `GET /healthz`
pub(super) fn health(_: &mut World, _: &Ask) -> Outcome {
    Answer::text("text/plain; charset=utf-8", "OK")
}

/// `GET /api/v2/buildinfo`
pub(super) fn build_info(world: &mut World, _: &Ask) -> Outcome {
    let plan = &world.plan;
    let mut info = json!({
        "external_url": "https://github.com/coder/coder",
        "version": plan.version,
        "dashboard_url": plan.proxy_of.as_ref().unwrap_or(&world.url),
        "telemetry": plan.telemetry,
        "workspace_proxy": plan.proxy_of.is_some(),
        "agent_api_version": "1.0",
        "upgrade_message": "",
    });
    if plan.knows_its_id() {
        info["provisioner_api_version"] = json!("1.18");
        info["deployment_id"] = json!(plan.deployment_id);
        info["webpush_public_key"] =
            json!("BEALMQAJkfm-ywgutMzuDncQ5yjV5cu3Zhc_EDFShiQXkeE6DruLZCv9Zf5Ku84KTByJKyXiY_pgi2Jf081EImY");
    }
    Answer::ok(info)
}

/// `GET /api/v2/users/authmethods`
pub(super) fn sign_in_methods(world: &mut World, _: &Ask) -> Outcome {
    Answer::ok(json!({
        "password": { "enabled": world.plan.password_sign_in },
        "github": { "enabled": false, "default_provider_configured": false },
        "oidc": { "enabled": false, "signInText": "", "iconUrl": "" },
    }))
}

/// `GET /api/v2/experiments`
pub(super) fn experiments(world: &mut World, _: &Caller, _: &Ask) -> Outcome {
    Answer::ok(json!(world.plan.experiments))
}

/// `GET /api/v2/deployment/config`, the little of it that explains anything.
pub(super) fn config(world: &mut World, caller: &Caller, _: &Ask) -> Outcome {
    caller.must("read", "deployment_config")?;
    let config = json!({
        "access_url": world.url,
        "telemetry": { "enable": world.plan.telemetry },
        "disable_password_auth": !world.plan.password_sign_in,
        "disable_session_expiry_refresh": !world.plan.sliding_sessions,
    });
    Answer::ok(json!({ "config": config, "options": [] }))
}

/// `GET /cli-auth` and every other page: the dashboard's HTML.
pub(super) fn page(_: &mut World, _: &Ask) -> Outcome {
    Answer::text("text/html; charset=utf-8", "<!doctype html><title>Coder</title><div id=\"root\"></div>")
}
