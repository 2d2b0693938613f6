//! What an answer says, whatever its shape: one form for OAuth errors, ORCID's API errors, pages, redirects and silence.

use http::header;
use serde_json::Value;

use super::{
    copied::Clues,
    table::{Place, TABLE},
};
use crate::{
    oauth::{
        AuthorizationResponse, ErrorResponse, Exchange, HttpRequest, HttpResponse, Outcome, Purpose, ScopeSet,
        TokenAnswer, TokenResponse, TransportErrorKind,
    },
    text,
};

/// Larger bodies are no errors, and are not read.
const READ: usize = 1 << 18;

/// What a body is, by its bytes rather than by its header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    #[default]
    Empty,
    /// A JSON value.
    Json,
    /// It begins like JSON, and is none.
    BrokenJson,
    /// A page.
    Html,
    /// XML of another kind.
    Xml,
    /// Anything else.
    Text,
}

/// An answer as it is judged.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Where it came from; `None` when it was only copied from somewhere.
    pub place: Option<Place>,
    /// The HTTP status, when it is known.
    pub status: Option<u16>,
    /// The OAuth error code.
    pub error: Option<String>,
    /// The words for people, as they came.
    pub description: Option<String>,
    /// ORCID's error code.
    pub code: Option<u32>,
    /// Everything that was said, in one line of lower case.
    pub words: String,
    /// What the body is.
    pub body: Body,
    /// Why there is no answer.
    pub failure: Option<TransportErrorKind>,
    /// A token response.
    pub token: Option<TokenResponse>,
    /// The scopes that were asked for and those that were granted, when it says that they differ.
    pub scopes_changed: Option<(ScopeSet, ScopeSet)>,
    /// The body as JSON.
    pub json: Option<Value>,
    /// `content-type`, `server`, `location` and the like, in lower case; see [`Reading::header`].
    pub headers: Vec<(String, String)>,
    /// What came back to the redirect URI.
    pub redirect: Option<AuthorizationResponse>,
    /// Whether it came back in the fragment.
    pub in_fragment: bool,
    /// What else the text tells that it was copied from.
    pub clues: Clues,
}

impl Reading {
    /// Reads a message of the dance. `None` when nothing in it can have gone wrong: it is under way, or the browser has it.
    pub fn of(exchange: &Exchange) -> Option<Self> {
        let place = match exchange.purpose {
            // What is probed is meant to be refused.
            Purpose::Probe | Purpose::TokenProbe | Purpose::Control => return None,
            Purpose::Callback => return Some(Self::of_callback(&exchange.request, exchange.fragment.as_deref())),
            Purpose::Researcher | Purpose::AuthorizationRequest => {
                let page = Self::of_response(Some(Place::Page), exchange.outcome.response()?);
                let page = Self { description: Some(sentence(&page_text(&exchange.outcome))), ..page };
                let is_error = page.status.is_some_and(|status| status >= 400) || is_error_page(&page.words);
                return is_error.then_some(page);
            }
            Purpose::Discovery | Purpose::KeySet => Place::Discovery,
            Purpose::Token => Place::Token,
            Purpose::Revocation => Place::Revocation,
            Purpose::Userinfo => Place::Userinfo,
            Purpose::Api => Place::Api,
        };
        match &exchange.outcome {
            Outcome::Answered { response, .. } => Some(Self::of_response(Some(place), response)),
            Outcome::Failed { error, .. } => {
                Some(Self { place: Some(place), ..Self::of_failure(error.kind, &error.message) })
            }
            Outcome::Pending | Outcome::Unseen | Outcome::Cancelled => None,
        }
    }

