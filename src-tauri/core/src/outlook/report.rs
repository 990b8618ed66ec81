//! A difference between server and reading, as text to be sent to somebody who can say why.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use crate::instant::Instant;
use crate::license::Claims;
use crate::sentence::visible;

use super::{Facts, Guess, Named, Present};

impl Present {
    /// What differs, the facts it was read with, and what the rules ask of each license. Names, addresses, accounts, IDs
    /// and locks are left out: the rules ask none of them once a license is installed. `server` and `program` are
    /// versions.
    pub fn report(&self, facts: &Facts, licenses: &[Named<'_>], server: &str, program: &str) -> String {
        let mut text = format!("{}\n", self.sentence().plain(&TimeZone::UTC));
        // Writing to a string cannot fail.
        for difference in &self.differences {
            let _ = writeln!(text, "- {}", difference.sentence().plain(&TimeZone::UTC));
        }
        let _ = writeln!(text, "\nCoder {server} worked this out at {}.", self.at.rfc3339());
        let _ = writeln!(text, "Read by Seatkeeper {program}.\n\nFacts, as far as the server reports them:");
        let known = &facts.known;
        for (what, count) in [
            ("active users", Some(known.active_users)),
            ("users that may create workspaces", known.workspace_capable_users),
            ("AI Governance seats in use", Some(known.active_ai_seats)),
            ("replicas", Some(known.replicas)),
            ("external auth providers", Some(known.external_auth_providers)),
            ("templates with external agents", Some(known.external_agent_templates)),
            ("managed agents", known.managed_agents),
        ] {
            let count = count.map_or_else(|| "not reported".to_owned(), |count| count.to_string());
            let _ = writeln!(text, "- {what}: {count}");
        }
        for guess in facts.guesses.iter().map(Guess::sentence) {
            let _ = writeln!(text, "- {guess}");
        }
        let _ = writeln!(text, "\nLicenses, in the server's order:");
        for Named { name, license } in licenses {
            let words = license.reading.map_or_else(|_| "its claims cannot be read".to_owned(), claims);
            let _ = writeln!(text, "- {name}: {words}");
        }
        text
    }
}

fn claims(claims: &Claims) -> String {
    let date = |at: Option<Instant>| at.map_or_else(|| "none".to_owned(), Instant::rfc3339);
    let features: Vec<_> = claims
        .features
        .iter()
        .flatten()
        .map(|(name, value)| format!("{} {value}", visible(name, 60)))
        .collect();
    let addons: Vec<_> = claims.addons.iter().flatten().map(|addon| visible(addon, 60)).collect();
    format!(
        "version {}, set \"{}\", all_features {}, trial {}, require_telemetry {}, publish_usage_data {}, iat {}, nbf {}, \
         license_expires {}, exp {}, addons [{}], features [{}]",
        claims.version,
        visible(&claims.feature_set, 60),
        claims.all_features,
        claims.trial,
        claims.require_telemetry,
        claims.publish_usage_data,
        date(claims.issued_at),
        date(claims.not_before),
        date(claims.license_expires),
        date(claims.expires_at),
        addons.join(", "),
        features.join(", "),
    )
}
