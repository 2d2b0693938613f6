//! `export`: a request as code, or the client's set-up for other tools. Nothing is sent.

mod call;

use bytes::Bytes;

use self::call::Call;
use super::{
    args::{AuthorizationOptions, ExportArgs, ExportFormat},
    client_credentials,
    configuration::Resolved,
    context::Context,
    error::CliError,
    holder::Holder,
    output,
    server::{Server, no_revocation, unsendable},
    transcript,
    url::Asked,
};
use crate::{
    oauth::{
        Client, HttpRequest, RevocationRequest, ScopeSet, Secret, TokenRequest, bearer_request,
        export::{self, Format, Secrets, Setup},
    },
    orcid::operations,
};

/// Stands where a secret will be a variable.
const STAND_IN: &str = "secret";

/// Prints it, or writes it to a file.
pub async fn run(cx: &Context, args: &ExportArgs) -> Result<(), CliError> {
    let secrets = if args.with_secrets { Secrets::Real } else { Secrets::AsVariables };
    let text = match &args.session {
        Some(_) => of_session(args, secrets)?,
        None => of_client(cx, args, secrets).await?,
    };
    match &args.output {
        Some(path) => transcript::save(path, &text),
        None => output::text(&text),
    }
}

/// The format of code; none for a set-up.
fn code_format(format: ExportFormat) -> Option<Format> {
    Some(match format {
        ExportFormat::Curl => Format::Curl,
        ExportFormat::Httpie => Format::Httpie,
        ExportFormat::Python => Format::Python,
        ExportFormat::R => Format::R,
        ExportFormat::Javascript => Format::JavaScript,
        ExportFormat::Rust => Format::Rust,
        ExportFormat::Php => Format::Php,
        ExportFormat::Hurl => Format::Hurl,
        ExportFormat::Env | ExportFormat::Postman | ExportFormat::Playground => return None,
    })
}

fn unwritable(format: Format, why: export::Unexportable) -> CliError {
    CliError::usage(format!("This request cannot be written for {}: {why}.", format.title()), "Use another format.")
}

fn of_session(args: &ExportArgs, secrets: Secrets) -> Result<String, CliError> {
    let Some(format) = code_format(args.to) else {
        return Err(CliError::usage(
            "A session holds messages, and this format is for the client's set-up.",
            "Leave --session away, or use curl, python, …",
        ));
    };
    let session = transcript::open(args.session.as_deref().unwrap_or(std::path::Path::new("")))?;
    let count = session.exchanges.len();
    let index = match args.exchange.as_deref() {
        None | Some("last") => count.checked_sub(1),
        Some(number) => number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)),
    };
    let exchange = index.and_then(|index| session.exchanges.get(index)).ok_or_else(|| {
        CliError::usage(
            format!("The session has {}.", crate::text::count(count, "message")),
            "Name one with --exchange, from 1; or `last`.",
        )
    })?;
    if session.redacted && secrets == Secrets::Real {
        output::note("note: this session was saved without secrets; placeholders (REDACTED_…) stand in their places.");
    }
    export::snippet(&exchange.request, format, secrets).map_err(|why| unwritable(format, why))
}

async fn of_client(cx: &Context, args: &ExportArgs, secrets: Secrets) -> Result<String, CliError> {
    let resolved = cx.resolve_and_tell()?;
    let words: Vec<&str> = args.request.iter().map(String::as_str).collect();
    let Some(format) = code_format(args.to) else {
        resolved.complete()?;
        return set_up(cx, args, &resolved, secrets).await;
    };
    // A token is all that calls need.
    let operation = if let [word] = words.as_slice() { operations::find(word) } else { None };
    if words.len() < 2 && operation.is_none() && words != ["userinfo"] {
        resolved.complete()?;
    }
    let server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    let provider = &server.environment.metadata;
    let build = Build { cx, resolved: &resolved, secrets };
    let mut code_to_come = None;
    let request = match words.as_slice() {
        ["authorization"] => {
            let asked = Asked::build(&resolved, &AuthorizationOptions::default(), &resolved.redirect_uri);
            let url = asked.request.url(provider);
            http::Request::get(url).header("accept", "text/html").body(Bytes::new())
        }
        [] | ["token"] => {
            // One that is yet to come is a variable, whatever becomes of the secrets; one that was given stands there.
            code_to_come = Some(args.code.is_none());
            let code = args.code.clone().unwrap_or_else(|| "code".to_owned());
            let redirect_uri = Some(resolved.redirect_uri.clone());
            TokenRequest::AuthorizationCode { code, redirect_uri, code_verifier: None }
                .request(&build.client().await?, provider)
        }
        ["refresh"] => {
            let refresh_token = build.token(|holder| holder.response.refresh_token.clone())?;
            TokenRequest::RefreshToken { refresh_token, scope: None, revoke_old: None, expires_in: None }
                .request(&build.client().await?, provider)
        }
        ["revoke"] => {
            let token = build.token(|holder| Some(holder.response.access_token.clone()))?;
            let endpoint = provider.revocation_endpoint.as_deref().ok_or_else(|| no_revocation(provider))?;
            RevocationRequest { token }.request(&build.client().await?, endpoint)
        }
        ["client-credentials"] => {
            let scope = ScopeSet::parse(cx.global.scope.as_deref().unwrap_or(client_credentials::SCOPE));
            TokenRequest::ClientCredentials { scope }.request(&build.client().await?, provider)
        }
        ["userinfo"] => {
            let token = build.token(|holder| Some(holder.response.access_token.clone()))?;
            bearer_request(provider.userinfo_endpoint.as_deref().unwrap_or_default(), &token, "application/json")
        }
        [word] if operation.is_none() => {
            return Err(CliError::usage(
                format!("There is no request {word:?}."),
                "token, authorization, refresh, revoke, client-credentials, userinfo; an operation \
                 (`orcid-playground call --list`); or a method and a path.",
            ));
        }
        [_] | [_, _] => build.call(Call::named(cx, &resolved, &server.environment, &args.request)?, args).await?,
        [..] => {
            return Err(CliError::usage(
                "A request is one word, or a method and a path.",
                "`orcid-playground export --help` has the words.",
            ));
        }
    };
    server.tell_end("send the request");
    let request = request.map_err(unsendable)?;
    let snippet = match code_to_come {
        Some(true) => export::snippet_with(&request, format, secrets, &["code"]),
        Some(false) => export::snippet_with(&request, format, secrets, &[]),
        None => export::snippet(&request, format, secrets),
    };
    snippet.map_err(|why| unwritable(format, why))
}

