//! What an installation or a removal would be, worked out before anything is sent.

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::{Access, Advice, same_claims, verdict_context};
use crate::check::words::others;
use crate::check::{Check, Note, Reason, Remark, Verdict};
use crate::entitlement::Installed;
use crate::error::Error;
use crate::license::Claims;
use crate::outlook::{Change, ChangeKind, Named, Topic};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::{Sentence, counted, visible};
use crate::view::{ChangeView, FitView, InstallView, PermissionView, RemarkView, RemovalView, SourceView};
use crate::what_if::{Act, Caution, CautionKind, WhatIf};

use super::LicenseManager;
use super::entry::Entry;
use super::forecast::{Ground, number};
use super::overview::{permission, row_of};

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// What installing a license on a deployment would be.
    ///
    /// # Errors
    /// `deployment_unknown`.
    pub fn plan_install(&self, id: u32, check: &Check, source: SourceView) -> Result<InstallView, Error> {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let library = self.store.library().unwrap_or_default();
        let fits = self.fits(check);
        let state = self.state();
        let entry = state.entry(id)?;
        let name = entry.deployment.name.clone();
        let outlook = entry.outlook(&ring, now, &zone);
        let deployment = entry.report.deployment_id();
        let context = verdict_context(now, &zone, &ring, deployment);
        let mut check = check.rejudge(&context);
        let claims = claims_of(&check).cloned();
        if let (None, Some(claims)) = (deployment, &claims)
            && !claims.locked_to().is_empty()
        {
            check.reasons.push(Remark { code: Reason::LockUnknown, about: locks(claims) });
        }
        let already = claims.as_ref().and_then(|claims| installed_as(entry, claims));
        if let Some(number) = already {
            let since = installed_on(entry, number).map(|at| format!(" since {}", at.day(&zone)));
            let about = format!("{name} as #{number}{}", since.unwrap_or_default());
            check.notes.push(Remark { code: Note::AlreadyInstalled, about });
        }
        let kept = library.iter().any(|held| Some(&held.fingerprint) == check.fingerprint().as_ref());
        if kept {
            check.notes.push(Remark { code: Note::AlreadyKept, about: String::new() });
        }
        let listed = outlook.access == Access::Listed;
        let ground = Ground::of(entry, &outlook);
        let what_if = claims
            .as_ref()
            .filter(|_| already.is_none())
            .map(|claims| install_what_if(&ground, &source.label, claims, now));
        let changes = match &what_if {
            Some(what_if) if listed => what_if.change_views(&zone),
            Some(what_if) => unlisted(what_if, &zone),
            None => Vec::new(),
        };
        let cautions = what_if.iter().flat_map(|what_if| &what_if.cautions);
        let cautions = cautions.filter(|caution| listed || is_of_license(caution));
        let mut warnings = warnings(&check);
        warnings.splice(..0, cautions.map(|caution| caution.remark(&zone)));
        let may = sendable(entry, &check, already, &zone, now);
        let mut license = check.view(&context, "", source, kept);
        if check.verdict == Verdict::WrongDeployment
            && let Some(claims) = &claims
        {
            license.headline =
                Sentence::from(format!("Not for {name}. It is locked to {}.", others(claims))).view(&zone);
            if let Some(other) = fits.first() {
                license.detail = Sentence::from(format!("It fits {}.", other.name)).view(&zone);
            }
        }
        Ok(InstallView {
            deployment: row_of(entry, &ring, now, &zone),
            license,
            winners: what_if
                .as_ref()
                .filter(|_| listed)
                .map(|what| what.winner_views(&zone))
                .unwrap_or_default(),
            effect: what_if.filter(|_| listed).map(|what_if| what_if.effect).unwrap_or_default().view(&zone),
            changes,
            warnings,
            may,
            already,
            fits: if fits.iter().any(|fit| fit.deployment == id) { Vec::new() } else { fits },
            sends: format!(
                "The license text is sent to {} and nowhere else.",
                entry.deployment.address.host()
            ),
            button: format!("Install on {name}"),
        })
    }

    /// What removing a license from a deployment would be.
    ///
    /// # Errors
    /// `deployment_unknown`; `license_not_installed` where its list has no such license.
    pub fn plan_removal(&self, id: u32, license: i32) -> Result<RemovalView, Error> {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let copies = self.copies(&ring);
        let state = self.state();
        let entry = state.entry(id)?;
        let name = &entry.deployment.name;
        let outlook = entry.outlook(&ring, now, &zone);
        let judged = outlook.licenses.iter().find(|judged| judged.license.id == license);
        let judged = judged.ok_or_else(|| super::not_installed(license))?;
        let claims = judged.claims();
        let copy = copies.iter().find(|copy| claims.is_some_and(|claims| same_claims(&copy.claims, claims)));
        let ground = Ground::of(entry, &outlook);
        let act = Act::remove(number(license));
        let what_if = WhatIf::of(&ground.setting(), &ground.licenses, &act, now, now);
        Ok(RemovalView {
            deployment: row_of(entry, &ring, now, &zone),
            license,
            title: format!("Remove license #{license} from {name}?"),
            effect: what_if.effect.view(&zone),
            type_name: what_if.loses(),
            changes: what_if.change_views(&zone),
            winners: what_if.winner_views(&zone),
            warnings: what_if
                .cautions
                .iter()
                .filter(|caution| !is_in_effect(caution))
                .map(|caution| caution.remark(&zone))
                .collect(),
            copy: match copy {
                Some(copy) => format!("You hold a copy ({}), so you can install it again.", copy.label),
                None => {
                    "Seatkeeper has no copy of this license, and Coder does not give it back. Have the file \
                         ready before you go on."
                        .to_owned()
                }
            },
            held: copy.is_some(),
            may: permission(
                entry,
                entry.report.permissions.and_then(|permissions| permissions.remove_licenses),
                "This token may not remove licenses. An Owner can.",
            ),
            button: format!("Remove from {name}"),
        })
    }

    /// The deployments of the list that a license fits by its lock, for the card of a license file. Where a
    /// deployment's ID is not known, a locked license is not said to fit it.
    pub fn fits(&self, check: &Check) -> Vec<FitView> {
        let Some(claims) = claims_of(check) else { return Vec::new() };
        let fits = |entry: &&Entry| {
            claims.locked_to().is_empty() || entry.report.deployment_id().is_some_and(|id| claims.fits(id))
        };
        let state = self.state();
        let entries = state.entries.iter().filter(fits);
        entries
            .map(|entry| FitView {
                deployment: entry.deployment.id,
                name: entry.deployment.name.clone(),
                already: installed_as(entry, claims),
            })
            .collect()
    }
}

