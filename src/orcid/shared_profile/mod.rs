//! A profile on its way to somebody else: a file or a link that holds no secret and no command.
//!
//! Written and read by the same rules (`SharedProfile::check`), so that what one copy of this program shares another one
//! takes; and what a stranger made up is refused with the key that is at fault.

mod file;
mod link;
#[cfg(test)]
mod tests;

use std::fmt;

use super::{EnvironmentKey, shape};
use crate::{
    oauth::{ProviderMetadata, Secret, TokenEndpointAuthMethod, is_profile_name, redact},
    text::sanitize,
};

/// The version of the format that is written, and the only one that is read.
pub const VERSION: i64 = 1;

/// What every link begins with.
pub const LINK: &str = "orcid-playground:profile?";

/// The longest text that is read, in bytes.
pub const LARGEST: usize = 64 * 1024;

/// The longest single value, in bytes.
const LONGEST: usize = 4 * 1024;

/// A client without its secret, and how it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedProfile {
    /// The name that it has where it comes from; may be empty.
    pub name: String,
    /// The server that it belongs to.
    pub environment: EnvironmentKey,
    /// The client identifier (RFC 6749 §2.2).
    pub client_id: String,
    /// Where the authorization response is sent (RFC 6749 §3.1.2).
    pub redirect_uri: String,
    /// The scopes to ask for, separated by blanks (RFC 6749 §3.3).
    pub scope: String,
    /// `code` unless something else is tried (RFC 6749 §3.1.1).
    pub response_type: String,
    /// How the client authenticates.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// Whether a `state` is sent (RFC 6749 §10.12).
    pub use_state: bool,
    /// Whether a `nonce` is sent (OpenID Connect Core 1.0 §3.1.2.1).
    pub use_nonce: bool,
    /// Whether a `code_challenge` is sent (RFC 7636).
    pub pkce: bool,
    /// Whether tokens are refreshed by themselves before they end.
    pub refresh_automatically: bool,
    /// Further parameters of the authorization request.
    pub parameters: Vec<(String, String)>,
    /// The endpoints of another issuer, where they were typed or discovered.
    pub endpoints: Option<ProviderMetadata>,
}

impl Default for SharedProfile {
    fn default() -> Self {
        Self {
            name: String::new(),
            environment: EnvironmentKey::default(),
            client_id: String::new(),
            redirect_uri: String::new(),
            scope: String::new(),
            response_type: CODE.to_owned(),
            token_endpoint_auth_method: TokenEndpointAuthMethod::default(),
            use_state: true,
            use_nonce: false,
            pkce: false,
            refresh_automatically: false,
            parameters: Vec::new(),
            endpoints: None,
        }
    }
}

/// A profile that was read, and what was left behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The profile.
    pub profile: SharedProfile,
    /// The keys that were not taken, harmless to print: secrets, commands, and what this version does not know.
    pub left_out: Vec<String>,
}

/// Why a profile is not taken, or cannot be shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The line of the file, from 1.
    pub line: Option<usize>,
    /// The key at fault; empty when it is the whole text.
    pub key: String,
    /// What is wrong with it; ends without a full stop. Quotes no value.
    pub reason: String,
}

impl Refused {
    fn new(key: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { line: None, key: sanitize(&key.into()).into_owned(), reason: reason.into() }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!("line {line}"));
        let key = Some(self.key.clone()).filter(|key| !key.is_empty());
        let place: Vec<String> = line.into_iter().chain(key).collect();
        if !place.is_empty() {
            write!(f, "{}: ", place.join(", "))?;
        }
        f.write_str(&self.reason)
    }
}

const CODE: &str = "code";
const FLAGS: [&str; 4] = ["use_state", "use_nonce", "pkce", "refresh_automatically"];
const PARAMETERS: &str = "parameters.";
const ENDPOINTS: &str = "endpoints.";

/// A key with its value as text, and where it stood.
struct Entry {
    line: Option<usize>,
    key: String,
    value: String,
}

impl SharedProfile {
    /// The profile as a file that people can read. See `SharedProfile::check`.
    ///
    /// # Errors
    /// When something in it must not be shared or could not be read again.
    pub fn to_file(&self) -> Result<String, Refused> {
        self.check()?;
        Ok(file::write(self))
    }

    /// The profile as a link, [`LINK`] and what a query holds.
    ///
    /// # Errors
    /// As [`SharedProfile::to_file`].
    pub fn to_link(&self) -> Result<String, Refused> {
        self.check()?;
        Ok(link::write(self))
    }

    /// Whether a secret stands anywhere in it: in the place of the client id, say, or inside a redirect URI.
    pub fn holds(&self, secret: &Secret) -> bool {
        !secret.is_empty() && self.entries().iter().any(|(_, value)| value.contains(secret.expose()))
    }