/// What requests are made of.
struct Build<'a> {
    cx: &'a Context,
    resolved: &'a Resolved,
    secrets: Secrets,
}

impl Build<'_> {
    /// The client. Without secrets nobody is asked for one.
    async fn client(&self) -> Result<Client, CliError> {
        let secret = match self.secrets {
            Secrets::AsVariables => STAND_IN.into(),
            Secrets::Real => self.cx.client_secret(self.resolved).await?,
        };
        Ok(Client { client_secret: Some(secret), ..self.resolved.client() })
    }

    /// A call of the API, with its token and the body that was given.
    async fn call(&self, call: Call, args: &ExportArgs) -> Result<Result<HttpRequest, http::Error>, CliError> {
        let token = self.token_of(call.holder.as_ref(), |holder| Some(holder.response.access_token.clone()))?;
        Ok(call.request(&token, call::body(self.cx, args).await?))
    }

    /// A stored token. Without secrets none has to be there.
    fn token(&self, of: impl Fn(&Holder) -> Option<Secret>) -> Result<Secret, CliError> {
        match self.secrets {
            Secrets::AsVariables => Ok(STAND_IN.into()),
            Secrets::Real => self.token_of(call::newest(self.cx, self.resolved)?.as_ref(), of),
        }
    }

    /// The same of a stored token that was found.
    fn token_of(&self, holder: Option<&Holder>, of: impl Fn(&Holder) -> Option<Secret>) -> Result<Secret, CliError> {
        if self.secrets == Secrets::AsVariables {
            return Ok(STAND_IN.into());
        }
        let environment = &self.resolved.environment;
        let holder = holder.ok_or_else(|| {
            CliError::usage(
                format!("No token of {environment} is stored."),
                format!("Get one: `orcid-playground authorize --env {environment}`; or leave --with-secrets away."),
            )
        })?;
        of(holder).ok_or_else(|| {
            CliError::usage("The stored token response has no such token.", "Leave --with-secrets away.")
        })
    }
}

async fn set_up(cx: &Context, args: &ExportArgs, resolved: &Resolved, secrets: Secrets) -> Result<String, CliError> {
    if !args.request.is_empty() {
        return Err(CliError::usage(
            "This format is for the client's set-up, not for a request.",
            "Leave the request away.",
        ));
    }
    let server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    // A link never holds the secret, so nobody is asked for it.
    let wanted = secrets == Secrets::Real && args.to != ExportFormat::Playground;
    let client_secret = if wanted { Some(cx.client_secret(resolved).await?) } else { None };
    let client = Client { client_secret, ..resolved.client() };
    let scope = ScopeSet::parse(&resolved.scope);
    let setup = Setup {
        environment: &resolved.environment.to_string(),
        client: &client,
        scope: &scope,
        provider: &server.environment.metadata,
        api: server.environment.record_api(&scope),
    };
    if args.to != ExportFormat::Playground {
        server.tell_end("use these addresses");
    }
    Ok(match args.to {
        ExportFormat::Env => setup.env_file(secrets),
        ExportFormat::Postman => setup.postman(secrets),
        ExportFormat::Playground
        | ExportFormat::Curl
        | ExportFormat::Httpie
        | ExportFormat::Python
        | ExportFormat::R
        | ExportFormat::Javascript
        | ExportFormat::Rust
        | ExportFormat::Php
        | ExportFormat::Hurl => setup.playground_link() + "\n",
    })
}
