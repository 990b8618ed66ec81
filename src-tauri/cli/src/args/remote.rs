//! What can be asked of deployments on the command line. No secret is ever an argument: arguments are seen by every
//! program of this computer, and kept in the shell's history.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(after_help = "\
Without a way to sign in, it asks on a terminal. The session is kept in the keychain and nowhere else; where there is
no keychain, CODER_URL and CODER_SESSION_TOKEN serve a single call.

Exit status: 0 signed in; 2 wrong usage; 3 no keychain; 4 no answer; 5 refused; 6 not permitted.

Examples:
  seatkeeper login coder.example.com
  seatkeeper login coder.example.com --token-stdin < token
  seatkeeper login coder.example.com --from-coder --name Production")]
pub(crate) struct LoginArguments {
    /// The deployment's address, or its name to sign in to it again
    #[arg(value_name = "URL")]
    pub(crate) address: String,
    #[command(flatten)]
    pub(crate) way: WayArguments,
    /// What to call it; made of its host where none is given
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) connection: ConnectionArguments,
}

/// How to sign in; at most one way.
#[derive(Debug, Args)]
pub(crate) struct WayArguments {
    /// Sign in with the session token on standard input
    #[arg(long, group = "way", group = "stdin")]
    pub(crate) token_stdin: bool,
    /// Sign in with this e-mail address and a password
    #[arg(long, value_name = "E-MAIL", group = "way", requires = "password_stdin")]
    pub(crate) email: Option<String>,
    /// Take the password from standard input
    #[arg(long, requires = "email", group = "stdin")]
    pub(crate) password_stdin: bool,
    /// Sign in with the session of the coder program on this computer
    #[arg(long, group = "way")]
    pub(crate) from_coder: bool,
    /// Do not sign in: see what the deployment tells everybody
    #[arg(long, group = "way")]
    pub(crate) watch: bool,
}

/// How a deployment is reached, where that differs from a plain call.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectionArguments {
    /// Go on although nothing on the way is encrypted
    #[arg(long)]
    pub(crate) allow_unencrypted: bool,
    /// Trust the authorities of this PEM file beside the system's
    #[arg(long, value_name = "FILE", env = "CODER_CLIENT_TLS_CA_FILE", hide_env_values = true)]
    pub(crate) ca_file: Option<PathBuf>,
    /// Show the certificate of this PEM file
    #[arg(long, value_name = "FILE", env = "CODER_CLIENT_TLS_CERT_FILE", hide_env_values = true)]
    pub(crate) client_cert: Option<PathBuf>,
    /// The private key of that certificate, a PEM file
    #[arg(long, value_name = "FILE", env = "CODER_CLIENT_TLS_KEY_FILE", hide_env_values = true)]
    pub(crate) client_key: Option<PathBuf>,
    /// Go through this proxy: http://, https:// or socks5://, host and port
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<String>,
    /// Take user:password of the proxy from this file
    #[arg(long, value_name = "FILE")]
    pub(crate) proxy_login_file: Option<PathBuf>,
    /// Send this header with each call; its value is no secret
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) header: Vec<String>,
    /// Send this header; its value is a secret in this file
    #[arg(long, value_name = "NAME=FILE")]
    pub(crate) header_file: Vec<OsString>,
    /// Send this header; its value is a secret on standard input
    #[arg(long, value_name = "NAME", group = "stdin")]
    pub(crate) header_stdin: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct LogoutArguments {
    /// The deployment's name or address
    #[arg(value_name = "NAME|URL")]
    pub(crate) deployment: String,
}

