//! A judged text as the window and the terminal's `--json` show it.

use jiff::tz::TimeZone;
use serde_json::Value;

use crate::check::{Check, Context, Subject, evidence, words};
use crate::license::Claims;
use crate::sentence::Sentence;
use crate::view::{CheckRecord, CheckView, CoderView, SourceView};

impl Check {
    /// The word for lists ("Valid, 109 days").
    pub fn word(&self, context: &Context<'_>) -> String {
        words::word(self, context)
    }

    /// The first sentence; `label` names the source.
    pub fn headline(&self, context: &Context<'_>, label: &str) -> Sentence {
        words::headline(self, context, label)
    }

    /// The second sentence.
    pub fn detail(&self) -> Sentence {
        words::detail(self)
    }

    /// How bad it is: 0 is worst.
    pub fn weight(&self) -> u32 {
        crate::check::Verdict::ALL
            .iter()
            .position(|verdict| *verdict == self.verdict)
            .map_or(u32::MAX, |place| u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// The entry of the window's list, and its card.
    pub fn view(&self, context: &Context<'_>, id: &str, source: SourceView, kept: bool) -> CheckView {
        let zone = &context.zone;
        let license = self.license().map(|license| license.claims());
        let unsigned = self.unverified().and_then(|unverified| unverified.claims.as_ref());
        let text = self.counted_text().map(|text| text.to_text());
        CheckView {
            id: id.to_owned(),
            verdict: self.verdict.code().to_owned(),
            weight: self.weight(),
            word: self.word(context),
            headline: self.headline(context, &source.label).view(zone),
            detail: self.detail().view(zone),
            summary: self.summary(zone),
            reasons: self.reasons.iter().map(|remark| remark.view()).collect(),
            notes: self.notes.iter().map(|remark| remark.view()).collect(),
            coder: self.coder_view(),
            evidence: evidence::lines(self, context),
            grants: license.map(|claims| evidence::grants(claims, zone)).unwrap_or_default(),
            claims: license.or(unsigned).map(|claims| evidence::claims(claims, zone)).unwrap_or_default(),
            claims_unverified: license.is_none(),
            raw_preview: text.as_deref().map(preview),
            fingerprint: self.fingerprint(),
            checked_at: context.now.rfc3339(),
            kept,
            keepable: self.keepable(),
            source,
        }
    }

    /// The record of `--json`.
    pub fn record(&self, context: &Context<'_>, source: &str, index: Option<u32>) -> CheckRecord {
        let zone = &context.zone;
        let license = self.license().map(|license| {
            described(
                license.claims(),
                Some(license.key_id()),
                Some(license.key_origin().code()),
                self.fingerprint(),
            )
        });
        let unverified = self.unverified().and_then(|unverified| {
            let claims = unverified.claims.as_ref()?;
            Some(described(claims, unverified.key_id.as_deref(), None, self.fingerprint()))
        });
        CheckRecord {
            schema: 1,
            source: source.to_owned(),
            index,
            verdict: self.verdict.code().to_owned(),
            headline: self.headline(context, source).plain(zone),
            detail: self.detail().plain(zone),
            reasons: self.reasons.iter().map(|remark| remark.view()).collect(),
            notes: self.notes.iter().map(|remark| remark.view()).collect(),
            coder: self.coder_view(),
            license,
            unverified,
            checked_at: context.now.rfc3339(),
        }
    }

    /// The fingerprint in hex, where there are three segments to name.
    pub fn fingerprint(&self) -> Option<String> {
        match &self.subject {
            Subject::Verified { license, .. } => Some(license.fingerprint().to_string()),
            Subject::Faulty { unverified, .. } => {
                unverified.fingerprint.map(|fingerprint| fingerprint.to_string())
            }
            Subject::Other(_) | Subject::Empty | Subject::Unread(_) => None,
        }
    }

    /// What it grants in one line, unless the second sentence says just that.
    fn summary(&self, zone: &TimeZone) -> String {
        let summary = self.license().map(|license| words::summary(license.claims())).unwrap_or_default();
        if self.detail().plain(zone) == summary { String::new() } else { summary }
    }

    fn coder_view(&self) -> Option<CoderView> {
        self.coder.as_ref().map(|coder| CoderView {
            counts_now: coder.counts_now(),
            accepts_upload: coder.accepts_upload(),
            refusal: coder.refusal.as_ref().map(|refusal| refusal.words().to_owned()),
        })
    }
}

fn described(
    claims: &Claims,
    key_id: Option<&str>,
    key_origin: Option<&str>,
    fingerprint: Option<String>,
) -> Value {
    let mut described = claims.to_json();
    described["key_id"] = key_id.into();
    described["key_origin"] = key_origin.into();
    described["fingerprint"] = fingerprint.into();
    let unknown = claims.unknown.iter().map(|claim| {
        // A value that only Coder's reader takes (a lone surrogate, say) is kept as its text.
        let value = serde_json::from_str(&claim.raw).unwrap_or_else(|_| Value::from(claim.raw.as_str()));
        (claim.name.clone(), value)
    });
    described["unknown_claims"] = Value::Object(unknown.collect());
    described
}

/// The first ten and the last four characters: enough to tell two texts apart, too little to install.
fn preview(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    match characters.len() {
        0..=28 => "…".to_owned(),
        length => {
            let start: String = characters[..10].iter().collect();
            let end: String = characters[length - 4..].iter().collect();
            crate::sentence::visible(&format!("{start}…{end}"), 20)
        }
    }
}
