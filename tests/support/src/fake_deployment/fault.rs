//! What can go wrong with a call, and on which calls it does.

use serde_json::Value;

/// One way to answer wrongly, or not at all.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Another status, with this JSON as its body.
    Status(u16, Value),
    /// A web page with this status, as proxies, gateways and captive portals send.
    Html(u16),
    /// The right answer, this many milliseconds late.
    DelayMs(u64),
    /// The request is read, and nothing is answered until the caller gives up.
    Silence,
    /// The connection is closed before a byte of the answer.
    CloseAtOnce,
    /// The answer ends within its headers.
    CutHeader,
    /// The answer ends within its body.
    CutBody,
    /// `Content-Length` is shorter than the body.
    ShortLength,
    /// A chunk whose length is no number.
    BrokenChunk,
    /// The request is done and the connection reset: its answer is lost.
    ResetAfterRead,
    /// The request is not done, and the connection reset.
    ResetBefore,
    /// A body without end.
    EndlessBody,
    /// Headers without end.
    EndlessHeaders,
    /// A small compressed body that unpacks to 256 MiB.
    GzipBomb,
    /// The right answer, a byte a second.
    OneByteASecond,
    /// 302 to there.
    Redirect(String),
    /// 200 with no body.
    EmptyOk,
    /// 200 with `null`.
    NullOk,
    /// The right answer with every value of another type.
    WrongTypes,
    /// The right answer with fields that nobody knows.
    UnknownFields,
    /// Half of the right JSON, in a whole HTTP answer.
    CutJson,
    /// The right answer behind a byte order mark.
    Bom,
    /// The right answer in UTF-16.
    Utf16,
    /// 429 with this `Retry-After`.
    RateLimited(String),
    /// The request is done, and the answer is 500: the license is stored or removed, the entitlements are as before.
    NotRefreshed,
}

/// A fault on the calls that match a pattern.
#[derive(Debug, Clone)]
pub(super) struct Planted {
    pattern: String,
    pub(super) fault: Fault,
    /// How often it still strikes; `None` until it is healed.
    pub(super) left: Option<u32>,
}

impl Planted {
    pub(super) fn new(pattern: &str, fault: Fault, left: Option<u32>) -> Self {
        Self { pattern: pattern.to_owned(), fault, left }
    }

    /// Whether the pattern is that of this call: an optional method, then a path; `*` stands for anything.
    pub(super) fn strikes(&self, method: &str, path: &str) -> bool {
        let (wanted_method, wanted_path) = match self.pattern.split_once(' ') {
            Some((method, path)) => (Some(method), path),
            None => (None, self.pattern.as_str()),
        };
        let path = path.split('?').next().unwrap_or(path);
        self.left != Some(0)
            && wanted_method.is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && matches(wanted_path, path)
    }

    pub(super) fn is_at(&self, pattern: &str) -> bool {
        self.pattern == pattern
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            rest.is_empty()
                || (0..=text.len()).any(|place| text.get(place..).is_some_and(|tail| matches(rest, tail)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_may_name_a_method_and_leave_parts_of_the_path_open() {
        let planted = |pattern: &str| Planted::new(pattern, Fault::Silence, None);
        assert!(planted("*").strikes("GET", "/api/v2/users"));
        assert!(planted("/api/v2/users").strikes("GET", "/api/v2/users?limit=5"));
        assert!(!planted("/api/v2/users").strikes("GET", "/api/v2/users/me"));
        assert!(
            planted("PUT /api/v2/users/*/status/suspend").strikes("PUT", "/api/v2/users/ana/status/suspend")
        );
        assert!(!planted("PUT /api/v2/users/*").strikes("GET", "/api/v2/users/me"));
    }
}
