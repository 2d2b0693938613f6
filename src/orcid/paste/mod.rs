//! What people paste: codes, addresses, fragments, links, commands, answers. Recognises, never guesses silently.

pub mod address;
mod body;
mod command;
mod configuration;
mod exchange;
mod pasted;
mod session;
mod settings;
mod words;

use crate::oauth::{AuthorizationResponse, ErrorResponse, ScopeSet, TokenResponse, TransportErrorKind, har, wire};

use super::{
    diagnosis::{
        Body, Copied, Dressed, Kind, Reading, Situation, TABLE, is_error_page, is_of_work, lacks_slash, landing, plain,
    },
    scopes, shape, shared_profile,
};
use configuration::{from_authorization_url, from_playground_link, from_request};
pub use pasted::{Import, Pasted};
pub use words::may_be_anybodys;
use words::words;

/// What an authorization URL is called as a source.
pub const AUTHORIZATION_URL: &str = "an authorization URL";

/// What a client's values in a page or a file are called.
pub const SETTINGS: &str = "settings of a client";

/// Says what a text is. Blanks around it do not count.
pub fn recognise(text: &str) -> Pasted {
    match session::steps(bare(text)) {
        Some(steps) => Pasted::Session(steps.into_iter().map(|(request, answer)| (request.into(), answer)).collect()),
        None => recognise_one(text),
    }
}

