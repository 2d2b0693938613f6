//! `sandbox`: the simulated ORCID alone, until it is stopped.

mod address;
mod certificate;
mod health;

use std::{
    fmt::Write as _,
    path::Path,
    sync::{Arc, Mutex},
};

use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;
use tokio::net::TcpListener;

use super::{
    Context,
    args::SandboxArgs,
    error::CliError,
    output::{self, Format, note},
};
use crate::{
    net::serve::{self, Limits},
    oauth::HttpRequest,
    run::{local::Desk, signing_key},
    sandbox::{self, JournalEntry, Sandbox, Seed, Settings, faults},
    store::{Journal, PrivateFile},
};

use certificate::Certificate;

/// Serves until SIGINT or SIGTERM.
pub async fn run(cx: &Context, args: &SandboxArgs) -> Result<(), CliError> {
    if args.is_ready {
        return health::ask(args).await;
    }
    let stopped = stop_signal().map_err(|error| CliError::io("listen for signals", &error))?;
    let limits = Limits::of_system();
    // What is wrong with the command line is said before anything about the port.
    address::check(args)?;
    let faults = args.fault.iter().map(|name| known_fault(name)).collect::<Result<_, _>>()?;
    let seed = args.seed.as_deref().map(seed).transpose()?;
    let listener = TcpListener::bind(args.addr).await.map_err(|error| {
        CliError::usage(
            format!("Nobody can listen at {}: {error}.", args.addr),
            "Give another --addr; 127.0.0.1:0 takes any free port.",
        )
    })?;
    let addr = listener.local_addr().map_err(|error| CliError::io("learn the port", &error))?;
    let issuer = address::issuer(args, addr)?;
    let certificate = if args.tls { Some(Certificate::obtain(args, &issuer)?) } else { None };
    let settings = Settings {
        issuer,
        redirect_uris: cx.redirect_uris(),
        era: args.era,
        auto_approve: args.auto_approve.clone(),
        faults,
        certificate: certificate.as_ref().map(|certificate| certificate.path().display().to_string()),
    };
    let (sandbox, journal) = prepare(settings, seed, args)?;
    let ready = sandbox::ready(&sandbox);
    let desk = Arc::new(Desk::new(Arc::new(Mutex::new(sandbox)), journal));
    if args.ready_json || cx.global.format == Format::Json {
        output::json(&ready)?;
    } else {
        output::text(&summary(&ready))?;
    }
    let handler = move |request: HttpRequest| {
        let desk = Arc::clone(&desk);
        async move { desk.answer(&request) }
    };
    let tls = certificate.as_ref().map(Certificate::acceptor);
    serve::serve_within(limits, listener, tls, handler, stopped).await;
    Ok(())
}

/// Reads a seed file.
fn seed(path: &Path) -> Result<Seed, CliError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| CliError::usage(format!("{}: {error}.", path.display()), "Give a readable --seed file."))?;
    Seed::parse(&text).map_err(|error| {
        CliError::usage(format!("{}: {error}.", path.display()), "Correct the file; the built-in one shows the form.")
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

/// A fault has a name, and the names are known.
fn known_fault(name: &str) -> Result<String, CliError> {
    if faults().iter().any(|fault| fault.name == name) {
        return Ok(name.to_owned());
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

fn prepare(
    settings: Settings,
    seed: Option<Seed>,
    args: &SandboxArgs,
) -> Result<(Sandbox, Option<Journal<JournalEntry>>), CliError> {
    let key = match &args.state {
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
    let Some(path) = &args.state else { return Ok((sandbox, None)) };
    let (journal, entries, notice) = Journal::open(path)?;
    if let Some(notice) = notice {
        note(&format!("note: {notice}"));
    }
    for entry in &entries {
        sandbox
            .replay(entry)
            .map_err(|error| CliError::usage(format!("{}: {error}.", path.display()), "Give another --state file."))?;
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
    let endpoints =
        ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "public_api", "member_api"];
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
