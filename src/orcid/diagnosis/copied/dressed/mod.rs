//! What is no failure, in whatever dress it was copied: a token response, an answer of userinfo or the claims of an ID token,
//! a search that found nothing, a person without a name. Python, Ruby, Node, PHP, Java, Go, R, YAML, a form, JSON inside a
//! text or a log: all are read by the names of the members, and come out as JSON.

pub(super) mod member;
mod region;

use serde_json::{Map, Value};

use super::{Clues, Told, plain, scopes::asked as asked_in};
use crate::{
    oauth::{ScopeSet, TokenResponse},
    orcid::{
        diagnosis::{Body, Diagnosis, Place, Reading, Situation, diagnose},
        scopes, shape,
    },
    text,
};
use region::Region;

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A token response (RFC 6749 §5.1).
    Token,
    /// What userinfo answers, or the claims of an ID token.
    Claims,
    /// What the search answers.
    Search,
    /// The person of a record.
    Person,
}

/// Members by their name, with the other spellings of each.
type Members = &'static [(&'static str, &'static [&'static str])];

/// The members by which each kind is known and judged, the first of them its sign, with other spellings of their names.
const KINDS: [(Kind, Members); 4] = [
    (
        Kind::Token,
        &[
            ("access_token", &["access_token", "accesstoken", "access-token"]),
            ("token_type", &["token_type", "tokentype", "token-type"]),
            ("refresh_token", &["refresh_token", "refreshtoken", "refresh-token"]),
            ("expires_in", &["expires_in", "expiresin", "expires-in"]),
            ("scope", &["scope", "scopes"]),
            ("name", &["name"]),
            ("orcid", &["orcid"]),
            ("id_token", &["id_token", "idtoken", "id-token"]),
            ("issued_token_type", &["issued_token_type", "issuedtokentype"]),
        ],
    ),
    (
        Kind::Claims,
        &[
            ("sub", &["sub"]),
            ("id", &["id"]),
            ("name", &["name"]),
            ("given_name", &["given_name", "givenname"]),
            ("family_name", &["family_name", "familyname"]),
            ("iss", &["iss"]),
            ("exp", &["exp"]),
        ],
    ),
    (Kind::Search, &[("num-found", &["num-found", "num_found", "numfound"]), ("result", &["result", "results"])]),
    (
        Kind::Person,
        &[
            ("other-names", &["other-names", "other_names", "othernames"]),
            ("name", &["name"]),
            ("biography", &["biography"]),
            ("keywords", &["keywords"]),
        ],
    ),
];

/// How often a text may be walked through in search of one kind.
const TRIES: usize = 16;

/// How long a text is at most whose lines a terminal broke: what somebody copies from there is no more than some screens.
const SCREENS: usize = 1 << 13;

/// How many signs of one kind are looked at.
const SIGNS: usize = 64;

/// How much of the text before and behind a response is looked at for the client that asked.
const CLOSE: usize = 1 << 12;

/// An answer that was found in a text.
#[derive(Clone, Debug)]
pub struct Dressed {
    /// What it is.
    pub kind: Kind,
    /// Its members.
    pub json: Value,
    /// Whether its end is missing.
    pub is_cut: bool,
    /// Whether it ends in the middle of a value, as nobody shortens it.
    pub is_torn: bool,
    /// Whether the answer may have had members that are not here: it is cut off, or a library's own structure.
    pub is_partial: bool,
    /// What the text around it tells: the scopes that were asked for, and the iD of another token response before this one.
    pub told: Told,
}

impl Dressed {
    /// Finds one.
    pub fn of(text: &str) -> Option<Self> {
        let plain = plain(text);
        let found = Self::in_plain(&plain);
        // A terminal breaks lines anywhere, also within a name.
        let is_broken = plain.contains('\n') && plain.len() <= SCREENS;
        found.or_else(|| is_broken.then(|| Self::in_plain(&plain.replace('\n', "")))?)
    }

    pub(super) fn in_plain(plain: &str) -> Option<Self> {
        let lower = plain.to_ascii_lowercase();
        KINDS.iter().find_map(|(kind, members)| {
            let mut all = all_of(plain, &lower, *kind, members);
            let mut last = all.pop()?;
            last.told.orcid_before = all.last().and_then(|first| first.json.get("orcid")?.as_str().map(str::to_owned));
            Some(last)
        })
    }

    /// The token response; `None` when it is none.
    pub fn token(&self) -> Option<TokenResponse> {
        (self.kind == Kind::Token).then(|| serde_json::from_value(self.json.clone()).ok())?
    }

