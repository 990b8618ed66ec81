//! How a deployment is reached, as the command line says it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use seatkeeper_core::error::{Error, ErrorCode};
use seatkeeper_core::view::{ConnectionRequest, HeaderRequest};
use secrecy::SecretString;

use crate::args::ConnectionArguments;
use crate::ask;
use crate::escape::visible;

/// Reads the options, and the secrets from where they are.
///
/// # Errors
/// `connection_invalid`, with what is wrong.
pub(super) fn of(arguments: &ConnectionArguments) -> Result<ConnectionRequest, Error> {
    let mut headers = Vec::new();
    for header in &arguments.header {
        let (name, value) = parts(OsStr::new(header), "NAME=VALUE")?;
        if is_secret(name) {
            let about = format!(
                "the value of {} is a secret, which other programs could read on a command line; \
                 give it with --header-file or --header-stdin",
                visible(name)
            );
            return Err(Error::new(ErrorCode::ConnectionInvalid, about));
        }
        headers.push(HeaderRequest { name: name.to_owned(), value: value.into(), secret: false });
    }
    for header in &arguments.header_file {
        let (name, file) = parts(header, "NAME=FILE")?;
        let value = ask::secret_of_file(Path::new(file))?;
        headers.push(HeaderRequest { name: name.to_owned(), value, secret: true });
    }
    if let Some(name) = &arguments.header_stdin {
        let value = ask::secret_of_input(&format!("the value of {name}"))?;
        headers.push(HeaderRequest { name: name.clone(), value, secret: true });
    }
    let proxy_login: Option<SecretString> =
        arguments.proxy_login_file.as_deref().map(ask::secret_of_file).transpose()?;
    Ok(ConnectionRequest {
        ca_file: whole(arguments.ca_file.as_ref())?,
        client_certificate: whole(arguments.client_cert.as_ref())?,
        client_key: whole(arguments.client_key.as_ref())?,
        proxy: arguments.proxy.clone().unwrap_or_default(),
        proxy_login,
        headers,
    })
}

/// Whether the command line itself says how the deployment is reached; the environment says it of all of them.
pub(super) fn is_given(arguments: &ConnectionArguments) -> bool {
    let by_hand = |file: &Option<PathBuf>, variable: &str| {
        file.as_ref().is_some_and(|file| std::env::var_os(variable).as_deref() != Some(file.as_os_str()))
    };
    by_hand(&arguments.ca_file, "CODER_CLIENT_TLS_CA_FILE")
        || by_hand(&arguments.client_cert, "CODER_CLIENT_TLS_CERT_FILE")
        || by_hand(&arguments.client_key, "CODER_CLIENT_TLS_KEY_FILE")
        || arguments.proxy.is_some()
        || arguments.proxy_login_file.is_some()
        || !arguments.header.is_empty()
        || !arguments.header_file.is_empty()
        || arguments.header_stdin.is_some()
}

/// A name and what stands behind the first "=".
fn parts<'a>(argument: &'a OsStr, form: &str) -> Result<(&'a str, &'a str), Error> {
    let text = argument.to_str().and_then(|text| text.split_once('='));
    text.filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
        // What stands there may be a secret; it is not repeated.
        Error::new(ErrorCode::ConnectionInvalid, format!("a header is not of the form {form}"))
    })
}

/// Headers that hold secrets by their name.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["authorization", "cookie", "secret", "token", "password", "api-key"]
        .iter()
        .any(|word| name.contains(word))
}

/// The whole path, as the file is read again from other folders.
fn whole(path: Option<&PathBuf>) -> Result<String, Error> {
    let Some(path) = path.filter(|path| !path.as_os_str().is_empty()) else { return Ok(String::new()) };
    let whole = std::path::absolute(path).ok().and_then(|path| path.into_os_string().into_string().ok());
    whole.ok_or_else(|| {
        let about = format!("the path {} is no text", crate::escape::visible_path(path));
        Error::new(ErrorCode::ConnectionInvalid, about)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(header: &str) -> Result<ConnectionRequest, Error> {
        of(&ConnectionArguments { header: vec![header.to_owned()], ..ConnectionArguments::default() })
    }

    #[test]
    fn a_header_is_a_name_and_all_that_follows_the_first_sign() {
        let request = with("X-Team=a=b").unwrap();
        assert_eq!(request.headers[0].name, "X-Team");
        assert!(!request.headers[0].secret);
        assert!(with("X-Team").is_err() && with("=x").is_err());
    }

    #[test]
    fn a_secret_is_refused_on_the_command_line_and_not_repeated() {
        for header in ["Authorization=Bearer hush", "CF-Access-Client-Secret=hush", "Cookie=a=hush"] {
            let error = with(header).unwrap_err();
            assert_eq!(error.code, ErrorCode::ConnectionInvalid);
            assert!(!error.message().contains("hush"), "{error}");
        }
    }

    #[test]
    fn a_file_is_kept_by_its_whole_path() {
        let arguments =
            ConnectionArguments { ca_file: Some("ca.pem".into()), ..ConnectionArguments::default() };
        assert!(Path::new(&of(&arguments).unwrap().ca_file).is_absolute());
    }
}
