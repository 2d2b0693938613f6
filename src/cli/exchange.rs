//! `exchange`: a code becomes tokens. The answer is stored before it is read or shown.

use std::io;

use jiff::Timestamp;
use tokio::task::spawn_blocking;

use super::{
    Context,
    args::ExchangeArgs,
    configuration::{self, redirect_uri_option},
    error::CliError,
    output::{self, note},
    secret,
    server::Server,
};
use crate::{
    oauth::{AuthorizationResponse, Client, HttpResponse, ScopeSet, Secret, TokenAnswer, TokenRequest},
    orcid::{
        EnvironmentKey,
        paste::{self, Pasted},
    },
    store::{NewToken, PendingRequest},
};

/// A code, and everything that its exchange needs.
pub struct Redeem {
    /// The code.
    pub code: String,
    /// Who asks, secret included.
    pub client: Client,
    /// RFC 7636 §4.5.
    pub code_verifier: Option<Secret>,
    /// What was asked for.
    pub requested_scope: ScopeSet,
    /// The pending request that is answered with it.
    pub pending: Option<String>,
}

/// Reads what was given, finds the request that it answers, and exchanges the code.
pub async fn run(cx: &Context, args: &ExchangeArgs) -> Result<(), CliError> {
    let (code, pending) = match read(cx, &args.input).await? {
        Given::Code(code) => {
            let newest = cx.store.newest_pending(Timestamp::now())?;
            let asked = cx.asked_environment()?;
            (code, newest.filter(|(_, pending)| asked.is_none_or(|key| key == environment_of(pending))))
        }
        Given::Answer { code, state } => {
            let pending = answered_request(cx, state.as_deref())?;
            same_environment(cx, &pending.1)?;
            (code, Some(pending))
        }
    };
    match pending {
        Some((id, pending)) => redeem_pending(cx, code, id, pending).await,
        None => {
            note("note: no request waits for this code; it goes out with the client that is configured now.");
            redeem_configured(cx, code).await
        }
    }
}

/// What was given.
enum Given {
    Code(String),
    Answer { code: String, state: Option<String> },
}

async fn read(cx: &Context, input: &str) -> Result<Given, CliError> {
    let text = if input == "-" {
        if cx.global.client_secret_stdin {
            return Err(CliError::usage(
                "Standard input cannot hold both the code and the client secret.",
                "Give the code as an argument, or the secret in ORCID_CLIENT_SECRET.",
            ));
        }
        let reading = spawn_blocking(|| io::read_to_string(io::stdin().lock()));
        reading
            .await
            .map_err(io::Error::other)
            .and_then(|text| text)
            .map_err(|error| CliError::io("read standard input", &error))?
    } else {
        input.to_owned()
    };
    given(&text)
}

fn given(text: &str) -> Result<Given, CliError> {
    let not = |what: &str| {
        Err(CliError::usage(
            format!("That is {what}, not an authorization code."),
            "Give the code, or the whole address that the browser landed on (in quotes).",
        ))
    };
    match paste::recognise(text) {
        Pasted::Code(code) => Ok(Given::Code(code)),
        Pasted::Redirect { response: AuthorizationResponse::Code { code, state }, .. } => {
            Ok(Given::Answer { code, state })
        }
        Pasted::Redirect { response: AuthorizationResponse::Error { error, .. }, .. } => Err(CliError::oauth(&error)),
        Pasted::Redirect { response: AuthorizationResponse::Tokens { .. }, .. } => {
            not("an address with tokens in it (the implicit flow)")
        }
        Pasted::Configuration(import) => match import.code {
            Some(code) => Ok(Given::Code(code)),
            None => not(import.source),
        },
        Pasted::TokenResponse(_) => not("a token response"),
        Pasted::Error(error) => Err(CliError::oauth(&error)),
        Pasted::ErrorPage(_) => not("a sentence of ORCID's error page"),
        Pasted::Uuid(_) => not("a UUID (a token or a client secret)"),
        Pasted::IdToken(_) => not("an ID token"),
        Pasted::OrcidId(_) => not("an ORCID iD"),
        Pasted::Unknown => not("nothing that is known here"),
    }
}

fn environment_of(pending: &PendingRequest) -> EnvironmentKey {
    EnvironmentKey::from(pending.environment.as_str())
}

/// A code goes nowhere but to the server that was asked: `--env` cannot send it elsewhere by mistake.
fn same_environment(cx: &Context, pending: &PendingRequest) -> Result<(), CliError> {
    let Some(word) = &cx.global.env else { return Ok(()) };
    if configuration::environment_key(word)? == environment_of(pending) {
        return Ok(());
    }
    Err(CliError::usage(
        format!("This address answers a request that was made to {}, not to {word}.", pending.environment),
        "Leave --env away. To see what another server says to this code, give the bare code.",
    ))
}

/// The request that an address answers, by its state (RFC 6749 §10.12).
fn answered_request(cx: &Context, state: Option<&str>) -> Result<(String, PendingRequest), CliError> {
    let now = Timestamp::now();
    let found = match state {
        Some(state) => cx.store.pending_by_state(state, now)?,
        // Without a state it can only answer a request that had none.
        None => cx.store.newest_pending(now)?.filter(|(_, pending)| pending.request.state.is_none()),
    };
    found.ok_or_else(|| {
        CliError::usage(
            if state.is_some() {
                "No request with this state waits for an answer: its code was exchanged before, it is more than a day \
                 old, it was made elsewhere, or the address is forged."
            } else {
                "This address has no state, and the newest request had one: the address is cut off, of another request, \
                 or forged."
            },
            "If you trust it, give the bare code. A code that was exchanged before costs the tokens of the first \
             exchange: ORCID revokes them.",
        )
    })
}

