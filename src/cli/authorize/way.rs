//! How the answer of an authorization comes: a researcher is played, a listener waits for the browser, or a person pastes it.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use tokio::{
    sync::{mpsc, oneshot},
    task::{JoinHandle, spawn_blocking},
};

use super::pasted::{can_paste, meanwhile, pasted};
use crate::{
    app::remote::Tunnel,
    cli::{
        args::AuthorizeArgs,
        configuration::Resolved,
        context::Context,
        error::CliError,
        output::note,
        play::{Researcher, play},
        server::Server,
    },
    net::{Capture, CaptureErrorKind, Captured, capture},
    oauth::{AuthorizationRequest, AuthorizationResponse, Purpose},
    orcid::EnvironmentKey,
    run::{browser, clipboard::Surroundings},
};

/// How the answer comes.
pub(super) enum Way {
    /// A researcher is played here.
    Play(Researcher),
    /// The browser brings it to a listener.
    Listen(Box<Capture>),
    /// A person copies it from the browser.
    Paste(String),
}

pub(super) async fn listen(resolved: &Resolved) -> Result<Way, CliError> {
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
    pub fn redirect_uri(&self) -> Option<&str> {
        match self {
            Self::Listen(capture) => Some(&capture.redirect_uri),
            Self::Play(_) | Self::Paste(_) => None,
        }
    }

    /// Sends the researcher off, and waits for what comes back.
    pub async fn answer(
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
                            if error.lost_its_server() && server.take_over(cx, &request.redirect_uri).await? => {}
                        landed => break landed?,
                    }
                };
                cx.recording.front(Purpose::Callback, &landed);
                let response = AuthorizationResponse::parse_url(&landed)
                    .ok_or_else(|| CliError::refused("The researcher landed on the redirect URI with nothing.", ""))?;
                match response.answers(state) {
                    Ok(()) => Ok((response, None)),
                    Err(why) => {
                        Err(CliError::refused(why.to_string(), "A server has to send the state back unchanged."))
                    }
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
                tell_waiting(args, &request.redirect_uri);
                let answer = async {
                    tokio::select! {
                        answer = waiting.answer(cx, state) => answer,
                        answer = meanwhile(cx, state) => answer,
                    }
                };
                let response = in_time(args.timeout, answer).await?;
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

/// Says what is waited for, and what else can be done.
fn tell_waiting(args: &AuthorizeArgs, redirect_uri: &str) {
    let long = args.timeout.map(|seconds| format!(" for {seconds} s")).unwrap_or_default();
    let paste = if can_paste() {
        " If it lands there on another computer, paste that address here, and press Enter."
    } else {
        ""
    };
    note(&format!("Waiting{long} at {redirect_uri} for the browser to come back; Ctrl-C ends it.{paste}"));
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
pub(super) struct Waiting {
    arrived: mpsc::UnboundedReceiver<Captured>,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl Waiting {
    pub fn start(capture: Capture, state: Option<String>) -> Self {
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
            match response.answers(state) {
                Ok(()) => return Ok(response),
                Err(why) => note(&format!("warning: {why} It is not used. Still waiting.")),
            }
        }
        Err(CliError::needs_person("The listener at the redirect URI ended.", "Try again."))
    }

    /// Ends the listener once its answers are out.
    pub async fn end(self) {
        drop(self.stop);
        drop(self.ended.await);
    }
}
