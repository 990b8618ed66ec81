//! The people of a fake deployment: as planned, their roles, and whether they hold a seat.

use seatkeeper_core::Instant;

/// A user of the plan.
#[derive(Debug, Clone)]
pub struct PlannedUser {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) status: Status,
    pub(super) login_type: &'static str,
    pub(super) service_account: bool,
    pub(super) created: Option<Instant>,
    pub(super) last_seen: LastSeen,
    pub(super) history: Vec<(Instant, Status)>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum LastSeen {
    AtStart,
    Never,
    At(Instant),
}

impl PlannedUser {
    /// An active user, seen just now, with the e-mail `NAME@example.com` and [`PASSWORD`](crate::fake_deployment::PASSWORD).
    pub fn new(name: &str, role: Role) -> Self {
        Self {
            name: name.to_owned(),
            role,
            status: Status::Active,
            login_type: "password",
            service_account: false,
            created: None,
            last_seen: LastSeen::AtStart,
            history: Vec::new(),
        }
    }

    /// The user's status.
    pub fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// When the user was created; 100 days before the start unless said otherwise.
    pub fn created(mut self, at: Instant) -> Self {
        self.created = Some(at);
        self
    }

    /// When the user was last seen.
    pub fn last_seen(mut self, at: Instant) -> Self {
        self.last_seen = LastSeen::At(at);
        self
    }

    /// Never seen.
    pub fn never_seen(mut self) -> Self {
        self.last_seen = LastSeen::Never;
        self
    }

    /// Signs in otherwise than by password: "oidc", "github", "none".
    pub fn login_type(mut self, login_type: &'static str) -> Self {
        self.login_type = login_type;
        self
    }

    /// A service account: no e-mail, no sign-in, no seat.
    pub fn service_account(mut self) -> Self {
        self.service_account = true;
        self.login_type("none")
    }

    /// Had this status from then on; for the seat history.
    pub fn was(mut self, status: Status, from: Instant) -> Self {
        self.history.push((from, status));
        self
    }
}

/// A site role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// May do everything.
    Owner,
    /// Sees and changes users.
    UserAdmin,
    /// Sees users and the deployment's configuration.
    Auditor,
    /// Sees users.
    TemplateAdmin,
    /// Sees only themself. Coder never lists this role.
    Member,
}

/// Whether a user may sign in, and holds a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Holds a seat.
    Active,
    /// Not seen for 90 days, or never; wakes by signing in.
    Dormant,
    /// May not sign in.
    Suspended,
}

impl Role {
    pub(super) const ALL: [Self; 5] =
        [Self::Owner, Self::UserAdmin, Self::Auditor, Self::TemplateAdmin, Self::Member];

    /// Coder's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::UserAdmin => "user-admin",
            Self::Auditor => "auditor",
            Self::TemplateAdmin => "template-admin",
            Self::Member => "member",
        }
    }

    pub(super) fn display_name(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::UserAdmin => "User Admin",
            Self::Auditor => "Auditor",
            Self::TemplateAdmin => "Template Admin",
            Self::Member => "Member",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl Status {
    pub(super) const ALL: [Self; 3] = [Self::Active, Self::Dormant, Self::Suspended];

    /// Coder's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Dormant => "dormant",
            Self::Suspended => "suspended",
        }
    }
}
