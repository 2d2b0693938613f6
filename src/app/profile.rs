//! A saved client as the screen knows it. How it stands in the file is the store's affair.

use crate::{
    oauth::{ProviderMetadata, Secret, TokenEndpointAuthMethod},
    orcid::EnvironmentKey,
};

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
