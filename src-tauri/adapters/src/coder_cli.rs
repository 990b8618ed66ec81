//! The session of the `coder` program on this computer, read where that program keeps it and never changed
//! (coder/coder, `cli/config/file.go` and `cli/sessionstore`).
//!
//! On Linux it is two files of one folder. On macOS and Windows it is an entry of the keychain, and the files where that
//! is switched off.

#[cfg(any(test, target_os = "macos", windows))]
mod credentials;

use std::path::{Path, PathBuf};

use seatkeeper_core::deployment::AccessUrl;
use seatkeeper_core::ports::CoderCli;
use seatkeeper_core::session::SessionToken;
use secrecy::SecretString;

use crate::{OsKeychain, read_license_file};

/// The variable that names the program's folder instead.
const FOLDER_VARIABLE: &str = "CODER_CONFIG_DIR";
/// The most bytes of one of its files that are read.
const LARGEST: usize = 4096;

/// The `coder` program of this user.
#[derive(Debug, Clone)]
pub struct InstalledCoderCli {
    folders: Vec<PathBuf>,
    /// Read where the program uses the keychain.
    #[cfg_attr(not(any(target_os = "macos", windows)), expect(dead_code, reason = "files are all there is"))]
    keychain: Option<OsKeychain>,
}

impl InstalledCoderCli {
    /// Looks where the program looks: in the folder of `CODER_CONFIG_DIR`, else in the keychain and the platform's own
    /// folder.
    pub fn from_environment(keychain: &OsKeychain) -> Self {
        if let Some(named) = std::env::var_os(FOLDER_VARIABLE).filter(|named| !named.is_empty()) {
            // With a folder of its own the program leaves the keychain alone.
            return Self::at(named);
        }
        let mut folders: Vec<PathBuf> = directories::BaseDirs::new()
            .map(|base| vec![base.config_local_dir().join("coderv2"), base.config_dir().join("coderv2")])
            .unwrap_or_default();
        folders.dedup();
        Self { folders, keychain: Some(keychain.clone()) }
    }

    /// Looks in this folder alone.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folders: vec![folder.into()], keychain: None }
    }

    /// Each session with where it was found, the keychain's before the files', as the program reads them.
    fn sessions(&self) -> Vec<Found> {
        let mut found = self.in_keychain();
        found.extend(self.folders.iter().filter_map(|folder| in_folder(folder)));
        found
    }

    #[cfg(not(any(target_os = "macos", windows)))]
    fn in_keychain(&self) -> Vec<Found> {
        Vec::new()
    }

    #[cfg(any(target_os = "macos", windows))]
    fn in_keychain(&self) -> Vec<Found> {
        use seatkeeper_core::ports::Keychain;
        let Some(keychain) = &self.keychain else { return Vec::new() };
        let Ok(Some(held)) = keychain.foreign_entry(credentials::entry()) else { return Vec::new() };
        let last = self.folders.iter().find_map(|folder| address(folder));
        let found = |(address, token)| Found { address, token, place: keychain.place() };
        credentials::read(&held, last.as_ref()).into_iter().map(found).collect()
    }
}

impl CoderCli for InstalledCoderCli {
    fn session(&self, origin: &AccessUrl) -> Option<(SessionToken, String)> {
        let found = self.sessions().into_iter().find(|found| found.address == *origin)?;
        Some((found.token, found.place))
    }

    fn known(&self) -> Vec<AccessUrl> {
        let mut known: Vec<AccessUrl> = Vec::new();
        for found in self.sessions() {
            if !known.contains(&found.address) {
                known.push(found.address);
            }
        }
        known
    }
}

/// A session, and where it was found.
struct Found {
    address: AccessUrl,
    token: SessionToken,
    place: String,
}

/// The session of a folder: one deployment's, or none.
fn in_folder(folder: &Path) -> Option<Found> {
    let address = address(folder)?;
    let token = SessionToken::read(&SecretString::from(text(&folder.join("session"))?)).ok()?;
    Some(Found { address, token, place: folder.display().to_string() })
}

/// The deployment that a folder names. A token for one that is asked without TLS is left alone, this computer aside.
fn address(folder: &Path) -> Option<AccessUrl> {
    let address = AccessUrl::read(&text(&folder.join("url"))?).ok()?.url;
    (address.is_encrypted() || address.is_loopback()).then_some(address)
}

