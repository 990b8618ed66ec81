//! The last answers of a deployment, read.

use crate::api::{
    AnswerKind, BuildInfo, InstalledLicense, Permissions, SessionKey, SignInMethods, UnexpectedAnswer, User,
    read_licenses,
};
use crate::entitlement::Entitlements;

/// What a deployment answered last, each part where it did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// `GET /buildinfo`
    pub build: Option<BuildInfo>,
    /// `GET /entitlements`
    pub entitlements: Option<Entitlements>,
    /// `GET /licenses`
    pub licenses: Option<Vec<InstalledLicense>>,
    /// `GET /users/me`
    pub user: Option<User>,
    /// The session that answers belong to.
    pub session: Option<SessionKey>,
    /// `POST /authcheck`
    pub permissions: Option<Permissions>,
}

impl Report {
    /// Takes an answer in place of the last one of its kind.
    ///
    /// # Errors
    /// [`UnexpectedAnswer`] where it has another form; the last one stays then.
    pub fn take(&mut self, kind: AnswerKind, json: &str) -> Result<(), UnexpectedAnswer> {
        match kind {
            AnswerKind::BuildInfo => self.build = Some(BuildInfo::read(json)?),
            AnswerKind::Entitlements => {
                let read = Entitlements::read(json);
                self.entitlements =
                    Some(read.map_err(|fault| UnexpectedAnswer {
                        what: "entitlements",
                        fault: fault.to_string(),
                    })?);
            }
            AnswerKind::Licenses => self.licenses = Some(read_licenses(json)?),
            AnswerKind::User => self.user = Some(User::read(json)?),
            AnswerKind::Session => self.session = Some(SessionKey::read(json)?),
            AnswerKind::Permissions => self.permissions = Some(Permissions::read(json)?),
        }
        Ok(())
    }

    /// Drops an answer that no longer holds.
    pub fn drop(&mut self, kind: AnswerKind) {
        match kind {
            AnswerKind::BuildInfo => self.build = None,
            AnswerKind::Entitlements => self.entitlements = None,
            AnswerKind::Licenses => self.licenses = None,
            AnswerKind::User => self.user = None,
            AnswerKind::Session => self.session = None,
            AnswerKind::Permissions => self.permissions = None,
        }
    }

    /// The deployment's ID, where it says one.
    pub fn deployment_id(&self) -> Option<&str> {
        self.build.as_ref()?.deployment_id()
    }

    /// "v2.29.3", without what stands behind a plus; empty where not known.
    pub fn version(&self) -> &str {
        let version = self.build.as_ref().map(|build| build.version.as_str()).unwrap_or_default();
        version.split('+').next().unwrap_or_default()
    }

    /// Whether the server is older than v2.10, the oldest whose answers are known here.
    pub fn is_old(&self) -> bool {
        let mut numbers = self.version().trim_start_matches('v').split(['.', '-']);
        let mut next = || numbers.next().and_then(|number| number.parse::<u32>().ok());
        match (next(), next()) {
            // Builds from a working copy say 0.0.0.
            (Some(0), Some(0)) => false,
            (Some(major), Some(minor)) => (major, minor) < (2, 10),
            (None, _) | (_, None) => false,
        }
    }

    /// Whether the user has the role of an owner, who may everything.
    pub fn is_owner(&self) -> bool {
        self.user.as_ref().is_some_and(|user| user.roles.iter().any(|role| role == "owner"))
    }

    /// The first role in the words of Coder's dashboard: "Owner"; "Member" where there is none; empty without user.
    pub fn role(&self) -> String {
        let Some(user) = &self.user else { return String::new() };
        let words = |role: &String| match role.as_str() {
            "owner" => "Owner".to_owned(),
            "user-admin" => "User Admin".to_owned(),
            "template-admin" => "Template Admin".to_owned(),
            "auditor" => "Auditor".to_owned(),
            other => crate::sentence::visible(other, 60),
        };
        let mut roles: Vec<_> = user.roles.iter().filter(|role| *role != "member").map(words).collect();
        roles.sort_by_key(|role| role != "Owner");
        if roles.is_empty() { "Member".to_owned() } else { roles.join(", ") }
    }
}

/// The text on the browser's button: GitHub, and the name of the OpenID Connect provider.
pub(crate) fn browser_ways(methods: &SignInMethods) -> Vec<String> {
    let github = methods.github.then(|| "GitHub".to_owned());
    let oidc = methods.oidc.as_ref().map(|text| {
        let text = text.strip_prefix("Sign in with ").unwrap_or(text);
        if text.is_empty() { "OpenID Connect".to_owned() } else { crate::sentence::visible(text, 60) }
    });
    github.into_iter().chain(oidc).collect()
}
