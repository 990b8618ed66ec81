//! A terminal of the tests' own: the real program, a data folder, and a keychain that nobody else uses.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use seatkeeper_adapters::{Paths, SqliteStore, StoredKey, SystemClock};
use seatkeeper_testkit::fake_deployment::{Clock, FakeDeployment, Plan, Tls};
use seatkeeper_testkit::mint;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What every secret of these tests holds, so that it can be looked for anywhere.
pub(crate) const CANARY: &str = "CANARYcanary";

const DAY: i64 = 86_400;

/// A session bus of its own, with an unlocked and empty keychain on it. Both end with it.
struct Bus {
    daemon: Child,
    address: String,
    folder: TempDir,
}

impl Bus {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut daemon = Command::new("dbus-daemon");
        daemon.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        daemon.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daemon = private(&mut daemon, folder.path()).spawn().expect("dbus-daemon (package dbus)");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let bus = Self { daemon, address: address.trim().to_owned(), folder };
        bus.unlock();
        bus
    }

    /// Starts the keychain; it goes to the background once it answers.
    fn unlock(&self) {
        let mut keyring = Command::new("gnome-keyring-daemon");
        keyring.args(["--unlock", "--components=secrets"]).env("DBUS_SESSION_BUS_ADDRESS", &self.address);
        keyring.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keyring = private(&mut keyring, self.folder.path())
            .spawn()
            .expect("gnome-keyring-daemon (package gnome-keyring)");
        keyring.stdin.take().unwrap().write_all(b"\n").unwrap();
        assert!(keyring.wait().unwrap().success(), "the keychain did not start");
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        // The keychain's daemon ends when its bus does.
        drop(self.daemon.kill());
        drop(self.daemon.wait());
    }
}

/// Folders of its own, so that nothing of this user is read or changed.
fn private<'a>(command: &'a mut Command, folder: &Path) -> &'a mut Command {
    for (variable, name) in
        [("HOME", "home"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"), ("XDG_RUNTIME_DIR", "run")]
    {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
        }
        command.env(variable, folder);
    }
    command.env_remove("XDG_CONFIG_HOME").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY")
}

/// What a call printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) out: String,
    pub(crate) err: String,
    pub(crate) status: Option<i32>,
}

