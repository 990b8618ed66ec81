//! Rules of entitlements by example: what the order of licenses decides, and where Coder's cases leave room.

use seatkeeper_core::Instant;
use seatkeeper_core::entitlement::{DeploymentFacts, Entitlement, Evaluation, Feature, Installed, evaluate};
use seatkeeper_core::feature::FeatureName;
use seatkeeper_core::license::{Claims, VerifyFault};

const NOW: Instant = Instant::from_unix(1_795_435_200);
const DAY: i64 = 86_400;

fn outcome(claims: &[Claims], facts: &DeploymentFacts) -> Evaluation {
    let installed: Vec<_> = claims.iter().map(|claims| Installed::new("6e3c", claims)).collect();
    evaluate(&installed, facts, NOW)
}

fn license() -> Claims {
    Claims {
        version: 3,
        issued_at: Some(NOW.plus(-100 * DAY)),
        not_before: Some(NOW.plus(-100 * DAY)),
        license_expires: Some(NOW.plus(100 * DAY)),
        expires_at: Some(NOW.plus(110 * DAY)),
        account_type: "salesforce".to_owned(),
        account_id: "account".to_owned(),
        ..Claims::default()
    }
}

fn giving(claims: Claims, features: &[(&str, i64)]) -> Claims {
    let features = features.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    Claims { features: Some(features), ..claims }
}

fn in_grace(claims: Claims) -> Claims {
    Claims { license_expires: Some(NOW.plus(-1)), ..claims }
}

#[test]
fn a_feature_given_singly_replaces_what_was_there() {
    let (term, grace) = (giving(license(), &[("scim", 1)]), in_grace(giving(license(), &[("scim", 1)])));
    let scim = |claims: &[Claims]| {
        outcome(claims, &DeploymentFacts::default()).entitlements.feature(&FeatureName::Scim).entitlement
    };
    assert_eq!(scim(&[term.clone(), grace.clone()]), Entitlement::GracePeriod);
    assert_eq!(scim(&[grace, term]), Entitlement::Entitled);
}

#[test]
fn an_addon_finds_its_limit_in_an_earlier_license_and_not_in_a_later_one() {
    let seats = giving(license(), &[("ai_governance_user_limit", 10)]);
    let addon = Claims { addons: Some(vec!["ai_governance".to_owned()]), ..license() };
    let boundary = |claims: &[Claims]| {
        let answer = outcome(claims, &DeploymentFacts::default()).entitlements;
        (answer.feature(&FeatureName::Boundary).entitlement, answer.errors)
    };
    let missing =
        "Feature AI Governance User Limit must be set when using the AI Governance addon.".to_owned();
    assert_eq!(boundary(&[seats.clone(), addon.clone()]), (Entitlement::Entitled, vec![]));
    assert_eq!(boundary(&[addon, seats]), (Entitlement::NotEntitled, vec![missing]));
}

#[test]
fn the_license_that_won_is_named() {
    let small = giving(license(), &[("user_limit", 50), ("managed_agent_limit", 9)]);
    let large = giving(license(), &[("user_limit", 100)]);
    let premium = Claims { feature_set: "premium".to_owned(), ..license() };
    let winners = outcome(&[premium, small, large], &DeploymentFacts::default()).winners;
    assert_eq!(winners[&FeatureName::UserLimit], 2);
    assert_eq!(winners[&FeatureName::ManagedAgentLimit], 1);
    assert_eq!(winners[&FeatureName::AuditLog], 0);
    assert_eq!(winners.get(&FeatureName::AgentRuntimeHours), None);
}

#[test]
fn one_that_has_not_started_counts_for_the_warning_alone() {
    let ending = Claims { license_expires: Some(NOW.plus(5 * DAY)), ..license() };
    let following = Claims {
        not_before: Some(NOW.plus(5 * DAY)),
        license_expires: Some(NOW.plus(300 * DAY)),
        expires_at: Some(NOW.plus(300 * DAY)),
        ..giving(license(), &[("scim", 1)])
    };
    let facts = DeploymentFacts::default();
    let alone = outcome(std::slice::from_ref(&ending), &facts).entitlements;
    assert_eq!(alone.warnings, ["Your license expires in 5 days."]);
    let both = outcome(&[ending, following], &facts).entitlements;
    assert_eq!((both.warnings.len(), both.errors.len()), (0, 0));
    assert_eq!(both.feature(&FeatureName::Scim).entitlement, Entitlement::NotEntitled);
}

