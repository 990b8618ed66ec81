//! Names of files as they can be shown: what has no shape or turns the writing around is made visible.

/// One line of text in which control and bidirectional characters are written as their numbers.
#[must_use]
pub fn line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign.is_control() || is_bidirectional(sign) {
            shown.extend(sign.escape_unicode());
        } else {
            shown.push(sign);
        }
    }
    shown
}

const fn is_bidirectional(sign: char) -> bool {
    matches!(sign, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_hide_what_it_is() {
        assert_eq!(line("prod\u{202e}txt.jwt\n"), "prod\\u{202e}txt.jwt\\u{a}");
        assert_eq!(line("ünï 1.jwt"), "ünï 1.jwt");
    }
}
