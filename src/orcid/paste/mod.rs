//! What people paste: codes, addresses, fragments, links, commands, answers. Recognises, never guesses silently.

pub(in crate::orcid) mod address;
mod body;
mod command;
mod configuration;
mod exchange;

use crate::oauth::{AuthorizationResponse, ErrorResponse, ScopeSet, Secret, TokenResponse, wire};

use super::{
    EnvironmentKey,
    diagnosis::{
        Body, Copied, Dressed, Kind, Reading, Situation, TABLE, diagnose, goes_elsewhere, is_anybodys, is_elsewhere,
        is_error_page, is_habit, is_near, is_of_others, is_of_work, lacks_slash, names_elsewhere, plain,
    },
    scopes, shape,
    shared_profile::{self, Refused, Taken},
};
use configuration::{from_authorization_url, from_playground_link, from_request};

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
    /// A client configuration: an authorization URL, a Google Playground link, a request with a client in it.
    Configuration(Box<Import>),
    /// A link that holds a profile, or one that is not taken and why.
    Profile(Box<Result<Taken, Refused>>),
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
    /// A client id.
    ClientId(String),
    /// One scope of ORCID's or several.
    Scopes(ScopeSet),
    /// A request as a message, or that of a command or a piece of code, with no client in it.
    Request(Secret),
    /// A whole HTTP response, or its first line, as a message.
    Response(String),
    /// A request and its answer, one below the other: each as a message.
    Exchange {
        /// The request; it may hold secrets.
        request: Secret,
        /// The response, or its body alone.
        answer: String,
    },
    /// The body of an error of ORCID's API, as JSON or XML, or a page.
    Body(String),
    /// Words that the table of failures knows.
    Words(String),
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
    /// Tokens that stand in an authorization URL, where none belongs: they are taken nowhere.
    pub left_out: Vec<(String, Secret)>,
    /// An authorization code that the text holds too.
    pub code: Option<String>,
    /// The request that the text is, as a message with an absolute target; it may hold secrets.
    pub request: Option<Secret>,
}

/// What an authorization URL is called as a source.
pub const AUTHORIZATION_URL: &str = "an authorization URL";

/// Says what a text is. Blanks around it do not count.
pub fn recognise(text: &str) -> Pasted {
    let text = text.trim();
    if shared_profile::is_link(text) {
        return Pasted::Profile(Box::new(shared_profile::read(text)));
    }
    if let Some((request, answer)) = exchange::parts(text) {
        return Pasted::Exchange { request: request.into(), answer };
    }
    if let Some(import) = from_request(text) {
        let configured = import.client_id.is_some() || import.code.is_some();
        return match import.request {
            Some(request) if !configured => Pasted::Request(request),
            Some(_) | None => Pasted::Configuration(Box::new(import)),
        };
    }
    if let Some(response) = response(text) {
        return Pasted::Response(response);
    }
    if let Some(found) = json(text) {
        return found;
    }
    if text.starts_with('<') {
        return page(text);
    }
    let line: String = text.lines().map(str::trim).collect();
    let has_body = text.lines().skip(1).any(|line| line.trim_start().starts_with('{'));
    if (line.starts_with("http://") || line.starts_with("https://")) && !has_body && is_address(text) {
        return address(&address::meant(text));
    }
    let is_query = text.starts_with("code=") || text.starts_with("error=") || text.starts_with("error_description=");
    let is_prose = text.contains("=\"") || text.contains("='") || text.split_whitespace().count() > 1;
    if text.starts_with(['#', '?', '&']) || (is_query && !is_prose) {
        let url = address::unescaped(text);
        let (query, fragment) = match url.split_once('#') {
            Some((query, fragment)) => (query, Some(fragment)),
            None => (url.as_str(), None),
        };
        if let Some(response) = AuthorizationResponse::parse(Some(query.trim_start_matches(['?', '&'])), fragment) {
            return Pasted::Redirect { response, url };
        }
    }
    let said = plain(text);
    if is_error_page(&said) || said.contains("does not match the redirect URIs registered by") {
        let sentence = Reading::of_page(&said).description.unwrap_or_default();
        return Pasted::ErrorPage(sentence);
    }
    // Its last line may be an address with an iD.
    let listed = || dressed(text).filter(|_| matches!(words(text), Pasted::Unknown));
    if text.contains('\n')
        && let Some(found) = listed()
    {
        return found;
    }
    match word(bearer(text).unwrap_or(text)) {
        Pasted::Unknown => match words(text) {
            Pasted::Unknown => dressed(text).or_else(|| id_token(text)).unwrap_or(Pasted::Unknown),
            known => known,
        },
        known => known,
    }
}

