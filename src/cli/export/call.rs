//! A call of the API: an operation by its name, or a method and a path; which host it goes to, and whose token goes along.

use http::Method;

use crate::{
    cli::{
        args::ExportArgs,
        configuration::Resolved,
        context::Context,
        error::CliError,
        holder::{Holder, is_dead},
        input,
        output::note,
        token,
    },
    oauth::{HttpRequest, ScopeSet, Secret, TokenResponse, USER_AGENT},
    orcid::{
        Environment, EnvironmentKey,
        operations::{self, ApiHost, Operation},
    },
    store::typed_path,
};

/// A call as it will be written.
pub(super) struct Call {
    method: String,
    url: String,
    /// The operation that it is, when it is one of the catalogue.
    operation: Option<&'static Operation>,
    /// The stored token that fits best, if there is one for this server.
    pub holder: Option<Holder>,
}

impl Call {
    /// An operation of the catalogue, its path filled in with what is known.
    ///
    /// # Errors
    /// When a word of the path is not known.
    pub fn named(
        cx: &Context,
        resolved: &Resolved,
        environment: &Environment,
        operation: &'static Operation,
    ) -> Result<Self, CliError> {
        let holder = fitting(cx, resolved, Some(operation), operation.fields().contains(&"orcid"))?;
        let known = |name: &str| match name {
            "orcid" => orcid_of(holder.as_ref()).map(str::to_owned),
            "client_id" => Some(resolved.client_id.clone()),
            _ => operations::field(name).map(|field| field.default.clone()),
        };
        let missing = operation.fields().into_iter().find(|name| known(name).is_none_or(|value| value.is_empty()));
        if let Some(name) = missing {
            let Operation { name: operation, method, path, .. } = operation;
            return Err(CliError::usage(
                format!("What {{{name}}} is in {operation}, nothing here tells."),
                format!("Give the method and the path, with {{{name}}} filled in: {method} '{path}'."),
            ));
        }
        let url = operation.url(environment, operation.host(&speaker(holder.as_ref(), resolved)), known);
        Ok(Self { method: operation.method.to_string(), url, operation: Some(operation), holder })
    }

    /// A method and a path: a URL stays, `/oauth/…` is below the issuer, all else below the API that `call` would ask.
    ///
    /// # Errors
    /// When it is no path, or has {orcid} in it and no token tells whose that is.
    pub fn typed(
        cx: &Context,
        resolved: &Resolved,
        environment: &Environment,
        method: &str,
        path: &str,
    ) -> Result<Self, CliError> {
        if !(path.starts_with('/') || path.contains("://") || path.starts_with("{orcid}")) {
            return Err(CliError::usage(
                format!("{path:?} is no path and no URL."),
                "A path begins with /, for example '/{orcid}/record'; `orcid-playground call --list` shows them. An \
                 operation is named without a method.",
            ));
        }
        let method = method.to_ascii_uppercase();
        let operation = recognised(&method, path);
        let holder = fitting(cx, resolved, operation, path.contains("{orcid}"))?;
        let mut path = path.to_owned();
        if path.contains("{orcid}") {
            let orcid = orcid_of(holder.as_ref()).ok_or_else(|| {
                CliError::usage("No stored token tells the iD for {orcid}.", "Write the iD itself, or authorize first.")
            })?;
            path = path.replace("{orcid}", orcid);
        }
        let url = match path.as_str() {
            url if url.starts_with("http://") || url.starts_with("https://") => url.to_owned(),
            path if path.starts_with("/oauth/") => format!("{}{path}", environment.metadata.issuer),
            path => {
                let speaker = speaker(holder.as_ref(), resolved);
                let host = match operation {
                    Some(operation) => operation.host(&speaker),
                    None if !matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS") => ApiHost::Member,
                    None if speaker.for_member_api() => ApiHost::Member,
                    None => ApiHost::Public,
                };
                let base = host.base(environment);
                let rooted = path.starts_with("/v3.0/") || operation.is_some_and(|operation| operation.root);
                let base = if rooted { base.trim_end_matches("/v3.0") } else { base };
                format!("{base}/{}", path.trim_start_matches('/'))
            }
        };
        Ok(Self { method, url, operation, holder })
    }

