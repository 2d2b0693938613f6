//! What people paste: codes, addresses, fragments, links, commands, answers. Recognises, never guesses silently.

use crate::oauth::{AuthorizationRequest, AuthorizationResponse, ErrorResponse, ScopeSet, Secret, TokenResponse, form};

use super::{Environment, EnvironmentKey};

/// What a pasted text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// A bare authorization code.
    Code(String),
    /// A redirect as it stood in the address bar (or its query, or its fragment): a code, an error or tokens.
    Redirect {
        /// What it says.
        response: AuthorizationResponse,
        /// The text, to be shown as the callback message.
        url: String,
    },
    /// A client configuration: an authorization URL, a Google Playground link, a sample curl.
    Configuration(Box<Import>),
    /// The body of a successful token response.
    TokenResponse(Box<TokenResponse>),
    /// The body of an OAuth error.
    Error(ErrorResponse),
    /// A sentence of ORCID's error page.
    ErrorPage(String),
    /// A UUID: an access token, a refresh token or a client secret; which one, it does not say.
    Uuid(Secret),
    /// A signed JWT.
    IdToken(Secret),
    /// An ORCID iD.
    OrcidId(String),
    /// Nothing that is known here.
    Unknown,
}

/// The parts of a configuration that a pasted text holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// What it was read from, for the notice.
    pub source: &'static str,
    /// The environment that the endpoint belongs to.
    pub environment: Option<EnvironmentKey>,
    /// As found.
    pub client_id: Option<String>,
    /// As found.
    pub client_secret: Option<Secret>,
    /// As found.
    pub redirect_uri: Option<String>,
    /// As found.
    pub scope: Option<ScopeSet>,
    /// `response_type`, `state`, `nonce` and the rest of an authorization URL, as found.
    pub parameters: Vec<(String, String)>,
    /// An authorization code that the text holds too.
    pub code: Option<String>,
}

/// Says what a text is. Blanks around it do not count.
pub fn recognise(text: &str) -> Pasted {
    let text = text.trim();
    if let Some(import) = curl(text) {
        return Pasted::Configuration(Box::new(import));
    }
    if let Some(found) = json(text) {
        return found;
    }
    // Terminals and mails break long addresses; a URL has no blanks, so they can go.
    let joined: String = text.split_whitespace().collect();
    if joined.starts_with("http://") || joined.starts_with("https://") {
        return address(&joined);
    }
    if text.starts_with(['#', '?', '&']) || text.starts_with("code=") || text.starts_with("error=") {
        let (query, fragment) = match text.split_once('#') {
            Some((query, fragment)) => (query, Some(fragment)),
            None => (text, None),
        };
        if let Some(response) = AuthorizationResponse::parse(Some(query.trim_start_matches(['?', '&'])), fragment) {
            return Pasted::Redirect { response, url: text.to_owned() };
        }
    }
    if let Some(sentence) = error_page(text) {
        return Pasted::ErrorPage(sentence);
    }
    word(text)
}

fn word(text: &str) -> Pasted {
    if uuid::Uuid::try_parse(text).is_ok() && text.len() == 36 {
        return Pasted::Uuid(text.into());
    }
    if text.starts_with("eyJ") && text.split('.').count() == 3 {
        return Pasted::IdToken(text.into());
    }
    if text.len() == 19 && text.split('-').count() == 4 && text.chars().all(|c| c.is_ascii_digit() || "-X".contains(c))
    {
        return Pasted::OrcidId(text.to_owned());
    }
    // Six characters of base62 at ORCID today; a little room for what may come, none for sentences.
    if (4..=64).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Pasted::Code(text.to_owned());
    }
    Pasted::Unknown
}

fn json(text: &str) -> Option<Pasted> {
    if !text.starts_with('{') {
        return None;
    }
    if let Ok(token) = serde_json::from_str::<TokenResponse>(text) {
        return Some(Pasted::TokenResponse(Box::new(token)));
    }
    ErrorResponse::parse(text.as_bytes()).map(Pasted::Error)
}