/// The claims of a text that may be sent: signed, or said by a text whose key is not known.
pub(super) fn claims_of(check: &Check) -> Option<&Claims> {
    let unsigned = || {
        let unverified = check.unverified().filter(|_| check.verdict == Verdict::UnknownKey);
        unverified.and_then(|unverified| unverified.claims.as_ref())
    };
    check.license().map(|license| license.claims()).or_else(unsigned)
}

/// The number under which the same license is installed.
pub(super) fn installed_as(entry: &Entry, claims: &Claims) -> Option<i32> {
    let list = entry.report.licenses.iter().flatten();
    let same = |reported: &Claims| same_claims(reported, claims);
    list.filter(|license| license.claims.as_ref().is_ok_and(same)).map(|license| license.id).max()
}

fn installed_on(entry: &Entry, license: i32) -> Option<Instant> {
    entry.report.licenses.iter().flatten().find(|known| known.id == license)?.uploaded_at
}

/// "2 deployments".
fn locks(claims: &Claims) -> String {
    counted(i64::try_from(claims.locked_to().len()).unwrap_or(i64::MAX), "deployment", "deployments")
}

/// Whether the text may be sent there, and why not.
pub(super) fn sendable(
    entry: &Entry,
    check: &Check,
    already: Option<i32>,
    zone: &TimeZone,
    now: Instant,
) -> PermissionView {
    let name = &entry.deployment.name;
    let refuse = |reason: String| PermissionView { allowed: false, reason };
    if let Some(number) = already {
        return refuse(format!("It is already installed on {name} as #{number}."));
    }
    match check.verdict {
        Verdict::Valid | Verdict::Expiring | Verdict::Grace | Verdict::NotYetValid | Verdict::UnknownKey => {}
        Verdict::WrongDeployment => {
            let locked = check.license().map(|license| others(license.claims())).unwrap_or_default();
            return refuse(format!("It is not for {name}: it is locked to {locked}."));
        }
        Verdict::BadSignature
        | Verdict::Unsigned
        | Verdict::Refused
        | Verdict::Malformed
        | Verdict::NotALicense
        | Verdict::Unreadable
        | Verdict::Expired => return refuse(finding(check, zone, now).plain(zone)),
    }
    let allowed = entry.report.permissions.and_then(|permissions| permissions.add_licenses);
    permission(entry, allowed, "This token may not add licenses. An Owner can.")
}

