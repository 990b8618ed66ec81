//! The codes of what can go wrong outside the verdicts, and the one table of all codes.
//!
//! A license that expired is no error: it is a verdict (see [`crate::check`]).

use crate::advisory::Advice;
use crate::check::{CodeRow, Note, Reason, Verdict, codes};
use crate::view::ErrorView;
use crate::what_if::CautionKind;

codes! {
    /// What can go wrong with keys, the store, files that are written, and the program itself.
    ErrorCode, "error":
    KeyInvalid = "key_invalid", 2, "{}", "Copy the key anew from where Coder or your administrator published it.";
    KeyIdTaken = "key_id_taken", 2, "There is already a key with the ID \"{}\".", "Remove that key first; Coder's own cannot be replaced.";
    TimeInvalid = "time_invalid", 2, "\"{}\" is no time.", "Write it as 2026-11-23 or 2026-11-23T18:06:27Z.";
    DurationInvalid = "duration_invalid", 2, "\"{}\" is no length of time.", "Write it as 30d, 12h or 2w.";
    LicenseUnknown = "license_unknown", 2, "There is no license \"{}\" in the library.", "Look at the list; the first letters of a fingerprint are enough.";
    LicenseNotKept = "license_not_kept", 1, "{} was not kept: only a text with a good signature, or one of an unknown key, is.", "Check the file first.";
    StoreDamaged = "store_damaged", 3, "The store was damaged. It was set aside as {}.", "What could be read is here; keep the damaged file if you miss something.";
    StoreFromNewerVersion = "store_from_newer_version", 3, "The store was written by a newer version of Seatkeeper.", "Install that version; nothing was changed.";
    StoreWriteFailed = "store_write_failed", 3, "The store could not be written: {}.", "Check that the data folder is yours and that the disk has space; then try again.";
    StoreBusy = "store_busy", 3, "Another Seatkeeper is writing to the store.", "Try again in a moment.";
    ExportFailed = "export_failed", 3, "The file could not be written: {}.", "Choose another folder, or make space.";
    ClipboardFailed = "clipboard_failed", 3, "The clipboard does not answer: {}.", "Select the text and copy it by hand.";
    EntryUnknown = "entry_unknown", 2, "This entry is no longer in the list.", "Check the file again.";
    UndoOver = "undo_over", 2, "It is too late to take this back.", "Check the file again.";
    SettingInvalid = "setting_invalid", 2, "\"{}\" is not among the values of this setting.", "Choose one of those offered.";
    AddressInvalid = "address_invalid", 2, "This is no address of a deployment: {}.", "Type it as it stands in the browser, such as coder.example.com.";
    AddressNotEncrypted = "address_not_encrypted", 2, "The way to {} is not encrypted.", "The token could be read on the way. Use https, or choose to go on all the same.";
    DeploymentUnknown = "deployment_unknown", 2, "There is no deployment \"{}\" in the list.", "Look at the list; a name or an address is enough.";
    DeploymentNotNamed = "deployment_not_named", 2, "It is not clear which deployment is meant: {}.", "Name one with --deployment; seatkeeper deployments list shows them.";
    DeploymentAlreadyAdded = "deployment_already_added", 2, "{} is in the list already.", "Open it there, or sign in to it again.";
    DeploymentNameTaken = "deployment_name_taken", 2, "There is already a deployment called \"{}\".", "Choose another name.";
    DeploymentNameInvalid = "deployment_name_invalid", 2, "This cannot be the name of a deployment: {}.", "Choose a name of 1 to 60 characters.";
    DeploymentUnreachable = "deployment_unreachable", 4, "{}.", "Check the address, the network and the VPN; then try again.";
    DeploymentTimedOut = "deployment_timed_out", 4, "{}.", "Try again in a moment; if it stays silent, ask whoever runs it.";
    DeploymentCertificateUntrusted = "deployment_certificate_untrusted", 4, "The certificate of {} is not trusted here.", "If your organization has its own authority, name its CA file in the connection's settings.";
    DeploymentCertificateExpired = "deployment_certificate_expired", 4, "The certificate of {} is not valid at this time.", "Ask whoever runs it to renew the certificate, and check this computer's clock.";
    DeploymentNameMismatch = "deployment_name_mismatch", 4, "The certificate of {}.", "Use the name that the certificate is for.";
    DeploymentTlsFailed = "deployment_tls_failed", 4, "No encrypted connection to {}.", "The server may want a client certificate; name it in the connection's settings.";
    DeploymentRedirects = "deployment_redirects", 4, "{}.", "Redirects are not followed, so that no token goes astray. Use the address it points to, if you know it.";
    DeploymentNotCoder = "deployment_not_coder", 4, "{}.", "Something else than Coder answers there: a sign-in page, a proxy, another site. Check the address.";
    DeploymentIsProxy = "deployment_is_proxy", 2, "This is a workspace proxy; the deployment itself is {}.", "Add that address instead.";
    DeploymentTooOld = "deployment_too_old", 4, "{} is older than Seatkeeper knows.", "It can be watched; ask for an update of the server.";
    ConnectionInvalid = "connection_invalid", 2, "The connection's settings cannot be used: {}.", "Correct the file, header or proxy that is named.";
    ProxyFailed = "proxy_failed", 4, "The proxy does not let the call through: {}.", "Check the proxy's address and sign-in.";
    TokenInvalid = "token_invalid", 2, "This is no session token: {}.", "Copy it anew from the page that Coder opens for it.";
    SignInRefused = "sign_in_refused", 5, "{}.", "Check e-mail and password, or sign in with a token.";
    SessionRejected = "session_rejected", 5, "{}.", "Sign in again.";
    SessionMissing = "session_missing", 5, "Nobody is signed in to {}.", "Sign in to it first.";
    SessionNotPermitted = "session_not_permitted", 6, "{}.", "Sign in as an Owner, or ask one.";
    CoderCliMissing = "coder_cli_missing", 2, "The coder program on this computer is not signed in to {}.", "Run coder login first, or sign in another way.";
    ApiRefused = "api_refused", 6, "{}.", "See what Coder says; copy it for support if it does not help.";
    ApiUnavailable = "api_unavailable", 4, "{}.", "The server has a fault of its own. Try again; if it stays, ask whoever runs it.";
    ApiResponseUnexpected = "api_response_unexpected", 4, "{}.", "What was known before stays on the screen. Try again.";
    ApiRateLimited = "api_rate_limited", 4, "{}.", "Wait until then; nothing is lost.";
    ApiMissing = "api_missing", 4, "{}.", "This server is older, or built without licenses.";
    OutcomeUnknown = "outcome_unknown", 4, "{}.", "Look at the list of licenses before sending it again.";
    LicenseNotInstallable = "license_not_installable", 1, "It was not sent: {}.", "Check the file first.";
    LicenseNotReadable = "license_not_readable", 1, "{}.", "Check the file first.";
    FactsInvalid = "facts_invalid", 3, "These are no facts of a deployment: {}.", "Save what GET /api/v2/entitlements answers, and name that file.";
    LicenseNotInstalled = "license_not_installed", 2, "There is no license {} there.", "Look at the list of licenses; it may have been removed already.";
    LicenseAlreadyInstalled = "license_already_installed", 2, "It is installed on {} already.", "Nothing needs doing.";
    PeopleNotRead = "people_not_read", 2, "The users of {} were not read yet.", "Read the list of users first.";
    PeopleIncomplete = "people_incomplete", 4, "The list of users could not be read whole, and a part is not shown as the whole: {}.", "Read it again.";
    ReclaimUnknown = "reclaim_unknown", 2, "There is no plan to reclaim seats of {}.", "Make one first.";
    ReclaimUnfinished = "reclaim_unfinished", 2, "A plan to reclaim seats of {} is not finished.", "Go on with it or take it back first.";
    ReclaimChanged = "reclaim_changed", 2, "Nothing was sent: {}.", "Look at the people again, then confirm.";
    ReclaimNobody = "reclaim_nobody", 2, "There is nobody to suspend on {}.", "Choose others; those that are protected are never proposed.";
    PeopleQueryInvalid = "people_query_invalid", 2, "Users cannot be sorted or filtered by \"{}\".", "Choose one of the columns and ages that are offered.";
    KeepListUnreadable = "keep_list_unreadable", 3, "The list of people to leave alone could not be read: {}.", "Name a file with a user name or an e-mail a line.";
    NameNotTyped = "name_not_typed", 2, "The name that was typed is not {}.", "Type the deployment's name to go on.";
    NotConfirmed = "not_confirmed", 2, "Nothing was done: {}.", "Answer on a terminal, or say all that is needed on the command line; --help shows how.";
    KeychainUnavailable = "keychain_unavailable", 3, "No keychain is available: {}.", "Start one (GNOME Keyring, KWallet), or work with a session that ends when you quit.";
    KeychainLocked = "keychain_locked", 3, "Your keychain is locked: {}.", "Unlock it, then try again.";
    KeychainDenied = "keychain_denied", 3, "The keychain refused: {}.", "Allow Seatkeeper to use it, or sign in again.";
    KeychainTimedOut = "keychain_timed_out", 3, "The keychain does not answer.", "Look for its window that asks for a password, or restart it; then try again.";
    TrialOver = "trial_over", 2, "This sign-in was not finished in time.", "Begin it again.";
    PlanUnknown = "plan_unknown", 2, "There is no plan {}.", "Look at the list of plans; it may have been forgotten.";
    PlanInvalid = "plan_invalid", 2, "The plan cannot be saved: {}.", "Correct that, and save it again.";
    Internal = "internal", 3, "Seatkeeper met a fault of its own: {}.", "Please report it with what you did; nothing was lost.";
}

