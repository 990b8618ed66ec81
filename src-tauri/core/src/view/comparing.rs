//! Two licenses to compare, wherever each of them is.

use serde::{Deserialize, Serialize};

use super::ComparisonView;

/// Names a license that is known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LicenseRef {
    /// An entry of the list of license files, as `CheckView` names it.
    File {
        /// The entry.
        check: String,
    },
    /// A license of a deployment.
    Installed {
        /// The deployment.
        deployment: u32,
        /// The license's number there.
        license: i32,
    },
}

/// Which two to compare.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CompareRequest {
    /// The one that is looked at from.
    pub a: LicenseRef,
    /// The one that is better or worse.
    pub b: LicenseRef,
}

/// A license that can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ComparableView {
    /// Which.
    pub license: LicenseRef,
    /// "renewal-2027.jwt", "#4, Premium".
    pub name: String,
    /// "License files", or the deployment's name.
    pub group: String,
}

/// Two licenses side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ComparedView {
    /// The one.
    pub a: ComparedSideView,
    /// The other.
    pub b: ComparedSideView,
    /// How they differ.
    pub comparison: ComparisonView,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ComparedSideView {
    /// "renewal-2027.jwt", "Production #4".
    pub name: String,
    /// Who vouches for what it says, where its signature was not found good here; may be empty.
    pub remark: String,
}
