//! Plans of several steps: kept, worked out, and what of them no longer holds.

use seatkeeper_core::error::ErrorCode;
use seatkeeper_core::manager::Lent;
use seatkeeper_core::ports::HeldLicense;
use seatkeeper_core::view::{PlanAct, PlanDraft, PlanStep, WorkedPlanView};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};

use crate::kit::{Manager, World, at, check, claims, done, listed, plain};

const NOW_TERM: [&str; 3] = ["2026-03-12T00:00:00Z", "2027-03-12T00:00:00Z", "2027-03-26T00:00:00Z"];
const NEXT_TERM: [&str; 3] = ["2027-03-12T00:00:00Z", "2028-03-12T00:00:00Z", "2028-03-26T00:00:00Z"];
const PAST_TERM: [&str; 3] = ["2025-03-12T00:00:00Z", "2026-03-12T00:00:00Z", "2026-03-26T00:00:00Z"];
const HOST: &str = "solo.example.com";

fn solo() -> (World, Manager, u32) {
    let world = World::new();
    let id = world.add("Solo");
    world.answer(HOST, "licenses", json!([listed(4, &claims(NOW_TERM, 500, json!({})))]));
    world.seats(HOST, 412, Some(500));
    let manager = world.manager();
    done(manager.check(None));
    (world, manager, id)
}

fn lent(name: &str, term: [&str; 3], seats: i64, more: Value) -> Lent {
    let text = mint::license(&mint::changed(
        claims(
            term,
            seats,
            json!({ "jti": format!("2f0c0000-{name}"), "iat": at(term[0]).unix().min(1_790_000_000) }),
        ),
        more,
    ));
    lent_text(name, &text)
}

fn lent_text(name: &str, text: &str) -> Lent {
    let check = check(text);
    Lent {
        fingerprint: check.fingerprint().expect("three segments"),
        label: name.to_owned(),
        check,
        kept: false,
    }
}

fn install(day: &str, lent: &Lent) -> PlanStep {
    let (fingerprint, name) = (lent.fingerprint.clone(), lent.label.clone());
    PlanStep { day: day.to_owned(), act: PlanAct::Install { fingerprint, name } }
}

fn remove(day: &str, license: i32) -> PlanStep {
    let uuid = "1f0c0000-0000-4000-8000-000000000077".to_owned();
    PlanStep { day: day.to_owned(), act: PlanAct::Remove { license, uuid } }
}

fn plan(deployment: u32, steps: Vec<PlanStep>) -> PlanDraft {
    PlanDraft { id: None, deployment, name: "March".to_owned(), steps }
}

fn remarks(worked: &WorkedPlanView) -> Vec<String> {
    worked
        .remarks
        .iter()
        .map(|remark| format!("{} {}: {}", remark.step, remark.kind, plain(&remark.sentence)))
        .collect()
}

#[test]
fn each_day_of_a_plan_says_what_it_changes() {
    let (_, manager, id) = solo();
    let next = lent("next.jwt", NEXT_TERM, 600, json!({}));
    let draft = plan(id, vec![remove("2027-03-20", 4), install("2027-03-01", &next)]);
    let worked = manager.work_out(&draft, &[next]).expect("works");
    let days: Vec<_> = worked
        .days
        .iter()
        .map(|day| format!("{} | {} | {}", plain(&day.day), day.acts, plain(&day.what_if.effect)))
        .collect();
    assert_eq!(
        days,
        [
            "1 Mar 2027 | Install next.jwt. | Solo is covered until 12 Mar 2028 instead of 12 Mar 2027 and seats rise \
             from 500 to 600 from 12 Mar 2027.",
            "20 Mar 2027 | Remove #4. | Nothing changes: next.jwt covers the same term.",
        ]
    );
    assert_eq!(
        plain(&worked.headline),
        "With this plan Solo has a license until 26 Mar 2028, grace included, instead of 26 Mar 2027."
    );
    assert!(!worked.loses && worked.remarks.is_empty());
    assert_eq!(worked.keeps, "Saving the plan keeps a copy of next.jwt on this computer.");
    let winners = &worked.days.last().expect("a day").what_if.winners;
    assert!(winners.iter().any(|winner| winner.license == "next.jwt"), "{winners:?}");
}

