//! Adding a deployment, signing in and out.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::{ErrorView, Mark, RemarkView};

/// An address to look at before anything is added; nothing secret is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct LookRequest {
    /// The deployment of the list that is looked at again: it is asked where and as it is kept, and the rest of the
    /// request is not read. Null for an address.
    pub deployment: Option<u32>,
    /// As typed.
    pub address: String,
    /// Whether the admin chose to go on without encryption.
    pub allow_unencrypted: bool,
    /// How it is reached.
    pub connection: ConnectionRequest,
}

/// How a deployment is reached, as typed; empty texts mean "not set".
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ConnectionRequest {
    /// Path of a PEM file of trusted authorities.
    pub ca_file: String,
    /// Path of the client certificate.
    pub client_certificate: String,
    /// Path of its private key.
    pub client_key: String,
    /// Address of a proxy, without its sign-in.
    pub proxy: String,
    /// "user:password" of the proxy.
    #[cfg_attr(feature = "specta", specta(type = Option<String>))]
    pub proxy_login: Option<SecretString>,
    /// Extra headers.
    pub headers: Vec<HeaderRequest>,
}

/// An extra header.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct HeaderRequest {
    /// Its name.
    pub name: String,
    /// Its value.
    #[cfg_attr(feature = "specta", specta(type = String))]
    pub value: SecretString,
    /// Whether the value is a secret: it is then kept in the keychain.
    pub secret: bool,
}

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AddressView {
    /// "https://coder.example.com".
    pub origin: String,
    /// "coder.example.com".
    pub host: String,
    /// What was assumed or cut, in sentences.
    pub remarks: Vec<RemarkView>,
    /// Whether nothing on the way is encrypted, so that an explicit choice is needed; nothing was asked then.
    pub needs_consent: bool,
    /// "v2.29.3"; empty where nothing was asked.
    pub version: String,
    /// The deployment's UUID, where it says one.
    pub deployment_id: Option<String>,
    /// The deployment of the list that this is; null where it is new.
    pub already: Option<u32>,
    /// A name to begin with: "coder.example.com" becomes "Coder".
    pub name: String,
    /// What the server says it can do.
    pub methods: MethodsView,
    /// Where a token would be kept.
    pub keychain: KeychainView,
}

/// The ways to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MethodsView {
    /// Whether e-mail and password are taken.
    pub password: bool,
    /// "GitHub", "Okta": what the browser's page offers beside; may be empty.
    pub browser: Vec<String>,
    /// The page that gives a token: "https://coder.example.com/cli-auth".
    pub token_page: String,
    /// The session that the `coder` program on this computer has there; null where it has none.
    pub coder_cli: Option<CoderCliView>,
}

/// A session of the `coder` program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CoderCliView {
    /// "https://coder.example.com".
    pub origin: String,
    /// Where it was found: a folder, or a keychain's name.
    pub place: String,
}

/// The keychain, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct KeychainView {
    /// "GNOME Keyring".
    pub place: String,
    /// What is wrong with it, or null.
    pub fault: Option<ErrorView>,
}

/// A sign-in to try: what it would give is shown before anything is kept.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SignInRequest {
    /// The deployment of the list to sign in to again; null for a new one.
    pub deployment: Option<u32>,
    /// The address of a new one; not read for one of the list.
    pub look: LookRequest,
    /// How.
    pub way: SignInWay,
}

/// How to sign in.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SignInWay {
    /// Not at all.
    Watch,
    /// With a token from the deployment's page.
    Token {
        /// As pasted.
        #[cfg_attr(feature = "specta", specta(type = String))]
        token: SecretString,
    },
    /// With e-mail and password; Seatkeeper begins a session of its own.
    Password {
        /// The e-mail address.
        email: String,
        /// The password.
        #[cfg_attr(feature = "specta", specta(type = String))]
        password: SecretString,
    },
    /// With the session of the `coder` program on this computer.
    CoderCli,
}

/// A sign-in that worked and is not kept yet. Its secrets stay in Rust, under the ticket, for ten minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TrialView {
    /// Names it for `finish_sign_in`.
    pub ticket: u32,
    /// "ana"; empty when watching.
    pub signed_in_as: String,
    /// "Owner"; empty when watching.
    pub role: String,
    /// When the session ends unless it is used, where known.
    pub session_ends_at: Option<String>,
    /// What it gives: "Seats and entitlements", "Licenses", "Installing and removing", "User list".
    pub checks: Vec<CapabilityView>,
}

/// One thing that a sign-in gives, or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CapabilityView {
    /// What.
    pub label: String,
    /// Whether.
    pub mark: Mark,
    /// What follows from a lack ("Seats still work; the list of users will be empty."); may be empty.
    pub sentence: String,
}

/// Keeps a sign-in that was tried.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct FinishRequest {
    /// See [`TrialView::ticket`].
    pub ticket: u32,
    /// The deployment's name; empty keeps the one it has, or takes the one that was offered.
    pub name: String,
    /// 0 to 7; null keeps it.
    pub hue: Option<u32>,
    /// Whether the session is kept in memory until quit, and nowhere else.
    pub until_quit: bool,
}

/// What signing out did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SignedOutView {
    /// "Signed out of Production; its session there is ended." or that the token was only forgotten here.
    pub sentence: String,
    /// What went wrong on the way (the server could not be told), or null; it is forgotten here in any case.
    pub failure: Option<ErrorView>,
}
