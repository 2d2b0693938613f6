//! `sandbox`: the simulated ORCID alone, until it is stopped.

mod address;
mod certificate;
mod health;

use std::{
    fmt::Write as _,
    num::NonZeroU32,
    path::Path,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;
use tokio::net::TcpListener;

use super::{
    ahead,
    args::SandboxArgs,
    context::Context,
    error::CliError,
    format::Format,
    output::{self, note},
};
use crate::{
    net::serve::{self, Limits},
    oauth::HttpRequest,
    run::{service::Service, signing_key},
    sandbox::{self, ActiveFault, JournalEntry, Sandbox, Seed, Settings, demo_researchers, faults},
    store::{Journal, PrivateFile, check_folder_of},
};

use certificate::Certificate;

/// Serves until SIGINT or SIGTERM.
pub async fn run(cx: &Context, args: &SandboxArgs) -> Result<(), CliError> {
    if args.is_ready {
        return health::ask(args, cx.global.ca_file.as_deref()).await;
    }
    ahead(|| _ = demo_researchers());
    #[cfg(unix)]
    survive_file_limit().map_err(|error| CliError::io("listen for signals", &error))?;
    let stopped = stop_signal().map_err(|error| CliError::io("listen for signals", &error))?;
    let limits = Limits::of_system();
    // What is wrong with the command line is said before anything about the port.
    address::check(args)?;
    check_state(cx, args)?;
    let faults = args.fault.iter().map(|text| fault(text)).collect::<Result<_, _>>()?;
    let seed = args.seed.as_deref().map(seed).transpose()?;
    let listener = TcpListener::bind(args.addr).await.map_err(|error| {
        CliError::usage(
            format!("Nobody can listen at {}: {error}.", args.addr),
            "Give another --addr; 127.0.0.1:0 takes any free port.",
        )
    })?;
    let addr = listener.local_addr().map_err(|error| CliError::io("learn the port", &error))?;
    let issuer = address::issuer(args, addr)?;
    // With the lock of the journal nobody else serves with what stands beside it.
    let kept = args.state.as_deref().map(open_journal).transpose()?;
    let certificate = if args.tls { Some(Certificate::obtain(args, &issuer)?) } else { None };
    let settings = Settings {
        issuer,
        redirect_uris: redirect_uris(cx)?,
        era: args.era,
        auto_approve: args.auto_approve.clone(),
        faults,
        certificate: certificate.as_ref().map(|certificate| certificate.path().display().to_string()),
    };
    let (sandbox, journal) = prepare(settings, seed, args.state.as_deref(), kept)?;
    let ready = sandbox::ready(&sandbox);
    let service = Service::new(Arc::new(Mutex::new(sandbox)), journal, complain);
    if args.ready_json || cx.global.format == Format::Json {
        output::json(&ready)?;
    } else {
        output::text(&summary(&ready))?;
    }
    let handler = move |request: HttpRequest| {
        let service = service.clone();
        async move { service.answer(&request) }
    };
    let tls = certificate.as_ref().map(Certificate::acceptor);
    serve::serve_within(limits, listener, tls, handler, stopped).await;
    Ok(())
}

/// What is kept must be meant to be kept, in a file that can be read again.
fn check_state(cx: &Context, args: &SandboxArgs) -> Result<(), CliError> {
    let Some(path) = &args.state else { return Ok(()) };
    if cx.store.is_ephemeral() {
        return Err(CliError::usage(
            "--ephemeral keeps nothing, and --state keeps what happens in a file.",
            "Leave one of the two out.",
        ));
    }
    check_folder_of(path)?;
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(CliError::usage(
            format!("--state {}: that is no regular file.", path.display()),
            "Name a file of its own; it is made when it is not there.",
        )),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Says why what clients ask for does not happen any more.
fn complain(why: &str) {
    note(&format!(
        "error: {why} Until then, whatever would change something is answered with 500 and changes nothing."
    ));
}

/// Reads a seed file.
fn seed(path: &Path) -> Result<Seed, CliError> {
    let bytes = std::fs::read(path)
        .map_err(|error| CliError::usage(format!("{}: {error}.", path.display()), "Give a readable --seed file."))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        CliError::usage(
            format!("{}: line {line} is not text in UTF-8.", path.display()),
            "Save the file in UTF-8, the encoding that TOML has.",
        )
    })?;
    Seed::parse_at(&text, Timestamp::now()).map_err(|error| {
        CliError::usage(
            format!("{}: {error}.", path.display()),
            "Correct the file; `orcid-playground guide seed` is the built-in one, which shows the form.",
        )
    })
}

/// Whoever is to authorize everything must be there, and able to.
fn check_auto_approve(sandbox: &Sandbox) -> Result<(), CliError> {
    match &sandbox.settings().auto_approve {
        Some(orcid) if !sandbox.knows_researcher(orcid) => Err(CliError::usage(
            format!("--auto-approve {orcid}: nobody here has that iD."),
            "`orcid-playground sandbox` without it prints who is there.",
        )),
        Some(orcid) if !sandbox.lets_in(orcid) => Err(CliError::usage(
            format!("--auto-approve {orcid}: that record is not active, so nobody signs in there."),
            "Name a researcher whose record is active; `orcid-playground sandbox` without it prints who can sign in.",
        )),
        Some(_) | None => Ok(()),
    }
}

