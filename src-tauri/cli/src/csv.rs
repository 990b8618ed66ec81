//! Tables for spreadsheets: UTF-8 with its mark, lines that end in CR LF, every field quoted where it must be, and none
//! that a spreadsheet would work out as a formula.

/// A table of these heads and rows.
pub(crate) fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    line(&mut text, heads.iter().copied());
    for row in rows {
        line(&mut text, row.iter().map(String::as_str));
    }
    text.into_bytes()
}

fn line<'a>(text: &mut String, fields: impl Iterator<Item = &'a str>) {
    for (place, field) in fields.enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push_str(&quoted(&defused(field)));
    }
    text.push_str("\r\n");
}

/// A leading apostrophe makes a formula plain text (OWASP, "CSV Injection").
fn defused(field: &str) -> String {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\0']) {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

/// RFC 4180: a field with a comma, a quote or a line break stands in quotes, its quotes doubled.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\r', '\n', '\'']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_what_spreadsheets_read() {
        let rows = [vec!["a,b".to_owned(), "say \"x\"".to_owned()], vec!["=1+1".to_owned(), String::new()]];
        let text = String::from_utf8(table(&["one", "two"], rows)).unwrap();
        assert_eq!(text, "\u{feff}one,two\r\n\"a,b\",\"say \"\"x\"\"\"\r\n\"'=1+1\",\r\n");
    }

    #[test]
    fn nothing_that_begins_like_a_formula_is_left_as_it_is() {
        for name in ["=1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\0x"] {
            assert!(defused(name).starts_with('\''), "{name:?}");
        }
        assert_eq!(defused("Production"), "Production");
    }
}