#[test]
fn a_plan_that_leaves_a_gap_says_so() {
    let (_, manager, id) = solo();
    let next = lent("next.jwt", NEXT_TERM, 600, json!({}));
    let draft = plan(id, vec![remove("2027-02-01", 4), install("2027-03-01", &next)]);
    let worked = manager.work_out(&draft, &[next]).expect("works");
    assert_eq!(
        plain(&worked.headline),
        "With this plan Solo has a license until 26 Mar 2028, grace included, instead of 26 Mar 2027; there is a \
         gap; something is lost on 1 of its 2 days."
    );
    assert!(worked.coverage.iter().any(|line| line.kind == "gap"), "{:?}", worked.coverage);
}

#[test]
fn what_cannot_be_done_is_left_out_with_its_reason() {
    let (_, manager, id) = solo();
    let good = lent("good.jwt", NEXT_TERM, 600, json!({}));
    let past = lent("past.jwt", PAST_TERM, 500, json!({}));
    let locked = lent("locked.jwt", NEXT_TERM, 500, json!({ "deployment_ids": ["ffff"] }));
    let there = lent_text("there.jwt", &mint::license(&claims(NOW_TERM, 500, json!({}))));
    let mut text = mint::license(&claims(NEXT_TERM, 700, json!({ "jti": "changed" }))).into_bytes();
    let last = text.len() - 10;
    text[last] = if text[last] == b'A' { b'B' } else { b'A' };
    let changed = lent_text("changed.jwt", &String::from_utf8(text).expect("ASCII"));
    let gone = lent("gone.jwt", NEXT_TERM, 800, json!({}));
    let day = "2027-03-01";
    let steps = vec![
        install(day, &good),
        install(day, &good),
        install(day, &past),
        install(day, &locked),
        install(day, &there),
        install(day, &changed),
        install(day, &gone),
        remove(day, 9),
        PlanStep { day: day.to_owned(), act: PlanAct::Remove { license: 4, uuid: "another".to_owned() } },
    ];
    let worked = manager.work_out(&plan(id, steps), &[good, past, locked, there, changed]).expect("works");
    let said = remarks(&worked);
    let expected = [
        "1 left_out: good.jwt is left out: the plan installs it already.",
        "2 left_out: past.jwt is left out: its grace period is over on 1 Mar 2027, so Coder would refuse it.",
        "3 left_out: locked.jwt is left out: it is locked to other deployments, so Coder would refuse it on Solo.",
        "4 left_out: there.jwt is left out: it is installed on Solo already, as #4.",
        "6 left_out: gone.jwt is left out: there is no copy of it on this computer any more.",
        "7 left_out: #9 is left out: it is not installed on Solo any more.",
        "8 left_out: #4 is left out: on Solo it is another license now.",
    ];
    let others: Vec<_> = said.iter().filter(|line| !line.starts_with('5')).collect();
    assert_eq!(others, expected.iter().collect::<Vec<_>>());
    let bad = said.iter().find(|line| line.starts_with('5')).expect("the changed one");
    assert!(bad.starts_with("5 left_out: changed.jwt is left out. ") && bad.contains("signature"), "{bad}");
    assert_eq!(worked.days.len(), 1);
    assert_eq!(worked.days[0].acts, "Install good.jwt.");
}

#[test]
fn a_step_whose_day_is_past_is_reckoned_as_of_now_and_said() {
    let (_, manager, id) = solo();
    let worked = manager.work_out(&plan(id, vec![remove("2026-11-01", 4)]), &[]).expect("works");
    assert_eq!(
        remarks(&worked),
        ["0 past: #4: its day, 1 Nov 2026, is past; it is reckoned as if it were done now."]
    );
    assert_eq!(plain(&worked.days[0].what_if.effect), "Solo will have no license from now.");
    let today = manager.work_out(&plan(id, vec![remove("2026-11-23", 4)]), &[]).expect("works");
    assert!(today.remarks.is_empty(), "today is not past");
    let error = manager.work_out(&plan(id, vec![remove("soon", 4)]), &[]).expect_err("no day");
    assert_eq!(error.code, ErrorCode::TimeInvalid);
}

