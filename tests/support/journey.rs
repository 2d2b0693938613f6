//! A person at the program, without a terminal, a socket, a clock or a file: keys go in, effects are carried out by a world
//! of values (`outside`), and what the model holds can be looked at.
//!
//! Each test crate that uses it takes a part of its verbs only.
#![allow(dead_code)]

mod outside;

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
        demo::DemoClient,
        lesson::{Lessons, Progress},
        msg::{ListenFailure, Listening},
        profile::SavedProfile,
        shelf::Stock,
        update,
    },
    oauth::{Client, Exchange, HttpResponse, Purpose, TokenEndpointAuthMethod, TransportError, TransportErrorKind},
    orcid::{LOCAL_ISSUER, LOCAL_REDIRECT_URI},
    sandbox::{Sandbox, Settings, SigningKey, demo_clients},
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
    /// Whether requests and commands stay under way until [`Journey::release`].
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
    /// Why no profile can be saved.
    profiles_refused: Option<String>,
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
            demo_clients: known_clients(),
            profiles: Vec::new(),
            profile: None,
            client_secret: None,
            random: StdRng::seed_from_u64(1),
            trouble: None,
            is_plain: false,
            ephemeral: false,
            endpoints: None,
            mouse: false,
            lessons: Lessons::BuiltIn,
            progress: Progress::default(),
            offer_tour: false,
            remote: None,
            folder: "/home/you/project".into(),
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
            profiles_refused: None,
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

    /// From now on requests and commands stay under way.
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

    /// The next request is answered with a redirect.
    pub fn redirect_next(&mut self, location: &str) -> &mut Self {
        let response = http::Response::builder().status(302).header("location", location).body(Bytes::new());
        self.answers.push_back(Ok(response.expect("a response")));
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

    /// Another program deletes a profile.
    pub fn profile_vanishes(&mut self, name: &str) -> &mut Self {
        self.profiles.retain(|profile| profile.name != name);
        self
    }

    /// From now on no profile can be saved.
    pub fn refuse_profiles(&mut self, why: &str) -> &mut Self {
        self.profiles_refused = Some(why.to_owned());
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
}

/// The demo client that the program begins with.
pub fn demo_client() -> Client {
    known_clients().remove(0).client
}

/// The demo clients as the program knows them.
fn known_clients() -> Vec<DemoClient> {
    let known = demo_clients().iter().map(|registered| DemoClient {
        client: Client {
            client_id: registered.client_id.clone(),
            client_secret: Some(registered.client_secret.clone()),
            redirect_uri: LOCAL_REDIRECT_URI.to_owned(),
            token_endpoint_auth_method: TokenEndpointAuthMethod::default(),
        },
        name: registered.name.clone(),
        kind: registered.kind(),
    });
    known.collect()
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
