//! The entry of the keychain in which the `coder` program keeps its sessions on macOS and Windows: JSON by host, on macOS
//! in base64.

use std::collections::BTreeMap;

use seatkeeper_core::deployment::AccessUrl;
use seatkeeper_core::session::SessionToken;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::Deserialize;

/// What the entry holds of one deployment.
#[derive(Deserialize)]
struct Credential {
    api_token: SecretString,
}

/// The program's entry.
#[cfg(any(target_os = "macos", windows))]
pub(super) fn entry() -> crate::os_keychain::EntryName {
    const SERVICE: &str = "coder-v2-credentials";
    crate::os_keychain::EntryName {
        service: SERVICE.to_owned(),
        account: "coder-login-credentials".to_owned(),
        target: Some(SERVICE.to_owned()),
    }
}

/// Reads the entry; what is damaged in it is left out.
///
/// Its hosts have no scheme, so each is meant with https, but for the one that the program used `last`, whose address is
/// known.
pub(super) fn read(held: &SecretSlice<u8>, last: Option<&AccessUrl>) -> Vec<(AccessUrl, SessionToken)> {
    // EXPOSE: tokens are taken out of the entry, into a type that cannot be printed.
    let held = decoded(held.expose_secret());
    let Ok(credentials) = serde_json::from_slice::<BTreeMap<String, Credential>>(&held) else {
        return Vec::new();
    };
    let session = |(host, credential): (String, Credential)| {
        let address = match last.filter(|last| last.host().eq_ignore_ascii_case(&host)) {
            Some(last) => last.clone(),
            None => AccessUrl::read(&format!("https://{host}")).ok()?.url,
        };
        Some((address, SessionToken::read(&credential.api_token).ok()?))
    };
    let mut sessions: Vec<_> = credentials.into_iter().filter_map(session).collect();
    sessions.sort_by_key(|(address, _)| last != Some(address));
    sessions
}

/// The JSON of an entry.
fn decoded(held: &[u8]) -> Zeroizing<Vec<u8>> {
    #[cfg(target_os = "macos")]
    {
        use base64::Engine;
        let decoded = base64::engine::general_purpose::STANDARD.decode(held.trim_ascii());
        Zeroizing::new(decoded.unwrap_or_default())
    }
    #[cfg(not(target_os = "macos"))]
    Zeroizing::new(held.to_vec())
}

#[cfg(all(test, not(target_os = "macos")))]
mod tests {
    use super::*;

    const TOKEN: &str = "Abcdefghi1-0123456789ABCDEFGHIJKL";

    fn origins(json: &str, last: Option<&str>) -> Vec<String> {
        let last = last.map(|last| AccessUrl::read(last).expect("an address").url);
        let held = SecretSlice::from(json.as_bytes().to_vec());
        read(&held, last.as_ref()).iter().map(|(address, _)| address.origin()).collect()
    }

    fn entry(hosts: &[&str]) -> String {
        let of = |host: &&str| format!("\"{host}\":{{\"coder_url\":\"{host}\",\"api_token\":\"{TOKEN}\"}}");
        format!("{{{}}}", hosts.iter().map(of).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn each_host_is_meant_with_https_and_the_last_one_with_its_own_scheme() {
        let held = entry(&["a.example.com", "localhost:3000", "z.example.com:8443"]);
        let all = ["https://a.example.com", "https://localhost:3000", "https://z.example.com:8443"];
        assert_eq!(origins(&held, None), all);
        let last = "http://localhost:3000";
        assert_eq!(origins(&held, Some(last)), [last, all[0], all[2]]);
        assert_eq!(origins(&held, Some("https://z.example.com:8443")), [all[2], all[0], all[1]]);
    }

    #[test]
    fn what_is_damaged_is_left_out() {
        for held in ["", "[]", "{\"a.example.com\":{}}", "no JSON"] {
            assert!(origins(held, None).is_empty(), "{held}");
        }
        let held = entry(&["a.example.com", "not a host"]).replacen(TOKEN, "no token", 1);
        assert!(origins(&held, None).is_empty());
        assert_eq!(
            origins(&entry(&["a.example.com", "ana:pw@b.example.com"]), None),
            ["https://a.example.com"]
        );
    }
}
