//! What a text that was copied from anywhere still holds of a message: a log, a library's exception, the output of a
//! terminal, a mail, JSON that is cut off, quoted or escaped. Nothing in it need be whole.
//!
//! | file | what it holds |
//! |---|---|
//! | `plain` | the text as it was before mails, pages and programs wrote it their way |
//! | `members`, `status` | what an error says |
//! | `request` | the request that it names |
//! | `clues` | what else it tells: environments, redirect URIs, who speaks |
//! | `quoted` | addresses, states and tokens that it quotes: what one says beside another |
//! | `landing` | where the browser landed, beside the URL that it was sent to |
//! | `dressed` | token responses and other answers that are no failure |
//! | `whose` | whether it is ORCID's at all |
//! | `references` | addresses of documentation, which is nobody's answer |
//! | `work` | whether it is of the work on a program rather than of a run of it |
//! | `scopes` | the scopes that were asked for |
//! | `told` | what the text tells of the configuration |
//! | `listed` | the words of `assets/clues.toml` |

mod clues;
mod dressed;
mod landing;
mod listed;
mod members;
mod plain;
mod quoted;
mod references;
mod request;
mod scopes;
mod status;
mod told;
mod whose;
mod work;

use super::{Body, Place, Reading, TABLE};
use crate::{
    oauth::{HttpRequest, TransportErrorKind},
    text::html,
};
pub use clues::Clues;
pub(super) use clues::SIMULATOR_PORTS;
pub use dressed::{Dressed, Kind};
pub use landing::landing;
pub use plain::plain;
pub use request::RequestLine;
pub(super) use request::is_line;
pub use told::Told;
pub(super) use told::hosts;
pub use whose::{
    answers_elsewhere, goes_elsewhere, goes_to_provider, is_anybodys, is_elsewhere, is_near, is_of_others,
    names_elsewhere,
};
pub use work::{is_of_work, run_of};

/// How many lines that speak of a failure are looked at for its own words.
const SAYING: usize = 50;

/// What was found.
#[derive(Debug, Default)]
pub struct Copied {
    /// The answer, as far as the text tells.
    pub reading: Reading,
    /// The request, when the text names one. Of some only the line is known: see [`RequestLine`].
    pub request: Option<HttpRequest>,
}

impl Copied {
    /// Reads a text. Linear in its length; of a long one beginning and end are read.
    pub fn of(text: &str) -> Self {
        let plain = plain::plain(text);
        let plain = references::without_anchors(&plain).into_owned();
        let request = request::find(&plain);
        let mut reading = Reading { place: place(&plain, request.as_ref()), ..Reading::default() };
        let marked = plain.contains("</") || plain.contains("/>");
        // Tags side by side are a gap between words.
        let words = if marked { html::text(&plain.replace("><", "> <")) } else { plain.clone() };
        reading.say(&words);
        reading.status = members::status(&plain).or_else(|| status::find(&words));
        reading.error = members::error(&plain);
        reading.scopes_changed = scopes::changed(&plain);
        let description = members::description(&plain);
        // As a form has it, the words are encoded.
        reading.say(description.as_deref().filter(|_| plain.contains("description=")).unwrap_or_default());
        reading.code = members::api_code(&plain).or_else(|| TABLE.api_code(&reading.words));
        if let Some(cut) = &description {
            reading.code = reading.code.or_else(|| TABLE.api_code_begun(&cut.to_lowercase()));
        }
        if reading.code.is_some() {
            reading.place = Some(Place::Api);
        }
        if members::is_spring_page(&plain) {
            // Its sentence begins as one of ORCID's does, and the status is the application's.
            (reading.code, reading.place, reading.status) = (None, None, None);
        }
        if let Some((status, path)) = members::error_page(&plain) {
            (reading.error, reading.place) = (None, of_path(&path));
            reading.status = reading.place.map(|_| status);
        }
        let says = plain.contains("error_description") || plain.contains("error-description");
        let has_answer = reading.code.is_some() || reading.error.is_some() && says;
        let success = Dressed::in_plain(&plain);
        let has_success = success.is_some();
        let granted = success.and_then(|found| found.token()?.scopes());
        let grants_openid = granted.is_some_and(|scopes| scopes.contains("openid"));
        reading.clues =
            Clues { has_answer, has_success, grants_openid, told: Told::of(&plain, has_success), ..Clues::of(&plain) };
        // Where an application sends the browser to ORCID, its redirect is no answer of ORCID's.
        if reading.is_of_application() {
            reading.status = None;
        }
        if (plain.trim_start().starts_with('<') || plain.contains("<html"))
            && reading.error.is_none()
            && reading.code.is_none()
        {
            reading.body = if is_page(&plain) { Body::Html } else { Body::Xml };
        }
        let answered = reading.status.is_some() || reading.error.is_some() || reading.code.is_some();
        // A proxy's refusal has a status of its own; any other status was an answer.
        let failure = TABLE.failure(&reading.words);
        let failure =
            failure.map(|kind| if whose::refused_on_the_way(&words) { TransportErrorKind::Proxy } else { kind });
        let runner = || listed::has(&reading.words, "test-runner");
        let failure = failure.filter(|kind| *kind != TransportErrorKind::Timeout || !runner());
        reading.failure = failure.filter(|kind| !answered || *kind == TransportErrorKind::Proxy);
        reading.description = Some(description.unwrap_or_else(|| telling(&words)));
        Self { reading, request }
    }
}

