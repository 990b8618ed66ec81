//! One license after the other, then the warnings (coder/coder, `enterprise/coderd/license/license.go`,
//! `LicensesEntitlements`).

use crate::feature::FeatureName;
use crate::instant::Instant;
use crate::license::{Claims, CoderAnswer, TokenFault, VerifyFault, coder_answer};

use super::grants::Grant;
use super::merge::Merged;
use super::seats::{self, SeatTerms};
use super::texts::ServerText;
use super::warnings::Warner;
use super::{DeploymentFacts, Entitlement, Entitlements, Evaluation, Feature, Installed};

/// What a server with these licenses and these facts answers at `now`. It never fails: a license that the server
/// could not read becomes one of the errors, as it does there.
pub fn evaluate(licenses: &[Installed<'_>], facts: &DeploymentFacts, now: Instant) -> Evaluation {
    let mut pass = Pass::new(facts, now);
    for (place, license) in licenses.iter().enumerate() {
        // Expired ones are not even loaded (`GetUnexpiredLicenses`), so nothing is said of them.
        if license.expires_at.is_none_or(|expires| now.is_before(expires)) {
            pass.take(place, license);
        }
    }
    pass.finish()
}

struct Pass<'a> {
    facts: &'a DeploymentFacts,
    now: Instant,
    merged: Merged,
    seats: Vec<SeatTerms>,
    /// Start and end of the term of each license that counts or will count.
    terms: Vec<(Instant, Instant)>,
    /// A license that counts has the AI Governance addon, whether or not its limit is there.
    has_addon: bool,
    answer: Entitlements,
}

impl<'a> Pass<'a> {
    fn new(facts: &'a DeploymentFacts, now: Instant) -> Self {
        let mut merged = Merged::default();
        for name in FeatureName::known() {
            // The number of users is shown with every license and with none.
            let actual = (name == FeatureName::UserLimit).then_some(facts.active_users);
            let enabled = facts.enables(&name);
            merged.features.insert(name, Feature { enabled, actual, ..Feature::default() });
        }
        Self {
            facts,
            now,
            merged,
            seats: Vec::new(),
            terms: Vec::new(),
            has_addon: false,
            answer: Entitlements { refreshed_at: Some(now), ..Entitlements::default() },
        }
    }

    fn take(&mut self, place: usize, license: &Installed<'_>) {
        let judged = coder_answer(license.reading, self.now, None);
        let not_started = judged.token_faults.contains(&TokenFault::NotStarted);
        match license.reading {
            // One that has not started counts for the warning of the end alone, and is never an error.
            Ok(claims) if not_started => {
                if judged.accepts_upload() {
                    self.note_term(claims);
                }
            }
            Ok(claims) if judged.counts_now() => {
                self.note_term(claims);
                self.count(place, claims);
            }
            Ok(_) | Err(_) => {
                let words = words_of(&judged);
                self.answer.errors.push(ServerText::InvalidLicense.with(&[&license.uuid, &words]));
            }
        }
    }

    fn count(&mut self, place: usize, claims: &Claims) {
        let answer = &mut self.answer;
        answer.has_license = true;
        answer.require_telemetry |= claims.require_telemetry;
        answer.trial = claims.trial;
        // At the very second of `license_expires` the term is not over.
        let over = claims.license_expires.is_some_and(|ends| ends.is_before(self.now));
        let entitlement = if over { Entitlement::GracePeriod } else { Entitlement::Entitled };
        let grant = Grant { place, claims, entitlement, facts: self.facts };
        let governed = grant.apply(&mut self.merged, &mut answer.errors);
        self.has_addon |= claims.addons.iter().flatten().any(|addon| addon == "ai_governance");
        if let Some(limit) = claims.feature(FeatureName::UserLimit.as_str()).filter(|limit| *limit > 0) {
            self.seats.push(SeatTerms { place, limit, entitlement, governed });
        }
    }

    fn note_term(&mut self, claims: &Claims) {
        if let (Some(starts), Some(ends)) = (claims.not_before, claims.license_expires) {
            self.terms.push((starts, ends));
        }
    }

    fn finish(self) -> Evaluation {
        let Self { facts, now, mut merged, seats, terms, has_addon, mut answer } = self;
        let seats = seats::select(&seats, facts);
        if let Some(verdict) = &seats {
            let users = merged.features.entry(FeatureName::UserLimit).or_default();
            users.limit = Some(verdict.terms.limit);
            users.entitlement = verdict.terms.entitlement;
            users.actual = Some(verdict.count);
            merged.winners.insert(FeatureName::UserLimit, verdict.terms.place);
        }
        Warner { facts, answer: &mut answer, merged: &mut merged }.warn(
            &terms,
            seats.as_ref(),
            has_addon,
            now,
        );
        for feature in merged.features.values_mut() {
            feature.enabled &= feature.entitlement.allows_use();
        }
        answer.features = merged.features;
        Evaluation { entitlements: answer, winners: merged.winners }
    }
}

/// Why a license is not read. The server hands on the words of its token library; of those that it takes from its
/// JSON reader only ours are said.
fn words_of(judged: &CoderAnswer) -> String {
    if let Some(fault) = judged.token_faults.first() {
        return match fault {
            TokenFault::NotVerified(VerifyFault::SignatureInvalid) => {
                "ed25519: verification error".to_owned()
            }
            TokenFault::NotVerified(VerifyFault::KeyUnknown(key_id)) => format!("no key with ID {key_id}"),
            TokenFault::NotVerified(VerifyFault::KeyIdMissing) => "JOSE header must contain kid".to_owned(),
            TokenFault::NotVerified(VerifyFault::SegmentCount(_)) => {
                "token contains an invalid number of segments".to_owned()
            }
            TokenFault::NotVerified(fault) => fault.to_string(),
            TokenFault::Expired => "token is expired".to_owned(),
            TokenFault::IssuedInFuture => "token used before issued".to_owned(),
            TokenFault::NotStarted => "token is not valid yet".to_owned(),
        };
    }
    judged.rule_faults.first().map(|fault| fault.words().to_owned()).unwrap_or_default()
}
