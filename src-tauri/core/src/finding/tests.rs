use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::*;

#[test]
fn a_bare_license_is_tried_as_it_is_and_nothing_else() {
    let found = only(license().as_bytes());
    assert_eq!(found.candidates, vec![Candidate { text: LicenseText::new(license()), cleaning: vec![] }]);
    assert_eq!(found.copies, 1);
}

#[test]
fn a_line_break_at_the_end_is_first_left_and_then_removed() {
    let found = only(format!("{}\r\n", license()).as_bytes());
    assert_eq!(found.candidates[0].cleaning, vec![]);
    assert_eq!(cleaning(&found), [Cleaning::Surroundings]);
}

#[test]
fn a_wrapped_license_is_joined_and_the_breaks_are_counted() {
    for eol in ["\n", "\r\n", "\r"] {
        let found = only(wrapped(76, eol).as_bytes());
        let breaks = u32::try_from(license().len() / 76).unwrap();
        assert_eq!(cleaning(&found), [Cleaning::LineBreaks { breaks, spaces: 0 }], "{eol:?}");
    }
    let found = only(wrapped(76, "\n  ").as_bytes());
    let breaks = u32::try_from(license().len() / 76).unwrap();
    assert_eq!(cleaning(&found), [Cleaning::LineBreaks { breaks, spaces: 2 * breaks }]);
}

#[test]
fn a_wrapped_license_ends_where_its_signature_does() {
    let found =
        only(format!("Dear admin,\nhere it is:\n\n{}\nRegards\nThe Team\n", wrapped(64, "\n")).as_bytes());
    let breaks = u32::try_from(license().len() / 64).unwrap();
    assert_eq!(
        cleaning(&found),
        [Cleaning::TakenFromText { line: 4 }, Cleaning::LineBreaks { breaks, spaces: 0 }]
    );
}

#[test]
fn wrappings_are_taken_off() {
    for (before, after) in [
        (" ", "\t"),
        ("\u{A0}\u{200B}", "\u{200B}"),
        ("\"", "\""),
        ("'", "'"),
        ("“", "”"),
        ("‘", "’"),
        ("<", ">"),
        ("`", "`"),
        ("Bearer ", ""),
        ("bearer ", "\n"),
        ("token=", ""),
        ("CODER_LICENSE=", "\n"),
        ("export CODER_LICENSE=\"", "\"\n"),
        ("```jwt\n", "\n```\n"),
        ("```\n", "\n```"),
        ("{\"license\":\"", "\"}"),
        ("> ", ""),
    ] {
        let found = only(format!("{before}{}{after}", license()).as_bytes());
        assert_eq!(cleaning(&found), [Cleaning::Surroundings], "{before:?}");
        assert_eq!(found.candidates[0].cleaning, [], "{before:?}");
    }
}

#[test]
fn a_license_in_a_longer_text_is_taken_from_its_line() {
    let ticket: String = (1..=200)
        .map(|n| if n == 57 { format!("key: {}.\n", license()) } else { format!("line {n}\n") })
        .collect();
    let found = only(ticket.as_bytes());
    assert_eq!(cleaning(&found), [Cleaning::TakenFromText { line: 57 }]);
    assert_eq!(found.candidates.len(), 1);
    let found = only(format!("coder licenses add -l {}", license()).as_bytes());
    assert_eq!(cleaning(&found), [Cleaning::TakenFromText { line: 1 }]);
}

#[test]
fn words_on_lines_of_their_own_are_no_part_of_the_signature() {
    let found = only(format!("\n\n{}\nRegards\nAnna\n", license()).as_bytes());
    assert_eq!(found.candidates[0].cleaning, []);
    assert_eq!(cleaning(&found), [Cleaning::TakenFromText { line: 3 }]);
}

#[test]
fn a_license_in_single_letters_is_joined() {
    let spaced: String = license().chars().map(|char| format!("{char} ")).collect();
    let letters = u32::try_from(license().len()).unwrap();
    let spaces = Cleaning::LineBreaks { breaks: 0, spaces: letters - 1 };
    assert_eq!(cleaning(&only(spaced.as_bytes())), [Cleaning::Surroundings, spaces]);
}

#[test]
fn a_dot_behind_a_license_that_stands_alone_is_one_too_many() {
    for text in [format!("{}.", license()), format!("\"{}.\"", license()), format!("{}.\n", license())] {
        assert_eq!(only(text.as_bytes()).candidates.len(), 1, "{text:?}");
    }
}

