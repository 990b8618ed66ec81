//! What must be known before an act, where Coder keeps silent about it.

use crate::check::{CodeRow, codes};
use crate::feature::FeatureName;
use crate::license::coder_answer;
use crate::outlook::{Change, ChangeKind, Switch, Topic, words};
use crate::sentence::{Sentence, counted, visible};

use super::{Refused, Worlds, effect, refusal};

codes! {
    /// What a caution is about, the gravest first. The sentences say more than these messages.
    CautionKind, "caution":
    Locked = "locked", 0, "Coder would refuse the license: it is locked to other deployments.", "Install it on one that it is for.";
    Refused = "refused", 0, "Coder would refuse the license.", "Check the file first.";
    LockUnknown = "lock_unknown", 0, "The license is locked, and the ID of this deployment is not known.", "Coder refuses it where it is not for this deployment.";
    TelemetryOff = "telemetry_off", 0, "The license requires telemetry, which is off there: Coder then changes nothing at all.", "Switch telemetry on before.";
    TelemetryUnknown = "telemetry_unknown", 0, "The license requires telemetry; whether that is on there is not known.", "See to it that telemetry is on there.";
    TelemetryRequired = "telemetry_required", 0, "Telemetry, which is on there, may not be switched off any more.", "";
    FewerSeats = "fewer_seats", 0, "There are fewer seats then.", "";
    AllUsersCount = "all_users_count", 0, "All active users count then, not only those who may create workspaces.", "";
    FewerOf = "fewer_of", 0, "There is less of a limit then.", "";
    FewerFeatures = "fewer_features", 0, "Features go off then.", "";
    Trial = "trial", 0, "Coder takes the deployment for a trial then.", "";
    IfSwitchedOn = "if_switched_on", 0, "Features change that matter only if they are switched on, which is not known.", "";
}

/// One thing that must be known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caution {
    /// What it is about.
    pub kind: CautionKind,
    /// "Seats fall from 500 to 400 from 26 Mar 2027; 412 users are active."
    pub sentence: Sentence,
}

/// Everything, the gravest first.
pub(super) fn all(worlds: &Worlds<'_, '_>, changes: &[Change]) -> Vec<Caution> {
    let mut cautions = Vec::new();
    let mut say = |kind, sentence: Sentence| cautions.push(Caution { kind, sentence });
    locks(worlds, &mut say);
    telemetry(worlds, &mut say);
    let left = worlds.new.course.start.state.has_license;
    // Where no license is left, that is what is said.
    for change in changes.iter().filter(|change| left && change.kind == ChangeKind::Loss) {
        let kind = match &change.topic {
            Topic::Seats => CautionKind::FewerSeats,
            Topic::Limit(_) => CautionKind::FewerOf,
            Topic::Features => CautionKind::FewerFeatures,
            Topic::Trial => {
                say(CautionKind::Trial, trial(worlds));
                continue;
            }
            Topic::Coverage
            | Topic::Telemetry
            | Topic::UsageData
            | Topic::Refresh
            | Topic::FirstWarning
            | Topic::Message => continue,
        };
        if let Some(clause) = effect::clause(worlds, change) {
            say(kind, clause.opening.then(effect::shortage(std::slice::from_ref(change))).text("."));
        }
    }
    if let Some(sentence) = all_users_count(worlds) {
        say(CautionKind::AllUsersCount, sentence);
    }
    if let Some(sentence) = if_switched_on(changes) {
        say(CautionKind::IfSwitchedOn, sentence);
    }
    cautions.sort_by_key(|caution| caution.kind);
    cautions
}

