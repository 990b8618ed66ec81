//! The payload: `golang-jwt` v4 reads it with a `json.Decoder` into Coder's `Claims`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::instant::Instant;
use crate::license::claims::{Claims, UnknownClaim};
use crate::license::reading::json::{Scanner, SyntaxFault, unquote};
use crate::license::reading::list::{GoSlice, set_audience};
use crate::license::reading::{Oddities, Oddity, date};
use crate::sentence::is_hidden;

/// Why a payload is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayloadFault {
    /// Not JSON, or no object.
    Invalid,
    /// Claims whose values are of another type than Coder wants, by name, in the order of the text.
    Types(Vec<&'static str>),
}

impl From<SyntaxFault> for PayloadFault {
    fn from(_: SyntaxFault) -> Self {
        Self::Invalid
    }
}

/// Reads the claims. Only the first value counts, what follows it is ignored; `null` reads as no claims.
///
/// # Errors
/// [`PayloadFault`]; a wrong type anywhere is a fault of the whole.
pub fn read(text: &[u8], oddities: &mut Oddities) -> Result<Claims, PayloadFault> {
    let mut scanner = Scanner::new(text);
    match scanner.peek() {
        Some(b'{') => {}
        Some(b'n') => {
            scanner.value(0)?;
            return Ok(Claims::default());
        }
        Some(_) | None => return Err(PayloadFault::Invalid),
    }
    let mut reader = Reader::new(oddities);
    reader.read_claims(&mut scanner)?;
    reader.oddities.note_if(scanner.peek().is_some(), Oddity::TrailingText);
    if reader.wrong.is_empty() { Ok(reader.finish()) } else { Err(PayloadFault::Types(reader.wrong)) }
}

/// The claims that Coder knows. The order is that of [`NAMES`].
const NAMES: [&str; 19] = [
    "iat",
    "nbf",
    "exp",
    "license_expires",
    "version",
    "account_type",
    "account_id",
    "deployment_ids",
    "trial",
    "feature_set",
    "all_features",
    "features",
    "addons",
    "require_telemetry",
    "publish_usage_data",
    "jti",
    "iss",
    "sub",
    "aud",
];

struct Reader<'o> {
    claims: Claims,
    deployment_ids: GoSlice,
    addons: GoSlice,
    seen: u32,
    wrong: Vec<&'static str>,
    oddities: &'o mut Oddities,
}

impl<'o> Reader<'o> {
    fn new(oddities: &'o mut Oddities) -> Self {
        Self {
            claims: Claims::default(),
            deployment_ids: GoSlice::default(),
            addons: GoSlice::default(),
            seen: 0,
            wrong: Vec::new(),
            oddities,
        }
    }

    fn read_claims(&mut self, scanner: &mut Scanner<'_>) -> Result<(), SyntaxFault> {
        scanner.expect(b'{')?;
        if scanner.accept(b'}') {
            return Ok(());
        }
        loop {
            let quoted = scanner.string()?;
            scanner.expect(b':')?;
            let value = scanner.value(1)?;
            self.take(quoted, value);
            if !scanner.accept(b',') {
                return scanner.expect(b'}');
            }
        }
    }

    fn take(&mut self, quoted: &[u8], value: &[u8]) {
        let name = unquote(quoted);
        let Some(place) = place_of(&name) else {
            let raw = String::from_utf8_lossy(value).into_owned();
            self.claims.unknown.push(UnknownClaim { name: name.into_owned(), raw });
            return;
        };
        let known = NAMES[place];
        self.oddities.note_if(quoted.get(1..quoted.len() - 1) != Some(known.as_bytes()), Oddity::ClaimName);
        self.oddities.note_if(self.seen & 1 << place != 0, Oddity::ClaimRepeated);
        self.seen |= 1 << place;
        if !self.set(known, value) && !self.wrong.contains(&known) {
            self.wrong.push(known);
        }
    }