    /// Reads a response.
    pub fn of_response(place: Option<Place>, response: &HttpResponse) -> Self {
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).to_lowercase()));
        let body = Self::of_body(response.body());
        let mut reading = Self {
            place: place.or(body.place),
            status: Some(response.status().as_u16()),
            headers: headers.collect(),
            ..body
        };
        // Where the body says nothing, the challenge may (RFC 6750 §3).
        let challenge = response.headers().get(http::header::WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
        if let Some(challenge) = challenge.filter(|_| reading.error.is_none() && reading.code.is_none()) {
            reading.challenged(challenge);
        }
        // The answers of an API are long, and no token responses.
        if response.status().is_success()
            && place != Some(Place::Api)
            && (place == Some(Place::Token) || response.body().len() <= READ)
            && let TokenAnswer::Granted(token) = TokenAnswer::read(response)
        {
            reading.token = Some(*token);
        }
        reading
    }

    /// Reads the error of a challenge.
    fn challenged(&mut self, challenge: &str) {
        let of = |name: &str| {
            let (_, rest) = challenge.split_once(name)?;
            rest.split('"').next().map(str::to_owned).filter(|value| !value.is_empty())
        };
        if let Some(error) = of(" error=\"").or_else(|| of(",error=\"")) {
            let error = ErrorResponse { error, error_description: of("error_description=\""), error_uri: None };
            self.refused(&error);
        }
    }

    /// Reads a body alone: OAuth's JSON, ORCID's JSON or XML, a page, a text.
    pub fn of_body(body: &[u8]) -> Self {
        let mut reading = Self::default();
        let whole = body.len() <= READ;
        let head = String::from_utf8_lossy(&body[..body.len().min(READ)]);
        let start = head.trim_start();
        reading.body = match start.chars().next() {
            None => Body::Empty,
            Some('{' | '[') if !whole => Body::Json,
            Some('{' | '[') => match serde_json::from_str::<Value>(start) {
                Ok(value) => {
                    reading.read_json(&value);
                    reading.json = Some(value);
                    Body::Json
                }
                Err(_) => Body::BrokenJson,
            },
            Some('<') => {
                let lower = start.get(..start.len().min(300)).unwrap_or(start).to_lowercase();
                let page =
                    ["<!doctype html", "<html", "<head", "<body", "<title"].iter().any(|tag| lower.contains(tag));
                let said = text::html::text(&start.replace("><", "> <"));
                reading.code = element(start, "error-code").and_then(|code| code.parse().ok());
                reading.error = element(start, "error").filter(|text| !text.contains('<'));
                reading.description =
                    element(start, "developer-message").or_else(|| element(start, "error_description"));
                reading.say(&said);
                if page { Body::Html } else { Body::Xml }
            }
            Some(_) => {
                reading.say(start);
                Body::Text
            }
        };
        // Nobody else numbers errors so.
        reading.place = reading.code.map(|_| Place::Api).or(reading.place);
        reading
    }

    /// Reads what came back to the redirect URI.
    pub fn of_redirect(response: &AuthorizationResponse, in_fragment: bool) -> Self {
        let mut reading =
            Self { place: Some(Place::Redirect), redirect: Some(response.clone()), in_fragment, ..Self::default() };
        if let AuthorizationResponse::Error { error, .. } = response {
            reading.refused(error);
        }
        reading
    }

    fn of_callback(request: &HttpRequest, fragment: Option<&str>) -> Self {
        let in_query = AuthorizationResponse::parse(request.uri().query(), None);
        match in_query.as_ref().or(AuthorizationResponse::parse_url(&request.uri().to_string()).as_ref()) {
            Some(response) => Self::of_redirect(response, false),
            None => match AuthorizationResponse::parse(None, fragment) {
                Some(response) => Self::of_redirect(&response, true),
                None => Self { place: Some(Place::Redirect), ..Self::default() },
            },
        }
    }

    /// Reads an OAuth error that was copied from somewhere.
    pub fn of_error(error: &ErrorResponse) -> Self {
        let mut reading = Self::default();
        reading.refused(error);
        reading
    }

    /// Reads a sentence of a page, or the text of a whole one.
    pub fn of_page(page: &str) -> Self {
        let mut reading = Self { place: Some(Place::Page), description: Some(sentence(page)), ..Self::default() };
        reading.say(page);
        reading
    }

    /// Reads a failure to get an answer.
    pub fn of_failure(kind: TransportErrorKind, message: &str) -> Self {
        let mut reading = Self { failure: Some(kind), description: Some(message.to_owned()), ..Self::default() };
        reading.say(message);
        reading
    }

    /// The value of a response header in lower case; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Whether the request did not get what it asked for.
    pub fn failed(&self) -> bool {
        if self.place == Some(Place::Redirect) {
            return self.error.is_some() || self.redirect.is_none();
        }
        let refused = self.status.is_none_or(|status| !(200..300).contains(&status));
        let token = self.place == Some(Place::Token) && self.token.is_none();
        let page = self.body == Body::Html || self.body == Body::BrokenJson;
        refused || token || page || self.code.is_some()
    }

    /// Where a redirect leads, as the header or the words have it.
    pub(super) fn location(&self) -> &str {
        match self.header("location") {
            "" => self.clues.location.as_deref().unwrap_or_default(),
            header => header,
        }
    }

    /// Whether it is the redirect by which an application sends the browser to ORCID.
    pub fn is_of_application(&self) -> bool {
        let redirects = self.status.is_some_and(|status| (300..400).contains(&status));
        let place = self.location().split(['?', '#']).next().unwrap_or_default();
        redirects && place.ends_with("/oauth/authorize")
    }

    fn refused(&mut self, error: &ErrorResponse) {
        self.error = Some(error.error.clone());
        self.description.clone_from(&error.error_description);
        self.say(error.error_description.as_deref().unwrap_or_default());
    }

    fn read_json(&mut self, value: &Value) {
        let get = |name: &str| value.get(name).and_then(Value::as_str);
        let coded = || get("errorCode").filter(|code| TABLE.knows_error(code));
        self.error = get("error").or_else(coded).map(str::to_owned);
        // The error page of a Spring application tells the status by its name, and is none of RFC 6749.
        let status = value.get("status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
        let path = get("path").filter(|_| value.get("timestamp").is_some());
        if let (Some(status), Some(path)) = (status.filter(|status| *status >= 400), path) {
            (self.status, self.error) = (Some(status), None);
            self.place = super::copied::of_path(path);
        }
        let words = ["error_description", "error-description", "errorDescription", "developer-message", "message"];
        let errors = value.get("errors").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let errors = errors.collect::<Vec<_>>().join(" ");
        self.description = words.iter().find_map(|name| get(name)).map(str::to_owned);
        self.description = self.description.take().or_else(|| Some(errors.clone()).filter(|errors| !errors.is_empty()));
        self.say(&errors);
        let code = value.get("error-code").or_else(|| value.get("errorCode"));
        self.code = code
            .and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()))
            .and_then(|code| code.try_into().ok());
        for name in words.iter().chain(&["user-message", "detail", "title"]) {
            self.say(get(name).unwrap_or_default());
        }
    }

    pub(super) fn say(&mut self, words: &str) {
        for word in words.split_whitespace() {
            if !self.words.is_empty() {
                self.words.push(' ');
            }
            self.words.push_str(&word.to_lowercase().replace(['’', '‘'], "'").replace(['“', '”'], "\""));
        }
        self.words.push(' ');
    }
}

