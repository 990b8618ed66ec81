//! What the host tells the page, unasked. Paths never come from the page: drops, dialogs and starts end here.

use seatkeeper_core::view::{
    BatchView, CheckView, DeploymentView, ErrorView, OverviewView, SettingsView, TrustedKeyView,
};
use serde::Serialize;
use specta::Type;
use tauri_specta::Event;

/// Files are being dragged over the window.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct DragHover {
    /// How many files.
    pub count: u32,
    /// Whether all of them are named as licenses are, or are folders.
    pub files_look_like_licenses: bool,
    /// The name of the first one.
    pub first_name: String,
}

/// The files left the window, or were dropped.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct DragLeft;

/// Entries are new or judged anew; the page replaces those whose `id` it knows.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct ChecksChanged {
    /// The entries as they are now.
    pub checks: Vec<CheckView>,
}

/// Entries are gone.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct ChecksRemoved {
    /// Their names.
    pub ids: Vec<String>,
}

/// A batch began, went on or ended.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct BatchChanged {
    /// The batch as it is now.
    pub batch: BatchView,
}

/// A menu entry was chosen that the page carries out.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct MenuChosen {
    /// The entry's name.
    pub id: String,
}

/// The key ring changed.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct KeysChanged {
    /// The ring as it is now.
    pub keys: Vec<TrustedKeyView>,
}

/// Something about the deployments changed.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct OverviewChanged {
    /// All deployments as they are known now.
    pub overview: OverviewView,
    /// When the background asks them next; null where it does not, or is asking now.
    pub next_check_at: Option<String>,
}

/// The deployment that the page shows changed.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct DeploymentChanged {
    /// The deployment as it is known now.
    pub deployment: DeploymentView,
}

/// The preferences were changed elsewhere than on their page.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct SettingsChanged {
    /// The preferences as they are now.
    pub settings: SettingsView,
}

/// Something that was begun in the background failed.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct ActFailed {
    /// What went wrong.
    pub error: ErrorView,
}
