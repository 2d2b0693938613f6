//! A request taken apart for writers of code: texts with variables in them.

use percent_encoding::percent_decode_str;

use super::Secrets;
use crate::oauth::{
    HttpRequest, Secret, USER_AGENT,
    authorization_header::{decode_basic, encode_basic},
    redact,
    redact::SecretRange,
};

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// As it stands.
    Text(String),
    /// The name of a variable.
    Variable(String),
}

/// A text with variables in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Value(pub Vec<Part>);

/// A variable that the code reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name, `ORCID_CLIENT_SECRET`. One that ends in `_ENCODED` holds the value in the encoding of its place, because
    /// the plain one has characters that cannot stand there.
    pub name: String,
    /// Its value.
    pub value: Secret,
}

/// What is sent behind the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Body {
    None,
    Text(Value),
    /// What is no text, or holds a NUL character.
    Bytes(Vec<u8>),
}

/// The request.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub method: String,
    pub url: Value,
    /// In order; values of a repeated name are joined (RFC 9110 §5.3).
    pub headers: Vec<(String, Value)>,
    /// User and password of HTTP Basic, when the header says nothing else.
    pub basic: Option<(Value, Value)>,
    pub body: Body,
    pub variables: Vec<Variable>,
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self(if text.is_empty() { Vec::new() } else { vec![Part::Text(text.to_owned())] })
    }

    /// The text, when there is no variable in it.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            [..] => None,
        }
    }

    /// Whether any of its texts fulfils a condition.
    pub(super) fn any(&self, condition: impl Fn(&str) -> bool) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Text(text) if condition(text)))
    }

    /// Both, one behind the other.
    pub(super) fn then(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }
}

impl Template {
    pub(super) fn new(request: &HttpRequest, secrets: Secrets, also: &[&str]) -> Self {
        let mut variables = Variables { secrets, also, found: Vec::new() };
        let url = request.uri().to_string();
        let mut in_url = redact::in_url(&url);
        let query = url.find('?').map_or(url.len(), |at| at + 1);
        named(&url[query..], also, query, &mut in_url);
        let url = variables.value(&url, &in_url);
        let mut basic = None;
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, value) in request.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            match name.as_str() {
                "host" | "content-length" => {}
                "user-agent" if value == USER_AGENT => {}
                "authorization" if basic.is_none() && credentials(&value).is_some() => basic = credentials(&value),
                name => match headers.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => {
                        known.push_str(if name == "cookie" { "; " } else { ", " });
                        known.push_str(&value);
                    }
                    None => headers.push((name.to_owned(), value.into_owned())),
                },
            }
        }
        let headers = headers
            .into_iter()
            .map(|(name, text)| {
                let found = redact::in_header(&name, &text);
                let value = variables.value(&text, &found);
                (name, value)
            })
            .collect();
        let basic = basic.map(|(user, password)| {
            let whole = SecretRange { range: 0..password.len(), name: "client_secret".to_owned() };
            let ranges = if password.is_empty() { Vec::new() } else { vec![whole] };
            (Value::text(&user), variables.plain(&password, &ranges))
        });
        let body = variables.body(request);
        Self { method: request.method().to_string(), url, headers, basic, body, variables: variables.found }
    }

    /// A header, by its lower-case name.
    pub(super) fn header(&self, name: &str) -> Option<&Value> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether tools have to be told of a body although there is none: what these methods mean needs one (RFC 9110 §8.6).
    pub(super) fn has_empty_body(&self) -> bool {
        self.body == Body::None && matches!(self.method.as_str(), "POST" | "PUT" | "PATCH")
    }
}

/// User and password, when writing them anew would give the same header.
fn credentials(header: &str) -> Option<(String, String)> {
    let (user, password) = decode_basic(header)?;
    let plain = user.chars().chain(password.chars()).all(|c| c.is_ascii() && !c.is_ascii_control());
    (plain && !user.is_empty() && encode_basic(&user, &password) == header).then_some((user, password))
}

