//! Every name that stands in a message: taken out with the libraries that others read such messages with, so that what the
//! program explains is held against something other than its own eyes.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, header};
use orcid_playground::{
    oauth::{Exchange, HttpRequest, HttpResponse, Purpose, form},
    orcid::terms::{self, Place},
};
use quick_xml::{Reader, events::Event};
use serde_json::Value;

/// What a member of JSON holds; a list holds what its elements are, and an object with a value and nothing else that value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Flag,
    Number,
    Text,
    /// A path of the API, from its slash on.
    Path,
    Object,
}

impl Kind {
    /// A number in quotes is a text too. Nothing is of no kind.
    fn of(value: &Value) -> Vec<Self> {
        match value {
            Value::Null => Vec::new(),
            Value::Bool(_) => vec![Self::Flag],
            Value::Number(_) => vec![Self::Number],
            Value::String(text) if text.starts_with('/') => vec![Self::Path],
            Value::String(text) if text.parse::<i64>().is_ok() => vec![Self::Number, Self::Text],
            Value::String(_) => vec![Self::Text],
            Value::Array(all) => all.first().map(Self::of).unwrap_or_default(),
            Value::Object(members) if members.len() == 1 && members.contains_key("value") => {
                Self::of(&members["value"])
            }
            Value::Object(_) => vec![Self::Object],
        }
    }
}

/// Names by where they stand, each with the message in which it was met first.
#[derive(Default)]
pub struct Names {
    pub found: BTreeMap<(Place, String), String>,
    /// What those hold that are members of JSON.
    pub kinds: BTreeMap<(Place, String), BTreeSet<Kind>>,
    /// How many messages were read.
    pub messages: usize,
}

impl Names {
    /// Takes all names of an exchange.
    pub fn exchange(&mut self, exchange: &Exchange) {
        let at = format!("{} {}", exchange.request.method(), exchange.request.uri());
        let callback = exchange.purpose == Purpose::Callback;
        self.request(&exchange.request, callback, &at);
        if let Some(fragment) = &exchange.fragment {
            self.pairs(Place::Callback, fragment, &at);
        }
        if let (false, Some(response)) = (callback, exchange.outcome.response()) {
            self.response(&exchange.request, response, &at);
        }
    }

    /// Takes all names of a request and its answer.
    pub fn both(&mut self, request: &HttpRequest, response: &HttpResponse) {
        let at = format!("{} {}", request.method(), request.uri());
        self.request(request, false, &at);
        self.response(request, response, &at);
    }

    pub fn add(&mut self, place: Place, name: impl Into<String>, at: &str) {
        self.found.entry((place, name.into())).or_insert_with(|| at.to_owned());
    }

    fn request(&mut self, request: &HttpRequest, callback: bool, at: &str) {
        self.messages += 1;
        let path = request.uri().path();
        self.add(Place::Method, request.method().as_str(), at);
        let query = if callback { Place::Callback } else { terms::query_place(path) };
        if callback {
            self.pairs(query, request.uri().query().unwrap_or_default(), at);
        } else {
            for part in terms::url::parts(&request.uri().to_string()) {
                self.add(part.place, part.name.clone(), at);
            }
            self.pairs(query, request.uri().query().unwrap_or_default(), at);
        }
        self.headers(Place::RequestHeader, request.headers(), at);
        self.body(terms::body_place(path), terms::form_place(path), request.headers(), request.body(), at);
    }

    fn response(&mut self, request: &HttpRequest, response: &HttpResponse, at: &str) {
        self.add(Place::Status, response.status().as_u16().to_string(), at);
        self.headers(Place::ResponseHeader, response.headers(), at);
        if let Some(target) = response.headers().get(header::LOCATION) {
            let target = String::from_utf8_lossy(target.as_bytes()).into_owned();
            let place = if target.split('?').next().is_some_and(|path| path.contains("/callback")) {
                Place::Callback
            } else {
                terms::query_place(&target)
            };
            let (head, fragment) = target.split_once('#').unwrap_or((&target, ""));
            self.pairs(place, head.split_once('?').map_or("", |(_, query)| query), at);
            self.pairs(place, fragment, at);
        }
        let path = request.uri().path();
        self.body(terms::body_place(path), terms::form_place(path), response.headers(), response.body(), at);
    }

    fn pairs(&mut self, place: Place, text: &str, at: &str) {
        for (name, value) in form::parse_form(text.as_bytes()) {
            self.scopes(&name, &value, at);
            self.add(place, name, at);
        }
    }

    fn scopes(&mut self, name: &str, value: &str, at: &str) {
        if name == "scope" {
            value.split_whitespace().for_each(|scope| self.add(Place::Scope, scope, at));
        }
    }

    fn headers(&mut self, place: Place, headers: &HeaderMap, at: &str) {
        headers.keys().for_each(|name| self.add(place, name.as_str(), at));
    }

    fn body(&mut self, place: Place, form: Place, headers: &HeaderMap, body: &[u8], at: &str) {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let text = String::from_utf8_lossy(body);
        if kind.contains("form-urlencoded") {
            self.pairs(form, &text, at);
        } else if kind.contains("xml") {
            self.xml(place, &text, at);
        } else if kind.contains("html") {
            self.html(&text, at);
        } else if let Ok(value) = serde_json::from_slice::<Value>(body) {
            self.json(place, "", &value, at);
        }
    }

    /// The fields of the pages' forms, and the block that the terminal's researcher reads.
    fn html(&mut self, text: &str, at: &str) {
        for input in text.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("button")) {
            if let Some((name, _)) = input.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"')) {
                self.add(Place::PageForm, name, at);
            }
        }
    }

    fn json(&mut self, place: Place, path: &str, value: &Value, at: &str) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
                    self.add(place, path.clone(), at);
                    self.kinds.entry((place, path.clone())).or_default().extend(Kind::of(value));
                    match value.as_str() {
                        Some(jwt) if key == "id_token" || jwt.matches('.').count() == 2 => self.jwt(jwt, at),
                        Some(text) => self.scopes(key, text, at),
                        None => {}
                    }
                    self.json(place, &path, value, at);
                }
            }
            Value::Array(all) => all.iter().for_each(|value| self.json(place, path, value, at)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn jwt(&mut self, jwt: &str, at: &str) {
        for (place, part) in [Place::JoseHeader, Place::Claim].into_iter().zip(jwt.split('.')) {
            let part = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
            if let Ok(Value::Object(members)) = serde_json::from_slice(&part) {
                members.keys().for_each(|name| self.add(place, name.as_str(), at));
            }
        }
    }

    fn xml(&mut self, place: Place, text: &str, at: &str) {
        let mut reader = Reader::from_str(text);
        let mut open: Vec<String> = Vec::new();
        loop {
            let (start, stays) = match reader.read_event() {
                Ok(Event::Start(start)) => (start, true),
                Ok(Event::Empty(start)) => (start, false),
                Ok(Event::End(_)) => {
                    open.pop();
                    continue;
                }
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => continue,
            };
            open.push(String::from_utf8_lossy(start.local_name().as_ref()).into_owned());
            self.add(place, open.join("/"), at);
            for attribute in start.attributes().flatten() {
                let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
                let name = if name.starts_with("xmlns") { "xmlns".to_owned() } else { name };
                self.add(place, format!("{}/@{name}", open.join("/")), at);
            }
            if !stays {
                open.pop();
            }
        }
    }
}