/// What is registered for the demo clients is a whole URL each: anything else would never match.
fn redirect_uris(cx: &Context) -> Result<Vec<String>, CliError> {
    let uris = cx.redirect_uris();
    match uris.iter().find_map(|uri| Some((uri, sandbox::redirect_uri_problem(uri)?))) {
        Some((uri, problem)) => Err(CliError::usage(
            format!("--redirect-uri {uri:?} {problem}."),
            "Give the whole one that your client sends, like http://127.0.0.1:3000/auth/callback.",
        )),
        None => Ok(uris),
    }
}

/// `slow`, or `slow=2` for the next two times only. The names are known.
fn fault(text: &str) -> Result<ActiveFault, CliError> {
    let (name, times) = text.split_once('=').map_or((text, None), |(name, times)| (name, Some(times)));
    let times = times.map(|times| times.parse::<NonZeroU32>().map(NonZeroU32::get)).transpose().map_err(|_| {
        CliError::usage(
            format!("--fault {text}: behind the = stands how often it acts, a number from 1."),
            format!("Give --fault {name}=1, or --fault {name} for always."),
        )
    })?;
    if faults().iter().any(|fault| fault.name == name) {
        return Ok(ActiveFault { name: name.to_owned(), times });
    }
    let known: Vec<&str> = faults().iter().map(|fault| fault.name.as_str()).collect();
    Err(CliError::usage(
        format!("--fault {name}: no fault has that name."),
        format!("Give one of {}.", known.join(", ")),
    ))
}

/// Ready at SIGINT, and at SIGTERM where there is one.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ready at Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

/// A journal at the limit of `ulimit -f` is one that cannot be written, and no reason to be killed.
#[cfg(unix)]
fn survive_file_limit() -> std::io::Result<()> {
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default()).map(drop)
}

/// A journal of its own, and what stands in it.
type Kept = (Journal<JournalEntry>, Vec<JournalEntry>);

fn open_journal(path: &Path) -> Result<Kept, CliError> {
    let (journal, entries, notice) = Journal::open(path)?;
    if let Some(notice) = notice {
        note(&format!("note: {notice}"));
    }
    Ok((journal, entries))
}

fn prepare(
    settings: Settings,
    seed: Option<Seed>,
    state: Option<&Path>,
    kept: Option<Kept>,
) -> Result<(Sandbox, Option<Journal<JournalEntry>>), CliError> {
    let key = match state {
        Some(path) => {
            let complain = |why: &str| note(&format!("warning: the key that signs ID tokens: {why}"));
            signing_key::of_file(PrivateFile::beside(path, ".key"), complain)
        }
        None => signing_key::of_this_run(),
    };
    let mut sandbox = Sandbox::new(settings, key, StdRng::from_rng(&mut rand::rng()));
    if let Some(seed) = seed {
        sandbox.set_seed(seed);
    }
    check_auto_approve(&sandbox)?;
    let (Some(path), Some((journal, entries))) = (state, kept) else { return Ok((sandbox, None)) };
    for entry in &entries {
        sandbox
            .replay(entry)
            .map_err(|error| CliError::usage(format!("{}: {error}.", path.display()), "Give another --state file."))?;
    }
    if let Some(problem) = sandbox.misfit() {
        return Err(CliError::usage(
            format!("{}: {problem}.", path.display()),
            "Start with the seed of that run, give what is new in the seed another put-code, or name another --state file.",
        ));
    }
    Ok((sandbox, Some(journal)))
}

/// What a person needs to begin.
fn summary(ready: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let words = |value: &Value, names: &[&str]| names.iter().map(|name| word(&value[*name])).collect::<Vec<_>>();
    let rows = |list: &Value, names: &[&str]| -> Vec<Vec<String>> {
        list.as_array().into_iter().flatten().map(|row| words(row, names)).collect()
    };
    let mut out = format!("The simulated ORCID listens at {} until Ctrl-C.\n\n", word(&ready["issuer"]));
    let endpoints = [
        "authorization_endpoint",
        "token_endpoint",
        "revocation_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
        "public_api",
        "member_api",
        "control",
    ];
    let endpoints: Vec<Vec<String>> =
        endpoints.iter().map(|name| vec![(*name).to_owned(), word(&ready[*name])]).collect();
    out.push_str(&output::table(&["ENDPOINT", "URL"], &endpoints));
    out.push('\n');
    let clients = rows(&ready["clients"], &["client_id", "client_secret", "type"]);
    out.push_str(&output::table(&["CLIENT ID", "CLIENT SECRET", "TYPE"], &clients));
    let redirect_uris: Vec<String> =
        ready["clients"][0]["redirect_uris"].as_array().into_iter().flatten().map(&word).collect();
    // Writing to a String cannot fail.
    let _ = write!(out, "\nRedirect URIs: {} (more with --redirect-uri)\n\n", redirect_uris.join(", "));
    out.push_str(&output::table(&["RESEARCHER", "NAME"], &rows(&ready["researchers"], &["orcid", "name"])));
    if let Some(path) = ready["certificate"].as_str() {
        let _ = write!(out, "\nIts certificate, which nobody vouches for: {path}\n");
    }
    out
}
