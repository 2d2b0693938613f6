//! `authorize`: the whole dance in one command.

use std::{
    io::{self, BufRead, IsTerminal},
    str::FromStr,
    time::Duration,
};

use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio::{
    sync::{mpsc, oneshot},
    task::{JoinHandle, spawn_blocking},
};

use super::{
    Context,
    args::AuthorizeArgs,
    configuration::Resolved,
    error::{CliError, Exit},
    exchange::{Redeem, marked_code},
    findings,
    output::{self, note},
    play::{Researcher, play},
    server::Server,
    url::Asked,
};
use crate::{
    app::remote::Tunnel,
    net::{Capture, CaptureErrorKind, Captured, capture},
    oauth::{
        AuthorizationRequest, AuthorizationResponse, Client, HttpResponse, Purpose, StateCheck, form, implicit,
        is_loopback_url,
    },
    orcid::{
        EnvironmentKey, OrcidId,
        paste::{self, Pasted},
        shape,
    },
    run::{browser, clipboard::Surroundings},
    store::NewToken,
};

/// Asks, waits for the answer, and exchanges the code.
pub async fn run(cx: &Context, args: &AuthorizeArgs) -> Result<(), CliError> {
    let resolved = cx.resolve()?;
    resolved.complete()?;
    let player = researcher(args, &resolved)?;
    // The listener first: on `local` its port decides what is registered.
    let way = match player {
        Some(player) => Way::Play(player),
        None => listen(&resolved).await?,
    };
    let redirect_uri = way.redirect_uri().unwrap_or(&resolved.redirect_uri).to_owned();
    let mut server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &redirect_uri).await?;
    let asked = Asked::build(&resolved, &request_options(args), &redirect_uri);
    findings::of_authorization(&resolved, &server, &asked.request);
    let wants_code = asked.request.response_type.split_whitespace().any(|kind| kind == "code");
    // Before the researcher is troubled: without it the code would be of no use.
    let client_secret = if wants_code { Some(cx.client_secret(&resolved).await?) } else { None };
    let pending = asked.remember(cx, &resolved, &server);
    let (response, waiting) = way.answer(cx, args, &mut server, &asked.request).await?;
    let ended = match response {
        AuthorizationResponse::Code { code, .. } => {
            let redeem = Redeem {
                code,
                client: Client { client_secret, redirect_uri, ..resolved.client() },
                code_verifier: asked.code_verifier,
                requested_scope: asked.request.scope,
                nonce: asked.request.nonce,
                pending,
            };
            redeem.run(cx, &mut server).await
        }
        AuthorizationResponse::Tokens { parameters, .. } => {
            forget(cx, pending.as_deref());
            keep(cx, &server, &asked.request, &parameters);
            let object: Map<String, Value> = parameters.into_iter().map(|(name, value)| (name, value.into())).collect();
            output::json(&object)
        }
        AuthorizationResponse::Error { error, .. } => {
            forget(cx, pending.as_deref());
            Err(CliError::refused_request(&error, &asked.request, server.environment.key.clone()))
        }
    };
    // The page goes out whole before the program ends.
    if let Some(waiting) = waiting {
        waiting.end().await;
    }
    if ended.is_ok() && !cx.store.is_ephemeral() {
        server.tell_end("use the tokens in other programs");
    }
    ended
}

