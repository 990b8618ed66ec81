//! The keys of a call: built in, given with `--key`, and those of the store once one of them is missed.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use seatkeeper_adapters::{Paths, SqliteStore, StoreError, SystemClock, read_license_file};
use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::license::{KeyError, KeyRing, TrustedKey};

use crate::escape::{visible, visible_path};

/// What stands before the 32 bytes of an Ed25519 public key in a PEM file (RFC 8410).
const PEM_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The built-in keys and those given with `--key`.
pub(crate) fn ring_of(given: &[OsString]) -> Result<KeyRing, Error> {
    let mut ring = KeyRing::built_in();
    for argument in given {
        ring.add(parse(argument)?)?;
    }
    Ok(ring)
}

fn parse(argument: &OsStr) -> Result<TrustedKey, Error> {
    let bytes = argument.as_encoded_bytes();
    let parts = bytes.iter().position(|byte| *byte == b'=').map(|at| (&bytes[..at], &bytes[at + 1..]));
    let Some((key_id, value)) = parts.and_then(|(id, value)| Some((std::str::from_utf8(id).ok()?, value)))
    else {
        let message = format!("\"{}\" is not of the form KID=KEY.", visible(&argument.to_string_lossy()));
        return Err(Error::new(ErrorCode::KeyInvalid, message));
    };
    let direct = match std::str::from_utf8(value) {
        Ok(text) => TrustedKey::parse(key_id, text),
        Err(_) => Err(KeyError::Encoding),
    };
    match direct {
        Err(fault @ (KeyError::Encoding | KeyError::Length(_))) => {
            from_file(key_id, argument, key_id.len() + 1, fault)
        }
        other => Ok(other?),
    }
}

/// Reads a key from the file that the rest of an argument names.
fn from_file(key_id: &str, argument: &OsStr, from: usize, not_direct: KeyError) -> Result<TrustedKey, Error> {
    let path = file_of(argument, from);
    let path = Path::new(&path);
    if path.symlink_metadata().is_err() {
        let message = format!("There is no key and no file \"{}\": {not_direct}", visible_path(path));
        return Err(Error::new(ErrorCode::KeyInvalid, message));
    }
    let bytes = read_license_file(path).map_err(|fault| {
        Error::new(
            ErrorCode::KeyInvalid,
            format!("The key file {} was not read: {fault}.", visible_path(path)),
        )
    })?;
    Ok(key_of_file(key_id, &bytes)?)
}

/// A key file holds the 32 bytes as they are (as in Coder's source), as hex or base64, or as PEM.
fn key_of_file(key_id: &str, bytes: &[u8]) -> Result<TrustedKey, KeyError> {
    if bytes.len() == 32 {
        return TrustedKey::added(key_id, bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| KeyError::Encoding)?.trim();
    let Some(pem) = text.strip_prefix("-----BEGIN PUBLIC KEY-----") else {
        return TrustedKey::parse(key_id, text);
    };
    let body: String = pem.split("-----").next().unwrap_or_default().split_whitespace().collect();
    let der = STANDARD.decode(body).map_err(|_| KeyError::Encoding)?;
    TrustedKey::added(key_id, der.strip_prefix(PEM_PREFIX.as_slice()).ok_or(KeyError::Encoding)?)
}

#[cfg(unix)]
fn file_of(argument: &OsStr, from: usize) -> OsString {
    use std::os::unix::ffi::OsStrExt;
    OsStr::from_bytes(argument.as_bytes().get(from..).unwrap_or_default()).to_owned()
}

#[cfg(not(unix))]
fn file_of(argument: &OsStr, from: usize) -> OsString {
    argument.to_string_lossy().get(from..).unwrap_or_default().into()
}

/// These keys, and those that the user added in the window.
pub(crate) fn with_stored(ring: KeyRing) -> Result<KeyRing, StoreError> {
    Ok(load(&ring)?.unwrap_or(ring))
}

/// The keys that the user added in the window; read once, when one is missed.
#[derive(Default)]
pub(crate) struct StoredKeys(OnceLock<Result<Option<KeyRing>, StoreError>>);

impl StoredKeys {
    /// The ring with the store's keys added; `None` where there are none.
    pub(crate) fn ring(&self, base: &KeyRing) -> Option<&KeyRing> {
        self.0.get_or_init(|| load(base)).as_ref().ok()?.as_ref()
    }

    /// What [`StoredKeys::ring`] gave, if it was asked.
    pub(crate) fn loaded(&self) -> Option<&KeyRing> {
        self.0.get()?.as_ref().ok()?.as_ref()
    }

    /// Why the store could not be read, if it was asked.
    pub(crate) fn error(&self) -> Option<StoreError> {
        self.0.get()?.as_ref().err().cloned()
    }
}

fn load(base: &KeyRing) -> Result<Option<KeyRing>, StoreError> {
    // Without a folder or a store there are no keys; looking for them makes none.
    let Some(paths) = Paths::from_environment().ok().filter(SqliteStore::exists) else { return Ok(None) };
    let (store, _) = SqliteStore::open(&paths, SystemClock.now())?;
    let mut ring = base.clone();
    for key in store.keys()? {
        // A key given in this call goes before the store's of the same ID.
        if let Ok(key) = TrustedKey::added(&key.key_id, &key.bytes) {
            drop(ring.add(key));
        }
    }
    Ok(Some(ring))
}
