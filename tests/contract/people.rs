//! The calls about users: pages, history, suspending and activating, by role and by fault.

use jiff::civil::date;
use seatkeeper_core::Instant;
use seatkeeper_core::api::{ApiError, Person, StatusCounts, UserStatus, UsersPage};
use seatkeeper_core::ports::{DeploymentApi, Page, PageStart};
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, Older, Plan, Role, Status, Tls};
use seatkeeper_testkit::mint;

use crate::setup::{At, FIRST, SOMEBODY, api, impatient, owned, signed_in_as, within};

async fn page(at: &At, page: Page<'_>) -> UsersPage {
    UsersPage::read(&api().users(at.target(), page).await.expect("an answer").json).expect("a page")
}

#[tokio::test]
async fn pages_follow_one_another_and_say_how_many_come() {
    let (fake, at) = owned(|plan| plan.tls(Tls::Good).crowd(500));
    let first = page(&at, FIRST).await;
    assert_eq!((first.people.len(), first.count, first.unreadable), (100, Some(501), 0));
    let last = &first.people[99];
    let next = page(&at, Page { start: PageStart::After(&last.id), ..FIRST }).await;
    assert_eq!((next.people.len(), next.count), (100, Some(401)));
    assert!(next.people[0].username > last.username);
    let same = page(&at, Page { start: PageStart::Offset(100), ..FIRST }).await;
    assert_eq!((same.people, same.count), (next.people, Some(501)));
    let past = page(&at, Page { start: PageStart::Offset(5_000), ..FIRST }).await;
    assert_eq!((past.people.len(), past.count), (0, Some(0)));
    let dormant = page(&at, Page { status: Some(&UserStatus::Dormant), ..FIRST }).await;
    assert!(!dormant.people.is_empty());
    assert!(dormant.people.iter().all(|person| person.status == UserStatus::Dormant));
    assert!(fake.calls().iter().all(|call| call.route().starts_with("GET /api/v2/users") && call.with_token));
}

#[tokio::test]
async fn a_status_that_coder_does_not_know_is_refused_in_its_words() {
    let (_fake, at) = owned(|plan| plan);
    let odd = UserStatus::Other("foo".to_owned());
    let fault = api().users(at.target(), Page { status: Some(&odd), ..FIRST }).await.expect_err("refused");
    let ApiError::Refused(400, words) = fault else { panic!("{fault:?}") };
    assert_eq!(words.validations.len(), 1, "{words:?}");
}

#[tokio::test]
async fn a_member_lists_nobody_else() {
    let (_fake, ana) = signed_in_as(Role::Member);
    let seen = page(&ana, FIRST).await;
    assert_eq!((seen.people.len(), seen.count, seen.people[0].username.as_str()), (1, Some(1), "ana"));
}

#[tokio::test]
async fn the_seat_history_is_asked_for_in_whole_hours_and_read_by_day() {
    let days: Vec<[u32; 3]> = (1..=20).map(|day| [day, 2, 1]).collect();
    let (fake, at) = owned(|plan| plan.now(Instant::from_unix(mint::NOW)).seat_history(days.clone()));
    for hours in [0_i8, -4, 5] {
        let answer = api().status_counts(at.target(), hours).await.expect("an answer");
        let counts = StatusCounts::read(&answer.json, hours).expect("counts");
        let active = counts.of(&UserStatus::Active);
        assert_eq!(active.len(), 61);
        assert_eq!((active[60].day, active[60].count), (date(2026, 11, 23), Some(20)));
        assert_eq!((active[40].count, active[41].count), (Some(0), Some(1)));
    }
    assert!(fake.saw("tz_offset=-4"));
}

#[tokio::test]
async fn an_older_server_has_no_seat_history_and_a_member_may_not_see_it() {
    let (_fake, at) = owned(|plan| plan.older(Older::V2_18));
    assert_eq!(api().status_counts(at.target(), 0).await.expect_err("older"), ApiError::RouteMissing);
    let (_fake, ana) = signed_in_as(Role::Member);
    let fault = api().status_counts(ana.target(), 0).await.expect_err("a member");
    assert!(matches!(fault, ApiError::NotPermitted(_)), "{fault:?}");
}

/// A fake with a member to suspend, and the target of somebody of this role.
fn with_member(role: Role) -> (FakeDeployment, At, String) {
    let fake = FakeDeployment::start(Plan::with_owner().user("ana", role).user("bo", Role::Member));
    let at = At::fake(&fake).with_token(&fake.token_of("ana"));
    let id = fake.control().id_of("bo").expect("there");
    (fake, at, id)
}

