//! Tables to take away: the history, the people, all deployments. See [`crate::csv`]; days and times are ISO 8601.

use crate::api::Person;
use crate::csv::Table;
use crate::view::{FleetSeatsView, PersonView, PointSource, SeatsView};

use super::people::Listing;

/// The history, a row a point.
pub fn history_csv(view: &SeatsView) -> Vec<u8> {
    let mut table = Table::new(&["Day", "Active", "Dormant", "Suspended", "Limit", "Counted by", "Day over"]);
    let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    for point in &view.history.points {
        table.row(&[
            point.day.clone(),
            point.active.to_string(),
            count(point.dormant),
            count(point.suspended),
            count(point.limit),
            match point.source {
                PointSource::Coder => "Coder",
                PointSource::Own => "Seatkeeper",
            }
            .to_owned(),
            if point.whole { "yes" } else { "no" }.to_owned(),
        ]);
    }
    table.bytes()
}

/// The forecast, a row a day.
pub fn forecast_csv(view: &SeatsView) -> Vec<u8> {
    let mut table = Table::new(&["Day", "Forecast", "Low (80 %)", "High (80 %)"]);
    for point in &view.forecast.points {
        table.row(&[
            point.day.clone(),
            point.middle.to_string(),
            point.low.to_string(),
            point.high.to_string(),
        ]);
    }
    table.bytes()
}

/// People, a row each, in the order that is handed over.
pub fn people_csv(listing: &Listing<'_>, people: &[&Person]) -> Vec<u8> {
    let mut table = Table::new(&[
        "Name",
        "User name",
        "E-mail",
        "Last seen",
        "Becomes dormant",
        "Status",
        "Holds a seat",
        "Roles",
        "Login type",
        "User ID",
    ]);
    for person in people {
        let row: PersonView = listing.row(person);
        table.row(&[
            row.name,
            row.username,
            row.email,
            row.last_seen_at.unwrap_or_default(),
            row.dormant_at.unwrap_or_default(),
            row.status,
            if row.holds_seat { "yes" } else { "no" }.to_owned(),
            row.roles,
            row.login_type,
            row.id,
        ]);
    }
    table.bytes()
}

/// All deployments, a row each.
pub fn fleet_csv(view: &FleetSeatsView) -> Vec<u8> {
    let mut table =
        Table::new(&["Deployment", "Seats used", "Seats licensed", "Free", "Not seen for 60 days"]);
    let count = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    for row in &view.rows {
        table.row(&[
            row.name.clone(),
            count(row.used),
            count(row.limit),
            count(row.free),
            count(row.reclaimable),
        ]);
    }
    table.bytes()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::super::rule::tests::{NOW, person};
    use super::*;
    use crate::api::LastSeen;

    #[test]
    fn the_table_of_people_has_iso_dates_and_no_formula() {
        let people = [
            Person { name: "=1+1".to_owned(), ..person("ana", 0) },
            Person { last_seen: LastSeen::Never, ..person("new", 0) },
        ];
        let zone = TimeZone::UTC;
        let listing = Listing {
            people: &people,
            read_at: Some(NOW),
            total: None,
            me: "",
            origin: "https://coder.example.com",
            now: NOW,
            zone: &zone,
        };
        let csv = String::from_utf8(people_csv(&listing, &people.iter().collect::<Vec<_>>())).unwrap();
        let lines: Vec<&str> = csv.split("\r\n").collect();
        assert!(csv.starts_with('\u{feff}') && lines.len() == 4, "{csv}");
        assert_eq!(
            lines[1],
            "'=1+1,ana,ana@example.com,2026-11-23T18:06:27Z,2027-02-21T18:06:27Z,active,yes,member,password,ana-id"
        );
        assert_eq!(
            lines[2],
            "new,new,new@example.com,,2026-11-23T18:06:27Z,active,yes,member,password,new-id"
        );
    }
}
