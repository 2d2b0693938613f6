//! The command line as it can be typed.

use std::{net::SocketAddr, path::PathBuf};

use clap::{
    Args as Group, Parser, Subcommand, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use clap_complete::{ArgValueCandidates, ArgValueCompleter, Shell};
use strum::VariantArray as _;

use super::{complete, output::Format};
use crate::{
    orcid::{OrcidId, operations::ApiHost},
    run::working::FILTER_COMMAND,
    sandbox::Era,
};

/// The OAuth 2.0 playground for ORCID, with a simulated ORCID inside.
///
/// Without a command it opens the playground on the whole terminal: three panes to configure a client, authorize, and
/// read every message. Nothing is needed to begin: `local`, the simulated ORCID, is the default environment, and its
/// demo client is filled in.
#[derive(Clone, Debug, Parser)]
#[command(name = "orcid-playground", version, after_help = SHORT_STORY, after_long_help = STORY, max_term_width = 100)]
#[command(subcommand_help_heading = "Commands", disable_help_subcommand = true)]
pub struct Args {
    /// Who asks, where, and for what.
    #[command(flatten)]
    pub global: Global,
    /// Walk the dance as numbered lines on standard input and output: for screen readers, logs and scripts.
    #[arg(long)]
    pub plain: bool,
    /// Lessons of your own in place of the built-in ones: a folder of TOML files (guide `lessons`).
    #[arg(long, value_name = "FOLDER")]
    pub lessons: Option<PathBuf>,
    /// What to do; nothing opens the playground.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const SHORT_STORY: &str = "\
Try `orcid-playground` alone first, or `orcid-playground --help` for examples.";

const STORY: &str = "\
Learn the dance, with no account and no network:
  orcid-playground
      the playground; do what the footer says
  orcid-playground authorize --as 0000-0002-4456-8947
      the whole dance in one line, on the simulated ORCID

Check your credentials, and get a token into another tool:
  export ORCID_ENV=sandbox ORCID_CLIENT_ID=APP-…
  export ORCID_REDIRECT_URI=http://127.0.0.1:18801/callback
  orcid-playground authorize
      asks for the secret, opens the browser, prints the token response
  curl -H \"$(orcid-playground token header)\" https://sandbox.orcid.org/oauth/userinfo

Give a test suite an ORCID of its own:
  orcid-playground sandbox --addr 127.0.0.1:0 --ready-json

Values come from options, else from environment variables, else from the profile:
  ORCID_ENV, ORCID_CLIENT_ID, ORCID_CLIENT_SECRET, ORCID_REDIRECT_URI
The client secret comes from --client-secret-stdin, ORCID_CLIENT_SECRET, the profile
or a prompt; never from an option, which other users of the machine could read.

Results go to stdout, everything else to stderr. Exit codes:
  0 done  1 refused by the server  2 usage or configuration  3 network
  4 needs a browser or a person  130 interrupted";

/// Options that every command takes.
#[derive(Clone, Debug, Default, Group)]
#[command(next_help_heading = "Client")]
pub struct Global {
    /// `local` (the simulated ORCID), `sandbox`, `production`, or the URL of another issuer.
    #[arg(long, global = true, value_name = "NAME|URL", add = ArgValueCandidates::new(complete::environments))]
    pub env: Option<String>,
    /// A saved profile: client, redirect URI and scopes under one name.
    #[arg(long, global = true, value_name = "NAME", add = ArgValueCandidates::new(complete::profiles))]
    pub profile: Option<String>,
    /// The client id: APP-… at ORCID.
    #[arg(long, global = true, value_name = "ID")]
    pub client_id: Option<String>,
    /// Read the client secret from the first line of standard input.
    #[arg(long, global = true)]
    pub client_secret_stdin: bool,
    /// Where the answer of the authorization goes; registered with the client (with `sandbox`: repeatable).
    #[arg(long, global = true, value_name = "URI")]
    pub redirect_uri: Vec<String>,
    /// The scopes to ask for, separated by blanks.
    #[arg(long, global = true, value_name = "SCOPES", add = ArgValueCompleter::new(complete::scope))]
    pub scope: Option<String>,
    /// How results are written.
    #[arg(long, global = true, value_enum, default_value_t, help_heading = "General")]
    pub format: Format,
    /// Write no file: tokens, pending requests and the simulated ORCID are forgotten at the end.
    #[arg(long, global = true, help_heading = "General")]
    pub ephemeral: bool,
    /// Write what happens as Markdown for a support ticket, secrets replaced by placeholders; also when it fails.
    #[arg(long, global = true, value_name = "FILE", help_heading = "General", value_hint = clap::ValueHint::FilePath)]
    pub transcript: Option<PathBuf>,
    /// Save every message as a session (HAR), secrets replaced by placeholders: the playground opens it, `export` and
    /// `transcript` read it.
    #[arg(long, global = true, value_name = "FILE", help_heading = "General", value_hint = clap::ValueHint::FilePath)]
    pub save_session: Option<PathBuf>,
    /// A PEM file of further certificates to trust, for servers of your own.
    #[arg(long, global = true, value_name = "FILE", help_heading = "General")]
    pub ca_file: Option<PathBuf>,
    /// The largest answer that is read, in MB: 64 when nothing is said. What lies behind is left unread, and told.
    #[arg(long, global = true, value_name = "MB", help_heading = "General")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=2000))]
    pub body_limit: Option<u16>,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Run a jq filter from standard input: what the playground does with a filter, in a process that it can end.
    #[command(name = FILTER_COMMAND, hide = true)]
    FilterBody,
    /// Print the authorization URL.
    ///
    /// The request is remembered, so that `exchange` recognises its answer by the state, for a day.
    #[command(after_help = "\
Examples:
  orcid-playground url --env sandbox --client-id APP-… --redirect-uri https://example.org/callback
  orcid-playground url --scope \"openid /read-limited\" --nonce auto --format json")]
    Url(AuthorizationOptions),
    /// Walk the whole dance: authorize, wait for the code, exchange it, print the token response.
    ///
    /// Listens at a redirect URI on this machine; one on another machine is pasted by hand. The token response is stored
    /// before it is printed.
    #[command(after_help = "\
Examples:
  orcid-playground authorize                              in the browser, on the simulated ORCID
  orcid-playground authorize --as 0000-0002-4456-8947     the same without a browser
  orcid-playground authorize --deny; echo $?              what an application sees when the researcher denies
  orcid-playground authorize --env sandbox --client-id APP-… --no-browser")]
    Authorize(AuthorizeArgs),
    /// Exchange an authorization code for tokens.
    ///
    /// An address is matched by its state to the request that `url`, or the playground, made; a bare code goes with the
    /// newest request. The token response is stored before it is printed.
    #[command(after_help = "\
Examples:
  orcid-playground exchange 'http://127.0.0.1:18801/callback?code=eUeiz2&state=…'
  pbpaste | orcid-playground exchange -")]
    Exchange(ExchangeArgs),
    /// Get new tokens for a stored refresh token.
    ///
    /// The answer is stored before it is printed. --scope asks for fewer scopes than the old tokens have.
    #[command(after_help = "\
A token is named by the beginning of its id, as `token list` shows it; without one the newest is meant.

Examples:
  orcid-playground refresh
  orcid-playground refresh 20261122 --scope /read-limited | jq -r .access_token")]
    Refresh(RefreshArgs),
    /// Revoke a stored access token and its refresh token, at the server.
    ///
    /// Both stop working, for everyone who uses them; other tokens stay. In production it asks first.
    #[command(after_help = "\
Examples:
  orcid-playground revoke
  orcid-playground revoke 20261122 --yes")]
    Revoke(RevokeArgs),
    /// Get a token that the client has for itself, without a researcher (two-legged).
    ///
    /// Asks for /read-public unless --scope says otherwise. The answer is stored before it is printed.
    #[command(after_help = "\
Examples:
  orcid-playground client-credentials
  orcid-playground client-credentials --env sandbox --client-id APP-… --scope /webhook")]
    ClientCredentials,
    /// Call ORCID's API with a stored token.
    ///
    /// What is called is an operation by its name, a path, or a whole URL. {orcid} in it is the iD of the token. The body of
    /// the answer is printed as it arrives. What changes something in production is asked about first.
    #[command(after_help = "\
The newest stored token that may do it is used. A token goes to the server that gave it, and nowhere else.

Examples:
  orcid-playground call --list work                       what there is to call, and whether a token may
  orcid-playground call read-works | jq '.group | length'
  orcid-playground call GET '/{orcid}/record' --accept xml -i
  orcid-playground call add-work --template > work.json
  orcid-playground call add-work --data @work.json
  orcid-playground call delete-work --field put-code=1523
  orcid-playground call search --field q=family-name:Garcia --all -o hits.json")]
    Call(CallArgs),
    /// Ask userinfo who the researcher of a stored access token is.
    #[command(after_help = "\
Examples:
  orcid-playground userinfo
  orcid-playground userinfo | jq -r .sub")]
    Userinfo(UserinfoArgs),
    /// Check an ID token: its signature against the server's keys, and everything else that must hold.
    ///
    /// Takes the newest stored one, a stored one by its id, or one from standard input. Ends with 1 when it does not hold.
    #[command(after_help = "\
A stored token is checked against the client that got it and the nonce that was sent. One from elsewhere is checked
against --env, --client-id and --nonce; without --env, against the ORCID that it names itself.

Examples:
  orcid-playground id-token
  pbpaste | orcid-playground id-token - --env sandbox --client-id APP-…
  orcid-playground id-token --format json | jq '.checks[] | select(.result == \"fails\")'")]
    IdToken(IdTokenArgs),
    /// Print a request as code: curl, HTTPie, Python, R, JavaScript, Rust, PHP, Hurl. Or the client's set-up for other tools.
    ///
    /// Nothing is sent. Secrets become variables of the environment (ORCID_CLIENT_SECRET, ORCID_ACCESS_TOKEN, ORCID_CODE …)
    /// unless --with-secrets puts in what is stored.
    #[command(after_help = "\
What a request can be:
  token (the default), authorization, refresh, revoke, client-credentials, userinfo
  <METHOD> <PATH or URL>, a call of the API; {orcid} in it is the iD of the stored token
  --session FILE [--exchange N], a message of a saved session or of any HAR file
With env, postman and playground it is the client's set-up instead; a playground link never holds the secret.

Examples:
  orcid-playground export curl
  orcid-playground export python GET '{orcid}/record' --env sandbox
  orcid-playground export r --session session.har --exchange 3
  orcid-playground export env --with-secrets -o .env")]
    Export(ExportArgs),
    /// Print a saved session, or any HAR file, as Markdown for a support ticket.
    ///
    /// Every step with its request, its answer and what it means. Secrets are replaced by placeholders, the same placeholder
    /// for the same secret; names, iDs and records stay. --transcript writes one while another command runs.
    #[command(after_help = "\
Examples:
  orcid-playground transcript session.har -o ticket.md
  orcid-playground authorize --transcript ticket.md")]
    Transcript(TranscriptArgs),
    /// Find out what is wrong with credentials and surroundings, without a researcher.
    ///
    /// Asks the server for a token of the client's own and revokes it, asks whether the client id is known here (and, without
    /// the secret, whether the other ORCID knows it), and looks at clock, TLS, proxy, callback port, browser, clipboard and
    /// files. Never spends a code, never writes to a record. Exit code 0 when nothing is wrong, 1 when something is, 3
    /// without a connection.
    #[command(after_help = "\
Examples:
  orcid-playground doctor --env sandbox --client-id APP-…
  pbpaste | orcid-playground doctor --page -      with the sentence of ORCID's error page")]
    Doctor(DoctorArgs),
    /// Run the simulated ORCID alone, for a test suite or another program.
    #[command(after_help = "\
Examples:
  orcid-playground sandbox                                at http://127.0.0.1:18800, until Ctrl-C
  orcid-playground sandbox --addr 127.0.0.1:0 --ready-json --redirect-uri http://127.0.0.1:3000/auth/callback
  orcid-playground sandbox --tls --state orcid.journal    https; trust orcid.journal.certificate.pem
  orcid-playground guide sandbox                          how to use it from Python, Node, R, PHP, Java, Rust, and in CI")]
    Sandbox(SandboxArgs),
    /// Use the stored tokens.
    #[command(
        subcommand,
        after_help = "\
A token is named by the beginning of its id, as `token list` shows it; without one the newest is meant, with --env the
newest of that environment.

Examples:
  curl -H \"$(orcid-playground token header)\" http://127.0.0.1:18800/oauth/userinfo
  eval \"$(orcid-playground token env)\""
    )]
    Token(TokenCommand),
    /// Say what any text of the dance is: what is odd about it, what went wrong, what to do next.
    ///
    /// Takes a code, the address that the browser landed on, a fragment, an authorization URL, a Google Playground link, a curl
    /// command, a token response, an error (OAuth's or the API's, JSON or XML), a sentence or the text of ORCID's error page, an
    /// ID token, an access token, an iD, a client id, scopes, a status line, or a whole HTTP response. Sends nothing; secrets are
    /// masked. The options for the client say what it is judged by.
    #[command(after_help = "\
