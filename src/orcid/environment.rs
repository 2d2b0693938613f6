//! The servers that one can talk to: the simulated ORCID, ORCID's sandbox, ORCID itself, or any other issuer.

use std::{collections::HashMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

use super::scopes::only_members_ask;
use crate::oauth::{ProviderMetadata, ScopeSet};

/// Which server; the word that stands in the configuration file and behind `--env`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum EnvironmentKey {
    /// The simulated ORCID inside this program.
    #[default]
    Local,
    /// ORCID's sandbox: real server, test accounts.
    Sandbox,
    /// ORCID itself. Not a playground.
    Production,
    /// Another issuer, by its URL.
    Custom(String),
}

impl From<String> for EnvironmentKey {
    fn from(word: String) -> Self {
        match word.trim().trim_end_matches('/') {
            "" | "local" => Self::Local,
            "sandbox" | "https://sandbox.orcid.org" => Self::Sandbox,
            "production" | "https://orcid.org" => Self::Production,
            issuer => Self::Custom(issuer.to_owned()),
        }
    }
}

impl From<&str> for EnvironmentKey {
    fn from(word: &str) -> Self {
        word.to_owned().into()
    }
}

impl From<EnvironmentKey> for String {
    fn from(key: EnvironmentKey) -> Self {
        key.to_string()
    }
}

impl std::fmt::Display for EnvironmentKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Local => "local",
            Self::Sandbox => "sandbox",
            Self::Production => "production",
            Self::Custom(issuer) => issuer,
        })
    }
}

/// A server with all its addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Which one.
    pub key: EnvironmentKey,
    /// Its name on the screen. There are two sandboxes, so neither is ever called just "sandbox" there.
    pub title: String,
    /// Its OAuth endpoints.
    pub metadata: ProviderMetadata,
    /// The public API with its version, without a trailing slash.
    pub public_api: String,
    /// The member API with its version, without a trailing slash.
    pub member_api: String,
}

#[derive(Deserialize)]
struct Row {
    key: String,
    title: String,
    issuer: String,
    public_api: String,
    member_api: String,
    client_check: String,
}

#[derive(Deserialize)]
struct Table {
    environment: Vec<Row>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("../../assets/environments.toml")).expect("the embedded table is valid (tested)");
    table.environment
});

static CLIENT_CHECK: LazyLock<HashMap<EnvironmentKey, String>> =
    LazyLock::new(|| ROWS.iter().map(|row| (row.key.as_str().into(), row.client_check.clone())).collect());

static REAL: LazyLock<Vec<Environment>> = LazyLock::new(|| {
    ROWS.iter()
        .map(|row| Environment {
            key: row.key.as_str().into(),
            title: row.title.clone(),
            metadata: ProviderMetadata::orcid_layout(&row.issuer),
            public_api: row.public_api.clone(),
            member_api: row.member_api.clone(),
        })
        .collect()
});

/// Title of the simulated ORCID.
pub const LOCAL_TITLE: &str = "local (simulated ORCID)";

/// The simulated ORCID's issuer before it listens, and when its usual port is free.
pub const LOCAL_ISSUER: &str = "http://127.0.0.1:18800";

/// The redirect URI that the demo clients are registered with, when its port is free.
pub const LOCAL_REDIRECT_URI: &str = "http://127.0.0.1:18801/callback";

/// That one and its https twin.
pub const LOCAL_REDIRECT_URIS: [&str; 2] = [LOCAL_REDIRECT_URI, "https://127.0.0.1:18801/callback"];

/// The scopes that are preselected at the simulated ORCID.
pub const LOCAL_SCOPES: &str = "/authenticate /read-limited";

/// The redirect URI of ORCID's own tutorial, with which every demo client is registered too.
pub const GOOGLE_PLAYGROUND: &str = "https://developers.google.com/oauthplayground";

/// Whether a host is one of ORCID's, of any environment.
pub(super) fn is_orcids(host: &str) -> bool {
    host == "orcid.org" || host.ends_with(".orcid.org")
}

impl Environment {
    /// The simulated ORCID at its issuer.
    pub fn local(issuer: &str) -> Self {
        Self { title: LOCAL_TITLE.to_owned(), ..Self::simulated(EnvironmentKey::Local, issuer) }
    }

