//! What admins type for an address, and what becomes of it.

use seatkeeper_core::deployment::{AccessUrl, AddressFault, AddressRemark};

/// The origin with the kinds of remarks, or the kind of fault.
fn outcome(typed: &str) -> String {
    match AccessUrl::read(typed) {
        Ok(read) => {
            let mut words = read.url.origin();
            for remark in &read.remarks {
                words.push_str(match remark {
                    AddressRemark::SchemeAdded(_) => " +scheme",
                    AddressRemark::Cut(_) => " +cut",
                    AddressRemark::Punycode(_) => " +punycode",
                    AddressRemark::NotEncrypted => " +open",
                });
            }
            words
        }
        Err(fault) => match fault {
            AddressFault::Empty => "empty",
            AddressFault::TooLong => "too long",
            AddressFault::Scheme(_) => "scheme",
            AddressFault::Credentials => "credentials",
            AddressFault::Host => "host",
            AddressFault::Port => "port",
            AddressFault::Characters => "characters",
        }
        .to_owned(),
    }
}

const TABLE: [(&str, &str); 44] = [
    ("coder.example.com", "https://coder.example.com +scheme"),
    ("  coder.example.com\n", "https://coder.example.com +scheme"),
    ("CODER.Example.COM", "https://coder.example.com +scheme"),
    ("https://coder.example.com", "https://coder.example.com"),
    ("https://coder.example.com/", "https://coder.example.com"),
    ("HTTPS://coder.example.com", "https://coder.example.com"),
    ("https://coder.example.com:443", "https://coder.example.com"),
    ("https://coder.example.com:8443", "https://coder.example.com:8443"),
    ("coder.example.com:8443", "https://coder.example.com:8443 +scheme"),
    ("coder.example.com:8443/foo", "https://coder.example.com:8443 +scheme +cut"),
    ("coder.example.com/foo", "https://coder.example.com +scheme +cut"),
    ("https://coder.example.com/cli-auth", "https://coder.example.com +cut"),
    ("https://coder.example.com/?a=b", "https://coder.example.com +cut"),
    ("https://coder.example.com?a=b", "https://coder.example.com +cut"),
    ("https://coder.example.com#part", "https://coder.example.com +cut"),
    ("//coder.example.com", "https://coder.example.com +scheme"),
    ("http://coder.example.com", "http://coder.example.com +open"),
    ("http://coder.example.com:80", "http://coder.example.com +open"),
    ("http://localhost:3000", "http://localhost:3000"),
    ("localhost:3000", "http://localhost:3000 +scheme"),
    ("localhost", "http://localhost +scheme"),
    ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
    ("http://127.1:3000", "http://127.0.0.1:3000"),
    ("http://[::1]:3000", "http://[::1]:3000"),
    ("[::1]:3000", "https://[::1]:3000 +scheme"),
    ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ("http://192.168.1.5", "http://192.168.1.5 +open"),
    ("bücher.example", "https://xn--bcher-kva.example +scheme +punycode"),
    ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ("https://ana@coder.example.com", "credentials"),
    ("https://ana:pw@coder.example.com", "credentials"),
    ("", "empty"),
    (" \t\n", "empty"),
    ("coder example com", "characters"),
    ("coder.example.com\u{200b}", "characters"),
    ("https:\\\\coder.example.com", "characters"),
    ("https://coder.example.com:0", "port"),
    ("https://coder.example.com:70000", "port"),
    ("https://", "host"),
    ("https://[::1", "host"),
    ("javascript:alert(1)", "scheme"),
    ("file:///etc/passwd", "scheme"),
    ("ftp://coder.example.com", "scheme"),
    ("data:text/html,x", "scheme"),
];

#[test]
fn every_address_has_its_outcome() {
    let wrong: Vec<_> = TABLE
        .iter()
        .filter(|(typed, expected)| outcome(typed) != *expected)
        .map(|(typed, expected)| format!("{typed:?}: {} instead of {expected}", outcome(typed)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_origin_reads_back_as_itself() {
    for (typed, _) in TABLE {
        if let Ok(read) = AccessUrl::read(typed) {
            let again = AccessUrl::read(&read.url.origin()).expect("an origin").url;
            assert_eq!(again, read.url, "{typed:?}");
        }
    }
}

#[test]
fn an_address_longer_than_any_is_refused() {
    assert_eq!(outcome(&format!("https://{}.example.com", "a".repeat(2_100))), "too long");
}

#[test]
fn a_password_in_an_address_is_not_repeated() {
    for typed in ["https://ana:hunter2@coder.example.com", "ana:hunter2@coder.example.com"] {
        let fault = AccessUrl::read(typed).expect_err("refused").to_string();
        assert!(!fault.contains("hunter2"), "{fault}");
    }
}
