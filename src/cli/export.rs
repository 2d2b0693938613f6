//! `export`: a request as code, or the client's set-up for other tools. Nothing is sent.

use std::io::Read;

use bytes::Bytes;

use super::{
    Context,
    args::{AuthorizationOptions, ExportArgs, ExportFormat},
    configuration::Resolved,
    error::CliError,
    holder::Holder,
    output::{self, note},
    server::{Server, unsendable},
    transcript,
    url::Asked,
};
use crate::{
    oauth::{
        Client, HttpRequest, RevocationRequest, ScopeSet, Secret, TokenRequest, USER_AGENT, bearer_request,
        export::{self, Format, Secrets, Setup},
    },
    store::{read_named, typed_path},
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

fn written(request: &HttpRequest, format: Format, secrets: Secrets, also: &[&str]) -> Result<String, CliError> {
    export::snippet_with(request, format, secrets, also).map_err(|why| {
        CliError::usage(format!("This request cannot be written for {}: {why}.", format.title()), "Use another format.")
    })
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
        CliError::usage(format!("The session has {count} messages."), "Name one with --exchange, from 1; or `last`.")
    })?;
    written(&exchange.request, format, secrets, &[])
}

async fn of_client(cx: &Context, args: &ExportArgs, secrets: Secrets) -> Result<String, CliError> {
    let resolved = cx.resolve()?;
    resolved.complete()?;
    let Some(format) = code_format(args.to) else { return set_up(cx, args, &resolved, secrets).await };
    let words: Vec<&str> = args.request.iter().map(String::as_str).collect();
    let server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    let provider = &server.environment.metadata;
    let build = Build { cx, resolved: &resolved, secrets };
    let mut also: &[&str] = &[];
    let request = match words.as_slice() {
        ["authorization"] => {
            let asked = Asked::build(&resolved, &AuthorizationOptions::default(), &resolved.redirect_uri);
            let url = asked.request.url(provider);
            http::Request::get(url).header("accept", "text/html").body(Bytes::new())
        }
        [] | ["token"] => {
            if args.code.is_none() {
                also = &["code"];
            }
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
            let endpoint = provider.revocation_endpoint.as_deref().unwrap_or_default();
            RevocationRequest { token }.request(&build.client().await?, endpoint)
        }
        ["client-credentials"] => {
            let scope = ScopeSet::parse(cx.global.scope.as_deref().unwrap_or("/read-public"));
            TokenRequest::ClientCredentials { scope }.request(&build.client().await?, provider)
        }
        ["userinfo"] => {
            let token = build.token(|holder| Some(holder.response.access_token.clone()))?;
            bearer_request(provider.userinfo_endpoint.as_deref().unwrap_or_default(), &token, "application/json")
        }
        [method, path] => {
            let token = build.token(|holder| Some(holder.response.access_token.clone()))?;
            let api = server.environment.record_api(&ScopeSet::parse(&resolved.scope));
            let url = address(cx, path, api, &provider.issuer)?;
            build.call(method, &url, &token, args)?
        }
        [word] => {
            return Err(CliError::usage(
                format!("There is no request {word:?}."),
                "token, authorization, refresh, revoke, client-credentials, userinfo; or a method and a path.",
            ));
        }
        [..] => {
            return Err(CliError::usage(
                "A request is one word, or a method and a path.",
                "`orcid-playground export --help` has the words.",
            ));
        }
    };
    if server.ends_with_this_process() {
        note(
            "note: the simulated ORCID ended with this command. To send the request, have it served: run \
             `orcid-playground` in another terminal first.",
        );
    }
    written(&request.map_err(unsendable)?, format, secrets, also)
}

/// The whole address of a call: a URL stays, `/oauth/…` is below the issuer, all else below the API.
fn address(cx: &Context, path: &str, api: &str, issuer: &str) -> Result<String, CliError> {
    if !(path.starts_with('/') || path.contains("://") || path.starts_with("{orcid}")) {
        return Err(CliError::usage(
            format!("{path:?} is no path and no URL."),
            "A path begins with /, for example '/{orcid}/record'; `orcid-playground call --list` shows them.",
        ));
    }
    let mut path = path.to_owned();
    if path.contains("{orcid}") {
        let holder = Holder::find(cx, None).ok();
        let orcid = holder.as_ref().and_then(|holder| holder.response.orcid()).ok_or_else(|| {
            CliError::usage("No stored token tells the iD for {orcid}.", "Write the iD itself, or authorize first.")
        })?;
        path = path.replace("{orcid}", orcid);
    }
    Ok(match path.as_str() {
        url if url.starts_with("http://") || url.starts_with("https://") => url.to_owned(),
        path if path.starts_with("/oauth/") => format!("{issuer}{path}"),
        path => format!("{api}/{}", path.trim_start_matches('/')),
    })
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

    /// A stored token. Without secrets none has to be there.
    fn token(&self, of: impl Fn(&Holder) -> Option<Secret>) -> Result<Secret, CliError> {
        match self.secrets {
            Secrets::AsVariables => Ok(STAND_IN.into()),
            Secrets::Real => of(&Holder::find(self.cx, None)?).ok_or_else(|| {
                CliError::usage("The stored token response has no such token.", "Leave --with-secrets away.")
            }),
        }
    }

    fn call(
        &self,
        method: &str,
        url: &str,
        token: &Secret,
        args: &ExportArgs,
    ) -> Result<Result<HttpRequest, http::Error>, CliError> {
        let body = match &args.body {
            None => Vec::new(),
            Some(path) if path.as_os_str() == "-" => {
                let mut body = Vec::new();
                let read = std::io::stdin().lock().read_to_end(&mut body);
                read.map_err(|error| CliError::io("read standard input", &error))?;
                body
            }
            Some(path) => read_named(&typed_path(&path.to_string_lossy()))?,
        };
        let is_xml = body.trim_ascii_start().starts_with(b"<");
        let kind = if is_xml { "application/vnd.orcid+xml" } else { "application/vnd.orcid+json" };
        let mut request = http::Request::builder()
            .method(method.to_ascii_uppercase().as_str())
            .uri(url)
            .header("user-agent", USER_AGENT)
            .header("accept", kind)
            .header("authorization", format!("Bearer {}", token.expose()));
        if !body.is_empty() {
            request = request.header("content-type", kind);
        }
        Ok(request.body(body.into()))
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
