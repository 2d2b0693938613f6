//! `url`: the authorization URL, and the request behind it.

use jiff::Timestamp;
use serde_json::json;

use super::{
    args::AuthorizationOptions,
    configuration::Resolved,
    context::Context,
    error::CliError,
    findings,
    format::Format,
    output::{self, note},
    server::Server,
};
use crate::{
    oauth::{AuthorizationRequest, ScopeSet, Secret, pkce},
    store::PendingRequest,
};

/// Prints the URL, and remembers the request for `exchange`.
pub async fn run(cx: &Context, options: &AuthorizationOptions) -> Result<(), CliError> {
    let resolved = cx.resolve_and_tell()?;
    resolved.complete()?;
    let server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    let asked = Asked::build(&resolved, options, &resolved.redirect_uri);
    findings::of_authorization(cx, &resolved, &server, &asked.request);
    let url = asked.request.url(&server.environment.metadata);
    asked.remember(cx, &resolved, &server);
    match cx.global.format {
        Format::Text => output::text(&url)?,
        Format::Json => output::json(&json!({
            "authorization_url": url,
            "state": asked.request.state,
            "nonce": asked.request.nonce,
            "redirect_uri": asked.request.redirect_uri,
        }))?,
    }
    server.tell_end("open the URL");
    Ok(())
}

/// An authorization request, and what only its client knows.
pub struct Asked {
    /// The request.
    pub request: AuthorizationRequest,
    /// RFC 7636 §4.1.
    pub code_verifier: Option<Secret>,
}

impl Asked {
    /// Makes a request of what is configured and what the command line adds.
    pub fn build(resolved: &Resolved, options: &AuthorizationOptions, redirect_uri: &str) -> Self {
        let random = &mut rand::rng();
        let state = match (&options.state, options.no_state) {
            (Some(state), _) => Some(state.clone()),
            (None, true) => None,
            (None, false) => resolved.use_state.then(|| pkce::random_text(random, 16)),
        };
        let nonce = match options.nonce.as_deref() {
            Some("auto") => Some(pkce::random_text(random, 16)),
            Some(nonce) => Some(nonce.to_owned()),
            None => resolved.use_nonce.then(|| pkce::random_text(random, 16)),
        };
        let code_verifier = (options.pkce || resolved.pkce).then(|| pkce::random_text(random, 32));
        let request = AuthorizationRequest {
            client_id: resolved.client_id.clone(),
            response_type: options.response_type.clone().unwrap_or_else(|| resolved.response_type.clone()),
            scope: ScopeSet::parse(&resolved.scope),
            redirect_uri: redirect_uri.to_owned(),
            state,
            nonce,
            code_challenge: code_verifier.as_deref().map(pkce::code_challenge),
            extra: extra(&resolved.parameters, options),
        };
        Self { request, code_verifier: code_verifier.map(Secret::from) }
    }

    /// Keeps the request until its answer comes. Returns its name in the store.
    pub fn remember(&self, cx: &Context, resolved: &Resolved, server: &Server) -> Option<String> {
        let pending = PendingRequest {
            created_at: Timestamp::now(),
            environment: server.environment.key.to_string(),
            profile: resolved.profile.clone(),
            provider: server.environment.metadata.clone(),
            request: self.request.clone(),
            token_endpoint_auth_method: resolved.token_endpoint_auth_method,
            code_verifier: self.code_verifier.clone(),
        };
        // The URL works all the same; only `exchange` in another process will not know it.
        cx.store
            .save_pending(&pending)
            .inspect_err(|error| note(&format!("warning: the request is not remembered: {error}")))
            .ok()
    }
}

/// The profile's parameters, those of the command line in their place or behind them.
fn extra(profile: &[(String, String)], options: &AuthorizationOptions) -> Vec<(String, String)> {
    let mut all = profile.to_vec();
    let given = [
        ("prompt", &options.prompt),
        ("max_age", &options.max_age),
        ("lang", &options.lang),
        ("email", &options.email),
        ("orcid", &options.orcid),
        ("given_names", &options.given_names),
        ("family_names", &options.family_names),
        ("show_login", &options.show_login),
    ];
    for (name, value) in given.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))) {
        match all.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => all.push((name.to_owned(), value)),
        }
    }
    all
}