    /// Where a client secret and tokens will go with it, by the names of the discovery document; empty where ORCID and the
    /// simulated one are meant, whose addresses this program knows itself. What it does not name is where ORCID has it.
    pub fn places(&self) -> Vec<(&'static str, String)> {
        let EnvironmentKey::Custom(issuer) = &self.environment else { return Vec::new() };
        let metadata = self.endpoints.clone().unwrap_or_else(|| ProviderMetadata::orcid_layout(issuer));
        let mut places = endpoints(&metadata);
        if metadata.issuer != *issuer {
            places.insert(0, ("environment", issuer.clone()));
        }
        places
    }

    /// Keys and values as they are written, those left out that say what is so anyway.
    pub fn entries(&self) -> Vec<(String, String)> {
        let default = Self::default();
        let text = |key: &str, value: &str, usual: &str| {
            (!value.is_empty() && value != usual).then(|| (key.to_owned(), value.to_owned()))
        };
        let flag = |key: &str, value: bool, usual: bool| (value != usual).then(|| (key.to_owned(), value.to_string()));
        let mut all = vec![("environment".to_owned(), self.environment.to_string())];
        all.splice(0..0, text("name", &self.name, ""));
        all.extend(
            [
                text("client_id", &self.client_id, ""),
                text("redirect_uri", &self.redirect_uri, ""),
                text("scope", &self.scope, ""),
                text("response_type", &self.response_type, CODE),
                text(
                    "token_endpoint_auth_method",
                    &self.token_endpoint_auth_method.to_string(),
                    &default.token_endpoint_auth_method.to_string(),
                ),
                flag("use_state", self.use_state, default.use_state),
                flag("use_nonce", self.use_nonce, default.use_nonce),
                flag("pkce", self.pkce, default.pkce),
                flag("refresh_automatically", self.refresh_automatically, default.refresh_automatically),
            ]
            .into_iter()
            .flatten(),
        );
        all.extend(self.parameters.iter().map(|(name, value)| (format!("{PARAMETERS}{name}"), value.clone())));
        let endpoints = self.endpoints.iter().flat_map(endpoints);
        all.extend(endpoints.map(|(name, value)| (format!("{ENDPOINTS}{name}"), value)));
        all
    }

    /// What holds for every shared profile: no secret, nothing that a screen would show otherwise than it is, and servers
    /// that are servers.
    fn check(&self) -> Result<(), Refused> {
        let entries = self.entries();
        for (index, (key, value)) in entries.iter().enumerate() {
            if sanitize(key) != *key || sanitize(value) != *value {
                return Err(Refused::new(key, "it holds control characters, or such that are not seen"));
            }
            if value.len() > LONGEST || key.len() > LONGEST {
                return Err(Refused::new(key, format!("it is longer than {LONGEST} bytes")));
            }
            if entries[..index].iter().any(|(before, _)| before == key) {
                return Err(Refused::new(key, "it stands there twice"));
            }
            if key.strip_prefix(PARAMETERS).is_some_and(|name| name.is_empty() || redact::is_secret_name(name)) {
                return Err(Refused::new(key, "a parameter of this name is not shared"));
            }
        }
        if !self.name.is_empty() && !is_profile_name(&self.name) {
            return Err(Refused::new("name", "it has blanks at an end"));
        }
        if shape::is_uuid(&self.client_id) {
            return Err(Refused::new("client_id", "it is a UUID, which is the form of a client secret"));
        }
        let locked = url::Url::parse(&self.redirect_uri).is_ok_and(|url| has_login(&url));
        if locked || !redact::in_url(&self.redirect_uri).is_empty() {
            return Err(Refused::new("redirect_uri", "it holds a password or a token"));
        }
        if let EnvironmentKey::Custom(issuer) = &self.environment {
            is_server(issuer).map_err(|why| {
                Refused::new("environment", format!("it is neither local, sandbox, production nor an issuer: {why}"))
            })?;
        } else if self.endpoints.is_some() {
            // Else a file could say "production" and have the secret sent elsewhere.
            let why = format!("the endpoints of {} are known; only another issuer has its own", self.environment);
            return Err(Refused::new("endpoints", why));
        }
        for (name, address) in self.endpoints.iter().flat_map(endpoints) {
            is_server(&address).map_err(|why| Refused::new(format!("{ENDPOINTS}{name}"), why))?;
        }
        Ok(())
    }
}

/// Recognises a link by its beginning, whatever follows.
pub fn is_link(text: &str) -> bool {
    text.trim_start().get(..LINK.len()).is_some_and(|start| start.eq_ignore_ascii_case(LINK))
}