/// Adds the values of parameters with these names.
fn named(form: &str, names: &[&str], shift: usize, found: &mut Vec<SecretRange>) {
    let mut start = shift;
    for pair in form.split('&') {
        if let Some((name, value)) = pair.split_once('=')
            && names.contains(&name)
        {
            let from = start + name.len() + 1;
            found.push(SecretRange { range: from..from + value.len(), name: name.to_owned() });
        }
        start += pair.len() + 1;
    }
    found.sort_by_key(|secret| secret.range.start);
}

/// The variables found so far.
struct Variables<'a> {
    secrets: Secrets,
    /// The names of what is a variable even where secrets are none.
    also: &'a [&'a str],
    found: Vec<Variable>,
}

impl Variables<'_> {
    /// A text with its secrets replaced. They may be percent-encoded or escaped there.
    fn value(&mut self, text: &str, ranges: &[SecretRange]) -> Value {
        self.replaced(text, ranges, is_encoded)
    }

    /// The same, for a text that is in no encoding.
    fn plain(&mut self, text: &str, ranges: &[SecretRange]) -> Value {
        self.replaced(text, ranges, |_| false)
    }

    fn replaced(&mut self, text: &str, ranges: &[SecretRange], encoded: impl Fn(&str) -> bool) -> Value {
        let mut parts = Vec::new();
        let mut from = 0;
        for SecretRange { range, name } in ranges {
            if self.secrets == Secrets::Real && !self.also.contains(&name.as_str()) {
                continue;
            }
            parts.extend(Value::text(&text[from..range.start]).0);
            let value = &text[range.clone()];
            // What stands behind Bearer is in no encoding.
            let suffix = if name != "authorization" && encoded(value) { "_ENCODED" } else { "" };
            parts.push(Part::Variable(self.name(&format!("{}{suffix}", variable(name)), value)));
            from = range.end;
        }
        parts.extend(Value::text(&text[from..]).0);
        Value(parts)
    }

    /// The variable for a value: one that has it already, or a new one.
    fn name(&mut self, wanted: &str, value: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 1;
        loop {
            match self.found.iter().find(|known| known.name == name) {
                Some(known) if known.value.expose() == value => return name,
                Some(_) => {
                    number += 1;
                    name = format!("{wanted}_{number}");
                }
                None => {
                    self.found.push(Variable { name: name.clone(), value: value.into() });
                    return name;
                }
            }
        }
    }

    fn body(&mut self, request: &HttpRequest) -> Body {
        let bytes = request.body();
        if bytes.is_empty() {
            return Body::None;
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return Body::Bytes(bytes.to_vec()) };
        if text.contains('\0') {
            return Body::Bytes(bytes.to_vec());
        }
        let kind = request.headers().get(http::header::CONTENT_TYPE).map(|kind| kind.as_bytes().to_ascii_lowercase());
        let is = |word: &[u8]| kind.as_ref().is_some_and(|kind| kind.windows(word.len()).any(|part| part == word));
        if is(b"json") {
            return Body::Text(self.value(text, &redact::in_json(text)));
        }
        if is(b"xml") {
            return Body::Text(Value::text(text));
        }
        let mut ranges = redact::in_form(text);
        named(text, self.also, 0, &mut ranges);
        Body::Text(self.value(text, &ranges))
    }
}

/// Whether a value is another one when it is decoded.
fn is_encoded(value: &str) -> bool {
    value.contains(['+', '\\']) || percent_decode_str(value).ne(value.bytes())
}

/// The variable that stands for a secret: `ORCID_CLIENT_SECRET`, `ORCID_ACCESS_TOKEN`, …
fn variable(name: &str) -> String {
    match name {
        "authorization" | "token" => "ORCID_ACCESS_TOKEN".to_owned(),
        "proxy-authorization" => "PROXY_CREDENTIALS".to_owned(),
        "cookie" | "set-cookie" => "ORCID_SESSION".to_owned(),
        other => {
            let word = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
            format!("ORCID_{}", other.chars().map(word).collect::<String>())
        }
    }
}
