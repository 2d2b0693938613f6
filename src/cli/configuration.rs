//! Which client asks, where and for what: options, environment variables, profile and defaults made into one.

use super::{args::Global, error::CliError};
use crate::{
    oauth::{Client, ProviderMetadata, Secret, TokenEndpointAuthMethod},
    orcid::{Environment, EnvironmentKey, LOCAL_REDIRECT_URI, LOCAL_SCOPES},
    sandbox::demo_clients,
    store::{Profile, Store},
};

/// Asked for where nothing says for which scopes, and the server is not `local`: what every client may ask.
pub const SCOPE: &str = "/authenticate";

/// The environment variables that count. An empty one counts as unset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variables {
    /// `ORCID_ENV`.
    pub env: Option<String>,
    /// `ORCID_CLIENT_ID`.
    pub client_id: Option<String>,
    /// `ORCID_CLIENT_SECRET`.
    pub client_secret: Option<Secret>,
    /// `ORCID_REDIRECT_URI`.
    pub redirect_uri: Option<String>,
    /// `ORCID_SCOPE`: what a researcher is asked for.
    pub scope: Option<String>,
}

impl Variables {
    /// Those of this process.
    pub fn of_process() -> Self {
        let read = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            env: read("ORCID_ENV"),
            client_id: read("ORCID_CLIENT_ID"),
            client_secret: read("ORCID_CLIENT_SECRET").map(Secret::from),
            redirect_uri: read("ORCID_REDIRECT_URI"),
            scope: read("ORCID_SCOPE"),
        }
    }

    /// The secret, unless it was exported together with another client's id.
    pub fn secret_of(&self, client_id: &str) -> Option<&Secret> {
        self.client_secret.as_ref().filter(|_| self.client_id.as_deref().is_none_or(|id| id == client_id))
    }
}

/// What a start begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Which server.
    pub environment: EnvironmentKey,
    /// Its endpoints, when the profile names them.
    pub endpoints: Option<ProviderMetadata>,
    /// The profile that the values come from.
    pub profile: Option<String>,
    /// Empty when nothing names one.
    pub client_id: String,
    /// What is known without asking anybody.
    pub client_secret: Option<Secret>,
    /// The command of the profile that prints the secret.
    pub client_secret_command: Option<String>,
    /// Empty when nothing names one.
    pub redirect_uri: String,
    /// Blank separated.
    pub scope: String,
    /// How the client authenticates.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// `code` unless something else is tried.
    pub response_type: String,
    /// Whether a `state` is sent.
    pub use_state: bool,
    /// Whether a `nonce` is sent.
    pub use_nonce: bool,
    /// Whether a `code_challenge` is sent.
    pub pkce: bool,
    /// Whether the playground refreshes tokens by itself.
    pub refresh_automatically: bool,
    /// Further parameters of the authorization request.
    pub parameters: Vec<(String, String)>,
}

/// Makes one of everything, in the order options, environment variables, profile, defaults.
///
/// A profile that is only the one used last does not speak for another environment than its own, and no profile's
/// secret follows another client or environment.
///
/// # Errors
/// When a file cannot be read, a profile or an environment is unknown, or an option stands twice.
pub fn resolve(global: &Global, variables: &Variables, store: &Store) -> Result<Resolved, CliError> {
    let asked_environment = global.env.as_deref().or(variables.env.as_deref()).map(environment_key).transpose()?;
    let (profile_name, profile) = profile(global, asked_environment.as_ref(), store)?;
    let own_environment = profile_name.is_some().then(|| EnvironmentKey::from(profile.environment.as_str()));
    let environment = asked_environment.or_else(|| own_environment.clone()).unwrap_or_default();
    let at_home = own_environment.as_ref() == Some(&environment);

    let of_profile = |value: &str| Some(value.to_owned()).filter(|value| !value.is_empty());
    let local = environment == EnvironmentKey::Local;
    let client_id = (global.client_id.clone())
        .or_else(|| variables.client_id.clone())
        .or_else(|| of_profile(&profile.client_id))
        .or_else(|| local.then(demo_client_id))
        .unwrap_or_default();
    let redirect_uri = redirect_uri_option(global)?
        .or_else(|| variables.redirect_uri.clone())
        .or_else(|| of_profile(&profile.redirect_uri))
        .or_else(|| local.then(|| LOCAL_REDIRECT_URI.to_owned()))
        .unwrap_or_default();
    let scope = (global.scope.clone())
        .or_else(|| variables.scope.clone())
        .or_else(|| of_profile(&profile.scope))
        .unwrap_or_else(|| if local { LOCAL_SCOPES } else { SCOPE }.to_owned());

    let same_client = at_home && profile.client_id == client_id;
    let kept = profile_name.as_deref().filter(|_| same_client && profile.remember_secret);
    let remembered = kept.map(|name| store.client_secret(name)).transpose()?.flatten();
    let client_secret_command = profile.client_secret_command.filter(|_| same_client);
    let client_secret = (variables.secret_of(&client_id).cloned())
        .or(remembered)
        .or_else(|| demo_secret(&environment, &client_id).filter(|_| client_secret_command.is_none()));
    let endpoints = profile.endpoints.filter(|_| at_home);
    Ok(Resolved {
        environment,
        endpoints,
        profile: profile_name,
        client_id,
        client_secret,
        client_secret_command,
        redirect_uri,
        scope,
        token_endpoint_auth_method: profile.token_endpoint_auth_method,
        response_type: of_profile(&profile.response_type).unwrap_or_else(|| "code".to_owned()),
        use_state: profile.use_state,
        use_nonce: profile.use_nonce,
        pkce: profile.pkce,
        refresh_automatically: profile.refresh_automatically,
        parameters: profile.parameters.0,
    })
}