#[test]
fn four_segments_are_never_cut_to_three() {
    let text = format!("see {}.abc for it", license());
    let found = only(text.as_bytes());
    assert!(found.candidates.iter().all(|candidate| candidate.text.as_bytes() != license().as_bytes()));
}

#[test]
fn other_writings_are_undone() {
    let utf16: Vec<u8> = license().encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(cleaning(&only(&utf16)), [Cleaning::Encoding { from: "UTF-16" }]);
    let utf16: Vec<u8> = format!("\u{FEFF}{}", license()).encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(cleaning(&only(&utf16)), [Cleaning::Encoding { from: "UTF-16" }]);
    let marked = format!("\u{FEFF}{}", license());
    assert_eq!(
        cleaning(&only(marked.as_bytes())),
        [Cleaning::Encoding { from: "UTF-8 with a byte order mark" }]
    );
    let padded = license().replace('.', "=.") + "==";
    assert_eq!(cleaning(&only(padded.as_bytes())), [Cleaning::Encoding { from: "padded base64" }]);
    let standard = license().replace('-', "+").replace('_', "/");
    assert_eq!(cleaning(&only(standard.as_bytes())), [Cleaning::Encoding { from: "standard base64" }]);
}

#[test]
fn single_characters_are_put_right() {
    for (from, to, replaced, removed) in [
        ("-", "\u{2013}", 2, 0),
        (".", "%2E", 2, 0),
        (".", "\u{FF0E}", 2, 0),
        (".", "\\u002e", 2, 0),
        (".", "\u{AD}.\u{200B}", 0, 4),
        ("_", "\\_", 2, 0),
    ] {
        let found = only(license().replace(from, to).as_bytes());
        assert_eq!(cleaning(&found), [Cleaning::Characters { replaced, removed }], "{to:?}");
    }
    let doubled = license().replace("-", "--").replace("--", "\u{2014}");
    let texts = only(doubled.as_bytes()).candidates;
    assert!(
        texts.iter().any(|candidate| candidate.text.as_bytes() == license().replace('-', "--").as_bytes())
    );
}

#[test]
fn a_byte_order_mark_or_nul_inside_is_not_cleaned_away() {
    for inside in ["\u{FEFF}", "\0"] {
        for at in [20, 80, license().len() - 30] {
            let mut text = license();
            text.insert_str(at, inside);
            let found = only(text.as_bytes());
            assert_eq!(
                found.candidates,
                [Candidate { text: LicenseText::new(text), cleaning: vec![] }],
                "{at}"
            );
        }
    }
    assert_eq!(only(format!("{}\0", license()).as_bytes()).candidates.len(), 1);
}

#[test]
fn mail_is_undone() {
    let html = format!(
        "<html><body><p>Your license:</p><p>{}</p>\n<p>Regards</p></body></html>",
        license().replace('.', "&#46;<wbr>").replace('_', "&lowbar;")
    );
    let found = only(html.as_bytes());
    assert_eq!(found.candidates[0].text.as_bytes(), license().as_bytes());
    assert_eq!(
        found.candidates[0].cleaning[..2],
        [Cleaning::Encoding { from: "HTML" }, Cleaning::TakenFromText { line: 1 }]
    );

    let eml = format!("Content-Transfer-Encoding: quoted-printable\n\ntoken=3D{}\n", wrapped(75, "=\n"));
    let found = only(eml.as_bytes());
    assert_eq!(found.candidates[0].text.as_bytes(), license().as_bytes());
    assert_eq!(
        found.candidates[0].cleaning[..2],
        [Cleaning::Encoding { from: "quoted-printable" }, Cleaning::TakenFromText { line: 3 }]
    );

    let body = STANDARD.encode(format!("Hello,\n{}\nBye\n", license()));
    let body: Vec<&str> = body.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let eml = format!("Content-Transfer-Encoding: base64\r\n\r\n{}\r\n\r\n", body.join("\r\n"));
    assert_eq!(only(eml.as_bytes()).candidates[0].text.as_bytes(), license().as_bytes());

    let quoted: String = wrapped(72, "\n").lines().map(|line| format!("> {line}\n")).collect();
    let found = only(quoted.as_bytes());
    assert!(cleaning(&found).contains(&Cleaning::Surroundings));
}

