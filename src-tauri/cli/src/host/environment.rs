//! The deployment that Coder's own variables name: `CODER_URL`, with the session of `CODER_SESSION_TOKEN`. It serves one
//! call and is not kept. The token belongs to that address and is sent to no other.

use std::env::VarError;
use std::path::PathBuf;

use seatkeeper_core::Instant;
use seatkeeper_core::deployment::{AccessUrl, Connection, Deployment, SessionKind};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::session::{Secrets, SessionToken};

/// What the variables name.
pub(crate) struct Environment {
    /// Where the deployment is.
    pub(crate) address: AccessUrl,
    /// The session there; `None` where only the address is named.
    pub(crate) token: Option<SessionToken>,
}

impl Environment {
    /// Reads the variables; `None` where no address is named.
    ///
    /// # Errors
    /// `address_invalid`, `token_invalid`; `address_not_encrypted` where the token would be sent in the clear.
    pub(crate) fn read() -> Result<Option<Self>, Error> {
        Self::of(|name| match std::env::var(name) {
            Ok(value) => Some(value),
            Err(VarError::NotPresent) => None,
            // What is no text is no address and no token either; it is refused as such.
            Err(VarError::NotUnicode(value)) => Some(value.to_string_lossy().into_owned()),
        })
    }

    fn of(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, Error> {
        let set = |name| variable(name).filter(|value| !value.trim().is_empty());
        let Some(typed) = set("CODER_URL") else { return Ok(None) };
        let address = AccessUrl::read(&typed)?.url;
        let token = set("CODER_SESSION_TOKEN").map(|token| SessionToken::read(&token.into())).transpose()?;
        if token.is_some() && !address.is_encrypted() && !address.is_loopback() {
            return Err(Error::new(ErrorCode::AddressNotEncrypted, address.host()));
        }
        Ok(Some(Self { address, token }))
    }

    /// Whether a text of the command line means this deployment.
    pub(crate) fn is_named_by(&self, text: &str) -> bool {
        text.eq_ignore_ascii_case(&self.address.host())
            || AccessUrl::read(text).is_ok_and(|read| read.url == self.address)
    }

    /// The deployment as the use cases know it, under the name of its host.
    pub(crate) fn deployment(&self, now: Instant) -> Deployment {
        let file = |name| std::env::var_os(name).filter(|file| !file.is_empty()).map(PathBuf::from);
        let session = if self.token.is_some() { SessionKind::Pasted } else { SessionKind::Watching };
        Deployment {
            id: 1,
            name: self.address.host(),
            hue: 0,
            address: self.address.clone(),
            deployment_id: None,
            added_at: now,
            connection: Connection {
                ca_file: file("CODER_CLIENT_TLS_CA_FILE"),
                client_certificate: file("CODER_CLIENT_TLS_CERT_FILE"),
                client_key: file("CODER_CLIENT_TLS_KEY_FILE"),
                ..Connection::default()
            },
            session,
        }
    }

    /// Its secrets.
    pub(crate) fn secrets(&self) -> Secrets {
        Secrets { token: self.token.clone(), ..Secrets::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "Abcdefghi1-0123456789ABCDEFGHIJKL";

    fn read(url: &str, token: &str) -> Result<Option<Environment>, ErrorCode> {
        let value = |name: &str| match name {
            "CODER_URL" => Some(url.to_owned()),
            "CODER_SESSION_TOKEN" => Some(token.to_owned()),
            _ => None,
        };
        Environment::of(value).map_err(|error| error.code)
    }

    #[test]
    fn a_token_without_an_address_is_for_nobody() {
        assert!(matches!(read("", TOKEN), Ok(None)));
    }

    #[test]
    fn an_address_without_a_token_is_only_watched() {
        let named = read("coder.example.com", "").unwrap().unwrap();
        assert_eq!(named.address.origin(), "https://coder.example.com");
        assert!(named.token.is_none());
        assert_eq!(named.deployment(Instant::from_unix(0)).session, SessionKind::Watching);
    }

    #[test]
    fn a_token_does_not_go_over_an_open_way_but_to_this_computer() {
        assert_eq!(read("http://coder.example.com", TOKEN).err(), Some(ErrorCode::AddressNotEncrypted));
        assert!(read("http://127.0.0.1:3000", TOKEN).is_ok());
        assert!(read("https://coder.example.com", TOKEN).is_ok());
    }

    #[test]
    fn what_is_no_address_or_no_token_is_said() {
        assert_eq!(read("ftp://coder.example.com", TOKEN).err(), Some(ErrorCode::AddressInvalid));
        assert_eq!(read("https://coder.example.com", "short").err(), Some(ErrorCode::TokenInvalid));
    }
}
