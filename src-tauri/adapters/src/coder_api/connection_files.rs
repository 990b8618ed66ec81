//! The PEM files of a connection: further authorities, and the certificate that Seatkeeper shows.

use std::io::Read;
use std::path::{Path, PathBuf};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use seatkeeper_core::api::ApiError;
use seatkeeper_core::deployment::Connection;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// Ten times as much as the bundle of every authority on earth.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The files of a connection, as they are now.
#[derive(Default)]
pub(super) struct ConnectionFiles {
    ca: Option<PemFile>,
    certificate: Option<PemFile>,
    key: Option<PemFile>,
}

struct PemFile {
    /// What it is for, and its path.
    name: String,
    bytes: Zeroizing<Vec<u8>>,
}

impl ConnectionFiles {
    /// Reads the files that a connection names.
    ///
    /// # Errors
    /// [`ApiError::ConnectionFile`]: which, and why.
    pub(super) async fn read(connection: &Connection) -> Result<Self, ApiError> {
        let Connection { ca_file, client_certificate, client_key, .. } = connection.clone();
        if ca_file.is_none() && client_certificate.is_none() && client_key.is_none() {
            return Ok(Self::default());
        }
        match (&client_certificate, &client_key) {
            (Some(_), None) => return Err(unusable("the client certificate", "its key is not named")),
            (None, Some(_)) => return Err(unusable("the client key", "its certificate is not named")),
            (Some(_), Some(_)) | (None, None) => {}
        }
        // A folder on a network may not answer; the thread is left to it when the call is over.
        let read = tokio::task::spawn_blocking(move || {
            Ok(Self {
                ca: PemFile::read("the CA file", ca_file)?,
                certificate: PemFile::read("the client certificate", client_certificate)?,
                key: PemFile::read("the client key", client_key)?,
            })
        });
        read.await.map_err(|fault| unusable("a file", &fault.to_string()))?
    }

    /// Tells whether a client that was made before still holds.
    pub(super) fn digest(&self, login: Option<&SecretString>) -> [u8; 32] {
        let mut digest = Sha256::new();
        for file in [&self.ca, &self.certificate, &self.key] {
            let bytes = file.as_ref().map_or(&[][..], |file| &file.bytes);
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        }
        if let Some(login) = login {
            // EXPOSE: only a digest is kept, to notice another sign-in of the proxy.
            digest.update(login.expose_secret());
        }
        digest.finalize().into()
    }

    /// The authorities that are trusted beside the system's.
    pub(super) fn authorities(&self) -> Result<Vec<CertificateDer<'static>>, ApiError> {
        self.ca.as_ref().map_or_else(|| Ok(Vec::new()), PemFile::certificates)
    }

    /// The certificate to show, with those between it and its authority, and its key.
    pub(super) fn identity(
        &self,
    ) -> Result<Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>, ApiError> {
        let (Some(certificate), Some(key)) = (&self.certificate, &self.key) else { return Ok(None) };
        Ok(Some((certificate.certificates()?, key.private_key()?)))
    }

    /// The error for a certificate and a key that cannot be used together.
    pub(super) fn mismatch(&self, fault: &rustls::Error) -> ApiError {
        let name = self.certificate.as_ref().map_or("the client certificate", |file| &file.name);
        let another = matches!(fault, rustls::Error::InconsistentKeys(_));
        let why = if another { "its key is another's".to_owned() } else { fault.to_string() };
        unusable(name, &why)
    }

    /// The error for an authority that cannot be used.
    pub(super) fn not_an_authority(&self) -> ApiError {
        unusable(
            self.ca.as_ref().map_or("the CA file", |file| &file.name),
            "it holds a certificate that is damaged",
        )
    }
}

impl PemFile {
    fn read(what: &str, path: Option<PathBuf>) -> Result<Option<Self>, ApiError> {
        let Some(path) = path else { return Ok(None) };
        let name = format!("{what} {}", seatkeeper_core::sentence::visible(&path.to_string_lossy(), 300));
        let bytes = read_bounded(&path).map_err(|fault| unusable(&name, &fault))?;
        Ok(Some(Self { name, bytes }))
    }

    fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, ApiError> {
        let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&self.bytes).collect();
        match read {
            Ok(none) if none.is_empty() => Err(unusable(&self.name, "it holds no certificate in PEM form")),
            Ok(certificates) => Ok(certificates),
            Err(_) => Err(unusable(&self.name, "it is damaged: no whole certificate in PEM form")),
        }
    }

    fn private_key(&self) -> Result<PrivateKeyDer<'static>, ApiError> {
        let encrypted = b"ENCRYPTED";
        if self.bytes.windows(encrypted.len()).any(|window| window == encrypted) {
            return Err(unusable(&self.name, "it is encrypted; only a key without a passphrase can be used"));
        }
        PrivateKeyDer::from_pem_slice(&self.bytes)
            .map_err(|_| unusable(&self.name, "it holds no private key in PEM form"))
    }
}

/// A file of bounded size; a device or a pipe would never end.
fn read_bounded(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    let words = |fault: std::io::Error| fault.kind().to_string();
    let found = std::fs::metadata(path).map_err(words)?;
    if !found.is_file() {
        return Err("it is no file".to_owned());
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let file = std::fs::File::open(path).map_err(words)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(words)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST) {
        Ok(bytes)
    } else {
        Err("it is larger than 4 MiB".to_owned())
    }
}

fn unusable(which: &str, why: &str) -> ApiError {
    ApiError::ConnectionFile(format!("{which}: {why}"))
}
