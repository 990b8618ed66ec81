//! Installing and removing. A change is sent once; where no answer comes, the list is read before anything is sent
//! again.

use crate::advisory::{same_claims, verdict_context};
use crate::api::words::quoted;
use crate::api::{ApiError, CoderWords, read_installed};
use crate::check::Check;
use crate::deployment::Deployment;
use crate::error::{Error, ErrorCode};
use crate::license::Fingerprint;
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::Sentence;
use crate::session::Secrets;
use crate::view::{InstalledView, RemoveRequest, RemovedView};

use super::LicenseManager;
use super::checking::target;
use super::planning::{claims_of, finding, installed_as, sendable};

/// How Coder says that it did what was asked, and failed in what comes after
/// (coder/coder, `enterprise/coderd/licenses.go`).
const DONE_ALL_THE_SAME: [&str; 2] = ["Failed to update entitlements", "Failed to decode database response"];

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Installs a license: judged once more, and its clean text sent. On success a copy is kept in the library,
    /// under `names`.
    ///
    /// # Errors
    /// `license_not_installable` where it must not be sent; `deployment_unknown`; `session_missing` and those of
    /// the keychain. What server or network say is an [`InstalledView`].
    pub async fn install(&self, id: u32, check: &Check, names: &[String]) -> Result<InstalledView, Error> {
        let deployment = self.named(id)?;
        let check = self.judged_for(id, check)?;
        let Some(text) = check.counted_text().cloned() else {
            return Err(Error::new(ErrorCode::LicenseNotInstallable, "it holds no license"));
        };
        let secrets = self.session(id).await?;
        let answer = self.api.install(target(&deployment, &secrets), &text).await;
        let view = match answer {
            Ok(answer) => match read_installed(&answer.json) {
                Ok(license) => {
                    self.read_again(id, &secrets, true).await;
                    self.installed(&deployment, license.id, &check, names)
                }
                // It was taken, and the answer does not say under which number.
                Err(fault) => {
                    let fault = ApiError::OutcomeUnknown(fault.to_string());
                    self.look_then(&deployment, &secrets, &check, names, &fault, None).await
                }
            },
            Err(fault) => self.after_refusal(&deployment, &secrets, &check, names, &fault).await,
        };
        self.tell(Some(id));
        Ok(view)
    }

    /// After an outcome that is not known: reads the list and finds the license. `None` means that it is not there,
    /// so that it may be sent again.
    ///
    /// # Errors
    /// `outcome_unknown` where the list cannot be read; `session_missing` and those of the keychain.
    pub async fn look_after(&self, id: u32, check: &Check) -> Result<Option<i32>, Error> {
        let deployment = self.named(id)?;
        let secrets = self.session(id).await?;
        if !self.read_again(id, &secrets, true).await {
            let about = format!("The licenses of {} cannot be listed now", deployment.name);
            return Err(Error::new(ErrorCode::OutcomeUnknown, about));
        }
        let found = self.found(id, check)?;
        if found.is_some() {
            self.hold(check, &[]);
        }
        Ok(found)
    }

    /// Removes a license. One that is gone already is removed, and that is said.
    ///
    /// # Errors
    /// `name_not_typed` where something is lost and the name does not match; `license_not_installed`;
    /// `outcome_unknown`; those of the keychain and the call.
    pub async fn remove(&self, request: RemoveRequest) -> Result<RemovedView, Error> {
        let RemoveRequest { deployment: id, license, typed_name } = request;
        let deployment = self.named(id)?;
        let name = &deployment.name;
        let plan = self.plan_removal(id, license)?;
        if plan.type_name && typed_name.trim() != *name {
            return Err(Error::new(ErrorCode::NameNotTyped, name));
        }
        let secrets = self.session(id).await?;
        let removed = self.api.remove(target(&deployment, &secrets), license).await;
        let sentence = match removed {
            Ok(()) => {
                self.read_again(id, &secrets, true).await;
                format!("Removed #{license} from {name}.")
            }
            Err(ApiError::NotFound(words)) if words.message.contains("Unknown license ID") => {
                self.read_again(id, &secrets, true).await;
                format!("#{license} was gone from {name} already.")
            }
            Err(ApiError::ServerFault(_, words)) if done_all_the_same(&words) => {
                self.read_again(id, &secrets, true).await;
                format!("Removed #{license} from {name}. {}", not_worked_out(&words))
            }
            Err(fault) if fault.leaves_open() => {
                let listed = self.read_again(id, &secrets, true).await;
                if !listed || self.lists(id, license) {
                    let error = self.open_outcome(&deployment, &fault, "removed");
                    return Err(if listed { self.failed(&deployment, &still_there(&fault)) } else { error });
                }
                format!("No answer came, and #{license} is gone from {name}.")
            }
            Err(fault) => {
                let error = self.refused(&deployment, &fault, "remove");
                self.note_session_fault(id, &error);
                self.tell(Some(id));
                return Err(error);
            }
        };
        self.tell(Some(id));
        Ok(RemovedView { sentence })
    }

    /// The license judged for this deployment, where it may be sent there.
    fn judged_for(&self, id: u32, check: &Check) -> Result<Check, Error> {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let state = self.state();
        let entry = state.entry(id)?;
        let check = check.rejudge(&verdict_context(now, &zone, &ring, entry.report.deployment_id()));
        let already = claims_of(&check).and_then(|claims| installed_as(entry, claims));
        if let Some(number) = already {
            let about = format!("{} as #{number}", entry.deployment.name);
            return Err(Error::new(ErrorCode::LicenseAlreadyInstalled, about));
        }
        let may = sendable(entry, &check, None, &zone, now);
        // What Coder may refuse is Coder's to say; what must not be sent is ours.
        let judged_bad = sendable_text(&check);
        if !may.allowed && judged_bad {
            let reason = may.reason.trim_end_matches('.');
            return Err(Error::new(ErrorCode::LicenseNotInstallable, reason));
        }
        Ok(check)
    }

    async fn after_refusal(
        &self,
        deployment: &Deployment,
        secrets: &Secrets,
        check: &Check,
        names: &[String],
        fault: &ApiError,
    ) -> InstalledView {
        if let ApiError::ServerFault(_, words) = fault {
            if is_duplicate(words) {
                self.read_again(deployment.id, secrets, true).await;
                let number = self.found(deployment.id, check).ok().flatten();
                let number = number.map(|number| format!(" as #{number}")).unwrap_or_default();
                let about = format!("{}{number}", deployment.name);
                return InstalledView::Refused {
                    error: Error::new(ErrorCode::LicenseAlreadyInstalled, about).view(),
                    coder: quoted(words),
                    finding: Vec::new(),
                };
            }
            if done_all_the_same(words) {
                let more = not_worked_out(words);
                return self.look_then(deployment, secrets, check, names, fault, Some(more)).await;
            }
        }
        if fault.leaves_open() {
            return InstalledView::Unknown {
                error: self.open_outcome(deployment, fault, "installed").view(),
            };
        }
        let error = self.refused(deployment, fault, "add");
        self.note_session_fault(deployment.id, &error);
        let coder = coders_words(fault).map(quoted).unwrap_or_default();
        // Coder's words stand beside the message, so they need not stand in it too.
        let of_the_license = matches!(error.code, ErrorCode::ApiRefused | ErrorCode::ApiUnavailable);
        let error = if of_the_license && !coder.is_empty() {
            Error::new(error.code, format!("{} refused the license", deployment.name))
        } else {
            error
        };
        InstalledView::Refused { error: error.view(), coder, finding: self.finding(check, fault) }
    }

    /// Reads the list; the license stands there, or the outcome is not known.
    async fn look_then(
        &self,
        deployment: &Deployment,
        secrets: &Secrets,
        check: &Check,
        names: &[String],
        fault: &ApiError,
        more: Option<String>,
    ) -> InstalledView {
        self.read_again(deployment.id, secrets, true).await;
        match self.found(deployment.id, check) {
            Ok(Some(number)) => match (self.installed(deployment, number, check, names), more) {
                (InstalledView::Installed { license, sentence }, Some(more)) => {
                    InstalledView::Installed { license, sentence: format!("{sentence} {more}") }
                }
                (view, Some(_) | None) => view,
            },
            Ok(None) | Err(_) => {
                InstalledView::Unknown { error: self.open_outcome(deployment, fault, "installed").view() }
            }
        }
    }

    fn installed(
        &self,
        deployment: &Deployment,
        license: i32,
        check: &Check,
        names: &[String],
    ) -> InstalledView {
        let kept = self.hold(check, names);
        let sentence = format!("Installed on {} as #{license}.", deployment.name);
        InstalledView::Installed {
            license,
            sentence: if kept { sentence } else { format!("{sentence} No copy could be kept here.") },
        }
    }

    /// Keeps a copy in the library; false where the store failed.
    fn hold(&self, check: &Check, names: &[String]) -> bool {
        let (Some(fingerprint), Some(text)) = (fingerprint(check), check.counted_text()) else {
            return false;
        };
        self.store.hold_license(&fingerprint, text, names, self.clock.now()).is_ok()
    }

    /// The number of the same license in the list as known now.
    fn found(&self, id: u32, check: &Check) -> Result<Option<i32>, Error> {
        let state = self.state();
        let entry = state.entry(id)?;
        let claims = check.license().map(|license| license.claims());
        let unsigned = || check.unverified().and_then(|unverified| unverified.claims.as_ref());
        let Some(claims) = claims.or_else(unsigned) else { return Ok(None) };
        let list = entry.report.licenses.iter().flatten();
        let same =
            list.filter(|license| license.claims.as_ref().is_ok_and(|known| same_claims(known, claims)));
        Ok(same.map(|license| license.id).max())
    }

    fn lists(&self, id: u32, license: i32) -> bool {
        let state = self.state();
        let listed = state.entry(id).ok().and_then(|entry| entry.report.licenses.as_ref());
        listed.is_some_and(|list| list.iter().any(|known| known.id == license))
    }

    /// A refusal in the words of the sheet.
    fn refused(&self, deployment: &Deployment, fault: &ApiError, verb: &str) -> Error {
        let error = self.failed(deployment, fault);
        if error.code == ErrorCode::SessionRejected {
            return Error::new(error.code, format!("The session on {} has ended", deployment.name));
        }
        if error.code == ErrorCode::SessionNotPermitted {
            return Error::new(error.code, format!("This token may not {verb} licenses. An Owner can"));
        }
        error
    }

    /// "No answer after 30 s. The license may or may not be installed."
    fn open_outcome(&self, deployment: &Deployment, fault: &ApiError, done: &str) -> Error {
        let what = if let ApiError::TimedOut { seconds } = fault {
            format!("No answer after {seconds} s")
        } else if let ApiError::OutcomeUnknown(what) = fault {
            format!("No answer from {} ({})", deployment.name, crate::sentence::visible(what, 200))
        } else {
            self.failed(deployment, fault).about
        };
        Error::new(ErrorCode::OutcomeUnknown, format!("{what}. The license may or may not be {done}"))
    }

    /// "Seatkeeper's own check found: …", where Coder refused the license itself.
    fn finding(&self, check: &Check, fault: &ApiError) -> crate::view::SentenceView {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        if !matches!(fault, ApiError::Refused(..)) {
            return Vec::new();
        }
        Sentence::from("Seatkeeper's own check found: ").then(finding(check, &zone, now)).view(&zone)
    }
}

