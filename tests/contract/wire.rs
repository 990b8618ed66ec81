//! Connections that fail: where nothing answers, where it stops answering, and where it never ends.

use std::time::Duration;

use seatkeeper_core::api::ApiError;
use seatkeeper_core::license::LicenseText;
use seatkeeper_core::ports::DeploymentApi;
use seatkeeper_testkit::fake_deployment::{FakeDeployment, Fault, Plan};
use tokio::net::TcpListener;

use crate::hostile::{Hostile, Step, json};
use crate::setup::{At, STRAY_TOKEN, api, impatient, owned, within};

/// The memory of this process, in KiB, at its highest so far.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the process");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("its memory");
    line.split_whitespace().nth(1).expect("a figure").parse().expect("a number")
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_named() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    let fault = within(10, api().build_info(At::url(&url).target())).await.expect_err("refused");
    assert_eq!(fault, ApiError::Unreachable("connection refused".to_owned()));
}

#[tokio::test]
async fn a_change_that_could_not_be_sent_did_not_happen() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = At::url(&format!("http://{}", free.local_addr().expect("an address"))).with_token(STRAY_TOKEN);
    drop(free);
    let fault = api().install(at.target(), &LicenseText::new("a.b.c")).await.expect_err("refused");
    assert!(matches!(fault, ApiError::Unreachable(_)), "{fault:?}");
    assert!(matches!(api().remove(at.target(), 1).await, Err(ApiError::Unreachable(_))));
    assert!(matches!(api().refresh_entitlements(at.target()).await, Err(ApiError::Unreachable(_))));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_is_never_accepted_ends_with_the_deadline() {
    // Nothing takes connections off this queue of one; Linux leaves the next ones without an answer.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let mut waiting = Vec::new();
    while let Ok(stream) = std::net::TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
        waiting.push(stream);
        assert!(waiting.len() < 5_000, "the queue is full at some time");
    }
    let fault = within(5, impatient().build_info(At::url(&format!("http://{address}")).target())).await;
    assert_eq!(fault.expect_err("silence"), ApiError::TimedOut { seconds: 1 });
}

#[tokio::test]
async fn silence_after_the_request_ends_with_the_deadline() {
    let hostile = Hostile::plain(vec![Step::Read, Step::Wait]).await;
    let fault =
        within(5, impatient().build_info(At::url(&hostile.url()).target())).await.expect_err("silence");
    assert_eq!(fault, ApiError::TimedOut { seconds: 1 });
    assert_eq!(hostile.over(1).await.connections, 1, "a question that timed out is not asked again");
}

#[tokio::test]
async fn a_change_that_meets_silence_is_of_unknown_outcome() {
    let hostile = Hostile::plain(vec![Step::Read, Step::Wait]).await;
    let at = At::url(&hostile.url()).with_token(STRAY_TOKEN);
    let text = LicenseText::new("a.b.c");
    let api = impatient();
    let unknown = Err::<(), _>(ApiError::OutcomeUnknown("no answer after 1 s".to_owned()));
    assert_eq!(within(5, api.install(at.target(), &text)).await.map(drop), unknown);
    assert_eq!(within(5, api.remove(at.target(), 7)).await, unknown);
    assert_eq!(within(5, api.refresh_entitlements(at.target())).await, unknown);
    assert_eq!(hostile.over(3).await.connections, 3, "none of them was sent twice");
}

#[tokio::test]
async fn a_license_that_was_stored_though_its_answer_was_lost_is_of_unknown_outcome() {
    use seatkeeper_core::Instant;
    use seatkeeper_testkit::mint;
    let (fake, at) = owned(|plan| plan.now(Instant::from_unix(mint::NOW)));
    fake.control().fail("POST /api/v2/licenses", Fault::ResetAfterRead);
    let text = LicenseText::new(mint::license(&mint::valid_claims()));
    let fault = within(10, api().install(at.target(), &text)).await.expect_err("its answer was lost");
    assert!(matches!(fault, ApiError::OutcomeUnknown(_)), "{fault:?}");
    assert_eq!(fake.control().licenses().len(), 1, "it did happen, and once");
    assert_eq!(fake.calls().len(), 1, "it was not sent again");
}

