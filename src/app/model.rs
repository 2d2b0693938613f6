//! All that the program knows while it runs. `update` changes it, `ui` draws it, nothing else holds state.

use std::{
    collections::{BTreeMap, VecDeque},
    path::PathBuf,
};

use jiff::Timestamp;
use rand::rngs::StdRng;

use super::{
    Command, Key, Size,
    awaited::AllAwaited,
    control::Control,
    dance::{Dance, Intent, Sent},
    demo::DemoClient,
    diagnosis::Diagnosed,
    dialog::Dialog,
    doctor::{Checkup, Probe},
    fault::Active,
    form::Form,
    lab::Trial,
    layout::Track,
    lesson::{Aside, Course, LeftLesson, Lessons, Progress},
    local::{Local, is_below},
    paste_box::PasteBox,
    profile::SavedProfile,
    remote::Remote,
    viewer::Viewer,
};
use crate::{
    oauth::{AuthorizationRequest, Exchange, ExchangeId, Purpose, pkce::code_challenge},
    orcid::{Environment, EnvironmentKey},
};

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something worked.
    Good,
    /// Something to know.
    Plain,
    /// Something needs a look.
    Bad,
}

impl Tone {
    /// The sign before its words.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Plain => "·",
            Self::Bad => "✗",
        }
    }
}

/// One line above the footer that says what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its text.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
    /// When it goes by itself; bad news stay until the next key.
    pub until: Option<Timestamp>,
    /// The command that it says does not work: when that works, it is no longer true.
    pub refuses: Option<Command>,
}

/// A notice as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its text.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
    /// When it was said.
    pub at: Timestamp,
}

/// An examination, and what it waits for.
#[derive(Clone, Debug)]
pub struct Doctor {
    /// What was found, and what is still to be asked.
    pub checkup: Checkup,
    /// The question under way.
    pub asking: Option<(ExchangeId, Probe)>,
    /// The profile's command for the client secret, while it runs.
    pub asks_secret: Option<String>,
}

impl Doctor {
    /// Whether it waits for something.
    pub fn is_under_way(&self) -> bool {
        self.asking.is_some() || self.asks_secret.is_some()
    }
}

