//! `sandbox`: the simulated ORCID alone, until it is stopped.

use std::{
    fmt::Write as _,
    net::SocketAddr,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use bytes::Bytes;
use jiff::Timestamp;
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
    net::{Delivery, serve},
    oauth::{HttpRequest, HttpResponse},
    orcid::OrcidId,
    run::local::deliver,
    sandbox::{self, JournalEntry, KeySource, Sandbox, Settings, SigningKey, demo_researchers},
    store::Journal,
};

/// Serves until SIGINT or SIGTERM.
pub async fn run(cx: &Context, args: &SandboxArgs) -> Result<(), CliError> {
    let stopped = stop_signal().map_err(|error| CliError::io("listen for signals", &error))?;
    let listener = TcpListener::bind(args.addr).await.map_err(|error| {
        CliError::usage(
            format!("Nobody can listen at {}: {error}.", args.addr),
            "Give another --addr; 127.0.0.1:0 takes any free port.",
        )
    })?;
    let addr = listener.local_addr().map_err(|error| CliError::io("learn the port", &error))?;
    let settings = Settings {
        issuer: issuer(args.issuer.as_deref(), addr)?,
        redirect_uris: cx.redirect_uris(),
        era: args.era,
        auto_approve: args.auto_approve.clone().map(known_researcher).transpose()?,
        ..Settings::default()
    };
    let (sandbox, journal) = prepare(settings, args)?;
    let ready = sandbox::ready(&sandbox);
    let desk = Arc::new(Mutex::new((sandbox, journal)));
    if args.ready_json || cx.global.format == Format::Json {
        output::json(&ready)?;
    } else {
        output::text(&summary(&ready))?;
    }
    let handler = move |request: HttpRequest| {
        let desk = Arc::clone(&desk);
        async move {
            let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
            let (sandbox, journal) = &mut *desk;
            answer(sandbox, journal.as_mut(), &request)
        }
    };
    serve::serve(listener, handler, stopped).await;
    Ok(())
}

/// Whoever is to authorize everything must be there.
fn known_researcher(orcid: OrcidId) -> Result<OrcidId, CliError> {
    if demo_researchers().iter().any(|researcher| researcher.orcid == orcid) {
        return Ok(orcid);
    }
    let known: Vec<String> = demo_researchers().iter().map(|researcher| researcher.orcid.to_string()).collect();
    Err(CliError::usage(
        format!("--auto-approve {orcid}: nobody here has that iD."),
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

fn issuer(given: Option<&str>, addr: SocketAddr) -> Result<String, CliError> {
    match given {
        Some(issuer) => match url::Url::parse(issuer) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(issuer.to_owned()),
            Ok(_) | Err(_) => Err(CliError::usage(
                format!("--issuer {issuer:?} is no URL."),
                "Give the URL under which others reach it, like http://orcid.test:18800.",
            )),
        },
        None if addr.ip().is_loopback() => Ok(format!("http://{addr}")),
        None => Err(CliError::usage(
            format!("{addr} can be reached from other machines, so its URL is not known."),
            "Give the URL under which others reach it: --issuer http://orcid.test:18800.",
        )),
    }
}

fn prepare(settings: Settings, args: &SandboxArgs) -> Result<(Sandbox, Option<Journal<JournalEntry>>), CliError> {
    let mut sandbox = Sandbox::new(settings, key(), StdRng::from_rng(&mut rand::rng()));
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

/// A key for this run, made when it is first needed.
fn key() -> KeySource {
    let made: OnceLock<Arc<SigningKey>> = OnceLock::new();
    Arc::new(move || {
        let make = || Arc::new(SigningKey::generate().expect("the operating system gives randomness"));
        Arc::clone(made.get_or_init(make))
    })
}

/// What happened is in the journal before anybody is told.
fn answer(sandbox: &mut Sandbox, journal: Option<&mut Journal<JournalEntry>>, request: &HttpRequest) -> Delivery {
    let answer = sandbox::respond(sandbox, request, Timestamp::now());
    if let Some(journal) = journal
        && !answer.journal.is_empty()
        && let Err(error) = journal.append(&answer.journal)
    {
        note(&format!("error: {error}"));
        let mut response = HttpResponse::new(Bytes::from_static(b"The simulated ORCID could not write its journal.\n"));
        *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
        return response.into();
    }
    deliver(answer)
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
    out
}
