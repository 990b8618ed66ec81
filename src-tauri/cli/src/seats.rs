//! `seatkeeper seats` and `seatkeeper forecast`: who holds a seat, how the count came about, and where it goes.

mod chart;

use std::io::Write;

use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::manager::SeatTable;
use seatkeeper_core::view::{
    OrderView, PeopleRequest, PeopleView, PersonMark, PointSource, SeatsView, SentenceView, UserCountsView,
};
use serde::Serialize;

use crate::args::{ForecastArguments, SeatsArguments};
use crate::escape::visible;
use crate::grid::{Grid, Side};
use crate::host::Host;
use crate::output::{Failure, Output};
use crate::page::{plain, section};
use crate::standing;
use crate::status;
use crate::table::{Paint, Table};

/// As many people are asked for at a time.
const PART: u32 = 500;

/// The seats of a deployment on a line of `--json`.
#[derive(Serialize)]
struct SeatsRecord<'a> {
    schema: u32,
    name: &'a str,
    origin: &'a str,
    #[serde(flatten)]
    seats: &'a SeatsView,
    /// How many come free by the day that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    frees_by: Option<FreesBy>,
    /// Who holds a seat, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<&'a PeopleView>,
}

#[derive(Serialize)]
struct FreesBy {
    day: String,
    seats: u32,
}

/// The forecast of a deployment on a line of `--json`.
#[derive(Serialize)]
struct ForecastRecord<'a> {
    schema: u32,
    name: &'a str,
    origin: &'a str,
    forecast: &'a seatkeeper_core::view::SeatForecastView,
    order: &'a OrderView,
}

/// Shows the seats of the deployment that the arguments name.
pub(crate) fn run(arguments: &SeatsArguments, output: &mut Output) -> Result<u8, Failure> {
    let (host, id) = asked(arguments.deployment.as_deref(), output)?;
    let mut worst = read_people(&host, id, arguments.people || arguments.frees_by.is_some(), output)?;
    let view = host.manager.seats(id)?;
    let frees = match arguments.frees_by {
        Some(day) if worst == status::FINE => Some((day, host.manager.frees_by(id, day)?)),
        Some(_) | None => None,
    };
    let people = if arguments.people && worst == status::FINE {
        Some(everyone(&host, &request(id, arguments))?)
    } else {
        None
    };
    let row = host.row(id)?;
    worst = worst.max(standing_of(&row, &view));
    if arguments.csv {
        let table = match &people {
            Some(_) => host.manager.people_csv(&request(id, arguments))?,
            None if arguments.people => Vec::new(),
            None => host.manager.seats_csv(id, SeatTable::History)?,
        };
        output.out.write_all(&table)?;
    } else if arguments.json {
        output.record(&SeatsRecord {
            schema: 1,
            name: &row.name,
            origin: &row.origin,
            seats: &view,
            frees_by: frees.as_ref().map(|(day, (seats, _))| FreesBy { day: day.to_string(), seats: *seats }),
            people: people.as_ref(),
        })?;
    } else {
        let table = Table::new(output.color, std::iter::empty());
        let mut page = head(&row.name, &row.origin, &table);
        page.push_str(&figures(&view, &table));
        if output.on_terminal {
            page.push_str(&chart::of_history(&view, chart::WIDTH));
        }
        if let Some((_, (_, sentence))) = &frees {
            page.push_str(&line(sentence));
        }
        page.push_str(&details(&view, &table));
        if arguments.history {
            page.push_str(&history(&view, &table));
        }
        if let Some(people) = &people {
            page.push_str(&who(people, &table));
        }
        page.push_str(&standing::note(&row).unwrap_or_default());
        output.out.write_all(page.as_bytes())?;
    }
    output.out.flush()?;
    Ok(worst)
}

/// Foretells the seats of the deployment that the arguments name.
pub(crate) fn forecast(arguments: &ForecastArguments, output: &mut Output) -> Result<u8, Failure> {
    let (host, id) = asked(arguments.deployment.as_deref(), output)?;
    // Without the list the forecast stands; only who could give a seat back is not known.
    read_people(&host, id, false, output)?;
    let (view, order) = host.manager.order(id, arguments.until)?;
    let row = host.row(id)?;
    if arguments.csv {
        output.out.write_all(&host.manager.seats_csv(id, SeatTable::Forecast)?)?;
    } else if arguments.json {
        output.record(&ForecastRecord {
            schema: 1,
            name: &row.name,
            origin: &row.origin,
            forecast: &view.forecast,
            order: &order,
        })?;
    } else {
        let table = Table::new(output.color, std::iter::empty());
        let mut page = head(&row.name, &row.origin, &table);
        page.push_str(&line(&view.headline));
        let said = if view.forecast.enough { &view.forecast.sentence } else { &view.forecast.lacking };
        page.push_str(&line(said));
        if output.on_terminal && view.forecast.enough {
            page.push_str(&chart::of_forecast(&view, chart::WIDTH));
        }
        page.push_str(&milestones(&view, &table));
        page.push_str(&format!("\n{}\n", table.painted("What to order", Paint::Strong)));
        page.push_str(&line(&order.sentence));
        let method = view.forecast.method.iter().map(|sentence| (plain(sentence), String::new()));
        section(&mut page, &table, "How is this worked out?", method.collect());
        page.push_str(&standing::note(&row).unwrap_or_default());
        output.out.write_all(page.as_bytes())?;
    }
    output.out.flush()?;
    let failure = row.failure.as_ref().map_or(status::FINE, |failure| status::of_code(&failure.code));
    Ok(if view.forecast.enough { failure } else { failure.max(status::NEEDS_ATTENTION) })
}