#[tokio::test]
async fn a_change_whose_answer_ends_too_early_is_of_unknown_outcome() {
    for fault in [Fault::CloseAtOnce, Fault::CutHeader, Fault::CutBody, Fault::BrokenChunk, Fault::CutJson] {
        let (fake, at) = owned(|plan| plan);
        let said = format!("{fault:?}");
        fake.control().fail("POST /api/v2/licenses", fault);
        let outcome = within(10, api().install(at.target(), &LicenseText::new("a.b.c"))).await;
        match (said.as_str(), outcome) {
            // The answer was a refusal in whole HTTP, whose JSON alone is cut.
            ("CutJson", Err(ApiError::NotCoder { status: 400, .. })) => {}
            (_, Err(ApiError::OutcomeUnknown(_))) => {}
            (_, other) => panic!("{said}: {other:?}"),
        }
        assert_eq!(fake.calls().len(), 1, "{said}: sent once");
    }
}

#[tokio::test]
async fn a_question_is_asked_once_more_where_the_connection_broke_before_an_answer() {
    for fault in [Fault::CloseAtOnce, Fault::ResetBefore, Fault::CutHeader] {
        let (fake, at) = owned(|plan| plan);
        fake.control().fail_once("GET /api/v2/users/me", fault.clone());
        within(10, api().who_am_i(at.target())).await.unwrap_or_else(|again| panic!("{fault:?}: {again:?}"));
        fake.forget_calls();
        fake.control().fail("GET /api/v2/users/me", fault.clone());
        let broken = within(10, api().who_am_i(at.target())).await.expect_err("broken twice");
        assert!(matches!(broken, ApiError::Unreachable(_)), "{fault:?}: {broken:?}");
        assert_eq!(fake.calls().len(), 2, "{fault:?}: twice and no more");
    }
}

#[tokio::test]
async fn half_an_answer_is_no_answer() {
    for fault in [Fault::CutBody, Fault::ShortLength, Fault::BrokenChunk, Fault::CutJson] {
        let (fake, at) = owned(|plan| plan);
        fake.control().fail("GET /api/v2/entitlements", fault.clone());
        let broken = within(10, api().entitlements(at.target())).await.expect_err("half an answer");
        assert!(matches!(broken, ApiError::Unexpected(_)), "{fault:?}: {broken:?}");
        assert_eq!(fake.calls().len(), 1, "{fault:?}: an answer that began is not asked for again");
    }
}

#[tokio::test]
async fn an_answer_that_was_cut_off_says_so() {
    let hostile = Hostile::plain(vec![
        Step::Read,
        Step::Write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":1}"
                .to_vec(),
        ),
    ])
    .await;
    let fault = within(5, api().build_info(At::url(&hostile.url()).target())).await.expect_err("cut off");
    assert_eq!(fault, ApiError::Unexpected("the answer was cut off after 7 bytes".to_owned()));
}

