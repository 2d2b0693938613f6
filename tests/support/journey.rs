//! A person at the program, without a terminal, a socket, a clock or a file: keys go in, effects are carried out by the
//! simulated ORCID as a function, and what the model holds can be looked at.
//!
//! Each test crate that uses it takes a part of its verbs only.
#![allow(dead_code)]

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use jiff::Timestamp;
use orcid_playground::{
    app::{
        Effect, Key, Model, Msg, Size, Start,
        control::Control,
        copy::{Copied, Via},
        doctor::Line,
        document::{Work, Worked},
        lesson::{Lessons, Progress},
        msg::{ListenFailure, Listening, LocalServing, TokenContext},
        profile::{SavedProfile, SecretSource},
        shelf::{ShelvedToken, Stock},
        update,
    },
    oauth::{
        Captured, Client, Exchange, ExchangeId, HttpRequest, HttpResponse, Outcome, Purpose, Record, ScopeSet, Secret,
        TokenEndpointAuthMethod, TokenResponse, TransportError, TransportErrorKind, har, implicit,
    },
    orcid::{LOCAL_ISSUER, LOCAL_REDIRECT_URI},
    sandbox::{Delivery, Sandbox, Settings, SigningKey, demo_clients, respond},
};
use rand::{SeedableRng, rngs::StdRng};

/// When every journey begins.
pub const START: &str = "2026-03-01T09:00:00Z";

/// The program, and the world as far as it sees it.
pub struct Journey {
    /// All that the program knows.
    pub model: Model,
    /// The simulated ORCID.
    pub sandbox: Sandbox,
    /// The clock.
    pub now: Timestamp,
    /// What the program had done outside, in order; requests and redirects that were carried out are not among them.
    pub done: Vec<Effect>,
    /// Whether requests stay under way until [`Journey::release`].
    held: bool,
    /// Requests under way.
    waiting: VecDeque<Effect>,
    /// Answers that come instead of the simulated ORCID's, the next one first.
    answers: VecDeque<Result<HttpResponse, TransportError>>,
    /// What the next wish to listen is answered with, instead of yes.
    listen: Option<Result<Listening, ListenFailure>>,
    /// What the token store says.
    store: Result<String, String>,
    /// What the user's editor makes of a text.
    edited: Result<String, String>,
    /// What the next command for a secret prints.
    secret_command: Result<String, String>,
    profiles: Vec<SavedProfile>,
    /// What the token store holds.
    pub stock: Stock,
    /// Files under the names that were typed.
    pub files: BTreeMap<String, String>,
}

impl Journey {
    /// The program at its start, 120 columns by 40 rows, with the simulated ORCID listening.
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// The program at its start, with something about the start changed.
    pub fn with(change: impl FnOnce(&mut Start)) -> Self {
        let mut start = Start {
            size: Size::new(120, 40),
            demo_client: demo_client(),
            profiles: Vec::new(),
            profile: None,
            client_secret: None,
            random: StdRng::seed_from_u64(1),
            trouble: None,
            ephemeral: false,
            endpoints: None,
            mouse: false,
            lessons: Lessons::BuiltIn,
            progress: Progress::default(),
            offer_tour: false,
            remote: None,
        };
        change(&mut start);
        let profiles = start.profiles.clone();
        let now = START.parse().expect("a timestamp");
        let (model, effects) = Model::new(start, now);
        let mut journey = Self {
            model,
            sandbox: sandbox(),
            now,
            done: Vec::new(),
            held: false,
            waiting: VecDeque::new(),
            answers: VecDeque::new(),
            listen: None,
            store: Ok("tokens/20260301T090000Z-local.json".to_owned()),
            edited: Err("it ended with exit status: 1.".to_owned()),
            secret_command: Err("exit status 1".to_owned()),
            profiles,
            stock: Stock::default(),
            files: BTreeMap::new(),
        };
        journey.perform(effects);
        journey
    }

