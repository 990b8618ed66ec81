//! Trials, telemetry, locks, and what Coder refuses.

use super::*;

pub(super) fn all() -> Vec<Situation> {
    vec![
        add(
            "a trial of a deployment without a license",
            bare(),
            ("trial.jwt", trial(20)),
            &[
                "Lab is covered until 20 Dec 2026 and seats change from none licensed to 20; Coder takes Lab for a trial.",
                "trial: Coder takes Lab for a trial then, and warns 6 days before the end, not 29.",
            ],
        ),
        add(
            "a trial beside a full license",
            production(),
            ("trial.jwt", trial(900)),
            &[
                "Seats rise from 500 to 900; Coder takes Production for a trial.",
                "trial: Coder takes Production for a trial then, and warns 6 days before the end, not 29.",
            ],
        ),
        add(
            "a full license after a trial",
            World::new("Lab", 14, vec![("#1", trial(20))]),
            ("full.jwt", current(20)),
            &[
                "Lab is covered until 1 Nov 2027 instead of 20 Dec 2026 and Coder no longer takes Lab for a trial.",
            ],
        ),
        drop(
            "the trial of two",
            more("#8", trial(500)),
            "#8",
            &["Coder no longer takes Production for a trial."],
        ),
        add(
            "telemetry required, and on",
            production(),
            ("new.jwt", telemetry(current(500))),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027; telemetry is required.",
                "telemetry_required: new.jwt requires telemetry; Production has it on, and may not switch it off any more.",
            ],
        ),
        add(
            "telemetry required, and off",
            telemetry_is(production(), Some(false)),
            ("new.jwt", telemetry(current(900))),
            &[
                "Nothing changes: telemetry is off on Production, and a license requires it.",
                "telemetry_off: new.jwt requires telemetry, and Production has it off: Coder then changes nothing at all. Switch telemetry on before.",
            ],
        ),
        add(
            "telemetry required, and not known",
            telemetry_is(production(), None),
            ("new.jwt", telemetry(current(900))),
            &[
                "Production is covered until 1 Nov 2027 instead of 12 Mar 2027 and seats rise from 500 to 900; telemetry is required.",
                "telemetry_unknown: new.jwt requires telemetry. Where Production has it off, Coder changes nothing at all.",
            ],
        ),
        add(
            "telemetry required from March, and off",
            telemetry_is(production(), Some(false)),
            ("next.jwt", telemetry(renewal(600))),
            &[
                "Production is covered until 12 Mar 2028 instead of 12 Mar 2027; entitlements are no longer worked out from 12 Mar 2027 and telemetry is required from 12 Mar 2027.",
                "telemetry_off: next.jwt requires telemetry from 12 Mar 2027, and Production has it off: Coder then changes nothing at all. Switch telemetry on before.",
            ],
        ),
        drop(
            "what requires telemetry, where it is off",
            telemetry_is(more("#8", telemetry(current(900))), Some(false)),
            "#8",
            &["Coder works out what Production may use again."],
        ),
        drop(
            "what requires telemetry, where it is on",
            more("#8", telemetry(premium(YEAR, 500))),
            "#8",
            &["Telemetry is not required."],
        ),
        add(
            "locked elsewhere",
            production(),
            ("eu.jwt", locked(renewal(900), "aaaa")),
            &[
                "Nothing changes: Coder would refuse eu.jwt.",
                "locked: eu.jwt is locked to 1 other deployment, so Coder would refuse it on Production: nothing changes.",
            ],
        ),
        add(
            "locked to this one",
            production(),
            ("own.jwt", locked(renewal(500), "7c1e")),
            &["Production is covered until 12 Mar 2028 instead of 12 Mar 2027."],
        ),
        add(
            "locked, on one whose ID is not known",
            World { id: None, ..production() },
            ("eu.jwt", locked(renewal(500), "aaaa")),
            &[
                "Production is covered until 12 Mar 2028 instead of 12 Mar 2027.",
                "lock_unknown: eu.jwt is locked to 1 deployment; whether Production is one of them is not known.",
            ],
        ),
        add(
            "a version that Coder does not read",
            production(),
            ("v2.jwt", Claims { version: 2, ..renewal(900) }),
            &[
                "Nothing changes: Coder would refuse v2.jwt.",
                "refused: Coder would refuse v2.jwt: \"license must be version 3\".",
            ],
        ),
        add(
            "no account",
            production(),
            ("odd.jwt", Claims { account_id: String::new(), ..renewal(900) }),
            &[
                "Nothing changes: Coder would refuse odd.jwt.",
                "refused: Coder would refuse odd.jwt: \"license must contain valid account ID\".",
            ],
        ),
        add(
            "no end of the term",
            production(),
            ("odd.jwt", Claims { license_expires: None, ..renewal(900) }),
            &[
                "Nothing changes: Coder would refuse odd.jwt.",
                "refused: Coder would refuse odd.jwt: \"license has invalid or missing license_expires claim\".",
            ],
        ),
        add(
            "issued tomorrow",
            production(),
            ("early.jwt", Claims { issued_at: Some(at("2026-11-25")), ..current(900) }),
            &[
                "Nothing changes: Coder would refuse early.jwt.",
                "refused: Coder would refuse early.jwt: \"license has multiple issues; contact support\".",
            ],
        ),
        drop(
            "one that Coder never counted",
            more("#3", Claims { version: 2, ..renewal(900) }),
            "#3",
            &["Nothing changes: Coder does not count #3."],
        ),
        drop("one that is not there", production(), "#99", &["Nothing changes."]),
    ]
}
