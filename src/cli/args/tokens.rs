//! What can be typed behind `refresh`, `revoke`, `userinfo`, `id-token` and `token`.

use clap::{Args as Group, Subcommand, ValueEnum};
use clap_complete::ArgValueCandidates;

use crate::cli::complete::values;

/// `refresh`.
#[derive(Clone, Debug, Default, Group)]
pub struct RefreshArgs {
    /// The beginning of the token's id.
    #[arg(add = ArgValueCandidates::new(values::tokens))]
    pub id: Option<String>,
    /// Send revoke_old: whether the old access token shall stop working. Today's ORCID does not look at it.
    #[arg(long, value_name = "true|false")]
    pub revoke_old: Option<bool>,
    /// Send expires_in: seconds that the new tokens shall live. Today's ORCID does not look at it.
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub expires_in: Option<i64>,
}

/// `revoke`.
#[derive(Clone, Debug, Default, Group)]
pub struct RevokeArgs {
    /// The beginning of the token's id.
    #[arg(add = ArgValueCandidates::new(values::tokens))]
    pub id: Option<String>,
    /// Do not ask, in production either.
    #[arg(long)]
    pub yes: bool,
}

/// `userinfo`.
#[derive(Clone, Debug, Default, Group)]
pub struct UserinfoArgs {
    /// The beginning of the token's id.
    #[arg(add = ArgValueCandidates::new(values::tokens))]
    pub id: Option<String>,
}

/// `id-token`.
#[derive(Clone, Debug, Default, Group)]
pub struct IdTokenArgs {
    /// The beginning of a stored token's id, or `-` to read the ID token from standard input.
    #[arg(value_name = "ID|-", allow_hyphen_values = true, add = ArgValueCandidates::new(values::tokens))]
    pub token: Option<String>,
    /// The nonce that was sent, for a token that is not stored here.
    #[arg(long, value_name = "TEXT")]
    pub nonce: Option<String>,
}

/// `token`.
#[derive(Clone, Debug, Subcommand)]
pub enum TokenCommand {
    /// List the stored token responses, newest first, without their secrets.
    List,
    /// Show a token response, with its tokens masked.
    Show {
        /// The beginning of its id.
        #[arg(add = ArgValueCandidates::new(values::tokens))]
        id: Option<String>,
        /// Show the tokens too: the body to the byte as it was received.
        #[arg(long)]
        reveal: bool,
    },
    /// Print the header that bears the access token, for `curl -H "$(…)"`.
    Header {
        /// The beginning of its id.
        #[arg(add = ArgValueCandidates::new(values::tokens))]
        id: Option<String>,
    },
    /// Print `export` lines for the shell: ORCID_ACCESS_TOKEN, ORCID_REFRESH_TOKEN, ORCID_ID_TOKEN, ORCID_ID.
    Env {
        /// The beginning of its id.
        #[arg(add = ArgValueCandidates::new(values::tokens))]
        id: Option<String>,
    },
    /// Ask the server whether a stored access token still works; the answer is remembered. Ends with 1 when it does not.
    Probe {
        /// The beginning of its id.
        #[arg(add = ArgValueCandidates::new(values::tokens))]
        id: Option<String>,
    },
    /// Exchange a token for one of the other kind (RFC 8693, ORCID's "on behalf of").
    ///
    /// Another client's ID token becomes an access token for an hour; one's own access token becomes an ID token. The
    /// client must have the grant. ORCID's documentation says that it is no longer available.
    #[command(after_help = "\
Examples:
  orcid-playground token exchange --client-id APP-PLAYGROUND000003
      the newest stored ID token, by another client
  pbpaste | orcid-playground token exchange - --client-id APP-…
      an ID token from elsewhere
  orcid-playground token exchange --to id-token
      for one's own access token")]
    Exchange {
        /// The beginning of a stored token's id, or `-` to read the token from standard input.
        #[arg(value_name = "ID|-", allow_hyphen_values = true, add = ArgValueCandidates::new(values::tokens))]
        token: Option<String>,
        /// What to get.
        #[arg(long, value_enum, default_value_t)]
        to: ExchangeFor,
    },
    /// Remove stored token responses from this machine. At ORCID the tokens live on.
    Forget {
        /// The beginnings of their ids.
        #[arg(required_unless_present = "all", conflicts_with = "all", value_name = "ID", add = ArgValueCandidates::new(values::tokens))]
        ids: Vec<String>,
        /// All of them; with --env or --profile those of one environment.
        #[arg(long)]
        all: bool,
        /// Really.
        #[arg(long, requires = "all")]
        yes: bool,
    },
}

/// What `token exchange` gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExchangeFor {
    /// An access token, for an ID token.
    #[default]
    AccessToken,
    /// An ID token, for an access token.
    IdToken,
}
