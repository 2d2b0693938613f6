//! A saved client as the screen knows it. How it stands in the file is the store's affair.

use crate::{
    oauth::{ProviderMetadata, Secret, TokenEndpointAuthMethod},
    orcid::{EnvironmentKey, shared_profile::SharedProfile},
};

/// What is done to the profile of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is saved, and in use then.
    Save(String),
    /// It is deleted.
    Delete(String),
}

/// A client under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedProfile {
    /// Its name.
    pub name: String,
    /// The server that it belongs to.
    pub environment: EnvironmentKey,
    /// Its id.
    pub client_id: String,
    /// Where its answers go.
    pub redirect_uri: String,
    /// What it asks for.
    pub scope: String,
    /// How it authenticates.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// `code` unless something else is tried.
    pub response_type: String,
    /// The advanced parameters that hold something.
    pub parameters: Vec<(String, String)>,
    /// Whether a state is sent.
    pub use_state: bool,
    /// Whether a nonce is sent.
    pub use_nonce: bool,
    /// Whether PKCE is tried.
    pub pkce: bool,
    /// Whether tokens are refreshed by themselves before they end.
    pub refresh_automatically: bool,
    /// Where its secret comes from.
    pub secret: SecretSource,
    /// The endpoints, where they were typed or discovered.
    pub endpoints: Option<ProviderMetadata>,
}

impl SavedProfile {
    /// What may be shared of it: nothing about its secret.
    pub fn shared(&self) -> SharedProfile {
        let custom = matches!(self.environment, EnvironmentKey::Custom(_));
        SharedProfile {
            name: self.name.clone(),
            environment: self.environment.clone(),
            client_id: self.client_id.clone(),
            redirect_uri: self.redirect_uri.clone(),
            scope: self.scope.clone(),
            response_type: self.response_type.clone(),
            token_endpoint_auth_method: self.token_endpoint_auth_method,
            use_state: self.use_state,
            use_nonce: self.use_nonce,
            pkce: self.pkce,
            refresh_automatically: self.refresh_automatically,
            parameters: self.parameters.clone(),
            endpoints: self.endpoints.clone().filter(|_| custom),
        }
    }

    /// A profile that came from somebody else. Its secret is asked for.
    pub fn of_shared(profile: SharedProfile) -> Self {
        Self {
            name: profile.name,
            environment: profile.environment,
            client_id: profile.client_id,
            redirect_uri: profile.redirect_uri,
            scope: profile.scope,
            token_endpoint_auth_method: profile.token_endpoint_auth_method,
            response_type: profile.response_type,
            parameters: profile.parameters,
            use_state: profile.use_state,
            use_nonce: profile.use_nonce,
            pkce: profile.pkce,
            refresh_automatically: profile.refresh_automatically,
            secret: SecretSource::Ask,
            endpoints: profile.endpoints,
        }
    }
}

/// Where the secret of a profile comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SecretSource {
    /// Typed each time, or from the environment variable.
    #[default]
    Ask,
    /// Remembered in the secrets file.
    Remembered(Secret),
    /// Printed by a command.
    Command(String),
}
