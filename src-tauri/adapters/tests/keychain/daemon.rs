//! What tests do to the keyring behind the adapter's back, over the bus and by signals.

use std::collections::HashMap;
use std::io::Write;
use std::process::{Command, Stdio};

use zbus::blocking::Connection;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

const NAME: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";

/// The daemon's process; `None` where nobody serves secrets.
pub(crate) fn process() -> Option<u32> {
    let bus = Connection::session().unwrap();
    let bus = zbus::blocking::fdo::DBusProxy::new(&bus).unwrap();
    bus.get_connection_unix_process_id(NAME.try_into().unwrap()).ok()
}

/// Sends the daemon a signal.
pub(crate) fn signal(signal: &str) {
    let daemon = process().unwrap().to_string();
    assert!(Command::new("kill").args([signal, &daemon]).status().unwrap().success());
}

/// Waits until somebody serves secrets, or nobody.
pub(crate) fn wait_until_there(there: bool) {
    while process().is_some() != there {
        std::thread::yield_now();
    }
}

/// Starts the daemon anew, on the keyrings that the former one left.
pub(crate) fn start(unlocked: bool) {
    let mut daemon = Command::new("gnome-keyring-daemon");
    daemon.arg("--components=secrets").arg(if unlocked { "--unlock" } else { "--start" });
    daemon.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut starting = daemon.spawn().unwrap();
    let password = std::env::var("KEYRING_PASSWORD").unwrap();
    // It may not read what it does not need.
    drop(starting.stdin.take().unwrap().write_all(password.as_bytes()));
    assert!(starting.wait().unwrap().success());
    wait_until_there(true);
}

/// Locks every entry, as a screen lock does.
pub(crate) fn lock() {
    let bus = Connection::session().unwrap();
    let collection = collection(&bus);
    bus.call_method(Some(NAME), ROOT, Some(SERVICE), "Lock", &(vec![collection],)).unwrap();
}

/// Adds a second entry of the same account.
pub(crate) fn add_twin(account: &str, secret: &[u8]) {
    let bus = Connection::session().unwrap();
    let collection = collection(&bus);
    let opened =
        bus.call_method(Some(NAME), ROOT, Some(SERVICE), "OpenSession", &("plain", Value::from(""))).unwrap();
    let (_, session): (OwnedValue, OwnedObjectPath) = opened.body().deserialize().unwrap();
    let attributes: HashMap<&str, &str> =
        [("service", seatkeeper_adapters::IDENTIFIER), ("username", account)].into();
    let properties: HashMap<&str, Value<'_>> = [
        ("org.freedesktop.Secret.Item.Label", Value::from("twin")),
        ("org.freedesktop.Secret.Item.Attributes", Value::from(attributes)),
    ]
    .into();
    let secret = (ObjectPath::from(&session), Vec::<u8>::new(), secret.to_vec(), "text/plain");
    let interface = Some("org.freedesktop.Secret.Collection");
    bus.call_method(Some(NAME), &collection, interface, "CreateItem", &(properties, secret, false)).unwrap();
}

/// How many entries an account has.
pub(crate) fn count(account: &str) -> usize {
    let bus = Connection::session().unwrap();
    let attributes: HashMap<&str, &str> =
        [("service", seatkeeper_adapters::IDENTIFIER), ("username", account)].into();
    let found = bus.call_method(Some(NAME), ROOT, Some(SERVICE), "SearchItems", &(attributes,)).unwrap();
    let (unlocked, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
        found.body().deserialize().unwrap();
    unlocked.len() + locked.len()
}

fn collection(bus: &Connection) -> OwnedObjectPath {
    let alias = bus.call_method(Some(NAME), ROOT, Some(SERVICE), "ReadAlias", &("default",)).unwrap();
    alias.body().deserialize().unwrap()
}
