//! The world around a journey: what becomes of effects. Requests are answered by the simulated ORCID as a function; store,
//! files, editor and browser are values that say what a test wants them to say.

use std::time::Duration;

use bytes::Bytes;
use orcid_playground::{
    app::{
        Effect, Msg,
        copy::{Copied, Via},
        dance::Capture,
        doctor::Line,
        document::{Work, Worked},
        history,
        keep::Opened,
        msg::{ListenFailure, Listening, LocalServing, NotSaved, TokenContext},
        profile::{Change, SavedProfile, SecretSource},
        shelf::ShelvedToken,
    },
    oauth::{
        Captured, ExchangeId, HttpRequest, HttpResponse, Outcome, Record, ScopeSet, Secret, TokenResponse,
        TransportError, TransportErrorKind, har, implicit,
    },
    orcid::LOCAL_ISSUER,
    sandbox::{Delivery, respond},
};

use super::Journey;

impl Journey {
    /// Something arrives at the listener.
    pub(super) fn capture(&mut self, request: HttpRequest, fragment: Option<String>) -> &mut Self {
        let page = "<!doctype html><title>orcid-playground</title><p>You can go back to the terminal.";
        let response = http::Response::builder()
            .header("content-type", "text/html;charset=utf-8")
            .body(Bytes::from_static(page.as_bytes()))
            .expect("a response");
        let at = self.now;
        let awaited = match &self.model.dance.capture {
            Capture::On(listening) => listening.redirect_uri.parse::<http::Uri>().ok(),
            Capture::Off | Capture::Starting(_) | Capture::Failed { .. } => None,
        };
        let astray = awaited.is_some_and(|awaited| awaited.path() != request.uri().path());
        self.tell(Msg::Captured(Captured { request, fragment, response, astray, at }))
    }