#[test]
fn distinct_licenses_are_listed_once_each() {
    let other = license().replace("QQQ", "RRR");
    assert_ne!(other, license());
    let text = format!("{}\n\n{other}\n{}\n", license(), wrapped(76, "\n"));
    let found = tokens(text.as_bytes());
    assert_eq!(found.iter().map(|token| token.copies).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(found[1].candidates[0].text.as_bytes(), other.as_bytes());
    assert_eq!(found[1].candidates[0].cleaning, [Cleaning::TakenFromText { line: 3 }]);
}

#[test]
fn a_short_signature_does_not_swallow_the_next_license() {
    let foreign =
        format!("{}.{}.{}", segment("{\"alg\":\"HS256\"}"), segment("{\"sub\":\"x\"}"), "s".repeat(43));
    let found = tokens(format!("{foreign}\n{}\n", license()).as_bytes());
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].candidates[0].text.as_bytes(), license().as_bytes());
}

#[test]
fn nothing_is_empty() {
    for text in ["", " \t\r\n", "..", ". . .", "\u{FEFF}", "\u{200B}\u{A0}"] {
        assert_eq!(find(text.as_bytes()), Found::Empty, "{text:?}");
    }
}

#[test]
fn a_text_beyond_one_mebibyte_is_not_looked_at() {
    assert_eq!(find(&vec![b'A'; 1_048_577]), Found::TooLarge { size: 1_048_577 });
    assert!(matches!(find(&vec![b'A'; 1_048_576]), Found::Tokens(_)));
}

#[test]
fn secrets_and_files_are_named() {
    let token = format!("{}-{}", "a1B2c3D4e5", "f6G7h8I9j0K1l2M3n4O5p6");
    let ssh =
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
    for (text, kind) in [
        (token.clone(), OtherKind::SessionToken),
        (format!("\"{token}\"\n"), OtherKind::SessionToken),
        (format!("CODER_SESSION_TOKEN={token}"), OtherKind::SessionToken),
        (format!("curl -H 'Coder-Session-Token: {token}' https://dev.example"), OtherKind::SessionToken),
        (ssh.to_owned(), OtherKind::PrivateKey),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----".to_owned(), OtherKind::Certificate),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@host".to_owned(), OtherKind::Document("SSH public key")),
        ("%PDF-1.7".to_owned(), OtherKind::Document("PDF document")),
        ("GIF89a".to_owned(), OtherKind::Image("GIF")),
        ("PK\x03\x04....word/document.xml".to_owned(), OtherKind::Document("Word document")),
        ("PK\x03\x04".to_owned(), OtherKind::Archive("ZIP archive")),
        (
            "ghp_0123456789abcdefghijABCDEFGHIJ012345".to_owned(),
            OtherKind::Document("API key of another service"),
        ),
        ("Where is my license? Thanks. Bye.".to_owned(), OtherKind::PlainText),
        ("hello".to_owned(), OtherKind::PlainText),
    ] {
        assert_eq!(find(text.as_bytes()), Found::Other(kind), "{text:?}");
    }
    assert_eq!(find(b"\x89PNG\r\n\x1a\n\0\0"), Found::Other(OtherKind::Image("PNG")));
    assert_eq!(find(b"\xFF\xD8\xFF\xE0"), Found::Other(OtherKind::Image("JPEG")));
    assert_eq!(find(b"\x1F\x8B\x08"), Found::Other(OtherKind::Archive("gzip archive")));
}

#[test]
fn no_debug_text_shows_what_was_found() {
    let token = format!("{}-{}", "a1B2c3D4e5", "f6G7h8I9j0K1l2M3n4O5p6");
    let text = format!("{token} {}", license());
    let shown = format!("{:?}", find(text.as_bytes()));
    assert!(!shown.contains("a1B2c3D4e5") && !shown.contains("eyJ"), "{shown}");
}

#[test]
fn what_has_the_shape_of_a_token_is_judged_and_not_named() {
    let header = segment("{\"alg\":\"EdDSA\"}");
    for text in
        ["a.b", "a.b.c", "abc.def", header.as_str(), &license().to_uppercase(), &license().to_lowercase()]
    {
        let found = only(text.as_bytes());
        assert_eq!(found.candidates[0].text.as_bytes(), text.as_bytes());
    }
    let json = format!("{{\"payload\":\"{header}\",\"protected\":\"{header}\",\"signature\":\"abc\"}}");
    assert_eq!(only(json.as_bytes()).candidates.len(), 1);
}

