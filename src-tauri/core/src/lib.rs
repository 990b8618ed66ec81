//! What a Coder license means: who signed it, when it counts, what Coder's server would say of it.
//!
//! The crate is pure. It opens no file, asks no clock and no network: text, keys, `now` and the zone are arguments.
//!
//! | Word | Module |
//! |---|---|
//! | [`license`] | the signed text, read exactly as Coder's server reads it |
//! | [`finding`] | the license in whatever a mail program made of it |
//! | [`check`] | the verdict: reasons, notes, sentences |
//! | [`deployment`], [`session`] | where a deployment is, how it is reached, and its secrets |
//! | [`api`] | what Coder's API answers, read |
//! | [`ports`] | what the use cases need of the world |
//! | [`feature`], [`entitlement`] | what licenses give, merged as Coder merges them |
//! | [`reclaim`] | who may be suspended to free seats, and what that would give |
//! | [`people`] | a list of users, read page by page while it changes |
//! | [`manager`] | the use cases of deployments |
//! | [`outlook`] | what changes when |
//! | [`what_if`] | what an installation or a removal would change |
//! | [`compare`] | two licenses side by side |
//! | [`assignment`] | which of many licenses belongs on which deployment |
//! | [`validity`] | which stretches of time licenses cover |
//! | [`advisory`] | what is to be said of a deployment at an instant |
//! | [`seats`] | who holds a seat, since when, and where the count goes |
//! | [`view`] | the JSON of window and terminal |
//!
//! ```
//! use seatkeeper_core::license::{verify, KeyRing, VerifyFault};
//!
//! let fault = verify(b"not a license", &KeyRing::built_in()).unwrap_err();
//! assert_eq!(fault, VerifyFault::SegmentCount(1));
//! ```

pub mod advisory;
pub mod api;
pub mod assignment;
pub mod check;
pub mod compare;
pub mod csv;
pub mod deployment;
pub mod entitlement;
pub mod error;
pub mod feature;
pub mod file;
pub mod finding;
pub mod instant;
pub mod license;
pub mod manager;
pub mod outlook;
pub mod people;
pub mod ports;
pub mod reclaim;
pub mod seats;
pub mod sentence;
pub mod session;
pub mod validity;
pub mod view;
pub mod what_if;

pub use instant::Instant;
