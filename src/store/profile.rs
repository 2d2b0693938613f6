//! A saved client and how it asks.

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::oauth::{ProviderMetadata, TokenEndpointAuthMethod};

/// `[profile.<name>]` of `config.toml`: a client without its secret. Nothing is checked: a playground must be able to
/// keep a wrong one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// `local`, `sandbox`, `production`, or an issuer URL.
    pub environment: String,
    /// The client identifier (RFC 6749 §2.2).
    pub client_id: String,
    /// Where the authorization response is sent (RFC 6749 §3.1.2).
    pub redirect_uri: String,
    /// The scopes to ask for, separated by blanks (RFC 6749 §3.3).
    pub scope: String,
    /// `code` unless something else is tried (RFC 6749 §3.1.1).
    pub response_type: String,
    /// How the client authenticates.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// Whether a `state` is sent (RFC 6749 §10.12).
    pub use_state: bool,
    /// Whether a `nonce` is sent (OpenID Connect Core 1.0 §3.1.2.1).
    pub use_nonce: bool,
    /// Whether a `code_challenge` is sent (RFC 7636).
    pub pkce: bool,
    /// Whether tokens are refreshed by themselves before they end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub refresh_automatically: bool,
    /// Whether the client secret is kept in `secrets.toml`.
    pub remember_secret: bool,
    /// A shell command whose first line of output is the client secret: `pass show orcid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret_command: Option<String>,
    /// `[profile.<name>.parameters]`: further parameters of the authorization request.
    #[serde(skip_serializing_if = "Parameters::is_empty")]
    pub parameters: Parameters,
    /// `[profile.<name>.endpoints]`: of an environment whose endpoints were typed or discovered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoints: Option<ProviderMetadata>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            environment: "local".to_owned(),
            client_id: String::new(),
            redirect_uri: String::new(),
            scope: String::new(),
            response_type: "code".to_owned(),
            token_endpoint_auth_method: TokenEndpointAuthMethod::default(),
            use_state: true,
            use_nonce: false,
            pkce: false,
            refresh_automatically: false,
            remember_secret: false,
            client_secret_command: None,
            parameters: Parameters::default(),
            endpoints: None,
        }
    }
}

/// Names and values in the order of the file, as [`AuthorizationRequest::extra`](crate::oauth::AuthorizationRequest)
/// has them. Numbers and truth values are read as their text, because `max_age = 3600` is what people write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(pub Vec<(String, String)>);

impl Parameters {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ParametersVisitor)
    }
}

struct ParametersVisitor;

impl<'de> Visitor<'de> for ParametersVisitor {
    type Value = Parameters;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of parameters and their texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parameters, A::Error> {
        let mut all = Vec::new();
        while let Some((name, ParameterText(value))) = map.next_entry::<String, _>()? {
            all.push((name, value));
        }
        Ok(Parameters(all))
    }
}

struct ParameterText(String);

impl<'de> Deserialize<'de> for ParameterText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ParameterTextVisitor).map(Self)
    }
}

struct ParameterTextVisitor;

impl Visitor<'_> for ParameterTextVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }
}