    /// Has effects carried out, and tells the program what came of them.
    pub(super) fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send { .. } | Effect::RunSecretCommand(_) if self.held => self.waiting.push_back(effect),
                Effect::StopSecretCommand(command) => {
                    self.waiting
                        .retain(|effect| !matches!(effect, Effect::RunSecretCommand(other) if *other == command));
                    self.done.push(Effect::StopSecretCommand(command));
                }
                Effect::Send { id, request, store, .. } => self.send(id, &request, store.as_deref()),
                // Nobody has accepted the certificate of an https listener.
                Effect::Visit(request) if request.uri().scheme_str() == Some("https") => {}
                Effect::Visit(request) => drop(self.capture(request, None)),
                Effect::Cancel(id) => {
                    self.waiting.retain(|effect| !matches!(effect, Effect::Send { id: other, .. } if *other == id));
                    self.done.push(Effect::Cancel(id));
                }
                Effect::Work(Work { ticket, job }) if !self.held => {
                    let done = job.perform(&|| true);
                    self.tell(Msg::Worked(Worked { ticket, done }));
                }
                Effect::Work(_) => self.waiting.push_back(effect),
                other => self.other(other),
            }
        }
    }

    fn send(&mut self, id: ExchangeId, request: &HttpRequest, context: Option<&TokenContext>) {
        let own = request.uri().to_string().starts_with(LOCAL_ISSUER);
        let mut took = Duration::from_millis(12);
        let answer = match self.answers.pop_front() {
            Some(answer) => answer,
            None if own => {
                let answer = respond(&mut self.sandbox, request, self.now);
                travel(answer.delivery, answer.response, &mut took)
            }
            None => Err(TransportError {
                kind: TransportErrorKind::Dns,
                message: format!("{} has no address", request.uri().host().unwrap_or_default()),
            }),
        };
        let outcome = match answer {
            Ok(response) => {
                let head_after = took.saturating_sub(Duration::from_millis(1));
                Outcome::Answered { response, head_after, done_after: took }
            }
            Err(error) => Outcome::Failed { error, after: Duration::from_millis(5) },
        };
        let good = outcome.response().is_some_and(|response| response.status().is_success());
        let body = outcome.response().map(|response| response.body().clone()).unwrap_or_default();
        let stored = context.filter(|_| good).map(|context| self.keep(context, &String::from_utf8_lossy(&body)));
        self.tell(Msg::Received(id, outcome, stored));
    }

    /// Puts a token response on the shelf, unless the store is broken.
    fn keep(&mut self, context: &TokenContext, body: &str) -> Result<String, String> {
        let place = self.store.clone()?;
        let response = match &*context.grant_type {
            implicit::IMPLICIT => implicit::token_response(body),
            _ => serde_json::from_str::<TokenResponse>(body).ok(),
        };
        self.stock.tokens.push(ShelvedToken {
            id: format!("{place}-{}", self.stock.tokens.len() + 1),
            environment: context.environment.clone(),
            issuer: context.issuer.clone(),
            client_id: context.client_id.clone(),
            grant_type: context.grant_type.to_string(),
            requested: ScopeSet::parse(&context.requested_scope),
            nonce: context.nonce.clone(),
            body: Secret::new(body),
            record: Record {
                received_at: self.now,
                expires_in: response.as_ref().and_then(|response| response.expires_in),
                revoked_at: None,
                seen: None,
            },
            response,
        });
        Ok(place)
    }

    /// Changes what the store knows of a token.
    fn note(&mut self, token: &Secret, change: impl Fn(&mut Record)) {
        let holds = |kept: &&mut ShelvedToken| kept.response.as_ref().is_some_and(|r| r.access_token == *token);
        self.stock.tokens.iter_mut().filter(holds).for_each(|kept| change(&mut kept.record));
    }

    /// Effects that no request goes out for.
    fn other(&mut self, effect: Effect) {
        let answer = self.answer(&effect);
        self.done.push(effect);
        if let Some(answer) = answer {
            self.tell(answer);
        }
    }

    /// What the program is told of one.
    fn answer(&mut self, effect: &Effect) -> Option<Msg> {
        match effect {
            Effect::StartLocal => Some(Msg::Local(Ok(LocalServing {
                issuer: LOCAL_ISSUER.to_owned(),
                own: true,
                clients: self.sandbox.client_ids().map(str::to_owned).collect(),
            }))),
            Effect::Listen { redirect_uri, register, .. } => {
                let answer = self.listen.take().unwrap_or_else(|| listening(redirect_uri));
                if let (true, Ok(listening)) = (*register, &answer) {
                    self.sandbox.register_redirect_uri(listening.redirect_uri.as_str());
                }
                Some(Msg::Listening(answer))
            }
            Effect::Copy { what, .. } => Some(Msg::Copied(Copied { what, via: Ok(Via::Clipboard) })),
            Effect::OpenBrowser(_) => Some(Msg::BrowserOpened(Ok(()))),
            Effect::SaveProfile { profile, secret } => Some(self.save_profile(profile, secret.as_ref())),
            Effect::DeleteProfile(name) => {
                self.profiles.retain(|known| known.name != *name);
                Some(Msg::Profiles(Change::Delete(name.clone()), Ok(self.profiles.clone())))
            }
            Effect::EditText { .. } => Some(Msg::TextEdited(self.edited.clone())),
            Effect::KeepTokens { context, body, .. } => {
                let stored = self.keep(context, body.expose());
                Some(Msg::TokensKept { context: context.clone(), body: body.clone(), stored })
            }
            Effect::ListTokens => Some(Msg::Stock(Ok(self.stock.clone()))),
            Effect::ForgetToken(id) => {
                self.stock.tokens.retain(|kept| kept.id != *id);
                Some(Msg::Stock(Ok(self.stock.clone())))
            }
            Effect::NoteSeen(token, seen) => {
                let now = self.now;
                self.note(token, |record| record.seen = Some((*seen, now)));
                None
            }
            Effect::NoteRevoked(token) => {
                let now = self.now;
                self.note(token, |record| record.revoked_at = Some(now));
                None
            }
            Effect::SaveFile { path, bytes, replace } => {
                let saved = self.save(path, &String::from_utf8_lossy(bytes), *replace);
                let taken = || NotSaved::Exists(path.clone());
                Some(Msg::FileSaved(saved.then(|| format!("/home/somebody/{path}")).ok_or_else(taken)))
            }
            Effect::RunSecretCommand(command) => {
                Some(Msg::SecretCommand(command.clone(), self.secret_command.clone().map(Secret::new)))
            }
            Effect::Examine { listening, .. } => {
                let found = if *listening { "it listens already" } else { "it can listen" };
                Some(Msg::Examined(vec![Line::passed("callback", found)]))
            }
            Effect::Compare(pair) => Some(Msg::Compared(history::difference(&pair.0, &pair.1))),
            Effect::CopyContent(content) => Some(Msg::Copied(Copied { what: content.what(), via: Ok(Via::Clipboard) })),
            Effect::SaveContent { path, content, replace } => {
                let saved = self.save(path, content.text().expose(), *replace);
                let taken = || NotSaved::Exists(path.clone());
                Some(Msg::Kept(saved.then(|| (content.what(), path.clone())).ok_or_else(taken)))
            }
            Effect::OpenSession { path, situation } => {
                let text = self.files.get(path).map(String::as_bytes).ok_or("no such file".to_owned());
                let session = text.and_then(|text| har::read(text).map_err(|error| error.to_string()));
                Some(Msg::Opened(session.map(|session| Opened::new(path.clone(), session, situation))))
            }
            Effect::Send { .. }
            | Effect::Work(_)
            | Effect::Visit(_)
            | Effect::Cancel(_)
            | Effect::StopListening
            | Effect::SavePending(_)
            | Effect::StopWork(_)
            | Effect::StopSecretCommand(_)
            | Effect::UseProfile(_)
            | Effect::SaveProgress(_)
            | Effect::Mouse(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit => None,
        }
    }

    fn save_profile(&mut self, profile: &SavedProfile, secret: Option<&Secret>) -> Msg {
        let mut profile = profile.clone();
        if let Some(secret) = secret {
            profile.secret = SecretSource::Remembered(secret.clone());
        }
        let change = Change::Save(profile.name.clone());
        if let Some(why) = self.profiles_refused.clone() {
            return Msg::Profiles(change, Err(why));
        }
        self.profiles.retain(|known| known.name != profile.name);
        self.profiles.push(profile);
        Msg::Profiles(change, Ok(self.profiles.clone()))
    }

    /// Writes a file; in the place of one of that name only with `replace`.
    fn save(&mut self, path: &str, text: &str, replace: bool) -> bool {
        let free = replace || !self.files.contains_key(path);
        if free {
            self.files.insert(path.to_owned(), text.to_owned());
        }
        free
    }
}