/// Stores the tokens of a fragment as they came.
fn keep(cx: &Context, server: &Server, request: &AuthorizationRequest, parameters: &[(String, String)]) {
    let fragment = form::query(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let environment = &server.environment;
    let token = NewToken {
        received_at: Timestamp::now(),
        environment: environment.key.to_string(),
        issuer: environment.metadata.issuer.clone(),
        token_endpoint: environment.metadata.token_endpoint.clone(),
        client_id: request.client_id.clone(),
        grant_type: implicit::IMPLICIT.to_owned(),
        requested_scope: Some(request.scope.to_string()),
        redirect_uri: Some(request.redirect_uri.clone()),
        nonce: request.nonce.clone(),
        response: HttpResponse::new(fragment.into()),
    };
    match cx.store.save_token(&token) {
        Ok(_) if cx.store.is_ephemeral() => note("note: the tokens are not kept (--ephemeral)."),
        Ok(stored) => note(&format!("stored: {}", stored.id)),
        Err(error) => note(&format!("WARNING: THE TOKENS ARE NOT STORED. Standard output has the only copy. {error}")),
    }
}

fn forget(cx: &Context, pending: Option<&str>) {
    if let Some(id) = pending {
        // One that stays is forgotten after a day.
        let _ = cx.store.remove_pending(id);
    }
}

/// Whom to play, when a researcher is to be played.
fn researcher(args: &AuthorizeArgs, resolved: &Resolved) -> Result<Option<Researcher>, CliError> {
    if args.play_as.is_none() && !args.deny {
        return Ok(None);
    }
    let of_this_machine = match &resolved.environment {
        EnvironmentKey::Local => true,
        EnvironmentKey::Custom(issuer) => is_loopback_url(issuer),
        EnvironmentKey::Sandbox | EnvironmentKey::Production => false,
    };
    if !of_this_machine {
        return Err(CliError::usage(
            "--as and --deny play a researcher of the simulated ORCID; at ORCID people answer for themselves.",
            "Leave them away to use the browser, or use --env local.",
        ));
    }
    let orcid = args.play_as.as_deref().map(OrcidId::from_str).transpose();
    let orcid = orcid.map_err(|error| CliError::usage(format!("--as: {error}."), "Try --as 0000-0002-4456-8947."))?;
    Ok(Some(Researcher { orcid, deny: args.deny }))
}

/// Denying needs the consent page, which ORCID skips when the same was granted before.
fn request_options(args: &AuthorizeArgs) -> super::args::AuthorizationOptions {
    let mut options = args.request.clone();
    if args.deny && options.prompt.is_none() {
        note("note: prompt=login is sent, so that ORCID shows the consent page in any case.");
        options.prompt = Some("login".to_owned());
    }
    options
}

/// How the answer comes.
enum Way {
    /// A researcher is played here.
    Play(Researcher),
    /// The browser brings it to a listener.
    Listen(Box<Capture>),
    /// A person copies it from the browser.
    Paste(String),
}

async fn listen(resolved: &Resolved) -> Result<Way, CliError> {
    let redirect_uri = &resolved.redirect_uri;
    let local = resolved.environment == EnvironmentKey::Local;
    match capture::bind(redirect_uri).await {
        Ok(capture) => Ok(Way::Listen(Box::new(capture))),
        Err(error) if local && matches!(error.kind, CaptureErrorKind::PortInUse { .. }) => {
            let capture = capture::bind_any_port(redirect_uri).await?;
            note(&format!("note: {} The redirect URI is {} this time.", error.message, capture.redirect_uri));
            Ok(Way::Listen(Box::new(capture)))
        }
        Err(error) if error.kind == CaptureErrorKind::NotLoopback => {
            if io::stdin().is_terminal() {
                Ok(Way::Paste(error.message))
            } else {
                Err(CliError::needs_person(
                    error.message,
                    "Run it in a terminal, or use `url` now and `exchange` with that address afterwards.",
                ))
            }
        }
        Err(error) => Err(error.into()),
    }
}

impl Way {
    /// The redirect URI, where the listener chose it.
    fn redirect_uri(&self) -> Option<&str> {
        match self {
            Self::Listen(capture) => Some(&capture.redirect_uri),
            Self::Play(_) | Self::Paste(_) => None,
        }
    }

    /// Sends the researcher off, and waits for what comes back.
    async fn answer(
        self,
        cx: &Context,
        args: &AuthorizeArgs,
        server: &mut Server,
        request: &AuthorizationRequest,
    ) -> Result<(AuthorizationResponse, Option<Waiting>), CliError> {
        let state = request.state.as_deref();
        let url = &request.url(&server.environment.metadata);
        match self {
            Self::Play(researcher) => {
                let landed = loop {
                    let url = request.url(&server.environment.metadata);
                    match play(&cx.client, &url, &researcher).await {
                        Err(error)
                            if error.exit == Exit::Network && server.take_over(cx, &request.redirect_uri).await? => {}
                        landed => break landed?,
                    }
                };
                cx.recording.front(Purpose::Callback, &landed);
                let response = AuthorizationResponse::parse_url(&landed)
                    .ok_or_else(|| CliError::refused("The researcher landed on the redirect URI with nothing.", ""))?;
                match acceptable(&response, state) {
                    Ok(()) => Ok((response, None)),
                    Err(why) => Err(CliError::refused(why, "A server has to send the state back unchanged.")),
                }
            }
            Self::Listen(capture) => {
                if let Some(fingerprint) = &capture.fingerprint {
                    note(&format!(
                        "note: the browser will warn of the certificate at {}, which was made on the spot (SHA-256 \
                         {fingerprint}). Go on past the warning.",
                        capture.redirect_uri
                    ));
                }
                let mut waiting = Waiting::start(*capture, state.map(str::to_owned));
                cx.recording.front(Purpose::AuthorizationRequest, url);
                let tunnel = Surroundings::read(|name| std::env::var(name).ok())
                    .remote
                    .and_then(|remote| remote.tunnel([request.redirect_uri.as_str(), url]));
                send_off(args, url, tunnel.as_ref()).await;
                let response = in_time(args.timeout, waiting.answer(cx, state)).await?;
                Ok((response, Some(waiting)))
            }
            Self::Paste(why) => {
                note(&why);
                cx.recording.front(Purpose::AuthorizationRequest, url);
                send_off(args, url, None).await;
                let response = in_time(args.timeout, pasted(cx, state)).await?;
                Ok((response, None))
            }
        }
    }
}

/// Whether a response may be used: what grants something must carry the state that was sent. Errors may lack it; ORCID
/// sends some without (guide `orcid-wire`, "Errors of the front channel").
fn acceptable(response: &AuthorizationResponse, state: Option<&str>) -> Result<(), &'static str> {
    match (response.check_state(state), response) {
        (StateCheck::Matches | StateCheck::NotUsed | StateCheck::NothingToCompare, _) => Ok(()),
        (StateCheck::Missing, AuthorizationResponse::Error { .. }) => Ok(()),
        (StateCheck::Missing, AuthorizationResponse::Code { .. } | AuthorizationResponse::Tokens { .. }) => {
            Err("An answer without the state came: it is of another request, or forged.")
        }
        (StateCheck::Differs, _) => Err("An answer with another state came: it is of another request, or forged."),
    }
}

