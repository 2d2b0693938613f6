//! `POST /oauth/token` (guide `orcid-wire`, "Token endpoint", "Token errors", "Code reuse").

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Method, header};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::{
    Sandbox,
    clients::{self, ClientStatus, RegisteredClient},
    id_token::IdToken,
    incoming::Incoming,
    journal::{Event, Grant, RevokeReason},
    reply::Reply,
    researchers,
    token_error::{EXCHANGE_HEADER, TokenError},
};
use crate::{
    oauth::{ScopeSet, form},
    orcid::scopes::{self, Legs},
};

/// Seconds that a token lives: twenty years. The response says one less, because a second has passed when it is written.
const LIFETIME: i64 = 631_138_519;

const LONG_TEXT: &str = "One of the provided parameters is invalid, or, the provided token/code is invalid or expired";

/// The success body; serde writes the keys in this order, which is ORCID's.
#[derive(Serialize)]
struct Success<'a> {
    access_token: &'a str,
    token_type: &'static str,
    refresh_token: &'a str,
    expires_in: i64,
    scope: String,
    /// `null` when it is not public.
    name: Option<String>,
    orcid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

/// A request that got as far as the authorization server.
struct Call<'a> {
    sandbox: &'a mut Sandbox,
    client: &'static RegisteredClient,
    parameters: Vec<(String, String)>,
    now: Timestamp,
}

/// Answers the token endpoint. The order of the checks: content type, grant type, fields, client, grant.
pub(super) fn answer(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    if *request.method != Method::POST || !request.is_form() {
        return unsupported_media_type(request);
    }
    // A form-encoded request may carry parameters in its query as well.
    let mut parameters = form::parse_form(request.query.as_bytes());
    parameters.extend(request.form());
    let authenticated = authenticate(&parameters, request.header(header::AUTHORIZATION));
    let client = match authenticated {
        Ok(client) => client,
        Err(error) => return error.reply(),
    };
    let grant_type = value(&parameters, "grant_type").unwrap_or_default().to_owned();
    let call = Call { sandbox, client, parameters, now };
    match grant_type.as_str() {
        "authorization_code" => call.authorization_code(),
        other => {
            let text = format!("Unsupported grant type: {other}");
            TokenError::server(400, "unsupported_grant_type", text).reply()
        }
    }
}

fn value<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form::first(parameters, name).filter(|value| !value.trim().is_empty())
}

/// The checks of the registry, then those of the client itself.
fn authenticate(parameters: &[(String, String)], authorization: &str) -> Result<&'static RegisteredClient, TokenError> {
    let grant_type = value(parameters, "grant_type")
        .ok_or_else(|| TokenError::registry(400, "unsupported_grant_type", "grant_type is missing"))?;
    let credentials = if authorization.trim().is_empty() {
        let required: &[&str] = match grant_type {
            "refresh_token" => &["client_id", "client_secret", "refresh_token"],
            "urn:ietf:params:oauth:grant-type:token-exchange" => {
                &["client_id", "client_secret", "subject_token", "subject_token_type", "requested_token_type"]
            }
            _ => &["client_id", "client_secret"],
        };
        if let Some(missing) = required.iter().find(|name| value(parameters, name).is_none()) {
            return Err(TokenError::registry(401, "invalid_request", format!("{missing} is required")));
        }
        let field = |name| value(parameters, name).unwrap_or_default().to_owned();
        Some((field("client_id"), field("client_secret")))
    } else {
        // A header wins over the form, whatever its scheme.
        basic(authorization)
    };
    let client = credentials
        .and_then(|(id, secret)| clients::find(&id).filter(|client| client.client_secret.expose() == secret))
        .ok_or_else(|| TokenError::server(401, "invalid_client", "Client authentication failed"))?;
    match client.status {
        ClientStatus::Active => Ok(client),
        ClientStatus::Locked => Err(TokenError::server(400, "unauthorized_client", "The client is locked")),
        ClientStatus::Deactivated => {
            let text = format!("Client ({}) is deactivated", client.client_id);
            Err(TokenError::server(401, "unauthorized_client", text))
        }
    }
}

/// RFC 6749 §2.3.1: both halves are form-encoded inside the Base64.
fn basic(authorization: &str) -> Option<(String, String)> {
    let (scheme, encoded) = authorization.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode = |half: &str| percent_encoding::percent_decode_str(half).decode_utf8_lossy().into_owned();
    Some((decode(id), decode(secret)))
}

