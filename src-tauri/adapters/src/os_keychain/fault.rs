//! What the errors of a keychain mean. Their texts name calls and paths, never a secret.

use keyring::Error as Fault;
use seatkeeper_core::ports::KeychainError;

/// Says what an error means for the user. "No entry" is none of these; it is read where it is met.
pub(super) fn meaning(fault: &Fault) -> KeychainError {
    match fault {
        Fault::NoStorageAccess(cause) => KeychainError::Locked(cause.to_string()),
        // There, what goes wrong with one entry is mostly somebody's no.
        Fault::PlatformFailure(cause) if cfg!(any(target_os = "macos", windows)) => {
            KeychainError::Denied(cause.to_string())
        }
        Fault::PlatformFailure(cause) => KeychainError::Unavailable(cause.to_string()),
        // Shown as they are, these two would print what they found.
        Fault::BadEncoding(_) | Fault::BadDataFormat(_, _) => {
            KeychainError::Denied("what it holds for this deployment is damaged".to_owned())
        }
        Fault::Ambiguous(entries) => {
            KeychainError::Denied(format!("it holds {} entries for this deployment", entries.len()))
        }
        Fault::BadStoreFormat(what) => KeychainError::Denied(what.clone()),
        Fault::NotSupportedByStore(what) => KeychainError::Unavailable(what.clone()),
        Fault::TooLong(..) | Fault::Invalid(..) => KeychainError::Denied(fault.to_string()),
        Fault::NoEntry => KeychainError::Denied("the entry is gone".to_owned()),
        Fault::NoDefaultStore => KeychainError::Unavailable("none is set up".to_owned()),
        // The library may grow kinds of errors.
        other => KeychainError::Unavailable(other.to_string()),
    }
}
