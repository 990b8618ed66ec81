//! What Coder's server asks of a license once it is read, in its order and with its words.

use crate::instant::Instant;
use crate::license::{Claims, VerifyFault};

/// The one version of licenses that Coder takes.
const VERSION: u64 = 3;
/// Five years of 365 days: `license_expires` may not lie further ahead.
const LONGEST_TERM: i64 = 5 * 365 * 86_400;

/// A fault of time or token, which the server answers with one sentence for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenFault {
    /// The text cannot be read, or its signature is not good.
    NotVerified(VerifyFault),
    /// `exp` has come.
    Expired,
    /// `iat` lies ahead.
    IssuedInFuture,
    /// `nbf` lies ahead.
    NotStarted,
}

/// A claim that breaks a rule (coder/coder, `enterprise/coderd/license/license.go`, `validateClaims`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleFault {
    /// `version` is not 3.
    Version,
    /// `iat` is missing.
    IssuedAtMissing,
    /// `nbf` is missing.
    NotBeforeMissing,
    /// `license_expires` is missing.
    LicenseExpiresMissing,
    /// `license_expires` lies more than five years ahead; the server says "missing" of it too.
    TermTooLong,
    /// `exp` is missing.
    ExpiresMissing,
    /// `account_type` is missing or empty.
    AccountTypeMissing,
    /// `account_id` is missing or empty.
    AccountIdMissing,
    /// Limits of agent hours without an allocation.
    AgentHoursWithoutAllocation,
    /// An allocation of agent hours below 0.
    AgentHoursNegative,
    /// Limits of agent hours with an allocation of 0.
    AgentHoursZero,
    /// The soft limit of agent hours does not lie between 0 and the allocation.
    AgentHoursSoftLimit,
    /// The hard limit of agent hours lies below the allocation.
    AgentHoursHardLimit,
}

/// Why the server would not take an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The `detail` of the server's answer.
    Detail(&'static str),
    /// The `message` of the server's answer: the license is locked to other deployments.
    Locked,
}

impl Refusal {
    /// The server's own words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Detail(words) => words,
            Self::Locked => "License cannot be used on this deployment!",
        }
    }
}

/// What the server makes of a text at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoderAnswer {
    /// Faults of the token, in no order: the server has one sentence for all.
    pub token_faults: Vec<TokenFault>,
    /// Broken rules, in the server's order.
    pub rule_faults: Vec<RuleFault>,
    /// Why an upload would be refused; `None` where it would be taken.
    pub refusal: Option<Refusal>,
}

impl CoderAnswer {
    /// Whether an installed license counts now.
    pub fn counts_now(&self) -> bool {
        self.token_faults.is_empty() && self.rule_faults.is_empty()
    }

    /// Whether `POST /api/v2/licenses` would take it.
    pub fn accepts_upload(&self) -> bool {
        self.refusal.is_none()
    }
}

impl RuleFault {
    /// The server's words, which it sends as `detail`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Version => "license must be version 3",
            Self::IssuedAtMissing => "license has invalid or missing iat (issued at) claim",
            Self::NotBeforeMissing => "license has invalid or missing nbf (not before) claim",
            Self::LicenseExpiresMissing | Self::TermTooLong => {
                "license has invalid or missing license_expires claim"
            }
            Self::ExpiresMissing => "license has invalid or missing exp (expires at) claim",
            Self::AccountTypeMissing => "license must contain valid account type",
            Self::AccountIdMissing => "license must contain valid account ID",
            Self::AgentHoursWithoutAllocation => {
                "license has agent runtime hours soft or hard limit claims but is missing the agent_runtime_hours_allocation claim"
            }
            Self::AgentHoursNegative => {
                "license has an invalid agent_runtime_hours_allocation claim; it must not be negative"
            }
            Self::AgentHoursZero => {
                "license has agent runtime hours soft or hard limit claims but the agent_runtime_hours_allocation claim is 0"
            }
            Self::AgentHoursSoftLimit => {
                "license has an invalid agent_runtime_hours_limit_soft claim; it must be at least 0 and less than agent_runtime_hours_allocation"
            }
            Self::AgentHoursHardLimit => {
                "license has an invalid agent_runtime_hours_limit_hard claim; it must be greater than or equal to agent_runtime_hours_allocation"
            }
        }
    }
}