/// An answer that is no failure, in whatever dress. What is cut off is one only where what is left of it tells something.
fn dressed(text: &str) -> Option<Pasted> {
    let found = Dressed::of(text)?;
    let tells = || !diagnose(&found.reading(), None, &Situation::default()).is_empty();
    if found.is_cut && !tells() {
        return None;
    }
    let token = found.token().filter(|_| found.kind == Kind::Token && found.is_usable());
    Some(token.map_or_else(|| Pasted::Body(text.to_owned()), |token| Pasted::TokenResponse(Box::new(token))))
}

/// A response as curl prints it with -i, or its status line alone. Where more than the status's own name stands behind it,
/// it is a sentence that begins like one.
fn response(text: &str) -> Option<String> {
    let bare = text.get(..3).is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()))
        && text.as_bytes().get(3).is_none_or(|byte| *byte == b' ')
        && !text.contains(['\n', '_', ':']);
    let message = if bare { format!("HTTP/1.1 {text}") } else { body::settled(&exchange::with_gap(text)) };
    Some(message).filter(|message| wire::read_response(message).is_some())
}

/// Whether a text that begins like an address is nothing else. (A blank in its query is odd, and an address all the same.)
fn is_address(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = text.to_lowercase();
    let sentence = ["→", "->", "incorrect oauth link", "error: "].iter().any(|sign| lower.contains(sign));
    words.len() == 1
        || !sentence
            && !address::has_prose(text)
            && words.iter().all(|word| !word.ends_with(':'))
            && text.contains('?')
            && !text.contains("error_desc")
            && TABLE.failure(&lower).is_none()
}

/// Whether JSON is a discovery document (OpenID Connect Discovery 1.0 §3) or a key set (RFC 7517 §5).
fn is_metadata(json: &serde_json::Value) -> bool {
    let has = |name: &str| json.get(name).is_some();
    has("issuer") && has("jwks_uri") || json.get("keys").is_some_and(serde_json::Value::is_array)
}

/// XML or a page: an error of ORCID's, or words in tags.
fn page(text: &str) -> Pasted {
    let reading = Reading::of_body(text.as_bytes());
    let tells = reading.code.is_some() || reading.error.is_some();
    if !tells && !is_whole_page(text) && matches!(words(text), Pasted::Words(_)) {
        return Pasted::Words(text.to_owned());
    }
    Pasted::Body(text.to_owned())
}

fn is_whole_page(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("<html")
        && !is_error_page(&crate::text::html::text(text))
        && Copied::of(text).reading.status.is_none()
}

/// An error's code as logs write it, with its description behind or without: `invalid_grant`, `401 invalid_client: …`,
/// `oauth_error / Please specify a client id`.
fn bare_error(text: &str) -> Option<ErrorResponse> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let end = text.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(text.len());
    let (code, rest) = text.split_at(end);
    let known = TABLE.symptoms.iter().any(|symptom| symptom.is_of(code));
    let description = rest.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    known.then(|| ErrorResponse {
        error: code.to_owned(),
        error_description: Some(description.to_owned()).filter(|words| !words.is_empty()),
        error_uri: None,
    })
}

/// Scopes, or words that the table of failures knows.
fn words(text: &str) -> Pasted {
    let all = scopes::misread(text).unwrap_or_else(|| ScopeSet::parse(text));
    let slashed = |scope: &str| scopes::find(scope).is_some() || lacks_slash(scope) || is_habit(scope);
    if let Some(error) = bare_error(text) {
        return Pasted::Error(error);
    }
    if !all.is_empty()
        && all.iter().any(|scope| slashed(scope.as_str()))
        && all.iter().all(|scope| !scope.as_str().contains(':'))
        && (all.len() == 1 || all.iter().all(|scope| scope.as_str().starts_with('/') || slashed(scope.as_str())))
    {
        return Pasted::Scopes(ScopeSet::parse(text));
    }
    let Copied { reading, request } = Copied::of(text);
    let all = diagnose(&reading, request.as_ref(), &Situation::default());
    if is_of_others(text, request.as_ref()) {
        return Pasted::Unknown;
    }
    let elsewhere = is_elsewhere(text) || request.as_ref().is_some_and(goes_elsewhere);
    let named_elsewhere = names_elsewhere(text);
    let (anybodys, near) = (is_anybodys(text, &reading), is_near(text));
    let known = all.iter().any(|diagnosis| {
        let symptom = TABLE.symptoms.iter().find(|symptom| symptom.id == diagnosis.symptom);
        let fits = symptom.is_some_and(|symptom| {
            (!elsewhere || symptom.is_said() && !symptom.is_of_failure())
                && (!anybodys || symptom.is_specific())
                && (near || !symptom.is_common)
                && (!named_elsewhere || symptom.is_specific())
        });
        !diagnosis.causes.is_empty() && fits
    });
    if known && !is_of_work(text) { Pasted::Words(text.to_owned()) } else { Pasted::Unknown }
}