fn address(url: &str) -> Pasted {
    let (head, fragment) = url.split_once('#').map_or((url, ""), |(head, fragment)| (head, fragment));
    let (path, query) = head.split_once('?').map_or((head, ""), |(path, query)| (path, query));
    if path.ends_with("/oauth/authorize") || path.ends_with("/signin") || path.ends_with("/oauth2/authorize") {
        return Pasted::Configuration(Box::new(from_authorization_url(path, query)));
    }
    if fragment.contains("oauthEndpointSelect=") || fragment.contains("oauthClientId=") {
        return Pasted::Configuration(Box::new(from_playground_link(path, fragment)));
    }
    if let Some(response) = AuthorizationResponse::parse_url(url) {
        return Pasted::Redirect { response, url: url.to_owned() };
    }
    let id = path.rsplit('/').next().unwrap_or_default();
    match word(id) {
        Pasted::OrcidId(id) => Pasted::OrcidId(id),
        _ => Pasted::Unknown,
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn from_authorization_url(endpoint: &str, query: &str) -> Import {
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
fn from_playground_link(page: &str, fragment: &str) -> Import {
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
fn curl(text: &str) -> Option<Import> {
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

/// A sentence of ORCID's front end inside a copied page text (guide `orcid-wire`, "Errors of the front channel").
fn error_page(text: &str) -> Option<String> {
    let starts = ["Error: Incorrect OAuth Link", "Error: The provided", "You have reached this page due to an error"];
    text.lines()
        .map(str::trim)
        .find(|line| starts.iter().any(|start| line.starts_with(start)))
        .map(str::to_owned)
        .or_else(|| {
            text.contains("does not match the redirect URIs registered by")
                .then(|| text.lines().next().unwrap_or("").to_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration(text: &str) -> Import {
        match recognise(text) {
            Pasted::Configuration(import) => *import,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn codes_and_redirects() {
        assert_eq!(recognise(" eUeiz2\n"), Pasted::Code("eUeiz2".into()));
        for text in [
            "https://developers.google.com/oauthplayground/?code=s536Z5&state=x",
            "https://developers.google.com/oauthplayground/code=s536Z5",
            "https://developers.google.com/oauthplay\n  ground/?code=s536Z5",
            "?code=s536Z5",
            "code=s536Z5&state=x",
        ] {
            let Pasted::Redirect { response: AuthorizationResponse::Code { code, .. }, .. } = recognise(text) else {
                panic!("{text}: {:?}", recognise(text))
            };
            assert_eq!(code, "s536Z5", "{text}");
        }
        for text in ["#login_required", "#error=invalid_scope", "http://127.0.0.1:1/cb?error=access_denied"] {
            let Pasted::Redirect { response: AuthorizationResponse::Error { .. }, .. } = recognise(text) else {
                panic!("{text}")
            };
        }
        assert!(matches!(
            recognise("#access_token=24c11342-f5da-4cf9-94a4-f8a72a30da00&token_type=bearer&expires_in=599"),
            Pasted::Redirect { response: AuthorizationResponse::Tokens { .. }, .. }
        ));
    }

    #[test]
    fn an_authorization_url_is_a_configuration() {
        let import = configuration(
            "https://sandbox.orcid.org/oauth/authorize?client_id=APP-1234567890ABCDEF&response_type=code&scope=/read-limited%20/activities/update&redirect_uri=https://developers.google.com/oauthplayground&prompt=login",
        );
        assert_eq!(import.environment, Some(EnvironmentKey::Sandbox));
        assert_eq!(import.client_id.as_deref(), Some("APP-1234567890ABCDEF"));
        assert_eq!(import.scope.unwrap(), ScopeSet::parse("/read-limited /activities/update"));
        assert_eq!(import.parameters[1], ("prompt".into(), "login".into()));
    }

    #[test]
    fn a_playground_link_is_a_configuration() {
        let import = configuration(
            "https://developers.google.com/oauthplayground/#step1&oauthEndpointSelect=Custom&oauthAuthEndpointValue=https%3A//orcid.org/oauth/authorize&oauthTokenEndpointValue=https%3A//orcid.org/oauth/token&oauthClientId=APP-1234567890ABCDEF&oauthClientSecret=f0e1d2c3-0000-4000-8000-000000000001&accessTokenType=bearer&scopes=/authenticate",
        );
        assert_eq!(import.environment, Some(EnvironmentKey::Production));
        assert_eq!(import.redirect_uri.as_deref(), Some("https://developers.google.com/oauthplayground"));
        assert!(import.client_secret.is_some());
    }

    #[test]
    fn an_exported_playground_link_comes_back_as_it_went() {
        let client = crate::oauth::Client {
            client_id: "APP-1234567890ABCDEF".into(),
            client_secret: Some("f0e1d2c3-0000-4000-8000-000000000001".into()),
            ..Default::default()
        };
        for environment in [Environment::real(&EnvironmentKey::Sandbox), Environment::real(&EnvironmentKey::Production)]
        {
            let environment = environment.unwrap();
            let scope = ScopeSet::parse("openid /read-limited /activities/update");
            let setup = crate::oauth::export::Setup {
                environment: &environment.key.to_string(),
                client: &client,
                scope: &scope,
                provider: &environment.metadata,
                api: "",
            };
            let import = configuration(&setup.playground_link());
            assert_eq!(import.environment.as_ref(), Some(&environment.key));
            assert_eq!(import.client_id.as_deref(), Some("APP-1234567890ABCDEF"));
            assert_eq!((import.client_secret, import.scope), (None, Some(scope)));
        }
    }

    #[test]
    fn the_sample_curl_is_a_configuration() {
        let import = configuration(
            "curl -i -L -H 'Accept: application/json' \\\n --data 'client_id=APP-1234567890ABCDEF&client_secret=f0e1d2c3-0000-4000-8000-000000000001&grant_type=authorization_code&redirect_uri=http://127.0.0.1:8000&code=*replace with your code*' 'https://sandbox.orcid.org/oauth/token'",
        );
        assert_eq!(import.environment, Some(EnvironmentKey::Sandbox));
        assert_eq!((import.redirect_uri.as_deref(), import.code), (Some("http://127.0.0.1:8000"), None));
    }

    #[test]
    fn the_rest_is_told_apart() {
        assert!(matches!(recognise("53737721-9cdb-442a-8b77-409609bb5e43"), Pasted::Uuid(_)));
        assert!(matches!(recognise("eyJraWQiOiJ4In0.eyJzdWIiOiJ4In0.c2ln"), Pasted::IdToken(_)));
        assert_eq!(recognise("https://orcid.org/0000-0002-1825-0097"), Pasted::OrcidId("0000-0002-1825-0097".into()));
        assert!(matches!(recognise(r#"{"error":"invalid_grant","error_description":"x"}"#), Pasted::Error(_)));
        assert!(matches!(recognise(r#"{"access_token":"x"}"#), Pasted::TokenResponse(_)));
        assert_eq!(
            recognise("Oops\nError: Incorrect OAuth Link, missing client id parameter.\nShow details"),
            Pasted::ErrorPage("Error: Incorrect OAuth Link, missing client id parameter.".into())
        );
        assert_eq!(recognise("hello there, how are you"), Pasted::Unknown);
        assert_eq!(recognise(""), Pasted::Unknown);
    }

    proptest::proptest! {
        #[test]
        fn no_input_panics(text in ".*") {
            recognise(&text);
        }
    }
}
