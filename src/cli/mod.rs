//! Arguments and output of the commands.
//!
//! | file | what it holds |
//! |---|---|
//! | [`args`] | what can be typed, and `--help` |
//! | [`configuration`] | options, variables, profile and defaults made into one: [`configuration::resolve`] |
//! | [`error`], `diagnosed` | exit codes; every failure with its cause and what to do |
//! | `input`, `output` | standard input; stdout for results, stderr for the rest |
//! | `secret`, `server` | where the client secret comes from; the server that a command talks to |
//! | `interface` | no command: the playground on the whole terminal |
//! | `grant` | a token request of any kind: sent, kept, printed, read |
//! | `holder` | a stored token with its server and its client |
//! | `url`, `authorize`, `play`, `exchange`, `sandbox`, `token`, `scopes`, `guide`, `paths` | the commands |
//! | `explain` | what any text of the dance is |
//! | [`complete`], `man` | completions and manual pages |
//! | `ask` | asks a person before what cannot be undone |
//! | `call`, `filter_body` | calls of the API; the process in which the playground runs jq |
//! | `export`, `transcript` | requests as code, sessions as Markdown |
//! | `recording` | what `--transcript` and `--save-session` keep |
//! | `doctor` | finds out what is wrong |
//! | `refresh`, `revoke`, `client_credentials`, `userinfo`, `id_token` | the commands for tokens that are there |
//! | `profile` | saved profiles: listed, shared, imported, forgotten |
//! | `token_probe`, `token_exchange` | those of `token` that ask a server |

pub mod args;
mod ask;
mod authorize;
mod call;
mod client_credentials;
pub mod complete;
pub mod configuration;
mod diagnosed;
mod doctor;
pub mod error;
mod exchange;
mod explain;
mod export;
mod filter_body;
mod findings;
mod grant;
mod guide;
mod holder;
mod id_token;
mod input;
mod interface;
mod man;
mod output;
mod paths;
mod play;
mod profile;
mod recording;
mod refresh;
mod revoke;
mod sandbox;
mod scopes;
mod secret;
mod server;
mod token;
mod token_exchange;
mod token_probe;
mod transcript;
mod url;
mod userinfo;

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
    sync::Arc,
    thread,
    time::Duration,
};

pub use args::Args;

use self::{
    args::{Command, Global},
    configuration::{Resolved, Variables},
    error::CliError,
    recording::Recording,
};
use crate::{
    net::{HttpClient, Settings},
    oauth::Secret,
    orcid::{EnvironmentKey, LOCAL_REDIRECT_URIS},
    store::{Paths, Store, check_folder_of},
};

/// How long a task that still blocks is waited for at the end.
const FAREWELL: Duration = Duration::from_millis(200);

/// Does what the command line says.
pub fn run(args: &Args) -> ExitCode {
    match dispatch(args) {
        Ok(code) => code,
        Err(error) => error.report(args.global.format),
    }
}

/// Reads on another processor what is wanted soon, while this one does what comes before. Where no thread can be had it is
/// read when it is wanted.
fn ahead(read: fn()) {
    let _ = thread::Builder::new().spawn(read);
}