/// Whether a page is ORCID's error page (guide `orcid-wire`, "Errors of the front channel").
pub fn is_error_page(words: &str) -> bool {
    let words = words.to_lowercase();
    [
        "error: incorrect oauth link",
        "error: the provided",
        "due to an error with the application's integration",
        "does not match the redirect uris registered by",
    ]
    .iter()
    .any(|sentence| words.contains(sentence))
}

/// The words of a page that came.
fn page_text(outcome: &Outcome) -> String {
    let body = outcome.response().map(|response| String::from_utf8_lossy(response.body()).into_owned());
    text::html::text(&body.unwrap_or_default())
}

/// The sentence of a page's text that tells the error, or all of it when no line does. A copied page may have its lines
/// broken anywhere.
fn sentence(page: &str) -> String {
    let line = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(start) = line.find("Error: ") else { return line };
    let rest = &line[start..];
    let ends = ["You have reached this page", "Show details", "Hide details", "Please report"];
    let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
    rest[..end].trim().to_owned()
}

/// The text of an XML element, whatever its prefix.
pub(super) fn element(xml: &str, name: &str) -> Option<String> {
    let at = [format!("<{name}>"), format!(":{name}>")].iter().find_map(|tag| Some(xml.find(tag)? + tag.len()))?;
    let rest = &xml[at..];
    Some(text::html::text(&rest[..rest.find("</")?]).trim().to_owned())
}

/// The media type of a request's body, in lower case and without parameters.
pub fn media_type(request: &HttpRequest) -> String {
    let value = request.headers().get(header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    value.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_lowercase()
}
