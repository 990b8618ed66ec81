//! What an installation or a removal would be, worked out before anything is sent.

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::{Advice, Outlook, counted_term, same_claims, verdict_context};
use crate::check::words::{left, others};
use crate::check::{Check, Note, Reason, Remark, Verdict};
use crate::error::Error;
use crate::license::Claims;
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::{Sentence, counted};
use crate::view::{ChangeView, FitView, InstallView, PermissionView, RemarkView, RemovalView, SourceView};

use super::LicenseManager;
use super::changes::{Balance, changes};
use super::entry::Entry;
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
        let changes = match &claims {
            Some(claims) if already.is_none() => {
                let balance = Balance::install(&outlook, claims);
                changes(&balance, &zone)
            }
            Some(_) | None => Vec::new(),
        };
        let warnings = warnings(entry, &check, claims.as_ref());
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
            changes,
            warnings,
            may,
            already,
            fits: fits.into_iter().filter(|fit| fit.deployment != id).collect(),
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
        let balance = Balance::removal(&outlook, license);
        let changes = changes(&balance, &zone);
        Ok(RemovalView {
            deployment: row_of(entry, &ring, now, &zone),
            license,
            title: format!("Remove license #{license} from {name}?"),
            effect: removal_effect(&outlook, &balance, license).view(&zone),
            type_name: changes.iter().any(|change| change.kind == "loss"),
            changes,
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

fn warnings(entry: &Entry, check: &Check, claims: Option<&Claims>) -> Vec<RemarkView> {
    let name = &entry.deployment.name;
    let mut warnings = Vec::new();
    if check.verdict == Verdict::UnknownKey {
        warnings.push(Advice::SignatureNotChecked.view(""));
    }
    let telemetry_off = entry.report.build.as_ref().and_then(|build| build.telemetry) == Some(false);
    if telemetry_off && claims.is_some_and(|claims| claims.require_telemetry) {
        warnings.push(Advice::TelemetryWouldConflict.view(name));
    }
    let reasons = check.reasons.iter().filter(|remark| remark.code == Reason::LockUnknown);
    warnings.extend(reasons.map(|remark| remark.view()));
    let worth_knowing = [Note::AlreadyInstalled, Note::SignedByAddedKey];
    let notes = check.notes.iter().filter(|remark| worth_knowing.contains(&remark.code));
    warnings.extend(notes.map(|remark| remark.view()));
    warnings
}

/// The true effect of a removal in one sentence.
fn removal_effect(outlook: &Outlook<'_>, balance: &Balance, license: i32) -> Sentence {
    let (now, name) = (outlook.now, outlook.known.name);
    let removed = outlook.licenses.iter().find(|judged| judged.license.id == license);
    let in_grace = removed.is_some_and(|judged| judged.counts(now) && !judged.in_term(now));
    if balance.loses_cover() {
        return if in_grace {
            format!("{name} will have no license from now: it is in the grace period of this one, and its features stop.")
                .into()
        } else {
            format!("{name} will have no license from now.").into()
        };
    }
    if let Some((before, after)) = balance.fewer_seats() {
        let seats = |limit: Option<i64>| match limit {
            Some(limit) => Sentence::new().count(limit),
            None => "no limit".into(),
        };
        return Sentence::from("Seats fall from ")
            .then(seats(before))
            .text(" to ")
            .then(seats(after))
            .text(".");
    }
    if let Some((before, after)) = balance.shorter_cover() {
        let until = |at: Option<Instant>| at.map_or_else(|| "now".into(), |at| Sentence::new().day(at));
        return Sentence::from(format!("{name} will be covered until "))
            .then(until(after))
            .text(" instead of ")
            .then(until(before))
            .text(".");
    }
    if let Some(gap) = balance.new_gap() {
        return Sentence::from("A gap opens: no license ")
            .then(crate::outlook::range(gap.starts, gap.ends, outlook.zone))
            .text(format!(" ({}).", left(gap.starts, gap.ends)));
    }
    if balance.loses_features() {
        return "Features stop, as below.".into();
    }
    let Some(term) = removed.and_then(|judged| judged.term).filter(|term| now < term.grace_until) else {
        return format!("Nothing changes: #{license} does not count any more.").into();
    };
    let other = outlook.licenses.iter().find(|judged| {
        judged.license.id != license
            && judged
                .term
                .is_some_and(|other| other.starts <= term.starts.max(now) && other.ends >= term.ends)
    });
    match other {
        Some(other) => format!("Nothing changes: #{} covers the same term.", other.license.id).into(),
        None => "Nothing changes: other licenses cover the same term.".into(),
    }
}

/// The claims of the licenses that stand in a list but for one.
pub(super) fn listed_claims<'o>(outlook: &'o Outlook<'_>, except: Option<i32>) -> Vec<(&'o str, &'o Claims)> {
    let others = outlook.licenses.iter().filter(|judged| Some(judged.license.id) != except);
    others.filter_map(|judged| Some((judged.license.uuid.as_str(), judged.claims()?))).collect()
}

/// When a license that is not installed would count.
pub(super) fn term_on(outlook: &Outlook<'_>, claims: &Claims) -> Option<crate::validity::Term> {
    // One that is not installed yet is refused where its lock does not fit.
    let fits = outlook.known.report.deployment_id().is_none_or(|id| claims.fits(id));
    counted_term(claims, outlook.now).filter(|_| fits)
}

/// Losses first, then changes, gains, and what stays.
pub(super) fn sort(changes: &mut [ChangeView]) {
    let order = ["loss", "change", "gain", "same"];
    changes.sort_by_key(|change| order.iter().position(|kind| *kind == change.kind));
}
