//! Rows 1 to 20: what programs between Coder and the reader add to a license or make of it.

use seatkeeper_testkit::mint;

use crate::judged::{claim, counted, fixed, good, judge_all, odd, refused, wrapped};

#[test]
fn row_01_line_break_at_the_end_is_taken_by_coder_and_the_clean_text_counts() {
    for eol in ["\n", "\r\n"] {
        let judged = odd(good() + eol, "odd_text_form");
        assert_eq!(counted(&judged), good());
    }
}

#[test]
fn row_02_blanks_around() {
    for blank in [" ", "\t", "\u{A0}", "\u{200B}", " \n\t"] {
        fixed(good() + blank, "cleaned_surroundings");
        fixed(format!("{blank}{}", good()), "cleaned_surroundings");
    }
}

#[test]
fn row_03_byte_order_mark_first_or_inside() {
    fixed(format!("\u{FEFF}{}", good()), "cleaned_encoding");
    for at in [20, 100] {
        let mut text = good();
        text.insert(at, '\u{FEFF}');
        refused(text, "malformed", "base64_invalid");
    }
    let mut text = good();
    text.insert(text.len() - 20, '\u{FEFF}');
    refused(text, "bad_signature", "signature_invalid");
}

#[test]
fn row_04_utf16_with_and_without_a_mark() {
    for mark in ["\u{FEFF}", ""] {
        let text = format!("{mark}{}\r\n", good());
        fixed(text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), "cleaned_encoding");
        fixed(text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(), "cleaned_encoding");
    }
}

#[test]
fn utf32_with_and_without_a_mark() {
    for mark in ["\u{FEFF}", ""] {
        let text = format!("{mark}{}\r\n", good());
        let units = || text.chars().map(u32::from);
        fixed(units().flat_map(u32::to_le_bytes).collect::<Vec<u8>>(), "cleaned_encoding");
        fixed(units().flat_map(u32::to_be_bytes).collect::<Vec<u8>>(), "cleaned_encoding");
    }
}

#[test]
fn base64_of_a_whole_license_in_one_line_or_many() {
    use base64::Engine as _;
    for text in [good(), good() + "\n"] {
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        fixed(&encoded, "cleaned_encoding");
        let lines: Vec<&str> =
            encoded.as_bytes().chunks(76).filter_map(|line| str::from_utf8(line).ok()).collect();
        fixed(lines.join("\n") + "\n", "cleaned_encoding");
    }
}

#[test]
fn lines_marked_by_a_diff_or_as_quoted_mail() {
    for mark in ["+", "> ", ">> "] {
        fixed(format!("{mark}{}\n", good()), "cleaned_surroundings");
        let marked: String = wrapped(76, "\n").lines().map(|line| format!("{mark}{line}\n")).collect();
        fixed(marked, "cleaned_line_breaks");
    }
}

#[test]
fn row_05_wrapped_at_76_breaks_header_and_payload() {
    for eol in ["\n", "\r\n", "\n  "] {
        fixed(wrapped(76, eol), "cleaned_line_breaks");
        fixed(wrapped(76, eol) + eol, "cleaned_line_breaks");
    }
}

#[test]
fn row_06_line_break_inside_the_signature_is_taken_by_coder_and_the_clean_text_counts() {
    for eol in ["\n", "\r\n"] {
        let mut text = good();
        text.insert_str(text.len() - 40, eol);
        let judged = odd(text, "odd_text_form");
        assert_eq!(counted(&judged), good());
    }
}

#[test]
fn row_07_signed_with_a_line_break_inside_a_segment_counts_as_it_is() {
    let text = good();
    let (signed, _) = text.rsplit_once('.').expect("three segments");
    let text = mint::sign_text(&format!("{}\n{}", &signed[..30], &signed[30..]));
    let judged = odd(&text, "odd_text_form");
    assert_eq!(counted(&judged), text);
}

#[test]
fn row_08_quotes_and_brackets_around() {
    for (open, close) in
        [("\"", "\""), ("'", "'"), ("“", "”"), ("‘", "’"), ("„", "“"), ("<", ">"), ("`", "`")]
    {
        fixed(format!("{open}{}{close}", good()), "cleaned_surroundings");
    }
}

#[test]
fn row_09_words_before() {
    for word in ["Bearer ", "bearer ", "token=", "CODER_LICENSE=", "export CODER_LICENSE="] {
        fixed(format!("{word}{}", good()), "cleaned_surroundings");
    }
}

#[test]
fn row_10_markdown_fence_with_a_language_word() {
    for fence in ["```", "```jwt", "```text", "~~~"] {
        fixed(format!("{fence}\n{}\n{}\n", good(), &fence[..3]), "cleaned_surroundings");
    }
}

