//! Undoes what mail programs do to a text: quoted-printable, base64 parts, HTML.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use super::units::{ADDED_BREAK, SEAM, SOFT_BREAK};

/// A text as it reads once some markup is undone.
pub(super) struct View<'a> {
    pub(super) text: Cow<'a, str>,
    /// The markups undone, in the order in which that was done.
    pub(super) from: Vec<&'static str>,
}

/// The ways to read a text: the one with the most markup undone first, the text itself last.
pub(super) fn views(text: &str) -> Vec<View<'_>> {
    let mut views = vec![View { text: Cow::Borrowed(text), from: Vec::new() }];
    for (name, undo) in [
        ("a base64 mail part", base64_parts as fn(&str) -> Option<String>),
        ("quoted-printable", quoted_printable),
        ("HTML", html),
    ] {
        let Some(last) = views.last() else { continue };
        if let Some(undone) = undo(&last.text) {
            let from = last.from.iter().copied().chain([name]).collect();
            views.push(View { text: Cow::Owned(undone), from });
        }
    }
    // Only the ends matter: markup is undone in full, or was none.
    if views.len() > 2 {
        views.drain(1..views.len() - 1);
    }
    views.reverse();
    views
}

/// RFC 2045: `=` and a line break is nothing, `=` and two hex digits is a byte.
fn quoted_printable(text: &str) -> Option<String> {
    if !(text.contains("=3D") || text.contains("=\n") || text.contains("=\r\n")) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        if first != b'=' {
            out.push(first);
            continue;
        }
        let (taken, bytes): (usize, &[u8]) = match tail {
            [b'\r', b'\n', ..] => (2, &[]),
            [b'\n', ..] => (1, &[]),
            [high, low, ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high * 16 + low);
                    rest = tail.get(2..).unwrap_or_default();
                    continue;
                }
                _ => (0, b"="),
            },
            _ => (0, b"="),
        };
        out.extend_from_slice(bytes);
        if taken > 0 {
            out.extend_from_slice(SOFT_BREAK.encode_utf8(&mut [0; 4]).as_bytes());
        }
        rest = tail.get(taken..).unwrap_or_default();
    }
    Some(
        String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    )
}