/// An error: its code and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct Error {
    /// The code.
    pub code: ErrorCode,
    /// What fills the `{}` of the message; empty where there is none.
    pub about: String,
}

impl Error {
    /// An error about `about`.
    pub fn new(code: ErrorCode, about: impl Into<String>) -> Self {
        Self { code, about: about.into() }
    }

    /// What happened, to whom.
    pub fn message(&self) -> String {
        filled(self.code.row().message, &self.about)
    }

    /// What to do.
    pub fn hint(&self) -> &'static str {
        self.code.row().hint
    }

    /// The terminal's exit status.
    pub fn exit_status(&self) -> u8 {
        self.code.row().exit
    }

    /// The error as it crosses to the window.
    pub fn view(&self) -> ErrorView {
        ErrorView {
            code: self.code.code().to_owned(),
            message: self.message(),
            hint: self.hint().to_owned(),
            subject: (!self.about.is_empty()).then(|| self.about.clone()),
        }
    }
}

/// A message with its gap filled.
pub fn filled(message: &str, about: &str) -> String {
    message.replacen("{}", about, 1)
}

/// Every code of the program, in the order of the documentation.
pub fn table() -> Vec<CodeRow> {
    let verdicts = Verdict::ALL.iter().map(|verdict| verdict.row());
    let reasons = Reason::ALL.iter().map(|reason| reason.row());
    let notes = Note::ALL.iter().map(|note| note.row());
    let cautions = CautionKind::ALL.iter().map(|caution| caution.row());
    let advice = Advice::ALL.iter().map(|advice| advice.row());
    verdicts
        .chain(reasons)
        .chain(notes)
        .chain(cautions)
        .chain(advice)
        .chain(ErrorCode::ALL.iter().map(|code| code.row()))
        .collect()
}

