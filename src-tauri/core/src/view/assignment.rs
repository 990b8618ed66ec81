//! Which of many license files belongs on which deployment.

use serde::Serialize;

use super::{DeploymentRowView, PermissionView, SentenceView};

/// Where license files belong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AssignmentView {
    /// "3 licenses belong on 2 deployments; 2 are left."
    pub headline: SentenceView,
    /// The deployments that something is to be installed on, in the order of the list.
    pub deployments: Vec<AssignedDeploymentView>,
    /// What is not to be installed, and why.
    pub left: Vec<LeftLicenseView>,
}

/// What is to be installed on one deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AssignedDeploymentView {
    /// Where.
    pub row: DeploymentRowView,
    /// What all of it together changes; empty where its licenses are not known, or where they are very many.
    pub effect: SentenceView,
    /// Whether anything is lost by it.
    pub loses: bool,
    /// The licenses.
    pub licenses: Vec<AssignedLicenseView>,
}

/// A license that is to be installed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct AssignedLicenseView {
    /// The entry of the list of license files.
    pub check: String,
    /// Its name.
    pub name: String,
    /// What it is: "Valid until 12 Mar 2027 (109 days)…".
    pub headline: SentenceView,
    /// That it fits others as well; may be empty.
    pub remark: String,
    /// Whether it may be sent there, and why not.
    pub may: PermissionView,
}

/// A license that is not to be installed on a deployment, or on any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct LeftLicenseView {
    /// The entry of the list of license files.
    pub check: String,
    /// Its name.
    pub name: String,
    /// `unusable`, `duplicate`, `locked_elsewhere`, `already_installed`, `superseded`, `lock_unknown` or
    /// `no_deployment`.
    pub outcome: String,
    /// Why, in one sentence.
    pub sentence: SentenceView,
    /// The deployment it is about; null where it is about none.
    pub deployment: Option<u32>,
    /// The license there that it is about; null where it is about none.
    pub license: Option<i32>,
}
