//! What goes to the clipboard.

use std::fmt::Write as _;

use seatkeeper_core::view::{CheckView, ErrorView, PartView};
use serde::Deserialize;

use super::Host;
use crate::{about, errors};

/// What to copy.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CopyRequest {
    /// The text of a license.
    Raw {
        /// The entry.
        id: String,
    },
    /// The claims as JSON.
    Claims {
        /// The entry.
        id: String,
    },
    /// Verdict, reasons and evidence in words, for support; not the text itself.
    Details {
        /// The entry.
        id: String,
    },
    /// What the About page says.
    About,
    /// A text of the page's own: a row, a deployment ID.
    Text {
        /// The text.
        text: String,
    },
}

impl Host {
    /// Puts something on the clipboard.
    ///
    /// # Errors
    /// When there is no such thing, or no clipboard.
    pub fn copy(&self, request: CopyRequest) -> Result<(), ErrorView> {
        let text = self.text_to_copy(request)?;
        self.clipboard.write(text).map_err(|what| errors::of_clipboard(&what))
    }

    /// Puts what Coder reports otherwise than we read on the clipboard.
    ///
    /// # Errors
    /// When the licenses are not listed, or there is no clipboard.
    pub fn copy_present_report(&self, id: u32) -> Result<(), ErrorView> {
        let report = self.manager.present_report(id, env!("CARGO_PKG_VERSION"));
        self.clipboard
            .write(report.map_err(|error| error.view())?)
            .map_err(|what| errors::of_clipboard(&what))
    }

    fn text_to_copy(&self, request: CopyRequest) -> Result<String, ErrorView> {
        match request {
            CopyRequest::Raw { id } => self.raw(&id),
            CopyRequest::Claims { id } => self.claims_json(&id),
            CopyRequest::Details { id } => Ok(details(&self.entry(&id)?.view(&self.moment().context()))),
            CopyRequest::About => Ok(about::text(self.clock.now(), &self.keys())),
            CopyRequest::Text { text } => Ok(text),
        }
    }

    fn claims_json(&self, id: &str) -> Result<String, ErrorView> {
        let entry = self.entry(id)?;
        let record = entry.check.record(&self.moment().context(), &entry.source.label, entry.source.index);
        let claims = record.license.or(record.unverified);
        let claims = claims.ok_or_else(|| errors::internal("there are no claims to copy"))?;
        serde_json::to_string_pretty(&claims).map_err(|error| errors::internal(&error.to_string()))
    }
}

fn details(view: &CheckView) -> String {
    let mut text = format!("{}\n{}\n", view.source.label, sentence(&view.headline));
    let detail = sentence(&view.detail);
    // Writing to a string cannot fail.
    if !detail.is_empty() {
        let _ = writeln!(text, "{detail}");
    }
    for remark in view.reasons.iter().chain(&view.notes) {
        let _ = writeln!(text, "- {} {} [{}]", remark.message, remark.hint, remark.code);
    }
    for line in &view.evidence {
        let _ = writeln!(text, "{}: {}", line.label, sentence(&line.finding));
    }
    if let Some(fingerprint) = &view.fingerprint {
        let _ = writeln!(text, "Fingerprint: {fingerprint}");
    }
    let _ = writeln!(text, "Checked at {}", view.checked_at);
    text
}

fn sentence(parts: &[PartView]) -> String {
    let word = |part: &PartView| match part {
        PartView::Text { text }
        | PartView::Day { text, .. }
        | PartView::Clock { text, .. }
        | PartView::Count { text, .. } => text.clone(),
    };
    parts.iter().map(word).collect()
}
