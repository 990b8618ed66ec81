//! Keeping, forgetting and taking back.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use seatkeeper_adapters::{Existing, export};
use seatkeeper_core::{
    Instant, check,
    view::{CheckView, ErrorView, SourceView, UndoView},
};

use super::{Host, lock};
use crate::{desk::Entry, errors, news::News};

/// How long a forgotten entry can be taken back, in seconds.
const UNDO_SECONDS: i64 = 10;

/// What was forgotten and can be taken back.
#[derive(Default)]
pub(super) struct Forgotten {
    acts: BTreeMap<u32, Act>,
    last_id: u32,
}

struct Act {
    entries: Vec<Entry>,
    /// The store's own number for the act, where something kept was forgotten.
    stored: Option<u32>,
    until: Instant,
}

impl Host {
    /// Keeps a copy of an entry's license in the library.
    ///
    /// # Errors
    /// When there is nothing to keep, or the store did not take it.
    pub fn keep(&self, id: &str) -> Result<CheckView, ErrorView> {
        let moment = self.moment();
        let ctx = moment.context();
        let entry = self.entry(id)?;
        let fingerprint = entry.check.fingerprint();
        let (Some(text), Some(fingerprint)) = (entry.check.counted_text(), fingerprint) else {
            return Err(errors::not_kept(&entry.source.label));
        };
        if !entry.check.keepable() {
            return Err(errors::not_kept(&entry.source.label));
        }
        let mut names = vec![entry.source.label.clone()];
        names.extend(entry.source.also.iter().cloned());
        self.store()?
            .keep_license(&fingerprint, text, &names, ctx.now)
            .map_err(|error| errors::of_store(&error))?;
        let kept = lock(&self.desk).mark_kept(id, true).unwrap_or(entry);
        let view = kept.view(&ctx);
        self.tell(News::Changed(vec![view.clone()]));
        Ok(view)
    }

    /// Takes entries off the desk and out of the library, for good after ten seconds.
    ///
    /// # Errors
    /// When the store did not take it; then nothing is forgotten.
    pub fn forget(&self, ids: &[String]) -> Result<UndoView, ErrorView> {
        let moment = self.moment();
        let ctx = moment.context();
        let until = ctx.now.plus(UNDO_SECONDS);
        let chosen: Vec<Entry> = ids.iter().filter_map(|id| self.entry(id).ok()).collect();
        let sentence = sentence(&chosen);
        let kept: Vec<String> =
            chosen.iter().filter(|entry| entry.kept).filter_map(|entry| entry.check.fingerprint()).collect();
        let stored = if kept.is_empty() {
            None
        } else {
            let forgotten = self.store()?.forget_licenses(&kept, &sentence, until);
            Some(forgotten.map_err(|error| errors::of_store(&error))?)
        };
        let entries = lock(&self.desk).take(|entry| ids.contains(&entry.id));
        let gone: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
        let id = {
            let mut forgotten = lock(&self.forgotten);
            forgotten.acts.retain(|_, act| !act.until.is_before(ctx.now));
            forgotten.last_id += 1;
            let id = forgotten.last_id;
            forgotten.acts.insert(id, Act { entries, stored, until });
            id
        };
        self.tell(News::Removed(gone));
        self.timer.ring();
        Ok(UndoView { id, sentence, until: until.rfc3339() })
    }

    /// Takes a forgetting back, while that is possible.
    ///
    /// # Errors
    /// When the store did not take it.
    pub fn undo(&self, id: u32) -> Result<(), ErrorView> {
        let now = self.clock.now();
        let mut act = lock(&self.forgotten).acts.remove(&id).ok_or_else(errors::undo_over)?;
        if let Some(stored) = act.stored {
            let back = self.store()?.undo(stored, now).map_err(|error| errors::of_store(&error))?;
            for entry in act.entries.iter_mut().filter(|entry| entry.kept) {
                entry.kept = entry.check.fingerprint().is_some_and(|print| back.contains(&print));
            }
        }
        lock(&self.desk).put_back(&act.entries);
        let moment = self.moment();
        let ctx = moment.context();
        self.tell(News::Changed(act.entries.iter().map(|entry| entry.view(&ctx)).collect()));
        self.timer.ring();
        Ok(())
    }

