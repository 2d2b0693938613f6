//! Configurations inside what people paste: authorization URLs, Google Playground links, requests, commands and code.

use super::{AUTHORIZATION_URL, Import, command};
use crate::{
    oauth::{AuthorizationRequest, ScopeSet, Secret, authorization_header::decode_basic, form, redact, wire},
    orcid::Environment,
};

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

pub(super) fn from_authorization_url(endpoint: &str, query: &str) -> Import {
    let request = AuthorizationRequest::from_query(query);
    let mut parameters: Vec<_> = [("response_type", Some(request.response_type)), ("nonce", request.nonce)]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value.and_then(some)?)))
        .collect();
    let (mut secrets, extra): (Vec<_>, Vec<_>) =
        request.extra.into_iter().partition(|(name, _)| redact::is_secret_name(name));
    parameters.extend(extra.into_iter().filter(|(name, _)| name != "oauth"));
    let secret = secrets.iter().position(|(name, value)| name == "client_secret" && !value.is_empty());
    Import {
        source: AUTHORIZATION_URL,
        environment: Environment::of_url(endpoint),
        client_id: some(request.client_id),
        client_secret: secret.map(|at| secrets.remove(at).1.into()),
        left_out: secrets.into_iter().map(|(name, value)| (name, value.into())).collect(),
        redirect_uri: some(request.redirect_uri),
        scope: Some(request.scope).filter(|scope| !scope.is_empty()),
        parameters,
        ..Import::default()
    }
}

/// The link that Google's OAuth 2.0 Playground makes of its configuration, and that ORCID's developer tools offer. Its
/// redirect URI is the page itself.
pub(super) fn from_playground_link(page: &str, fragment: &str) -> Import {
    let parameters = form::parse_form(fragment.as_bytes());
    let get = |name: &str| form::first(&parameters, name).map(str::to_owned).and_then(some);
    let [authorization, token] = ["oauthAuthEndpointValue", "oauthTokenEndpointValue"].map(get);
    let of = |endpoint: &Option<String>| endpoint.as_deref().and_then(Environment::of_url);
    let are_apart = matches!((of(&authorization), of(&token)), (Some(one), Some(other)) if one != other);
    let endpoint = authorization.or(token);
    Import {
        are_apart,
        source: "a Google OAuth Playground link",
        environment: endpoint.as_deref().and_then(Environment::of_url),
        client_id: get("oauthClientId"),
        client_secret: get("oauthClientSecret").map(Secret::from),
        redirect_uri: Some(page.trim_end_matches('/').to_owned()),
        // Google's page calls it scopes, the links of ORCID's developer tools scope.
        scope: get("scopes").or_else(|| get("scope")).map(|scopes| ScopeSet::parse(&scopes)),
        code: get("auth_code"),
        ..Import::default()
    }
}

/// A request as a message, or the one that a command or a piece of code makes: what it would send, and the client in it.
/// Nothing when the text is neither.
pub(super) fn from_request(text: &str) -> Option<Import> {
    let (source, message) = match command::message(text) {
        Some(found) => found,
        None => ("an HTTP request", wire::read_request(text).map(|_| text.to_owned())?),
    };
    let request = wire::read_request(&message)?;
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let mut fields = form::parse_form(request.uri().query().unwrap_or_default().as_bytes());
    fields.extend(form::parse_form(body.as_bytes()));
    let header = request.headers().get(http::header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (user, password) = header.and_then(decode_basic).unwrap_or_default();
    // ORCID's sample has texts like `*replace with …*` or `[Your code]` where the reader's own values belong.
    let get = |name: &str| {
        let value = form::first(&fields, name)?;
        (!value.is_empty() && !value.contains(['*', '[', ' '])).then(|| value.to_owned())
    };
    Some(Import {
        source,
        environment: Environment::of_url(&request.uri().to_string()),
        client_id: get("client_id").or_else(|| some(user)),
        client_secret: get("client_secret").or_else(|| some(password)).map(Secret::from),
        redirect_uri: get("redirect_uri"),
        scope: form::first(&fields, "scope").map(ScopeSet::parse).filter(|scope| !scope.is_empty()),
        code: get("code"),
        request: Some(message.into()),
        ..Import::default()
    })
}