proptest! {
    #[test]
    fn any_bytes_give_few_candidates(raw in proptest::collection::vec(any::<u8>(), 0..600)) {
        bounded(&raw)?;
    }

    #[test]
    fn any_text_like_a_license_gives_few_candidates(raw in "([eyw.=%<>&;\\\\ \r\n\u{AD}–A-Za-z0-9]|eyJ|eyJhbGciOiJFZERTQSJ9|=3D|<p>|&#46;|\\.\\.){0,200}") {
        bounded(raw.as_bytes())?;
    }

    #[test]
    fn whatever_is_put_around_and_between_the_license_is_found(
        around in prop::sample::select(vec![("", ""), ("\"", "\""), ("“", "”"), ("<", ">"), ("Bearer ", ""), ("Dear all,\n\n", "\n\nBye. Me."), ("```txt\n", "\n```"), ("{\"license\": \"", "\"}"), ("<div>Hi<br>", "<br>Bye</div>")]),
        places in prop::collection::btree_map(0_usize..290, prop::sample::select(vec!["\n", "\r\n", "\n> ", " ", "\u{AD}", "\u{200B}", "\n\t"]), 0..6),
        dot in prop::sample::select(vec![".", "%2E", "\u{FF0E}", "\\."]),
        bits in any::<[bool; 3]>(),
    ) {
        let mut text = String::new();
        for (at, char) in license().chars().enumerate() {
            if at > 2 { text.push_str(places.get(&at).copied().unwrap_or_default()); }
            match char {
                '.' => text.push_str(dot),
                '_' if bits[0] => text.push('/'),
                '-' if bits[1] => text.push('–'),
                other => text.push(other),
            }
        }
        let text = format!("{}{text}{}", around.0, around.1);
        let raw = if bits[2] { text.encode_utf16().flat_map(u16::to_le_bytes).collect() } else { text.clone().into_bytes() };
        let found = tokens(&raw);
        let hit = found.iter().flat_map(|token| &token.candidates).any(|candidate| candidate.text.as_bytes() == license().as_bytes());
        prop_assert!(hit, "{text:?}");
    }
}

fn bounded(raw: &[u8]) -> Result<(), TestCaseError> {
    if let Found::Tokens(found) = find(raw) {
        prop_assert!(!found.is_empty());
        for token in found {
            prop_assert!((1..=12).contains(&token.candidates.len()));
            prop_assert!(token.copies >= 1);
        }
    }
    Ok(())
}

/// A text of a license's shape with every character of the alphabet that matters here; nobody signed it.
fn license() -> String {
    let header = segment("{\"alg\":\"EdDSA\",\"kid\":\"k\",\"typ\":\"JWT\"}");
    let payload = segment(
        "{\"iss\":\"license-issuer.example\",\"license_expires\":1824379200,\"account_id\":\"a\",\"version\":3}",
    );
    format!("{header}.{payload}.AB-_{}QQQ_-{}", "x".repeat(30), "Z9".repeat(23) + "c")
}

fn segment(json: &str) -> String {
    URL_SAFE_NO_PAD.encode(json)
}

fn wrapped(width: usize, eol: &str) -> String {
    let text = license();
    let lines: Vec<&str> =
        text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    lines.join(eol)
}

fn tokens(raw: &[u8]) -> Vec<TokenFound> {
    match find(raw) {
        Found::Tokens(tokens) => tokens,
        other @ (Found::Empty | Found::TooLarge { .. } | Found::Other(_)) => {
            panic!("{other:?} in {:?}", String::from_utf8_lossy(raw))
        }
    }
}

fn only(raw: &[u8]) -> TokenFound {
    let mut found = tokens(raw);
    assert_eq!(found.len(), 1, "{found:?} in {:?}", String::from_utf8_lossy(raw));
    found.remove(0)
}

/// What was done to get at the license itself.
fn cleaning(found: &TokenFound) -> Vec<Cleaning> {
    let hit = found.candidates.iter().find(|candidate| candidate.text.as_bytes() == license().as_bytes());
    hit.unwrap_or_else(|| panic!("not among {found:?}")).cleaning.clone()
}