/// Opens the browser, or shows the URL; over SSH also what the browser of the other computer needs.
async fn send_off(args: &AuthorizeArgs, url: &str, tunnel: Option<&Tunnel>) {
    let by_hand = || {
        let Some(tunnel) = tunnel else { return };
        let open = tunnel.open.map(|open| format!("\n({open})")).unwrap_or_default();
        note(&format!(
            "You are here over SSH. For the browser of your own computer, run this there first, and leave it open:\n{}{open}",
            tunnel.command
        ));
    };
    if args.no_browser {
        by_hand();
        note(&format!("Open this address in a browser:\n{}", url));
        return;
    }
    let opening = url.to_owned();
    let opened = spawn_blocking(move || browser::open(&opening)).await;
    match opened.map_err(|error| error.to_string()).and_then(|opened| opened) {
        Ok(()) => note(&format!("The browser is opened. If it is not, open this address:\n{}", url)),
        Err(why) => {
            by_hand();
            note(&format!("No browser was opened: {why}. Open this address in one:\n{}", url));
        }
    }
}

async fn in_time<T>(seconds: Option<u32>, answer: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let Some(seconds) = seconds else { return answer.await };
    tokio::time::timeout(Duration::from_secs(seconds.into()), answer).await.unwrap_or_else(|_| {
        Err(CliError::needs_person(
            format!("Nobody came back to the redirect URI within {seconds} s."),
            "Sign in and decide in the browser, or wait longer with --timeout.",
        ))
    })
}