Examples:
  orcid-playground explain 'http://127.0.0.1:18801/callback?error=access_denied'
  orcid-playground explain '{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}' --env sandbox
  curl -si https://sandbox.orcid.org/oauth/token | orcid-playground explain -
  orcid-playground explain --format json 0000-0002-1825-0097")]
    Explain(ExplainArgs),
    /// List ORCID's scopes: what each allows, and who may ask for it.
    #[command(after_help = "\
Examples:
  orcid-playground scopes
  orcid-playground scopes --all --format json")]
    Scopes(ScopesArgs),
    /// Show where files are kept, or remove some or all of them.
    #[command(after_help = "\
Examples:
  orcid-playground paths
  orcid-playground paths --forget pending --forget secrets --yes
  orcid-playground paths --forget-everything --yes")]
    Paths(PathsArgs),
    /// Read a guide: the simulated ORCID in tests, ORCID on the wire.
    ///
    /// Without a name it lists them. The text is Markdown.
    #[command(after_help = "\
Examples:
  orcid-playground guide
  orcid-playground guide sandbox | less")]
    Guide(GuideArgs),
    /// Print the script that completes commands, options and values in a shell.
    ///
    /// It asks the program itself, so that profiles, stored tokens and scopes are completed too.
    #[command(after_help = "\
