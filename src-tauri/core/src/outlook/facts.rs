//! What a server's answer tells of the deployment, and what it leaves to be guessed.

use std::collections::BTreeSet;

use crate::entitlement::texts::ServerText;
use crate::entitlement::{DeploymentFacts, Entitlement, Entitlements};
use crate::feature::{FeatureName, Kind};

/// A fact that the server does not tell. Where it is a number, the guess is the smallest one that fits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Guess {
    /// Users that hold a seat: not reported, or others were counted.
    ActiveUsers,
    /// Users that hold a seat of the AI Governance add-on.
    AiSeats,
    /// Running servers: guessed to be one.
    Replicas,
    /// External auth providers: guessed to be one.
    ExternalAuthProviders,
    /// Templates with external agents: guessed to be none.
    ExternalAgentTemplates,
    /// Whether the server counts workspace-capable users, and how many there are: guessed that it does not.
    WorkspaceCapableUsers,
    /// Workspaces built with managed agents.
    ManagedAgents,
    /// Whether the server's settings switch a feature on: guessed that they do not.
    Enablement(FeatureName),
}

/// What is known of a deployment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The facts, guessed ones included.
    pub known: DeploymentFacts,
    /// Which of them are guesses.
    pub guesses: BTreeSet<Guess>,
}

impl From<DeploymentFacts> for Facts {
    fn from(known: DeploymentFacts) -> Self {
        Self { known, guesses: BTreeSet::new() }
    }
}

impl Facts {
    /// The facts behind a server's answer. Its sentences tell more than its figures: what it does not complain of,
    /// where it would, is not there.
    pub fn read(answer: &Entitlements) -> Self {
        let mut reader = Reader { answer, said: sentences(answer), facts: Self::default() };
        reader.users();
        reader.ai_seats();
        reader.replicas();
        reader.external_auth();
        reader.external_agents();
        reader.agents();
        reader.enablements();
        reader.facts
    }

    /// Whether a fact is only guessed.
    pub fn guessed(&self, guess: &Guess) -> bool {
        self.guesses.contains(guess)
    }
}

fn sentences(answer: &Entitlements) -> Vec<(ServerText, Vec<&str>)> {
    answer.errors.iter().chain(&answer.warnings).filter_map(|text| ServerText::recognise(text)).collect()
}

struct Reader<'a> {
    answer: &'a Entitlements,
    said: Vec<(ServerText, Vec<&'a str>)>,
    facts: Facts,
}

