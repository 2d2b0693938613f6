//! Pane 1's content: the client and its request, as typed. One for each environment, so that a secret never follows a
//! change of the environment to a host that it isn't for.

use super::{field::TextField, profile::SavedProfile};
use crate::{
    oauth::{AuthorizationRequest, Client, ScopeSet, Secret, TokenEndpointAuthMethod},
    orcid::{
        EnvironmentKey,
        paste::Import,
        terms::{self, Place},
    },
};

/// The optional parameters of the authorization request that have a field of their own, in the order of the screen
/// (guide `orcid-wire`, "The authorization request and its checks").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Parameter {
    /// `login`, `none`, `confirm`.
    Prompt,
    /// Seconds.
    MaxAge,
    /// The language of the pages.
    Lang,
    /// Prefills the sign-in.
    Email,
    /// Prefills the sign-in, before `email`.
    Orcid,
    /// Prefills the registration.
    GivenNames,
    /// Prefills the registration.
    FamilyNames,
    /// `false` shows the registration first.
    ShowLogin,
}

impl Parameter {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Prompt,
        Self::MaxAge,
        Self::Lang,
        Self::Email,
        Self::Orcid,
        Self::GivenNames,
        Self::FamilyNames,
        Self::ShowLogin,
    ];

    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// A few words about it, for the line below the field.
    pub fn note(self) -> &'static str {
        let term = terms::find(Place::AuthorizationRequest, self.name());
        term.and_then(|term| term.gist.as_deref()).unwrap_or_default()
    }
}

/// What the user typed for one environment.
#[derive(Clone, Debug)]
pub struct Form {
    /// The environment that it is for.
    pub environment: EnvironmentKey,
    /// `client_id`.
    pub client_id: TextField,
    /// `client_secret`; shown masked.
    pub client_secret: TextField,
    /// `redirect_uri`.
    pub redirect_uri: TextField,
    /// Where the listener found the port taken and took another one: the redirect URI that was chosen, and the other.
    pub moved: Option<(String, String)>,
    /// `scope`, blank separated.
    pub scope: TextField,
    /// `response_type`.
    pub response_type: TextField,
    /// The values of [`Parameter::ALL`].
    pub parameters: [TextField; 8],
    /// Parameters that have no field but came with an import.
    pub other: Vec<(String, String)>,
    /// Whether a `state` is sent.
    pub use_state: bool,
    /// Whether a `nonce` is sent.
    pub use_nonce: bool,
    /// Whether PKCE is tried.
    pub pkce: bool,
    /// How the client authenticates.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// Whether tokens are refreshed by themselves before they end.
    pub refresh_automatically: bool,
    /// The command that prints the secret, from the profile.
    pub secret_command: Option<String>,
}

impl Form {
    /// An empty form with the defaults of the program.
    pub fn empty(environment: EnvironmentKey) -> Self {
        Self {
            environment,
            client_id: TextField::default(),
            client_secret: TextField::default(),
            redirect_uri: TextField::default(),
            moved: None,
            scope: TextField::new("/authenticate"),
            response_type: TextField::new("code"),
            parameters: Default::default(),
            other: Vec::new(),
            use_state: true,
            use_nonce: false,
            pkce: false,
            token_endpoint_auth_method: TokenEndpointAuthMethod::default(),
            refresh_automatically: false,
            secret_command: None,
        }
    }

    /// A form filled with a client.
    pub fn of_client(environment: EnvironmentKey, client: &Client, scope: &str) -> Self {
        let mut form = Self::empty(environment);
        form.client_id = TextField::new(&client.client_id);
        form.client_secret = TextField::new(client.client_secret.as_ref().map_or("", Secret::expose));
        form.redirect_uri = TextField::new(&client.redirect_uri);
        form.scope = TextField::new(scope);
        form.token_endpoint_auth_method = client.token_endpoint_auth_method;
        form
    }

    /// A form filled with a client and the authorization request that it makes; `scope` as it was typed.
    pub fn of_request(
        environment: EnvironmentKey,
        client: &Client,
        scope: &str,
        request: &AuthorizationRequest,
    ) -> Self {
        let mut form = Self::of_client(environment, client, scope);
        form.redirect_uri = TextField::new(&request.redirect_uri);
        form.response_type = TextField::new(&request.response_type);
        form.set_parameters(&request.extra);
        form.use_state = request.state.is_some();
        form.use_nonce = request.nonce.is_some();
        form.pkce = request.code_challenge.is_some();
        form
    }

    /// A form filled with a profile.
    pub fn of_profile(profile: &SavedProfile) -> Self {
        use super::profile::SecretSource;
        let client = Client {
            client_id: profile.client_id.clone(),
            client_secret: match &profile.secret {
                SecretSource::Remembered(secret) => Some(secret.clone()),
                SecretSource::Ask | SecretSource::Command(_) => None,
            },
            redirect_uri: profile.redirect_uri.clone(),
            token_endpoint_auth_method: profile.token_endpoint_auth_method,
        };
        let mut form = Self::of_client(profile.environment.clone(), &client, &profile.scope);
        if !profile.response_type.is_empty() {
            form.response_type = TextField::new(&profile.response_type);
        }
        form.set_parameters(&profile.parameters);
        form.use_state = profile.use_state;
        form.use_nonce = profile.use_nonce;
        form.pkce = profile.pkce;
        form.refresh_automatically = profile.refresh_automatically;
        form.secret_command = match &profile.secret {
            SecretSource::Command(command) => Some(command.clone()),
            SecretSource::Ask | SecretSource::Remembered(_) => None,
        };
        form
    }