/// What comes of an answer on its way, and how long that takes.
fn travel(delivery: Delivery, response: HttpResponse, took: &mut Duration) -> Result<HttpResponse, TransportError> {
    match delivery {
        Delivery::Immediate => {}
        Delivery::Late(time) => *took += time,
        Delivery::Pieces { bytes, pause } => {
            let pieces = response.body().len().div_ceil(bytes.max(1));
            *took += pause * u32::try_from(pieces).expect("few pieces");
        }
        Delivery::Cut { after } => {
            let message = format!("the connection ended after {after} bytes of the body");
            return Err(TransportError { kind: TransportErrorKind::Reset, message });
        }
    }
    Ok(response)
}

/// Yes where it is this computer, else the advice to paste.
fn listening(redirect_uri: &str) -> Result<Listening, ListenFailure> {
    let host = url::Url::parse(redirect_uri).ok().and_then(|url| Some((url.host_str()?.to_owned(), url.port()?)));
    match host {
        Some((host, port)) if host == "127.0.0.1" || host == "localhost" => Ok(Listening {
            redirect_uri: redirect_uri.to_owned(),
            addresses: vec![([127, 0, 0, 1], port).into()],
            fingerprint: redirect_uri.starts_with("https").then(|| "AB:".repeat(31) + "AB"),
        }),
        Some(_) | None => Err(ListenFailure {
            message: "Nobody can listen there from here.".to_owned(),
            paste_instead: true,
            port_in_use: false,
        }),
    }
}
