//! Seats: what is taken down at each check, and what is shown of it.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Instant;
use crate::advisory::Outlook as Known;
use crate::api::{ApiError, StatusCounts, UserStatus, tz_offset};
use crate::deployment::SessionKind;
use crate::entitlement::{Entitlements, Installed, evaluate};
use crate::error::{Error, ErrorCode};
use crate::feature::FeatureName;
use crate::license::{KeyRing, VerifyFault};
use crate::outlook::Facts;
use crate::people::PeopleList;
use crate::ports::{Clock, DeploymentApi, Keychain, SeatDay, SeatSource, Store, Target};
use crate::seats::fleet::{self, Member};
use crate::seats::history::{History, KEPT_DAYS};
use crate::seats::last_seen::{LastSeenStrip, frees_sentence};
use crate::seats::people::{Listing, link};
use crate::seats::scene::{Scene, Users, Worked};
use crate::seats::steps::Licensed;
use crate::seats::usage::Usage;
use crate::seats::{calendar, change, export};
use crate::sentence::Sentence;
use crate::view::{
    FleetSeatsView, OrderView, PeopleRequest, PeopleView, SeatChangeRequest, SeatChangeView, SeatsView,
    SentenceView,
};

use super::LicenseManager;
use super::entry::Entry;
use super::forecast::number;

/// Coder works its count out every ten minutes; one that is older than this when it comes is old.
const COUNT_OLD: i64 = 900;

/// Stands for the fault of a license whose claims cannot be read here; only that there is one matters.
static UNREAD: VerifyFault = VerifyFault::Payload;

/// What Coder's own history said last.
#[derive(Debug, Clone, Default)]
pub(super) enum Told {
    /// It was not asked since the start.
    #[default]
    NotAsked,
    /// The counts.
    Counts(StatusCounts),
    /// Why there are none.
    Missing(String),
}

