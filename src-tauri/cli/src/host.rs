//! The deployments of a call: those of the list, or the one that the environment names. Only the commands that ask
//! deployments make one; the way of `verify` has no runtime, no keychain and no network.

mod environment;
mod keychain;
mod passing;

use std::future::Future;
use std::io::{IsTerminal, Write};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use seatkeeper_adapters::{CoderApi, InstalledCoderCli, OsKeychain, Paths, SqliteStore, SystemClock};
use seatkeeper_core::deployment::AccessUrl;
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::manager::LicenseManager;
use seatkeeper_core::ports::{CoderCli, Store};
use seatkeeper_core::sentence::counted;
use seatkeeper_core::session::SessionToken;
use seatkeeper_core::view::DeploymentRowView;
use tokio::runtime::{Builder, Runtime};

use crate::keys::{ring_of, with_stored};
use crate::output::{Failure, Output};

use environment::Environment;
use keychain::CallKeychain;
use passing::{PassingKeychain, PassingStore};

/// Answers that take less than this are waited for in silence.
const PATIENCE: Duration = Duration::from_millis(500);

/// The use cases, over what a call works with.
pub(crate) type Manager = LicenseManager<CoderApi, CallKeychain, Arc<dyn Store>, SystemClock>;

/// The use cases and the runtime that carries them.
pub(crate) struct Host {
    pub(crate) manager: Manager,
    /// The deployment that is meant where none is named; `None` where that is all of the list.
    meant: Option<u32>,
    runtime: Option<Runtime>,
}

impl Host {
    /// The deployments of the list.
    pub(crate) fn of_list(output: &mut Output) -> Result<Self, Failure> {
        let (store, notice) = SqliteStore::open(&Paths::from_environment()?, SystemClock.now())?;
        if let Some(notice) = notice {
            output.notice(&notice);
        }
        let keychain = OsKeychain::new();
        let coder = InstalledCoderCli::from_environment(&keychain);
        Self::over(CallKeychain::Kept(keychain), Arc::new(store), Box::new(coder))
    }

    /// The deployment that the environment names, and nothing else; nothing of it is kept.
    fn of_environment(named: &Environment) -> Result<Self, Failure> {
        let keychain = PassingKeychain::new(named.address.clone(), named.secrets());
        let deployment = named.deployment(SystemClock.now());
        let meant = Some(deployment.id);
        let store = Arc::new(PassingStore::new(deployment));
        let mut host = Self::over(CallKeychain::Passing(keychain), store, Box::new(NoCoderCli))?;
        host.meant = meant;
        Ok(host)
    }

    /// Where nothing is named: the environment's deployment, or all of the list. Where something is named: the list,
    /// or the environment's deployment if it is that and not in the list.
    pub(crate) fn of_call(named: &[String], output: &mut Output) -> Result<Self, Failure> {
        let environment = Environment::read().map_err(|error| {
            if error.code != ErrorCode::AddressNotEncrypted {
                return Failure::Error(error);
            }
            output.error(&error);
            output.hint(
                "Only seatkeeper login has that choice; the environment's session goes by https alone.",
            );
            Failure::Said(error.exit_status())
        })?;
        let Some(environment) = environment else { return Self::of_list(output) };
        // A session of the environment goes before the list's, as with Coder's own program.
        if named.is_empty() && environment.token.is_some() {
            return Self::of_environment(&environment);
        }
        let mut host = Self::of_list(output)?;
        let listed = match named {
            [] => {
                host.meant = host.manager.find(&environment.address.origin()).ok();
                host.meant.is_some()
            }
            [name] => host.manager.find(name).is_ok() || !environment.is_named_by(name),
            [_, ..] => true,
        };
        if listed { Ok(host) } else { Self::of_environment(&environment) }
    }

    fn over(
        keychain: CallKeychain,
        store: Arc<dyn Store>,
        coder: Box<dyn CoderCli>,
    ) -> Result<Self, Failure> {
        let ring = Arc::new(with_stored(ring_of(&[])?)?);
        let manager = LicenseManager::open(CoderApi::new(), keychain, store, SystemClock, ring, coder)?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|fault| Error::new(ErrorCode::Internal, fault.to_string()))?;
        Ok(Self { manager, meant: None, runtime: Some(runtime) })
    }

    /// Waits for a use case.
    pub(crate) fn run<T>(&self, work: impl Future<Output = T>) -> Result<T, Error> {
        let runtime = self.runtime.as_ref();
        runtime
            .map(|runtime| runtime.block_on(work))
            .ok_or_else(|| Error::new(ErrorCode::Internal, "no runtime"))
    }

    /// Asks deployments, all together; on a terminal it says so where that takes a while.
    pub(crate) fn check(&self, ids: &[u32], output: &mut Output) -> Result<(), Error> {
        let told = output.err.is_terminal();
        self.run(async {
            let mut work = pin!(self.manager.check(Some(ids)));
            if tokio::time::timeout(PATIENCE, work.as_mut()).await.is_ok() {
                return;
            }
            // Where it cannot be written, nobody misses it.
            if told {
                let many = counted(i64::try_from(ids.len()).unwrap_or(i64::MAX), "deployment", "deployments");
                drop(write!(output.err, "Asking {many}…"));
            }
            work.await;
            if told {
                drop(write!(output.err, "\r\x1b[K"));
            }
        })
    }

    /// The deployments that are named, or all that are meant where none is; each once.
    pub(crate) fn several(&self, named: &[String]) -> Result<Vec<u32>, Error> {
        if named.is_empty() {
            let all = || self.manager.overview().deployments.iter().map(|row| row.id).collect();
            return Ok(self.meant.map_or_else(all, |meant| vec![meant]));
        }
        let mut ids = Vec::new();
        for name in named {
            let id = self.manager.find(name)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// The one deployment that is named, or the only one.
    ///
    /// # Errors
    /// `deployment_unknown`; `deployment_not_named` where none is named and there is not just one.
    pub(crate) fn one(&self, named: Option<&str>) -> Result<u32, Error> {
        if let Some(name) = named {
            return self.manager.find(name);
        }
        match self.several(&[])?.as_slice() {
            [only] => Ok(*only),
            [] => Err(Error::new(ErrorCode::DeploymentNotNamed, "there is none in the list")),
            [_, ..] => {
                let names: Vec<_> =
                    self.manager.overview().deployments.into_iter().map(|row| row.name).collect();
                Err(Error::new(ErrorCode::DeploymentNotNamed, format!("there are {}", names.join(", "))))
            }
        }
    }

    /// The row of a deployment.
    pub(crate) fn row(&self, id: u32) -> Result<DeploymentRowView, Error> {
        let rows = self.manager.overview().deployments;
        let row = rows.into_iter().find(|row| row.id == id);
        row.ok_or_else(|| Error::new(ErrorCode::DeploymentUnknown, id.to_string()))
    }
}

impl Drop for Host {
    /// A look-up of a name that the system has not answered is not waited for.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Knows no session: where the environment names the deployment, the `coder` program's own is not asked.
struct NoCoderCli;

impl CoderCli for NoCoderCli {
    fn session(&self, _: &AccessUrl) -> Option<(SessionToken, String)> {
        None
    }

    fn known(&self) -> Vec<AccessUrl> {
        Vec::new()
    }
}
