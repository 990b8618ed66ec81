//! The secrets of a deployment as one entry holds them: a small JSON document.

use std::collections::BTreeMap;

use seatkeeper_core::ports::KeychainError;
use seatkeeper_core::session::{Secrets, SessionToken};
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretBox, SecretSlice, SecretString};
use serde::{Deserialize, Serialize};

/// The most bytes of a document: the least that any platform takes, with room to spare.
pub(super) const LARGEST: usize = 2000;

/// A document; UTF-8, as KWallet keeps nothing else.
#[derive(Debug)]
pub(super) struct Document(SecretString);

#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proxy_login: Option<&'a str>,
}

#[derive(Deserialize)]
struct Kept {
    token: Option<SecretString>,
    #[serde(default)]
    headers: BTreeMap<String, SecretString>,
    proxy_login: Option<SecretString>,
}

impl Document {
    /// Writes the secrets down.
    ///
    /// # Errors
    /// `Denied` where they are more than an entry holds.
    pub(super) fn of(secrets: &Secrets) -> Result<Self, KeychainError> {
        let written = Written {
            token: secrets.token.as_ref().map(|token| shown(token.secret())),
            headers: secrets.headers.iter().map(|(name, value)| (name.as_str(), shown(value))).collect(),
            proxy_login: secrets.proxy_login.as_ref().map(shown),
        };
        let document = serde_json::to_string(&written)
            .map(SecretString::from)
            .map_err(|_| KeychainError::Denied("the secrets cannot be written as text".to_owned()))?;
        match shown(&document).len() {
            0..=LARGEST => Ok(Self(document)),
            size => Err(KeychainError::Denied(format!(
                "the secrets of one deployment may take {LARGEST} bytes, and these take {size}"
            ))),
        }
    }

    /// A text that is no secret, for trying the keychain out.
    pub(super) fn trial() -> Self {
        Self(SecretString::from("{}"))
    }

    /// The bytes of an entry.
    pub(super) fn bytes(&self) -> &[u8] {
        shown(&self.0).as_bytes()
    }

    /// Reads the bytes of an entry. The error tells nothing of them.
    pub(super) fn read(bytes: &SecretSlice<u8>) -> Result<Secrets, KeychainError> {
        let kept: Kept = serde_json::from_slice(shown(bytes)).map_err(|_| damaged())?;
        let token = kept.token.as_ref().map(SessionToken::read).transpose().map_err(|_| damaged())?;
        Ok(Secrets { token, headers: kept.headers, proxy_login: kept.proxy_login })
    }
}

fn damaged() -> KeychainError {
    KeychainError::Denied("what it holds for this deployment is damaged".to_owned())
}

fn shown<S: ?Sized + Zeroize>(secret: &SecretBox<S>) -> &S {
    // EXPOSE: between a deployment's secrets and its entry in the keychain, both ways.
    secret.expose_secret()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn secrets() -> Secrets {
        Secrets {
            token: Some(SessionToken::read(&secret("Abcdefghi1-0123456789ABCDEFGHIJKL")).expect("a token")),
            headers: [("X-Gate".to_owned(), secret("o\"pen"))].into(),
            proxy_login: Some(secret("ana:wört")),
        }
    }

    fn read(text: &str) -> Result<Secrets, KeychainError> {
        Document::read(&SecretSlice::from(text.as_bytes().to_vec()))
    }

    #[test]
    fn secrets_come_back_as_they_were_written() {
        let document = Document::of(&secrets()).expect("a document");
        let back = Document::read(&SecretSlice::from(document.bytes().to_vec())).expect("secrets");
        assert_eq!(
            back.token.expect("a token").secret().expose_secret(),
            "Abcdefghi1-0123456789ABCDEFGHIJKL"
        );
        assert_eq!(back.headers["X-Gate"].expose_secret(), "o\"pen");
        assert_eq!(back.proxy_login.expect("a login").expose_secret(), "ana:wört");
    }

    #[test]
    fn a_document_of_a_later_version_is_read_as_far_as_it_is_known() {
        let back = read("{\"proxy_login\":\"a:b\",\"later\":[1]}").expect("secrets");
        assert!(back.token.is_none() && back.headers.is_empty() && back.proxy_login.is_some());
        assert!(read("{}").expect("secrets").is_empty());
    }

    #[test]
    fn what_is_damaged_is_denied_and_told_nothing_of() {
        for text in
            ["", "tok3n", "{\"token\":\"tok3n\"}", "{\"headers\":{\"X\":[\"tok3n\"]}}", "{\"token\":1}", "[]"]
        {
            let fault = read(text).expect_err(text);
            assert!(matches!(fault, KeychainError::Denied(_)), "{text}");
            assert!(!fault.to_string().contains("tok3n"));
        }
    }

    #[test]
    fn more_than_an_entry_holds_is_denied() {
        let headers = |bytes| [("X-Gate".to_owned(), secret(&"x".repeat(bytes)))].into();
        let with = |bytes| Document::of(&Secrets { headers: headers(bytes), ..Secrets::default() });
        let around = "{\"headers\":{\"X-Gate\":\"\"}}".len();
        assert_eq!(with(LARGEST - around).expect("a document").bytes().len(), LARGEST);
        assert!(matches!(with(LARGEST - around + 1), Err(KeychainError::Denied(_))));
    }

    #[test]
    fn nothing_of_a_document_can_be_printed() {
        let document = Document::of(&secrets()).expect("a document");
        assert!(!format!("{document:?}").contains("0123456789"));
    }
}
