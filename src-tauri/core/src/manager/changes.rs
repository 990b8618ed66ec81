//! Before and after: what a license more, or one less, changes on a deployment.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::Outlook;
use crate::entitlement::{DeploymentFacts, Entitlements, Installed, evaluate};
use crate::feature::{FeatureName, Kind};
use crate::license::Claims;
use crate::outlook::range;
use crate::sentence::Sentence;
use crate::validity::{Coverage, Gap, ValidityTimeline};
use crate::view::ChangeView;

use super::planning::{listed_claims, sort, term_on};

/// A deployment with and without a license.
pub(super) struct Balance {
    before: Side,
    after: Side,
    now: Instant,
    /// When the change shows: the start of a license that has not begun, else now.
    from: Instant,
    /// Users that hold a seat.
    used: Option<i64>,
}

struct Side {
    timeline: ValidityTimeline,
    entitlements: Entitlements,
}

impl Balance {
    /// With a license more.
    pub(super) fn install(outlook: &Outlook<'_>, claims: &Claims) -> Self {
        let present = listed_claims(outlook, None);
        let term = term_on(outlook, claims);
        let from = term.map_or(outlook.now, |term| term.starts.max(outlook.now));
        let timeline = outlook.timeline.clone().unwrap_or_else(|| ValidityTimeline::of(&[], outlook.now));
        let with = term.map_or_else(|| timeline.clone(), |term| timeline.with(term));
        let mut all = present.clone();
        all.push((claims.id.as_str(), claims));
        Self::of(outlook, from, (timeline, outlook.now, &present), (with, from, &all))
    }

    /// With a license less.
    pub(super) fn removal(outlook: &Outlook<'_>, license: i32) -> Self {
        let removed = outlook.licenses.iter().find(|judged| judged.license.id == license);
        let term = removed.and_then(|judged| judged.term);
        let from = term.map_or(outlook.now, |term| term.starts.max(outlook.now));
        let timeline = outlook.timeline.clone().unwrap_or_else(|| ValidityTimeline::of(&[], outlook.now));
        let without = term.map_or_else(|| timeline.clone(), |term| timeline.without(&term));
        let all = listed_claims(outlook, None);
        let rest = listed_claims(outlook, Some(license));
        Self::of(outlook, from, (timeline, from, &all), (without, from, &rest))
    }

    fn of(
        outlook: &Outlook<'_>,
        from: Instant,
        before: (ValidityTimeline, Instant, &[(&str, &Claims)]),
        after: (ValidityTimeline, Instant, &[(&str, &Claims)]),
    ) -> Self {
        let facts = facts(outlook);
        let side = |(timeline, at, licenses): (ValidityTimeline, Instant, &[(&str, &Claims)])| {
            let installed: Vec<_> =
                licenses.iter().map(|(uuid, claims)| Installed::new(uuid, claims)).collect();
            Side { timeline, entitlements: evaluate(&installed, &facts, at).entitlements }
        };
        Self { before: side(before), after: side(after), now: outlook.now, from, used: outlook.seats.used }
    }

    /// Whether some license counts now, and none would.
    pub(super) fn loses_cover(&self) -> bool {
        self.before.timeline.grace_until().is_some() && self.after.timeline.grace_until().is_none()
    }

    /// The end of the cover before and after, where it comes earlier.
    pub(super) fn shorter_cover(&self) -> Option<(Option<Instant>, Option<Instant>)> {
        let (before, after) = (self.before.ends(), self.after.ends());
        (after < before).then_some((before, after))
    }

    /// A gap that was not there.
    pub(super) fn new_gap(&self) -> Option<Gap> {
        let before: Vec<_> = self.before.timeline.gaps().collect();
        self.after.timeline.gaps().find(|gap| gap.ends > self.now && !before.contains(gap))
    }

    /// The seats before and after, where they are fewer.
    pub(super) fn fewer_seats(&self) -> Option<(Option<i64>, Option<i64>)> {
        let (before, after) = (self.before.seats(), self.after.seats());
        (self.before.entitlements.has_license && self.after.entitlements.has_license && fewer(before, after))
            .then_some((before, after))
    }

    /// Whether nothing counts now, and with the act something begins to that did not, or sooner.
    fn begins_earlier(&self) -> bool {
        let (before, after) = (self.before.begins(), self.after.begins());
        after.is_some_and(|after| self.before.ends().is_none() && before.is_none_or(|before| after < before))
    }

    pub(super) fn loses_features(&self) -> bool {
        self.before.on().difference(&self.after.on()).next().is_some()
    }
}

impl Side {
    /// Until when terms or grace periods follow each other from now on.
    fn ends(&self) -> Option<Instant> {
        self.timeline.covered_until().or_else(|| self.timeline.grace_until())
    }

    /// When a license begins to count, where none does now.
    fn begins(&self) -> Option<Instant> {
        match self.timeline.coverage() {
            Coverage::NotCovered { until, .. } => until,
            Coverage::Covered { .. } | Coverage::InGrace { .. } => None,
        }
    }

    fn seats(&self) -> Option<i64> {
        self.entitlements.feature(&FeatureName::UserLimit).limit
    }

    fn on(&self) -> BTreeSet<FeatureName> {
        let features = self.entitlements.features.iter();
        features
            .filter(|(name, feature)| name.kind() == Kind::Switch && feature.enabled)
            .map(|(name, _)| name.clone())
            .collect()
    }
}

/// Whether `after` seats are fewer than `before`; no limit is the most.
fn fewer(before: Option<i64>, after: Option<i64>) -> bool {
    match (before, after) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(before), Some(after)) => after < before,
    }
}

