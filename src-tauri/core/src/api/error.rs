//! Why a call gave no answer.

use crate::Instant;

/// Coder's own words of refusal (coder/coder, `codersdk/client.go`, `Response`), to be shown as plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoderWords {
    /// `message`: for people.
    pub message: String,
    /// `detail`: for experts; may be empty.
    pub detail: String,
    /// `validations`: field and what is wrong with it.
    pub validations: Vec<(String, String)>,
}

impl CoderWords {
    /// Message, detail and validations in one line, as they are quoted.
    pub fn quoted(&self) -> String {
        let mut words = self.message.clone();
        let mut add = |more: &str, between: &str| {
            if !more.is_empty() && !words.contains(more) {
                if !words.is_empty() {
                    words.push_str(between);
                }
                words.push_str(more);
            }
        };
        let closed = self.message.ends_with(['.', '!', '?', ':']);
        add(&self.detail, if closed { " " } else { ": " });
        for (field, fault) in &self.validations {
            add(&format!("{field}: {fault}"), "; ");
        }
        words
    }
}

/// Why a call gave no answer. None of them holds a token, a header or a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No connection: no such name, refused, no route, broken off. In the system's words.
    #[error("{0}")]
    Unreachable(String),
    /// No answer within the deadline; nothing may have happened there.
    #[error("no answer after {seconds} s")]
    TimedOut {
        /// How long it was waited.
        seconds: u32,
    },
    /// The certificate does not lead to an authority that is trusted here: who issued it, where that is known.
    #[error("{0}")]
    CertificateUntrusted(String),
    /// The certificate is past its end, or before its start.
    #[error("{0}")]
    CertificateExpired(String),
    /// The certificate is for other names: which.
    #[error("{0}")]
    NameMismatch(String),
    /// TLS failed in another way (an alert, a client certificate that is asked for, an old version).
    #[error("{0}")]
    TlsFailed(String),
    /// A file of the connection (CA, client certificate, key) cannot be read or used: which, and why.
    #[error("{0}")]
    ConnectionFile(String),
    /// The proxy does not answer, or wants another sign-in.
    #[error("{0}")]
    Proxy(String),
    /// It answers with a redirect, which is not followed: where to (origin only).
    #[error("{0}")]
    Redirects(String),
    /// Something answers that is not Coder: status, content type, and the first 200 characters made harmless.
    #[error("status {status}, {content_type}")]
    NotCoder {
        /// The HTTP status.
        status: u16,
        /// Its content type; empty where none was sent.
        content_type: String,
        /// The beginning of the body; may be empty.
        excerpt: String,
    },
    /// 401: the session is over or was never good.
    #[error("{}", .0.quoted())]
    SessionRejected(CoderWords),
    /// 403: the session may not do this.
    #[error("{}", .0.quoted())]
    NotPermitted(CoderWords),
    /// 404 `Route not found.`: this server has no such call.
    #[error("this server has no such call")]
    RouteMissing,
    /// Another 404: there is no such thing, or it may not be seen.
    #[error("{}", .0.quoted())]
    NotFound(CoderWords),
    /// Another 4xx: Coder refuses, and says why.
    #[error("{}", .1.quoted())]
    Refused(u16, CoderWords),
    /// 5xx in Coder's own words.
    #[error("{}", .1.quoted())]
    ServerFault(u16, CoderWords),
    /// 429, or a refusal with `Retry-After`: from when on it may be asked again (at most ten minutes ahead).
    #[error("{}", words.quoted())]
    RateLimited {
        /// The earliest instant for the next try, by this computer's clock.
        until: Instant,
        /// Coder's words.
        words: CoderWords,
    },
    /// The answer is larger than 8 MiB, cut off, or no JSON: what is wrong with it.
    #[error("{0}")]
    Unexpected(String),
    /// A change was sent and no answer came: it may or may not have happened.
    #[error("sent, but no answer came ({0})")]
    OutcomeUnknown(String),
}

impl ApiError {
    /// Whether a change that was sent and failed so may have happened all the same: no answer of Coder's came, or one
    /// that cannot be read. A page of something in between says nothing of what Coder did with the call, be it a
    /// gateway that gave up (5xx) or one that calls it a success; a refusal (3xx, 4xx) was not passed on.
    pub fn leaves_open(&self) -> bool {
        match self {
            Self::TimedOut { .. } | Self::Unexpected(_) | Self::OutcomeUnknown(_) => true,
            Self::NotCoder { status, .. } => *status >= 500 || (200..300).contains(status),
            Self::Unreachable(_)
            | Self::CertificateUntrusted(_)
            | Self::CertificateExpired(_)
            | Self::NameMismatch(_)
            | Self::TlsFailed(_)
            | Self::ConnectionFile(_)
            | Self::Proxy(_)
            | Self::Redirects(_)
            | Self::SessionRejected(_)
            | Self::NotPermitted(_)
            | Self::RouteMissing
            | Self::NotFound(_)
            | Self::Refused(..)
            | Self::ServerFault(..)
            | Self::RateLimited { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_between_leaves_a_change_open_where_it_may_have_been_passed_on() {
        let page = |status| ApiError::NotCoder {
            status,
            content_type: "text/html".to_owned(),
            excerpt: "a page".to_owned(),
        };
        let open: Vec<u16> = [200, 204, 302, 401, 403, 404, 429, 500, 502, 503, 504]
            .into_iter()
            .filter(|status| page(*status).leaves_open())
            .collect();
        assert_eq!(open, [200, 204, 500, 502, 503, 504]);
    }

    #[test]
    fn what_coder_refuses_did_not_happen() {
        let words = CoderWords::default;
        assert!(!ApiError::Refused(400, words()).leaves_open());
        assert!(!ApiError::ServerFault(500, words()).leaves_open());
        assert!(!ApiError::Unreachable("refused".to_owned()).leaves_open());
        assert!(ApiError::TimedOut { seconds: 30 }.leaves_open());
        assert!(ApiError::Unexpected("cut off".to_owned()).leaves_open());
    }
}
