//! The command line as it can be typed.

mod api;
mod dance;
mod files;
mod sandbox;
mod tokens;

use std::path::PathBuf;

use clap::{Args as Group, CommandFactory, Parser, Subcommand};
use clap_complete::{ArgValueCandidates, ArgValueCompleter, Shell, engine::CompletionCandidate};

pub use self::{
    api::{CallArgs, ExportArgs, ExportFormat, TranscriptArgs},
    dance::{AuthorizationOptions, AuthorizeArgs, DoctorArgs, ExchangeArgs, ExplainArgs},
    files::{GuideArgs, ManArgs, PathsArgs, ProfileCommand, ScopesArgs},
    sandbox::SandboxArgs,
    tokens::{ExchangeFor, IdTokenArgs, RefreshArgs, RevokeArgs, TokenCommand, UserinfoArgs},
};
use super::{complete::values, format::Format};
use crate::run::{shell_command::APART_COMMAND, working::FILTER_COMMAND};

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
    /// Colors for light text on dark, or dark text on light, or none; else `theme` of config.toml, else the terminal decides.
    #[arg(long, value_name = "NAME", help_heading = "General")]
    pub theme: Option<ThemeName>,
    /// What to do; nothing opens the playground.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands that have a manual page.
fn commands() -> Vec<CompletionCandidate> {
    let program = Args::command();
    let about = |command: &clap::Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    let shown = program.get_subcommands().filter(|command| !command.is_hide_set());
    shown.filter_map(|command| values::candidate(command.get_name(), about(command))).collect()
}

/// The built-in themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeName {
    /// Light text on dark.
    Dark,
    /// Dark text on light.
    Light,
    /// No colors.
    Plain,
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

Values come from options, else from environment variables, else from the profile
(--profile, or the one that was used last):
  ORCID_ENV, ORCID_CLIENT_ID, ORCID_CLIENT_SECRET, ORCID_REDIRECT_URI, ORCID_SCOPE
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
    #[arg(long, global = true, value_name = "NAME|URL", add = ArgValueCandidates::new(values::environments))]
    pub env: Option<String>,
    /// A saved profile: client, redirect URI and scopes under one name.
    #[arg(long, global = true, value_name = "NAME", add = ArgValueCandidates::new(values::profiles))]
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
    #[arg(long, global = true, value_name = "SCOPES", add = ArgValueCompleter::new(values::scope))]
    pub scope: Option<String>,
    /// How results are written. What `export`, `transcript`, `completions` and `man` print is text all the same.
    #[arg(long, global = true, value_enum, default_value_t, help_heading = "General")]
    pub format: Format,
    /// Write no file but those that you name: tokens, pending requests and the simulated ORCID are forgotten at the end.
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
    /// Run a command in a session of its own: how the playground has a profile's command print the client secret.
    #[command(name = APART_COMMAND, hide = true)]
    RunApart {
        /// What a shell runs.
        command: String,
    },
    /// Print the authorization URL.
    ///
    /// The request is remembered, so that `exchange` recognizes its answer by the state, for a day.
    #[command(after_help = "\
Examples:
  orcid-playground url --env sandbox --client-id APP-… \\
      --redirect-uri https://example.org/callback
  orcid-playground url --scope \"openid /read-limited\" --nonce auto --format json")]
    Url(AuthorizationOptions),
    /// Walk the whole dance: authorize, wait for the code, exchange it, print the token response.
    ///
    /// Listens at a redirect URI on this machine; one on another machine is pasted by hand. The token response is stored
    /// before it is printed.
    #[command(after_help = "\
Examples:
  orcid-playground authorize                            in the browser, on the simulated ORCID
  orcid-playground authorize --as 0000-0002-4456-8947   the same without a browser
  orcid-playground authorize --deny; echo $?            the researcher denies
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
A token is named by the beginning of its id, as `token list` shows it; without one the newest
that works is meant.

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
The newest stored token that may do it is used. A token goes to the server that gave it, and
nowhere else.

Examples:
  orcid-playground call --list work               what there is, and whether a token may
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
A stored token is checked against the client that got it and the nonce that was sent. One from
elsewhere is checked against --env, --client-id and --nonce; without --env, against the ORCID
that it names itself.

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
  <OPERATION>, or <METHOD> <PATH or URL>: a call of the API, as `call` takes it; {orcid} in it
    is the iD of the stored token
  --session FILE [--exchange N], a message of a saved session or of any HAR file
With env, postman and playground it is the client's set-up instead; a playground link never
holds the secret.

Examples:
  orcid-playground export curl
  orcid-playground export python GET '{orcid}/record'
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
  orcid-playground sandbox                              at http://127.0.0.1:18800, until Ctrl-C
  orcid-playground sandbox --addr 127.0.0.1:0 --ready-json \\
      --redirect-uri http://127.0.0.1:3000/auth/callback
  orcid-playground sandbox --tls --state orcid.journal  https; trust orcid.journal.certificate.pem
  orcid-playground guide sandbox                        how to use it in tests and in CI

It is an ORCID of its own, and not the one of the environment `local`, which the playground serves.
The commands reach it by its address, with one of the clients that it prints:
  export ORCID_ENV=http://127.0.0.1:18800 ORCID_CLIENT_ID=APP-PLAYGROUND000001
  export ORCID_REDIRECT_URI=http://127.0.0.1:18801/callback
  orcid-playground authorize --as 0000-0002-4456-8947     asks for the client secret")]
    Sandbox(SandboxArgs),
    /// Use the stored tokens.
    #[command(
        subcommand,
        after_help = "\
A token is named by the beginning of its id, as `token list` shows it; without one the newest
that works is meant, with --env or --profile the newest of that environment. A profile that was
used last counts as if it was named.

Examples:
  curl -H \"$(orcid-playground token header)\" http://127.0.0.1:18800/oauth/userinfo
  eval \"$(orcid-playground token env)\"

In other programs a token of `local` works as long as a playground is open in another terminal,
which serves its simulated ORCID. `orcid-playground sandbox` is another one, and does not know it."
    )]
    Token(TokenCommand),
    /// Use the saved profiles: list, share, import, forget them.
    ///
    /// A shared profile, file or link, holds no secret. One from elsewhere never brings a command or a secret, and where
    /// its secret would go is asked about unless that is ORCID.
    #[command(
        subcommand,
        after_help = "\
Examples:
  orcid-playground profile share demo > demo.toml
  orcid-playground profile share demo --link
  orcid-playground profile import demo.toml --name theirs"
    )]
    Profile(ProfileCommand),
    /// Say what any text of the dance is: what is odd about it, what went wrong, what to do next.
    ///
    /// Takes a code, the address that the browser landed on, a fragment, an authorization URL, a Google Playground link, a curl
    /// command, a token response, an error (OAuth's or the API's, JSON or XML), a sentence or the text of ORCID's error page, an
    /// ID token, an access token, an iD, a client id, scopes, a status line, or a whole HTTP request or response. Sends nothing; secrets are
    /// masked. The options for the client say what it is judged by.
    #[command(after_help = "\
Examples:
  orcid-playground explain 'http://127.0.0.1:18801/callback?error=access_denied'
  orcid-playground explain '{\"error\":\"invalid_client\"}' --env sandbox
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
    /// Read a guide: the simulated ORCID in tests, its seed, lessons of your own, ORCID on the wire.
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
  orcid-playground completions bash \\
      > ~/.local/share/bash-completion/completions/orcid-playground
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
