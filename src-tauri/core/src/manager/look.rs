//! Looking at an address before anything is added: what stands there, and how one signs in to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use secrecy::ExposeSecret;

use crate::advisory::{Advice, Report, browser_ways};
use crate::api::{AnswerKind, ApiError, BuildInfo, SignInMethods};
use crate::deployment::{AccessUrl, AddressRemark, Connection, ReadAddress};
use crate::error::{Error, ErrorCode};
use crate::ports::{Clock, DeploymentApi, Keychain, Store, Target};
use crate::sentence::visible;
use crate::session::Secrets;
use crate::view::{
    AddressView, CoderCliView, ConnectionRequest, KeychainView, LookRequest, MethodsView, RemarkView,
};

use super::LicenseManager;

/// The headers that Seatkeeper or HTTP sets itself.
const RESERVED_HEADERS: [&str; 9] = [
    "coder-session-token",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "transfer-encoding",
    "user-agent",
];

/// An address and how it is reached, read.
pub(super) struct Way {
    pub(super) address: ReadAddress,
    pub(super) connection: Connection,
    /// Those of the connection; no token.
    pub(super) secrets: Secrets,
}

impl Way {
    pub(super) fn read(request: &LookRequest) -> Result<Self, Error> {
        let address = AccessUrl::read(&request.address)?;
        let (connection, secrets) = connection(&request.connection)?;
        Ok(Self { address, connection, secrets })
    }

    pub(super) fn target(&self) -> Target<'_> {
        Target { address: &self.address.url, connection: &self.connection, secrets: &self.secrets }
    }

    /// Whether somebody on the way could read along.
    pub(super) fn is_open(&self) -> bool {
        self.address.remarks.contains(&AddressRemark::NotEncrypted)
    }
}

impl<A: DeploymentApi, K: Keychain, S: Store, C: Clock> LicenseManager<A, K, S, C> {
    /// Looks at an address: the server's version, its ways to sign in, whether it is in the list. No token is sent,
    /// and nothing at all where the way is not encrypted and nobody agreed to that.
    ///
    /// # Errors
    /// `address_invalid`, `connection_invalid`, `deployment_unknown`; those of the call; `deployment_is_proxy` with the address of the
    /// deployment itself.
    pub async fn look(&self, request: LookRequest) -> Result<AddressView, Error> {
        let way = match request.deployment {
            Some(id) => self.way_to(id).await?,
            None => Way::read(&request)?,
        };
        let mut view = self.address_view(&way);
        view.needs_consent = way.is_open() && !request.allow_unencrypted;
        if view.needs_consent {
            return Ok(view);
        }
        let (build, probed) =
            futures_util::future::join(self.api.build_info(way.target()), self.keychain.probe()).await;
        let probed = self.noted(probed);
        view.keychain =
            KeychainView { place: self.keychain.place(), fault: probed.err().map(|fault| fault.view()) };
        let host = way.address.url.host();
        let answer = build.map_err(|fault| Error::of_api(&host, &fault, &self.clock.zone()))?;
        let mut report = Report::default();
        report.take(AnswerKind::BuildInfo, &answer.json).map_err(|fault| {
            Error::of_api(&host, &ApiError::Unexpected(fault.to_string()), &self.clock.zone())
        })?;
        let build = report.build.clone().unwrap_or_default();
        refuse_proxy(&build)?;
        view.version = visible(report.version(), 60);
        view.deployment_id = build.deployment_id().map(|id| visible(id, 60));
        view.already = self.listed(&way.address.url);
        if request.deployment.is_none()
            && view.already.is_none()
            && let Some(twin) = build.deployment_id().and_then(|id| self.named_by_id(id))
        {
            view.remarks.push(Advice::SameDeploymentId.view(&twin));
        }
        if report.is_old() {
            view.remarks.push(Advice::ServerOld.view(&view.version));
        }
        view.remarks.extend(other_address(&build, &way.address.url));
        // A server that does not say how one signs in takes a token all the same.
        if let Ok(answer) = self.api.sign_in_methods(way.target()).await {
            let methods = SignInMethods::read(&answer.json).unwrap_or_default();
            view.methods.password = methods.password;
            view.methods.browser = browser_ways(&methods);
        }
        Ok(view)
    }

    /// How a deployment of the list is reached; agreed to when it was added.
    async fn way_to(&self, id: u32) -> Result<Way, Error> {
        let (deployment, secrets) = self.place_of(id).await?;
        let address = ReadAddress { url: deployment.address, remarks: Vec::new() };
        Ok(Way { address, connection: deployment.connection, secrets })
    }

    /// What can be said before anything is asked.
    fn address_view(&self, way: &Way) -> AddressView {
        let url = &way.address.url;
        let coder_cli =
            self.coder_cli.session(url).map(|(_, place)| CoderCliView { origin: url.origin(), place });
        AddressView {
            origin: url.origin(),
            host: url.host(),
            remarks: way.address.remarks.iter().map(|remark| address_remark(remark, url)).collect(),
            needs_consent: false,
            version: String::new(),
            deployment_id: None,
            already: self.listed(url),
            name: self.name_for(url),
            methods: MethodsView {
                password: false,
                browser: Vec::new(),
                token_page: url.join("/cli-auth"),
                coder_cli,
            },
            keychain: self.keychain_view(),
        }
    }

