//! A Coder deployment as Seatkeeper keeps it: where it is, how it is reached, and how one is signed in to it.

mod address;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use address::{AccessUrl, AddressFault, AddressRemark, ReadAddress};

use crate::Instant;

/// A deployment of the list. It holds no secret: those live in the keychain, under its [`AccessUrl::origin`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// Names it in the store and to the page, as long as it is in the list.
    pub id: u32,
    /// What the admin calls it; unique, regardless of case.
    pub name: String,
    /// 0 to 7: the hue of its tile.
    pub hue: u32,
    /// Where it is; unique.
    pub address: AccessUrl,
    /// The UUID that Coder gave it, as text; `None` where its server does not say.
    pub deployment_id: Option<String>,
    /// When it was added.
    pub added_at: Instant,
    /// How it is reached.
    pub connection: Connection,
    /// How one is signed in.
    pub session: SessionKind,
}

/// How one is signed in to a deployment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SessionKind {
    /// Not at all: it answers without a session what it answers everybody.
    #[default]
    Watching,
    /// With a token that the admin pasted; it is only forgotten here when signing out.
    Pasted,
    /// With a session that Seatkeeper began by e-mail and password, and ends when signing out.
    Begun,
    /// With the session of the `coder` program on this computer; it is only forgotten here when signing out.
    TakenOver,
}

impl SessionKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Watching, Self::Pasted, Self::Begun, Self::TakenOver];

    /// Its name in the store and in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Watching => "watching",
            Self::Pasted => "pasted",
            Self::Begun => "begun",
            Self::TakenOver => "taken_over",
        }
    }

    /// Reads [`Self::code`].
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How a deployment is reached, where that differs from a plain call. The secret values are in the keychain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Connection {
    /// A PEM file of certificates that are trusted beside the system's.
    pub ca_file: Option<PathBuf>,
    /// A PEM file with the certificate that Seatkeeper shows (mTLS); goes with `client_key`.
    pub client_certificate: Option<PathBuf>,
    /// A PEM file with that certificate's private key.
    pub client_key: Option<PathBuf>,
    /// `http://`, `https://` or `socks5://` host and port of a proxy; the system's where there is none.
    pub proxy: Option<String>,
    /// Extra headers whose values are no secret, by name.
    pub headers: BTreeMap<String, String>,
    /// The names of extra headers whose values are in the keychain.
    pub secret_headers: Vec<String>,
}

impl Connection {
    /// Whether it is a plain call, so that the client may be shared.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}
