//! What can be typed behind `url`, `authorize`, `exchange`, `explain` and `doctor`.

use clap::Args as Group;
use clap_complete::ArgValueCandidates;

use crate::cli::complete::values;

/// The languages of ORCID's pages (guide `orcid-wire`, "The authorization request and its checks").
const LANGUAGES: [&str; 15] =
    ["ar", "cs", "de", "en", "es", "fr", "it", "ja", "ko", "pl", "pt", "ru", "tr", "zh_CN", "zh_TW"];

/// Parameters of the authorization request beside client, redirect URI and scopes.
#[derive(Clone, Debug, Default, Group)]
#[command(next_help_heading = "Authorization request")]
pub struct AuthorizationOptions {
    /// The state to send; a random one without this.
    #[arg(long, value_name = "TEXT", conflicts_with = "no_state")]
    pub state: Option<String>,
    /// Send no state: then a forged answer cannot be told from a real one.
    #[arg(long)]
    pub no_state: bool,
    /// The nonce to send, or `auto` for a random one. Comes back in the ID token.
    #[arg(long, value_name = "TEXT|auto")]
    pub nonce: Option<String>,
    /// login asks to sign in again, none shows no page.
    #[arg(long, value_name = "WORD", add = ArgValueCandidates::new(|| values::words(&["login", "none"])))]
    pub prompt: Option<String>,
    /// Seconds since the last sign-in; only mattered to ORCID's former server.
    #[arg(long, value_name = "SECONDS")]
    pub max_age: Option<String>,
    /// Language of ORCID's pages: en, es, fr, ja, zh_CN …
    #[arg(long, value_name = "CODE", add = ArgValueCandidates::new(|| values::words(&LANGUAGES)))]
    pub lang: Option<String>,
    /// Prefills the sign-in.
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// Prefills the sign-in with an iD.
    #[arg(long, value_name = "ID")]
    pub orcid: Option<String>,
    /// Prefills the registration.
    #[arg(long, value_name = "NAMES")]
    pub given_names: Option<String>,
    /// Prefills the registration.
    #[arg(long, value_name = "NAMES")]
    pub family_names: Option<String>,
    /// false shows the registration first.
    #[arg(long, value_name = "true|false")]
    pub show_login: Option<String>,
    /// code; ORCID also knows token, id_token and "id_token token".
    #[arg(long, value_name = "TYPE")]
    pub response_type: Option<String>,
    /// Send a code_challenge (RFC 7636). ORCID ignores it.
    #[arg(long)]
    pub pkce: bool,
}

/// `authorize`.
#[derive(Clone, Debug, Default, Group)]
pub struct AuthorizeArgs {
    /// Parameters of the request.
    #[command(flatten)]
    pub request: AuthorizationOptions,
    /// Print the authorization URL on stderr instead of opening the browser.
    #[arg(long, help_heading = "Researcher")]
    pub no_browser: bool,
    /// Play this researcher of the simulated ORCID: sign in, and authorize.
    #[arg(long = "as", value_name = "ORCID", help_heading = "Researcher")]
    #[arg(add = ArgValueCandidates::new(values::researchers))]
    pub play_as: Option<String>,
    /// Play a researcher of the simulated ORCID who denies.
    #[arg(long, help_heading = "Researcher")]
    pub deny: bool,
    /// Give up waiting after so many seconds.
    #[arg(long, value_name = "SECONDS", help_heading = "Researcher", value_parser = clap::value_parser!(u32).range(1..))]
    pub timeout: Option<u32>,
}

/// `exchange`.
#[derive(Clone, Debug, Group)]
pub struct ExchangeArgs {
    /// A code, the whole address that the browser landed on, or `-` to read either from standard input.
    #[arg(value_name = "CODE|URL|-", allow_hyphen_values = true)]
    pub input: String,
}

/// `explain`.
#[derive(Clone, Debug, Group)]
pub struct ExplainArgs {
    /// The text (in quotes where it has blanks or &), or `-` to read it from standard input.
    #[arg(value_name = "TEXT|-", allow_hyphen_values = true, add = ArgValueCandidates::new(values::names))]
    pub text: String,
}

/// `doctor`.
#[derive(Clone, Debug, Default, Group)]
pub struct DoctorArgs {
    /// The sentence of ORCID's error page, or the page's text; `-` reads it from standard input.
    #[arg(long, value_name = "TEXT|-", allow_hyphen_values = true)]
    pub page: Option<String>,
}
