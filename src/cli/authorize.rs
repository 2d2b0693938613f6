//! `authorize`: the whole dance in one command.

mod pasted;
mod way;

use std::str::FromStr;

use serde_json::{Map, Value};

use self::way::{Way, listen};
use super::{
    args::AuthorizeArgs,
    configuration::Resolved,
    context::Context,
    error::CliError,
    exchange::Redeem,
    findings,
    grant::keep,
    output::{self, note},
    play::Researcher,
    server::Server,
    url::Asked,
};
use crate::{
    app::msg::TokenContext,
    oauth::{
        AuthorizationRequest, AuthorizationResponse, Client, HttpResponse, Secret, form, implicit, is_loopback_url,
    },
    orcid::{EnvironmentKey, OrcidId},
};

/// Asks, waits for the answer, and exchanges the code.
pub async fn run(cx: &Context, args: &AuthorizeArgs) -> Result<(), CliError> {
    let resolved = cx.resolve_and_tell()?;
    resolved.complete()?;
    let player = researcher(args, &resolved)?;
    // The listener first: on `local` its port decides what is registered.
    let way = match player {
        Some(player) => Way::Play(player),
        None => listen(&resolved).await?,
    };
    let redirect_uri = way.redirect_uri().unwrap_or(&resolved.redirect_uri).to_owned();
    let mut server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &redirect_uri).await?;
    let asked = Asked::build(&resolved, &request_options(args), &redirect_uri);
    findings::of_authorization(cx, &resolved, &server, &asked.request);
    let wants_code = asked.request.response_type.split_whitespace().any(|kind| kind == "code");
    // Before the researcher is troubled: without it the code would be of no use.
    let client_secret = if wants_code { Some(cx.client_secret(&resolved).await?) } else { None };
    let pending = asked.remember(cx, &resolved, &server);
    let (response, waiting) = way.answer(cx, args, &mut server, &asked.request).await?;
    let ended = match response {
        AuthorizationResponse::Code { code, .. } => {
            let redeem = Redeem {
                code,
                client: Client { client_secret, redirect_uri, ..resolved.client() },
                code_verifier: asked.code_verifier,
                requested_scope: asked.request.scope,
                nonce: asked.request.nonce,
                pending,
            };
            redeem.run(cx, &mut server).await
        }
        AuthorizationResponse::Tokens { parameters, .. } => {
            forget(cx, pending.as_deref());
            keep_tokens(cx, &server, &asked.request, &parameters);
            let parameters = form::parse_form(parameters.expose().as_bytes());
            let object: Map<String, Value> = parameters.into_iter().map(|(name, value)| (name, value.into())).collect();
            output::json(&object)
        }
        AuthorizationResponse::Error { error, .. } => {
            forget(cx, pending.as_deref());
            Err(CliError::refused_request(&error, &asked.request, server.environment.key.clone()))
        }
    };
    // The page goes out whole before the program ends.
    if let Some(waiting) = waiting {
        waiting.end().await;
    }
    if ended.is_ok() && !cx.store.is_ephemeral() {
        server.tell_end("use the tokens in other programs");
    }
    ended
}

/// Stores the tokens of a fragment as they came.
fn keep_tokens(cx: &Context, server: &Server, request: &AuthorizationRequest, parameters: &Secret) {
    let environment = &server.environment;
    let context = TokenContext {
        environment: environment.key.clone(),
        issuer: environment.metadata.issuer.clone(),
        client_id: request.client_id.clone(),
        grant_type: implicit::IMPLICIT.into(),
        redirect_uri: Some(request.redirect_uri.clone()),
        requested_scope: request.scope.to_string(),
        nonce: request.nonce.clone(),
    };
    keep(cx, &context, environment, HttpResponse::new(parameters.expose().to_owned().into()));
}

fn forget(cx: &Context, pending: Option<&str>) {
    if let Some(id) = pending {
        // One that stays is forgotten after a day.
        let _ = cx.store.remove_pending(id);
    }
}

/// Whom to play, when a researcher is to be played.
fn researcher(args: &AuthorizeArgs, resolved: &Resolved) -> Result<Option<Researcher>, CliError> {
    if args.play_as.is_none() && !args.deny {
        return Ok(None);
    }
    let of_this_machine = match &resolved.environment {
        EnvironmentKey::Local => true,
        EnvironmentKey::Custom(issuer) => is_loopback_url(issuer),
        EnvironmentKey::Sandbox | EnvironmentKey::Production => false,
    };
    if !of_this_machine {
        return Err(CliError::usage(
            "--as and --deny play a researcher of the simulated ORCID; at ORCID people answer for themselves.",
            "Leave them away to use the browser, or use --env local.",
        ));
    }
    let orcid = args.play_as.as_deref().map(OrcidId::from_str).transpose();
    let orcid = orcid.map_err(|error| CliError::usage(format!("--as: {error}."), "Try --as 0000-0002-4456-8947."))?;
    Ok(Some(Researcher { orcid, deny: args.deny }))
}

/// Denying needs the consent page, which ORCID skips when the same was granted before.
fn request_options(args: &AuthorizeArgs) -> super::args::AuthorizationOptions {
    let mut options = args.request.clone();
    if args.deny && options.prompt.is_none() {
        note("note: prompt=login is sent, so that ORCID shows the consent page in any case.");
        options.prompt = Some("login".to_owned());
    }
    options
}
