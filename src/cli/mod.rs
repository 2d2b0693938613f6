//! Arguments and output of the commands.
//!
//! | file | what it holds |
//! |---|---|
//! | [`args`] | what can be typed, and `--help` |
//! | [`configuration`] | options, variables, profile and defaults made into one: [`configuration::resolve`] |
//! | [`error`], `diagnosed` | exit codes; every failure with its cause and what to do |
//! | `context`, `runtime` | what every command works with; what runs it, and what ends it from outside |
//! | `input`, `output`, `format` | standard input; stdout for results, stderr for the rest; `--format` |
//! | `prompt` | asks at the terminal for what nobody else shall see |
//! | `secret`, `server` | where the client secret comes from; the server that a command talks to |
//! | `interface` | no command: the playground on the whole terminal |
//! | `grant` | a token request of any kind: sent, kept, printed, read |
//! | `stored`, `holder` | the stored tokens, and which is meant; one with its server and its client |
//! | `target` | what of the API is called: an operation, a path, a URL |
//! | `guides` | the guides themselves |
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
mod context;
mod diagnosed;
mod doctor;
pub mod error;
mod exchange;
mod explain;
mod export;
mod filter_body;
mod findings;
mod format;
mod grant;
mod guide;
mod guides;
mod holder;
mod id_token;
mod input;
mod interface;
mod man;
mod output;
mod paths;
mod play;
mod profile;
mod prompt;
mod recording;
mod refresh;
mod revoke;
mod runtime;
mod sandbox;
mod scopes;
mod secret;
mod server;
mod stored;
mod target;
mod token;
mod token_exchange;
mod token_probe;
mod transcript;
mod url;
mod userinfo;

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
    thread,
};

use serde_json::json;

pub use args::Args;

use self::{
    args::{Command, Global},
    context::Context,
    error::CliError,
    format::Format,
    output::note,
    runtime::{block_on, interruptible},
};
use crate::{run::shell_command, store::Paths};

/// Does what the command line says.
pub fn run(args: &Args) -> ExitCode {
    match dispatch(args) {
        Ok(code) => code,
        Err(error) => report(&error, args.global.format),
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
        Some(Command::Guide(args)) => guide::run(global.format, args.name.as_deref()),
        Some(Command::Profile(command)) => interruptible(global, async |cx| profile::run(cx, command).await),
        Some(Command::Completions { shell }) => complete::script(*shell),
        Some(Command::Man(args)) => man::run(args),
        Some(Command::Explain(args)) => interruptible(global, async |cx| explain::run(cx, args).await),
        Some(Command::Token(command)) => token::run(global, command),
        Some(Command::IdToken(args)) => interruptible(global, async |cx| id_token::run(cx, args).await),
        Some(Command::FilterBody) => filter_body::run(),
        Some(Command::RunApart { command }) => {
            Err(CliError::io("run the command", &shell_command::become_apart(command)))
        }
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
fn needs_terminal() -> Result<(), CliError> {
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

/// Tells on stderr why a command ended, to people or as one line of JSON, and gives the exit code.
fn report(error: &CliError, format: Format) -> ExitCode {
    let message = error.shown();
    match format {
        Format::Json if !message.is_empty() => {
            note(&json!({ "error": message, "advice": error.advice, "exit_code": error.exit.code() }).to_string())
        }
        Format::Json => {}
        Format::Text => {
            if !message.is_empty() {
                note(&format!("error: {message}"));
            }
            if !error.advice.is_empty() {
                note(&format!("  {}", error.advice));
            }
        }
    }
    ExitCode::from(error.exit.code())
}
