//! A call of the API: an operation by its name, or a method and a path; which host it goes to, and whose token goes along.

use crate::{
    cli::{
        args::ExportArgs,
        configuration::Resolved,
        context::Context,
        error::CliError,
        holder::Holder,
        input,
        output::note,
        stored::{best, holder_of, may_call, stored},
        target::{NoUrl, Target},
    },
    oauth::{HttpRequest, ScopeSet, Secret, USER_AGENT},
    orcid::{
        Environment, EnvironmentKey,
        operations::{self, Operation},
    },
    store::{StoredToken, typed_path},
};

/// A call as it will be written.
pub(super) struct Call {
    target: Target,
    url: String,
    /// The stored token that fits best, if there is one for this server.
    pub holder: Option<Holder>,
}

impl Call {
    /// The call that was named: an operation of the catalogue, its path filled in with what is known; or a method and a
    /// path or URL, as `call` takes them.
    ///
    /// # Errors
    /// When it is none, or a word of its path is not known.
    pub fn named(
        cx: &Context,
        resolved: &Resolved,
        environment: &Environment,
        what: &[String],
    ) -> Result<Self, CliError> {
        if let [_, path] = what
            && !(path.starts_with('/') || path.contains("://") || path.starts_with("{orcid}"))
        {
            return Err(CliError::usage(
                format!("{path:?} is no path and no URL."),
                "A path begins with /, for example '/{orcid}/record'; `orcid-playground call --list` shows them. An \
                 operation is named without a method.",
            ));
        }
        // A body that is missing is told, and may be put in by hand.
        let target = Target::read(what, &[], None, false)?;
        let tokens = of_environment(cx, resolved)?;
        let best = best(&tokens, |stored| may_call(stored, &target)).cloned();
        let holder = best.map(|stored| Holder::of(cx, stored)).transpose()?;
        let speaker = speaker(holder.as_ref(), resolved);
        let url = target.url(environment, &speaker).map_err(|why| match why {
            NoUrl::Unknown(Operation { name: operation, method, path, .. }, name) => CliError::usage(
                format!("What {{{name}}} is in {operation}, nothing here tells."),
                format!("Give the method and the path, with {{{name}}} filled in: {method} '{path}'."),
            ),
            NoUrl::NoOrcid => {
                CliError::usage("No stored token tells the iD for {orcid}.", "Write the iD itself, or authorize first.")
            }
            why @ NoUrl::Elsewhere(..) => why.into(),
        })?;
        Ok(Self { target, url, holder })
    }

    /// The request, with a body.
    ///
    /// # Errors
    /// When what was given can be no request.
    pub fn request(&self, token: &Secret, body: Vec<u8>) -> Result<HttpRequest, http::Error> {
        if let Some(operation) = self.target.operation.filter(|operation| operation.body.is_some() && body.is_empty()) {
            note(&format!(
                "note: {name} takes a body, and none is given: add --body FILE. One to begin with: `orcid-playground call \
                 {name} --template`.",
                name = operation.name
            ));
        }
        let is_xml = body.trim_ascii_start().starts_with(b"<");
        let kind = if is_xml { "application/vnd.orcid+xml" } else { "application/vnd.orcid+json" };
        let is_table = self.target.operation.is_some_and(|operation| operation.name == "csv-search");
        let mut request = http::Request::builder()
            .method(self.target.method.as_str())
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

/// The stored tokens of the environment that the request is for, newest first.
fn of_environment(cx: &Context, resolved: &Resolved) -> Result<Vec<StoredToken>, CliError> {
    let mut tokens = stored(cx)?.tokens;
    tokens.retain(|stored| EnvironmentKey::from(stored.token.environment.as_str()) == resolved.environment);
    Ok(tokens)
}

/// The newest stored token of the environment that the request is for, whatever it may; one that works, if there is one.
///
/// # Errors
/// When it cannot be read.
pub(super) fn newest(cx: &Context, resolved: &Resolved) -> Result<Option<Holder>, CliError> {
    best(&of_environment(cx, resolved)?, |_| true).map(|stored| Holder::of(cx, stored.clone())).transpose()
}

/// Whose token goes along: the stored one, else one for the scopes that are configured.
fn speaker(holder: Option<&Holder>, resolved: &Resolved) -> operations::Holder {
    match holder {
        Some(holder) => holder_of(&holder.stored, &holder.response),
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