/// A table of seats to take away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatTable {
    /// The history, a row a point.
    History,
    /// The forecast, a row a day.
    Forecast,
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// The seats of a deployment, as known at this instant. Nothing is asked.
    ///
    /// # Errors
    /// `deployment_unknown`; those of the store.
    pub fn seats(&self, id: u32) -> Result<SeatsView, Error> {
        self.with_scene(id, |scene| Ok(scene.view()))
    }

    /// What to order for a day, with the page it comes from; for the end of the coverage where no day is named.
    ///
    /// # Errors
    /// Those of [`Self::seats`].
    pub fn order(&self, id: u32, day: Option<Date>) -> Result<(SeatsView, OrderView), Error> {
        self.with_scene(id, |scene| {
            let worked = Worked::of(scene);
            Ok((worked.view(), worked.order(day)))
        })
    }

    /// A part of the table of people; what came so far while the list is being read for the first time.
    ///
    /// # Errors
    /// `deployment_unknown`, `people_query_invalid`.
    pub fn people(&self, request: &PeopleRequest) -> Result<PeopleView, Error> {
        self.with_listing(request.deployment, |listing| listing.part(request))
    }

    /// How many seats come free by themselves on or before a day, in a sentence.
    ///
    /// # Errors
    /// `deployment_unknown`; `people_not_read` where the list of users was not read whole.
    pub fn frees_by(&self, id: u32, day: Date) -> Result<(u32, SentenceView), Error> {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let list = self.whole_list(id)?;
        let frees = LastSeenStrip::of(&list.people, now, &zone).frees_by(day);
        Ok((frees, frees_sentence(frees, day, &zone).view(&zone)))
    }

    /// Why the count changed between two days.
    ///
    /// # Errors
    /// `deployment_unknown`; `time_invalid` where one is no day; those of the store.
    pub fn seat_change(&self, request: &SeatChangeRequest) -> Result<SeatChangeView, Error> {
        let day = |text: &str| {
            text.parse::<Date>()
                .map_err(|_| Error::new(ErrorCode::TimeInvalid, crate::sentence::visible(text, 40)))
        };
        let (first, second) = (day(&request.from)?, day(&request.to)?);
        let (from, to) = (first.min(second), first.max(second));
        let id = request.deployment;
        let zone = self.clock.zone();
        let history = self.history(id)?;
        let days = self.store.people_days(id)?;
        let lists = if days.contains(&from) && days.contains(&to) {
            Some((self.store.people_on(id, from)?, self.store.people_on(id, to)?))
        } else {
            None
        };
        let names = lists.as_ref().map(|(before, after)| (before.as_slice(), after.as_slice()));
        Ok(change::view([from, to], [history.on(from), history.on(to)], names, &zone))
    }

    /// The seats of all deployments together.
    ///
    /// # Errors
    /// Those of the store.
    pub fn fleet_seats(&self) -> Result<FleetSeatsView, Error> {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let today = self.day_of(now);
        let oldest = calendar::plus(today, -90);
        let ids: Vec<u32> = self.state().entries.iter().map(|entry| entry.deployment.id).collect();
        let days: Vec<(u32, Vec<SeatDay>)> = ids
            .into_iter()
            .map(|id| Ok((id, self.store.seat_days(id, oldest)?)))
            .collect::<Result<_, Error>>()?;
        let state = self.state();
        let members: Vec<Member<'_>> = days
            .iter()
            .filter_map(|(id, days)| {
                let entry = state.entry(*id).ok()?;
                Some(Member {
                    id: *id,
                    name: &entry.deployment.name,
                    usage: Usage::of(entry.report.entitlements.as_ref()),
                    history: History::merge(entry.told.counts(), days, today),
                    people: entry.people.list.as_ref().map(|list| list.people.as_slice()),
                    me: me(entry),
                })
            })
            .collect();
        Ok(fleet::view(&members, now, today, &zone))
    }

    /// A table of a deployment's seats as CSV, see [`crate::csv`].
    ///
    /// # Errors
    /// Those of [`Self::seats`].
    pub fn seats_csv(&self, id: u32, table: SeatTable) -> Result<Vec<u8>, Error> {
        let view = self.seats(id)?;
        Ok(match table {
            SeatTable::History => export::history_csv(&view),
            SeatTable::Forecast => export::forecast_csv(&view),
        })
    }

    /// The people that a request finds, all of them, as CSV.
    ///
    /// # Errors
    /// `people_not_read` where the list was not read whole; those of [`Self::people`].
    pub fn people_csv(&self, request: &PeopleRequest) -> Result<Vec<u8>, Error> {
        self.whole_list(request.deployment)?;
        self.with_listing(request.deployment, |listing| {
            Ok(export::people_csv(listing, &listing.found(request)?))
        })
    }

    /// All deployments' seats as CSV.
    ///
    /// # Errors
    /// Those of [`Self::fleet_seats`].
    pub fn fleet_seats_csv(&self) -> Result<Vec<u8>, Error> {
        Ok(export::fleet_csv(&self.fleet_seats()?))
    }

    /// What the page says, as text.
    ///
    /// # Errors
    /// Those of [`Self::seats`].
    pub fn seats_text(&self, id: u32) -> Result<String, Error> {
        let name = self.named(id)?.name;
        Ok(export::text(&name, &self.seats(id)?))
    }

    /// Where Coder shows a user: the address to open in the browser.
    ///
    /// # Errors
    /// `deployment_unknown`; `people_not_read` where there is no such user in the list.
    pub fn user_link(&self, id: u32, user: &str) -> Result<String, Error> {
        let state = self.state();
        let entry = state.entry(id)?;
        let person = entry.people.rows().0.iter().find(|person| person.id == user);
        let person = person.ok_or_else(|| Error::new(ErrorCode::PeopleNotRead, &entry.deployment.name))?;
        Ok(link(&entry.deployment.address.origin(), &person.username))
    }

    /// Asks Coder for its own history. No failure of it is one of the deployment.
    pub(super) async fn ask_history(&self, to: Target<'_>) -> Told {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let hours = tz_offset(&zone, now);
        match self.api.status_counts(to, hours).await {
            Ok(answer) => match StatusCounts::read(&answer.json, hours) {
                Ok(counts) => Told::Counts(counts),
                Err(_) => Told::Missing("Coder's history could not be read.".to_owned()),
            },
            Err(fault) => Told::Missing(missing(&fault).to_owned()),
        }
    }

    /// Takes down the seats of today, one row a day, and the days of Coder's history that have none yet.
    pub(super) fn note_seats(&self, entry: &Entry, answered: bool) -> Result<(), Error> {
        let id = entry.deployment.id;
        let now = self.clock.now();
        let today = self.day_of(now);
        let oldest = calendar::plus(today, -KEPT_DAYS);
        let mut rows = Vec::new();
        if let Some(counts) = entry.told.counts() {
            let known = self.store.seat_days(id, calendar::plus(today, -70))?;
            let ours =
                |day: Date| known.iter().any(|row| row.day == day && row.source != SeatSource::Insights);
            let history = History::merge(Some(counts), &[], today);
            rows.extend(history.points.iter().filter(|point| point.whole && !ours(point.day)).map(|point| {
                SeatDay {
                    day: point.day,
                    active: Some(point.active),
                    dormant: point.dormant,
                    suspended: point.suspended,
                    limit: known.iter().find(|row| row.day == point.day).and_then(|row| row.limit),
                    source: SeatSource::Insights,
                    taken_at: now,
                }
            }));
        }
        let usage = Usage::of(entry.report.entitlements.as_ref());
        if let (true, Some(actual)) = (answered, usage.actual) {
            let counted = |status: UserStatus| {
                let days = entry.told.counts()?.of(&status);
                days.iter().rev().find(|count| count.day == today)?.count
            };
            rows.push(SeatDay {
                day: today,
                active: Some(actual),
                dormant: counted(UserStatus::Dormant),
                suspended: counted(UserStatus::Suspended),
                limit: usage.limit,
                source: SeatSource::Entitlements,
                taken_at: now,
            });
        }
        if rows.is_empty() { Ok(()) } else { self.store.keep_seat_days(id, &rows, oldest) }
    }

    /// The days that are known of a deployment.
    fn history(&self, id: u32) -> Result<History, Error> {
        let today = self.day_of(self.clock.now());
        let days = self.store.seat_days(id, calendar::plus(today, -KEPT_DAYS))?;
        let state = self.state();
        Ok(History::merge(state.entry(id)?.told.counts(), &days, today))
    }

    fn whole_list(&self, id: u32) -> Result<Arc<PeopleList>, Error> {
        let state = self.state();
        let entry = state.entry(id)?;
        let list = entry.people.list.clone();
        list.ok_or_else(|| Error::new(ErrorCode::PeopleNotRead, &entry.deployment.name))
    }

    fn with_listing<T>(
        &self,
        id: u32,
        look: impl FnOnce(&Listing<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        // A list may be long: it is looked at without holding up others.
        let (list, part, total, me, origin) = {
            let state = self.state();
            let entry = state.entry(id)?;
            let list = entry.people.list.clone();
            let part = if list.is_none() { entry.people.rows().0.to_vec() } else { Vec::new() };
            let total = entry.people.reading.as_ref().filter(|_| list.is_none());
            let total = total.and_then(|reading| reading.progress().1);
            (list, part, total, me(entry).to_owned(), entry.deployment.address.origin())
        };
        let people = list.as_ref().map_or(part.as_slice(), |list| list.people.as_slice());
        let read_at = list.as_ref().map(|list| list.read_at);
        look(&Listing { people, read_at, total, me: &me, origin: &origin, now, zone: &zone })
    }

    /// Looks at everything that is known of a deployment's seats.
    fn with_scene<T>(&self, id: u32, look: impl FnOnce(&Scene<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (now, zone, ring) = (self.clock.now(), self.clock.zone(), self.ring());
        let history = self.history(id)?;
        let state = self.state();
        let entry = state.entry(id)?;
        let ground = SceneGround::of(entry, &ring, now, &zone);
        let entitlements = entry.report.entitlements.as_ref();
        look(&Scene {
            deployment: id,
            entitlements,
            received: entry.known_at(),
            stale: entry.failure.is_some() || is_old(entitlements, entry.known_at()),
            history: &history,
            history_missing: entry.told.missing().map(Sentence::from).unwrap_or_default(),
            licenses: ground.licenses.as_deref(),
            facts: &ground.facts.known,
            term_began: ground.term_began,
            covered_until: ground.covered_until,
            users: users(entry),
            me: me(entry),
            now,
            zone: &zone,
        })
    }
}

/// What of a scene rests on the licenses.
struct SceneGround<'e> {
    facts: Facts,
    licenses: Option<Vec<Licensed<'e>>>,
    term_began: Option<Instant>,
    covered_until: Option<Instant>,
}

