//! What an act would change, as it crosses to window and terminal.

use jiff::tz::TimeZone;

use crate::outlook::words;
use crate::view::{CautionView, ChangeView, PlanView, PlannedStepView, RemarkView, WhatIfView, WinnerView};

use super::{Caution, Plan, WhatIf, Winner};

impl WhatIf {
    /// The lines of "What changes", as they are shown.
    pub fn change_views(&self, zone: &TimeZone) -> Vec<ChangeView> {
        self.changes.iter().map(|change| change.view(zone)).collect()
    }

    /// Which license's limit wins, and why.
    pub fn winner_views(&self, zone: &TimeZone) -> Vec<WinnerView> {
        self.winners.iter().map(|winner| winner.view(zone)).collect()
    }

    /// All of it, as it is shown.
    pub fn view(&self, zone: &TimeZone) -> WhatIfView {
        WhatIfView {
            effect: self.effect.view(zone),
            changes: self.change_views(zone),
            winners: self.winner_views(zone),
            cautions: self.cautions.iter().map(|caution| caution.view(zone)).collect(),
            loses: self.loses(),
        }
    }
}

impl Winner {
    /// The line as it is shown.
    pub fn view(&self, zone: &TimeZone) -> WinnerView {
        WinnerView {
            label: words::label(&self.feature),
            license: self.license.clone(),
            why: self.why.view(zone),
        }
    }
}

impl Caution {
    /// The line as it is shown.
    pub fn view(&self, zone: &TimeZone) -> CautionView {
        CautionView { code: self.kind.code().to_owned(), sentence: self.sentence.view(zone) }
    }
}

impl Caution {
    /// The caution as a remark, with what to do.
    pub fn remark(&self, zone: &TimeZone) -> RemarkView {
        let row = self.kind.row();
        let message = self.sentence.plain(zone);
        // What the sentence says already is not said again.
        let hint = if message.contains(row.hint) { "" } else { row.hint };
        RemarkView { code: row.code.to_owned(), message, hint: hint.to_owned() }
    }
}

impl Plan {
    /// The plan as it is shown.
    pub fn view(&self, zone: &TimeZone) -> PlanView {
        let step = |step: &super::PlannedStep| PlannedStepView {
            at: step.at.rfc3339(),
            what_if: step.what_if.view(zone),
        };
        PlanView {
            steps: self.steps.iter().map(step).collect(),
            boundaries: self.boundaries.iter().map(|boundary| boundary.view(zone)).collect(),
            coverage: self.coverage.iter().map(|line| line.view(zone)).collect(),
        }
    }
}
