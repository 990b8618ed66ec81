//! What changes on a deployment, by itself and by an act, and whether Coder's answer is what its licenses give.

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::{Access, Advice, Outlook as Known};
use crate::check::{Check, Verdict};
use crate::entitlement::{Entitlements, Installed};
use crate::error::{Error, ErrorCode};
use crate::license::VerifyFault;
use crate::outlook::{Facts, Named, Outlook, Present, Setting};
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::visible;
use crate::view::{CautionView, OutlookView, PresentView, WhatIfView};
use crate::what_if::{Act, Plan, Step};

use super::entry::Entry;
use super::planning::{claims_of, finding, installed_as};
use super::{LicenseManager, not_installed};

/// Stands for the fault of a license whose claims cannot be read here; only that there is one matters.
static UNREAD: VerifyFault = VerifyFault::Payload;

/// What a forecast of a deployment rests on.
pub(super) struct Ground<'e> {
    pub(super) entry: &'e Entry,
    pub(super) facts: Facts,
    pub(super) zone: &'e TimeZone,
    /// Its licenses, by "#" and their number, in the server's order.
    pub(super) licenses: Vec<Named<'e>>,
}

impl<'e> Ground<'e> {
    /// What is known of it; no license where they cannot be listed.
    pub(super) fn of(entry: &'e Entry, known: &Known<'e>) -> Self {
        let named = known.licenses.iter().map(|judged| {
            let license = judged.license;
            let installed = match &license.claims {
                Ok(claims) => Installed::new(&license.uuid, claims),
                Err(_) => Installed::unreadable(&license.uuid, None, &UNREAD),
            };
            Named::new(number(license.id), installed)
        });
        let nothing = Entitlements::default();
        let facts = Facts::read(entry.report.entitlements.as_ref().unwrap_or(&nothing));
        Self { entry, facts, zone: known.zone, licenses: named.collect() }
    }

    /// The deployment, as the forecast asks for it.
    pub(super) fn setting(&self) -> Setting<'_> {
        Setting {
            name: &self.entry.deployment.name,
            deployment_id: self.entry.report.deployment_id(),
            facts: &self.facts,
            telemetry: self.entry.report.build.as_ref().and_then(|build| build.telemetry),
            zone: self.zone,
        }
    }
}