/// What our own check says of a text, in one sentence.
pub(super) fn finding(check: &Check, zone: &TimeZone, now: Instant) -> Sentence {
    let ring = crate::license::KeyRing::empty();
    check.headline(&verdict_context(now, zone, &ring, None), "It")
}

/// What must be known of the text, beside what it changes.
fn warnings(check: &Check) -> Vec<RemarkView> {
    let mut warnings = Vec::new();
    if check.verdict == Verdict::UnknownKey {
        warnings.push(Advice::SignatureNotChecked.view(""));
    }
    let worth_knowing = [Note::AlreadyInstalled, Note::SignedByAddedKey];
    let notes = check.notes.iter().filter(|remark| worth_knowing.contains(&remark.code));
    warnings.extend(notes.map(|remark| remark.view()));
    warnings
}

/// What an installation would change: on the licenses that are there, or by its own claims where those cannot be listed.
fn install_what_if(ground: &Ground<'_>, label: &str, claims: &Claims, now: Instant) -> WhatIf {
    let named = Named::new(visible(label, 100), Installed::new(&claims.id, claims));
    WhatIf::of(&ground.setting(), &ground.licenses, &Act::install(named), now, now)
}

/// What a license gives by itself, where it is not known what else is installed.
fn unlisted(what_if: &WhatIf, zone: &TimeZone) -> Vec<ChangeView> {
    let own = |change: &&Change| match change.topic {
        Topic::Coverage | Topic::Seats | Topic::Features | Topic::Limit(_) => true,
        Topic::Telemetry | Topic::UsageData => true,
        // These depend on the licenses beside it.
        Topic::Trial | Topic::Refresh | Topic::FirstWarning | Topic::Message => false,
    };
    let changes = what_if.changes.iter().filter(own).filter(|change| change.kind != ChangeKind::Same);
    changes
        .map(|change| ChangeView {
            label: change.topic.label(),
            before: Sentence::from("not known").view(zone),
            after: change.after.clone().text(" by this license").view(zone),
            kind: ChangeKind::Change.code().to_owned(),
        })
        .collect()
}

/// Whether the sentence on the effect, which tells every loss, says it too.
fn is_in_effect(caution: &Caution) -> bool {
    match caution.kind {
        CautionKind::FewerSeats | CautionKind::FewerOf | CautionKind::FewerFeatures => true,
        CautionKind::Locked
        | CautionKind::Refused
        | CautionKind::LockUnknown
        | CautionKind::TelemetryOff
        | CautionKind::TelemetryUnknown
        | CautionKind::TelemetryRequired
        | CautionKind::AllUsersCount
        | CautionKind::Trial
        | CautionKind::IfSwitchedOn => false,
    }
}

/// Whether a caution holds whatever else is installed.
fn is_of_license(caution: &&Caution) -> bool {
    match caution.kind {
        CautionKind::Locked | CautionKind::Refused | CautionKind::LockUnknown => true,
        CautionKind::TelemetryOff | CautionKind::TelemetryUnknown | CautionKind::TelemetryRequired => true,
        CautionKind::FewerSeats
        | CautionKind::AllUsersCount
        | CautionKind::FewerOf
        | CautionKind::FewerFeatures
        | CautionKind::Trial
        | CautionKind::IfSwitchedOn => false,
    }
}
