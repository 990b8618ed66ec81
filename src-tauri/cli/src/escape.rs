//! Making text safe to print: a license, a file name or a server may hold anything.

use std::path::Path;

use seatkeeper_core::sentence::is_hidden;

/// Spells out what would steer the terminal or hide: control characters, marks of direction, what has no width.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            letter if is_hidden(letter) => shown.push_str(&format!("\\u{{{:x}}}", u32::from(letter))),
            letter => shown.push(letter),
        }
    }
    shown
}

/// As [`visible`], for a path, whose bytes need not be text.
pub(crate) fn visible_path(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        shown.push_str(&visible(chunk.valid()));
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
    }
    shown
}

/// Spells out the same characters inside JSON, where they can stand only in strings.
pub(crate) fn visible_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_hidden(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_spelled_out() {
        assert_eq!(visible("a\u{1b}[31mb\u{9b}c\nd\te"), "a\\u{1b}[31mb\\u{9b}c\\nd\\te");
        assert_eq!(visible("exe\u{202e}twj.\u{200b}"), "exe\\u{202e}twj.\\u{200b}");
    }

    #[test]
    fn plain_text_of_any_script_stays() {
        let text = "Lizenz für Zürich, 許可証, лицензия …";
        assert_eq!(visible(text), text);
    }

    #[test]
    fn json_stays_the_same_json() {
        let text = "a\u{202e}b\u{e0001}c\u{7f}\u{1b}";
        let json = serde_json::to_string(text).unwrap();
        let shown = visible_json(&json);
        assert!(shown.is_ascii(), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_shown_by_its_bytes() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"a\xff\n.jwt"));
        assert_eq!(visible_path(path), "a\\xff\\n.jwt");
    }
}