    /// What a profile of this form would hold, without its secret.
    pub fn profile(&self, name: &str) -> SavedProfile {
        SavedProfile {
            name: name.to_owned(),
            environment: self.environment.clone(),
            client_id: self.client_id.text().to_owned(),
            redirect_uri: self.chosen_redirect_uri().to_owned(),
            scope: self.scope.text().to_owned(),
            token_endpoint_auth_method: self.token_endpoint_auth_method,
            response_type: self.response_type.text().to_owned(),
            parameters: self.extra(),
            use_state: self.use_state,
            use_nonce: self.use_nonce,
            pkce: self.pkce,
            refresh_automatically: self.refresh_automatically,
            secret: super::profile::SecretSource::Ask,
            endpoints: None,
        }
    }

    /// Whether it holds what a profile holds. A secret that is asked for each time is not the profile's.
    pub fn holds(&self, profile: &SavedProfile) -> bool {
        use super::profile::SecretSource;
        let secret = match &profile.secret {
            SecretSource::Remembered(secret) => secret.expose() == self.client_secret.text(),
            SecretSource::Ask | SecretSource::Command(_) => true,
        };
        secret && self.profile("") == Self::of_profile(profile).profile("")
    }

    /// The redirect URI that somebody chose, which outlives the port that was free today.
    pub fn chosen_redirect_uri(&self) -> &str {
        let moved = self.moved.as_ref().filter(|_| self.moved_to().is_some());
        moved.map_or(self.redirect_uri.text(), |(chosen, _)| chosen)
    }

    /// Where the listener is, when it is somewhere else than was chosen.
    pub fn moved_to(&self) -> Option<&str> {
        let (_, moved) = self.moved.as_ref()?;
        (moved == self.redirect_uri.text()).then_some(moved)
    }

    /// The listener is somewhere else than was chosen.
    pub(super) fn move_to(&mut self, redirect_uri: &str) {
        self.moved = Some((self.chosen_redirect_uri().to_owned(), redirect_uri.to_owned()));
        self.redirect_uri = TextField::new(redirect_uri);
    }

    /// The client.
    pub fn client(&self) -> Client {
        Client {
            client_id: self.client_id.text().to_owned(),
            client_secret: Some(Secret::from(self.client_secret.text())).filter(|secret| !secret.is_empty()),
            redirect_uri: self.redirect_uri.text().to_owned(),
            token_endpoint_auth_method: self.token_endpoint_auth_method,
        }
    }

    /// The scopes.
    pub fn scopes(&self) -> ScopeSet {
        ScopeSet::parse(self.scope.text())
    }

    /// The field of a parameter.
    pub fn parameter(&self, parameter: Parameter) -> &TextField {
        &self.parameters[parameter as usize]
    }

    /// The field of a parameter, to type into.
    pub fn parameter_mut(&mut self, parameter: Parameter) -> &mut TextField {
        &mut self.parameters[parameter as usize]
    }

    /// The optional parameters that hold something, in the order of the screen.
    pub fn extra(&self) -> Vec<(String, String)> {
        let named = Parameter::ALL.iter().map(|p| (p.name().to_owned(), self.parameter(*p).text().to_owned()));
        named.chain(self.other.iter().cloned()).filter(|(_, value)| !value.is_empty()).collect()
    }

    fn set_parameters(&mut self, parameters: &[(String, String)]) {
        for (name, value) in parameters {
            match (name.parse::<Parameter>(), name.as_str()) {
                (Ok(parameter), _) => *self.parameter_mut(parameter) = TextField::new(value),
                (Err(_), "response_type") => self.response_type = TextField::new(value),
                (Err(_), "nonce") => self.use_nonce = true,
                (Err(_), "code_challenge" | "code_challenge_method") => self.pkce = true,
                (Err(_), _) => {
                    self.other.retain(|(known, _)| known != name);
                    self.other.push((name.clone(), value.clone()));
                }
            }
        }
    }

    /// Takes over what an import holds, and leaves the rest as it stands.
    pub fn import(&mut self, import: &Import) {
        if let Some(client_id) = &import.client_id {
            if client_id != self.client_id.text() {
                // Another client: the old one's secret is not its.
                self.client_secret = TextField::default();
            }
            self.client_id = TextField::new(client_id);
        }
        if let Some(secret) = &import.client_secret {
            self.client_secret = TextField::new(secret.expose());
        }
        if let Some(redirect_uri) = &import.redirect_uri {
            self.redirect_uri = TextField::new(redirect_uri);
        }
        if let Some(scope) = &import.scope {
            self.scope = TextField::new(&scope.to_string());
        }
        self.set_parameters(&import.parameters);
    }
}
