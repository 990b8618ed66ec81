//! Sets, features given singly, and add-ons.

use super::*;

pub(super) fn all() -> Vec<Situation> {
    vec![
        add(
            "premium to enterprise",
            production(),
            ("next.jwt", enterprise(renewal(500))),
            &[
                "Production is covered until 12 Mar 2028 instead of 12 Mar 2027; 3 features go off from 26 Mar 2027: Custom Roles, Multiple Organizations and Service Accounts and managed agents change from 1,000 to none from 26 Mar 2027.",
                "fewer_of: Managed agents change from 1,000 to none from 26 Mar 2027.",
                "fewer_features: 3 features go off from 26 Mar 2027: Custom Roles, Multiple Organizations and Service Accounts.",
            ],
        ),
        swap(
            "enterprise in place of premium, today",
            production(),
            "#4",
            ("new.jwt", enterprise(current(500))),
            &[
                "3 features go off: Custom Roles, Multiple Organizations and Service Accounts and managed agents change from 1,000 to none; Production is covered until 1 Nov 2027 instead of 12 Mar 2027.",
                "fewer_of: Managed agents change from 1,000 to none.",
                "fewer_features: 3 features go off: Custom Roles, Multiple Organizations and Service Accounts.",
            ],
        ),
        add(
            "enterprise to premium",
            World::new("Lab", 14, vec![("#1", enterprise(current(20)))]),
            ("up.jwt", current(20)),
            &[
                "3 features come on: Custom Roles, Multiple Organizations and Service Accounts and managed agents change from none to 1,000.",
            ],
        ),
        add(
            "a feature given singly",
            bare(),
            ("scim.jwt", only(current(20), &[("user_limit", 20), ("scim", 1)])),
            &["Lab is covered until 1 Nov 2027 and seats change from none licensed to 20."],
        ),
        add(
            "a feature given singly by one in grace",
            production(),
            ("scim.jwt", only(premium(["2025-11-01", "2026-11-01", "2026-12-15"], 0), &[("audit_log", 1)])),
            &["1 feature is in grace.", "fewer_features: 1 feature is in grace."],
        ),
        add(
            "only features that Coder does not know",
            production(),
            ("odd.jwt", only(current(0), &[("teleport", 1)])),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and seats change from 500 to no limit from 26 Mar 2027; 24 features go off from 26 Mar 2027: Audit Log, Template RBAC, High Availability and 21 more and managed agents change from 1,000 to none from 26 Mar 2027.",
                "fewer_of: Managed agents change from 1,000 to none from 26 Mar 2027.",
                "fewer_features: 24 features go off from 26 Mar 2027: Audit Log, Template RBAC, High Availability and 21 more.",
            ],
        ),
        add(
            "a set that Coder does not know",
            bare(),
            ("gold.jwt", Claims { feature_set: "gold".to_owned(), ..current(20) }),
            &["Lab is covered until 1 Nov 2027 and seats change from none licensed to 20."],
        ),
        add(
            "all_features, the older word",
            bare(),
            ("old.jwt", Claims { all_features: true, feature_set: String::new(), ..current(20) }),
            &["Lab is covered until 1 Nov 2027 and seats change from none licensed to 20."],
        ),
        add(
            "a feature whose switch is not known",
            unsure(FeatureName::Scim),
            ("new.jwt", current(20)),
            &[
                "Lab is covered until 1 Nov 2027 and seats change from none licensed to 20.",
                "if_switched_on: SCIM matters only if switched on in the server's settings, which is not known.",
            ],
        ),
        add(
            "AI Governance with its seats",
            production(),
            ("ai.jwt", governed(current(500))),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and AI Governance seats change from none to 50.",
            ],
        ),
        add(
            "AI Governance without its seats",
            production(),
            ("ai.jwt", addon(current(500))),
            &["Production is covered until 1 Nov 2027 instead of 12 Mar 2027."],
        ),
        drop(
            "AI Governance again",
            more("#8", governed(premium(YEAR, 500))),
            "#8",
            &[
                "AI Governance seats change from 50 to none.",
                "fewer_of: AI Governance seats change from 50 to none.",
            ],
        ),
        add(
            "an add-on that Coder does not know",
            production(),
            ("odd.jwt", Claims { addons: Some(vec!["quantum".to_owned()]), ..premium(YEAR, 500) }),
            &["Nothing changes: #4 covers the same term."],
        ),
        drop(
            "who counts, where all users count again",
            {
                let mut world = World::new(
                    "EU",
                    120,
                    vec![("#1", premium(YEAR, 100)), ("#2", governed(premium(YEAR, 50)))],
                );
                world.facts.known.workspace_capable_users = Some(40);
                world
            },
            "#2",
            &[
                "AI Governance seats change from 50 to none; seats rise from 50 to 100.",
                "all_users_count: All 120 active users count then, not only the 40 who may create workspaces.",
                "fewer_of: AI Governance seats change from 50 to none.",
            ],
        ),
    ]
}
