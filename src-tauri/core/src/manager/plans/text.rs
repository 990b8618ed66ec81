//! A plan as text, to send along with a change request.

use std::fmt::Write as _;

use crate::error::Error;
use crate::ports::{Clock, DeploymentApi, Keychain, Store};
use crate::sentence::{Sentence, visible};
use crate::view::{ChangeView, PartView, PlanDraft, WorkedPlanView};

use super::super::LicenseManager;
use super::Lent;

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// The plan in plain text: no license text and no token is in it.
    ///
    /// # Errors
    /// Those of [`Self::work_out`].
    pub fn plan_text(&self, draft: &PlanDraft, lent: &[Lent]) -> Result<String, Error> {
        let worked = self.work_out(draft, lent)?;
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let (name, origin) = {
            let state = self.state();
            let deployment = &state.entry(draft.deployment)?.deployment;
            (deployment.name.clone(), deployment.address.origin())
        };
        let title = match visible(draft.name.trim(), 60) {
            title if title.is_empty() => "Plan".to_owned(),
            title => format!("Plan: {title}"),
        };
        let made = Sentence::from("Worked out by Seatkeeper on ").day(now).text(" at ").clock(now);
        let head = format!("{title}\nDeployment: {name} ({origin})\n{}\n\n", made.plain(&zone));
        Ok(head + &body(&worked))
    }
}

fn body(worked: &WorkedPlanView) -> String {
    // Writing to a string cannot fail.
    let mut text = format!("{}\n", plain(&worked.headline));
    for day in &worked.days {
        let _ = writeln!(text, "\n{}: {}", plain(&day.day), lower(&day.acts));
        let _ = writeln!(text, "  {}", plain(&day.what_if.effect));
        for change in day.what_if.changes.iter().filter(|change| change.kind != "same") {
            let _ = writeln!(text, "  {}", line(change));
        }
        for caution in &day.what_if.cautions {
            let _ = writeln!(text, "  ! {}", plain(&caution.sentence));
        }
        for winner in &day.what_if.winners {
            let _ = writeln!(text, "  {}: {}", winner.label, plain(&winner.why));
        }
    }
    if !worked.remarks.is_empty() {
        text.push_str("\nTo know:\n");
        for remark in &worked.remarks {
            let _ = writeln!(text, "  - {}", plain(&remark.sentence));
        }
    }
    if !worked.coverage.is_empty() {
        text.push_str("\nCoverage:\n");
        for stretch in &worked.coverage {
            let _ = writeln!(text, "  - {}", plain(&stretch.sentence));
        }
    }
    if !worked.boundaries.is_empty() {
        text.push_str("\nWhat changes when:\n");
        for boundary in &worked.boundaries {
            let _ = writeln!(text, "  {}: {}", plain(&boundary.day), boundary.sentence);
            for change in &boundary.changes {
                let _ = writeln!(text, "    {}", line(change));
            }
        }
    }
    for guess in &worked.guesses {
        let _ = writeln!(text, "\nGuessed: {guess}");
    }
    text
}

fn line(change: &ChangeView) -> String {
    let mark = match change.kind.as_str() {
        "loss" => " (less)",
        "gain" => " (more)",
        _ => "",
    };
    format!("{}: {} → {}{mark}", change.label, plain(&change.before), plain(&change.after))
}

fn lower(words: &str) -> String {
    let mut words = words.to_owned();
    words.get_mut(..1).map(str::make_ascii_lowercase);
    words
}

fn plain(parts: &[PartView]) -> String {
    let words = |part: &PartView| match part {
        PartView::Text { text }
        | PartView::Day { text, .. }
        | PartView::Clock { text, .. }
        | PartView::Count { text, .. } => text.clone(),
    };
    parts.iter().map(words).collect()
}