/// Whether it is a page for people.
fn is_page(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["<!doctype html", "<html", "<head", "<body", "<title", "<h1", "<p>"].iter().any(|tag| lower.contains(tag))
}

/// The line that tells most: the first one with a failure's own words, else the first one that speaks of a failure, or the
/// first one at all.
fn telling(words: &str) -> String {
    let lines = || words.lines().map(str::trim).filter(|line| !line.is_empty());
    if lines().count() <= 3 {
        return words.to_owned();
    }
    let signs = || lines().filter(|line| listed::has(&line.to_lowercase(), "failure"));
    let says = |line: &&str| TABLE.says(&line.to_lowercase());
    signs().take(SAYING).find(says).or_else(|| signs().next()).or_else(|| lines().next()).unwrap_or_default().to_owned()
}

/// The endpoint that a request goes to.
pub fn place_of(request: &HttpRequest) -> Option<Place> {
    of_path(request.uri().path())
}

/// The endpoint that the text names: by the request, or by any address of ORCID's in it.
fn place(plain: &str, request: Option<&HttpRequest>) -> Option<Place> {
    if let Some(request) = request {
        return place_of(request);
    }
    let at = plain.find("orcid.org/").or_else(|| plain.find("/oauth/"))?;
    let rest = &plain[at..];
    let path = &rest[rest.find('/')?..];
    of_path(path.split(|c: char| c.is_whitespace() || "'\"`?#)>,".contains(c)).next().unwrap_or_default())
}

