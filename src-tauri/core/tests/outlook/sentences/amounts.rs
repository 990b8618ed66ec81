//! Managed agents and agent hours.

use super::*;

pub(super) fn all() -> Vec<Situation> {
    vec![
        add(
            "managed agents by default",
            World::new("Lab", 14, vec![("#1", enterprise(current(20)))]),
            ("premium.jwt", current(20)),
            &[
                "3 features come on: Custom Roles, Multiple Organizations and Service Accounts and managed agents change from none to 1,000.",
            ],
        ),
        add(
            "more managed agents",
            production(),
            ("agents.jwt", with(current(500), "managed_agent_limit", 5_000)),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and managed agents rise from 1,000 to 5,000.",
            ],
        ),
        add(
            "fewer managed agents, issued later",
            production(),
            ("agents.jwt", with(current(500), "managed_agent_limit", 200)),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027; managed agents fall from 1,000 to 200.",
                "fewer_of: Managed agents fall from 1,000 to 200.",
            ],
        ),
        add(
            "managed agents under their older name",
            production(),
            ("agents.jwt", with(current(500), "managed_agent_limit_soft", 300)),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027; managed agents fall from 1,000 to 300.",
                "fewer_of: Managed agents fall from 1,000 to 300.",
            ],
        ),
        add(
            "agent hours of three claims",
            production(),
            ("hours.jwt", hours(current(500), [1_000, 800, 1_200])),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and agent hours change from none to 1,000.",
            ],
        ),
        add(
            "agent hours that do not fit",
            production(),
            ("hours.jwt", hours(current(500), [1_000, 1_100, 1_200])),
            &[
                "Nothing changes: Coder would refuse hours.jwt.",
                "refused: Coder would refuse hours.jwt: \"license has an invalid agent_runtime_hours_limit_soft claim; it must be at least 0 and less than agent_runtime_hours_allocation\".",
            ],
        ),
        drop(
            "agent hours again",
            more("#8", hours(premium(YEAR, 500), [1_000, 800, 1_200])),
            "#8",
            &["Agent hours change from 1,000 to none.", "fewer_of: Agent hours change from 1,000 to none."],
        ),
    ]
}