Examples:
  orcid-playground completions bash > ~/.local/share/bash-completion/completions/orcid-playground
  orcid-playground completions zsh > ~/.zfunc/_orcid-playground
  orcid-playground completions fish > ~/.config/fish/completions/orcid-playground.fish")]
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print a manual page, or write all of them into a folder.
    #[command(after_help = "\
Examples:
  orcid-playground man | man -l -
  orcid-playground man authorize | man -l -
  orcid-playground man --dir ~/.local/share/man/man1")]
    Man(ManArgs),
}

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
    #[arg(long, value_name = "WORD")]
    pub prompt: Option<String>,
    /// Seconds since the last sign-in; only mattered to ORCID's former server.
    #[arg(long, value_name = "SECONDS")]
    pub max_age: Option<String>,
    /// Language of ORCID's pages: en, es, fr, ja, zh_CN …
    #[arg(long, value_name = "CODE")]
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
    #[arg(add = ArgValueCandidates::new(complete::researchers))]
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
    #[arg(value_name = "TEXT|-", allow_hyphen_values = true)]
    pub text: String,
}

/// `refresh`.
#[derive(Clone, Debug, Default, Group)]
pub struct RefreshArgs {
    /// The beginning of the token's id.
    #[arg(add = ArgValueCandidates::new(complete::tokens))]
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
    #[arg(add = ArgValueCandidates::new(complete::tokens))]
    pub id: Option<String>,
    /// Do not ask, in production either.
    #[arg(long)]
    pub yes: bool,
}

