//! What the doctor asks.

use super::Subject;
use crate::{
    oauth::{HttpRequest, ProviderMetadata, RevocationRequest, ScopeSet, Secret, TokenRequest, request},
    orcid::{Environment, EnvironmentKey},
};

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Whether the server is there, and is an OpenID provider (OpenID Connect Discovery 1.0 §4).
    Discovery,
    /// Whether id and secret are good for a token of the client's own: `/read-public`, which every client may have.
    Credentials,
    /// Whether the client is a member's: a scope that only members' clients get.
    Member,
    /// Revoke the token that a probe got.
    Revoke,
    /// Whether this environment knows the client id. Without the secret.
    ClientId,
    /// Whether another environment knows it. Without the secret, which is none of that server's business.
    Elsewhere(EnvironmentKey),
    /// Whether the redirect URI is registered, at a server that says so before anybody signs in.
    RedirectUri,
}

/// A two-legged scope that ORCID gives to members' clients only (guide `orcid-wire`, "Scopes").
const MEMBERS_ONLY: &str = "/group-id-record/read";

impl Probe {
    /// What it is about, on the screen.
    pub fn what(&self) -> &'static str {
        match self {
            Self::Discovery => "server",
            Self::Credentials => "client id and secret",
            Self::Member => "kind of client",
            Self::Revoke => "probe tokens",
            Self::ClientId => "client id",
            Self::Elsewhere(_) => "client id elsewhere",
            Self::RedirectUri => "redirect URI",
        }
    }
}

/// The request of a probe.
///
/// # Errors
/// When it cannot be built of these values.
pub(super) fn request(probe: &Probe, subject: &Subject, token: Option<&Secret>) -> Result<HttpRequest, http::Error> {
    let Subject { environment, client, .. } = subject;
    let two_legged = |scope| TokenRequest::ClientCredentials { scope: ScopeSet::parse(scope) };
    match probe {
        Probe::Discovery => ProviderMetadata::request(&environment.metadata.issuer),
        Probe::Credentials => two_legged("/read-public").request(client, &environment.metadata),
        Probe::Member => two_legged(MEMBERS_ONLY).request(client, &environment.metadata),
        Probe::Revoke => {
            let token = token.cloned().unwrap_or_default();
            let endpoint = environment.metadata.revocation_endpoint.as_deref().unwrap_or_default();
            RevocationRequest { token }.request(client, endpoint)
        }
        Probe::ClientId | Probe::RedirectUri => get(&authorization_url(environment, subject)),
        Probe::Elsewhere(key) => {
            let other = Environment::real(key).unwrap_or(environment);
            // The client id alone: nothing else is that server's business.
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("client_id", &subject.client.client_id)
                .append_pair("response_type", "code")
                .finish();
            get(&format!("{}?{query}", other.client_check()))
        }
    }
}

/// An authorization request that nobody will see: it asks what the server says to it before a person signs in.
fn authorization_url(environment: &Environment, subject: &Subject) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("client_id", &subject.client.client_id)
        .append_pair("response_type", "code")
        .append_pair("scope", "/authenticate")
        .append_pair("redirect_uri", &subject.client.redirect_uri);
    format!("{}?{}", environment.client_check(), query.finish())
}

fn get(url: &str) -> Result<HttpRequest, http::Error> {
    request::get(url, "application/json, text/html;q=0.9")
}
