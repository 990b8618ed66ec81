//! Where deployments are: names, addresses of both kinds, and networks that are not there.

use seatkeeper_core::api::ApiError;
use seatkeeper_core::ports::DeploymentApi;

use crate::hostile::{Hostile, Step, json};
use crate::setup::{At, api, impatient, within};

#[tokio::test]
async fn a_name_that_nobody_knows_is_named() {
    let fault =
        within(12, api().build_info(At::url("https://coder.invalid").target())).await.expect_err("unknown");
    // A machine may have a name server that does not answer at all.
    if fault != (ApiError::TimedOut { seconds: 5 }) {
        assert!(
            matches!(&fault, ApiError::Unreachable(words) if words.starts_with("the name coder.invalid is not known")),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn names_beyond_ascii_are_asked_for_in_punycode() {
    let at = At::url("https://bücher.invalid:8443");
    assert_eq!(at.address.host(), "xn--bcher-kva.invalid:8443");
    let fault = within(12, api().build_info(at.target())).await.expect_err("unknown");
    if fault != (ApiError::TimedOut { seconds: 5 }) {
        assert!(
            matches!(&fault, ApiError::Unreachable(words) if words.contains("xn--bcher-kva.invalid")),
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn an_address_of_the_sixth_version_works() {
    let hostile = Hostile::start("[::1]:0", None, vec![Step::Read, json("200 OK", "{}")]).await;
    let at = At::url(&format!("http://[::1]:{}", hostile.address.port()));
    api().entitlements(at.target()).await.expect("an answer");
    assert!(hostile.seen().text().contains(&format!("[::1]:{}", hostile.address.port())));
}

#[tokio::test]
async fn where_the_first_address_is_dead_the_second_one_is_tried() {
    // `localhost` is 127.0.0.1 and ::1; only one of the two listens.
    for only in ["127.0.0.1:0", "[::1]:0"] {
        let hostile = Hostile::start(only, None, vec![Step::Read, json("200 OK", "{}")]).await;
        let at = At::url(&format!("http://localhost:{}", hostile.address.port()));
        within(5, api().entitlements(at.target())).await.unwrap_or_else(|fault| panic!("{only}: {fault:?}"));
    }
}

#[tokio::test]
async fn names_below_localhost_are_this_computer() {
    let hostile = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    let at = At::url(&format!("http://coder.localhost:{}", hostile.address.port()));
    api().entitlements(at.target()).await.expect("an answer");
}

#[tokio::test]
async fn a_path_in_the_address_is_not_asked_for() {
    let hostile = Hostile::plain(vec![Step::Read, json("200 OK", "{}")]).await;
    api().entitlements(At::url(&format!("{}/coder/", hostile.url())).target()).await.expect("an answer");
    assert!(hostile.seen().text().starts_with("GET /api/v2/entitlements HTTP/1.1\r\n"));
}

#[tokio::test]
async fn an_address_that_no_packet_reaches_ends_with_the_deadline_or_its_reason() {
    // TEST-NET-1 (RFC 5737) is nobody's.
    let fault =
        within(5, impatient().build_info(At::url("http://192.0.2.1").target())).await.expect_err("nobody's");
    assert!(
        matches!(
            fault,
            ApiError::TimedOut { seconds: 1 } | ApiError::Unreachable(_) | ApiError::NotCoder { .. }
        ),
        "{fault:?}"
    );
}

#[tokio::test]
async fn plain_http_to_a_port_of_tls_is_told_apart() {
    use crate::certificates::Authority;
    let authority = Authority::new();
    let hostile = Hostile::tls(authority.server(|_| {}), vec![Step::Read, json("200 OK", "{}")]).await;
    let at = At::url(&format!("http://localhost:{}", hostile.address.port()));
    let fault = within(10, impatient().build_info(at.target())).await.expect_err("it speaks TLS");
    assert!(matches!(fault, ApiError::Unexpected(_) | ApiError::Unreachable(_)), "{fault:?}");
}

/// Runs the ignored test below in a network that has nothing but itself.
#[cfg(target_os = "linux")]
#[test]
fn without_any_network_the_fault_is_named_at_once() {
    let child = crate::setup::child_command("places::child_without_a_network", &[]);
    let run = std::process::Command::new("unshare")
        .args(["--user", "--map-root-user", "--net"])
        .arg(child.get_program())
        .args(child.get_args())
        .output();
    let Ok(run) = run else { return eprintln!("unshare is not installed: not run") };
    let said = format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    if said.contains("unshare:") {
        return eprintln!("this kernel gives no network of one's own: not run");
    }
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
#[ignore = "run by the test above"]
async fn child_without_a_network() {
    let fault =
        within(5, api().build_info(At::url("http://192.0.2.1").target())).await.expect_err("no network");
    assert!(matches!(&fault, ApiError::Unreachable(words) if no_way(words)), "{fault:?}");
    let fault = within(12, api().build_info(At::url("https://coder.example.com").target())).await;
    assert!(matches!(fault, Err(ApiError::Unreachable(_) | ApiError::TimedOut { seconds: 5 })), "{fault:?}");
    let fault =
        within(5, api().build_info(At::url("http://[2001:db8::1]").target())).await.expect_err("no network");
    assert!(matches!(&fault, ApiError::Unreachable(words) if no_way(words)), "{fault:?}");
}

/// The words of kernels for it.
fn no_way(words: &str) -> bool {
    ["network unreachable", "host unreachable", "address not available"].contains(&words)
}