#[tokio::test]
async fn a_reset_after_a_whole_answer_harms_nobody() {
    let hostile =
        Hostile::plain(vec![Step::Read, json("200 OK", r#"{"version":"v1"}"#), Step::ReadAndReset]).await;
    let at = At::url(&hostile.url());
    let api = api();
    api.build_info(at.target()).await.expect("an answer");
    api.build_info(at.target()).await.expect("another, over another connection");
}

#[tokio::test]
async fn an_answer_of_a_byte_at_a_time_ends_with_the_whole_deadline() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    let hostile = Hostile::plain(vec![
        Step::Read,
        Step::Write(head.as_bytes().to_vec()),
        Step::Drip(vec![b' '; 10_000]),
    ])
    .await;
    let fault =
        within(6, impatient().build_info(At::url(&hostile.url()).target())).await.expect_err("too slow");
    assert_eq!(fault, ApiError::TimedOut { seconds: 3 });
    let in_head = Hostile::plain(vec![Step::Read, Step::Drip(head.repeat(100).into_bytes())]).await;
    let fault =
        within(6, impatient().build_info(At::url(&in_head.url()).target())).await.expect_err("too slow");
    assert_eq!(fault, ApiError::TimedOut { seconds: 1 });
}

#[tokio::test]
async fn silence_within_an_answer_ends_with_the_deadline() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{".to_vec();
    let hostile = Hostile::plain(vec![Step::Read, Step::Write(head), Step::Wait]).await;
    let fault =
        within(6, impatient().build_info(At::url(&hostile.url()).target())).await.expect_err("silence");
    assert_eq!(fault, ApiError::TimedOut { seconds: 1 });
}

#[cfg(target_os = "linux")]
#[test]
fn answers_without_end_are_cut_at_8_mib_and_memory_stays_flat() {
    // Alone in a process, so that no other test's memory is measured.
    crate::setup::child("wire::child_with_answers_without_end", &[]);
}

#[cfg(target_os = "linux")]
#[tokio::test]
#[ignore = "run by the test above"]
async fn child_with_answers_without_end() {
    let too_large = ApiError::Unexpected("the answer is larger than 8 MiB".to_owned());
    let before = peak();
    for fault in [Fault::EndlessBody, Fault::GzipBomb] {
        let (fake, at) = owned(|plan| plan);
        fake.control().fail("*", fault.clone());
        let stopped = within(30, api().licenses(at.target())).await.expect_err("stopped");
        assert_eq!(stopped, too_large, "{fault:?}");
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        1_u64 << 30
    );
    let script = vec![Step::Read, Step::Write(head.into_bytes()), Step::Forever(vec![b' '; 65_536])];
    let hostile = Hostile::plain(script).await;
    let stopped = within(30, api().build_info(At::url(&hostile.url()).target())).await.expect_err("stopped");
    assert_eq!(stopped, too_large);
    let grown = peak().saturating_sub(before);
    assert!(grown < 64 * 1024, "grown by {grown} KiB");
}

#[tokio::test]
async fn the_bound_is_8_mib_to_the_byte() {
    let answer = |length: usize| json("200 OK", &format!("\"{}\"", "x".repeat(length - 2)));
    let bound = 8 * 1024 * 1024;
    let fits = Hostile::plain(vec![Step::Read, answer(bound)]).await;
    let taken = api().build_info(At::url(&fits.url()).target()).await.expect("it fits");
    assert_eq!(taken.json.len(), bound);
    let more = Hostile::plain(vec![Step::Read, answer(bound + 1)]).await;
    let fault = api().build_info(At::url(&more.url()).target()).await.expect_err("it does not");
    assert_eq!(fault, ApiError::Unexpected("the answer is larger than 8 MiB".to_owned()));
}

#[tokio::test]
async fn a_page_without_end_is_taken_for_its_first_words() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Please sign in".to_vec();
    let hostile =
        Hostile::plain(vec![Step::Read, Step::Write(head), Step::Forever(vec![b'.'; 65_536])]).await;
    let fault = within(10, api().build_info(At::url(&hostile.url()).target())).await.expect_err("a page");
    let ApiError::NotCoder { status: 200, content_type, excerpt } = fault else { panic!("{fault:?}") };
    assert_eq!(content_type, "text/html");
    assert!(excerpt.starts_with("<html>Please sign in....") && excerpt.chars().count() == 201, "{excerpt}");
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let (fake, at) = owned(|plan| plan);
    fake.control().fail("*", Fault::EndlessHeaders);
    let fault = within(30, api().build_info(at.target())).await.expect_err("too many");
    assert_eq!(
        fault,
        ApiError::Unexpected("the answer is not as HTTP has it: message head is too large".to_owned())
    );
    let script = vec![
        Step::Read,
        Step::Write(b"HTTP/1.1 200 OK\r\nX-Long: ".to_vec()),
        Step::Forever(vec![b'x'; 65_536]),
    ];
    let hostile = Hostile::plain(script).await;
    let fault = within(30, api().build_info(At::url(&hostile.url()).target())).await.expect_err("too long");
    assert!(matches!(fault, ApiError::Unexpected(_)), "{fault:?}");
}

#[tokio::test]
async fn what_speaks_no_http_is_named() {
    for banner in
        ["SSH-2.0-OpenSSH_9.6\r\n", "220 mail.example ESMTP\r\n", "\0\u{1}\u{2}\u{3}garbage\r\n\r\n"]
    {
        let hostile = Hostile::plain(vec![Step::Write(banner.into()), Step::Wait]).await;
        let fault =
            within(10, impatient().build_info(At::url(&hostile.url()).target())).await.expect_err("no HTTP");
        assert!(matches!(fault, ApiError::Unexpected(_)), "{banner:?}: {fault:?}");
    }
}

#[tokio::test]
async fn answers_before_the_final_one_are_passed_over() {
    let script = vec![
        Step::Read,
        Step::Write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".to_vec()),
        json("200 OK", "{}"),
    ];
    let hostile = Hostile::plain(script).await;
    api().entitlements(At::url(&hostile.url()).target()).await.expect("an answer");
    let endless =
        Hostile::plain(vec![Step::Read, Step::Forever(b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec())]).await;
    let fault =
        within(6, impatient().build_info(At::url(&endless.url()).target())).await.expect_err("no end");
    assert!(matches!(fault, ApiError::TimedOut { .. } | ApiError::Unexpected(_)), "{fault:?}");
}

#[tokio::test]
async fn a_call_that_is_dropped_lets_go_of_its_connection() {
    let hostile = Hostile::plain(vec![Step::Read, Step::Wait]).await;
    let at = At::url(&hostile.url());
    let api = api();
    let dropped = tokio::time::timeout(Duration::from_millis(300), api.build_info(at.target())).await;
    assert!(dropped.is_err(), "it waits still");
    hostile.over(1).await;
}

#[tokio::test]
async fn a_stopped_deployment_is_unreachable_and_a_running_one_answers_beside_it() {
    let (fake, at) = owned(|plan| plan);
    let other = FakeDeployment::start(Plan::with_owner());
    fake.control().refuse_connections(true);
    let (api, other_at) = (api(), At::fake(&other));
    let (broken, fine) =
        tokio::join!(within(10, api.who_am_i(at.target())), within(10, api.build_info(other_at.target())),);
    assert!(matches!(broken, Err(ApiError::Unreachable(_))), "{broken:?}");
    fine.expect("the other one answers");
    fake.control().refuse_connections(false);
    api.who_am_i(at.target()).await.expect("back again");
}

/// Runs the ignored test below and stops it, as sleep stops a computer, while its call is under way.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_slept_past_its_deadline_ends_after_waking() {
    let hostile = Hostile::plain(vec![Step::Read, Step::Wait]).await;
    let mut child = crate::setup::child_command("wire::child_that_sleeps", &[("TEST_URL", hostile.url())])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    hostile.requests(1).await;
    let signal = |name: &str| {
        let sent = std::process::Command::new("kill").args([name, &child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    };
    signal("-STOP");
    // Longer than every deadline of the child.
    let slept = tokio::time::timeout(2 * crate::setup::SHORT.whole, hostile.over(1)).await;
    assert!(slept.is_err(), "a process that is stopped gives nothing up");
    signal("-CONT");
    hostile.over(1).await;
    let said = tokio::task::block_in_place(|| {
        let mut said = String::new();
        std::io::Read::read_to_string(&mut child.stdout.take().expect("its output"), &mut said)
            .expect("its output");
        assert!(child.wait().expect("it ends").success(), "{said}");
        said
    });
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test]
#[ignore = "run by the test above"]
async fn child_that_sleeps() {
    let at = At::url(&std::env::var("TEST_URL").expect("the address"));
    let fault = impatient().build_info(at.target()).await.expect_err("silence");
    assert_eq!(fault, ApiError::TimedOut { seconds: 1 });
}
