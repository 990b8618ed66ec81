//! The verdict on a text: what leads, every reason, what is worth knowing, and the sentences for people.
//!
//! [`check_bytes`] finds the license in a text, verifies it, and judges it at the instant of the [`Context`].
//! A [`Check`] can be judged again at a later instant without looking at the text anew.

mod codes;
pub(crate) mod evidence;
mod judge;
mod output;
mod reported;
mod tally;
pub(crate) mod words;

use jiff::tz::TimeZone;

pub(crate) use codes::codes;
pub use codes::{CodeRow, Note, Reason, Verdict};
pub(crate) use reported::ReportedVerdict;
pub use tally::Tally;

use crate::error::filled;
use crate::file::FileFault;
use crate::finding::{Candidate, Cleaning, Found, OtherKind, TokenFound, find};
use crate::instant::Instant;
use crate::license::reading::Oddity;
use crate::license::{
    CoderAnswer, Examination, KeyRing, License, LicenseText, UnverifiedLicense, VerifyFault,
};
use crate::license::{examine, verify};
use crate::view::RemarkView;

/// What a verdict depends on, beside the text.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The instant it is judged at.
    pub now: Instant,
    /// The zone in which days are named.
    pub zone: TimeZone,
    /// The keys.
    pub ring: &'a KeyRing,
    /// The ID of the deployment it is meant for, where one is asked.
    pub deployment: Option<&'a str>,
    /// Judge the exact bytes, without cleaning.
    pub exact: bool,
    /// When the program was built; a clock before it is doubtful.
    pub built_at: Instant,
    /// Fewer days than this before the end of its term, a license is *expiring*; Coder warns at 30.
    pub expiring_days: u32,
}

impl Context<'_> {
    /// Whether the clock stands before the program's own build.
    pub fn clock_doubtful(&self) -> bool {
        self.now < self.built_at
    }
}

/// A reason or a note, and what fills the gap in its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark<C> {
    /// The code.
    pub code: C,
    /// A name, a date, a number; empty where the message has no gap.
    pub about: String,
}

impl Remark<Reason> {
    pub(crate) fn view(&self) -> RemarkView {
        remark_view(self.code.row(), &self.about)
    }
}

impl Remark<Note> {
    pub(crate) fn view(&self) -> RemarkView {
        remark_view(self.code.row(), &self.about)
    }
}

fn remark_view(row: CodeRow, about: &str) -> RemarkView {
    RemarkView { code: row.code.to_owned(), message: filled(row.message, about), hint: row.hint.to_owned() }
}

/// What a text turned out to be, before any clock is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    /// A license with a good signature.
    Verified {
        license: Box<License>,
        /// The clean spelling, where it differs from the text that was verified.
        clean: Option<LicenseText>,
    },
    /// A token whose signature is not good, or cannot be tested.
    Faulty { text: LicenseText, faults: Vec<VerifyFault>, unverified: Box<UnverifiedLicense> },
    /// No token at all.
    Other(OtherKind),
    /// Blanks.
    Empty,
    /// A file or a text that was not read.
    Unread(FileFault),
}

/// A judged text.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    subject: Subject,
    /// What was done to the text, and where it stood.
    found: Vec<Remark<Note>>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, most serious first.
    pub reasons: Vec<Remark<Reason>>,
    /// What is worth knowing.
    pub notes: Vec<Remark<Note>>,
    /// What Coder's server makes of it; `None` for what is no text.
    pub coder: Option<CoderAnswer>,
}

impl Check {
    /// The license, where the signature is good.
    pub fn license(&self) -> Option<&License> {
        match &self.subject {
            Subject::Verified { license, .. } => Some(license),
            Subject::Faulty { .. } | Subject::Other(_) | Subject::Empty | Subject::Unread(_) => None,
        }
    }

    /// What can be read of a token whose signature is not good.
    pub fn unverified(&self) -> Option<&UnverifiedLicense> {
        match &self.subject {
            Subject::Faulty { unverified, .. } => Some(unverified),
            Subject::Verified { .. } | Subject::Other(_) | Subject::Empty | Subject::Unread(_) => None,
        }
    }

    /// The text that is kept and installed: the clean spelling of a license.
    pub fn counted_text(&self) -> Option<&LicenseText> {
        match &self.subject {
            Subject::Verified { license, clean } => Some(clean.as_ref().unwrap_or(license.text())),
            Subject::Faulty { text, .. } => Some(text),
            Subject::Other(_) | Subject::Empty | Subject::Unread(_) => None,
        }
    }

    /// Whether a copy may be kept: a good signature, or one by an unknown key.
    pub fn keepable(&self) -> bool {
        self.license().is_some() || self.verdict == Verdict::UnknownKey
    }

    /// The same text judged again, at another instant or for another deployment.
    pub fn rejudge(&self, context: &Context<'_>) -> Self {
        // A key that was added or removed since decides anew.
        let subject = match &self.subject {
            Subject::Verified { license, .. } => examined(license.text().as_bytes(), context),
            Subject::Faulty { text, .. } => examined(text.as_bytes(), context),
            Subject::Other(_) | Subject::Empty | Subject::Unread(_) => self.subject.clone(),
        };
        judge::judge(subject, self.found.clone(), context)
    }

    /// The next instant at which the verdict or its words change by themselves, days being those of `zone`.
    pub fn next_change(&self, now: Instant, zone: &TimeZone) -> Option<Instant> {
        words::next_change(self.license()?.claims(), now, zone)
    }
}