impl<'e> SceneGround<'e> {
    fn of(entry: &'e Entry, ring: &KeyRing, now: Instant, zone: &'e TimeZone) -> Self {
        let known: Known<'e> = entry.outlook(ring, now, zone);
        let nothing = Entitlements::default();
        let facts = Facts::read(entry.report.entitlements.as_ref().unwrap_or(&nothing));
        let timeline = known.timeline.as_ref();
        let covered_until = timeline.and_then(|timeline| timeline.covered_until().or(timeline.grace_until()));
        let listed = timeline.is_some();
        let licenses: Vec<Licensed<'e>> = known
            .licenses
            .iter()
            .map(|judged| {
                let license = judged.license;
                let turns = judged.term.map(|term| vec![term.starts, term.ends, term.grace_until]);
                Licensed {
                    name: number(license.id),
                    license: match &license.claims {
                        Ok(claims) => Installed::new(&license.uuid, claims),
                        Err(_) => Installed::unreadable(&license.uuid, None, &UNREAD),
                    },
                    installed_at: license.uploaded_at,
                    turns: turns.unwrap_or_default(),
                }
            })
            .collect();
        // The term of the license whose limit holds; of any that counts where there is no limit.
        let installed: Vec<Installed<'_>> = licenses.iter().map(|one| one.license).collect();
        let winner = evaluate(&installed, &facts.known, now).winners.get(&FeatureName::UserLimit).copied();
        let winner = winner.and_then(|place| known.licenses.get(place));
        let counting = || known.licenses.iter().find(|judged| judged.counts(now));
        let term_began = winner.or_else(counting).and_then(|judged| judged.term).map(|term| term.starts);
        Self { facts, licenses: listed.then_some(licenses), term_began, covered_until }
    }
}

