//! The hand that a test in another language has on running fakes: a line of JSON in, a line of JSON out.

use std::io::{self, BufRead, Write};

use seatkeeper_adapters::SystemClock;
use seatkeeper_testkit::fake_deployment::{Call, FakeDeployment, Fault, PlannedUser, Role};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

/// Answers the lines of standard input until it ends. Each names a deployment by its place and what to `do`.
pub(crate) fn serve(fakes: &mut [Option<FakeDeployment>]) -> Result<(), String> {
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let answer = serde_json::from_str(&line)
            .map_err(|error| error.to_string())
            .and_then(|request| act(fakes, &request))
            .unwrap_or_else(|wrong| json!({ "wrong": wrong }));
        let mut out = io::stdout().lock();
        writeln!(out, "{answer}").and_then(|()| out.flush()).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn act(fakes: &mut [Option<FakeDeployment>], request: &Value) -> Result<Value, String> {
    let text = |name: &str| request[name].as_str().ok_or_else(|| format!("{name} is missing"));
    let place = request["at"].as_u64().and_then(|place| usize::try_from(place).ok()).unwrap_or(0);
    let place = fakes.get_mut(place).ok_or("there is no such deployment")?;
    if text("do")? == "stop" {
        *place = None;
        return Ok(json!({}));
    }
    let fake = place.as_ref().ok_or("that deployment was stopped")?;
    let control = fake.control();
    match text("do")? {
        "token" => Ok(json!({ "token": fake.token_marked(text("user")?, text("marker").unwrap_or("")) })),
        "calls" => {
            let call = |call: &Call| {
                let (with_token, answered) = (call.with_token, call.answered);
                json!({ "route": call.route(), "with_token": with_token, "answered": answered })
            };
            Ok(json!({ "calls": fake.calls().iter().map(call).collect::<Vec<_>>() }))
        }
        "forget_calls" => {
            fake.forget_calls();
            Ok(json!({}))
        }
        "saw" => Ok(json!({ "saw": fake.saw(text("text")?) })),
        "licenses" => Ok(json!({ "licenses": control.licenses() })),
        "install" => {
            control.install(text("license")?);
            Ok(json!({}))
        }
        "remove" => {
            let id = request["id"].as_i64().and_then(|id| i32::try_from(id).ok());
            control.remove(id.ok_or("a removal names the id of a license")?);
            Ok(json!({}))
        }
        "fail" => {
            control.fail(text("route")?, fault(request)?);
            Ok(json!({}))
        }
        "fail_once" => {
            control.fail_once(text("route")?, fault(request)?);
            Ok(json!({}))
        }
        "refuse" => {
            control.refuse_connections(true);
            Ok(json!({}))
        }
        "heal" => {
            control.heal();
            Ok(json!({}))
        }
        "deployment_id" => {
            control.set_deployment_id(text("id")?);
            Ok(json!({}))
        }
        // A license that the test key signs: an ordinary one with these claims set otherwise.
        "mint" => Ok(json!({ "license": mint::license(&mint::claims_with(request["claims"].clone())) })),
        // Members that are active, the last seen so many days ago in turn; one of this name where there is one.
        "people" => {
            let number = |name: &str| request[name].as_u64().and_then(|count| u32::try_from(count).ok());
            for place in 0..number("count").unwrap_or(1) {
                let name = text("name").map_or_else(|_| format!("member.{place:05}"), str::to_owned);
                let seen =
                    control.now().plus(-86_400 * i64::from(place % number("days").unwrap_or(1).max(1)));
                control.add_user(PlannedUser::new(&name, Role::Member).last_seen(seen));
            }
            Ok(json!({}))
        }
        "end_sessions" => {
            control.revoke_sessions(text("user")?);
            Ok(json!({}))
        }
        "now" => Ok(json!({ "now": SystemClock.now().rfc3339() })),
        other => Err(format!("nothing is done by {other:?}")),
    }
}

fn fault(request: &Value) -> Result<Fault, String> {
    let milliseconds = request["milliseconds"].as_u64().unwrap_or(0);
    let status = request["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(500);
    Ok(match request["fault"].as_str().unwrap_or_default() {
        "silence" => Fault::Silence,
        "delay" => Fault::DelayMs(milliseconds),
        "status" => Fault::Status(status, request["body"].clone()),
        "html" => Fault::Html(status),
        "reset_after_read" => Fault::ResetAfterRead,
        "close" => Fault::CloseAtOnce,
        other => return Err(format!("no fault is called {other:?}")),
    })
}
