//! Which of many license files belongs on which deployment: the rule of [`crate::assignment`] over what is known.

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::{Access, verdict_context};
use crate::assignment::{Fate, Fit, Place, assign};
use crate::check::{Check, Verdict};
use crate::entitlement::Installed;
use crate::license::{Claims, KeyRing};
use crate::outlook::Named;
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::{Sentence, counted, visible};
use crate::view::{AssignedDeploymentView, AssignedLicenseView, AssignmentView, LeftLicenseView};
use crate::what_if::{Act, WhatIf};

use super::LicenseManager;
use super::entry::Entry;
use super::forecast::{Ground, unique};
use super::overview::row_of;
use super::planning::{claims_of, finding, sendable};

/// With more licenses for one deployment than these, what they change together is not worked out.
const MOST_TOGETHER: usize = 20;

/// A license file of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'o> {
    /// What the window calls its entry.
    pub id: &'o str,
    /// The name of its file.
    pub label: &'o str,
    /// What was found in it.
    pub check: &'o Check,
}

/// What an assignment is made for.
struct Desk<'d> {
    ring: &'d KeyRing,
    now: Instant,
    zone: &'d TimeZone,
    /// The licenses that could be installed somewhere.
    usable: Vec<(&'d Offered<'d>, &'d Claims)>,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Where these license files belong; nothing is sent.
    pub fn assignment(&self, offered: &[Offered<'_>]) -> AssignmentView {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let chosen = offered.iter().filter_map(|offer| Some((offer, usable(offer.check)?))).collect();
        let desk = Desk { ring: &ring, now, zone: &zone, usable: chosen };
        let state = self.state();
        let claims: Vec<&Claims> = desk.usable.iter().map(|(_, claims)| *claims).collect();
        let places: Vec<Place<'_>> = state.entries.iter().map(place).collect();
        let fates = assign(&claims, &places, now);

        let assigned: Vec<_> = state
            .entries
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| desk.assigned(at, entry, &fates))
            .collect();
        let unusable = offered.iter().filter(|offer| usable(offer.check).is_none());
        let mut left: Vec<_> = unusable.map(|offer| desk.unusable(offer)).collect();
        for (at, fate) in fates.iter().enumerate() {
            desk.leave(at, fate, &state.entries, &mut left);
        }
        AssignmentView { headline: headline(&assigned, &left).view(&zone), deployments: assigned, left }
    }
}

