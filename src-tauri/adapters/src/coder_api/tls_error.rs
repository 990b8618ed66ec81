//! What is wrong with a certificate, or with TLS.

use jiff::tz::TimeZone;
use rustls::pki_types::UnixTime;
use rustls::{AlertDescription, CertificateError, Error};
use seatkeeper_core::Instant;
use seatkeeper_core::api::ApiError;
use seatkeeper_core::sentence::visible;

use super::issuer::Issuer;
use super::verifier::Refused;

/// More names than that on a certificate tell nobody anything.
const NAMES: usize = 5;

/// What a fault of TLS means.
#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open, and of the library's")]
pub(super) fn meaning(fault: &Error) -> ApiError {
    match fault {
        Error::InvalidCertificate(CertificateError::Other(other)) => {
            match other.0.downcast_ref::<Refused>() {
                Some(refused) => certificate(&refused.fault, &refused.issuer),
                None => certificate(&CertificateError::Other(other.clone()), &Issuer::Unknown),
            }
        }
        Error::InvalidCertificate(fault) => certificate(fault, &Issuer::Unknown),
        Error::AlertReceived(alert) => ApiError::TlsFailed(alert_words(*alert)),
        Error::InvalidMessage(_) => ApiError::TlsFailed("what answers there does not speak TLS".to_owned()),
        Error::PeerIncompatible(_) => {
            ApiError::TlsFailed("the server speaks no TLS that is safe enough (1.2 or later)".to_owned())
        }
        other => ApiError::TlsFailed(visible(&other.to_string(), 200)),
    }
}

/// Whether it is the server's refusal of our hello or our certificate, so that it read no request.
pub(super) fn ends_the_handshake(fault: &Error) -> bool {
    let Error::AlertReceived(alert) = fault else { return false };
    matches!(
        alert,
        AlertDescription::HandshakeFailure
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::DecryptError
            | AlertDescription::CertificateRequired
    )
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open, and of the library's")]
fn certificate(fault: &CertificateError, issuer: &Issuer) -> ApiError {
    match fault {
        CertificateError::Expired => ApiError::CertificateExpired("it has ended".to_owned()),
        CertificateError::ExpiredContext { not_after, .. } => {
            ApiError::CertificateExpired(format!("it ended on {}", day(*not_after)))
        }
        CertificateError::NotValidYet => ApiError::CertificateExpired("it has not begun".to_owned()),
        CertificateError::NotValidYetContext { not_before, .. } => {
            ApiError::CertificateExpired(format!("it begins only on {}", day(*not_before)))
        }
        CertificateError::NotValidForName => ApiError::NameMismatch("it is for another name".to_owned()),
        CertificateError::NotValidForNameContext { presented, .. } => {
            ApiError::NameMismatch(format!("it is for {}", names(presented)))
        }
        CertificateError::UnknownIssuer => ApiError::CertificateUntrusted(match issuer {
            Issuer::Itself => "it is signed by itself".to_owned(),
            Issuer::Named(name) => format!("it was issued by {name}"),
            Issuer::Unknown => "its issuer is not known".to_owned(),
        }),
        CertificateError::Revoked => ApiError::CertificateUntrusted("it was revoked".to_owned()),
        CertificateError::BadSignature => ApiError::CertificateUntrusted("its signature is wrong".to_owned()),
        // The certificate of an authority that stands there for a server, as people sign their own.
        CertificateError::Other(_) if *issuer == Issuer::Itself => {
            ApiError::CertificateUntrusted("it is signed by itself".to_owned())
        }
        other => ApiError::TlsFailed(format!(
            "its certificate cannot be used: {}",
            visible(&other.to_string(), 200)
        )),
    }
}

fn day(time: UnixTime) -> String {
    Instant::from_unix(i64::try_from(time.as_secs()).unwrap_or(i64::MAX)).day(&TimeZone::UTC)
}

/// The names as people write them; the library spells them as `DnsName("coder.example.com")`.
fn names(presented: &[String]) -> String {
    let plain = |name: &String| {
        let name = name.split_once('(').map_or(name.as_str(), |(_, rest)| rest.trim_end_matches(')'));
        visible(name.trim_matches('"'), 100)
    };
    let mut names: Vec<String> = presented.iter().take(NAMES).map(plain).collect();
    if presented.len() > NAMES {
        names.push(format!("{} more", presented.len() - NAMES));
    }
    if names.is_empty() { "no name at all".to_owned() } else { names.join(", ") }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the enum is open, and of the library's")]
fn alert_words(alert: AlertDescription) -> String {
    match alert {
        AlertDescription::CertificateRequired => "the server wants a client certificate".to_owned(),
        AlertDescription::ProtocolVersion => {
            "the server speaks no TLS that is safe enough (1.2 or later)".to_owned()
        }
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateExpired
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnknownCA
        | AlertDescription::DecryptError
        | AlertDescription::AccessDenied => format!("the server refuses the client certificate ({alert:?})"),
        other => format!("the server broke off with the alert {other:?}"),
    }
}
