//! The forecast in words and points, and what to order.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::sentence::{Sentence, counted};
use crate::view::{ForecastPointView, OrderView, RangeCountView, SeatForecastView};

use super::calendar;
use super::forecast::{DayCount, Forecast, Foretold, LEAST_DAYS, LONG, Lacking, MOST_AHEAD};
use super::history::{History, Peak};
use super::steps::{Limit, Steps};

/// What the future of the seats is told from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The past.
    pub history: &'a History,
    /// The limit over time.
    pub steps: &'a Steps,
    /// Whether the limit is passed now.
    pub over: bool,
    /// The last day of the coverage, where it is known.
    pub ends: Option<Date>,
    /// Today.
    pub today: Date,
    /// The zone of the words.
    pub zone: &'a TimeZone,
}

impl Ground<'_> {
    /// The forecast from the days that are over.
    ///
    /// # Errors
    /// [`Lacking`].
    pub fn forecast(&self) -> Result<Forecast, Lacking> {
        let whole = self.history.points.iter().filter(|point| point.whole);
        let counts: Vec<DayCount> = whole
            .map(|point| DayCount { day: calendar::number(point.day), count: f64::from(point.active) })
            .collect();
        Forecast::of(&counts, calendar::number(self.today))
    }

    /// The forecast as it is shown; `known` is the number of days in the history.
    pub(crate) fn view(&self, forecast: &Result<Forecast, Lacking>) -> SeatForecastView {
        match forecast {
            Err(lacking) => SeatForecastView {
                enough: false,
                lacking: self.lacking(*lacking).view(self.zone),
                sentence: Vec::new(),
                outcome: "none".to_owned(),
                around: None,
                earliest: None,
                latest: None,
                points: Vec::new(),
                per_month: None,
                method: self.method(None).iter().map(|sentence| sentence.view(self.zone)).collect(),
            },
            Ok(forecast) => {
                let reach = self.reach(forecast);
                let day = |number: Option<i32>| number.map(|number| calendar::of_number(number).to_string());
                SeatForecastView {
                    enough: true,
                    lacking: Vec::new(),
                    sentence: self.sentence(&reach).view(self.zone),
                    outcome: reach.outcome.to_owned(),
                    around: day(reach.around),
                    earliest: day(reach.earliest),
                    latest: day(reach.latest),
                    points: self.points(forecast),
                    per_month: whole_number(forecast.slope * 30.0),
                    method: self
                        .method(Some(forecast))
                        .iter()
                        .map(|sentence| sentence.view(self.zone))
                        .collect(),
                }
            }
        }
    }

    /// The days ahead, from tomorrow on.
    fn points(&self, forecast: &Forecast) -> Vec<ForecastPointView> {
        (self.tomorrow()..=forecast.from + MOST_AHEAD)
            .map(|day| {
                let there = shown(forecast.on(day));
                ForecastPointView {
                    day: calendar::of_number(day).to_string(),
                    middle: there.middle,
                    low: there.low,
                    high: there.high,
                    measured: day - forecast.from <= forecast.measured,
                }
            })
            .collect()
    }

    fn tomorrow(&self) -> i32 {
        calendar::number(self.today) + 1
    }

    /// When the limit of its day is reached by the line, the upper and the lower edge.
    fn reach(&self, forecast: &Forecast) -> Reach {
        let first = |value: &dyn Fn(Foretold) -> f64| {
            (self.tomorrow()..=forecast.from + MOST_AHEAD).find(|day| {
                let limit = self.steps.on(calendar::of_number(*day)).seats();
                limit.is_some_and(|limit| value(forecast.on(*day)) >= f64::from(limit) - 1e-9)
            })
        };
        let limited = (self.tomorrow()..=forecast.from + MOST_AHEAD)
            .any(|day| self.steps.on(calendar::of_number(day)).seats().is_some());
        let (around, earliest, latest) =
            (first(&|there| there.middle), first(&|there| there.high), first(&|there| there.low));
        let outcome = match (limited, self.over, around) {
            (false, _, _) => "no_limit",
            (true, true, _) => "already_over",
            (true, false, Some(_)) => "reached",
            (true, false, None) => "not_reached",
        };
        Reach { outcome, around, earliest, latest, last: forecast.from + MOST_AHEAD }
    }

    fn sentence(&self, reach: &Reach) -> Sentence {
        let trend = self.history.trend(60, self.today, self.zone);
        let day = |number: i32| calendar::words(calendar::of_number(number), self.zone);
        let goes = match (reach.outcome, reach.around, reach.earliest, reach.latest) {
            ("no_limit", ..) => return trend.text(" There is no limit to reach."),
            ("already_over", ..) => return trend.text(" The limit is passed already."),
            (_, Some(around), Some(earliest), latest) => {
                let range = match latest {
                    Some(latest) if latest > earliest => calendar::between(
                        calendar::of_number(earliest),
                        calendar::of_number(latest),
                        self.zone,
                    ),
                    Some(_) => Sentence::from("on that day in four of five cases"),
                    None => Sentence::from("between ")
                        .then(day(earliest))
                        .text(" and ")
                        .then(day(reach.last))
                        .text(" or later"),
                };
                Sentence::from(" At this pace the limit is reached around ")
                    .then(day(around))
                    .text(" (")
                    .then(range)
                    .text(")")
                    .then(self.against_the_term(around))
                    .text(".")
            }
            (_, None, Some(earliest), _) => Sentence::from(" At this pace the limit is not reached by ")
                .then(day(reach.last))
                .text("; within the band it may be from ")
                .then(day(earliest))
                .text(" on."),
            (_, None, None, _) | (_, Some(_), None, _) => {
                Sentence::from(" At this pace the limit is not reached by ").then(day(reach.last)).text(".")
            }
        };
        trend.then(goes)
    }

    /// ", after this term ends"
    fn against_the_term(&self, around: i32) -> Sentence {
        match self.ends.map(calendar::number) {
            Some(ends) if around > ends => ", after this term ends".into(),
            Some(_) => ", before this term ends".into(),
            None => Sentence::new(),
        }
    }

    fn lacking(&self, lacking: Lacking) -> Sentence {
        let needed = format!(" A forecast needs {LEAST_DAYS}.");
        match lacking {
            Lacking::Few(_) => {
                let known = self.history.points.iter().filter(|point| point.whole).count();
                let recent = self.history.last_days(61, self.today);
                let recent = recent.iter().filter(|point| point.whole).count();
                let days = |count: usize| counted(i64::try_from(count).unwrap_or(i64::MAX), "day", "days");
                if known == recent {
                    Sentence::from(format!("{} of history so far.{needed}", days(known)))
                } else {
                    Sentence::from(format!("{} of the last 60 have a count.{needed}", days(recent)))
                }
            }
            Lacking::Old(days) => Sentence::from(format!(
                "The last count is {} old. A forecast needs one of the last two weeks.",
                counted(i64::from(days), "day", "days")
            )),
        }
    }

    /// "How is this worked out?"
    fn method(&self, forecast: Option<&Forecast>) -> Vec<Sentence> {
        let mut sentences: Vec<Sentence> = vec![
            "A straight line is laid through the last 60 daily counts (120 where the record reaches further and they \
             foretold it better). It is robust (Theil–Sen): the median of the slopes between counts that lie whole weeks \
             apart, so that neither single odd days nor a weekly rhythm tilt it. Today is left out, as it is not over."
                .into(),
            "The line is then drawn from every past day on and held against what came. That decides how much of the \
             slope is believed, and how wide the band is: it holds 80 % of the errors at the same distance, widened \
             where few of them are independent."
                .into(),
            "Beyond the distance that the record can judge, the band widens with the square root of the distance. \
             Nothing is drawn beyond 180 days."
                .into(),
        ];
        if let Some(forecast) = forecast {
            let counts = i64::try_from(forecast.counts).unwrap_or(i64::MAX);
            sentences.push(Sentence::from(format!(
                "Here: {}, a line through the last {} days{}, {} % of its slope believed, errors measured up to {} \
                 ahead.",
                counted(counts, "daily count", "daily counts"),
                forecast.window,
                if forecast.window == LONG { " (our own record has them)" } else { "" },
                whole_number(forecast.believed * 100.0).unwrap_or_default(),
                counted(i64::from(forecast.measured), "day", "days"),
            )));
        }
        sentences
    }

    /// What to order for a day.
    pub(crate) fn order(
        &self,
        forecast: Option<&Forecast>,
        peak: Option<&Peak>,
        reclaimable: Option<u32>,
        day: Option<Date>,
    ) -> OrderView {
        let foretold = day.zip(forecast).and_then(|(day, forecast)| {
            let number = calendar::number(day);
            let ahead = number - calendar::number(self.today);
            ((0..=MOST_AHEAD).contains(&ahead) && number <= forecast.from + MOST_AHEAD)
                .then(|| range_of(shown(forecast.on(number))))
        });
        OrderView {
            day: day.map(|day| day.to_string()),
            peak: peak.map(|peak| peak.count),
            forecast: foretold,
            reclaimable,
            sentence: self
                .order_sentence(day, peak, foretold, reclaimable, forecast.is_some())
                .view(self.zone),
        }
    }

    fn order_sentence(
        &self,
        day: Option<Date>,
        peak: Option<&Peak>,
        foretold: Option<RangeCountView>,
        reclaimable: Option<u32>,
        has_forecast: bool,
    ) -> Sentence {
        let Some(day) = day else { return "No renewal date is known: name a day.".into() };
        let mut words = Sentence::from("For ").then(calendar::words(day, self.zone)).text(": ");
        words = match peak {
            Some(peak) => words.text("the peak was ").count(peak.count),
            None => words.text("no peak is known"),
        };
        words = match foretold {
            Some(range) => words
                .text(", the forecast is ")
                .count(range.middle)
                .text(" (between ")
                .count(range.low)
                .text(" and ")
                .count(range.high)
                .text(")"),
            None if has_forecast => words.text(", the day is beyond the 180 days of the forecast"),
            None => words.text(", there is no forecast"),
        };
        words = match reclaimable {
            Some(1) => words.text(", and 1 seat is held by someone not seen for 60 days."),
            Some(count) => {
                words.text(", and ").count(count).text(" seats are held by people not seen for 60 days.")
            }
            None => words.text("; who could give a seat back is not known without the user list."),
        };
        let most = peak.map(|peak| peak.count).into_iter().chain(foretold.map(|range| range.high)).max();
        match (most, reclaimable) {
            (Some(most), Some(back)) if back > 0 => words
                .text(" With ")
                .count(most)
                .text(" seats all of these hold; reclaiming first, ")
                .count(most.saturating_sub(back))
                .text(" do."),
            (Some(most), _) => words.text(" With ").count(most).text(" seats all of these hold."),
            (None, _) => words,
        }
    }
}

