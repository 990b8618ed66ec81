//! Four deployments to play with: one fine, one in grace, one over its limit, one that does not answer.

use seatkeeper_core::Instant;
use serde_json::{Value, json};

use crate::fake_deployment::fault::Fault;
use crate::fake_deployment::people::{PlannedUser, Role, Status};
use crate::fake_deployment::plan::{Clock, Plan, Tls};
use crate::mint;

const DAY: i64 = 86_400;

/// A deployment of the demo.
#[derive(Debug, Clone)]
pub struct Demo {
    /// What people call it.
    pub name: &'static str,
    /// What is to be seen on it.
    pub about: &'static str,
    /// What to start.
    pub plan: Plan,
}

/// The four, with their licenses and people placed around `now`; each speaks TLS and its clock ticks.
pub fn deployments(now: Instant) -> Vec<Demo> {
    let term = |start: i64, end: i64, exp: i64, seats: i64| {
        let at = |days: i64| now.plus(days * DAY).unix();
        mint::license(&mint::claims_with(json!({
            "iat": at(start), "nbf": at(start), "license_expires": at(end), "exp": at(exp),
            "jti": Value::Null, "features": { "user_limit": seats },
        })))
    };
    vec![
        Demo {
            name: "Production",
            about: "fine: 42 of 60 seats, 200 days left",
            plan: staffed(now, 1, 40).seat_history(growing(42)).license(term(-165, 200, 214, 60)),
        },
        Demo {
            name: "Staging",
            about: "in grace: the term ended 4 days ago, everything stops in 10 days",
            plan: staffed(now, 2, 12).seat_history(shrinking(14)).license(term(-369, -4, 10, 25)),
        },
        Demo {
            name: "Lab",
            about: "over its limit: 13 people on 10 seats",
            plan: staffed(now, 3, 11).seat_history(in_steps(13)).license(term(-300, 65, 79, 10)),
        },
        Demo {
            name: "Edge",
            about: "does not answer",
            plan: staffed(now, 4, 3).license(term(-30, 335, 349, 5)).fault("*", Fault::Silence),
        },
    ]
}

/// Days of a seat history, today's last.
const HISTORY: u32 = 61;

/// A team that grows by one in five days, with an ebb at week-ends.
fn growing(today: u32) -> Vec<[u32; 3]> {
    days(today, |ago| (ago / 5) + u32::from(ago % 7 < 2 && ago > 0))
}

/// A project that ends: some leave each week.
fn shrinking(today: u32) -> Vec<[u32; 3]> {
    days(today, |ago| 0_u32.wrapping_sub(ago / 7))
}

/// A course joined four weeks ago, another twelve days ago.
fn in_steps(today: u32) -> Vec<[u32; 3]> {
    days(today, |ago| u32::from(ago >= 12) * 3 + u32::from(ago >= 28) * 4)
}

/// Each day's active users are `today` and two service accounts, which Coder's own history counts, less what `fewer`
/// says of that many days ago; three are dormant, two suspended.
fn days(today: u32, fewer: impl Fn(u32) -> u32) -> Vec<[u32; 3]> {
    (0..HISTORY).rev().map(|ago| [(today + 2).wrapping_sub(fewer(ago)), 3, 2]).collect()
}

/// An owner, an auditor, `members` active people, and two of each other status. People came one by one over the last
/// weeks, so that the seat history climbs, and were last seen up to 87 days ago, so that seats can be freed.
fn staffed(now: Instant, seed: u64, members: u32) -> Plan {
    let id = format!("0ddba11{seed}-5ea7-4a3e-9e37-0000000000{seed:02}");
    let plan = Plan::empty()
        .tls(Tls::Good)
        .clock(Clock::Ticking(now))
        .zone("UTC")
        .seed(seed)
        .deployment_id(&id)
        .enable("audit_log", true)
        .user("owner", Role::Owner)
        .user("auditor", Role::Auditor);
    let ago = |days: i64| now.plus(-days * DAY);
    let plan = (0..members).fold(plan, |plan, number| {
        let (name, number) = (person(number), i64::from(number));
        let created = if number % 3 == 0 { 200 } else { 5 + number * 53 % 54 };
        let unseen = (number * number % 88).min(created - 1);
        let user = PlannedUser::new(&name, Role::Member).created(ago(created)).last_seen(ago(unseen));
        let login_type = if number % 4 == 1 { "oidc" } else { "password" };
        plan.planned(user.login_type(login_type))
    });
    let other = |name: &str, status: Status, days: i64| {
        PlannedUser::new(name, Role::Member)
            .created(ago(300))
            .last_seen(ago(days))
            .was(Status::Active, ago(300))
            .was(status, ago(days.min(20)))
            .status(status)
    };
    let bot = |name: &str| PlannedUser::new(name, Role::Member).service_account().created(ago(90));
    let plan =
        plan.planned(bot("deploy-bot").last_seen(ago(0))).planned(bot("report-bot").last_seen(ago(33)));
    let newcomer = PlannedUser::new("uma.invited", Role::Member).created(ago(6)).never_seen();
    let plan = plan.planned(newcomer.status(Status::Dormant));
    plan.planned(other("quinn.asleep", Status::Dormant, 97))
        .planned(other("remy.asleep", Status::Dormant, 140))
        .planned(other("sasha.left", Status::Suspended, 31))
        .planned(other("toni.left", Status::Suspended, 12))
}

/// Waits for Ctrl+C, or for the word to end that a script gives. Who waited can then drop what runs, and with it the
/// files that it wrote.
///
/// # Errors
/// The system does not tell of it.
pub fn until_interrupted() -> std::io::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let mut ended = signal(SignalKind::terminate())?;
            tokio::select! {
                interrupted = tokio::signal::ctrl_c() => interrupted,
                _ = ended.recv() => Ok(()),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await
    })
}

fn person(number: u32) -> String {
    const FIRST: [&str; 8] = ["ana", "bo", "chen", "dara", "eli", "fatma", "gus", "hana"];
    const LAST: [&str; 7] = ["ito", "jansen", "kaur", "lopez", "mbeki", "novak", "osei"];
    let number = usize::try_from(number).unwrap_or(0);
    format!("{}.{}", FIRST[number % FIRST.len()], LAST[number % LAST.len()])
}
