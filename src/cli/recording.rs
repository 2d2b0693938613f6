//! `--transcript` and `--save-session`: every message of a command is kept, and written down when it ends, well or not.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use jiff::Timestamp;

use super::{args::Global, configuration::Resolved, error::CliError, output::note};
use crate::{
    app::{self, doctor::Line},
    net::{Captured, HttpClient, Recorder, Settings},
    oauth::{Exchange, ExchangeId, HttpRequest, Outcome, Purpose, Secret, Session, har, session},
    orcid::EnvironmentKey,
    store::{NewToken, save_named},
};

type Messages = Arc<Mutex<Vec<Exchange>>>;

/// The messages of a command, and what looked wrong before they were sent; no messages when nobody asked.
#[derive(Clone, Default)]
pub struct Recording {
    messages: Option<Messages>,
    findings: Arc<Mutex<Vec<String>>>,
    /// What the doctor found.
    examined: Arc<Mutex<Vec<String>>>,
    /// Whether what is sent are the doctor's questions, which look like other requests.
    asks: Arc<AtomicBool>,
    /// Whose stored token the command is about: it may be another client's than the configured one.
    token: Arc<Mutex<Option<(EnvironmentKey, NewToken)>>>,
}

impl Recording {
    /// Keeps messages when an option asks for them.
    pub fn of(global: &Global) -> Self {
        let asked = global.transcript.is_some() || global.save_session.is_some();
        Self { messages: asked.then(Arc::default), ..Self::default() }
    }

    /// A client whose messages are kept.
    pub fn client(&self, settings: Settings) -> HttpClient {
        let Some(messages) = self.messages.clone() else { return HttpClient::new(settings) };
        let asks = Arc::clone(&self.asks);
        let recorder: Recorder = Arc::new(move |request, outcome, started| {
            let purpose = match session::purpose_of(request) {
                Purpose::AuthorizationRequest if asks.load(Ordering::Relaxed) => Purpose::Probe,
                purpose => purpose,
            };
            let exchange = Recorded { purpose, request, fragment: None, started };
            exchange.push(&messages, outcome.clone());
        });
        HttpClient::recording(settings, recorder)
    }

    /// Something that looks wrong before it is sent.
    pub fn finding(&self, text: String) {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner).push(text);
    }

    /// From now on the doctor asks.
    pub fn asking(&self) {
        self.asks.store(true, Ordering::Relaxed);
    }

    /// What the doctor found.
    pub fn examined<'a>(&self, lines: impl IntoIterator<Item = &'a Line>) {
        *self.examined.lock().unwrap_or_else(PoisonError::into_inner) = lines.into_iter().map(Line::text).collect();
    }

    /// The stored token that the command is about.
    pub fn of_token(&self, environment: &EnvironmentKey, token: &NewToken) {
        if self.messages.is_some() {
            *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some((environment.clone(), token.clone()));
        }
    }

    /// A message that the browser carries.
    pub fn front(&self, purpose: Purpose, url: &str) {
        let (target, fragment) = url.split_once('#').map_or((url, None), |(target, rest)| (target, Some(rest)));
        if let (Some(messages), Ok(request)) = (&self.messages, http::Request::get(target).body(Bytes::new())) {
            Recorded { purpose, request: &request, fragment, started: Timestamp::now() }
                .push(messages, Outcome::Unseen);
        }
    }

    /// What arrived at the redirect URI, and what this program answered.
    pub fn captured(&self, captured: &Captured) {
        let Some(messages) = &self.messages else { return };
        let fragment = captured.fragment.as_deref();
        let (head_after, done_after) = (Duration::ZERO, Duration::ZERO);
        let outcome = Outcome::Answered { response: captured.response.clone(), head_after, done_after };
        Recorded { purpose: Purpose::Callback, request: &captured.request, fragment, started: captured.at }
            .push(messages, outcome);
    }

    /// Writes what was asked for.
    ///
    /// # Errors
    /// When a file cannot be written; the other one is written all the same.
    pub fn keep(&self, global: &Global, resolved: impl FnOnce() -> Option<Resolved>) -> Result<(), CliError> {
        let Some(messages) = &self.messages else { return Ok(()) };
        let exchanges = messages.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let resolved = resolved();
        let findings = self.findings.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let examined = std::mem::take(&mut *self.examined.lock().unwrap_or_else(PoisonError::into_inner));
        let token = self.token.lock().unwrap_or_else(PoisonError::into_inner).take();
        let context = match (token, &resolved) {
            (Some((environment, token)), _) => Some(session::Context {
                environment: environment.to_string(),
                client_id: token.client_id,
                redirect_uri: token.redirect_uri.unwrap_or_default(),
                scope: token.requested_scope.unwrap_or_default(),
                findings,
                examined,
            }),
            (None, Some(resolved)) => Some(session::Context {
                environment: resolved.environment.to_string(),
                client_id: resolved.client_id.clone(),
                redirect_uri: resolved.redirect_uri.clone(),
                scope: resolved.scope.clone(),
                findings,
                examined,
            }),
            (None, None) => None,
        };
        let session =
            Session { saved: Some(Timestamp::now()), context, redacted: false, exchanges, left_out: Vec::new() };
        let secret = resolved.and_then(|resolved| resolved.client_secret);
        let secrets = || secret.iter().map(|secret| ("client_secret", Secret::expose(secret)));
        let transcript = global.transcript.as_ref();
        let transcript = transcript.map(|path| write(path, &app::transcript(&session, secrets()), "transcript"));
        // What was spent on the messages is not to be had again: one file that fails does not cost the other.
        let saved = global.save_session.as_ref();
        let saved = saved.map(|path| write(path, &har::write(&session.redacted(secrets()).0), "session"));
        match (transcript, saved) {
            (Some(Err(error)), Some(Err(also))) => {
                note(&format!("error: {}", also.message));
                Err(error)
            }
            (transcript, saved) => transcript.unwrap_or(Ok(())).and(saved.unwrap_or(Ok(()))),
        }
    }
}

fn write(path: &Path, text: &str, what: &str) -> Result<(), CliError> {
    save_named(path, text.as_bytes(), true)?;
    note(&format!("{what}: {}", path.display()));
    Ok(())
}

/// A message that is kept.
struct Recorded<'a> {
    purpose: Purpose,
    request: &'a HttpRequest,
    fragment: Option<&'a str>,
    started: Timestamp,
}

impl Recorded<'_> {
    fn push(self, messages: &Messages, outcome: Outcome) {
        let mut messages = messages.lock().unwrap_or_else(PoisonError::into_inner);
        let id = ExchangeId(messages.len() as u64 + 1);
        messages.push(Exchange {
            id,
            purpose: self.purpose,
            request: self.request.clone(),
            fragment: self.fragment.map(str::to_owned),
            outcome,
            arrived: None,
            started: self.started,
        });
    }
}