/// Judges a text: one [`Check`] for each license in it, or one that says what it is instead.
pub fn check_bytes(raw: &[u8], context: &Context<'_>) -> Vec<Check> {
    if context.exact {
        let subject = if raw.len() as u64 > crate::file::TEXT_LIMIT {
            Subject::Unread(FileFault::TooLarge { size: raw.len() as u64 })
        } else if let Found::Other(kind @ (OtherKind::SessionToken | OtherKind::PrivateKey)) = find(raw) {
            // Naming a secret is no cleaning; taking it for a text to show or keep would be a leak.
            Subject::Other(kind)
        } else {
            examined(raw, context)
        };
        return vec![judge::judge(subject, Vec::new(), context)];
    }
    match find(raw) {
        Found::Empty => vec![judge::judge(Subject::Empty, Vec::new(), context)],
        Found::TooLarge { size } => vec![check_unreadable(FileFault::TooLarge { size }, context)],
        Found::Other(kind) => vec![judge::judge(Subject::Other(kind), Vec::new(), context)],
        Found::Tokens(tokens) => {
            let several = tokens.len();
            tokens.iter().map(|token| check_token(token, several, context)).collect()
        }
    }
}

/// The verdict on a file that could not be read.
pub fn check_unreadable(fault: FileFault, context: &Context<'_>) -> Check {
    judge::judge(Subject::Unread(fault), Vec::new(), context)
}

/// Takes the first candidate with a good signature, else the one that came nearest to it.
fn check_token(token: &TokenFound, several: usize, context: &Context<'_>) -> Check {
    let verified = token.candidates.iter().find_map(|candidate| {
        let license = verify(candidate.text.as_bytes(), context.ring).ok()?;
        Some((candidate, verified(license, context)))
    });
    let nearest = || {
        token
            .candidates
            .iter()
            .map(|candidate| (candidate, examined(candidate.text.as_bytes(), context)))
            .rev()
            .max_by_key(|(_, subject)| progress(subject))
    };
    let (cleaning, subject) = match verified.or_else(nearest) {
        Some((Candidate { cleaning, .. }, subject)) => (cleaning.as_slice(), subject),
        None => (&[][..], Subject::Empty),
    };
    let mut found: Vec<_> = cleaning.iter().map(cleaning_note).collect();
    if several > 1 {
        found.push(Remark { code: Note::OneOfSeveral, about: several.to_string() });
    }
    if token.copies > 1 {
        found.push(Remark { code: Note::SameTextTwice, about: token.copies.to_string() });
    }
    judge::judge(subject, found, context)
}

fn examined(text: &[u8], context: &Context<'_>) -> Subject {
    match examine(text, context.ring) {
        Examination::Verified(license) => verified(*license, context),
        Examination::Faulty { faults, unverified } => {
            Subject::Faulty { text: LicenseText::new(text), faults, unverified }
        }
    }
}

/// A good license, with its clean spelling where Coder would take that for the same license.
fn verified(license: License, context: &Context<'_>) -> Subject {
    let clean = (!context.exact && license.oddities().contains(Oddity::TextForm))
        .then(|| clean_spelling(license.text().as_bytes()))
        .flatten()
        .filter(|text| {
            verify(text.as_bytes(), context.ring).is_ok_and(|twin| twin.claims() == license.claims())
        });
    Subject::Verified { license: Box::new(license), clean }
}

/// The text without line breaks, its signature spelled as an encoder spells it.
fn clean_spelling(text: &[u8]) -> Option<LicenseText> {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    let joined: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let dot = joined.iter().rposition(|byte| *byte == b'.')?;
    let (signed, signature) = joined.split_at(dot + 1);
    let decoded = crate::license::reading::base64::decode(signature).ok()?;
    Some(LicenseText::new([signed, URL_SAFE_NO_PAD.encode(decoded.bytes).as_bytes()].concat()))
}

/// How far the reading came: the further, the likelier that this is the text that was meant.
fn progress(subject: &Subject) -> u8 {
    let Subject::Faulty { faults, .. } = subject else { return u8::MAX };
    match faults.first() {
        None | Some(VerifyFault::SegmentCount(_)) => 0,
        Some(VerifyFault::Base64 | VerifyFault::Base64Padded) => 1,
        Some(VerifyFault::Header) => 2,
        Some(VerifyFault::Payload) => 3,
        Some(VerifyFault::ClaimTypes(_)) => 4,
        Some(VerifyFault::Algorithm(_)) => 5,
        Some(VerifyFault::KeyIdMissing) => 6,
        Some(VerifyFault::KeyUnknown(_)) => 7,
        Some(VerifyFault::SignatureMissing) => 8,
        Some(VerifyFault::SignatureInvalid) => 9,
    }
}

fn cleaning_note(cleaning: &Cleaning) -> Remark<Note> {
    match cleaning {
        Cleaning::LineBreaks { breaks, spaces } => {
            Remark { code: Note::CleanedLineBreaks, about: words::removed(*breaks, *spaces) }
        }
        Cleaning::Surroundings => Remark { code: Note::CleanedSurroundings, about: String::new() },
        Cleaning::Encoding { from } => Remark { code: Note::CleanedEncoding, about: (*from).to_owned() },
        Cleaning::Characters { .. } => {
            Remark { code: Note::CleanedEncoding, about: "characters that a program put in".to_owned() }
        }
        Cleaning::TakenFromText { line } => Remark { code: Note::TakenFromText, about: line.to_string() },
    }
}