/// `call`.
#[derive(Clone, Debug, Default, Group)]
pub struct CallArgs {
    /// The name of an operation; or a method and a path (`/{orcid}/works`) or URL. A path alone is read.
    #[arg(value_name = "OPERATION|METHOD PATH", num_args = 1..=2, required_unless_present = "list")]
    #[arg(add = ArgValueCandidates::new(complete::operations))]
    pub what: Vec<String>,
    /// A word of the path: put-code=1523. Repeatable.
    #[arg(short, long, value_name = "NAME=VALUE")]
    pub field: Vec<String>,
    /// A header: "Name: value". Repeatable; an empty value leaves the header out.
    #[arg(short = 'H', long, value_name = "HEADER")]
    pub header: Vec<String>,
    /// The body: @file, - for standard input, or the text itself.
    #[arg(short, long, value_name = "@FILE|-|TEXT")]
    pub data: Option<String>,
    /// The format of the answer: json, xml, or a media type.
    #[arg(long, value_name = "TYPE")]
    pub accept: Option<String>,
    /// Which of ORCID's APIs: member or public.
    #[arg(long, value_name = "member|public")]
    pub host: Option<ApiHost>,
    /// The beginning of the id of the token to use, as `token list` shows it.
    #[arg(long, value_name = "ID", conflicts_with = "anonymous", add = ArgValueCandidates::new(complete::tokens))]
    pub token: Option<String>,
    /// Send no token.
    #[arg(long)]
    pub anonymous: bool,
    /// Write the body of the answer to this file.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Print the head of the answer before its body.
    #[arg(short, long)]
    pub include: bool,
    /// Of a search: all hits, page after page.
    #[arg(long)]
    pub all: bool,
    /// Print a body for this operation to begin with, and send nothing.
    #[arg(long, conflicts_with = "data")]
    pub template: bool,
    /// List the operations, those that match the words given; nothing is sent.
    #[arg(long)]
    pub list: bool,
    /// Do not ask, in production either.
    #[arg(long)]
    pub yes: bool,
}