/// Reads a shared profile: a link, or else the text of a file.
///
/// # Errors
/// With the line, where there are lines, and the key.
pub fn read(text: &str) -> Result<Taken, Refused> {
    if text.len() > LARGEST {
        return Err(Refused::new("", format!("the text is longer than {LARGEST} bytes, which no profile is")));
    }
    if is_link(text) { link::read(text) } else { file::read(text) }
}

fn endpoints(metadata: &ProviderMetadata) -> Vec<(&'static str, String)> {
    let optional = |name, value: &Option<String>| value.clone().map(|value| (name, value));
    let mut all = vec![
        ("issuer", metadata.issuer.clone()),
        ("authorization_endpoint", metadata.authorization_endpoint.clone()),
        ("token_endpoint", metadata.token_endpoint.clone()),
    ];
    all.extend(optional("revocation_endpoint", &metadata.revocation_endpoint));
    all.extend(optional("userinfo_endpoint", &metadata.userinfo_endpoint));
    all.extend(optional("jwks_uri", &metadata.jwks_uri));
    all
}

fn has_login(url: &url::Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

fn is_server(address: &str) -> Result<(), &'static str> {
    match url::Url::parse(address) {
        // A name in front of the host passes for the host: https://orcid.org@example.org.
        Ok(url) if has_login(&url) => Err("a name or a password stands before its host"),
        Ok(url) if url.has_host() && matches!(url.scheme(), "http" | "https") => Ok(()),
        Ok(_) | Err(_) => Err("it is no http(s) address"),
    }
}

/// Makes a profile of what was read, whichever way it came.
fn build(entries: Vec<Entry>) -> Result<Taken, Refused> {
    let mut profile = SharedProfile::default();
    let mut left_out = Vec::new();
    let mut given: Vec<(String, String)> = Vec::new();
    let mut named_environment = false;
    let mut lines: Vec<(String, Option<usize>)> = Vec::new();
    for Entry { line, key, value } in entries {
        let at = |refused: Refused| Refused { line, ..refused };
        if lines.iter().any(|(before, _)| *before == key) {
            return Err(at(Refused::new(key, "it stands there twice")));
        }
        lines.push((key.clone(), line));
        let flag = || value.parse::<bool>().map_err(|_| at(Refused::new(&key, "true or false is expected")));
        match key.as_str() {
            "name" => profile.name = value,
            "environment" => {
                named_environment = true;
                profile.environment = value.into();
            }
            "client_id" => profile.client_id = value,
            "redirect_uri" => profile.redirect_uri = value,
            "scope" => profile.scope = value,
            "response_type" => profile.response_type = value,
            "token_endpoint_auth_method" => {
                profile.token_endpoint_auth_method = value
                    .parse()
                    .map_err(|_| at(Refused::new(&key, "client_secret_post or client_secret_basic is expected")))?;
            }
            "use_state" => profile.use_state = flag()?,
            "use_nonce" => profile.use_nonce = flag()?,
            "pkce" => profile.pkce = flag()?,
            "refresh_automatically" => profile.refresh_automatically = flag()?,
            _ => match (key.strip_prefix(PARAMETERS), key.strip_prefix(ENDPOINTS)) {
                (Some(name), _) if !redact::is_secret_name(name) => profile.parameters.push((name.to_owned(), value)),
                (_, Some(name)) if ENDPOINT_NAMES.contains(&name) => given.push((name.to_owned(), value)),
                (_, _) => left_out.push(sanitize(&key).into_owned()),
            },
        }
    }
    if !named_environment {
        return Err(Refused::new("environment", "it is missing: which server is the client of?"));
    }
    profile.endpoints = metadata(&given)?;
    profile.check().map_err(|refused| {
        let line = lines.iter().find(|(key, _)| *key == refused.key).and_then(|(_, line)| *line);
        Refused { line, ..refused }
    })?;
    Ok(Taken { profile, left_out })
}

const ENDPOINT_NAMES: [&str; 6] =
    ["issuer", "authorization_endpoint", "token_endpoint", "revocation_endpoint", "userinfo_endpoint", "jwks_uri"];

fn metadata(given: &[(String, String)]) -> Result<Option<ProviderMetadata>, Refused> {
    if given.is_empty() {
        return Ok(None);
    }
    let get = |name: &str| given.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let needed = |name: &str| {
        get(name).ok_or_else(|| Refused::new(format!("{ENDPOINTS}{name}"), "it is missing beside the other endpoints"))
    };
    Ok(Some(ProviderMetadata {
        issuer: needed("issuer")?,
        authorization_endpoint: needed("authorization_endpoint")?,
        token_endpoint: needed("token_endpoint")?,
        revocation_endpoint: get("revocation_endpoint"),
        userinfo_endpoint: get("userinfo_endpoint"),
        jwks_uri: get("jwks_uri"),
    }))
}
