//! What the tests share. Nothing here is part of a release.

#[cfg(feature = "fake-deployment")]
pub mod fake_deployment;
#[cfg(feature = "ports")]
pub mod memory_keychain;
pub mod mint;
