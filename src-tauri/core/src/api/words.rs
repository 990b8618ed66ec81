//! A call without an answer in words: whom it was about, and what happened.

use jiff::tz::TimeZone;

use super::{ApiError, CoderWords};
use crate::error::{Error, ErrorCode};
use crate::sentence::visible;

/// What others wrote is cut here.
const SHOWN: usize = 400;

impl Error {
    /// The error for a call to `host` ("coder.example.com") that gave no answer; times are named in `zone`.
    pub fn of_api(host: &str, fault: &ApiError, zone: &TimeZone) -> Self {
        let shown = |words: &str| visible(words.trim().trim_end_matches('.'), SHOWN);
        let about = |words: &str| {
            if words.is_empty() { host.to_owned() } else { format!("{host} ({})", shown(words)) }
        };
        let (code, about) = match fault {
            ApiError::Unreachable(what) => {
                (ErrorCode::DeploymentUnreachable, format!("{host} cannot be reached: {}", shown(what)))
            }
            ApiError::TimedOut { seconds } => {
                (ErrorCode::DeploymentTimedOut, format!("{host} did not answer within {seconds} s"))
            }
            ApiError::CertificateUntrusted(issuer) => {
                (ErrorCode::DeploymentCertificateUntrusted, about(issuer))
            }
            ApiError::CertificateExpired(what) => (ErrorCode::DeploymentCertificateExpired, about(what)),
            ApiError::NameMismatch(names) => {
                (ErrorCode::DeploymentNameMismatch, format!("{host} is for another name: {}", shown(names)))
            }
            ApiError::TlsFailed(what) => (ErrorCode::DeploymentTlsFailed, about(what)),
            ApiError::ConnectionFile(what) => (ErrorCode::ConnectionInvalid, shown(what)),
            ApiError::Proxy(what) => (ErrorCode::ProxyFailed, shown(what)),
            ApiError::Redirects(to) => {
                (ErrorCode::DeploymentRedirects, format!("{host} sends the call on to {}", shown(to)))
            }
            ApiError::NotCoder { status, content_type, excerpt } => {
                let kind = if content_type.is_empty() {
                    String::new()
                } else {
                    format!(", {}", shown(content_type))
                };
                let begins = if excerpt.trim().is_empty() {
                    String::new()
                } else {
                    format!(": “{}”", visible(excerpt.trim(), 200))
                };
                let about = format!(
                    "{host} answered, but it is not Coder that answers (status {status}{kind}){begins}"
                );
                (ErrorCode::DeploymentNotCoder, about)
            }
            ApiError::SessionRejected(words) => (ErrorCode::SessionRejected, answered(host, words)),
            ApiError::NotPermitted(words) => (ErrorCode::SessionNotPermitted, answered(host, words)),
            ApiError::RouteMissing => (ErrorCode::ApiMissing, format!("{host} has no such call")),
            ApiError::NotFound(words) | ApiError::Refused(_, words) => {
                (ErrorCode::ApiRefused, answered(host, words))
            }
            ApiError::ServerFault(status, words) => {
                (ErrorCode::ApiUnavailable, format!("{} (status {status})", answered(host, words)))
            }
            ApiError::RateLimited { until, .. } => {
                let at = until.clock(zone);
                (
                    ErrorCode::ApiRateLimited,
                    format!("{host} was asked too often; it allows the next call at {at}"),
                )
            }
            ApiError::Unexpected(what) => (
                ErrorCode::ApiResponseUnexpected,
                format!("The answer of {host} cannot be read: {}", shown(what)),
            ),
            ApiError::OutcomeUnknown(what) => {
                let about = format!(
                    "It was sent to {host} and no answer came ({}); it may or may not have happened",
                    shown(what)
                );
                (ErrorCode::OutcomeUnknown, about)
            }
        };
        Self::new(code, about)
    }
}

/// "coder.example.com answered: “Forbidden”", ready for the period that closes a message.
fn answered(host: &str, words: &CoderWords) -> String {
    let quoted = quoted(words);
    if quoted.is_empty() {
        format!("{host} refused without a word")
    } else {
        format!("{host} answered: “{}”", quoted.trim_end_matches('.'))
    }
}

/// Coder's words as they are quoted: hidden characters made visible, cut at 400 characters.
pub(crate) fn quoted(words: &CoderWords) -> String {
    visible(words.quoted().trim(), SHOWN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Instant;

    fn words(message: &str) -> CoderWords {
        CoderWords { message: message.to_owned(), ..CoderWords::default() }
    }

    fn message(fault: &ApiError) -> String {
        Error::of_api("coder.example.com", fault, &TimeZone::UTC).message()
    }

    #[test]
    fn silence_says_whom_and_how_long() {
        let silent = ApiError::TimedOut { seconds: 10 };
        assert_eq!(message(&silent), "coder.example.com did not answer within 10 s.");
    }

    #[test]
    fn coders_words_are_quoted_with_one_period() {
        let refused = ApiError::NotPermitted(words("Forbidden."));
        assert_eq!(message(&refused), "coder.example.com answered: “Forbidden”.");
        assert_eq!(message(&ApiError::NotPermitted(words(""))), "coder.example.com refused without a word.");
    }

    #[test]
    fn words_that_would_act_on_the_screen_are_shown_as_marks() {
        let hostile = ApiError::Refused(400, words("no\u{202e}ense\u{1b}[31m"));
        assert_eq!(message(&hostile), "coder.example.com answered: “no\\u{202e}ense\\u{1b}[31m”.");
    }

    #[test]
    fn too_many_calls_say_when_the_next_is_allowed() {
        let until = Instant::parse("2026-11-23T18:03:00Z").expect("a time");
        let limited = ApiError::RateLimited { until, words: words("slow down") };
        let said = message(&limited);
        assert_eq!(said, "coder.example.com was asked too often; it allows the next call at 18:03.");
    }

    #[test]
    fn a_page_that_is_not_coders_is_named_with_its_beginning() {
        let page = ApiError::NotCoder {
            status: 302,
            content_type: "text/html".to_owned(),
            excerpt: "<html>".to_owned(),
        };
        let said =
            "coder.example.com answered, but it is not Coder that answers (status 302, text/html): “<html>”.";
        assert_eq!(message(&page), said);
    }

    #[test]
    fn every_fault_names_the_host_or_the_file() {
        let faults = [
            ApiError::Unreachable("dns error: no such name".to_owned()),
            ApiError::CertificateUntrusted("CN=Corp Root".to_owned()),
            ApiError::CertificateExpired(String::new()),
            ApiError::NameMismatch("other.example.com".to_owned()),
            ApiError::TlsFailed("alert".to_owned()),
            ApiError::Redirects("https://sso.example.com".to_owned()),
            ApiError::RouteMissing,
            ApiError::Unexpected("it is cut off".to_owned()),
            ApiError::OutcomeUnknown("no answer after 30 s".to_owned()),
        ];
        for fault in faults {
            let error = Error::of_api("coder.example.com", &fault, &TimeZone::UTC);
            assert!(error.message().contains("coder.example.com"), "{}", error.message());
            assert!(error.message().ends_with('.') && !error.hint().is_empty());
        }
    }
}