    /// Sets a claim; false where the value is of another type.
    fn set(&mut self, name: &str, value: &[u8]) -> bool {
        let Self { claims, oddities, .. } = self;
        match name {
            "iat" => set_date(&mut claims.issued_at, value, oddities),
            "nbf" => set_date(&mut claims.not_before, value, oddities),
            "exp" => set_date(&mut claims.expires_at, value, oddities),
            "license_expires" => set_date(&mut claims.license_expires, value, oddities),
            "version" => set_version(&mut claims.version, value),
            "account_type" => set_string(&mut claims.account_type, value, oddities),
            "account_id" => set_string(&mut claims.account_id, value, oddities),
            "deployment_ids" => self.deployment_ids.set(value),
            "trial" => set_bool(&mut claims.trial, value),
            "feature_set" => set_string(&mut claims.feature_set, value, oddities),
            "all_features" => set_bool(&mut claims.all_features, value),
            "features" => set_features(&mut claims.features, value, oddities),
            "addons" => self.addons.set(value),
            "require_telemetry" => set_bool(&mut claims.require_telemetry, value),
            "publish_usage_data" => set_bool(&mut claims.publish_usage_data, value),
            "jti" => set_string(&mut claims.id, value, oddities),
            "iss" => set_string(&mut claims.issuer, value, oddities),
            "sub" => set_string(&mut claims.subject, value, oddities),
            _ => set_audience(&mut claims.audience, value),
        }
    }

    fn finish(mut self) -> Claims {
        self.claims.deployment_ids = self.deployment_ids.into_list();
        self.claims.addons = self.addons.into_list();
        let account = &self.claims.account_id;
        let blank = !account.is_empty() && account.trim().is_empty();
        self.oddities.note_if(blank || !account.is_ascii() || account.len() > 200, Oddity::Characters);
        self.claims
    }
}

/// The claim that a name stands for: exact, or equal after Unicode's simple folding. Of the characters beyond
/// ASCII only two fold into it: `ſ` is an `s`, and the Kelvin sign is a `k`; dotless `ı` is no `i`.
fn place_of(name: &str) -> Option<usize> {
    if let Some(place) = NAMES.iter().position(|known| *known == name) {
        return Some(place);
    }
    let folded: Cow<'_, str> = if name.is_ascii() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.replace('ſ', "s").replace('\u{212a}', "k"))
    };
    NAMES.iter().position(|known| known.eq_ignore_ascii_case(&folded))
}

/// `null` empties a date.
fn set_date(target: &mut Option<Instant>, value: &[u8], oddities: &mut Oddities) -> bool {
    if value == b"null" {
        *target = None;
        return true;
    }
    match date::read(value) {
        Some(date) => {
            oddities.note_if(date.odd, Oddity::NumberForm);
            *target = Some(date.at);
            true
        }
        None => false,
    }
}

/// `null` leaves a string as it was.
fn set_string(target: &mut String, value: &[u8], oddities: &mut Oddities) -> bool {
    match value.first() {
        Some(b'n') => true,
        Some(b'"') => {
            *target = unquote(value).into_owned();
            let hidden = |character| is_hidden(character) || character == char::REPLACEMENT_CHARACTER;
            oddities.note_if(target.contains(hidden), Oddity::Characters);
            true
        }
        Some(_) | None => false,
    }
}

/// `null` leaves a boolean as it was.
fn set_bool(target: &mut bool, value: &[u8]) -> bool {
    match value {
        b"true" => *target = true,
        b"false" => *target = false,
        b"null" => {}
        _ => return false,
    }
    true
}

/// Digits alone, within 64 bits: `3.0`, `3e0` and `-0` are of another type; `null` leaves it as it was.
fn set_version(target: &mut u64, value: &[u8]) -> bool {
    if value == b"null" {
        return true;
    }
    let digits =
        value.first().filter(|byte| byte.is_ascii_digit()).and_then(|_| std::str::from_utf8(value).ok());
    match digits.and_then(|digits| digits.parse().ok()) {
        Some(version) => {
            *target = version;
            true
        }
        None => false,
    }
}

