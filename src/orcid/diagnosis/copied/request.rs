//! The request that a text names.

use bytes::Bytes;
use http::Method;

use super::{super::fact::is_section, clues, dressed::member};
use crate::oauth::{HttpRequest, wire};

/// Marks a request of which no more is known than its line: that a header or a field isn't there says nothing.
#[derive(Clone, Copy, Debug)]
pub struct RequestLine;

/// Whether no more is known of a request than its line.
pub(in crate::orcid::diagnosis) fn is_line(request: &HttpRequest) -> bool {
    request.extensions().get::<RequestLine>().is_some()
}

pub(super) fn find(text: &str) -> Option<HttpRequest> {
    of_curl(text)
        .or_else(|| of_developer_tools(text))
        .or_else(|| named(text))
        .or_else(|| of_members(text))
        .or_else(|| in_prose(text))
        .or_else(|| address(text))
}

/// Method and address as members, as logs and a library's options have them: `"method": "POST", "url": "https://…"`.
fn of_members(text: &str) -> Option<HttpRequest> {
    let lower = text.to_ascii_lowercase();
    let value = |names: &[&str], is: fn(&str) -> bool| {
        let mut ends = names.iter().flat_map(|name| member::ends(&lower, name));
        ends.find_map(|(_, end)| {
            member::value(&text[end..], false)?.as_str().filter(|value| is(value)).map(str::to_owned)
        })
    };
    let method =
        value(&["method", "verb"], |value| matches!(value.to_ascii_uppercase().as_str(), "POST" | "PUT" | "DELETE"))?;
    let uri = value(&["url", "uri", "endpoint"], |value| value.starts_with("http"));
    // A path of the API is enough.
    let path = || {
        value(&["path", "uri", "url"], |value| value.starts_with("/v"))
            .map(|path| format!("https://api.orcid.org{path}"))
    };
    line(method.to_ascii_uppercase().parse().ok()?, &uri.or_else(path)?)
}

fn line(method: Method, uri: &str) -> Option<HttpRequest> {
    let uri = uri.trim_end_matches(['.', ',', ':', ';']);
    let mut request = http::Request::builder().method(method).uri(uri).body(Bytes::new()).ok()?;
    request.uri().host()?;
    request.extensions_mut().insert(RequestLine);
    Some(request)
}

/// What curl -v sent; its body is not shown.
fn of_curl(text: &str) -> Option<HttpRequest> {
    let sent: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    let mut request = wire::read_request(&sent.join("\n"))?;
    request.extensions_mut().insert(RequestLine);
    Some(request)
}

/// The head that a browser's developer tools show, its names and values on one line or on two.
fn of_developer_tools(text: &str) -> Option<HttpRequest> {
    let behind = |name: &str| {
        let at = text.to_ascii_lowercase().find(name)?;
        text[at + name.len()..].trim_start_matches(':').split_whitespace().next()
    };
    let uri = behind("request url")?;
    let method = behind("request method").and_then(|method| method.parse().ok());
    line(method.unwrap_or(Method::GET), uri)
}

/// `POST https://…`, anywhere.
fn named(text: &str) -> Option<HttpRequest> {
    [Method::POST, Method::GET, Method::PUT, Method::DELETE].into_iter().find_map(|method| {
        let sign = format!("{method} \"http");
        let at = text.find(&format!("{method} http")).map(|at| at + method.as_str().len() + 1);
        // Go writes the method as a word: Post "https://…".
        let word = text.to_ascii_uppercase().find(&sign.to_ascii_uppercase()).map(|at| at + method.as_str().len() + 2);
        // So do calls of libraries: requests.get("https://…").
        let call = format!(".{}(\"http", method.as_str().to_lowercase());
        let called = text.find(&call).map(|at| at + call.len() - "http".len());
        let rest = text.get(at.or(word).or(called)?..)?;
        line(method, rest.split(|c: char| c.is_whitespace() || "`\"'>)".contains(c)).next()?)
    })
}

/// How much of a sentence behind a method is looked at for where it goes.
const SENTENCE: usize = 64;

/// A request as people tell it: `POST a https://api.orcid.org/…`, `DELETE at pub.orcid.org/v3.0`, `PUT to …/employment/40712`.
/// Where only a section of the record is named, it is that of anybody, at the API that can be written to.
fn in_prose(text: &str) -> Option<HttpRequest> {
    let apart = |c: char| c.is_whitespace() || "\"'`()<>«»„“”,;".contains(c);
    let is_word = |at: usize, name: &str| {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        !text[..at].ends_with(letter) && !text[at + name.len()..].starts_with(letter)
    };
    let of = |method: Method| {
        let name = method.as_str().to_owned();
        let mut found = text.match_indices(&name).filter(|(at, _)| is_word(*at, &name)).take(TRIES);
        found.find_map(|(at, _)| {
            let rest = crate::text::beginning(&text[at + name.len()..], SENTENCE);
            let rest = rest.split(['\n', '!', '?']).next().unwrap_or_default();
            let mut words = rest.split(apart).filter(|word| !word.is_empty()).take(5);
            words.find_map(|word| {
                let host = ["api.", "pub."].iter().any(|begin| word.starts_with(begin)) && word.contains("orcid.org");
                if host || word.starts_with("https://") && word.contains("orcid.org") {
                    let address = if host { format!("https://{word}") } else { word.to_owned() };
                    return line(method.clone(), &address.replace(['{', '}', '…'], "-"));
                }
                let section = section_of(word).filter(|_| method != Method::GET)?;
                let environment = if text.to_lowercase().contains("sandbox") { "sandbox." } else { "" };
                line(method.clone(), &format!("https://api.{environment}orcid.org/v3.0/-/{section}"))
            })
        })
    };
    [Method::POST, Method::PUT, Method::DELETE, Method::GET].into_iter().find_map(of)
}

/// How often a method is looked at.
const TRIES: usize = 16;

/// The end of a path that begins with a section of the record: of `…/employment/40712` that is `employment/40712`.
fn section_of(word: &str) -> Option<&str> {
    let (before, path) = word.split_once('/')?;
    let is_begun = before.is_empty() || before.ends_with(['…', '.', '}', '>']);
    let path = path.trim_end_matches(['.', ':']);
    let first = path.split('/').next().unwrap_or_default();
    (is_begun && is_section(first)).then_some(path)
}

/// An address of ORCID's API without a method: read, most likely. Of other addresses the method matters.
fn address(text: &str) -> Option<HttpRequest> {
    let addresses = clues::addresses(text).map(|(_, address)| address.split(')').next().unwrap_or_default());
    let mut addresses = addresses.filter(|address| address.starts_with("https://"));
    // R's httr2 sends a body by POST without saying so.
    let method = if text.contains("req_body_") { Method::POST } else { Method::GET };
    line(method, addresses.find(|url| url.contains("orcid.org/v"))?)
}