    /// ORCID's sandbox or ORCID itself; `None` for the two kinds whose addresses are known only at run time.
    pub fn real(key: &EnvironmentKey) -> Option<&'static Self> {
        REAL.iter().find(|environment| environment.key == *key)
    }

    /// Another issuer, laid out like ORCID or like this program's simulated one (APIs below `/pub` and `/api`) until
    /// its discovery document says more.
    pub fn custom(issuer: &str) -> Self {
        Self::simulated(EnvironmentKey::Custom(issuer.trim_end_matches('/').to_owned()), issuer)
    }

    fn simulated(key: EnvironmentKey, issuer: &str) -> Self {
        let metadata = ProviderMetadata::orcid_layout(issuer);
        let (public_api, member_api) = api_bases(&metadata.issuer);
        Self { key, title: metadata.issuer.clone(), metadata, public_api, member_api }
    }

    /// Finds the environment that an endpoint's URL belongs to, by its host.
    pub fn of_url(url: &str) -> Option<EnvironmentKey> {
        let host = url::Url::parse(url).ok()?.host_str()?.to_owned();
        let part = ["www.", "pub.", "api.", "auth."].iter().find_map(|part| host.strip_prefix(part));
        match part.unwrap_or(&host) {
            "sandbox.orcid.org" => Some(EnvironmentKey::Sandbox),
            "orcid.org" => Some(EnvironmentKey::Production),
            _ => None,
        }
    }

    /// Whether ORCID has such a host. There is no `www.sandbox.orcid.org`, and `www.orcid.org` leads elsewhere.
    pub fn has_host(host: &str) -> bool {
        !host.starts_with("www.") && Self::of_url(&format!("https://{host}/")).is_some()
    }

    /// The API that reads best with a token of these scopes: the member API once a member scope was asked, the public
    /// one for what a public client may ask (guide `orcid-wire`, "Record reads").
    pub fn record_api(&self, scopes: &ScopeSet) -> &str {
        if only_members_ask(scopes) { &self.member_api } else { &self.public_api }
    }

    /// The host that an iD is displayed with: ORCID's own for ORCID, its sandbox's for everything else, as the bodies
    /// of the simulated one say too.
    pub fn display_issuer(&self) -> &'static str {
        if self.is_production() { "https://orcid.org" } else { "https://sandbox.orcid.org" }
    }

    /// Where a client id can be asked about before anybody signs in: at ORCID the server behind its page, which is a program
    /// for a browser and answers 200 to anything; elsewhere the authorization endpoint (guide `orcid-wire`, "Hosts and
    /// endpoints").
    pub fn client_check(&self) -> &str {
        CLIENT_CHECK.get(&self.key).unwrap_or(&self.metadata.authorization_endpoint)
    }

    /// Whether what is done here cannot be undone: ORCID itself.
    pub fn is_production(&self) -> bool {
        self.key == EnvironmentKey::Production
    }
}

/// The API bases that belong to an issuer: those of ORCID when it is ORCID's, else those of the simulated one.
fn api_bases(issuer: &str) -> (String, String) {
    REAL.iter().find(|environment| environment.metadata.issuer == issuer).map_or_else(
        || (format!("{issuer}/pub/v3.0"), format!("{issuer}/api/v3.0")),
        |environment| (environment.public_api.clone(), environment.member_api.clone()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_servers_are_known() {
        let sandbox = Environment::real(&EnvironmentKey::Sandbox).unwrap();
        assert_eq!(sandbox.metadata.token_endpoint, "https://sandbox.orcid.org/oauth/token");
        assert_eq!(sandbox.member_api, "https://api.sandbox.orcid.org/v3.0");
        assert!(Environment::real(&EnvironmentKey::Production).unwrap().is_production());
        assert!(Environment::real(&EnvironmentKey::Local).is_none());
    }

    #[test]
    fn words_and_issuers_name_the_same_place() {
        assert_eq!(EnvironmentKey::from("https://orcid.org/"), EnvironmentKey::Production);
        assert_eq!(EnvironmentKey::from("http://127.0.0.1:9"), EnvironmentKey::Custom("http://127.0.0.1:9".into()));
        assert_eq!(Environment::of_url("https://api.sandbox.orcid.org/oauth/token"), Some(EnvironmentKey::Sandbox));
        assert_eq!(Environment::of_url("https://sandbox.orcid.org.evil.example/"), None);
        assert_eq!(Environment::custom("http://127.0.0.1:9").member_api, "http://127.0.0.1:9/api/v3.0");
    }
}
