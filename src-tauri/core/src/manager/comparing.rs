//! Two licenses side by side: files, installed ones, or one of each.

use crate::check::Check;
use crate::compare::compare;
use crate::error::{Error, ErrorCode};
use crate::license::Claims;
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::visible;
use crate::view::{ComparableView, ComparedSideView, ComparedView, LicenseRef};

use super::overview::kind;
use super::planning::finding;
use super::{LicenseManager, not_installed};

/// One of two licenses.
#[derive(Debug, Clone, Copy)]
pub enum Compared<'c> {
    /// A checked text, by the name of its file.
    File(&'c str, &'c Check),
    /// A license by the number of its deployment and its own there.
    Installed(u32, i32),
}

/// What a text says, whoever signed it.
pub fn claims_said(check: &Check) -> Option<&Claims> {
    let unsigned = || check.unverified().and_then(|unverified| unverified.claims.as_ref());
    check.license().map(|license| license.claims()).or_else(unsigned)
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Compares two licenses by what they say.
    ///
    /// # Errors
    /// `license_not_readable` where a text says nothing that can be compared; `deployment_unknown`,
    /// `license_not_installed`.
    pub fn compare(&self, a: Compared<'_>, b: Compared<'_>) -> Result<ComparedView, Error> {
        let ((a, claims_a), (b, claims_b)) = (self.side(a)?, self.side(b)?);
        Ok(ComparedView { a, b, comparison: compare(&claims_a, &claims_b).view(&self.clock.zone()) })
    }

    /// Every installed license that can be compared, in the order of the deployments.
    pub fn installed_to_compare(&self) -> Vec<ComparableView> {
        let state = self.state();
        let of = |entry: &super::entry::Entry| {
            let deployment = entry.deployment.id;
            let group = entry.deployment.name.clone();
            let licenses = entry.report.licenses.iter().flatten();
            let view = |license: &crate::api::InstalledLicense| {
                let claims = license.claims.as_ref().ok()?;
                Some(ComparableView {
                    license: LicenseRef::Installed { deployment, license: license.id },
                    name: format!("#{}, {}", license.id, kind(claims)),
                    group: group.clone(),
                })
            };
            licenses.filter_map(view).collect::<Vec<_>>()
        };
        state.entries.iter().flat_map(of).collect()
    }

    fn side(&self, side: Compared<'_>) -> Result<(ComparedSideView, Claims), Error> {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        match side {
            Compared::File(label, check) => {
                let name = visible(label, 100);
                let found = || finding(check, &zone, now).plain(&zone);
                let Some(claims) = claims_said(check) else {
                    let about = format!("{name}: {}", found().trim_end_matches('.'));
                    return Err(Error::new(ErrorCode::LicenseNotReadable, about));
                };
                let remark = match check.license() {
                    Some(_) => String::new(),
                    None => format!("{} What it says is compared all the same.", found()),
                };
                Ok((ComparedSideView { name, remark }, claims.clone()))
            }
            Compared::Installed(id, license) => {
                let state = self.state();
                let entry = state.entry(id)?;
                let listed = entry.report.licenses.iter().flatten().find(|listed| listed.id == license);
                let listed = listed.ok_or_else(|| not_installed(license))?;
                let name = format!("{} #{license}", entry.deployment.name);
                match &listed.claims {
                    Ok(claims) => {
                        let remark =
                            format!("As {} reports it; Coder gives no signature.", entry.deployment.name);
                        Ok((ComparedSideView { name, remark }, claims.clone()))
                    }
                    Err(fault) => {
                        let about = format!("{name}: {}", visible(fault, 200));
                        Err(Error::new(ErrorCode::LicenseNotReadable, about))
                    }
                }
            }
        }
    }
}
