//! Pane 1: environments and imports.

use super::Turn;
use crate::{
    app::{
        Local,
        control::Control,
        dance::Refused,
        dialog::{self, Confirm, Confirmed, CustomEnvironment, Dialog, Selection},
        failure,
        field::TextField,
        form::Form,
        msg::Effect,
    },
    oauth::{ExchangeId, Outcome, ProviderMetadata, Purpose, TokenEndpointAuthMethod},
    orcid::{
        Environment, EnvironmentKey, LOCAL_SCOPES,
        paste::{self, Import},
        shape,
    },
};

impl Turn<'_> {
    pub(super) fn choose_environment(&mut self) {
        let row = match self.model.form().environment {
            EnvironmentKey::Local => 0,
            EnvironmentKey::Sandbox => 1,
            EnvironmentKey::Production => 2,
            EnvironmentKey::Custom(_) => 3,
        };
        self.model.dialogs.push(Dialog::Environment(dialog::Environment { selection: Selection { row } }));
    }

    /// The chosen row of the environment dialog.
    pub(in crate::app) fn environment_chosen(&mut self, row: usize) {
        self.model.dialogs.pop();
        match row {
            0 => self.use_environment(EnvironmentKey::Local),
            1 => self.use_environment(EnvironmentKey::Sandbox),
            2 => self.use_environment(EnvironmentKey::Production),
            _ => {
                let dialog = CustomEnvironment::proposing(self.model.known_issuer().unwrap_or_default());
                self.model.dialogs.push(Dialog::CustomEnvironment(dialog));
            }
        }
    }

    /// Shows the form of an environment; what was typed for another stays there.
    pub(super) fn use_environment(&mut self, key: EnvironmentKey) {
        if self.model.form().environment == key {
            self.start_local_again();
            return;
        }
        let left = self.model.form().environment.clone();
        match self.model.forms.iter().position(|form| form.environment == key) {
            Some(index) => self.model.forms.swap(0, index),
            None => {
                let form = if key == EnvironmentKey::Local {
                    Form::of_client(key, &self.model.demo_client(), LOCAL_SCOPES)
                } else {
                    Form::empty(key)
                };
                self.model.forms.insert(0, form);
            }
        }
        self.stop_listening();
        self.switch_dance(left);
        // What was said of a pasted failure, was said for the client that is left.
        self.model.pasted = None;
        self.model.profile = None;
        if self.model.form().client_id.is_empty() {
            self.model.focus = Control::ClientId;
        } else {
            self.focus_next_step();
        }
        self.start_local_again();
        let title = self.model.environment().title;
        self.plain(format!("Environment: {title}."));
    }

    /// The dance of the environment that is left waits for its return: a token of one server is of no use at another.
    fn switch_dance(&mut self, left: EnvironmentKey) {
        let entered = self.model.form().environment.clone();
        let waiting = self.model.parked.iter().position(|(key, _)| *key == entered);
        let dance = match waiting {
            Some(index) => self.model.parked.swap_remove(index).1,
            None => self.new_dance(),
        };
        let left_behind = std::mem::replace(&mut self.model.dance, dance);
        let mut parked = left_behind.at_rest();
        // An answer that comes meanwhile is stored, and not shown.
        if left_behind.exchanging.is_some() {
            parked.refused = Some(Refused::Cancelled);
        }
        self.model.parked.push((left, parked));
    }

    /// A simulated ORCID that did not start is given another chance when its environment is chosen.
    fn start_local_again(&mut self) {
        if self.model.is_local() && matches!(self.model.local, Local::Failed(_)) {
            self.model.local = Local::Starting;
            self.effects.push(Effect::StartLocal);
        }
    }

    /// Another server was typed: with its endpoints, or as an issuer whose discovery document is fetched.
    pub(in crate::app) fn custom_environment_typed(&mut self) {
        let Some(Dialog::CustomEnvironment(dialog)) = self.model.dialogs.last_mut() else { return };
        if dialog.fetching.is_some() {
            return;
        }
        dialog.complete();
        if let Some(row) = (0..dialog.fields.len()).find(|row| !is_url(dialog.typed(*row), *row)) {
            dialog.row = row;
            dialog.error = Some(format!("{} is not an http(s) URL.", CustomEnvironment::LABELS[row]));
            return;
        }
        if (1..dialog.fields.len()).any(|row| !dialog.typed(row).is_empty()) {
            let environment = typed_environment(dialog);
            self.use_custom(environment);
            return;
        }
        let issuer = issuer(dialog);
        match ProviderMetadata::request(&issuer) {
            Ok(request) => {
                let id = self.send(Purpose::Discovery, request, None);
                if let Some(Dialog::CustomEnvironment(dialog)) = self.model.dialogs.last_mut() {
                    dialog.fetching = Some(id);
                    dialog.error = None;
                }
            }
            Err(error) => dialog.error = Some(format!("That URL cannot be used: {error}")),
        }
    }

    /// The discovery document is there, or not.
    pub(super) fn discovered(&mut self, id: ExchangeId, outcome: &Outcome) {
        let Some(Dialog::CustomEnvironment(dialog)) = self.model.dialogs.last_mut() else { return };
        if dialog.fetching != Some(id) {
            return;
        }
        dialog.fetching = None;
        let metadata = match outcome {
            Outcome::Answered { response, .. } if response.status().is_success() => {
                ProviderMetadata::read(response.body()).map_err(|error| {
                    format!("The discovery document is not one (line {}, column {}).", error.line(), error.column())
                })
            }
            Outcome::Answered { response, .. } => {
                Err(format!("No discovery document there: HTTP {}.", response.status().as_u16()))
            }
            Outcome::Failed { error, .. } => {
                Err(format!("No answer: {}. Check the address and the network.", failure::what(error.kind)))
            }
            Outcome::Cancelled | Outcome::Pending | Outcome::Unseen => Err("Canceled.".to_owned()),
        };
        match metadata {
            Ok(metadata) => {
                let mut environment = Environment::custom(&issuer(dialog));
                environment.metadata = metadata;
                self.use_custom(environment);
            }
            Err(why) => dialog.error = Some(format!("{why} Its endpoints can be typed below instead.")),
        }
    }

    fn use_custom(&mut self, environment: Environment) {
        let key = environment.key.clone();
        self.model.know_custom(environment);
        self.model.dialogs.pop();
        self.use_environment(key);
    }

    pub(super) fn switch_auth_method(&mut self) {
        let method = &mut self.model.form_mut().token_endpoint_auth_method;
        *method = match method {
            TokenEndpointAuthMethod::ClientSecretPost => TokenEndpointAuthMethod::ClientSecretBasic,
            TokenEndpointAuthMethod::ClientSecretBasic => TokenEndpointAuthMethod::ClientSecretPost,
        };
    }

    /// What another client was given is of no use to the one that is there now; its tokens stay.
    pub(super) fn another_client(&mut self) {
        self.stop_listening();
        let granted = self.model.dance.granted.take();
        self.model.dance = self.new_dance();
        self.model.dance.granted = granted;
    }

    /// Asks what a pasted client id is for.
    pub(super) fn ask_client_id(&mut self, id: String, what: String) {
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: "A client id: put it into pane 1?".to_owned(),
            text: vec![what, "What the client that stands there now was given is of no use to another one.".to_owned()],
            yes: "Put it there".to_owned(),
            then: Confirmed::TakeClientId(id),
            on_no: false,
        }));
    }

    /// Puts a pasted client id into pane 1; the secret of another client goes.
    pub(super) fn take_client_id(&mut self, id: &str) {
        self.another_client();
        let form = self.model.form_mut();
        form.client_id = TextField::new(id);
        form.client_secret = TextField::default();
        form.secret_command = None;
        self.model.paste.field = TextField::default();
        self.fill_demo_secret();
        if self.model.form().client_secret.is_empty() {
            self.model.focus = Control::ClientSecret;
            self.good("Pane 1 holds the client id. The client secret is still to be typed.");
        } else {
            self.focus_next_step();
            self.good("Pane 1 holds the client id, and the secret of that demo client.");
        }
    }

    /// Takes a pasted configuration over.
    pub(super) fn import(&mut self, import: Import) {
        if let Some(environment) = import.environment.clone() {
            self.use_environment(environment);
        }
        if import.client_id.as_deref().is_some_and(|id| id != self.model.form().client_id.text()) {
            self.another_client();
        }
        self.model.form_mut().import(&import);
        let mut taken = Vec::new();
        taken.extend(import.client_id.is_some().then_some("client id"));
        taken.extend(import.client_secret.is_some().then_some("client secret"));
        taken.extend(import.redirect_uri.is_some().then_some("redirect URI"));
        taken.extend(import.scope.is_some().then_some("scopes"));
        taken.extend((!import.parameters.is_empty()).then_some("parameters"));
        let place = self.model.environment().title;
        let mut text = if taken.is_empty() {
            format!("{} holds nothing for pane 1 but the environment: {place}.", capitalized(import.source))
        } else {
            format!("Imported from {}, for {place}: {}.", import.source, taken.join(", "))
        };
        let left_out: Vec<&str> = import.left_out.iter().map(|(name, _)| name.as_str()).collect();
        if !left_out.is_empty() {
            text.push_str(&format!(" Left out, as secret: {}.", left_out.join(", ")));
        }
        if import.client_secret.is_some() && import.source == paste::AUTHORIZATION_URL {
            text.push_str(" The secret stood in the address, which histories and logs keep: make a new one.");
        }
        if self.model.form().client_secret.is_empty() {
            text.push_str(" The client secret is still to be typed.");
            self.model.focus = Control::ClientSecret;
        } else {
            self.focus_next_step();
        }
        let Some(code) = import.code else { return self.good(text) };
        if !shape::is_code(&code) {
            let why = if shape::is_empty_variable(&code) {
                "it is what a program prints for a variable that holds nothing."
            } else {
                "ORCID's have six letters and digits. Pasted with code= in front it is."
            };
            self.plain(format!("{text} The code in it is not taken: {why}"));
            return;
        }
        self.model.paste.field = TextField::default();
        self.take_code(code);
        // What else was changed must not go unsaid.
        self.reword(|said| format!("{text} {said}"));
    }
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether a field of the dialog can be used: only the first one must not be empty.
fn is_url(text: &str, row: usize) -> bool {
    match url::Url::parse(text) {
        Ok(url) => url.has_host() && url.scheme().starts_with("http"),
        Err(_) => text.is_empty() && row > 0,
    }
}

/// The issuer that was typed, as such or as its discovery document.
fn issuer(dialog: &CustomEnvironment) -> String {
    dialog.typed(0).trim_end_matches(ProviderMetadata::WELL_KNOWN).to_owned()
}

/// The server as it was typed; what was left out is where ORCID has it below an issuer.
fn typed_environment(dialog: &CustomEnvironment) -> Environment {
    let mut environment = Environment::custom(&issuer(dialog));
    let typed = |row: usize| Some(dialog.typed(row).to_owned()).filter(|text| !text.is_empty());
    let metadata = &mut environment.metadata;
    if let Some(endpoint) = typed(1) {
        metadata.authorization_endpoint = endpoint;
    }
    if let Some(endpoint) = typed(2) {
        metadata.token_endpoint = endpoint;
    }
    if let Some(endpoint) = typed(3) {
        metadata.userinfo_endpoint = Some(endpoint);
    }
    if let Some(base) = typed(4) {
        environment.public_api.clone_from(&base);
        environment.member_api = base;
    }
    environment
}