fn dispatch(args: &Args) -> Result<ExitCode, CliError> {
    let global = &args.global;
    match &args.command {
        None if args.plain => {
            needs_keyboard(global)?;
            return interface::plain(Context::open(global)?, args.lessons.as_deref());
        }
        None => {
            needs_terminal()?;
            needs_keyboard(global)?;
            ahead(interface::read_tables);
            return interface::run(Context::open(global)?, args.lessons.as_deref(), args.theme);
        }
        Some(Command::Scopes(scopes)) => scopes::run(global.format, scopes),
        Some(Command::Paths(args)) => paths::run(global.format, args, &Paths::discover()?),
        Some(Command::Guide(args)) => guide::run(global.format, args),
        Some(Command::Profile(command)) => interruptible(global, async |cx| profile::run(cx, command).await),
        Some(Command::Completions { shell }) => complete::script(*shell),
        Some(Command::Man(args)) => man::run(args),
        Some(Command::Explain(args)) => interruptible(global, async |cx| explain::run(cx, args).await),
        Some(Command::Token(command)) => token::run(global, command),
        Some(Command::IdToken(args)) => interruptible(global, async |cx| id_token::run(cx, args).await),
        Some(Command::FilterBody) => filter_body::run(),
        Some(Command::Url(options)) => interruptible(global, async |cx| url::run(cx, options).await),
        Some(Command::Authorize(args)) => interruptible(global, async |cx| authorize::run(cx, args).await),
        Some(Command::Exchange(args)) => interruptible(global, async |cx| exchange::run(cx, args).await),
        Some(Command::Refresh(args)) => interruptible(global, async |cx| refresh::run(cx, args).await),
        Some(Command::Revoke(args)) => interruptible(global, async |cx| revoke::run(cx, args).await),
        Some(Command::ClientCredentials) => interruptible(global, async |cx| client_credentials::run(cx).await),
        Some(Command::Call(args)) => interruptible(global, async |cx| call::run(cx, args).await),
        Some(Command::Doctor(args)) => interruptible(global, async |cx| doctor::run(cx, args).await),
        Some(Command::Userinfo(args)) => interruptible(global, async |cx| userinfo::run(cx, args).await),
        Some(Command::Export(args)) => interruptible(global, async |cx| export::run(cx, args).await),
        Some(Command::Transcript(args)) => transcript::run(args),
        // Ctrl-C is how it ends well.
        Some(Command::Sandbox(args)) => Context::open(global)?.told(|cx| block_on(sandbox::run(cx, args))),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// Refuses to open the playground where nobody could see or steer it.
///
/// # Errors
/// When standard input or output is no terminal.
pub fn needs_terminal() -> Result<(), CliError> {
    let missing = match (io::stdin().is_terminal(), io::stdout().is_terminal()) {
        (true, true) if std::env::var_os("TERM").is_some_and(|term| term == "dumb") => {
            return Err(CliError::usage(
                "The playground needs a terminal that can place text; TERM says that this one is dumb.",
                "Run it in another terminal, or use a command: `orcid-playground --help` lists them.",
            ));
        }
        (true, true) => return Ok(()),
        (false, true) => "standard input is",
        (true, false) => "standard output is",
        (false, false) => "standard input and output are",
    };
    Err(CliError::usage(
        format!("The playground needs a terminal, and {missing} none."),
        "Run it in a terminal, or use a command: `orcid-playground --help` lists them.",
    ))
}

/// Refuses to read the secret where keys are read.
fn needs_keyboard(global: &Global) -> Result<(), CliError> {
    if !global.client_secret_stdin {
        return Ok(());
    }
    Err(CliError::usage(
        "The playground reads the keyboard from standard input, so the client secret cannot come from there.",
        "Set ORCID_CLIENT_SECRET, name a --profile that knows it, or type it in the playground.",
    ))
}

/// What every command works with.
pub struct Context {
    /// The options that every command takes.
    pub global: Global,
    /// The environment variables that count.
    pub variables: Variables,
    /// The files.
    pub store: Arc<Store>,
    /// Sends requests.
    pub client: HttpClient,
    /// Keeps what is sent, when that was asked for.
    recording: Recording,
}

impl Context {
    /// Opens the store; with `--ephemeral` one that writes nothing.
    ///
    /// # Errors
    /// When the home folder is unknown, or a file cannot be read; that of `--ca-file` too.
    pub fn open(global: &Global) -> Result<Self, CliError> {
        let paths = Paths::discover()?;
        let store = if global.ephemeral { Store::ephemeral_over(&paths)? } else { Store::at(paths) };
        // Before anything is sent that would then not be written down.
        for path in [&global.transcript, &global.save_session].into_iter().flatten() {
            check_folder_of(path)?;
        }
        let recording = Recording::of(global);
        let mut settings = Settings { ca_file: global.ca_file.clone(), ..Settings::default() };
        if let Some(megabytes) = global.body_limit {
            settings.body_limit = usize::from(megabytes) * 1_000_000;
        }
        settings.check().map_err(|error| {
            let message = format!("--ca-file: {}.", error.message);
            CliError::usage(message, "Name a file with certificates in PEM (-----BEGIN CERTIFICATE-----).")
        })?;
        let client = recording.client(settings);
        let variables = Variables::of_process();
        Ok(Self { global: global.clone(), variables, store: Arc::new(store), client, recording })
    }

    /// The client and its request, from everywhere.
    ///
    /// # Errors
    /// See [`configuration::resolve`].
    pub fn resolve(&self) -> Result<Resolved, CliError> {
        configuration::resolve(&self.global, &self.variables, &self.store)
    }

    /// The environment that `--env` or the variable names.
    fn asked_environment(&self) -> Result<Option<EnvironmentKey>, CliError> {
        let word = self.global.env.as_deref().or(self.variables.env.as_deref());
        word.map(configuration::environment_key).transpose()
    }

    /// The secret of the configured client, asked for when need be.
    async fn client_secret(&self, resolved: &Resolved) -> Result<Secret, CliError> {
        let command = resolved.client_secret_command.as_deref();
        secret::obtain(self, &resolved.client_id, resolved.client_secret.clone(), command).await
    }

    /// What `sandbox` registers for the demo clients: `--redirect-uri`, else the variable, beside the usual ones.
    fn redirect_uris(&self) -> Vec<String> {
        let mut all = LOCAL_REDIRECT_URIS.map(str::to_owned).to_vec();
        let variable = || self.variables.redirect_uri.as_slice();
        let asked = &self.global.redirect_uri;
        let more = if asked.is_empty() { variable() } else { asked };
        for uri in more {
            if !all.contains(uri) {
                all.push(uri.clone());
            }
        }
        all
    }

    /// Runs a command, then tells what the store has to say.
    fn told(&self, command: impl FnOnce(&Self) -> Result<(), CliError>) -> Result<(), CliError> {
        let ended = command(self);
        // What failed is what a ticket is written about.
        let kept = self.recording.keep(self);
        for notice in self.store.take_notices() {
            output::note(&format!("note: {notice}"));
        }
        match (ended, kept) {
            (Err(error), Err(also)) => {
                output::note(&format!("error: {}", also.message));
                Err(error)
            }
            (ended, kept) => ended.and(kept),
        }
    }
}

/// Runs a command that Ctrl-C ends with 130.
fn interruptible(global: &Global, command: impl AsyncFnOnce(&Context) -> Result<(), CliError>) -> Result<(), CliError> {
    Context::open(global)?.told(|cx| {
        block_on(async {
            tokio::select! {
                ended = command(cx) => ended,
                _ = tokio::signal::ctrl_c() => Err(CliError::interrupted()),
            }
        })
    })
}

fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::io("start", &error))?;
    let ended = runtime.block_on(work);
    runtime.shutdown_timeout(FAREWELL);
    ended
}
