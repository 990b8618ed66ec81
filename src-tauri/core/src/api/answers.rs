//! The answers, read. What is missing on an older server is `None` or empty, never an error; see the module above.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::UnexpectedAnswer;
use crate::Instant;
use crate::license::Claims;

/// `GET /buildinfo` (coder/coder, `codersdk/deployment.go`, `BuildInfoResponse`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct BuildInfo {
    /// "v2.29.3+abc1234".
    pub version: String,
    /// The deployment's access URL; empty on old servers.
    pub dashboard_url: String,
    /// Whether the server sends telemetry; `None` on old servers.
    pub telemetry: Option<bool>,
    /// Whether this is a workspace proxy and not the deployment itself.
    pub workspace_proxy: bool,
    /// The deployment's ID; empty where the server does not say.
    pub deployment_id: String,
}

impl BuildInfo {
    /// Reads the answer.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it is no object with a version.
    pub fn read(json: &str) -> Result<Self, UnexpectedAnswer> {
        let info: Self = object("build info", json)?;
        if info.version.is_empty() {
            return Err(UnexpectedAnswer { what: "build info", fault: "it has no version".to_owned() });
        }
        Ok(info)
    }

    /// The deployment's ID, where the server says one.
    pub fn deployment_id(&self) -> Option<&str> {
        Some(self.deployment_id.as_str()).filter(|id| !id.is_empty())
    }
}

/// `GET /users/authmethods` (coder/coder, `codersdk/users.go`, `AuthMethods`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignInMethods {
    /// E-mail and password.
    pub password: bool,
    /// GitHub, in the browser.
    pub github: bool,
    /// OpenID Connect, in the browser: the text on its button; empty for the default one.
    pub oidc: Option<String>,
}

impl SignInMethods {
    /// Reads the answer.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it is no object.
    pub fn read(json: &str) -> Result<Self, UnexpectedAnswer> {
        let methods: Value = object("sign-in methods", json)?;
        let enabled = |name: &str| methods[name]["enabled"].as_bool().unwrap_or(false);
        let text = || methods["oidc"]["signInText"].as_str().unwrap_or_default().to_owned();
        Ok(Self {
            password: enabled("password"),
            github: enabled("github"),
            oidc: enabled("oidc").then(text),
        })
    }
}

/// `GET /users/me` (coder/coder, `codersdk/users.go`, `User`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// The UUID.
    pub id: String,
    /// "ana".
    pub username: String,
    /// "ana@example.com"; empty for service accounts.
    pub email: String,
    /// The names of the site roles: "owner", "auditor"; a plain member has none.
    pub roles: Vec<String>,
}

impl User {
    /// Reads the answer.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it has no user name.
    pub fn read(json: &str) -> Result<Self, UnexpectedAnswer> {
        let user: Value = object("user", json)?;
        let text = |name: &str| user[name].as_str().unwrap_or_default().to_owned();
        let role = |role: &Value| role["name"].as_str().map(str::to_owned);
        let roles = user["roles"].as_array().map(|roles| roles.iter().filter_map(role).collect());
        let user = Self {
            id: text("id"),
            username: text("username"),
            email: text("email"),
            roles: roles.unwrap_or_default(),
        };
        if user.username.is_empty() {
            return Err(UnexpectedAnswer { what: "user", fault: "it has no user name".to_owned() });
        }
        Ok(user)
    }
}

/// `GET /users/me/keys/{id}` (coder/coder, `codersdk/apikey.go`, `APIKey`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionKey {
    /// When the session ends unless it is used; `None` where the server does not say.
    pub expires_at: Option<Instant>,
}

impl SessionKey {
    /// Reads the answer.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it is no object.
    pub fn read(json: &str) -> Result<Self, UnexpectedAnswer> {
        let key: Value = object("session", json)?;
        Ok(Self { expires_at: key["expires_at"].as_str().and_then(Instant::parse) })
    }
}

