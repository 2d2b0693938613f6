//! What earlier answers offer to the next call: put-codes of items that were added or listed, the item itself to change,
//! links to follow.

use http::{Method, header};
use serde_json::Value;

use crate::{
    oauth::{Exchange, HttpResponse},
    orcid::operations::template::BodyFormat,
};

/// How much of a body is looked through, in bytes: what is larger is no list to choose from.
const READ: usize = 2 << 20;
/// How many offers are enough.
const ENOUGH: usize = 300;

/// A put-code that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The number.
    pub code: String,
    /// What it stands for: a title, or how it came.
    pub about: String,
    /// How near it is to what was done last.
    pub origin: Origin,
}

/// How a put-code is known, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The item was added here.
    Added,
    /// The item was read or changed by itself.
    Met,
    /// It stood in a list, among others.
    Listed,
}

/// The put-codes of a kind of item (`work`, `keywords`), the nearest and newest first, without those that were deleted
/// since.
pub fn put_codes(exchanges: &[Exchange], segment: &str) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let mut gone: Vec<String> = Vec::new();
    for (index, exchange) in exchanges.iter().enumerate().rev() {
        let Some(response) = exchange.outcome.response().filter(|response| response.status().is_success()) else {
            continue;
        };
        if exchange.request.method() == Method::DELETE {
            gone.extend(code_of(exchange.request.uri().path(), segment));
            continue;
        }
        let mut found = Vec::new();
        if let Some(code) = location(response).and_then(|place| code_of(&place, segment)) {
            found.push(Offer { code, about: format!("added in message {}", index + 1), origin: Origin::Added });
        }
        let own = code_of(exchange.request.uri().path(), segment);
        match read(response) {
            Some(Read::Json(value)) => in_json(&value, segment, &mut found),
            Some(Read::Xml(text)) => in_xml(&text, segment, &mut found),
            None => {}
        }
        for mut offer in found {
            if own.as_ref() == Some(&offer.code) {
                offer.origin = Origin::Met;
            }
            match offers.iter_mut().find(|known| known.code == offer.code) {
                // A title says more than how it came.
                Some(known) => {
                    if known.about.is_empty() || known.origin == Origin::Added && offer.origin != Origin::Added {
                        known.about = offer.about;
                    }
                    known.origin = known.origin.min(offer.origin);
                }
                None if gone.contains(&offer.code) => {}
                None => offers.push(offer),
            }
        }
        if offers.len() >= ENOUGH {
            break;
        }
    }
    offers.sort_by_key(|offer| offer.origin);
    offers
}

/// The item at a path as it was last read or written, in this format, ready to be changed.
pub fn last_seen(exchanges: &[Exchange], path: &str, format: BodyFormat) -> Option<String> {
    let exchange = exchanges.iter().rev().find(|exchange| {
        exchange.request.uri().path() == path
            && matches!(*exchange.request.method(), Method::GET | Method::PUT)
            && exchange.outcome.response().is_some_and(|response| response.status().is_success())
    })?;
    match (read(exchange.outcome.response()?)?, format) {
        (Read::Json(value), BodyFormat::Json) => serde_json::to_string_pretty(&value).ok().map(|text| text + "\n"),
        (Read::Xml(text), BodyFormat::Xml) => Some(text),
        _ => None,
    }
}

/// The links of an answer, in their order and once each: where it leads (`Location`), then what its body names.
pub fn links(response: &HttpResponse) -> Vec<String> {
    let mut links: Vec<String> = location(response).into_iter().collect();
    match read(response) {
        Some(Read::Json(value)) => collect(&value, &mut links),
        Some(Read::Xml(text)) => {
            for word in text.split(['<', '>', '"', '\'', ' ', '\n', '\r', '\t']) {
                consider(&unescape(word), &mut links);
            }
        }
        None => {}
    }
    links
}

fn unescape(word: &str) -> String {
    quick_xml::escape::unescape(word).map_or_else(|_| word.to_owned(), std::borrow::Cow::into_owned)
}

