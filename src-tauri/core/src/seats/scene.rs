//! The Seats page of a deployment: everything that is known of its seats, in one view.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Instant;
use crate::api::{Person, UserStatus};
use crate::entitlement::{DeploymentFacts, Entitlements};
use crate::sentence::Sentence;
use crate::view::{SeatHistoryView, SeatsView, UserCountView, UserCountsView};

use super::agreement::{self, Agreement};
use super::calendar;
use super::forecast::{Forecast, Lacking, MOST_AHEAD};
use super::history::{History, Peak, Point};
use super::last_seen::{LastSeenStrip, reclaimable};
use super::outlook::{Ground, present_limit};
use super::people::status_word;
use super::steps::{Licensed, Steps};
use super::usage::{Usage, other_limits};

/// What is known of a deployment's seats.
#[derive(Debug, Clone)]
pub struct Scene<'a> {
    /// Its number.
    pub deployment: u32,
    /// What Coder reports; `None` before the first answer.
    pub entitlements: Option<&'a Entitlements>,
    /// When that was received.
    pub received: Option<Instant>,
    /// Whether it is old.
    pub stale: bool,
    /// The past.
    pub history: &'a History,
    /// Why Coder gave no history; empty where it did.
    pub history_missing: Sentence,
    /// Its licenses; `None` where they cannot be listed.
    pub licenses: Option<&'a [Licensed<'a>]>,
    /// What the rules ask of the deployment beside its licenses.
    pub facts: &'a DeploymentFacts,
    /// When the term began that holds now.
    pub term_began: Option<Instant>,
    /// When the coverage ends that holds now.
    pub covered_until: Option<Instant>,
    /// Its users.
    pub users: Users<'a>,
    /// The user name of who is signed in; may be empty.
    pub me: &'a str,
    /// Now.
    pub now: Instant,
    /// The zone of days.
    pub zone: &'a TimeZone,
}

/// What is known of the users.
#[derive(Debug, Clone)]
pub enum Users<'a> {
    /// The whole list.
    Listed {
        /// In the server's order.
        people: &'a [Person],
        /// When its last page was read.
        read_at: Instant,
    },
    /// It is being read for the first time.
    Reading {
        /// Users so far.
        done: u32,
        /// Users in all, where known.
        total: Option<u32>,
    },
    /// The session may not list users.
    NotPermitted(Sentence),
    /// Not read, or the reading failed.
    Unknown(Sentence),
}

/// The scene worked out: what the page, the terminal and the files are made from.
pub struct Worked<'s, 'a> {
    scene: &'s Scene<'a>,
    today: Date,
    /// The seats now.
    pub usage: Usage,
    /// The limit over time.
    pub steps: Steps,
    /// The forecast, or what it lacks.
    pub forecast: Result<Forecast, Lacking>,
    /// The highest count since the term began, or since counts are known.
    pub peak: Option<Peak>,
}

impl Scene<'_> {
    /// Today.
    pub fn today(&self) -> Date {
        calendar::day_of(self.now, self.zone).unwrap_or(Date::ZERO)
    }

    /// The page.
    pub fn view(&self) -> SeatsView {
        Worked::of(self).view()
    }
}

impl<'s, 'a> Worked<'s, 'a> {
    /// Works a scene out.
    pub fn of(scene: &'s Scene<'a>) -> Self {
        let today = scene.today();
        let usage = Usage::of(scene.entitlements);
        let present = present_limit(
            usage.limit,
            scene.entitlements.is_some(),
            scene.entitlements.is_some_and(|answer| answer.has_license),
        );
        let until = calendar::plus(today, MOST_AHEAD);
        let steps = Steps::of(
            scene.licenses,
            scene.facts,
            scene.history,
            present.as_ref(),
            [today, until],
            scene.zone,
        );
        let began = scene.term_began.and_then(|at| calendar::day_of(at, scene.zone));
        let peak = scene.history.peak_since(began.unwrap_or(Date::MIN));
        let forecast = ground(scene, &steps, &usage, today).forecast();
        Self { scene, today, usage, steps, forecast, peak }
    }

