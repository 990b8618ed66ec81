//! The verdict on claims without their signature, as a deployment reports them.

use crate::check::{Context, Reason, Remark, Verdict, judge, words};
use crate::license::Claims;
use crate::sentence::Sentence;

/// What is said of a license that is known from a deployment's report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportedVerdict {
    /// By the same rules as a license file's.
    pub(crate) verdict: Verdict,
    /// Why, most serious first.
    pub(crate) reasons: Vec<Remark<Reason>>,
    /// The word for lists ("Valid, 109 days").
    pub(crate) word: String,
    /// The first sentence.
    pub(crate) headline: Sentence,
}

impl ReportedVerdict {
    /// Judges claims at the instant of the context; the deployment that reports them vouches for them.
    pub(crate) fn of(claims: &Claims, context: &Context<'_>) -> Self {
        let (verdict, mut reasons, _) = judge::judge_claims(claims, context);
        reasons.sort_by_key(|remark| remark.code);
        let word = words::verdict_word(verdict, Some(claims), context);
        let headline = words::license_headline(verdict, &reasons, claims, context);
        Self { verdict, reasons, word, headline }
    }
}