    /// Presses keys, named as in the key map and set apart by blanks: `"tab tab enter"`, `"y a"`, `"ctrl-p"`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split(' ') {
            let key: Key = name.parse().unwrap_or_else(|error| panic!("{error}"));
            self.tell(Msg::Key(key));
        }
        self
    }

    /// Types a text, character by character.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = if c == ' ' { "space".to_owned() } else { c.to_string() };
            self.press(&key);
        }
        self
    }

    /// Pastes, as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Msg::Paste(text.to_owned()))
    }

    /// Empties the focused field and types into it.
    pub fn retype(&mut self, text: &str) -> &mut Self {
        self.press("ctrl-e ctrl-u").type_text(text)
    }

    /// Goes to a field or button with Tab.
    pub fn go_to(&mut self, control: Control) -> &mut Self {
        for _ in 0..80 {
            if self.model.focus == control {
                return self;
            }
            self.press("tab");
        }
        panic!("{control:?} cannot be reached with Tab");
    }

    /// The terminal gets another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.tell(Msg::Resize(Size::new(width, height)))
    }

    /// Time goes by, and the program wakes.
    pub fn wait(&mut self, seconds: u64) -> &mut Self {
        self.now += Duration::from_secs(seconds);
        self.tell(Msg::Woke)
    }

    /// From now on requests stay under way.
    pub fn hold(&mut self) -> &mut Self {
        self.held = true;
        self
    }

    /// Requests under way are answered, and those that come.
    pub fn release(&mut self) -> &mut Self {
        self.held = false;
        let waiting = std::mem::take(&mut self.waiting);
        self.perform(waiting.into());
        self
    }

    /// Requests under way, while they are held.
    pub fn under_way(&self) -> impl Iterator<Item = &Effect> {
        self.waiting.iter()
    }

    /// The next request is answered so, not by the simulated ORCID.
    pub fn answer_next(&mut self, status: u16, content_type: &str, body: impl Into<Bytes>) -> &mut Self {
        let response = http::Response::builder()
            .status(status)
            .header("content-type", content_type)
            .body(body.into())
            .expect("a response");
        self.answers.push_back(Ok(response));
        self
    }

    /// The next request gets no answer.
    pub fn fail_next(&mut self, kind: TransportErrorKind, message: &str) -> &mut Self {
        self.answers.push_back(Err(TransportError { kind, message: message.to_owned() }));
        self
    }

    /// The next wish to listen is answered so.
    pub fn listen_next(&mut self, answer: Result<Listening, ListenFailure>) -> &mut Self {
        self.listen = Some(answer);
        self
    }

    /// From now on the token store keeps what comes under this id.
    pub fn store_as(&mut self, id: &str) -> &mut Self {
        self.store = Ok(id.to_owned());
        self
    }

    /// From now on the token store fails.
    pub fn break_store(&mut self, why: &str) -> &mut Self {
        self.store = Err(why.to_owned());
        self
    }

    /// From now on the user's editor leaves this text.
    pub fn editor_writes(&mut self, text: &str) -> &mut Self {
        self.edited = Ok(text.to_owned());
        self
    }

    /// From now on the profile's command prints this secret.
    pub fn secret_command_prints(&mut self, secret: &str) -> &mut Self {
        self.secret_command = Ok(secret.to_owned());
        self
    }

    /// A browser opens an address of the capture listener.
    pub fn browser_opens(&mut self, url: &str) -> &mut Self {
        let (target, fragment) = url.split_once('#').map_or((url, None), |(target, rest)| (target, Some(rest)));
        let request = http::Request::get(target).body(Bytes::new()).expect("a URL");
        self.capture(request, fragment.map(str::to_owned))
    }

    /// Something happens.
    pub fn tell(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.model, msg, self.now);
        self.perform(effects);
        self
    }

    /// Every message of pane 3.
    pub fn exchanges(&self) -> &[Exchange] {
        &self.model.exchanges
    }

    /// The newest message of pane 3.
    pub fn last_exchange(&self) -> &Exchange {
        self.model.exchanges.last().expect("a message")
    }

    /// The newest message of a kind.
    pub fn last_of(&self, purpose: Purpose) -> &Exchange {
        self.model.newest(purpose).unwrap_or_else(|| panic!("no message of the kind {purpose}"))
    }

    /// What just happened, in the program's words; empty when it says nothing.
    pub fn notice(&self) -> &str {
        self.model.notice.as_ref().map_or("", |notice| notice.text.as_str())
    }

    /// The text that was copied last.
    pub fn copied(&self) -> Option<&str> {
        self.done.iter().rev().find_map(|effect| match effect {
            Effect::Copy { text, .. } => Some(text.expose()),
            _ => None,
        })
    }

    /// The address that the browser was sent to last.
    pub fn opened(&self) -> Option<&str> {
        self.done.iter().rev().find_map(|effect| match effect {
            Effect::OpenBrowser(url) => Some(url.as_str()),
            _ => None,
        })
    }

    fn capture(&mut self, request: HttpRequest, fragment: Option<String>) -> &mut Self {
        let page = "<!doctype html><title>orcid-playground</title><p>You can go back to the terminal.";
        let response = http::Response::builder()
            .header("content-type", "text/html;charset=utf-8")
            .body(Bytes::from_static(page.as_bytes()))
            .expect("a response");
        let at = self.now;
        self.tell(Msg::Captured(Captured { request, fragment, response, at }))
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send { .. } if self.held => self.waiting.push_back(effect),
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
        let response = match context.grant_type {
            implicit::IMPLICIT => implicit::token_response(body),
            _ => serde_json::from_str::<TokenResponse>(body).ok(),
        };
        self.stock.tokens.push(ShelvedToken {
            id: format!("{place}-{}", self.stock.tokens.len() + 1),
            environment: context.environment.clone(),
            issuer: context.issuer.clone(),
            client_id: context.client_id.clone(),
            grant_type: context.grant_type.to_owned(),
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
        let answer = match &effect {
            Effect::StartLocal => Some(Msg::Local(Ok(LocalServing { issuer: LOCAL_ISSUER.to_owned(), own: true }))),
            Effect::Listen { redirect_uri, register, .. } => {
                let answer = self.listen.take().unwrap_or_else(|| listening(redirect_uri));
                if let (true, Ok(listening)) = (*register, &answer) {
                    self.sandbox.register_redirect_uri(listening.redirect_uri.as_str());
                }
                Some(Msg::Listening(answer))
            }
            Effect::Copy { what, .. } => Some(Msg::Copied(Copied { what, via: Ok(Via::Clipboard) })),
            Effect::OpenBrowser(_) => Some(Msg::BrowserOpened(Ok(()))),
            Effect::SaveProfile { profile, secret } => {
                let mut profile = profile.as_ref().clone();
                if let Some(secret) = secret {
                    profile.secret = SecretSource::Remembered(secret.clone());
                }
                self.profiles.retain(|known| known.name != profile.name);
                self.profiles.push(profile);
                Some(Msg::Profiles(Ok(self.profiles.clone())))
            }
            Effect::DeleteProfile(name) => {
                self.profiles.retain(|known| known.name != *name);
                Some(Msg::Profiles(Ok(self.profiles.clone())))
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
            Effect::SaveFile { path, bytes } => Some(Msg::FileSaved(match self.files.contains_key(path) {
                true => Err(format!("{path}: there is such a file already.")),
                false => {
                    self.files.insert(path.clone(), String::from_utf8_lossy(bytes).into_owned());
                    Ok(format!("/home/somebody/{path}"))
                }
            })),
            Effect::RunSecretCommand(_) => Some(Msg::SecretCommand(self.secret_command.clone().map(Secret::new))),
            Effect::Examine { listening, .. } => {
                let found = if *listening { "it listens already" } else { "it can listen" };
                Some(Msg::Examined(vec![Line::passed("callback", found)]))
            }
            Effect::Compare(pair) => Some(Msg::Compared(orcid_playground::app::history::difference(&pair.0, &pair.1))),
            Effect::CopyContent(content) => Some(Msg::Copied(Copied { what: content.what(), via: Ok(Via::Clipboard) })),
            Effect::SaveContent { path, content } => {
                let taken = self.files.contains_key(path);
                let text = content.text().expose().to_owned();
                if !taken {
                    self.files.insert(path.clone(), text);
                }
                let saved = (content.what(), path.clone());
                Some(Msg::Kept(if taken { Err(format!("{path} is there already")) } else { Ok(saved) }))
            }
            Effect::OpenSession(path) => {
                let text = self.files.get(path).map(String::as_bytes).ok_or("no such file".to_owned());
                let session = text.and_then(|text| har::read(text).map_err(|error| error.to_string()));
                Some(Msg::Opened(session.map(|session| (path.clone(), Box::new(session)))))
            }
            Effect::Send { .. }
            | Effect::Work(_)
            | Effect::Visit(_)
            | Effect::Cancel(_)
            | Effect::StopListening
            | Effect::SavePending(_)
            | Effect::StopWork(_)
            | Effect::UseProfile(_)
            | Effect::SaveProgress(_)
            | Effect::Mouse(_)
            | Effect::Suspend
            | Effect::Quit => None,
        };
        self.done.push(effect);
        if let Some(answer) = answer {
            self.tell(answer);
        }
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

/// The demo client that the program begins with.
pub fn demo_client() -> Client {
    let registered = &demo_clients()[0];
    Client {
        client_id: registered.client_id.clone(),
        client_secret: Some(registered.client_secret.clone()),
        redirect_uri: LOCAL_REDIRECT_URI.to_owned(),
        token_endpoint_auth_method: TokenEndpointAuthMethod::default(),
    }
}

/// The simulated ORCID with a key and a generator that are the same each time.
pub fn sandbox() -> Sandbox {
    let settings = Settings {
        issuer: LOCAL_ISSUER.to_owned(),
        redirect_uris: vec![LOCAL_REDIRECT_URI.to_owned()],
        ..Settings::default()
    };
    // Made for these tests; it signs nothing else.
    let key = SigningKey::from_pkcs8(include_bytes!("key.der")).expect("the key of the tests");
    let key = Arc::new(key);
    Sandbox::new(settings, Arc::new(move || Arc::clone(&key)), StdRng::seed_from_u64(2))
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
