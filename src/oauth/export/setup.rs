//! A client with its server, for other tools: `.env`, a Postman environment, a link to Google's OAuth 2.0 Playground.

use serde_json::{Value, json};

use super::Secrets;
use crate::oauth::{Client, ProviderMetadata, ScopeSet, Secret, form};

/// What is set up.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The word for the environment: `sandbox`, or the issuer's URL.
    pub environment: &'a str,
    /// The client.
    pub client: &'a Client,
    /// What it asks for.
    pub scope: &'a ScopeSet,
    /// The server.
    pub provider: &'a ProviderMetadata,
    /// The base URL of the API, `https://api.sandbox.orcid.org/v3.0`.
    pub api: &'a str,
}

impl Setup<'_> {
    fn secret(&self, secrets: Secrets) -> &str {
        match secrets {
            Secrets::AsVariables => "",
            Secrets::Real => self.client.client_secret.as_ref().map_or("", Secret::expose),
        }
    }

    /// Assignments that a POSIX shell and the usual readers of `.env` files take alike. Without secrets the line of the
    /// client secret is there, and empty.
    pub fn env_file(&self, secrets: Secrets) -> String {
        let mut text = String::from("# ORCID client, written by orcid-playground\n");
        if secrets == Secrets::AsVariables {
            text.push_str("# The secret is left out: fill it in, and keep this file out of version control.\n");
        } else {
            text.push_str("# Holds the client secret: keep this file out of version control.\n");
        }
        for (name, value) in [
            ("ORCID_ENV", self.environment),
            ("ORCID_CLIENT_ID", self.client.client_id.as_str()),
            ("ORCID_CLIENT_SECRET", self.secret(secrets)),
            ("ORCID_REDIRECT_URI", self.client.redirect_uri.as_str()),
            ("ORCID_SCOPE", &self.scope.to_string()),
            ("ORCID_ISSUER", self.provider.issuer.as_str()),
            ("ORCID_AUTHORIZATION_ENDPOINT", self.provider.authorization_endpoint.as_str()),
            ("ORCID_TOKEN_ENDPOINT", self.provider.token_endpoint.as_str()),
            ("ORCID_API", self.api),
        ] {
            text.push_str(&format!("{name}={}\n", assigned(value)));
        }
        text
    }

    /// An environment of Postman, as its "Import" reads it. The secret has the type that Postman hides.
    pub fn postman(&self, secrets: Secrets) -> String {
        let value = |key: &str, value: &str, kind: &str| -> Value {
            json!({ "key": key, "value": value, "type": kind, "enabled": true })
        };
        let plain = |key: &str, text: &str| value(key, text, "default");
        let whole = json!({
            "name": format!("ORCID {} {}", self.environment, self.client.client_id),
            "values": [
                plain("client_id", &self.client.client_id),
                value("client_secret", self.secret(secrets), "secret"),
                plain("redirect_uri", &self.client.redirect_uri),
                plain("scope", &self.scope.to_string()),
                plain("issuer", &self.provider.issuer),
                plain("authorization_endpoint", &self.provider.authorization_endpoint),
                plain("token_endpoint", &self.provider.token_endpoint),
                plain("revocation_endpoint", self.provider.revocation_endpoint.as_deref().unwrap_or_default()),
                plain("userinfo_endpoint", self.provider.userinfo_endpoint.as_deref().unwrap_or_default()),
                plain("api", self.api),
                value("access_token", "", "secret"),
            ],
            "_postman_variable_scope": "environment",
        });
        format!("{whole:#}\n")
    }

    /// A link that sets Google's OAuth 2.0 Playground up. Never with the secret: a link is shared, logged and kept by
    /// browsers. The redirect URI of that page is its own address.
    pub fn playground_link(&self) -> String {
        let scope = self.scope.to_string();
        let parameters = [
            ("oauthEndpointSelect", "Custom"),
            ("oauthAuthEndpointValue", self.provider.authorization_endpoint.as_str()),
            ("oauthTokenEndpointValue", self.provider.token_endpoint.as_str()),
            ("oauthClientId", self.client.client_id.as_str()),
            ("accessTokenType", "bearer"),
            ("response_type", "code"),
            ("scopes", scope.as_str()),
        ];
        format!("https://developers.google.com/oauthplayground/#step1&{}", form::query(parameters))
    }
}

/// A value behind `NAME=`: as it is when it is a plain word, else in single quotes; with one of those in it, in double
/// quotes, where a shell needs four characters escaped.
fn assigned(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,".contains(c);
    if value.chars().all(plain) {
        value.to_owned()
    } else if !value.contains('\'') {
        format!("'{value}'")
    } else {
        let escaped: String =
            value.chars().flat_map(|c| "\"\\$`".contains(c).then_some('\\').into_iter().chain([c])).collect();
        format!("\"{escaped}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::TokenEndpointAuthMethod;

    fn client() -> Client {
        Client {
            client_id: "APP-1234567890ABCDEF".into(),
            client_secret: Some("f0e1d2c3-0000-4000-8000-000000000001".into()),
            redirect_uri: "http://127.0.0.1:18801/callback".into(),
            token_endpoint_auth_method: TokenEndpointAuthMethod::default(),
        }
    }

    fn with<T>(look: impl Fn(Setup<'_>) -> T) -> T {
        let provider = ProviderMetadata::orcid_layout("https://sandbox.orcid.org");
        look(Setup {
            environment: "sandbox",
            client: &client(),
            scope: &ScopeSet::parse("/read-limited /activities/update"),
            provider: &provider,
            api: "https://api.sandbox.orcid.org/v3.0",
        })
    }

    #[test]
    fn the_secret_is_there_only_when_asked_for() {
        for text in [with(|s| s.env_file(Secrets::AsVariables)), with(|s| s.postman(Secrets::AsVariables))] {
            assert!(!text.contains("f0e1d2c3"), "{text}");
        }
        assert!(
            with(|s| s.env_file(Secrets::Real))
                .contains("\nORCID_CLIENT_SECRET=f0e1d2c3-0000-4000-8000-000000000001\n")
        );
        assert!(with(|s| s.postman(Secrets::Real)).contains("f0e1d2c3"));
        assert!(!with(|s| s.playground_link()).contains("f0e1d2c3"));
    }

    #[test]
    fn an_env_file_quotes_what_a_shell_would_split() {
        assert!(
            with(|s| s.env_file(Secrets::AsVariables)).contains("\nORCID_SCOPE='/activities/update /read-limited'\n")
                || with(|s| s.env_file(Secrets::AsVariables))
                    .contains("\nORCID_SCOPE='/read-limited /activities/update'\n")
        );
        assert_eq!(assigned("it's $5"), r#""it's \$5""#);
        assert_eq!(assigned("$HOME `x`"), "'$HOME `x`'");
    }

    #[test]
    fn postman_reads_an_object_with_values() {
        let text = with(|s| s.postman(Secrets::AsVariables));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["_postman_variable_scope"], "environment");
        assert_eq!(
            value["values"][0],
            json!({"key":"client_id","value":"APP-1234567890ABCDEF","type":"default","enabled":true})
        );
        assert_eq!(value["values"][1]["type"], "secret");
    }
}