struct Reach {
    outcome: &'static str,
    around: Option<i32>,
    earliest: Option<i32>,
    latest: Option<i32>,
    /// The last day of the forecast.
    last: i32,
}

/// As it is shown: to a tenth, and never below none.
fn shown(there: Foretold) -> Foretold {
    let tenth = |value: f64| (value.max(0.0) * 10.0).round() / 10.0;
    Foretold { middle: tenth(there.middle), low: tenth(there.low), high: tenth(there.high) }
}

fn range_of(there: Foretold) -> RangeCountView {
    let count =
        |value: f64| whole_number(value).and_then(|count| u32::try_from(count).ok()).unwrap_or_default();
    RangeCountView {
        middle: count(there.middle),
        low: count(there.low.floor()),
        high: count(there.high.ceil()),
    }
}

/// The nearest whole number, within what counts of users can be.
fn whole_number(value: f64) -> Option<i32> {
    let rounded = value.round();
    // A float becomes an integer by `as` alone; out of range it stays at the end of the range.
    #[expect(clippy::cast_possible_truncation, reason = "the value is finite and clamped to the range")]
    rounded.is_finite().then(|| rounded.clamp(f64::from(i32::MIN), f64::from(i32::MAX)) as i32)
}

/// Whether there is a number to reach.
pub(crate) fn present_limit(limit: Option<u32>, known: bool, licensed: bool) -> Option<Limit> {
    match (known, limit, licensed) {
        (false, ..) => None,
        (true, Some(count), _) => Some(Limit::Seats { count, license: None, grace: false }),
        (true, None, true) => Some(Limit::NoLimit),
        (true, None, false) => Some(Limit::NoLicense),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::history::tests::{TODAY, row};
    use super::*;
    use crate::entitlement::DeploymentFacts;
    use crate::sentence::plain;

    fn ground<'a>(history: &'a History, steps: &'a Steps, zone: &'a TimeZone) -> Ground<'a> {
        Ground { history, steps, over: false, ends: Some(date(2027, 3, 12)), today: TODAY, zone }
    }

    fn history(days: i32, count: impl Fn(i32) -> u32) -> History {
        let rows: Vec<_> =
            (0..days).map(|back| row(calendar::plus(TODAY, -back), count(days - back))).collect();
        History::merge(None, &rows, TODAY)
    }

    fn steps(history: &History, limit: Option<u32>) -> Steps {
        let present = present_limit(limit, true, true);
        let until = calendar::plus(TODAY, MOST_AHEAD);
        let facts = DeploymentFacts::default();
        Steps::of(None, &facts, history, present.as_ref(), [TODAY, until], &TimeZone::UTC)
    }

    #[test]
    fn fourteen_days_are_said_to_be_too_few() {
        let history = history(15, |_| 400);
        let (steps, utc) = (steps(&history, Some(500)), TimeZone::UTC);
        let ground = ground(&history, &steps, &utc);
        let view = ground.view(&ground.forecast());
        assert_eq!(plain(&view.lacking), "14 days of history so far. A forecast needs 28.");
        assert!(!view.enough && view.points.is_empty() && view.sentence.is_empty());
    }

    #[test]
    fn a_day_is_never_named_without_its_range() {
        let noise = |day: i32| u32::try_from((day * 7919) % 9).unwrap_or(0);
        let history = history(61, |day| 400 + u32::try_from(day).unwrap_or(0) + noise(day));
        let (steps, utc) = (steps(&history, Some(500)), TimeZone::UTC);
        let ground = ground(&history, &steps, &utc);
        let view = ground.view(&ground.forecast());
        assert_eq!(view.outcome, "reached");
        let sentence = plain(&view.sentence);
        assert!(sentence.contains("is reached around ") && sentence.contains(" (between "), "{sentence}");
        assert!(sentence.contains("before this term ends"), "{sentence}");
        let (around, earliest) = (view.around.expect("a day"), view.earliest.expect("a day"));
        assert!(earliest <= around && view.latest.is_none_or(|latest| latest >= around));
        assert_eq!(view.points.first().map(|point| point.day.as_str()), Some("2026-11-24"));
        assert!(view.points.len() <= 180);
    }

    #[test]
    fn a_count_that_stands_still_does_not_reach_the_limit() {
        let history = history(61, |_| 400);
        let (steps, utc) = (steps(&history, Some(500)), TimeZone::UTC);
        let ground = ground(&history, &steps, &utc);
        let view = ground.view(&ground.forecast());
        assert_eq!(view.outcome, "not_reached");
        assert!(plain(&view.sentence).contains("At this pace the limit is not reached by "));
        let order = ground.order(ground.forecast().ok().as_ref(), None, Some(9), Some(date(2027, 3, 12)));
        assert_eq!(order.forecast, Some(RangeCountView { middle: 400, low: 400, high: 400 }));
        assert_eq!(
            plain(&order.sentence),
            "For 12 Mar 2027: no peak is known, the forecast is 400 (between 400 and 400), and 9 seats are held by \
             people not seen for 60 days. With 400 seats all of these hold; reclaiming first, 391 do."
        );
    }

    #[test]
    fn without_a_limit_there_is_nothing_to_reach() {
        let history = history(61, |_| 400);
        let (steps, utc) = (steps(&history, None), TimeZone::UTC);
        let ground = ground(&history, &steps, &utc);
        assert_eq!(ground.view(&ground.forecast()).outcome, "no_limit");
    }
}