fn asked(named: Option<&str>, output: &mut Output) -> Result<(Host, u32), Failure> {
    let names: Vec<String> = named.map(str::to_owned).into_iter().collect();
    let host = Host::of_call(&names, output)?;
    let id = host.one(named)?;
    host.check(&[id], output)?;
    Ok((host, id))
}

/// Reads the list of users; where it is not wanted for itself, that it cannot be read is no failure.
fn read_people(host: &Host, id: u32, wanted: bool, output: &mut Output) -> Result<u8, Failure> {
    let may = host.manager.deployment(id)?.may.list_users.allowed;
    if !may && !wanted {
        return Ok(status::FINE);
    }
    match host.run(host.manager.read_people(id))? {
        Ok(_) => Ok(status::FINE),
        Err(error) if wanted => {
            output.error(&error);
            Ok(error.exit_status())
        }
        Err(_) => Ok(status::FINE),
    }
}

fn request(id: u32, arguments: &SeatsArguments) -> PeopleRequest {
    PeopleRequest {
        deployment: id,
        search: String::new(),
        status: "holders".to_owned(),
        age: String::new(),
        frees_by: arguments.frees_by.map(|day| day.to_string()).unwrap_or_default(),
        role: String::new(),
        login_type: String::new(),
        mark: String::new(),
        sort: "dormant_on".to_owned(),
        descending: false,
        offset: 0,
        limit: PART,
    }
}

/// All rows, part after part.
fn everyone(host: &Host, request: &PeopleRequest) -> Result<PeopleView, Error> {
    let mut all = host.manager.people(request)?;
    while u32::try_from(all.rows.len()).is_ok_and(|rows| rows < all.matching) {
        let offset = u32::try_from(all.rows.len()).unwrap_or(u32::MAX);
        let part = host.manager.people(&PeopleRequest { offset, ..request.clone() })?;
        if part.rows.is_empty() {
            return Err(Error::new(ErrorCode::Internal, "the table of people has fewer rows than it says"));
        }
        all.rows.extend(part.rows);
    }
    Ok(all)
}

fn standing_of(row: &seatkeeper_core::view::DeploymentRowView, view: &SeatsView) -> u8 {
    let failure = row.failure.as_ref().map_or(status::FINE, |failure| status::of_code(&failure.code));
    let over = if view.figures.over > 0 { status::NEEDS_ATTENTION } else { status::FINE };
    failure.max(over)
}

fn head(name: &str, origin: &str, table: &Table) -> String {
    format!("{}  {}\n\n", table.painted(&visible(name), Paint::Strong), visible(origin))
}

fn line(sentence: &SentenceView) -> String {
    if sentence.is_empty() { String::new() } else { format!("  {}\n", visible(&plain(sentence))) }
}

fn figures(view: &SeatsView, table: &Table) -> String {
    let (mark, paint) = match view.figures.state.as_str() {
        "over" => ("!", Paint::Bad),
        "near" => ("!", Paint::Warn),
        "normal" => ("✓", Paint::Good),
        "no_limit" => ("→", Paint::Info),
        _ => ("?", Paint::Info),
    };
    let mut page = format!("{} {}\n", table.painted(mark, paint), visible(&plain(&view.headline)));
    for sentence in [&view.remark, &view.source] {
        page.push_str(&line(sentence));
    }
    let said = if view.forecast.enough { &view.forecast.sentence } else { &view.forecast.lacking };
    page.push_str(&line(said));
    page
}

