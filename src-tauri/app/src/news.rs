//! What the host has to tell, before it is anybody's event; so the host knows no window, and tests can listen.

use seatkeeper_core::{
    Instant,
    view::{BatchView, CheckView, DeploymentView, ErrorView, OverviewView, SettingsView, TrustedKeyView},
};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// Files are being dragged over the window.
    DragHover {
        /// How many.
        count: u32,
        /// Whether all are named as licenses are.
        like_licenses: bool,
        /// The first one's name.
        first: String,
    },
    /// The dragged files left, or were dropped.
    DragLeft,
    /// Entries are new or judged anew.
    Changed(Vec<CheckView>),
    /// Entries are gone.
    Removed(Vec<String>),
    /// A batch began, went on or ended.
    Batch(BatchView),
    /// The page is to carry out a menu entry.
    Menu(String),
    /// Something about the deployments changed; with the instant of the background's next round.
    Overview(OverviewView, Option<Instant>),
    /// The deployment that the page shows changed.
    Deployment(Box<DeploymentView>),
    /// Something that was begun in the background failed.
    Failed(ErrorView),
    /// The key ring changed.
    Keys(Vec<TrustedKeyView>),
    /// A preference changed that the window itself must follow.
    Settings(SettingsView),
    /// The window is to close.
    Close,
    /// The program is to end.
    Quit,
}

/// Who is told.
pub type Listener = Box<dyn Fn(News) + Send + Sync>;
