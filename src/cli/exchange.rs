//! `exchange`: a code becomes tokens. The answer is stored before it is read or shown.

use jiff::Timestamp;

use super::{
    args::ExchangeArgs,
    configuration::{self, redirect_uri_option},
    context::Context,
    error::CliError,
    findings,
    grant::Grant,
    input,
    output::note,
    secret,
    server::Server,
};
use crate::{
    oauth::{AuthorizationResponse, Client, ScopeSet, Secret, TokenRequest},
    orcid::{
        EnvironmentKey,
        paste::{self, Pasted},
        shape,
    },
    store::PendingRequest,
    text::sanitize,
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
    /// The nonce that was sent.
    pub nonce: Option<String>,
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
    let text = if input == "-" { input::text(&cx.global, "the code").await? } else { input.to_owned() };
    given(&text)
}

/// A word as it was given; longer texts are not said again.
fn quoted(text: &str) -> String {
    let short = text.len() <= 32 && !text.contains(char::is_whitespace);
    if short { format!("«{}»", sanitize(text)) } else { "That".to_owned() }
}

/// `code=…` and nothing else: a bare code, whatever it looks like, for whoever knows that it is one.
pub fn marked_code(text: &str) -> Option<&str> {
    text.trim().strip_prefix("code=").filter(|code| !code.is_empty() && !code.contains('&'))
}

fn given(text: &str) -> Result<Given, CliError> {
    if text.trim().is_empty() {
        return Err(CliError::usage(
            "No code came: there is no text.",
            "Give the code, or the whole address that the browser landed on (in quotes).",
        ));
    }
    let not = |what: &str| {
        Err(CliError::usage(
            format!("That is {what}, not an authorization code."),
            "Give the code, or the whole address that the browser landed on (in quotes).",
        ))
    };
    if let Some(code) = marked_code(text) {
        return Ok(Given::Code(code.to_owned()));
    }
    match paste::recognise(text) {
        Pasted::Code(word) if shape::is_empty_variable(&word) => Err(CliError::usage(
            format!("No code came: «{word}» is what a program prints for a variable that holds nothing."),
            "Look where the callback reads the parameter «code» of its query.",
        )),
        Pasted::Code(word) if !shape::is_bare_code(&word) => Err(CliError::usage(
            format!("«{word}» is neither a code (six letters and digits) nor an address with one."),
            format!(
                "Give the code, or the whole address that the browser landed on (in quotes). If it is a code all the \
                 same: exchange code={word}"
            ),
        )),
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
        Pasted::Profile(_) => not("the link of a profile"),
        Pasted::TokenResponse(_) => not("a token response"),
        Pasted::Error(error) => Err(CliError::oauth(&error)),
        Pasted::ErrorPage(_) => not("a sentence of ORCID's error page"),
        Pasted::Uuid(_) => not("a UUID (a token or a client secret)"),
        Pasted::IdToken(_) => not("an ID token"),
        Pasted::OrcidId(_) => not("an ORCID iD"),
        Pasted::ClientId(_) => not("a client id"),
        Pasted::Scopes(_) => not("a scope"),
        Pasted::Request(_) => not("an HTTP request"),
        Pasted::Response(_) => not("an HTTP response"),
        Pasted::Exchange { .. } => not("a request with its answer"),
        Pasted::Session(_) => not("several requests with their answers"),
        Pasted::Body(_) | Pasted::Words(_) => not("the text of an answer (`orcid-playground explain` reads it)"),
        Pasted::Unknown => Err(CliError::usage(
            format!("{} is neither a code (six letters and digits) nor an address with one.", quoted(text.trim())),
            "Give the code, or the whole address that the browser landed on (in quotes).",
        )),
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
    let (known, command) = secret::known(cx, &environment, &client_id, pending.profile.as_deref())?;
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
        nonce: pending.request.nonce,
        pending: Some(id),
    };
    findings::of_exchange(cx, &redeem.client, &server, Some(pending.created_at));
    redeem.run(cx, &mut server).await
}

async fn redeem_configured(cx: &Context, code: String) -> Result<(), CliError> {
    let resolved = cx.resolve_and_tell()?;
    resolved.complete()?;
    let client_secret = cx.client_secret(&resolved).await?;
    let mut server =
        Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    let redeem = Redeem {
        code,
        client: Client { client_secret: Some(client_secret), ..resolved.client() },
        code_verifier: None,
        requested_scope: ScopeSet::parse(&resolved.scope),
        nonce: None,
        pending: None,
    };
    findings::of_exchange(cx, &redeem.client, &server, None);
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
            code: self.code,
            redirect_uri: Some(self.client.redirect_uri.clone()),
            code_verifier: self.code_verifier,
        };
        let requested_scope = Some(self.requested_scope);
        Grant { request, client: self.client, requested_scope, nonce: self.nonce, pending: self.pending }
            .obtain(cx, server)
            .await
            .map(drop)
    }
}