/// The profile that was named, or the one used last unless it is for another environment than the one asked for.
///
/// # Errors
/// When the file cannot be read, or there is no profile of that name.
pub(super) fn profile(
    global: &Global,
    asked: Option<&EnvironmentKey>,
    store: &Store,
) -> Result<(Option<String>, Profile), CliError> {
    let mut config = store.config()?;
    if let Some(name) = &global.profile {
        let profile = config.profiles.remove(name);
        let profile = profile.ok_or_else(|| crate::store::StoreError::NoProfile(name.clone()))?;
        return Ok((Some(name.clone()), profile));
    }
    let fits = |profile: &Profile| asked.is_none_or(|key| *key == profile.environment.as_str().into());
    let active = config.active().filter(|(_, profile)| fits(profile));
    Ok(active.map_or_else(|| (None, Profile::default()), |(name, profile)| (Some(name.to_owned()), profile.clone())))
}

/// An environment by its name or issuer.
///
/// # Errors
/// When it is neither.
pub fn environment_key(word: &str) -> Result<EnvironmentKey, CliError> {
    let key = EnvironmentKey::from(word);
    match &key {
        EnvironmentKey::Local | EnvironmentKey::Sandbox | EnvironmentKey::Production => Ok(key),
        EnvironmentKey::Custom(issuer) => match url::Url::parse(issuer) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(key),
            Ok(_) | Err(_) => Err(CliError::usage(
                format!("There is no environment {word:?}."),
                "Environments are local, sandbox, production, or the URL of an issuer like https://auth.example.org.",
            )),
        },
    }
}

/// `--redirect-uri`, which may stand once for every command but `sandbox`.
pub fn redirect_uri_option(global: &Global) -> Result<Option<String>, CliError> {
    match global.redirect_uri.as_slice() {
        [] => Ok(None),
        [uri] => Ok(Some(uri.clone())),
        [_, _, ..] => Err(CliError::usage(
            "--redirect-uri stands there more than once.",
            "An authorization request has one redirect URI; only `sandbox` registers several.",
        )),
    }
}

fn demo_client_id() -> String {
    demo_clients().first().map(|client| client.client_id.clone()).unwrap_or_default()
}

/// The published secret of a demo client of the simulated ORCID.
pub fn demo_secret(environment: &EnvironmentKey, client_id: &str) -> Option<Secret> {
    let local = *environment == EnvironmentKey::Local;
    demo_clients()
        .iter()
        .find(|client| client.client_id == client_id)
        .filter(|_| local)
        .map(|client| client.client_secret.clone())
}

impl Resolved {
    /// The client, as far as it is known.
    pub fn client(&self) -> Client {
        Client {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            redirect_uri: self.redirect_uri.clone(),
            token_endpoint_auth_method: self.token_endpoint_auth_method,
        }
    }

    /// Refuses to go on without a client: no server could answer.
    ///
    /// # Errors
    /// Saying where one can come from.
    pub fn has_client(&self) -> Result<(), CliError> {
        if !self.client_id.is_empty() {
            return Ok(());
        }
        Err(CliError::usage(
            format!("No client is named for {}.", self.title()),
            "Give --client-id, set ORCID_CLIENT_ID, or name a --profile. `--env local` has a client of its own.",
        ))
    }

    /// Refuses to go on without a client and a redirect URI.
    ///
    /// # Errors
    /// Naming what is missing, and where it can come from.
    pub fn complete(&self) -> Result<(), CliError> {
        self.has_client()?;
        if self.redirect_uri.is_empty() {
            return Err(CliError::usage(
                format!("No redirect URI is named for {}.", self.title()),
                "Give --redirect-uri (one that is registered with the client), set ORCID_REDIRECT_URI, or name a --profile.",
            ));
        }
        Ok(())
    }

    fn title(&self) -> &str {
        Environment::real(&self.environment).map_or("this environment", |known| known.title.as_str())
    }
}

#[cfg(test)]
mod tests;