impl From<crate::deployment::AddressFault> for Error {
    fn from(fault: crate::deployment::AddressFault) -> Self {
        Self::new(ErrorCode::AddressInvalid, fault.to_string())
    }
}

impl From<crate::session::TokenFault> for Error {
    fn from(fault: crate::session::TokenFault) -> Self {
        Self::new(ErrorCode::TokenInvalid, fault.to_string())
    }
}

impl From<crate::ports::KeychainError> for Error {
    fn from(fault: crate::ports::KeychainError) -> Self {
        match fault {
            crate::ports::KeychainError::Unavailable(what) => Self::new(ErrorCode::KeychainUnavailable, what),
            crate::ports::KeychainError::Locked(what) => Self::new(ErrorCode::KeychainLocked, what),
            crate::ports::KeychainError::Denied(what) => Self::new(ErrorCode::KeychainDenied, what),
            crate::ports::KeychainError::TimedOut => Self::new(ErrorCode::KeychainTimedOut, ""),
        }
    }
}

impl From<crate::license::KeyError> for Error {
    fn from(fault: crate::license::KeyError) -> Self {
        match fault {
            crate::license::KeyError::IdTaken(key_id) => Self::new(ErrorCode::KeyIdTaken, key_id),
            fault @ (crate::license::KeyError::IdMissing
            | crate::license::KeyError::Encoding
            | crate::license::KeyError::Length(_)
            | crate::license::KeyError::NotCanonical
            | crate::license::KeyError::LowOrder) => Self::new(ErrorCode::KeyInvalid, fault.to_string()),
        }
    }
}