#[test]
fn a_plan_that_was_kept_finds_its_licenses_in_the_library() {
    let (world, manager, id) = solo();
    let next = lent("next.jwt", NEXT_TERM, 600, json!({}));
    let saved = manager.save_plan(&plan(id, vec![install("2027-03-01", &next)])).expect("saved");
    let kept = manager.plan(saved).expect("kept");
    assert_eq!((kept.id, kept.name.as_str()), (Some(saved), "March"));
    let rows = manager.plans(&[]).expect("rows");
    assert_eq!(rows[0].stale, "One step no longer holds.", "no copy is kept");
    let text = next.check.counted_text().expect("a license").clone();
    world.with(|things| {
        things.library.push(HeldLicense {
            fingerprint: next.fingerprint.clone(),
            text,
            names: vec!["next.jwt".to_owned()],
        });
    });
    let rows = manager.plans(&[]).expect("rows");
    assert_eq!((plain(&rows[0].summary).as_str(), rows[0].stale.as_str()), ("1 step, from 1 Mar 2027.", ""));
    let worked = manager.work_out(&kept, &[]).expect("works");
    assert_eq!((worked.days.len(), worked.keeps.as_str()), (1, ""));
}

#[test]
fn a_plan_that_is_not_whole_is_not_saved() {
    let (_, manager, id) = solo();
    let code = |draft: PlanDraft| manager.save_plan(&draft).expect_err("refused").code;
    let step = || remove("2027-03-01", 4);
    assert_eq!(code(PlanDraft { name: "  ".to_owned(), ..plan(id, vec![step()]) }), ErrorCode::PlanInvalid);
    assert_eq!(
        code(PlanDraft { name: "a\u{202e}b".to_owned(), ..plan(id, vec![step()]) }),
        ErrorCode::PlanInvalid
    );
    assert_eq!(code(plan(id, Vec::new())), ErrorCode::PlanInvalid);
    assert_eq!(code(plan(id, vec![remove("2027-02-30", 4)])), ErrorCode::TimeInvalid);
    assert_eq!(code(plan(99, vec![step()])), ErrorCode::DeploymentUnknown);
    assert_eq!(code(PlanDraft { id: Some(7), ..plan(id, vec![step()]) }), ErrorCode::PlanUnknown);
}

#[test]
fn a_forgotten_plan_comes_back_within_ten_seconds() {
    let (world, manager, id) = solo();
    let saved = manager.save_plan(&plan(id, vec![remove("2027-03-01", 4)])).expect("saved");
    let undo = manager.forget_plan(saved).expect("forgotten");
    assert_eq!(undo.sentence, "Forgot the plan March.");
    assert_eq!(manager.plan(saved).expect_err("gone").code, ErrorCode::PlanUnknown);
    manager.undo_forget_plan(undo.id).expect("back");
    assert!(manager.plan(saved).is_ok());
    let undo = manager.forget_plan(saved).expect("forgotten");
    world.with(|things| things.now = things.now.map(|now| now.plus(11)));
    assert_eq!(manager.undo_forget_plan(undo.id).expect_err("late").code, ErrorCode::UndoOver);
}

#[test]
fn the_text_of_a_plan_holds_every_day_and_no_license() {
    let (_, manager, id) = solo();
    let next = lent("next.jwt", NEXT_TERM, 400, json!({}));
    let secret =
        String::from_utf8_lossy(next.check.counted_text().expect("a license").as_bytes()).into_owned();
    let draft =
        plan(id, vec![install("2027-03-01", &next), remove("2027-03-20", 4), remove("2027-03-20", 9)]);
    let text = manager.plan_text(&draft, &[next]).expect("text");
    for words in [
        "Plan: March\nDeployment: Solo (https://solo.example.com)\nWorked out by Seatkeeper on 23 Nov 2026 at 19:06\n",
        "\n1 Mar 2027: install next.jwt.\n",
        "\n20 Mar 2027: remove #4.\n",
        "Seats: ",
        "\nTo know:\n  - #9 is left out: it is not installed on Solo any more.\n",
        "\nCoverage:\n",
        "\nWhat changes when:\n",
    ] {
        assert!(text.contains(words), "{words:?} is not in\n{text}");
    }
    assert!(!text.contains(&secret[..40]));
}

#[test]
fn where_nobody_is_signed_in_nothing_is_foretold() {
    let world = World::new();
    let id = world.add("Solo");
    let manager = world.manager();
    let error = manager.work_out(&plan(id, vec![remove("2027-03-01", 4)]), &[]).expect_err("not listed");
    assert_eq!(error.code, ErrorCode::ApiResponseUnexpected);
    assert!(
        manager.save_plan(&plan(id, vec![remove("2027-03-01", 4)])).is_ok(),
        "it can be kept all the same"
    );
}
