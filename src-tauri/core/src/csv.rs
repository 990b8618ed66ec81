//! Tables for spreadsheets (RFC 4180): UTF-8 with its byte order mark, lines that end in CR LF, fields quoted where they
//! must be, and none that a spreadsheet would work out as a formula.

/// A table that is being written.
#[derive(Debug, Clone)]
pub struct Table(String);

impl Table {
    /// A table with these heads and no rows.
    pub fn new(heads: &[&str]) -> Self {
        let mut table = Self(String::from('\u{feff}'));
        table.line(heads.iter().copied());
        table
    }

    /// Adds a row: a field for each head.
    pub fn row(&mut self, fields: &[String]) {
        self.line(fields.iter().map(String::as_str));
    }

    /// The table as the bytes of a file.
    pub fn bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    fn line<'a>(&mut self, fields: impl Iterator<Item = &'a str>) {
        let fields: Vec<_> = fields.map(field).collect();
        self.0.push_str(&fields.join(","));
        self.0.push_str("\r\n");
    }
}

/// A field: a leading apostrophe makes a formula plain text (OWASP, "CSV Injection"), and quotes hold what would end it.
fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']);
    let defused = if formula { format!("'{text}") } else { text.to_owned() };
    if defused.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", defused.replace('"', "\"\""))
    } else {
        defused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_what_spreadsheets_read() {
        let mut table = Table::new(&["one", "two"]);
        table.row(&["a,b".to_owned(), "say \"x\"".to_owned()]);
        table.row(&["=1+1".to_owned(), String::new()]);
        let text = String::from_utf8(table.bytes()).unwrap();
        assert_eq!(text, "\u{feff}one,two\r\n\"a,b\",\"say \"\"x\"\"\"\r\n'=1+1,\r\n");
    }

    #[test]
    fn nothing_that_begins_like_a_formula_is_left_as_it_is() {
        for text in ["=1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\0x"] {
            assert!(field(text).trim_start_matches('"').starts_with('\''), "{text:?}");
        }
        assert_eq!(field("=\"a\""), "\"'=\"\"a\"\"\"");
    }

    #[test]
    fn a_field_that_holds_a_separator_is_quoted() {
        assert_eq!(field("a,b"), "\"a,b\"");
        assert_eq!(field("line\nbreak"), "\"line\nbreak\"");
        assert_eq!(field("plain – ü"), "plain – ü");
    }
}
