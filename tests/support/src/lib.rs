//! What the tests share. Nothing here is part of a release.

#[cfg(feature = "fake-deployment")]
pub mod fake_deployment;
pub mod mint;
