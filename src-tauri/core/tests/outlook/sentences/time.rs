//! Time: renewals, gaps, bridges, grace, and odd dates.

use super::*;

pub(super) fn all() -> Vec<Situation> {
    let short = || lasting(["2026-03-12", "2027-03-12", "2027-03-12"], 500);
    vec![
        add(
            "the first license of all",
            bare(),
            ("first.jwt", current(20)),
            &["Lab is covered until 1 Nov 2027 and seats change from none licensed to 20."],
        ),
        drop("the last license of all", lab(), "#1", &["Lab will have no license from now."]),
        drop(
            "the only license, while it is in grace",
            staging(),
            "#2",
            &["Staging will have no license from now: it is in grace, and its features stop."],
        ),
        add(
            "a renewal while in grace",
            staging(),
            ("new.jwt", current(100)),
            &["Staging is covered until 1 Nov 2027 and seats are no longer in grace."],
        ),
        add(
            "a renewal that leaves a gap",
            production(),
            ("late.jwt", premium(["2027-04-10", "2028-04-10", "2028-04-24"], 500)),
            &[
                "Production is covered until 10 Apr 2028 instead of 12 Mar 2027 but for the gap from 26 Mar to 10 Apr 2027.",
            ],
        ),
        add(
            "a renewal that grace bridges to",
            production(),
            ("late.jwt", premium(["2027-03-20", "2028-03-20", "2028-04-03"], 500)),
            &["Production is covered until 20 Mar 2028 instead of 12 Mar 2027."],
        ),
        add(
            "a renewal to the second after no grace",
            short(),
            ("next.jwt", renewal(500)),
            &["Production is covered until 12 Mar 2028 instead of 12 Mar 2027."],
        ),
        add(
            "a bridge over a gap",
            eu(),
            ("bridge.jwt", premium(["2026-12-01", "2026-12-20", "2026-12-20"], 130)),
            &["The gap from 8 to 18 Dec 2026 is closed and seats rise from 120 to 130 from 1 Dec 2026."],
        ),
        add(
            "half a bridge over a gap",
            eu(),
            ("bridge.jwt", premium(["2026-12-01", "2026-12-12", "2026-12-12"], 130)),
            &[
                "The gap from 8 to 18 Dec 2026 becomes one from 12 to 18 Dec 2026 and seats rise from 120 to 130 from 1 Dec 2026.",
            ],
        ),
        drop("before a gap", eu(), "#9", &["EU will have no license from now until 18 Dec 2026."]),
        drop("after a gap", eu(), "#12", &["EU will have no license from 8 Dec 2026."]),
        drop(
            "the middle one of three",
            {
                let mut world = more("#8", premium(["2027-03-12", "2027-09-12", "2027-09-26"], 500));
                world.licenses.push(("#9", premium(["2027-09-12", "2028-09-12", "2028-09-26"], 500)));
                world
            },
            "#8",
            &["Production will have no license from 26 Mar 2027 until 12 Sep 2027."],
        ),
        drop(
            "what leaves grace where a term was",
            {
                let mut world = staging();
                world.licenses.push(("#5", current(100)));
                world
            },
            "#5",
            &["Staging will be in grace from now and have no license from 30 Nov 2026."],
        ),
        drop(
            "a renewal that waits",
            more("#8", renewal(500)),
            "#8",
            &["Production will have no license from 26 Mar 2027."],
        ),
        drop(
            "one that is over",
            more("#2", premium(["2025-02-01", "2026-03-01", "2026-03-08"], 50)),
            "#2",
            &["Nothing changes: #2 has expired."],
        ),
        add(
            "one that is over",
            production(),
            ("old.jwt", premium(["2025-02-01", "2026-03-01", "2026-03-08"], 900)),
            &[
                "Nothing changes: Coder would refuse old.jwt.",
                "refused: old.jwt has expired, so Coder would refuse it.",
            ],
        ),
        add(
            "one in its grace period",
            production(),
            ("grace.jwt", premium(["2025-11-01", "2026-11-01", "2026-12-15"], 900)),
            &["Nothing changes: #4 covers the same term."],
        ),
        add(
            "one that starts in two years",
            production(),
            ("far.jwt", premium(["2028-11-01", "2029-11-01", "2029-11-15"], 500)),
            &[
                "Production is covered until 1 Nov 2029 instead of 12 Mar 2027 but for the gap from 26 Mar 2027 to 1 Nov 2028.",
            ],
        ),
        add(
            "a term of more than five years",
            production(),
            ("long.jwt", premium(["2026-11-01", "2033-11-01", "2033-11-15"], 500)),
            &[
                "Nothing changes: Coder would refuse long.jwt.",
                "refused: Coder would refuse long.jwt: \"license has invalid or missing license_expires claim\".",
            ],
        ),
        add(
            "a term that ends before it begins",
            production(),
            ("turned.jwt", premium(["2026-11-01", "2026-10-01", "2027-11-15"], 900)),
            &[
                "Production is in grace until 15 Nov 2027 instead of 26 Mar 2027 and seats rise from 500 to 900 from 12 Mar 2027.",
            ],
        ),
        add(
            "a grace period that ends before its term",
            production(),
            ("cut.jwt", premium(["2026-11-01", "2027-11-01", "2027-06-01"], 900)),
            &[
                "Production is covered until 1 Jun 2027 instead of 12 Mar 2027 and seats rise from 500 to 900.",
            ],
        ),
        add(
            "a start at the end of all time",
            production(),
            ("absurd.jwt", Claims { not_before: Some(Instant::from_unix(i64::MAX)), ..current(900) }),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and seats rise from 500 to 900.",
            ],
        ),
        add(
            "an end at the end of all time",
            production(),
            (
                "absurd.jwt",
                Claims {
                    license_expires: Some(Instant::from_unix(i64::MAX)),
                    expires_at: Some(Instant::from_unix(i64::MAX)),
                    ..current(900)
                },
            ),
            &[
                "Nothing changes: Coder would refuse absurd.jwt.",
                "refused: absurd.jwt has expired, so Coder would refuse it.",
            ],
        ),
        add(
            "a start before all time",
            production(),
            ("absurd.jwt", Claims { not_before: Some(Instant::from_unix(i64::MIN)), ..current(900) }),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and seats rise from 500 to 900.",
            ],
        ),
        drop(
            "one of a hundred that overlap",
            {
                let mut world = production();
                world
                    .licenses
                    .extend((10..109).map(|number| (&*format!("#{number}").leak(), premium(YEAR, 500))));
                world
            },
            "#4",
            &["Nothing changes: #10 covers the same term."],
        ),
    ]
}