/// `userinfo`.
#[derive(Clone, Debug, Default, Group)]
pub struct UserinfoArgs {
    /// The beginning of the token's id.
    #[arg(add = ArgValueCandidates::new(complete::tokens))]
    pub id: Option<String>,
}

/// `id-token`.
#[derive(Clone, Debug, Default, Group)]
pub struct IdTokenArgs {
    /// The beginning of a stored token's id, or `-` to read the ID token from standard input.
    #[arg(value_name = "ID|-", allow_hyphen_values = true, add = ArgValueCandidates::new(complete::tokens))]
    pub token: Option<String>,
    /// The nonce that was sent, for a token that is not stored here.
    #[arg(long, value_name = "TEXT")]
    pub nonce: Option<String>,
}

/// `doctor`.
#[derive(Clone, Debug, Default, Group)]
pub struct DoctorArgs {
    /// The sentence of ORCID's error page, or the page's text; `-` reads it from standard input.
    #[arg(long, value_name = "TEXT|-", allow_hyphen_values = true)]
    pub page: Option<String>,
}

/// `sandbox`.
#[derive(Clone, Debug, Group)]
pub struct SandboxArgs {
    /// Where to listen; port 0 stands for any free port.
    #[arg(long, default_value = "127.0.0.1:18800", value_name = "ADDRESS:PORT")]
    pub addr: SocketAddr,
    /// Listen beyond this machine: whoever reaches the address signs in as any researcher, without a password, and reads
    /// and writes all that is there.
    #[arg(long)]
    pub expose_without_passwords: bool,
    /// Speak https, with a certificate that is made on the spot; clients trust it by its file.
    #[arg(long)]
    pub tls: bool,
    /// Where that certificate is written (PEM); without this beside --state, else among the temporary files.
    #[arg(long, value_name = "FILE", requires = "tls")]
    pub certificate: Option<PathBuf>,
    /// Serve nothing, but ask the one that listens at --addr whether it is ready: for health checks.
    #[arg(long)]
    pub is_ready: bool,
    /// Print one line of JSON with endpoints, clients and researchers once it listens.
    #[arg(long)]
    pub ready_json: bool,
    /// The URL under which it is reached; needed when it listens beyond this machine.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// Keep what happens in this file, and the keys beside it, and go on from there next time.
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Which of ORCID's two authorization servers to imitate: current, or classic (until spring 2026).
    #[arg(long, default_value_t = Era::Current, value_name = "ERA")]
    #[arg(value_parser = PossibleValuesParser::new(Era::VARIANTS.iter().map(<&str>::from)).try_map(|era| era.parse::<Era>()))]
    pub era: Era,
    /// This researcher authorizes every valid request at once: no page, no cookie. For test suites.
    #[arg(long, value_name = "ORCID", add = ArgValueCandidates::new(complete::researchers))]
    pub auto_approve: Option<OrcidId>,
    /// Clients and researchers of your own, beside the built-in ones: a TOML file (guide `sandbox`).
    #[arg(long, value_name = "FILE")]
    pub seed: Option<PathBuf>,
    /// Misbehave in this way until told otherwise; repeatable. A wrong name lists them all.
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(complete::faults_by_name))]
    pub fault: Vec<String>,
}

