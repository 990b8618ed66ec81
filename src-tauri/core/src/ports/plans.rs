//! What is kept of plans.

use jiff::civil::Date;

use crate::Instant;
use crate::error::Error;

/// A plan for one deployment: steps on days to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPlan {
    /// Its number; 0 before it is saved.
    pub id: u32,
    /// The deployment it is for.
    pub deployment: u32,
    /// Its name, as the admin gave it.
    pub name: String,
    /// When it was saved last.
    pub changed_at: Instant,
    /// Its steps, in the admin's order.
    pub steps: Vec<SavedStep>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedStep {
    /// The day, in the admin's zone.
    pub day: Date,
    /// What is done.
    pub act: SavedAct,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SavedAct {
    /// Installs a license of the library.
    Install {
        /// SHA-256 of header and payload, hex.
        fingerprint: String,
        /// The name of its file when the step was made.
        name: String,
    },
    /// Removes an installed license.
    Remove {
        /// Its number on the deployment.
        license: i32,
        /// Its UUID, so that another license under the same number is not taken for it; may be empty.
        uuid: String,
    },
}

/// Keeps plans; they go with their deployment. Every change is on the disk when it returns.
pub trait PlanStore {
    /// Every plan of the deployments in the list, oldest first.
    fn plans(&self) -> Result<Vec<SavedPlan>, Error>;
    /// Adds a plan whose number is 0, or puts it in the place of the one of its number; the number.
    ///
    /// `plan_unknown` and `deployment_unknown` where there is none.
    fn save_plan(&self, plan: &SavedPlan) -> Result<u32, Error>;
    /// Puts a plan aside until the undo has passed; the undo's number takes it back.
    fn forget_plan(&self, id: u32, sentence: &str, until: Instant) -> Result<u32, Error>;
    /// Takes a forgetting back; false where it is too late.
    fn undo_forget_plan(&self, undo: u32, now: Instant) -> Result<bool, Error>;
}
