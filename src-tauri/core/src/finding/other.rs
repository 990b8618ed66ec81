//! Names what is not a license: files by their first bytes, keys and tokens by their form.

use super::OtherKind;
use super::units::{Unit, is_blank, read};

/// Names a file by its first bytes.
pub(super) fn by_magic(raw: &[u8]) -> Option<OtherKind> {
    const MAGIC: [(&[u8], OtherKind); 16] = [
        (b"%PDF-", OtherKind::Document("PDF document")),
        (b"\x89PNG\r\n\x1a\n", OtherKind::Image("PNG")),
        (b"\xFF\xD8\xFF", OtherKind::Image("JPEG")),
        (b"GIF87a", OtherKind::Image("GIF")),
        (b"GIF89a", OtherKind::Image("GIF")),
        (b"II*\0", OtherKind::Image("TIFF")),
        (b"MM\0*", OtherKind::Image("TIFF")),
        (b"\x1F\x8B", OtherKind::Archive("gzip archive")),
        (b"BZh", OtherKind::Archive("bzip2 archive")),
        (b"\xFD7zXZ\0", OtherKind::Archive("xz archive")),
        (b"7z\xBC\xAF\x27\x1C", OtherKind::Archive("7z archive")),
        (b"Rar!\x1A\x07", OtherKind::Archive("RAR archive")),
        (b"\x7FELF", OtherKind::Document("program")),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", OtherKind::Document("Microsoft Office document")),
        (b"SQLite format 3\0", OtherKind::Document("SQLite database")),
        (b"{\\rtf", OtherKind::Document("RTF document")),
    ];
    if raw.starts_with(b"PK\x03\x04") || raw.starts_with(b"PK\x05\x06") {
        return Some(zipped(raw));
    }
    if raw.starts_with(b"RIFF") && raw.get(8..12) == Some(b"WEBP") {
        return Some(OtherKind::Image("WebP"));
    }
    MAGIC.iter().find(|(magic, _)| raw.starts_with(magic)).map(|(_, kind)| *kind)
}

fn zipped(raw: &[u8]) -> OtherKind {
    let holds = |name: &[u8]| raw.windows(name.len()).any(|window| window == name);
    if holds(b"word/") {
        OtherKind::Document("Word document")
    } else if holds(b"xl/") && holds(b"[Content_Types].xml") {
        OtherKind::Document("Excel document")
    } else if holds(b"mimetypeapplication/vnd.oasis") {
        OtherKind::Document("OpenDocument file")
    } else {
        OtherKind::Archive("ZIP archive")
    }
}

/// Names a text by the words in it: what is secret first, so that it is never taken for something harmless.
pub(super) fn by_words(text: &str) -> Option<OtherKind> {
    if pem_labels(text).any(|label| label.ends_with("PRIVATE KEY")) {
        return Some(OtherKind::PrivateKey);
    }
    if holds_session_token(text) {
        return Some(OtherKind::SessionToken);
    }
    if let Some(label) = pem_labels(text).next() {
        return Some(match label {
            _ if label.contains("CERTIFICATE") => OtherKind::Certificate,
            _ if label.contains("PUBLIC KEY") => OtherKind::Document("public key"),
            _ => OtherKind::Document("PEM file"),
        });
    }
    let bare = text.trim_matches(|char: char| is_blank(char) || "\"'`<>".contains(char));
    if bare.starts_with("PuTTY-User-Key-File") || bare.starts_with("AGE-SECRET-KEY-") {
        return Some(OtherKind::PrivateKey);
    }
    if ["ssh-ed25519 ", "ssh-rsa ", "ssh-dss ", "ecdsa-sha2-"].iter().any(|start| bare.starts_with(start)) {
        return Some(OtherKind::Document("SSH public key"));
    }
    let one_word = !bare.contains(char::is_whitespace);
    if one_word && API_KEYS.iter().any(|start| bare.starts_with(start)) {
        return Some(OtherKind::Document("API key of another service"));
    }
    None
}

/// How the keys of well-known services begin.
const API_KEYS: [&str; 16] = [
    "AIza",
    "AKIA",
    "ASIA",
    "dop_v1_",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "hf_",
    "hvs.",
    "npm_",
    "pypi-",
    "sk-",
    "xox",
];

/// The labels of `-----BEGIN …-----` lines.
fn pem_labels(text: &str) -> impl Iterator<Item = &str> {
    text.split("-----BEGIN ").skip(1).filter_map(|rest| {
        let line = rest.split(['\n', '\r']).next()?;
        line.split("-----").next().map(str::trim).map(|label| label.strip_suffix(" BLOCK").unwrap_or(label))
    })
}

/// Ten letters or digits, a hyphen, twenty-two more: the form of every session token and API key of Coder's.
fn holds_session_token(text: &str) -> bool {
    let mut run: Vec<u8> = Vec::new();
    let mut at = 0;
    // One round past the end closes the last run.
    loop {
        let unit = read(text, at);
        match unit {
            Some((Unit::Core(byte), length)) => {
                // Longer runs only need to be known as longer.
                if run.len() < 64 {
                    run.push(byte);
                }
                at += length;
                continue;
            }
            Some((Unit::Invisible, length)) => {
                at += length;
                continue;
            }
            _ => {}
        }
        if is_session_token(&run) {
            return true;
        }
        run.clear();
        match unit {
            Some((_, length)) => at += length,
            None => return false,
        }
    }
}

fn is_session_token(run: &[u8]) -> bool {
    run.len() == 33
        && run
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 10 { *byte == b'-' } else { byte.is_ascii_alphanumeric() })
}
