//! More and fewer seats.

use super::*;

pub(super) fn all() -> Vec<Situation> {
    vec![
        add(
            "a renewal with the same seats",
            production(),
            ("next.jwt", renewal(500)),
            &["Production is covered until 12 Mar 2028 instead of 12 Mar 2027."],
        ),
        add(
            "a renewal with more seats",
            production(),
            ("next.jwt", renewal(600)),
            &[
                "Production is covered until 12 Mar 2028 instead of 12 Mar 2027 and seats rise from 500 to 600 from 12 Mar 2027.",
            ],
        ),
        add(
            "a renewal with fewer seats that suffice",
            production(),
            ("next.jwt", renewal(450)),
            &[
                "Production is covered until 12 Mar 2028 instead of 12 Mar 2027; seats fall from 500 to 450 from 12 Mar 2027.",
                "fewer_seats: Seats fall from 500 to 450 from 12 Mar 2027.",
            ],
        ),
        add(
            "a renewal with fewer seats than users",
            production(),
            ("next.jwt", renewal(300)),
            &[
                "Production is covered until 12 Mar 2028 instead of 12 Mar 2027; seats fall from 500 to 300 from 26 Mar 2027; 412 users are active.",
                "fewer_seats: Seats fall from 500 to 300 from 26 Mar 2027; 412 users are active.",
            ],
        ),
        add(
            "a second license that runs now with more seats",
            production(),
            ("more.jwt", current(800)),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and seats rise from 500 to 800.",
            ],
        ),
        add(
            "a second license that runs now with fewer seats",
            production(),
            ("less.jwt", current(100)),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027; seats fall from 500 to 100 from 26 Mar 2027; 412 users are active.",
                "fewer_seats: Seats fall from 500 to 100 from 26 Mar 2027; 412 users are active.",
            ],
        ),
        add(
            "seats that suffice at last",
            users_of(production(), 620),
            ("more.jwt", current(700)),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and seats rise from 500 to 700.",
            ],
        ),
        add(
            "more seats that are still too few",
            users_of(production(), 900),
            ("more.jwt", current(700)),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and seats rise from 500 to 700.",
            ],
        ),
        add(
            "a renewal without a limit of seats",
            production(),
            ("free.jwt", only(renewal(0), &[("scim", 1)])),
            &[
                "Production is covered until 12 Mar 2028 instead of 12 Mar 2027 and seats change from 500 to no limit from 26 Mar 2027; 23 features go off from 26 Mar 2027: Audit Log, Template RBAC, High Availability and 20 more and managed agents change from 1,000 to none from 26 Mar 2027.",
                "fewer_of: Managed agents change from 1,000 to none from 26 Mar 2027.",
                "fewer_features: 23 features go off from 26 Mar 2027: Audit Log, Template RBAC, High Availability and 20 more.",
            ],
        ),
        add(
            "a duplicate of what is installed",
            production(),
            ("again.jwt", premium(YEAR, 500)),
            &["Nothing changes: #4 covers the same term."],
        ),
        drop(
            "removing the larger of two",
            more("#8", premium(YEAR, 600)),
            "#8",
            &["Seats fall from 600 to 500.", "fewer_seats: Seats fall from 600 to 500."],
        ),
        drop(
            "removing the smaller of two",
            more("#8", premium(YEAR, 600)),
            "#4",
            &["Nothing changes: #8 covers the same term."],
        ),
        drop(
            "over the limit after a removal",
            users_of(more("#8", premium(YEAR, 600)), 550),
            "#8",
            &[
                "Seats fall from 600 to 500; 550 users are active.",
                "fewer_seats: Seats fall from 600 to 500; 550 users are active.",
            ],
        ),
        drop(
            "removing one of two twins",
            more("#8", premium(YEAR, 500)),
            "#8",
            &["Nothing changes: #4 covers the same term."],
        ),
        swap(
            "a larger one in place of the only one",
            production(),
            "#4",
            ("new.jwt", current(600)),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and seats rise from 500 to 600.",
            ],
        ),
        swap(
            "a smaller one in place of the only one",
            production(),
            "#4",
            ("new.jwt", current(300)),
            &[
                "Seats fall from 500 to 300; Production is covered until 1 Nov 2027 instead of 12 Mar 2027; 412 users are active.",
                "fewer_seats: Seats fall from 500 to 300; 412 users are active.",
            ],
        ),
    ]
}
