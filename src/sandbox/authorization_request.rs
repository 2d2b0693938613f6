//! The checks of an authorization request, in ORCID's order, and where each failure is shown (guide `orcid-wire`,
//! "The authorization request and its checks", "Errors of the front channel").

use jiff::Timestamp;

use super::{
    Sandbox,
    clients::{self, ClientStatus, RegisteredClient},
    redirect,
    state::Session,
};
use crate::{
    oauth::{Scope, ScopeSet, form},
    orcid::scopes::{self, ClientType, Legs},
};

/// How the answer comes back (guide `orcid-wire`, "Implicit flow").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseType {
    /// A code in the query.
    Code,
    /// `token`: an access token in the fragment.
    Token,
    /// `id_token`, alone or with `token`, which ORCID takes for the same: both tokens in the fragment.
    IdTokenToken,
}

impl ResponseType {
    /// The values stand in any order.
    fn parse(text: &str) -> Option<Self> {
        let mut values: Vec<&str> = text.split_whitespace().collect();
        values.sort_unstable();
        match values.as_slice() {
            ["code"] => Some(Self::Code),
            ["token"] => Some(Self::Token),
            ["id_token"] | ["id_token", "token"] => Some(Self::IdTokenToken),
            _ => None,
        }
    }
}

/// A request that passed every check.
pub(super) struct ValidRequest {
    pub client: &'static RegisteredClient,
    pub response_type: ResponseType,
    /// What will be granted: OpenID Connect's scopes that ORCID ignores are gone.
    pub scope: ScopeSet,
    pub redirect_uri: String,
    pub state: Option<String>,
    /// Only kept when `openid` is asked for.
    pub nonce: Option<String>,
    /// `prompt=login`: a new sign-in, whoever is signed in.
    pub force_login: bool,
}

/// A request that did not.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Shown by ORCID itself: the browser is not sent anywhere.
    Page {
        /// ORCID's sentence.
        message: String,
        /// Its error code and words, behind "Show details".
        details: String,
    },
    /// The browser is sent to the redirect URI, the error in the fragment, without a state.
    Fragment {
        /// Matched.
        redirect_uri: String,
        /// What stands behind the `#`.
        fragment: &'static str,
    },
}

/// Scopes of OpenID Connect that libraries send and ORCID drops without a word.
const IGNORED: [&str; 5] = ["profile", "email", "address", "phone", "offline_access"];

/// Checks the query of `GET /oauth/authorize`.
pub(super) fn validate(
    sandbox: &Sandbox,
    query: &str,
    session: Option<&Session>,
    now: Timestamp,
) -> Result<ValidRequest, Refusal> {
    let parameters = form::parse_form(query.as_bytes());
    let parameter = |name: &str| form::first(&parameters, name).map(str::trim).filter(|value| !value.is_empty());
    let client_id = parameter("client_id").unwrap_or_default();
    let link = |what: &str| format!("Error: Incorrect OAuth Link for client id {client_id}, missing {what}");

    let response_type = parameter("response_type").ok_or_else(|| {
        page(link("response type parameter."), "invalid_request: Missing parameter: response_type".to_owned())
    })?;
    if client_id.is_empty() {
        return Err(page(
            "Error: Incorrect OAuth Link, missing client id parameter.".to_owned(),
            "invalid_request: Missing parameter: client_id is missing".to_owned(),
        ));
    }
    let client = clients::find(client_id).ok_or_else(|| {
        let message = format!("Error: The provided client id {client_id} is invalid.");
        page(message, "invalid_request: Invalid parameter: client_id".to_owned())
    })?;
    let asked = parameter("scope").map(ScopeSet::parse).unwrap_or_default();
    if asked.is_empty() {
        return Err(page(link("scope parameter."), "oauth_error: Please specify the desired scopes".to_owned()));
    }
    // ORCID ends this one sentence without a full stop.
    let redirect_uri = parameter("redirect_uri")
        .ok_or_else(|| page(link("redirect uri parameter"), "oauth_error: Please specify a redirect URL".to_owned()))?;
    match client.status {
        ClientStatus::Active => {}
        ClientStatus::Locked => {
            let message = format!("Error: The provided client id {client_id} is locked.");
            return Err(page(message, "client_locked: The client is locked".to_owned()));
        }
        ClientStatus::Deactivated => {
            let text = format!("Client {client_id} is deactivated");
            return Err(page(format!("Error: {text}"), format!("client_deactivated: {text}")));
        }
    }

    let matched = sandbox.redirect_uris().any(|registered| redirect::matches(registered, redirect_uri));
    // Whatever the error, nobody is sent to a URI that the client did not register.
    let to_client = |fragment| {
        if matched {
            let redirect_uri = redirect_uri.to_owned();
            Refusal::Fragment { redirect_uri, fragment }
        } else {
            mismatch(client, redirect_uri)
        }
    };
    let scope: ScopeSet = asked.iter().filter(|scope| !IGNORED.contains(&scope.as_str())).cloned().collect();
    let openid = scope.contains("openid");
    let prompts: Vec<&str> = parameter("prompt").into_iter().flat_map(str::split_whitespace).collect();
    if prompts.contains(&"none") && openid {
        match session {
            // The front end writes the bare word here, unlike every other error.
            None => return Err(to_client("login_required")),
            Some(session) if !sandbox.state.already_granted(client_id, &session.orcid, &scope, now) => {
                return Err(to_client("error=interaction_required"));
            }
            Some(_) => {}
        }
    }
    let nonce = parameter("nonce").filter(|_| openid).map(str::to_owned);
    if response_type.split_whitespace().any(|part| part == "id_token") && parameter("nonce").is_none() {
        let text = "Implicit id_token requests must have nonce";
        return Err(page(format!("Error: {text}"), format!("invalid_request: {text}")));
    }
    if scope.is_empty() || !scope.iter().all(|scope| may_ask(client.client_type, scope)) {
        return Err(to_client("error=invalid_scope"));
    }
    if !matched {
        return Err(mismatch(client, redirect_uri));
    }
    let response_type =
        ResponseType::parse(response_type).ok_or_else(|| to_client("error=unsupported_response_type"))?;
    Ok(ValidRequest {
        client,
        response_type,
        scope,
        redirect_uri: redirect_uri.to_owned(),
        // Comes back unchanged, blanks and all.
        state: form::first(&parameters, "state").filter(|state| !state.is_empty()).map(str::to_owned),
        nonce,
        force_login: prompts.contains(&"login"),
    })
}

fn page(message: String, details: String) -> Refusal {
    Refusal::Page { message, details }
}

fn mismatch(client: &RegisteredClient, redirect_uri: &str) -> Refusal {
    let (name, id) = (&client.name, &client.client_id);
    page(
        format!(
            "Error: The provided redirect URI {redirect_uri} does not match the redirect URIs registered by {name} ({id})."
        ),
        "invalid_grant: Redirect URI doesn't match your registered redirect URIs.".to_owned(),
    )
}

/// Two-legged scopes are refused here as much as unknown ones.
fn may_ask(client_type: ClientType, scope: &Scope) -> bool {
    scopes::find(scope.as_str()).is_some_and(|info| info.legs == Legs::Three && info.allowed_for(client_type))
}
