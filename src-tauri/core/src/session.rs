//! Session tokens and the other secrets of a deployment. None of them can be printed.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret, SecretString};

/// A session token of Coder: ten letters and digits, a dash, twenty-two more (coder/coder, `coderd/httpmw/apikey.go`).
/// It has neither `Display` nor `Serialize`; `Debug` shows nothing of it.
#[derive(Debug, Clone)]
pub struct SessionToken(SecretString);

/// Why a text is no session token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// Blanks, or nothing.
    #[error("the token is empty")]
    Empty,
    /// It is a license, which is installed and not signed in with.
    #[error("this is a license, not a session token")]
    License,
    /// It has another shape.
    #[error("a session token has ten letters or digits, a dash, and twenty-two more")]
    Shape,
}

impl SessionToken {
    /// Reads a token as pasted: blanks around it do not count.
    ///
    /// # Errors
    /// [`TokenFault`] where it cannot be one; the fault repeats nothing of it.
    pub fn read(pasted: &SecretString) -> Result<Self, TokenFault> {
        // EXPOSE: its shape is tested before it is sent anywhere.
        let text = pasted.expose_secret().trim();
        if text.is_empty() {
            return Err(TokenFault::Empty);
        }
        if text.split('.').count() == 3 && text.starts_with("eyJ") {
            return Err(TokenFault::License);
        }
        let alphanumeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match text.split_once('-') {
            Some((id, secret))
                if id.len() == 10 && secret.len() == 22 && alphanumeric(id) && alphanumeric(secret) =>
            {
                Ok(Self(SecretString::from(text)))
            }
            Some(_) | None => Err(TokenFault::Shape),
        }
    }

    /// The part before the dash, which names the session on the server and is no secret.
    pub fn key_id(&self) -> String {
        // EXPOSE: only the part that is no secret.
        self.0.expose_secret().chars().take_while(|character| *character != '-').collect()
    }

    /// The token itself, for the request header and the keychain.
    pub const fn secret(&self) -> &SecretString {
        &self.0
    }
}

/// All secrets of one deployment, as the keychain holds them.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// The session token; none where one only watches.
    pub token: Option<SessionToken>,
    /// The values of the extra headers that are secret, by name.
    pub headers: BTreeMap<String, SecretString>,
    /// "user:password" of the proxy.
    pub proxy_login: Option<SecretString>,
}

impl Secrets {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.token.is_none() && self.headers.is_empty() && self.proxy_login.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<SessionToken, TokenFault> {
        SessionToken::read(&SecretString::from(text))
    }

    #[test]
    fn a_token_is_read_and_shows_nothing_of_itself() {
        let token = read(" Abcdefghi1-0123456789ABCDEFGHIJKL\n").expect("a token");
        assert_eq!(token.key_id(), "Abcdefghi1");
        assert!(!format!("{token:?}").contains("0123456789"));
    }

    #[test]
    fn other_shapes_are_named() {
        assert_eq!(read("  ").expect_err("none"), TokenFault::Empty);
        assert_eq!(read("eyJhbGciOiJFZERTQSJ9.e30.c2ln").expect_err("none"), TokenFault::License);
        assert_eq!(read("short-token").expect_err("none"), TokenFault::Shape);
    }
}