#[tokio::test]
async fn a_user_admin_suspends_and_activates() {
    let (fake, at, bo) = with_member(Role::UserAdmin);
    let read = |answer: seatkeeper_core::api::Answer| Person::read(&answer.json).expect("a user");
    assert_eq!(read(api().user(at.target(), &bo).await.expect("seen")).status, UserStatus::Active);
    let suspended = read(api().suspend(at.target(), &bo).await.expect("suspended"));
    assert_eq!(
        (suspended.status, fake.control().status("bo")),
        (UserStatus::Suspended, Some(Status::Suspended))
    );
    let back = read(api().activate(at.target(), &bo).await.expect("activated"));
    assert_eq!((back.status, fake.control().status("bo")), (UserStatus::Active, Some(Status::Active)));
}

#[tokio::test]
async fn an_auditors_attempt_is_an_internal_fault_and_a_members_finds_nobody() {
    let (fake, auditor, bo) = with_member(Role::Auditor);
    let fault = api().suspend(auditor.target(), &bo).await.expect_err("may not");
    assert!(matches!(&fault, ApiError::ServerFault(500, words) if words.detail.contains("rbac: forbidden")));
    assert_eq!(fake.control().status("bo"), Some(Status::Active));
    let (_fake, member, bo) = with_member(Role::Member);
    for fault in [api().suspend(member.target(), &bo).await, api().activate(member.target(), &bo).await] {
        assert!(matches!(fault, Err(ApiError::NotFound(_))), "{fault:?}");
    }
}

#[tokio::test]
async fn yourself_owners_and_nobody_are_refused() {
    let (fake, at) = owned(|plan| plan.user("boss", Role::Owner));
    for who in ["owner", "boss"] {
        let id = fake.control().id_of(who).expect("there");
        let fault = api().suspend(at.target(), &id).await.expect_err("refused");
        assert!(matches!(fault, ApiError::Refused(400, _)), "{who}: {fault:?}");
    }
    assert!(matches!(api().suspend(at.target(), SOMEBODY).await, Err(ApiError::NotFound(_))));
    // What is no ID never becomes a path.
    let calls = fake.calls().len();
    assert!(api().suspend(at.target(), "../../licenses/1").await.is_err());
    assert_eq!(fake.calls().len(), calls);
}

#[tokio::test]
async fn each_call_about_users_meets_each_fault_and_a_change_is_sent_once() {
    let faults = [
        Fault::CloseAtOnce,
        Fault::CutHeader,
        Fault::CutBody,
        Fault::ShortLength,
        Fault::BrokenChunk,
        Fault::ResetAfterRead,
        Fault::ResetBefore,
        Fault::EmptyOk,
        Fault::CutJson,
        Fault::Utf16,
        Fault::GzipBomb,
        Fault::Html(502),
        Fault::Silence,
        Fault::RateLimited("7".to_owned()),
        Fault::Redirect("https://elsewhere.example".to_owned()),
    ];
    for fault in faults {
        let (fake, at, bo) = with_member(Role::UserAdmin);
        fake.control().fail("*", fault.clone());
        let api = impatient();
        let questions = [
            within(10, api.users(at.target(), FIRST)).await,
            within(10, api.user(at.target(), &bo)).await,
            within(10, api.status_counts(at.target(), 1)).await,
        ];
        for answer in questions {
            let error = answer.expect_err("spoiled");
            assert!(!matches!(error, ApiError::OutcomeUnknown(_)), "{fault:?}: {error:?}");
        }
        fake.forget_calls();
        let changes = [
            within(10, api.suspend(at.target(), &bo)).await,
            within(10, api.activate(at.target(), &bo)).await,
        ];
        for answer in changes {
            let error = answer.expect_err("spoiled");
            let known = matches!(fault, Fault::RateLimited(_) | Fault::Redirect(_));
            assert_eq!(matches!(error, ApiError::OutcomeUnknown(_)), !known, "{fault:?}: {error:?}");
        }
        assert_eq!(fake.calls().len(), 2, "{fault:?}: each was sent once");
    }
}

#[tokio::test]
async fn answers_with_new_fields_and_with_every_value_of_another_type_harm_nobody() {
    let (fake, at) = owned(|plan| plan.crowd(20));
    fake.control().fail("*", Fault::UnknownFields);
    assert_eq!(page(&at, FIRST).await.people.len(), 21);
    fake.control().fail("*", Fault::WrongTypes);
    let odd = api().users(at.target(), FIRST).await.expect("JSON all the same");
    if let Ok(page) = UsersPage::read(&odd.json) {
        assert!(page.people.is_empty());
    }
    let odd = api().status_counts(at.target(), 0).await.expect("JSON all the same");
    if let Ok(counts) = StatusCounts::read(&odd.json, 0) {
        assert!(counts.of(&UserStatus::Active).iter().all(|day| day.count.is_none()));
    }
}