    fn ground(&self) -> Ground<'_> {
        ground(self.scene, &self.steps, &self.usage, self.today)
    }

    /// The page.
    pub fn view(&self) -> SeatsView {
        let (scene, zone) = (self.scene, self.scene.zone);
        let peak = self.peak.as_ref();
        let listed = match &scene.users {
            Users::Listed { people, read_at } => Some((*people, *read_at)),
            Users::Reading { .. } | Users::NotPermitted(_) | Users::Unknown(_) => None,
        };
        SeatsView {
            deployment: scene.deployment,
            headline: self.usage.headline().view(zone),
            source: self.usage.source(peak, scene.received, scene.now, zone).view(zone),
            figures: self.usage.view(peak, scene.received, scene.stale, zone),
            users: self.user_counts(),
            agreement: listed
                .and_then(|(people, read_at)| Agreement::of(people, read_at, &self.usage, scene.now))
                .map(|agreement| agreement.view(zone)),
            limits: scene.entitlements.map(|answer| other_limits(answer, zone)).unwrap_or_default(),
            history: self.history(),
            forecast: self.ground().view(&self.forecast),
            order: self.order(None),
            last_seen: listed
                .map(|(people, _)| LastSeenStrip::of(people, scene.now, zone).view(self.today, zone)),
            remark: self.usage.remark().view(zone),
        }
    }

    /// What to order for a day; for the end of the coverage where none is named.
    pub fn order(&self, day: Option<Date>) -> crate::view::OrderView {
        let scene = self.scene;
        let back = match &scene.users {
            Users::Listed { people, .. } => Some(reclaimable(people, scene.me, scene.now)),
            Users::Reading { .. } | Users::NotPermitted(_) | Users::Unknown(_) => None,
        };
        let ends = scene.covered_until.and_then(|at| calendar::day_of(at, scene.zone));
        self.ground().order(self.forecast.as_ref().ok(), self.peak.as_ref(), back, day.or(ends))
    }

    fn history(&self) -> SeatHistoryView {
        let (history, zone) = (self.scene.history, self.scene.zone);
        SeatHistoryView {
            sentence: history.trend(60, self.today, zone).view(zone),
            points: history.views(|day| self.steps.on(day).seats(), zone),
            breaks: history.break_views(zone),
            steps: self.steps.views(),
            ranges: history.ranges(self.today),
            days: u32::try_from(history.points.len()).unwrap_or(u32::MAX),
            remarks: self.remarks().iter().map(|remark| remark.view(zone)).collect(),
            missing: self.scene.history_missing.view(zone),
            legend: "Solid: counted by Coder. Dotted: counted here. Dashed: forecast, band 80 %.".to_owned(),
        }
    }

    /// What is known to be off in Coder's history.
    fn remarks(&self) -> Vec<Sentence> {
        let by_coder =
            |point: &Point| point.source == crate::view::PointSource::Coder && point.day < self.today;
        if !self.scene.history.points.iter().any(by_coder) {
            return Vec::new();
        }
        let services = match &self.scene.users {
            Users::Listed { people, .. } => people
                .iter()
                .filter(|person| person.service_account == Some(true) && person.status == UserStatus::Active)
                .count(),
            Users::Reading { .. } | Users::NotPermitted(_) | Users::Unknown(_) => 0,
        };
        let mut remarks = vec![Sentence::from(
            "Coder's history gives the count at the start of a day; today's point is of the last check.",
        )];
        if services > 0 {
            remarks.push(
                Sentence::from("Coder's history counts service accounts (")
                    .count(i64::try_from(services).unwrap_or(i64::MAX))
                    .text(
                        " now), which hold no seat: its days may lie higher than the seats that were used.",
                    ),
            );
        }
        if self.usage.capable {
            remarks.push(
                "Coder's history counts all active users, its license count only those who may create workspaces."
                    .into(),
            );
        }
        remarks
    }

    fn user_counts(&self) -> UserCountsView {
        let (scene, zone) = (self.scene, self.scene.zone);
        match &scene.users {
            Users::Listed { people, read_at } => {
                let source = agreement::source(*read_at, scene.now, zone);
                UserCountsView::Counted {
                    at: read_at.rfc3339(),
                    counts: counts(people, zone),
                    source: source.view(zone),
                }
            }
            Users::Reading { done, total } => UserCountsView::Reading { done: *done, total: *total },
            Users::NotPermitted(why) => {
                UserCountsView::NotPermitted { sentence: why.view(zone), counts: self.counts_of_history() }
            }
            Users::Unknown(why) => {
                UserCountsView::Unknown { sentence: why.view(zone), counts: self.counts_of_history() }
            }
        }
    }

    /// The last counts of each status that the history has.
    fn counts_of_history(&self) -> Vec<UserCountView> {
        let zone = self.scene.zone;
        let points = &self.scene.history.points;
        let last = |count: &dyn Fn(&Point) -> Option<u32>| {
            points.iter().rev().find_map(|point| Some((point, count(point)?)))
        };
        let row = |kind: &str, label: &str, holds: bool, found: Option<(&Point, u32)>| UserCountView {
            kind: kind.to_owned(),
            label: label.to_owned(),
            count: found.map(|(_, count)| count),
            holds_seat: Some(holds),
            source: found
                .map(|(point, _)| Sentence::from("from the history, ").then(calendar::words(point.day, zone)))
                .unwrap_or_else(|| "not reported".into())
                .view(zone),
        };
        vec![
            row("active", "Active", true, last(&|point| Some(point.active))),
            row("dormant", "Dormant", false, last(&|point| point.dormant)),
            row("suspended", "Suspended", false, last(&|point| point.suspended)),
        ]
    }
}

fn ground<'g>(scene: &'g Scene<'_>, steps: &'g Steps, usage: &Usage, today: Date) -> Ground<'g> {
    Ground {
        history: scene.history,
        steps,
        over: usage.over() > 0,
        ends: scene.covered_until.and_then(|at| calendar::day_of(at, scene.zone)),
        today,
        zone: scene.zone,
    }
}

