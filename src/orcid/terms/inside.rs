//! Values that hold more than one thing: a list of scopes, a word with a meaning of its own, the scheme of a header.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::{Place, find, plain_path};

/// A thing inside a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inner {
    /// Where it stands.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Its own value, when it has one.
    pub value: String,
}

impl Inner {
    fn new(place: Place, name: impl Into<String>) -> Self {
        Self { place, name: name.into(), value: String::new() }
    }
}

/// Parameters and members whose values are words that mean something.
const WORDS: [&str; 17] = [
    "grant_type",
    "response_type",
    "prompt",
    "token_type",
    "error",
    "subject_token_type",
    "requested_token_type",
    "issued_token_type",
    "code_challenge_method",
    "amr",
    "alg",
    "visibility",
    "external-id-relationship",
    "grant_types_supported",
    "response_types_supported",
    "token_endpoint_auth_methods_supported",
    "show_login",
];

/// What stands inside the value of a name.
pub fn inside(place: Place, name: &str, value: &str) -> Vec<Inner> {
    let last = name.rsplit('/').next().unwrap_or(name);
    match (place, last) {
        (_, "scope" | "scopes_supported") => {
            let scopes =
                value.split(|c: char| c.is_whitespace() || "[]\",".contains(c)).filter(|scope| !scope.is_empty());
            scopes.map(|scope| Inner::new(Place::Scope, scope)).filter(is_known).collect()
        }
        (Place::RequestHeader, "authorization") => {
            let scheme = value.split(' ').next().unwrap_or_default();
            vec![Inner::new(Place::Value, format!("authorization={}", scheme.to_ascii_lowercase()))]
                .into_iter()
                .filter(is_known)
                .collect()
        }
        (Place::RequestHeader | Place::ResponseHeader, "content-type" | "accept") => media_types(value),
        (Place::ResponseHeader, "location") => location(value),
        (_, "error-code") => {
            vec![Inner::new(Place::Value, format!("error-code={value}"))].into_iter().filter(is_known).collect()
        }
        (_, "id_token") => claims(value),
        (_, word) if WORDS.contains(&word) => {
            let parameter = match word {
                "grant_types_supported" => "grant_type",
                "response_types_supported" => "response_type",
                "token_endpoint_auth_methods_supported" => "token_endpoint_auth_method",
                "subject_token_type" | "requested_token_type" | "issued_token_type" => "token_type",
                other => other,
            };
            let values = value.split(['"', '[', ']', ',', '\n']).map(str::trim).filter(|value| !value.is_empty());
            let named = values.map(|value| {
                Inner::new(Place::Value, format!("{parameter}={}", value.to_lowercase().replace(' ', "+")))
            });
            named.filter(is_known).collect()
        }
        _ => Vec::new(),
    }
}

fn is_known(inner: &Inner) -> bool {
    find(inner.place, &inner.name).is_some()
}

fn media_types(value: &str) -> Vec<Inner> {
    let types = value.split(',').filter_map(|one| one.split(';').next()).map(str::trim);
    types.map(|one| Inner::new(Place::Value, format!("media-type={}", one.to_lowercase()))).filter(is_known).collect()
}

/// The parameters of the callback that a redirect leads to, or those of another address.
fn location(target: &str) -> Vec<Inner> {
    let path = super::url::parts(target).into_iter().any(|part| part.name == "path");
    let place = if path { Place::Callback } else { super::query_place(target) };
    let parameters = super::url::parameters(target, place).into_iter();
    let inner = parameters.map(|part| {
        let value = target[part.range].split_once('=').map_or("", |(_, value)| value);
        Inner { place: part.place, name: part.name, value: value.to_owned() }
    });
    inner.filter(is_known).collect()
}

/// The members of an ID token's header, and its claims. They are no secret; the whole token is.
fn claims(jwt: &str) -> Vec<Inner> {
    let mut all = Vec::new();
    for (place, part) in [Place::JoseHeader, Place::Claim].into_iter().zip(jwt.split('.')) {
        let part = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
        let Ok(Value::Object(members)) = serde_json::from_slice(&part) else { return Vec::new() };
        all.extend(members.into_iter().map(|(name, value)| Inner {
            place,
            name: plain_path(&name),
            value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        }));
    }
    all.retain(is_known);
    all
}
