//! The clients that the sandbox knows: `assets/clients.toml`.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use crate::{oauth::Secret, orcid::scopes::ClientType};

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

impl RegisteredClient {
    /// One word for lists: the type, or what keeps the client from working.
    pub fn kind(&self) -> String {
        match self.status {
            ClientStatus::Active => self.client_type.to_string(),
            ClientStatus::Locked | ClientStatus::Deactivated => self.status.to_string(),
        }
    }
}

static DEMO: LazyLock<(Vec<RegisteredClient>, HashMap<String, usize>)> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        client: Vec<RegisteredClient>,
    }
    let file: File =
        toml::from_str(include_str!("../../assets/clients.toml")).expect("assets/clients.toml is well-formed");
    let index = file.client.iter().enumerate().map(|(i, client)| (client.client_id.clone(), i)).collect();
    (file.client, index)
});

/// The demo clients, the default one first.
pub fn demo_clients() -> &'static [RegisteredClient] {
    &DEMO.0
}

/// One of them by its id.
pub(super) fn find(client_id: &str) -> Option<&'static RegisteredClient> {
    DEMO.1.get(client_id).and_then(|&i| DEMO.0.get(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_clients_look_like_orcids() {
        let kinds: Vec<_> = demo_clients().iter().map(RegisteredClient::kind).collect();
        assert_eq!(kinds, ["member", "public", "premium-member", "locked", "deactivated"]);
        assert_eq!(demo_clients()[0].name, "Playground Demo Client");
        for client in demo_clients() {
            let suffix = client.client_id.strip_prefix("APP-").unwrap();
            assert!(suffix.len() == 16 && suffix.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
            assert_eq!(uuid::Uuid::parse_str(client.client_secret.expose()).unwrap().get_version_num(), 4);
        }
    }
}