#[derive(Debug, Args)]
pub(crate) struct DeploymentsArguments {
    #[command(subcommand)]
    pub(crate) act: DeploymentsAct,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DeploymentsAct {
    /// List the deployments, as they were known last; asks none of them
    List {
        #[command(flatten)]
        form: FormArguments,
    },
    /// Ask a deployment, and show all it says
    Show {
        /// The deployment's name or address; the only one where none is named
        #[arg(value_name = "NAME|URL")]
        deployment: Option<String>,
        /// Print one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Call a deployment otherwise
    Rename {
        /// The deployment's name or address
        #[arg(value_name = "NAME|URL")]
        deployment: String,
        /// The new name
        #[arg(value_name = "NEW NAME")]
        name: String,
    },
    /// Forget a deployment, its session and what was known of it; nothing changes there
    Forget {
        /// The deployment's name or address
        #[arg(value_name = "NAME|URL")]
        deployment: String,
    },
}

/// How rows are printed, where not for people.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct FormArguments {
    /// Print one JSON object a line
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print a table for spreadsheets
    #[arg(long)]
    pub(crate) csv: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The only deployment is meant where none is named; or that of CODER_URL, with the session of CODER_SESSION_TOKEN.

Exit status: 0 fine; 1 needs attention, or the license was not sent; 2 wrong usage; 3 something could not be read or
written; 4 no answer; 5 sign-in needed; 6 not permitted, or refused by Coder.")]
pub(crate) struct LicensesArguments {
    #[command(subcommand)]
    pub(crate) act: LicensesAct,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LicensesAct {
    /// List the licenses that are installed on deployments
    #[command(visible_alias = "ls")]
    List {
        /// The deployment's name or address; may be given several times
        #[arg(short, long, value_name = "NAME|URL")]
        deployment: Vec<String>,
        #[command(flatten)]
        form: FormArguments,
    },
    /// Check a license here, then install it on a deployment
    Add(AddArguments),
    /// Remove a license from a deployment
    #[command(visible_alias = "delete", alias = "del")]
    Remove(RemoveArguments),
    /// Have Coder work out anew what the licenses of a deployment give
    Refresh {
        /// The deployment's name or address
        #[arg(short, long, value_name = "NAME|URL")]
        deployment: Option<String>,
    },
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
#[command(after_help = "\
A license that Coder would refuse is not sent. One that is installed already is not sent again.

Examples:
  seatkeeper licenses add renewal.jwt
  seatkeeper licenses add -d Production -f renewal.jwt
  pbpaste | seatkeeper licenses add -d coder.example.com -")]
pub(crate) struct AddArguments {
    /// The license file, or - for standard input
    #[arg(value_name = "FILE", group = "what")]
    pub(crate) source: Option<PathBuf>,
    /// The license file, or - for standard input
    #[arg(short, long, value_name = "PATH", group = "what")]
    pub(crate) file: Option<PathBuf>,
    /// The text of the license
    #[arg(short, long, value_name = "TEXT", group = "what")]
    pub(crate) license: Option<OsString>,
    /// The deployment's name or address
    #[arg(short, long, value_name = "NAME|URL")]
    pub(crate) deployment: Option<String>,
    /// Trust this public key too, in hex, in base64 or in a file; may be given several times
    #[arg(long, value_name = "KID=KEY")]
    pub(crate) key: Vec<OsString>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
It says what is lost, and asks on a terminal; elsewhere it wants --yes. Coder does not give a license back.")]
pub(crate) struct RemoveArguments {
    /// The license's number there, as the list shows it
    #[arg(value_name = "NUMBER")]
    pub(crate) license: i32,
    /// The deployment's name or address
    #[arg(short, long, value_name = "NAME|URL")]
    pub(crate) deployment: Option<String>,
    /// Do not ask
    #[arg(short, long)]
    pub(crate) yes: bool,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Where none is named: all of the list; or that of CODER_URL, with the session of CODER_SESSION_TOKEN.

Exit status: 0 all is well; 1 one needs attention; 2 wrong usage; 3 the store or the keychain fails; 4 one did not
answer; 5 one needs a sign-in; 6 a session may not do what is needed.

Examples:
  seatkeeper status
  seatkeeper status Production || echo 'see to it'")]
pub(crate) struct StatusArguments {
    /// Names or addresses of deployments
    #[arg(value_name = "NAME|URL")]
    pub(crate) deployments: Vec<String>,
    #[command(flatten)]
    pub(crate) form: FormArguments,
}
