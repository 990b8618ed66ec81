//! Which store each platform has, and what people call it.

pub(super) use here::{COMES_BACK, GENERIC_PLACE, open, place};

#[cfg(all(unix, not(target_os = "macos")))]
mod here {
    use std::sync::Arc;

    use keyring::CredentialStore;

    /// Whether what serves it may die and be started anew.
    pub(in super::super) const COMES_BACK: bool = true;

    /// What the keychain is called as long as nobody knows which it is.
    pub(in super::super) const GENERIC_PLACE: &str = "the system's keychain (Secret Service)";

    /// The programs that serve secrets, by the beginning of their process's name.
    const PROVIDERS: [(&str, &str); 6] = [
        ("gnome-keyring", "GNOME Keyring"),
        ("oo7-daemon", "GNOME Keyring"),
        ("kwallet", "KWallet"),
        ("ksecretd", "KWallet"),
        ("keepassxc", "KeePassXC"),
        ("pass_secret", "pass"),
    ];

    pub(in super::super) fn open() -> keyring::Result<Arc<CredentialStore>> {
        Ok(zbus_secret_service_keyring_store::Store::new()?)
    }

    /// Who serves the secrets, as far as the session bus can tell.
    pub(in super::super) fn place() -> String {
        let name = provider().unwrap_or_default();
        let known = PROVIDERS.iter().find(|(process, _)| name.starts_with(process));
        known.map_or(GENERIC_PLACE, |(_, place)| place).to_owned()
    }

    fn provider() -> Option<String> {
        let bus = zbus::blocking::Connection::session().ok()?;
        let bus = zbus::blocking::fdo::DBusProxy::new(&bus).ok()?;
        let name = "org.freedesktop.secrets".try_into().ok()?;
        let process = bus.get_connection_unix_process_id(name).ok()?;
        std::fs::read_to_string(format!("/proc/{process}/comm")).ok()
    }
}

#[cfg(target_os = "macos")]
mod here {
    use std::sync::Arc;

    use keyring::CredentialStore;

    // Trying twice would ask its user again, who has just said no.
    pub(in super::super) const COMES_BACK: bool = false;

    pub(in super::super) const GENERIC_PLACE: &str = "the macOS Keychain";

    pub(in super::super) fn open() -> keyring::Result<Arc<CredentialStore>> {
        Ok(apple_native_keyring_store::keychain::Store::new()?)
    }

    pub(in super::super) fn place() -> String {
        GENERIC_PLACE.to_owned()
    }
}

#[cfg(windows)]
mod here {
    use std::sync::Arc;

    use keyring::CredentialStore;

    pub(in super::super) const COMES_BACK: bool = false;

    pub(in super::super) const GENERIC_PLACE: &str = "the Windows Credential Manager";

    pub(in super::super) fn open() -> keyring::Result<Arc<CredentialStore>> {
        Ok(windows_native_keyring_store::Store::new()?)
    }

    pub(in super::super) fn place() -> String {
        GENERIC_PLACE.to_owned()
    }
}