impl Call<'_> {
    fn authorization_code(self) -> Reply {
        match self.check_code() {
            Ok((code, grant)) => self.issue(code, grant),
            Err(refusal) => *refusal,
        }
    }

    /// The code and what it stands for. Nothing is spent by a request that fails here.
    fn check_code(&self) -> Result<(String, Grant), Box<Reply>> {
        let parameter = |name| value(&self.parameters, name);
        let refuse = |error, text: &str| Err(Box::new(TokenError::server(400, error, text).reply()));
        let Some(code) = parameter("code") else {
            return refuse("server_error", "An authorization code must be supplied.");
        };
        let Some(known) = self.sandbox.state.code(code) else {
            return Err(Box::new(self.spent_or_unknown(code)));
        };
        if known.grant.client_id != self.client.client_id {
            return refuse("invalid_grant", &format!("Invalid authorization code: {code}"));
        }
        if self.now >= known.expires_at {
            return refuse("invalid_grant", LONG_TEXT);
        }
        let asked = parameter("scope").map(ScopeSet::parse).unwrap_or_default();
        // Two-legged scopes fall away without a word; the others must stand in the code literally.
        let two_legged = |value: &str| scopes::find(value).is_some_and(|info| info.legs == Legs::Two);
        let wider = asked.without(&known.grant.scope);
        if let Some(wider) = wider.iter().find(|scope| !two_legged(scope.as_str())) {
            return refuse("invalid_scope", &format!("Invalid scope: {wider}"));
        }
        if parameter("redirect_uri").is_some_and(|uri| uri != known.redirect_uri) {
            return refuse("invalid_grant", LONG_TEXT);
        }
        Ok((code.to_owned(), known.grant.clone()))
    }

    fn spent_or_unknown(&self, code: &str) -> Reply {
        let by_this_client =
            self.sandbox.state.spent(code).is_some_and(|pair| pair.grant.client_id == self.client.client_id);
        if !by_this_client {
            // Another client learns nothing, and revokes nothing.
            return TokenError::server(400, "invalid_grant", format!("Invalid authorization code: {code}")).reply();
        }
        TokenError::server(400, "invalid_grant", format!("Reused authorization code: {code}"))
            .reply()
            .event(Event::PairDisabled { code: code.into(), reason: RevokeReason::AuthCodeReused })
    }

    fn issue(self, code: String, grant: Grant) -> Reply {
        let Some(researcher) = researchers::find(grant.orcid.as_str()) else {
            let text = format!("Invalid authorization code: {code}");
            return TokenError::server(400, "invalid_grant", text).reply();
        };
        let (access_token, refresh_token) = (self.sandbox.uuid(), self.sandbox.uuid());
        let id_token = if grant.scope.contains("openid") {
            let token = IdToken {
                jti: self.sandbox.uuid(),
                issuer: &self.sandbox.settings.issuer,
                client: self.client,
                researcher,
                grant: &grant,
                access_token: &access_token,
                now: self.now,
            };
            let Ok(signed) = token.sign(&(self.sandbox.key)()) else {
                return TokenError::registry(401, "server_error", "The ID token could not be signed").reply();
            };
            Some(signed)
        } else {
            None
        };
        let success = Success {
            access_token: &access_token,
            token_type: "bearer",
            refresh_token: &refresh_token,
            expires_in: LIFETIME - 1,
            scope: lexical(&grant.scope),
            name: researcher.public_name(),
            orcid: researcher.orcid.as_str(),
            id_token,
        };
        let reply = Reply::json(200, &success).no_store().header(EXCHANGE_HEADER, "ON");
        reply.event(Event::TokensIssued {
            code: code.into(),
            access_token: access_token.into(),
            refresh_token: refresh_token.into(),
            grant,
            expires_at: self.now + SignedDuration::from_secs(LIFETIME),
        })
    }
}

/// ORCID answers scopes in an order of its own.
fn lexical(scope: &ScopeSet) -> String {
    let mut values: Vec<&str> = scope.iter().map(|scope| scope.as_str()).collect();
    values.sort_unstable();
    values.join(" ")
}

/// Tomcat's page: no JSON where JSON is what everybody parses.
fn unsupported_media_type(request: &Incoming<'_>) -> Reply {
    let found = request.header(header::CONTENT_TYPE);
    let found = if found.is_empty() { "null" } else { found };
    // The header is repeated in HTML, so what means something there must not.
    let found = found.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><title>HTTP Status 415 – Unsupported Media Type</title></head>\
         <body><h1>HTTP Status 415 – Unsupported Media Type</h1><hr class=\"line\" /><p><b>Type</b> Status Report</p>\
         <p><b>Message</b> Content-Type &#39;{found}&#39; is not supported.</p></body></html>"
    );
    Reply::new(415, "text/html;charset=utf-8", html).header(header::ACCEPT, "application/x-www-form-urlencoded")
}
