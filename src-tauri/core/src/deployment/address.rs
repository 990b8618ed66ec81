//! Access URLs: what an admin may type, and the origin that is meant by it.

use std::fmt;

use url::{Host, Url};

/// The longest address that is read, in bytes.
const LONGEST: usize = 2048;

/// The origin of a deployment: scheme, host and port, and nothing else (coder/coder, `codersdk/client.go`: every call
/// is resolved against the root). Hosts are in lower case and in their ASCII form, so equal means the same place.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccessUrl(Url);

/// An address as typed, read, with what must be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAddress {
    /// Where it leads.
    pub url: AccessUrl,
    /// What was assumed or cut.
    pub remarks: Vec<AddressRemark>,
}

/// What must be said of an address that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressRemark {
    /// No scheme was typed; this one is meant.
    SchemeAdded(&'static str),
    /// A path, query or fragment was cut, as Coder serves none but the root: what was cut.
    Cut(String),
    /// The host is not written in ASCII; this is how it is asked for.
    Punycode(String),
    /// Nothing on the way is encrypted, and the host is not this computer: needs an explicit choice.
    NotEncrypted,
}

/// Why a text is no address of a deployment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// Blanks, or nothing.
    #[error("the address is empty")]
    Empty,
    /// Longer than any address.
    #[error("the address is longer than {LONGEST} characters")]
    TooLong,
    /// Another scheme than http and https.
    #[error("an address begins with https://, not with {0}:")]
    Scheme(String),
    /// A user name or password stands in it; it is not repeated here.
    #[error("the address holds a user name or a password, which do not belong there")]
    Credentials,
    /// No host, or one that no computer can have.
    #[error("the address names no host that can exist")]
    Host,
    /// Port 0, or beyond 65535.
    #[error("the port must lie between 1 and 65535")]
    Port,
    /// Blanks or control characters in the middle.
    #[error("the address holds blanks or characters that do not belong there")]
    Characters,
}

impl AccessUrl {
    /// Reads what was typed. A missing scheme becomes https, or http for `localhost`, as Coder's own program reads it
    /// (coder/coder, `cli/login.go`).
    ///
    /// # Errors
    /// [`AddressFault`] where the text is no address of a deployment.
    pub fn read(typed: &str) -> Result<ReadAddress, AddressFault> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(AddressFault::Empty);
        }
        if typed.len() > LONGEST {
            return Err(AddressFault::TooLong);
        }
        if typed.contains(|character: char| {
            character.is_whitespace() || crate::sentence::is_hidden(character) || character == '\\'
        }) {
            return Err(AddressFault::Characters);
        }
        let mut remarks = Vec::new();
        let absolute = match scheme(typed) {
            Some(("http" | "https", _)) => typed.to_owned(),
            Some((other, _)) => return Err(AddressFault::Scheme(other.to_owned())),
            None => {
                let added = if is_localhost(typed) { "http" } else { "https" };
                remarks.push(AddressRemark::SchemeAdded(added));
                format!("{added}://{}", typed.trim_start_matches('/'))
            }
        };
        let url = Url::parse(&absolute).map_err(|fault| {
            if fault == url::ParseError::InvalidPort { AddressFault::Port } else { AddressFault::Host }
        })?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressFault::Credentials);
        }
        if url.port() == Some(0) {
            return Err(AddressFault::Port);
        }
        let host =
            url.host_str().filter(|host| !host.trim_matches('.').is_empty()).ok_or(AddressFault::Host)?;
        if host.contains("xn--") && !absolute.to_ascii_lowercase().contains("xn--") {
            remarks.push(AddressRemark::Punycode(host.to_owned()));
        }
        let cut = &url[url::Position::BeforePath..];
        if cut != "/" && !cut.is_empty() {
            remarks.push(AddressRemark::Cut(cut.to_owned()));
        }
        let mut origin = url.clone();
        origin.set_path("");
        origin.set_query(None);
        origin.set_fragment(None);
        let url = Self(origin);
        if !url.is_encrypted() && !url.is_loopback() {
            remarks.push(AddressRemark::NotEncrypted);
        }
        Ok(ReadAddress { url, remarks })
    }

    /// Scheme, host and port, the port only where it is not the scheme's own: "https://coder.example.com". It is the
    /// account under which the keychain holds the secrets.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host for people, with the port where it is not the scheme's own: "coder.example.com".
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// A URL below the origin; `path` begins with "/".
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// Whether it is asked by TLS.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it is this computer.
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }
}

/// The scheme before a colon, where it is one: "coder.example.com:8443" and "localhost:3000" have none.
fn scheme(typed: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = typed.split_once(':')?;
    let named = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character));
    let is_port = rest.starts_with(|first: char| first.is_ascii_digit());
    (named && !is_port).then_some((scheme, rest)).map(|(scheme, rest)| {
        match scheme.to_ascii_lowercase().as_str() {
            "http" => ("http", rest),
            "https" => ("https", rest),
            _ => (scheme, rest),
        }
    })
}

fn is_localhost(typed: &str) -> bool {
    let host = typed.trim_start_matches('/').split(['/', ':', '?', '#']).next().unwrap_or_default();
    host.eq_ignore_ascii_case("localhost")
}

impl fmt::Display for AccessUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.origin())
    }
}

impl fmt::Debug for AccessUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.origin())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(typed: &str) -> String {
        AccessUrl::read(typed).expect("an address").url.origin()
    }

    #[test]
    fn a_host_alone_is_asked_by_tls() {
        assert_eq!(origin("coder.example.com"), "https://coder.example.com");
        assert_eq!(origin("coder.example.com:8443"), "https://coder.example.com:8443");
        assert_eq!(origin("localhost:3000"), "http://localhost:3000");
    }

    #[test]
    fn a_path_is_cut_and_said() {
        let read = AccessUrl::read("coder.example.com/foo").expect("an address");
        assert_eq!(read.url.origin(), "https://coder.example.com");
        assert_eq!(
            read.remarks,
            [AddressRemark::SchemeAdded("https"), AddressRemark::Cut("/foo".to_owned())]
        );
    }

    #[test]
    fn credentials_are_refused_and_not_repeated() {
        let fault = AccessUrl::read("https://ana:secret@coder.example.com").expect_err("refused");
        assert_eq!(fault, AddressFault::Credentials);
        assert!(!fault.to_string().contains("secret"));
    }
}
