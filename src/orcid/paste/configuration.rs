//! Configurations inside what people paste: authorization URLs, Google Playground links, curl commands.

use super::Import;
use crate::{
    oauth::{AuthorizationRequest, ScopeSet, Secret, form},
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
    parameters.extend(request.extra.into_iter().filter(|(name, _)| name != "oauth"));
    Import {
        source: "an authorization URL",
        environment: Environment::of_url(endpoint),
        client_id: some(request.client_id),
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
    let endpoint = get("oauthAuthEndpointValue").or_else(|| get("oauthTokenEndpointValue"));
    Import {
        source: "a Google OAuth Playground link",
        environment: endpoint.as_deref().and_then(Environment::of_url),
        client_id: get("oauthClientId"),
        client_secret: get("oauthClientSecret").map(Secret::from),
        redirect_uri: Some(page.trim_end_matches('/').to_owned()),
        scope: get("scopes").map(|scopes| ScopeSet::parse(&scopes)),
        parameters: Vec::new(),
        code: get("auth_code"),
    }
}

/// The sample `curl` of ORCID's developer-tools page, and any like it: data fields and the URL of the token endpoint.
pub(super) fn curl(text: &str) -> Option<Import> {
    let text = text.strip_prefix("$ ").unwrap_or(text);
    let words = shlex::split(text).filter(|words| words.first().is_some_and(|word| word == "curl"))?;
    let mut import = Import { source: "a curl command", ..Import::default() };
    let mut data = Vec::new();
    let mut words = words.into_iter().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "-d" | "--data" | "--data-raw" | "--data-urlencode" | "--data-binary" | "-F" | "--form" => {
                data.extend(words.next());
            }
            "-H" | "--header" | "-X" | "--request" | "-o" | "--output" | "-A" | "--user-agent" => drop(words.next()),
            "-u" | "--user" => {
                let user = words.next().unwrap_or_default();
                let (id, secret) = user.split_once(':').unwrap_or((&user, ""));
                import.client_id = some(id.to_owned());
                import.client_secret = some(secret.to_owned()).map(Secret::from);
            }
            url if url.starts_with("http") => import.environment = Environment::of_url(url),
            _ => {}
        }
    }
    let fields = form::parse_form(data.join("&").as_bytes());
    // The page's sample has texts like `*replace with …*` or `[Your code]` where the reader's own values belong.
    let get = |name: &str| {
        let value = form::first(&fields, name)?;
        (!value.is_empty() && !value.contains(['*', '[', ' '])).then(|| value.to_owned())
    };
    import.client_id = get("client_id").or(import.client_id);
    import.client_secret = get("client_secret").map(Secret::from).or(import.client_secret);
    import.redirect_uri = get("redirect_uri");
    import.scope = form::first(&fields, "scope").map(ScopeSet::parse).filter(|scope| !scope.is_empty());
    import.code = get("code");
    (import.client_id.is_some() || import.code.is_some()).then_some(import)
}
