//! Lists of strings as Go decodes them into a slice that may hold something already.

use crate::license::reading::json::{Scanner, unquote};

/// A slice of strings as Go keeps it: its elements, and behind them what an earlier, longer list left there.
///
/// `null` in a list leaves the element as it was, so `[null]` is `[""]` the first time, and what stood there
/// before when the claim is repeated.
#[derive(Debug, Default)]
pub(super) struct GoSlice {
    store: Vec<String>,
    length: Option<usize>,
}

impl GoSlice {
    /// Takes the text of a JSON value; false where it is no list of strings.
    pub(super) fn set(&mut self, value: &[u8]) -> bool {
        match value.first() {
            Some(b'n') => {
                *self = Self::default();
                true
            }
            Some(b'[') => self.set_elements(value),
            Some(_) | None => false,
        }
    }

    /// The list; `None` where the claim is absent or `null`.
    pub(super) fn into_list(mut self) -> Option<Vec<String>> {
        self.store.truncate(self.length?);
        Some(self.store)
    }

    fn set_elements(&mut self, value: &[u8]) -> bool {
        let mut good = true;
        let mut count = 0;
        for element in elements(value) {
            if count == self.store.len() {
                self.store.push(String::new());
            }
            match element.first() {
                Some(b'"') => self.store[count] = unquote(element).into_owned(),
                Some(b'n') => {}
                Some(_) | None => good = false,
            }
            count += 1;
        }
        if count == 0 {
            self.store.clear();
        }
        self.length = Some(count);
        good
    }
}

/// `aud`: a string, or a list of nothing but strings; `null` leaves it as it was, an empty list empties it
/// (golang-jwt v4, `ClaimStrings`). False where it is anything else.
pub(super) fn set_audience(audience: &mut Option<Vec<String>>, value: &[u8]) -> bool {
    match value.first() {
        Some(b'n') => true,
        Some(b'"') => {
            *audience = Some(vec![unquote(value).into_owned()]);
            true
        }
        Some(b'[') => {
            let strings: Vec<&[u8]> = elements(value).collect();
            let good = strings.iter().all(|element| element.starts_with(b"\""));
            *audience =
                (!strings.is_empty()).then(|| strings.iter().map(|s| unquote(s).into_owned()).collect());
            good
        }
        Some(_) | None => false,
    }
}

/// The texts of the elements of a list that is known to be well formed.
fn elements(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut scanner = Scanner::new(value);
    let mut open = scanner.accept(b'[') && !scanner.accept(b']');
    std::iter::from_fn(move || {
        if !open {
            return None;
        }
        let element = scanner.value(0).ok()?;
        open = scanner.accept(b',');
        Some(element)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(values: &[&str]) -> Option<Vec<String>> {
        let mut slice = GoSlice::default();
        for value in values {
            assert!(slice.set(value.as_bytes()), "{value}");
        }
        slice.into_list()
    }

    #[test]
    fn null_in_a_list_leaves_what_was_there() {
        assert_eq!(after(&["[null]"]), Some(vec![String::new()]));
        assert_eq!(after(&["[\"a\",\"b\"]", "[null]"]), Some(vec!["a".into()]));
        assert_eq!(after(&["[\"a\",\"b\"]", "[\"c\"]", "[null,null]"]), Some(vec!["c".into(), "b".into()]));
    }

    #[test]
    fn null_and_an_empty_list_differ_and_both_forget() {
        assert_eq!(after(&["[\"a\"]", "null"]), None);
        assert_eq!(after(&["[\"a\"]", "[]"]), Some(vec![]));
        assert_eq!(after(&["[\"a\"]", "[]", "[null]"]), Some(vec![String::new()]));
    }

    #[test]
    fn an_audience_is_a_string_or_a_list() {
        let mut audience = None;
        assert!(set_audience(&mut audience, b"\"x\"") && set_audience(&mut audience, b"null"));
        assert_eq!(audience, Some(vec!["x".to_owned()]));
        assert!(set_audience(&mut audience, b"[]"));
        assert_eq!(audience, None);
        assert!(!set_audience(&mut audience, b"[null]") && !set_audience(&mut audience, b"5"));
    }
}
