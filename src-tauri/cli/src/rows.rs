//! Deployments as rows: the mark of a state, the exit status it asks for, and the records of `--json`.

use seatkeeper_core::view::DeploymentRowView;
use serde::Serialize;

use crate::grid::{Grid, Side};
use crate::page::plain;
use crate::status;
use crate::table::{Paint, Table};

/// A view on a line of `--json`.
#[derive(Serialize)]
pub(crate) struct Record<'a, T> {
    schema: u32,
    #[serde(flatten)]
    view: &'a T,
}

impl<'a, T> Record<'a, T> {
    /// A record of this view.
    pub(crate) fn of(view: &'a T) -> Self {
        Self { schema: 1, view }
    }
}

/// The mark of a state, which tells it without its color.
pub(crate) fn look(state: &str) -> (&'static str, Paint) {
    match state {
        "covered" => ("✓", Paint::Good),
        "not_covered" => ("✕", Paint::Bad),
        "grace" | "over" | "sign_in_again" | "gap" | "ends" | "nearly_full" => ("!", Paint::Warn),
        "no_license" => ("→", Paint::Info),
        // Not reachable, not permitted, never checked: nothing is known of it.
        _ => ("?", Paint::Info),
    }
}

/// The exit status that a deployment's state asks for.
pub(crate) fn status(row: &DeploymentRowView) -> u8 {
    let state = match row.state.as_str() {
        "not_reachable" => status::NO_ANSWER,
        "sign_in_again" => status::SIGN_IN,
        "not_permitted" => status::NOT_PERMITTED,
        _ if row.attention => status::NEEDS_ATTENTION,
        _ => status::FINE,
    };
    let failure = row.failure.as_ref().map_or(status::FINE, |failure| status::of_code(&failure.code));
    state.max(failure)
}

/// The rows for people: how each deployment stands. Old figures bear a star, which is explained below.
pub(crate) fn grid(rows: &[&DeploymentRowView], table: &Table) -> String {
    let mut grid = Grid::new(&[
        ("Name", Side::Left),
        ("License", Side::Left),
        ("Covered until", Side::Left),
        ("Seats", Side::Right),
    ]);
    for row in rows {
        let star = if row.stale { " *" } else { "" };
        let starred = |text: String| if text.is_empty() { text } else { format!("{text}{star}") };
        let cells = [
            row.name.clone(),
            plain(&row.license),
            starred(plain(&row.covered_until)),
            starred(plain(&row.seats)),
        ];
        grid.row(look(&row.state), cells);
    }
    grid.text(table)
}

#[cfg(test)]
pub(crate) fn sample(state: &str) -> DeploymentRowView {
    DeploymentRowView {
        id: 1,
        name: "Production".into(),
        letter: "P".into(),
        hue: 0,
        host: "coder.example.com".into(),
        origin: "https://coder.example.com".into(),
        state: state.into(),
        word: Vec::new(),
        weight: 0,
        attention: false,
        license: Vec::new(),
        covered_until: Vec::new(),
        covered_until_at: None,
        seats: Vec::new(),
        seats_used: None,
        seats_limit: None,
        seats_noun: String::new(),
        known_at: None,
        stale: false,
        failure: None,
        checking: false,
        session: "pasted".into(),
        signed_in_as: String::new(),
        session_ends_at: None,
        session_until_quit: false,
    }
}

#[cfg(test)]
mod tests {
    use seatkeeper_core::error::{Error, ErrorCode};

    use super::*;

    #[test]
    fn the_exit_status_is_the_highest_that_applies() {
        assert_eq!(status(&sample("covered")), 0);
        assert_eq!(status(&DeploymentRowView { attention: true, ..sample("gap") }), 1);
        assert_eq!(status(&sample("not_reachable")), 4);
        assert_eq!(status(&sample("sign_in_again")), 5);
        assert_eq!(status(&sample("not_permitted")), 6);
        let locked = Error::new(ErrorCode::KeychainLocked, "x").view();
        let row = DeploymentRowView { attention: true, failure: Some(locked), ..sample("ends") };
        assert_eq!(status(&row), 3);
    }

    #[test]
    fn a_record_is_the_view_with_its_schema() {
        let json = serde_json::to_value(Record::of(&sample("covered"))).unwrap();
        assert_eq!(json["schema"], 1);
        assert_eq!(json["origin"], "https://coder.example.com");
    }
}