/// Says what a text is, of which no more than one request is looked at.
pub(super) fn recognise_one(text: &str) -> Pasted {
    let text = bare(text);
    if shared_profile::is_link(text) {
        return Pasted::Profile(Box::new(shared_profile::read(text)));
    }
    if let Some((response, url)) = landing(text).filter(|_| !tells_more(text)) {
        return Pasted::Redirect { response, url };
    }
    if is_refused_tunnel(text) {
        return Pasted::Words(text.to_owned());
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
    if is_har(text) {
        return Pasted::Body(text.to_owned());
    }
    if let Some(found) = json(text) {
        return found;
    }
    // The name of somebody who chats stands in such brackets, too.
    if text.starts_with('<')
        && (text.contains("</") || text.contains("/>") || text.starts_with("<!") || text.starts_with("<?"))
    {
        return page(text);
    }
    let line: String = text.lines().map(str::trim).collect();
    let has_body = text.lines().skip(1).any(|line| line.trim_start().starts_with('{'));
    if (line.starts_with("http://") || line.starts_with("https://")) && !has_body && is_address(text) {
        return address(&address::meant(text));
    }
    let is_query = text.starts_with("code=") || text.starts_with("error=") || text.starts_with("error_description=");
    let is_prose = text.contains("=\"") || text.contains("='") || text.split_whitespace().count() > 1;
    // A comment in a script begins with the same sign as a fragment.
    let is_part = text.strip_prefix(['#', '?', '&']).is_some_and(|rest| !rest.starts_with(['#', ' ', '!']));
    if is_part || (is_query && !is_prose) {
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
    if is_error_page(&said) {
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
    if text.contains('\n')
        && let Some(found) = set(text).filter(|_| matches!(words(text), Pasted::Unknown))
    {
        return found;
    }
    match word(bearer(text).unwrap_or(text)) {
        Pasted::Unknown => match words(text) {
            Pasted::Unknown => {
                dressed(text).or_else(|| set(text)).or_else(|| id_token(text)).unwrap_or(Pasted::Unknown)
            }
            known => known,
        },
        known => known,
    }
}

/// Without blanks and a byte order mark around it; of one word, without the quotes that it stands in.
fn bare(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let quotes = ['"', '\'', '`', '“', '”', '‘', '’', '«', '»', '„'];
    let inner = text.trim_matches(quotes);
    let is_word = !inner.is_empty() && !inner.contains(char::is_whitespace) && !inner.contains(quotes);
    if is_word && text.starts_with(quotes) && text.ends_with(quotes) { inner } else { text }
}

/// Whether a text with a landing tells of more than that: a failure, or the answer to what came next.
fn tells_more(text: &str) -> bool {
    let reading = Copied::of(text).reading;
    let redirects = reading.status.is_some_and(|status| (300..400).contains(&status));
    let fails = reading.error.is_some() || reading.code.is_some() || reading.failure.is_some();
    fails || Dressed::of(text).is_some() || !redirects && matches!(words(text), Pasted::Words(_))
}

/// Whether a proxy was asked for a tunnel (RFC 9110 §9.3.6) and gave none: what it answered is no answer of the server's.
fn is_refused_tunnel(text: &str) -> bool {
    let asks = text.lines().any(|line| line.trim_start_matches(['>', ' ']).starts_with("CONNECT "));
    asks && TABLE.failure(&text.to_lowercase()) == Some(TransportErrorKind::Proxy)
}

/// An answer that is no failure, in whatever dress. What is cut off is one only where what is left of it tells something.
fn dressed(text: &str) -> Option<Pasted> {
    let found = Dressed::of(text)?;
    let tells = || !found.diagnoses(&Situation::default()).is_empty();
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

/// Whether a text is a HAR file: messages, and no message itself.
fn is_har(text: &str) -> bool {
    text.starts_with('{') && text.contains("\"entries\"") && har::read(text.as_bytes()).is_ok()
}

/// Whether JSON is a discovery document (OpenID Connect Discovery 1.0 §3) or a key set (RFC 7517 §5).
fn is_metadata(json: &serde_json::Value) -> bool {
    let has = |name: &str| json.get(name).is_some();
    has("issuer") && has("jwks_uri") || json.get("keys").is_some_and(serde_json::Value::is_array)
}

/// Whether JSON is a part of a record, or what a search found (guide `orcid-wire`, "Formats"): the names of its members are no
/// words about a failure. Where what is missing in it tells something, [`Dressed`] sees that.
fn is_of_record(json: &serde_json::Value) -> bool {
    let signs = ["orcid-identifier", "last-modified-date", "put-code", "expanded-result", "num-found"];
    signs.iter().any(|name| json.get(name).is_some()) && Dressed::of(&json.to_string()).is_none()
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

/// The settings of a client.
fn set(text: &str) -> Option<Pasted> {
    settings::read(text).map(|import| Pasted::Configuration(Box::new(import)))
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

/// An iD may be written with blanks in place of hyphens.
const WORDS: usize = 5;

fn word(text: &str) -> Pasted {
    if shape::is_uuid(text) {
        return Pasted::Uuid(text.into());
    }
    if text.starts_with("eyJ") && text.split('.').count() == 3 {
        return Pasted::IdToken(text.into());
    }
    // Sentences end with one, too.
    if let Some(id) = shape::meant_orcid(text).filter(|_| text.split_whitespace().count() <= WORDS) {
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
        // What a list of errors says is a description, too.
        let error_description = error.error_description.or_else(|| reading.description.clone());
        return Some(Pasted::Error(ErrorResponse { error_description, ..error }));
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
    if reading.json.as_ref().is_some_and(|json| is_metadata(json) || is_of_record(json))
        || Dressed::of(text).is_some_and(|found| found.lacks_token())
    {
        return Some(Pasted::Body(text.to_owned()));
    }
    // Cut off, quoted, or inside something else: what can be read of it counts.
    let copied = Copied::of(text).reading;
    let tells = (copied.error.is_some() || copied.code.is_some()) && !is_of_work(text);
    if tells {
        return Some(Pasted::Words(text.to_owned()));
    }
    if let said @ Pasted::Words(_) = words(text) {
        return Some(said);
    }
    if let Some(found) = set(text).filter(|_| dressed(text).is_none()) {
        return Some(found);
    }
    // A remark behind it does not cut it off.
    let whole = || body::first_value(text).unwrap_or(text).to_owned();
    Some(dressed(text).unwrap_or_else(|| Pasted::Body(whole())))
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
mod tests;