fn collect(value: &Value, links: &mut Vec<String>) {
    match value {
        Value::String(text) => consider(text, links),
        Value::Array(all) => all.iter().for_each(|value| collect(value, links)),
        Value::Object(members) => members.values().for_each(|value| collect(value, links)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Takes what looks like a link: an address, or a path below a record.
fn consider(text: &str, links: &mut Vec<String>) {
    let address = text.starts_with("http://") || text.starts_with("https://");
    let path = text.strip_prefix('/').is_some_and(|rest| {
        let id = rest.split('/').next().unwrap_or_default();
        id.len() == 19 && id.bytes().filter(|byte| *byte == b'-').count() == 3
    });
    // Names of namespaces look like addresses, and nothing is there.
    let namespace = text.starts_with("http://www.orcid.org/ns/") || text.starts_with("http://www.w3.org/");
    let known = links.iter().any(|link| link == text);
    if (address || path) && !namespace && !known && links.len() < ENOUGH && !text.contains(char::is_whitespace) {
        links.push(text.to_owned());
    }
}

enum Read {
    Json(Value),
    Xml(String),
}

fn read(response: &HttpResponse) -> Option<Read> {
    let body = response.body();
    if body.len() > READ {
        return None;
    }
    let media_type = response.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    match BodyFormat::of(media_type)? {
        BodyFormat::Json => serde_json::from_slice(body).ok().map(Read::Json),
        BodyFormat::Xml => std::str::from_utf8(body).ok().map(|text| Read::Xml(text.to_owned())),
    }
}

fn location(response: &HttpResponse) -> Option<String> {
    response.headers().get(header::LOCATION)?.to_str().ok().map(str::to_owned)
}

/// The put-code at the end of an item's path.
fn code_of(path: &str, segment: &str) -> Option<String> {
    let (before, code) = path.trim_end_matches('/').rsplit_once('/')?;
    let before = before.strip_suffix("/summary").unwrap_or(before);
    let fits = before.rsplit('/').next() == Some(segment) && !code.is_empty();
    (fits && code.bytes().all(|byte| byte.is_ascii_digit())).then(|| code.to_owned())
}

fn in_json(value: &Value, segment: &str, found: &mut Vec<Offer>) {
    match value {
        Value::Object(members) => {
            let code = members.get("put-code").and_then(|code| match code {
                Value::Number(number) => Some(number.to_string()),
                Value::String(text) => Some(text.clone()),
                _ => None,
            });
            let here = members.get("path").and_then(Value::as_str).and_then(|path| code_of(path, segment));
            // Groups for reviews have no path.
            let group = segment == "group-id-record" && members.contains_key("group-id");
            if let Some(code) = code
                && (here.as_ref() == Some(&code) || group)
            {
                found.push(Offer { code, about: title(members).unwrap_or_default(), origin: Origin::Listed });
            }
            members.values().for_each(|value| in_json(value, segment, found));
        }
        Value::Array(all) => all.iter().for_each(|value| in_json(value, segment, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What an item is called.
fn title(members: &serde_json::Map<String, Value>) -> Option<String> {
    fn text(value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Object(members) => members.get("value").or_else(|| members.get("title")).and_then(text),
            _ => None,
        }
    }
    let names = ["title", "role-title", "content", "url-name", "group-id", "name", "external-id-value", "country"];
    names
        .iter()
        .find_map(|name| members.get(*name).and_then(text))
        .or_else(|| members.get("organization").and_then(|organization| organization.get("name")).and_then(text))
}

fn in_xml(text: &str, segment: &str, found: &mut Vec<Offer>) {
    for tag in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let attribute = |name: &str| tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next();
        let Some(code) = attribute("put-code") else { continue };
        let here = attribute("path").and_then(|path| code_of(path, segment));
        let group = segment == "group-id-record" && tag.contains("group-id-record");
        if here.as_deref() == Some(code) || group {
            found.push(Offer { code: code.to_owned(), about: String::new(), origin: Origin::Listed });
        }
    }
}
