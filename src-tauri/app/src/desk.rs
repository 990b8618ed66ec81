//! What lies on the desk: the checked texts, by the names the page knows them by. Nothing here touches the world.

use seatkeeper_core::{
    Instant,
    check::{Check, Context},
    view::{CheckView, SourceView},
};

/// A checked text.
#[derive(Clone)]
pub struct Entry {
    /// Names the entry while the window lives.
    pub id: String,
    /// Where the text came from.
    pub source: SourceView,
    /// What was found.
    pub check: Check,
    /// Whether the library keeps a copy.
    pub kept: bool,
}

impl Entry {
    /// The entry as the page shows it.
    #[must_use]
    pub fn view(&self, ctx: &Context<'_>) -> CheckView {
        self.check.view(ctx, &self.id, self.source.clone(), self.kept)
    }

    /// Names the license when its signature is good; two files with one license are one entry.
    #[must_use]
    pub fn fingerprint(&self) -> Option<String> {
        self.check.license().map(|license| license.fingerprint().to_string())
    }

    /// Whether the file at this place was checked before.
    fn is_from(&self, source: &SourceView) -> bool {
        source.path.is_some() && self.source.path == source.path && self.source.index == source.index
    }
}

/// All entries, in the order they came.
#[derive(Default)]
pub struct Desk {
    entries: Vec<Entry>,
    last_id: u64,
}

impl Desk {
    /// Lays a check on the desk. The same file again replaces what was found before; the same license under
    /// another name adds the name.
    pub fn add(&mut self, source: SourceView, check: Check, kept: bool) -> Entry {
        let mut new = Entry { id: String::new(), source, check, kept };
        let fingerprint = new.fingerprint();
        let same = |entry: &Entry| fingerprint.is_some() && entry.fingerprint() == fingerprint;
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.is_from(&new.source)) {
            entry.kept = kept || (entry.kept && same(entry));
            entry.check = new.check;
            return entry.clone();
        }
        if let Some(entry) = self.entries.iter_mut().find(|entry| same(entry)) {
            let known =
                entry.source.label == new.source.label || entry.source.also.contains(&new.source.label);
            if !known {
                entry.source.also.push(new.source.label);
            }
            entry.kept |= kept;
            return entry.clone();
        }
        self.last_id += 1;
        new.id = format!("check-{}", self.last_id);
        self.entries.push(new.clone());
        new
    }

    /// Puts entries back that were taken off, under their old names.
    pub fn put_back(&mut self, entries: &[Entry]) {
        for entry in entries {
            if self.find(&entry.id).is_none() {
                self.entries.push(entry.clone());
            }
        }
    }

    /// The entry of this name.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Says of an entry whether the library keeps it.
    pub fn mark_kept(&mut self, id: &str, kept: bool) -> Option<Entry> {
        let entry = self.entries.iter_mut().find(|entry| entry.id == id)?;
        entry.kept = kept;
        Some(entry.clone())
    }

    /// Takes entries off the desk.
    pub fn take(&mut self, chosen: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        self.entries.extract_if(.., |entry| chosen(entry)).collect()
    }

    /// Every entry.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The next instant at which a verdict changes by itself.
    #[must_use]
    pub fn next_change(&self, ctx: &Context<'_>) -> Option<Instant> {
        self.entries.iter().filter_map(|entry| entry.check.next_change(ctx.now, &ctx.zone)).min()
    }

    /// Judges again, and hands back those that `due` picks.
    pub fn rejudge(&mut self, ctx: &Context<'_>, due: impl Fn(&Check) -> bool) -> Vec<CheckView> {
        let mut changed = Vec::new();
        for entry in self.entries.iter_mut().filter(|entry| due(&entry.check)) {
            entry.check = entry.check.rejudge(ctx);
            changed.push(entry.view(ctx));
        }
        changed
    }
}