fn details(view: &SeatsView, table: &Table) -> String {
    let mut page = String::new();
    let (title, counts) = match &view.users {
        UserCountsView::Counted { counts, source, .. } => (plain(source), counts.as_slice()),
        UserCountsView::NotPermitted { sentence, counts } | UserCountsView::Unknown { sentence, counts } => {
            (plain(sentence), counts.as_slice())
        }
        UserCountsView::Reading { .. } => ("The list of users is being read.".to_owned(), [].as_slice()),
    };
    let counts = counts.iter().map(|count| {
        let number = count.count.map_or_else(|| "–".to_owned(), |count| count.to_string());
        (count.label.clone(), format!("{number}  {}", plain(&count.source)))
    });
    section(&mut page, table, "Users", counts.collect());
    page.push_str(&format!("  {}\n", visible(&title)));
    if let Some(agreement) = &view.agreement {
        page.push_str(&line(&agreement.sentence));
        for reason in &agreement.reasons {
            page.push_str(&line(&reason.sentence));
        }
    }
    if let Some(seen) = &view.last_seen {
        let ages = seen.buckets.iter().map(|age| (age.label.clone(), age.count.to_string()));
        section(&mut page, table, "When were they last seen?", ages.collect());
        page.push_str(&line(&seen.sentence));
    }
    let limits = view.limits.iter().map(|limit| {
        let gap = if limit.period.is_empty() { "" } else { ", " };
        let over = if limit.state == "over" { ", over the limit" } else { "" };
        (limit.label.clone(), format!("{}{over}{gap}{}", plain(&limit.sentence), plain(&limit.period)))
    });
    section(&mut page, table, "Other limits", limits.collect());
    page
}

fn history(view: &SeatsView, table: &Table) -> String {
    let mut grid = Grid::new(&[
        ("Day", Side::Left),
        ("Active", Side::Right),
        ("Dormant", Side::Right),
        ("Suspended", Side::Right),
        ("Limit", Side::Right),
        ("Counted by", Side::Left),
    ]);
    let count = |count: Option<u32>| count.map_or_else(|| "–".to_owned(), |count| count.to_string());
    for point in &view.history.points {
        let source = match (point.source, point.whole) {
            (PointSource::Coder, true) => "Coder",
            (PointSource::Own, true) => "Seatkeeper",
            (PointSource::Coder, false) => "Coder, today so far",
            (PointSource::Own, false) => "Seatkeeper, today so far",
        };
        let cells = [
            point.day.clone(),
            point.active.to_string(),
            count(point.dormant),
            count(point.suspended),
            count(point.limit),
            source.to_owned(),
        ];
        grid.row((" ", Paint::Info), cells);
    }
    let mut page = format!("\n{}\n{}", table.painted("History", Paint::Strong), grid.text(table));
    for stretch in &view.history.breaks {
        page.push_str(&line(&stretch.sentence));
    }
    for sentence in view.history.remarks.iter().chain([&view.history.missing]) {
        page.push_str(&line(sentence));
    }
    page
}

fn who(people: &PeopleView, table: &Table) -> String {
    let mut grid = Grid::new(&[
        ("Name", Side::Left),
        ("E-mail", Side::Left),
        ("Last seen", Side::Left),
        ("Becomes dormant", Side::Left),
        ("Roles", Side::Left),
        ("Login", Side::Left),
    ]);
    for person in &people.rows {
        let marks: Vec<&str> = person.marks.iter().map(|mark| mark_word(*mark)).collect();
        let name = if marks.is_empty() {
            person.name.clone()
        } else {
            format!("{} ({})", person.name, marks.join(", "))
        };
        let cells = [
            name,
            person.email.clone(),
            plain(&person.last_seen),
            plain(&person.dormant_on),
            person.roles.clone(),
            person.login_type.clone(),
        ];
        grid.row((" ", Paint::Info), cells);
    }
    let title = table.painted(&plain(&people.sentence), Paint::Strong);
    format!("\n{title}\n{}", grid.text(table))
}

fn mark_word(mark: PersonMark) -> &'static str {
    match mark {
        PersonMark::You => "you",
        PersonMark::Owner => "owner",
        PersonMark::ServiceAccount => "service account",
        PersonMark::NeverSeen => "never seen",
        PersonMark::SeenInFuture => "seen in the future",
        PersonMark::AiSeat => "AI seat",
    }
}

/// The forecast of a few days.
fn milestones(view: &SeatsView, table: &Table) -> String {
    let points = &view.forecast.points;
    if points.is_empty() {
        return String::new();
    }
    let mut grid = Grid::new(&[("Day", Side::Left), ("Forecast", Side::Right), ("80 % between", Side::Left)]);
    for ahead in [7, 30, 60, 90, 180_usize] {
        let Some(point) = points.get(ahead.min(points.len()) - 1) else { continue };
        let measured = if point.measured { "" } else { " *" };
        let cells = [
            point.day.clone(),
            format!("{:.0}", point.middle),
            format!("{:.0} and {:.0}{measured}", point.low.floor(), point.high.ceil()),
        ];
        grid.row((" ", Paint::Info), cells);
    }
    format!(
        "\n{}  * beyond what the record can judge, widened with the square root of the distance\n",
        grid.text(table)
    )
}
