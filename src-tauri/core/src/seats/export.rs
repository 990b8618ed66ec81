//! Tables to take away: the history, the people, all deployments. See [`crate::csv`]; days and times are ISO 8601.

use base64::Engine;

use crate::api::Person;
use crate::csv::Table;
use crate::error::{Error, ErrorCode};
use crate::sentence::plain;
use crate::view::{ChartKind, ChartRequest, FleetSeatsView, PersonView, PointSource, SeatsView};

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

/// The longest picture of a chart, in bytes.
const LONGEST_PICTURE: usize = 8 << 20;

/// The bytes of a chart's picture as the page hands it over: the text of an SVG, or a PNG in base64.
///
/// # Errors
/// `export_failed` where it is neither, or too long.
pub fn picture(request: &ChartRequest) -> Result<Vec<u8>, Error> {
    let refused = |why: &str| Error::new(ErrorCode::ExportFailed, why);
    if request.content.len() > 2 * LONGEST_PICTURE {
        return Err(refused("the picture is too long"));
    }
    let bytes = match request.kind {
        ChartKind::Svg => request.content.clone().into_bytes(),
        ChartKind::Png => base64::engine::general_purpose::STANDARD
            .decode(&request.content)
            .map_err(|_| refused("the picture is not whole"))?,
    };
    let begins: &[u8] = match request.kind {
        ChartKind::Svg => b"<",
        ChartKind::Png => b"\x89PNG\r\n\x1a\n",
    };
    if !bytes.starts_with(begins) || bytes.len() > LONGEST_PICTURE {
        return Err(refused("the picture is not of its kind, or too long"));
    }
    Ok(bytes)
}

/// A name for the file of a picture: what the page proposes, without what a path could be made of.
pub fn picture_name(request: &ChartRequest) -> String {
    let safe = |letter: &char| letter.is_alphanumeric() || ['-', '_', ' '].contains(letter);
    let name: String = request.name.chars().filter(safe).take(60).collect();
    let name = name.trim();
    let ending = match request.kind {
        ChartKind::Svg => "svg",
        ChartKind::Png => "png",
    };
    format!("{}.{ending}", if name.is_empty() { "seats" } else { name })
}

/// What the page says, for a mail: no names.
pub fn text(name: &str, view: &SeatsView) -> String {
    let mut lines = vec![name.to_owned()];
    let sentences = [
        &view.headline,
        &view.remark,
        &view.source,
        &view.history.sentence,
        if view.forecast.enough { &view.forecast.sentence } else { &view.forecast.lacking },
        &view.order.sentence,
    ];
    lines.extend(sentences.into_iter().map(|sentence| plain(sentence)).filter(|line| !line.is_empty()));
    // The forecast's sentence begins with the trend.
    if view.forecast.enough {
        lines.retain(|line| *line != plain(&view.history.sentence));
    }
    if let Some(agreement) = view.agreement.as_ref().filter(|agreement| !agreement.agrees) {
        lines.push(plain(&agreement.sentence));
        lines.extend(agreement.reasons.iter().map(|reason| plain(&reason.sentence)));
    }
    lines.extend(view.last_seen.iter().map(|seen| plain(&seen.sentence)));
    lines.extend(view.limits.iter().map(|limit| format!("{}: {}", limit.label, plain(&limit.sentence))));
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::super::rule::tests::{NOW, person};
    use super::*;
    use crate::api::LastSeen;

    #[test]
    fn only_pictures_are_written_and_their_names_are_no_paths() {
        let request = |kind, name: &str, content: &str| ChartRequest {
            kind,
            name: name.to_owned(),
            content: content.to_owned(),
        };
        assert_eq!(picture(&request(ChartKind::Svg, "", "<svg/>")).unwrap(), b"<svg/>");
        assert_eq!(picture(&request(ChartKind::Png, "", "iVBORw0KGgo=")).unwrap(), b"\x89PNG\r\n\x1a\n");
        for bad in ["", "PNG", "AAAA"] {
            assert!(picture(&request(ChartKind::Png, "", bad)).is_err(), "{bad}");
        }
        assert_eq!(picture_name(&request(ChartKind::Svg, "../../etc/x.y", "")), "etcxy.svg");
        assert_eq!(picture_name(&request(ChartKind::Png, "/", "")), "seats.png");
    }

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