impl Told {
    pub(super) fn counts(&self) -> Option<&StatusCounts> {
        match self {
            Self::Counts(counts) => Some(counts),
            Self::NotAsked | Self::Missing(_) => None,
        }
    }

    fn missing(&self) -> Option<String> {
        match self {
            Self::Missing(why) => Some(why.clone()),
            Self::NotAsked | Self::Counts(_) => None,
        }
    }
}

/// Why Coder gave no history.
fn missing(fault: &ApiError) -> &'static str {
    if *fault == ApiError::RouteMissing {
        "This server is older than Coder's own history (v2.19): only what was taken down here is shown."
    } else if matches!(fault, ApiError::NotPermitted(_)) {
        "This token may not see Coder's own history: only what was taken down here is shown."
    } else {
        "Coder's own history was not answered."
    }
}

fn is_old(entitlements: Option<&Entitlements>, received: Option<Instant>) -> bool {
    let counted = entitlements.and_then(|answer| answer.refreshed_at);
    counted.zip(received).is_some_and(|(counted, received)| received.since(counted) > COUNT_OLD)
}

fn me(entry: &Entry) -> &str {
    entry.report.user.as_ref().map_or("", |user| user.username.as_str())
}

fn users(entry: &Entry) -> Users<'_> {
    let may_not = || {
        Sentence::from(
            "This token may not list users. A User Admin, a Template Admin, an Auditor or an Owner can.",
        )
    };
    let people = &entry.people;
    if let Some(list) = &people.list {
        return Users::Listed { people: &list.people, read_at: list.read_at };
    }
    if let Some(reading) = &people.reading {
        let (done, total) = reading.progress();
        return Users::Reading { done, total };
    }
    if entry.deployment.session == SessionKind::Watching {
        return Users::Unknown("Nobody is signed in: users are listed to a session alone.".into());
    }
    match &people.failure {
        Some(failure) if failure.code == ErrorCode::SessionNotPermitted => Users::NotPermitted(may_not()),
        Some(failure) => Users::Unknown(failure.message().into()),
        None if entry.report.permissions.and_then(|may| may.read_users) == Some(false) => {
            Users::NotPermitted(may_not())
        }
        None if people.stopped => Users::Unknown("The reading of the list of users was stopped.".into()),
        None => Users::Unknown("The list of users was not read yet.".into()),
    }
}