/// Capitals only, as the standard asks: `token=ab…` is no escape.
fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Decodes the bodies of mail parts that are sent as base64.
fn base64_parts(text: &str) -> Option<String> {
    const HEADER: &str = "content-transfer-encoding:";
    let mut out = String::new();
    let mut found = false;
    let (mut announced, mut within) = (false, false);
    let mut body = String::new();
    for line in text.split_inclusive('\n').chain(["\n"]) {
        let bare = line.trim();
        if within {
            if !bare.is_empty()
                && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
            {
                body.push_str(bare);
                out.push(SOFT_BREAK);
                continue;
            }
            within = false;
            let decoded =
                STANDARD.decode(body.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            found |= decoded.is_some();
            let decoded = decoded.map(|text| text.replace('\n', ADDED_BREAK.encode_utf8(&mut [0; 4])));
            out.push_str(decoded.as_deref().unwrap_or(&body));
            body.clear();
        }
        if announced && bare.is_empty() {
            (announced, within) = (false, true);
        }
        let names_base64 =
            bare.get(HEADER.len()..).is_some_and(|value| value.trim().eq_ignore_ascii_case("base64"));
        announced |=
            names_base64 && bare.get(..HEADER.len()).is_some_and(|name| name.eq_ignore_ascii_case(HEADER));
        out.push_str(line);
    }
    found.then_some(out)
}

/// The text that a text of nothing but base64, in lines or not, stands for.
pub(super) fn whole_base64(text: &str) -> Option<String> {
    let joined: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let unpadded = joined.strip_suffix(b"==").or_else(|| joined.strip_suffix(b"="));
    let bytes = STANDARD_NO_PAD.decode(unpadded.unwrap_or(&joined)).ok()?;
    String::from_utf8(bytes).ok()
}

/// Drops tags, comments, scripts and styles, and writes entities as what they stand for.
fn html(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut changed = false;
    let mut rest = text;
    // Where no closing mark follows any more, none is looked for again: the way stays linear.
    let mut unclosed: Vec<&str> = Vec::new();
    while let Some(at) = rest.find(['<', '&']) {
        let (before, markup) = rest.split_at(at);
        out.push_str(before);
        let taken = if markup.starts_with('&') {
            entity(markup).map(|(char, length)| {
                out.push(char);
                length
            })
        } else {
            tag(markup, &mut unclosed).map(|(block, length)| {
                let lines =
                    markup.get(..length).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count();
                out.extend(std::iter::repeat_n(SOFT_BREAK, lines));
                out.push(if block { ADDED_BREAK } else { SEAM });
                length
            })
        };
        changed |= taken.is_some();
        if taken.is_none() {
            out.push_str(markup.get(..1).unwrap_or_default());
        }
        rest = markup.get(taken.unwrap_or(1)..).unwrap_or_default();
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// Reads a tag or comment at the start: whether it breaks the line, and its length.
fn tag<'a>(markup: &str, unclosed: &mut Vec<&'a str>) -> Option<(bool, usize)> {
    let mut until = |end: &'a str, markup: &str| {
        if unclosed.contains(&end) {
            return None;
        }
        let found = find_ignoring_case(markup, end).map(|at| at + end.len());
        if found.is_none() {
            unclosed.push(end);
        }
        found
    };
    if markup.starts_with("<!--") {
        return until("-->", markup).map(|length| (false, length));
    }
    let inner = markup.get(1..)?;
    let named = inner.strip_prefix(['/', '!', '?']).unwrap_or(inner);
    let length = named.bytes().take(13).take_while(u8::is_ascii_alphanumeric).count();
    let name = named.get(..length)?.to_ascii_lowercase();
    // Longer names are no tags but, say, a license in angle brackets; `<name@example.com>` is none either.
    if !(1..=12).contains(&length)
        || !named.get(length..)?.starts_with(|c: char| c.is_whitespace() || "/>:".contains(c))
    {
        return None;
    }
    if named.get(length..)?.starts_with("://") {
        return None;
    }
    let closed = until(">", markup)?;
    let hidden = match name.as_str() {
        "style" if named.len() == inner.len() => until("</style>", markup),
        "script" if named.len() == inner.len() => until("</script>", markup),
        _ => None,
    };
    Some((BLOCKS.contains(&name.as_str()), hidden.unwrap_or(closed)))
}

const BLOCKS: [&str; 25] = [
    "article",
    "blockquote",
    "body",
    "br",
    "dd",
    "div",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "hr",
    "html",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "title",
    "tr",
    "ul",
];

fn find_ignoring_case(text: &str, end: &str) -> Option<usize> {
    text.as_bytes().windows(end.len()).position(|window| window.eq_ignore_ascii_case(end.as_bytes()))
}

/// Reads an entity at the start: what it stands for, and its length.
fn entity(markup: &str) -> Option<(char, usize)> {
    let end = markup.bytes().take(12).position(|byte| byte == b';')?;
    let name = markup.get(1..end)?;
    let char = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "shy" => '\u{AD}',
        "period" => '.',
        "lowbar" | "UnderBar" => '_',
        "hyphen" | "dash" => '-',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "minus" => '\u{2212}',
        "equals" => '=',
        "plus" => '+',
        "sol" => '/',
        "NewLine" => '\n',
        "Tab" => '\t',
        "ldquo" | "rdquo" => '"',
        "lsquo" | "rsquo" => '\'',
        "zwj" => '\u{200D}',
        "zwnj" => '\u{200C}',
        "ZeroWidthSpace" | "NoBreak" => '\u{200B}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((char, end + 1))
}
