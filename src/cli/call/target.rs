//! What is called: an operation by its name, a path below the API, or a whole URL.

use std::collections::BTreeMap;

use super::{CliError, asker::Asker};
use crate::{
    cli::args::CallArgs,
    orcid::{
        links,
        operations::{self, Api, ApiHost, Holder, Operation},
    },
};

/// The target.
#[derive(Clone, Debug)]
pub(super) struct Target {
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

impl Target {
    /// Reads the command line.
    ///
    /// # Errors
    /// When it names nothing that can be called.
    pub fn read(args: &CallArgs) -> Result<Self, CliError> {
        let mut fields = BTreeMap::new();
        for field in &args.field {
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
            host: args.host,
        };
        let (method, what) = match args.what.as_slice() {
            [what] => (None, what.as_str()),
            [method, what, ..] => (Some(method.to_uppercase()), what.as_str()),
            [] => return Err(no_operation("")),
        };
        if let [word] = args.what.as_slice()
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
        if let [named, value, ..] = args.what.as_slice()
            && let Some(operation) = operations::find(named)
        {
            return Err(no_argument(operation, value));
        }
        if !(what.starts_with('/') || what.contains("://") || what.starts_with("{orcid}")) {
            return Err(no_operation(what));
        }
        let place = if what.starts_with('{') { format!("/{what}") } else { what.to_owned() };
        let method = method.unwrap_or_else(|| if args.data.is_some() { "POST".to_owned() } else { "GET".to_owned() });
        let path = place.split("://").nth(1).map_or(place.as_str(), |rest| rest.find('/').map_or("", |at| &rest[at..]));
        let path = path.split('?').next().unwrap_or_default().replace("{orcid}", "0000-0000-0000-0000");
        let below = if path.contains("/v3.0/") { path } else { format!("/v3.0{path}") };
        let operation = method.parse().ok().and_then(|method| operations::recognise(&method, &below));
        let mut target = made(&method, operation, &place, fields);
        // A body is only demanded of an operation that was named.
        if args.data.is_none() {
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

    /// The whole URL.
    ///
    /// # Errors
    /// When a word of the path is not known, or the URL leads out of `local`.
    pub fn url(&self, asker: &Asker) -> Result<String, CliError> {
        let environment = &asker.server.environment;
        let host = self.host.unwrap_or_else(|| self.best_host(&asker.holder));
        let mut missing = None;
        let mut value = |name: &str| {
            let given = self.field(name).or_else(|| match name {
                "orcid" => asker.holder.orcid.clone(),
                "client_id" => Some(asker.holder.client_id.clone()),
                _ => operations::field(name).map(|field| field.default.clone()),
            });
            let given = given.filter(|value| !value.is_empty());
            if given.is_none() {
                missing = Some(name.to_owned());
            }
            given
        };
        let url = if self.place.is_empty()
            && let Some(operation) = self.operation
        {
            for name in operation.fields() {
                value(name);
            }
            if let Some(name) = missing {
                let about = match name.as_str() {
                    "orcid" if asker.token.is_none() => {
                        "Whose record? Without a token, the iD has to be given.".to_owned()
                    }
                    name => operations::field(name).map(|field| field.about.clone()).unwrap_or_default(),
                };
                return Err(CliError::usage(format!("{} needs {name}: --field {name}=…", operation.name), about));
            }
            let known = |name: &str| {
                self.field(name).or_else(|| match name {
                    "orcid" => asker.holder.orcid.clone(),
                    "client_id" => Some(asker.holder.client_id.clone()),
                    _ => operations::field(name).map(|field| field.default.clone()),
                })
            };
            return Ok(operation.url(environment, host, known));
        } else {
            let mut place = self.place.clone();
            for (name, given) in &self.fields {
                place = place.replace(&format!("{{{name}}}"), given);
            }
            if place.contains("{orcid}") {
                let Some(orcid) = value("orcid") else {
                    return Err(CliError::usage(
                        "The token names no iD to put in place of {orcid}.",
                        "Give it: --field orcid=0000-0002-1825-0097.",
                    ));
                };
                place = place.replace("{orcid}", &orcid);
            }
            place
        };
        if url.contains("://") {
            return links::resolve(&url, environment, true).map(|target| target.url).map_err(|why| {
                CliError::usage(
                    format!("{url} is not called: {why}."),
                    "Name the environment that it belongs to with --env, or give a path.",
                )
            });
        }
        let base = host.base(environment);
        let base = if url.starts_with("/v3.0/") || self.operation.is_some_and(|operation| operation.root) {
            base.trim_end_matches("/v3.0")
        } else {
            base
        };
        Ok(format!("{base}{url}"))
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