impl Said {
    /// Asserts the exit status; the failure shows all that was said.
    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self:#?}");
        self
    }

    /// Asserts that standard output has these words.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.out.contains(words), "{words:?} in {self:#?}");
        self
    }

    /// Asserts that standard error has these words.
    #[track_caller]
    pub(crate) fn warns(self, words: &str) -> Self {
        assert!(self.err.contains(words), "{words:?} in {self:#?}");
        self
    }

    /// The records of `--json`.
    #[track_caller]
    pub(crate) fn records(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// A person's terminal.
pub(crate) struct Terminal {
    pub(crate) folder: TempDir,
    bus: Option<Bus>,
    /// All that any call printed.
    printed: RefCell<String>,
}

impl Terminal {
    /// With a keychain.
    pub(crate) fn new() -> Self {
        Self { bus: Some(Bus::start()), ..Self::without_keychain() }
    }

    /// With none, nor a bus on which one could be.
    pub(crate) fn without_keychain() -> Self {
        let terminal = Self { folder: tempfile::tempdir().unwrap(), bus: None, printed: RefCell::default() };
        let (store, _) = SqliteStore::open(&Paths::at(terminal.home()), SystemClock.now()).unwrap();
        let bytes = mint::public_key().try_into().unwrap();
        let added_at = SystemClock.now();
        let key = StoredKey { key_id: mint::KEY_ID.into(), bytes, label: String::new(), added_at };
        store.add_key(&key).unwrap();
        terminal
    }

    /// The data folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("seatkeeper")
    }

    /// The program with these arguments, ready to run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_seatkeeper"));
        private(&mut command, self.folder.path());
        command.args(arguments).current_dir(self.folder.path());
        command.env("SEATKEEPER_HOME", self.home()).env("TZ", "UTC");
        for variable in
            ["NO_COLOR", "CODER_URL", "CODER_SESSION_TOKEN", "CODER_CLIENT_TLS_CA_FILE", "CODER_CONFIG_DIR"]
        {
            command.env_remove(variable);
        }
        for variable in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(variable);
        }
        match &self.bus {
            Some(bus) => command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address),
            None => command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"),
        };
        command
    }

    /// Runs it with nothing on standard input.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.fed(arguments, "")
    }

    /// Runs it with this on standard input.
    #[track_caller]
    pub(crate) fn fed(&self, arguments: &[&str], input: &str) -> Said {
        let mut command = self.command(arguments);
        self.finish(&mut command, input)
    }

    /// Runs it, and keeps what it printed; its arguments are looked at while it waits for its input.
    #[track_caller]
    pub(crate) fn finish(&self, command: &mut Command, input: &str) -> Said {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let arguments = std::fs::read(format!("/proc/{}/cmdline", child.id())).unwrap();
        assert!(!holds(&arguments, CANARY), "a secret stands in the arguments");
        // A program that wants no input may have closed it.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        let Output { stdout, stderr, status } = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let said = Said { out: text(stdout), err: text(stderr), status: status.code() };
        self.printed.borrow_mut().push_str(&format!("{}{}", said.out, said.err));
        said
    }

    /// Runs the program on a terminal of its own, and answers each question once it stands there.
    #[track_caller]
    pub(crate) fn talk(&self, arguments: &str, answers: &[(&str, &str)]) -> Said {
        let line = format!("tty; '{}' {arguments}", env!("CARGO_BIN_EXE_seatkeeper"));
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).current_dir(self.folder.path());
        command.env("TERM", "xterm");
        for (variable, value) in self.command(&[]).get_envs() {
            match value {
                Some(value) => command.env(variable, value),
                None => command.env_remove(variable),
            };
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("script (package bsdutils)");
        let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (mut shown, mut answered) = (Vec::new(), 0);
        for (question, answer) in answers {
            while !holds(&shown[answered..], question) {
                let mut byte = [0];
                let read = output.read(&mut byte).unwrap();
                assert!(read > 0, "{question:?} in {:?}", String::from_utf8_lossy(&shown));
                shown.extend(byte);
            }
            answered = shown.len();
            if question.contains("not shown") {
                let tty = String::from_utf8_lossy(&shown).lines().next().unwrap_or_default().to_owned();
                // The question stands there a moment before the terminal stops showing what is typed.
                while shows_typing(&tty) {}
            }
            input.write_all(format!("{answer}\n").as_bytes()).unwrap();
        }
        output.read_to_end(&mut shown).unwrap();
        drop(input);
        let out = String::from_utf8(shown).unwrap();
        self.printed.borrow_mut().push_str(&out);
        Said { out, err: String::new(), status: child.wait().unwrap().code() }
    }

    /// Signs in with a token of this user; it holds the canary.
    #[track_caller]
    pub(crate) fn login(&self, fake: &FakeDeployment, user: &str, name: &str) -> Said {
        let ca = fake.ca_file().to_str().unwrap();
        let arguments = ["login", &fake.url(), "--token-stdin", "--ca-file", ca, "--name", name];
        self.fed(&arguments, &format!("{}\n", fake.token_marked(user, CANARY)))
    }

    /// Writes a license file.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        name.to_owned()
    }

    /// Asserts that no secret was printed, and none lies in the data folder.
    #[track_caller]
    pub(crate) fn leaked_nothing(&self) {
        assert!(!self.printed.borrow().contains(CANARY), "a secret was printed");
        let mut folders = vec![self.home()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    assert!(
                        !holds(&std::fs::read(&path).unwrap(), CANARY),
                        "a secret lies in {}",
                        path.display()
                    );
                }
            }
        }
    }

    /// Whether the keychain holds an entry for this account.
    pub(crate) fn keychain_holds(&self, account: &str) -> bool {
        let attributes = format!("dict:string:string:service,org.seatkeeper.app,username,{account}");
        let mut command = Command::new("dbus-send");
        command.args(["--session", "--print-reply", "--dest=org.freedesktop.secrets"]);
        command.args(["/org/freedesktop/secrets", "org.freedesktop.Secret.Service.SearchItems", &attributes]);
        private(&mut command, self.folder.path());
        let bus = self.bus.as_ref().expect("a keychain");
        let found = command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address).output().expect("dbus-send");
        assert!(found.status.success(), "{found:?}");
        holds(&found.stdout, "object path")
    }
}

/// Whether a terminal shows what is typed on it.
fn shows_typing(tty: &str) -> bool {
    let settings = Command::new("stty").args(["-F", tty, "-a"]).output().expect("stty");
    assert!(settings.status.success(), "{settings:?}");
    !holds(&settings.stdout, "-echo ")
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// A plan with TLS, an owner and a clock that is this computer's.
pub(crate) fn plan() -> Plan {
    Plan::with_owner().tls(Tls::Good).clock(Clock::Ticking(SystemClock.now()))
}

/// A license of `seats`, its term from and to so many days from now, then ten days of grace.
pub(crate) fn license(from: i64, to: i64, seats: u32) -> String {
    mint::license(&claims(from, to, seats))
}

/// Its claims.
pub(crate) fn claims(from: i64, to: i64, seats: u32) -> Value {
    let now = SystemClock.now().unix();
    mint::claims_with(json!({
        // The clock of the fake may be a second behind.
        "iat": now + from.min(-1) * DAY,
        "nbf": now + from * DAY,
        "license_expires": now + to * DAY,
        "exp": now + (to + 10) * DAY,
        "jti": format!("6e3c2a54-8f5b-4a39-9c1b-{:012}", from.abs() * 1000 + i64::from(seats)),
        "features": { "user_limit": seats },
    }))
}