/// The list by status, service accounts apart.
fn counts(people: &[Person], zone: &TimeZone) -> Vec<UserCountView> {
    let source = Sentence::from("from the user list").view(zone);
    let row = |kind: &str, label: String, holds_seat: Option<bool>, is_it: &dyn Fn(&Person) -> bool| {
        let count = people.iter().filter(|person| is_it(person)).count();
        UserCountView {
            kind: kind.to_owned(),
            label,
            count: Some(u32::try_from(count).unwrap_or(u32::MAX)),
            holds_seat,
            source: source.clone(),
        }
    };
    let service = |person: &Person| person.service_account == Some(true);
    let with = |status: UserStatus| move |person: &Person| !service(person) && person.status == status;
    let mut rows = vec![
        row("active", "Active".to_owned(), Some(true), &with(UserStatus::Active)),
        row("dormant", "Dormant".to_owned(), Some(false), &with(UserStatus::Dormant)),
        row("suspended", "Suspended".to_owned(), Some(false), &with(UserStatus::Suspended)),
    ];
    let others: std::collections::BTreeSet<&UserStatus> = people
        .iter()
        .map(|person| &person.status)
        .filter(|status| matches!(status, UserStatus::Other(_)))
        .collect();
    for status in others {
        let word = crate::sentence::visible(status.word(), 60);
        rows.push(row(&word, status_word(status), Some(false), &with(status.clone())));
    }
    if people.iter().any(service) {
        rows.push(row("service_accounts", "Service accounts".to_owned(), Some(false), &service));
    }
    rows.push(row("all", "All".to_owned(), None, &|_| true));
    rows
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::{TODAY, row};
    use super::super::rule::tests::{NOW, person};
    use super::*;
    use crate::entitlement::{Entitlement, Feature};
    use crate::feature::FeatureName;
    use crate::sentence::plain;

    fn answer(actual: Option<i64>, limit: Option<i64>) -> Entitlements {
        let feature = Feature { entitlement: Entitlement::Entitled, actual, limit, ..Feature::default() };
        Entitlements {
            features: [(FeatureName::UserLimit, feature)].into(),
            has_license: true,
            refreshed_at: Some(NOW.plus(-240)),
            ..Entitlements::default()
        }
    }

    fn scene<'a>(
        entitlements: Option<&'a Entitlements>,
        history: &'a History,
        users: Users<'a>,
        facts: &'a DeploymentFacts,
        zone: &'a TimeZone,
    ) -> Scene<'a> {
        Scene {
            deployment: 1,
            entitlements,
            received: Some(NOW),
            stale: false,
            history,
            history_missing: Sentence::new(),
            licenses: None,
            facts,
            term_began: Instant::parse("2026-03-12"),
            covered_until: Instant::parse("2027-03-12"),
            users,
            me: "ana",
            now: NOW,
            zone,
        }
    }

    #[test]
    fn the_page_says_who_counted_and_the_peak() {
        let rows: Vec<_> = (0..61).map(|back| row(calendar::plus(TODAY, -back), 412)).collect();
        let history = History::merge(None, &rows, TODAY);
        let (answer, facts, utc) = (answer(Some(412), Some(500)), DeploymentFacts::default(), TimeZone::UTC);
        let people = [person("ana", 1), Person { service_account: Some(true), ..person("bot", 1) }];
        let users = Users::Listed { people: &people, read_at: NOW };
        let view = scene(Some(&answer), &history, users, &facts, &utc).view();
        assert_eq!(plain(&view.headline), "412 of 500 seats are used. 88 are free.");
        assert!(
            plain(&view.source).starts_with("Counted by Coder today at 18:02 (active users). Peak since ")
        );
        assert_eq!(view.history.points.len(), 61);
        assert!(view.history.points.iter().all(|point| point.limit == Some(500)));
        assert_eq!(view.agreement.map(|agreement| (agreement.ours, agreement.coder)), Some((1, 412)));
        let UserCountsView::Counted { counts, .. } = view.users else { panic!("counted") };
        let found: Vec<_> = counts.iter().map(|count| (count.kind.as_str(), count.count)).collect();
        assert_eq!(
            found,
            [
                ("active", Some(1)),
                ("dormant", Some(0)),
                ("suspended", Some(0)),
                ("service_accounts", Some(1)),
                ("all", Some(2))
            ]
        );
    }

    #[test]
    fn where_nothing_is_known_nothing_is_nought() {
        let (facts, utc, history) = (DeploymentFacts::default(), TimeZone::UTC, History::default());
        let users = Users::NotPermitted("This token may not list users.".into());
        let view = scene(None, &history, users, &facts, &utc).view();
        assert_eq!(
            (view.figures.actual, view.figures.free, view.figures.state.as_str()),
            (None, None, "unknown")
        );
        let UserCountsView::NotPermitted { counts, .. } = view.users else { panic!("not permitted") };
        assert!(counts.iter().all(|count| count.count.is_none()));
        assert!(!view.forecast.enough && view.last_seen.is_none() && view.agreement.is_none());
    }
}