#[test]
fn row_11_html_mail_and_quoted_printable() {
    let html = good().replace('.', "&#46;<wbr>").replace('_', "&#x5F;").replace('-', "&#45;");
    fixed(
        format!(
            "<!DOCTYPE html><html><body><p>Hello,</p><p>your license:<br>{html}</p><p>Regards</p></body></html>"
        ),
        "cleaned_encoding",
    );
    let eml = format!(
        "From: Coder <sales@example.com>\r\nTo: admin@example.com\r\nSubject: Your license\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         Hello,\r\n\r\n{}\r\n\r\nRegards=2E\r\n",
        wrapped(75, "=\r\n")
    );
    fixed(eml, "cleaned_encoding");
    let eml = format!(
        "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<div class=3D\"x\">{}</div>\n",
        wrapped(75, "=\n")
    );
    fixed(eml, "cleaned_encoding");
}

#[test]
fn row_12_quote_marks_of_mail_in_each_line() {
    for mark in ["> ", ">", ">> ", "> > "] {
        let quoted: String = wrapped(72, "\n").lines().map(|line| format!("{mark}{line}\n")).collect();
        fixed(quoted, "cleaned_line_breaks");
    }
}

#[test]
fn row_13_json_and_shell_commands() {
    fixed(format!("{{\"license\":\"{}\"}}", good()), "cleaned_surroundings");
    fixed(format!("{{\n  \"license\": \"{}\\n\"\n}}\n", good()), "taken_from_text");
    fixed(format!("coder licenses add -l {}", good()), "taken_from_text");
    fixed(format!("$ coder licenses add --license=\"{}\"\n", good()), "taken_from_text");
}

#[test]
fn row_14_several_licenses_in_one_text() {
    let other = claim("account_id", "0018000000XyZaB".into());
    let all = judge_all(format!("{}\n\n{other}\n", good()));
    assert_eq!(all.len(), 2);
    for (judged, text) in all.iter().zip([good(), other]) {
        assert_eq!(judged.verdict, "valid");
        assert!(judged.notes.iter().any(|code| code == "one_of_several"), "{judged:#?}");
        assert_eq!(counted(judged), text);
    }
    fixed(format!("{}\n{}\n", good(), good()), "same_text_twice");
    fixed(format!("{}\n\n{}\n", good(), wrapped(76, "\n")), "same_text_twice");
}

#[test]
fn row_15_a_license_among_200_lines_of_a_ticket() {
    let line = |n| match n {
        57 => format!("The key we were sent is {}.\n", good()),
        _ => {
            format!("{n}: Something happened, and then it didn't. See https://example.com/a.b.c?d=e-f_{n}\n")
        }
    };
    let ticket: String = (1..=200).map(line).collect();
    fixed(ticket, "taken_from_text");
}

#[test]
fn row_16_padding_on_any_segment() {
    let text = good();
    let parts: Vec<&str> = text.split('.').collect();
    for segment in 0..3 {
        for padding in ["=", "==", "%3D"] {
            let mut parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
            parts[segment].push_str(padding);
            fixed(parts.join("."), "cleaned_encoding");
        }
    }
}

#[test]
fn row_17_standard_alphabet() {
    let text = good();
    assert!(text.contains(['-', '_']), "the license has what differs");
    fixed(text.replace('-', "+").replace('_', "/"), "cleaned_encoding");
}

#[test]
fn row_18_dashes_and_escaped_dots() {
    assert!(good().contains('-'));
    for (from, to) in [
        ("-", "\u{2013}"),
        ("-", "\u{2014}"),
        ("-", "\u{2011}"),
        (".", "%2E"),
        (".", "%2e"),
        (".", "\u{FF0E}"),
    ] {
        fixed(good().replace(from, to), "cleaned_encoding");
    }
}

#[test]
fn row_19_invisible_characters_inside() {
    for char in ['\u{AD}', '\u{200B}', '\u{200D}', '\u{2060}'] {
        let mut text = good();
        for at in [text.len() - 30, 200, 60, 12] {
            text.insert(at, char);
        }
        fixed(text, "cleaned_encoding");
    }
}

#[test]
fn row_20_spare_bits_at_the_end_of_the_signature() {
    let mut text = good();
    let last = text.pop().expect("a signature");
    let spare = match last {
        'A' => 'B',
        'Q' => 'R',
        'g' => 'h',
        _ => 'x',
    };
    assert_ne!(last, spare);
    text.push(spare);
    let judged = odd(text, "odd_text_form");
    assert_eq!(judged.license.expect("a license")["account_id"], "0018000000AbCdE");
}
