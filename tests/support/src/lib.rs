//! What the tests share. Nothing here is part of a release.

pub mod mint;