/// A short text; whatever else lies there is none.
fn text(file: &Path) -> Option<String> {
    let bytes = read_license_file(file).ok().filter(|bytes| bytes.len() <= LARGEST)?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use secrecy::ExposeSecret;

    use super::*;

    const TOKEN: &str = "Abcdefghi1-0123456789ABCDEFGHIJKL";

    fn folder(url: &str, session: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("url"), url).unwrap();
        fs::write(folder.path().join("session"), session).unwrap();
        folder
    }

    fn known(folder: &Path) -> Vec<String> {
        InstalledCoderCli::at(folder).known().iter().map(AccessUrl::origin).collect()
    }

    fn address(typed: &str) -> AccessUrl {
        AccessUrl::read(typed).unwrap().url
    }

    #[test]
    fn the_session_of_the_folder_is_given_to_its_own_origin_alone() {
        let folder = folder("https://coder.example.com/\n", TOKEN);
        let program = InstalledCoderCli::at(folder.path());
        assert_eq!(program.known(), [address("https://coder.example.com")]);
        let (token, place) = program.session(&address("coder.example.com")).unwrap();
        assert_eq!(token.secret().expose_secret(), TOKEN);
        assert_eq!(place, folder.path().display().to_string());
        for other in ["http://coder.example.com", "https://coder.example.com:8443", "https://example.com"] {
            assert!(program.session(&address(other)).is_none(), "{other}");
        }
    }

    #[test]
    fn a_deployment_without_tls_is_left_alone_but_for_this_computer() {
        assert!(known(folder("http://coder.example.com", TOKEN).path()).is_empty());
        assert_eq!(known(folder("http://127.0.0.1:3000", TOKEN).path()), ["http://127.0.0.1:3000"]);
        assert_eq!(known(folder("http://localhost:3000\n", TOKEN).path()), ["http://localhost:3000"]);
    }

    #[test]
    fn without_a_session_or_an_address_there_is_none() {
        let empty = tempfile::tempdir().unwrap();
        assert!(known(empty.path()).is_empty());
        assert!(known(&empty.path().join("missing")).is_empty());
        assert!(known(folder("https://coder.example.com", "").path()).is_empty());
        assert!(known(folder("https://coder.example.com", "short-token").path()).is_empty());
        assert!(known(folder("", TOKEN).path()).is_empty());
        assert!(known(folder("https://ana:pw@coder.example.com", TOKEN).path()).is_empty());
        assert!(
            known(folder("https://coder.example.com", &format!("{TOKEN}{}", " ".repeat(LARGEST))).path())
                .is_empty()
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_plain_file_is_not_waited_for() {
        let folder = folder("https://coder.example.com", TOKEN);
        let session = folder.path().join("session");
        fs::remove_file(&session).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&session).status().unwrap();
        assert!(made.success());
        assert!(known(folder.path()).is_empty());
        fs::remove_file(&session).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &session).unwrap();
        assert!(known(folder.path()).is_empty());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_platforms_folder_is_looked_in_unless_another_is_named() {
        let room = tempfile::tempdir().unwrap();
        let own = folder("https://named.example.com", TOKEN);
        let theirs = room.path().join("coderv2");
        fs::create_dir(&theirs).unwrap();
        fs::write(theirs.join("url"), "https://theirs.example.com").unwrap();
        fs::write(theirs.join("session"), TOKEN).unwrap();
        let run = |named: Option<&Path>| {
            let mut child = std::process::Command::new(std::env::current_exe().unwrap());
            child.args(["--exact", "coder_cli::tests::tells_what_it_finds", "--nocapture"]);
            child.env("XDG_CONFIG_HOME", room.path()).env("TELL_SESSIONS", "1").env_remove(FOLDER_VARIABLE);
            child.envs(named.map(|folder| (FOLDER_VARIABLE, folder)));
            String::from_utf8(child.output().unwrap().stdout).unwrap()
        };
        assert!(run(None).contains("found https://theirs.example.com\n"));
        assert!(run(Some(own.path())).contains("found https://named.example.com\n"));
    }

    /// Not a test by itself: looks where its environment says.
    #[test]
    fn tells_what_it_finds() {
        if std::env::var_os("TELL_SESSIONS").is_some() {
            for found in InstalledCoderCli::from_environment(&OsKeychain::new()).known() {
                println!("\nfound {found}");
            }
        }
    }
}