/// `token`.
#[derive(Clone, Debug, Subcommand)]
pub enum TokenCommand {
    /// List the stored token responses, newest first, without their secrets.
    List,
    /// Show a token response, with its tokens masked.
    Show {
        /// The beginning of its id.
        #[arg(add = ArgValueCandidates::new(complete::tokens))]
        id: Option<String>,
        /// Show the tokens too: the body to the byte as it was received.
        #[arg(long)]
        reveal: bool,
    },
    /// Print the header that bears the access token, for `curl -H "$(…)"`.
    Header {
        /// The beginning of its id.
        #[arg(add = ArgValueCandidates::new(complete::tokens))]
        id: Option<String>,
    },
    /// Print `export` lines for the shell: ORCID_ACCESS_TOKEN, ORCID_REFRESH_TOKEN, ORCID_ID_TOKEN, ORCID_ID.
    Env {
        /// The beginning of its id.
        #[arg(add = ArgValueCandidates::new(complete::tokens))]
        id: Option<String>,
    },
    /// Ask the server whether a stored access token still works; the answer is remembered. Ends with 1 when it does not.
    Probe {
        /// The beginning of its id.
        #[arg(add = ArgValueCandidates::new(complete::tokens))]
        id: Option<String>,
    },
    /// Exchange a token for one of the other kind (RFC 8693, ORCID's "on behalf of").
    ///
    /// Another client's ID token becomes an access token for an hour; one's own access token becomes an ID token. The
    /// client must have the grant. ORCID's documentation says that it is no longer available.
    #[command(after_help = "\
Examples:
  orcid-playground token exchange --client-id APP-PLAYGROUND000003      the newest stored ID token, by another client
  pbpaste | orcid-playground token exchange - --client-id APP-…         an ID token from elsewhere
  orcid-playground token exchange --to id-token                         for one's own access token")]
    Exchange {
        /// The beginning of a stored token's id, or `-` to read the token from standard input.
        #[arg(value_name = "ID|-", allow_hyphen_values = true, add = ArgValueCandidates::new(complete::tokens))]
        token: Option<String>,
        /// What to get.
        #[arg(long, value_enum, default_value_t)]
        to: ExchangeFor,
    },
    /// Remove stored token responses from this machine. At ORCID the tokens live on.
    Forget {
        /// The beginnings of their ids.
        #[arg(required_unless_present = "all", conflicts_with = "all", value_name = "ID", add = ArgValueCandidates::new(complete::tokens))]
        ids: Vec<String>,
        /// All of them; with --env those of one environment.
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

/// `scopes`.
#[derive(Clone, Debug, Group)]
pub struct ScopesArgs {
    /// Also those that ORCID's documentation no longer names; they still work.
    #[arg(long)]
    pub all: bool,
}

/// `guide`.
#[derive(Clone, Debug, Group)]
pub struct GuideArgs {
    /// Which one; without it they are listed.
    pub name: Option<String>,
}

/// `paths`.
#[derive(Clone, Debug, Group)]
pub struct PathsArgs {
    /// Remove what stands under these names of the list: tokens, pending, secrets, journal …; repeatable.
    #[arg(long, value_name = "NAME")]
    pub forget: Vec<String>,
    /// Remove every file of this program, tokens included.
    #[arg(long, conflicts_with = "forget")]
    pub forget_everything: bool,
    /// Really.
    #[arg(long)]
    pub yes: bool,
}

/// `man`.
#[derive(Clone, Debug, Group)]
pub struct ManArgs {
    /// The command whose page is meant; the program's own without it.
    #[arg(conflicts_with = "dir")]
    pub command: Vec<String>,
    /// Write all pages into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
}

/// `export`.
#[derive(Clone, Debug, Group)]
pub struct ExportArgs {
    /// What to write.
    #[arg(value_enum, id = "to", value_name = "FORMAT")]
    pub to: ExportFormat,
    /// The request: see below.
    #[arg(value_name = "REQUEST", num_args = 0..=2)]
    pub request: Vec<String>,
    /// Take a message of this file instead.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["request", "code", "body"], value_hint = clap::ValueHint::FilePath)]
    pub session: Option<PathBuf>,
    /// Which message, from 1; the last one without this.
    #[arg(long, value_name = "N|last", requires = "session")]
    pub exchange: Option<String>,
    /// The authorization code for `token`; the variable ORCID_CODE without this.
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// The body of a call, from this file or from standard input (`-`).
    #[arg(long, value_name = "FILE|-", value_hint = clap::ValueHint::FilePath)]
    pub body: Option<PathBuf>,
    /// Put the stored secrets in: what comes out runs as it is, and must not be shown to others.
    #[arg(long)]
    pub with_secrets: bool,
    /// Write to this file, for you alone (mode 0600), instead of standard output.
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// A command for a POSIX shell.
    Curl,
    /// A command of HTTPie.
    Httpie,
    /// Python with requests.
    Python,
    /// R with httr2.
    R,
    /// JavaScript with fetch, for Node.
    #[value(alias = "js", alias = "node")]
    Javascript,
    /// Rust with reqwest.
    Rust,
    /// PHP with curl.
    Php,
    /// A file of Hurl.
    Hurl,
    /// The client as assignments, `.env`.
    Env,
    /// The client as an environment of Postman.
    Postman,
    /// The client as a link to Google's OAuth 2.0 Playground.
    Playground,
}

/// `transcript`.
#[derive(Clone, Debug, Group)]
pub struct TranscriptArgs {
    /// The saved session, or any HAR file.
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub session: PathBuf,
    /// Write to this file instead of standard output.
    #[arg(long, short, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}
