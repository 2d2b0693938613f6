//! The clients that the sandbox knows: `assets/clients.toml`, and those of a seed.

use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use super::{registry::Registry, seed::value};
use crate::{
    oauth::Secret,
    orcid::scopes::{ClientType, ScopeInfo},
};

/// A registered client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisteredClient {
    /// `APP-` and 16 of `[0-9A-Z]`.
    pub client_id: String,
    /// A UUID.
    pub client_secret: Secret,
    /// What the consent page calls it.
    pub name: String,
    /// Decides which scopes it may ask for.
    #[serde(rename = "type")]
    pub client_type: ClientType,
    /// Whether ORCID lets it work.
    #[serde(default)]
    pub status: ClientStatus,
    /// Its own; without any, those that the sandbox registers for the demo clients.
    #[serde(default, deserialize_with = "value::filled")]
    pub redirect_uris: Vec<String>,
    /// What it may do at the token endpoint.
    #[serde(default = "usual_grants", deserialize_with = "value::filled")]
    pub grant_types: Vec<GrantType>,
    /// Scopes that ORCID added by hand, beside those of its type.
    #[serde(default)]
    pub extra_scopes: Vec<String>,
    /// The clients whose ID tokens it may exchange; `None`: everybody's.
    #[serde(default)]
    pub acts_for: Option<Vec<String>>,
}

/// Whether ORCID lets a client work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ClientStatus {
    /// It works.
    #[default]
    Active,
    /// Locked by ORCID.
    Locked,
    /// Switched off.
    Deactivated,
}

/// The grants of the token endpoint, and the implicit one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, strum::Display, strum::EnumString)]
pub enum GrantType {
    /// RFC 6749 §4.1.
    #[serde(rename = "authorization_code")]
    #[strum(serialize = "authorization_code")]
    AuthorizationCode,
    /// RFC 6749 §4.4.
    #[serde(rename = "client_credentials")]
    #[strum(serialize = "client_credentials")]
    ClientCredentials,
    /// RFC 6749 §6.
    #[serde(rename = "refresh_token")]
    #[strum(serialize = "refresh_token")]
    RefreshToken,
    /// RFC 6749 §4.2; not for the token endpoint.
    #[serde(rename = "implicit")]
    #[strum(serialize = "implicit")]
    Implicit,
    /// RFC 8693. A client has it only when somebody switched it on.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:token-exchange")]
    #[strum(serialize = "urn:ietf:params:oauth:grant-type:token-exchange")]
    TokenExchange,
}

/// What a new client gets at ORCID.
fn usual_grants() -> Vec<GrantType> {
    vec![GrantType::ClientCredentials, GrantType::AuthorizationCode, GrantType::RefreshToken, GrantType::Implicit]
}

impl RegisteredClient {
    /// One word for lists: the type, or what keeps the client from working.
    pub fn kind(&self) -> String {
        match self.status {
            ClientStatus::Active => self.client_type.to_string(),
            ClientStatus::Locked | ClientStatus::Deactivated => self.status.to_string(),
        }
    }

    /// Whether it may ask for a scope, by its type or because ORCID added it.
    pub fn may_ask(&self, scope: &ScopeInfo) -> bool {
        scope.allowed_for(self.client_type) || self.extra_scopes.contains(&scope.value)
    }

    /// Whether it may use a grant.
    pub fn may_use(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }
}

static DEMO: LazyLock<Registry<RegisteredClient>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        client: Vec<RegisteredClient>,
    }
    let file: File =
        toml::from_str(include_str!("../../assets/clients.toml")).expect("assets/clients.toml is well-formed");
    Registry::new(file.client.into_iter().map(Arc::new), |client| &client.client_id)
});

/// The demo clients, the default one first.
pub fn demo_clients() -> &'static [Arc<RegisteredClient>] {
    DEMO.all()
}

/// The same, to look one up.
pub(super) fn demo() -> &'static Registry<RegisteredClient> {
    &DEMO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_clients_look_like_orcids() {
        let kinds: Vec<_> = demo_clients().iter().map(|client| client.kind()).collect();
        assert_eq!(kinds, ["member", "public", "premium-member", "locked", "deactivated"]);
        assert_eq!(demo_clients()[0].name, "Playground Demo Client");
        for client in demo_clients() {
            let suffix = client.client_id.strip_prefix("APP-").unwrap();
            assert!(suffix.len() == 16 && suffix.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
            assert_eq!(uuid::Uuid::parse_str(client.client_secret.expose()).unwrap().get_version_num(), 4);
        }
    }
}