    /// The request, with a body.
    ///
    /// # Errors
    /// When what was given can be no request.
    pub fn request(&self, token: &Secret, body: Vec<u8>) -> Result<HttpRequest, http::Error> {
        if let Some(operation) = self.operation.filter(|operation| operation.body.is_some() && body.is_empty()) {
            note(&format!(
                "note: {name} takes a body, and none is given: add --body FILE. One to begin with: `orcid-playground call \
                 {name} --template`.",
                name = operation.name
            ));
        }
        let is_xml = body.trim_ascii_start().starts_with(b"<");
        let kind = if is_xml { "application/vnd.orcid+xml" } else { "application/vnd.orcid+json" };
        let is_table = self.operation.is_some_and(|operation| operation.name == "csv-search");
        let mut request = http::Request::builder()
            .method(self.method.as_str())
            .uri(&self.url)
            .header("user-agent", USER_AGENT)
            .header("accept", if is_table { "text/csv" } else { kind })
            .header("authorization", format!("Bearer {}", token.expose()));
        if !body.is_empty() {
            request = request.header("content-type", kind);
        }
        request.body(body.into())
    }
}

/// The operation that a method and a path are.
fn recognised(method: &str, path: &str) -> Option<&'static Operation> {
    let method: Method = method.parse().ok()?;
    let below = path.split("://").nth(1).map_or(path, |rest| rest.find('/').map_or("", |at| &rest[at..]));
    let below = below.split('?').next().unwrap_or_default().replace("{orcid}", "0000-0000-0000-0000");
    let below = if below.starts_with('/') { below } else { format!("/{below}") };
    let below = if below.contains("/v3.0/") { below } else { format!("/v3.0{below}") };
    operations::recognise(&method, &below)
}

/// The newest stored token of this environment that may do it, as far as is known; else the newest of this environment.
fn fitting(
    cx: &Context,
    resolved: &Resolved,
    operation: Option<&Operation>,
    of_a_researcher: bool,
) -> Result<Option<Holder>, CliError> {
    let mut tokens = token::stored(cx)?.tokens;
    tokens.retain(|stored| EnvironmentKey::from(stored.token.environment.as_str()) == resolved.environment);
    let best = tokens.iter().find(|stored| {
        let Some(response) = stored.response() else { return false };
        let holder = operations::Holder::of(&response, &stored.token.client_id, is_dead(stored));
        let whose = !of_a_researcher || holder.orcid.is_some();
        whose && !holder.dead && operation.is_none_or(|operation| holder.may(operation).is_yes())
    });
    let best = best.or_else(|| tokens.first());
    best.map(|stored| Holder::find(cx, Some(&stored.id))).transpose()
}

/// The newest stored token of the environment that the request is for, whatever it may.
///
/// # Errors
/// When it cannot be read.
pub(super) fn newest(cx: &Context, resolved: &Resolved) -> Result<Option<Holder>, CliError> {
    fitting(cx, resolved, None, false)
}

fn orcid_of(holder: Option<&Holder>) -> Option<&str> {
    holder.and_then(|holder| TokenResponse::orcid(&holder.response))
}

/// Whose token goes along: the stored one, else one for the scopes that are configured.
fn speaker(holder: Option<&Holder>, resolved: &Resolved) -> operations::Holder {
    match holder {
        Some(holder) => {
            operations::Holder::of(&holder.response, &holder.stored.token.client_id, is_dead(&holder.stored))
        }
        None => operations::Holder {
            token: true,
            scopes: Some(ScopeSet::parse(&resolved.scope)),
            client_id: resolved.client_id.clone(),
            ..operations::Holder::default()
        },
    }
}

/// The body that was given, if any.
///
/// # Errors
/// When it cannot be read.
pub(super) async fn body(cx: &Context, args: &ExportArgs) -> Result<Vec<u8>, CliError> {
    match &args.body {
        None => Ok(Vec::new()),
        Some(path) if path.as_os_str() == "-" => input::bytes(&cx.global, "the body").await,
        Some(path) => input::file(typed_path(&path.to_string_lossy())).await,
    }
}