async fn redeem_pending(cx: &Context, code: String, id: String, pending: PendingRequest) -> Result<(), CliError> {
    let environment = environment_of(&pending);
    // Options may break the request on purpose; the environment's variables are for new ones.
    let client_id = cx.global.client_id.clone().unwrap_or(pending.request.client_id);
    let redirect_uri = redirect_uri_option(&cx.global)?.unwrap_or(pending.request.redirect_uri);
    let (known, command) = known_secret(cx, &environment, &client_id, pending.profile.as_deref())?;
    let secret = secret::obtain(cx, &client_id, known, command.as_deref()).await?;
    let mut server = Server::reach(cx, &environment, Some(&pending.provider), &redirect_uri).await?;
    let redeem = Redeem {
        code,
        client: Client {
            client_id,
            client_secret: Some(secret),
            redirect_uri,
            token_endpoint_auth_method: pending.token_endpoint_auth_method,
        },
        code_verifier: pending.code_verifier,
        requested_scope: pending.request.scope,
        pending: Some(id),
    };
    redeem.run(cx, &mut server).await
}

/// The secret of a pending request's client, as far as it is known without asking, and the command that prints it.
fn known_secret(
    cx: &Context,
    environment: &EnvironmentKey,
    client_id: &str,
    profile: Option<&str>,
) -> Result<(Option<Secret>, Option<String>), CliError> {
    let name = cx.global.profile.as_deref().or(profile);
    let config = cx.store.config()?;
    // Of the same client at the same server, or it stays where it is.
    let fits = |profile: &&crate::store::Profile| {
        profile.client_id == client_id && EnvironmentKey::from(profile.environment.as_str()) == *environment
    };
    let profile = name.and_then(|name| config.profiles.get(name)).filter(fits);
    let command = profile.and_then(|profile| profile.client_secret_command.clone());
    let remembered = match (name, profile) {
        (Some(name), Some(profile)) if profile.remember_secret => cx.store.client_secret(name)?,
        (Some(_) | None, Some(_) | None) => None,
    };
    let demo = || configuration::demo_secret(environment, client_id).filter(|_| command.is_none());
    let known = cx.variables.secret_of(client_id).cloned().or(remembered).or_else(demo);
    Ok((known, command))
}

async fn redeem_configured(cx: &Context, code: String) -> Result<(), CliError> {
    let resolved = cx.resolve()?;
    resolved.complete()?;
    let client_secret = cx.client_secret(&resolved).await?;
    let mut server =
        Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    let redeem = Redeem {
        code,
        client: Client { client_secret: Some(client_secret), ..resolved.client() },
        code_verifier: None,
        requested_scope: ScopeSet::parse(&resolved.scope),
        pending: None,
    };
    redeem.run(cx, &mut server).await
}

impl Redeem {
    /// Sends the code to the token endpoint. Whatever may hold a token is stored first; then the body is printed as it
    /// was received.
    ///
    /// # Errors
    /// When no answer comes, or none with tokens.
    pub async fn run(self, cx: &Context, server: &mut Server) -> Result<(), CliError> {
        let request = TokenRequest::AuthorizationCode {
            code: self.code.clone(),
            redirect_uri: Some(self.client.redirect_uri.clone()),
            code_verifier: self.code_verifier.as_ref().map(|verifier| verifier.expose().to_owned()),
        };
        let build = |provider: &_| request.request(&self.client, provider);
        let response = server.send(cx, &self.client.redirect_uri, build).await?;
        if response.status().is_success() {
            self.store(cx, server, &response);
        }
        output::body(response.body())?;
        match TokenAnswer::read(&response) {
            TokenAnswer::Granted(token) => {
                if let Some(granted) = token.scopes().filter(|granted| *granted != self.requested_scope) {
                    note(&format!("note: asked for {}, granted {granted}.", self.requested_scope));
                }
                Ok(())
            }
            TokenAnswer::Refused(error) => Err(CliError::oauth(&error)),
            TokenAnswer::Malformed(error) => Err(CliError::malformed(&error)),
        }
    }

    fn store(&self, cx: &Context, server: &Server, response: &HttpResponse) {
        let environment = &server.environment;
        let token = NewToken {
            received_at: Timestamp::now(),
            environment: environment.key.to_string(),
            issuer: environment.metadata.issuer.clone(),
            token_endpoint: environment.metadata.token_endpoint.clone(),
            client_id: self.client.client_id.clone(),
            grant_type: "authorization_code".to_owned(),
            requested_scope: Some(self.requested_scope.to_string()),
            redirect_uri: Some(self.client.redirect_uri.clone()),
            response: response.clone(),
        };
        match cx.store.save_token(&token) {
            Ok(_) if cx.store.is_ephemeral() => note("note: the token response is not kept (--ephemeral)."),
            Ok(stored) => note(&format!("stored: {}", stored.id)),
            Err(error) => note(&format!(
                "WARNING: THE TOKEN RESPONSE IS NOT STORED. Standard output has the only copy; keep it. {error}"
            )),
        }
        // Its answer is there; a failure here is shown by nothing worse than a request too many.
        if let Some(id) = &self.pending {
            let _ = cx.store.remove_pending(id);
        }
    }
}