/// The endpoint that a path is of.
pub(super) fn of_path(path: &str) -> Option<Place> {
    let is_version = |part: &str| part.starts_with('v') && part[1..].starts_with(|c: char| c.is_ascii_digit());
    match path {
        path if path.ends_with("/oauth/token") => Some(Place::Token),
        path if path.ends_with("/oauth/revoke") => Some(Place::Revocation),
        path if path.ends_with("/oauth/userinfo") => Some(Place::Userinfo),
        path if path.contains("/.well-known/") || path.ends_with("/oauth/jwks") => Some(Place::Discovery),
        path if path.split('/').any(is_version) => Some(Place::Api),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (Option<u16>, Option<String>, Option<u32>, Option<String>) {
        let Reading { status, error, code, description, .. } = Copied::of(text).reading;
        (status, error, code, description)
    }

    #[test]
    fn json_in_any_clothes() {
        for text in [
            r#"{"error":"invalid_grant","error_description":"Reused authorization code: x7Kp2Q"}"#,
            r#"{'error': 'invalid_grant', 'error_description': 'Reused authorization code: x7Kp2Q'}"#,
            r#"ERROR orcid: 400 {"error":"invalid_grant","error_description":"Reused authorization code: x7Kp2Q"} -- then 401"#,
            r#"{\"error\":\"invalid_grant\",\"error_description\":\"Reused authorization code: x7Kp2Q\"}"#,
            "{&quot;error&quot;:&quot;invalid_grant&quot;,&quot;error_description&quot;:&quot;Reused authorization code: x7Kp2Q&quot;}",
            "{“error”:“invalid_grant”,“error_description”:“Reused authorization code: x7Kp2Q”}",
            "{ error: 'invalid_grant',\n  error_description: 'Reused authorization code: x7Kp2Q' }",
            "> > {\"error\":\"invalid_grant\",\n> > \"error_description\":\"Reused\n> > authorization code: x7Kp2Q\"}",
            r#"{"status":400,"data":{"error":"invalid_grant","error_description":"Reused authorization code: x7Kp2Q"}}"#,
            r#"{"error_description":"Reused authorization code: x7Kp2Q","error":"invalid_grant"}* Connection #0 to host left intact"#,
            "error=invalid_grant&error_description=Reused+authorization%20code%3A+x7Kp2Q&state=1",
        ] {
            let (_, error, code, description) = told(text);
            assert_eq!((error.as_deref(), code), (Some("invalid_grant"), None), "{text}");
            assert_eq!(description.as_deref(), Some("Reused authorization code: x7Kp2Q"), "{text}");
        }
    }

    #[test]
    fn what_is_cut_off_is_read_as_far_as_it_goes() {
        assert_eq!(told(r#"{"error":"invalid_grant","error_descr"#).1.as_deref(), Some("invalid_grant"));
        let (_, _, code, description) =
            told(r#"{"response-code":409,"developer-message":"409 Conflict: You have already added this acti"#);
        assert_eq!(description.as_deref(), Some("409 Conflict: You have already added this acti"));
        assert_eq!(code, Some(9021));
    }

    #[test]
    fn the_apis_own_sentences_have_their_code() {
        for (text, expected) in [
            ("403 Forbidden: You are not the source of the employment, so you are not allowed to update it.", 9010),
            ("Error code 9017", 9017),
            ("error-code: 9021", 9021),
            ("{'response-code': 404, 'error-code': 9016}", 9016),
            (
                "OrcidError 409: You have already added this activity (matched by external identifiers), please see element with put-code 18.",
                9021,
            ),
        ] {
            assert_eq!(told(text).2, Some(expected), "{text}");
        }
    }

    #[test]
    fn requests_and_statuses_are_found() {
        for (text, method, uri, status) in [
            ("POST https://orcid.org/oauth/token 400 (Bad Request)", "POST", "https://orcid.org/oauth/token", 400),
            (
                "Client error: `POST https://pub.orcid.org/oauth/token` resulted in a `405 Method Not Allowed` response",
                "POST",
                "https://pub.orcid.org/oauth/token",
                405,
            ),
            (
                "404 for https://pub.orcid.org/v3.0/0000-0002-1825-0097/keyword",
                "GET",
                "https://pub.orcid.org/v3.0/0000-0002-1825-0097/keyword",
                404,
            ),
            (
                "Request URL: https://orcid.org/oauth/token\nRequest Method: OPTIONS\nStatus Code: 403 Forbidden",
                "OPTIONS",
                "https://orcid.org/oauth/token",
                403,
            ),
        ] {
            let Copied { reading, request } = Copied::of(text);
            let request = request.unwrap_or_else(|| panic!("{text}"));
            assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), (method, uri));
            assert_eq!(reading.status, Some(status), "{text}");
        }
        for text in ["after about 60 requests in 2 seconds", "10:00:01.401 worker 500 started", "took 404 ms"] {
            assert_eq!(told(text).0, None, "{text}");
        }
    }

    #[test]
    fn a_refusal_on_the_way_is_a_proxys() {
        let failure = |text: &str| Copied::of(text).reading.failure;
        for (text, expected) in [
            (
                "request to https://pub.sandbox.orcid.org/v3.0/search failed, reason: connect ECONNREFUSED 127.0.0.1:3128",
                TransportErrorKind::Proxy,
            ),
            ("connect ECONNREFUSED 127.0.0.1:18801", TransportErrorKind::Refused),
        ] {
            assert_eq!(failure(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_status_of_an_api_error_is_the_one_that_it_names() {
        let text = r#"OrcidException: {"response-code":403,"developer-message":"409 Conflict: The item has a limited","error-code":9038}"#;
        assert_eq!(told(text).0, Some(403));
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[ -~\n“”é&;]{0,200}", at in 0_usize..100) {
            Copied::of(&text);
            let whole = r#"> POST /oauth/token HTTP/2\n> Host: orcid.org\n< HTTP/2 401\n\n{"error":"x","error_description":"“y”"}"#;
            let at = (0..=at.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
            Copied::of(&format!("{}{text}", &whole[..at]));
        }
    }
}