/// Two objects are merged; `null` empties the map, and a feature that is `null` is 0. Names are exact.
fn set_features(target: &mut Option<BTreeMap<String, i64>>, value: &[u8], oddities: &mut Oddities) -> bool {
    if value == b"null" {
        *target = None;
        return true;
    }
    let mut scanner = Scanner::new(value);
    if !scanner.accept(b'{') {
        return false;
    }
    let features = target.get_or_insert_default();
    let mut good = true;
    if scanner.accept(b'}') {
        return good;
    }
    while let Ok(quoted) = scanner.string() {
        let (Ok(()), Ok(text)) = (scanner.expect(b':'), scanner.value(0)) else { return false };
        let number = match text {
            b"null" => Some(0),
            _ => std::str::from_utf8(text).ok().and_then(|digits| digits.parse::<i64>().ok()),
        };
        match number {
            Some(number) => {
                oddities.note_if(number < 0, Oddity::FeatureValue);
                let repeated = features.insert(unquote(quoted).into_owned(), number).is_some();
                oddities.note_if(repeated, Oddity::ClaimRepeated);
            }
            None => good = false,
        }
        if !scanner.accept(b',') {
            break;
        }
    }
    good
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str) -> Claims {
        read(text.as_bytes(), &mut Oddities::default()).expect("reads")
    }

    fn wrong(text: &str) -> PayloadFault {
        read(text.as_bytes(), &mut Oddities::default()).expect_err("is refused")
    }

    #[test]
    fn names_fold_as_unicode_folds_them() {
        assert_eq!(claims(r#"{"VERSION":3}"#).version, 3);
        assert_eq!(claims(r#"{"licenſe_expireſ":5}"#).license_expires, Some(Instant::from_unix(5)));
        assert_eq!(claims(r#"{"\u0061ccount_id":"x"}"#).account_id, "x");
        let dotless = claims(r#"{"trıal":true}"#);
        assert!(!dotless.trial && dotless.unknown.len() == 1);
    }

    #[test]
    fn of_several_the_last_wins_but_null_leaves_words_and_numbers() {
        let text =
            r#"{"version":3,"version":null,"account_id":"a","account_id":null,"trial":true,"trial":null}"#;
        let claims = claims(text);
        assert_eq!((claims.version, claims.account_id.as_str(), claims.trial), (3, "a", true));
    }

    #[test]
    fn null_empties_dates_lists_and_maps() {
        let text = r#"{"exp":5,"exp":null,"addons":["a"],"addons":null,"features":{"a":1},"features":null}"#;
        let claims = claims(text);
        assert_eq!((claims.expires_at, claims.addons, claims.features), (None, None, None));
    }

    #[test]
    fn two_objects_of_features_are_merged() {
        let claims = claims(r#"{"features":{"a":1,"b":2},"features":{"b":null,"c":-3}}"#);
        let expected = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 0), ("c".to_owned(), -3)]);
        assert_eq!(claims.features, Some(expected));
    }

    #[test]
    fn a_wrong_type_is_named() {
        let named = wrong(r#"{"version":3.0,"trial":"yes","aud":5}"#);
        assert_eq!(named, PayloadFault::Types(vec!["version", "trial", "aud"]));
        for bad in
            [r#"{"version":-0}"#, r#"{"features":{"a":1e2}}"#, r#"{"features":[]}"#, r#"{"exp":"soon"}"#]
        {
            assert!(matches!(wrong(bad), PayloadFault::Types(_)), "{bad}");
        }
    }

    #[test]
    fn only_the_first_value_counts_and_null_is_no_claims() {
        assert_eq!(claims(r#"{"version":3} and more"#).version, 3);
        assert_eq!(claims("null"), Claims::default());
        assert_eq!(wrong("[]"), PayloadFault::Invalid);
        assert_eq!(wrong(""), PayloadFault::Invalid);
    }

    #[test]
    fn unknown_claims_are_kept_as_they_are() {
        let claims = claims(r#"{"x":{"deep":[1e999]}}"#);
        assert_eq!(claims.unknown, [UnknownClaim { name: "x".into(), raw: r#"{"deep":[1e999]}"#.into() }]);
    }
}