/// The server's words for every fault of the token.
const TOKEN_WORDS: &str = "license has multiple issues; contact support";

/// What the server makes of `outcome` at `now`; `deployment` is the ID that a lock is compared with, if one is asked.
///
/// The upload forgives "not started" only where it is the token's one fault
/// (coder/coder, `license.go`, `ParseClaimsIgnoreNbf`); the lock is tested last (`enterprise/coderd/licenses.go`).
pub fn coder_answer(
    outcome: Result<&Claims, &VerifyFault>,
    now: Instant,
    deployment: Option<&str>,
) -> CoderAnswer {
    let claims = match outcome {
        Ok(claims) => claims,
        Err(fault) => {
            return CoderAnswer {
                token_faults: vec![TokenFault::NotVerified(fault.clone())],
                rule_faults: Vec::new(),
                refusal: Some(Refusal::Detail(TOKEN_WORDS)),
            };
        }
    };
    let token_faults = time_faults(claims, now);
    let rule_faults = broken_rules(claims, now);
    let refusal = if token_faults.iter().any(|fault| *fault != TokenFault::NotStarted) {
        Some(Refusal::Detail(TOKEN_WORDS))
    } else if let Some(first) = rule_faults.first() {
        Some(Refusal::Detail(first.words()))
    } else if deployment.is_some_and(|id| !claims.fits(id)) {
        Some(Refusal::Locked)
    } else {
        None
    };
    CoderAnswer { token_faults, rule_faults, refusal }
}

/// The tests of time, with no leeway (golang-jwt v4, `RegisteredClaims.Valid`); an absent date passes here.
fn time_faults(claims: &Claims, now: Instant) -> Vec<TokenFault> {
    let mut faults = Vec::new();
    if claims.expires_at.is_some_and(|at| !now.is_before(at)) {
        faults.push(TokenFault::Expired);
    }
    if claims.issued_at.is_some_and(|at| now.is_before(at)) {
        faults.push(TokenFault::IssuedInFuture);
    }
    if claims.not_before.is_some_and(|at| now.is_before(at)) {
        faults.push(TokenFault::NotStarted);
    }
    faults
}

fn broken_rules(claims: &Claims, now: Instant) -> Vec<RuleFault> {
    let mut faults = Vec::new();
    let mut rule = |broken: bool, fault: RuleFault| {
        if broken {
            faults.push(fault);
        }
    };
    rule(claims.version != VERSION, RuleFault::Version);
    rule(claims.issued_at.is_none(), RuleFault::IssuedAtMissing);
    rule(claims.not_before.is_none(), RuleFault::NotBeforeMissing);
    rule(claims.license_expires.is_none(), RuleFault::LicenseExpiresMissing);
    let latest = now.plus(LONGEST_TERM);
    rule(claims.license_expires.is_some_and(|at| latest.is_before(at)), RuleFault::TermTooLong);
    rule(claims.expires_at.is_none(), RuleFault::ExpiresMissing);
    rule(claims.account_type.is_empty(), RuleFault::AccountTypeMissing);
    rule(claims.account_id.is_empty(), RuleFault::AccountIdMissing);
    if let Some(fault) = agent_hours_fault(claims) {
        faults.push(fault);
    }
    faults
}

fn agent_hours_fault(claims: &Claims) -> Option<RuleFault> {
    let allocation = claims.feature("agent_runtime_hours_allocation");
    let soft = claims.feature("agent_runtime_hours_limit_soft");
    let hard = claims.feature("agent_runtime_hours_limit_hard");
    let limited = soft.is_some() || hard.is_some();
    match allocation {
        None => limited.then_some(RuleFault::AgentHoursWithoutAllocation),
        Some(hours) if hours < 0 => Some(RuleFault::AgentHoursNegative),
        Some(0) => limited.then_some(RuleFault::AgentHoursZero),
        Some(hours) if soft.is_some_and(|soft| soft < 0 || soft >= hours) => {
            Some(RuleFault::AgentHoursSoftLimit)
        }
        Some(hours) if hard.is_some_and(|hard| hard < hours) => Some(RuleFault::AgentHoursHardLimit),
        Some(_) => None,
    }
}