/// Whether words are of a failure that ORCID has too, and nothing in the text is of ORCID or of the dance.
pub fn may_be_anybodys(text: &str) -> bool {
    let Copied { reading, request } = Copied::of(text);
    let all = diagnose(&reading, request.as_ref(), &Situation::default());
    let is_common = |id: &str| TABLE.symptoms.iter().any(|symptom| symptom.id == id && symptom.is_common);
    all.iter().any(|diagnosis| is_common(diagnosis.symptom)) && !is_near(text) && !is_of_work(text)
}

/// The ID token that a line names, where it says nothing else.
fn id_token(text: &str) -> Option<Pasted> {
    let mut words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
    let found = words.find(|word| shape::is_jwt(word))?;
    (!text.contains('\n') && text.contains("id_token")).then(|| Pasted::IdToken(found.into()))
}

/// The token of a header (RFC 6750 §2.1), with or without the header's name.
fn bearer(text: &str) -> Option<&str> {
    let value = text.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let (scheme, token) = value.map_or(text, |(_, value)| value.trim()).split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && (shape::is_uuid(token) || token.starts_with("eyJ"))).then_some(token)
}

fn word(text: &str) -> Pasted {
    if shape::is_uuid(text) {
        return Pasted::Uuid(text.into());
    }
    if text.starts_with("eyJ") && text.split('.').count() == 3 {
        return Pasted::IdToken(text.into());
    }
    if let Some(id) = shape::meant_orcid(text) {
        return Pasted::OrcidId(id);
    }
    if text.starts_with("APP-") && !text.contains(char::is_whitespace) {
        return Pasted::ClientId(text.to_owned());
    }
    if scopes::find(text).is_some() || lacks_slash(text) {
        return Pasted::Scopes(ScopeSet::parse(text));
    }
    // Six characters of base62 at ORCID today; a little room for what may come, none for sentences.
    if (4..=64).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Pasted::Code(text.to_owned());
    }
    Pasted::Unknown
}

fn json(text: &str) -> Option<Pasted> {
    // Other languages have terms in braces, too: `{:error, …}`.
    let inside = text.strip_prefix('{')?.trim_start();
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || "\"'}\\&“".contains(c)) && !inside.is_empty() {
        return None;
    }
    if let Ok(token) = serde_json::from_str::<TokenResponse>(text) {
        return Some(Pasted::TokenResponse(Box::new(token)));
    }
    let reading = Reading::of_body(text.as_bytes());
    if let Some(error) = ErrorResponse::parse(text.as_bytes()).filter(|_| reading.error.is_some()) {
        return Some(Pasted::Error(error));
    }
    if reading.body == Body::Json && reading.code.is_some() {
        return Some(Pasted::Body(text.to_owned()));
    }
    if reading.body == Body::Json && reading.status.is_some() {
        return Some(Pasted::Body(text.to_owned()));
    }
    // Written as HTML writes it, or escaped.
    let straight = plain(text);
    if reading.body == Body::BrokenJson && serde_json::from_str::<serde_json::Value>(&straight).is_ok() {
        return json(&straight);
    }
    if reading.json.as_ref().is_some_and(is_metadata) || Dressed::of(text).is_some_and(|found| found.lacks_token()) {
        return Some(Pasted::Body(text.to_owned()));
    }
    // Cut off, quoted, or inside something else: what can be read of it counts.
    let copied = Copied::of(text).reading;
    let tells = (copied.error.is_some() || copied.code.is_some()) && !is_of_work(text);
    let said = || matches!(words(text), Pasted::Words(_));
    if tells || said() {
        return Some(Pasted::Words(text.to_owned()));
    }
    Some(dressed(text).unwrap_or_else(|| Pasted::Body(text.to_owned())))
}

fn address(url: &str) -> Pasted {
    let (head, fragment) = url.split_once('#').map_or((url, ""), |(head, fragment)| (head, fragment));
    let (path, query) = head.split_once('?').map_or((head, ""), |(path, query)| (path, query));
    if path.ends_with("/oauth/authorize")
        || (path.ends_with("/signin") && query.contains("client_id"))
        || path.ends_with("/oauth2/authorize")
    {
        return Pasted::Configuration(Box::new(from_authorization_url(path, query)));
    }
    if fragment.contains("oauthEndpointSelect=") || fragment.contains("oauthClientId=") {
        return Pasted::Configuration(Box::new(from_playground_link(path, fragment)));
    }
    if let Some(response) = AuthorizationResponse::parse_url(url) {
        return Pasted::Redirect { response, url: url.to_owned() };
    }
    let id = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match word(id) {
        Pasted::OrcidId(id) => Pasted::OrcidId(id),
        // ORCID's error pages have addresses that tell.
        _ => match words(url) {
            Pasted::Words(words) => Pasted::Words(words),
            _ => Pasted::Unknown,
        },
    }
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
        for environment in [
            crate::orcid::Environment::real(&EnvironmentKey::Sandbox),
            crate::orcid::Environment::real(&EnvironmentKey::Production),
        ] {
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