/// "#4".
pub(super) fn number(license: i32) -> String {
    format!("#{license}")
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// What changes on a deployment in the next three years, if nobody installs or removes anything.
    ///
    /// # Errors
    /// `deployment_unknown`; `session_missing`, `session_not_permitted`, `api_missing` or the fault of the last try
    /// where its licenses are not listed.
    pub fn outlook(&self, id: u32) -> Result<OutlookView, Error> {
        self.forecast(id, |ground, now| {
            Ok(Outlook::of(&ground.setting(), &ground.licenses, now).view(&ground.facts, ground.zone))
        })
    }

    /// What installing licenses and removing others would change, all of it at `at`, or now where that is past.
    ///
    /// # Errors
    /// Those of [`Self::outlook`]; `license_not_installed` where one to remove is not there;
    /// `license_already_installed` and `license_not_readable` for one to install.
    pub fn what_if(
        &self,
        id: u32,
        add: &[(String, Check)],
        remove: &[i32],
        at: Instant,
    ) -> Result<WhatIfView, Error> {
        self.forecast(id, |ground, now| {
            let mut act = Act::default();
            for license in remove {
                let name = number(*license);
                if !ground.licenses.iter().any(|named| named.name == name) {
                    return Err(not_installed(*license));
                }
                act.remove.push(name);
            }
            for (label, check) in add {
                let Some(claims) = claims_of(check) else {
                    let why = finding(check, ground.zone, now).plain(ground.zone);
                    let about = format!("{}: {}", visible(label, 100), why.trim_end_matches('.'));
                    return Err(Error::new(ErrorCode::LicenseNotReadable, about));
                };
                if let Some(there) =
                    installed_as(ground.entry, claims).filter(|there| !remove.contains(there))
                {
                    let about = format!("{} as {}", ground.entry.deployment.name, number(there));
                    return Err(Error::new(ErrorCode::LicenseAlreadyInstalled, about));
                }
                let taken = |name: &str| act.install.iter().any(|named| named.name == name);
                let name = unique(&visible(label, 100), taken);
                act.install.push(Named::new(name, Installed::new(&claims.id, claims)));
            }
            // What Coder shows until that day may bear on it, so that the day is a step of a plan.
            let mut plan = Plan::of(&ground.setting(), &ground.licenses, &[Step { at, act }], now);
            let step =
                plan.steps.pop().ok_or_else(|| Error::new(ErrorCode::Internal, "a plan of no steps"))?;
            let mut view = step.what_if.view(ground.zone);
            if add.iter().any(|(_, check)| check.verdict == Verdict::UnknownKey) {
                view.cautions.insert(0, signature_not_checked());
            }
            Ok(view)
        })
    }

    /// Whether what Coder reported is what the licenses give by our reading.
    ///
    /// # Errors
    /// Those of [`Self::outlook`].
    pub fn present(&self, id: u32) -> Result<PresentView, Error> {
        self.forecast(id, |ground, now| {
            let answer = ground.entry.report.entitlements.as_ref();
            let answer = answer.ok_or_else(|| not_known(ground.entry, "have not been worked out"))?;
            let at = answer.refreshed_at.or(ground.entry.known_at()).unwrap_or(now);
            Ok(Present::of(&ground.setting(), &ground.licenses, answer, at).view(ground.zone))
        })
    }

    /// What Coder reported otherwise than its licenses give by our reading, to be sent to somebody who can say why: what
    /// the rules ask of each license, and no name, address, ID or token. `version` is this program's.
    ///
    /// # Errors
    /// Those of [`Self::present`].
    pub fn present_report(&self, id: u32, version: &str) -> Result<String, Error> {
        self.forecast(id, |ground, now| {
            let answer = ground.entry.report.entitlements.as_ref();
            let answer = answer.ok_or_else(|| not_known(ground.entry, "have not been worked out"))?;
            let at = answer.refreshed_at.or(ground.entry.known_at()).unwrap_or(now);
            let server = visible(ground.entry.report.version(), 60);
            let present = Present::of(&ground.setting(), &ground.licenses, answer, at);
            Ok(present.report(&ground.facts, &ground.licenses, &server, version))
        })
    }

    /// Looks at a deployment whose licenses are listed.
    pub(super) fn forecast<T>(
        &self,
        id: u32,
        look: impl FnOnce(&Ground<'_>, Instant) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let state = self.state();
        let entry = state.entry(id)?;
        let known = entry.outlook(&ring, now, &zone);
        let name = &entry.deployment.name;
        match known.access {
            Access::Listed => look(&Ground::of(entry, &known), now),
            Access::Nobody => Err(Error::new(ErrorCode::SessionMissing, name)),
            Access::Refused => Err(Error::new(
                ErrorCode::SessionNotPermitted,
                format!("This token may not list the licenses of {name}. An Owner can"),
            )),
            Access::Missing => Err(Error::new(ErrorCode::ApiMissing, format!("{name} answers no licenses"))),
            Access::NotAsked => Err(not_known(entry, "were not listed yet")),
        }
    }
}

/// Why nothing can be said: the fault of the last try, or that there was none.
fn not_known(entry: &Entry, what: &str) -> Error {
    let about = || format!("The licenses of {} {what}", entry.deployment.name);
    entry.failure.clone().unwrap_or_else(|| Error::new(ErrorCode::ApiResponseUnexpected, about()))
}

pub(super) fn signature_not_checked() -> CautionView {
    let remark = Advice::SignatureNotChecked.view("");
    let sentence = crate::sentence::Sentence::from(remark.message);
    CautionView { code: remark.code, sentence: sentence.view(&TimeZone::UTC) }
}

/// The name, with a number behind it where it is taken.
pub(super) fn unique(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut unique = name.to_owned();
    let mut place = 2;
    while taken(&unique) {
        unique = format!("{name} ({place})");
        place += 1;
    }
    unique
}
