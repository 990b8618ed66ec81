//! Runs fake deployments for people to play with, until Ctrl+C.

use seatkeeper_adapters::SystemClock;
use seatkeeper_testkit::fake_deployment::demo::{self, Demo};
use seatkeeper_testkit::fake_deployment::{Clock, FakeDeployment, PASSWORD, Plan, Role, Tls};

/// `fake-deployment [--port N] [--demo]`: one without a license, or with `--demo` the four of the demo, at N and up.
pub(crate) fn run(arguments: &[String]) -> Result<String, String> {
    let now = SystemClock.now();
    let deployments = if arguments.iter().any(|argument| argument == "--demo") {
        demo::deployments(now)
    } else {
        let plan =
            Plan::with_owner().user("auditor", Role::Auditor).tls(Tls::Good).clock(Clock::Ticking(now));
        vec![Demo { name: "Fake", about: "no license yet", plan }]
    };
    let first = port(arguments)?;
    let mut running = Vec::new();
    for (place, Demo { name, about, plan }) in (0..).zip(deployments) {
        let port = if first == 0 { 0 } else { first.checked_add(place).ok_or("The port is too high.")? };
        let fake = FakeDeployment::start(plan.port(port));
        println!("{name} ({about})\n  address  {}\n  CA file  {}", fake.url(), fake.ca_file().display());
        running.push(fake);
    }
    println!("\nSign in as owner@example.com or auditor@example.com with the password\n  {PASSWORD}");
    println!("Licenses are good when the test key signed them. Stop with Ctrl+C.");
    demo::until_interrupted().map_err(|error| error.to_string())?;
    drop(running);
    Ok("Stopped.".to_owned())
}

fn port(arguments: &[String]) -> Result<u16, String> {
    let Some(place) = arguments.iter().position(|argument| argument == "--port") else { return Ok(0) };
    let number = arguments.get(place + 1).ok_or("--port needs a number")?;
    number.parse().map_err(|_| "--port needs a number from 1 to 65535".to_owned())
}