    /// The deployment of the list with this origin.
    pub(super) fn listed(&self, url: &AccessUrl) -> Option<u32> {
        let state = self.state();
        let deployments = state.entries.iter().map(|entry| &entry.deployment);
        deployments.filter(|deployment| deployment.address == *url).map(|deployment| deployment.id).next()
    }

    /// The name of the deployment of the list with this ID. It need not be the same one: a copy of a database keeps it.
    fn named_by_id(&self, deployment_id: &str) -> Option<String> {
        let state = self.state();
        let mut deployments = state.entries.iter().map(|entry| &entry.deployment);
        deployments
            .find(|deployment| deployment.deployment_id.as_deref() == Some(deployment_id))
            .map(|deployment| deployment.name.clone())
    }

    /// A name to begin with, that none in the list has: "coder.example.com" becomes "Coder".
    pub(super) fn name_for(&self, url: &AccessUrl) -> String {
        let host = url.host();
        let bare = host.rsplit_once(':').map_or(host.as_str(), |(bare, _)| bare);
        let label = bare.split('.').next().unwrap_or_default();
        let is_name =
            label.starts_with(|first: char| first.is_ascii_alphabetic()) && !label.starts_with("xn--");
        let base = if is_name { label[..1].to_uppercase() + &label[1..] } else { host.clone() };
        let state = self.state();
        let taken = |name: &str| state.name_taken(name, None);
        let numbered = (2..).map(|number: u32| format!("{base} {number}"));
        std::iter::once(base.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(base)
    }
}

/// A workspace proxy answers like a deployment and is none.
pub(super) fn refuse_proxy(build: &BuildInfo) -> Result<(), Error> {
    if build.workspace_proxy {
        return Err(Error::new(ErrorCode::DeploymentIsProxy, visible(&build.dashboard_url, 200)));
    }
    Ok(())
}

/// The remark on an access URL that is another than the one asked.
pub(super) fn other_address(build: &BuildInfo, asked: &AccessUrl) -> Option<RemarkView> {
    let other = AccessUrl::read(&build.dashboard_url).ok()?.url;
    (other != *asked).then(|| Advice::OtherAddress.view(&other.origin()))
}

fn address_remark(remark: &AddressRemark, url: &AccessUrl) -> RemarkView {
    match remark {
        AddressRemark::SchemeAdded(_) => Advice::AddressSchemeAdded.view(&url.origin()),
        AddressRemark::Cut(cut) => Advice::AddressCut.view(&visible(cut, 200)),
        AddressRemark::Punycode(host) => Advice::AddressPunycode.view(host),
        AddressRemark::NotEncrypted => {
            let error = Error::new(ErrorCode::AddressNotEncrypted, url.host());
            RemarkView {
                code: error.code.code().to_owned(),
                message: error.message(),
                hint: error.hint().to_owned(),
            }
        }
    }
}

/// Reads how a deployment is reached; the values that are secret stay apart.
fn connection(request: &ConnectionRequest) -> Result<(Connection, Secrets), Error> {
    let invalid = |what: &str| Error::new(ErrorCode::ConnectionInvalid, what);
    let path = |text: &str| Some(text.trim()).filter(|text| !text.is_empty()).map(PathBuf::from);
    let (client_certificate, client_key) = (path(&request.client_certificate), path(&request.client_key));
    if client_certificate.is_some() != client_key.is_some() {
        return Err(invalid("a client certificate and its key go together"));
    }
    let proxy = Some(request.proxy.trim()).filter(|proxy| !proxy.is_empty());
    if proxy.is_some_and(|proxy| proxy.contains('@')) {
        return Err(invalid("the proxy's sign-in has a field of its own"));
    }
    let mut connection = Connection {
        ca_file: path(&request.ca_file),
        client_certificate,
        client_key,
        proxy: proxy.map(str::to_owned),
        headers: BTreeMap::new(),
        secret_headers: Vec::new(),
    };
    let mut secrets = Secrets { proxy_login: request.proxy_login.clone(), ..Secrets::default() };
    let mut seen = BTreeSet::new();
    for header in &request.headers {
        let name = header.name.trim();
        if name.is_empty() || !name.bytes().all(is_header_byte) {
            return Err(invalid("a header's name has characters that do not belong there"));
        }
        if RESERVED_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            return Err(invalid(&format!("the header {name} is set by Seatkeeper itself")));
        }
        if !seen.insert(name.to_ascii_lowercase()) {
            return Err(invalid(&format!("the header {name} stands there twice")));
        }
        if header.secret {
            connection.secret_headers.push(name.to_owned());
            secrets.headers.insert(name.to_owned(), header.value.clone());
        } else {
            // EXPOSE: the admin says that this value is no secret.
            connection.headers.insert(name.to_owned(), header.value.expose_secret().to_owned());
        }
    }
    Ok((connection, secrets))
}

/// What a header's name is made of (RFC 9110, `token`).
fn is_header_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
