//! Ways in: files dropped, chosen or handed over at a start, and pasted text.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use seatkeeper_adapters::{FileEntry, expand};
use seatkeeper_core::{
    check::{self, Check, Context, Tally},
    sentence::visible,
    view::{BatchState, BatchView, CheckView, SourceView},
};

use super::{Host, lock};
use crate::{
    batch::{self, Checked},
    news::News,
};

impl Host {
    /// Takes the files of a start, this one's or another's: checked at once, or when the page is there.
    pub fn hand_over(self: &Arc<Self>, paths: Vec<PathBuf>) {
        match &mut *lock(&self.waiting) {
            Some(waiting) => waiting.extend(paths),
            None => self.check_paths(paths),
        }
    }

    /// Checks files and folders on threads of their own; the page hears of them as they come.
    pub fn check_paths(self: &Arc<Self>, paths: Vec<PathBuf>) {
        let host = Arc::clone(self);
        thread::spawn(move || host.check_paths_here(&paths));
    }

    /// Checks files and folders on this thread, until all are judged or the batch is stopped.
    pub fn check_paths_here(&self, paths: &[PathBuf]) {
        let files: Vec<FileEntry> = expand(paths);
        if files.is_empty() {
            return;
        }
        let moment = self.moment();
        let ctx = moment.context();
        let (id, stop) = self.batches.begin();
        let count = |files: usize| u32::try_from(files).unwrap_or(u32::MAX);
        let mut view = BatchView {
            id,
            done: 0,
            total: count(files.len()),
            state: BatchState::Running,
            summary: String::new(),
        };
        let mut tally = Tally::default();
        self.tell_batch(&view);
        batch::run(&files, &ctx, &stop, |chunk| {
            view.done += count(chunk.len());
            chunk.iter().flat_map(|file| &file.checks).for_each(|check| tally.count(check.verdict));
            self.lay_out(chunk, &ctx);
            self.tell_batch(&view);
        });
        self.batches.end(id);
        let stopped = view.done < view.total;
        view.state = if stopped { BatchState::Cancelled } else { BatchState::Finished };
        view.summary = if stopped { tally.stopped(view.done, view.total) } else { tally.sentence() };
        self.tell_batch(&view);
    }

    /// Stops a batch; what was judged stays.
    pub fn cancel_batch(&self, id: u32) {
        self.batches.cancel(id);
    }

    /// Checks pasted text and lays what is found on the desk.
    pub fn check_text(&self, text: &str) -> Vec<CheckView> {
        let moment = self.moment();
        let ctx = moment.context();
        let checks = check::check_bytes(text.as_bytes(), &ctx);
        let views = self.add(checks, pasted, &ctx);
        self.tell(News::Changed(views.clone()));
        views
    }

    /// Checks text while it is being typed; nothing is laid anywhere.
    #[must_use]
    pub fn preview_text(&self, text: &str) -> Vec<CheckView> {
        let moment = self.moment();
        let ctx = moment.context();
        let checks = check::check_bytes(text.as_bytes(), &ctx);
        let alone = checks.len() == 1;
        let view = |(place, check): (usize, &Check)| {
            check.view(&ctx, &format!("preview-{place}"), pasted(place_of(alone, place)), false)
        };
        checks.iter().enumerate().map(view).collect()
    }

    /// Checks what is on the clipboard; an empty one says nothing.
    pub fn check_clipboard(&self) {
        if let Ok(text) = self.clipboard.read() {
            self.check_text(&text);
        }
    }

    fn lay_out(&self, chunk: Vec<Checked>, ctx: &Context<'_>) {
        let mut views = Vec::new();
        for Checked { path, checks } in chunk {
            views.extend(self.add(checks, |index| from_file(&path, index), ctx));
        }
        self.tell(News::Changed(views));
    }

    fn add(
        &self,
        checks: Vec<Check>,
        source: impl Fn(Option<u32>) -> SourceView,
        ctx: &Context<'_>,
    ) -> Vec<CheckView> {
        let alone = checks.len() == 1;
        let keep = lock(&self.settings).keep_checked_files;
        let mut views = Vec::new();
        for (place, check) in checks.into_iter().enumerate() {
            let entry = lock(&self.desk).add(source(place_of(alone, place)), check, false);
            let view = entry.view(ctx);
            let kept = (keep && view.keepable && !view.kept).then(|| self.keep(&entry.id));
            views.push(kept.and_then(Result::ok).unwrap_or(view));
        }
        self.timer.ring();
        views
    }

    fn tell_batch(&self, view: &BatchView) {
        // One file is its own answer; only several need a sentence over them.
        if view.total > 1 {
            let mut running = lock(&self.running);
            match view.state {
                BatchState::Running => drop(running.insert(view.id, view.clone())),
                BatchState::Finished | BatchState::Cancelled => drop(running.remove(&view.id)),
            }
            drop(running);
            self.tell(News::Batch(view.clone()));
        }
    }
}

fn place_of(alone: bool, place: usize) -> Option<u32> {
    if alone { None } else { u32::try_from(place + 1).ok() }
}

fn pasted(index: Option<u32>) -> SourceView {
    SourceView { label: "Pasted text".to_owned(), path: None, index, also: Vec::new() }
}

fn from_file(path: &Path, index: Option<u32>) -> SourceView {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    SourceView {
        label: visible(&name, usize::MAX),
        path: Some(visible(&path.to_string_lossy(), usize::MAX)),
        index,
        also: Vec::new(),
    }
}
