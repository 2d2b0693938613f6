//! What is called: an operation by its name, a path below the API, or a whole URL.

use std::collections::BTreeMap;

use super::error::CliError;
use crate::orcid::{
    Environment, links,
    operations::{self, Api, ApiHost, Holder, Operation},
};

/// The target.
#[derive(Clone, Debug)]
pub struct Target {
    /// As on the wire.
    pub method: String,
    /// The operation that it is, when it is one of the catalogue.
    pub operation: Option<&'static Operation>,
    /// The path or URL as it was typed; empty when an operation was named.
    place: String,
    /// The words of the path.
    fields: BTreeMap<String, String>,
    host: Option<ApiHost>,
}

/// Why a target has no URL.
#[derive(Clone, Debug)]
pub enum NoUrl {
    /// A word of an operation's path is not known.
    Unknown(&'static Operation, String),
    /// There is no iD for `{orcid}` in a path that was typed.
    NoOrcid,
    /// It is a whole URL, and leads elsewhere.
    Elsewhere(String, &'static str),
}

impl Target {
    /// Reads what was typed: an operation, a path or a URL, or a method and one of these; the words of its path; the API that
    /// was asked for. `bodiless`: there is no body, and only an operation that was named demands one.
    ///
    /// # Errors
    /// When it names nothing that can be called.
    pub fn read(what: &[String], given: &[String], host: Option<ApiHost>, bodiless: bool) -> Result<Self, CliError> {
        let words = what;
        let mut fields = BTreeMap::new();
        for field in given {
            let (name, value) = field.split_once('=').ok_or_else(|| {
                CliError::usage(format!("{field:?} is no field."), "A field looks like this: --field put-code=1523.")
            })?;
            fields.insert(name.trim().to_owned(), value.to_owned());
        }
        let made = |method: &str, operation, place: &str, fields| Self {
            method: method.to_owned(),
            operation,
            place: place.to_owned(),
            fields,
            host,
        };
        let (method, what) = match words {
            [what] => (None, what.as_str()),
            [method, what, ..] => (Some(method.to_uppercase()), what.as_str()),
            [] => return Err(no_operation("")),
        };
        if let [word] = words
            && ["GET", "HEAD", "POST", "PUT", "DELETE"].contains(&word.to_uppercase().as_str())
        {
            return Err(CliError::usage(
                format!("{word} needs a path or a URL behind it."),
                "`orcid-playground call GET '/{orcid}/record'` reads one; `call --list` shows the paths.",
            ));
        }
        if let Some(operation) = operations::find(what) {
            if let Some(method) = method.filter(|method| method != operation.method.as_str()) {
                return Err(CliError::usage(
                    format!("{what} is {}, not {method}.", operation.method),
                    format!("Leave the method away: `orcid-playground call {what}`."),
                ));
            }
            let known = operation.fields();
            if let Some(wrong) = fields.keys().find(|name| !known.contains(&name.as_str())) {
                return Err(CliError::usage(
                    format!("{what} has no {wrong}."),
                    format!("Its path is {}.", operation.path),
                ));
            }
            return Ok(made(operation.method.as_str(), Some(operation), "", fields));
        }
        if let [named, value, ..] = words
            && let Some(operation) = operations::find(named)
        {
            return Err(no_argument(operation, value));
        }
        if !(what.starts_with('/') || what.contains("://") || what.starts_with("{orcid}")) {
            return Err(no_operation(what));
        }
        let place = if what.starts_with('{') { format!("/{what}") } else { what.to_owned() };
        let method = method.unwrap_or_else(|| if bodiless { "GET".to_owned() } else { "POST".to_owned() });
        let path = place.split("://").nth(1).map_or(place.as_str(), |rest| rest.find('/').map_or("", |at| &rest[at..]));
        let path = path.split('?').next().unwrap_or_default().replace("{orcid}", "0000-0000-0000-0000");
        let below = if path.contains("/v3.0/") { path } else { format!("/v3.0{path}") };
        let operation = method.parse().ok().and_then(|method| operations::recognise(&method, &below));
        let mut target = made(&method, operation, &place, fields);
        // A body is only demanded of an operation that was named.
        if bodiless {
            target.operation = target.operation.filter(|operation| operation.body.is_none());
        }
        Ok(target)
    }

    /// A word of the path as it was given.
    pub fn field(&self, name: &str) -> Option<String> {
        self.fields.get(name).cloned()
    }

    /// What is asked for when nobody says otherwise.
    pub fn accept(&self) -> &'static str {
        if self.operation.is_some_and(|operation| operation.name == "csv-search") {
            "text/csv"
        } else {
            "application/json"
        }
    }

    /// The whole URL, for whoever asks at an environment.
    ///
    /// # Errors
    /// When a word of the path is not known, or the URL leads out of `local`.
    pub fn url(&self, environment: &Environment, holder: &Holder) -> Result<String, NoUrl> {
        let host = self.host.unwrap_or_else(|| self.best_host(holder));
        let known = |name: &str| {
            let known = self.field(name).or_else(|| match name {
                "orcid" => holder.orcid.clone(),
                "client_id" => Some(holder.client_id.clone()),
                _ => operations::field(name).map(|field| field.default.clone()),
            });
            known.filter(|value| !value.is_empty())
        };
        if self.place.is_empty()
            && let Some(operation) = self.operation
        {
            return match operation.fields().into_iter().find(|name| known(name).is_none()) {
                Some(missing) => Err(NoUrl::Unknown(operation, missing.to_owned())),
                None => Ok(operation.url(environment, host, known)),
            };
        }
        let mut place = self.place.clone();
        for (name, given) in &self.fields {
            place = place.replace(&format!("{{{name}}}"), given);
        }
        if place.contains("{orcid}") {
            place = place.replace("{orcid}", &known("orcid").ok_or(NoUrl::NoOrcid)?);
        }
        if place.contains("://") {
            return match links::resolve(&place, environment, true) {
                Ok(target) => Ok(target.url),
                Err(why) => Err(NoUrl::Elsewhere(place, why)),
            };
        }
        // OAuth's endpoints are no part of the API.
        if place.starts_with("/oauth/") {
            return Ok(format!("{}{place}", environment.metadata.issuer.trim_end_matches('/')));
        }
        let base = host.base(environment);
        let rooted = place.starts_with("/v3.0/") || self.operation.is_some_and(|operation| operation.root);
        let base = if rooted { base.trim_end_matches("/v3.0") } else { base };
        Ok(format!("{base}{place}"))
    }

    fn best_host(&self, holder: &Holder) -> ApiHost {
        let reads = matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS");
        match self.operation {
            Some(operation) => operation.host(holder),
            None if !reads => ApiHost::Member,
            None if holder.for_member_api() => ApiHost::Member,
            None => ApiHost::Public,
        }
    }

    /// Whether the target can be had without a token.
    pub fn is_public(&self) -> bool {
        let by_operation = self.operation.is_none_or(|operation| operation.api != Api::Member);
        self.host != Some(ApiHost::Member) && matches!(self.method.as_str(), "GET" | "HEAD") && by_operation
    }

    /// Whether the path names the token's own researcher.
    pub fn needs_orcid(&self) -> bool {
        let in_path = self.operation.is_some_and(|it| self.place.is_empty() && it.path.contains("{orcid}"));
        (in_path || self.place.contains("{orcid}")) && !self.fields.contains_key("orcid")
    }
}

impl From<NoUrl> for CliError {
    fn from(why: NoUrl) -> Self {
        match why {
            NoUrl::Unknown(operation, name) => Self::usage(
                format!("{} needs {name}: --field {name}=…", operation.name),
                operations::field(&name).map(|field| field.about.clone()).unwrap_or_default(),
            ),
            NoUrl::NoOrcid => Self::usage(
                "The token names no iD to put in place of {orcid}.",
                "Give it: --field orcid=0000-0002-1825-0097.",
            ),
            NoUrl::Elsewhere(url, why) => Self::usage(
                format!("{url} is not called: {why}."),
                "Name the environment that it belongs to with --env, or give a path.",
            ),
        }
    }
}

/// An operation takes the words of its path by name.
fn no_argument(operation: &Operation, value: &str) -> CliError {
    let Operation { name, path, .. } = operation;
    let advice = match operation.fields().iter().find(|field| **field != "orcid") {
        Some(field) => format!("The words of its path are given by name: `call {name} --field {field}={value}`."),
        None => format!("Its path is {path}: `call {name}` is all."),
    };
    CliError::usage(format!("{name} takes nothing behind its name, and {value:?} stands there."), advice)
}

/// How alike two names are when one may be a slip for the other.
const LIKE: f32 = 0.8;

fn no_operation(what: &str) -> CliError {
    let names: Vec<&str> = operations::all().iter().map(|operation| operation.name.as_str()).collect();
    // A slip of the hand first; else what speaks of the same thing.
    let mut near = similar::get_close_matches(what, &names, 3, LIKE);
    if near.is_empty() {
        let thing = what.split('-').next_back().filter(|word| word.len() > 3).map(|word| word.trim_end_matches('s'));
        near = names.into_iter().filter(|name| thing.is_some_and(|thing| name.contains(thing))).take(6).collect();
    }
    let advice = if near.is_empty() {
        "`orcid-playground call --list` shows the operations; a path begins with /.".to_owned()
    } else {
        format!("Is one of these meant: {}? `call --list` shows them all.", near.join(", "))
    };
    CliError::usage(format!("There is no operation {what:?}."), advice)
}
