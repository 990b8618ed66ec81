//! Comparing, assigning and planning: the manager's answers, with what the desk lends to them.

use std::{path::Path, time::Duration};

use seatkeeper_adapters::{Existing, export};
use seatkeeper_core::{
    Instant,
    manager::{Compared, Lent, Offered, claims_said},
    view::{
        AssignmentView, ComparableView, CompareRequest, ComparedView, ErrorView, LicenseRef, PlanAct,
        PlanChoicesView, PlanDraft, PlanRowView, UndoView, WorkedPlanView,
    },
};

use super::{Host, lock};
use crate::{desk::Entry, errors};

impl Host {
    /// Every license that can be compared: the files of the desk first.
    #[must_use]
    pub fn comparable(&self) -> Vec<ComparableView> {
        let desk = lock(&self.desk);
        let files = desk.entries().iter().filter(|entry| claims_said(&entry.check).is_some());
        let view = |entry: &Entry| ComparableView {
            license: LicenseRef::File { check: entry.id.clone() },
            name: label(entry),
            group: "License files".to_owned(),
        };
        let mut all: Vec<_> = files.map(view).collect();
        drop(desk);
        all.extend(self.manager.installed_to_compare());
        all
    }

    /// Compares two licenses.
    ///
    /// # Errors
    /// When one of them is gone, or says nothing.
    pub fn compare(&self, request: &CompareRequest) -> Result<ComparedView, ErrorView> {
        let entry = |license: &LicenseRef| match license {
            LicenseRef::File { check } => self.entry(check).map(Some),
            LicenseRef::Installed { .. } => Ok(None),
        };
        let (entry_a, entry_b) = (entry(&request.a)?, entry(&request.b)?);
        let names = [entry_a.as_ref().map(label), entry_b.as_ref().map(label)];
        let [name_a, name_b] = names.map(Option::unwrap_or_default);
        let a = compared(&request.a, &name_a, entry_a.as_ref());
        let b = compared(&request.b, &name_b, entry_b.as_ref());
        let (Some(a), Some(b)) = (a, b) else { return Err(errors::entry_unknown()) };
        self.manager.compare(a, b).map_err(|error| error.view())
    }

    /// Where license files belong. Entries that are gone are passed over.
    #[must_use]
    pub fn assignment(&self, ids: &[String]) -> AssignmentView {
        let entries: Vec<(Entry, String)> = ids
            .iter()
            .filter_map(|id| self.entry(id).ok())
            .map(|entry| {
                let label = label(&entry);
                (entry, label)
            })
            .collect();
        let offered: Vec<_> = entries
            .iter()
            .map(|(entry, label)| Offered { id: &entry.id, label, check: &entry.check })
            .collect();
        self.manager.assignment(&offered)
    }

    /// Every plan.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn plans(&self) -> Result<Vec<PlanRowView>, ErrorView> {
        self.manager.plans(&self.lend()).map_err(|error| error.view())
    }

    /// What the steps of a plan can be about.
    ///
    /// # Errors
    /// When the deployment is gone.
    pub fn plan_choices(&self, deployment: u32) -> Result<PlanChoicesView, ErrorView> {
        self.manager.plan_choices(deployment, &self.lend()).map_err(|error| error.view())
    }

    /// Works a plan out.
    ///
    /// # Errors
    /// When nothing is known of its deployment.
    pub fn work_out_plan(&self, draft: &PlanDraft) -> Result<WorkedPlanView, ErrorView> {
        self.manager.work_out(draft, &self.lend_to(draft)).map_err(|error| error.view())
    }

    /// Saves a plan, with a copy of each license that it installs.
    ///
    /// # Errors
    /// When it is not whole, or the store did not take it.
    pub fn save_plan(&self, draft: &PlanDraft) -> Result<PlanDraft, ErrorView> {
        let id = self.manager.save_plan(draft).map_err(|error| error.view())?;
        for entry in self.named_by(draft).iter().filter(|entry| entry.check.keepable() && !entry.kept) {
            self.keep(&entry.id)?;
        }
        self.manager.plan(id).map_err(|error| error.view())
    }

    /// Forgets a plan; it is erased when that can no longer be taken back.
    ///
    /// # Errors
    /// When it is gone, or the store did not take it.
    pub fn forget_plan(&self, id: u32) -> Result<UndoView, ErrorView> {
        let undo = self.manager.forget_plan(id).map_err(|error| error.view())?;
        let wait = Instant::parse(&undo.until).map_or(0, |until| until.since(self.clock.now()) + 1);
        let wait = Duration::from_secs(u64::try_from(wait).unwrap_or(0));
        let host = self.own.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(wait).await;
            if let Some(host) = host.upgrade() {
                host.save_quietly(|store| store.erase_past_undo(host.clock.now()));
            }
        });
        Ok(undo)
    }

    /// Puts a plan on the clipboard, as text.
    ///
    /// # Errors
    /// When nothing is known of its deployment, or there is no clipboard.
    pub fn copy_plan(&self, draft: &PlanDraft) -> Result<(), ErrorView> {
        self.clipboard.write(self.plan_text(draft)?).map_err(|what| errors::of_clipboard(&what))
    }

    /// A plan as text.
    ///
    /// # Errors
    /// When nothing is known of its deployment.
    pub fn plan_text(&self, draft: &PlanDraft) -> Result<String, ErrorView> {
        self.manager.plan_text(draft, &self.lend_to(draft)).map_err(|error| error.view())
    }

    /// Writes a plan to a file that the reader chose.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save_plan_text(&self, draft: &PlanDraft, path: &Path) -> Result<(), ErrorView> {
        let text = self.plan_text(draft)?;
        export(path, text.as_bytes(), Existing::Replace).map_err(|error| errors::of_export(&error))
    }

    /// The entries of the desk that a plan installs.
    fn named_by(&self, draft: &PlanDraft) -> Vec<Entry> {
        let named = |print: &str| {
            let installs = |act: &PlanAct| match act {
                PlanAct::Install { fingerprint, .. } => fingerprint == print,
                PlanAct::Remove { .. } => false,
            };
            draft.steps.iter().any(|step| installs(&step.act))
        };
        let desk = lock(&self.desk);
        let entries = desk.entries().iter();
        entries
            .filter(|entry| entry.check.fingerprint().is_some_and(|print| named(&print)))
            .cloned()
            .collect()
    }

    fn lend_to(&self, draft: &PlanDraft) -> Vec<Lent> {
        self.named_by(draft).iter().filter_map(lent).collect()
    }

    /// The license files of the desk, those that a signature was found on.
    fn lend(&self) -> Vec<Lent> {
        lock(&self.desk).entries().iter().filter_map(lent).collect()
    }
}

fn lent(entry: &Entry) -> Option<Lent> {
    Some(Lent {
        fingerprint: entry.check.fingerprint()?,
        label: label(entry),
        check: entry.check.clone(),
        kept: entry.kept,
    })
}

fn compared<'c>(license: &LicenseRef, name: &'c str, entry: Option<&'c Entry>) -> Option<Compared<'c>> {
    match license {
        LicenseRef::File { .. } => Some(Compared::File(name, &entry?.check)),
        LicenseRef::Installed { deployment, license } => Some(Compared::Installed(*deployment, *license)),
    }
}

/// The name of an entry; of several licenses of one file, each has a number.
fn label(entry: &Entry) -> String {
    match entry.source.index {
        Some(index) => format!("{} ({index})", entry.source.label),
        None => entry.source.label.clone(),
    }
}