/// The listener at work.
struct Waiting {
    arrived: mpsc::UnboundedReceiver<Captured>,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Waiting {
    fn start(capture: Capture, state: Option<String>) -> Self {
        let (events, arrived) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = tokio::spawn(async move { capture.run(state, events, async move { drop(stopped.await) }).await });
        Self { arrived, stop, ended }
    }

    /// The first answer that may be used. Others are told and not used.
    async fn answer(&mut self, cx: &Context, state: Option<&str>) -> Result<AuthorizationResponse, CliError> {
        while let Some(captured) = self.arrived.recv().await {
            cx.recording.captured(&captured);
            if captured.astray {
                let landed = captured.request.uri().to_string();
                let landed = landed.split('?').next().unwrap_or_default();
                note(&format!(
                    "warning: an answer came to {landed}, which is not the redirect URI: the request that it answers named another one. It is not used. Still waiting."
                ));
                continue;
            }
            let query = captured.request.uri().query();
            let Some(response) = AuthorizationResponse::parse(query, captured.fragment.as_deref()) else {
                note("note: somebody opened the redirect URI without a code and without an error. Still waiting.");
                continue;
            };
            match acceptable(&response, state) {
                Ok(()) => return Ok(response),
                Err(why) => note(&format!("warning: {why} It is not used. Still waiting.")),
            }
        }
        Err(CliError::needs_person("The listener at the redirect URI ended.", "Try again."))
    }

    /// Ends the listener once its answers are out.
    async fn end(self) {
        drop(self.stop);
        drop(self.ended.await);
    }
}

/// Reads lines until one of them is an answer.
async fn pasted(cx: &Context, state: Option<&str>) -> Result<AuthorizationResponse, CliError> {
    loop {
        note("Paste the address that the browser landed on (or the code), then press Enter:");
        let line = spawn_blocking(|| {
            let mut line = String::new();
            io::stdin().lock().read_line(&mut line).map(|read| (read, line))
        });
        let read = line.await.map_err(io::Error::other).and_then(|read| read);
        let (read, line) = read.map_err(|error| CliError::io("read the address", &error))?;
        if read == 0 {
            return Err(CliError::needs_person(
                "The input ended before an address came.",
                "Run it again, and paste it.",
            ));
        }
        let bare = "note: a bare code carries no state, so where it came from is not checked.";
        if let Some(code) = marked_code(&line) {
            note(bare);
            return Ok(AuthorizationResponse::Code { code: code.to_owned(), state: None });
        }
        match paste::recognise(&line) {
            Pasted::Code(word) if !shape::is_code(&word) => {
                note(
                    "That is not taken for a code: ORCID's have six letters and digits, such as eUeiz2. If it is one all the same, put code= in front.",
                );
            }
            Pasted::Code(code) => {
                note(bare);
                return Ok(AuthorizationResponse::Code { code, state: None });
            }
            Pasted::Redirect { response, url } => {
                cx.recording.front(Purpose::Callback, &url);
                match acceptable(&response, state) {
                    Ok(()) => return Ok(response),
                    Err(why) => note(&format!("warning: {why} It is not used.")),
                }
            }
            Pasted::Configuration(_)
            | Pasted::Profile(_)
            | Pasted::TokenResponse(_)
            | Pasted::Error(_)
            | Pasted::ErrorPage(_)
            | Pasted::Uuid(_)
            | Pasted::IdToken(_)
            | Pasted::OrcidId(_)
            | Pasted::ClientId(_)
            | Pasted::Scopes(_)
            | Pasted::Request(_)
            | Pasted::Response(_)
            | Pasted::Exchange { .. }
            | Pasted::Body(_)
            | Pasted::Words(_)
            | Pasted::Unknown => note("That is neither a code nor an address with one."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_errors_may_lack_the_state() {
        let check = |url, state| acceptable(&AuthorizationResponse::parse_url(url).unwrap(), state).is_ok();
        assert!(check("http://a/cb?code=x&state=s", Some("s")));
        assert!(check("http://a/cb?code=x", None));
        assert!(check("http://a/cb#error=invalid_scope", Some("s")));
        for forged in ["http://a/cb?code=x", "http://a/cb?code=x&state=t", "http://a/cb?error=access_denied&state=t"] {
            assert!(!check(forged, Some("s")), "{forged}");
        }
        assert!(!check("http://a/cb#access_token=x", Some("s")));
    }
}