fn fingerprint(check: &Check) -> Option<Fingerprint> {
    let signed = check.license().map(|license| license.fingerprint());
    signed.or_else(|| check.unverified().and_then(|unverified| unverified.fingerprint))
}

/// Whether our own verdict forbids to send it.
fn sendable_text(check: &Check) -> bool {
    use crate::check::Verdict;
    !matches!(
        check.verdict,
        Verdict::Valid | Verdict::Expiring | Verdict::Grace | Verdict::NotYetValid | Verdict::UnknownKey
    )
}

/// The same text twice breaks a rule of the server's database.
fn is_duplicate(words: &CoderWords) -> bool {
    words.detail.contains("licenses_jwt_key") || words.detail.contains("duplicate key value")
}

fn done_all_the_same(words: &CoderWords) -> bool {
    DONE_ALL_THE_SAME.iter().any(|message| words.message.contains(message))
}

fn still_there(fault: &ApiError) -> ApiError {
    ApiError::Unexpected(format!("{fault}; the license is still there"))
}

fn coders_words(fault: &ApiError) -> Option<&CoderWords> {
    match fault {
        ApiError::SessionRejected(words)
        | ApiError::NotPermitted(words)
        | ApiError::NotFound(words)
        | ApiError::Refused(_, words)
        | ApiError::ServerFault(_, words)
        | ApiError::RateLimited { words, .. } => Some(words),
        ApiError::Unreachable(_)
        | ApiError::TimedOut { .. }
        | ApiError::CertificateUntrusted(_)
        | ApiError::CertificateExpired(_)
        | ApiError::NameMismatch(_)
        | ApiError::TlsFailed(_)
        | ApiError::ConnectionFile(_)
        | ApiError::Proxy(_)
        | ApiError::Redirects(_)
        | ApiError::NotCoder { .. }
        | ApiError::RouteMissing
        | ApiError::Unexpected(_)
        | ApiError::OutcomeUnknown(_) => None,
    }
}

fn not_worked_out(words: &CoderWords) -> String {
    format!("Coder could not work out its entitlements anew: “{}”", quoted(words))
}