    /// Whether it is a token response in which the access token is missing.
    pub fn lacks_token(&self) -> bool {
        self.kind == Kind::Token && !self.is_cut && self.token().is_none()
    }

    /// Whether its tokens can be used: not cut off, not masked.
    pub fn is_usable(&self) -> bool {
        let token = self.json.get("access_token").and_then(Value::as_str);
        !self.is_cut && token.is_some_and(shape::is_uuid)
    }

    /// What is odd about it; where nothing is, that it is torn.
    pub fn diagnoses(&self, situation: &Situation) -> Vec<Diagnosis> {
        let reading = self.reading();
        let odd = diagnose(&reading, None, situation);
        if odd.is_empty() && self.is_torn {
            return diagnose(&Reading { body: Body::BrokenJson, ..reading }, None, situation);
        }
        odd
    }

    /// It as an answer of 200.
    pub fn reading(&self) -> Reading {
        let place = match self.kind {
            Kind::Token => Place::Token,
            Kind::Claims => Place::Userinfo,
            Kind::Search | Kind::Person => Place::Api,
        };
        Reading {
            place: Some(place),
            status: Some(200),
            token: self.token(),
            json: Some(self.json.clone()),
            body: Body::Json,
            clues: Clues { is_copied: true, is_partial: self.is_partial, told: self.told.clone(), ..Clues::default() },
            ..Reading::default()
        }
    }
}