impl Reader<'_> {
    fn guess(&mut self, guess: Guess) {
        self.facts.guesses.insert(guess);
    }

    fn says(&self, texts: &[ServerText]) -> bool {
        self.said.iter().any(|(text, _)| texts.contains(text))
    }

    fn users(&mut self) {
        let counted = self.answer.feature(&FeatureName::UserLimit).actual;
        let capable = self.says(&[
            ServerText::CapableUsersOverLimit,
            ServerText::CapableUsersGrace,
            ServerText::CapableCountEnds,
        ]);
        self.facts.known.active_users = counted.unwrap_or_default();
        if counted.is_none() {
            self.guess(Guess::ActiveUsers);
        }
        if capable {
            self.facts.known.workspace_capable_users = counted;
            // One of the sentences names both counts; without it all active users are at least as many.
            let counts = self.said.iter().find(|(text, _)| *text == ServerText::CapableCountEnds);
            let active = counts.and_then(|(_, values)| values.first()?.parse().ok());
            match active {
                Some(active) => self.facts.known.active_users = active,
                None => self.guess(Guess::ActiveUsers),
            }
        } else {
            self.guess(Guess::WorkspaceCapableUsers);
            // With the add-on the figure may be one of workspace-capable users, and the answer does not tell.
            if self.answer.feature(&FeatureName::AiGovernanceUserLimit).limit.is_some() {
                self.guess(Guess::ActiveUsers);
            }
        }
    }

    fn ai_seats(&mut self) {
        match self.answer.feature(&FeatureName::AiGovernanceUserLimit).actual {
            Some(used) => self.facts.known.active_ai_seats = used,
            None => self.guess(Guess::AiSeats),
        }
    }

    fn agents(&mut self) {
        self.facts.known.managed_agents = self.answer.feature(&FeatureName::ManagedAgentLimit).actual;
        if self.facts.known.managed_agents.is_none() {
            self.guess(Guess::ManagedAgents);
        }
    }

    /// Whether the server would have complained of the feature's use: it knows the feature, it is not in its term, and
    /// no other error stands in place of all.
    fn would_complain(&self, feature: &FeatureName) -> bool {
        self.answer.features.get(feature).is_some_and(|feature| feature.entitlement != Entitlement::Entitled)
            && !self.says(&[ServerText::TelemetryRequired])
    }

    fn replicas(&mut self) {
        let complains = self.says(&[
            ServerText::ReplicasNotEntitled,
            ServerText::ReplicasNoLicense,
            ServerText::ReplicasGrace,
        ]);
        self.facts.known.replicas = if complains { 2 } else { 1 };
        if !complains && !self.would_complain(&FeatureName::HighAvailability) {
            self.guess(Guess::Replicas);
        }
    }

    fn external_auth(&mut self) {
        let complains = self.says(&[
            ServerText::ExternalAuthNotEntitled,
            ServerText::ExternalAuthNoLicense,
            ServerText::ExternalAuthGrace,
        ]);
        self.facts.known.external_auth_providers = if complains { 2 } else { 1 };
        if !complains && !self.would_complain(&FeatureName::MultipleExternalAuth) {
            self.guess(Guess::ExternalAuthProviders);
        }
    }

    fn external_agents(&mut self) {
        let complains = self.says(&[ServerText::ExternalAgentsNotEntitled, ServerText::ExternalAgentsGrace]);
        self.facts.known.external_agent_templates = i64::from(complains);
        if !complains && !self.would_complain(&FeatureName::WorkspaceExternalAgent) {
            self.guess(Guess::ExternalAgentTemplates);
        }
    }

    /// A licensed feature shows whether it is switched on. Of one that is not licensed the server complains where it is
    /// switched on, but only where some license counts.
    fn enablements(&mut self) {
        let blind = !self.answer.has_license || self.says(&[ServerText::TelemetryRequired]);
        let complained: BTreeSet<_> = self
            .said
            .iter()
            .filter(|(text, _)| *text == ServerText::FeatureNotEntitled)
            .filter_map(|(_, values)| values.first().copied())
            .collect();
        for name in FeatureName::known().filter(|name| name.kind() == Kind::Switch) {
            let feature = self.answer.features.get(&name);
            let licensed = feature.is_some_and(|feature| feature.entitlement.allows_use());
            let on = match feature {
                Some(feature) if licensed => feature.enabled,
                Some(_) | None => complained.contains(name.display().as_str()),
            };
            let told = on || licensed || name.always_enabled();
            if !told && (blind || feature.is_none()) {
                self.guess(Guess::Enablement(name.clone()));
            }
            self.facts.known.enablements.insert(name, on);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entitlement::{Installed, evaluate};
    use crate::instant::Instant;
    use crate::license::Claims;

    const NOW: Instant = Instant::from_unix(1_795_435_200);

    fn answer(set: &str, term_end: i64, facts: &DeploymentFacts) -> Entitlements {
        let claims = Claims {
            version: 3,
            issued_at: Some(NOW.plus(-9)),
            not_before: Some(NOW.plus(-9)),
            license_expires: Some(NOW.plus(term_end)),
            expires_at: Some(NOW.plus(100)),
            account_type: "salesforce".to_owned(),
            account_id: "account".to_owned(),
            feature_set: set.to_owned(),
            ..Claims::default()
        };
        evaluate(&[Installed::new("6e3c", &claims)], facts, NOW).entitlements
    }

    fn busy() -> DeploymentFacts {
        DeploymentFacts {
            active_users: 41,
            replicas: 2,
            external_auth_providers: 2,
            external_agent_templates: 1,
            enablements: [(FeatureName::Scim, true)].into(),
            ..DeploymentFacts::default()
        }
    }

    #[test]
    fn complaints_tell_what_is_there_and_their_lack_what_is_not() {
        let complained = Facts::read(&answer("", 50, &busy()));
        assert_eq!((complained.known.replicas, complained.known.external_auth_providers), (2, 2));
        assert_eq!(complained.known.external_agent_templates, 1);
        assert!(complained.known.enables(&FeatureName::Scim));
        assert!(!complained.guessed(&Guess::Enablement(FeatureName::AuditLog)));
        assert!(!complained.guessed(&Guess::Replicas) && !complained.guessed(&Guess::ActiveUsers));
        let silent = Facts::read(&answer("", 50, &DeploymentFacts::default()));
        assert_eq!((silent.known.replicas, silent.guessed(&Guess::Replicas)), (1, false));
    }

    #[test]
    fn what_is_licensed_says_nothing_of_its_use() {
        let facts = Facts::read(&answer("premium", 50, &busy()));
        assert_eq!(facts.known.active_users, 41);
        assert!(facts.guessed(&Guess::Replicas) && facts.guessed(&Guess::ExternalAgentTemplates));
        assert!(facts.known.enables(&FeatureName::Scim) && !facts.known.enables(&FeatureName::AuditLog));
        assert!(!facts.guesses.iter().any(|guess| matches!(guess, Guess::Enablement(_))));
    }

    #[test]
    fn without_a_license_nothing_is_known_of_switches() {
        let none = evaluate(&[], &busy(), NOW).entitlements;
        let facts = Facts::read(&none);
        assert!(facts.guessed(&Guess::Enablement(FeatureName::Scim)));
        assert!(!facts.guessed(&Guess::Enablement(FeatureName::Boundary)), "it is on once it is licensed");
        assert_eq!((facts.known.replicas, facts.known.active_users), (2, 41));
    }

    #[test]
    fn the_facts_that_are_no_guesses_give_the_answer_again() {
        for (set, term_end) in [("", 50), ("enterprise", -1), ("premium", 50), ("premium", -1)] {
            let first = answer(set, term_end, &busy());
            let again = answer(set, term_end, &Facts::read(&first).known);
            assert_eq!(again, first, "{set} {term_end}");
        }
    }

    #[test]
    fn users_that_may_create_workspaces_are_told_by_a_sentence() {
        let mut told = Entitlements::default();
        let mut feature = crate::entitlement::Feature { actual: Some(40), ..Default::default() };
        told.features.insert(FeatureName::UserLimit, feature.clone());
        told.warnings.push(ServerText::CapableCountEnds.with(&[&120, &40]));
        let facts = Facts::read(&told);
        assert_eq!((facts.known.active_users, facts.known.workspace_capable_users), (120, Some(40)));
        assert!(!facts.guessed(&Guess::ActiveUsers));
        feature.actual = None;
        told.features.insert(FeatureName::UserLimit, feature);
        told.warnings.clear();
        assert!(Facts::read(&told).guessed(&Guess::ActiveUsers), "a figure that is missing is no 0");
    }
}