/// What the rules ask beside the licenses, from the deployment's last answer. Whether a feature that is not licensed
/// is switched on there is not said; it is taken for on.
fn facts(outlook: &Outlook<'_>) -> DeploymentFacts {
    let entitlements = outlook.known.report.entitlements.clone().unwrap_or_default();
    let actual = |name: FeatureName| entitlements.feature(&name).actual.unwrap_or_default();
    let enablements: BTreeMap<_, _> = FeatureName::known()
        .map(|name| {
            let feature = entitlements.feature(&name);
            let switched_off = feature.entitlement.allows_use() && !feature.enabled;
            (name, !switched_off)
        })
        .collect();
    DeploymentFacts {
        active_users: actual(FeatureName::UserLimit),
        active_ai_seats: actual(FeatureName::AiGovernanceUserLimit),
        workspace_capable_users: outlook.seats.used.filter(|_| outlook.seats.capable),
        enablements,
        ..DeploymentFacts::default()
    }
}

/// The lines of "What changes", losses first.
pub(super) fn changes(balance: &Balance, zone: &TimeZone) -> Vec<ChangeView> {
    let mut lines = vec![coverage(balance, zone), seats(balance, zone), features(balance, zone)];
    lines.extend(telemetry(balance, zone));
    sort(&mut lines);
    lines
}

fn line(label: &str, before: Sentence, after: Sentence, kind: &str, zone: &TimeZone) -> ChangeView {
    ChangeView {
        label: label.to_owned(),
        before: before.view(zone),
        after: after.view(zone),
        kind: kind.to_owned(),
    }
}

fn coverage(balance: &Balance, zone: &TimeZone) -> ChangeView {
    let words = |side: &Side, now: Instant, gap_known: bool| {
        let until = match side.ends() {
            Some(until) => Sentence::from("to ").day(until),
            None => match side.begins() {
                Some(begins) => Sentence::from("not covered until ").day(begins),
                None => "not covered".into(),
            },
        };
        match side.timeline.gaps().find(|gap| gap.ends > now) {
            Some(gap) => until.text(", gap ").then(range(gap.starts, gap.ends, zone)),
            None if gap_known && side.ends().is_some() => until.text(", no gap"),
            None => until,
        }
    };
    let gaps = |side: &Side| side.timeline.gaps().filter(|gap| gap.ends > balance.now).count();
    let (before, after) = (balance.before.ends(), balance.after.ends());
    let kind = if balance.shorter_cover().is_some() || gaps(&balance.before) < gaps(&balance.after) {
        "loss"
    } else if after > before || gaps(&balance.before) > gaps(&balance.after) || balance.begins_earlier() {
        "gain"
    } else if balance.before.timeline.blocks() != balance.after.timeline.blocks() {
        "change"
    } else {
        "same"
    };
    let (before, after) =
        (words(&balance.before, balance.now, false), words(&balance.after, balance.now, kind == "gain"));
    line("Coverage", before, after, kind, zone)
}

fn seats(balance: &Balance, zone: &TimeZone) -> ChangeView {
    let words = |side: &Side| match (side.entitlements.has_license, side.seats()) {
        (false, _) => Sentence::from("none licensed"),
        (true, None) => "no limit".into(),
        (true, Some(limit)) => Sentence::new().count(limit),
    };
    let licensed = |side: &Side| side.entitlements.has_license;
    let (before, after) = (balance.before.seats(), balance.after.seats());
    let kind = match (licensed(&balance.before), licensed(&balance.after)) {
        (true, false) => "loss",
        (false, true) => "gain",
        (false, false) => "same",
        (true, true) if fewer(before, after) => "loss",
        (true, true) if fewer(after, before) => "gain",
        (true, true) => "same",
    };
    let mut after = words(&balance.after);
    if kind != "same" && balance.from > balance.now {
        after = after.text(" from ").day(balance.from);
    }
    if !licensed(&balance.after)
        && let Some(used) = balance.used.filter(|_| kind == "loss")
    {
        after = after.text("; ").count(used).text(if used == 1 {
            " user is active"
        } else {
            " users are active"
        });
    }
    line("Seats", words(&balance.before), after, kind, zone)
}

fn features(balance: &Balance, zone: &TimeZone) -> ChangeView {
    let (before, after) = (balance.before.on(), balance.after.on());
    let count = |on: &BTreeSet<FeatureName>| {
        Sentence::new().count(i128::try_from(on.len()).unwrap_or(i128::MAX)).text(" on")
    };
    let names = |sign: &str, names: Vec<FeatureName>| {
        names.iter().map(|name| format!("{sign} {}", name.display())).collect::<Vec<_>>()
    };
    let lost: Vec<_> = before.difference(&after).cloned().collect();
    let won: Vec<_> = after.difference(&before).cloned().collect();
    let kind = match (lost.is_empty(), won.is_empty()) {
        (false, _) => "loss",
        (true, false) => "gain",
        (true, true) => "same",
    };
    let differing: Vec<_> = names("−", lost).into_iter().chain(names("+", won)).collect();
    let mut words = count(&after);
    if !differing.is_empty() {
        words = words.text(format!(" ({})", differing.join(", ")));
    }
    line("Features", count(&before), words, kind, zone)
}

fn telemetry(balance: &Balance, zone: &TimeZone) -> Option<ChangeView> {
    let words = |required: bool| Sentence::from(if required { "required" } else { "not required" });
    let (before, after) =
        (balance.before.entitlements.require_telemetry, balance.after.entitlements.require_telemetry);
    (before != after).then(|| line("Telemetry", words(before), words(after), "change", zone))
}