fn locks(worlds: &Worlds<'_, '_>, say: &mut impl FnMut(CautionKind, Sentence)) {
    let deployment = worlds.setting.name;
    for named in &worlds.act.install {
        let name = &named.name;
        let locked = named.license.reading.map_or(0, |claims| claims.locked_to().len());
        match refusal(worlds.setting, named, worlds.at) {
            Some(Refused::Locked) => say(
                CautionKind::Locked,
                format!(
                    "{name} is locked to {}, so Coder would refuse it on {deployment}: nothing changes.",
                    counted(words::length(locked), "other deployment", "other deployments")
                )
                .into(),
            ),
            Some(Refused::Expired) => {
                say(CautionKind::Refused, format!("{name} has expired, so Coder would refuse it.").into());
            }
            Some(Refused::Words(words)) => say(
                CautionKind::Refused,
                format!("Coder would refuse {name}: \"{}\".", visible(words, 200)).into(),
            ),
            None if locked > 0 && worlds.setting.deployment_id.is_none() => say(
                CautionKind::LockUnknown,
                format!(
                    "{name} is locked to {}; whether {deployment} is one of them is not known.",
                    counted(words::length(locked), "deployment", "deployments")
                )
                .into(),
            ),
            None => {}
        }
    }
}

fn telemetry(worlds: &Worlds<'_, '_>, say: &mut impl FnMut(CautionKind, Sentence)) {
    let deployment = worlds.setting.name;
    // Judged by the licenses, as nothing is seen of it where Coder stands still already.
    let before = worlds.old.course.start.state.requires_telemetry;
    let asks = |named: &&crate::outlook::Named<'_>| {
        named.license.reading.is_ok_and(|claims| claims.require_telemetry)
    };
    let Some(named) = worlds.installed().find(asks) else { return };
    if before {
        return;
    }
    let counts = coder_answer(named.license.reading, worlds.at, None).counts_now();
    let starts = named.license.reading.ok().and_then(|claims| claims.not_before).filter(|_| !counts);
    let name = &named.name;
    let required = match starts {
        Some(starts) => Sentence::from(format!("{name} requires telemetry from ")).day(starts),
        None => Sentence::from(format!("{name} requires telemetry")),
    };
    match worlds.setting.telemetry {
        Some(false) => say(
            CautionKind::TelemetryOff,
            required.text(format!(
                ", and {deployment} has it off: Coder then changes nothing at all. Switch telemetry on before."
            )),
        ),
        Some(true) => say(
            CautionKind::TelemetryRequired,
            required.text(format!("; {deployment} has it on, and may not switch it off any more.")),
        ),
        None => say(
            CautionKind::TelemetryUnknown,
            required.text(format!(". Where {deployment} has it off, Coder changes nothing at all.")),
        ),
    }
}

/// Coder says this only of a license in its grace period.
fn all_users_count(worlds: &Worlds<'_, '_>) -> Option<Sentence> {
    let facts = &worlds.setting.facts.known;
    let capable = facts.workspace_capable_users.filter(|capable| *capable != facts.active_users)?;
    let counted = |world: &super::World<'_, '_>| {
        world.course.start.state.feature(&FeatureName::UserLimit).actual == Some(capable)
    };
    (counted(&worlds.old) && !counted(&worlds.new)).then(|| {
        Sentence::from("All ")
            .count(facts.active_users)
            .text(" active users count then, not only the ")
            .count(capable)
            .text(" who may create workspaces.")
    })
}

fn trial(worlds: &Worlds<'_, '_>) -> Sentence {
    format!("Coder takes {} for a trial then, and warns 6 days before the end, not 29.", worlds.setting.name)
        .into()
}

fn if_switched_on(changes: &[Change]) -> Option<Sentence> {
    let names: Vec<_> = changes
        .iter()
        .flat_map(|change| &change.features)
        .filter(|change| change.switch == Switch::Unknown)
        .map(|change| FeatureName::display(&change.name))
        .collect();
    if names.is_empty() {
        return None;
    }
    let verb = if names.len() == 1 { "matters" } else { "matter" };
    let rest = "only if switched on in the server's settings, which is not known.";
    Some(format!("{} {verb} {rest}", words::some(&names)).into())
}
