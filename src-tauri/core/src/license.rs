//! The signed text: [`verify`] turns bytes into a [`License`], exactly where Coder's server would.
//!
//! A [`License`] exists only with a good signature; functions that take one need not ask. Nothing here cleans the
//! text (see [`crate::finding`]) and nothing asks a clock.

mod claims;
mod fingerprint;
pub mod reading;
mod rules;
mod standing;
mod text;
mod trusted_keys;
mod verify;

pub use claims::{Claims, UnknownClaim};
pub use fingerprint::Fingerprint;
pub use rules::{CoderAnswer, Refusal, RuleFault, TokenFault, coder_answer};
pub use standing::Standing;
pub use text::LicenseText;
pub use trusted_keys::{KeyError, KeyOrigin, KeyRing, TrustedKey};
pub use verify::{Examination, License, UnverifiedLicense, VerifyFault, examine, signature_is_good, verify};