/// The model.
#[derive(Debug)]
pub struct Model {
    /// The terminal's size.
    pub size: Size,
    /// The simulated ORCID.
    pub local: Local,
    /// The issuers that it had before.
    pub former_local: Vec<String>,
    /// What waits for the simulated ORCID to be there.
    pub when_local: Option<Intent>,
    /// Pane 1, one form for each environment that was used; the first one is shown.
    pub forms: Vec<Form>,
    /// Custom environments with their endpoints, once typed or fetched.
    pub customs: Vec<Environment>,
    /// Whether the advanced parameters are shown.
    pub advanced: bool,
    /// Pane 2: the dance.
    pub dance: Dance,
    /// The dances of the environments that are not shown.
    pub parked: Vec<(EnvironmentKey, Dance)>,
    /// Pane 2: the paste box.
    pub paste: PasteBox,
    /// The session that was saved or opened last, as a file.
    pub session_file: Option<String>,
    /// Every message, in order.
    pub exchanges: Vec<Exchange>,
    /// What was asked for outside and has not come yet.
    pub awaited: AllAwaited,
    /// What is known of those that have ended; see [`super::diagnosis`].
    pub diagnoses: BTreeMap<ExchangeId, Diagnosed>,
    /// What is known of the failure that was pasted last, until something else is pasted or a message follows.
    pub pasted: Option<Diagnosed>,
    /// What was typed into calls that were left without sending them; see [`super::call::draft`].
    pub drafts: BTreeMap<String, super::call::draft::Draft>,
    /// What was typed into calls that were sent, until they are answered, with what it is kept under.
    pub sent_drafts: BTreeMap<ExchangeId, (String, super::call::draft::Draft)>,
    /// Calls of the API under way.
    pub calls: Vec<ExchangeId>,
    /// Those of them that come from an opened file, with its name.
    pub loaded: BTreeMap<ExchangeId, String>,
    /// Pane 3.
    pub viewer: Viewer,
    /// What has the focus.
    pub focus: Control,
    /// What had it last in pane 2.
    pub(super) left_at: Option<Control>,
    /// Open dialogs, the top one last.
    pub dialogs: Vec<Dialog>,
    /// The first key of two.
    pub prefix: Vec<Key>,
    /// What just happened.
    pub notice: Option<Notice>,
    /// The highest number of a message that was cleared: none is given twice.
    pub(super) cleared: u64,
    /// What was said in this session, the newest last.
    pub said: VecDeque<Said>,
    /// Which secret field is shown in clear, and until when.
    pub revealed: Option<(Control, Timestamp)>,
    /// Saved profiles.
    pub profiles: Vec<SavedProfile>,
    /// The profile in use.
    pub profile: Option<String>,
    /// The demo clients of the simulated ORCID; the first one is that of the form of `local`.
    pub demo_clients: Vec<DemoClient>,
    /// The researcher's session cookie at the simulated ORCID, as their browser would keep it.
    pub session: Option<String>,
    /// The researcher who was chosen last.
    pub last_person: Option<String>,
    /// The lessons that there are.
    pub lessons: Lessons,
    /// How far one has come with them.
    pub progress: Progress,
    /// The lesson under way.
    pub course: Option<Course>,
    /// What the lesson or the experiment under way found in its place.
    pub(super) aside: Option<Aside>,
    /// The experiment under way.
    pub trial: Option<Trial>,
    /// What has to be answered before the program ends.
    pub leaving: Option<ExchangeId>,
    /// Whether the tour is offered.
    pub tour: bool,
    /// The far end of the SSH session that the program runs in, if it does.
    pub remote: Option<Remote>,
    /// The folder that the program was started in, where file names begin; unknown when it is empty.
    pub folder: PathBuf,
    /// The faults of the simulated ORCID that act, as far as it was asked.
    pub faults: Vec<Active>,
    /// The last examination.
    pub doctor: Option<Doctor>,
    /// The sentence of ORCID's error page that was pasted last.
    pub error_page: Option<String>,
    /// How far the text of the strip was read on: its title, and the first row in sight.
    pub read_on: Option<(String, u16)>,
    /// Lessons that were left, as they were then.
    pub left_lessons: BTreeMap<String, LeftLesson>,
    /// Whether the program speaks in lines (`--plain`).
    pub is_plain: bool,
    /// The forms that the program began with.
    pub(super) began_with: Vec<Form>,
    /// Whether the mouse is captured.
    pub mouse: bool,
    /// The scroll bar that the mouse was pressed on last; none when it was pressed elsewhere.
    pub(super) held: Option<Track>,
    /// Whether nothing is written to disk.
    pub ephemeral: bool,
    /// `state`, `nonce` and verifiers come from here.
    pub random: StdRng,
}

impl Model {
    /// The form of the chosen environment.
    pub fn form(&self) -> &Form {
        &self.forms[0]
    }

    /// The form of the chosen environment, to type into.
    pub fn form_mut(&mut self) -> &mut Form {
        &mut self.forms[0]
    }

    /// The id of the next message: none is given twice. (Pane 3 counts those that it shows.)
    pub fn next_exchange_id(&self) -> ExchangeId {
        ExchangeId(self.exchanges.last().map_or(self.cleared, |last| last.id.0.max(self.cleared)) + 1)
    }

    /// The number that was given last, be its message cleared by now; `None` before the first.
    pub(super) fn last_exchange_id(&self) -> Option<ExchangeId> {
        self.next_exchange_id().0.checked_sub(1).filter(|last| *last > 0).map(ExchangeId)
    }

    /// The chosen environment with its addresses.
    pub fn environment(&self) -> Environment {
        self.environment_of(&self.form().environment)
    }