/// All objects of a kind, in their order. Costs as much as the text is long: where signs stand in a region that is no
/// such object, it is not read again for each of them without end.
fn all_of(plain: &str, lower: &str, kind: Kind, members: Members) -> Vec<Dressed> {
    let names: Vec<&str> = members.iter().flat_map(|(_, names)| *names).copied().collect();
    let mut all: Vec<Dressed> = Vec::new();
    let mut until = 0;
    let mut left = TRIES * plain.len();
    let named =
        |of: &[&'static str]| -> Vec<(usize, usize)> { of.iter().flat_map(|name| member::ends(lower, name)).collect() };
    let mut signs = named(members[0].1);
    if signs.is_empty() && kind == Kind::Token {
        signs = named(members[1].1);
    }
    signs.sort_unstable();
    // The last object counts; of a text of signs alone the middle tells nothing more.
    if signs.len() > SIGNS {
        signs.drain(SIGNS / 2..signs.len() - SIGNS / 2);
    }
    for sign in signs {
        // One object may name it twice.
        if sign.0 < until || member::value(&plain[sign.1..], false).is_none() {
            continue;
        }
        let Some(region) = region::around(plain, sign, &names) else { continue };
        // To look for its beginning is cheap beside reading it.
        let Some(rest) = left.checked_sub(region.text.len() + sign.0 / 32) else { break };
        left = rest;
        let found = of_region(&region, kind, members);
        if let Some(found) = found {
            until = region.before.len() + region.text.len();
            all.push(found);
        }
    }
    all
}

fn of_region(region: &Region<'_>, kind: Kind, members: &[(&str, &[&str])]) -> Option<Dressed> {
    // As it is, or as it was before a terminal broke it.
    let whole = || serde_json::from_str(region.text).or_else(|_| serde_json::from_str(&region.text.replace('\n', "")));
    let json = match whole() {
        Ok(Value::Object(object)) if fits(kind, &object) => object,
        Ok(_) | Err(_) => read(region, members),
    };
    // A library's own structure has names of its own, and drops what it does not know.
    let lower = region.text.to_ascii_lowercase();
    let value = |(_, end): (usize, usize)| member::value(&region.text[end..], region.is_form).is_some();
    let is_as_sent = member::ends(&lower, members[0].0).any(value);
    let asked = if kind == Kind::Token { asked(region) } else { ScopeSet::default() };
    let client_id = (kind == Kind::Token).then(|| asking(region)).flatten();
    let is_torn = region.is_cut && is_torn(region.text);
    // Of a response that is torn the second member may be left.
    let is_begun = || is_torn && kind == Kind::Token && is_as_sent && json.contains_key("token_type");
    let found = fits(kind, &json) || is_begun();
    found.then(|| Dressed {
        kind,
        json: Value::Object(json),
        is_cut: region.is_cut,
        is_torn,
        is_partial: region.is_cut || !is_as_sent,
        told: Told { scope: asked, client_id, ..Told::default() },
    })
}

/// Whether what is left of an object ends in the middle of a value. Who shortens one puts dots there, or ends behind a member.
fn is_torn(text: &str) -> bool {
    let text = text.trim_end();
    // A quotation may end behind it.
    let text = text.strip_suffix("'\"").or_else(|| text.strip_suffix('\'')).unwrap_or(text);
    let is_shortened = text.ends_with(['*', '>', ']']) || text.contains("...") || text.contains('…');
    text.starts_with("{\"") && !is_shortened && (text.ends_with(':') || text.matches('"').count() % 2 == 1)
}

/// Whether an object is of that kind.
fn fits(kind: Kind, json: &Map<String, Value>) -> bool {
    let text = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default();
    match kind {
        // One name alone may be a parameter of a request.
        Kind::Token => {
            let beside = ["token_type", "refresh_token", "expires_in", "scope", "orcid"];
            let known = beside.iter().filter(|name| json.contains_key(**name)).count();
            // Without a token it has to look like a response all the more.
            let lives = json.contains_key("expires_in") || json.contains_key("refresh_token");
            let lacks = text("access_token").is_empty();
            let is_one = if lacks { known >= 3 && lives && !text("token_type").is_empty() } else { known >= 2 };
            is_one
                && !json.contains_key("error")
                && (lacks && !json.get("access_token").is_some_and(Value::is_string)
                    || serde_json::from_value::<TokenResponse>(Value::Object(json.clone())).is_ok())
        }
        Kind::Claims => {
            let named = ["name", "given_name", "family_name", "iss"].iter().any(|name| json.contains_key(*name));
            named && shape::meant_orcid(text("sub")).is_some()
        }
        Kind::Search => {
            let found = json.get("num-found");
            found.is_some_and(|found| found.as_i64() == Some(0) || found.as_str() == Some("0"))
        }
        Kind::Person => json.contains_key("other-names") && json.get("name").is_some_and(Value::is_null),
    }
}

/// The members that are known, wherever they stand in the object.
fn read(region: &Region<'_>, members: &[(&str, &[&str])]) -> Map<String, Value> {
    let lower = region.text.to_ascii_lowercase();
    let mut object = Map::new();
    for (name, spellings) in members {
        let ends = spellings.iter().flat_map(|spelling| member::ends(&lower, spelling));
        let mut values = ends.filter_map(|(_, end)| member::value(&region.text[end..], region.is_form));
        // What a log calls `orcid:` is not the researcher.
        let is_id = |value: &Value| value.as_str().is_none_or(|text| shape::meant_orcid(text).is_some());
        let value = values.by_ref().take(TRIES).find(|value| *name != "orcid" || is_id(value));
        if let Some(value) = value.or_else(|| broken(region, spellings)) {
            object.insert((*name).to_owned(), as_sent(name, value));
        }
    }
    object
}

/// The value of a member whose name a terminal has broken over two lines.
fn broken(region: &Region<'_>, spellings: &[&str]) -> Option<Value> {
    let is_broken = region.text.starts_with(['{', '[', '(']) && region.text.contains('\n');
    let joined = is_broken.then(|| region.text.replace('\n', ""))?;
    let lower = joined.to_ascii_lowercase();
    let mut ends = spellings.iter().flat_map(|spelling| member::ends(&lower, spelling));
    ends.find_map(|(_, end)| member::value(&joined[end..], region.is_form))
}

/// The value as the server sent it: a number as a number, a text on one line.
fn as_sent(name: &str, value: Value) -> Value {
    let Value::String(text) = value else { return value };
    match name {
        "expires_in" | "exp" => {
            let digits = text.replace('_', "");
            let digits = digits.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            #[allow(clippy::cast_possible_truncation)]
            let seconds =
                digits.parse::<f64>().ok().filter(|seconds| seconds.is_finite()).map(|seconds| seconds as i64);
            seconds.map_or(Value::Null, Value::from)
        }
        "scope" | "name" | "given_name" | "family_name" => {
            let joined = text.replace('\n', "");
            let whole = name == "scope" && joined.split_whitespace().all(|scope| scopes::find(scope).is_some());
            let text = if whole { joined } else { text };
            Value::String(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        _ => Value::String(text.split_whitespace().collect()),
    }
}

/// The scopes that were asked for, as the text around the response tells: what is granted is what ORCID read of them.
fn asked(region: &Region<'_>) -> ScopeSet {
    let around = asked_in(region.before).or_else(|| asked_in(region.after));
    around.map(|all| ScopeSet::parse(&all.to_string().replace([',', ';', '|'], " "))).unwrap_or_default()
}

/// The client that asked, as the text close to the response tells.
fn asking(region: &Region<'_>) -> Option<String> {
    let before = &region.before[text::floor(region.before, region.before.len().saturating_sub(CLOSE))..];
    let client = |text| Told::of(text, true).client_id;
    client(before).or_else(|| client(text::beginning(region.after, CLOSE)))
}

#[cfg(test)]
mod tests;