impl Desk<'_> {
    /// What belongs on one deployment; `None` where nothing does.
    fn assigned(&self, at: usize, entry: &Entry, fates: &[Fate]) -> Option<AssignedDeploymentView> {
        let installs = |fate: &Fate| match fate {
            Fate::Fits(fits) => fits.contains(&(at, Fit::Installs)),
            Fate::Duplicate(_) | Fate::LockedElsewhere => false,
        };
        let chosen: Vec<_> = self.usable.iter().zip(fates).filter(|(_, fate)| installs(fate)).collect();
        if chosen.is_empty() {
            return None;
        }
        let known = entry.outlook(self.ring, self.now, self.zone);
        let ground = Ground::of(entry, &known);
        let mut act = Act::default();
        for ((offer, claims), _) in &chosen {
            let taken = |name: &str| act.install.iter().any(|named| named.name == name);
            let name = unique(&visible(offer.label, 100), taken);
            act.install.push(Named::new(name, Installed::new(&claims.id, claims)));
        }
        let listed = known.access == Access::Listed;
        let what_if = (listed && chosen.len() <= MOST_TOGETHER)
            .then(|| WhatIf::of(&ground.setting(), &ground.licenses, &act, self.now, self.now));
        let licenses = chosen.iter().map(|((offer, _), fate)| self.license(offer, entry, fate)).collect();
        Some(AssignedDeploymentView {
            row: row_of(entry, self.ring, self.now, self.zone),
            loses: what_if.as_ref().is_some_and(WhatIf::loses),
            effect: what_if.map(|what_if| what_if.effect).unwrap_or_default().view(self.zone),
            licenses,
        })
    }

    fn license(&self, offer: &Offered<'_>, entry: &Entry, fate: &Fate) -> AssignedLicenseView {
        let context = verdict_context(self.now, self.zone, self.ring, entry.report.deployment_id());
        let check = offer.check.rejudge(&context);
        let elsewhere = match fate {
            Fate::Fits(fits) => fits.iter().filter(|(_, fit)| *fit == Fit::Installs).count() - 1,
            Fate::Duplicate(_) | Fate::LockedElsewhere => 0,
        };
        let remark = match i64::try_from(elsewhere).unwrap_or(i64::MAX) {
            0 => String::new(),
            more => format!(
                "It fits {} as well; install it where it belongs.",
                counted(more, "other deployment", "other deployments")
            ),
        };
        AssignedLicenseView {
            check: offer.id.to_owned(),
            name: visible(offer.label, 100),
            headline: check.headline(&context, "It").view(self.zone),
            remark,
            may: sendable(entry, &check, None, self.zone, self.now),
        }
    }

    fn unusable(&self, offer: &Offered<'_>) -> LeftLicenseView {
        left(offer, "unusable", finding(offer.check, self.zone, self.now), self.zone)
    }

    /// Says of one license where it does not go, and why.
    fn leave(&self, at: usize, fate: &Fate, entries: &[Entry], out: &mut Vec<LeftLicenseView>) {
        let Some((offer, claims)) = self.usable.get(at) else { return };
        let name_of = |other: usize| self.usable.get(other).map(|(offer, _)| visible(offer.label, 100));
        let say = |outcome: &str, words: String| left(offer, outcome, words.into(), self.zone);
        match fate {
            Fate::Duplicate(of) => {
                let other = name_of(*of).unwrap_or_default();
                out.push(say("duplicate", format!("It is the same license as {other}.")));
            }
            Fate::LockedElsewhere => {
                let locked = i64::try_from(claims.locked_to().len()).unwrap_or(i64::MAX);
                let locked = counted(locked, "deployment", "deployments");
                out.push(say(
                    "locked_elsewhere",
                    format!("It is locked to {locked}, and none of the list is among them."),
                ));
            }
            Fate::Fits(fits) if fits.is_empty() => {
                out.push(say("no_deployment", "There is no deployment in the list yet.".to_owned()));
            }
            Fate::Fits(fits) => {
                for (place, fit) in fits {
                    let Some(entry) = entries.get(*place) else { continue };
                    let name = &entry.deployment.name;
                    let (outcome, words, license) = match fit {
                        Fit::Installs => continue,
                        Fit::Already(there) => (
                            "already_installed",
                            format!("It is installed on {name} already, as #{there}."),
                            Some(*there),
                        ),
                        Fit::Superseded(by) => (
                            "superseded",
                            format!(
                                "{} gives {name} all that it gives, and more.",
                                name_of(*by).unwrap_or_default()
                            ),
                            None,
                        ),
                        Fit::SupersededThere(by) => (
                            "superseded",
                            format!(
                                "#{by}, which is installed on {name}, gives all that it gives, and more."
                            ),
                            Some(*by),
                        ),
                        Fit::LockUnknown => (
                            "lock_unknown",
                            format!("It is locked; whether {name} is meant is not known, as its ID is not."),
                            None,
                        ),
                    };
                    out.push(LeftLicenseView {
                        deployment: Some(entry.deployment.id),
                        license,
                        ..say(outcome, words)
                    });
                }
            }
        }
    }
}

/// The claims of a text that some deployment might take.
fn usable(check: &Check) -> Option<&Claims> {
    match check.verdict {
        Verdict::Valid
        | Verdict::Expiring
        | Verdict::Grace
        | Verdict::NotYetValid
        | Verdict::UnknownKey
        | Verdict::WrongDeployment => claims_of(check),
        Verdict::BadSignature
        | Verdict::Unsigned
        | Verdict::Refused
        | Verdict::Malformed
        | Verdict::NotALicense
        | Verdict::Unreadable
        | Verdict::Expired => None,
    }
}

fn place(entry: &Entry) -> Place<'_> {
    let listed = entry.report.licenses.iter().flatten();
    Place {
        deployment_id: entry.report.deployment_id(),
        installed: listed.filter_map(|license| Some((license.id, license.claims.as_ref().ok()?))).collect(),
    }
}

fn left(offer: &Offered<'_>, outcome: &str, sentence: Sentence, zone: &TimeZone) -> LeftLicenseView {
    LeftLicenseView {
        check: offer.id.to_owned(),
        name: visible(offer.label, 100),
        outcome: outcome.to_owned(),
        sentence: sentence.view(zone),
        deployment: None,
        license: None,
    }
}

fn headline(assigned: &[AssignedDeploymentView], left: &[LeftLicenseView]) -> Sentence {
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    let mut ids: Vec<&str> = Vec::new();
    for license in assigned.iter().flat_map(|deployment| &deployment.licenses) {
        if !ids.contains(&license.check.as_str()) {
            ids.push(&license.check);
        }
    }
    let mut others: Vec<&str> = Vec::new();
    for license in left {
        if !ids.contains(&license.check.as_str()) && !others.contains(&license.check.as_str()) {
            others.push(&license.check);
        }
    }
    if ids.is_empty() {
        return "Nothing is to be installed on any deployment of the list.".into();
    }
    let licenses = counted(count(ids.len()), "license belongs", "licenses belong");
    let deployments = counted(count(assigned.len()), "deployment", "deployments");
    let rest = match others.len() {
        0 => ".".to_owned(),
        many => format!("; {}.", counted(count(many), "is left", "are left")),
    };
    format!("{licenses} on {deployments}{rest}").into()
}