#[test]
fn one_that_is_over_is_silent_and_one_that_is_not_read_is_an_error() {
    let over = Claims { expires_at: Some(NOW), ..license() };
    let fault = VerifyFault::SignatureInvalid;
    let foreign = Installed::unreadable("6e3c", Some(NOW.plus(1)), &fault);
    let gone = Installed::unreadable("7f4d", Some(NOW), &fault);
    let installed = [Installed::new("5d2b", &over), foreign, gone];
    let answer = evaluate(&installed, &DeploymentFacts::default(), NOW).entitlements;
    assert_eq!(answer.errors, ["Invalid license (6e3c) parsing claims: ed25519: verification error"]);
    assert!(!answer.has_license);
}

#[test]
fn claims_that_a_server_reports_count_like_those_of_a_text() {
    let reported = Claims::from_reported(
        r#"{"version":3,"iat":1790000000,"nbf":1790000000,"license_expires":1.8e9,"exp":1800000000,
            "account_type":"salesforce","account_id":"a","features":{"user_limit":7},
            "license_expires_human":"2027-01-15T08:00:00Z"}"#,
    )
    .expect("reads");
    let answer = outcome(&[reported], &DeploymentFacts::default()).entitlements;
    assert_eq!(answer.feature(&FeatureName::UserLimit).limit, Some(7));
    assert!(Claims::from_reported(r#"{"version":"3"}"#).is_err(), "a version is a number");
}

#[test]
fn the_terms_of_seats_are_those_of_the_license_that_suits_the_way_of_counting() {
    let plain = giving(license(), &[("user_limit", 100)]);
    let governed = Claims {
        addons: Some(vec!["ai_governance".to_owned()]),
        ..in_grace(giving(license(), &[("user_limit", 50), ("ai_governance_user_limit", 5)]))
    };
    let facts = DeploymentFacts {
        active_users: 120,
        workspace_capable_users: Some(40),
        ..DeploymentFacts::default()
    };
    let Evaluation { entitlements, winners } = outcome(&[plain, governed], &facts);
    let expected = Feature {
        entitlement: Entitlement::GracePeriod,
        enabled: true,
        limit: Some(50),
        actual: Some(40),
        ..Feature::default()
    };
    assert_eq!(entitlements.feature(&FeatureName::UserLimit), expected);
    assert_eq!(winners[&FeatureName::UserLimit], 1);
    assert_eq!(
        entitlements.warnings[..2],
        [
            "Your deployment has 40 workspace-capable users but the license with the limit 50 is expired.",
            "Your license with the AI Governance addon is expired. When it fully expires, all 120 active users \
             will count toward the user limit instead of the 40 workspace-capable users.",
        ]
    );
}

#[test]
fn a_number_below_0_gives_nothing() {
    let below = giving(license(), &[("managed_agent_limit", -1), ("user_limit", -1), ("scim", -1)]);
    let Evaluation { entitlements, winners } = outcome(&[below], &DeploymentFacts::default());
    assert!(entitlements.has_license && winners.is_empty(), "{winners:?}");
}

#[test]
fn agent_hours_come_from_three_claims_and_not_from_the_name_of_the_feature() {
    let hours = |features: &[(&str, i64)]| {
        let answer = outcome(&[giving(license(), features)], &DeploymentFacts::default()).entitlements;
        let hours = answer.feature(&FeatureName::AgentRuntimeHours);
        (hours.limit, hours.soft_limit, hours.hard_limit, hours.enabled)
    };
    assert_eq!(hours(&[("agent_runtime_hours", 7)]), (None, None, None, false));
    assert_eq!(hours(&[("agent_runtime_hours_allocation", 0)]), (Some(0), None, None, false));
    let all = [
        ("agent_runtime_hours_allocation", 9),
        ("agent_runtime_hours_limit_soft", 5),
        ("agent_runtime_hours_limit_hard", 12),
    ];
    assert_eq!(hours(&all), (Some(9), Some(5), Some(12), true));
}

#[test]
fn one_template_with_external_agents_is_enough_to_complain() {
    let facts = DeploymentFacts { external_agent_templates: 1, ..DeploymentFacts::default() };
    let errors = outcome(&[license()], &facts).entitlements.errors;
    assert_eq!(
        errors,
        ["You have templates which use external agents but your license is not entitled to this feature."]
    );
}

#[test]
fn managed_agents_that_are_not_known_are_neither_counted_nor_warned_of() {
    let license = giving(license(), &[("managed_agent_limit", 5)]);
    let agents = |managed_agents| {
        let facts = DeploymentFacts { managed_agents, ..DeploymentFacts::default() };
        let answer = outcome(std::slice::from_ref(&license), &facts).entitlements;
        (answer.feature(&FeatureName::ManagedAgentLimit).actual, answer.warnings.len())
    };
    assert_eq!((agents(None), agents(Some(4)), agents(Some(5))), ((None, 0), (Some(4), 0), (Some(5), 1)));
}
