//! A comparison as it crosses to window and terminal.

use jiff::tz::TimeZone;

use crate::view::{ComparisonRowView, ComparisonView};

use super::{Comparison, Row};

impl Comparison {
    /// The comparison as it is shown.
    pub fn view(&self, zone: &TimeZone) -> ComparisonView {
        ComparisonView {
            sentence: self.sentence.view(zone),
            rows: self.rows.iter().map(|row| row.view(zone)).collect(),
        }
    }
}

impl Row {
    /// The line as it is shown.
    pub fn view(&self, zone: &TimeZone) -> ComparisonRowView {
        ComparisonRowView {
            label: self.label.clone(),
            a: self.a.view(zone),
            b: self.b.view(zone),
            change: self.change.view(zone),
            kind: self.kind.code().to_owned(),
        }
    }
}
