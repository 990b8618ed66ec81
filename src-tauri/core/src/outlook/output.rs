//! The outlook as it crosses to window and terminal.

use jiff::tz::TimeZone;

use crate::sentence::Sentence;
use crate::view::{BoundaryView, ChangeView, CoverageLineView, OutlookView};

use super::{Boundary, Change, CoverageKind, CoverageLine, Facts, Guess, Outlook};

impl Change {
    /// The line as it is shown.
    pub fn view(&self, zone: &TimeZone) -> ChangeView {
        ChangeView {
            label: self.topic.label(),
            before: self.before.view(zone),
            after: self.after.view(zone),
            kind: self.kind.code().to_owned(),
        }
    }
}

impl Boundary {
    /// The boundary as it is shown.
    pub fn view(&self, zone: &TimeZone) -> BoundaryView {
        BoundaryView {
            at: self.at.rfc3339(),
            day: Sentence::new().day(self.at).view(zone),
            sentence: self.sentence(),
            changes: self.changes.iter().map(|change| change.view(zone)).collect(),
        }
    }
}

impl CoverageLine {
    /// The line as it is shown.
    pub fn view(&self, zone: &TimeZone) -> CoverageLineView {
        let kind = match self.kind {
            CoverageKind::Block => "block",
            CoverageKind::Bridge => "bridge",
            CoverageKind::Gap => "gap",
        };
        CoverageLineView {
            kind: kind.to_owned(),
            starts_at: self.starts.rfc3339(),
            ends_at: self.ends.rfc3339(),
            sentence: self.sentence.view(zone),
        }
    }
}

impl Outlook {
    /// The outlook as it is shown, with what was guessed for it.
    pub fn view(&self, facts: &Facts, zone: &TimeZone) -> OutlookView {
        OutlookView {
            boundaries: self.boundaries.iter().map(|boundary| boundary.view(zone)).collect(),
            coverage: self.coverage.iter().map(|line| line.view(zone)).collect(),
            guesses: facts.guesses.iter().map(Guess::sentence).collect(),
        }
    }
}

impl Guess {
    /// What is assumed.
    pub fn sentence(&self) -> String {
        match self {
            Self::ActiveUsers => "The count of active users is a guess.".to_owned(),
            Self::AiSeats => "The count of AI Governance seats in use is not reported.".to_owned(),
            Self::Replicas => "Whether several servers run is not reported; one is assumed.".to_owned(),
            Self::ExternalAuthProviders => {
                "The number of external auth providers is not reported; one is assumed.".to_owned()
            }
            Self::ExternalAgentTemplates => {
                "Whether templates use external agents is not reported; none is assumed.".to_owned()
            }
            Self::WorkspaceCapableUsers => {
                "Whether Coder counts users who may create workspaces is not reported; that it counts all active \
                 users is assumed."
                    .to_owned()
            }
            Self::ManagedAgents => "The use of managed agents is not reported.".to_owned(),
            Self::Enablement(name) => {
                format!("Whether {} is switched on is not reported.", name.display())
            }
        }
    }
}