    /// Takes everything off the desk that the library does not keep.
    pub fn clear_recent(&self) {
        let gone = lock(&self.desk).take(|entry| !entry.kept);
        self.tell(News::Removed(gone.into_iter().map(|entry| entry.id).collect()));
    }

    /// The text of an entry that counts, whole.
    ///
    /// # Errors
    /// When the entry has no such text.
    pub fn raw(&self, id: &str) -> Result<String, ErrorView> {
        let entry = self.entry(id)?;
        let text = entry.check.counted_text().ok_or_else(|| errors::not_kept(&entry.source.label))?;
        Ok(String::from_utf8_lossy(text.as_bytes()).into_owned())
    }

    /// A name for a saved copy of an entry.
    ///
    /// # Errors
    /// When the entry is gone.
    pub fn file_name_for(&self, id: &str) -> Result<String, ErrorView> {
        let label = self.entry(id)?.source.label;
        let stem = label.strip_suffix(".jwt").unwrap_or(&label);
        let stem = if stem == "Pasted text" { "license" } else { stem };
        Ok(format!("{}.jwt", stem.replace(['/', '\\', ':'], "-")))
    }

    /// Writes an entry's license to a file that the reader chose.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save_copy(&self, id: &str, path: &Path) -> Result<(), ErrorView> {
        let mut text = self.raw(id)?;
        text.push('\n');
        export(path, text.as_bytes(), Existing::Replace).map_err(|error| errors::of_export(&error))
    }

    /// Shows the folder of an entry's file.
    ///
    /// # Errors
    /// When the entry came from no file, or there is no file manager.
    pub fn show_folder(&self, id: &str) -> Result<(), ErrorView> {
        let path = self.entry(id)?.source.path.ok_or_else(errors::entry_unknown)?;
        let folder = PathBuf::from(path).parent().map(PathBuf::from).unwrap_or_default();
        self.opener.show_folder(&folder).map_err(|error| errors::internal(&error.to_string()))
    }

    /// Shows the folder of the store.
    ///
    /// # Errors
    /// When there is no file manager.
    pub fn show_data_folder(&self) -> Result<(), ErrorView> {
        let shown = self.opener.show_folder(self.paths.data_folder());
        shown.map_err(|error| errors::internal(&error.to_string()))
    }

    /// Lays the library on the desk.
    pub(super) fn lay_out_library(&self) {
        let kept = self.store.as_ref().and_then(|store| store.licenses().ok()).unwrap_or_default();
        let moment = self.moment();
        let ctx = moment.context();
        let mut desk = lock(&self.desk);
        for license in kept {
            let mut names = license.names.into_iter();
            let label = names.next().unwrap_or_else(|| "License".to_owned());
            let source = SourceView { label, path: None, index: None, also: names.collect() };
            for check in check::check_bytes(license.text.as_bytes(), &ctx).into_iter().take(1) {
                desk.add(source.clone(), check, true);
            }
        }
    }

    /// Erases for good what can no longer be taken back, and says when the next act passes.
    pub(super) fn erase_past_undo(&self, now: Instant) -> Option<Instant> {
        let mut forgotten = lock(&self.forgotten);
        let before = forgotten.acts.len();
        forgotten.acts.retain(|_, act| now.is_before(act.until));
        if forgotten.acts.len() < before {
            self.save_quietly(|store| store.erase_past_undo(now));
        }
        forgotten.acts.values().map(|act| act.until).min()
    }
}

fn sentence(entries: &[Entry]) -> String {
    match entries {
        [one] => format!("Forgot {}.", one.source.label),
        _ => format!("Forgot {} files.", entries.len()),
    }
}
