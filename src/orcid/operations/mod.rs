//! What the API can be asked for: every operation of version 3.0, with its path, its host and its scope (guide
//! `orcid-wire`, "Record reads", "Group-id records", "Search"). The table is `assets/operations.toml`.

mod holder;
mod read;
pub mod template;

use std::sync::LazyLock;

use http::Method;
use url::Url;

pub use holder::{Holder, Verdict};

use super::Environment;

/// Which host answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Api {
    /// The public API: reads what is public, a token is not needed.
    Public,
    /// The member API: reads and writes, with a token.
    Member,
    /// Either.
    Both,
}

/// One of the two hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::EnumIter, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum ApiHost {
    /// The member API.
    Member,
    /// The public API.
    Public,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name on the command line: `add-work`.
    pub name: String,
    /// The heading that it stands under.
    pub group: String,
    /// What it does, in plain words.
    pub about: String,
    /// As on the wire.
    pub method: Method,
    /// Below the base of the API, with `{words}` that are filled in.
    pub path: String,
    /// Whether the path stands below the host instead, without the version.
    pub root: bool,
    /// Which host answers.
    pub api: Api,
    /// What a token must allow; `None` when no token is needed.
    pub scope: Option<String>,
    /// An older scope that is taken too.
    pub instead: Option<String>,
    /// The scope that also shows what is limited.
    pub limited: Option<String>,
    /// Whether the token is the client's own.
    pub two_legged: bool,
    /// The name of its body's template.
    pub body: Option<String>,
}

/// A word of a path that is filled in.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldInfo {
    /// As it stands in the path, without braces.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What it is when nothing is typed.
    #[serde(default)]
    pub default: String,
    /// What belongs there.
    pub about: String,
}

static TABLE: LazyLock<read::Table> = LazyLock::new(|| {
    // The file is part of the program; that it can be read is held by the tests below.
    read::table(include_str!("../../../assets/operations.toml")).expect("assets/operations.toml is well-formed")
});

/// All of them, in the order of the table.
pub fn all() -> &'static [Operation] {
    &TABLE.operations
}

/// An operation by its name.
pub fn find(name: &str) -> Option<&'static Operation> {
    all().iter().find(|operation| operation.name == name)
}

/// What is known of a word in a path.
pub fn field(name: &str) -> Option<&'static FieldInfo> {
    TABLE.fields.iter().find(|field| field.name == name)
}

/// The operation that a request is, by method and the path below the host: `/v3.0/{orcid}/work/12`, queries left out.
pub fn recognise(method: &Method, path: &str) -> Option<&'static Operation> {
    at(path).find(|operation| operation.method == *method)
}

/// The operations that have this path, whatever the method.
pub fn at(path: &str) -> impl Iterator<Item = &'static Operation> {
    let below = path.split_once("/v3.0/").map(|(_, below)| below.trim_matches('/').to_owned());
    let path = path.trim_start_matches("/api/").trim_start_matches("/pub/").trim_matches('/').to_owned();
    all().iter().filter(move |operation| {
        let template = operation.path.split('?').next().unwrap_or_default().trim_matches('/');
        if operation.root { fits(template, &path) } else { below.as_ref().is_some_and(|path| fits(template, path)) }
    })
}

/// Whether a path has the shape of a template. A put-code is a number and an iD has its shape, so that `work/summary` is
/// no work.
fn fits(template: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    let shaped = template.split('/').all(|word| {
        let Some(part) = parts.next() else { return false };
        match word {
            "{put-code}" | "{id}" => !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()),
            "{put-codes}" => part.bytes().any(|b| b.is_ascii_digit()),
            "{orcid}" => part.len() == 19 && part.bytes().filter(|b| *b == b'-').count() == 3,
            word if word.starts_with('{') => !part.is_empty(),
            word => word == part,
        }
    });
    shaped && parts.next().is_none()
}

impl Operation {
    /// Whether it changes something.
    pub fn writes(&self) -> bool {
        self.method != Method::GET
    }

    /// The words of its path that are filled in, in their order.
    pub fn fields(&self) -> Vec<&str> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
    }

    /// Its path with the words filled in and percent-encoded; a word without a value stays as it is.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut filled = String::new();
        let mut rest = self.path.as_str();
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((name, after)) = behind.split_once('}') else { break };
            filled.push_str(before);
            match value(name).filter(|value| !value.is_empty()) {
                Some(value) if filled.contains('?') => {
                    filled.extend(url::form_urlencoded::byte_serialize(value.as_bytes()));
                }
                Some(value) => filled.push_str(&percent_encoding::utf8_percent_encode(&value, PATH).to_string()),
                None => filled.push_str(&format!("{{{name}}}")),
            }
            rest = after;
        }
        filled + rest
    }

    /// Where it stands on a host of an environment, with its words filled in.
    pub fn url(&self, environment: &Environment, host: ApiHost, value: impl Fn(&str) -> Option<String>) -> String {
        let base = host.base(environment);
        let base = if self.root { base.trim_end_matches("/v3.0") } else { base };
        format!("{base}{}", self.fill(value))
    }

    /// The host that it is best asked of: the only one, else the member API when the token can use it.
    pub fn host(&self, holder: &Holder) -> ApiHost {
        match self.api {
            Api::Member => ApiHost::Member,
            Api::Public => ApiHost::Public,
            Api::Both if holder.for_member_api() => ApiHost::Member,
            Api::Both => ApiHost::Public,
        }
    }
}

impl ApiHost {
    /// The base of the API there, with its version.
    pub fn base(self, environment: &Environment) -> &str {
        match self {
            Self::Member => &environment.member_api,
            Self::Public => &environment.public_api,
        }
    }

    /// Which of the two a URL leads to; `None` when it is none of them.
    pub fn of(url: &Url, environment: &Environment) -> Option<Self> {
        [Self::Member, Self::Public].into_iter().find(|host| {
            let base = host.base(environment).trim_end_matches("/v3.0");
            let rest = url.as_str().strip_prefix(base);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        })
    }
}

/// What stands for itself in a segment of a path (RFC 3986 §3.3); a comma too, which ORCID's lists of put-codes have.
const PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',');

#[cfg(test)]
mod tests;
