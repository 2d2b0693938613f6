//! Whose a stored token is: the server that gave it and the client that got it, for what is done with it next.

use super::{context::Context, error::CliError, secret, server::Server, stored};
use crate::{
    oauth::{Client, ProviderMetadata, TokenEndpointAuthMethod, TokenResponse},
    orcid::{EnvironmentKey, LOCAL_REDIRECT_URI},
    store::{Profile, StoredToken},
};

/// How to get an ID token.
const WITH_OPENID: &str =
    "ORCID gives one when openid is asked for: `orcid-playground authorize --scope \"openid /read-limited\"`.";

/// A stored token, read.
pub struct Holder {
    /// The file.
    pub stored: StoredToken,
    /// The tokens in it.
    pub response: TokenResponse,
    /// Where they are good.
    pub environment: EnvironmentKey,
    /// The saved client that it was given to, under its name.
    profile: Option<(String, Profile)>,
}

impl Holder {
    /// The token that is meant: see [`stored::meant`].
    ///
    /// # Errors
    /// When there is none, it cannot be read, or it is of another environment than the one asked for.
    pub fn find(cx: &Context, id: Option<&str>) -> Result<Self, CliError> {
        Self::fitting(cx, id, |_| true)
    }

    /// The token that is meant, where it has to be one of which this holds.
    ///
    /// # Errors
    /// As [`Self::find`].
    pub fn fitting(cx: &Context, id: Option<&str>, fits: impl Fn(&TokenResponse) -> bool) -> Result<Self, CliError> {
        let fits = |stored: &StoredToken| stored.response().is_some_and(|response| fits(&response));
        Self::of(cx, stored::meant(cx, id, fits)?)
    }

    /// The newest token response of which this holds.
    ///
    /// # Errors
    /// When there is none.
    pub fn newest(cx: &Context, fits: impl Fn(&TokenResponse) -> bool) -> Result<Self, CliError> {
        let stored = stored::counting(cx)?.into_iter();
        let mut fitting = stored.filter(|stored| stored.response().is_some_and(|response| fits(&response)));
        match fitting.next() {
            Some(stored) => Self::of(cx, stored),
            None => Err(CliError::usage("No ID token is stored.", WITH_OPENID)),
        }
    }

    /// That a response has no ID token, and how to get one.
    pub fn has_no_id_token(&self) -> CliError {
        CliError::usage(format!("The answer {} holds no ID token.", self.stored.id), WITH_OPENID)
    }

    /// A stored token, read.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(cx: &Context, stored: StoredToken) -> Result<Self, CliError> {
        let environment = EnvironmentKey::from(stored.token.environment.as_str());
        let response = stored::response(&stored)?;
        cx.recording.of_token(&environment, &stored.token);
        let profile = profile(cx, &environment, &stored.token.client_id)?;
        Ok(Self { stored, response, environment, profile })
    }

    /// The server that gave the token. At the simulated ORCID and at ORCID the addresses are known; elsewhere the token
    /// endpoint is the one that answered.
    ///
    /// # Errors
    /// See [`Server::reach`].
    pub async fn server(&self, cx: &Context) -> Result<Server, CliError> {
        let endpoints = self.profile.as_ref().and_then(|(_, profile)| profile.endpoints.as_ref());
        let mut server = Server::reach(cx, &self.environment, endpoints, LOCAL_REDIRECT_URI).await?;
        if matches!(self.environment, EnvironmentKey::Custom(_)) {
            let token_endpoint = self.stored.token.token_endpoint.clone();
            server.environment.metadata = ProviderMetadata { token_endpoint, ..server.environment.metadata };
        }
        Ok(server)
    }

    /// The client that got the token, its secret asked for when need be; `--client-id` tries another one.
    ///
    /// # Errors
    /// When the secret is not to be had.
    pub async fn client(&self, cx: &Context) -> Result<Client, CliError> {
        let own = &self.stored.token.client_id;
        let client_id = cx.global.client_id.clone().unwrap_or_else(|| own.clone());
        let profile = self.profile.as_ref().filter(|_| client_id == *own);
        let name = profile.map(|(name, _)| name.as_str());
        let (known, command) = secret::known(cx, &self.environment, &client_id, name)?;
        let secret = secret::obtain(cx, &client_id, known, command.as_deref()).await?;
        let method = profile.map_or_else(TokenEndpointAuthMethod::default, |(_, it)| it.token_endpoint_auth_method);
        Ok(Client {
            client_id,
            client_secret: Some(secret),
            redirect_uri: self.stored.token.redirect_uri.clone().unwrap_or_else(|| LOCAL_REDIRECT_URI.to_owned()),
            token_endpoint_auth_method: method,
        })
    }
}

/// The profile of a client: the one that was named, if it fits, else the one in use, else any.
fn profile(cx: &Context, environment: &EnvironmentKey, client_id: &str) -> Result<Option<(String, Profile)>, CliError> {
    let config = cx.store.config()?;
    let fits = |(_, profile): &(&String, &Profile)| {
        profile.client_id == client_id && EnvironmentKey::from(profile.environment.as_str()) == *environment
    };
    if let Some(name) = &cx.global.profile {
        let named = config.profiles.get_key_value(name);
        let named = named.ok_or_else(|| crate::store::StoreError::NoProfile(name.clone()))?;
        return Ok(Some(named).filter(fits).map(|(name, profile)| (name.clone(), profile.clone())));
    }
    let active = config.active().map(|(name, _)| name.to_owned());
    let mut all: Vec<_> = config.profiles.iter().filter(fits).collect();
    all.sort_by_key(|(name, _)| active.as_deref() != Some(name.as_str()));
    Ok(all.first().map(|(name, profile)| ((*name).clone(), (*profile).clone())))
}
