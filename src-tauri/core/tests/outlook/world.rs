//! The example day: 23 November 2026 in Berlin, and the four deployments of the design.

use jiff::tz::TimeZone;
use seatkeeper_core::Instant;
use seatkeeper_core::entitlement::{DeploymentFacts, Installed};
use seatkeeper_core::feature::FeatureName;
use seatkeeper_core::license::Claims;
use seatkeeper_core::outlook::{Change, ChangeKind, Facts, Named, Outlook, Setting};
use seatkeeper_core::sentence::Sentence;
use seatkeeper_core::what_if::{Act, WhatIf};

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("a date")
}

pub(crate) fn now() -> Instant {
    at("2026-11-23T18:06:27Z")
}

pub(crate) fn berlin() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone")
}

pub(crate) fn plain(sentence: &Sentence) -> String {
    sentence.plain(&berlin())
}

/// A premium license of these dates: start, end of the term, end of the grace period.
pub(crate) fn premium(dates: [&str; 3], seats: i64) -> Claims {
    Claims {
        version: 3,
        issued_at: Some(at(dates[0]).plus(-10 * 86_400).min(at("2026-11-10"))),
        not_before: Some(at(dates[0])),
        license_expires: Some(at(dates[1])),
        expires_at: Some(at(dates[2])),
        account_type: "salesforce".to_owned(),
        account_id: "0015f00000AbCdE".to_owned(),
        feature_set: "premium".to_owned(),
        features: Some([("user_limit".to_owned(), seats)].into()),
        ..Claims::default()
    }
}

/// The same with one limit more.
pub(crate) fn with(mut claims: Claims, feature: &str, value: i64) -> Claims {
    claims.features.get_or_insert_default().insert(feature.to_owned(), value);
    claims
}

pub(crate) fn named<'a>(name: &str, claims: &'a Claims) -> Named<'a> {
    Named::new(name, Installed::new("6e3c", claims))
}

pub(crate) fn users(active: i64) -> Facts {
    let switched = [FeatureName::AuditLog, FeatureName::TemplateRbac];
    Facts::from(DeploymentFacts {
        active_users: active,
        replicas: 1,
        enablements: switched.into_iter().map(|name| (name, true)).collect(),
        ..DeploymentFacts::default()
    })
}

/// A deployment with its facts and licenses.
pub(crate) struct World {
    pub(crate) name: &'static str,
    pub(crate) facts: Facts,
    pub(crate) telemetry: Option<bool>,
    pub(crate) id: Option<&'static str>,
    pub(crate) licenses: Vec<(&'static str, Claims)>,
}

impl World {
    pub(crate) fn new(name: &'static str, active: i64, licenses: Vec<(&'static str, Claims)>) -> Self {
        Self { name, facts: users(active), telemetry: Some(true), id: Some("7c1e"), licenses }
    }

    pub(crate) fn named(&self) -> Vec<Named<'_>> {
        self.licenses.iter().map(|(name, claims)| named(name, claims)).collect()
    }

    pub(crate) fn see<T>(&self, look: impl FnOnce(&Setting<'_>, &[Named<'_>]) -> T) -> T {
        let zone = berlin();
        let setting = Setting {
            name: self.name,
            deployment_id: self.id,
            facts: &self.facts,
            telemetry: self.telemetry,
            zone: &zone,
        };
        look(&setting, &self.named())
    }

    pub(crate) fn outlook(&self) -> Outlook {
        self.see(|setting, licenses| Outlook::of(setting, licenses, now()))
    }

    pub(crate) fn install(&self, name: &str, claims: &Claims) -> WhatIf {
        self.see(|setting, licenses| {
            WhatIf::of(setting, licenses, &Act::install(named(name, claims)), now(), now())
        })
    }

    pub(crate) fn remove(&self, name: &str) -> WhatIf {
        self.see(|setting, licenses| WhatIf::of(setting, licenses, &Act::remove(name), now(), now()))
    }
}

pub(crate) fn production() -> World {
    World::new("Production", 412, vec![("#4", premium(["2026-03-12", "2027-03-12", "2027-03-26"], 500))])
}

pub(crate) fn staging() -> World {
    World::new("Staging", 31, vec![("#2", premium(["2025-11-09", "2026-11-09", "2026-11-30"], 100))])
}

pub(crate) fn eu() -> World {
    let licenses = vec![
        ("#9", premium(["2025-12-05", "2026-12-05", "2026-12-08"], 120)),
        ("#12", premium(["2026-12-18", "2027-12-18", "2028-01-01"], 160)),
    ];
    World::new("EU", 128, licenses)
}

pub(crate) fn lab() -> World {
    World::new("Lab", 14, vec![("#1", premium(["2026-07-01", "2027-07-01", "2027-07-15"], 50))])
}

/// "loss Seats: 500 → 400".
pub(crate) fn lines(changes: &[Change]) -> Vec<String> {
    let line = |change: &Change| {
        let words = (change.kind.code(), change.topic.label(), plain(&change.before), plain(&change.after));
        format!("{} {}: {} → {}", words.0, words.1, words.2, words.3)
    };
    changes.iter().filter(|change| change.kind != ChangeKind::Same).map(line).collect()
}

/// Each boundary in lines: its day and sentence, then what changes.
pub(crate) fn boundaries(outlook: &Outlook) -> Vec<String> {
    let zone = berlin();
    outlook
        .boundaries
        .iter()
        .flat_map(|boundary| {
            let head = format!("{}: {}", boundary.at.day(&zone), boundary.sentence());
            std::iter::once(head).chain(lines(&boundary.changes))
        })
        .collect()
}

pub(crate) fn coverage(outlook: &Outlook) -> Vec<String> {
    outlook.coverage.iter().map(|line| plain(&line.sentence)).collect()
}

pub(crate) fn winners(what_if: &WhatIf) -> Vec<String> {
    what_if.winners.iter().map(|winner| plain(&winner.why)).collect()
}

pub(crate) fn cautions(what_if: &WhatIf) -> Vec<String> {
    let line = |caution: &seatkeeper_core::what_if::Caution| {
        format!("{}: {}", caution.kind.code(), plain(&caution.sentence))
    };
    what_if.cautions.iter().map(line).collect()
}