    /// The environment that an endpoint belongs to; a server that is none of those known is one of its own.
    pub fn environment_at(&self, url: &str) -> Environment {
        let chosen = self.environment();
        if is_below(url, &chosen.metadata.issuer) || url == chosen.metadata.token_endpoint {
            return chosen;
        }
        match Environment::of_url(url) {
            Some(key) => self.environment_of(&key),
            None if self.is_at_local(url) => self.environment_of(&EnvironmentKey::Local),
            None => url::Url::parse(url).map_or(chosen, |url| Environment::custom(&url.origin().ascii_serialization())),
        }
    }

    /// Keeps what is known of a custom environment, in the place of what was known before.
    pub(super) fn know_custom(&mut self, environment: Environment) {
        self.customs.retain(|known| known.key != environment.key);
        self.customs.push(environment);
    }

    /// An environment with the addresses that it has now.
    pub fn environment_of(&self, key: &EnvironmentKey) -> Environment {
        match key {
            EnvironmentKey::Local => Environment::local(self.local_issuer()),
            key @ EnvironmentKey::Custom(issuer) => {
                let known = self.customs.iter().find(|custom| custom.key == *key);
                known.cloned().unwrap_or_else(|| Environment::custom(issuer))
            }
            key @ (EnvironmentKey::Sandbox | EnvironmentKey::Production) => {
                Environment::real(key).cloned().unwrap_or_else(|| Environment::custom(&key.to_string()))
            }
        }
    }

    /// Whether the chosen environment is the simulated ORCID.
    pub fn is_local(&self) -> bool {
        self.form().environment == EnvironmentKey::Local
    }

    /// The authorization request that would go out now.
    pub fn authorization_request(&self) -> AuthorizationRequest {
        let form = self.form();
        let fresh = &self.dance.fresh;
        let mut extra = form.extra();
        let prompt = || ("prompt".to_owned(), "login".to_owned());
        if self.dance.ask_again {
            extra.retain(|(name, _)| name != "prompt");
            extra.push(prompt());
        } else if self.must_see_consent() && !extra.iter().any(|(name, _)| name == "prompt") {
            extra.push(prompt());
        }
        AuthorizationRequest {
            client_id: form.client_id.text().to_owned(),
            response_type: form.response_type.text().to_owned(),
            scope: form.scopes(),
            redirect_uri: form.redirect_uri.text().to_owned(),
            state: form.use_state.then(|| fresh.state.clone()),
            nonce: form.use_nonce.then(|| fresh.nonce.clone()),
            code_challenge: form.pkce.then(|| code_challenge(fresh.code_verifier.expose())),
            extra,
        }
    }

    /// Whether the consent page has to come although everything was granted before: lessons and experiments speak of it,
    /// and those who played another one have granted the same (guide `orcid-wire`, "Consent").
    fn must_see_consent(&self) -> bool {
        self.is_local() && (self.course.is_some() || self.trial.is_some())
    }

    /// The authorization URL that would be used now.
    pub fn authorization_url(&self) -> String {
        self.authorization_request().url(&self.environment().metadata)
    }

    /// The request that would go out now, with all that its answer will need.
    pub fn to_send(&self, now: Timestamp) -> Sent {
        let request = self.authorization_request();
        let environment = self.environment();
        Sent {
            url: request.url(&environment.metadata),
            request,
            environment,
            client: self.form().client(),
            code_verifier: self.form().pkce.then(|| self.dance.fresh.code_verifier.clone()),
            at: now,
        }
    }

    /// A message by its number.
    pub fn exchange(&self, id: ExchangeId) -> Option<&Exchange> {
        self.exchanges.iter().find(|exchange| exchange.id == id)
    }

    /// The message that pane 3 shows.
    pub fn selected_exchange(&self) -> Option<&Exchange> {
        self.exchanges.get(self.viewer.selected)
    }

    /// The newest message of a kind.
    pub fn newest(&self, purpose: Purpose) -> Option<&Exchange> {
        self.exchanges.iter().rev().find(|it| it.purpose == purpose && !self.loaded.contains_key(&it.id))
    }
}