/// `POST /authcheck`: what a session may do; `None` where the server gave no answer for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Permissions {
    /// List licenses. Without it `GET /licenses` answers an empty list, as if there were none.
    pub read_licenses: Option<bool>,
    /// Install licenses and refresh entitlements.
    pub add_licenses: Option<bool>,
    /// Remove licenses.
    pub remove_licenses: Option<bool>,
    /// List all users.
    pub read_users: Option<bool>,
    /// Suspend and activate users.
    pub suspend_users: Option<bool>,
}

impl Permissions {
    /// The body of the question (coder/coder, `codersdk/authorization.go`, `AuthorizationRequest`).
    pub fn question() -> Value {
        let check = |resource: &str, action: &str| json!({ "object": { "resource_type": resource }, "action": action });
        json!({ "checks": {
            "read_licenses": check("license", "read"),
            "add_licenses": check("license", "create"),
            "remove_licenses": check("license", "delete"),
            "read_users": check("user", "read"),
            "suspend_users": check("user", "update"),
        } })
    }

    /// Reads the answer.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it is no object.
    pub fn read(json: &str) -> Result<Self, UnexpectedAnswer> {
        let answer: Map<String, Value> = object("permissions", json)?;
        let may = |name: &str| answer.get(name).and_then(Value::as_bool);
        Ok(Self {
            read_licenses: may("read_licenses"),
            add_licenses: may("add_licenses"),
            remove_licenses: may("remove_licenses"),
            read_users: may("read_users"),
            suspend_users: may("suspend_users"),
        })
    }
}

/// A license as a deployment reports it: its claims without the signed text, which Coder never gives back
/// (coder/coder, `codersdk/licenses.go`, `License`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledLicense {
    /// The number it is removed by.
    pub id: i32,
    /// Its UUID; empty on the oldest servers. Made up by the server where the license names none.
    pub uuid: String,
    /// When it was installed.
    pub uploaded_at: Option<Instant>,
    /// Its claims, read as the server reads them; the fault in words where they cannot be.
    pub claims: Result<Claims, String>,
    /// Its claims as reported, JSON text.
    pub raw_claims: String,
}

/// A license in the words of the server; the claims verbatim, as a number in them may be spelled in many ways.
#[derive(Deserialize)]
struct Reported {
    id: i32,
    uuid: Option<String>,
    uploaded_at: Option<String>,
    claims: Option<Box<RawValue>>,
}

/// Reads `GET /licenses`; `null`, which older servers answer for "none", is an empty list.
///
/// # Errors
/// [`UnexpectedAnswer`] where it is no list of licenses.
pub fn read_licenses(json: &str) -> Result<Vec<InstalledLicense>, UnexpectedAnswer> {
    let list: Option<Vec<Reported>> = object("licenses", json)?;
    Ok(list.unwrap_or_default().into_iter().map(installed).collect())
}

/// Reads the answer to `POST /licenses`: one license.
///
/// # Errors
/// [`UnexpectedAnswer`] where it is none.
pub fn read_installed(json: &str) -> Result<InstalledLicense, UnexpectedAnswer> {
    object("license", json).map(installed)
}

fn installed(license: Reported) -> InstalledLicense {
    let raw_claims = license.claims.map_or_else(|| "null".to_owned(), |raw| raw.get().to_owned());
    InstalledLicense {
        id: license.id,
        uuid: license.uuid.unwrap_or_default(),
        uploaded_at: license.uploaded_at.as_deref().and_then(Instant::parse),
        claims: Claims::from_reported(&raw_claims),
        raw_claims,
    }
}

/// Parses JSON into a type; the fault names no content.
pub(super) fn object<'a, T: Deserialize<'a>>(
    what: &'static str,
    json: &'a str,
) -> Result<T, UnexpectedAnswer> {
    serde_json::from_str(json).map_err(|fault| {
        let fault = match fault.classify() {
            serde_json::error::Category::Data => "it has another form than expected",
            serde_json::error::Category::Eof => "it is cut off",
            serde_json::error::Category::Io | serde_json::error::Category::Syntax => "it is no JSON",
        };
        UnexpectedAnswer { what, fault: fault.to_owned() }
    })
}
